/** Labels of classifications in a row: where they are, whose they are, and taking them off again (protocol §8.4). */
import type { EncordJson } from '../../encord/wire/json';
import { answerEntries, answersKey, readAnswers } from '../answers/answers';
import { answerRanges } from '../row/draft';
import type { FrameRange } from '../row/frames';
import { ownedBy, without, type Editing } from './editing';
import { framesIn, intersectRanges, mergeRanges, subtractRanges, toRanges } from '../row/frames';
import type { ClassificationItem } from '../ontology/ontology';
import { keepsPlainAnswers, type Space } from '../row/space';

/** A label of a classification in one space; `ranges` is empty for a global one. */
export interface Instance {
	hash: string;
	ranges: FrameRange[];
}

/** Removes a label of a classification from ranges of a space; gone from its last frame, its entry goes too. */
export function removeInstance(
	editing: Editing,
	space: Space,
	hash: string,
	ranges: FrameRange[],
): void {
	const { draft } = editing;
	if (space.kind !== 'frames') {
		const rest = subtractRanges(
			mergeRanges(answerRanges(draft.answer('classification_answers', hash), space)),
			ranges,
		);
		if (rest.length === 0) removeEntry(editing, space, hash);
		else writeRange(editing, space, hash, rest);
		return;
	}
	for (const frame of framesIn(ranges)) draft.removeLabel(space, 'classification', frame, hash);
	if (draft.index(space, 'classification').framesOf(hash).length === 0)
		removeEntry(editing, space, hash);
	else noteRange(editing, space, hash);
}

/** Removes a label's answer entry from one space, and altogether when it is in no other. */
export function removeEntry(editing: Editing, space: Space, hash: string): void {
	const entry = editing.draft.answer('classification_answers', hash);
	if (entry === undefined) return;
	const spaces = without((entry.spaces ?? {}) as EncordJson, space.id ?? '');
	const elsewhere = !keepsPlainAnswers(space) && Object.keys(spaces).length > 0;
	editing.draft.putAnswer(
		'classification_answers',
		hash,
		elsewhere ? { ...entry, spaces } : undefined,
	);
}

/** Every label of a classification in a space. */
export function instancesOf(editing: Editing, item: ClassificationItem, space: Space): Instance[] {
	const { draft } = editing;
	const onFrames = space.kind === 'frames' && !item.global;
	if (onFrames)
		return draft
			.index(space, 'classification')
			.present(item.featureHash)
			.map(({ hash, frames }) => ({ hash, ranges: toRanges(frames) }));
	return Object.entries(draft.row.classification_answers ?? {})
		.filter(([, entry]) => entry.featureHash === item.featureHash && isInSpace(entry, space))
		.map(([hash, entry]) => ({
			hash,
			ranges: item.global ? [] : wholeOr(mergeRanges(answerRanges(entry, space))),
		}));
}

/** Labels of a classification on some frames of a space, each with those frames. */
export function instancesOn(
	editing: Editing,
	item: ClassificationItem,
	space: Space,
	ranges: FrameRange[],
): Instance[] {
	if (space.kind !== 'frames') {
		return instancesOf(editing, item, space)
			.map(({ hash, ranges: all }) => ({ hash, ranges: intersectRanges(all, ranges) }))
			.filter((each) => each.ranges.length > 0);
	}
	return [...editing.draft.index(space, 'classification').within(ranges, item.featureHash)].map(
		([hash, frames]) => ({
			hash,
			ranges: toRanges(frames),
		}),
	);
}

/** Without a range, a label on audio or text is about all of it, as [0, 0] is. */
function wholeOr(ranges: FrameRange[]): FrameRange[] {
	return ranges.length > 0 ? ranges : [[0, 0]];
}

/** The part of `ranges` that this agent wrote and nobody has changed since. */
export function ownRanges(
	editing: Editing,
	space: Space,
	hash: string,
	ranges: FrameRange[],
): FrameRange[] {
	if (!ownsEntry(editing, hash)) return [];
	if (space.kind !== 'frames') return ranges;
	const own: number[] = [];
	for (const frame of framesIn(ranges)) {
		if (ownedBy(editing, hash, editing.draft.label(space, 'classification', frame, hash)))
			own.push(frame);
	}
	return toRanges(own);
}

/** Entries without authorship leave the question to the frames. */
export function ownsEntry(editing: Editing, hash: string): boolean {
	const entry = editing.draft.answer('classification_answers', hash);
	return ownedBy(editing, hash, entry !== undefined && 'createdBy' in entry ? entry : undefined);
}

/** Notes that the frames of a label changed. */
export function noteRange(editing: Editing, space: Space, hash: string): void {
	editing.unwrittenRanges.set(`${space.id ?? ''} ${hash}`, { space, hash });
}

/** Writes the noted ranges into the entries of their labels. */
export function writeRanges(editing: Editing): void {
	for (const { space, hash } of editing.unwrittenRanges.values()) {
		writeRange(
			editing,
			space,
			hash,
			toRanges(editing.draft.index(space, 'classification').framesOf(hash)),
		);
	}
	editing.unwrittenRanges.clear();
}

/** Writes the ranges of a label where its entry keeps them; entries without authorship keep none (protocol §8.4). */
export function writeRange(
	editing: Editing,
	space: Space,
	hash: string,
	ranges: FrameRange[],
): void {
	const entry = editing.draft.answer('classification_answers', hash);
	if (
		entry === undefined ||
		JSON.stringify(mergeRanges(answerRanges(entry, space))) === JSON.stringify(ranges)
	)
		return;
	if (keepsPlainAnswers(space)) {
		if ('createdBy' in entry)
			editing.draft.putAnswer('classification_answers', hash, { ...entry, range: ranges });
		return;
	}
	const spaces = (entry.spaces ?? {}) as { [id: string]: EncordJson };
	const id = space.id ?? '';
	editing.draft.putAnswer('classification_answers', hash, {
		...entry,
		spaces: { ...spaces, [id]: { ...spaces[id], range: ranges, type: 'frame' } },
	});
}

/** Whether an answer entry stands in a space. */
export function isInSpace(entry: EncordJson, space: Space): boolean {
	const spaces = (entry.spaces ?? {}) as EncordJson;
	return keepsPlainAnswers(space)
		? Object.keys(spaces).length === 0
		: spaces[space.id ?? ''] !== undefined;
}

/** Whether a label's answers are those of the key. */
export function sameAnswers(
	editing: Editing,
	item: ClassificationItem,
	hash: string,
	key: string,
): boolean {
	return (
		answersKey(
			readAnswers(item, answerEntries(editing.draft.answer('classification_answers', hash))),
		) === key
	);
}
