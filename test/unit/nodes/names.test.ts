/** Things that forms give by their name. */
import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import { EncordAgentStageTrigger } from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node';
import { EncordAiLabeler } from '../../../nodes/EncordAiLabeler/EncordAiLabeler.node';
import { EncordTrigger } from '../../../nodes/EncordTrigger/EncordTrigger.node';
import {
	KnownNames,
	RecentNames,
	type Named,
	type NamedKind,
} from '../../../nodes/shared/fields/names/knownNames';
import { lookUpNames } from '../../../nodes/shared/fields/names/lookUpNames';
import { getWorkflow } from '../../../nodes/Encord/operations/project/getWorkflow';
import { agentStage, pathwayOf } from '../../../nodes/shared/labels/lookup';
import type { EncordClient } from '../../../src/encord/client';
import { fakeClient, id, runOperation } from './fakeN8n';
import { petsProject } from './fixtures';

const things = (...titles: string[]) => titles.map((title, at) => ({ title, uuid: id(at + 1) }));

/** A client of an account with these things under every kind of listing. It filters as Encord does. */
function account(all: Array<{ title: string; uuid: string }>): Partial<EncordClient> {
	const listed = (filter: { titleEq?: string } = {}) =>
		all.filter(({ title }) => filter.titleEq === undefined || title === filter.titleEq);
	async function* containing(search = '') {
		for (const { title, uuid } of all)
			if (title.toLowerCase().includes(search.toLowerCase())) {
				const above = { name: 'Above' };
				yield { uuid, name: title, pathToRoot: [{ name: title }, above] };
			}
	}
	return {
		listProjects: async (filter) =>
			listed(filter).map(({ title, uuid }) => petsProject({ title, projectHash: uuid })),
		listDatasets: async (filter) =>
			listed(filter).map(({ title, uuid }) => ({ title, datasetUuid: uuid })),
		listOntologies: async (filter) =>
			listed(filter).map(({ title, uuid }) => ({
				title,
				ontologyUuid: uuid,
				editor: { objects: [], classifications: [] },
			})),
		listProjectDatasets: async () => all.map(({ title, uuid }) => ({ title, datasetHash: uuid })),
		listIntegrations: async () => all.map(({ title, uuid }) => ({ title, integrationUuid: uuid })),
		searchFolders: containing,
		searchItems: containing as unknown as EncordClient['searchItems'],
		listLabelRows: (async (_project: string, { dataTitleEq }: { dataTitleEq?: string }) =>
			listed({ titleEq: dataTitleEq }).map(({ title, uuid }) => ({
				data_hash: uuid,
				data_title: title,
				dataset_title: `Set of ${uuid.at(-1)}`,
			}))) as unknown as EncordClient['listLabelRows'],
	};
}

async function lookUp(
	all: Array<{ title: string; uuid: string }>,
	kind: NamedKind,
	...names: string[]
) {
	const { client, calls } = fakeClient(account(all));
	const known = new KnownNames();
	const wanted = names.map((name): Named => ({ kind, name, label: 'Thing', projectHash: id(9) }));
	await lookUpNames(client, wanted, known);
	const found = wanted.map((named) => {
		try {
			return known.idOf(named);
		} catch (error) {
			return `${(error as Error).message} | ${(error as { advice?: string }).advice}`;
		}
	});
	return { found, calls: calls.length };
}

const KINDS: NamedKind[] = [
	'project',
	'dataset',
	'projectDataset',
	'ontology',
	'folder',
	'integration',
	'dataUnit',
	'storageItem',
];

describe.each(KINDS)('a %s given by its name', (kind) => {
	it('is found with one request', async () =>
		expect(await lookUp(things('Cars', 'Pets', 'Pets 2'), kind, 'Pets')).toEqual({
			found: [id(2)],
			calls: 1,
		}));

	it('is refused when several have the name, with their IDs', async () => {
		const { found } = await lookUp(things('Pets', 'Cars', 'Pets'), kind, 'Pets');
		expect(found[0]).toMatch(/^Thing "Pets" is the name of several /);
		expect(found[0]).toContain(id(1));
		expect(found[0]).toContain(id(3));
	});

	it('is refused when nothing has the name, and a part of a name is none', async () => {
		const { found } = await lookUp(things('Pets 2', 'Cars'), kind, 'Pets');
		expect(found[0]).toMatch(
			/^Thing "Pets" is neither an ID nor the name of an? [a-z ]+ that the key can see/,
		);
	});
});

