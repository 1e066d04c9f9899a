/** Adding an object (protocol §8.1, §8.5). */
import type { AnswersInput } from '../../answers/answerInput';
import { findObject } from '../../ontology/lookup';
import type { ObjectItem } from '../../ontology/ontology';
import { countFrames, mergeRanges, type FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import type { Space } from '../../row/space';
import type { Coordinates } from '../../shapes/registry';
import { answerObject } from '../parts/attributeAnswers';
import type { EditBase } from '../rules/editBase';
import { spaceOfEdit } from '../rules/editSpace';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import { objectHash } from '../parts/objectHash';
import { classOfObject, ensureObjectEntry } from '../parts/objectsInRow';
import { reportLabelOfOthers } from '../rules/ownership';
import { checkPlacements, placeObject, type Placement } from '../parts/placeObject';
import { isRangeShape } from '../../shapes/registry';
import { placeRangeObject } from '../parts/rangeObjects';

/**
 * Adds an object on frames. Applied again, the edit finds the same object and changes nothing. An edit with the same `key`
 * (such as a track number) and other frames adds those frames to the same object.
 */
export interface AddObject extends EditBase {
	kind: 'addObject';
	/** Title or feature hash of the class. */
	object: string;
	/** Default: frame 0, as in the official client. `only` refuses a video instead. */
	frames?: FramesInput;
	coordinates?: Coordinates;
	/** 0..1; default 1. */
	confidence?: number;
	/** Further frames with other coordinates, or all of them instead of `frames` and `coordinates`. */
	placements?: Placement[];
	/** Answers to attributes. Dynamic attributes are answered on the frames of this edit. */
	attributes?: AnswersInput;
	/** Distinguishes the objects of one class. Default: they are distinguished by frames and order. */
	key?: string;
	/** `upsert` (default): changes the object of the same hash, if it is there. `add`: always a new object. */
	mode?: 'upsert' | 'add';
	/** Hash of the object. Default: derived from agent, class, and key or frames (row/identity.ts). */
	hash?: string;
}

export function addObject(state: EditState, edit: AddObject): void {
	const item = lookUpOrRefuse(() => findObject(state.ontology, edit.object));
	const space = spaceOfEdit(state, edit);
	refuseWrongMedia(item, space);
	if (space.kind !== 'frames') {
		placeRangeObject(state, edit, item, space);
		return;
	}
	const placements = checkPlacements(state, edit, item, space);
	const ranges = placements.map((placement) => placement.ranges);
	const hash = edit.hash ?? objectHash(state, edit, item, space, ['frames', ranges]);
	const existingClass = classOfObject(state, space, hash);
	if (existingClass !== undefined && existingClass !== item.featureHash) {
		throw new Refusal({
			code: 'occupied',
			item: item.title,
			hash,
			message: `The hash ${hash} belongs to an object of another class. Use Change Class to give it this one.`,
		});
	}
	const object = { hash, item, space };
	const ofOthers = placements.flatMap((placement) => placeObject(state, object, edit, placement));
	const nothingDone = countFrames(ofOthers) >= countFrames(ranges.flat());
	reportLabelOfOthers(state, item.title, ofOthers, nothingDone, hash);
	if (nothingDone) return;
	ensureObjectEntry(state, hash);
	if (edit.attributes !== undefined) {
		const { attributes } = edit;
		const frames = mergeRanges(ranges.flat());
		answerObject(state, object, { ...edit, attributes, frames, placed: true });
	}
}

function refuseWrongMedia(item: ObjectItem, space: Space): void {
	const isRange = isRangeShape(item.shape);
	if (isRange !== (space.kind !== 'frames')) {
		throw new Refusal({
			code: 'badCoordinates',
			item: item.title,
			field: 'object',
			value: item.shape,
			message: `"${item.title}" (${item.shape}) cannot be placed in ${space.type} media.`,
		});
	}
}
