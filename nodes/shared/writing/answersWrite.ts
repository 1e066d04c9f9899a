/** The label edits that answers to classifications stand for. */
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Edit } from '../../../src/labels/edits/edit';
import type { FramesInput } from '../../../src/labels/row/frames';
import type { ClassificationAnswer } from '../../../src/llm/answerEdits';
import { mediaOfRow } from '../../../src/llm/answeredMedia';
import type { ReadAnswers } from '../fields/labels/answers';
import type { OperationWriteOptions } from '../fields/labels/writing';
import type { confidenceEntry } from '../fields/labels/confidence';
import type { DataUnitRef } from '../fields/places';
import type { ItemInputs } from '../runtime/batch';
import { reported, type AnswerCount } from './answerReports';
import type { LabelWrite } from './writeLabels';

export interface AnswerInputs {
	unit: DataUnitRef;
	frames: FramesInput;
	answers: ReadAnswers;
	write: OperationWriteOptions<{ confidence: typeof confidenceEntry }>;
}

/** The label edits of one item whose form has answers; what became of a model's answers goes into `count`. */
export function answersWrite(
	{ index, unit, frames, answers, write }: ItemInputs<AnswerInputs>,
	count: AnswerCount,
): ItemInputs<LabelWrite> {
	return {
		index,
		unit,
		write,
		onRefusedEdit: 'fail',
		plan({ ontology, row }) {
			const read = answers(ontology, mediaOfRow(row));
			count.add(index, read.reports);
			const edits = setEdits(read.answers, row, frames, write.own.confidence);
			return { edits, ...reported(read.reports) };
		},
	};
}

function setEdits(
	answers: ClassificationAnswer[],
	row: LabelRowMetadata,
	frames: FramesInput,
	confidence?: number,
): Edit[] {
	const wholeFile = mediaOfRow(row).kind === 'whole';
	return answers.map(({ item, answers: ofItem, frames: own }) => ({
		kind: 'setClassification',
		classification: item.featureHash,
		answers: ofItem,
		...(item.global ? {} : { frames: wholeFile ? 'all' : (own ?? frames) }),
		...(confidence === undefined ? {} : { confidence }),
	}));
}
