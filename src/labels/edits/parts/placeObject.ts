/** Putting an object on frames: checking where it goes, and writing it there (protocol §8.1, §8.2). */
import { sameJson } from '../../../encord/wire/sameJson';

import type { EncordJson } from '../../../encord/wire/json';
import type { ObjectItem } from '../../ontology/ontology';
import {
	describeRanges,
	framesIn,
	intersectRanges,
	toRanges,
	type FrameRange,
	type FramesInput,
} from '../../row/frames';
import { Refusal } from '../../row/problem';
import { frameSize, type Space } from '../../row/space';
import type { OutsideRule } from '../../shapes/parts/coordinateCheck';
import type { Coordinates } from '../../shapes/registry';
import { frameShape } from '../../shapes/registry';
import { withoutCoordinates } from '../../shapes/coordinateKeys';
import { wireCoordinates } from '../../shapes/coordinates';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import { classKeys, type ObjectInRow } from './objectsInRow';
import { isOwnOnFrame, mayReplaceOthers } from '../rules/ownership';
import { newFrameStamp, restamp } from '../rules/stamp';

/** Where an object is on some frames. */
export interface Placement {
	frames: FramesInput;
	coordinates: Coordinates;
	/** 0..1 */
	confidence?: number;
}

/** The part of an edit that says where an object is. */
interface PlacingEdit {
	frames?: FramesInput;
	coordinates?: Coordinates;
	confidence?: number;
	placements?: Placement[];
	outside?: OutsideRule;
}

/** A placement with frames that exist and coordinates as the row has them. */
export interface CheckedPlacement {
	ranges: FrameRange[];
	coordinates: EncordJson;
	confidence: number | undefined;
}

/** The placements of an edit. @throws Refusal for frames that do not exist and coordinates that do not fit the class */
export function checkPlacements(
	state: EditState,
	edit: PlacingEdit,
	item: ObjectItem,
	space: Space,
): CheckedPlacement[] {
	const single =
		edit.coordinates === undefined
			? []
			: [{ frames: edit.frames ?? 0, coordinates: edit.coordinates, confidence: edit.confidence }];
	const placements = [...single, ...(edit.placements ?? [])];
	if (placements.length === 0) {
		throw new Refusal({
			code: 'badCoordinates',
			item: item.title,
			field: 'coordinates',
			message: `Say where "${item.title}" is: frames and coordinates are missing.`,
		});
	}
	const checked = placements.map(({ frames, coordinates, confidence }) => {
		const ranges = resolveFrames(frames, space, item.title);
		const first = ranges[0]?.[0];
		if (first === undefined)
			throw new Refusal({
				code: 'badFrames',
				item: item.title,
				field: 'frames',
				value: frames,
				message: 'No frames are given.',
			});
		// Coordinates in pixels of the frame have to fit each frame the object is on.
		const checkedFrames = frameShape(item.shape)?.boundToFrameSize
			? [...framesIn(ranges)]
			: [first];
		const [written] = checkedFrames.map((frame) =>
			wireCoordinates(
				item,
				coordinates,
				edit.outside ?? state.context.outside ?? 'clip',
				frameSize(state.draft.row, space, frame, state.context.metadata),
			),
		);
		return { ranges, coordinates: written ?? {}, confidence: confidence ?? edit.confidence };
	});
	refuseContradictions(checked, item);
	return checked;
}

/** @throws Refusal for two places on one frame that differ */
function refuseContradictions(placements: readonly CheckedPlacement[], item: ObjectItem): void {
	const inOrder = placements
		.flatMap(({ ranges, coordinates }) => ranges.map((range) => ({ range, coordinates })))
		.sort((a, b) => a.range[0] - b.range[0]);
	// Places before that overlap are the same, so it is enough to look at the one that ends last.
	let [last] = inOrder;
	for (const one of inOrder.slice(1)) {
		const frames = intersectRanges([last!.range], [one.range]);
		if (frames.length > 0 && !sameJson(last!.coordinates, one.coordinates))
			throw new Refusal({
				code: 'badFrames',
				item: item.title,
				field: 'placements',
				frames,
				message: `"${item.title}" has two places on frames ${describeRanges(frames)}, and they differ.`,
			});
		if (one.range[1] > last!.range[1]) last = one;
	}
}

/** Puts an object on frames. @returns the frames on which the object of somebody else was left as it is */
export function placeObject(
	state: EditState,
	object: ObjectInRow,
	edit: EditBase,
	{ ranges, coordinates, confidence }: CheckedPlacement,
): FrameRange[] {
	const mayReplace = mayReplaceOthers(state, edit);
	const ofOthers: number[] = [];
	for (const frame of framesIn(ranges)) {
		const label = state.draft.label(object.space, 'object', frame, object.hash);
		if (label === undefined) {
			state.draft.putLabel(object.space, 'object', frame, {
				...classKeys(object.item),
				objectHash: object.hash,
				confidence: confidence ?? 1,
				...newFrameStamp(state, edit.stamp),
				...coordinates,
			});
			continue;
		}
		const isSame =
			Object.entries(coordinates).every(([key, value]) => sameJson(label[key], value)) &&
			(confidence === undefined || label.confidence === confidence) &&
			edit.stamp === undefined;
		if (isSame) continue;
		if (!mayReplace && !isOwnOnFrame(state, object.space, 'object', frame, object.hash)) {
			ofOthers.push(frame);
			continue;
		}
		state.draft.putLabel(object.space, 'object', frame, {
			...restamp(state, withoutCoordinates(label), edit.stamp),
			...(confidence === undefined ? {} : { confidence }),
			...coordinates,
		});
	}
	return toRanges(ofOthers);
}
