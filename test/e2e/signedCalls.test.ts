/** Encord's backend calls a real n8n: signed calls that decide about a task, events of stages, slow workflows, and a replayed call. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { JsonObject, StoredWorkflow, WorkflowNode } from '../../scripts/n8n/api';
import { callAgent } from '../../scripts/sandbox/agentCall';
import { projectState } from '../../scripts/sandbox/state';
import { freshDemo } from './demo/running';

interface Delivered {
	status: number;
	body: { message?: string; decision?: string };
	pathway?: string | null;
	failure?: string;
}

let demo: DemoAccess;
let pets: { projectHash: string; title: string };
beforeAll(async () => {
	demo = await freshDemo();
	pets = demo.sandbox.projects.find(({ title }) => title === 'pets')!;
});

type Given = Pick<WorkflowNode, 'name' | 'type' | 'parameters'>;

interface Live {
	workflow: StoredWorkflow;
	url: string;
	secret: string;
}

/** Stores a chain of nodes that begins with an Encord Trigger, with the secret of its address. */
async function store(parameters: JsonObject, after: Given[] = [], mode = 'webhook'): Promise<Live> {
	const id = randomUUID();
	const url = `${demo.api.url}/${mode}/${id}/encord-agent`;
	const { secret } = await demo.sandbox.control<{ secret: string }>(
		'GET',
		`webhooks/secret?url=${encodeURIComponent(url)}`,
	);
	const name = `Secret ${id}`;
	const saved = await demo.api.saveCredential(name, 'encordWebhookSecretApi', { secret });
	const encordApi = demo.credentials.encordApi!;
	const trigger: Given = {
		name: 'Called',
		type: 'n8n-nodes-encord.encordTrigger',
		parameters: {
			projectIds: [pets.projectHash],
			...parameters,
		},
	};
	const nodes = [trigger, ...after].map((node, index) => ({
		...node,
		id: randomUUID(),
		typeVersion: node.type.endsWith('.encordTrigger') ? 2 : 1,
		position: [index * 200, 0] as [number, number],
		...(index === 0 && { webhookId: id }),
		...(node.type.startsWith('n8n-nodes-encord.') && {
			credentials: {
				encordApi,
				...(index === 0 && { encordWebhookSecretApi: { id: saved.id, name } }),
			},
		}),
	})) as WorkflowNode[];
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((node, index) => [
				node.name,
				{ main: [[{ node: nodes[index + 1]!.name, type: 'main', index: 0 }]] },
			]),
	);
	const workflow = await demo.api.saveWorkflow({
		name: `Signed ${id}`,
		nodes,
		connections,
		settings: { executionOrder: 'v1' },
	});
	return { workflow, url, secret };
}

async function publish(parameters: JsonObject, after: Given[] = []): Promise<Live> {
	const live = await store(parameters, after);
	await demo.api.activate(live.workflow.id);
	return live;
}

const reply = (parameters: JsonObject): Given => ({
	name: 'Reply',
	type: 'n8n-nodes-encord.encord',
	parameters: { resource: 'agent', operation: 'reply', ...parameters },
});
const call = async ({ url }: Live, more: JsonObject = {}) =>
	await demo.sandbox.control<Delivered>('POST', 'webhooks/call', {
		url,
		project: 'pets',
		title: 'pet-01.jpg',
		...more,
	});
const event = async ({ url }: Live, name: string, more: JsonObject = {}) =>
	await demo.sandbox.control<Delivered>('POST', 'webhooks/event', {
		url,
		project: 'pets',
		event: name,
		...more,
	});
const executions = async ({ workflow }: Live) => await demo.api.executions(workflow.id);
const stageOf = async (title: string) =>
	(await projectState(demo.sandbox, 'pets')).tasks.find((task) => task.title === title)?.stage;

/** The only execution, when it is over. */
async function onlyExecution(live: Live) {
	for (let tries = 0; tries < 50 && (await executions(live)).length === 0; tries += 1)
		await sleep(200);
	const [execution, ...others] = await executions(live);
	expect(others).toEqual([]);
	return await demo.api.finished(execution?.id ?? '');
}

describe('a signed call of a stage in Auto mode', () => {
	it('moves the task by the decision of the workflow, and keeps no secret', async () => {
		const live = await publish({}, [reply({ message: 'A dog', options: { decision: 'Dog' } })]);
		expect(await call(live, { headers: { Authorization: 'Bearer not-to-be-kept' } })).toMatchObject(
			{
				status: 200,
				body: { message: 'A dog', decision: 'Dog' },
				pathway: 'Dog',
			},
		);
		expect(await stageOf('pet-01.jpg')).toBe('Annotate dogs');
		const execution = await onlyExecution(live);
		expect(execution.nodes.Called?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
			caller: 'workflow',
			labelRow: { dataTitle: 'pet-01.jpg' },
		});
		const stored = JSON.stringify(await demo.api.call('GET', `/executions/${execution.id}`));
		for (const secret of [live.secret, 'not-to-be-kept', 'PRIVATE KEY', 'x-encord-signature'])
			expect(stored.toLowerCase()).not.toContain(secret.toLowerCase());
	});

	it('fails in n8n for a decision that is no pathway: Encord shows a message, the task stays', async () => {
		const live = await publish({}, [reply({ options: { decision: 'Horse' } })]);
		const before = await stageOf('pet-02.jpg');
		expect(await call(live, { title: 'pet-02.jpg' })).toMatchObject({
			status: 500,
			body: {
				message: expect.stringMatching(
					/^The workflow ".*" failed\. Tell whoever runs it: its executions/,
				),
			},
			pathway: null,
		});
		expect(await stageOf('pet-02.jpg')).toBe(before);
		expect((await onlyExecution(live)).error?.description).toContain('"Cat", "Dog", "Other"');
	});

	it.each<[string, JsonObject]>([
		['with another secret', { secret: 'wrong' }],
		['of ten minutes ago', { clockSkewSeconds: -600 }],
		['with another body', { bodyInstead: '{"projectHash":"x"}' }],
	])('is refused %s, and nothing runs', async (_name, more) => {
		const live = await publish({}, [reply({})]);
		expect(await call(live, more)).toMatchObject({
			status: 401,
			body: { message: 'The signature of this call could not be verified.' },
		});
		expect(await executions(live)).toEqual([]);
	});
});

