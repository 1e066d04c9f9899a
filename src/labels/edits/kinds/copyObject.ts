/** Copying an object to other frames (protocol §8.1). */
import { framesIn, subtractRanges, type FrameRange, type FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import { frameSize } from '../../row/space';
import { coordinatesIn } from '../../shapes/coordinateKeys';
import { frameShape } from '../../shapes/registry';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import { findObjectInRow, type ObjectInRow } from '../parts/objectsInRow';
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
	const ranges = subtractRanges(resolveFrames(edit.toFrames, space, item.title), [[from, from]]);
	if (frameShape(item.shape)?.boundToFrameSize) checkSameSize(state, object, from, ranges);
	const ofOthers = placeObject(state, object, edit, {
		ranges,
		coordinates: coordinatesIn(source),
		confidence: typeof source.confidence === 'number' ? source.confidence : undefined,
	});
	reportLabelOfOthers(state, item.title, ofOthers, false, hash);
}

/** @throws Refusal when a frame has another size in pixels; sizes that Encord does not tell are not compared */
function checkSameSize(
	{ draft, context }: EditState,
	{ hash, item, space }: ObjectInRow,
	from: number,
	ranges: FrameRange[],
): void {
	const sizeOf = (frame: number) => frameSize(draft.row, space, frame, context.metadata);
	const own = sizeOf(from);
	for (const frame of framesIn(ranges)) {
		const size = sizeOf(frame);
		if (!own || !size || (size.width === own.width && size.height === own.height)) continue;
		throw new Refusal({
			code: 'badFrames',
			item: item.title,
			hash,
			field: 'toFrames',
			value: frame,
			message:
				`"${item.title}" covers the pixels of frame ${from}, which has ${own.width} × ${own.height} of them; ` +
				`frame ${frame} has ${size.width} × ${size.height}.`,
		});
	}
}
