/** Options that limit the reading of a file. */
import type { ReadingLimits } from '../../../src/media/contract';
import type { CollectionValues } from './form/field';
import { number } from './form/values';

/** Options for time limits. */
export const timeLimitEntries = {
	silenceLimit: number(
		{
			displayName: 'Silence Limit (Seconds)',
			name: 'silenceLimit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			description:
				'Reading the file fails when the storage or the decoder sends nothing for this time. Without this option: 30.',
		},
		{ above: 0 },
	),
	timeLimit: number(
		{
			displayName: 'Time Limit (Seconds)',
			name: 'timeLimit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 600,
			description:
				'Maximum time for everything that is read from one file. Without this option: 600.',
		},
		{ above: 0 },
	),
};

/** Options for time limits and the size of pictures. */
export const readingLimitEntries = {
	...timeLimitEntries,
	pixelLimit: number(
		{
			displayName: 'Pixel Limit (Megapixels)',
			name: 'pixelLimit',
			type: 'number',
			typeOptions: { minValue: 0.1 },
			default: 100,
			description:
				'Larger pictures are refused, because a small file can contain a picture that fills the memory. Without this option: 100 for images, 37 for video.',
		},
		{ above: 0 },
	),
};

/** Converts these options to limits for `openMedia`. */
export function readingLimitsOf({
	silenceLimit,
	timeLimit,
	pixelLimit,
}: CollectionValues<typeof readingLimitEntries>): ReadingLimits {
	return {
		...(silenceLimit !== undefined && { idleMs: silenceLimit * 1000 }),
		...(timeLimit !== undefined && { totalMs: timeLimit * 1000 }),
		...(pixelLimit !== undefined && { limits: { maxPixels: Math.round(pixelLimit * 1e6) } }),
	};
}

/** The limits for reading a file that several items name: the largest value of each limit. */
export function largestLimits(all: readonly ReadingLimits[]): ReadingLimits {
	const largest = (of: (limits: ReadingLimits) => number | undefined) => {
		const values = all.flatMap((limits) => of(limits) ?? []);
		return values.length === 0 ? undefined : Math.max(...values);
	};
	const idleMs = largest((limits) => limits.idleMs);
	const totalMs = largest((limits) => limits.totalMs);
	const maxPixels = largest(({ limits }) => limits?.maxPixels);
	return {
		...(idleMs !== undefined && { idleMs }),
		...(totalMs !== undefined && { totalMs }),
		...(maxPixels !== undefined && { limits: { maxPixels } }),
	};
}
