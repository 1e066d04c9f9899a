/** Answering the attributes of a label. Answers that people gave stay, unless the edit may replace them (protocol §8.6, §8.7). */
import type { EncordJson } from '../../../encord/wire/json';
import { parseAnswers, type AnswersInput } from '../../answers/answerInput';
import {
	answerEntries,
	mergeAnswers,
	plainAnswer,
	readAnswers,
	type AnswerValue,
	type AnswerValues,
} from '../../answers/answers';
import {
	answeredByPeople,
	setDynamicAnswer,
	type DynamicChange,
} from '../../answers/dynamicAnswers';
import { findClassification } from '../../ontology/lookup';
import type { AttributeItem, OntologyItem } from '../../ontology/ontology';
import {
	countFrames,
	subtractRanges,
	toRanges,
	type FrameRange,
	type FramesInput,
} from '../../row/frames';
import { Refusal } from '../../row/problem';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import { ensureObjectEntry, type ObjectInRow } from './objectsInRow';
import { mayReplaceOthers, reportLabelOfOthers } from '../rules/ownership';
import { restampEntry } from '../rules/stamp';

/** The part of an edit that answers attributes. */
interface AttributeEdit extends EditBase {
	attributes: AnswersInput;
	/** Frames on which dynamic attributes are answered; default: every frame the object is on. */
	frames?: FramesInput;
	trackHash?: string;
	allowInactive?: boolean;
	/** True: the edit places the object as well, so it does something even when no answer can be written. */
	placed?: boolean;
}

/** Answers attributes of an object. @throws Refusal for answers that do not fit */
export function answerObject(state: EditState, object: ObjectInRow, edit: AttributeEdit): void {
	const { draft } = state;
	const { hash, item, space } = object;
	const entries = answerEntries(draft.answer('object_answers', hash));
	const answers = [...parseOrRefuse(item, edit, readAnswers(item, entries))];
	const staticAnswers: AnswerValues = new Map(answers.filter(([each]) => !isDynamic(each)));
	const dynamicAnswers = answers
		.filter(([each]) => isDynamic(each))
		.map(([attribute, value]) => dynamicAnswer(state, object, edit, attribute, value));
	if (dynamicAnswers.length === 0) refuseFrames(item, edit, staticAnswers);
	const keptOfPeople = answersOfPeople(state, edit, entries, staticAnswers);
	const nothingDone =
		edit.placed !== true &&
		keptOfPeople.length === staticAnswers.size &&
		dynamicAnswers.every(({ change }) => countFrames(change.ranges) === 0);
	for (const { change, ofPeople } of dynamicAnswers) {
		const title = `${item.title}: ${change.attribute.title}`;
		reportLabelOfOthers(state, title, ofPeople, nothingDone, hash);
		if (countFrames(change.ranges) > 0) setDynamicAnswer(draft, space, hash, change);
	}
	reportAnswersOfPeople(state, { hash, item }, keptOfPeople, nothingDone);
	for (const attribute of keptOfPeople) staticAnswers.delete(attribute);
	const merged = mergeAnswers(entries, staticAnswers, authorOf(edit), item);
	if (merged === entries) return;
	ensureObjectEntry(state, hash);
	draft.putAnswer('object_answers', hash, {
		...draft.answer('object_answers', hash),
		classifications: merged,
	});
}

/** Answers attributes of a classification label. @throws Refusal when the row has no such label, or an answer does not fit */
export function answerClassification(state: EditState, hash: string, edit: AttributeEdit): void {
	const { draft } = state;
	const entry = draft.answer('classification_answers', hash);
	if (entry === undefined) {
		throw new Refusal({
			code: 'notFound',
			field: 'classificationHash',
			value: hash,
			message: `This label row has no classification label ${hash}.`,
		});
	}
	const item = lookUpOrRefuse(() => findClassification(state.ontology, String(entry.featureHash)));
	const entries = answerEntries(entry);
	const answers = parseOrRefuse(item, edit, readAnswers(item, entries));
	const keptOfPeople = answersOfPeople(state, edit, entries, answers);
	reportAnswersOfPeople(state, { hash, item }, keptOfPeople, keptOfPeople.length === answers.size);
	for (const attribute of keptOfPeople) answers.delete(attribute);
	const merged = mergeAnswers(entries, answers, authorOf(edit), item);
	if (merged === entries) return;
	const stamped =
		'createdBy' in entry && edit.stamp === undefined
			? restampEntry(state, entry, undefined)
			: entry;
	draft.putAnswer('classification_answers', hash, { ...stamped, classifications: merged });
}

