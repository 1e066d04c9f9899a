/** Deleting an object (protocol §8.1, §8.5). */
import { cutDynamicAnswers } from '../../answers/dynamicAnswers';
import { framesIn, intersectRanges, toRanges, type FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import {
	classOfObject,
	deleteAnswersIfGone,
	noSuchObject,
	spacesOfObject,
} from '../parts/objectsInRow';
import { isOwnOnFrame, mayReplaceOthers, reportLabelOfOthers } from '../rules/ownership';
import { deleteRangeObject } from '../parts/rangeObjects';

/** Deletes an object from frames, or altogether. An object that is then on no frame loses its answers too. */
export interface DeleteObject extends EditBase {
	kind: 'deleteObject';
	objectHash: string;
	/** Default: all frames. */
	frames?: FramesInput;
}

export function deleteObject(state: EditState, edit: DeleteObject): void {
	const { draft } = state;
	const { objectHash: hash } = edit;
	const spaces = spacesOfObject(state, hash, edit.space);
	const [first] = spaces;
	if (first === undefined) throw noSuchObject(hash, edit.space);
	const featureHash = classOfObject(state, first, hash) ?? '';
	const title = state.ontology.objectByHash.get(featureHash)?.title ?? featureHash;
	const mayReplace = mayReplaceOthers(state, edit);
	const ofOthers: number[] = [];
	let removed = false;
	for (const space of spaces) {
		if (space.kind !== 'frames') {
			if (edit.frames !== undefined && edit.frames !== 'all')
				throw new Refusal({
					code: 'badFrames',
					item: title,
					hash,
					field: 'frames',
					value: edit.frames,
					message: `"${title}" is on ranges and not on frames, so it can only be deleted as a whole. Leave the frames out.`,
				});
			if (deleteRangeObject(state, hash, space, mayReplace)) removed = true;
			else ofOthers.push(0);
			continue;
		}
		const all = toRanges(draft.index(space, 'object').framesOf(hash));
		const selected =
			edit.frames === undefined
				? all
				: intersectRanges(all, resolveFrames(edit.frames, space, title));
		for (const frame of framesIn(selected)) {
			if (!mayReplace && !isOwnOnFrame(state, space, 'object', frame, hash)) ofOthers.push(frame);
			else {
				draft.removeLabel(space, 'object', frame, hash);
				removed = true;
			}
		}
		cutDynamicAnswers(draft, space, hash, draft.index(space, 'object').framesOf(hash));
	}
	reportLabelOfOthers(state, title, toRanges(ofOthers), !removed, hash);
	deleteAnswersIfGone(state, hash);
}
