import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { CropOptions } from '../../../../src/media/picture/crops';
import { formatWithAlpha, PICTURE_FORMATS } from '../../../../src/media/picture/formats';
import {
	cases,
	mapped,
	type CollectionValues,
	type Field,
} from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { choice, flag, number } from '../../../shared/fields/form/values';
import { objectChoice, type ObjectFilter } from '../../../shared/fields/labels/objects';
import {
	formatName,
	formatNames,
	pictureFields,
	type PictureSettings,
} from '../../../shared/fields/pictures';
import { frameField, frameOf, unitFields, type FrameInput } from '../../../shared/fields/places';
import { selectObjects } from '../../../shared/labels/objectSelection';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, storedResult } from '../../../shared/media/pictureResult';
import { storedCrops } from '../../../shared/media/storedPictures';
import type { Batch } from '../../../shared/runtime/batch';
import type { Result } from '../../../shared/runtime/result';
import { defineOperation } from '../../../shared/runtime/operation';

const outsideColors = [
	{ name: 'Black', value: '#000000' },
	{ name: `Transparent (${formatNames('alpha').join(' and ')})`, value: 'transparent' },
	{ name: 'White', value: '#ffffff' },
] as const;

const cropEntries = {
	minSize: number({
		displayName: 'Minimum Size (Pixels)',
		name: 'minSize',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 32,
		description:
			'Smaller crops are extended with the surroundings of the object until both sides have at least this length',
	}),
	outside: choice({
		displayName: 'Outside of the Outline',
		name: 'outside',
		type: 'options',
		default: 'transparent',
		description:
			'What polygons and masks show around the object. Without this option: the picture.',
		options: outsideColors,
	}),
	padding: number({
		displayName: 'Padding (Pixels)',
		name: 'padding',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 8,
		description: 'How much of the surroundings to keep on each side',
	}),
	turned: flag({
		displayName: 'Turn Rotated Boxes Straight',
		name: 'turned',
		type: 'boolean',
		default: true,
		description:
			'Whether the object of a rotated box is turned upright. Without this option the crop is the upright box around it.',
	}),
};

const cropPictures: Field<PictureSettings & { crop: CropOptions }> = mapped(
	pictureFields(cropEntries),
	(values) => ({ ...values, crop: cropOptionsOf(values) }),
);

function cropOptionsOf({
	picture,
	own: { padding, minSize, turned, outside },
}: PictureSettings & { own: CollectionValues<typeof cropEntries> }): CropOptions {
	const { format } = picture;
	if (outside === 'transparent' && format && !PICTURE_FORMATS[format].alpha) {
		throw new InputError(
			`A ${formatName(format)} cannot be transparent`,
			`Choose the format ${formatNames('alpha').join(' or ')}, or another color outside of the outline.`,
		);
	}
	return {
		...picture,
		...(outside === 'transparent' ? { format: formatWithAlpha(format) } : {}),
		...(padding === undefined ? {} : { padding }),
		...(minSize === undefined ? {} : { minSize }),
		...(turned ? { rotated: 'turned' as const } : {}),
		...(outside ? { outside } : {}),
	};
}

/** The frames of each object to crop. */
const cropFrames: Field<'first' | 'all' | FrameInput> = mapped(
	cases(
		choice({
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
		}),
		{ all: undefined, frame: frameField, first: undefined },
	),
	({ option, value }) => (option === 'frame' ? value : option),
);

export const getObjectCrops = defineOperation({
	resource: 'object',
	name: 'getCrops',
	displayName: 'Get Crops',
	action: 'Get crops of objects',
	description:
		'Cut objects out of their picture, one item per object: boxes, rotated boxes, polygons and masks',
	inputs: {
		unit: unitFields,
		objects: objectChoice('filter'),
		on: cropFrames,
		pictures: cropPictures,
	},
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
	async run(batch, items) {
		await withMedia(
			batch,
			items,
			async (unit) => {
				await batch.each(unit.items, async (item) =>
					batch.ok(item.index, await readCrops(batch, unit, item)),
				);
			},
			() => true,
		);
	},
});

interface CropSettings {
	objects: ObjectFilter;
	on: 'first' | 'all' | FrameInput;
	pictures: PictureSettings & { crop: CropOptions };
}

/** Crops frame by frame, so that only one picture is in memory. */
async function readCrops(
	batch: Batch,
	unit: OpenUnit<unknown>,
	{ objects, on, pictures }: CropSettings,
): Promise<Result[]> {
	const { labels, ontology, row } = unit.labels();
	const hashesByFrame = new Map<number, Set<string>>();
	for (const { objectHash, frames } of selectObjects(labels, row, ontology, objects)) {
		for (const frame of framesOf(on, frames, unit.row))
			hashesByFrame.set(frame, (hashesByFrame.get(frame) ?? new Set()).add(objectHash));
	}
	const results: Result[] = [];
	if (hashesByFrame.size === 0) return results;
	const frames = [...hashesByFrame.keys()].sort((a, b) => a - b);
	for await (const pixels of unit.media.pixels({ frames })) {
		const crops = await storedCrops(
			batch.n8n.helpers,
			unit.labels(),
			pixels,
			hashesByFrame.get(pixels.frame)!,
			pictures.crop,
		);
		results.push(...crops.map((stored) => storedResult(unit, stored, pictures.binaryField)));
	}
	return results;
}

function framesOf(on: CropSettings['on'], frames: number[], row: LabelRowMetadata): number[] {
	if (on === 'all') return frames;
	if (on === 'first') return frames.slice(0, 1);
	const wanted = frameOf(on, row);
	return frames.filter((frame) => frame === wanted);
}
