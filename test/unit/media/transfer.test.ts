/** A body that is not read to its end does not hold its connection while the file stays open. */
import { expect, it } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { Transfer } from '../../../src/media/bytes/transfer';

async function read(maxBytes: number, chunks: number, enough: number) {
	const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
	let closed = false;
	async function* sent() {
		try {
			for (let chunk = 0; chunk < chunks; chunk += 1) yield Buffer.alloc(10, chunk);
		} finally {
			closed = true;
		}
	}
	const transfer = new Transfer({
		url: async () => 'https://storage.example.com/file',
		deadline,
		maxBytes,
		maxRequests: 1,
		send: async () => ({ status: 200, headers: {}, body: sent() }),
	});
	let seen = 0;
	let message = '';
	try {
		for await (const chunk of transfer.body(await transfer.get())) {
			seen += chunk.length;
			if (seen >= enough) break;
		}
	} catch (error) {
		message = (error as Error).message;
	}
	await new Promise((resolve) => setImmediate(resolve));
	const state = { seen, closed, message, cut: deadline.signal.aborted };
	deadline.end();
	return state;
}

it('closes the body when the reader has enough, and the file stays open', async () => {
	expect(await read(1e6, 50, 20)).toEqual({ seen: 20, closed: true, message: '', cut: false });
});

it('closes the body when it is larger than the limit', async () => {
	expect(await read(25, 50, 1000)).toMatchObject({
		seen: 20,
		closed: true,
		message: expect.stringMatching(/^More than 0 MiB were needed/),
	});
});

it('reads a body to its end', async () => {
	expect(await read(1e6, 3, 1000)).toEqual({ seen: 30, closed: true, message: '', cut: false });
});
