import { defineOperation } from '../../../shared/runtime/operation';
import { attributeFields, attributesOf } from '../../../shared/fields/attributes';
import { framesOption } from '../../../shared/fields/frames';
import { objectChoiceFields, objectClassField } from '../../../shared/fields/objects';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { replacePersonLabelsField, writeOptionsField } from '../../../shared/fields/writing';
import { writeLabels, writtenExample } from '../../../shared/labels/writing';
import { selectedObjectsAsk } from './selectedEdits';

export const setObjectAttributes = defineOperation({
	resource: 'object',
	name: 'setAttributes',
	displayName: 'Set Attributes',
	action: 'Set attributes of objects',
	description:
		'Answer attributes of objects that are on the label row already, such as the text read in a box; other attributes stay',
	fields: [
		projectOfItemField,
		dataUnitField,
		...objectChoiceFields('item'),
		{
			...objectClassField,
			required: false,
			description: 'The class whose attributes the form shows',
			displayOptions: { show: { attributeMode: ['form'] } },
		},
		...attributeFields(false),
		replacePersonLabelsField,
		writeOptionsField(
			[
				{
					displayName: 'Frames of Dynamic Attributes',
					name: 'dynamicFrames',
					type: 'string',
					default: '',
					placeholder: 'e.g. 0, 5, 10-20',
					description:
						'Frames on which attributes that change over time are answered. Without this option: all frames of the object.',
				},
			],
			['replacePersonLabels'],
		),
	],
	readOnly: false,
	example: writtenExample,
	async run(batch) {
		const asks = batch.read((index) => {
			const attributes = attributesOf(batch, index) ?? {};
			const frames = framesOption(batch, 'dynamicFrames', index);
			return selectedObjectsAsk(batch, index, ({ objectHash, space }) => [
				{ kind: 'setAttributes', objectHash, space, attributes, ...frames },
			]);
		});
		await writeLabels(batch, asks, { refusedEdit: 'fail' });
	},
});
