/** From what a caller asks for to frame numbers of a file. */
import { FrameOutOfRangeError } from '../errors';
import type { FrameSelection } from './frameSelection';

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
export function framesOf(selection: FrameSelection, table: FrameTable): number[] {
	const { count } = table;
	if (selection === 'all') return everyNth(0, count - 1, 1);
	if ('every' in selection && !('range' in selection))
		return everyNth(0, count - 1, selection.every);
	if ('atMost' in selection) return evenlySpaced(count, selection.atMost);
	if ('perSecond' in selection) return framesAtTicks(table, selection.perSecond);
	if ('keyFrames' in selection)
		return everyNth(0, count - 1, 1).filter((frame) => table.isKey(frame));
	if ('range' in selection) {
		const [first, last] = selection.range;
		if (first >= count) throw new FrameOutOfRangeError(first, count);
		return everyNth(first, Math.min(last, count - 1), selection.every ?? 1);
	}
	const sorted = [...selection.frames].sort((a, b) => a - b);
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
	selection: FrameSelection,
	table: () => FrameTable,
	from: number,
	until: number,
): number[] {
	const within = (frame: number) => frame >= from && frame < until;
	if (selection !== 'all' && 'frames' in selection)
		return [...selection.frames].filter(within).sort((a, b) => a - b);
	if (selection !== 'all' && 'range' in selection)
		return everyNth(
			selection.range[0],
			Math.min(selection.range[1], until - 1),
			selection.every ?? 1,
		).filter(within);
	return framesOf(selection, table()).filter(within);
}
