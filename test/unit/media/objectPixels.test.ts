/** Where an object lies on a picture, and which pixels are its own. */
import { describe, expect, it } from '@jest/globals';
import type { Geometry } from '../../../src/geometry/geometry';
import { coverage } from '../../../src/media/picture/areaMask';
import { objectBox, visiblePart } from '../../../src/media/picture/objectBox';

const square = (x: number, y: number, side: number) => [
	{ x, y },
	{ x: x + side, y },
	{ x: x + side, y: y + side },
	{ x, y: y + side },
];
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
/** Rows of digits, one per pixel. */
const mask = (...rows: string[]): Geometry => ({
	kind: 'bitmask',
	mask: {
		width: rows[0]?.length ?? 0,
		height: rows.length,
		data: Uint8Array.from(rows.join(''), Number),
	},
});

describe('the box around an object', () => {
	it.each<[string, Geometry, ReturnType<typeof box>]>([
		['a box', { kind: 'box', x: 0.1, y: 0.2, w: 0.3, h: 0.4 }, box(20, 20, 60, 40)],
		[
			'a box, rounded half up',
			{ kind: 'box', x: 0.0025, y: 0.005, w: 0.0124, h: 0.0149 },
			box(1, 1, 2, 1),
		],
		[
			'a turned box',
			{ kind: 'rotatedBox', x: 0.25, y: 0.25, w: 0.5, h: 0.5, theta: 90 },
			box(75, 0, 50, 100),
		],
		[
			'all parts of a polygon',
			{ kind: 'polygon', polygons: [[square(0.1, 0.1, 0.1)], [square(0.6, 0.5, 0.2)]] },
			box(20, 10, 140, 60),
		],
		[
			'a line',
			{
				kind: 'polyline',
				points: [
					{ x: 0.1, y: 0.9 },
					{ x: 0.2, y: 0.3 },
				],
			},
			box(20, 30, 20, 60),
		],
		['a point', { kind: 'point', point: { x: 0.5, y: 0.25 } }, box(100, 25, 0, 0)],
		['a mask', mask('0000', '0110', '0100', '0000'), box(50, 25, 100, 50)],
	])('%s', (_, geometry, expected) => {
		expect(objectBox(geometry, 200, 100)).toEqual(expected);
	});

	it('does not exist without points or pixels', () => {
		expect(() => objectBox({ kind: 'polyline', points: [] }, 10, 10)).toThrow(
			'A label without points has no place on the picture.',
		);
		expect(() => objectBox(mask('00', '00'), 10, 10)).toThrow(
			'An empty bitmask has no place on the picture.',
		);
	});

	it('is seen as far as it lies on the picture', () => {
		expect(visiblePart(box(2, 3, 4, 5), 10, 10)).toEqual(box(2, 3, 4, 5));
		expect(visiblePart(box(-2, -3, 4, 5), 10, 10)).toEqual(box(0, 0, 2, 2));
		expect(visiblePart(box(8, 9, 4, 5), 10, 10)).toEqual(box(8, 9, 2, 1));
		expect(visiblePart(box(-2, -3, 100, 100), 10, 20)).toEqual(box(0, 0, 10, 20));
		expect(visiblePart(box(10, 12, 4, 5), 10, 10)).toEqual(box(10, 12, 0, 0));
	});
});

describe('the pixels of an object in its box', () => {
	const size = { width: 8, height: 4 };
	const rows = (covered: Uint8Array | undefined, width: number) =>
		[...(covered ?? [])].join('').match(new RegExp(`.{${width}}`, 'g'));

	it('are those of a mask of the same size', () => {
		const geometry = mask('00000000', '00110000', '00010000', '00000000');
		expect(rows(coverage(geometry, box(2, 1, 2, 2), size), 2)).toEqual(['11', '01']);
		expect(rows(coverage(geometry, box(1, 0, 4, 3), size), 4)).toEqual(['0000', '0110', '0010']);
	});

	it('are taken from a mask of another size where the middle of the pixel lies', () => {
		expect(rows(coverage(mask('10', '01'), box(0, 0, 8, 4), size), 8)).toEqual([
			'11110000',
			'11110000',
			'00001111',
			'00001111',
		]);
		expect(rows(coverage(mask('1001'.repeat(4)), box(0, 0, 8, 4), size), 8)?.[0]).toBe('01010101');
	});

	it('are those inside a polygon, without its holes', () => {
		const geometry: Geometry = {
			kind: 'polygon',
			polygons: [[square(0, 0, 1), square(0.25, 0.25, 0.5)]],
		};
		expect(rows(coverage(geometry, box(0, 0, 8, 4), size), 8)).toEqual([
			'11111111',
			'11000011',
			'11000011',
			'11111111',
		]);
		expect(rows(coverage(geometry, box(1, 1, 3, 2), size), 3)).toEqual(['100', '100']);
	});

	it('are all of a shape that fills its box or has no surface', () => {
		const shapes: Geometry[] = [
			{ kind: 'box', x: 0, y: 0, w: 1, h: 1 },
			{ kind: 'rotatedBox', x: 0, y: 0, w: 1, h: 1, theta: 30 },
			{ kind: 'polyline', points: square(0, 0, 1) },
			{ kind: 'point', point: { x: 0, y: 0 } },
			{ kind: 'skeleton', points: [] },
		];
		for (const shape of shapes) expect(coverage(shape, box(0, 0, 2, 2), size)).toBeUndefined();
	});
});
