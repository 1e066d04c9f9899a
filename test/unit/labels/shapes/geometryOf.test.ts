/** Labels as geometry on their picture. */
import { describe, expect, it } from '@jest/globals';

import { geometryOf } from '../../../../src/labels/shapes/geometryOf';

describe('coordinates of labels', () => {
	it('are read from every spelling of points', () => {
		const triangle = {
			kind: 'polygon',
			polygons: [
				[
					[
						{ x: 0, y: 0 },
						{ x: 1, y: 0 },
						{ x: 0, y: 1 },
					],
				],
			],
		};
		const points = { 0: { x: 0, y: 0 }, 2: { x: 0, y: 1 }, 1: { x: 1, y: 0 } };
		expect(geometryOf({ polygon: points })).toEqual(triangle);
		expect(
			geometryOf({
				polygon: [
					{ x: 0, y: 0 },
					{ x: 1, y: 0 },
					{ x: 0, y: 1 },
				],
			}),
		).toEqual(triangle);
		expect(geometryOf({ polygon: {}, polygons: [[[0, 0, 1, 0, 0, 1]]] })).toEqual(triangle);
		expect(
			geometryOf({ skeleton: { 0: { x: 0.1, y: 0.2, name: 'nose', visibility: 'invisible' } } }),
		).toEqual({
			kind: 'skeleton',
			points: [{ x: 0.1, y: 0.2, name: 'nose', hidden: true }],
		});
		expect(geometryOf({ cuboid: {} })).toBeUndefined();
	});

	it('say what is missing', () => {
		expect(() => geometryOf({ boundingBox: { x: 0, y: 0, w: 1 } })).toThrow(
			'The bounding box of a label has no number "h"',
		);
		expect(() => geometryOf({ bitmask: { rleString: 'x' } })).toThrow(
			'The bitmask of a label has no number "width"',
		);
		expect(() => geometryOf({ polygons: [[[0, 0, 1]]] })).toThrow('flat list');
	});
});
