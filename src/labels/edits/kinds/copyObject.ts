/** Copying an object to other frames (protocol §8.1). */
import { subtractRanges, type FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import { coordinatesIn } from '../../shapes/coordinateKeys';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import { findObjectInRow } from '../parts/objectsInRow';
import { reportLabelOfOthers } from '../rules/ownership';
import { placeObject } from '../parts/placeObject';

/** Gives an object the coordinates on other frames that it has on one frame. */
export interface CopyObject extends EditBase {
	kind: 'copyObject';
	objectHash: string;
	/** Default: the object's first frame. */
	fromFrame?: number;
	toFrames: FramesInput;
}

export function copyObject(state: EditState, edit: CopyObject): void {
	const object = findObjectInRow(state, edit.objectHash, edit.space);
	const { hash, item, space } = object;
	const from = edit.fromFrame ?? state.draft.index(space, 'object').framesOf(hash)[0];
	const source = from === undefined ? undefined : state.draft.label(space, 'object', from, hash);
	if (from === undefined || source === undefined) {
		throw new Refusal({
			code: 'notFound',
			item: item.title,
			hash,
			field: 'fromFrame',
			value: from,
			message: `"${item.title}" is not on frame ${from ?? 0}.`,
		});
	}
	const ofOthers = placeObject(state, object, edit, {
		ranges: subtractRanges(resolveFrames(edit.toFrames, space, item.title), [[from, from]]),
		coordinates: coordinatesIn(source),
		confidence: typeof source.confidence === 'number' ? source.confidence : undefined,
	});
	reportLabelOfOthers(state, item.title, ofOthers, false, hash);
}
