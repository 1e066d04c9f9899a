/** Moving an object on frames (protocol §8.1). */
import { countFrames, type FramesInput } from '../../row/frames';
import type { OutsideRule } from '../../shapes/parts/coordinateCheck';
import type { Coordinates } from '../../shapes/registry';
import type { EditBase } from '../rules/editBase';
import type { EditState } from '../rules/editState';
import { findObjectInRow } from '../parts/objectsInRow';
import { reportLabelOfOthers } from '../rules/ownership';
import { checkPlacements, placeObject } from '../parts/placeObject';
import { placeRangeObject } from '../parts/rangeObjects';

/** Gives an object other coordinates on frames. On frames it was not on, it is added. */
export interface MoveObject extends EditBase {
	kind: 'moveObject';
	objectHash: string;
	frames: FramesInput;
	coordinates: Coordinates;
	/** 0..1; default: stays as it is. */
	confidence?: number;
	/** What becomes of coordinates beyond the edge of the picture; default: what the context says. */
	outside?: OutsideRule;
}

export function moveObject(state: EditState, edit: MoveObject): void {
	const object = findObjectInRow(state, edit.objectHash, edit.space);
	const { hash, item, space } = object;
	if (space.kind !== 'frames') {
		placeRangeObject(state, { ...edit, hash }, item, space);
		return;
	}
	for (const placement of checkPlacements(state, edit, item, space)) {
		const ofOthers = placeObject(state, object, edit, placement);
		const nothingDone = countFrames(ofOthers) >= countFrames(placement.ranges);
		reportLabelOfOthers(state, item.title, ofOthers, nothingDone, hash);
	}
}
