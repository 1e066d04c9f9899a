/** Signed calls of stages in Auto mode, and the events of stages, as n8n hands them to the trigger. */
import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { signedHeaders } from '../../../sandbox/webhooks/signing';
import { callWebhook, node, workflow } from '../engine/harness';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();

const SECRET = 'whs_of_the_production_url';
const secrets = {
	secret: ` ${SECRET}\n`,
	testSecret: 'whs_of_the_test_url',
	otherSecret: 'whs_old',
};
const UNVERIFIED = { message: 'The signature of this call could not be verified.' };

interface Given {
	/** Signs with it; null sends no signature. */
	sign?: string | null;
	headers?: Record<string, string>;
	parameters?: INodeParameters;
	/** The credential for webhooks; null for a node without one. */
	credential?: Record<string, string> | null;
}

async function post(
	body: object,
	{ sign = SECRET, headers = {}, parameters = {}, credential = secrets }: Given = {},
) {
	const text = JSON.stringify(body, null, 1);
	const trigger = node('Encord Trigger', 'n8n-nodes-encord.encordTrigger', {
		projects: { project: [{ project: { __rl: true, mode: 'id', value: encord.project('Pets') } }] },
		...parameters,
	});
	return await callWebhook(
		workflow([trigger]),
		{
			rawBody: Buffer.from(text),
			headers: {
				...(sign !== null && signedHeaders(sign, text, Date.now() / 1000)),
				authorization: 'Bearer not-to-be-kept',
				...headers,
			},
		},
		{
			mode: 'webhook',
			credentials: {
				...encord.credentials(),
				...(credential && { encordWebhookSecretApi: credential }),
			} as never,
		},
	);
}

const call = () => ({
	projectHash: encord.project('Pets'),
	dataHash: encord.dataHash('cat-01.txt'),
	frame: 0,
	authorization: 'inside the body',
});
const event = (event_type: string, more: object = {}) => ({
	uid: '33333333-3333-4333-8333-333333333333',
	version: 1,
	source: 'Encord',
	event_type,
	event_created_timestamp: '2026-09-01T12:00:00+00:00',
	payload: {
		project_hash: encord.project('Pets'),
		stage_uuid: encord.stage.uuid,
		pending_count: 25,
		reason: 'max_wait_elapsed',
		data_hashes: [encord.dataHash('cat-01.txt')],
		label_hashes: ['label'],
	},
	...more,
});

describe('a signed call of a stage in Auto mode', () => {
	it.each(Object.entries(secrets))(
		'starts the workflow without an Origin (%s)',
		async (_, secret) => {
			const { returned } = await post(call(), { sign: secret.trim() });
			expect(returned.workflowData?.[0]?.[0]?.json).toMatchObject({
				event: 'customAgentCalled',
				caller: 'workflow',
				dataHash: encord.dataHash('cat-01.txt'),
				labelRow: { stageTitle: 'Agent 1' },
			});
			expect(encord.counts).toEqual({ 'labelrowmetadata.GET': 1 });
		},
	);

	it.each<[string, Given]>([
		['another secret', { sign: 'wrong' }],
		['no secret in n8n', { credential: null }],
		['a newer signature', { sign: null, headers: { 'X-Encord-Signature-V2': 'x' } }],
		['an origin that is allowed, and another secret', { sign: 'wrong' }],
	])('is answered with 401 and one text for %s', async (name, given) => {
		const headers = {
			...given.headers,
			...(name.includes('origin') && { origin: encord.sandbox.appUrl }),
		};
		const answer = await post(call(), { ...given, headers });
		expect(answer).toMatchObject({
			returned: { noWebhookResponse: true },
			status: 401,
			body: UNVERIFIED,
		});
		expect(encord.counts).toEqual({});
	});

	it('is the only kind that is answered when the option says so', async () => {
		const parameters = { options: { onlySigned: true } };
		const fromEditor = { sign: null, headers: { origin: encord.sandbox.appUrl }, parameters };
		expect(await post(call(), fromEditor)).toMatchObject({
			status: 403,
			body: { message: expect.stringContaining('signed calls') },
		});
		expect((await post(call(), { parameters })).returned.workflowData).toHaveLength(1);
	});
});

