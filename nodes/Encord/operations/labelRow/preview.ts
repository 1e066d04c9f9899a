import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { someFrames, toRanges } from '../../../../src/labels/row/frames';
import { cases } from '../../../shared/fields/form/field';
import { changed } from '../../../shared/fields/form/nodeVersions';
import { choice, number } from '../../../shared/fields/form/values';
import { pictureFields, type PictureSettings } from '../../../shared/fields/pictures';
import { frameField, frameOf, unitFields, type FrameInput } from '../../../shared/fields/places';
import { labeledFrames } from '../../../shared/labels/reading';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';
import { previewSheet } from '../../../shared/media/previewSheet';
import type { Batch, ItemInputs } from '../../../shared/runtime/batch';
import type { Result } from '../../../shared/runtime/result';
import { defineOperation } from '../../../shared/runtime/operation';

const previewOf = (usual: 'firstLabeled' | 'sheet') =>
	choice({
		displayName: 'Show',
		name: 'previewOf',
		type: 'options',
		default: usual,
		description: 'Which frames to show',
		options: [
			{
				name: 'First Frame With Labels',
				value: 'firstLabeled',
				description: 'Frame 0 when there are no labels',
			},
			{
				name: 'Frames of All Items',
				value: 'items',
				description:
					'One picture for each file: the frames that its items name, such as those after Frame: Get Many',
			},
			{
				name: 'Frames With Labels',
				value: 'sheet',
				description: 'One picture of several frames, with a legend',
			},
			{ name: 'One Frame', value: 'frame', description: 'In its own size, without a legend' },
		],
	});

const mostFrames = number({
	displayName: 'Maximum Frames',
	name: 'mostFrames',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 40, numberPrecision: 0 },
	default: 12,
	description: 'Of more frames, this many are shown, spread evenly over all',
});

/** Most frames of items on one picture. */
const MOST_OF_ITEMS = 40;

export const previewLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'preview',
	displayName: 'Preview',
	action: 'Preview the labels of a label row',
	description:
		'Get a picture of frames with their labels drawn on them, to look at in the output panel or to send to somebody',
	inputs: {
		unit: unitFields,
		show: cases(changed(previewOf('firstLabeled'), 2, previewOf('sheet')), {
			frame: frameField,
			firstLabeled: undefined,
			items: frameField,
			sheet: mostFrames,
		}),
		pictures: pictureFields({}),
	},
	readOnly: true,
	example: { ...pictureExample, frames: [3, 9, 12], framesWithLabels: 40 },
	async run(batch, items) {
		await withMedia(
			batch,
			items,
			async (unit) => {
				await batch.each(unit.items, async (item) => await preview(batch, unit, item));
			},
			() => true,
		);
	},
});

interface Preview {
	show:
		| { option: 'frame' | 'items'; value: FrameInput }
		| { option: 'firstLabeled'; value: undefined }
		| { option: 'sheet'; value: number };
	pictures: PictureSettings;
}

type Item = ItemInputs<Preview>;

async function preview(batch: Batch, unit: OpenUnit<Item>, { index, show, pictures }: Item) {
	const { picture, binaryField } = pictures;
	if (show.option === 'items') {
		const own = frameOf(show.value, unit.row);
		const others = unit.items.filter((item) => item.index !== index).map(namedFrame(unit.row));
		// The picture is the result of the first item that names a frame.
		if (others.some((other) => other !== undefined && other.index < index))
			return batch.ok(index, []);
		const named = toRanges([own, ...others.flatMap((other) => other?.frame ?? [])]);
		return batch.ok(index, [
			await sheetOf(batch, unit, someFrames(named, MOST_OF_ITEMS), pictures),
		]);
	}
	if (show.option === 'sheet') {
		const labeled = labeledFrames(unit.labels());
		const frames = labeled.length === 0 ? [0] : someFrames(toRanges(labeled), show.value);
		const result = await sheetOf(batch, unit, frames, pictures);
		return batch.ok(index, [
			{ ...result, json: { ...result.json, framesWithLabels: labeled.length } },
		]);
	}
	const frame =
		show.option === 'frame'
			? frameOf(show.value, unit.row)
			: (labeledFrames(unit.labels())[0] ?? 0);
	for await (const one of picturesOf(unit, { frames: [frame] }, { picture, draw: true }))
		batch.ok(index, [await pictureResult(batch, unit, one, binaryField)]);
}

/** The frame of an item whose frames all go on one picture; undefined when it names none of the file. */
function namedFrame(row: LabelRowMetadata) {
	return ({ index, show }: Item) => {
		if (show.option !== 'items') return undefined;
		try {
			return { index, frame: frameOf(show.value, row) };
		} catch {
			return undefined;
		}
	};
}

async function sheetOf(
	batch: Batch,
	unit: OpenUnit<Item>,
	frames: number[],
	{ picture, binaryField }: PictureSettings,
): Promise<Result> {
	const sheet = await previewSheet(unit, frames, picture);
	const result = await pictureResult(batch, unit, sheet, binaryField);
	return { ...result, json: { ...result.json, frames } };
}
