/** The frames of Matroska files, from elements as RFC 9559 describes them. */
import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import { ClusterScan } from '../../../src/media/matroska/clusterScan';
import { bytesInMemory } from './containerBytes';

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

describe('a Matroska file whose frames are only known by decoding', () => {
	it.each<[string, Parts, Buffer, string, boolean]>([
		['laced packets', {}, cluster(0, simple(0, KEY | 0x02)), 'its video packets are laced', false],
		['laced packets', {}, cluster(0, simple(0, KEY | 0x04)), 'its video packets are laced', false],
		[
			'an element without size',
			{},
			Buffer.concat([unsized('1f43b675'), unsized('bf')]),
			'an element inside a cluster has no size',
			false,
		],
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
