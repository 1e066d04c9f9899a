/** Fields for the attributes of objects. */
import type { AnswersInput } from '../../../../src/labels/answers/answerInput';
import { cases, mapped, type Field } from '../form/field';
import { choice } from '../form/values';
import { replyFields, type ReadReply } from './modelAnswer';
import { jsonAnswers, ontologyForm } from './ontologyForm';

/** A field for each attribute of the class; the editor fills it. */
export const attributesForm = ontologyForm({
	displayName: 'Attribute Answers',
	name: 'attributes',
	resourceMapperMethod: 'getAttributeFields',
	loadOptionsDependsOn: ['project.value', 'object.value'],
	fieldWords: { singular: 'attribute', plural: 'attributes' },
});

const json = jsonAnswers({
	displayName: 'Attributes (JSON)',
	name: 'attributesJson',
	type: 'json',
	default: '={{ $json.output }}',
	placeholder: '{ "Color": "Red", "Doors": 4 }',
	description:
		'Answers by the title of the attribute: text, a number, an option, or a list of options. Nested attributes stand beside their parent, or inside it.',
});

const waysToAnswer = [
	{
		name: 'As JSON',
		value: 'json',
		description: 'An object of answers by title',
	},
	{ name: 'In a Form', value: 'form', description: 'A field for each attribute of the class' },
	{
		name: 'Model Answer',
		value: 'model',
		description: 'What a language model gave, as data or as text',
	},
] as const;

const mode = {
	displayName: 'Attributes',
	name: 'attributeMode',
	description: 'How the answers to attributes are given',
} as const;

/** Answers to attributes, at least one; or a model's reply, which is read for the class of each object. */
export type GivenAttributes = { answers: AnswersInput } | { readReply: ReadReply };

export const attributeFields: Field<GivenAttributes> = mapped(
	cases(choice({ ...mode, type: 'options', default: 'form', options: waysToAnswer }), {
		form: attributesForm,
		json,
		model: replyFields,
	}),
	(selected): GivenAttributes =>
		selected.option === 'model'
			? { readReply: selected.value }
			: { answers: selected.value as AnswersInput },
);

/** Answers to attributes, for operations that do not need them; undefined when none are given. */
export const optionalAttributeFields: Field<GivenAttributes | undefined> = mapped(
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
		{ form: attributesForm, json, model: replyFields, none: undefined },
	),
	(selected): GivenAttributes | undefined => {
		if (selected.option === 'none') return undefined;
		return selected.option === 'model'
			? { readReply: selected.value }
			: { answers: selected.value as AnswersInput };
	},
);