describe('a name', () => {
	it('in other letters means the only one that has it so', async () => {
		expect((await lookUp(things('Cars', 'Pets'), 'project', 'pets')).found).toEqual([id(2)]);
		expect((await lookUp(things('PETS', 'Pets'), 'project', 'Pets')).found).toEqual([id(2)]);
		expect((await lookUp(things('PETS', 'Pets'), 'project', 'pets')).found[0]).toContain(
			'several projects',
		);
	});

	it('that nothing has lists what there is', async () =>
		expect((await lookUp(things('Cars', 'Pets'), 'ontology', 'Boats')).found).toEqual([
			'Thing "Boats" is neither an ID nor the name of an ontology that the key can see | The key can see the ontologies "Cars", "Pets".',
		]));

	it.each([
		[10, ''],
		[11, ', and 1 more'],
		[25, ', and 15 more'],
	])('that nothing has lists ten of %i names', async (count, more) => {
		const all = things(...Array.from({ length: count }, (_, at) => `P${at}`));
		const listed = Array.from({ length: 10 }, (_, at) => `"P${at}"`).join(', ');
		expect((await lookUp(all, 'project', 'Boats')).found[0]).toMatch(
			new RegExp(` \\| The key can see the projects ${listed}${more}\\.$`),
		);
	});

	it.each([
		['project', 'projects'],
		['dataset', 'datasets'],
		['ontology', 'ontologies'],
		['integration', 'integrations'],
	] as const)('that several have lists their IDs alone: %s', async (kind, words) =>
		expect((await lookUp(things('Pets', 'Pets'), kind, 'Pets')).found).toEqual([
			`Thing "Pets" is the name of several ${words} | Choose one from the list, or give its ID: ${id(1)}, ${id(2)}.`,
		]),
	);

	it.each([
		[10, '.'],
		[11, ', ….'],
	])('that %i have lists ten IDs', async (count, end) => {
		const all = things(...Array.from({ length: count }, () => 'Pets'));
		const ids = all.slice(0, 10).map(({ uuid }) => uuid);
		expect((await lookUp(all, 'project', 'Pets')).found[0]).toMatch(
			new RegExp(`give its ID: ${ids.join(', ')}${end.replace(/\./g, '\\.')}$`),
		);
	});

	it('is one of many that are listed at once', async () => {
		const titles = Array.from({ length: 30 }, (_, at) => `P${at}`);
		const projects = await lookUp(things(...titles), 'project', ...titles);
		expect(projects).toEqual({ found: things(...titles).map(({ uuid }) => uuid), calls: 1 });
		expect((await lookUp(things(...titles), 'dataUnit', ...titles)).calls).toBe(1);
	});

	it('of a folder may be its path', async () => {
		const inbox = things('Inbox', 'Outbox');
		expect((await lookUp(inbox, 'folder', 'Above / Inbox')).found).toEqual([id(1)]);
		expect((await lookUp(inbox, 'folder', 'Beside / Inbox')).found[0]).toContain('neither');
	});

	it('says for data units of one title in which datasets they are', async () =>
		expect((await lookUp(things('a.png', 'a.png'), 'dataUnit', 'a.png')).found[0]).toContain(
			`${id(1)} ("Set of 1"), ${id(2)} ("Set of 2")`,
		));

	it('of several stages or pathways is refused, and their IDs are not', () => {
		const stages = things('Agent', 'Agent').map(({ title, uuid }) => ({
			title,
			uuid,
			stageType: 'AGENT',
			pathways: things('On', 'On').map((one) => ({ ...one, destinationUuid: id(8) })),
		}));
		const project = petsProject({ workflow: { stages } });
		expect(() => agentStage(project, 'Agent')).toThrow(/has 2 .*s with the name/);
		expect(agentStage(project, id(2))).toBe(stages[1]);
		expect(() => pathwayOf(stages[0]!, 'On')).toThrow(/has 2 .*s with the name/);
	});
});

describe('items of one run', () => {
	it('look each name up once, and fail alone', async () => {
		const asked = ['Pets', 'Boats', id(2), 'Pets'];
		const { json, outputs, calls } = await runOperation(getWorkflow, {
			items: asked.map(() => ({})),
			parameters: (index) => ({ project: asked[index] }),
			continueOnFail: true,
			client: {
				...account(things('Cars', 'Pets')),
				getProject: async (hash) => petsProject({ projectHash: hash, title: `Of ${hash.at(-1)}` }),
			},
		});
		expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual(
			asked.map((_, item) => ({ item })),
		);
		expect(json.map(({ projectHash, error }) => error ?? projectHash)).toEqual([
			id(2),
			expect.stringContaining('Project "Boats" is neither an ID nor the name of a project'),
			id(2),
			id(2),
		]);
		expect(calls.map(([name]) => name)).toEqual([
			'listProjects',
			'listProjects',
			'listProjects',
			'getProject',
		]);
	});

	it('with IDs look nothing up', async () => {
		const { calls } = await runOperation(getWorkflow, {
			parameters: { project: id(2).toUpperCase() },
			client: { getProject: async () => petsProject() },
		});
		expect(calls.map(([name]) => name)).toEqual(['getProject']);
	});
});

it('names of a form that is read again and again are kept for ten minutes', () => {
	const recent = new RecentNames();
	const first = recent.of('trigger', 0);
	expect(recent.of('trigger', 599_999)).toBe(first);
	expect(recent.of('other', 0)).not.toBe(first);
	const second = recent.of('trigger', 600_000);
	expect(second).not.toBe(first);
	recent.forget('trigger');
	expect(recent.of('trigger', 600_001)).not.toBe(second);
	expect(recent.of('trigger', 0)).not.toBe(second);
});

/** All properties of a node, those in collections and rows too. */
function everyProperty(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) =>
			'values' in option
				? everyProperty(option.values)
				: 'type' in option
					? everyProperty([option])
					: [],
		),
	]);
}

it.each([new Encord(), new EncordTrigger(), new EncordAgentStageTrigger(), new EncordAiLabeler()])(
	'every list that also takes text says that it takes names: $description.name',
	({ description }) => {
		const locators = everyProperty(description.properties).filter(
			({ type }) => type === 'resourceLocator',
		);
		const others = locators.filter(({ modes }) => !modes!.some(({ name }) => name === 'name'));
		// Who may call is no matter of names: anybody can give a project the name of another one.
		expect([...new Set(others.map(({ name }) => name))]).toEqual(
			description.name === 'encordTrigger' ? ['project'] : [],
		);
	},
);
