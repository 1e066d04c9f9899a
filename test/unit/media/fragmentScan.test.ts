/** A fragmented MP4 is read one fragment after the other. */
import { describe, expect, it } from '@jest/globals';
import { FragmentScan } from '../../../src/media/isobmff/fragmentScan';
import { findVideoTrack } from '../../../src/media/isobmff/videoTrack';
import { box, bytesInMemory, words } from './containerBytes';
import { entry, mvhd, trak } from './movieBoxes';

const KIB = 1024;
const moov = Buffer.concat([
	mvhd(1000),
	trak({ sizes: [], stsc: [], description: entry('png ') }),
	box('mvex', box('trex', words(0, 1, 1, 10, 5, 0))),
]);

/** A fragment with samples of five bytes; its media data has more bytes behind them. */
function fragment(samples: number, decodeTime: number, more = 0): Buffer {
	const of = (offset: number) =>
		box(
			'moof',
			box(
				'traf',
				box('tfhd', words(0x020000, 1)),
				box('tfdt', words(0, decodeTime)),
				box('trun', words(1, samples, offset)),
			),
		);
	const moof = of(of(0).length + 8);
	return Buffer.concat([moof, box('mdat', Buffer.alloc(5 * samples + more))]);
}

function scanOf(parts: Buffer[], { head = 1e9, maxIndexBytes = 1e6 } = {}) {
	const movie = box('moov', moov);
	const file = Buffer.concat([movie, ...parts]);
	const source = bytesInMemory(file);
	const scan = new FragmentScan(
		source,
		file.subarray(0, head),
		moov,
		movie.length,
		findVideoTrack(moov),
		maxIndexBytes,
	);
	return { scan, source, file, from: movie.length };
}
const all = async ({ scan }: ReturnType<typeof scanOf>) => {
	await scan.advance(Number.POSITIVE_INFINITY, 1e9);
	return scan.table();
};

describe('the frames of fragments', () => {
	it('are those of all fragments, in their order', async () => {
		const found = scanOf([fragment(2, 0), box('free'), fragment(3, 20)]);
		const table = await all(found);
		expect([...table.samples.pts]).toEqual([0, 10, 20, 30, 40]);
		expect([...table.samples.sizes]).toEqual([5, 5, 5, 5, 5]);
		expect([found.scan.finished, found.scan.settled]).toEqual([true, 5]);
	});

	it('are read until enough of them are settled: 17 more may still change their numbers', async () => {
		const { scan } = scanOf([0, 1, 2, 3].map((i) => fragment(10, 100 * i)));
		await scan.advance(3, 1e9);
		expect([scan.finished, scan.settled]).toEqual([false, 3]);
		await scan.advance(4, 1e9);
		expect(scan.settled).toBe(13);
		await scan.advance(100, 1e9);
		expect([scan.finished, scan.settled]).toEqual([true, 40]);
	});

	it('end where the file ends, or where a fragment is cut off', async () => {
		const whole = fragment(2, 20);
		const cut = scanOf([fragment(2, 0), whole.subarray(0, 30)]);
		expect((await all(cut)).count).toBe(2);
		expect(cut.scan.finished).toBe(true);
		expect((await all(scanOf([fragment(2, 0), words(4)]))).count).toBe(2);
		expect((await all(scanOf([fragment(2, 0), words(4, 0)]))).count).toBe(2);
		// The media data of the last fragment may be missing; that is found when it is read.
		expect((await all(scanOf([fragment(2, 0), whole.subarray(0, -3)]))).count).toBe(4);
	});

	it('are only known by decoding where one is not decoded after the one before', async () => {
		await expect(all(scanOf([fragment(2, 0), fragment(2, 10)]))).rejects.toThrow(
			'one of its samples is not decoded after the one before',
		);
	});

	it('are not read where the index of one fragment is too long', async () => {
		const size = fragment(2, 0).readUInt32BE(0);
		expect((await all(scanOf([fragment(2, 0)], { maxIndexBytes: size }))).count).toBe(2);
		await expect(all(scanOf([fragment(2, 0)], { maxIndexBytes: size - 1 }))).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'The index of one fragment is longer than the limit.',
		});
	});
});

describe('what is fetched for fragments', () => {
	it('is everything while the media data is small', async () => {
		const found = scanOf(
			[0, 1, 2].map((i) => fragment(2, 20 * i, 200 * KIB)),
			{ head: 1000 },
		);
		await all(found);
		expect(found.scan.bytesToFinish).toBe(0);
		expect(found.source.reads).toEqual([]);
		expect(found.scan.bytes).not.toBe(found.source);
	});

	it('is the headers alone once media data is larger than 256 KiB', async () => {
		const found = scanOf(
			[0, 1, 2].map((i) => fragment(2, 20 * i, 300 * KIB)),
			{ head: 1000 },
		);
		await all(found);
		expect(found.scan.bytes).toBe(found.source);
		const fetched = found.source.reads.reduce((sum, [, length]) => sum + length, 0);
		expect(fetched).toBeLessThanOrEqual(4 * 8 * KIB);
		expect((await all(found)).count).toBe(6);
	});

	it('is told before: the rest of the file, or requests for its headers', async () => {
		const small = scanOf(
			[0, 1].map((i) => fragment(20, 200 * i, KIB)),
			{ head: 1000 },
		);
		expect(small.scan.bytesToFinish).toBe(small.file.length - 1000);
		const parts = [0, 1, 2, 3].map((i) => fragment(20, 200 * i, 300 * KIB));
		const large = scanOf(parts, { head: 1000 });
		await large.scan.advance(23, 1e9);
		// The media data of the second fragment is not behind it yet.
		const read = large.from + parts[0]!.length + parts[1]!.readUInt32BE(0);
		const left = Math.ceil((large.file.length - read) / (read / 2));
		// Each request counts as 32 KiB.
		expect(large.scan.bytesToFinish).toBe(32 * KIB * left);
	});
});
