/** Fields for the reply of a language model to questions of the ontology. */
import { classificationAnswers, type ClassificationAnswer } from '../../../../src/llm/answerEdits';
import { readModelAnswer, type ModelAnswer } from '../../../../src/llm/modelAnswer';
import type { FieldReport } from '../../../../src/reply/report';
import {
	classificationQuestions,
	type Questions,
} from '../../../../src/labels/modelAnswers/questions';
import type { AnsweredMedia } from '../../../../src/labels/modelAnswers/statements';
import { findClassification } from '../../../../src/labels/ontology/lookup';
import type { OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { cases, group, mapped, type Field } from '../form/field';
import { InputError } from '../form/inputError';
import { locator } from '../form/locator';
import { rawValue, choice } from '../form/values';

/** Reads a model's reply to questions. @throws InputError when nothing in it can be written, or something may not be left out */
export type ReadReply = (questions: Questions, media: AnsweredMedia) => ModelAnswer;

/** Answers to classifications, and what became of each part of the reply. */
export interface RepliedClassifications {
	answers: ClassificationAnswer[];
	reports: FieldReport[];
}

const answer = rawValue({
	displayName: 'Model Answer',
	name: 'modelAnswer',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '={{ $json.output ?? $json.text }}',
	required: true,
	builderHint: {
		propertyHint:
			'The whole answer of the model, not parts of it. Behind a chain or an agent, the default expression reads it.',
	},
	description:
		'What the language model gave, as data or as text; code fences and sentences around JSON do not matter. The output lists under "answers" what was taken, repaired and refused.',
});

/** What happens when a part of an answer is refused. */
export type OnRefused = 'saveRest' | 'fail';

const onRefused = (otherwise: OnRefused) =>
	choice({
		displayName: 'If an Answer Is Refused',
		name: 'onRefusedAnswer',
		type: 'options',
		default: otherwise,
		description:
			"What happens when a part of the model's answer does not fit the ontology or is not clear",
		options: [
			{
				name: 'Save the Rest',
				value: 'saveRest',
				description: 'The output lists what was refused, and why',
			},
			{ name: 'Fail the Item', value: 'fail', description: 'Nothing of this item is saved' },
		],
	});

/** A model's reply, whatever its form, and the choice of what happens when a part of it is refused. */
const replyFieldsFor = (otherwise: OnRefused): Field<ReadReply> =>
	mapped(
		group({ answer, onRefused: onRefused(otherwise) }),
		(values): ReadReply =>
			(questions, media) =>
				checked(readModelAnswer(values.answer, questions, media), values.onRefused),
	);

export const replyFields = replyFieldsFor('saveRest');

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
	nameExample: 'Animal',
	idExample: '7f0c1e5a',
});

/** Reads the model's answer to classifications, once the ontology and the media are known. */
export const modelAnswerFields = (
	otherwise: OnRefused,
): Field<(ontology: OntologyIndex, media: AnsweredMedia) => RepliedClassifications> =>
	mapped(
		group({
			reply: replyFieldsFor(otherwise),
			to: cases(answerTo, { named: undefined, one: classification }),
		}),
		({ reply, to }) =>
			(ontology, media) => {
				const asked = to.value === undefined ? undefined : [findClassification(ontology, to.value)];
				const { answers, reports } = reply(classificationQuestions(ontology, asked), media);
				return { answers: classificationAnswers(answers), reports };
			},
	);

function checked(read: ModelAnswer, onRefused: OnRefused): ModelAnswer {
	const refused = read.reports.filter(({ outcome }) => outcome === 'refused');
	const [first] = refused;
	const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
	if (first !== undefined && (onRefused === 'fail' || read.answers.length === 0))
		throw new InputError(
			read.answers.length === 0
				? `Nothing in the model's answer fits the ontology. ${first.reason}${more}`
				: `${refused.length} of ${read.reports.length} answers were refused. ${first.reason}${more}`,
			'Nothing was saved for this item.',
		);
	if (read.answers.length === 0)
		throw new InputError(
			'The model gave no answer',
			'Check that the expression reads the output of the model, such as {{ $json.output }}.',
		);
	return read;
}
