/** Datasets, storage items, projects, issues and trees of ontologies in the output. */
import { describe, expect, it } from '@jest/globals';
import type { Issue } from '../../../../src/encord/calls/issues';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import { datasetSummary } from '../../../../nodes/shared/output/dataset';
import { issueJson, isResolved } from '../../../../nodes/shared/output/issue';
import { ontologyTree } from '../../../../nodes/shared/output/ontologyTree';
import { projectSummary, stageList } from '../../../../nodes/shared/output/project';
import { knownMetadata, storageItemSummary } from '../../../../nodes/shared/output/storageItem';
import { id } from '../fakeN8n';
import { petsProject } from '../fixtures';

describe('a dataset', () => {
	it('has its IDs, its role and its folder', () =>
		expect(
			datasetSummary({
				datasetUuid: id(1),
				title: 'Set',
				description: 'All',
				backingFolderUuid: id(2),
				userRole: 'admin',
				createdAt: 'then',
				lastEditedAt: 'now',
			}),
		).toEqual({
			datasetHash: id(1),
			title: 'Set',
			description: 'All',
			folderUuid: id(2),
			userRole: 'admin',
			createdAt: 'then',
			lastEditedAt: 'now',
		}));

	it('has nothing where Encord sends nothing', () =>
		expect(datasetSummary({ datasetUuid: id(1), title: 'Set' })).toEqual({
			datasetHash: id(1),
			title: 'Set',
			description: '',
			folderUuid: null,
			userRole: null,
			createdAt: undefined,
			lastEditedAt: undefined,
		}));
});

describe('a storage item', () => {
	const item = (more: Partial<StorageItem> = {}): StorageItem => ({
		uuid: id(1),
		parent: id(2),
		itemType: 'video',
		name: 'drive.mp4',
		mimeType: 'video/mp4',
		fileSize: 10,
		width: 640,
		height: 480,
		frameCount: 25,
		fps: 12.5,
		duration: 2,
		createdAt: 'then',
		lastEditedAt: 'now',
		...more,
	});

	it('has its size, its metadata and its address where that was asked for', () => {
		const summary = {
			storageItemUuid: id(1),
			name: 'drive.mp4',
			itemType: 'video',
			mimeType: 'video/mp4',
			fileSize: 10,
			width: 640,
			height: 480,
			frames: 25,
			framesPerSecond: 12.5,
			durationSeconds: 2,
			folderUuid: id(2),
			description: '',
			clientMetadata: {},
			createdAt: 'then',
			lastEditedAt: 'now',
		};
		expect(storageItemSummary(item())).toEqual(summary);
		expect(
			storageItemSummary(
				item({ description: 'North', clientMetadata: '{"a":1}', signedUrl: 'https://x' }),
			),
		).toEqual({
			...summary,
			description: 'North',
			clientMetadata: { a: 1 },
			signedUrl: 'https://x',
		});
	});

	it.each([
		['{"a":{"b":[1]}}', { a: { b: [1] } }],
		['', {}],
		[null, {}],
		[undefined, {}],
		['null', undefined],
		['[1]', undefined],
		['"text"', undefined],
		['7', undefined],
		['{', undefined],
	])('whose metadata is %j has %j', (clientMetadata, known) => {
		expect(knownMetadata(item({ clientMetadata }))).toEqual(known);
		expect(storageItemSummary(item({ clientMetadata })).clientMetadata).toEqual(known ?? {});
	});
});

describe('a project', () => {
	it.each([
		[true, 'In Progress'],
		[false, 'inProgress'],
	])('has its stages by name; its state in words: %j', (inWords, status) =>
		expect(projectSummary(petsProject(), inWords)).toEqual({
			title: 'Pets',
			description: '',
			status,
			projectType: 'workflow',
			createdAt: '2026-01-31T09:00:00Z',
			lastEditedAt: '2026-01-31T09:00:00Z',
			stages: ['Agent 1', 'Review cats'],
			projectHash: id(1),
			ontologyHash: id(50),
		}),
	);

	it('without a workflow has no stages', () =>
		expect(projectSummary(petsProject({ workflow: null }), true).stages).toEqual([]));

	it('has pathways that name the stage they lead to, if it is listed', () =>
		expect(stageList(petsProject().workflow!.stages)).toEqual([
			{
				title: 'Agent 1',
				type: 'AGENT',
				pathways: [
					{
						title: 'Cat',
						destinationTitle: 'Review cats',
						pathwayUuid: id(11),
						destinationUuid: id(20),
					},
					{
						title: 'Dog',
						destinationTitle: null,
						pathwayUuid: id(12),
						destinationUuid: id(99),
					},
				],
				stageUuid: id(10),
			},
			{ title: 'Review cats', type: 'REVIEW', stageUuid: id(20) },
		]));
});

