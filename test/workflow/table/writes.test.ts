/** Every operation that writes: a dry run writes nothing, and a node that n8n runs again writes nothing twice. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/runtime/operation';
import { useSeed } from '../encord/encordRun';
import { node, runWorkflow, workflow, type WorkflowRun } from '../engine/harness';
import { nodeOf, writing } from './operationCases';
import { READING, tableItems, tableSeed, writeRequests, type Title } from './tableSandbox';

const sandbox = useSeed<Title>('table', tableSeed);
const start = node('Start', 'n8n-nodes-base.manualTrigger');
const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

async function run(encord: INode, items: IDataObject[]): Promise<WorkflowRun> {
	return await runWorkflow(workflow([start, encord]), {
		credentials: sandbox.credentials,
		items: items.map((json) => ({ json })),
	});
}

const bothProjects = async () => [
	...(await tableItems(sandbox, 'North')),
	...(await tableItems(sandbox, 'South')),
];

/** A fresh sandbox; for an operation that undoes what an agent wrote, with something to undo. */
async function fresh(operation: Operation): Promise<void> {
	await sandbox.control('POST', 'reset');
	if (operation.name === 'undoAgent') {
		const set = writing.find(([title]) => title === 'classification: set')![1];
		expect((await run(nodeOf(set), await bothProjects())).error()).toBeUndefined();
	}
	await sandbox.requests();
}

/** What is stored, without times; the number of saves of each row included. */
async function everything(): Promise<unknown> {
	const state = await sandbox.control('GET', 'state');
	const metadata = sandbox.sandbox.host.store.items
		.all()
		.map(({ clientMetadata }) => clientMetadata);
	const text = JSON.stringify([state, metadata], (_key, value: unknown) =>
		typeof value === 'string' && /\d:\d\d:\d\d/.test(value) ? 'a time' : value,
	);
	return JSON.parse(text) as unknown;
}

const withoutSaves = (state: unknown): unknown =>
	JSON.parse(
		JSON.stringify(typeof state === 'string' ? JSON.parse(state) : state, (key, value: unknown) =>
			['saves', 'version'].includes(key) ? undefined : value,
		),
	);

const hasDryRun = ({ fields }: Operation) =>
	fields.some(
		({ name, options }) =>
			name === 'options' && (options as INodeProperties[]).some((entry) => entry.name === 'dryRun'),
	);

/** Replying needs no Encord. */
const reachEncord = writing.filter(([title]) => title !== 'agent: reply');

it('has a Dry Run on every operation that writes', () => {
	expect(
		reachEncord.filter(([, operation]) => !hasDryRun(operation)).map(([title]) => title),
	).toEqual([]);
});

it.each(reachEncord)(
	'%s sends no write under Dry Run, and says what it would do',
	async (_title, operation) => {
		await fresh(operation);
		const before = await everything();
		const result = await run(
			nodeOf(operation, { options: { dryRun: true } }),
			await bothProjects(),
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toHaveLength(6);
		for (const json of result.json('Encord')) {
			expect(json.dryRun).toBe(true);
			expect(json.summary).toMatch(/^Would |; would /);
			const said = DONE.filter((name) => name in json).map((name) => json[name]);
			expect(said.length).toBeGreaterThan(0);
			expect(said).not.toContain(true);
		}
		expect(await writeRequests(sandbox)).toEqual([]);
		expect(await everything()).toEqual(before);
		// The same without Dry Run does write, so the judges can see it.
		await run(nodeOf(operation), await bothProjects());
		expect(await everything()).not.toEqual(before);
	},
);

it.each(reachEncord)(
	'%s says in a sentence what it did, and at the second time that it is so already',
	async (title, operation) => {
		await fresh(operation);
		// An object that was deleted cannot be named again.
		const parameters = title === 'object: delete' ? { objectsBy: 'filter' } : {};
		const summaries = async () => {
			const result = await run(nodeOf(operation, parameters), await bothProjects());
			expect(result.error()).toBeUndefined();
			return result.json('Encord').map(({ summary }) => String(summary));
		};
		for (const summary of await summaries()) {
			expect(summary).toMatch(/^[A-Z]/);
			expect(summary).not.toMatch(/^(Already|Would|Nothing)|undefined|\[object/);
		}
		for (const summary of await summaries())
			expect(summary).toMatch(/^(Already|Nothing to change)/);
	},
);

/** The fields of an output that say that something was done. */
const DONE = ['saved', 'moved', 'reopened', 'completed', 'created', 'uploaded', 'added'];

/** Adding with every run is the only kind of write that is not the same twice by itself. */
const cases = reachEncord.flatMap(([title, operation]) => [
	[title, operation, {}] as const,
	...(title === 'object: addMany'
		? [[`${title}, another one`, operation, { options: { mode: 'add', omitDiff: true } }] as const]
		: []),
]);

describe.each(cases)('%s, tried again', (title, operation, parameters) => {
	/** What is stored. The hashes of objects that are added with every run are random, so only their number counts. */
	const inSandbox = async () => {
		const state = await everything();
		if (!title.endsWith('another one')) return state;
		return JSON.stringify(state).replace(/"[\w+/]{8}"/g, '"a hash"');
	};

	/** Outputs, and what is stored, of a run that meets no fault; and its calls in order. */
	async function undisturbed() {
		await fresh(operation);
		const result = await run(nodeOf(operation, parameters), await bothProjects());
		expect(result.error()).toBeUndefined();
		const { log } = (await sandbox.control('GET', 'requests')) as { log: Array<{ call: string }> };
		return {
			calls: log.map(({ call }) => call),
			json: result.json('Encord'),
			stored: await inSandbox(),
		};
	}

	it('writes once and gives the same results, whichever call of the first try failed', async () => {
		const { calls, json, stored } = await undisturbed();
		const firstWrite = calls.findIndex((call) => !READING.test(call));
		for (const [position, call] of calls.entries()) {
			// Before the first write, one failure stands for all.
			if (position < firstWrite && position > 0) continue;
			const lost = READING.test(call) ? [] : [{ reset: 'after' }];
			for (const then of [{ status: 403, body: { message: 'Not now' } }, ...lost]) {
				await fresh(operation);
				const before = calls.slice(0, position).filter((one) => one === call).length;
				if (before > 0)
					await sandbox.control('POST', 'faults', {
						match: { call },
						then: { delayMs: 0 },
						times: before,
					});
				await sandbox.control('POST', 'faults', { match: { call }, then });
				const result = await run(nodeOf(operation, parameters, RETRY), await bothProjects());
				const where = `${call} (${position + 1} of ${calls.length}) ${JSON.stringify(then)}`;
				expect([where, await sandbox.control('GET', 'faults')]).toEqual([where, []]);
				expect([where, result.error()?.message]).toEqual([where, undefined]);
				const now = await inSandbox();
				if ('reset' in then) {
					// Only the answer was lost: the same content may be saved again, or the second try finds the change made.
					expect([where, withoutSaves(now)]).toEqual([where, withoutSaves(stored)]);
				} else {
					expect([where, result.json('Encord')]).toEqual([where, json]);
					expect([where, now]).toEqual([where, stored]);
				}
			}
		}
	});
});
