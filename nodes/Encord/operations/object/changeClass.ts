import type { Edit } from '../../../../src/labels/edits/edit';
import { defineOperation } from '../../../shared/runtime/operation';
import { attributeFields, attributesOf } from '../../../shared/fields/attributes';
import { objectChoiceFields, objectClassField } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { replacePersonLabelsField, writeOptionsField } from '../../../shared/fields/writing';
import { writeLabels, writtenExample } from '../../../shared/labels/writing';
import { selectedObjectsAsk } from './selectedEdits';

export const changeObjectClass = defineOperation({
	resource: 'object',
	name: 'changeClass',
	displayName: 'Change Class',
	action: 'Change the class of objects',
	description:
		'Give objects another class of the same shape, keeping where they are; attributes can be answered in the same step',
	fields: [
		projectOfItemField,
		dataUnitField,
		...objectChoiceFields('item'),
		{ ...objectClassField, displayName: 'New Class' },
		...attributeFields(true),
		replacePersonLabelsField,
		writeOptionsField([], ['replacePersonLabels']),
	],
	readOnly: false,
	example: writtenExample,
	async run(batch) {
		const asks = batch.read((index) => {
			const object = batch.locator('object', index, 'New Class');
			const attributes = attributesOf(batch, index);
			return selectedObjectsAsk(batch, index, ({ objectHash, space }): Edit[] => [
				{ kind: 'changeClass', objectHash, space, object },
				...(attributes === undefined
					? []
					: [{ kind: 'setAttributes' as const, objectHash, space, attributes }]),
			]);
		});
		await writeLabels(batch, asks, { refusedEdit: 'fail' });
	},
});
