/** Options that say when reading a file is given up. */
import type { ReadingLimits } from '../../../src/media/contract';
import type { Added } from './form/field';
import { number } from './form/values';

/** Entries of a collection: when reading a file takes too long. */
export const timeLimitEntries = {
	silenceLimit: number(
		{
			displayName: 'Silence Limit (Seconds)',
			name: 'silenceLimit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			description:
				'The file is given up when the storage, or the decoder, sends nothing for so long. Without this option: 30.',
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
				'How long everything that is wanted of one file may take. Without this option: 600.',
		},
		{ above: 0 },
	),
};

/** The same, and how large a picture may be. */
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
				'Larger pictures are refused, because a small file can hold one that fills the memory. Without this option: 100 for images, 37 for video.',
		},
		{ above: 0 },
	),
};

/** The entries above as limits of reading. */
export function readingLimitsOf({
	silenceLimit,
	timeLimit,
	pixelLimit,
}: Added<typeof readingLimitEntries>): ReadingLimits {
	return {
		...(silenceLimit !== undefined && { idleMs: silenceLimit * 1000 }),
		...(timeLimit !== undefined && { totalMs: timeLimit * 1000 }),
		...(pixelLimit !== undefined && { limits: { maxPixels: Math.round(pixelLimit * 1e6) } }),
	};
}

/** Items about one file share its reading: the largest of their limits holds. */
export function largestLimits(all: readonly ReadingLimits[]): ReadingLimits {
	const largest = (of: (limits: ReadingLimits) => number | undefined) => {
		const given = all.flatMap((limits) => of(limits) ?? []);
		return given.length === 0 ? undefined : Math.max(...given);
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
