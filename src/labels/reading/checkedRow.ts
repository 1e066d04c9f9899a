/** A label row prepared for its checks: its labels in tidy form, and its objects by frame. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { ImageSize } from '../detections/formats/boxNumbers';
import { boxOfCoordinates } from '../detections/formats/written';
import { findObject } from '../ontology/lookup';
import type { OntologyIndex } from '../ontology/ontology';
import { framesIn, type FrameRange } from '../row/frames';
import { frameSize, spaceOf } from '../row/space';
import { tidyLabelRow, type TidyFilter, type TidyLabelRow } from './tidy';
import type { TidyObject } from './tidyObject';

/** An upright box; fractions of the image size, origin top left. */
export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

export interface ObjectOnFrame {
	object: TidyObject;
	coordinates: EncordJson;
	/** The box around it; undefined when its coordinates have none. */
	box: Box | undefined;
}

export interface CheckedRow {
	row: LabelRowJson;
	ontology: OntologyIndex;
	metadata: Partial<LabelRowMetadata> | undefined;
	tidy: TidyLabelRow;
	objectsByFrame: Map<number, ObjectOnFrame[]>;
	/** Size of a frame in pixels; undefined when it is not known. */
	sizeOf(frame: number): ImageSize | undefined;
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
			for (const frame of framesIn([frames])) {
				const box = boxOfCoordinates(coordinates, sizeOf(frame));
				const objects = objectsByFrame.get(frame);
				if (objects === undefined) objectsByFrame.set(frame, [{ object, coordinates, box }]);
				else objects.push({ object, coordinates, box });
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
