/** The frames of Matroska files, from elements as RFC 9559 describes them. */
import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import { ClusterScan } from '../../../src/media/matroska/clusterScan';
import { bytesInMemory } from './containerBytes';
import { avcRecord, nal, pictures, sequenceSet } from './h264';

const hex = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex');
const element = (id: string, ...content: Buffer[]) => {
	const body = Buffer.concat(content);
	return Buffer.concat([hex(id), hex((0x4000 | body.length).toString(16)), body]);
};
const unsized = (id: string) => hex(`${id} 01 ff ff ff ff ff ff ff`);
const uint = (id: string, value: number) => element(id, Buffer.from([value >> 8, value & 255]));

interface Parts {
	codec?: string;
	track?: Buffer[];
	info?: Buffer[];
	/** In front of the clusters. */
	before?: Buffer[];
}

const fileOf = ({ codec = 'V_AV1', track = [], info, before = [] }: Parts, ...clusters: Buffer[]) =>
	Buffer.concat([
		element('1a45dfa3'),
		unsized('18538067'),
		...(info ? [element('1549a966', ...info)] : []),
		...before,
		element(
			'1654ae6b',
			element('ae', uint('d7', 1), uint('83', 1), element('86', Buffer.from(codec)), ...track),
		),
		...clusters,
	]);
/** A block of a track: its time relative to the cluster, its flags, its packet. */
const block = (time: number, flags: number, packet = Buffer.from('packet'), track = 1) =>
	Buffer.concat([
		hex((0x80 | track).toString(16)),
		Buffer.from([(time >> 8) & 255, time & 255, flags]),
		packet,
	]);
const simple = (...parts: Parameters<typeof block>) => element('a3', block(...parts));
const group = (...content: Buffer[]) => element('a0', ...content);
const cluster = (time: number, ...blocks: Buffer[]) =>
	element('1f43b675', uint('e7', time), ...blocks);
const KEY = 0x80;
const INVISIBLE = 0x08;

async function scanned(parts: Parts, ...clusters: Buffer[]) {
	const file = fileOf(parts, ...clusters);
	const scan = await ClusterScan.open(bytesInMemory(file), file);
	await scan.advance(Number.POSITIVE_INFINITY, 1e9);
	const table = scan.table();
	const { offsets, sizes, pts, sync } = table.samples;
	return {
		scan,
		table,
		pts: [...pts],
		sync: [...sync],
		frames: [...table.frameSamples],
		packets: [...offsets].map((offset, i) => file.toString('latin1', offset, offset + sizes[i]!)),
	};
}

