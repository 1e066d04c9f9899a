/** Which frames are asked for. Frames are 0-based. */
import { FrameOutOfRangeError, MediaError } from '../errors';

/**
 * - `frames`: these, e.g. the frames that carry labels
 * - `range`: first and last frame (both included; the last may lie past the end), optionally every k-th of them
 * - `every`: every k-th frame from 0
 * - `perSecond`: for each tick of 1/n second from the first frame on, the frame on screen; each frame once
 * - `atMost`: n evenly spaced frames from 0 (all frames when there are fewer)
 * - `keyFrames`: frames that are stored whole
 */
export type FrameAsk =
	| { frames: readonly number[] }
	| { range: readonly [number, number]; every?: number }
	| { every: number }
	| { perSecond: number }
	| { atMost: number }
	| { keyFrames: true }
	| 'all';

/** What must be known of a file to turn an ask into frame numbers. */
export interface FrameTable {
	count: number;
	/** Seconds of frame n. */
	timeOf: (frame: number) => number;
	isKey: (frame: number) => boolean;
}

const fail = (what: string) => {
	throw new MediaError('badAsk', what);
};

function positiveWhole(value: number, name: string): number {
	return Number.isInteger(value) && value >= 1
		? value
		: fail(`${name} must be a whole number from 1 on, not ${value}.`);
}

function frameNumber(value: number): number {
	return Number.isInteger(value) && value >= 0
		? value
		: fail(`A frame number must be a whole number from 0 on, not ${value}.`);
}

/** Refuses an ask that no file could fulfill, before anything is fetched. */
export function checkAsk(ask: FrameAsk): void {
	if (ask === 'all' || 'keyFrames' in ask) return;
	if ('frames' in ask) ask.frames.forEach(frameNumber);
	else if ('range' in ask) {
		const [first, last] = ask.range.map(frameNumber) as [number, number];
		if (last < first) fail(`The range ends at frame ${last}, before it begins at frame ${first}.`);
		if (ask.every !== undefined) positiveWhole(ask.every, 'The step of a range');
	} else if ('every' in ask) positiveWhole(ask.every, 'The step between frames');
	else if ('atMost' in ask) positiveWhole(ask.atMost, 'The number of frames');
	else if (!(ask.perSecond > 0) || !Number.isFinite(ask.perSecond))
		fail(`Frames per second must be more than 0, not ${ask.perSecond}.`);
}

const steps = (first: number, last: number, every: number) =>
	Array.from(
		{ length: Math.max(0, Math.floor((last - first) / every) + 1) },
		(_, i) => first + i * every,
	);

/** Evenly spaced: frame `floor(i · count / n)`. */
function evenly(count: number, n: number): number[] {
	return n >= count
		? steps(0, count - 1, 1)
		: Array.from({ length: n }, (_, i) => Math.floor((i * count) / n));
}

/** Largest time not after the tick, for each tick. The last frame stays as long as frames do on average. */
function onScreen(table: FrameTable, perSecond: number): number[] {
	const { count } = table;
	const timeOf = (frame: number) => table.timeOf(frame);
	const frames: number[] = [];
	const start = count ? timeOf(0) : 0;
	const average = count > 1 ? (timeOf(count - 1) - start) / (count - 1) : 1;
	for (let frame = 0, tick = 0; frame < count; frame++) {
		const next = frame + 1 < count ? timeOf(frame + 1) : timeOf(frame) + average;
		// Half a microsecond: a tick that falls on the next frame's rounded time belongs to that one.
		const end = next - start - 5e-7;
		if (tick / perSecond >= end) continue;
		frames.push(frame);
		tick = Math.ceil(end * perSecond);
	}
	return frames;
}

/**
 * Frame numbers in ascending order; a number listed twice comes twice. Sampling never goes past the end of the file.
 * @throws FrameOutOfRangeError for a listed frame, or the first of a range, that the file does not have.
 */
export function framesOf(ask: FrameAsk, table: FrameTable): number[] {
	const { count } = table;
	if (ask === 'all') return steps(0, count - 1, 1);
	if ('every' in ask && !('range' in ask)) return steps(0, count - 1, ask.every);
	if ('atMost' in ask) return evenly(count, ask.atMost);
	if ('perSecond' in ask) return onScreen(table, ask.perSecond);
	if ('keyFrames' in ask) return steps(0, count - 1, 1).filter((frame) => table.isKey(frame));
	if ('range' in ask) {
		const [first, last] = ask.range;
		if (first >= count) throw new FrameOutOfRangeError(first, count);
		return steps(first, Math.min(last, count - 1), ask.every ?? 1);
	}
	const sorted = [...ask.frames].sort((a, b) => a - b);
	const highest = sorted.at(-1);
	if (highest !== undefined && highest >= count) throw new FrameOutOfRangeError(highest, count);
	return sorted;
}

/**
 * Frames of a share of all frames, as the agents library samples: `floor(k / rate)` for k = 0, 1, … below `count`
 * (protocol §14.4). The library itself runs past the end; here the indices stop there.
 * @throws MediaError `badAsk` unless 0 < rate ≤ 1.
 */
export function framesAtRate(rate: number, count: number): number[] {
	if (!(rate > 0) || rate > 1)
		fail(`The share of frames must lie above 0 and at most at 1, not ${rate}.`);
	const frames: number[] = [];
	for (let k = 0; Math.floor(k / rate) < count; k++) frames.push(Math.floor(k / rate));
	return frames;
}

/**
 * Frames that an item has by what Encord says: `frameCount`, else duration in seconds times frames per second, cut.
 * Only videos carry either (protocol §14.4).
 * @throws MediaError `badAsk` when neither is known, or the item is no video.
 */
export function declaredFrameCount(item: {
	itemType: string;
	frameCount?: number | null;
	duration?: number | null;
	fps?: number | null;
}): number {
	if (item.itemType !== 'video')
		fail(`An item of type "${item.itemType}" has no number of video frames.`);
	if (item.frameCount !== null && item.frameCount !== undefined) return item.frameCount;
	const { duration, fps } = item;
	if (typeof duration !== 'number' || typeof fps !== 'number')
		return fail('Encord does not know how many frames this video has.');
	return Math.trunc(duration * fps);
}

/** The highest frame that an ask can reach; infinite when it goes on to the end of the file. */
export function highestOf(ask: FrameAsk): number {
	if (ask !== 'all' && 'frames' in ask)
		return ask.frames.reduce((highest, frame) => Math.max(highest, frame), -1);
	if (ask !== 'all' && 'range' in ask) return ask.range[1];
	return Number.POSITIVE_INFINITY;
}

/**
 * The part of an ask that lies in `from` to `until` (excluded), while the rest of the file is still unknown. `table` knows
 * at least frame `until`, and is only called when the ask depends on it. Not for `atMost`, which needs the whole file.
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
		return steps(ask.range[0], Math.min(ask.range[1], until - 1), ask.every ?? 1).filter(within);
	return framesOf(ask, table()).filter(within);
}