describe('an event of a stage', () => {
	it('is acknowledged at once and starts the workflow that waits for it', async () => {
		const live = await publish({ event: 'tasksReady' }, [
			{ name: 'After', type: 'n8n-nodes-base.noOp', parameters: {} },
		]);
		expect(await event(live, 'tasksReady', { reason: 'manual_trigger' })).toMatchObject({
			status: 200,
		});
		const execution = await onlyExecution(live);
		expect(execution.nodes.After?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
			event: 'tasksReady',
			projectHash: pets.projectHash,
			reason: 'manual_trigger',
		});
	});

	it('for others, of higher versions and of unknown kinds is acknowledged, and nothing runs', async () => {
		const live = await publish({ event: 'taskCompleted' });
		for (const delivered of [
			await event(live, 'tasksReady'),
			await event(live, 'taskCompleted', { changes: { version: 2 } }),
			await event(live, 'taskCompleted', { changes: { event_type: 'label_row_deleted_event' } }),
		])
			expect(delivered.status).toBe(200);
		expect(await event(live, 'taskCompleted', { secret: null })).toMatchObject({ status: 403 });
		expect(await executions(live)).toEqual([]);
	});
});

describe('a workflow that needs longer than the caller should wait', () => {
	const wait: Given = {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		parameters: { resume: 'timeInterval', amount: 4, unit: 'seconds' },
	};
	const parameters = { answerWithin: 1, lateIssue: true };
	const unit = async (title: string) => {
		const { labelRows } = await projectState(demo.sandbox, 'pets');
		const { dataHash } = labelRows.find((row) => row.title === title)!;
		return { projectHash: pets.projectHash, dataHash, frame: 0 };
	};
	const issuesOf = async (dataHash: string) => {
		const { projects } = await demo.sandbox.control<{
			projects: Array<{ issues: Array<{ dataUuid?: string }> }>;
		}>('GET', 'state?project=pets');
		return projects[0]!.issues.filter((issue) => JSON.stringify(issue).includes(dataHash));
	};

	it('is said to still work, goes on, and its result becomes an issue', async () => {
		const live = await publish(parameters, [wait, reply({ message: 'Found two dogs' })]);
		const payload = await unit('pet-05.jpg');
		expect(await callAgent(demo.sandbox, live.url, payload)).toMatchObject({
			status: 200,
			message: 'The agent still works. Reload the labels in a while.',
		});
		// It is at work on the data unit until the workflow has ended.
		expect(await callAgent(demo.sandbox, live.url, payload)).toMatchObject({ status: 429 });
		expect((await onlyExecution(live)).status).toBe('success');
		await sleep(1000);
		expect(JSON.stringify(await issuesOf(payload.dataHash))).toContain('Found two dogs');
	});

	it('fails the run of a stage in Auto mode, which cannot take a decision later', async () => {
		const live = await publish(parameters, [wait, reply({ options: { decision: 'Dog' } })]);
		const before = await stageOf('pet-06.jpg');
		expect(await call(live, { title: 'pet-06.jpg' })).toMatchObject({
			status: 503,
			body: { message: expect.stringContaining('Advanced mode') },
			pathway: null,
		});
		await onlyExecution(live);
		expect(await stageOf('pet-06.jpg')).toBe(before);
	});
});

describe('the address of a Label Editor page in the trigger', () => {
	it('runs the workflow in the editor as if somebody had clicked in Encord', async () => {
		const { labelRows } = await projectState(demo.sandbox, 'pets');
		const { dataHash } = labelRows.find((row) => row.title === 'pet-07.jpg')!;
		const replayUrl = `${new URL(demo.sandbox.appUrl).origin}/label_editor/${pets.projectHash}/${dataHash}/0?objectHash=abc`;
		const live = await store(
			{ options: { replayUrl } },
			[reply({ message: 'Hello' })],
			'webhook-test',
		);
		await demo.api.run(live.workflow.id, 'Called');
		const execution = await onlyExecution(live);
		expect(execution).toMatchObject({ mode: 'manual', status: 'success' });
		expect(execution.nodes.Called?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
			event: 'customAgentCalled',
			dataHash,
			objectHashes: ['abc'],
			labelRow: { dataTitle: 'pet-07.jpg' },
		});
		expect(execution.nodes.Reply?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({ replied: true });
	});
});
