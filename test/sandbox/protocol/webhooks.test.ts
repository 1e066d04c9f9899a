/** What the sandbox sends as Encord's backend does: signed calls of agents, and the events of stages. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';

let sandbox: ConformanceSandbox;
let receiver: Server;
let url: string;
let received: { headers: IncomingHttpHeaders; body: string };
let reply: { status: number; body: string };

beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	receiver = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
		request.on('end', () => {
			received = { headers: request.headers, body };
			response.writeHead(reply.status).end(reply.body);
		});
	});
	await new Promise<void>((resolve) => {
		receiver.listen(0, '127.0.0.1', resolve);
	});
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
	receiver.closeAllConnections();
	receiver.close();
	await sandbox.stop();
});
beforeEach(() => {
	reply = { status: 200, body: '{}' };
});

const secretOf = async (address: string) =>
	(await sandbox.control('GET', `webhooks/secret?url=${encodeURIComponent(address)}`)).secret;
const event = (more: object) =>
	sandbox.control('POST', 'webhooks/event', { url, project: 'Conformance', ...more });
const call = (more: object = {}) =>
	sandbox.control('POST', 'webhooks/call', {
		url,
		project: 'Conformance',
		title: 'cat.jpg',
		...more,
	});

function signatureFor(secret: string): string {
	const { headers, body } = received;
	const timestamp = String(headers['x-encord-timestamp']);
	return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

describe('a secret', () => {
	it('belongs to an address', async () => {
		expect(await secretOf(url)).toMatch(/^whs_[0-9a-f]{64}$/);
		expect(await secretOf(url)).toBe(await secretOf(url));
		expect(await secretOf(`${url}2`)).not.toBe(await secretOf(url));
	});
});

describe('an event', () => {
	it('of tasks that are ready is signed, counts them and names the stage', async () => {
		expect(await event({ event: 'tasksReady', reason: 'max_wait_elapsed' })).toMatchObject({
			status: 200,
			body: {},
		});
		expect(received.headers['x-encord-signature']).toBe(signatureFor(await secretOf(url)));
		const { projects } = await sandbox.control('GET', 'state?project=Conformance');
		const stage = projects[0].stages.find(
			({ stageType }: { stageType: string }) => stageType === 'AGENT',
		);
		expect(JSON.parse(received.body)).toEqual({
			uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
			version: 1,
			source: 'Encord',
			event_type: 'agent_stage_work_available_event',
			event_created_timestamp: expect.stringMatching(/^\d{4}-.*\+00:00$/),
			payload: {
				project_hash: projects[0].projectHash,
				stage_uuid: stage.uuid,
				pending_count: projects[0].tasks.filter(
					({ stageUuid }: { stageUuid: string }) => stageUuid === stage.uuid,
				).length,
				reason: 'max_wait_elapsed',
			},
		});
	});

	it('of moved tasks names the data units', async () => {
		const row = await sandbox.row('cat.jpg');
		await event({ event: 'taskCompleted', titles: ['cat.jpg'] });
		expect(JSON.parse(received.body)).toMatchObject({
			event_type: 'task_completed_event',
			payload: { data_hashes: [row.data_hash], label_hashes: expect.any(Array) },
		});
	});

	it('can be sent wrong: unsigned, signed otherwise, changed, with other headers', async () => {
		await event({ event: 'tasksReady', secret: null });
		expect(received.headers).not.toHaveProperty('x-encord-signature');
		await event({ event: 'tasksReady', secret: 'mine', clockSkewSeconds: -1000 });
		expect(received.headers['x-encord-signature']).toBe(signatureFor('mine'));
		expect(Number(received.headers['x-encord-timestamp'])).toBeLessThan(Date.now() / 1000 - 990);
		await event({
			event: 'tasksReady',
			changes: { version: 9 },
			headers: { 'X-Encord-Signature': null, 'X-Encord-Signature-V2': 'x' },
		});
		expect(JSON.parse(received.body)).toMatchObject({ version: 9 });
		expect(received.headers).toMatchObject({ 'x-encord-signature-v2': 'x' });
		expect(received.headers).not.toHaveProperty('x-encord-signature');
		await event({ event: 'tasksReady', bodyInstead: '{"a":1}' });
		expect(received.body).toBe('{"a":1}');
	});
});

describe('a call of a stage in Auto mode', () => {
	const tasks = async () =>
		(await sandbox.control('GET', 'state?project=Conformance')).projects[0].tasks;
	const stageOf = async (title: string) =>
		(await tasks()).find((task: { title: string }) => task.title === title).stage;
	beforeEach(async () => {
		await sandbox.control('POST', 'reset');
	});

	it('moves the task by the decision, trimmed', async () => {
		const { projects } = await sandbox.control('GET', 'state?project=Conformance');
		const { pathways } = projects[0].stages.find(
			({ stageType }: { stageType: string }) => stageType === 'AGENT',
		);
		const { title } = pathways.at(-1);
		reply.body = JSON.stringify({ message: 'ok', decision: ` ${title} ` });
		const before = await stageOf('cat.jpg');
		expect(await call()).toMatchObject({ status: 200, body: { message: 'ok' }, pathway: title });
		expect(received.headers['x-encord-signature']).toBe(signatureFor(await secretOf(url)));
		expect(received.headers).not.toHaveProperty('origin');
		expect(JSON.parse(received.body)).toMatchObject({ frame: 0 });
		expect(await stageOf('cat.jpg')).not.toBe(before);
	});

	it.each([{}, { decision: '   ' }, { decision: 'x'.repeat(257) }])(
		'takes the first pathway for the reply %j',
		async (body) => {
			reply.body = JSON.stringify(body);
			expect(await call()).toMatchObject({ pathway: expect.any(String) });
		},
	);

	it.each<[string, () => void]>([
		['a decision that is no pathway', () => (reply.body = '{"decision":"Nowhere"}')],
		['an error', () => (reply = { status: 500, body: '{}' })],
	])('fails for %s, and the task stays', async (_name, answer) => {
		answer();
		const before = await stageOf('cat.jpg');
		expect(await call()).toMatchObject({ pathway: null, failure: expect.any(String) });
		expect(await stageOf('cat.jpg')).toBe(before);
	});

	it('tells of an address where nobody answers', async () => {
		expect(await call({ url: 'http://127.0.0.1:9/hook' })).toMatchObject({
			status: 0,
			pathway: null,
		});
	});
});
