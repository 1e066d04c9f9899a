/** Collects the differences of a file: what goes on over several frames is one difference. */
import { mergeRanges, type FrameRange } from '../row/frames';
import type { Difference } from './tally';

export class Differences {
	private readonly found = new Map<string, { difference: Difference; frames: FrameRange[] }>();

	/** @param frames undefined: the whole file */
	add(difference: Omit<Difference, 'frames'>, frames: FrameRange[] | undefined): void {
		const key = JSON.stringify(Object.entries(difference).sort(([a], [b]) => (a < b ? -1 : 1)));
		const known = this.found.get(key);
		if (known) known.frames.push(...(frames ?? []));
		else
			this.found.set(key, {
				difference: { ...difference, frames: [] },
				frames: [...(frames ?? [])],
			});
	}

	/** In the order of their first frames. */
	list(): Difference[] {
		return [...this.found.values()]
			.map(({ difference, frames }) => ({ ...difference, frames: mergeRanges(frames) }))
			.sort((a, b) => (a.frames[0]?.[0] ?? -1) - (b.frames[0]?.[0] ?? -1));
	}
}
