import { describe, expect, it } from '@jest/globals';
import type { Project } from '../../../src/encord/calls/projects';
import { getOntology } from '../../../nodes/Encord/operations/ontology/get';
import { getModelSchema } from '../../../nodes/Encord/operations/ontology/getModelSchema';
import { getManyLabelRows } from '../../../nodes/Encord/operations/labelRow/getMany';
import { getProject } from '../../../nodes/Encord/operations/project/get';
import { readable } from '../../../nodes/shared/runtime/readable';
import { getManyProjects } from '../../../nodes/Encord/operations/project/getMany';
import { getWorkflow } from '../../../nodes/Encord/operations/project/getWorkflow';
import { id, runOperation } from './fakeN8n';
import { labelRow, petsProject } from './fixtures';

describe('Project: Get', () => {
	it('reads each project once and returns a result for every item', async () => {
		const { json, calls } = await runOperation(getProject, {
			items: [{}, {}, {}],
			parameters: (index) => ({ project: id(index === 1 ? 2 : 1) }),
			client: {
				getProject: async (hash) =>
					petsProject({ projectHash: hash, title: `Project ${hash.at(-1)}` }),
			},
		});
		expect(calls).toEqual([
			['getProject', id(1), { fresh: true }],
			['getProject', id(2), { fresh: true }],
		]);
		expect(json.map(({ title }) => title)).toEqual(['Project 1', 'Project 2', 'Project 1']);
		expect(Object.keys(json[0]!)).toEqual(Object.keys(readable(getProject.example)));
	});

	it('returns the whole reply when Simplify is off', async () => {
		const { json } = await runOperation(getProject, {
			parameters: { project: id(1), simplify: false },
			client: { getProject: async () => petsProject() },
		});
		expect(json[0]).toHaveProperty('editorOntology.objects');
	});

	it('names the field whose value is neither an ID nor a name', async () => {
		const run = runOperation(getProject, {
			parameters: { project: 'Pets' },
			client: { listProjects: async () => [] },
		});
		await expect(run).rejects.toMatchObject({
			message: 'Project "Pets" is neither an ID nor the name of a project that the key can see',
			context: { itemIndex: 0 },
		});
	});
});

describe('Project: Get Many', () => {
	it('filters by title and applies the limit', async () => {
		const client = {
			listProjects: async () =>
				[petsProject({ title: 'One' }), petsProject({ title: 'Two' })] as Project[],
		};
		const { json, calls } = await runOperation(getManyProjects, {
			parameters: { limit: 1, filters: { titleContains: 'pet' } },
			client,
		});
		expect(calls).toEqual([['listProjects', { titleLike: '%pet%', includeOrgAccess: false }]]);
		expect(json.map(({ title }) => title)).toEqual(['One']);
		const all = await runOperation(getManyProjects, {
			parameters: { returnAll: true, limit: 1 },
			client,
		});
		expect(all.json).toHaveLength(2);
	});
});

describe('Project: Get Workflow', () => {
	it('returns stages with pathways and their destinations', async () => {
		const { json } = await runOperation(getWorkflow, {
			parameters: { project: id(1) },
			client: { getProject: async () => petsProject() },
		});
		expect(json[0]!.stages).toMatchObject([
			{
				title: 'Agent 1',
				type: 'AGENT',
				pathways: [
					{ title: 'Cat', destinationTitle: 'Review cats' },
					{ title: 'Dog', destinationTitle: null },
				],
			},
			{ title: 'Review cats', type: 'REVIEW' },
		]);
	});

	it('fails when a project has no workflow', async () => {
		const run = runOperation(getWorkflow, {
			parameters: { project: id(1) },
			client: { getProject: async () => petsProject({ workflow: null }) },
		});
		await expect(run).rejects.toThrow('The project "Pets" has no workflow');
	});
});

describe('Ontology: Get', () => {
	const ontology = async (hash: string) => ({
		ontologyUuid: hash,
		title: 'Pets',
		description: '',
		editor: petsProject().editorOntology,
		createdAt: '',
		lastEditedAt: '',
		userRole: null,
	});

	it('finds the ontology of a project and returns it as a tree', async () => {
		const { json, calls } = await runOperation(getOntology, {
			items: [{}, {}],
			parameters: { findOntologyBy: 'project', project: id(1) },
			client: { getProject: async () => petsProject(), getOntology: ontology },
		});
		expect(calls).toEqual([
			['getProject', id(1)],
			['getOntology', id(50)],
		]);
		expect(json).toHaveLength(2);
		expect(json[0]!.classifications).toMatchObject([
			{
				title: 'Animal',
				type: 'radio',
				appliesTo: 'frames',
				options: [
					{ label: 'Cat', attributes: [{ title: 'Breed', type: 'text' }] },
					{ label: 'Dog' },
				],
			},
		]);
		expect(json[0]!.objects).toMatchObject([
			{ title: 'Pet', shape: 'bounding_box', attributes: [] },
		]);
	});

	it('finds an ontology by its ID', async () => {
		const { calls } = await runOperation(getOntology, {
			parameters: { findOntologyBy: 'ontology', ontology: id(50) },
			client: { getOntology: ontology },
		});
		expect(calls).toEqual([['getOntology', id(50)]]);
	});
});

