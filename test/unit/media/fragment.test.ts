/**
 * The samples of movie fragments (ISO/IEC 14496-12 §8.8), and tables in their less usual forms (ISO/IEC 14496-12 §8.6, ISO/IEC 14496-12
 * §8.7).
 */
import { describe, expect, it } from '@jest/globals';
import { HeaderReader } from '../../../src/media/bytes/headerReader';
import { readFragment, trackDefaults, type SampleSink } from '../../../src/media/isobmff/fragment';
import { readSamples, usesSeveralDescriptions } from '../../../src/media/isobmff/sampleTables';
import { samplesAreSequential } from '../../../src/media/isobmff/sequentialSamples';
import { box, bytesInMemory, words } from './containerBytes';

type Sample = [
	offset: number,
	size: number,
	dts: number,
	compositionOffset: number,
	isSync: boolean,
];

const nonSync = 0x10000;
const dependsOnOthers = 0x01000000;

/** The samples of track 1 in a fragment at offset 1000. */
function samplesOf(
	moof: Buffer[],
	defaults = { duration: 10, size: 100, flags: 0 },
	decodeTime = 0,
) {
	const samples: Sample[] = [];
	const sink: SampleSink = { decodeTime, add: (...sample) => void samples.push(sample) };
	readFragment(Buffer.concat(moof), 1000, 1, defaults, sink);
	return { samples, decodeTime: sink.decodeTime };
}
const tfhd = (flags: number, track: number, ...fields: number[]) =>
	box('tfhd', words(flags, track, ...fields));
const trun = (flags: number, count: number, ...fields: number[]) =>
	box('trun', words(flags, count, ...fields));

describe('the samples of a fragment', () => {
	it('have the defaults of the movie, one behind the other', () => {
		expect(samplesOf([box('traf', tfhd(0, 1), trun(1, 2, 50))], undefined, 70)).toEqual({
			samples: [
				[1050, 100, 70, 0, true],
				[1150, 100, 80, 0, true],
			],
			decodeTime: 90,
		});
	});

	it('have the defaults of their track fragment before those of the movie', () => {
		// Description, duration, size, flags.
		expect(
			samplesOf([box('traf', tfhd(0x2 | 0x8 | 0x10 | 0x20, 1, 9, 7, 5, nonSync), trun(0, 2))])
				.samples,
		).toEqual([
			[1000, 5, 0, 0, false],
			[1005, 5, 7, 0, false],
		]);
		expect(samplesOf([box('traf', tfhd(0x10, 1, 5), trun(0, 1))]).samples).toEqual([
			[1000, 5, 0, 0, true],
		]);
	});

	it('have their own duration, size, flags and shift', () => {
		const run = trun(0x100 | 0x200 | 0x400 | 0x800, 2, 7, 5, 0, 20, 8, 6, dependsOnOthers, -3);
		expect(samplesOf([box('traf', tfhd(0, 1), run)])).toEqual({
			samples: [
				[1000, 5, 0, 20, true],
				[1005, 6, 7, -3, false],
			],
			decodeTime: 15,
		});
	});

	it('may have flags of the first one apart', () => {
		const defaults = { duration: 10, size: 100, flags: nonSync };
		const first = samplesOf([box('traf', tfhd(0, 1), trun(0x4, 3, 0))], defaults).samples;
		expect(first.map(([, , , , isSync]) => isSync)).toEqual([true, false, false]);
		const none = samplesOf([box('traf', tfhd(0, 1), trun(0, 2))], defaults).samples;
		expect(none.map(([, , , , isSync]) => isSync)).toEqual([false, false]);
	});

	it.each<[string, Buffer, number]>([
		['the fragment', tfhd(0x020000, 1), 1000],
		['an offset of its own', tfhd(0x1, 1, 1, 5), 2 ** 32 + 5],
		['the fragment, where it is the first one', tfhd(0, 1), 1000],
	])('lie behind %s', (_, header, base) => {
		expect(samplesOf([box('traf', header, trun(1, 1, -4))]).samples[0]?.[0]).toBe(base - 4);
		expect(samplesOf([box('traf', header, trun(0, 1))]).samples[0]?.[0]).toBe(base);
	});

	it('lie behind those of the run and of the track before', () => {
		const moof = [
			box('traf', tfhd(0, 2), trun(1, 3, 200)),
			box('traf', tfhd(0, 1), trun(0, 2), trun(0, 1)),
		];
		expect(samplesOf(moof).samples.map(([offset]) => offset)).toEqual([1500, 1600, 1700]);
		const [other, own] = moof;
		const fromFragment = Buffer.concat([other!, box('traf', tfhd(0x020000, 1), trun(0, 1))]);
		expect(samplesOf([fromFragment]).samples[0]?.[0]).toBe(1000);
		expect(samplesOf([other!]).samples).toEqual([]);
		expect(samplesOf([own!]).samples[0]?.[0]).toBe(1000);
	});

	it('begin at the time that the fragment says', () => {
		const at = (...tfdt: number[]) =>
			samplesOf([box('traf', tfhd(0, 1), box('tfdt', words(...tfdt)), trun(0, 1))], undefined, 5)
				.samples[0]?.[2];
		expect([at(0, 40), at(0x01000000, 1, 40), at(0)]).toEqual([40, 2 ** 32 + 40, 5]);
	});

	it.each<[string, Buffer]>([
		['does not say which track it belongs to', box('traf', trun(0, 1))],
		['does not say which track it belongs to', box('traf', box('tfhd', words(0)), trun(0, 1))],
		['promises more samples than it lists', box('traf', tfhd(0, 1), trun(0x200, 2, 5))],
		['promises more samples than it lists', box('traf', tfhd(0x1, 1, 1), trun(0, 1))],
		['promises more samples than it lists', box('traf', tfhd(0, 1), box('trun'))],
		['promises more samples than it lists', box('traf', tfhd(0, 1), box('trun', words(0)))],
		[
			'promises more samples than it lists',
			box('traf', tfhd(0, 1), box('tfdt', words(0x01000000, 1))),
		],
	])('are refused where a fragment %s', (reason, traf) => {
		expect(() => samplesOf([traf])).toThrow(reason);
	});

	it('take defaults of their own track from the movie', () => {
		const trex = (track: number, ...fields: number[]) => box('trex', words(0, track, 1, ...fields));
		const moov = box(
			'mvex',
			trex(1, 11, 12, 13),
			trex(2, 21, 22, 23),
			box('trex', words(0, 3, 1, 1, 1)),
		);
		expect(trackDefaults(moov, 2)).toEqual({ duration: 21, size: 22, flags: 23 });
		expect(trackDefaults(moov, 3)).toEqual({ duration: 0, size: 0, flags: 0 });
		expect(trackDefaults(box('trak'), 1)).toEqual({ duration: 0, size: 0, flags: 0 });
	});
});

