/** Fields that say how a picture comes out. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { PictureFormat, PictureOptions } from '../../../src/media/picture/encoding';
import type { Batch } from '../runtime/batch';

import { patienceOptions, pixelLimitOption } from './readingLimits';

export const binaryFieldField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryField',
	type: 'string',
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Name of the binary field. Model nodes of n8n look for "data".',
};

/** Entries of an Options collection. */
const pictureOptions: INodeProperties[] = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: 'jpeg',
		description:
			'File format of the picture. Without this option: JPEG for video frames, the original file for images.',
		options: [
			{ name: 'JPEG', value: 'jpeg' },
			{ name: 'PNG', value: 'png' },
			{ name: 'WebP', value: 'webp' },
		],
	},
	{
		displayName: 'Longest Side (Pixels)',
		name: 'maxDimension',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1024,
		description:
			'Larger pictures are scaled down so that neither side is longer than this; models charge by size. Smaller ones stay as they are.',
	},
	{
		displayName: 'Quality',
		name: 'quality',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 90,
		description: 'From 1 to 100, for JPEG and WebP',
	},
	pixelLimitOption,
	...patienceOptions,
];

export const drawOption: INodeProperties = {
	displayName: 'Draw Labels',
	name: 'draw',
	type: 'boolean',
	default: true,
	description:
		'Whether the objects of the frame are drawn on the picture, with class and confidence',
};

/** Where pictures go and how they come out, with options of the operation's own. */
export const pictureFields = (...more: INodeProperties[]): INodeProperties[] => [
	binaryFieldField,
	optionsField(...pictureOptions, ...more),
];

/** An Options collection, its entries in the order of the alphabet. */
export const optionsField = (...entries: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: entries.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
});

export function pictureWishOf(
	batch: Batch,
	index: number,
): { picture: PictureOptions; draw: boolean } {
	return { picture: pictureOptionsOf(batch, index), draw: batch.option('draw', index) === true };
}

export function pictureOptionsOf(batch: Batch, index: number): PictureOptions {
	const { format, quality, maxDimension } = batch.param<IDataObject>('options', index, {});
	return {
		...(format ? { format: format as PictureFormat } : {}),
		...(quality ? { quality: Number(quality) } : {}),
		...(maxDimension ? { maxDimension: Number(maxDimension) } : {}),
	};
}
