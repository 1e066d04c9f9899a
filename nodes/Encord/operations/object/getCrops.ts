import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CropOptions } from '../../../../src/media/picture/crops';
import type { Ask, Batch, Result } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';
import { frameNumber } from '../../../shared/fields/frames';
import { objectChoiceFields, objectFilterOf } from '../../../shared/fields/objects';
import { pictureFields, pictureOptionsOf } from '../../../shared/fields/pictures';
import { dataUnitField, frameField, projectOfItemField } from '../../../shared/fields/places';
import { readUnit, type UnitAsk } from '../../../shared/labels/lookup';
import { selectObjects, type ObjectFilter } from '../../../shared/labels/objectSelection';
import { storedCrops } from '../../../shared/media/storedPictures';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, resultOf } from '../../../shared/media/pictureResult';

const cropOptions: INodeProperties[] = [
	{
		displayName: 'Minimum Size (Pixels)',
		name: 'minSize',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 32,
		description:
			'Smaller crops are widened by what lies around the object until both sides are at least this long',
	},
	{
		displayName: 'Outside of the Outline',
		name: 'outside',
		type: 'options',
		default: 'transparent',
		description:
			'What polygons and masks show around the object. Without this option: the picture.',
		options: [
			{ name: 'Black', value: '#000000' },
			{ name: 'Transparent (PNG and WebP)', value: 'transparent' },
			{ name: 'White', value: '#ffffff' },
		],
	},
	{
		displayName: 'Padding (Pixels)',
		name: 'padding',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 8,
		description: 'How much of the surroundings to keep on each side',
	},
	{
		displayName: 'Turn Rotated Boxes Straight',
		name: 'turned',
		type: 'boolean',
		default: true,
		description:
			'Whether the object of a rotated box is turned upright. Without this option the crop is the upright box around it.',
	},
];

interface CropAsk extends UnitAsk {
	filter: ObjectFilter;
	/** Which frames of each object. */
	frames: 'first' | 'all' | number;
	crop: CropOptions;
}

export const getObjectCrops = defineOperation({
	resource: 'object',
	name: 'getCrops',
	displayName: 'Get Crops',
	action: 'Get crops of objects',
	description:
		'Cut objects out of their picture, one item per object: boxes, rotated boxes, polygons and masks',
	fields: [
		projectOfItemField,
		dataUnitField,
		...objectChoiceFields('filter'),
		{
			displayName: 'On',
			name: 'cropFrames',
			type: 'options',
			default: 'frame',
			description: 'On which frames the objects are cut out',
			options: [
				{
					name: 'Every Frame of Each Object',
					value: 'all',
					description: 'One item per object and frame',
				},
				{ name: 'One Frame', value: 'frame', description: 'The objects that are on this frame' },
				{ name: 'The First Frame of Each Object', value: 'first' },
			],
		},
		{ ...frameField, displayOptions: { show: { cropFrames: ['frame'] } } },
		...pictureFields(...cropOptions),
	],
	readOnly: true,
	example: {
		...pictureExample,
		objectHash: 'Ab3dE6gH',
		class: 'Car',
		confidence: 0.5,
		box: { x: 64, y: 96, width: 160, height: 240 },
		imageWidth: 640,
		imageHeight: 480,
	},
	async run(batch) {
		const asks = batch.read(
			(index): CropAsk => ({
				...readUnit(batch, index),
				filter: objectFilterOf(batch, index),
				frames: cropFrames(batch, index),
				crop: cropOptionsOf(batch, index),
			}),
		);
		await withMedia(
			batch,
			asks,
			async (unit) => {
				await batch.each(unit.asks, async (ask) =>
					batch.ok(ask.index, await crops(batch, unit, ask)),
				);
			},
			() => true,
		);
	},
});

function cropFrames(batch: Batch, index: number): CropAsk['frames'] {
	const on = batch.param('cropFrames', index);
	return on === 'first' || on === 'all' ? on : frameNumber(batch.param('frame', index));
}

function cropOptionsOf(batch: Batch, index: number): CropOptions {
	const { padding, minSize, turned, outside } = batch.param<IDataObject>('options', index, {});
	const picture = pictureOptionsOf(batch, index);
	if (outside === 'transparent' && picture.format === 'jpeg') {
		throw new InputError(
			'A JPEG cannot be transparent',
			'Choose the format PNG or WebP, or another color outside of the outline.',
		);
	}
	return {
		...picture,
		...(outside === 'transparent' && !picture.format ? { format: 'png' as const } : {}),
		...(padding ? { padding: Number(padding) } : {}),
		...(minSize ? { minSize: Number(minSize) } : {}),
		...(turned === true ? { rotated: 'turned' as const } : {}),
		...(outside ? { outside: String(outside) } : {}),
	};
}

/** Frame by frame, so that no more than one picture is in memory. */
async function crops(batch: Batch, unit: OpenUnit<unknown>, ask: Ask<CropAsk>): Promise<Result[]> {
	const { labels, ontology, row } = unit.labels();
	const wanted = new Map<number, Set<string>>();
	for (const { objectHash, frames } of selectObjects(labels, row, ontology, ask.filter)) {
		for (const frame of framesOf(ask.frames, frames))
			wanted.set(frame, (wanted.get(frame) ?? new Set()).add(objectHash));
	}
	const results: Result[] = [];
	if (wanted.size === 0) return results;
	for await (const pixels of unit.media.pixels({
		frames: [...wanted.keys()].sort((a, b) => a - b),
	})) {
		const cut = await storedCrops(
			batch.n8n.helpers,
			unit.labels(),
			pixels,
			wanted.get(pixels.frame)!,
			ask.crop,
		);
		results.push(...cut.map((stored) => resultOf(batch, ask.index, unit.projectHash, row, stored)));
	}
	return results;
}

function framesOf(on: CropAsk['frames'], frames: number[]): number[] {
	if (on === 'all') return frames;
	return frames.filter((frame, place) => (on === 'first' ? place === 0 : frame === on));
}
