/** What the caller reads when the workflow is slow or fails, and what becomes of an answer that comes too late. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { watchResponse, type RunResult } from '../../../nodes/EncordTrigger/callResponse';

type Response = Parameters<typeof watchResponse>[0];

let server: Server;
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

/** A response with the methods of Express that n8n uses, of a real connection. */
async function called(
	answer: (response: Response) => void | Promise<void>,
	{ limitMs = undefined as number | undefined } = {},
) {
	const seen = { late: [] as RunResult[], ends: 0 };
	let answered: Promise<void> = Promise.resolve();
	server = createServer((_request, plain) => {
		const response = Object.assign(plain, {
			status(code: number) {
				plain.statusCode = code;
				return plain;
			},
			json(body: unknown) {
				plain.setHeader('content-type', 'application/json');
				plain.end(JSON.stringify(body) ?? '');
				return plain;
			},
		}) as unknown as Response;
		watchResponse(response, {
			...(limitMs !== undefined && { limitMs }),
			stillWorking: { status: 200, body: { message: 'Still at work' } },
			failed: { message: 'It failed' },
			onLateResult: (result) => seen.late.push(result),
			onEnd: () => (seen.ends += 1),
		});
		answered = Promise.resolve(answer(response));
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	const text = await response.text();
	await answered;
	await new Promise((resolve) => setTimeout(resolve, 30));
	return { status: response.status, body: text === '' ? undefined : JSON.parse(text), ...seen };
}

const later = () => new Promise((resolve) => setTimeout(resolve, 80));

describe('an answer in time', () => {
	it('goes out as it is, and ends the run', async () =>
		expect(
			await called((response) => void response.status(400).json({ message: 'No cats' }), {
				limitMs: 10_000,
			}),
		).toEqual({ status: 400, body: { message: 'No cats' }, late: [], ends: 1 }));

	it('may be empty', async () =>
		expect(await called((response) => void response.json(undefined))).toMatchObject({
			status: 200,
			body: undefined,
			ends: 1,
		}));

	it('says where to look when the workflow failed', async () =>
		expect(
			await called((response) => void response.status(500).json({ message: 'Error in workflow' })),
		).toMatchObject({ status: 500, body: { message: 'It failed' } }));

	it('keeps another message with status 500', async () =>
		expect(
			await called(
				(response) => void response.status(500).json({ message: 'Error in workflow 2' }),
			),
		).toMatchObject({ body: { message: 'Error in workflow 2' } }));
});

describe('an answer that comes too late', () => {
	it.each<[string, (response: Response) => void, RunResult]>([
		[
			'a message',
			(r) => void r.status(200).json({ message: ' Two cats ' }),
			{ status: 200, message: 'Two cats' },
		],
		['nothing', (r) => void r.status(200).json(undefined), { status: 200 }],
		['a text', (r) => void r.send('plain'), { status: 200 }],
		['bytes', (r) => void r.end(Buffer.from('x')), { status: 200 }],
		[
			'a failure',
			(r) => void r.status(500).json({ message: 'Error in workflow' }),
			{ status: 500, message: 'It failed' },
		],
	])('is handed on: %s', async (_name, answer, result) => {
		const seen = await called(
			async (response) => {
				await later();
				expect(response.headersSent).toBe(true);
				// As n8n does it: headers, the answer, and the end once more.
				response.setHeader('content-security-policy', 'sandbox');
				response.setHeaders(new Headers({ 'content-type': 'application/json' }));
				answer(response);
				response.end();
			},
			{ limitMs: 20 },
		);
		expect(seen).toEqual({
			status: 200,
			body: { message: 'Still at work' },
			late: [result],
			ends: 1,
		});
	});

	it('does not end the run before it is there', async () => {
		const seen = await called(() => undefined, { limitMs: 20 });
		expect(seen).toMatchObject({ body: { message: 'Still at work' }, late: [], ends: 0 });
	});
});
