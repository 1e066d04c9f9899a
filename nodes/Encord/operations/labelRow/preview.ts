import { defineOperation } from '../../../shared/runtime/operation';
import { frameNumber } from '../../../shared/fields/frames';
import { pictureFields, pictureOptionsOf } from '../../../shared/fields/pictures';
import { dataUnitField, frameField, projectOfItemField } from '../../../shared/fields/places';
import { labeledFrames } from '../../../shared/labels/reading';
import { readUnit } from '../../../shared/labels/lookup';
import { withMedia } from '../../../shared/media/openUnits';
import { pictureExample, pictureResult } from '../../../shared/media/pictureResult';
import { picturesOf } from '../../../shared/media/pictures';

export const previewLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'preview',
	displayName: 'Preview',
	action: 'Preview the labels of a label row',
	description:
		'Get a picture of a frame with its labels drawn on it, to look at in the output panel or to send to somebody',
	fields: [
		projectOfItemField,
		dataUnitField,
		{
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
		},
		{ ...frameField, displayOptions: { show: { previewOf: ['frame'] } } },
		...pictureFields(),
	],
	readOnly: true,
	example: pictureExample,
	async run(batch) {
		const asks = batch.read((index) => ({
			...readUnit(batch, index),
			frame:
				batch.param('previewOf', index) === 'frame'
					? frameNumber(batch.param('frame', index))
					: undefined,
			picture: pictureOptionsOf(batch, index),
		}));
		await withMedia(
			batch,
			asks,
			async (unit) => {
				await batch.each(unit.asks, async ({ index, frame, picture }) => {
					const shown = frame ?? labeledFrames(unit.labels())[0] ?? 0;
					for await (const one of picturesOf(unit, { frames: [shown] }, { picture, draw: true })) {
						batch.ok(index, [await pictureResult(batch, index, unit.projectHash, unit.row, one)]);
					}
				});
			},
			() => true,
		);
	},
});
