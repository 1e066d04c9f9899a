/** From frame numbers to the packets that a decoder needs for them (frames §6). */
import type { PacketReader, SampleRange } from './packetReader';
import { type SampleTable, at } from './sampleTable';
import { startKindOf } from '../codec/startPoints';

/** Packets that are decoded one after the other. */
export interface Group {
	range: SampleRange;
	/** A decoder that has seen other pictures just before loses some of these: it must be a new one (frames §5, trap 1). */
	needsFreshDecoder: boolean;
}

/** How far back decoding starts; each is tried when the one before lost frames (frames §6, fallbacks). */
export type Caution = 'usual' | 'oneKeyEarlier' | 'fromFirst';

/** Ranges for ascending frames: what touches is joined, so no packet is decoded twice. */
export function rangesFor(
	table: SampleTable,
	frames: readonly number[],
	caution: Caution,
): SampleRange[] {
	const ranges: Array<[number, number]> = [];
	for (const frame of frames) {
		const sample = at(table.shown, frame);
		const usual = table.startFor(sample);
		const start =
			caution === 'usual'
				? usual
				: caution === 'fromFirst'
					? 0
					: table.keyAtOrBefore(Math.max(0, usual - 1));
		const last = ranges.at(-1);
		if (last && start <= last[1] + 1) last[1] = Math.max(last[1], sample);
		else ranges.push([start, sample]);
	}
	return ranges;
}

/** A stream that is renewed bit by bit has hardly any clean start but its first: looking at each would be a request each. */
const mostStartsLookedAt = 4;

interface Start {
	sample: number;
	clean: boolean;
}

/** Steps back over starts that are not clean, as far as exact pictures need it. */
async function exactStart(
	table: SampleTable,
	reader: PacketReader,
	sample: number,
): Promise<Start> {
	const { nal } = table.track;
	const kind = startKindOf(await reader.start(sample), nal);
	if (kind === 'clean') return { sample, clean: true };
	if (sample === 0) return { sample, clean: false };
	let earlier = table.keyAtOrBefore(sample - 1);
	if (kind === 'oneBack') return { sample: earlier, clean: false };
	for (
		let looked = 0;
		earlier > 0 && startKindOf(await reader.start(earlier), nal) !== 'clean';
		looked++
	) {
		earlier = looked < mostStartsLookedAt ? table.keyAtOrBefore(earlier - 1) : 0;
	}
	return { sample: earlier, clean: true };
}

/** The planned ranges, widened to exact starts while they are read. */
export async function* groupsOf(
	table: SampleTable,
	reader: PacketReader,
	ranges: readonly SampleRange[],
): AsyncGenerator<Group, void, undefined> {
	let done = -1;
	for (const [first, last] of ranges) {
		const follows = first <= done + 1;
		const start = follows ? { sample: first, clean: true } : await exactStart(table, reader, first);
		const from = Math.max(start.sample, done + 1);
		yield { range: [from, last], needsFreshDecoder: done >= 0 && from > done + 1 && !start.clean };
		done = last;
	}
}
