/** Removing a classification from frames (protocol §8.4). */
import { findClassification } from '../../ontology/lookup';
import {
	intersectRanges,
	subtractRanges,
	type FrameRange,
	type FramesInput,
} from '../../row/frames';
import { Refusal } from '../../row/problem';
import {
	classificationLabels,
	isOwnEntry,
	ownRanges,
	removeClassificationEntry,
	removeClassificationLabel,
} from '../parts/classificationLabels';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import { spaceOfEdit } from '../rules/editSpace';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import { mayReplaceOthers, reportLabelOfOthers } from '../rules/ownership';

/** Removes all labels of a classification, or one of them, from frames. */
export interface ClearClassification extends EditBase {
	kind: 'clearClassification';
	/** Title or feature hash. May be absent when `hash` is given. */
	classification?: string;
	/** Hash of the label to remove. Default: all labels of the classification. */
	hash?: string;
	/** Default: all frames. */
	frames?: FramesInput;
}

export function clearClassification(state: EditState, edit: ClearClassification): void {
	const name = edit.classification ?? classificationOf(state, edit.hash);
	const item = lookUpOrRefuse(() => findClassification(state.ontology, name));
	const space = spaceOfEdit(state, edit, item.global);
	const selected =
		edit.frames === undefined || edit.frames === 'global'
			? undefined
			: resolveFrames(edit.frames, space, item.title);
	const mayReplace = mayReplaceOthers(state, edit);
	const ofOthers: FrameRange[] = [];
	const kept: string[] = [];
	const keep = (hash: string, ranges: FrameRange[]) => {
		if (ranges.length === 0) return;
		ofOthers.push(...ranges);
		kept.push(hash);
	};
	let removed = false;
	for (const { hash, ranges } of classificationLabels(state, item, space)) {
		if (edit.hash !== undefined && hash !== edit.hash) continue;
		if (ranges.length === 0) {
			if (mayReplace || isOwnEntry(state, hash)) {
				removeClassificationEntry(state, space, hash);
				removed = true;
			} else keep(hash, [[0, 0]]);
			continue;
		}
		const affected = selected === undefined ? ranges : intersectRanges(ranges, selected);
		if (affected.length === 0) continue;
		const removable = mayReplace ? affected : ownRanges(state, space, hash, affected);
		keep(hash, subtractRanges(affected, removable));
		if (removable.length === 0) continue;
		removeClassificationLabel(state, space, hash, removable);
		removed = true;
	}
	reportLabelOfOthers(state, item.title, ofOthers, !removed, ...kept);
}

/** Feature hash of the classification of a label. @throws Refusal when the row has no such label */
function classificationOf(state: EditState, hash: string | undefined): string {
	const entry = hash === undefined ? undefined : state.draft.answer('classification_answers', hash);
	if (entry !== undefined) return String(entry.featureHash);
	throw new Refusal({
		code: 'notFound',
		field: 'hash',
		value: hash,
		message: `This label row has no classification label ${hash ?? ''}.`,
	});
}
