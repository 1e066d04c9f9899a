/** Where an object is, as a language model can write it: coordinates by Encord's own names (protocol §8.2), in fractions. */
import type { Coordinates } from '../../../labels/shapes/registry';
import { field, type NumberShape, type Shape, type ShapeField } from '../shape';
import type { ObjectItem } from '../../../labels/ontology/ontology';
import { ContradictionError, type AnswerRecord, type PartOptions } from './part';
import { RANGE_WORDS, rangeFields, readRange } from './ranges';

export interface Geometry {
	field: ShapeField;
	read(value: unknown, path: string[]): Coordinates;
}

const fraction: NumberShape = { kind: 'number', minimum: 0, maximum: 1 };
const point: Shape = { kind: 'record', fields: [field('x', fraction), field('y', fraction)] };
const boxNumbers = [
	field('x', fraction),
	field('y', fraction),
	field('w', fraction),
	field('h', fraction),
];
const IN_FRACTIONS =
	'in fractions of the width and height of the picture; the origin is its top left';

/** The geometry of a class; undefined for shapes that no language model can write, such as masks. */
export function geometryOf({ shape }: ObjectItem, { boxes }: PartOptions): Geometry | undefined {
	switch (shape) {
		case 'bounding_box':
			return boxes === 'gemini' ? geminiBox : box;
		case 'rotatable_bounding_box':
			return rotatedBox;
		case 'polygon':
			return points('polygon', 3, 'The outline');
		case 'polyline':
			return points('polyline', 2, 'The points of the line');
		case 'point':
			return {
				field: field('point', point, `Where it is, ${IN_FRACTIONS}`),
				read: (value) => ({ point: value as { x: number; y: number } }),
			};
		case 'audio':
			return ranges('milliseconds');
		case 'text':
			return ranges('characters');
		default:
			return undefined;
	}
}

const box: Geometry = {
	field: field(
		'boundingBox',
		{ kind: 'record', fields: boxNumbers },
		`Left x, top y, width w and height h, ${IN_FRACTIONS}`,
	),
	read: (value) => ({ boundingBox: value as { x: number; y: number; w: number; h: number } }),
};

const rotatedBox: Geometry = {
	field: field(
		'rotatableBoundingBox',
		{ kind: 'record', fields: [...boxNumbers, field('theta', { kind: 'number' })] },
		`Left x, top y, width w and height h before it is turned, ${IN_FRACTIONS}; theta turns it about its center, in degrees, clockwise`,
	),
	read: (value) => ({ rotatableBoundingBox: value }) as Coordinates,
};

/** The box that Gemini models are trained to write. */
const geminiBox: Geometry = {
	field: field(
		'box_2d',
		{
			kind: 'list',
			of: { kind: 'number', whole: true, minimum: 0, maximum: 1000 },
			minimum: 4,
			maximum: 4,
		},
		'[ymin, xmin, ymax, xmax], each from 0 to 1000',
	),
	read(value, path) {
		const [top = 0, left = 0, bottom = 0, right = 0] = value as number[];
		if (bottom < top || right < left)
			throw new ContradictionError(path, `The box ${JSON.stringify(value)} ends before it begins.`);
		return {
			boundingBox: {
				x: left / 1000,
				y: top / 1000,
				w: (right - left) / 1000,
				h: (bottom - top) / 1000,
			},
		};
	},
};

function points(key: 'polygon' | 'polyline', minimum: number, what: string): Geometry {
	return {
		field: field(key, { kind: 'list', of: point, minimum }, `${what}, ${IN_FRACTIONS}`),
		read: (value) => ({ [key]: value }) as Coordinates,
	};
}

function ranges(unit: 'milliseconds' | 'characters'): Geometry {
	return {
		field: field(
			'ranges',
			{ kind: 'list', of: { kind: 'record', fields: rangeFields(unit) }, minimum: 1 },
			`Where it is, in ${RANGE_WORDS[unit].unit}`,
		),
		read: (value, path) => ({
			ranges: (value as AnswerRecord[]).map((range) => readRange(range, unit, path)),
		}),
	};
}
