/** Pixel rectangles cut out for objects (protocol §14.4). Rotated boxes may differ by one pixel, as the file says. */
import type { Geometry } from '../../../src/geometry/geometry';
import type { Mask } from '../../../src/geometry/mask';
import { geometryOf } from '../../../src/labels/shapes/geometryOf';
import { libraryBox } from '../../oracle/libraryBox';
import { defineKind, verdict } from '../kind';

interface Coordinates {
	type: string;
	points?: Array<[number, number]>;
	rows?: string;
	[field: string]: unknown;
}

interface Input {
	imageWidth: number;
	imageHeight: number;
	coordinates: Coordinates;
}

interface Expected {
	x?: number;
	y?: number;
	width?: number;
	height?: number;
	empty?: boolean;
	error?: string;
}

function maskOf(rows: string): Mask {
	const lines = rows.split('/');
	return {
		width: lines[0]?.length ?? 0,
		height: lines.length,
		data: Uint8Array.from(lines.join(''), Number),
	};
}

function geometryOfVector({ type, points, rows, ...fields }: Coordinates): Geometry {
	if (rows !== undefined) return { kind: 'bitmask', mask: maskOf(rows) };
	const geometry = geometryOf({ [type]: points ? points.map(([x, y]) => ({ x, y })) : fields });
	if (!geometry) throw new Error(`no geometry for ${type}`);
	return geometry;
}

function outcome({ imageWidth, imageHeight, coordinates }: Input): Expected {
	try {
		const { x, y, width, height } = libraryBox(
			geometryOfVector(coordinates),
			imageWidth,
			imageHeight,
		);
		return width && height ? { x, y, width, height } : { width, height, empty: true };
	} catch {
		return { error: 'ValueError' };
	}
}

function withinOnePixel(expected: Expected, actual: Expected): boolean {
	const fields = ['x', 'y', 'width', 'height'] as const;
	return (
		expected.empty === actual.empty &&
		expected.error === actual.error &&
		fields.every((field) => Math.abs((expected[field] ?? 0) - (actual[field] ?? 0)) <= 1)
	);
}

export const kind = defineKind<Input, Expected>({
	file: 'object_crops',
	run({ input, expected }) {
		const actual = outcome(input);
		const exact = verdict(expected, actual);
		return input.coordinates.type === 'rotatableBoundingBox'
			? { ...exact, pass: withinOnePixel(expected, actual) }
			: exact;
	},
});
