/** Builds the boxes of a movie for tests (ISO/IEC 14496-12). */
import { box, words } from './containerBytes';

const text = (value: string) => Buffer.from(value, 'latin1');
export const matrix = (a = 1, b = 0, c = 0, d = 1) =>
	words(...[a, b, 0, c, d, 0, 0, 0].map((value) => value * 2 ** 16), 2 ** 30);

/** A sample entry of 8 by 6 pixels. */
export function entry(codec: string, depth = 24, ...inside: Buffer[]): Buffer {
	const fields = Buffer.alloc(78);
	fields.writeUInt16BE(8, 24);
	fields.writeUInt16BE(6, 26);
	fields.writeUInt16BE(depth, 74);
	return box(codec, fields, ...inside);
}
export const stsd = (...entries: Buffer[]) => box('stsd', words(0, entries.length), ...entries);

export interface TrackParts {
	handler?: string;
	description?: Buffer;
	/** Rows of the edit list: duration in ticks of the movie, time in ticks of the track. */
	edits?: Array<[number, number]>;
	sizes?: number[];
	stsc?: number[];
	/** Positions after sorting, as offsets from the decode time. */
	ctts?: number[];
	/** The sync samples, from 1 on. */
	stss?: number[];
	timescale?: number;
	id?: number;
	turn?: Buffer;
	long?: boolean;
	/** Where the samples begin. */
	offset?: number;
}

/** A track of samples that take 10 ticks each. */
export function trak(parts: TrackParts = {}): Buffer {
	const { handler = 'vide', description = entry('jpeg'), edits, long = false } = parts;
	const { sizes = [5, 6, 7, 8], stsc = [1, 4, 1], ctts, stss, timescale = 100, id = 1 } = parts;
	const times = long ? [0, 0, 0, 0] : [0, 0];
	const header = (...fields: Buffer[]) => [words(long ? 0x01000000 : 0, ...times), ...fields];
	return box(
		'trak',
		box(
			'tkhd',
			...header(words(id, 0, ...times.slice(0, long ? 2 : 1), 0, 0, 0, 0), parts.turn ?? matrix()),
		),
		...(edits
			? [
					box(
						'edts',
						box('elst', words(0, edits.length, ...edits.flatMap((edit) => [...edit, 0x10000]))),
					),
				]
			: []),
		box(
			'mdia',
			box('mdhd', ...header(words(timescale, 0, 0))),
			box('hdlr', words(0, 0), text(handler), words(0, 0, 0)),
			box(
				'minf',
				box(
					'stbl',
					stsd(description),
					box('stts', words(0, 1, sizes.length, 10)),
					box('stsc', words(0, stsc.length / 3, ...stsc)),
					box('stsz', words(0, 0, sizes.length, ...sizes)),
					box('stco', words(0, 1, parts.offset ?? 1000)),
					...(stss ? [box('stss', words(0, stss.length, ...stss))] : []),
					...(ctts
						? [box('ctts', words(0, ctts.length, ...ctts.flatMap((offset) => [1, offset])))]
						: []),
				),
			),
		),
	);
}
export const mvhd = (timescale: number, turn = matrix()) =>
	box('mvhd', words(0, 0, 0, timescale, 0, 0, 0, 0, 0), turn);