/** Frames of an edit say where attributes that change over frames are answered. With no such attribute they would be lost. */
function refuseFrames(item: OntologyItem, edit: AttributeEdit, answers: AnswerValues): void {
	const [attribute] = answers.keys();
	if (edit.frames === undefined || edit.placed === true || attribute === undefined) return;
	throw new Refusal({
		code: 'badAnswer',
		item: item.title,
		field: attribute.title,
		value: edit.frames,
		message: `"${attribute.title}" has one answer for all frames, so it cannot be answered on some of them. Leave the frames out.`,
	});
}

/** Who answers. An edit that says so means it for answers that stay the same, too. */
const authorOf = ({ stamp }: AttributeEdit) => ({
	manual: stamp?.manualAnnotation ?? false,
	always: stamp?.manualAnnotation !== undefined,
});

function parseOrRefuse(
	item: OntologyItem,
	edit: AttributeEdit,
	existing: Map<AttributeItem, AnswerValue>,
): AnswerValues {
	const { values, problems } = parseAnswers(item, edit.attributes, existing, edit.allowInactive);
	const [problem, ...further] = problems;
	if (problem !== undefined) throw new Refusal(problem, ...further);
	return values;
}

/** The answer to a dynamic attribute on the frames where the edit may write it, and the frames where a person's stays. */
function dynamicAnswer(
	state: EditState,
	{ hash, item, space }: ObjectInRow,
	edit: AttributeEdit,
	attribute: AttributeItem,
	value: AnswerValue | null,
): { change: DynamicChange; ofPeople: FrameRange[] } {
	if (space.kind !== 'frames') {
		throw new Refusal({
			code: 'badAnswer',
			item: item.title,
			field: attribute.title,
			message: `"${attribute.title}" changes over frames and cannot be answered here.`,
		});
	}
	const objectFrames = toRanges(state.draft.index(space, 'object').framesOf(hash));
	const frames: FrameRange[] =
		edit.frames === undefined || edit.frames === 'all'
			? objectFrames
			: resolveFrames(edit.frames, space, item.title);
	const framesWithoutObject = subtractRanges(frames, objectFrames);
	if (framesWithoutObject.length > 0) {
		throw new Refusal({
			code: 'badFrames',
			item: item.title,
			field: attribute.title,
			frames: framesWithoutObject,
			hash,
			message: `"${attribute.title}" can be answered only on frames where "${item.title}" is.`,
		});
	}
	const change = {
		attribute,
		value,
		ranges: frames,
		manualAnnotation: edit.stamp?.manualAnnotation ?? false,
		...(edit.trackHash === undefined ? {} : { trackHash: edit.trackHash }),
	};
	const ofPeople = mayReplaceOthers(state, edit)
		? []
		: answeredByPeople(state.draft, space, hash, change);
	return { change: { ...change, ranges: subtractRanges(frames, ofPeople) }, ofPeople };
}

/** The attributes that a person answered otherwise, where the edit may not replace that. */
function answersOfPeople(
	state: EditState,
	edit: AttributeEdit,
	entries: EncordJson[],
	answers: AnswerValues,
): AttributeItem[] {
	if (mayReplaceOthers(state, edit)) return [];
	return [...answers.keys()].filter((attribute) => {
		const ofPeople = entries.filter(
			(entry) => entry.featureHash === attribute.featureHash && entry.manualAnnotation !== false,
		);
		const existing =
			ofPeople.length > 0 ? readAnswers(attribute.item, ofPeople).get(attribute) : undefined;
		const value = answers.get(attribute) ?? null;
		return (
			existing !== undefined &&
			(value === null ||
				JSON.stringify(plainAnswer(existing)) !== JSON.stringify(plainAnswer(value)))
		);
	});
}

/** @param nothingDone the edit changes nothing at all: then the problems are errors, otherwise warnings */
function reportAnswersOfPeople(
	state: EditState,
	{ hash, item: { title } }: { hash: string; item: OntologyItem },
	attributes: AttributeItem[],
	nothingDone: boolean,
): void {
	for (const attribute of attributes) {
		state.problems.push({
			severity: nothingDone ? 'error' : 'warning',
			code: 'keptForeignLabel',
			edit: state.position,
			item: title,
			field: attribute.title,
			hash,
			message:
				`"${attribute.title}" of "${title}" was answered by a person and was left as it is. ` +
				'Allow replacing labels of people to change it.',
		});
	}
}

/** Whether an attribute is dynamic. Nested attributes are when the root attribute above them is. */
function isDynamic(attribute: AttributeItem): boolean {
	return attribute.parent === undefined ? attribute.dynamic : isDynamic(attribute.parent.attribute);
}