describe('the frames of a Matroska file', () => {
	it('are its simple blocks, at the time of their cluster', async () => {
		const found = await scanned(
			{},
			cluster(1000, simple(0, KEY, Buffer.from('one')), simple(40, 0, Buffer.from('two'))),
			cluster(2000, simple(-20, KEY, Buffer.from('three'))),
		);
		expect(found).toMatchObject({
			pts: [1000, 1040, 1980],
			sync: [1, 0, 1],
			packets: ['one', 'two', 'three'],
		});
		expect([found.scan.finished, found.scan.settled]).toEqual([true, 3]);
		expect(found.table.timeOf(1)).toBe(1.04);
	});

	it('are blocks in groups, where decoding can start unless they refer to others', async () => {
		const found = await scanned(
			{},
			cluster(
				0,
				group(element('a1', block(0, 0)), uint('9b', 40)),
				group(element('a1', block(40, KEY)), uint('9b', 40), element('fb', hex('d8'))),
				group(element('a1', block(80, 0))),
				simple(120, 0),
			),
			cluster(160, group(element('a1', block(0, 0)))),
		);
		expect(found.sync).toEqual([1, 0, 1, 0, 1]);
	});

	it('are blocks in groups, whose elements have any order', async () => {
		const reference = element('fb', hex('d8'));
		const blockAt = (time: number) => element('a1', block(time, KEY));
		const found = await scanned(
			{},
			cluster(
				0,
				group(blockAt(0)),
				group(reference, blockAt(40)),
				group(uint('9b', 40), reference, blockAt(80)),
				group(uint('9b', 40), blockAt(120), uint('9b', 40)),
				group(blockAt(160), reference),
				simple(200, KEY),
				group(blockAt(240)),
			),
			Buffer.concat([unsized('1f43b675'), uint('e7', 280), group(blockAt(0))]),
			cluster(320, group(blockAt(0), reference)),
		);
		expect(found.pts).toEqual([0, 40, 80, 120, 160, 200, 240, 280, 320]);
		expect(found.sync).toEqual([1, 0, 0, 1, 0, 1, 1, 1, 0]);
	});

	it('may be in tracks of high numbers, and clusters of late times', async () => {
		const wide = (time: number, flags: number) =>
			element('a3', hex('412c'), Buffer.from([0, time, flags]), Buffer.from('wide'));
		const track = element(
			'ae',
			uint('d7', 300),
			uint('83', 1),
			element('86', Buffer.from('V_AV1')),
		);
		const file = Buffer.concat([
			element('1a45dfa3'),
			unsized('18538067'),
			element('1654ae6b', track),
			element(
				'1f43b675',
				element('e7', hex('0100000000')),
				wide(1, KEY),
				simple(2, KEY),
				wide(3, 0),
			),
			// Without a time of its own a cluster has that of the one before.
			element('1f43b675', wide(4, KEY)),
		]);
		const scan = await ClusterScan.open(bytesInMemory(file), file);
		await scan.advance(Number.POSITIVE_INFINITY, 1e9);
		const { pts, offsets, sync } = scan.table().samples;
		expect([[...pts], [...sync]]).toEqual([
			[2 ** 32 + 1, 2 ** 32 + 3, 2 ** 32 + 4],
			[1, 0, 1],
		]);
		expect([...offsets].map((offset) => file.toString('latin1', offset, offset + 4))).toEqual(
			Array(3).fill('wide'),
		);
	});

	it('are no blocks that are too short for a header', async () => {
		for (const short of ['', '81', '81 0000', '00 0000 80', '40 01 0000'])
			expect(
				(await scanned({}, cluster(0, simple(0, KEY), element('a3', hex(short)), simple(9, KEY))))
					.pts,
			).toEqual([0, 9]);
		expect((await scanned({}, cluster(0, element('a3', hex('81 0000 80'))))).packets).toEqual(['']);
		const atTheEnd = await scanned({}, cluster(0, simple(0, KEY)), element('a3', hex('81 0000')));
		expect(atTheEnd.pts).toEqual([0]);
	});

	it('do not count blocks of other tracks, nor invisible ones', async () => {
		const found = await scanned(
			{},
			cluster(
				0,
				simple(0, KEY),
				simple(0, KEY, Buffer.from('sound'), 2),
				simple(10, INVISIBLE),
				simple(20, 0),
			),
		);
		expect([found.pts, found.frames]).toEqual([
			[0, 10, 20],
			[0, 2],
		]);
		expect(found.scan.settled).toBe(2);
	});

	it('do not count packets of VP8 that are not shown', async () => {
		const shown = Buffer.from([0x10, 0, 0]);
		const hidden = Buffer.from([0, 0, 0]);
		const found = await scanned(
			{ codec: 'V_VP8' },
			cluster(0, simple(0, KEY, shown), simple(10, 0, hidden), simple(20, 0, shown)),
		);
		expect(found.frames).toEqual([0, 2]);
	});

	it('are found behind other elements, and behind clusters without a size', async () => {
		const blocks = (time: number) => [uint('e7', time), uint('ab', 7), simple(0, KEY)];
		const found = await scanned(
			{ before: [element('114d9b74', uint('53ab', 1)), element('ec', Buffer.alloc(20))] },
			Buffer.concat([unsized('1f43b675'), ...blocks(10)]),
			Buffer.concat([unsized('1f43b675'), ...blocks(20)]),
			element('1c53bb6b', Buffer.alloc(30)),
			cluster(30, simple(0, KEY)),
		);
		expect(found.pts).toEqual([10, 20, 30]);
	});

	it('end where the file is cut off', async () => {
		const whole = fileOf({}, cluster(0, simple(0, KEY), simple(10, 0)));
		const cut = whole.subarray(0, -1);
		const scan = await ClusterScan.open(bytesInMemory(cut), cut);
		await scan.advance(10, 1e9);
		expect([scan.finished, scan.table().count]).toEqual([true, 1]);
	});

	it('have the ticks of the file', async () => {
		const second = cluster(0, simple(0, KEY), simple(100, 0));
		expect(
			(await scanned({ info: [element('2ad7b1', hex('0f4240'))] }, second)).table.timeOf(1),
		).toBe(0.1);
		expect(
			(await scanned({ info: [element('2ad7b1', hex('0186a0'))] }, second)).table.timeOf(1),
		).toBe(0.01);
		expect((await scanned({ info: [element('2ad7b1', hex('00'))] }, second)).table.timeOf(1)).toBe(
			0.1,
		);
		expect((await scanned({ info: [] }, second)).table.timeOf(1)).toBe(0.1);
	});

	it('are told as far as they are settled, before the end is known', async () => {
		const blocks = Array.from({ length: 30 }, (_, i) => simple(i, i ? 0 : KEY));
		const file = fileOf({}, cluster(0, ...blocks));
		const scan = await ClusterScan.open(bytesInMemory(file), file);
		await scan.advance(5, 1e9);
		// 17 frames behind a frame may still be presented before it.
		expect([scan.finished, scan.settled]).toEqual([false, 5]);
		expect(scan.table().count).toBe(22);
		await scan.advance(14, 1e9);
		expect([scan.finished, scan.settled]).toEqual([true, 30]);
	});
});

