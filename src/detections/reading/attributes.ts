/** The answers beside a place, read as every model's answers are: each is taken or refused by itself. */
import type { AnswerInput } from '../../labels/answers/answerInput';
import { plainAnswer } from '../../labels/answers/answers';
import { objectQuestions } from '../../labels/modelAnswers/questions';
import type { AttributeItem, ObjectItem } from '../../labels/ontology/ontology';
import { readModelAnswer } from '../../llm/modelAnswer';
import type { FieldReport } from '../../reply/report';

export interface Attributes {
	/** Feature hash of the attribute → answer, for the attributes that have one answer on all frames. */
	fixed: { [attribute: string]: AnswerInput };
	/** The same for attributes that are answered on each frame. */
	dynamic: { [attribute: string]: AnswerInput };
	/** What was repaired and refused. */
	reports: FieldReport[];
}

/** @param given answers to attributes of the class, data or text. They are for the frames of their detection. */
export function readAttributes(item: ObjectItem, given: unknown): Attributes {
	const { answers, reports } = readModelAnswer(given, objectQuestions(item), {
		kind: 'single',
		frames: 1,
	});
	const read: Attributes = {
		fixed: {},
		dynamic: {},
		// Without a field, a report would speak of the detection as a whole.
		reports: reports
			.filter(({ outcome }) => outcome !== 'taken')
			.map((report) => ({ field: 'attributes', ...report })),
	};
	for (const { attribute, value } of answers)
		read[rootOf(attribute).dynamic ? 'dynamic' : 'fixed'][attribute.featureHash] = plainAnswer(
			value,
		) as AnswerInput;
	return read;
}

function rootOf(attribute: AttributeItem): AttributeItem {
	let root = attribute;
	while (root.parent !== undefined) root = root.parent.attribute;
	return root;
}
