/** Answers of Encord that the operation tests share. */
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project } from '../../../src/encord/calls/projects';
import { id } from './fakeN8n';

/** A workflow project with an agent stage, a radio classification with a nested text, and boxes. */
export function petsProject(changes: Partial<Project> = {}): Project {
	return {
		projectHash: id(1),
		projectType: 'workflow',
		status: 'inProgress',
		title: 'Pets',
		description: '',
		createdAt: '2026-01-31T09:00:00Z',
		lastEditedAt: '2026-01-31T09:00:00Z',
		ontologyHash: id(50),
		userRole: 0,
		editorOntology: {
			objects: [
				{
					id: '1',
					name: 'Pet',
					color: '#D33115',
					shape: 'bounding_box',
					featureNodeHash: 'petBox01',
				},
			],
			classifications: [
				{
					id: '1',
					featureNodeHash: 'animal01',
					attributes: [
						{
							id: '1.1',
							name: 'Animal',
							type: 'radio',
							featureNodeHash: 'animalA1',
							required: false,
							options: [
								{
									id: '1.1.1',
									label: 'Cat',
									value: 'cat',
									featureNodeHash: 'catOpt01',
									options: [
										{
											id: '1.1.1.1',
											name: 'Breed',
											type: 'text',
											featureNodeHash: 'breedA01',
											required: false,
										},
									],
								},
								{ id: '1.1.2', label: 'Dog', value: 'dog', featureNodeHash: 'dogOpt01' },
							],
						},
					],
				},
			],
		},
		workflow: {
			stages: [
				{
					stageType: 'AGENT',
					uuid: id(10),
					title: 'Agent 1',
					pathways: [
						{ uuid: id(11), title: 'Cat', destinationUuid: id(20) },
						{ uuid: id(12), title: 'Dog', destinationUuid: id(99) },
					],
				},
				{ stageType: 'REVIEW', uuid: id(20), title: 'Review cats' },
			],
		},
		...changes,
	};
}

/** The listing entry of an image with a task in the agent stage. */
export function labelRow(changes: Partial<LabelRowMetadata> = {}): LabelRowMetadata {
	return {
		label_hash: id(30),
		created_at: null,
		last_edited_at: null,
		branch_name: 'main',
		data_hash: id(31),
		dataset_hash: id(32),
		dataset_title: 'Set',
		data_title: 'cat_01.jpg',
		data_type: 'IMAGE',
		data_link: null,
		label_status: 'NOT_LABELLED',
		workflow_graph_node: { uuid: id(10), title: 'Agent 1' },
		number_of_frames: 1,
		width: 640,
		height: 480,
		priority: 0.5,
		task_uuid: id(33),
		backing_item_uuid: id(34),
		spaces: {},
		...changes,
	};
}
