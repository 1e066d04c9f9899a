/** The video track of a movie and its frames, from boxes as ISO/IEC 14496-12 describes them. */
import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import { boxes, child } from '../../../src/media/isobmff/boxes';
import { parseEditList } from '../../../src/media/isobmff/editList';
import { movieSampleTable } from '../../../src/media/isobmff/movieIndex';
import {
	decoderConfigOf,
	parseSampleDescription,
	type SampleDescription,
} from '../../../src/media/isobmff/sampleDescription';
import { findVideoTrack, movieHeaderOf } from '../../../src/media/isobmff/videoTrack';
import { box, words } from './containerBytes';
import { avcRecord, sequenceSet } from './h264';
import { entry, matrix, mvhd, stsd, trak, type TrackParts } from './movieBoxes';

const movie = (...tracks: Buffer[]) => Buffer.concat([mvhd(1000), ...tracks]);
const tableOf = (parts: TrackParts) => {
	const moov = movie(trak(parts));
	return movieSampleTable(moov, findVideoTrack(moov));
};
const framesOf = (parts: TrackParts) => [...tableOf(parts).frameSamples];
const why = (parts: TrackParts) => {
	try {
		tableOf(parts);
		return undefined;
	} catch (error) {
		return [error instanceof NeedsFullDecode, (error as Error).message];
	}
};

describe('the edit list', () => {
	const list = (...body: Buffer[]) => box('edts', box('elst', ...body));

	it('has rows of 32 or 64 bits', () => {
		expect(parseEditList(list(words(0, 2, 500, -1, 0x10000, 1000, 40, 0x10000)))).toEqual([
			{ duration: 500, mediaTime: -1 },
			{ duration: 1000, mediaTime: 40 },
		]);
		expect(
			parseEditList(list(words(0x01000000, 2, 1, 5, -1, -1, 0x10000, 0, 7, 0, 9, 0x10000))),
		).toEqual([
			{ duration: 2 ** 32 + 5, mediaTime: -1 },
			{ duration: 7, mediaTime: 9 },
		]);
	});

	it('has rows of 64 bits as many as it has bytes for', () => {
		const rows = [0, 7, 0, 9, 0x10000, 0, 8, 0];
		expect(parseEditList(list(words(0x01000000, 2, ...rows)))).toEqual([
			{ duration: 7, mediaTime: 9 },
		]);
		expect(parseEditList(list(words(0x01000000, 1, ...rows)))).toHaveLength(1);
		expect(parseEditList(list(words(0x01000000, 1, ...rows.slice(0, 4))))).toEqual([]);
		expect(parseEditList(list(words(0, 1, 500, 40, 0x10000, 600, 50, 0x10000)))).toEqual([
			{ duration: 500, mediaTime: 40 },
		]);
	});

	it('has as many rows as it has bytes for', () => {
		expect(parseEditList(list(words(0, 3, 500, 40, 0x10000, 600)))).toEqual([
			{ duration: 500, mediaTime: 40 },
		]);
		expect(parseEditList(list(words(0)))).toEqual([]);
		expect(parseEditList(box('tkhd'))).toEqual([]);
	});
});

describe('the sample description', () => {
	it('is the first entry', () => {
		const body = stsd(entry('avc1', 24, box('avcC', words(7))), entry('hvc1')).subarray(8);
		expect(parseSampleDescription(body)).toEqual({
			...{ codec: 'avc1', width: 8, height: 6, depth: 24 },
			boxes: box('avcC', words(7)),
		});
	});

	it('is missing where the entry is too short by a byte', () => {
		const body = stsd(entry('avc1')).subarray(8);
		expect(parseSampleDescription(body.subarray(0, 8 + 86))).toBeDefined();
		expect(parseSampleDescription(body.subarray(0, 8 + 85))).toBeUndefined();
		expect(parseSampleDescription(words(0, 1))).toBeUndefined();
		expect(parseSampleDescription(words(0, 1, 200))).toBeUndefined();
	});

	const configOf = (codec: string, inside: Buffer[]) =>
		decoderConfigOf(
			parseSampleDescription(stsd(entry(codec, 24, ...inside)).subarray(8)) as SampleDescription,
		);
	const avcC = box('avcC', avcRecord(2, [sequenceSet(66)]));
	const hvcC = box('hvcC', Buffer.alloc(21), Buffer.from([0xfd, 0]));

	it.each(['avc1', 'avc2', 'avc3', 'avc4'])('of %s has the record of H.264', (codec) => {
		expect(configOf(codec, [box('pasp'), avcC, hvcC])).toMatchObject({
			codec: 'avc',
			nalLengthSize: 2,
			frameReordering: 'no',
		});
		expect(configOf(codec, [hvcC])).toBeUndefined();
	});

	it.each(['hvc1', 'hev1', 'dvh1', 'dvhe'])('of %s has the record of HEVC', (codec) => {
		expect(configOf(codec, [avcC, hvcC])).toMatchObject({ codec: 'hevc', nalLengthSize: 2 });
		expect(configOf(codec, [avcC])).toBeUndefined();
	});

	it.each(['avc5', 'avc', 'xavc1', 'vp09', 'jpeg', 'hvc2'])('of %s has none', (codec) => {
		expect(configOf(codec.padEnd(4).slice(0, 4), [avcC, hvcC])).toBeUndefined();
	});
});

