/** Pictures and timestamps put together from what a decoder writes, in pieces of any size. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { pamPictures } from '../../../src/media/ffmpeg/pamPictures';
import { PixelPool } from '../../../src/media/ffmpeg/pixelPool';
import type { FfmpegProcess } from '../../../src/media/ffmpeg/process';
import type { ByteSink, ProcessOutput } from '../../../src/media/ffmpeg/processOutput';
import { Timestamps } from '../../../src/media/ffmpeg/timestamps';

const header = (width: number, height: number, depth: number, maxValue = 255) =>
	`P7\nWIDTH ${width}\nHEIGHT ${height}\nDEPTH ${depth}\nMAXVAL ${maxValue}\nTUPLTYPE RGB\nENDHDR\n`;
const pam = (width: number, height: number, depth: number, first: number) =>
	Buffer.concat([
		Buffer.from(header(width, height, depth)),
		Buffer.from(Array.from({ length: width * height * depth }, (_, i) => (first + i) % 256)),
	]);

/** An output that gives its bytes in pieces, each when it is asked for; a piece is cut where there is no room. */
function outputOf(bytes: Buffer, pieceBytes: number): ProcessOutput {
	let sink: ByteSink | undefined;
	let sent = 0;
	return {
		readInto: (into: ByteSink) => void (sink = into),
		resume: () =>
			setImmediate(() => {
				for (let more = true; more; ) {
					if (sent === bytes.length) return sink?.ended();
					const copied = bytes.copy(sink!.space(), 0, sent, sent + pieceBytes);
					sent += copied;
					more = sink!.filled(copied);
				}
			}),
	} as unknown as ProcessOutput;
}

async function picturesOf(bytes: Buffer, pieceBytes = 1e6) {
	const pictures = [];
	for await (const picture of pamPictures(outputOf(bytes, pieceBytes), new PixelPool()))
		pictures.push([picture.width, picture.height, picture.channels, [...picture.data]]);
	return pictures;
}

describe('the pictures of a decoder', () => {
	const values = (first: number, count: number) =>
		Array.from({ length: count }, (_, i) => first + i);

	it.each([1, 2, 7, 64, 71, 100, 1e6])('are the same in pieces of %p bytes', async (pieceBytes) => {
		const bytes = Buffer.concat([pam(2, 1, 3, 10), pam(1, 1, 4, 20), pam(3, 2, 3, 30)]);
		expect(await picturesOf(bytes, pieceBytes)).toEqual([
			[2, 1, 3, values(10, 6)],
			[1, 1, 4, values(20, 4)],
			[3, 2, 3, values(30, 18)],
		]);
	});

	it('are whole: one that is cut off is dropped', async () => {
		const bytes = Buffer.concat([pam(2, 1, 3, 10), pam(2, 1, 3, 20)]);
		expect(await picturesOf(bytes.subarray(0, -1), 50)).toHaveLength(1);
		expect(await picturesOf(bytes.subarray(0, 20), 50)).toHaveLength(0);
		expect(await picturesOf(Buffer.alloc(0))).toHaveLength(0);
	});

	it.each([
		['no picture at all', Buffer.alloc(256, 65)],
		['no width', Buffer.from(header(0, 1, 3).padEnd(256))],
		['no height', Buffer.from(header(1, 0, 3).padEnd(256))],
		['two channels', Buffer.from(header(1, 1, 2).padEnd(256))],
		['five channels', Buffer.from(header(1, 1, 5).padEnd(256))],
		['16 bits', Buffer.from(header(1, 1, 3, 65_535).padEnd(256))],
		['another mark', Buffer.from(header(1, 1, 3).replace('P7', 'P6').padEnd(256))],
	])('are an error where the decoder writes %s', async (_, bytes) => {
		await expect(picturesOf(bytes)).rejects.toMatchObject({
			code: 'damaged',
			message: 'The decoder answered with something that is not a picture.',
		});
		// The header of a picture may still be coming.
		expect(await picturesOf(bytes.subarray(0, 255))).toEqual([]);
	});

	it('before something else are given first', async () => {
		const pictures = pamPictures(
			outputOf(Buffer.concat([pam(1, 1, 3, 1), Buffer.alloc(300, 65)]), 1e6),
			new PixelPool(),
		);
		expect((await pictures.next()).value?.data).toEqual(Buffer.from([1, 2, 3]));
		await expect(pictures.next()).rejects.toMatchObject({ code: 'damaged' });
	});
});

describe('the buffers of pictures', () => {
	it('are used again for pictures of the same size', () => {
		const pool = new PixelPool();
		const [first, other] = [pool.take(30), pool.take(40)];
		expect([first.length, other.length]).toEqual([30, 40]);
		pool.release(first);
		pool.release(other);
		expect(pool.take(40)).toBe(other);
		expect(pool.take(40)).not.toBe(other);
		expect(pool.take(30)).toBe(first);
		expect(pool.take(30)).not.toBe(first);
	});

	it('are kept up to four, the last ones', () => {
		const pool = new PixelPool();
		const buffers = [1, 2, 3, 4, 5].map((bytes) => pool.take(bytes));
		for (const buffer of buffers) pool.release(buffer);
		expect(buffers.map((buffer) => pool.take(buffer.length) === buffer)).toEqual([
			false,
			...[true, true, true, true],
		]);
	});
});

describe('the timestamps of a decoder', () => {
	function timestampsOf() {
		const output = new PassThrough();
		let end = () => {};
		const closed = new Promise<void>((resolve) => (end = resolve));
		const timestamps = new Timestamps({ timestamps: output, closed } as unknown as FfmpegProcess);
		return { output, end, timestamps };
	}
	const { signal } = new AbortController();

	it('are one per picture, also from pieces of lines; the header is none', async () => {
		const { output, timestamps } = timestampsOf();
		const first = timestamps.next(signal);
		output.write('# timestamp format v2\n4');
		output.write('1\n-8');
		expect(await first).toBe(41);
		const second = timestamps.next(signal);
		output.write('2\n123\n');
		expect([await second, await timestamps.next(signal)]).toEqual([-82, 123]);
	});

	it('must be there for each picture', async () => {
		const { end, timestamps } = timestampsOf();
		const next = timestamps.next(signal);
		end();
		await expect(next).rejects.toMatchObject({
			code: 'damaged',
			message: 'The decoder does not say which frame a picture is.',
		});
	});

	it('are not waited for when reading is stopped', async () => {
		const stopping = new AbortController();
		const next = timestampsOf().timestamps.next(stopping.signal);
		const why = new Error('stopped');
		stopping.abort(why);
		await expect(next).rejects.toBe(why);
	});
});