describe('the first packets of a Matroska file', () => {
	const { idr, p, b, refresh } = pictures;
	const record = element('63a2', avcRecord(1, [sequenceSet(77)]));
	const codec = 'V_MPEG4/ISO/AVC';
	const h264 = (packets: Buffer[], ...track: Buffer[]) =>
		scanned(
			{ codec, track: [record, ...track] },
			cluster(0, ...packets.map((packet, i) => simple(10 * i, i ? 0 : KEY, packet))),
		);
	const reordering = async (...packets: Buffer[]) =>
		await h264(packets).then(
			({ scan }) => scan.track.track.decoderConfig?.frameReordering,
			(error: Error) => error.message,
		);
	const decodeTimes =
		"The file's index cannot be used: its timestamps are those of decoding, not of presentation.";

	it('are eight, which show whether frames are reordered', async () => {
		const six = [p, p, p, p, p, p];
		expect(await reordering(idr, ...six, p, b)).toBe('unknown');
		// These have the times of their places in the file.
		expect(await reordering(idr, ...six, b)).toBe(decodeTimes);
		expect(await reordering(idr, b)).toBe(decodeTimes);
	});

	it('must be a start of decoding, the first alone', async () => {
		const failure = h264([refresh, p]);
		await expect(failure).rejects.toThrow(NeedsFullDecode);
		await expect(failure).rejects.toThrow('it begins in the middle of an intra refresh');
		expect((await h264([idr, refresh])).pts).toEqual([0, 10]);
		expect((await scanned({}, cluster(0, simple(0, KEY, refresh)))).pts).toEqual([0]);
	});

	it('say what a decoder must know, the first alone', async () => {
		const [first, second] = [nal(0x68, 1), nal(0x68, 2)];
		const found = await h264([Buffer.concat([first, idr]), Buffer.concat([second, p])]);
		expect(found.scan.track.track.startState).toEqual(first);
	});

	it('are examined up to 4 KiB', async () => {
		const message = (bytes: number) =>
			Array<Buffer>(bytes / 256).fill(nal(0x06, ...Array<number>(254).fill(0x80)));
		const begins = async (bytes: number) => await h264([Buffer.concat([...message(bytes), idr])]);
		expect((await begins(4096 - 256)).pts).toEqual([0]);
		await expect(begins(4096)).rejects.toThrow(
			'its first packet begins with more than is examined',
		);
	});

	it('may lack their first bytes where these are no more than a picture', async () => {
		const stripped = (bytes: Buffer) =>
			element('6d80', element('6240', element('5034', uint('4254', 3), element('4255', bytes))));
		const found = await h264([idr.subarray(1), p.subarray(1)], stripped(Buffer.from([4])));
		expect(found.pts).toEqual([0, 10]);
		expect(found.scan.track.track.startState).toEqual(Buffer.alloc(0));
		// Without what was removed, the first packet would have no picture.
		await expect(h264([idr.subarray(1)])).rejects.toThrow('begins with more than is examined');
		const withSet = Buffer.concat([nal(0x68, 1), idr]);
		const failure = h264([withSet.subarray(1)], stripped(withSet.subarray(0, 1)));
		await expect(failure).rejects.toThrow(NeedsFullDecode);
		await expect(failure).rejects.toThrow(
			'its packets are shortened, and the first one holds more than a picture',
		);
	});

	it('of Motion JPEG have tables of their own from the second on', async () => {
		const scan = [0xff, 0xda, 0, 2];
		const own = Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0, 3, 1, ...scan]);
		const shared = Buffer.from([0xff, 0xd8, ...scan]);
		const jpeg = async (...packets: Buffer[]) =>
			(
				await scanned(
					{ codec: 'V_MJPEG' },
					cluster(0, ...packets.map((packet, i) => simple(i, KEY, packet))),
				)
			).pts.length;
		expect([await jpeg(own, own), await jpeg(shared, own, shared)]).toEqual([2, 3]);
		await expect(jpeg(own, shared)).rejects.toThrow('share the tables of the first one');
		const other = scanned({}, cluster(0, simple(0, KEY, own), simple(1, KEY, shared)));
		expect((await other).pts).toEqual([0, 1]);
	});

	it('of VP8 that are invisible are no frames even when they are to be shown', async () => {
		const shown = Buffer.from([0x10, 0, 0]);
		const blocks = [simple(0, KEY, shown), simple(10, INVISIBLE, shown), simple(20, 0, shown)];
		expect((await scanned({ codec: 'V_VP8' }, cluster(0, ...blocks))).frames).toEqual([0, 2]);
	});
});

