/** Fields for attributes of objects. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { AnswersInput } from '../../../src/labels/answers/answerInput';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import { jsonObject } from './json';

/** @param optional whether the operation makes sense without attributes */
export function attributeFields(optional: boolean): INodeProperties[] {
	const options = [
		{
			name: 'As JSON',
			value: 'json',
			description: 'An object of answers by title, for example from a model',
		},
		{ name: 'In a Form', value: 'form', description: 'A field for each attribute of the class' },
	];
	return [
		{
			displayName: 'Attributes',
			name: 'attributeMode',
			type: 'options',
			default: 'form',
			...(optional ? { default: 'none' } : {}),
			description: 'How the answers to attributes are given',
			options: optional
				? [
						...options,
						{
							name: 'Leave as They Are',
							value: 'none',
							description: 'Only what the old and the new class have in common is kept',
						},
					]
				: options,
		},
		{
			displayName: 'Attribute Answers',
			name: 'attributes',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			description: 'The answers to set. Fields that stay empty are not touched.',
			typeOptions: {
				loadOptionsDependsOn: ['project.value', 'object.value'],
				resourceMapper: {
					resourceMapperMethod: 'getAttributeFields',
					mode: 'add',
					fieldWords: { singular: 'attribute', plural: 'attributes' },
					addAllFields: true,
					multiKeyMatch: false,
					supportAutoMap: false,
				},
			},
			displayOptions: { show: { attributeMode: ['form'] } },
		},
		{
			displayName: 'Attributes (JSON)',
			name: 'attributesJson',
			type: 'json',
			default: '={{ $json.output }}',
			placeholder: '{ "Color": "Red", "Doors": 4 }',
			description:
				'Answers by the title of the attribute: text, a number, an option, or a list of options. Nested attributes stand beside their parent, or inside it.',
			displayOptions: { show: { attributeMode: ['json'] } },
		},
	];
}

/** The answers given, undefined for none. @throws InputError */
export function attributesOf(batch: Batch, index: number): AnswersInput | undefined {
	const mode = batch.param('attributeMode', index);
	if (mode === 'none') return undefined;
	const given =
		mode === 'json'
			? jsonObject(batch.param('attributesJson', index), 'The answer')
			: (batch.param<{ value: IDataObject | null }>('attributes', index).value ?? {});
	const answers = Object.fromEntries(
		Object.entries(given).filter(
			([, value]) => value !== null && value !== undefined && value !== '',
		),
	);
	if (Object.keys(answers).length === 0)
		throw new InputError('No attributes are given', 'Fill in at least one attribute.');
	return answers as AnswersInput;
}
