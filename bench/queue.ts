/**
 * Measures what tasks and calls cost in n8n's queue mode: CPU seconds, requests to Encord, memory of each process. One JSON line per
 * figure. It needs Redis and PostgreSQL (scripts/queue/servers.ts), and its figures are from the sandbox: the network and the model
 * are not in them.
 *
 *   node scripts/run.mjs bench/queue.ts [TASKS]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../sandbox/sandbox';
import { manyPets } from '../sandbox/seeds/manyPets';
import { saveCredentials } from '../scripts/demo/demo';
import {
	bindTemplate,
	productionUrl,
	readTemplate,
	type CredentialsByType,
} from '../scripts/demo/templateBinding';
import type { WorkflowFile } from '../scripts/n8n/api';
import { startQueueMode, type QueueMode } from '../scripts/queue/queueMode';
import { ensureServers, findServers } from '../scripts/queue/servers';
import { callAgent } from '../scripts/sandbox/agentCall';
import { joinSandbox, type Sandbox } from '../scripts/sandbox/process';
import { projectState } from '../scripts/sandbox/state';
import { usageOf, type Usage } from './queue/usage';

const TASKS = Number(process.argv[2] ?? 300);
const CALLS = 100;
const CALLERS = 8;
const BATCH = 50;

const say = (figure: string, values: object): void =>
	void process.stdout.write(`${JSON.stringify({ figure, ...values })}\n`);
const rounded = (value: number): number => Number(value.toPrecision(3));

type Parts = Record<string, Usage>;

async function usage({ main, webhook, workers, postgres, redis }: QueueMode): Promise<Parts> {
	const pids: Record<string, number[]> = {
		main: [(await main.ready()).program.pid],
		webhook: [(await webhook.ready()).program.pid],
		workers: await Promise.all(workers.map(async (worker) => (await worker.ready()).program.pid)),
		postgres: [postgres.pid ?? 0],
		redis: [redis.pid ?? 0],
	};
	return Object.fromEntries(
		Object.entries(pids).map(([name, roots]) => {
			const all = roots.map(usageOf);
			const sum = (of: keyof Usage): number => all.reduce((total, one) => total + one[of], 0);
			return [name, { cpuSeconds: sum('cpuSeconds'), memoryMb: sum('memoryMb') / roots.length }];
		}),
	);
}

interface Bench {
	queue: QueueMode;
	sandbox: Sandbox;
	credentials: CredentialsByType;
}

/** Runs work that handles `count` things, and says what one of them cost. */
async function measure(
	{ queue, sandbox }: Bench,
	figure: string,
	count: number,
	work: () => Promise<void>,
): Promise<void> {
	await sandbox.control('DELETE', 'requests');
	const before = await usage(queue);
	const started = Date.now();
	await work();
	const seconds = (Date.now() - started) / 1000;
	// n8n writes the end of an execution after its last node.
	await sleep(3000);
	const after = await usage(queue);
	const { counts } = await sandbox.control<{ counts: Record<string, number> }>('GET', 'requests');
	const { 'media.get': media = 0, 'chat.completions': model = 0, ...calls } = counts;
	const encord = Object.values(calls).reduce((sum, times) => sum + times, 0);
	const each = Object.entries(after).map(([name, { cpuSeconds }]) => [
		name,
		rounded(((cpuSeconds - (before[name]?.cpuSeconds ?? 0)) * 1000) / count),
	]);
	say(figure, {
		count,
		seconds: rounded(seconds),
		cpuMillisecondsEach: Object.fromEntries(each) as Record<string, number>,
		encordRequestsEach: rounded(encord / count),
		mediaRequestsEach: rounded(media / count),
		modelRequestsEach: rounded(model / count),
		memoryMb: Object.fromEntries(
			Object.entries(after).map(([name, { memoryMb }]) => [name, Math.round(memoryMb)]),
		),
		load: rounded(loadavg()[0] ?? 0),
	});
}

