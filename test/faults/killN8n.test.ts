import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ensureBuilt } from '../../scripts/compile/build';
import { importTemplate, startDemo, type Demo } from '../../scripts/demo/demo';
import type { JsonObject, StoredWorkflow } from '../../scripts/n8n/api';
import { startN8n } from '../../scripts/n8n/instance';
import { ensureN8nRuntime } from '../../scripts/n8n/runtime';
import {
	answersOf,
	projectState,
	stageIsEmpty,
	tasksByStage,
	type ProjectState,
} from '../../scripts/sandbox/state';
import { templateNamed } from '../../scripts/demo/templateBinding';

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
	const until = Date.now() + 60_000;
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

function expectEveryTaskMovedAndLabeledOnce(state: ProjectState): void {
	expect(tasksByStage(state)).toEqual({
		'Annotate cats': 4,
		'Annotate dogs': 4,
		'Annotate others': 4,
	});
	const labels = Object.values(answersOf(state, 'Animal'));
	expect(labels).toHaveLength(12);
	expect(labels.every((answers) => answers.length === 1)).toBe(true);
}

interface Moment {
	when: string;
	/** Options of the stage trigger. */
	options: JsonObject;
	/** What the sandbox does to make the moment last. */
	fault?: JsonObject;
	/** n8n is killed when so many of these calls have been answered, and some time has passed. */
	after: [call: string, times: number, milliseconds: number];
	/** Tasks that are still in the stage when n8n is dead. */
	left: number;
}

const saved = 'labelrow.POST';
const moments: Moment[] = [
	{
		when: 'the model has seen some of the pictures',
		options: {},
		after: ['chat.completions', 4, 0],
		left: 12,
	},
	{
		when: 'half of the tasks have moved',
		options: { separate: true },
		left: 6,
		fault: { match: { call: 'chat.completions' }, then: { delayMs: 20_000 }, times: 6 },
		after: ['tasks.actions', 6, 0],
	},
	{
		when: 'labels are saved and no task has moved',
		options: {},
		left: 12,
		fault: { match: { call: 'tasks.actions' }, then: { delayMs: 3000, reset: 'before' }, times: 1 },
		after: [saved, 1, 500],
	},
	{
		when: 'the tasks move and nobody hears the answer',
		options: {},
		left: 12,
		fault: { match: { call: 'tasks.actions' }, then: { delayMs: 3000, reset: 'after' }, times: 1 },
		after: [saved, 1, 500],
	},
];

describe('n8n killed in the middle of an agent stage', () => {
	// All at once: most of the time goes by waiting for leases to end.
	it.concurrent.each(moments)(
		'when $when: after the next start every task is moved once and labeled once',
		async (moment) => {
			await withDemo(async (demo) => {
				const workflow = await importWithShortLease(demo, moment.options);
				await demo.sandbox.control('DELETE', 'requests');
				if (moment.fault !== undefined) await demo.sandbox.control('POST', 'faults', moment.fault);
				await demo.api.activate(workflow.id);
				const [call, times, milliseconds] = moment.after;
				await whenAnswered(demo, call, times);
				await sleep(milliseconds);
				await demo.n8n.program.kill();
				expect(tasksByStage(await projectState(demo.sandbox, 'pets'))['Agent 1']).toBe(moment.left);
				await restart(demo);
				expect(await stageIsEmpty(demo.sandbox, 'pets', 'Agent 1', 200_000)).toBe(true);
				expectEveryTaskMovedAndLabeledOnce(await projectState(demo.sandbox, 'pets'));
			});
		},
	);
});
