/** Three kinds of caller, and what each may do: Encord's servers, a page of the Encord app, anyone else. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { admitCall, type AdmissionRules } from '../../../src/agents/admission';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';

const PROJECT = '00000000-1111-2222-3333-444444444444';
const DATA = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const ORIGIN = 'https://app.encord.com';
const SECRET = 'whs_1';
const NOW = 1_767_323_045_000;
const UNVERIFIED = 'The signature of this call could not be verified.';

const asked: string[] = [];
const rules = (more: Partial<AdmissionRules> = {}): AdmissionRules => ({
	events: ['customAgentCalled'],
	origins: async () => {
		asked.push('origins');
		return { appUrls: [ORIGIN] };
	},
	knownOrigins: () => ({ appUrls: [ORIGIN] }),
	secrets: async () => [SECRET],
	allowWithoutOrigin: false,
	onlySigned: false,
	now: () => NOW,
	countCall: () => 0,
	account: async () => 'the account',
	listDataUnit: async () => [{ data_hash: DATA, branch_name: 'main' } as LabelRowMetadata],
	...more,
});

const agentCall = { projectHash: PROJECT, dataHash: DATA, frame: 0 };
const event = (event_type: string, more: object = {}) => ({
	uid: DATA,
	version: 1,
	source: 'Encord',
	event_type,
	event_created_timestamp: '2026-01-02T03:04:05+00:00',
	payload: {
		project_hash: PROJECT,
		stage_uuid: DATA,
		pending_count: 3,
		reason: 'max_wait_elapsed',
		data_hashes: [DATA],
		label_hashes: ['l'],
	},
	...more,
});

function request(
	body: object,
	{ secret = SECRET as string | null, headers = {} as Record<string, string> } = {},
) {
	const text = JSON.stringify(body, null, 1);
	const timestamp = String(NOW / 1000);
	const signed =
		secret === null
			? {}
			: {
					'x-encord-timestamp': timestamp,
					'x-encord-signature': createHmac('sha256', secret)
						.update(`${timestamp}.${text}`)
						.digest('hex'),
				};
	return { headers: { ...signed, ...headers }, body: Buffer.from(text) };
}

describe('a signed call', () => {
	it('needs no Origin, and no other origin does harm', async () => {
		asked.length = 0;
		expect(await admitCall(request(agentCall), rules())).toMatchObject({
			kind: 'work',
			caller: 'workflow',
		});
		const headers = { origin: 'https://evil.example' };
		expect(await admitCall(request(agentCall, { headers }), rules())).toMatchObject({
			kind: 'work',
			caller: 'workflow',
			headers: { Vary: 'Origin' },
		});
		expect(asked).toEqual([]);
	});

	it('is still refused for a project that is not on the list', async () =>
		expect(await admitCall(request(agentCall), rules({ projects: [DATA] }))).toMatchObject({
			kind: 'answer',
			status: 403,
		}));

	it.each<[string, object, Partial<AdmissionRules>]>([
		['with another secret', { secret: 'other' }, {}],
		[
			'from the Label Editor, with another secret',
			{ secret: 'x', headers: { origin: ORIGIN } },
			{},
		],
		['that is allowed without a signature', { secret: 'x' }, { allowWithoutOrigin: true }],
		['that cannot be checked', {}, { secrets: async () => [] }],
		['in a newer way', { secret: null, headers: { 'X-Encord-Signature-V2': 'x' } }, {}],
		['as a test call', { secret: 'x', headers: { 'X-Encord-Agent': '1' } }, {}],
	])('is refused with one text %s, and only the log says why', async (_name, more, given) => {
		const answer = await admitCall(request(agentCall, more), rules(given));
		expect(answer).toMatchObject({ kind: 'answer', status: 401, body: { message: UNVERIFIED } });
		const log = answer.kind === 'answer' ? answer.log : '';
		expect(log.startsWith(`${UNVERIFIED} `)).toBe(true);
		expect(log).not.toContain(SECRET);
	});

	it('says in the log that the signature is newer than the package', async () =>
		expect(
			await admitCall(
				request(agentCall, { secret: null, headers: { 'X-Encord-Signature-V2': 'x' } }),
				rules(),
			),
		).toMatchObject({ log: expect.stringContaining('newer than this package') }));

	it('fails the trigger, not the caller, when its secrets cannot be read', async () => {
		const failure = new Error('the store of secrets is away');
		const secrets = async () => {
			throw failure;
		};
		await expect(admitCall(request(agentCall), rules({ secrets }))).rejects.toBe(failure);
	});

	it('is one of anyone where no secret is set up and anyone is allowed', async () =>
		expect(
			await admitCall(
				request(agentCall),
				rules({ secrets: async () => [], allowWithoutOrigin: true }),
			),
		).toMatchObject({ kind: 'work', caller: 'other' }));
});

describe('a call without a signature', () => {
	const fromEditor = request(agentCall, { secret: null, headers: { origin: ORIGIN } });

	it('is one of the Label Editor when the origin is allowed', async () =>
		expect(await admitCall(fromEditor, rules())).toMatchObject({
			kind: 'work',
			caller: 'labelEditor',
		}));

	it('is refused where only signed calls are answered, except test calls', async () => {
		expect(await admitCall(fromEditor, rules({ onlySigned: true }))).toMatchObject({
			status: 403,
			body: { message: expect.stringContaining('only answers signed calls') },
		});
		const test = request(agentCall, { secret: null, headers: { 'x-encord-task-agent': '1' } });
		expect(await admitCall(test, rules({ onlySigned: true }))).toMatchObject({ status: 200 });
	});

	it('is refused before the endpoint is asked too often', async () => {
		const answer = await admitCall(fromEditor, rules({ countCall: () => 7 }));
		expect(answer).toMatchObject({
			status: 429,
			body: { message: 'This agent is called too often. Try again in 7 seconds.' },
		});
		expect(await admitCall(fromEditor, rules({ countCall: () => 1 }))).toMatchObject({
			body: { message: 'This agent is called too often. Try again in a second.' },
		});
	});
});

describe('an event', () => {
	it.each([
		['agent_stage_work_available_event', 'tasksReady'],
		['task_submitted_event', 'taskSubmitted'],
		['task_sumbitted_event', 'taskSubmitted'],
		['task_completed_event', 'taskCompleted'],
	] as const)('%s starts a workflow that waits for it', async (type, name) =>
		expect(
			await admitCall(request(event(type)), rules({ events: [name], projects: [PROJECT] })),
		).toMatchObject({ kind: 'event', caller: 'workflow', notification: { event: name } }),
	);

	it.each<[string, object, Partial<AdmissionRules>, RegExp]>([
		['for another workflow', event('task_completed_event'), {}, /does not wait/],
		['of an unknown kind', event('task_reopened_event'), {}, /not known \("task_reopened_event"\)/],
		[
			'of an unknown kind with lines in its name',
			event(`x\nfake line${'x'.repeat(100)}`),
			{},
			/\("x\\nfake line/,
		],
		[
			'of a higher version',
			event('agent_stage_work_available_event', { version: 2 }),
			{ events: ['tasksReady'] },
			/in version 2/,
		],
		[
			'of another project',
			event('agent_stage_work_available_event'),
			{ events: ['tasksReady'], projects: [DATA] },
			/not on the list/,
		],
	])('%s is acknowledged, and nothing runs', async (_name, body, given, log) => {
		const answer = await admitCall(request(body), rules(given));
		expect(answer).toMatchObject({
			kind: 'answer',
			status: 200,
			log: expect.stringMatching(log),
		});
		expect(answer).not.toHaveProperty('body');
		expect(JSON.stringify(answer).length).toBeLessThan(300);
	});

	it('of any project starts a workflow that names no projects', async () =>
		expect(
			await admitCall(request(event('task_completed_event')), rules({ events: ['taskCompleted'] })),
		).toMatchObject({ kind: 'event' }));

	it.each([
		['x'.repeat(58), `"${'x'.repeat(58)}"`],
		['x'.repeat(59), `"${'x'.repeat(58)}…`],
	])('of the unknown kind %s has at most 60 characters of it in the log', async (type, logged) =>
		expect(await admitCall(request(event(type)), rules())).toMatchObject({
			log: `Acknowledged an event of a kind that is not known (${logged}).`,
		}),
	);

	it('that cannot be read is refused with the fields', async () =>
		expect(
			await admitCall(
				request(event('agent_stage_work_available_event', { payload: {} })),
				rules({ events: ['tasksReady'] }),
			),
		).toMatchObject({
			status: 400,
			body: {
				message: expect.stringContaining(
					'"payload.project_hash" is no UUID; "payload.stage_uuid" is no UUID; "',
				),
			},
		}));

	it('is refused without a signature, also from a page of the Encord app', async () => {
		const body = event('agent_stage_work_available_event');
		for (const headers of [{}, { origin: ORIGIN }])
			expect(
				await admitCall(
					request(body, { secret: null, headers: headers as Record<string, string> }),
					rules({ events: ['tasksReady'] }),
				),
			).toMatchObject({
				kind: 'answer',
				status: 403,
				body: {
					message: expect.stringMatching(
						'origin' in headers ? /^Events come from Encord's servers/ : /signed calls/,
					),
				},
			});
	});
});

describe('a call of an agent', () => {
	it('is no event: where events are awaited, it is not acknowledged', async () =>
		expect(await admitCall(request(agentCall), rules({ events: ['tasksReady'] }))).toMatchObject({
			status: 400,
			body: { message: expect.stringContaining('takes events of stages') },
			log: expect.stringContaining('Choose the event "Custom Agent Called"'),
		}));
});
