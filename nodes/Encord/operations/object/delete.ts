import { defineOperation } from '../../../shared/runtime/operation';
import { framesOption, onlyFramesOption } from '../../../shared/fields/frames';
import { objectChoiceFields } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { replacePersonLabelsField, writeOptionsField } from '../../../shared/fields/writing';
import { writeLabels, writtenExample } from '../../../shared/labels/writing';
import { selectedObjectsAsk } from './selectedEdits';

export const deleteObjects = defineOperation({
	resource: 'object',
	name: 'delete',
	displayName: 'Delete',
	action: 'Delete objects',
	description:
		'Delete objects from a label row, on all frames or on some; labels of people stay unless that is allowed',
	fields: [
		projectOfItemField,
		dataUnitField,
		...objectChoiceFields('item'),
		replacePersonLabelsField,
		writeOptionsField(
			[
				onlyFramesOption(
					'Frames to delete the objects from. Without this option: all frames, and the objects are gone.',
				),
			],
			['replacePersonLabels'],
		),
	],
	readOnly: false,
	example: { ...writtenExample, added: 0, removed: 1 },
	async run(batch) {
		const asks = batch.read((index) => {
			const frames = framesOption(batch, 'onlyFrames', index);
			return selectedObjectsAsk(batch, index, ({ objectHash, space }) => [
				{ kind: 'deleteObject', objectHash, space, ...frames },
			]);
		});
		await writeLabels(batch, asks, { refusedEdit: 'report' });
	},
});
