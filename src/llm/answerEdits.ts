/** Makes edits of label rows out of answers. */
import type { AnswerInput } from '../labels/answers/attributeInput';
import type { AnsweredField } from '../labels/modelAnswers/readFields';
import { answerHashes } from '../labels/answers/answers';
import type { Edit } from '../labels/edits/edit';
import type { ClassificationItem } from '../labels/ontology/ontology';
import { framesIn, toRanges, type FrameRange, type FramesInput } from '../labels/row/frames';

/** Answers by feature hash of the attribute; options are feature hashes too. */
export interface AnswersByHash {
	[attribute: string]: AnswerInput;
}

/** The answers to one classification. Without frames they are for the frames that the caller chooses. */
export interface ClassificationAnswer {
	item: ClassificationItem;
	answers: AnswersByHash;
	frames?: FrameRange[];
}

/** The answers by classification, and by frames where the model answered single frames. */
export function classificationAnswers(fields: AnsweredField[]): ClassificationAnswer[] {
	const byItem = new Map<ClassificationItem, AnsweredField[]>();
	for (const field of fields) {
		const { item } = field.attribute;
		if (item.kind === 'classification') byItem.set(item, [...(byItem.get(item) ?? []), field]);
	}
	return [...byItem].flatMap(([item, ofItem]) => {
		const plain = ofItem.filter(({ frames }) => frames === undefined);
		if (plain.length === ofItem.length) return [{ item, answers: byHash(plain) }];
		return byFrames(ofItem).map(({ answers, frames }) => ({ item, answers, frames }));
	});
}

/** The answers to attributes of an object: those for all of its frames, and those for single frames. */
export function attributeAnswers(
	fields: AnsweredField[],
): Array<{ answers: AnswersByHash; frames?: FrameRange[] }> {
	const plain = fields.filter(({ frames }) => frames === undefined);
	const framed = fields.filter(({ frames }) => frames !== undefined);
	return [...(plain.length > 0 ? [{ answers: byHash(plain) }] : []), ...byFrames(framed)];
}

/** The edits that set classifications. @param frames of answers for which the model named none */
export function setClassificationEdits(fields: AnsweredField[], frames: FramesInput): Edit[] {
	return classificationAnswers(fields).map((answer) => ({
		kind: 'setClassification',
		classification: answer.item.featureHash,
		answers: answer.answers,
		...(answer.item.global ? {} : { frames: answer.frames ?? frames }),
	}));
}

/** Frames that have the same answers are one group. */
function byFrames(
	fields: AnsweredField[],
): Array<{ answers: AnswersByHash; frames: FrameRange[] }> {
	const plain = fields.filter(({ frames }) => frames === undefined);
	const answersOn = new Map<number, AnswersByHash>();
	for (const { attribute, value, frames } of fields)
		for (const frame of framesIn(frames ?? []))
			answersOn.set(frame, {
				...(answersOn.get(frame) ?? byHash(plain)),
				[attribute.featureHash]: answerHashes(value),
			});
	const groups = new Map<string, { answers: AnswersByHash; frames: number[] }>();
	for (const [frame, answers] of answersOn) {
		const key = JSON.stringify(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)));
		const group = groups.get(key) ?? { answers, frames: [] };
		groups.set(key, group);
		group.frames.push(frame);
	}
	return [...groups.values()].map(({ answers, frames }) => ({ answers, frames: toRanges(frames) }));
}

function byHash(fields: AnsweredField[]): AnswersByHash {
	return Object.fromEntries(
		fields.map(({ attribute, value }) => [attribute.featureHash, answerHashes(value)]),
	);
}
