/** A label row prepared for its checks: its labels in tidy form, and its objects by medium and frame. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { LabelRowJson } from '../../encord/wire/json';
import type { Box } from '../../geometry/box';
import { boundingBox, type Geometry } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { findObject } from '../ontology/lookup';
import type { OntologyIndex } from '../ontology/ontology';
import { framesIn, intersectRanges, mergeRanges, type FrameRange } from '../row/frames';
import { allSpaces, frameSize } from '../row/space';
import { readableGeometryOf } from '../shapes/geometryOf';
import { tidyLabelRow, type TidyFilter, type TidyLabelRow } from './tidy';
import type { TidyObject } from './tidyObject';

export interface ObjectOnFrame {
	object: TidyObject;
	geometry: Geometry | undefined;
	/** The upright box around it, in fractions; undefined when it has none, or where it reaches is not known. */
	box: Box | undefined;
}

/** The row's own file, or a member of a data group, with its objects by frame. */
export interface CheckedMedia {
	/** ID of the member. */
	space: string | undefined;
	/** The frames that are checked, as far as their number is known. */
	frames: FrameRange[];
	objectsByFrame: Map<number, ObjectOnFrame[]>;
	/** Size of a frame in pixels; undefined when it is not known. */
	sizeOf(frame: number): Size | undefined;
}

export interface CheckedRow {
	row: LabelRowJson;
	ontology: OntologyIndex;
	metadata: Partial<LabelRowMetadata> | undefined;
	tidy: TidyLabelRow;
	/** Sound and text are not among them: they have no frames. */
	media: CheckedMedia[];
}

export function checkedRow(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	filter: TidyFilter,
): CheckedRow {
	const tidy = tidyLabelRow(row, ontology, metadata, filter);
	const media = allSpaces(row, metadata)
		.filter(({ kind }) => kind === 'frames')
		.map((space): CheckedMedia => {
			const sizeOf = (frame: number) => frameSize(row, space, frame, metadata);
			const all: FrameRange[] = space.length ? [[0, space.length - 1]] : [];
			const frames = filter.frames ? intersectRanges(all, mergeRanges(filter.frames)) : all;
			const objects = tidy.objects.filter((object) => object.space === space.id);
			return { space: space.id, frames, objectsByFrame: byFrame(objects, sizeOf), sizeOf };
		});
	return { row, ontology, metadata, tidy, media };
}

function byFrame(
	objects: TidyObject[],
	sizeOf: CheckedMedia['sizeOf'],
): CheckedMedia['objectsByFrame'] {
	const found: CheckedMedia['objectsByFrame'] = new Map();
	for (const object of objects) {
		for (const { frames, coordinates } of object.places) {
			const geometry = readableGeometryOf(coordinates);
			for (const frame of framesIn([frames])) {
				const box = geometry && boundingBox(geometry, sizeOf(frame));
				const onFrame = found.get(frame);
				if (onFrame === undefined) found.set(frame, [{ object, geometry, box }]);
				else onFrame.push({ object, geometry, box });
			}
		}
	}
	return found;
}

/** Whether an object is of the class of a rule. @throws OntologyLookupError when the ontology does not have the class */
export function isOfClass(
	{ ontology }: CheckedRow,
	{ class: name }: { class?: string },
): (object: TidyObject) => boolean {
	if (name === undefined || name === '') return () => true;
	const { featureHash } = findObject(ontology, name);
	return (object) => object.featureHash === featureHash;
}

/** Where a fault is, in a member of a data group. */
export function inSpace(space: string | undefined): { space?: string } {
	return space === undefined ? {} : { space };
}
