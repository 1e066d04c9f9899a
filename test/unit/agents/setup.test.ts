/** Each thing that stops an agent is found before it runs, with what to do. */
import { describe, expect, it } from '@jest/globals';
import { checkSetup, readSetup, type SetupFacts, type SetupNeeds } from '../../../src/agents/setup';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project } from '../../../src/encord/calls/projects';
import { AuthorisationError, ServerError } from '../../../src/encord/wire/errors';
import { row } from '../encord/calls/wireSamples';
import { fakeClient, id } from '../nodes/fakeN8n';
import { petsProject } from '../nodes/fixtures';

type Change = (project: Project) => Project;

const facts = (
	change: Change = (project) => project,
	more: Partial<SetupFacts> = {},
): SetupFacts => ({
	project: change(petsProject()),
	waiting: new Map([[id(10), true]]),
	rows: [row(1)],
	...more,
});

const stages =
	(edit: (stages: NonNullable<Project['workflow']>['stages']) => unknown): Change =>
	(project) => {
		const copy = structuredClone(project);
		edit(copy.workflow!.stages);
		return copy;
	};
const ontology =
	(editorOntology: Project['editorOntology']): Change =>
	(project) => ({
		...project,
		editorOntology,
	});
const agent = (list: NonNullable<Project['workflow']>['stages']) =>
	list.find(({ stageType }) => stageType === 'AGENT')!;
const ofType = (data_type: string): Partial<SetupFacts> => ({
	rows: [row(1, true, { data_type } as Partial<LabelRowMetadata>)],
});
const car = { name: 'Car', color: '#fff', shape: 'polygon', featureNodeHash: 'aaaa0001' };
const empty = { objects: [], classifications: [] };

describe('a project that is ready', () => {
	it('has nothing to solve', () => {
		const needs = { stage: 'agent 1', pathways: ['Cat', id(12)], pictures: true };
		expect(checkSetup(facts(), needs)).toEqual([]);
	});
});

describe('is found', () => {
	it.each<[string, SetupFacts, SetupNeeds, string, RegExp]>([
		[
			'an archived project',
			facts((p) => ({ ...p, status: 'archived' })),
			{},
			'error',
			/is archived/,
		],
		['a paused project', facts((p) => ({ ...p, status: 'paused' })), {}, 'warning', /is paused/],
		['no workflow', facts((p) => ({ ...p, workflow: null })), {}, 'error', /has no workflow/],
		[
			'no agent stage',
			facts(stages((all) => (agent(all).stageType = 'REVIEW'))),
			{},
			'error',
			/no agent stage/,
		],
		['another stage', facts(), { stage: 'Agent 9' }, 'error', /no agent stage "Agent 9"/],
		['another pathway', facts(), { pathways: ['Bird'] }, 'error', /no pathway "Bird"/],
		[
			'no pathway',
			facts(stages((all) => (agent(all).pathways = []))),
			{},
			'error',
			/has no pathway\./,
		],
		[
			'pathways of one name',
			facts(stages((all) => agent(all).pathways!.forEach((pathway) => (pathway.title = 'Cat')))),
			{},
			'warning',
			/Several pathways of "Agent 1"/,
		],
		[
			'a circle',
			facts(stages((all) => (agent(all).pathways![0]!.destinationUuid = id(10)))),
			{},
			'warning',
			/leads back/,
		],
		[
			'tasks that may not be listed',
			facts(undefined, { waiting: new Map([[id(10), new AuthorisationError('No access.')]]) }),
			{},
			'error',
			/cannot be listed: No access/,
		],
		[
			'an empty stage',
			facts(undefined, { waiting: new Map([[id(10), false]]) }),
			{ stage: 'Agent 1' },
			'info',
			/No task waits/,
		],
		['an empty ontology', facts(ontology(empty)), {}, 'error', /no objects and no class/],
		['a class that is not there', facts(), { classes: ['Zebra'] }, 'error', /"Zebra"/],
		[
			'an archived class',
			facts(
				ontology({
					objects: [
						{ ...car, archived: true },
						{ ...car, name: 'Bus' },
					],
					classifications: [],
				}),
			),
			{ classes: ['car'] },
			'error',
			/"car" is archived/,
		],
		[
			'classes of one name',
			facts(
				ontology({ objects: [car, { ...car, featureNodeHash: 'aaaa0002' }], classifications: [] }),
			),
			{},
			'warning',
			/Several objects/,
		],
		[
			'a question without options',
			facts(
				ontology({
					objects: [
						{
							...car,
							attributes: [{ name: 'Color', type: 'radio', featureNodeHash: 'aaaa0003' }],
						},
					],
					classifications: [],
				}),
			),
			{},
			'warning',
			/"Color" of "Car" has no options/,
		],
		[
			'sound where pictures are read',
			facts(undefined, ofType('AUDIO')),
			{ pictures: true },
			'error',
			/audio/,
		],
		[
			'files that cannot be read',
			facts(undefined, { mediaError: new AuthorisationError('No access.') }),
			{ pictures: true },
			'error',
			/cannot be read/,
		],
		[
			'rows that cannot be listed',
			facts(undefined, { rowsError: new AuthorisationError('No access.') }),
			{},
			'error',
			/label rows cannot be listed/,
		],
		['a small role', facts((p) => ({ ...p, userRole: 1 })), {}, 'warning', /is an annotator/],
	])('%s', (_what, given, needs, severity, message) => {
		const found = checkSetup(given, needs).find((finding) => message.test(finding.message));
		expect(found).toMatchObject({ severity });
		expect(found!.advice).toMatch(/\w+ \w+/);
	});

	it('with the names that there are', () => {
		const [stage] = checkSetup(facts(), { stage: 'Agent 9' });
		expect(stage!.advice).toBe('Its agent stages: "Agent 1".');
	});

	it('errors first', () => {
		const given = facts((p) => ({ ...p, userRole: 1, status: 'archived' }));
		expect(checkSetup(given, {}).map(({ severity }) => severity)).toEqual(['error', 'warning']);
	});

	it('nothing about the workflow when no stage calls the agent', () => {
		expect(
			checkSetup(
				facts((p) => ({ ...p, workflow: null })),
				{ stages: false },
			),
		).toEqual([]);
	});
});

