/** From what a caller asks for to frame numbers of a file. */
import { FrameOutOfRangeError } from '../errors';
import type { FrameAsk } from './frameAsk';

/** What must be known of a file. */
export interface FrameTable {
	/** The number of frames. */
	count: number;
	/** The time of a frame in seconds. */
	timeOf: (frame: number) => number;
	isKey: (frame: number) => boolean;
}

const everyNth = (first: number, last: number, step: number) =>
	Array.from(
		{ length: Math.max(0, Math.floor((last - first) / step) + 1) },
		(_, i) => first + i * step,
	);

/** Frame `floor(i · count / n)` for each i below n. */
function evenlySpaced(count: number, n: number): number[] {
	return n >= count
		? everyNth(0, count - 1, 1)
		: Array.from({ length: n }, (_, i) => Math.floor((i * count) / n));
}

/**
 * For each tick the last frame whose time is not after it. The last frame is taken to last as long as the frames do on average,
 * because its real duration is unknown.
 */
function framesAtTicks(table: FrameTable, ticksPerSecond: number): number[] {
	const { count } = table;
	const timeOf = (frame: number) => table.timeOf(frame);
	const frames: number[] = [];
	const start = count ? timeOf(0) : 0;
	const average = count > 1 ? (timeOf(count - 1) - start) / (count - 1) : 1;
	for (let frame = 0, tick = 0; frame < count; frame++) {
		const next = frame + 1 < count ? timeOf(frame + 1) : timeOf(frame) + average;
		// Half a microsecond of tolerance: a tick at the rounded time of the next frame belongs to the next frame.
		const end = next - start - 5e-7;
		if (tick / ticksPerSecond >= end) continue;
		frames.push(frame);
		tick = Math.ceil(end * ticksPerSecond);
	}
	return frames;
}

/**
 * Frame numbers in ascending order. A number listed twice comes twice. Sampling never goes past the end of the file.
 * @throws FrameOutOfRangeError for a listed frame, or the first frame of a range, that the file does not have.
 */
export function framesOf(ask: FrameAsk, table: FrameTable): number[] {
	const { count } = table;
	if (ask === 'all') return everyNth(0, count - 1, 1);
	if ('every' in ask && !('range' in ask)) return everyNth(0, count - 1, ask.every);
	if ('atMost' in ask) return evenlySpaced(count, ask.atMost);
	if ('perSecond' in ask) return framesAtTicks(table, ask.perSecond);
	if ('keyFrames' in ask) return everyNth(0, count - 1, 1).filter((frame) => table.isKey(frame));
	if ('range' in ask) {
		const [first, last] = ask.range;
		if (first >= count) throw new FrameOutOfRangeError(first, count);
		return everyNth(first, Math.min(last, count - 1), ask.every ?? 1);
	}
	const sorted = [...ask.frames].sort((a, b) => a - b);
	const highest = sorted.at(-1);
	if (highest !== undefined && highest >= count) throw new FrameOutOfRangeError(highest, count);
	return sorted;
}

/**
 * Like `framesOf`, but only the frames from `from` up to, but not including, `until`, while the rest of the file is unknown.
 * Not for `atMost`, which needs the number of all frames.
 * @param table knows at least frame `until`; only called when the result depends on it
 */
export function framesBetween(
	ask: FrameAsk,
	table: () => FrameTable,
	from: number,
	until: number,
): number[] {
	const within = (frame: number) => frame >= from && frame < until;
	if (ask !== 'all' && 'frames' in ask) return [...ask.frames].filter(within).sort((a, b) => a - b);
	if (ask !== 'all' && 'range' in ask)
		return everyNth(ask.range[0], Math.min(ask.range[1], until - 1), ask.every ?? 1).filter(within);
	return framesOf(ask, table()).filter(within);
}
