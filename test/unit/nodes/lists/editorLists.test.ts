/** What the lists of the editor show, and what they say when they depend on a field that is empty. */
import { describe, expect, it } from '@jest/globals';
import * as loadOptions from '../../../../nodes/shared/lists/loadOptions';
import * as listSearch from '../../../../nodes/shared/lists/listSearch';
import { project, row } from '../../encord/calls/wireSamples';
import { fakeEditor, type FakeEditor } from '../fakeEditor';
import { id } from '../fakeN8n';
import { petsProject } from '../fixtures';

const PETS = id(1);
const AGENT = id(10);

/** Pets with two more stages, one of which has the title of another, and archived things. */
function pets() {
	const { editorOntology, workflow } = petsProject();
	const named = (name: string, more: object = {}) => ({
		...editorOntology.objects![0]!,
		name,
		featureNodeHash: `ob${name}`,
		...more,
	});
	const extra = [
		{
			stageType: 'AGENT',
			uuid: id(40),
			title: 'Agent 2',
			pathways: [
				{ uuid: id(41), title: 'Cat', destinationUuid: id(20) },
				{ uuid: id(42), title: 'Cow', destinationUuid: id(20) },
			],
		},
		{ stageType: 'AGENT', uuid: id(43), title: 'Agent 1' },
		{ stageType: 'DONE', uuid: id(44), title: 'Complete' },
	];
	const answer = editorOntology.classifications![0]!;
	return petsProject({
		editorOntology: {
			objects: [...editorOntology.objects!, named('Gone', { archived: true }), named('Animal')],
			classifications: [answer, { ...answer, featureNodeHash: 'clOld', archived: true }],
		},
		workflow: { stages: [...workflow!.stages, ...extra] },
	});
}
const whole = { [`GET projects/${PETS}`]: pets() };
const chosen = { project: PETS };

async function options(
	method: (typeof loadOptions)[keyof typeof loadOptions],
	fake: FakeEditor,
): Promise<unknown> {
	return await method.call(fakeEditor(fake).editor);
}

describe('drop-downs', () => {
	const { [`GET projects/${PETS}`]: definition } = whole;

	it.each<[keyof typeof loadOptions, object, Array<[name: string, value: string]>]>([
		[
			'getPathwayOutputs',
			{ stage: 'Agent 2' },
			[
				['Cat', `${id(41)}|Cat`],
				['Cow', `${id(42)}|Cow`],
			],
		],
		['getPathwayOutputs', { stage: id(43) }, []],
		[
			'getStages',
			{},
			[
				['Agent 1', 'Agent 1'],
				['Review cats', 'Review cats'],
				['Agent 2', 'Agent 2'],
				['Complete', 'Complete'],
			],
		],
		[
			'getAgentStages',
			{},
			[
				['Agent 1', 'Agent 1'],
				['Agent 2', 'Agent 2'],
			],
		],
		[
			'getOntologyItems',
			{},
			[
				['Pet', 'Pet'],
				['Animal', 'Animal'],
			],
		],
		['getClassifications', {}, [['Animal', 'animal01']]],
		[
			'getProjectClasses',
			{},
			[
				['Pet', 'petBox01'],
				['Animal', 'obAnimal'],
			],
		],
		[
			'getPathwayNames',
			{},
			[
				['Cat', id(11)],
				['Dog', id(12)],
				['Cow', id(42)],
			],
		],
		['getOntologyClassifications', {}, [['Animal', 'animal01']]],
		[
			'getOntologyObjects',
			{ findOntologyBy: 'project' },
			[
				['Pet', 'petBox01'],
				['Animal', 'obAnimal'],
			],
		],
	])('%s with %j', async (method, parameters, expected) =>
		expect(
			await options(loadOptions[method], {
				parameters: { ...chosen, ...parameters },
				answers: whole,
			}),
		).toEqual(expected.map(([name, value]) => ({ name, value }))),
	);

	it('have the projects that the key can see', async () =>
		expect(
			await options(loadOptions.getProjects, {
				answers: { 'GET projects': { results: [definition] } },
			}),
		).toEqual([{ name: 'Pets', value: PETS }]));

	it('have the datasets of the project', async () =>
		expect(
			await options(loadOptions.getDatasets, {
				parameters: chosen,
				answers: {
					[`GET projects/${PETS}/datasets`]: {
						results: [{ datasetHash: id(2), title: 'Set' }],
					},
				},
			}),
		).toEqual([{ name: 'Set', value: id(2) }]));

	it('have the classes of an ontology that is chosen itself', async () => {
		const { editorOntology: editor } = definition!;
		const fake = {
			parameters: { findOntologyBy: 'ontology', ontology: id(50) },
			answers: { [`GET ontologies/${id(50)}`]: { ontologyUuid: id(50), title: 'O', editor } },
		};
		expect(await options(loadOptions.getOntologyObjects, fake)).toEqual([
			{ name: 'Pet', value: 'petBox01' },
			{ name: 'Animal', value: 'obAnimal' },
		]);
		expect(await options(loadOptions.getOntologyClassifications, fake)).toEqual([
			{ name: 'Animal', value: 'animal01' },
		]);
	});
});

