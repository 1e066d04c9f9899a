/** Finds and removes the labels of a classification in a row, and tells which are this agent's own (protocol §8.4). */
import type { ClassificationItem } from '../../ontology/ontology';
import { answerEntries, answersKey, readAnswers } from '../../answers/answers';
import { answerRanges, isInSpace, withoutSpace } from '../../row/answerEntry';
import {
	framesIn,
	intersectRanges,
	mergeRanges,
	subtractRanges,
	toRanges,
	type FrameRange,
} from '../../row/frames';
import type { Space } from '../../row/space';
import { noteFramesChanged, writeRange } from './classificationRanges';
import type { EditState } from '../rules/editState';
import { isOwnLabel, isOwnOnFrame } from '../rules/ownership';

/** A label of a classification in one space. */
export interface ClassificationLabel {
	hash: string;
	/** Its frames, or some of them. Empty for a label of the whole space. */
	ranges: FrameRange[];
}

/** All labels of a classification in a space, with all their frames. */
export function classificationLabels(
	state: EditState,
	item: ClassificationItem,
	space: Space,
): ClassificationLabel[] {
	const { draft } = state;
	if (space.kind === 'frames' && !item.global)
		return draft
			.index(space, 'classification')
			.present(item.featureHash)
			.map(({ hash, frames }) => ({ hash, ranges: toRanges(frames) }));
	return Object.entries(draft.row.classification_answers ?? {})
		.filter(([, entry]) => entry.featureHash === item.featureHash && isInSpace(entry, space))
		.map(([hash, entry]) => ({
			hash,
			ranges: item.global ? [] : rangesOrWhole(mergeRanges(answerRanges(entry, space))),
		}));
}

/** The labels of a classification on some frames of a space, each with those of these frames it is on. */
export function classificationLabelsOn(
	state: EditState,
	item: ClassificationItem,
	space: Space,
	ranges: FrameRange[],
): ClassificationLabel[] {
	if (space.kind !== 'frames') {
		return classificationLabels(state, item, space)
			.map(({ hash, ranges: all }) => ({ hash, ranges: intersectRanges(all, ranges) }))
			.filter((label) => label.ranges.length > 0);
	}
	const index = state.draft.index(space, 'classification');
	return [...index.onFrames(ranges, item.featureHash)].map(([hash, frames]) => ({
		hash,
		ranges: toRanges(frames),
	}));
}

/** A label on audio or text that has no range is about the whole file, like one with the range [0, 0]. */
function rangesOrWhole(ranges: FrameRange[]): FrameRange[] {
	return ranges.length > 0 ? ranges : [[0, 0]];
}

/** Removes a label from ranges of a space. A label that is then on no frame loses its answer entry too. */
export function removeClassificationLabel(
	state: EditState,
	space: Space,
	hash: string,
	ranges: FrameRange[],
): void {
	const { draft } = state;
	if (space.kind !== 'frames') {
		const existing = answerRanges(draft.answer('classification_answers', hash), space);
		const rest = subtractRanges(mergeRanges(existing), ranges);
		if (rest.length === 0) removeClassificationEntry(state, space, hash);
		else writeRange(state, space, hash, rest);
		return;
	}
	for (const frame of framesIn(ranges)) draft.removeLabel(space, 'classification', frame, hash);
	if (draft.index(space, 'classification').framesOf(hash).length === 0)
		removeClassificationEntry(state, space, hash);
	else noteFramesChanged(state, space, hash);
}

/** Removes a space from the answer entry of a label. The entry is deleted when the label is in no other space. */
export function removeClassificationEntry(state: EditState, space: Space, hash: string): void {
	const entry = state.draft.answer('classification_answers', hash);
	if (entry !== undefined)
		state.draft.putAnswer('classification_answers', hash, withoutSpace(entry, space));
}

/** The part of `ranges` on which the label is this agent's own. */
export function ownRanges(
	state: EditState,
	space: Space,
	hash: string,
	ranges: FrameRange[],
): FrameRange[] {
	if (!isOwnEntry(state, hash)) return [];
	if (space.kind !== 'frames') return ranges;
	const own: number[] = [];
	for (const frame of framesIn(ranges)) {
		if (isOwnOnFrame(state, space, 'classification', frame, hash)) own.push(frame);
	}
	return toRanges(own);
}

/** Whether the answer entry is this agent's own. For an entry without authorship only the hash counts. */
export function isOwnEntry(state: EditState, hash: string): boolean {
	const entry = state.draft.answer('classification_answers', hash);
	return isOwnLabel(state, hash, entry !== undefined && 'createdBy' in entry ? entry : undefined);
}

/** Whether a label has the answers that `key` stands for (answersKey). */
export function hasAnswers(
	state: EditState,
	item: ClassificationItem,
	hash: string,
	key: string,
): boolean {
	const entries = answerEntries(state.draft.answer('classification_answers', hash));
	return answersKey(readAnswers(item, entries)) === key;
}
