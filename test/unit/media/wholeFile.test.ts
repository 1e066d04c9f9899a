/** A download whose connection breaks goes on where it broke, or says that it is not whole. */
import { expect, it } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { downloadWhole } from '../../../src/media/bytes/download';
import type { MediaError } from '../../../src/media/errors';
import type { HttpResponse } from '../../../src/encord/wire/send';

const file = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7) % 251));

interface Storage {
	/** Bytes of the first reply; then its connection ends. */
	until: number;
	/** It ends as if that were all. */
	quietly?: boolean;
	/** It tells the size of the file. */
	tellsSize: boolean;
}

async function downloaded({ until, quietly = false, tellsSize }: Storage) {
	const asked: Array<string | undefined> = [];
	const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
	async function* body(from: number, to: number) {
		for (let at = from; at < to; at += 1000) yield file.subarray(at, Math.min(to, at + 1000));
		if (to < file.length && !quietly) throw new Error('socket hang up');
	}
	try {
		const bytes = await downloadWhole(async () => 'https://storage.example.com/file', {
			deadline,
			maxBytes: 1e6,
			send: async ({ headers = {} }): Promise<HttpResponse> => {
				const { range } = Object.fromEntries(
					Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
				);
				asked.push(range);
				if (range === undefined) {
					const length: Record<string, string> = tellsSize
						? { 'content-length': String(file.length) }
						: {};
					return { status: 200, headers: { ...length, etag: '"one"' }, body: body(0, until) };
				}
				const [from, last] = range.replace('bytes=', '').split('-').map(Number);
				const end = Math.min(file.length, (last || file.length - 1) + 1);
				return {
					status: 206,
					headers: {
						'content-range': `bytes ${from}-${end - 1}/${file.length}`,
						'content-length': String(end - from!),
						etag: '"one"',
					},
					body: body(from!, end),
				};
			},
		});
		return { same: bytes.equals(file), asked };
	} catch (error) {
		const { code, message } = error as MediaError;
		return { code, message, asked };
	} finally {
		deadline.end();
	}
}

it.each([
	['breaks', false],
	['ends early', true],
])('goes on where it %s, when the size is known', async (_name, quietly) => {
	const { same, asked } = await downloaded({ until: 2500, quietly, tellsSize: true });
	expect(same).toBe(true);
	expect(asked[0]).toBeUndefined();
	expect(asked[1]).toMatch(/^bytes=2500-/);
});

it('says that it broke, when nobody knows how much is missing', async () => {
	expect(await downloaded({ until: 2500, tellsSize: false })).toEqual({
		code: 'network',
		message: 'The connection to the storage broke. Try again later.',
		asked: [undefined],
	});
});

it('is whole at the end of the body, when the size is not known', async () => {
	expect(await downloaded({ until: file.length, tellsSize: false })).toEqual({
		same: true,
		asked: [undefined],
	});
});
