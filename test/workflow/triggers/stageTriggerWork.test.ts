/** What the agent stage trigger does beside handing out tasks: it hears events, moves tasks afterwards, and gives up. */
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeExecutionData, INodeParameters, IRun } from 'n8n-workflow';
import type { Lease } from '../../../src/agents/lease';
import { tasksInWork } from '../../../nodes/shared/n8n/tasksInWork';
import { callWebhook, node, poller, workflow, type WebhookCall } from '../engine/harness';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();
beforeEach(async () => await encord.reset());

const SECRET = 'a secret';
const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const secrets = { encordWebhookSecretApi: { id: 'secret', name: 'Secret' } };
const allCredentials = () => ({
	...encord.credentials(),
	encordWebhookSecretApi: { secret: SECRET },
});

function stageTrigger(parameters: object, more: Partial<INode> = {}): INode {
	const own = node(
		'Tasks',
		'n8n-nodes-encord.encordAgentStageTrigger',
		{
			project: locator(encord.project('Pets')),
			stage: locator(encord.stage.uuid, 'list'),
			...parameters,
		} as unknown as INodeParameters,
		{ typeVersion: 2, ...more },
	);
	return { ...own, credentials: { ...own.credentials, ...secrets } };
}

type Emit = NonNullable<Parameters<typeof poller>[1]>['emit'];

async function trigger(parameters: object, emit?: Emit) {
	return await poller(workflow([stageTrigger(parameters)]), {
		credentials: allCredentials() as never,
		emit,
	});
}

const titles = (outputs: INodeExecutionData[][] | null) =>
	outputs?.map((items) => items.map(({ json }) => json.dataTitle)) ?? null;

