/** Stretches of frames on which nothing begins or ends, so that what is true of the first frame is true of all. */
import type { FrameRange } from '../../row/frames';

export interface Stretch<T> {
	frames: FrameRange;
	/** What is there, in the order given. */
	present: T[];
}

/**
 * @param entries with the frames they are on
 * @param alone no stretch is longer than one frame
 */
export function* stretches<T extends { frames: FrameRange }>(
	entries: readonly T[],
	alone: boolean,
): Iterable<Stretch<T>> {
	const order = new Map(entries.map((entry, at) => [entry, at]));
	const waiting = [...entries].sort((a, b) => a.frames[0] - b.frames[0]);
	let present: T[] = [];
	let next = 0;
	for (let at = waiting[0]?.frames[0]; at !== undefined; ) {
		const from = at;
		present = present.filter(({ frames }) => frames[1] >= from);
		while (next < waiting.length && waiting[next]!.frames[0] <= from)
			present.push(waiting[next++]!);
		if (present.length === 0) {
			at = waiting[next]?.frames[0];
			continue;
		}
		let last = (waiting[next]?.frames[0] ?? Infinity) - 1;
		for (const { frames } of present) last = Math.min(last, frames[1]);
		if (alone) last = from;
		present.sort((a, b) => order.get(a)! - order.get(b)!);
		yield { frames: [from, last], present: [...present] };
		at = last + 1;
	}
}
