/** What a list of edits changed in a row: described for people (labelChange.ts), and as a patch of the JSON. */
import { sameJson } from '../../encord/wire/sameJson';

import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { OntologyIndex } from '../ontology/ontology';
import { RowDraft, type AnswersMap, type TouchedLabel } from '../row/draft';
import { frameLabels, labelIn, labelList } from '../row/frameLabels';
import { LABEL_KEYS, type LabelJson, type LabelType } from '../row/labelType';
import { spaceOf, type Space } from '../row/space';
import { describeChange, type ChangedFrame, type LabelChange } from './labelChange';

/** Everything in the row that changed about one label. Undefined in place of a label or entry: it is removed. */
export interface LabelPatch {
	type: LabelType;
	hash: string;
	/** `at`: position in the list of the frame, for labels that were added to it. */
	frames: Array<{ space?: string; frame: number; label: LabelJson | undefined; at?: number }>;
	answers: Array<{ map: AnswersMap; entry: EncordJson | undefined }>;
}

export interface RowDiff {
	/** One entry for each label that differs. */
	changes: LabelChange[];
	/** In the order of `changes`. It also has labels that only changed their position in a list. */
	patch: LabelPatch[];
}

/** A frame on which a label, or its position in the list, changed. */
interface PatchedFrame extends ChangedFrame {
	at: number | undefined;
	/** Whether only its position changed. */
	isOnlyMoved: boolean;
}

/** Compares the labels that were touched since the draft's last checkpoint with what they were then. */
export function diffOf(draft: RowDraft, ontology: OntologyIndex): RowDiff {
	const changes: LabelChange[] = [];
	const patch: LabelPatch[] = [];
	for (const label of draft.touched.values()) {
		const frames = patchedFrames(draft, label);
		const answers = changedAnswers(draft, label);
		if (frames.length === 0 && answers.length === 0) continue;
		patch.push({
			type: label.type,
			hash: label.hash,
			answers,
			frames: frames.map(({ space, frame, after, at }) => ({
				...(space.id === undefined ? {} : { space: space.id }),
				frame,
				label: after,
				...(at === undefined ? {} : { at }),
			})),
		});
		const changed = frames.filter(({ isOnlyMoved }) => !isOnlyMoved);
		if (changed.length > 0 || answers.length > 0)
			changes.push(describeChange(draft, ontology, label, changed));
	}
	return { changes, patch };
}

/** Applies a patch: `applyPatch(row, diff.patch)` equals the edited row. The row given is not changed. */
export function applyPatch(
	row: LabelRowJson,
	patch: LabelPatch[],
	metadata?: Partial<LabelRowMetadata>,
): LabelRowJson {
	const draft = new RowDraft(row, metadata);
	const inserted: Array<{
		type: LabelType;
		space: Space;
		frame: number;
		label: LabelJson;
		at: number;
	}> = [];
	for (const { type, hash, frames, answers } of patch) {
		for (const { space: id, frame, label, at } of frames) {
			const space = spaceOf(row, metadata, id);
			if (space === undefined) throw new RangeError(`The row has no space ${id ?? ''}`);
			if (label === undefined || at !== undefined) draft.removeLabel(space, type, frame, hash);
			else draft.putLabel(space, type, frame, label);
			if (label !== undefined && at !== undefined) inserted.push({ type, space, frame, label, at });
		}
		for (const { map, entry } of answers) draft.putAnswer(map, hash, entry);
	}
	for (const { space, type, frame, label, at } of inserted.sort((a, b) => a.at - b.at))
		draft.insertLabel(space, type, frame, label, at);
	return draft.row;
}

function patchedFrames(draft: RowDraft, { type, hash, frames }: TouchedLabel): PatchedFrame[] {
	const patched: PatchedFrame[] = [];
	for (const [space, touches] of frames) {
		for (const [frame, how] of [...touches].sort(([a], [b]) => a - b)) {
			const listBefore = labelList(frameLabels(draft.base, space, frame), type);
			const listAfter = labelList(frameLabels(draft.row, space, frame), type);
			const before = labelIn(listBefore, type, hash);
			const after = labelIn(listAfter, type, hash);
			const at = after !== undefined && how === 'inserted' ? listAfter.indexOf(after) : undefined;
			// A label that the frame listed twice is now listed once.
			const isSame =
				(before === after || sameJson(before, after)) &&
				(before === undefined ||
					countOf(listBefore, type, hash) === countOf(listAfter, type, hash));
			const isMoved = at !== undefined && before !== undefined && at !== listBefore.indexOf(before);
			if (!isSame || isMoved)
				patched.push({ space, frame, before, after, at, isOnlyMoved: isSame });
		}
	}
	return patched;
}

function changedAnswers(draft: RowDraft, { type, hash }: TouchedLabel): LabelPatch['answers'] {
	const maps: AnswersMap[] =
		type === 'object' ? ['object_answers', 'object_actions'] : ['classification_answers'];
	return maps.flatMap((map) => {
		const before = draft.base[map]?.[hash];
		const after = draft.row[map]?.[hash];
		return before === after || sameJson(before, after) ? [] : [{ map, entry: after }];
	});
}

function countOf(list: LabelJson[], type: LabelType, hash: string): number {
	return list.filter((label) => label[LABEL_KEYS[type].hash] === hash).length;
}
