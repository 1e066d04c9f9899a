/**
 * A small fragmented MP4 of our own around chosen packets: ffmpeg sees neither the customer's container nor the network.
 */
import type { MiniContainer } from '../video/indexedFrames';
import { rankTicks, ticksPerPicture } from '../index/marks';
import { type SampleTable, at } from '../index/sampleTable';

const timescale = 1000;
const mostSamplesPerFragment = 1000;

function box(type: string, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

/** 32-bit numbers, big-endian. */
function words(...numbers: number[]): Buffer {
	const bytes = Buffer.alloc(4 * numbers.length);
	numbers.forEach((number, i) => bytes.writeUInt32BE(number >>> 0, 4 * i));
	return bytes;
}

const unit = 0x10000;
const upright = [unit, 0, 0, 0, unit, 0, 0, 0, 0x40000000];

/** ftyp and moov: one video track with the file's own sample description. */
function header(descriptions: Buffer, width: number, height: number): Buffer {
	const mvhd = box(
		'mvhd',
		words(0, 0, 0, timescale, 0, unit, 0x01000000, 0, 0, ...upright, 0, 0, 0, 0, 0, 0, 2),
	);
	const tkhd = box(
		'tkhd',
		words(3, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...upright, width * unit, height * unit),
	);
	const mdhd = box('mdhd', words(0, 0, 0, timescale, 0, 0x55c40000));
	const hdlr = box('hdlr', words(0, 0), Buffer.from('vide\0\0\0\0\0\0\0\0\0\0\0\0v\0', 'latin1'));
	const dinf = box('dinf', box('dref', words(0, 1), box('url ', words(1))));
	const empty = ['stts', 'stsc', 'stco'].map((type) => box(type, words(0, 0)));
	const stbl = box('stbl', box('stsd', descriptions), ...empty, box('stsz', words(0, 0, 0)));
	const mdia = box('mdia', mdhd, hdlr, box('minf', box('vmhd', words(1, 0, 0)), dinf, stbl));
	const mvex = box('mvex', box('trex', words(0, 1, 1, 0, 0, 0)));
	return Buffer.concat([
		box('ftyp', Buffer.from('isom\0\0\x02\0isomiso6mp41', 'latin1')),
		box('moov', mvhd, box('trak', tkhd, mdia), mvex),
	]);
}

const keyFlags = 0x02000000;
const otherFlags = 0x01010000;

/** moof and the header of the mdat that the samples' bytes must follow. */
function fragmentHeader(
	table: SampleTable,
	first: number,
	last: number,
	wanted: Uint8Array,
	sequence: number,
): Buffer {
	const entries = Buffer.alloc(12 * (last - first + 1));
	let bytes = 0;
	for (let sample = first; sample <= last; sample++) {
		const at12 = 12 * (sample - first);
		const size = at(table.samples.sizes, sample);
		const place = rankTicks(table, sample, wanted) - sample * ticksPerPicture;
		entries.writeUInt32BE(size, at12);
		entries.writeUInt32BE(table.samples.keys[sample] ? keyFlags : otherFlags, at12 + 4);
		entries.writeInt32BE(place, at12 + 8);
		bytes += size;
	}
	const start = Buffer.alloc(12);
	start.writeUInt32BE(0x01000000, 0);
	start.writeBigUInt64BE(BigInt(first * ticksPerPicture), 4);
	const tfhd = box('tfhd', words(0x020008, 1, ticksPerPicture));
	const moofWith = (dataOffset: number) => {
		const trun = box('trun', words(0x01000e01, last - first + 1, dataOffset), entries);
		return box(
			'moof',
			box('mfhd', words(0, sequence)),
			box('traf', tfhd, box('tfdt', start), trun),
		);
	};
	const moof = moofWith(moofWith(0).length + 8);
	const mdat = Buffer.alloc(8);
	mdat.writeUInt32BE(8 + bytes, 0);
	mdat.write('mdat', 4, 'latin1');
	return Buffer.concat([moof, mdat]);
}

/** For a track of an MP4 or MOV file: `descriptions` is the content of its `stsd` box. */
export function miniMp4(descriptions: Buffer, width: number, height: number): MiniContainer {
	return {
		demuxer: 'mov',
		header: header(descriptions, width, height),
		async *body(table, reader, groups, wanted) {
			let sequence = 0;
			for await (const {
				range: [groupFirst, groupLast],
			} of groups) {
				for (let first = groupFirst; first <= groupLast; first += mostSamplesPerFragment) {
					const last = Math.min(groupLast, first + mostSamplesPerFragment - 1);
					yield fragmentHeader(table, first, last, wanted, ++sequence);
					yield* reader.packets([first, last]);
				}
			}
		},
	};
}
