/** Frames as ranges: merging, subtracting, intersecting and counting them. */

/** First and last frame, both included. */
export type FrameRange = [number, number];

/**
 * One frame, a list of frames and ranges, every frame, the only frame of media that has one, or (for classifications) the whole
 * data unit.
 */
export type FramesInput = number | Array<number | FrameRange> | 'all' | 'only' | 'global';

/** The given frames, in any order, as ascending ranges. */
export function toRanges(frames: Iterable<number>): FrameRange[] {
	const sorted = [...new Set(frames)].sort((a, b) => a - b);
	const ranges: FrameRange[] = [];
	for (const frame of sorted) {
		const last = ranges[ranges.length - 1];
		if (last !== undefined && frame === last[1] + 1) last[1] = frame;
		else ranges.push([frame, frame]);
	}
	return ranges;
}

/** The ranges in ascending order; ranges that overlap or touch become one (protocol §8.4). */
export function mergeRanges(ranges: Iterable<FrameRange>): FrameRange[] {
	const sorted = [...ranges]
		.map(([start, end]): FrameRange => [start, end])
		.sort((a, b) => a[0] - b[0]);
	const merged: FrameRange[] = [];
	for (const range of sorted) {
		const last = merged[merged.length - 1];
		if (last !== undefined && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1]);
		else merged.push(range);
	}
	return merged;
}

/** The frames of `ranges` that are not in `cut`. Both must be merged and ascending. */
export function subtractRanges(ranges: FrameRange[], cut: FrameRange[]): FrameRange[] {
	const rest: FrameRange[] = [];
	let at = 0;
	for (const [start, end] of ranges) {
		let from = start;
		while (at < cut.length && (cut[at]?.[1] ?? 0) < from) at++;
		for (let i = at; i < cut.length && (cut[i]?.[0] ?? Infinity) <= end; i++) {
			const [cutStart, cutEnd] = cut[i] ?? [0, 0];
			if (cutStart > from) rest.push([from, cutStart - 1]);
			from = Math.max(from, cutEnd + 1);
		}
		if (from <= end) rest.push([from, end]);
	}
	return rest;
}

/** The frames that are in both. Both must be merged and ascending. */
export function intersectRanges(a: FrameRange[], b: FrameRange[]): FrameRange[] {
	const common: FrameRange[] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length; ) {
		const [startA, endA] = a[i] ?? [0, 0];
		const [startB, endB] = b[j] ?? [0, 0];
		const [start, end] = [Math.max(startA, startB), Math.min(endA, endB)];
		if (start <= end) common.push([start, end]);
		if (endA < endB) i++;
		else j++;
	}
	return common;
}

/** Whether a frame is in one of the ranges. */
export function inRanges(ranges: readonly FrameRange[], frame: number): boolean {
	return ranges.some(([start, end]) => frame >= start && frame <= end);
}

/** Number of frames in the ranges. */
export function countFrames(ranges: FrameRange[]): number {
	return ranges.reduce((sum, [start, end]) => sum + end - start + 1, 0);
}

/** Every frame of the ranges, ascending. */
export function* framesIn(ranges: FrameRange[]): Iterable<number> {
	for (const [start, end] of ranges) for (let frame = start; frame <= end; frame++) yield frame;
}

/** Up to `most` of the frames, spread evenly over them, the first and the last included. */
export function someFrames(ranges: FrameRange[], most: number): number[] {
	const frames = [...framesIn(ranges)];
	if (frames.length <= most) return frames;
	const step = (frames.length - 1) / Math.max(1, most - 1);
	return Array.from({ length: most }, (_, index) => frames[Math.round(index * step)]!);
}

/** The ranges as text for messages, such as `3, 5–9`. At most eight ranges are listed. */
export function describeRanges(ranges: FrameRange[]): string {
	const shown = ranges
		.slice(0, 8)
		.map(([start, end]) => (start === end ? `${start}` : `${start}–${end}`));
	return ranges.length > 8 ? `${shown.join(', ')}, …` : shown.join(', ');
}
