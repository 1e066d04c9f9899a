/**
 * The credential inside n8n's own request functions: what reaches the server must carry a signature over exactly the bytes and
 * the target that reached it, in both request shapes of n8n.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { n8nLegacySend, n8nSend } from '../../../nodes/shared/n8n/http';
import { readBody } from '../../../src/encord/wire/send';
import { node, runWorkflow, workflow } from '../engine/harness';
import { hasV1Signature, hasV2Signature } from '../../oracle/signatureCheck';
import keys from '../../unit/encord/auth/keys.json';

interface Received {
	method: string;
	target: string;
	headers: IncomingMessage['headers'];
	body: string;
	signed: boolean;
}

const received: Received[] = [];
/** Statuses to answer with, one per request; then 200. */
const statuses: number[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			received.push({
				method: request.method!,
				target: request.url!,
				headers: request.headers,
				body: body.toString(),
				signed: isSigned(request, body),
			});
			const status = statuses.shift() ?? 200;
			response.writeHead(status, {
				'Content-Type': 'application/json',
				...(status === 302 ? { Location: '/elsewhere' } : {}),
			});
			response.end(JSON.stringify({ status }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
	received.length = 0;
	statuses.length = 0;
});

function isSigned({ method, url: target, headers }: IncomingMessage, body: Buffer): boolean {
	const { publicKeyHex } = keys.plain;
	return target!.startsWith('/public')
		? hasV1Signature(publicKeyHex, headers, body)
		: hasV2Signature(publicKeyHex, headers, `${method} ${target}`, body);
}

type Work = (n8n: IExecuteFunctions) => Promise<unknown>;

/** Runs `work` inside a node and gives what it returned, or its error. */
async function inNode(
	work: Work,
	credential: object = {},
): Promise<{ result?: unknown; error?: { message: string } }> {
	let result: unknown;
	const requester = (): INodeType => ({
		description: {
			displayName: 'Requester',
			name: 'requester',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Requester' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			credentials: [{ name: 'encordApi' }],
		},
		async execute() {
			result = await work(this);
			return [[]];
		},
	});
	const run = await runWorkflow(workflow([node('Requester', 'test.requester')]), {
		extraNodes: { 'test.requester': requester },
		credentials: {
			encordApi: {
				privateKey: keys.plain.privateKey,
				passphrase: '',
				region: 'custom',
				apiUrl: url,
				appUrl: url,
				...credential,
			},
		},
	});
	return { result, error: run.error() };
}

const viaNew =
	(options: object): Work =>
	async (n8n) =>
		await n8n.helpers.httpRequestWithAuthentication.call(n8n, 'encordApi', options as never);
const viaLegacy =
	(options: object): Work =>
	async (n8n) =>
		await n8n.helpers.requestWithAuthentication.call(n8n, 'encordApi', options as never);

interface Case {
	name: string;
	options: object;
	sees: { method: string; target: string; body?: string; type?: string };
}

const P = '/v2/public/projects';
const bodies: Case[] = [
	{ name: 'no body', options: { method: 'GET' }, sees: { method: 'GET', target: P } },
	{
		name: 'an object',
		options: { method: 'POST', body: { a: 'ü', n: 1.5 } },
		sees: { method: 'POST', target: P, body: '{"a":"ü","n":1.5}', type: 'application/json' },
	},
	{
		name: 'an array',
		options: { method: 'PUT', body: [{ a: 1 }] },
		sees: { method: 'PUT', target: P, body: '[{"a":1}]', type: 'application/json' },
	},
	{
		name: 'an empty array',
		options: { method: 'POST', body: [] },
		sees: { method: 'POST', target: P, body: '[]', type: 'application/json' },
	},
	{
		name: 'JSON text with blanks around it',
		options: {
			method: 'POST',
			body: ' {"a": 1}\n',
			headers: { 'content-type': 'application/json' },
		},
		sees: { method: 'POST', target: P, body: ' {"a": 1}\n', type: 'application/json' },
	},
	{
		name: 'bytes',
		options: { method: 'PATCH', body: Buffer.from('{"x":  2}') },
		sees: { method: 'PATCH', target: P, body: '{"x":  2}', type: 'application/json' },
	},
	{ name: 'DELETE', options: { method: 'DELETE' }, sees: { method: 'DELETE', target: P } },
	{ name: 'POST without a body', options: { method: 'POST' }, sees: { method: 'POST', target: P } },
	{
		name: 'query parameters',
		options: {
			method: 'GET',
			qs: { titleEq: "it's (1) é+ü", tagsAnyof: ['a', 'b c'], flag: true, none: undefined },
		},
		sees: {
			method: 'GET',
			target: `${P}?titleEq=it%27s+%281%29+%C3%A9%2B%C3%BC&tagsAnyof=a&tagsAnyof=b+c&flag=True`,
		},
	},
	{
		name: 'a form',
		options: {
			method: 'POST',
			body: { a: 'b c', d: '1' },
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		},
		sees: {
			method: 'POST',
			target: P,
			body: 'a=b+c&d=1',
			type: 'application/x-www-form-urlencoded',
		},
	},
];

describe.each<[string, (options: object) => Work, string]>([
	['httpRequestWithAuthentication', viaNew, 'url'],
	['requestWithAuthentication', viaLegacy, 'uri'],
])('%s', (_, via, address) => {
	it.each(bodies)('signs $name', async ({ options, sees }) => {
		const { error } = await inNode(via({ [address]: url + P, ...options }));
		expect(error).toBeUndefined();
		expect(received).toHaveLength(1);
		const [{ method, target, body, headers, signed }] = received as [Received];
		expect({ method, target, body }).toEqual({ body: '', ...sees, type: undefined });
		if (sees.type) expect(headers['content-type']).toBe(sees.type);
		expect(signed).toBe(true);
	});

	it('keeps a query that is part of the address, and adds to it', async () => {
		await inNode(
			via({ method: 'GET', [address]: `${url}${P}?titleEq=a%20b`, qs: { flag: false } }),
		);
		expect(received).toMatchObject([{ target: `${P}?titleEq=a%20b&flag=False`, signed: true }]);
	});

	it('signs v1 calls, keeping the resource headers', async () => {
		const headers = { resourcetype: 'project', ResourceID: 'p-1' };
		await inNode(
			via({
				method: 'POST',
				[address]: `${url}/public`,
				headers,
				body: { query_type: 'labelrow' },
			}),
		);
		expect(received).toMatchObject([
			{ target: '/public', signed: true, headers: { resourcetype: 'project', resourceid: 'p-1' } },
		]);
	});

	it('does not follow a redirect, which would carry the signature elsewhere', async () => {
		statuses.push(302);
		await inNode(via({ method: 'GET', [address]: url + P }));
		expect(received).toHaveLength(1);
	});

	it('refuses a foreign host before anything is sent', async () => {
		const { error } = await inNode(
			via({ method: 'GET', [address]: url.replace('127.0.0.1', 'localhost') + P }),
		);
		expect(error?.message).toContain('signs requests to');
		expect(received).toEqual([]);
	});

	it('names what is wrong with the key', async () => {
		const { error } = await inNode(via({ method: 'GET', [address]: url + P }), {
			privateKey: keys.plain.publicKey,
		});
		expect(error).toMatchObject({
			message: 'This is the public key.',
			description: expect.stringContaining('Paste the private key'),
		});
	});
});

describe('both', () => {
	it('sign again after a 401, when n8n repeats the request it has changed already', async () => {
		statuses.push(401);
		await inNode(viaNew({ method: 'POST', url: url + P, qs: { a: 'b' }, body: { x: 1 } }));
		expect(received).toMatchObject([
			{ target: `${P}?a=b`, body: '{"x":1}', signed: true },
			{ target: `${P}?a=b`, body: '{"x":1}', signed: true },
		]);
	});

	it('join a base address as n8n does', async () => {
		await inNode(viaNew({ method: 'GET', baseURL: `${url}/v2/`, url: '/public/projects' }));
		expect(received).toMatchObject([{ target: P, signed: true }]);
	});

	it('sign the two bytes of an empty object that the HTTP Request node sends', async () => {
		await inNode(viaLegacy({ method: 'POST', uri: url + P, body: {} }));
		expect(received).toMatchObject([{ body: '{}', signed: true }]);
	});

	it('sign a form given as such', async () => {
		await inNode(viaLegacy({ method: 'POST', uri: url + P, form: { a: 'b c' } }));
		expect(received).toMatchObject([
			{
				body: 'a=b+c',
				signed: true,
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			},
		]);
	});

	it('refuse a multipart form with a reason', async () => {
		const { error } = await inNode(
			viaLegacy({ method: 'POST', uri: url + P, formData: { file: 'x' } }),
		);
		expect(error?.message).toContain('multipart form');
		expect(received).toEqual([]);
	});
});

describe('the senders of the nodes', () => {
	const senders: Array<[string, (n8n: IExecuteFunctions) => ReturnType<typeof n8nSend>]> = [
		['n8nSend', (n8n) => n8nSend(n8n)],
		[
			'n8nLegacySend',
			(n8n) =>
				n8nLegacySend({
					helpers: {
						request: async (options) =>
							await (n8n.helpers as unknown as { request(o: object): Promise<unknown> }).request(
								options,
							),
					},
				}),
		],
	];

	describe.each(senders)('%s', (_, sender) => {
		it('send bytes, headers and target untouched, and read any status', async () => {
			statuses.push(404);
			const body = Buffer.from(' {"not": "trimmed"} ');
			const { result } = await inNode(async (n8n) => {
				const response = await sender(n8n)({
					method: 'POST',
					url: `${url}/a%20b?c=%7E`,
					headers: { 'Content-Type': 'application/json', 'X-Own': 'yes' },
					body,
				});
				return {
					status: response.status,
					type: response.headers['content-type'],
					text: (await readBody(response.body)).toString(),
				};
			});
			expect(result).toEqual({ status: 404, type: 'application/json', text: '{"status":404}' });
			expect(received).toMatchObject([
				{
					method: 'POST',
					target: '/a%20b?c=%7E',
					body: ' {"not": "trimmed"} ',
					headers: { 'x-own': 'yes' },
				},
			]);
		});

		it('do not follow redirects', async () => {
			statuses.push(302);
			const { result } = await inNode(
				async (n8n) => (await sender(n8n)({ method: 'GET', url: `${url}/x`, headers: {} })).status,
			);
			expect(result).toBe(302);
			expect(received).toHaveLength(1);
		});

		it('report a refused connection as one that was never sent', async () => {
			const { error } = await inNode(
				async (n8n) =>
					await sender(n8n)({ method: 'GET', url: 'http://127.0.0.1:1/', headers: {} }),
			);
			expect(error?.message).toBe(
				'127.0.0.1:1 cannot be reached. The connection was refused (ECONNREFUSED).',
			);
		});
	});
});
