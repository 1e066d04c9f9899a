/** Setting the answers of a classification (protocol §8.3, §8.4). A frame has at most one label of a classification. */
import { parseAnswers, type AnswersInput } from '../../answers/answerInput';
import { answerEntries, answersKey, readAnswers, type AnswerValues } from '../../answers/answers';
import { findClassification } from '../../ontology/lookup';
import { lowerSnake, type ClassificationItem } from '../../ontology/ontology';
import { answerRanges } from '../../row/answerEntry';
import {
	describeRanges,
	framesIn,
	mergeRanges,
	subtractRanges,
	type FrameRange,
	type FramesInput,
} from '../../row/frames';
import { labelHash } from '../../row/identity';
import { Refusal } from '../../row/problem';
import { keepsPlainAnswers, type Space } from '../../row/space';
import { writeClassificationEntry } from '../parts/classificationEntry';
import {
	classificationLabels,
	classificationLabelsOn,
	hasAnswers,
	isOwnEntry,
	ownRanges,
	removeClassificationEntry,
	removeClassificationLabel,
} from '../parts/classificationLabels';
import { noteFramesChanged, writeRange } from '../parts/classificationRanges';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import { spaceOfEdit } from '../rules/editSpace';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import { mayReplaceOthers, reportLabelOfOthers } from '../rules/ownership';
import { newFrameStamp, restamp } from '../rules/stamp';
import { uniqueHash } from '../rules/uniqueHash';

/**
 * Sets the answers of a classification on frames. Other answers that this agent gave on those frames are replaced. Applied
 * again, the edit changes nothing.
 */
export interface SetClassification extends EditBase {
	kind: 'setClassification';
	/** Title or feature hash. */
	classification: string;
	/** All answers of the label: attributes that are not named lose their answer. */
	answers?: AnswersInput;
	/** Default: `global` for a global classification, otherwise `all`. */
	frames?: FramesInput;
	/** 0..1 */
	confidence?: number;
	/** `upsert` (default): changes the label that is there. `add`: refuses when the classification has an answer there. */
	mode?: 'upsert' | 'add';
	/** Hash of the label. Default: derived from agent, classification and answers (row/identity.ts). */
	hash?: string;
	/** False: the answer entry gets no authorship, only the labels on frames do, as older clients write it (protocol §8.4). */
	authorship?: boolean;
}

/** What a classification is set on. */
interface Target {
	item: ClassificationItem;
	space: Space;
	/** Undefined: the space as a whole. */
	ranges: FrameRange[] | undefined;
	/** The `range` of the answer entry of a global classification. */
	globalRange: FrameRange[];
}

export function setClassification(state: EditState, edit: SetClassification): void {
	const item = lookUpOrRefuse(() => findClassification(state.ontology, edit.classification));
	const target = targetOf(state, edit, item);
	const existing =
		edit.hash === undefined ? undefined : state.draft.answer('classification_answers', edit.hash);
	if (existing !== undefined && existing.featureHash !== item.featureHash) {
		throw new Refusal({
			code: 'occupied',
			item: item.title,
			hash: edit.hash,
			message: `The hash ${edit.hash} belongs to a label of another classification.`,
		});
	}
	const answers =
		edit.answers === undefined
			? readAnswers(item, answerEntries(existing))
			: parseOrRefuse(item, edit.answers);
	if (target.ranges === undefined) setOnSpace(state, edit, target, answers);
	else setOnRanges(state, edit, { ...target, ranges: target.ranges }, answers);
}

function targetOf(state: EditState, edit: SetClassification, item: ClassificationItem): Target {
	const space = spaceOfEdit(state, edit, item.global);
	if (item.global) {
		const hasFrames = edit.frames !== undefined && edit.frames !== 'global';
		if (hasFrames && edit.frames !== 'all') resolveFrames(edit.frames ?? 0, space, item.title);
		const globalRange: FrameRange[] = hasFrames && keepsPlainAnswers(space) ? [[0, 0]] : [];
		return { item, space, ranges: undefined, globalRange };
	}
	if (space.kind !== 'frames' && !keepsPlainAnswers(space)) {
		refuseParts(edit, item, space);
		return { item, space, ranges: undefined, globalRange: [] };
	}
	const frames = edit.frames ?? 'all';
	if (space.kind !== 'frames' && frames === 'all')
		return { item, space, ranges: [[0, 0]], globalRange: [] };
	const ranges = resolveFrames(frames, space, item.title);
	if (ranges.length === 0)
		throw new Refusal({
			code: 'badFrames',
			item: item.title,
			field: 'frames',
			value: edit.frames,
			message: 'No frames are given.',
		});
	return { item, space, ranges, globalRange: [] };
}

/**
 * Encord keeps no ranges for classifications of audio, text and documents in a data group. Frame 0 is what a call from such a
 * file names; it stands for the whole file.
 */
function refuseParts({ frames }: SetClassification, item: ClassificationItem, space: Space): void {
	if (frames === undefined || typeof frames === 'string') return;
	const [range, ...others] = resolveFrames(frames, space, item.title);
	if (range?.[1] === 0 && others.length === 0) return;
	throw new Refusal({
		code: 'badFrames',
		item: item.title,
		field: 'frames',
		value: frames,
		message: `In a data group, "${item.title}" applies to the whole ${space.type} file. Leave the frames out, or give "all".`,
	});
}

function parseOrRefuse(item: ClassificationItem, input: AnswersInput): AnswerValues {
	const { values, problems } = parseAnswers(item, input);
	const [problem, ...further] = problems;
	if (problem !== undefined) throw new Refusal(problem, ...further);
	return values;
}

