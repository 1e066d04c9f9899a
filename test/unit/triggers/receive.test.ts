import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { IWebhookFunctions } from 'n8n-workflow';
import { receive } from '../../../nodes/EncordTrigger/receive';
import { generateOpenSshKey } from '../../../sandbox/state/keys';

const PROJECT = '00000000-1111-2222-3333-444444444444';
const unit = (number: number) => `aaaaaaaa-bbbb-cccc-dddd-${String(number).padStart(12, '0')}`;
const { pem } = generateOpenSshKey('test');

/** n8n around one request; Encord answers every listing with the data unit asked for. */
function request(
	dataHash: string,
	{
		mode = 'webhook',
		credential = {},
		origin = 'https://app.encord.com',
		rawBody = JSON.stringify({ projectHash: PROJECT, dataHash }),
		credentialId = '',
	} = {},
) {
	const answer = { status: 0, headers: {} as Record<string, unknown>, body: undefined as unknown };
	const response = Object.assign(new EventEmitter(), {
		setHeader: (name: string, value: string) => {
			answer.headers[name] = value;
		},
		removeHeader: (name: string) => {
			delete answer.headers[name];
		},
		status: (status: number) => {
			answer.status = status;
			return response;
		},
		json: (body: unknown) => {
			answer.body = body;
		},
		end: () => undefined,
		closed: false,
	});
	// What n8n allows before it asks the node.
	response.setHeader('Access-Control-Allow-Origin', origin);
	const row = {
		data_hash: dataHash,
		branch_name: 'main',
		data_title: 'a',
		data_type: 'IMAGE',
		dataset_hash: 'd',
		dataset_title: 'D',
		label_hash: null,
		label_status: 'NOT_LABELLED',
		number_of_frames: 1,
		last_edited_at: null,
		created_at: null,
		data_link: null,
		spaces: {},
	};
	const parameters: Record<string, unknown> = { projectScope: 'any', options: {}, message: '' };
	const asked: unknown[] = [];
	/** The types of the credentials that n8n had to decrypt. */
	const opened: string[] = [];
	const logged: string[] = [];
	const n8n = {
		getMode: () => mode,
		getNode: () => ({
			id: 'node-1',
			typeVersion: 1,
			parameters: {},
			...(credentialId && { credentials: { encordApi: { id: credentialId } } }),
		}),
		getWorkflow: () => ({ id: 'workflow-1' }),
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getCredentials: async (type: string) => {
			opened.push(type);
			return { privateKey: pem, region: 'eu', ...credential };
		},
		getHeaderData: () => (origin === '' ? {} : { origin }),
		getRequestObject: () => ({
			rawBody: Buffer.from(rawBody),
		}),
		getResponseObject: () => response,
		helpers: {
			httpRequest: async ({ body }: { body: Buffer }) => {
				asked.push(
					(JSON.parse(body.toString()) as { values: { payload: unknown } }).values.payload,
				);
				return {
					statusCode: 200,
					headers: {},
					body: Readable.from([Buffer.from(JSON.stringify({ status: 200, response: [row] }))]),
				};
			},
		},
		logger: { error: (text: string) => logged.push(text), info: () => undefined },
	} as unknown as IWebhookFunctions;
	return { n8n, answer, response, logged, asked, opened };
}

describe('calls on one data unit', () => {
	it('are accepted one at a time, until the reply is sent', async () => {
		const first = request(unit(1));
		expect((await receive(first.n8n)).workflowData).toHaveLength(1);

		const second = request(unit(1));
		expect(await receive(second.n8n)).toEqual({ noWebhookResponse: true });
		expect(second.answer).toEqual({
			status: 429,
			headers: { 'Access-Control-Allow-Origin': 'https://app.encord.com', Vary: 'Origin' },
			body: {
				message: 'This agent is still at work on this data unit. Try again when it has answered.',
			},
		});
		expect((await receive(request(unit(2)).n8n)).workflowData).toHaveLength(1);
		expect((await receive(request(unit(1), { mode: 'manual' }).n8n)).workflowData).toHaveLength(1);

		first.response.emit('close');
		expect((await receive(request(unit(1)).n8n)).workflowData).toHaveLength(1);
	});
});

describe('a call', () => {
	it('is looked up with one request, members of data groups included', async () => {
		const { n8n, asked } = request(unit(5));
		await receive(n8n);
		expect(asked).toEqual([
			expect.objectContaining({
				data_hashes: [unit(5)],
				include_children: true,
				include_client_metadata: false,
			}),
		]);
	});

	it('from another origin gets no Access-Control-Allow-Origin, which n8n had set', async () => {
		const { n8n, answer, asked } = request(unit(6), { origin: 'https://evil.example' });
		expect(await receive(n8n)).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({ status: 403, headers: { Vary: 'Origin' } });
		expect(answer.headers).not.toHaveProperty('Access-Control-Allow-Origin');
		expect(asked).toEqual([]);
	});
});

describe('a caller who disconnects before the work starts', () => {
	it('does not block the data unit', async () => {
		const gone = request(unit(4));
		gone.response.closed = true;
		expect((await receive(gone.n8n)).workflowData).toHaveLength(1);
		expect((await receive(request(unit(4)).n8n)).workflowData).toHaveLength(1);
	});
});

describe('a trigger that is not set up', () => {
	it('replies with an error, logs the reason, and shows nothing of the credential', async () => {
		const { n8n, answer, logged } = request(unit(3), { credential: { privateKey: 'very secret' } });
		expect(await receive(n8n)).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({
			status: 500,
			body: { message: expect.stringContaining('not set up completely') },
		});
		expect(logged).toHaveLength(1);
		expect(JSON.stringify([answer, logged])).not.toContain('very secret');
	});

	it('is told from an n8n that cannot read its credential for a moment', async () => {
		const { n8n, answer, logged } = request(unit(8));
		const unread = Object.assign({}, n8n, {
			getNode: () => ({ id: 'node-8', typeVersion: 1, parameters: {} }),
			getCredentials: () => Promise.reject(new Error('timeout of the database')),
		}) as IWebhookFunctions;
		expect(await receive(unread)).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({
			status: 503,
			body: { message: expect.stringContaining('Try again') },
		});
		expect(logged).toEqual(['Encord Trigger: timeout of the database']);
	});
});

describe('a refused call', () => {
	it.each([
		['is too large', { rawBody: `{"a":"${'x'.repeat(70_000)}"}` }, 413],
		['is no JSON', { rawBody: '{"projectHash":' }, 400],
		['is no object', { rawBody: '[]' }, 400],
		['has no origin', { origin: '' }, 403],
	])('opens no credential when it %s', async (_what, given, status) => {
		const { n8n, answer, opened, asked } = request(unit(70), { credentialId: 'cheap', ...given });
		await receive(n8n);
		expect(answer.status).toBe(status);
		expect(opened).toEqual([]);
		expect(asked).toEqual([]);
	});

	it('of a foreign page opens the credential once, however many there are', async () => {
		const opened: string[] = [];
		for (let call = 0; call < 50; call++) {
			const foreign = request(unit(71), {
				credentialId: 'foreign',
				origin: 'https://evil.example',
			});
			await receive(foreign.n8n);
			expect(foreign.answer.status).toBe(403);
			expect(foreign.asked).toEqual([]);
			opened.push(...foreign.opened);
		}
		// The address of a private Encord app is known only from the credential.
		expect(opened).toEqual(['encordApi']);
	});
});
