/** The edits that a model's reply about the attributes of an object stands for. */
import type { AnswersInput } from '../../../src/labels/answers/answerInput';
import type { SetAttributes } from '../../../src/labels/edits/kinds/setAttributes';
import { objectQuestions } from '../../../src/labels/modelAnswers/questions';
import type { ObjectItem } from '../../../src/labels/ontology/ontology';
import type { FramesInput } from '../../../src/labels/row/frames';
import { attributeAnswers } from '../../../src/llm/answerEdits';
import { mediaOfRow } from '../../../src/llm/answeredMedia';
import type { FieldReport } from '../../../src/reply/report';
import type { ReadReply } from '../fields/labels/modelAnswer';
import type { PlanningUnit } from './writeLabels';

/** Answers, and the frames of dynamic attributes when the model named some. */
export interface RepliedAttributes {
	answers: Array<{ attributes: AnswersInput; frames?: FramesInput }>;
	reports: FieldReport[];
}

/** Reads a reply for the attributes of a class. @param questions when more was asked than the attributes */
export function repliedAttributes(
	readReply: ReadReply,
	item: ObjectItem,
	{ row }: Pick<PlanningUnit, 'row'>,
	questions = objectQuestions(item),
): RepliedAttributes {
	const read = readReply(questions, mediaOfRow(row));
	return {
		answers: attributeAnswers(read.answers.filter(({ attribute }) => attribute.item === item)).map(
			({ answers, frames }) => ({
				attributes: answers,
				...(frames && { frames }),
			}),
		),
		reports: read.reports,
	};
}

/** The edit that gives an object these answers. */
export function setAttributesOf(
	{ objectHash, space }: { objectHash: string; space?: string | undefined },
	answers: { attributes: AnswersInput; frames?: FramesInput },
): SetAttributes {
	return {
		kind: 'setAttributes',
		objectHash,
		...(space === undefined ? {} : { space }),
		...answers,
	};
}
