/** Unusual items, binary storage, changed credentials and clocks, in n8n's engine. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { Readable } from 'node:stream';
import keys from '../../unit/encord/auth/keys.json';
import { byId, encord, useSeed } from '../encord/encordRun';
import {
	node,
	poller,
	runWorkflow,
	workflow,
	type RunOptions,
	type WorkflowRun,
} from '../engine/harness';
import { binaryStorage } from '../engine/n8nRuntime';
import { tableItems, tableSeed, writeRequests, type Title } from '../table/tableSandbox';

const sandbox = useSeed<Title>('table', tableSeed);
const start = node('Start', 'n8n-nodes-base.manualTrigger');

const run = async (
	nodes: INode[],
	items: INodeExecutionData[],
	more: RunOptions = {},
): Promise<WorkflowRun> =>
	await runWorkflow(workflow([start, ...nodes]), {
		credentials: sandbox.credentials,
		items,
		...more,
	});
const asItems = (list: IDataObject[]): INodeExecutionData[] => list.map((json) => ({ json }));
const north = async () => await tableItems(sandbox, 'North');

const setAnimal = (more: Partial<INode> = {}, parameters = {}) =>
	encord(
		'classification',
		'set',
		{ answerMode: 'json', answersJson: '{ "Animal": "Cat" }', ...parameters },
		more,
	);

describe('items', () => {
	it('1,000 of one file are one reading and one save', async () => {
		const [first] = await north();
		await sandbox.requests();
		const result = await run([setAnimal()], asItems(Array.from({ length: 1_000 }, () => first!)));
		expect(result.error()).toBeUndefined();
		expect(result.items('Encord').map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 1_000 }, (_, item) => ({ item })),
		);
		expect(await sandbox.requests()).toEqual({
			'projects.get': 1,
			'labelrowmetadata.GET': 2,
			'labelrow.GET': 1,
			'labelrow.POST': 1,
		});
	});

	it('that are there twice leave twice, with the same result', async () => {
		const [first, second] = await north();
		const twice = asItems([first!, second!, first!]);
		const frames = await run([encord('frame', 'get')], twice);
		expect(frames.json('Encord').map(({ dataHash }) => dataHash)).toEqual([
			first!.dataHash,
			second!.dataHash,
			first!.dataHash,
		]);
		const moved = await run([encord('task', 'proceed', { pathway: byId('Cat') })], twice);
		expect(moved.json('Encord').map((json) => json.moved)).toEqual([true, true, true]);
	});

	it.each([
		['without JSON', {} as INodeExecutionData],
		['with a binary only', { binary: { data: { data: '', mimeType: 'image/png' } } } as never],
		['with nothing in their JSON', { json: {} }],
	])('%s fail with the name of the field', async (_what, item) => {
		const good = asItems((await north()).slice(0, 1));
		const result = await run([setAnimal({ onError: 'continueErrorOutput' })], [...good, item]);
		expect(result.json('Encord')).toMatchObject([{ saved: true }]);
		expect(result.items('Encord', 1)).toMatchObject([
			{ json: { error: expect.stringContaining('Project is empty') }, pairedItem: { item: 1 } },
		]);
	});

	describe('with an expression that throws in the second of three', () => {
		const throwing = { answersJson: '={{ ({ Animal: $json.number.toFixed.call($json.bad) }) }}' };
		const throws = { answersJson: '={{ JSON.parse($json.text) }}' };
		const items = async () =>
			asItems(
				(await north()).map((row, index) => ({
					...row,
					number: 1,
					text: index === 1 ? '{' : '{ "Animal": "Dog" }',
				})),
			);

		it('stop: nothing is written, and the item is named', async () => {
			const given = await items();
			await sandbox.requests();
			const { error } = await run([setAnimal({}, throws)], given);
			expect(error()?.message).toMatch(/\w+ \w+/);
			expect(error()?.context).toMatchObject({ itemIndex: 1 });
			expect(await writeRequests(sandbox)).toEqual([]);
		});

		it('error output: the others are written', async () => {
			const result = await run(
				[setAnimal({ onError: 'continueErrorOutput' }, throws)],
				await items(),
			);
			expect(result.items('Encord').map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 2 },
			]);
			expect(result.items('Encord', 1).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		});

		it('an expression that n8n reads as nothing is no answer', async () => {
			const { error } = await run([setAnimal({}, throwing)], await items());
			expect(error()?.message).toMatch(/\w+ \w+/);
		});
	});
});

describe('outputs', () => {
	const check = (splitResult: unknown) =>
		encord('labelRow', 'check', {
			alsoCheck: [],
			rules: { count: [{ class: 'Car', min: '1' }] },
			splitResult,
		} as never);

	it.each([
		[true, [0, 3]],
		['={{ "true" }}', [0, 3]],
		[false, [3, 0]],
		['={{ "false" }}', [3, 0]],
		['false', [3, 0]],
	])('are the same to n8n and to the node: Separate Outputs is %j', async (value, expected) => {
		const result = await run([check(value)], asItems(await north()));
		expect([
			result.error()?.message,
			[0, 1].map((output) => result.items('Encord', output).length),
		]).toEqual([undefined, expected]);
	});
});

describe('outputs of pathways', () => {
	const proceed = (more: Partial<INode>) => {
		const { pathways } = sandbox.project('North').agentStages[0]!;
		return encord(
			'task',
			'proceed',
			{
				pathway: byId('={{ $json.pathway }}'),
				onePerPathway: true,
				pathwayOutputs: pathways.map(({ uuid, title }) => `${uuid}|${title}`),
			},
			more,
		);
	};
	const items = async () =>
		asItems(
			(await north()).map((row, index) => ({ ...row, pathway: ['Cat', 'Bird', 'Dog'][index] })),
		);
	const left = (result: WorkflowRun) =>
		[0, 1, 2, 3].map((output) =>
			result.items('Encord', output).map(({ pairedItem }) => (pairedItem as { item: number }).item),
		);

	it.each([
		['continueRegularOutput', [[0], [2], [1], []]],
		['continueErrorOutput', [[0], [2], [], [1]]],
	] as const)('%s: a task that was not moved leaves by no pathway', async (onError, expected) => {
		expect(left(await run([proceed({ onError })], await items()))).toEqual(expected);
	});

	it.each([
		['continueRegularOutput', [[], [], [0, 1, 2], []]],
		['continueErrorOutput', [[], [], [], [0, 1, 2]]],
	] as const)('%s: nor does any with a key that cannot be used', async (onError, expected) => {
		const credentials = {
			encordApi: { ...sandbox.credentials.encordApi!, privateKey: 'not a key' },
		};
		const result = await run([proceed({ onError })], await items(), { credentials });
		expect(left(result)).toEqual(expected);
	});
});

describe('pictures', () => {
	/** Holds files as n8n's database does: under an ID, and without a path. */
	class InDatabase {
		readonly files = new Map<string, { bytes: Buffer; metadata: object }>();
		async init() {}
		async store(_location: unknown, data: Buffer | Readable, metadata: object) {
			const chunks: Uint8Array[] = [];
			for await (const chunk of Buffer.isBuffer(data) ? [data] : data)
				chunks.push(chunk as Uint8Array);
			const bytes = Buffer.concat(chunks);
			const fileId = `file-${this.files.size}`;
			this.files.set(fileId, { bytes, metadata });
			return { fileId, fileSize: bytes.length };
		}
		getPath(): string {
			throw new Error('A database has no paths');
		}
		async getAsBuffer(fileId: string) {
			return this.files.get(fileId)!.bytes;
		}
		async getAsStream(fileId: string) {
			return Readable.from(this.files.get(fileId)!.bytes);
		}
		async getMetadata(fileId: string) {
			return this.files.get(fileId)!.metadata;
		}
	}

	const nodes = [
		encord(
			'frame',
			'get',
			{ options: { draw: true, format: 'png' } },
			{ name: 'Frame', id: 'Frame' },
		),
		encord(
			'storageItem',
			'download',
			{
				project: byId("={{ $('Start').item.json.projectHash }}"),
				dataUnit: byId("={{ $('Start').item.json.dataHash }}"),
			},
			{ name: 'File', id: 'File' },
		),
	];

	it.each(['filesystem-v2', 'database', 'default'] as const)(
		'are kept in the mode %s',
		async (mode) => {
			const storage = (await binaryStorage()) as unknown as {
				mode: string;
				setManager: (name: string, manager: unknown) => void;
			};
			const usual = storage.mode;
			storage.setManager('database', new InDatabase());
			storage.mode = mode;
			try {
				const result = await run(nodes, asItems(await north()));
				expect(result.error()).toBeUndefined();
				for (const name of ['Frame', 'File']) {
					expect(result.items(name)).toHaveLength(3);
					for (const item of result.items(name)) {
						const bytes = await result.binary(item);
						expect(bytes.subarray(1, 4).toString()).toBe('PNG');
						expect(item.binary!.data!.id?.split(':')[0]).toBe(
							mode === 'default' ? undefined : mode,
						);
					}
				}
			} finally {
				storage.mode = usual;
			}
		},
	);
});