describe('reading', () => {
	const page = async function* () {
		yield { tasks: Array.from({ length: 100 }, (_, index) => ({ ...task, uuid: id(index) })) };
	};
	const task = { uuid: id(1), dataHash: id(5), dataTitle: 'cat.jpg' };

	it('asks four things, however many tasks wait', async () => {
		const { client, calls } = fakeClient({
			getProject: async () => petsProject(),
			listTaskPages: page,
			listLabelRows: async () => [row(1, true, { backing_item_uuid: id(7) })],
			getStorageItems: async () => [],
		});
		const read = await readSetup(client, id(1), {});
		expect(calls.map(([name]) => name)).toEqual([
			'getProject',
			'listTaskPages',
			'listLabelRows',
			'getStorageItems',
		]);
		expect((calls[2]![2] as { dataHashes: string[] }).dataHashes).toHaveLength(20);
		expect(calls[3]!.slice(1)).toEqual([[id(7)], { signUrls: true }]);
		expect(read.waiting).toEqual(new Map([[id(10), true]]));
	});

	it('asks one thing less where no task waits', async () => {
		const { client, calls } = fakeClient({
			getProject: async () => petsProject(),
			listTaskPages: async function* () {
				yield { tasks: [] };
			},
		});
		const read = await readSetup(client, id(1), {});
		expect(calls.map(([name]) => name)).toEqual(['getProject', 'listTaskPages']);
		expect(read.waiting).toEqual(new Map([[id(10), false]]));
	});

	it('keeps refusals as findings, and passes on that Encord cannot be reached', async () => {
		const client = (error: Error) =>
			fakeClient({
				getProject: async () => petsProject(),
				listTaskPages: page,
				listLabelRows: async () => {
					throw error;
				},
			}).client;
		const refused = new AuthorisationError('No access.', { status: 403 });
		expect((await readSetup(client(refused), id(1), {})).rowsError).toBe(refused);
		const down = new ServerError('Down.', { status: 503 });
		await expect(readSetup(client(down), id(1), {})).rejects.toBe(down);
	});
});
