import type { FrameSelection } from '../../../../src/media/contract';
import { limitFields } from '../../../shared/fields/limits';
import { drawEntry, pictureFields, type PictureSettings } from '../../../shared/fields/pictures';
import { unitFields } from '../../../shared/fields/places';
import { samplingFields } from '../../../shared/fields/sampling';
import { labeledFrames } from '../../../shared/labels/reading';
import { withMedia, type OpenUnit } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';
import type { Batch } from '../../../shared/runtime/batch';
import type { Result } from '../../../shared/runtime/result';
import { defineOperation } from '../../../shared/runtime/operation';

interface ManyFrames {
	frames: FrameSelection | 'labeled';
	limit: number;
	pictures: PictureSettings & { own: { draw?: boolean } };
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
		frames: samplingFields('Which frames to get. Each becomes an item of its own.'),
		limit: limitFields,
		pictures: pictureFields({ draw: drawEntry }),
	},
	readOnly: true,
	example: pictureExample,
	async run(batch, items) {
		await withMedia(
			batch,
			items,
			async (unit) => {
				await batch.each(unit.items, async (item) =>
					batch.ok(item.index, await resultsOf(batch, unit, item)),
				);
			},
			({ frames, pictures }) => frames === 'labeled' || (pictures.own.draw ?? false),
		);
	},
});

/** Stores the pictures one after the other, so that only one is in memory. */
async function resultsOf(
	batch: Batch,
	unit: OpenUnit<unknown>,
	{ frames, limit, pictures: { picture, own, binaryField } }: ManyFrames,
): Promise<Result[]> {
	const results: Result[] = [];
	const selection = frames === 'labeled' ? { frames: labeledFrames(unit.labels()) } : frames;
	for await (const framePicture of picturesOf(unit, selection, {
		picture,
		draw: own.draw ?? false,
	})) {
		results.push(await pictureResult(batch, unit, framePicture, binaryField));
		if (results.length >= limit) break;
	}
	return results;
}