describe('a list that depends on a field', () => {
	it.each<[string, Record<string, unknown>, string, RegExp]>([
		['project', {}, 'Choose the project first', /run the nodes before this one/],
		['project', { project: '={{ $json.x }}' }, 'Choose the project first', /open this node again/],
		[
			'ontology',
			{ findOntologyBy: 'ontology' },
			'Choose the ontology first',
			/by URL, name or ID\.$/,
		],
	])('that is empty says so: %s of %j', async (_, parameters, message, description) => {
		const { editor } = fakeEditor({ parameters });
		await expect(loadOptions.getOntologyObjects.call(editor)).rejects.toMatchObject({
			message,
			description: expect.stringMatching(description),
		});
	});

	it('says that the stage is empty', async () => {
		const { editor } = fakeEditor({ parameters: chosen, answers: whole });
		await expect(loadOptions.getPathwayOutputs.call(editor)).rejects.toMatchObject({
			message: 'Choose the agent stage first',
			description: 'Pathways belong to a stage. Choose it from the list, or give its name or ID.',
		});
	});

	it.each([
		[{ projectOfItem: PETS, stageOfItem: AGENT }],
		[{ project: PETS, projectOfItem: id(9), stage: AGENT, stageOfItem: id(40) }],
		[{ project: '={{ $json.x }}', projectOfItem: PETS, stage: 'agent 2', stageOfItem: AGENT }],
	])('takes what the item names where the field is empty: %j', async (parameters) => {
		const { editor, requests } = fakeEditor({ parameters, answers: whole });
		const { results } = await listSearch.searchPathways.call(editor);
		expect(results.map(({ name }) => name)).toEqual(
			parameters.stage === 'agent 2' ? ['Cat', 'Cow'] : ['Cat', 'Dog'],
		);
		expect(requests).toEqual([`GET projects/${PETS}`]);
	});

	it('takes no expression that has no value yet for what the item names', async () => {
		const { editor } = fakeEditor({ parameters: { projectOfItem: '={{ $json.projectHash }}' } });
		await expect(listSearch.searchStages.call(editor)).rejects.toThrow('Choose the project first');
	});

	it('finds the project by its name', async () => {
		const { editor, requests } = fakeEditor({
			parameters: { project: 'Pets' },
			answers: { ...whole, 'GET projects': { results: [project({ projectHash: PETS })] } },
		});
		expect(await listSearch.searchClassifications.call(editor)).toEqual({
			results: [{ name: 'Animal', value: 'animal01' }],
		});
		expect(requests).toEqual(['GET projects', `GET projects/${PETS}`]);
	});

	it('says that the name is not known', async () => {
		const { editor } = fakeEditor({
			parameters: { project: 'Cats' },
			answers: { 'GET projects': { results: [] } },
		});
		await expect(listSearch.searchClassifications.call(editor)).rejects.toMatchObject({
			message: 'Project "Cats" is neither an ID nor the name of a project that the key can see',
		});
	});
});

