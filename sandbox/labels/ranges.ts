/** Ranges of frames, both ends included (protocol §8.4, §8.5). */
import { labelRefusal } from '../calls/refusal';

export type FrameRange = [start: number, end: number];

/** The ranges of an answers entry. @throws Refusal CORRUPTED_LABEL_ERROR when one is malformed or ends beyond the last frame. */
export function readRanges(value: unknown, numberOfFrames: number, owner: string): FrameRange[] {
	if (!Array.isArray(value)) throw labelRefusal.corrupted(`The range of ${owner} must be a list`);
	return value.map((range: unknown): FrameRange => {
		const [start, end] = Array.isArray(range) ? (range as unknown[]) : [];
		if (
			!Number.isInteger(start) ||
			!Number.isInteger(end) ||
			(start as number) < 0 ||
			(start as number) > (end as number)
		) {
			throw labelRefusal.corrupted(`The range of ${owner} must consist of [start, end] pairs`);
		}
		if ((end as number) >= numberOfFrames)
			throw labelRefusal.corrupted(`The range of ${owner} ends beyond the last frame`);
		return [start as number, end as number];
	});
}

/** Ascending, touching ranges joined. */
export function merged(ranges: FrameRange[]): FrameRange[] {
	const result: FrameRange[] = [];
	for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
		const last = result.at(-1);
		if (last && start <= last[1] + 1) last[1] = Math.max(last[1], end);
		else result.push([start, end]);
	}
	return result;
}

/** A frame that two of the owners claim, or null. */
export function sharedFrame(owners: Map<string, FrameRange[]>): number | null {
	const all = [...owners.values()].flatMap(merged).sort((a, b) => a[0] - b[0]);
	for (const [index, range] of all.entries()) {
		const next = all[index + 1];
		if (next && next[0] <= range[1]) return next[0];
	}
	return null;
}
