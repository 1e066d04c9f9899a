/** The agent stage trigger in the real n8n: polled by n8n's interval, and woken by Encord's event that tasks wait. */
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { Execution, JsonObject, WorkflowNode } from '../../scripts/n8n/api';
import { projectState } from '../../scripts/sandbox/state';
import { byId, inARow, node } from './demo/agentWorkflow';
import { freshDemo, resetDemo } from './demo/running';

let demo: DemoAccess;
let pets: string;
beforeAll(async () => {
	demo = await freshDemo();
	pets = (await projectState(demo.sandbox, 'pets')).projectHash;
});
beforeEach(async () => {
	await resetDemo(demo);
});

const SECRET = 'a secret of this address';

async function trigger(parameters: JsonObject = {}): Promise<WorkflowNode & { webhookId: string }> {
	const name = 'Tasks ready';
	const { id } = await demo.api.saveCredential(name, 'encordWebhookSecretApi', { secret: SECRET });
	return {
		...node(
			'Tasks',
			'n8n-nodes-encord.encordAgentStageTrigger',
			2,
			{ project: byId(pets), stage: byId('Agent 1'), batchSize: 5, ...parameters },
			{
				credentials: {
					encordApi: demo.credentials.encordApi!,
					encordWebhookSecretApi: { id, name },
				},
			},
		),
		webhookId: randomUUID(),
	};
}

const tasksOf = ({ nodes }: Execution) =>
	(nodes.Tasks?.at(-1)?.data?.main?.flat() ?? []).map((item) => String(item?.json?.taskUuid));

/** The tasks of the executions of a workflow, the first execution first, once there are as many executions. */
async function handedOut(workflowId: string, executions: number): Promise<string[][]> {
	const all = await until(
		async () => await demo.api.executions(workflowId),
		({ length }) => length >= executions,
	);
	const found: string[][] = [];
	for (const { id } of all.reverse()) found.push(tasksOf(await demo.api.finished(id)));
	return found;
}

/**
 * Looks again and again, for more than a minute: where tests before these still work on tasks of the stage, the next poll gets them.
 */
async function until<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
	for (let found = await look(), looks = 1; ; found = await look(), looks++) {
		if (isSo(found)) return found;
		if (looks > 1000) throw new Error(`It stayed so: ${JSON.stringify(found)}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function publish(parameters: JsonObject = {}) {
	const own = await trigger(parameters);
	const nodes = [own, node('End', 'n8n-nodes-base.noOp', 1, {})];
	const { id } = await demo.api.saveWorkflow({
		name: 'Tasks ready',
		nodes,
		connections: inARow(nodes.map(({ name }) => name)),
	});
	await demo.api.activate(id);
	const url = `${demo.api.url}/webhook/${own.webhookId}/encord-tasks-ready`;
	const notify = async (more: JsonObject = {}) =>
		await demo.sandbox.control<{ status: number; body: unknown }>('POST', 'webhooks/event', {
			url,
			project: 'pets',
			event: 'tasksReady',
			secret: SECRET,
			...more,
		});
	return { id, notify };
}

describe('the agent stage trigger', () => {
	it('moves tasks by rules after the workflow has succeeded', async () => {
		const { agentStages } = demo.sandbox.projects.find(({ title }) => title === 'pets')!;
		const { uuid } = agentStages[0]!.pathways.find(({ title }) => title === 'Cat')!;
		const { id } = await publish({
			output: 'pathways',
			pathways: [`${uuid}|Cat`],
			rules: {},
			otherwise: `${uuid}|Cat`,
			batchSize: 12,
		});
		const [tasks] = await handedOut(id, 1);
		expect(tasks).toHaveLength(12);
		await until(
			async () => (await projectState(demo.sandbox, 'pets')).tasks,
			(now) => now.every((task) => task.stage === 'Annotate cats'),
		);
		await demo.api.deleteWorkflow(id);
		// The trigger lets the tasks go, for the test that follows, when it has heard that they moved.
		await new Promise((resolve) => setTimeout(resolve, 2000));
	});

	it('polls when Encord says that tasks wait, and when the workflow is published', async () => {
		const { id, notify } = await publish();
		// The poll of the publication.
		expect((await handedOut(id, 1)).map(({ length }) => length)).toEqual([5]);
		expect(await notify()).toMatchObject({ status: 200 });
		expect(await notify({ secret: 'another' })).toMatchObject({
			status: 401,
			body: { message: 'The request is not signed by Encord.' },
		});
		expect(await notify({ event: 'taskSubmitted' })).toMatchObject({ status: 200 });
		expect((await handedOut(id, 2)).map(({ length }) => length)).toEqual([5, 5]);
		expect(await notify()).toMatchObject({ status: 200 });
		const tasks = (await handedOut(id, 3)).flat();
		expect([tasks.length, new Set(tasks).size]).toEqual([12, 12]);
		// An address of a workflow that is out of work does not exist.
		await demo.api.deactivate(id);
		expect(await notify()).toMatchObject({ status: 404 });
		await demo.api.deleteWorkflow(id);
	});
});