describe('searchable lists', () => {
	it.each<[keyof typeof listSearch, string | undefined, Array<[name: string, value: string]>]>([
		[
			'searchAgentStages',
			'agent 1',
			[
				['Agent 1', AGENT],
				['Agent 1', id(43)],
			],
		],
		[
			'searchStages',
			'E',
			[
				['Agent 1', AGENT],
				['Agent 1', id(43)],
				['Agent 2', id(40)],
				['Complete', id(44)],
				['Review cats', id(20)],
			],
		],
		['searchStages', 'comp', [['Complete', id(44)]]],
		['searchClassifications', undefined, [['Animal', 'animal01']]],
		['searchClassifications', 'x', []],
		[
			'searchObjects',
			undefined,
			[
				['Animal', 'obAnimal'],
				['Pet', 'petBox01'],
			],
		],
		['searchObjects', 'pet', [['Pet', 'petBox01']]],
	])('%s for %j', async (method, filter, expected) => {
		const { editor } = fakeEditor({ parameters: chosen, answers: whole });
		expect(await listSearch[method].call(editor, filter)).toEqual({
			results: expected.map(([name, value]) => ({ name, value })),
		});
	});

	const titled = (projectHash: string, title: string, ontologyHash: string) =>
		project({ projectHash, title, ontologyHash });
	const projects = {
		'GET projects': {
			results: [
				titled(id(1), 'Pets', id(50)),
				titled(id(2), 'Cars', id(51)),
				titled(id(3), 'Cats', id(50)),
			],
		},
	};

	it('name projects, and ontologies by the projects that use them', async () => {
		const { editor } = fakeEditor({ answers: projects });
		expect(await listSearch.searchProjects.call(editor, 'ca')).toEqual({
			results: [
				{ name: 'Cars', value: id(2) },
				{ name: 'Cats', value: id(3) },
			],
		});
		expect(await listSearch.searchOntologies.call(editor)).toEqual({
			results: [
				{ name: 'Ontology of Cars', value: id(51) },
				{ name: 'Ontology of Pets, Cats', value: id(50) },
			],
		});
		expect((await listSearch.searchOntologies.call(editor, 'cats')).results).toHaveLength(1);
	});

	it('name datasets and integrations', async () => {
		const { editor } = fakeEditor({
			answers: {
				'GET datasets/list': {
					result: [
						{ datasetUuid: id(2), title: 'B' },
						{ datasetUuid: id(1), title: 'A' },
					],
				},
				'GET cloud-integrations': { result: [{ integrationUuid: id(3), title: 'Bucket' }] },
			},
		});
		expect(await listSearch.searchDatasets.call(editor, 'b')).toEqual({
			results: [{ name: 'B', value: id(2) }],
		});
		expect(await listSearch.searchIntegrations.call(editor)).toEqual({
			results: [{ name: 'Bucket', value: id(3) }],
		});
		expect(await listSearch.searchIntegrations.call(editor, 'x')).toEqual({ results: [] });
	});

	it('name folders with those they lie in, as Encord filters them', async () => {
		const asked: unknown[] = [];
		const { editor } = fakeEditor({
			answers: {
				'GET storage/search/folders': (given: object) => {
					asked.push(given);
					const pathToRoot = [{ name: 'Munich' }, { name: 'Cars' }];
					return { results: [{ uuid: id(7), parent: id(6), name: 'Munich', pathToRoot }] };
				},
			},
		});
		expect(await listSearch.searchFolders.call(editor, 'mun')).toEqual({
			results: [{ name: 'Cars / Munich', value: id(7) }],
		});
		expect(asked).toMatchObject([{ search: 'mun' }]);
	});
});

describe('the files of the chosen project', () => {
	const rows = (count: number) =>
		Array.from({ length: count }, (_, at) =>
			row(at + 1, true, { backing_item_uuid: at === 0 ? null : id(at) }),
		);

	it('are listed with their dataset; those without a file in storage have no item', async () => {
		const payloads: unknown[] = [];
		const { editor } = fakeEditor({
			parameters: chosen,
			answers: {
				labelrowmetadata: (payload: object) => {
					payloads.push(payload);
					return rows(2);
				},
			},
		});
		const entry = (at: number, value: string) => ({
			name: `picture ${at}`,
			value,
			description: 'Dataset',
		});
		expect(await listSearch.searchDataUnits.call(editor)).toEqual({
			results: [entry(1, rows(2)[0]!.data_hash), entry(2, rows(2)[1]!.data_hash)],
		});
		expect(await listSearch.searchStorageItems.call(editor, 'pic')).toEqual({
			results: [entry(2, id(1))],
		});
		expect(payloads).toMatchObject([{ data_title_like: null }, { data_title_like: '%pic%' }]);
	});

	it('are read once for all pages of a list', async () => {
		const { editor, requests } = fakeEditor({
			parameters: { project: id(8) },
			answers: { labelrowmetadata: rows(150) },
		});
		const first = await listSearch.searchDataUnits.call(editor, '');
		expect(first.paginationToken).toBe('100');
		const second = await listSearch.searchDataUnits.call(
			editor,
			'',
			first.paginationToken as string,
		);
		expect(second.results).toHaveLength(50);
		expect(requests).toEqual(['labelrowmetadata']);
		await listSearch.searchDataUnits.call(editor, 'pic', '100');
		expect(requests).toEqual(['labelrowmetadata', 'labelrowmetadata']);
	});
});