describe('an issue', () => {
	const issue = (more: Partial<Issue> = {}) =>
		({ type: 'dataUnit', dataUuid: id(3), comments: [], ...more }) as Issue;

	it.each([
		['dataUnit', 'file'],
		['frame', 'frame'],
		['frameCoordinate', 'point'],
		['frameRange', 'frameRange'],
		['annotation', 'annotation'],
		['newerKind', 'newerKind'],
	])('of kind %s is on a %s', (type, place) =>
		expect(issueJson(id(1), issue({ type })).place).toBe(place),
	);

	it('has nothing where Encord sends nothing', () =>
		expect(issueJson(id(1), issue())).toEqual({
			dataTitle: null,
			projectHash: id(1),
			dataHash: id(3),
			place: 'file',
			frame: null,
			x: null,
			y: null,
			comment: '',
			author: null,
			createdAt: null,
			replies: [],
			tags: [],
			resolved: false,
		}));

	it('has the frames or the label that it is about', () =>
		expect(
			issueJson(
				id(1),
				issue({ frameRanges: [{ start: 1, end: 4 }], annotationId: 'Ab3' } as Partial<Issue>),
				{ data_title: 'a.jpg' },
			),
		).toMatchObject({ dataTitle: 'a.jpg', frameRanges: [[1, 4]], annotationId: 'Ab3' }));

	it.each([
		[[], false],
		[[{ isResolved: true }], true],
		[[{ isResolved: true }, { isResolved: false }], false],
		[undefined, false],
	])('with the history %j is resolved: %j', (resolutionHistory, resolved) =>
		expect(isResolved(issue({ resolutionHistory } as Partial<Issue>))).toBe(resolved),
	);
});

describe('the tree of an ontology', () => {
	it('has the answers of each attribute, nested ones too, and marks what is archived', () => {
		const { editorOntology } = petsProject();
		const [pet] = editorOntology.objects!;
		const [animal] = editorOntology.classifications!;
		const old = {
			...animal!,
			featureNodeHash: 'old',
			level: 'global',
			archived: true,
		};
		const tree = ontologyTree({
			objects: [
				{
					...pet!,
					attributes: [
						{ name: 'Tag', type: 'text', featureNodeHash: 'tag', required: true },
						{
							name: 'Awake',
							type: 'text',
							featureNodeHash: 'awake',
							dynamic: true,
							archived: true,
						},
					],
				},
				{ ...pet!, featureNodeHash: 'gone', name: 'Gone', archived: true },
			],
			classifications: [animal!, old],
		} as Parameters<typeof ontologyTree>[0]);
		expect(tree.objects).toEqual([
			{
				title: 'Pet',
				shape: 'bounding_box',
				color: '#D33115',
				featureHash: 'petBox01',
				attributes: [
					{ title: 'Tag', featureHash: 'tag', type: 'text', required: true },
					{
						title: 'Awake',
						featureHash: 'awake',
						changesOverFrames: true,
						archived: true,
						type: 'text',
						required: false,
					},
				],
			},
			{
				title: 'Gone',
				shape: 'bounding_box',
				color: '#D33115',
				featureHash: 'gone',
				archived: true,
				attributes: [],
			},
		]);
		const answers = {
			type: 'radio',
			required: false,
			options: [
				{
					label: 'Cat',
					value: 'cat',
					featureHash: 'catOpt01',
					attributes: [{ title: 'Breed', featureHash: 'breedA01', type: 'text', required: false }],
				},
				{ label: 'Dog', value: 'dog', featureHash: 'dogOpt01' },
			],
		};
		expect(tree.classifications).toEqual([
			{ title: 'Animal', featureHash: 'animal01', appliesTo: 'frames', ...answers },
			{
				title: 'Animal',
				featureHash: 'old',
				appliesTo: 'data unit',
				archived: true,
				...answers,
			},
		]);
	});
});
