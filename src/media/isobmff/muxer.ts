/** Writes selected packets of an MP4 or MOV file into a small fragmented MP4. */
import type { Muxer } from '../index/muxer';
import { remuxedPts, ticksPerPicture } from '../index/remuxTimestamps';
import { at } from '../index/samples';
import type { SampleTable } from '../index/sampleTable';
import type { Mp4Track } from './videoTrack';

const timescale = 1000;
const maxSamplesPerFragment = 1000;

function box(type: string, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

/** 32-bit big-endian integers. */
function words(...numbers: number[]): Buffer {
	const bytes = Buffer.alloc(4 * numbers.length);
	numbers.forEach((number, i) => bytes.writeUInt32BE(number >>> 0, 4 * i));
	return bytes;
}

/** 1 as a 16.16 fixed-point number. */
const fixedOne = 0x10000;
const identityMatrix = [fixedOne, 0, 0, 0, fixedOne, 0, 0, 0, 0x40000000];

/** `ftyp` and `moov`: one video track with the sample description of the original file. */
function header({ stsd, description: { width, height } }: Mp4Track): Buffer {
	const preDefined = [0, 0, 0, 0, 0, 0];
	const nextTrackId = 2;
	const mvhd = box(
		'mvhd',
		words(0, 0, 0, timescale, 0, fixedOne, 0x01000000, 0, 0),
		words(...identityMatrix, ...preDefined, nextTrackId),
	);
	const tkhd = box(
		'tkhd',
		words(3, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...identityMatrix, width * fixedOne, height * fixedOne),
	);
	const mdhd = box('mdhd', words(0, 0, 0, timescale, 0, 0x55c40000));
	const hdlr = box('hdlr', words(0, 0), Buffer.from('vide\0\0\0\0\0\0\0\0\0\0\0\0v\0', 'latin1'));
	const dinf = box('dinf', box('dref', words(0, 1), box('url ', words(1))));
	const emptyTables = ['stts', 'stsc', 'stco'].map((type) => box(type, words(0, 0)));
	const stbl = box('stbl', box('stsd', stsd), ...emptyTables, box('stsz', words(0, 0, 0)));
	const mdia = box('mdia', mdhd, hdlr, box('minf', box('vmhd', words(1, 0, 0)), dinf, stbl));
	const mvex = box('mvex', box('trex', words(0, 1, 1, 0, 0, 0)));
	return Buffer.concat([
		box('ftyp', Buffer.from('isom\0\0\x02\0isomiso6mp41', 'latin1')),
		box('moov', mvhd, box('trak', tkhd, mdia), mvex),
	]);
}

/** Sample flags (ISO/IEC 14496-12 §8.8.3.1): depends on no other sample; depends on others and is no sync sample. */
const syncSampleFlags = 0x02000000;
const otherSampleFlags = 0x01010000;

/** `moof` and the header of `mdat`, behind which the packets must follow. */
function fragmentHeader(
	table: SampleTable,
	first: number,
	last: number,
	wanted: Uint8Array,
	sequence: number,
	startStateBytes: number,
): Buffer {
	const entries = Buffer.alloc(12 * (last - first + 1));
	let bytes = 0;
	for (let sample = first; sample <= last; sample++) {
		const entry = 12 * (sample - first);
		const size = at(table.samples.sizes, sample) + (sample === first ? startStateBytes : 0);
		const compositionOffset = remuxedPts(table, sample, wanted) - sample * ticksPerPicture;
		entries.writeUInt32BE(size, entry);
		entries.writeUInt32BE(
			table.samples.sync[sample] ? syncSampleFlags : otherSampleFlags,
			entry + 4,
		);
		entries.writeInt32BE(compositionOffset, entry + 8);
		bytes += size;
	}
	const decodeTime = Buffer.alloc(12);
	decodeTime.writeUInt32BE(0x01000000, 0);
	decodeTime.writeBigUInt64BE(BigInt(first * ticksPerPicture), 4);
	const tfhd = box('tfhd', words(0x020008, 1, ticksPerPicture));
	const moofWith = (dataOffset: number) => {
		const trun = box('trun', words(0x01000e01, last - first + 1, dataOffset), entries);
		return box(
			'moof',
			box('mfhd', words(0, sequence)),
			box('traf', tfhd, box('tfdt', decodeTime), trun),
		);
	};
	const moof = moofWith(moofWith(0).length + 8);
	const mdat = Buffer.alloc(8);
	mdat.writeUInt32BE(8 + bytes, 0);
	mdat.write('mdat', 4, 'latin1');
	return Buffer.concat([moof, mdat]);
}

export function mp4Muxer(track: Mp4Track): Muxer {
	return {
		demuxer: 'mov',
		header: header(track),
		async *body(table, reader, runs, wanted) {
			let sequence = 0;
			for await (const {
				range: [runFirst, runLast],
				startState,
			} of runs) {
				for (let first = runFirst; first <= runLast; first += maxSamplesPerFragment) {
					const last = Math.min(runLast, first + maxSamplesPerFragment - 1);
					const isStart = first === runFirst && startState.length > 0;
					const extra = isStart ? startState.length : 0;
					yield fragmentHeader(table, first, last, wanted, ++sequence, extra);
					if (isStart) yield startState;
					yield* reader.packets([first, last]);
				}
			}
		},
	};
}
