import { describe, expect, it } from '@jest/globals';
import { boundingBox, outlinePoints, type Geometry } from '../../../src/geometry/geometry';

const point = { x: 0.2, y: 0.3 };
const box = { x: 0.25, y: 0.5, w: 0.5, h: 0.25 };

describe('the outline of a geometry', () => {
	it.each<[Geometry, number]>([
		[{ kind: 'box', ...box }, 4],
		[{ kind: 'polygon', polygons: [[[point, point, point], [point]], [[point]], []] }, 4],
		[{ kind: 'polyline', points: [point, point] }, 2],
		[{ kind: 'polyline', points: [] }, 0],
		[{ kind: 'skeleton', points: [{ ...point, hidden: true }] }, 1],
		[{ kind: 'point', point }, 1],
	])('$kind: %#', (geometry, count) => expect(outlinePoints(geometry)).toHaveLength(count));

	it.each<Geometry>([
		{ kind: 'rotatedBox', ...box, theta: 30 },
		{ kind: 'bitmask', mask: { width: 1, height: 1, data: Uint8Array.of(1) } },
	])('is unknown for a $kind, which has a box nevertheless', (geometry) => {
		expect(outlinePoints(geometry)).toBeUndefined();
		expect(boundingBox(geometry, { width: 1, height: 1 })).toBeDefined();
	});
});
