/** A label row prepared for its checks: its labels in tidy form, and its objects by frame. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { LabelRowJson } from '../../encord/wire/json';
import type { Box } from '../../geometry/box';
import { boundingBox, type Geometry } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { findObject } from '../ontology/lookup';
import type { OntologyIndex } from '../ontology/ontology';
import { framesIn, type FrameRange } from '../row/frames';
import { frameSize, spaceOf } from '../row/space';
import { readableGeometryOf } from '../shapes/geometryOf';
import { tidyLabelRow, type TidyFilter, type TidyLabelRow } from './tidy';
import type { TidyObject } from './tidyObject';

export interface ObjectOnFrame {
	object: TidyObject;
	geometry: Geometry | undefined;
	/** The upright box around it, in fractions; undefined when it has none, or where it reaches is not known. */
	box: Box | undefined;
}

export interface CheckedRow {
	row: LabelRowJson;
	ontology: OntologyIndex;
	metadata: Partial<LabelRowMetadata> | undefined;
	tidy: TidyLabelRow;
	objectsByFrame: Map<number, ObjectOnFrame[]>;
	/** Size of a frame in pixels; undefined when it is not known. */
	sizeOf(frame: number): Size | undefined;
}

export function checkedRow(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	filter: TidyFilter,
): CheckedRow {
	const tidy = tidyLabelRow(row, ontology, metadata, filter);
	const space = spaceOf(row, metadata);
	const sizeOf = (frame: number) =>
		space === undefined ? undefined : frameSize(row, space, frame, metadata);
	const objectsByFrame = new Map<number, ObjectOnFrame[]>();
	for (const object of tidy.objects) {
		for (const { frames, coordinates } of object.places) {
			const geometry = readableGeometryOf(coordinates);
			for (const frame of framesIn([frames])) {
				const box = geometry && boundingBox(geometry, sizeOf(frame));
				const objects = objectsByFrame.get(frame);
				if (objects === undefined) objectsByFrame.set(frame, [{ object, geometry, box }]);
				else objects.push({ object, geometry, box });
			}
		}
	}
	return { row, ontology, metadata, tidy, objectsByFrame, sizeOf };
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

/** All frames of the row. Audio, text and data groups have none. */
export function allFrames({ tidy }: CheckedRow): FrameRange[] {
	const hasFrames = !['audio', 'plain_text', 'group'].includes(tidy.dataType);
	return hasFrames && tidy.length !== null && tidy.length > 0 ? [[0, tidy.length - 1]] : [];
}