describe('the header of a movie', () => {
	it('is read in its short and its long form', () => {
		const turn = matrix(0, 1, -1, 0);
		const long = box('mvhd', words(0x01000000, 0, 0, 0, 0, 600, 0, 0, 0, 0, 0, 0), turn);
		for (const header of [mvhd(600, turn), long])
			expect(movieHeaderOf(header)).toEqual({
				timescale: 600,
				matrix: [0, 2 ** 16, 0, -(2 ** 16), 0, 0, 0, 0, 2 ** 30],
			});
	});

	it('has 1,000 ticks a second where it says none', () => {
		expect(
			[
				mvhd(0),
				box('mvhd', words(0, 0)),
				box('mvhd', words(0, 0, 0, 600, 0)),
				box('mvhd', words(0, 0, 0, 600, 0, 0)),
				box('trak'),
			].map((moov) => movieHeaderOf(moov).timescale),
		).toEqual([1000, 1000, 1000, 600, 1000]);
	});
});

describe('the video track', () => {
	it('is described, in the short and the long form of its headers', () => {
		for (const long of [false, true]) {
			const moov = movie(
				trak({ handler: 'soun', id: 4 }),
				trak({
					long,
					id: 7,
					timescale: 90,
					description: entry('png ', 32),
					turn: matrix(0, 1, -1, 0),
				}),
			);
			expect(findVideoTrack(moov)).toMatchObject({
				trackId: 7,
				streamIndex: 1,
				description: { codec: 'png ', width: 8, height: 6 },
				track: { timescale: 90, timeZeroPts: 0, turn: ['transpose=clock'], hasAlpha: true },
			});
		}
	});

	it('is the first one that is no cover picture, else the first one', () => {
		const cover = (id: number) => trak({ id, sizes: [5], stsc: [1, 1, 1] });
		expect(findVideoTrack(movie(cover(1), trak({ id: 2 }), trak({ id: 3 }))).trackId).toBe(2);
		expect(findVideoTrack(movie(cover(1), cover(2))).trackId).toBe(1);
		expect(findVideoTrack(movie(trak({ id: 2 }))).track.hasAlpha).toBe(false);
	});

	it('must be there, and must have a clock', () => {
		expect(() => findVideoTrack(movie(trak({ handler: 'soun' })))).toThrow(
			'The file has no video track.',
		);
		expect(() => findVideoTrack(movie(trak({ timescale: 0 })))).toThrow('its track has no clock');
	});

	it('is none where one of its boxes is missing or too short', () => {
		const whole = trak();
		const without = (type: string) => {
			const other = Buffer.from(whole);
			other.write('free', whole.indexOf(type, 0, 'latin1'), 'latin1');
			return other;
		};
		for (const type of ['mdia', 'hdlr', 'mdhd', 'minf', 'stbl', 'tkhd', 'stsd'])
			expect(() => findVideoTrack(movie(without(type)))).toThrow('The file has no video track.');
		const withHeaders = (tkhd: number, mdhd: number, stsdBytes = 1000, ...tables: Buffer[]) => {
			const found = findVideoTrack(movie(whole));
			const mdia = [...boxes(found.trak)].find(({ type }) => type === 'mdia')!.body;
			return box(
				'trak',
				box('tkhd', child(found.trak, 'tkhd')!.subarray(0, tkhd)),
				box(
					'mdia',
					box('mdhd', child(mdia, 'mdhd')!.subarray(0, mdhd)),
					box('hdlr', child(mdia, 'hdlr')!),
					box('minf', box('stbl', box('stsd', found.stsd.subarray(0, stsdBytes)), ...tables)),
				),
			);
		};
		expect(findVideoTrack(movie(withHeaders(24, 24))).trackId).toBe(1);
		for (const cut of [withHeaders(23, 24), withHeaders(24, 23), withHeaders(24, 24, 90)])
			expect(() => findVideoTrack(movie(cut))).toThrow('The file has no video track.');
		// A track without a number of samples, or whose number is cut off, is no cover picture.
		for (const tables of [[], [box('stsz', words(0, 0))], [box('stsz', words(0, 0, 2))]])
			expect(
				findVideoTrack(movie(withHeaders(24, 24, 1000, ...tables), trak({ id: 5 }))).trackId,
			).toBe(1);
		const one = box('stsz', words(0, 0, 1));
		expect(findVideoTrack(movie(withHeaders(24, 24, 1000, one), trak({ id: 5 }))).trackId).toBe(5);
		expect(findVideoTrack(movie(withHeaders(24, 23), trak({ id: 5 })))).toMatchObject({
			trackId: 5,
			streamIndex: 1,
		});
	});

	it.each<[string, Array<[number, number]> | undefined, number]>([
		['no edit', undefined, 0],
		[
			'two empty edits',
			[
				[500, -1],
				[300, -1],
			],
			-50,
		],
		['an empty edit of 14.6 ticks', [[146, -1]], -15],
		['a part that lies before the track', [[0, -7]], 0],
		[
			'two parts',
			[
				[100, 20],
				[100, 50],
			],
			20,
		],
		['a part from tick 40 on', [[0, 40]], 40],
		[
			'an empty edit of half a second first',
			[
				[500, -1],
				[0, 40],
			],
			40 - 50,
		],
		['an empty edit alone', [[500, -1]], -50],
	])('begins at second 0 as its edits say: %s', (_, edits, ticks) => {
		expect(findVideoTrack(movie(trak({ edits }))).track.timeZeroPts).toBe(ticks);
	});
});