describe('what is fetched of a Matroska file', () => {
	const MIB = 2 ** 20;
	const packet = Buffer.alloc(16_000);
	/** Frames of 16,007 bytes, a key frame every 50. */
	const file = fileOf(
		{},
		unsized('1f43b675'),
		uint('e7', 0),
		...Array.from({ length: 700 }, (_, i) => simple(i, i % 50 ? 0 : KEY, packet)),
	);
	const opened = async () => {
		const source = bytesInMemory(file);
		return { source, scan: await ClusterScan.open(source, file.subarray(0, 1000)) };
	};
	const lengths = ({ chunks }: { chunks: Array<[number, number]> }) =>
		chunks.map(([, length]) => length);

	it('are requests of 1 MiB at first, and of 2 MiB while much is to be read', async () => {
		const { source, scan } = await opened();
		await scan.advance(Number.POSITIVE_INFINITY, 1e9);
		const whole = lengths(source);
		expect(whole.slice(0, -1)).toEqual([
			MIB,
			MIB,
			...Array<number>(whole.length - 3).fill(2 * MIB),
		]);
		expect(1000 + whole.reduce((sum, length) => sum + length, 0)).toBe(file.length);
		expect([scan.settled, scan.bytesToFinish]).toEqual([700, 0]);
	});

	it('are requests of 1 MiB where little is to be read, and an eighth of it between', async () => {
		const little = await opened();
		await little.scan.advance(200, 1e9);
		expect(new Set(lengths(little.source))).toEqual(new Set([MIB]));
		const { source, scan } = await opened();
		await scan.advance(670, 1e9);
		const [first, second, third = 0] = lengths(source);
		expect([first, second]).toEqual([MIB, MIB]);
		// 66 frames begin in the first part. 49 are settled then, which have taken all bytes so far.
		const position = scan.table().samples.offsets[66]! - 7;
		expect(third).toBe(Math.floor(((670 - 49) * position) / 49 / 8));
	});

	it('is not looked through for what belongs to another block', async () => {
		const fill = element('ec', packet);
		const parts = Array<Buffer>(200).fill(fill);
		const one = fileOf({}, cluster(0, group(element('a1', block(0, 0)))), ...parts);
		const scan = await ClusterScan.open(bytesInMemory(one), one.subarray(0, 200));
		await scan.advance(Number.POSITIVE_INFINITY, 1);
		expect(scan.table().samples.sync).toEqual(Uint8Array.of(1));
		expect(scan.bytesToFinish).toBe(one.length - 200 - MIB);
	});

	it('is about as much as asked', async () => {
		const { scan } = await opened();
		expect(scan.bytesToFinish).toBe(file.length - 1000);
		await scan.advance(Number.POSITIVE_INFINITY, 0);
		expect(scan.bytesToFinish).toBe(file.length - 1000);
		await scan.advance(Number.POSITIVE_INFINITY, 1);
		expect([scan.finished, scan.bytesToFinish]).toEqual([false, file.length - 1000 - MIB]);
		await scan.advance(Number.POSITIVE_INFINITY, MIB + 1);
		expect([scan.finished, scan.bytesToFinish]).toEqual([false, file.length - 1000 - 4 * MIB]);
	});

	it('is dropped once the frames in front are settled', async () => {
		const { source, scan } = await opened();
		await scan.advance(Number.POSITIVE_INFINITY, 1e9);
		await scan.bytes.read(10, 20);
		expect(source.reads).toEqual([]);
		scan.releaseSettled();
		expect(await scan.bytes.read(10, 20)).toEqual(file.subarray(10, 30));
		expect(source.reads).toEqual([[10, 20]]);
		// Frame 682 is the last settled one; key frames 650, 600, 550.
		await scan.bytes.read(scan.table().samples.offsets[550]!, 16_000);
		expect(source.reads).toEqual([[10, 20]]);
	});
});

