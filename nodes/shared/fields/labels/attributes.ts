/** Fields for attributes of objects. */
import type { IDataObject } from 'n8n-workflow';
import type { AnswersInput } from '../../../../src/labels/answers/answerInput';
import { cases, mapped, parameter, type Field } from '../form/field';
import { InputError } from '../form/inputError';
import { jsonObject } from '../form/json';
import { anything, choice } from '../form/values';
import { filledIn, formAnswers } from './givenAnswers';

const form = parameter(
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
	},
	formAnswers,
);

const json = mapped(
	anything({
		displayName: 'Attributes (JSON)',
		name: 'attributesJson',
		type: 'json',
		default: '={{ $json.output }}',
		placeholder: '{ "Color": "Red", "Doors": 4 }',
		description:
			'Answers by the title of the attribute: text, a number, an option, or a list of options. Nested attributes stand beside their parent, or inside it.',
	}),
	(given) => jsonObject(given, 'The answer'),
);

const waysToAnswer = [
	{
		name: 'As JSON',
		value: 'json',
		description: 'An object of answers by title, for example from a model',
	},
	{ name: 'In a Form', value: 'form', description: 'A field for each attribute of the class' },
] as const;

const mode = {
	displayName: 'Attributes',
	name: 'attributeMode',
	description: 'How the answers to attributes are given',
} as const;

/** The answers given. */
export const attributeFields: Field<AnswersInput> = mapped(
	cases(choice({ ...mode, type: 'options', default: 'form', options: waysToAnswer }), {
		form,
		json,
	}),
	({ value }) => required(value),
);

/** The same where the operation makes sense without attributes; undefined for none. */
export const optionalAttributeFields: Field<AnswersInput | undefined> = mapped(
	cases(
		choice({
			...mode,
			type: 'options',
			default: 'none',
			options: [
				...waysToAnswer,
				{
					name: 'Leave as They Are',
					value: 'none',
					description: 'Only what the old and the new class have in common is kept',
				},
			],
		}),
		{ form, json, none: undefined },
	),
	({ by, value }) => (by === 'none' ? undefined : required(value)),
);

function required(given: IDataObject): AnswersInput {
	const answers = filledIn(given);
	if (Object.keys(answers).length === 0)
		throw new InputError('No attributes are given', 'Fill in at least one attribute.');
	return answers as AnswersInput;
}
