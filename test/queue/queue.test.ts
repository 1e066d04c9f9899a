import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox as OpenSandbox } from '../../sandbox/sandbox';
import { manyPets } from '../../sandbox/seeds/manyPets';
import { saveCredentials } from '../../scripts/demo/demo';
import { productionUrl, type CredentialsByType } from '../../scripts/demo/templateBinding';
import type { WorkflowFile } from '../../scripts/n8n/api';
import { startQueueMode, type QueueMode } from '../../scripts/queue/queueMode';
import { findServers } from '../../scripts/queue/servers';
import { callAgent } from '../../scripts/sandbox/agentCall';
import { joinSandbox, type Sandbox, type SandboxReady } from '../../scripts/sandbox/process';
import { projectState } from '../../scripts/sandbox/state';
import { faultsOfLabels, faultsOfMoves, movedCount } from './judge';
import { randomNumbers } from './randomNumbers';
import { callWorkflow, stageWorkflow } from './workflows';

const TASKS = 500;
const CALLS = 200;
const TASKS_WITH_RESTARTS = 100;
/** Longest wait for a stage to become empty, and for an agent's answer. */
const WITHIN_MS = 240_000;

const seed = Number(process.env.QUEUE_SEED ?? Date.now() % 1_000_000);
const random = randomNumbers(seed);

const servers = findServers();
const describeQueue = 'missing' in servers ? describe.skip : describe;

let queue: QueueMode;
let opened: OpenSandbox;
let sandbox: Sandbox;
let dataDir: string;
let credentials: CredentialsByType;

const projectNamed = (title: string): SandboxReady['projects'][number] =>
	sandbox.projects.find((project) => project.title === title)!;

/** Saves and publishes a workflow. @returns the address that Encord calls, if it has one */
async function publish(file: WorkflowFile): Promise<string> {
	const workflow = await queue.api.saveWorkflow(file);
	await queue.api.activate(workflow.id);
	return productionUrl(queue.webhook.url, workflow) ?? '';
}

/** Waits until so many tasks of the project have moved. */
async function whenMoved(project: string, count: number): Promise<void> {
	const until = Date.now() + WITHIN_MS;
	for (;;) {
		const moved = movedCount(await projectState(sandbox, project));
		if (moved >= count) return;
		if (Date.now() > until)
			throw new Error(`After ${WITHIN_MS / 1000} s, ${moved} tasks of ${count} have moved.`);
		await sleep(500);
	}
}

/** The answer to one call, in one line; the message of the error when there is none. */
async function answerTo(endpoint: string, projectHash: string, dataHash: string): Promise<string> {
	try {
		const call = { projectHash, dataHash, frame: 0 };
		const { status, message } = await callAgent(sandbox, endpoint, call, WITHIN_MS);
		return `${status} ${message}`;
	} catch (error) {
		return `no answer: ${(error as Error).message}`;
	}
}

/** How often each text occurs. */
const counts = (texts: string[]): Record<string, number> =>
	texts.reduce<Record<string, number>>(
		(found, text) => ({ ...found, [text]: (found[text] ?? 0) + 1 }),
		{},
	);

const isAnswer = (answer: string): boolean => /^2\d\d /.test(answer) || /^\d{3} \S/.test(answer);

describeQueue(`n8n in queue mode (repeat it with QUEUE_SEED=${seed})`, () => {
	beforeAll(async () => {
		if ('missing' in servers) return;
		dataDir = await mkdtemp(join(tmpdir(), 'encord-queue-sandbox-'));
		const projects = { pets: TASKS, calls: CALLS, restarts: TASKS_WITH_RESTARTS };
		opened = await startSandbox({ dataDir, seed: manyPets(projects) });
		sandbox = joinSandbox(opened);
		queue = await startQueueMode({ servers, workers: 2 });
		credentials = await saveCredentials(queue.api, sandbox);
	});

	afterAll(async () => {
		await queue?.stop();
		await opened?.close();
		if (dataDir) await rm(dataDir, { recursive: true, force: true });
	});

	it('workers killed at three random moments: every task moves once, every label is there once, every call is answered', async () => {
		const endpoint = await publish(callWorkflow(projectNamed('calls'), credentials));
		await publish(stageWorkflow(projectNamed('pets'), credentials));
		const { projectHash, labelRows } = await projectState(sandbox, 'calls');
		// As *Test agent* does in Encord: the process has loaded what a call needs before many come at once.
		await answerTo(endpoint, projectHash, labelRows[0]!.dataHash);
		const calls = labelRows.map(
			async ({ title, dataHash }) =>
				[title, await answerTo(endpoint, projectHash, dataHash)] as const,
		);
		const moments = Array.from({ length: 3 }, () => random(TASKS * 0.8)).sort((a, b) => a - b);
		for (const moment of moments) {
			await whenMoved('pets', moment);
			await queue.workers[random(2)]!.kill();
		}
		const answers = new Map(await Promise.all(calls));
		await whenMoved('pets', TASKS);

		expect(counts([...answers.values()].filter((answer) => !isAnswer(answer)))).toEqual({});
		expect(faultsOfLabels(await projectState(sandbox, 'pets'), () => true)).toEqual([]);
		expect(faultsOfMoves(await projectState(sandbox, 'pets'))).toEqual([]);
		const done = [...answers.values()].filter((answer) => answer.startsWith('200'));
		expect(done.length).toBeGreaterThan(CALLS / 2);
		const labeled = (title: string) => answers.get(title)?.startsWith('200') ?? false;
		expect(faultsOfLabels(await projectState(sandbox, 'calls'), labeled)).toEqual([]);
	});

	it('PostgreSQL and Redis restarted: every task moves once, every label is there once', async () => {
		await publish(stageWorkflow(projectNamed('restarts'), credentials));
		await whenMoved('restarts', 10 + random(20));
		await queue.postgres.restart();
		await whenMoved('restarts', 50 + random(20));
		await queue.redis.restart();
		await whenMoved('restarts', TASKS_WITH_RESTARTS);
		expect(faultsOfLabels(await projectState(sandbox, 'restarts'), () => true)).toEqual([]);
		expect(faultsOfMoves(await projectState(sandbox, 'restarts'))).toEqual([]);
	});
});
