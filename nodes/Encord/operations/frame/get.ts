import { groupBy, type Ask, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { frameNumber } from '../../../shared/fields/frames';
import { drawOption, pictureFields, pictureWishOf } from '../../../shared/fields/pictures';
import { dataUnitField, frameField, projectOfItemField } from '../../../shared/fields/places';
import { readUnit, type UnitAsk } from '../../../shared/labels/lookup';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf, type PictureWish } from '../../../shared/media/pictures';

interface FrameAsk extends UnitAsk, PictureWish {
	frame: number;
}

export const getFrame = defineOperation({
	resource: 'frame',
	name: 'get',
	displayName: 'Get',
	action: 'Get a frame of a data unit',
	description:
		'Get the picture that a frame number stands for: of a video, image sequence or image group, or the image itself',
	fields: [projectOfItemField, dataUnitField, frameField, ...pictureFields(drawOption)],
	readOnly: true,
	example: pictureExample,
	async run(batch) {
		const asks = batch.read(
			(index): FrameAsk => ({
				...readUnit(batch, index),
				frame: frameNumber(batch.param('frame', index)),
				...pictureWishOf(batch, index),
			}),
		);
		await withMedia(
			batch,
			asks,
			async (unit) => {
				const alike = groupBy(unit.asks, ({ picture, draw }) => JSON.stringify([picture, draw]));
				await batch.each(
					alike,
					async ({ asks: same }) => await deliver(batch, { ...unit, asks: same }),
				);
			},
			({ draw }) => draw,
		);
	},
});

/** All frames of the unit in one pass; when that fails, each on its own, so that one bad frame number costs only itself. */
async function deliver(batch: Batch, unit: OpenUnit<Ask<FrameAsk>>): Promise<void> {
	const open = groupBy(unit.asks, ({ frame }) => String(frame)).map(({ asks }) => asks);
	const trouble = await deliverFrames(batch, unit, open).then(
		() => undefined,
		(error: unknown) => ({ error }),
	);
	if (trouble === undefined) return;
	batch.stopIfCancelled();
	if (open.length < 2) throw trouble.error;
	await batch.each(
		open.map((asks) => ({ asks })),
		async ({ asks }) => await deliverFrames(batch, unit, [asks]),
	);
}

/** Takes the frames it has delivered out of `open`. */
async function deliverFrames(
	batch: Batch,
	unit: OpenUnit<Ask<FrameAsk>>,
	open: Array<Array<Ask<FrameAsk>>>,
): Promise<void> {
	const frames = open.map((asks) => asks[0]!.frame).sort((a, b) => a - b);
	for await (const picture of picturesOf(unit, { frames }, open[0]![0]!)) {
		const place = open.findIndex((asks) => asks[0]!.frame === picture.frame);
		for (const { index } of open[place] ?? []) {
			batch.ok(index, [await pictureResult(batch, index, unit.projectHash, unit.row, picture)]);
		}
		open.splice(place, 1);
	}
}
