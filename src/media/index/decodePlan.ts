/** Plans which packets a decoder gets so that it outputs the wanted frames exactly (frames §6). */
import { randomAccessKind } from '../codec/randomAccess';
import type { PacketReader, SampleRange } from './packetReader';
import type { SampleTable } from './sampleTable';
import { at } from './samples';

/** Packets that one decoder gets in a row. */
export interface DecodeRun {
	range: SampleRange;
	/** Bytes in front of the first packet, which tell the decoder what the start of the file tells. */
	startState: Buffer;
	/**
	 * A sample before the asked frames. Up to its picture a decoder that starts at an open GOP may report errors, because references
	 * of pictures that nobody sees are missing.
	 */
	settledAt?: number;
	/** The run starts at an open GOP. A decoder that has just decoded other pictures would lose some frames (frames §5, trap 1). */
	needsFreshDecoder: boolean;
}

/** How far before a frame decoding starts. When frames are missing in the output, a larger preroll is tried (frames §6). */
export type Preroll = 'minimal' | 'oneGopMore' | 'fromStart';

/**
 * The sample ranges for these frames. Ranges that touch are joined, so no packet is decoded twice.
 * @param frames in ascending order
 */
export function decodeRanges(
	table: SampleTable,
	frames: readonly number[],
	preroll: Preroll,
): SampleRange[] {
	const ranges: Array<[number, number]> = [];
	for (const frame of frames) {
		const sample = at(table.frameSamples, frame);
		const nearest = table.decodeStartFor(sample);
		const start =
			preroll === 'minimal'
				? nearest
				: preroll === 'fromStart'
					? 0
					: table.syncSampleAtOrBefore(Math.max(0, nearest - 1));
		const last = ranges.at(-1);
		if (last && start <= last[1] + 1) last[1] = Math.max(last[1], sample);
		else ranges.push([start, sample]);
	}
	return ranges;
}

/**
 * Packets between the picture up to which errors are expected and the asked group of pictures. A decoder of several threads
 * reports errors of the packets that it is decoding, and those lie behind the picture that it outputs.
 */
const settlingPackets = 24;

/** An intra refresh stream often has one exact start, its first. Each probe may be a request, so there are only some. */
const maxProbedStarts = 4;

interface DecodeStart {
	sample: number;
	/** False: the start is an open GOP. */
	isExact: boolean;
	settledAt?: number;
}

/** Moves a start back to where decoding gives exact pictures from `sample` on. @param sample not the first one */
async function exactStart(
	table: SampleTable,
	reader: PacketReader,
	sample: number,
): Promise<DecodeStart> {
	const { decoderConfig } = table.track;
	const kindOf = async (start: number) =>
		randomAccessKind(await reader.packetHead(start), decoderConfig);
	const kind = await kindOf(sample);
	if (kind === 'exact') return { sample, isExact: true };
	let earlier = table.syncSampleAtOrBefore(sample - 1);
	if (kind === 'openGop') {
		while (earlier > 0 && sample - earlier < settlingPackets)
			earlier = table.syncSampleAtOrBefore(earlier - 1);
		if (earlier === 0) return { sample: earlier, isExact: false };
		const { pts } = table.samples;
		const settled = sample - settlingPackets;
		const settledAt = at(pts, settled) > at(pts, earlier) ? settled : earlier;
		return { sample: earlier, isExact: false, settledAt };
	}
	for (let probed = 0; earlier > 0 && (await kindOf(earlier)) !== 'exact'; probed++) {
		earlier = probed < maxProbedStarts ? table.syncSampleAtOrBefore(earlier - 1) : 0;
	}
	return { sample: earlier, isExact: true };
}

const noBytes = Buffer.alloc(0);

/** The planned ranges, each extended back to an exact start just before it is read. */
export async function* decodeRuns(
	table: SampleTable,
	reader: PacketReader,
	ranges: readonly SampleRange[],
): AsyncGenerator<DecodeRun, void, undefined> {
	let done = -1;
	for (const [first, last] of ranges) {
		const continues = first <= done + 1;
		const start: DecodeStart = continues
			? { sample: first, isExact: true }
			: await exactStart(table, reader, first);
		const from = Math.max(start.sample, done + 1);
		const isCutOut = from > done + 1;
		yield {
			range: [from, last],
			startState: (isCutOut && table.track.startState) || noBytes,
			needsFreshDecoder: done >= 0 && isCutOut && !start.isExact,
			...(from === start.sample && isCutOut && { settledAt: start.settledAt }),
		};
		done = last;
	}
}
