/** The operations of `label_serialisation.json`, and how their coordinates map to those of the package's edits. */
import { encodeMask } from '../../../src/labels/shapes/parts/runLengths';
import { maskFromRows } from '../../oracle/maskFromRows';
import type { Coordinates } from '../../../src/labels/shapes/registry';
import type { FrameRange } from '../../../src/labels/row/frames';

export type FramesJson = number | number[] | { ranges: FrameRange[] };
export type AnswerJson = string | number | { option: string } | { options: string[] };

export interface Operation {
	op:
		| 'createObject'
		| 'createClassification'
		| 'getObject'
		| 'getClassification'
		| 'setFrames'
		| 'removeFromFrames'
		| 'addToRow'
		| 'removeFromRow'
		| 'copyTo'
		| 'frameViewAdd'
		| 'setAnswer'
		| 'deleteAnswer'
		| 'setProperty';
	ref: string;
	from?: string;
	feature?: string;
	hash?: string;
	objectHash?: string;
	classificationHash?: string;
	via?: 'constructor';
	rangeOnly?: boolean;
	frames?: FramesJson;
	frame?: number;
	coordinates?: CoordinatesJson;
	overwrite?: boolean;
	force?: boolean;
	createdAt?: string;
	createdBy?: string;
	lastEditedAt?: string;
	lastEditedBy?: string;
	confidence?: number;
	manualAnnotation?: boolean;
	attribute?: string | null;
	answer?: AnswerJson;
	trackHash?: string;
	name?: string;
	value?: unknown;
}

type Pair = [number, number] | [number, number, number];

export interface CoordinatesJson {
	type: string;
	points?: Pair[];
	point?: Pair;
	polygons?: Array<Array<Pair[]>>;
	values?: Array<{
		x: number;
		y: number;
		name: string;
		feature_hash?: string;
		color?: string;
		value?: string;
		visibility?: string;
	}>;
	rows?: string;
	front?: Pair[];
	vanishingPoint?: Pair;
	offset?: Pair;
	scaleRatio?: number;
	of?: 'audio' | 'text';
	ranges?: unknown[];
	[key: string]: unknown;
}

/** Every frame that an operation names, in its order. */
export function listFrames(frames: FramesJson = 0): number[] {
	if (typeof frames === 'number') return [frames];
	if (Array.isArray(frames)) return frames;
	return frames.ranges.flatMap(([start, end]) =>
		Array.from({ length: end - start + 1 }, (_, i) => start + i),
	);
}

const point = ([x, y, z]: Pair) => ({ x, y, ...(z === undefined ? {} : { z }) });

/** Coordinates of an operation in the form of the package's edits. */
export function editCoordinates(json: CoordinatesJson): Coordinates {
	const { type, points = [], values = [], rows = '', front = [], ranges = [], ...rest } = json;
	switch (type) {
		case 'boundingBox':
			return { boundingBox: rest as never };
		case 'rotatableBoundingBox':
			return { rotatableBoundingBox: rest as never };
		case 'polygon':
			return { polygon: points.map(point) };
		case 'polygons':
			return {
				polygons: (rest.polygons ?? []).map((rings) =>
					rings.map((ring) => ring.flatMap(([x, y]) => [x, y])),
				),
			};
		case 'polyline':
			return { polyline: points.map(point) };
		case 'point':
			return { point: point(rest.point ?? [0, 0]) };
		case 'skeleton':
			return {
				skeleton: values.map(({ feature_hash, ...each }) => ({
					...each,
					...(feature_hash === undefined ? {} : { featureHash: feature_hash }),
				})),
			};
		case 'bitmask':
			return {
				bitmask: encodeMask(
					maskFromRows(rows.split('/').map((row) => [...row].map((pixel) => pixel === '1'))),
				),
			};
		case 'bitmaskRle':
			return { bitmask: rest as never };
		case 'cuboid2dPerspective':
			return {
				cuboid_2d: {
					front: front.flat(),
					vanishingPoint: point(rest.vanishingPoint ?? [0, 0]),
					scaleRatio: rest.scaleRatio,
				},
			};
		case 'cuboid':
			return { cuboid: rest as never };
		case 'ranges':
			return { ranges: ranges as FrameRange[] };
		case 'html':
			return { rangeHtml: ranges as never };
		default: {
			if (type.startsWith('cuboid2d'))
				return { cuboid_2d: { front: front.flat(), offset: point(rest.offset ?? [0, 0]) } };
			throw new Error(`Coordinates of type ${type} are not mapped`);
		}
	}
}
