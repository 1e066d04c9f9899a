/** The places of a row's objects, frame by frame, as a format of label files has them; what it cannot have is counted. */
import { boundingBox } from '../../../geometry/geometry';
import type { Size } from '../../../geometry/plane';
import type { TidyObject, TidyPlace } from '../../reading/tidyObject';
import { geometryOf } from '../../shapes/geometryOf';
import type { ClassTable, ExportClass } from '../classTable';
import type { ExportRow, RowMedia } from '../exportRow';
import type { Losses } from '../losses';
import { writePlace, type FileFormat } from './writePlace';

export interface WrittenPlace {
	object: TidyObject;
	class: ExportClass;
	media: RowMedia;
	frame: number;
	/** 0..1 */
	confidence: number;
	written: unknown;
}

/** Shapes that a format has in another form, and what it makes of them. */
const CHANGED: Partial<Record<FileFormat, (shape: string) => string | undefined>> = {
	coco: (shape) =>
		shape === 'rotatable_bounding_box'
			? 'COCO has no rotated boxes: it is written as the outline of its four corners.'
			: undefined,
	yolo: (shape) =>
		shape === 'bounding_box' ? undefined : 'YOLO boxes: it is written as the box around it.',
	yoloSegment: (shape) =>
		['bounding_box', 'rotatable_bounding_box'].includes(shape)
			? 'YOLO outlines: it is written as the outline of its four corners.'
			: undefined,
};

/** Those of the classes in the table only; others were not asked for. */
export function* writtenPlaces(
	{ tidy, media }: ExportRow,
	classes: ClassTable,
	format: FileFormat,
	losses: Losses,
): Generator<WrittenPlace> {
	for (const object of tidy.objects) {
		const known = classes.get(object.featureHash);
		if (known === undefined) continue;
		const own = media.find(({ space }) => space === object.space);
		const lost = (reason: string, count = 1) =>
			losses.add({ what: 'object', class: object.class, reason }, count);
		if (own === undefined || object.places.length === 0) {
			lost('It is a range of sound or text, which has no place on a picture.');
			continue;
		}
		for (const place of object.places) {
			// All frames of a place have the same size.
			const size = own.sizeOf(place.frames[0]);
			const written = writePlace(place.coordinates, format, 'pixels', size, known.pointNames);
			const count = place.frames[1] - place.frames[0] + 1;
			if ('reason' in written) {
				lost(written.reason, count);
				continue;
			}
			for (const reason of changesOf(object, place, format, size)) lost(reason, count);
			const { confidence } = place;
			for (let frame = place.frames[0]; frame <= place.frames[1]; frame += 1)
				yield { object, class: known, media: own, frame, confidence, written: written.written };
		}
	}
}

/** What is not as it was in a place that the format can have. */
function changesOf(
	{ shape }: TidyObject,
	{ coordinates }: TidyPlace,
	format: FileFormat,
	size: Size | undefined,
): string[] {
	const change = CHANGED[format]?.(shape);
	const geometry = geometryOf(coordinates);
	// A mask has the size of the picture.
	const box = geometry && geometry.kind !== 'bitmask' ? boundingBox(geometry, size) : undefined;
	const isCut =
		box && (box.x < -EDGE || box.y < -EDGE || box.x + box.w > 1 + EDGE || box.y + box.h > 1 + EDGE);
	return [
		...(change === undefined ? [] : [change]),
		...(isCut ? ['It reaches over the edge of the picture and is cut off there.'] : []),
	];
}

/** A thousandth of a pixel of a large picture. */
const EDGE = 1e-7;
