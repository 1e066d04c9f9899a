import { drawEntry, pictureFields, type PictureSettings } from '../../../shared/fields/pictures';
import {
	frameField,
	frameOf,
	unitFields,
	type DataUnitRef,
	type FrameInput,
} from '../../../shared/fields/places';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';
import { groupBy, type ItemInputs, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

interface OneFrame<F extends FrameInput = FrameInput> {
	unit: DataUnitRef;
	frame: F;
	pictures: PictureSettings & { own: { draw?: boolean } };
}

export const getFrame = defineOperation({
	resource: 'frame',
	name: 'get',
	displayName: 'Get',
	action: 'Get a frame of a data unit',
	description:
		'Get the picture that a frame number stands for: of a video, image sequence or image group, or the image itself',
	inputs: {
		unit: unitFields,
		frame: frameField,
		pictures: pictureFields({ draw: drawEntry }),
	},
	readOnly: true,
	example: pictureExample,
	async run(batch, items) {
		await withMedia(
			batch,
			items,
			async (unit) => {
				const groups = groupBy(numbered(batch, unit), ({ pictures: { picture, own } }) =>
					JSON.stringify([picture, own.draw]),
				);
				await batch.each(
					groups,
					async ({ members }) => await readFrames(batch, { ...unit, items: members }),
				);
			},
			({ pictures }) => pictures.own.draw ?? false,
		);
	},
});

/** The items with the numbers of their frames. An item that names none of several frames fails. */
function numbered(
	batch: Batch,
	{ items, row }: OpenUnit<ItemInputs<OneFrame>>,
): Array<ItemInputs<OneFrame<number>>> {
	return items.flatMap((item) => {
		try {
			return [{ ...item, frame: frameOf(item.frame, row) }];
		} catch (error) {
			batch.fail(item.index, error);
			return [];
		}
	});
}

/**
 * Reads all frames of the unit together. When that fails, it reads the rest one by one, so that only wrong frame numbers
 * fail.
 */
async function readFrames(
	batch: Batch,
	unit: OpenUnit<ItemInputs<OneFrame<number>>>,
): Promise<void> {
	const open = groupBy(unit.items, ({ frame }) => String(frame)).map(({ members }) => members);
	const failure = await readTogether(batch, unit, open).then(
		() => undefined,
		(error: unknown) => ({ error }),
	);
	if (failure === undefined) return;
	batch.stopIfCancelled();
	if (open.length < 2) throw failure.error;
	await batch.each(
		open.map((members) => ({ members })),
		async ({ members }) => await readTogether(batch, unit, [members]),
	);
}

/**
 * Reads the frames of `open` in one pass. Frames that were read are removed from `open`; each entry has the items of one
 * frame.
 */
async function readTogether(
	batch: Batch,
	unit: OpenUnit<ItemInputs<OneFrame<number>>>,
	open: Array<Array<ItemInputs<OneFrame<number>>>>,
): Promise<void> {
	const { picture, own } = open[0]![0]!.pictures;
	const options = { picture, draw: own.draw ?? false };
	const frames = open.map((items) => items[0]!.frame).sort((a, b) => a - b);
	for await (const framePicture of picturesOf(unit, { frames }, options)) {
		const position = open.findIndex((items) => items[0]!.frame === framePicture.frame);
		for (const { index, pictures } of open[position] ?? []) {
			batch.ok(index, [await pictureResult(batch, unit, framePicture, pictures.binaryField)]);
		}
		open.splice(position, 1);
	}
}
