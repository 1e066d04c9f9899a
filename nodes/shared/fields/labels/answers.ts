/** Fields for answers to classifications, and how they become answers the label editor understands. */
import type { IDataObject } from 'n8n-workflow';
import type { AnswerInput, AnswersInput } from '../../../../src/labels/answers/answerInput';
import { findClassificationAttribute } from '../../../../src/labels/answers/classificationAttribute';
import type { ClassificationItem, OntologyIndex } from '../../../../src/labels/ontology/ontology';
import type { Problem } from '../../../../src/labels/row/problem';
import { cases, mapped, parameter, type Field } from '../form/field';
import { InputError } from '../form/inputError';
import { jsonObject } from '../form/json';
import { anything, choice } from '../form/values';
import { filledIn, formAnswers } from './givenAnswers';
import { modelAnswerFields } from './modelAnswer';

/** Answers to classifications, and what of the input does not fit the ontology. */
export interface ClassificationAnswers {
	answers: Map<ClassificationItem, AnswersInput>;
	problems: Problem[];
}

/** Reads what an item gives, once the ontology is known. @throws InputError, OntologyLookupError */
export type ReadAnswers = (ontology: OntologyIndex) => ClassificationAnswers;

const mode = choice({
	displayName: 'Answers',
	name: 'answerMode',
	type: 'options',
	default: 'form',
	description: 'How the answers are given',
	options: [
		{ name: 'As JSON', value: 'json', description: 'An object of answers by title' },
		{ name: 'In a Form', value: 'form', description: 'A field for each question of the ontology' },
		{
			name: 'Model Answer',
			value: 'model',
			description: 'What a language model gave, as data or as text',
		},
	],
});

const form = parameter(
	{
		displayName: 'Classifications',
		name: 'answers',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		description: 'The answers to set. Fields that stay empty are not touched.',
		typeOptions: {
			loadOptionsDependsOn: ['project.value'],
			resourceMapper: {
				resourceMapperMethod: 'getClassificationFields',
				mode: 'add',
				fieldWords: { singular: 'answer', plural: 'answers' },
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
		displayName: 'Answers (JSON)',
		name: 'answersJson',
		type: 'json',
		default: '={{ $json.output }}',
		required: true,
		placeholder: '{ "Animal": "Cat", "Breed": "Siamese" }',
		description:
			'Answers by the title of the classification: text, a number, an option, or a list of options. Nested answers stand beside their parent, or inside it as in {"Animal": {"Cat": {"Breed": "Siamese"}}}.',
	}),
	(given) => jsonObject(given, 'The answer'),
);

export const answersFields: Field<ReadAnswers> = mapped(
	cases(mode, { form, json, model: modelAnswerFields }),
	(asked): ReadAnswers => {
		if (asked.by === 'model') return asked.value;
		const given = required(asked.value);
		return (ontology) => ({ answers: answersByClassification(ontology, given), problems: [] });
	},
);

function required(given: IDataObject): IDataObject {
	const answers = filledIn(given);
	if (Object.keys(answers).length > 0) return answers;
	throw new InputError(
		'No answers are given',
		'Fill in at least one answer. An expression that gives nothing leaves its field empty.',
	);
}

/** Answers by classification; keys as in `findClassificationAttribute`. @throws OntologyLookupError for a key that has no place, or several */
export function answersByClassification(
	ontology: OntologyIndex,
	given: IDataObject,
): Map<ClassificationItem, { [attribute: string]: AnswerInput }> {
	const answers = new Map<ClassificationItem, { [attribute: string]: AnswerInput }>();
	for (const [key, value] of Object.entries(given)) {
		const { item, attribute } = findClassificationAttribute(ontology, key);
		answers.set(item, { ...answers.get(item), [attribute]: value as AnswerInput });
	}
	return answers;
}
