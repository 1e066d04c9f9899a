import type { FrameAsk } from '../../../../src/media/contract';
import type { Ask, Batch, Result } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { limitField, limitOf, returnAllField } from '../../../shared/fields/limits';
import { drawOption, pictureFields, pictureWishOf } from '../../../shared/fields/pictures';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { frameAskOf, samplingFields } from '../../../shared/fields/sampling';
import { labeledFrames } from '../../../shared/labels/reading';
import { readUnit, type UnitAsk } from '../../../shared/labels/lookup';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf, type PictureWish } from '../../../shared/media/pictures';

interface ManyAsk extends UnitAsk, PictureWish {
	frames: FrameAsk | 'labeled';
	limit: number;
}

export const getManyFrames = defineOperation({
	resource: 'frame',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many frames of a data unit',
	description:
		'Get pictures of a video, image sequence or image group, one item per frame: every Nth, some per second, evenly spaced, by number, or those with labels',
	fields: [
		projectOfItemField,
		dataUnitField,
		...samplingFields,
		returnAllField,
		limitField,
		...pictureFields(drawOption),
	],
	readOnly: true,
	example: pictureExample,
	async run(batch) {
		const asks = batch.read(
			(index): ManyAsk => ({
				...readUnit(batch, index),
				frames: frameAskOf(batch, index),
				limit: limitOf(batch, index),
				...pictureWishOf(batch, index),
			}),
		);
		await withMedia(
			batch,
			asks,
			async (unit) => {
				await batch.each(unit.asks, async (ask) =>
					batch.ok(ask.index, await pictures(batch, unit, ask)),
				);
			},
			(ask) => ask.frames === 'labeled' || ask.draw,
		);
	},
});

/** One picture after the other goes into binary storage, so that memory does not grow with their number. */
async function pictures(
	batch: Batch,
	unit: OpenUnit<Ask<ManyAsk>>,
	{ index, frames, limit, ...wish }: Ask<ManyAsk>,
): Promise<Result[]> {
	const results: Result[] = [];
	const ask = frames === 'labeled' ? { frames: labeledFrames(unit.labels()) } : frames;
	for await (const one of picturesOf(unit, ask, wish)) {
		results.push(await pictureResult(batch, index, unit.projectHash, unit.row, one));
		if (results.length >= limit) break;
	}
	return results;
}
