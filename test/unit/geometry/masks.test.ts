import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';

import { clipPolygons } from '../../../src/geometry/clip';
import { maskArea, type Mask } from '../../../src/geometry/mask';
import { outlinesOfMask } from '../../../src/geometry/maskOutline';
import { coveredPixels, maskOfPolygons } from '../../../src/geometry/rasterize';
import { polygonArea, signedArea } from '../../../src/geometry/ring';
import { polygonFault } from '../../../src/geometry/validity';
import { covers, hasCrossing, polygonsInPixels } from './polygonArbitraries';

/** A mask of `#` and `.`. */
function picture(...rows: string[]): Mask {
	const data = Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0));
	return { width: rows[0]!.length, height: rows.length, data };
}

const rowsOf = ({ width, height, data }: Mask) =>
	Array.from({ length: height }, (_, y) =>
		Array.from({ length: width }, (__, x) => (data[y * width + x] ? '#' : '.')).join(''),
	);

/** Masks of all sizes up to 12 × 12, from scattered pixels to solid ones. */
const masks = fc
	.tuple(
		fc.integer({ min: 1, max: 12 }),
		fc.integer({ min: 1, max: 12 }),
		fc.integer({ min: 1, max: 9 }),
	)
	.chain(([width, height, share]) =>
		fc
			.array(fc.integer({ min: 0, max: 9 }), {
				minLength: width * height,
				maxLength: width * height,
			})
			.map((cells) => ({
				width,
				height,
				data: Uint8Array.from(cells, (cell) => Number(cell < share)),
			})),
	);