describe('the test call', () => {
	it.each(['X-Encord-Agent', 'X-Encord-Editor-Agent', 'X-Encord-Task-Agent'])(
		'with %s is answered, signed or not, and starts nothing',
		async (name) => {
			for (const sign of [SECRET, null])
				expect(await post({}, { sign, headers: { [name]: 'true' } })).toMatchObject({
					returned: { noWebhookResponse: true },
					status: 200,
				});
		},
	);
});

describe('an event of a stage', () => {
	it('says that tasks are ready, is acknowledged at once, and needs no request to Encord', async () => {
		const answer = await post(event('agent_stage_work_available_event'), {
			parameters: { event: 'tasksReady' },
		});
		expect(answer.returned).toEqual({
			webhookResponse: {},
			workflowData: [
				[
					{
						json: {
							event: 'tasksReady',
							uid: '33333333-3333-4333-8333-333333333333',
							createdAt: '2026-09-01T12:00:00+00:00',
							projectHash: encord.project('Pets'),
							stageUuid: encord.stage.uuid,
							pendingCount: 25,
							reason: 'max_wait_elapsed',
							raw: expect.objectContaining({ source: 'Encord' }),
						},
					},
				],
			],
		});
		expect(encord.counts).toEqual({});
	});

	it.each([
		['taskSubmitted', 'task_submitted_event', 'taskSubmitted'],
		['taskSubmitted', 'task_sumbitted_event', 'taskSubmitted'],
		['taskCompleted', 'task_completed_event', 'taskCompleted'],
		['taskMoved', 'task_completed_event', 'taskCompleted'],
		['taskMoved', 'task_submitted_event', 'taskSubmitted'],
	])('starts the workflow that waits for %s (%s)', async (chosen, type, name) => {
		const { returned } = await post(event(type), { parameters: { event: chosen } });
		expect(returned.workflowData?.[0]?.[0]?.json).toMatchObject({
			event: name,
			dataHashes: [encord.dataHash('cat-01.txt')],
			labelHashes: ['label'],
			editorUrls: [
				`${encord.sandbox.appUrl}/label_editor/${encord.project('Pets')}/${encord.dataHash('cat-01.txt')}`,
			],
		});
		expect(encord.counts).toEqual({});
	});

	it.each<[string, string, () => object]>([
		['of another kind', 'taskCompleted', () => event('task_submitted_event')],
		['for an agent that is called', 'customAgentCalled', () => event('task_submitted_event')],
		['of an unknown kind', 'tasksReady', () => event('stage_deleted_event')],
		[
			'of a higher version',
			'tasksReady',
			() => event('agent_stage_work_available_event', { version: 2 }),
		],
		[
			'of another project',
			'tasksReady',
			() =>
				event('agent_stage_work_available_event', {
					payload: {
						...event('').payload,
						project_hash: encord.project('Plants'),
					},
				}),
		],
	])('%s is acknowledged, and nothing runs', async (_name, chosen, body) => {
		expect(await post(body(), { parameters: { event: chosen } })).toMatchObject({
			returned: { noWebhookResponse: true },
			status: 200,
			body: undefined,
		});
	});

	it('is refused unsigned, unless that is allowed', async () => {
		const body = event('agent_stage_work_available_event');
		const parameters = { event: 'tasksReady' };
		expect(await post(body, { sign: null, parameters })).toMatchObject({ status: 403 });
		const allowed = { ...parameters, options: { allowWithoutOrigin: true } };
		expect(
			(await post(body, { sign: null, parameters: allowed })).returned.workflowData,
		).toHaveLength(1);
	});

	it('is no call: a call to its address is refused', async () =>
		expect(await post(call(), { parameters: { event: 'tasksReady' } })).toMatchObject({
			status: 400,
			body: { message: expect.stringContaining('takes events of stages') },
		}));
});

describe('what must stay secret', () => {
	it('is in no output and in no answer', async () => {
		const started = await post(call());
		const refused = await post(call(), { sign: 'wrong' });
		expect([started.status, refused.status]).toEqual([200, 401]);
		const all = JSON.stringify([started, refused]);
		for (const secret of [...Object.values(secrets), 'not-to-be-kept', 'PRIVATE KEY'])
			expect(all).not.toContain(secret.trim());
	});
});

describe('too many calls', () => {
	it('are refused with the time to wait', async () => {
		const parameters = { options: { callsPerMinute: 2 } };
		const statuses = [];
		for (let index = 0; index < 3; index += 1)
			statuses.push((await post(call(), { parameters })).status);
		expect(statuses).toEqual([200, 200, 429]);
	});
});
