import type { Edit } from '../../../../src/labels/edits/edit';
import { locator } from '../../../shared/fields/form/locator';
import { optionalAttributeFields } from '../../../shared/fields/labels/attributes';
import { objectChoice, objectClass } from '../../../shared/fields/labels/objects';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';
import { editSelectedObjects } from '../../../shared/writing/selectedObjects';

export const changeObjectClass = defineOperation({
	resource: 'object',
	name: 'changeClass',
	displayName: 'Change Class',
	action: 'Change the class of objects',
	description:
		'Give objects another class of the same shape, keeping where they are; attributes can be answered in the same step',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		newClass: locator({ ...objectClass, displayName: 'New Class' }),
		attributes: optionalAttributeFields,
		write: changeOptions({}),
	},
	readOnly: false,
	example: writtenExample,
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map((item) =>
				editSelectedObjects(item, ({ objectHash, space }): Edit[] => [
					{ kind: 'changeClass', objectHash, space, object: item.newClass },
					...(item.attributes === undefined
						? []
						: [
								{
									kind: 'setAttributes' as const,
									objectHash,
									space,
									attributes: item.attributes,
								},
							]),
				]),
			),
			{ onRefusedEdit: 'fail' },
		);
	},
});
