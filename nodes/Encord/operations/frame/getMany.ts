import type { FrameAsk } from '../../../../src/media/contract';
import { limitFields } from '../../../shared/fields/limits';
import { drawEntry, pictureFields, type PictureAsk } from '../../../shared/fields/pictures';
import { unitFields } from '../../../shared/fields/places';
import { samplingFields } from '../../../shared/fields/sampling';
import { labeledFrames } from '../../../shared/labels/reading';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';
import type { Batch, Result } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

interface ManyFrames {
	frames: FrameAsk | 'labeled';
	limit: number;
	pictures: PictureAsk & { own: { draw?: boolean } };
}

export const getManyFrames = defineOperation({
	resource: 'frame',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many frames of a data unit',
	description:
		'Get pictures of a video, image sequence or image group, one item per frame: every Nth, some per second, evenly spaced, by number, or those with labels',
	inputs: {
		unit: unitFields,
		frames: samplingFields,
		limit: limitFields,
		pictures: pictureFields({ draw: drawEntry }),
	},
	readOnly: true,
	example: pictureExample,
	async run(batch, asks) {
		await withMedia(
			batch,
			asks,
			async (unit) => {
				await batch.each(unit.asks, async (ask) =>
					batch.ok(ask.index, await resultsOf(batch, unit, ask)),
				);
			},
			({ frames, pictures }) => frames === 'labeled' || (pictures.own.draw ?? false),
		);
	},
});

/** One picture after the other goes into binary storage, so that memory does not grow with their number. */
async function resultsOf(
	batch: Batch,
	unit: OpenUnit<unknown>,
	{ frames, limit, pictures: { picture, own, binaryField } }: ManyFrames,
): Promise<Result[]> {
	const results: Result[] = [];
	const ask = frames === 'labeled' ? { frames: labeledFrames(unit.labels()) } : frames;
	for await (const one of picturesOf(unit, ask, { picture, draw: own.draw ?? false })) {
		results.push(await pictureResult(batch, unit, one, binaryField));
		if (results.length >= limit) break;
	}
	return results;
}
