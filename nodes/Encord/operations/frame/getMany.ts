import type { PictureOptions } from '../../../../src/media/frames';
import type { FrameAsk } from '../../../../src/media/sampling';
import type { Ask, Batch, Result } from '../../../shared/batch';
import { defineOperation } from '../../../shared/operation';
import { limitField, limitOf, returnAllField } from '../../fields/lists';
import { binaryFieldField, pictureOptions, pictureOptionsOf } from '../../fields/pictures';
import { dataUnitField, projectOfItemField } from '../../fields/places';
import { frameAskOf, samplingFields } from '../../fields/sampling';
import { labeledFrames } from '../../labelReading';
import { readUnit, type UnitAsk } from '../../lookup';
import { withMedia, type OpenUnit } from './openUnits';
import { pictureExample, pictureResult } from './picture';

interface ManyAsk extends UnitAsk {
	frames: FrameAsk | 'labeled';
	limit: number;
	picture: PictureOptions;
}

export const getManyFrames = defineOperation({
	resource: 'frame',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many frames of a data unit',
	description: 'Get pictures of a video, image sequence or image group, one item per frame: every Nth, some per second, evenly spaced, by number, or those with labels',
	fields: [
		projectOfItemField,
		dataUnitField,
		...samplingFields,
		returnAllField,
		limitField,
		binaryFieldField,
		{ displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add Option', default: {}, options: pictureOptions },
	],
	readOnly: true,
	example: pictureExample,
	async run(batch) {
		const asks = batch.read((index): ManyAsk => ({
			...readUnit(batch, index),
			frames: frameAskOf(batch, index),
			limit: limitOf(batch, index),
			picture: pictureOptionsOf(batch, index),
		}));
		await withMedia(batch, asks, async (unit) => {
			await batch.each(unit.asks, async (ask) => batch.ok(ask.index, await pictures(batch, unit, ask)));
		});
	},
});

/** One picture after the other goes into binary storage, so that memory does not grow with their number. */
async function pictures(batch: Batch, unit: OpenUnit<Ask<ManyAsk>>, { index, frames, limit, picture }: Ask<ManyAsk>): Promise<Result[]> {
	const results: Result[] = [];
	const ask = frames === 'labeled' ? { frames: await labeledFrames(batch, unit.projectHash, unit.row) } : frames;
	for await (const one of unit.media.frames(ask, picture)) {
		results.push(await pictureResult(batch, index, unit.projectHash, unit.row, one));
		if (results.length >= limit) break;
	}
	return results;
}
