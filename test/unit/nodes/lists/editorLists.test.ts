/** What the lists of the editor show, and what they say when they depend on a field that is empty. */
import { describe, expect, it } from '@jest/globals';
import * as loadOptions from '../../../../nodes/shared/lists/loadOptions';
import * as listSearch from '../../../../nodes/shared/lists/listSearch';
import { project } from '../../encord/calls/wireSamples';
import { fakeEditor, type FakeEditor } from '../fakeEditor';
import { id } from '../fakeN8n';
import { AGENT, chosen, PETS, whole } from './petsAnswers';

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
			'stage' in parameters && parameters.stage === 'agent 2' ? ['Cat', 'Cow'] : ['Cat', 'Dog'],
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
