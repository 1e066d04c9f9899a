import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { AnswersInput } from '../../../../src/labels/answers/answerInput';
import type { FramesInput } from '../../../../src/labels/row/frames';
import type { Problem } from '../../../../src/labels/row/problem';
import type { ClassificationItem, OntologyIndex } from '../../../../src/labels/ontology/ontology';
import type { Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	answersByClassification,
	answersFields,
	readAnswers,
} from '../../../shared/fields/answers';
import { confidenceOf, confidenceOption } from '../../../shared/fields/confidence';
import { frameScopeFields, framesOf } from '../../../shared/fields/frames';
import { modelAnswerOf } from '../../../shared/fields/modelAnswer';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { writeOptionsField, writeOptionsOf } from '../../../shared/fields/writing';
import { writeLabels, writtenExample, type LabelAsk } from '../../../shared/labels/writing';
import { readUnit } from '../../../shared/labels/lookup';

export const setClassification = defineOperation({
	resource: 'classification',
	name: 'set',
	displayName: 'Set',
	action: 'Set classifications',
	description:
		'Answer classifications of a file or frame: text, number, option or list of options. Setting the same answer twice changes nothing.',
	fields: [
		projectOfItemField,
		dataUnitField,
		...frameScopeFields,
		...answersFields,
		writeOptionsField([confidenceOption]),
	],
	readOnly: false,
	example: writtenExample,
	async run(batch) {
		const asks = batch.read((index): LabelAsk => {
			const { answers, leftOut } = givenAnswers(batch, index);
			const frames = framesOf(batch, index);
			const confidence = confidenceOf(batch, index);
			return {
				...readUnit(batch, index),
				options: writeOptionsOf(batch, index),
				plan: (ontology, row) => setEdits(answers(ontology), row, frames, confidence),
				leftOut,
			};
		});
		await writeLabels(batch, asks, { refusedEdit: 'fail' });
	},
});

type Answers = Map<ClassificationItem, AnswersInput>;

/** The answers of an item, once the ontology is known, and what of them did not fit it. */
function givenAnswers(
	batch: Batch,
	index: number,
): { answers: (ontology: OntologyIndex) => Answers; leftOut: () => Problem[] } {
	let problems: Problem[] = [];
	const leftOut = () => problems;
	if (batch.param('answerMode', index) === 'model') {
		const read = modelAnswerOf(batch, index);
		const answers = (ontology: OntologyIndex) => {
			const model = read(ontology);
			problems = model.problems;
			return model.answers;
		};
		return { answers, leftOut };
	}
	const given = readAnswers(batch, index);
	return { answers: (ontology) => answersByClassification(ontology, given), leftOut };
}

function setEdits(
	answers: Answers,
	row: LabelRowMetadata,
	frames: FramesInput,
	confidence?: number,
): Edit[] {
	const whole = ['AUDIO', 'PLAIN_TEXT'].includes(row.data_type.toUpperCase());
	return [...answers].map(([item, given]) => ({
		kind: 'setClassification',
		classification: item.featureHash,
		answers: given,
		...(item.global ? {} : { frames: whole ? 'all' : frames }),
		...(confidence === undefined ? {} : { confidence }),
	}));
}
