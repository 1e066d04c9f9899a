/** Fields for answers to classifications, and how they become answers the label editor understands. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { findClassificationAttribute } from '../../../src/labels/answers/classificationAttribute';
import type { AnswerInput } from '../../../src/labels/answers/answerInput';
import type { ClassificationItem, OntologyIndex } from '../../../src/labels/ontology/ontology';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import { jsonObject } from './json';
import { modelAnswerFields } from './modelAnswer';

export const answersFields: INodeProperties[] = [
	{
		displayName: 'Answers',
		name: 'answerMode',
		type: 'options',
		default: 'form',
		description: 'How the answers are given',
		options: [
			{ name: 'As JSON', value: 'json', description: 'An object of answers by title' },
			{
				name: 'In a Form',
				value: 'form',
				description: 'A field for each question of the ontology',
			},
			{
				name: 'Model Answer',
				value: 'model',
				description: 'What a language model gave, as data or as text',
			},
		],
	},
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
		displayOptions: { show: { answerMode: ['form'] } },
	},
	{
		displayName: 'Answers (JSON)',
		name: 'answersJson',
		type: 'json',
		default: '={{ $json.output }}',
		required: true,
		placeholder: '{ "Animal": "Cat", "Breed": "Siamese" }',
		description:
			'Answers by the title of the classification: text, a number, an option, or a list of options. Nested answers stand beside their parent, or inside it as in {"Animal": {"Cat": {"Breed": "Siamese"}}}.',
		displayOptions: { show: { answerMode: ['json'] } },
	},
	...modelAnswerFields,
];

/** Answers as given on the form or as JSON; nothing of the ontology is looked up yet. @throws InputError */
export function readAnswers(batch: Batch, index: number): IDataObject {
	// Read as a whole: n8n checks the single values only when they are read on their own, and is stricter about options than we are.
	const given =
		batch.param('answerMode', index) === 'json'
			? jsonObject(batch.param('answersJson', index), 'The answer')
			: (batch.param<{ value: IDataObject | null }>('answers', index).value ?? {});
	const answers = Object.fromEntries(
		Object.entries(given).filter(
			([, value]) => value !== null && value !== undefined && value !== '',
		),
	);
	if (Object.keys(answers).length === 0) {
		throw new InputError(
			'No answers are given',
			'Fill in at least one answer. An expression that gives nothing leaves its field empty.',
		);
	}
	return answers;
}

/**
 * Answers by classification; keys are the names that findClassificationAttribute accepts.
 * @throws OntologyLookupError for a key that names nothing, or several things
 */
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
