import { cases } from '../../../shared/fields/form/field';
import { choice } from '../../../shared/fields/form/values';
import { pictureFields } from '../../../shared/fields/pictures';
import { frameField, frameOf, unitFields } from '../../../shared/fields/places';
import { labeledFrames } from '../../../shared/labels/reading';
import { withMedia } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';
import { defineOperation } from '../../../shared/runtime/operation';

const previewOf = choice({
	displayName: 'Show',
	name: 'previewOf',
	type: 'options',
	default: 'firstLabeled',
	description: 'Which frame to show',
	options: [
		{
			name: 'First Frame With Labels',
			value: 'firstLabeled',
			description: 'Frame 0 when there are no labels',
		},
		{ name: 'One Frame', value: 'frame' },
	],
});

export const previewLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'preview',
	displayName: 'Preview',
	action: 'Preview the labels of a label row',
	description:
		'Get a picture of a frame with its labels drawn on it, to look at in the output panel or to send to somebody',
	inputs: {
		unit: unitFields,
		show: cases(previewOf, { frame: frameField, firstLabeled: undefined }),
		pictures: pictureFields({}),
	},
	readOnly: true,
	example: pictureExample,
	async run(batch, items) {
		await withMedia(
			batch,
			items,
			async (unit) => {
				await batch.each(unit.items, async ({ index, show, pictures }) => {
					const frame =
						show.value === undefined
							? (labeledFrames(unit.labels())[0] ?? 0)
							: frameOf(show.value, unit.row);
					const options = { picture: pictures.picture, draw: true };
					for await (const picture of picturesOf(unit, { frames: [frame] }, options))
						batch.ok(index, [await pictureResult(batch, unit, picture, pictures.binaryField)]);
				});
			},
			() => true,
		);
	},
});
