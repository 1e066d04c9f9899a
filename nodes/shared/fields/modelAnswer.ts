/** Fields for what a language model answered, and how it becomes answers to classifications. */
import type { INodeProperties } from 'n8n-workflow';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';
import { readModelAnswer, type ModelAnswer } from '../../../src/llm/modelAnswer';
import type { Batch } from '../runtime/batch';
import { InputError } from '../runtime/errors';
import { locatorField } from './locator';

const classificationField = locatorField({
	displayName: 'Classification',
	name: 'classification',
	description: 'Title of the classification in the ontology',
	searchListMethod: 'searchClassifications',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. Animal' },
});

export const modelAnswerFields: INodeProperties[] = [
	{
		displayName: 'Model Answer',
		name: 'modelAnswer',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.output ?? $json.text }}',
		required: true,
		description:
			'What the language model gave, as data or as text; code fences and sentences around JSON do not matter. What does not fit the ontology is listed in the output under "problems", and the rest is set.',
		displayOptions: { show: { answerMode: ['model'] } },
	},
	{
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
		displayOptions: { show: { answerMode: ['model'] } },
	},
	{
		...classificationField,
		displayOptions: { show: { answerMode: ['model'], answerTo: ['one'] } },
	},
];

/** Reads the fields; the function it gives reads the answer, once the ontology is known. @throws InputError, also later */
export function modelAnswerOf(
	batch: Batch,
	index: number,
): (ontology: OntologyIndex) => ModelAnswer {
	const answer = batch.param('modelAnswer', index);
	const one =
		batch.param('answerTo', index) === 'one'
			? batch.locator('classification', index, 'Classification')
			: undefined;
	return (ontology) => {
		const read = readModelAnswer(answer, ontology, one);
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
	};
}