describe('Ontology: Get Model Schema', () => {
	const client = {
		getProject: async () => petsProject(),
		getOntology: async (hash: string) => ({
			ontologyUuid: hash,
			title: 'Pets',
			description: '',
			editor: petsProject().editorOntology,
			createdAt: '',
			lastEditedAt: '',
			userRole: null,
		}),
	};
	const schemaFor = async (parameters: object) => {
		const { json, calls } = await runOperation(getModelSchema, {
			items: [{}, {}],
			parameters: { findOntologyBy: 'project', project: id(1), ...parameters },
			client,
		});
		expect(json).toHaveLength(2);
		expect(json[0]).toEqual(json[1]);
		// Items that ask for the same are read once.
		expect(calls.filter(([call]) => call === 'getOntology')).toHaveLength(1);
		return json[0]!;
	};

	it('asks for all classifications when nothing is chosen', async () => {
		const json = await schemaFor({});
		expect(json).toMatchObject({
			title: 'Pets',
			ontologyHash: id(50),
			names: { Animal: 'animal01' },
			schema: { properties: { Animal: {} }, required: [] },
			leftOut: [],
			part: 1,
			parts: 1,
		});
		expect(Object.keys((json.schema as { properties: object }).properties)).toEqual(['Animal']);
		expect(json.prompt).toContain('- Animal: one option');
	});

	it('asks only for what is chosen, with pathways of the project by name or ID', async () => {
		const { title, uuid } = petsProject().workflow!.stages!.flatMap(
			({ pathways }) => pathways ?? [],
		)[0]!;
		for (const pathways of [[title], [uuid]]) {
			const { schema } = await schemaFor({
				askedObjects: ['Pet'],
				schemaFlavor: 'openai',
				schemaOptions: { pathways, withGeometry: true, cannotTell: false },
			});
			expect(schema).toMatchObject({
				required: ['objects', 'pathway'],
				properties: { pathway: { enum: [title] } },
			});
		}
	});

	it.each([
		[{ schemaOptions: { pathways: ['Drop everything'] } }, 'has no pathway "Drop everything"'],
		[
			{ findOntologyBy: 'ontology', ontology: id(50), schemaOptions: { pathways: ['Cat'] } },
			'an ontology has no pathways',
		],
		[{ askedClassifications: ['Plant'] }, 'There is no classification "Plant"'],
		[
			{ askedObjects: ['Pet'], askedClassifications: ['Animal'], schemaFlavor: 'agentsLibrary' },
			'either classifications or objects',
		],
	])('refuses %j', async (parameters, message) => {
		await expect(schemaFor(parameters)).rejects.toThrow(message);
	});
});

describe('Label Row: Get Many', () => {
	it('turns the filters into one listing', async () => {
		const { json, calls } = await runOperation(getManyLabelRows, {
			parameters: {
				project: id(1),
				filters: {
					dataHashes: `${id(7)}, ${id(8)}`,
					editedAfter: '2026-07-01T10:00:00',
					labelStatuses: ['QUEUED'],
					stageTitle: 'Agent 1',
					titleContains: 'cat',
					includeClientMetadata: true,
				},
			},
			client: {
				getProject: async () => petsProject(),
				listLabelRows: async () => [labelRow({ data_hash: id(7), task_uuid: id(9) })],
			},
		});
		expect(calls).toEqual([
			// The stage is looked up, because Encord gives an empty list for one that is not there.
			['getProject', id(1)],
			[
				'listLabelRows',
				id(1),
				{
					dataHashes: [id(7), id(8)],
					editedAfter: '2026-07-01T09:00:00.000Z',
					labelStatuses: ['QUEUED'],
					workflowStageTitleEq: 'Agent 1',
					dataTitleLike: '%cat%',
					includeClientMetadata: true,
					includeChildren: false,
				},
			],
		]);
		expect(json[0]).toMatchObject({
			projectHash: id(1),
			dataHash: id(7),
			taskUuid: id(9),
			stageTitle: 'Agent 1',
			dataType: 'image',
			priority: 0.5,
		});
	});

	it('returns the row as Encord sent it when Simplify is off', async () => {
		const { json } = await runOperation(getManyLabelRows, {
			parameters: { project: id(1), simplify: false },
			client: { listLabelRows: async () => [labelRow()] },
		});
		expect(json[0]).toMatchObject({ projectHash: id(1), data_type: 'IMAGE' });
	});
});
