import { editorOnly, shownWhen } from '../../../shared/fields/form/field';
import { locator } from '../../../shared/fields/form/locator';
import { frameListField } from '../../../shared/fields/frames';
import { attributeFields } from '../../../shared/fields/labels/attributes';
import { objectChoice, objectClass } from '../../../shared/fields/labels/objects';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';
import { editSelectedObjects } from '../../../shared/writing/selectedObjects';

export const setObjectAttributes = defineOperation({
	resource: 'object',
	name: 'setAttributes',
	displayName: 'Set Attributes',
	action: 'Set attributes of objects',
	description:
		'Answer attributes of objects that are on the label row already, such as the text read in a box; other attributes stay',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		class: editorOnly(
			shownWhen(
				locator({
					...objectClass,
					required: false,
					description: 'The class whose attributes the form shows',
				}),
				{ attributeMode: ['form'] },
			),
		),
		attributes: attributeFields,
		write: changeOptions({
			frames: frameListField({
				displayName: 'Frames of Dynamic Attributes',
				name: 'dynamicFrames',
				description:
					'Frames on which attributes that change over time are answered. Without this option: all frames of the object.',
			}),
		}),
	},
	readOnly: false,
	example: writtenExample,
	async run(batch, items) {
		await writeLabels(
			batch,
			items.map((item) =>
				editSelectedObjects(item, ({ objectHash, space }) => [
					{
						kind: 'setAttributes',
						objectHash,
						space,
						attributes: item.attributes,
						...item.write.own,
					},
				]),
			),
			{ onRefusedEdit: 'fail' },
		);
	},
});
