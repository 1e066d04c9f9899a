import { onlyFramesEntry } from '../../../shared/fields/frames';
import { objectChoice } from '../../../shared/fields/labels/objects';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';
import { editSelectedObjects } from '../../../shared/writing/selectedObjects';

export const deleteObjects = defineOperation({
	resource: 'object',
	name: 'delete',
	displayName: 'Delete',
	action: 'Delete objects',
	description:
		'Delete objects from a label row, on all frames or on some; labels of people stay unless that is allowed',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		write: changeOptions({
			frames: onlyFramesEntry(
				'Frames to delete the objects from. Without this option the objects are deleted on all frames.',
			),
		}),
	},
	readOnly: false,
	example: { ...writtenExample, added: 0, removed: 1 },
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map((item) =>
				editSelectedObjects(item, ({ objectHash, space }) => [
					{ kind: 'deleteObject', objectHash, space, ...item.write.own },
				]),
			),
			{ onRefusedEdit: 'report' },
		);
	},
});
