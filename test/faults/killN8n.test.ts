import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ensureBuilt } from '../../scripts/compile/build';
import { importTemplate, startDemo, type Demo } from '../../scripts/demo/demo';
import { startN8n } from '../../scripts/n8n/instance';
import { ensureN8nRuntime } from '../../scripts/n8n/runtime';
import {
	answersOf,
	projectState,
	stageIsEmpty,
	tasksByStage,
	type ProjectState,
} from '../../scripts/sandbox/state';
import { N8nApi, type JsonObject, type StoredWorkflow } from '../../scripts/n8n/api';
import { templateNamed } from '../../scripts/demo/templateBinding';
import { lives, type Death } from './flow/deaths';

let built: Promise<void> | undefined;

/** An n8n and a sandbox of its own for the test; whatever n8n runs at the end is stopped. */
async function withDemo(test: (demo: Demo) => Promise<void>): Promise<void> {
	await (built ??= ensureBuilt());
	const demo = await startDemo({
		folder: await mkdtemp(join(tmpdir(), 'encord-kill-')),
		n8nPort: 0,
	});
	try {
		await test(demo);
	} finally {
		await demo.stop();
		await rm(demo.folder, { recursive: true, force: true });
	}
}

/** The pets template with the shortest lease, so that what a dead n8n held comes back soon. */
async function importWithShortLease(demo: Demo, options: JsonObject): Promise<StoredWorkflow> {
	const workflow = await importTemplate(demo, templateNamed('route-images-with-a-vision-model'));
	const nodes = workflow.nodes.map((node) =>
		node.type.endsWith('.encordAgentStageTrigger')
			? { ...node, parameters: { ...node.parameters, leaseMinutes: 1, options } }
			: node,
	);
	return await demo.api.saveWorkflow({ ...workflow, nodes }, workflow.id);
}

/** Waits until the sandbox has answered so many calls of this name. */
async function whenAnswered({ sandbox }: Demo, call: string, times: number): Promise<void> {
	// A lease of a minute, and the next poll.
	const until = Date.now() + 200_000;
	for (;;) {
		const { counts } = await sandbox.control<{ counts: Record<string, number> }>('GET', 'requests');
		if ((counts[call] ?? 0) >= times) return;
		if (Date.now() > until)
			throw new Error(`Not ${times} times "${call}" but ${JSON.stringify(counts)}.`);
		await sleep(5);
	}
}

/** Starts n8n again on the folder and the port of the dead one. */
async function restart(demo: Demo): Promise<void> {
	demo.n8n = await startN8n({
		runtime: await ensureN8nRuntime(),
		folder: demo.n8n.folder,
		port: demo.n8n.port,
	});
}

/** Deletes what the triggers of a stopped n8n remember. n8n's Node has SQLite built in. */
async function wipeStaticData({ n8n }: Demo): Promise<void> {
	const { node } = await ensureN8nRuntime();
	const file = join(n8n.folder, '.n8n', 'database.sqlite');
	const program = `
		const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync(process.argv[1]);
		const { changes } = database.prepare('UPDATE workflow_entity SET staticData = NULL').run();
		if (Number(changes) === 0) throw new Error('There is no workflow');
	`;
	await promisify(execFile)(node, ['--no-warnings', '-e', program, file]);
}

/** Kills n8n at this moment. The sandbox makes the moment last, and works again when n8n is dead. */
async function kill(demo: Demo, { fault, after, left, wipe }: Death): Promise<void> {
	const [call, times, milliseconds] = after;
	await whenAnswered(demo, call, times);
	await sleep(milliseconds);
	await demo.n8n.program.kill();
	if (fault !== undefined) await demo.sandbox.control('DELETE', 'faults');
	const state = await projectState(demo.sandbox, 'pets');
	expect(tasksByStage(state)['Agent 1']).toBe(left);
	expectNothingTwice(state);
	if (wipe === true) await wipeStaticData(demo);
}

async function prepare({ sandbox }: Demo, { fault }: Death): Promise<void> {
	await sandbox.control('DELETE', 'requests');
	if (fault !== undefined) await sandbox.control('POST', 'faults', fault);
}

function expectNothingTwice(state: ProjectState): void {
	for (const { title, stage, moves } of state.tasks)
		expect([title, moves.map(({ to }) => to)]).toEqual([title, stage === 'Agent 1' ? [] : [stage]]);
	const labels = answersOf(state, 'Animal');
	for (const [title, answers] of Object.entries(labels))
		expect([title, answers.length]).toEqual([title, 1]);
}

function expectEveryTaskMovedAndLabeledOnce(state: ProjectState): void {
	expectNothingTwice(state);
	expect(tasksByStage(state)).toEqual({
		'Annotate cats': 4,
		'Annotate dogs': 4,
		'Annotate others': 4,
	});
	expect(Object.keys(answersOf(state, 'Animal'))).toHaveLength(12);
}

// All at once: most of the time goes by waiting for leases to end.
describe('n8n killed in the middle of an agent stage', () => {
	it.concurrent.each(lives)(
		'$tasks, killed $deaths.0.when, and again $deaths.1.when: every task is moved once and labeled once',
		async ({ options, deaths }) => {
			await withDemo(async (demo) => {
				const workflow = await importWithShortLease(demo, options);
				for (const [index, death] of deaths.entries()) {
					await prepare(demo, death);
					if (index === 0) await demo.api.activate(workflow.id);
					else await restart(demo);
					await kill(demo, death);
				}
				await restart(demo);
				expect(await stageIsEmpty(demo.sandbox, 'pets', 'Agent 1', 200_000)).toBe(true);
				expectEveryTaskMovedAndLabeledOnce(await projectState(demo.sandbox, 'pets'));
			});
		},
	);

	it.concurrent('two n8n on one stage move and label every task once', async () => {
		await withDemo(async (demo) => {
			const workflow = await importWithShortLease(demo, {});
			// The second is a copy of the first, which knows nothing of the first one's leases.
			const copy = join(demo.folder, 'copy');
			await demo.n8n.stop();
			await cp(demo.n8n.folder, copy, { recursive: true });
			await restart(demo);
			const other = await startN8n({ runtime: await ensureN8nRuntime(), folder: copy, port: 0 });
			try {
				const otherApi = new N8nApi(other.url);
				await Promise.all([otherApi.login(demo.login), demo.api.login(demo.login)]);
				await demo.sandbox.control('DELETE', 'requests');
				// The first answers of the model wait, so that both have handed out the tasks before one of them saves.
				await demo.sandbox.control('POST', 'faults', {
					match: { call: 'labelrow.PUT' },
					then: { delayMs: 4000 },
					times: 2,
				});
				await Promise.all([demo.api.activate(workflow.id), otherApi.activate(workflow.id)]);
				expect(await stageIsEmpty(demo.sandbox, 'pets', 'Agent 1', 200_000)).toBe(true);
				const { counts } = await demo.sandbox.control<{ counts: Record<string, number> }>(
					'GET',
					'requests',
				);
				// Each asked the model about each picture.
				expect(counts['chat.completions']).toBe(24);
				expectEveryTaskMovedAndLabeledOnce(await projectState(demo.sandbox, 'pets'));
			} finally {
				await other.stop();
			}
		});
	});
});
