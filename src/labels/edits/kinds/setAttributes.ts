/** Answering attributes of a label that is in the row (protocol §8.6, §8.7). */
import type { AnswersInput } from '../../answers/answerInput';
import type { FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import { answerClassification, answerObject } from '../parts/attributeAnswers';
import type { EditBase } from '../rules/editBase';
import type { EditState } from '../rules/editState';
import { findObjectInRow } from '../parts/objectsInRow';

/**
 * Answers attributes of an object or of a classification label. Attributes that are not named keep their answers. Dynamic
 * attributes are answered on `frames`.
 */
export interface SetAttributes extends EditBase {
	kind: 'setAttributes';
	objectHash?: string;
	/** Hash of the classification label, when it is not an object whose attributes are answered. */
	classificationHash?: string;
	attributes: AnswersInput;
	/** Default: every frame the object is on. */
	frames?: FramesInput;
	/** The `trackHash` of a new dynamic answer. Default: derived from object, attribute and answer. */
	trackHash?: string;
	/** True: answers nested attributes even when the option they belong to is not chosen (protocol §8.6). */
	allowInactive?: boolean;
}

export function setAttributes(state: EditState, edit: SetAttributes): void {
	if (edit.classificationHash !== undefined) {
		answerClassification(state, edit.classificationHash, edit);
		return;
	}
	if (edit.objectHash === undefined) {
		throw new Refusal({
			code: 'notFound',
			field: 'objectHash',
			message: 'Say which object or classification label the attributes belong to.',
		});
	}
	answerObject(state, findObjectInRow(state, edit.objectHash, edit.space), edit);
}