describe('a Matroska file whose frames are only known by decoding', () => {
	it.each<[string, Parts, Buffer, string, boolean]>([
		['laced packets', {}, cluster(0, simple(0, KEY | 0x02)), 'its video packets are laced', false],
		['laced packets', {}, cluster(0, simple(0, KEY | 0x04)), 'its video packets are laced', false],
		// A CRC, a simple block, a group and the block in a group.
		...[
			unsized('bf'),
			Buffer.concat([unsized('a3'), block(0, KEY)]),
			Buffer.concat([unsized('a0'), element('a1', block(0, KEY))]),
			element('a0', unsized('a1'), block(0, KEY)),
		].map((inner): [string, Parts, Buffer, string, boolean] => [
			'an element without size',
			{},
			Buffer.concat([unsized('1f43b675'), inner]),
			'an element inside a cluster has no size',
			false,
		]),
		[
			'compressed packets',
			{ track: [element('6d80', element('6240', element('5034')))] },
			cluster(0),
			'its packets are compressed once more',
			false,
		],
		[
			'tracks behind the clusters',
			{ before: [cluster(0)] },
			cluster(0),
			'its tracks are not described at its beginning',
			true,
		],
		[
			'a header element without size',
			{ before: [unsized('ec')] },
			cluster(0),
			'an element of its header has no size',
			true,
		],
	])('%s', async (_, parts, clusters, reason, needsFile) => {
		const failure = await scanned(parts, clusters).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(NeedsFullDecode);
		expect(failure).toMatchObject({
			message: `The file's index cannot be used: ${reason}.`,
			needsFile,
		});
	});

	it('does not count laced packets of another track', async () => {
		expect(
			(await scanned({}, cluster(0, simple(0, 0x02, undefined, 2), simple(0, KEY)))).pts,
		).toEqual([0]);
	});
});

describe('the track of a Matroska file', () => {
	it('is the first video track', async () => {
		const sound = element('ae', uint('d7', 5), uint('83', 2), element('86', Buffer.from('A_OPUS')));
		const video = (id: number) =>
			element(
				'ae',
				uint('d7', id),
				uint('83', 1),
				element('86', Buffer.from('V_VP9\0')),
				element('e0', uint('53c0', 1)),
			);
		const file = Buffer.concat([
			element('1a45dfa3'),
			unsized('18538067'),
			element('1654ae6b', sound, video(7), video(8)),
			cluster(0),
		]);
		const { track } = await ClusterScan.open(bytesInMemory(file), file);
		expect(track).toMatchObject({
			number: 7,
			codecId: 'V_VP9',
			track: { hasAlpha: true, timescale: 1000 },
		});
		expect(track.entry).toEqual(video(7));
		const audio = Buffer.concat([
			element('1a45dfa3'),
			unsized('18538067'),
			element('1654ae6b', sound),
			cluster(0),
		]);
		await expect(ClusterScan.open(bytesInMemory(audio), audio)).rejects.toThrow(
			'The file has no video track.',
		);
	});

	it('may have packets without their first bytes', async () => {
		const stripping = element('5034', uint('4254', 3), element('4255', Buffer.from([0x10])));
		const track = [element('6d80', element('6240', stripping))];
		// With the byte that was removed, each packet is one that is shown.
		const found = await scanned(
			{ codec: 'V_VP8', track },
			cluster(0, simple(0, KEY, Buffer.from([0, 0]))),
		);
		expect(found.scan.track.strippedHeader).toEqual(Buffer.from([0x10]));
		expect(found.frames).toEqual([0]);
	});

	it('must be described', async () => {
		const nothing = Buffer.alloc(0);
		await expect(ClusterScan.open(bytesInMemory(nothing), nothing)).rejects.toThrow(
			'The file has no readable header. Upload it again or re-encode it.',
		);
	});
});
