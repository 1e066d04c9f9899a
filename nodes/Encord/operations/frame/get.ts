import { drawEntry, pictureFields, type PictureAsk } from '../../../shared/fields/pictures';
import { frameField, unitFields, type UnitAsk } from '../../../shared/fields/places';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';
import { groupBy, type Ask, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

interface OneFrame {
	unit: UnitAsk;
	frame: number;
	pictures: PictureAsk & { own: { draw?: boolean } };
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
	async run(batch, asks) {
		await withMedia(
			batch,
			asks,
			async (unit) => {
				const alike = groupBy(unit.asks, ({ pictures: { picture, own } }) =>
					JSON.stringify([picture, own.draw]),
				);
				await batch.each(
					alike,
					async ({ asks: same }) => await deliver(batch, { ...unit, asks: same }),
				);
			},
			({ pictures }) => pictures.own.draw ?? false,
		);
	},
});

/** All frames of the unit in one pass; when that fails, each on its own, so that one bad frame number costs only itself. */
async function deliver(batch: Batch, unit: OpenUnit<Ask<OneFrame>>): Promise<void> {
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
	unit: OpenUnit<Ask<OneFrame>>,
	open: Array<Array<Ask<OneFrame>>>,
): Promise<void> {
	const { picture: wanted, own } = open[0]![0]!.pictures;
	const drawn = { picture: wanted, draw: own.draw ?? false };
	const frames = open.map((asks) => asks[0]!.frame).sort((a, b) => a - b);
	for await (const picture of picturesOf(unit, { frames }, drawn)) {
		const place = open.findIndex((asks) => asks[0]!.frame === picture.frame);
		for (const { index, pictures } of open[place] ?? []) {
			batch.ok(index, [await pictureResult(batch, unit, picture, pictures.binaryField)]);
		}
		open.splice(place, 1);
	}
}
