/** A fragmented MP4 is read one fragment after the other. */
import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import { FragmentScan } from '../../../src/media/isobmff/fragmentScan';
import { findVideoTrack } from '../../../src/media/isobmff/videoTrack';
import { box, bytesInMemory, words } from './containerBytes';
import { avcRecord, nal, pictures, sequenceSet } from './h264';
import { entry, mvhd, trak, type TrackParts } from './movieBoxes';

const KIB = 1024;
const moovOf = (parts: TrackParts = {}) =>
	Buffer.concat([
		mvhd(1000),
		trak({ sizes: [], stsc: [], description: entry('png '), ...parts }),
		box('mvex', box('trex', words(0, 1, 1, 10, 5, 0))),
	]);

/** A fragment with these samples (a `trun` with the offset at which the media data begins) and this media data. */
function fragmentWith(
	trun: (offset: number) => Buffer,
	decodeTime: number,
	...data: Buffer[]
): Buffer {
	const of = (offset: number) =>
		box(
			'moof',
			box('traf', box('tfhd', words(0x020000, 1)), box('tfdt', words(0, decodeTime)), trun(offset)),
		);
	return Buffer.concat([of(of(0).length + 8), box('mdat', ...data)]);
}

/** A fragment with samples of five bytes; its media data has more bytes behind them. */
const fragment = (samples: number, decodeTime: number, more = 0): Buffer =>
	fragmentWith(
		(offset) => box('trun', words(1, samples, offset)),
		decodeTime,
		Buffer.alloc(5 * samples + more),
	);

/** A fragment with these packets. */
const fragmentOf = (packets: Buffer[], decodeTime: number): Buffer =>
	fragmentWith(
		(offset) =>
			box('trun', words(0x201, packets.length, offset, ...packets.map(({ length }) => length))),
		decodeTime,
		...packets,
	);