describe('the tables of a track', () => {
	const tables = (changes: Record<string, Buffer | undefined>) =>
		Buffer.concat(
			Object.entries({
				stts: words(0, 1, 3, 10),
				stsc: words(0, 1, 1, 3, 1),
				stsz: words(0, 0, 3, 5, 6, 7),
				stco: words(0, 1, 100),
				...changes,
			}).flatMap(([type, body]) => (body ? [box(type, body)] : [])),
		);
	const bytes = (...values: number[]) => Buffer.from(values);

	it.each<[number, Buffer, number[]]>([
		[4, bytes(0x56, 0x70), [5, 6, 7]],
		[8, bytes(5, 200, 7), [5, 200, 7]],
		[16, bytes(1, 0, 0, 200, 0, 7), [256, 200, 7]],
	])('may hold sizes of %p bits', (bits, entries, sizes) => {
		const stz2 = Buffer.concat([words(0, bits, 3), entries]);
		expect([...readSamples(tables({ stsz: undefined, stz2 })).sizes]).toEqual(sizes);
		// Half a byte too few of 4 bits.
		expect(() => readSamples(tables({ stsz: undefined, stz2: stz2.subarray(0, -1) }))).toThrow(
			'the "stz2" table promises more entries than it has',
		);
	});

	it('hold sizes of 32 bits before those of fewer, and one size for all', () => {
		const stz2 = Buffer.concat([words(0, 8, 3), bytes(1, 1, 1)]);
		expect([...readSamples(tables({ stz2 })).sizes]).toEqual([5, 6, 7]);
		expect([...readSamples(tables({ stsz: words(0, 9, 3) })).sizes]).toEqual([9, 9, 9]);
		expect(() => readSamples(tables({ stsz: words(0, 9) }))).toThrow('the "stsz" table is cut off');
		expect(() => readSamples(tables({ stsz: undefined, stz2: words(0, 8) }))).toThrow(
			'the "stz2" table is cut off',
		);
	});

	it('place samples in chunks: so many in each, from which chunk on', () => {
		const offsets = (changes: Record<string, Buffer>) => [
			...readSamples(tables({ stts: words(0, 1, 6, 10), stsz: words(0, 5, 6), ...changes }))
				.offsets,
		];
		const stco = words(0, 4, 100, 200, 300, 400);
		// One in the first two chunks, two in the third, three in the fourth.
		const seven = { stts: words(0, 1, 7, 10), stsz: words(0, 5, 7) };
		expect(offsets({ stco, stsc: words(0, 3, 1, 1, 1, 3, 2, 1, 4, 3, 1), ...seven })).toEqual([
			100, 200, 300, 305, 400, 405, 410,
		]);
		expect(offsets({ stco, stsc: words(0, 2, 1, 2, 1, 3, 1, 1) })).toEqual([
			100, 105, 200, 205, 300, 400,
		]);
		// A chunk that promises more than there are.
		expect(offsets({ stco, stsc: words(0, 1, 1, 4, 1) })).toEqual([100, 105, 110, 115, 200, 205]);
		// Chunks before the first one that is listed hold no sample.
		expect(offsets({ stco, stsc: words(0, 1, 3, 3, 1) })).toEqual([300, 305, 310, 400, 405, 410]);
	});

	it('may be empty', () => {
		const empty = {
			stts: words(0, 0),
			stsc: words(0, 0),
			stsz: words(0, 0, 0),
			stco: words(0, 0),
		};
		expect(readSamples(tables(empty)).count).toBe(0);
		expect(() => readSamples(tables({ ...empty, stsc: undefined }))).toThrow(
			'it does not say how samples are grouped',
		);
	});

	it('time samples by several runs, of which some may go back', () => {
		const times = (stts: Buffer, ctts?: Buffer) => [
			...readSamples(tables({ stts, ctts, stsz: words(0, 5, 4), stsc: words(0, 1, 1, 4, 1) })).pts,
		];
		expect(times(words(0, 3, 1, 10, 2, 7, 1, 99))).toEqual([0, 10, 17, 24]);
		expect(times(words(0, 2, 2, 10, 2, -3))).toEqual([0, 10, 20, 17]);
		expect(times(words(0, 1, 9, 10))).toEqual([0, 10, 20, 30]);
		expect(times(words(0, 1, 4, 10), words(0, 3, 1, 5, 2, -1, 5, 100))).toEqual([5, 9, 19, 130]);
	});

	it('may hold offsets of 64 bits', () => {
		const co64 = words(0, 1, 1, 7);
		expect([...readSamples(tables({ stco: undefined, co64 })).offsets]).toEqual([
			2 ** 32 + 7,
			2 ** 32 + 12,
			2 ** 32 + 18,
		]);
	});

	it('list sync samples in full and in part; without a list all are', () => {
		expect([...readSamples(tables({})).sync]).toEqual([1, 1, 1]);
		expect([...readSamples(tables({ stss: words(0, 1, 1) })).sync]).toEqual([1, 0, 0]);
		expect([...readSamples(tables({ stss: words(0, 1, 1), stps: words(0, 1, 3) })).sync]).toEqual([
			1, 0, 1,
		]);
		expect([...readSamples(tables({ stss: words(0, 0) })).sync]).toEqual([0, 0, 0]);
		expect([...readSamples(tables({ stss: words(0, 2, 2, 3) })).sync]).toEqual([0, 1, 1]);
		expect([...readSamples(tables({ stps: words(0, 1, 3) })).sync]).toEqual([1, 1, 1]);
		expect([...readSamples(tables({ stss: words(0, 3, 0, 2, 9) })).sync]).toEqual([0, 1, 0]);
	});

	it.each<[string, Record<string, Buffer | undefined>, string]>([
		['no sizes', { stsz: undefined }, 'it has no sizes of samples'],
		['sizes cut off', { stsz: words(0, 0) }, 'the "stsz" table is cut off'],
		['no times', { stts: undefined }, 'it has no times of samples'],
		['times cut off', { stts: words(0) }, 'the "stts" table is cut off'],
		['fewer times', { stts: words(0, 1, 2, 10) }, 'it times fewer samples than it counts'],
		['no positions', { stco: undefined }, 'it has no positions of samples'],
		['no groups', { stsc: undefined }, 'it does not say how samples are grouped'],
		['fewer places', { stsc: words(0, 1, 1, 2, 1) }, 'it places fewer samples than it counts'],
		[
			'a later chunk',
			{ stsc: words(0, 2, 1, 1, 1, 3, 1, 1) },
			'samples lie in a chunk that does not exist',
		],
		[
			'more shifts than bytes',
			{ ctts: words(0, 2, 1, 0) },
			'the "ctts" table promises more entries than it has',
		],
	])('are refused with %s', (_, changes, reason) => {
		expect(() => readSamples(tables(changes))).toThrow(`The file's index is damaged: ${reason}.`);
	});

	it('may shift fewer samples than there are, also back', () => {
		expect([...readSamples(tables({ ctts: words(0, 1, 2, -5) })).pts]).toEqual([-5, 5, 20]);
	});

	it('tell whether another description is used', () => {
		expect(usesSeveralDescriptions(tables({}))).toBe(false);
		expect(usesSeveralDescriptions(tables({ stsc: words(0, 2, 1, 1, 1, 2, 2, 2) }))).toBe(true);
		expect(usesSeveralDescriptions(tables({ stsc: undefined }))).toBe(false);
	});
});