async function until(isSo: () => boolean): Promise<void> {
	for (let looks = 0; !isSo(); looks++) {
		if (looks > 500) throw new Error('It did not happen');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

describe('an event of Encord', () => {
	const event = (changes: object = {}, payload: object = {}) => ({
		uid: 'delivery-1',
		version: 1,
		source: 'Encord',
		event_type: 'agent_stage_work_available_event',
		event_created_timestamp: '2026-11-26T10:00:00.000000+00:00',
		payload: {
			project_hash: encord.project('Pets'),
			stage_uuid: encord.stage.uuid,
			pending_count: 3,
			reason: 'batch_size_reached',
			...payload,
		},
		...changes,
	});

	/** Sends a body, signed unless `secret` is null. */
	async function send(body: unknown, secret: string | null = SECRET, more: WebhookCall = {}) {
		const rawBody = more.rawBody ?? Buffer.from(JSON.stringify(body, null, 1));
		const timestamp = String(Math.floor(Date.now() / 1000));
		const hmac = createHmac('sha256', secret ?? '')
			.update(`${timestamp}.`)
			.update(rawBody);
		const signature = {
			'X-Encord-Signature': hmac.digest('hex'),
			'X-Encord-Timestamp': timestamp,
		};
		return await callWebhook(
			workflow([stageTrigger({})]),
			{ ...more, rawBody, body, headers: { ...(secret !== null && signature), ...more.headers } },
			{ credentials: allCredentials() as never },
		);
	}

	it('starts an execution with the tasks that wait, by a poll', async () => {
		const emitted: unknown[] = [];
		const tasks = await trigger({ batchSize: 10 }, (outputs) =>
			emitted.push(titles(outputs)?.[0]?.length),
		);
		expect((await tasks.poll())?.[0]).toHaveLength(10);
		const { status, returned } = await send(event());
		expect([status, returned]).toEqual([200, { noWebhookResponse: true }]);
		await until(() => emitted.length === 1);
		await send(event({}, { reason: 'one that is new' }));
		await until(() => emitted.length === 2);
		expect(emitted).toEqual([10, 5]);
		expect(Object.keys(tasks.staticData().leases as object)).toHaveLength(25);
	});

	it('polls nothing when it is not for this stage, or of another kind', async () => {
		const tasks = await trigger({ batchSize: 10 });
		await tasks.poll();
		encord.sandbox.host.requests.clear();
		for (const other of [
			event({}, { stage_uuid: encord.project('Pets') }),
			event({}, { project_hash: encord.project('Plants') }),
			event({ event_type: 'task_completed_event' }, { data_hashes: [], label_hashes: [] }),
			event({ event_type: 'an_event_of_next_year' }),
			event({ version: 2 }),
		])
			expect(await send(other)).toMatchObject({ status: 200, body: undefined });
		const test = { headers: { 'X-Encord-Agent': 'true' } };
		expect(await send({}, SECRET, test)).toMatchObject({ status: 200 });
		await new Promise(setImmediate);
		expect(encord.counts).toEqual({});
	});

	it('is refused without a right signature, always with the same words', async () => {
		const message = 'The request is not signed by Encord.';
		const late = { headers: { 'X-Encord-Timestamp': '1000000000' } };
		const answers = [
			await send(event(), null),
			await send(event(), 'another secret'),
			await send(event(), SECRET, late),
			await callWebhook(
				workflow([{ ...stageTrigger({}), credentials: {} }]),
				{ body: event() },
				{ credentials: encord.credentials() as never },
			),
		];
		for (const answer of answers) expect(answer).toMatchObject({ status: 401, body: { message } });
	});

	it.each<[string, () => unknown, WebhookCall, number]>([
		['what is no event', () => ({ frame: 1 }), {}, 400],
		['an event without its fields', () => event({ payload: {} }), {}, 400],
		['what is no JSON', () => null, { rawBody: Buffer.from('{') }, 400],
		['more than 64 KiB', () => null, { rawBody: Buffer.alloc(70_000, ' ') }, 413],
	])('is refused when it is %s', async (_name, body, more, status) => {
		const answer = await send(body(), SECRET, more);
		expect(answer).toMatchObject({ status, body: { message: expect.any(String) } });
	});
});

describe('tasks with a maximum of attempts', () => {
	/** Lets all leases end. */
	function endLeases(staticData: IDataObject): void {
		for (const lease of Object.values(staticData.leases as object) as Lease[]) lease.until = 1;
		tasksInWork.clear();
	}

	const failed = (failedIn: string) =>
		({ status: 'error', data: { resultData: { lastNodeExecuted: failedIn } } }) as IRun;

	it('take the failure pathway, with the reason as an issue', async () => {
		const emitted: unknown[] = [];
		const options = {
			maxAttempts: 1,
			failurePathway: encord.pathway('Dog'),
			reportIssue: true,
		};
		const tasks = await trigger({ batchSize: 3, options }, (outputs, _response, done) => {
			emitted.push(...(titles(outputs)?.[0] ?? []));
			done?.resolve(failed('Ask the model'));
		});
		expect(await tasks.poll()).toBeNull();
		expect(emitted).toEqual(['cat-01.txt', 'dog-02.txt', 'bird-03.txt']);
		endLeases(tasks.staticData());
		await tasks.poll();
		expect(encord.titlesIn('Done')).toEqual([
			'bird-03.txt',
			'cat-01.txt',
			'dog-02.txt',
			'fern.txt',
		]);
		const comments = encord.sandbox.host.store.issues.all().map(({ comment }) => comment);
		expect(comments).toHaveLength(3);
		expect(comments[0]).toBe(
			'The n8n workflow "Test" has tried this task once without moving it on. Its last run failed in the node "Ask the model". It was sent along the pathway "Dog".',
		);
		expect(Object.keys(tasks.staticData().leases as object)).not.toContain('cat-01.txt');
	});

	it('stay in the stage without a failure pathway, and are not handed out', async () => {
		const emitted: unknown[] = [];
		const tasks = await trigger({ batchSize: 25, options: { maxAttempts: 1 } }, (outputs) =>
			emitted.push(titles(outputs)?.[0]?.length),
		);
		for (let round = 0; round < 3; round++) {
			await tasks.poll();
			if (round === 0) endLeases(tasks.staticData());
		}
		expect(emitted).toEqual([25]);
		expect(encord.titlesIn('Agent 1')).toHaveLength(25);
	});
});

describe('tasks with rules', () => {
	it('are moved when the workflow has succeeded, and stay when it has failed', async () => {
		const ends: Array<(run: IRun) => void> = [];
		const tasks = await trigger(
			{
				output: 'pathways',
				pathways: [encord.pathway('Cat')],
				rules: {},
				otherwise: encord.pathway('Cat'),
				batchSize: 2,
				options: { separate: true },
			},
			(_outputs, _response, done) => done && ends.push(done.resolve),
		);
		expect(await tasks.poll()).toBeNull();
		expect(ends).toHaveLength(2);
		expect(encord.titlesIn('Review')).toEqual([]);
		ends[0]?.({ status: 'success' } as IRun);
		ends[1]?.({ status: 'error', data: { resultData: {} } } as IRun);
		await until(() => encord.titlesIn('Review').length > 0);
		expect(encord.titlesIn('Review')).toEqual(['cat-01.txt']);
	});
});

describe('the batch', () => {
	it('has 300 tasks, and 50 in workflows that were built before', async () => {
		const { properties } = (await import('../../../nodes/EncordAgentStageTrigger/form')).form;
		const sizes = properties.filter(({ name }) => name === 'batchSize');
		expect(sizes.map((field) => field.default)).toEqual([50, 300]);
	});
});

describe('the items of new workflows', () => {
	const itemOf = async (parameters: object) => {
		const tasks = await trigger({ batchSize: 1, ...parameters });
		return (await tasks.poll())?.flat()[0]?.json;
	};

	it('begin with titles and the link, have states in words, and what Encord sent only on request', async () => {
		const json = await itemOf({});
		expect(Object.keys(json!).slice(0, 4)).toEqual([
			'dataTitle',
			'stageTitle',
			'editorUrl',
			'status',
		]);
		expect(json).toMatchObject({
			status: 'New',
			editorUrl: `${encord.sandbox.appUrl}/label_editor/${encord.project('Pets')}/${String(json!.dataHash)}`,
		});
		expect(json).not.toHaveProperty('raw');
		expect(await itemOf({ options: { includeRaw: true } })).toMatchObject({
			raw: { status: 'NEW' },
		});
	});

	it('name the pathway and where it leads', async () => {
		const json = await itemOf({
			output: 'pathways',
			pathways: [encord.pathway('Cat')],
			rules: { rule: [{ field: 'title', operator: 'exists', pathway: encord.pathway('Cat') }] },
			otherwise: 'leave',
			moveWhen: 'first',
		});
		expect(json).toMatchObject({
			moved: true,
			pathway: { title: 'Cat', name: 'Cat', destinationTitle: expect.stringMatching(/./) },
		});
	});
});