describe('the frames of a movie', () => {
	it('are its samples, in the order of presentation', () => {
		expect(framesOf({})).toEqual([0, 1, 2, 3]);
		expect(framesOf({ ctts: [0, 15, 0, 0] })).toEqual([0, 2, 1, 3]);
	});

	it.each<[string, Array<[number, number]>, number[]]>([
		['from tick 10 on', [[0, 10]], [1, 2, 3]],
		['from tick 11 on', [[0, 11]], [2, 3]],
		['ticks 10 to 29', [[200, 10]], [1, 2]],
		['ticks 10 to 30', [[210, 10]], [1, 2, 3]],
		[
			'after an empty edit',
			[
				[500, -1],
				[200, 0],
			],
			[0, 1],
		],
	])('are those of the part that is shown: %s', (_, edits, frames) => {
		expect(framesOf({ edits })).toEqual(frames);
	});

	it.each<[string, TrackParts, string]>([
		[
			'two parts',
			{
				edits: [
					[100, 0],
					[100, 20],
				],
			},
			'it shows several parts of the track',
		],
		[
			'two empty edits',
			{
				edits: [
					[100, -1],
					[100, -1],
					[0, 0],
				],
			},
			'it shows several parts of the track',
		],
		[
			'pictures of fields',
			{ description: entry('avc1', 24, box('avcC', avcRecord(4, [sequenceSet(77, 'fields')]))) },
			'its pictures may be stored as two fields each',
		],
		[
			'a cut of AV1 at its end',
			{ description: entry('av01'), edits: [[300, 0]] },
			'it hides some of its frames',
		],
		['an old codec', { description: entry('mp4v') }, 'its samples may not be one picture each'],
		[
			'hidden frames of AV1',
			{ description: entry('av01'), edits: [[0, 10]] },
			'it hides some of its frames',
		],
	])('are only known by decoding: %s', (_, parts, reason) => {
		expect(why(parts)).toEqual([true, `The file's index cannot be used: ${reason}.`]);
	});

	it.each([
		'avc1',
		'avc4',
		'hvc1',
		'hev1',
		'dvh1',
		'dvhe',
		'vp09',
		'av01',
		'avc2',
		'avc3',
		...['apco', 'apcs', 'apcn', 'apch', 'ap4h', 'ap4x'],
		'AVdn',
		'AVdh',
		'jpeg',
		'png ',
	])('are known of %s', (codec) => {
		expect(why({ description: entry(codec) })).toBeUndefined();
	});

	it('are all of them where the edits hide none', () => {
		expect(framesOf({ description: entry('av01'), edits: [[310, 0]] })).toEqual([0, 1, 2, 3]);
		expect(framesOf({ edits: [[500, -1]] })).toEqual([0, 1, 2, 3]);
	});

	it('of the part are told by the clock of the track, rounded', () => {
		const shown = (duration: number, timescale: number) =>
			framesOf({ timescale, edits: [[duration, 0]] });
		// A tick of the movie is 0.09 ticks of the track.
		expect(shown(105, 90)).toEqual([0]);
		expect(shown(117, 90)).toEqual([0, 1]);
		expect(shown(10, 1000)).toEqual([0]);
		expect(shown(11, 1000)).toEqual([0, 1]);
	});

	it('of an encrypted track are refused', () => {
		expect(why({ description: entry('encv') })).toEqual([
			false,
			'The video is encrypted. Upload it without protection.',
		]);
	});

	it('are known where a second description is there and no sample uses it', () => {
		const twice = (stsc: number[]) => {
			const one = trak({ stsc });
			const list = stsd(entry('jpeg')).subarray(8);
			const two = Buffer.concat([list, entry('jpeg')]);
			two.writeUInt32BE(2, 4);
			const { description, ...found } = findVideoTrack(movie(one));
			return () => movieSampleTable(movie(one), { ...found, description, stsd: two });
		};
		expect(twice([1, 4, 1])().count).toBe(4);
		expect(twice([1, 4, 2])).toThrow('its sample description changes in the middle');
	});
});