describe('a movie that is read from a pipe', () => {
	/** `mdat` boxes of these lengths behind a `moov` of 40 bytes. */
	const isSequential = async (offsets: number[], sizes: number[], ...mdats: number[]) => {
		const file = Buffer.concat([
			box('moov', Buffer.alloc(32)),
			...mdats.map((length) => box('mdat', Buffer.alloc(length))),
		]);
		const stbl = Buffer.concat([
			box('stts', words(0, 1, sizes.length, 10)),
			box('stsc', words(0, 1, 1, 1, 1)),
			box('stsz', words(0, 0, sizes.length, ...sizes)),
			box('stco', words(0, offsets.length, ...offsets)),
		]);
		return await samplesAreSequential(new HeaderReader(bytesInMemory(file), file, 0), stbl, 40);
	};

	it('has its samples behind each other in the boxes for them', async () => {
		expect(await isSequential([48, 53], [5, 6], 11)).toBe(true);
		expect(await isSequential([48, 60], [5, 6], 5, 6)).toBe(false);
		expect(await isSequential([48, 61], [5, 6], 5, 6)).toBe(true);
		expect(await isSequential([50, 56], [5, 6], 20)).toBe(true);
	});

	const reads = async (behind: Buffer[], offsets: number[], from = 0) => {
		const stbl = Buffer.concat([
			box('stts', words(0, 1, offsets.length, 10)),
			box('stsc', words(0, 1, 1, 1, 1)),
			box('stsz', words(0, 5, offsets.length)),
			box('stco', words(0, offsets.length, ...offsets)),
		]);
		const file = Buffer.concat(behind);
		const source = bytesInMemory(file);
		const reader = new HeaderReader(source, file.subarray(0, 4), 16);
		return { result: await samplesAreSequential(reader, stbl, from), reads: source.reads };
	};
	const free = box('free', Buffer.alloc(12));

	it('has them in boxes of each kind of header, behind others', async () => {
		const media = Buffer.alloc(10);
		const long = Buffer.concat([words(1), Buffer.from('mdat'), words(0, 26), media]);
		expect((await reads([free, long], [36, 41])).result).toBe(true);
		expect((await reads([free, long], [35, 41])).result).toBe(false);
		expect((await reads([free, long], [36, 42])).result).toBe(false);
		const toTheEnd = Buffer.concat([words(0), Buffer.from('mdat'), media]);
		expect((await reads([free, toTheEnd], [28, 33])).result).toBe(true);
		expect((await reads([free, toTheEnd], [28, 34])).result).toBe(false);
		// Bytes of another box are no place for samples.
		expect((await reads([box('free', media), box('mdat', media)], [8])).result).toBe(false);
		expect((await reads([free, box('mdat', media)], [28], 20)).result).toBe(true);
	});

	it('is searched no further than its last sample', async () => {
		const behind = Buffer.concat([box('mdat', Buffer.alloc(92)), box('free', Buffer.alloc(92))]);
		expect(await reads([behind], [8])).toEqual({ result: true, reads: [[4, 32]] });
		expect(await reads([behind], [])).toEqual({ result: true, reads: [] });
	});

	it('is not found behind 1,000 boxes, or a box that is damaged', async () => {
		const many = (count: number) => Array<Buffer>(count).fill(box('free'));
		const media = box('mdat', Buffer.alloc(5));
		expect((await reads([...many(999), media], [8 * 1000])).result).toBe(true);
		expect((await reads([...many(1000), media], [8 * 1001])).result).toBe(false);
		const short = Buffer.concat([words(7), Buffer.from('free')]);
		expect((await reads([short, media], [16])).result).toBe(false);
		// The media data is cut off, and the next sample lies behind it.
		expect((await reads([media.subarray(0, -1)], [8, 100])).result).toBe(false);
	});

	it.each<[string, number[], number[], number[]]>([
		['a sample ends behind its box', [48, 53], [5, 7], [11]],
		['a sample lies before the box', [10, 53], [5, 6], [11]],
		['samples lie in another order', [53, 48], [5, 5], [11]],
		['samples overlap', [48, 52], [5, 5], [11]],
		['the last sample is in no box', [48, 100], [5, 5], [11]],
	])('is not where %s', async (_, offsets, sizes, mdats) => {
		expect(await isSequential(offsets, sizes, ...mdats)).toBe(false);
	});
});