describe('outlines of a mask', () => {
	it('are the corners of a block of pixels, clockwise', () => {
		expect(outlinesOfMask(picture('....', '.##.', '.##.'))).toEqual([[[1, 1, 3, 1, 3, 3, 1, 3]]]);
	});

	it('have holes, and parts in holes', () => {
		const polygons = outlinesOfMask(picture('#####', '#...#', '#.#.#', '#...#', '#####'));
		expect(polygons.map((rings) => rings.length)).toEqual([2, 1]);
		expect(polygonFault(polygons)).toBeUndefined();
		expect(polygonArea(polygons)).toBe(17);
	});

	it('keep pixels apart that touch at a corner only', () => {
		expect(outlinesOfMask(picture('#.', '.#'))).toHaveLength(2);
	});

	it('make a hole of what pixels enclose, though two of them touch at a corner only', () => {
		const polygons = outlinesOfMask(picture('###', '#.#', '##.'));
		expect(polygons.map((rings) => rings.length)).toEqual([2]);
	});

	it('of an empty mask are none', () => expect(outlinesOfMask(picture('..'))).toEqual([]));

	it('cover exactly the pixels of the mask, for any mask', () => {
		fc.assert(
			fc.property(masks, (mask) => {
				const polygons = outlinesOfMask(mask);
				expect(rowsOf(maskOfPolygons(polygons, mask))).toEqual(rowsOf(mask));
				expect(polygonArea(polygons)).toBe(maskArea(mask));
				for (const [outline, ...holes] of polygons) {
					expect(signedArea(outline!)).toBeGreaterThan(0);
					for (const hole of holes) expect(signedArea(hole)).toBeLessThan(0);
				}
				for (const ring of polygons.flat()) {
					const corners = new Set<string>();
					for (let i = 0; i < ring.length; i += 2) corners.add(`${ring[i]},${ring[i + 1]}`);
					expect(corners.size).toBe(ring.length / 2);
				}
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the mask of polygons', () => {
	it('has the pixels whose centers are inside', () => {
		const triangle = [[[0, 0, 4, 0, 0, 4]]];
		expect(rowsOf(maskOfPolygons(triangle, { width: 4, height: 4 }))).toEqual([
			'###.',
			'##..',
			'#...',
			'....',
		]);
	});

	it('is the same as asking for each pixel, for any polygons', () => {
		fc.assert(
			fc.property(polygonsInPixels, (polygons) => {
				fc.pre(!hasCrossing(polygons));
				const window = { x: 90, y: 100, width: 200, height: 40 };
				const covered = coveredPixels(polygons, window);
				for (let y = 0; y < window.height; y += 3)
					for (let x = 0; x < window.width; x++)
						expect(covered[y * window.width + x] === 1).toBe(
							covers(polygons, window.x + x + 0.5, window.y + y + 0.5),
						);
			}),
			{ numRuns: 10 },
		);
	});

	it('fills what an outline winds around, and leaves out holes that overlap', () => {
		const star = [5, 0, 8, 10, 0, 4, 10, 4, 2, 10];
		const starMask = maskOfPolygons([[star]], { width: 10, height: 10 });
		expect(starMask.data[5 * 10 + 5]).toBe(1);
		const holes = [
			[1, 1, 5, 1, 5, 5, 1, 5],
			[3, 3, 7, 3, 7, 7, 3, 7],
		];
		const holed = maskOfPolygons([[[0, 0, 8, 0, 8, 8, 0, 8], ...holes]], { width: 8, height: 8 });
		expect(maskArea(holed)).toBe(64 - 16 - 16 + 4);
	});
});

describe('polygons cut at the edge of the picture', () => {
	it('are the same objects when they lie inside', () => {
		const polygons = [[[0, 0, 1, 0, 1, 1]]];
		expect(clipPolygons(polygons)[0]).toBe(polygons[0]);
	});

	it('keep a hole inside, open a hole on the edge, and fall into pieces', () => {
		const comb = [
			-0.5, 0.1, 0.5, 0.1, 0.5, 0.3, -0.2, 0.3, -0.2, 0.7, 0.5, 0.7, 0.5, 0.9, -0.5, 0.9,
		];
		const hole = [0.2, 0.15, 0.4, 0.15, 0.4, 0.25, 0.2, 0.25];
		const onEdge = [-0.1, 0.75, 0.1, 0.75, 0.1, 0.85, -0.1, 0.85];
		const clipped = clipPolygons([[comb, hole, onEdge]]);
		expect(clipped.map((rings) => rings.length).sort()).toEqual([1, 2]);
		expect(polygonFault(clipped)).toBeUndefined();
		expect(polygonArea(clipped)).toBeCloseTo(0.1 - 0.02 + (0.1 - 0.01), 9);
	});

	it('cover what was covered before inside of the picture, and nothing outside, for any polygons', () => {
		const frame = { x: 60, y: 80, w: 160, h: 110 };
		fc.assert(
			fc.property(polygonsInPixels, (polygons) => {
				fc.pre(!hasCrossing(polygons));
				const clipped = clipPolygons(polygons, frame);
				for (const ring of clipped.flat())
					ring.forEach((value, i) => {
						expect(value).toBeGreaterThanOrEqual(i % 2 ? 80 : 60);
						expect(value).toBeLessThanOrEqual(i % 2 ? 190 : 220);
					});
				const window = { x: 60, y: 80, width: 160, height: 110 };
				expect(coveredPixels(clipped, window)).toEqual(coveredPixels(polygons, window));
			}),
			{ numRuns: 20 },
		);
	});

	it('are cut right however they cross themselves and whatever touches the edge', () => {
		const corner = fc.integer({ min: -4, max: 12 });
		const ring = fc
			.array(fc.tuple(corner, corner), { minLength: 3, maxLength: 12 })
			.map((points) => points.flat());
		fc.assert(
			fc.property(ring, (outline) => {
				const clipped = clipPolygons([[outline]], { x: 0, y: 0, w: 8, h: 8 });
				for (const value of clipped.flat(2)) expect(value >= 0 && value <= 8).toBe(true);
				for (let y = 0.131757; y < 8; y++)
					for (let x = 0.293197; x < 8; x++) {
						const winds = clipped.filter((piece) => covers([piece], x, y)).length;
						expect(winds % 2 === 1).toBe(covers([[outline]], x, y));
					}
			}),
			{ numRuns: 2000 },
		);
	});

	it('are left out when they lie outside', () =>
		expect(clipPolygons([[[1.2, 0, 1.5, 0, 1.5, 1]]])).toEqual([]));
});
