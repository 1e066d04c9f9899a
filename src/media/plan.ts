/** From frame numbers to the packets that a decoder needs for them (MEDIA §6). */
import { PacketReader, type SampleRange } from './packetReader';
import { type SampleTable, at } from './sampleTable';
import { startKindOf } from './startPoints';
import type { ByteSource } from './byteSource';

/** Packets that are decoded one after the other. */
export interface Group {
	range: SampleRange;
	/** Before this group the decoder was fed other pictures: its start must be a clean one. */
	afterGap: boolean;
}

/** How far back decoding starts; each is tried when the one before lost frames (MEDIA §6, fallbacks). */
export type Caution = 'usual' | 'oneKeyEarlier' | 'fromFirst';

/** Ranges for ascending frames: what touches is joined, so no packet is decoded twice. */
export function rangesFor(table: SampleTable, frames: readonly number[], caution: Caution): SampleRange[] {
	const ranges: Array<[number, number]> = [];
	for (const frame of frames) {
		const sample = at(table.shown, frame);
		const usual = table.startFor(sample);
		const start = caution === 'usual' ? usual : caution === 'fromFirst' ? 0 : table.keyAtOrBefore(Math.max(0, usual - 1));
		const last = ranges.at(-1);
		if (last && start <= last[1] + 1) last[1] = Math.max(last[1], sample);
		else ranges.push([start, sample]);
	}
	return ranges;
}

/** Steps back over starts that are not clean, as far as exact pictures need it. */
async function cleanStart(table: SampleTable, reader: PacketReader, start: number): Promise<number> {
	const { nal } = table.track;
	const kind = startKindOf(await reader.start(start), nal);
	if (kind === 'clean' || start === 0) return start;
	let earlier = table.keyAtOrBefore(start - 1);
	if (kind === 'oneBack') return earlier;
	while (earlier > 0 && startKindOf(await reader.start(earlier), nal) !== 'clean') earlier = table.keyAtOrBefore(earlier - 1);
	return earlier;
}

/** The planned ranges, widened to clean starts while they are read. */
export async function* groupsOf(table: SampleTable, reader: PacketReader, ranges: readonly SampleRange[]): AsyncGenerator<Group, void, undefined> {
	let done = -1;
	for (const [first, last] of ranges) {
		const start = first > done + 1 && table.track.nal?.codec === 'avc' ? await cleanStart(table, reader, first) : first;
		const from = Math.max(start, done + 1);
		yield { range: [from, last], afterGap: from > done + 1 };
		done = last;
	}
}

export function packetReader(source: ByteSource, table: SampleTable, ranges: readonly SampleRange[]): PacketReader {
	return new PacketReader(source, table.samples, ranges);
}