describe('a credential that is changed while the workflow runs', () => {
	it('fails the node that then begins with a sentence; what was done before stays', async () => {
		let asked = 0;
		const changing = {
			get encordApi() {
				asked += 1;
				const good = sandbox.credentials.encordApi!;
				return asked === 1 ? good : { ...good, privateKey: keys.plain.privateKey };
			},
		};
		const second = encord(
			'task',
			'proceed',
			{ pathway: byId('Cat') },
			{ name: 'Proceed', id: 'Proceed' },
		);
		const result = await run([setAnimal(), second], asItems(await north()), {
			credentials: changing,
		});
		expect(asked).toBe(2);
		expect(result.json('Encord')).toMatchObject([
			{ saved: true },
			{ saved: true },
			{ saved: true },
		]);
		expect(result.error()?.message).toMatch(/key/);
		expect((await sandbox.tasks('North')).map(({ stage }) => stage)).toEqual([
			'Agent 1',
			'Agent 1',
			'Agent 1',
		]);
	});
});

describe('the hour that summer time adds or takes', () => {
	afterEach(() => void jest.useRealTimers());
	const at = (time: string) =>
		jest.useFakeTimers({
			now: new Date(time),
			doNotFake: [
				'hrtime',
				'nextTick',
				'performance',
				'queueMicrotask',
				'setImmediate',
				'clearImmediate',
				'setInterval',
				'clearInterval',
				'setTimeout',
				'clearTimeout',
			],
		});

	it.each([
		// 01:00 UTC is 02:00 in London one second later; in autumn 02:00 is 01:00.
		['spring', '2026-03-29T00:45:00Z', '2026-03-29T01:10:00Z', '2026-03-29T01:16:00Z'],
		['autumn', '2026-10-25T00:45:00Z', '2026-10-25T01:10:00Z', '2026-10-25T01:16:00Z'],
	])('does not change how long a task is leased: %s', async (_season, first, during, after) => {
		const { projectHash, agentStages } = sandbox.project('North');
		const definition = workflow([
			node('Tasks', 'n8n-nodes-encord.encordAgentStageTrigger', {
				project: byId(projectHash),
				stage: byId(agentStages[0]!.uuid),
				leaseMinutes: 30,
			}),
		]);
		definition.settings = { ...definition.settings, timezone: 'Europe/London' };
		const trigger = await poller(definition, { credentials: sandbox.credentials });
		at(first);
		expect((await trigger.poll())?.[0]).toHaveLength(3);
		at(during);
		expect(await trigger.poll()).toBeNull();
		at(after);
		expect((await trigger.poll())?.[0]).toHaveLength(3);
	});

	it.each([
		['2026-03-29T02:15:00', 1],
		['2026-03-29T02:45:00', 0],
	])('reads the time %s in the zone of the workflow', async (editedAfter, found) => {
		// Half past two in London, on the day that has no half past one.
		at('2026-03-29T01:30:00Z');
		await sandbox.label('North', 'north-0.png', { classifications: [] });
		const rows = encord('labelRow', 'getMany', {
			project: byId(sandbox.project('North').projectHash),
			filters: { editedAfter },
		});
		const definition = workflow([start, rows]);
		definition.settings = { ...definition.settings, timezone: 'Europe/London' };
		const result = await runWorkflow(definition, { credentials: sandbox.credentials });
		expect(result.error()).toBeUndefined();
		expect(result.items('Encord')).toHaveLength(found);
	});
});
