/** Dynamic answers, which change over frames (protocol §8.7). A row has an action for each answer, with its frames. */
import type { EncordJson } from '../../encord/wire/json';
import { answersOf, writeAnswer, type AnswerValue } from './answers';
import type { RowDraft } from '../row/draft';
import type { FrameRange } from '../row/frames';
import { intersectRanges, mergeRanges, subtractRanges, toRanges } from '../row/frames';
import { trackHash } from '../row/identity';
import type { AttributeItem } from '../ontology/ontology';
import type { Space } from '../row/space';

/** A new answer to a dynamic attribute on frames. */
export interface DynamicChange {
	attribute: AttributeItem;
	/** Null removes the answer from those frames. */
	value: AnswerValue | null;
	ranges: FrameRange[];
	manualAnnotation: boolean;
	/** The `trackHash` of a new action; default: derived from object, attribute and answer. */
	trackHash?: string;
}

/** The actions of an object; empty when it has none. */
export function actionsOf(draft: RowDraft, hash: string): EncordJson[] {
	const actions = draft.answer('object_actions', hash)?.actions;
	return Array.isArray(actions) ? (actions as EncordJson[]) : [];
}

/**
 * Answers a dynamic attribute on frames. Actions with another answer lose those frames. The action with the same answer gets
 * them; if there is none, a new action is added in front, as Encord's Python client does.
 */
export function setDynamicAnswer(
	draft: RowDraft,
	space: Space,
	hash: string,
	change: DynamicChange,
): void {
	const before = actionsOf(draft, hash);
	const { attribute, value } = change;
	const target =
		value === null
			? undefined
			: before.find(
					(action) => isAbout(action, attribute, space) && hasAnswer(action, attribute, value),
				);
	const after = before.flatMap((action) => {
		if (!isAbout(action, attribute, space)) return [action];
		const range = rangeOf(action);
		const next =
			action === target
				? mergeRanges([...range, ...change.ranges])
				: subtractRanges(range, change.ranges);
		if (JSON.stringify(next) === JSON.stringify(range)) return [action];
		return next.length === 0 ? [] : [{ ...action, range: next }];
	});
	if (value !== null && target === undefined) {
		after.unshift({
			...writeAnswer(attribute, value, change.manualAnnotation),
			dynamic: true,
			range: change.ranges,
			shouldPropagate: false,
			trackHash:
				change.trackHash ?? trackHash(hash, attribute.featureHash, answersOf(attribute, value)),
			...(space.id === undefined ? {} : { spaceId: space.id }),
		});
	}
	writeActions(draft, hash, before, after);
}

/** Removes dynamic answers from the frames the object is no longer on. */
export function cutDynamicAnswers(
	draft: RowDraft,
	space: Space,
	hash: string,
	frames: readonly number[],
): void {
	const before = actionsOf(draft, hash);
	if (before.length === 0) return;
	const present = toRanges(frames);
	const after = before.flatMap((action) => {
		if (action.spaceId !== undefined && action.spaceId !== space.id) return [action];
		const range = intersectRanges(rangeOf(action), present);
		if (JSON.stringify(range) === JSON.stringify(rangeOf(action))) return [action];
		return range.length === 0 ? [] : [{ ...action, range }];
	});
	writeActions(draft, hash, before, after);
}

/** The frames of a change on which a person has given another answer. */
export function answeredByPeople(
	draft: RowDraft,
	space: Space,
	hash: string,
	{ attribute, value, ranges }: DynamicChange,
): FrameRange[] {
	const ofPeople = actionsOf(draft, hash).filter(
		(action) =>
			isAbout(action, attribute, space) &&
			action.manualAnnotation !== false &&
			!(value !== null && hasAnswer(action, attribute, value)),
	);
	return intersectRanges(ranges, mergeRanges(ofPeople.flatMap(rangeOf)));
}

function rangeOf(action: EncordJson): FrameRange[] {
	return Array.isArray(action.range) ? mergeRanges(action.range as FrameRange[]) : [];
}

function writeActions(
	draft: RowDraft,
	hash: string,
	before: EncordJson[],
	after: EncordJson[],
): void {
	if (after.length === before.length && after.every((action, index) => action === before[index]))
		return;
	const entry = draft.answer('object_actions', hash);
	draft.putAnswer(
		'object_actions',
		hash,
		after.length === 0 ? undefined : { ...entry, objectHash: hash, actions: after },
	);
}

function isAbout(action: EncordJson, attribute: AttributeItem, space: Space): boolean {
	return (
		action.featureHash === attribute.featureHash &&
		(action.spaceId === undefined || action.spaceId === space.id)
	);
}

function hasAnswer(action: EncordJson, attribute: AttributeItem, value: AnswerValue): boolean {
	const plain = (answers: unknown): unknown =>
		Array.isArray(answers) ? answers.map((answer: EncordJson) => answer.featureHash) : answers;
	return (
		JSON.stringify(plain(action.answers)) === JSON.stringify(plain(answersOf(attribute, value)))
	);
}
