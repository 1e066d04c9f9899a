/** Fields for the output of a language model that answers classifications. */
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { readModelAnswer, type ModelAnswer } from '../../../../src/llm/modelAnswer';
import { cases, group, mapped, type Field } from '../form/field';
import { InputError } from '../form/inputError';
import { locator } from '../form/locator';
import { rawValue, choice } from '../form/values';

const answer = rawValue({
	displayName: 'Model Answer',
	name: 'modelAnswer',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '={{ $json.output ?? $json.text }}',
	required: true,
	description:
		'What the language model gave, as data or as text; code fences and sentences around JSON do not matter. What does not fit the ontology is listed in the output under "problems", and the rest is set.',
});

const answerTo = choice({
	displayName: 'Answer To',
	name: 'answerTo',
	type: 'options',
	default: 'named',
	description: 'Which classifications the model was asked about',
	options: [
		{
			name: 'All Classifications It Names',
			value: 'named',
			description: 'JSON with their titles as keys',
		},
		{ name: 'One Classification', value: 'one', description: 'Plain text, an option, or JSON' },
	],
});

const classification = locator({
	displayName: 'Classification',
	name: 'classification',
	description: 'Title of the classification in the ontology',
	searchListMethod: 'searchClassifications',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. Animal' },
});

/** Reads the model's answer, once the ontology is known. @throws InputError when no part of it fits the ontology */
export const modelAnswerFields: Field<(ontology: OntologyIndex) => ModelAnswer> = mapped(
	group({ answer, to: cases(answerTo, { named: undefined, one: classification }) }),
	(values) => (ontology) =>
		requireAnswers(readModelAnswer(values.answer, ontology, values.to.value)),
);

function requireAnswers(read: ModelAnswer): ModelAnswer {
	if (read.answers.size > 0) return read;
	const [first] = read.problems;
	const more = read.problems.length > 1 ? ` (and ${read.problems.length - 1} more)` : '';
	throw first
		? new InputError(
				`Nothing in the model's answer fits the ontology. ${first.message}${more}`,
				'Nothing was saved for this item.',
			)
		: new InputError(
				'The model gave no answer',
				'Check that the expression reads the output of the model, such as {{ $json.output }}.',
			);
}
