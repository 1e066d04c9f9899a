/** Options that say when reading a file is given up. */
import type { INodeProperties } from 'n8n-workflow';
import type { ReadingLimits } from '../../../src/media/contract';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';

const silenceLimit: INodeProperties = {
	displayName: 'Silence Limit (Seconds)',
	name: 'silenceLimit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 30,
	description:
		'The file is given up when the storage, or the decoder, sends nothing for so long. Without this option: 30.',
};

const timeLimit: INodeProperties = {
	displayName: 'Time Limit (Seconds)',
	name: 'timeLimit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 600,
	description: 'How long everything that is wanted of one file may take. Without this option: 600.',
};

/** Entries of an Options collection. */
export const patienceOptions: INodeProperties[] = [silenceLimit, timeLimit];

export const pixelLimitOption: INodeProperties = {
	displayName: 'Pixel Limit (Megapixels)',
	name: 'pixelLimit',
	type: 'number',
	typeOptions: { minValue: 0.1 },
	default: 100,
	description:
		'Larger pictures are refused, because a small file can hold one that fills the memory. Without this option: 100 for images, 37 for video.',
};

/** The entries above. Items about one file share its reading: the largest of their limits holds. @throws InputError */
export function readingLimitsOf(batch: Batch, indexes: readonly number[]): ReadingLimits {
	const largest = (name: string, label: string) => {
		const given = indexes.flatMap((index) => {
			const value = batch.option(name, index);
			return value === undefined ? [] : [Number(value)];
		});
		if (given.some((value) => !(value > 0)))
			throw new InputError(
				`${label} is ${String(given.find((value) => !(value > 0)))}`,
				'It must be a number above 0.',
			);
		return given.length === 0 ? undefined : Math.max(...given);
	};
	const silence = largest(silenceLimit.name, silenceLimit.displayName);
	const time = largest(timeLimit.name, timeLimit.displayName);
	const megapixels = largest(pixelLimitOption.name, pixelLimitOption.displayName);
	return {
		...(silence !== undefined && { idleMs: silence * 1000 }),
		...(time !== undefined && { totalMs: time * 1000 }),
		...(megapixels !== undefined && { limits: { maxPixels: Math.round(megapixels * 1e6) } }),
	};
}
