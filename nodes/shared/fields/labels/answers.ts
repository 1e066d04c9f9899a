/** Fields for answers to classifications. */
import type { IDataObject } from 'n8n-workflow';
import { sameJson } from '../../../../src/encord/wire/sameJson';
import type { AnswerInput } from '../../../../src/labels/answers/attributeInput';
import { findClassificationAttribute } from '../../../../src/labels/answers/classificationAttribute';
import type { ClassificationItem, OntologyIndex } from '../../../../src/labels/ontology/ontology';
import type { AnsweredMedia } from '../../../../src/labels/modelAnswers/statements';
import { cases, mapped, type Field } from '../form/field';
import { choice } from '../form/values';
import { InputError, shown } from '../form/inputError';
import { jsonAnswers, ontologyForm } from './ontologyForm';
import { modelAnswerFields, type RepliedClassifications, type OnRefused } from './modelAnswer';

/**
 * Reads the answers of an item, once the ontology and the media are known. Answers of a form or of JSON have no reports.
 * @throws InputError, OntologyLookupError
 */
export type ReadAnswers = (ontology: OntologyIndex, media: AnsweredMedia) => RepliedClassifications;

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

/** A field for each question; the editor fills it. */
export const answersForm = ontologyForm({
	displayName: 'Classifications',
	name: 'answers',
	required: true,
	resourceMapperMethod: 'getClassificationFields',
	loadOptionsDependsOn: ['project.value'],
	fieldWords: { singular: 'answer', plural: 'answers' },
});

const json = jsonAnswers({
	displayName: 'Answers (JSON)',
	name: 'answersJson',
	type: 'json',
	default: '={{ $json.output }}',
	required: true,
	placeholder: '{ "Animal": "Cat", "Breed": "Siamese" }',
	description:
		'Answers by the title of the classification: text, a number, an option, or a list of options. Nested answers stand beside their parent, or inside it as in {"Animal": {"Cat": {"Breed": "Siamese"}}}.',
});

/** @param otherwise what happens when a part of a model's answer is refused, unless the form says something else */
export const answersFields = (otherwise: OnRefused): Field<ReadAnswers> =>
	mapped(
		cases(mode, { form: answersForm, json, model: modelAnswerFields(otherwise) }),
		(selected): ReadAnswers => {
			if (selected.option === 'model') return selected.value;
			const { option, value } = selected;
			return (ontology) => {
				if (option === 'form') refuseLostQuestions(ontology, value);
				const answers = [...answersByClassification(ontology, value)];
				return {
					answers: answers.map(([item, ofItem]) => ({ item, answers: ofItem })),
					reports: [],
				};
			};
		},
	);

/** A form keeps the fields that the ontology had when they were loaded. @throws InputError */
function refuseLostQuestions(ontology: OntologyIndex, answers: IDataObject): void {
	const hashes = new Set(
		ontology.classifications.flatMap(({ featureHash, allAttributes }) => [
			featureHash,
			...allAttributes.map((attribute) => attribute.featureHash),
		]),
	);
	const lost = Object.entries(answers).find(([hash]) => !hashes.has(hash));
	if (lost === undefined) return;
	throw new InputError(
		`Classifications has the answer ${shown(lost[1])} to a question that the ontology no longer has (${lost[0]})`,
		'Open the node, refresh the fields of the form, and give the answer again.',
	);
}

/**
 * Groups answers by classification.
 * @param answers by keys as in `findClassificationAttribute`
 * @throws OntologyLookupError for a key that matches no attribute, or several; InputError for two that differ about one
 */
export function answersByClassification(
	ontology: OntologyIndex,
	answers: IDataObject,
): Map<ClassificationItem, { [attribute: string]: AnswerInput }> {
	const grouped = new Map<ClassificationItem, { [attribute: string]: AnswerInput }>();
	for (const [key, value] of Object.entries(answers)) {
		const { item, attribute } = findClassificationAttribute(ontology, key);
		const own = grouped.get(item) ?? {};
		if (attribute in own && !sameJson(own[attribute], value))
			throw new InputError(
				`"${key}" is answered a second time under another name, and the answers differ`,
				'Give each question one answer, by its title or by its feature hash.',
			);
		grouped.set(item, { ...own, [attribute]: value as AnswerInput });
	}
	return grouped;
}