/** The hash of the label with these answers: of this agent's label, if there is one, otherwise one that is not taken. */
function hashFor(
	state: EditState,
	edit: SetClassification,
	{ item, space, ranges }: Target,
	key: string,
): string {
	if (edit.mode === 'add') return uniqueHash(state, item, space);
	const parts = ranges === undefined ? ['whole'] : ['answer', key];
	for (let salt = 0; ; salt++) {
		const hash = labelHash(state.agent, item.featureHash, space.id, parts, salt);
		const existing = state.draft.answer('classification_answers', hash);
		if (existing === undefined) return hash;
		const isSameLabel =
			isOwnEntry(state, hash) &&
			existing.featureHash === item.featureHash &&
			(ranges === undefined || hasAnswers(state, item, hash, key));
		if (isSameLabel) return hash;
	}
}

/** Sets the answers on ranges of frames. Frames with a label of others that must stay are left out. */
function setOnRanges(
	state: EditState,
	edit: SetClassification,
	target: Target & { ranges: FrameRange[] },
	answers: AnswerValues,
): void {
	const { item, space } = target;
	const key = answersKey(answers);
	const hash = edit.hash ?? hashFor(state, edit, target, key);
	let remaining = target.ranges;
	const ofOthers: FrameRange[] = [];
	const kept: string[] = [];
	let isAnsweredAlready = false;
	for (const { hash: other, ranges } of classificationLabelsOn(state, item, space, remaining)) {
		if (other === hash) continue;
		if (edit.mode === 'add') refuseOccupied(item, other, ranges);
		const own = ownRanges(state, space, other, ranges);
		if (edit.hash === undefined && hasAnswers(state, item, other, key)) {
			// Another label, of this agent or of others, has the same answers on these frames. It stays.
			if (space.kind === 'frames')
				for (const frame of framesIn(own)) setOnFrame(state, edit, item, space, frame, other);
			remaining = subtractRanges(remaining, ranges);
			isAnsweredAlready = true;
			continue;
		}
		const protectedRanges = mayReplaceOthers(state, edit) ? [] : subtractRanges(ranges, own);
		ofOthers.push(...protectedRanges);
		if (protectedRanges.length > 0) kept.push(other);
		remaining = subtractRanges(remaining, protectedRanges);
		const replaced = subtractRanges(ranges, protectedRanges);
		if (replaced.length > 0) removeClassificationLabel(state, space, other, replaced);
	}
	const nothingDone = remaining.length === 0 && !isAnsweredAlready;
	reportLabelOfOthers(state, item.title, ofOthers, nothingDone, ...kept);
	if (remaining.length === 0) return;
	writeClassificationEntry(state, edit, target, hash, answers);
	if (space.kind === 'frames') {
		for (const frame of framesIn(remaining)) setOnFrame(state, edit, item, space, frame, hash);
		noteFramesChanged(state, space, hash);
	} else {
		const existing = answerRanges(state.draft.answer('classification_answers', hash), space);
		writeRange(state, space, hash, mergeRanges([...existing, ...remaining]));
	}
}

/** Puts the label on a frame, or brings its confidence and stamp up to date. */
function setOnFrame(
	state: EditState,
	edit: SetClassification,
	item: ClassificationItem,
	space: Space,
	frame: number,
	hash: string,
): void {
	const { draft } = state;
	const label = draft.label(space, 'classification', frame, hash);
	if (label === undefined) {
		const name = item.root?.title ?? item.title;
		draft.putLabel(space, 'classification', frame, {
			name,
			value: lowerSnake(name),
			confidence: edit.confidence ?? 1,
			featureHash: item.featureHash,
			classificationHash: hash,
			...newFrameStamp(state, edit.stamp),
		});
		return;
	}
	const sameConfidence = edit.confidence === undefined || label.confidence === edit.confidence;
	if (sameConfidence && edit.stamp === undefined) return;
	draft.putLabel(space, 'classification', frame, {
		...restamp(state, label, edit.stamp),
		...(edit.confidence === undefined ? {} : { confidence: edit.confidence }),
	});
}

/** Sets the answers for the space as a whole, which has one label: this agent's own is changed, another one is replaced. */
function setOnSpace(
	state: EditState,
	edit: SetClassification,
	target: Target,
	answers: AnswerValues,
): void {
	const { item, space } = target;
	const key = answersKey(answers);
	const labels = classificationLabels(state, item, space);
	const own = labels.find((label) => isOwnEntry(state, label.hash))?.hash;
	const hash =
		edit.hash ?? (edit.mode === 'add' ? undefined : own) ?? hashFor(state, edit, target, key);
	for (const { hash: other } of labels) {
		if (other === hash) continue;
		if (edit.mode === 'add') refuseOccupied(item, other, []);
		if (edit.hash === undefined && hasAnswers(state, item, other, key)) return;
		if (!isOwnEntry(state, other) && !mayReplaceOthers(state, edit)) {
			reportLabelOfOthers(state, item.title, [[0, 0]], true, other);
			return;
		}
		removeClassificationEntry(state, space, other);
	}
	writeClassificationEntry(state, edit, target, hash, answers);
	if (keepsPlainAnswers(space) && edit.frames !== undefined)
		writeRange(state, space, hash, target.globalRange);
}

function refuseOccupied(item: ClassificationItem, hash: string, frames: FrameRange[]): never {
	const where = frames.length > 0 ? ` on frames ${describeRanges(frames)}` : '';
	throw new Refusal({
		code: 'occupied',
		item: item.title,
		hash,
		frames,
		message: `"${item.title}" is answered already${where}; a frame carries one label of a classification.`,
	});
}
