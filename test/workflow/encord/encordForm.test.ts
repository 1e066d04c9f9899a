import { describe, expect, it } from '@jest/globals';
import type { ILoadOptionsFunctions, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { byId, useSandbox } from './encordRun';
import { node, openForm } from '../engine/harness';
import { MANY } from './nodeSandbox';

const sandbox = useSandbox();

const { listSearch, loadOptions, resourceMapping } = new Encord().methods;
const form = (parameters: INodeParameters): ILoadOptionsFunctions =>
	openForm(node('Encord', 'n8n-nodes-encord.encord', parameters), {
		credentials: sandbox.credentials,
	});
const onProject = (title: 'Conformance' | 'Many', more: INodeParameters = {}) =>
	form({
		resource: 'task',
		operation: 'proceed',
		project: byId(sandbox.project(title).projectHash),
		...more,
	});
const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

describe('lists of the form', () => {
	it('shows projects and ontologies, filtered', async () => {
		expect(names(await listSearch.searchProjects.call(form({})))).toEqual([
			'Conformance',
			'Many',
			'Plain',
		]);
		expect(names(await listSearch.searchProjects.call(form({}), 'PLAI'))).toEqual(['Plain']);
		expect(names(await listSearch.searchOntologies.call(form({})))).toEqual([
			'Ontology of Conformance, Plain',
			'Ontology of Many',
		]);
	});

	it('shows data units page by page, with a text as the token', async () => {
		const first = await listSearch.searchDataUnits.call(onProject('Many'));
		expect(first.results).toHaveLength(100);
		expect(first.paginationToken).toBe('100');
		await sandbox.requests();
		const second = await listSearch.searchDataUnits.call(
			onProject('Many'),
			undefined,
			first.paginationToken as string,
		);
		expect(await sandbox.requests()).toEqual({});
		expect(first.results.length + second.results.length).toBe(MANY);
		expect(second.paginationToken).toBeUndefined();
		const { dataHash } = await sandbox.row('Many', 'many-042.png');
		expect((await listSearch.searchDataUnits.call(onProject('Many'), '042')).results).toEqual([
			{ name: 'many-042.png', value: dataHash, description: 'Many images' },
		]);
	});

	it('shows the storage items of the project under the names of their data units', async () => {
		const { results } = await listSearch.searchStorageItems.call(onProject('Conformance'), 'drive');
		const { dataHash } = await sandbox.row('Conformance', 'drive.mp4');
		expect(results).toMatchObject([{ name: 'drive.mp4' }]);
		expect(results[0]!.value).not.toBe(dataHash);
	});

	it('shows agent stages and the pathways of the one chosen, by id or by name', async () => {
		expect(names(await listSearch.searchAgentStages.call(onProject('Many')))).toEqual(['Agent 1']);
		for (const stage of [sandbox.project('Many').agentStages[0]!.uuid, 'Agent 1']) {
			expect(
				names(await listSearch.searchPathways.call(onProject('Many', { stage: byId(stage) }))),
			).toEqual(['Cat', 'Dog', 'Other']);
		}
	});

	it('shows classifications and objects of the ontology', async () => {
		expect(names(await listSearch.searchClassifications.call(onProject('Many')))).toEqual([
			'Animal',
			'Colors',
			'Legs',
			'Remark',
		]);
		expect(names(await listSearch.searchObjects.call(onProject('Many')))).toEqual(['Pet']);
	});

	it('offers pathways as outputs with id and name in one value', async () => {
		const [stage] = sandbox.project('Many').agentStages;
		const options = await loadOptions.getPathwayOutputs.call(
			onProject('Many', { stage: byId(stage!.uuid) }),
		);
		expect(options).toEqual(
			stage!.pathways.map(({ uuid, title }) => ({ name: title, value: `${uuid}|${title}` })),
		);
	});

	it('shows what a model can be asked, of the ontology itself or of a project', async () => {
		const operation = { resource: 'ontology', operation: 'getModelSchema' };
		const byProject = onProject('Many', { ...operation, findOntologyBy: 'project' });
		const { value } = (await listSearch.searchOntologies.call(form({}))).results[1]!;
		const byOntology = form({
			...operation,
			findOntologyBy: 'ontology',
			ontology: byId(String(value)),
		});
		for (const chosen of [byProject, byOntology]) {
			const titles = async (list: 'getOntologyClassifications' | 'getOntologyObjects') =>
				(await loadOptions[list].call(chosen)).map(({ name }) => name);
			expect(await titles('getOntologyClassifications')).toEqual([
				'Animal',
				'Remark',
				'Legs',
				'Colors',
			]);
			expect(await titles('getOntologyObjects')).toEqual(['Pet']);
		}
		const [stage] = sandbox.project('Many').agentStages;
		expect(await loadOptions.getPathwayNames.call(byProject)).toEqual(
			stage!.pathways.map(({ uuid, title }) => ({ name: title, value: uuid })),
		);
		await expect(
			loadOptions.getOntologyObjects.call(
				form({ ...operation, findOntologyBy: 'ontology', ontology: byId('') }),
			),
		).rejects.toThrow('Choose the ontology first');
	});

	it('says what must be chosen first', async () => {
		await expect(
			listSearch.searchDataUnits.call(form({ resource: 'frame', operation: 'get' })),
		).rejects.toThrow('Choose the project first');
		await expect(
			listSearch.searchPathways.call(onProject('Many', { stage: byId('') })),
		).rejects.toThrow('Choose the agent stage first');
	});
});

describe('the form of a classification', () => {
	it('has a field per question, nested ones named by what leads to them', async () => {
		const { fields } = await resourceMapping.getClassificationFields.call(onProject('Conformance'));
		expect(fields.map(({ displayName, type }) => [displayName, type])).toEqual([
			['Caption', 'string'],
			['Weather', 'options'],
			['Weather › Strength (when Rain)', 'options'],
			['Weather › Strength › Flooding (when Heavy)', 'options'],
			['Weather › Strength › Note (when Heavy)', 'string'],
			['Weather › Depth (when Snow)', 'number'],
			['Tags (list of Night, Indoor scene, Crowd)', 'array'],
			['People count', 'number'],
			['Overall quality', 'options'],
			['Overall quality › Why bad (when Bad)', 'string'],
		]);
		expect(fields[1]!.options).toEqual([
			{ name: 'Sunny', value: 'Sunny' },
			{ name: 'Rain', value: 'Rain' },
			{ name: 'Snow', value: 'Snow' },
		]);
		expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
	});

	it.each([
		['classification', 'set'],
		['task', 'finish'],
	])(
		'says what is missing first, in place of the questions (%s: %s)',
		async (resource, operation) => {
			const empty = form({ resource, operation, project: byId('') });
			const { fields, emptyFieldsNotice } =
				await resourceMapping.getClassificationFields.call(empty);
			expect(fields).toEqual([]);
			expect(emptyFieldsNotice).toMatch(/^Choose the project first\. .*open this node again/);
		},
	);

	it('asks for the project before the class, and for the class before its attributes', async () => {
		const attributes = async (project: string, object: string) =>
			(
				await resourceMapping.getAttributeFields.call(
					form({
						resource: 'object',
						operation: 'setAttributes',
						project: byId(project),
						object: byId(object),
					}),
				)
			).emptyFieldsNotice;
		const { projectHash } = sandbox.project('Many');
		expect(await attributes('', '')).toMatch(/^Choose the project first/);
		expect(await attributes(projectHash, '')).toMatch(/^Choose the class first/);
		expect(await attributes(projectHash, '<b>Cat</b>')).toContain('"&lt;b>Cat');
	});

	it('keeps the questions that it has when they cannot be loaded again', async () => {
		const schema = [{ id: 'abcdefgh', displayName: 'Animal', type: 'string' }];
		const answers = { mappingMode: 'defineBelow', value: { abcdefgh: 'Cat' }, schema };
		const filled = form({
			resource: 'classification',
			operation: 'set',
			project: byId(''),
			answers: answers as never,
		});
		await expect(resourceMapping.getClassificationFields.call(filled)).rejects.toThrow(
			'Choose the project first',
		);
	});
});
