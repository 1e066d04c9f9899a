/** Writes the places of objects in the formats of other tools. */
import type { EncordJson } from '../../../encord/wire/json';
import { boundingBox, type Geometry } from '../../../geometry/geometry';
import type { Size } from '../../../geometry/plane';
import { numbersFromBox, type BoxOrder, type Scale } from '../../detections/formats/boxNumbers';
import { geometryOf } from '../../shapes/geometryOf';
import { UnreadableCoordinates } from '../../shapes/parts/unreadableCoordinates';
import { writtenAsCoco } from './coco';
import { writtenAsPascalVoc } from './pascalVoc';
import { visiblePlace, type VisiblePlace } from './visiblePlace';
import type { Written } from './written';
import { yoloBox, yoloOutline, yoloPose, yoloRotatedBox } from './yolo';

/** Formats of label files. They have pixels or fractions, and nothing beyond the edge of the picture. */
const FILE_FORMATS = {
	coco: (place, size, { kind }) => writtenAsCoco(place, size, kind === 'box'),
	pascalVoc: (place) => writtenAsPascalVoc(place),
	yolo: (place, size) => yoloBox(place, size),
	yoloObb: (place, size, { kind }) =>
		yoloRotatedBox(place, size, kind === 'box' || kind === 'rotatedBox'),
	yoloSegment: (place, size) => yoloOutline(place, size),
	yoloPose: (place, size) => yoloPose(place, size),
} satisfies Record<string, (place: VisiblePlace, size: Size, geometry: Geometry) => Written>;

export type FileFormat = keyof typeof FILE_FORMATS;

/** A format of label files, or the order of four numbers of the box around the object. */
export type WrittenFormat = FileFormat | BoxOrder;

/**
 * Converts the coordinates of one object on one frame (protocol §8.2).
 * @param scale of the four numbers of a box; label files have their own
 * @param size of the frame in pixels, if known
 * @param pointNames of a skeleton, in the order of the ontology's template
 * @returns the place as the format has it, or the reason why the format cannot have it
 */
export function writePlace(
	coordinates: EncordJson,
	format: WrittenFormat,
	scale: Scale,
	size: Size | undefined,
	pointNames?: readonly string[],
): Written {
	const geometry = readGeometry(coordinates);
	if ('reason' in geometry) return geometry;
	if (isFileFormat(format)) {
		if (size === undefined) return UNKNOWN_SIZE;
		const complete = hasKeypoints(format) ? withAllPoints(geometry, pointNames) : geometry;
		if ('reason' in complete) return complete;
		const place = visiblePlace(complete, size);
		return 'reason' in place ? place : FILE_FORMATS[format](place, size, geometry);
	}
	// Where a rotated box reaches depends on the ratio of the picture's sides.
	if (size === undefined && (scale === 'pixels' || geometry.kind === 'rotatedBox'))
		return UNKNOWN_SIZE;
	const box = boundingBox(geometry, size);
	if (box === undefined || !(box.w > 0 && box.h > 0))
		return { reason: 'The box around it has no width or no height.' };
	return { written: numbersFromBox(box, format, scale, size) };
}

const UNKNOWN_SIZE = { reason: 'The size of the picture is not known.' };

const hasKeypoints = (format: FileFormat) => format === 'coco' || format === 'yoloPose';

/**
 * A skeleton with each point of its template, in that order: a keypoint is known by its place in the list. Points that the label does not
 * have are hidden.
 */
function withAllPoints(
	geometry: Geometry,
	names: readonly string[] | undefined,
): Geometry | { reason: string } {
	if (geometry.kind !== 'skeleton') return geometry;
	if (names === undefined)
		return { reason: 'The ontology has no template for this skeleton, so its order is not known.' };
	const byName = new Map(geometry.points.map((point) => [point.name, point]));
	const foreign = geometry.points.find(({ name }) => name === undefined || !names.includes(name));
	if (foreign !== undefined)
		return { reason: `The skeleton's template has no point "${foreign.name ?? ''}".` };
	if (byName.size < geometry.points.length) return { reason: 'It has a point twice.' };
	const missing = { x: 0, y: 0, hidden: true };
	return { kind: 'skeleton', points: names.map((name) => byName.get(name) ?? missing) };
}

function isFileFormat(format: WrittenFormat): format is FileFormat {
	return Object.hasOwn(FILE_FORMATS, format);
}

function readGeometry(coordinates: EncordJson): Geometry | { reason: string } {
	try {
		return geometryOf(coordinates) ?? { reason: 'Its shape is not in the plane of the picture.' };
	} catch (error) {
		if (error instanceof UnreadableCoordinates || error instanceof RangeError)
			return { reason: error.message };
		throw error;
	}
}