interface ScanOptions {
	head?: number;
	maxIndexBytes?: number;
	track?: TrackParts;
	isLocal?: boolean;
}
function scanOf(
	parts: Buffer[],
	{ head = 1e9, maxIndexBytes = 1e6, track, isLocal = false }: ScanOptions = {},
) {
	const moov = moovOf(track);
	const movie = box('moov', moov);
	const file = Buffer.concat([movie, ...parts]);
	const source = { ...bytesInMemory(file), isLocal };
	const mp4Track = findVideoTrack(moov);
	const scan = new FragmentScan(
		source,
		file.subarray(0, head),
		moov,
		movie.length,
		mp4Track,
		maxIndexBytes,
	);
	return { scan, source, file, from: movie.length, mp4Track };
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
		expect((await all(scanOf([fragment(2, 0), words(7, 0), whole]))).count).toBe(2);
		// The media data of the last fragment may be missing; that is found when it is read.
		expect((await all(scanOf([fragment(2, 0), whole.subarray(0, -3)]))).count).toBe(4);
		const moof = whole.subarray(0, whole.readUInt32BE(0));
		expect((await all(scanOf([fragment(2, 0), moof]))).count).toBe(4);
		expect((await all(scanOf([fragment(2, 0), moof.subarray(0, -1)]))).count).toBe(2);
	});

	it('follow those that the movie itself lists', async () => {
		const track = { sizes: [7, 8, 9], stsc: [1, 3, 1], stss: [1, 3], ctts: [0, 10, -5] };
		const { samples } = await all(scanOf([fragment(2, 30)], { track }));
		expect([...samples.sizes]).toEqual([7, 8, 9, 5, 5]);
		expect([...samples.offsets.subarray(0, 3)]).toEqual([1000, 1007, 1015]);
		expect([...samples.pts]).toEqual([0, 20, 15, 30, 40]);
		expect([...samples.sync]).toEqual([1, 0, 1, 1, 1]);
	});

	it('are found behind boxes with sizes of 64 bits, and in front of one up to the end', async () => {
		const long = Buffer.concat([words(1), Buffer.from('free'), words(0, 20), words(0)]);
		const media = Buffer.concat([words(0), Buffer.from('mdat'), fragment(2, 20)]);
		const whole = fragment(2, 0);
		const found = scanOf([long, whole, media]);
		expect((await all(found)).count).toBe(2);
		expect([...found.scan.table().samples.offsets]).toEqual(
			[0, 5].map((i) => found.from + long.length + whole.length - 10 + i),
		);
		const lastMoof = fragment(2, 20).subarray(0, fragment(2, 20).readUInt32BE(0));
		lastMoof.writeUInt32BE(0);
		expect((await all(scanOf([whole, lastMoof]))).count).toBe(4);
		expect((await all(scanOf([Buffer.concat([words(1), Buffer.from('free')])]))).count).toBe(0);
		const tooShort = Buffer.concat([words(1), Buffer.from('free'), words(0, 15), words(0)]);
		expect((await all(scanOf([tooShort, whole]))).count).toBe(0);
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

describe('the first packets of fragments', () => {
	const { idr, p, b, refresh } = pictures;
	const description = entry('avc1', 24, box('avcC', avcRecord(1, [sequenceSet(77)])));
	const h264 = (parts: Buffer[], head?: number) => scanOf(parts, { head, track: { description } });

	it('are eight, which show whether frames are reordered, in one fragment or several', async () => {
		const reordering = async (...fragments: Buffer[][]) => {
			let time = 0;
			const parts = fragments.map((packets) => {
				time += 1000;
				return fragmentOf(packets, time);
			});
			const found = h264(parts);
			await found.scan.advance(Number.POSITIVE_INFINITY, 1e9);
			return found.mp4Track.track.decoderConfig?.frameReordering;
		};
		const six = [p, p, p, p, p, p];
		expect(await reordering([idr, ...six, b])).toBe('yes');
		expect(await reordering([idr, ...six, p, b])).toBe('unknown');
		expect(await reordering([idr, p, p], [p, p, p, p, b])).toBe('yes');
		expect(await reordering([idr, p, p], [p, p, p, p, p, b])).toBe('unknown');
		expect(await reordering([idr, ...six], [b])).toBe('yes');
		expect(await reordering([idr, ...six, p], [b])).toBe('unknown');
	});

	it('must be a start of decoding, the first alone', async () => {
		const failure = all(h264([fragmentOf([refresh, p], 0)]));
		await expect(failure).rejects.toThrow(NeedsFullDecode);
		await expect(failure).rejects.toThrow('it begins in the middle of an intra refresh');
		expect(
			(await all(h264([fragmentOf([idr, refresh], 0), fragmentOf([refresh], 50)]))).count,
		).toBe(3);
		// Nothing is known of packets in other codecs.
		expect((await all(scanOf([fragmentOf([refresh, p], 0)]))).count).toBe(2);
	});

	it('say what a decoder must know, the first alone', async () => {
		const [first, second] = [nal(0x68, 1), nal(0x68, 2)];
		for (const head of [undefined, 100]) {
			const packets = [Buffer.concat([first, idr]), Buffer.concat([second, p])];
			const more = [...packets, ...packets];
			const found = h264([fragmentOf(packets, 0), fragmentOf(more, 50)], head);
			await found.scan.advance(Number.POSITIVE_INFINITY, 1e9);
			expect(found.mp4Track.track.startState).toEqual(first);
		}
	});

	it('are fetched alone where media data is skipped', async () => {
		const filler = box('mdat', Buffer.alloc(300 * KIB));
		// A long picture; of each packet the first 4 KiB are examined.
		const long = Buffer.concat([nal(0x68, 1), idr, Buffer.alloc(20 * KIB)]);
		const found = h264([filler, fragmentOf([long, long], 0)], 1000);
		await found.scan.advance(Number.POSITIVE_INFINITY, 1e9);
		expect(found.scan.table().count).toBe(2);
		expect(found.mp4Track.track.startState).toEqual(nal(0x68, 1));
		expect(found.source.reads.map(([, length]) => length)).toEqual([8 * KIB, 8 * KIB, 8 * KIB]);
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
	});

	it.each([
		['as long as the others', 300 * KIB],
		['shorter', 1],
	])(
		'is one request for each fragment that is ahead, where the last one is %s',
		async (_, last) => {
			const count = 6;
			const parts = Array.from({ length: count }, (_unused, i) =>
				fragment(20, 200 * i, i === count - 1 ? last : 300 * KIB),
			);
			const { scan, source } = scanOf(parts, { head: 1000 });
			const told: number[] = [];
			const sent: number[] = [];
			for (let fragments = 2; fragments <= count; fragments++) {
				await scan.advance(20 * fragments - 17, 1e9);
				told.push(scan.bytesToFinish / (32 * KIB));
				sent.push(source.reads.length);
			}
			expect(scan.finished).toBe(false);
			await scan.advance(Number.POSITIVE_INFINITY, 1e9);
			told.push(scan.bytesToFinish / (32 * KIB));
			sent.push(source.reads.length);
			expect(told).toEqual(sent.map((requests) => source.reads.length - requests));
			expect(told).toEqual([4, 3, 2, 1, 0, 0]);
		},
	);

	it('is nothing where the file is on this machine', async () => {
		const parts = [0, 1, 2].map((i) => fragment(20, 200 * i, 300 * KIB));
		const { scan } = scanOf(parts, { head: 1000, isLocal: true });
		expect(scan.bytesToFinish).toBe(0);
		await scan.advance(23, 1e9);
		expect([scan.settled, scan.bytesToFinish]).toEqual([23, 0]);
	});

	it('skips media data of more than 256 KiB with its header', async () => {
		const skips = async (length: number) => {
			const found = scanOf([fragment(2, 0, length - 8 - 10), fragment(2, 20)]);
			expect((await all(found)).count).toBe(4);
			return found.scan.bytes === found.source;
		};
		expect([await skips(256 * KIB), await skips(256 * KIB + 1)]).toEqual([false, true]);
	});

	it('is about as much as asked, until media data is skipped', async () => {
		const parts = (bytes: number) => [0, 1, 2, 3].map((i) => fragment(20, 200 * i, bytes));
		const { scan, file } = scanOf(parts(250 * KIB).concat(box('free', Buffer.alloc(1024 * KIB))), {
			head: 1000,
		});
		await scan.advance(100, 0);
		expect(scan.bytesToFinish).toBe(file.length - 1000);
		await scan.advance(100, 1);
		expect([scan.finished, scan.bytesToFinish]).toEqual([false, file.length - 1000 - 1024 * KIB]);
		const large = scanOf(parts(1500 * KIB), { head: 100 });
		await large.scan.advance(100, 1);
		expect([large.scan.finished, large.scan.settled]).toEqual([false, 3]);
		await large.scan.advance(100, 1);
		expect([large.scan.finished, large.scan.settled]).toEqual([true, 80]);
	});

	it('is nothing behind the end, where the last media data is cut off', async () => {
		const whole = [0, 1, 2].map((i) => fragment(2, 20 * i, 300 * KIB));
		const cut = whole.map((part, i) => (i === 2 ? part.subarray(0, -1000) : part));
		const found = scanOf(cut, { head: 1000 });
		expect((await all(found)).count).toBe(6);
		expect([found.scan.finished, found.scan.bytesToFinish]).toEqual([true, 0]);
		expect(found.source.reads.filter(([, length]) => length <= 0)).toEqual([]);
	});

	it('is dropped once the frames in front are settled', async () => {
		const parts = Array.from({ length: 12 }, (_, i) => fragment(2, 20 * i, 250 * KIB));
		const { scan, source, file } = scanOf(parts, { head: 1000 });
		await scan.advance(Number.POSITIVE_INFINITY, 1e9);
		await scan.bytes.read(10, 20);
		expect(source.reads).toEqual([]);
		scan.releaseSettled();
		expect(await scan.bytes.read(10, 20)).toEqual(file.subarray(10, 30));
		expect(source.reads).toEqual([[10, 20]]);
		// 24 samples: of the last 18 and three sync samples before them, the first is sample 4.
		const { offsets } = scan.table().samples;
		await scan.bytes.read(offsets[4]!, 5);
		expect(source.reads).toEqual([[10, 20]]);
	});
});