/** A template bound to a project, with polls in quick succession and batches of one size. */
async function stageTemplate(
	{ sandbox, credentials }: Bench,
	file: string,
	project: string,
): Promise<WorkflowFile> {
	const binding = { file, project, stage: 'Agent 1' };
	const bound = bindTemplate(await readTemplate(file), binding, sandbox, credentials);
	const item = Array.from({ length: 20 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 3} * * * * *`,
	}));
	const nodes = bound.nodes.map(({ parameters, ...node }) => {
		const trigger = node.type.endsWith('.encordAgentStageTrigger') && {
			batchSize: BATCH,
			pollTimes: { item },
		};
		// The pathway that "Pass every task on" has is one of another project.
		const { value } = (parameters.pathway ?? {}) as { value?: string };
		const pathway = value?.startsWith('continue') && {
			pathway: { __rl: true, mode: 'id', value: 'Cat' },
		};
		return { ...node, parameters: { ...parameters, ...trigger, ...pathway } };
	});
	return { ...bound, name: `${bound.name} (${project})`, nodes };
}

async function whenStageIsEmpty({ sandbox }: Bench, project: string): Promise<void> {
	for (;;) {
		const { tasks } = await projectState(sandbox, project);
		if (!tasks.some(({ stage }) => stage === 'Agent 1')) return;
		await sleep(500);
	}
}

async function stage(bench: Bench, figure: string, file: string, project: string): Promise<void> {
	const workflow = await bench.queue.api.saveWorkflow(await stageTemplate(bench, file, project));
	await measure(bench, figure, TASKS, async () => {
		await bench.queue.api.activate(workflow.id);
		await whenStageIsEmpty(bench, project);
	});
	await bench.queue.api.deactivate(workflow.id);
}

async function calls(bench: Bench): Promise<void> {
	const { sandbox, credentials, queue } = bench;
	const binding = { file: 'hello-agent', project: 'calls' };
	const bound = bindTemplate(await readTemplate(binding.file), binding, sandbox, credentials);
	const workflow = await queue.api.saveWorkflow(bound);
	await queue.api.activate(workflow.id);
	const endpoint = productionUrl(queue.webhook.url, workflow) ?? '';
	const { projectHash, labelRows } = await projectState(sandbox, 'calls');
	const waiting = labelRows.map(({ dataHash }) => dataHash);
	await measure(
		bench,
		`call of an agent that answers at once, ${CALLERS} callers`,
		CALLS,
		async () => {
			const caller = async (): Promise<void> => {
				for (let dataHash = waiting.pop(); dataHash !== undefined; dataHash = waiting.pop()) {
					const { status } = await callAgent(sandbox, endpoint, {
						projectHash,
						dataHash,
						frame: 0,
					});
					if (status !== 200) throw new Error(`A call was answered with ${status}.`);
				}
			};
			await Promise.all(Array.from({ length: CALLERS }, caller));
		},
	);
}

async function main(): Promise<void> {
	await ensureServers();
	const servers = findServers();
	if ('missing' in servers) return;
	const dataDir = await mkdtemp(join(tmpdir(), 'encord-bench-queue-'));
	const opened = await startSandbox({
		dataDir,
		seed: manyPets({ passed: TASKS, routed: TASKS, calls: CALLS }),
	});
	const sandbox = joinSandbox(opened);
	const queue = await startQueueMode({ servers, workers: 2 });
	try {
		const bench = { queue, sandbox, credentials: await saveCredentials(queue.api, sandbox) };
		say('machine', { cpu: cpus()[0]?.model, cpus: cpus().length, node: process.version });
		await stage(bench, `task, moved on only, batches of ${BATCH}`, 'pass-every-task-on', 'passed');
		const routing = 'route-images-with-a-vision-model';
		await stage(
			bench,
			`task, labeled by a model and moved, batches of ${BATCH}`,
			routing,
			'routed',
		);
		await calls(bench);
	} finally {
		await queue.stop();
		await opened.close();
		await rm(dataDir, { recursive: true, force: true });
	}
}

void main();
