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
import { answeredByPeople, setDynamicAnswer } from '../../answers/dynamicAnswers';
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
}

/** Answers attributes of an object. @throws Refusal for answers that do not fit */
export function answerObject(state: EditState, object: ObjectInRow, edit: AttributeEdit): void {
	const { draft } = state;
	const { hash, item, space } = object;
	const entries = answerEntries(draft.answer('object_answers', hash));
	const staticAnswers: AnswerValues = new Map();
	for (const [attribute, value] of parseOrRefuse(item, edit, readAnswers(item, entries))) {
		if (!isDynamic(attribute)) staticAnswers.set(attribute, value);
		else if (space.kind === 'frames') answerDynamic(state, object, edit, attribute, value);
		else
			throw new Refusal({
				code: 'badAnswer',
				item: item.title,
				field: attribute.title,
				message: `"${attribute.title}" changes over frames and cannot be answered here.`,
			});
	}
	const allowed = withoutAnswersOfPeople(state, edit, item.title, entries, staticAnswers);
	const merged = mergeAnswers(entries, allowed, edit.stamp?.manualAnnotation ?? false, item);
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
	const allowed = withoutAnswersOfPeople(state, edit, item.title, entries, answers);
	const merged = mergeAnswers(entries, allowed, edit.stamp?.manualAnnotation ?? false, item);
	if (merged === entries) return;
	const stamped =
		'createdBy' in entry && edit.stamp === undefined
			? restampEntry(state, entry, undefined)
			: entry;
	draft.putAnswer('classification_answers', hash, { ...stamped, classifications: merged });
}

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

function answerDynamic(
	state: EditState,
	{ hash, item, space }: ObjectInRow,
	edit: AttributeEdit,
	attribute: AttributeItem,
	value: AnswerValue | null,
): void {
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
	const ranges = subtractRanges(frames, ofPeople);
	const nothingDone = countFrames(ranges) === 0;
	reportLabelOfOthers(state, `${item.title}: ${attribute.title}`, ofPeople, nothingDone, hash);
	if (!nothingDone) setDynamicAnswer(state.draft, space, hash, { ...change, ranges });
}

/** The answers an edit may write: those to attributes a person answered otherwise are left out and reported. */
function withoutAnswersOfPeople(
	state: EditState,
	edit: AttributeEdit,
	title: string,
	entries: EncordJson[],
	answers: AnswerValues,
): AnswerValues {
	if (mayReplaceOthers(state, edit)) return answers;
	const allowed: AnswerValues = new Map();
	for (const [attribute, value] of answers) {
		const ofPeople = entries.filter(
			(entry) => entry.featureHash === attribute.featureHash && entry.manualAnnotation !== false,
		);
		const existing =
			ofPeople.length > 0 ? readAnswers(attribute.item, ofPeople).get(attribute) : undefined;
		const isSame =
			existing === undefined ||
			(value !== null &&
				JSON.stringify(plainAnswer(existing)) === JSON.stringify(plainAnswer(value)));
		if (isSame) {
			allowed.set(attribute, value);
			continue;
		}
		state.problems.push({
			severity: answers.size > 1 ? 'warning' : 'error',
			code: 'keptForeignLabel',
			edit: state.position,
			item: title,
			field: attribute.title,
			message:
				`"${attribute.title}" of "${title}" was answered by a person and was left as it is. ` +
				'Allow replacing labels of people to change it.',
		});
	}
	return allowed;
}

/** Whether an attribute is dynamic. Nested attributes are when the root attribute above them is. */
function isDynamic(attribute: AttributeItem): boolean {
	return attribute.parent === undefined ? attribute.dynamic : isDynamic(attribute.parent.attribute);
}
