import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';

import { maskArea, maskBox, type Mask } from '../../../../src/geometry/mask';
import { maskOfPolygons } from '../../../../src/geometry/rasterize';
import { maskFromCoco, type CocoRle } from '../../../../src/labels/detections/formats/cocoMask';
import { writePlace, type WrittenFormat } from '../../../../src/labels/export/places/writePlace';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';

const size = { width: 200, height: 100 };
const box = { x: 0.1, y: 0.2, w: 0.3, h: 0.4 };
/** 60 × 20 pixels around (100, 50), turned by 90 degrees: 20 × 60 pixels. */
const turned = { rotatableBoundingBox: { x: 0.35, y: 0.4, w: 0.3, h: 0.2, theta: 90 } };

/** What the formats write, seen as one type. */
interface Annotation {
	bbox: [number, number, number, number];
	area: number;
	segmentation: number[][] & CocoRle;
	iscrowd: number;
	bndbox: { [side: string]: number };
}

/** Without the noise of floating-point numbers. */
const plain = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (_, each: unknown) =>
			typeof each === 'number' ? Number(each.toFixed(9)) : each,
		),
	);

/** What is written in this format, on a picture of 200 × 100 pixels; fails when nothing is. */
function written(coordinates: object, format: WrittenFormat): Annotation {
	const result = writePlace(coordinates as never, format, 'pixels', size, NAMES);
	if ('reason' in result) throw new Error(result.reason);
	return plain(result.written) as Annotation;
}

function reason(coordinates: object, format: WrittenFormat): string | undefined {
	const result = writePlace(coordinates as never, format, 'pixels', size, NAMES);
	return 'reason' in result ? result.reason : undefined;
}

/** Polygons in pixels as Encord has them. */
const polygon = (...polygons: number[][][]) => ({
	polygons: polygons.map((rings) =>
		rings.map((ring) => ring.map((value, i) => value / (i % 2 ? size.height : size.width))),
	),
});

const square = (x: number, y: number, side: number) => [
	x,
	y,
	x + side,
	y,
	x + side,
	y + side,
	x,
	y + side,
];

/** The points of the skeleton's template. */
const NAMES = ['nose', 'ear', 'tail'];

const bitmask = (mask: Mask) => ({ bitmask: encodeMask(mask) });
const skeleton = (...points: object[]) => ({ skeleton: { ...points } });

describe('boxes for other tools', () => {
	it.each([
		['xyxy', 'pixels', [20, 20, 80, 60]],
		['yolo', 'pixels', [0.25, 0.4, 0.3, 0.4]],
		['yoloObb', 'pixels', [0.1, 0.2, 0.4, 0.2, 0.4, 0.6, 0.1, 0.6]],
		['yoloSegment', 'pixels', [0.1, 0.2, 0.4, 0.2, 0.4, 0.6, 0.1, 0.6]],
		['pascalVoc', 'fractions', { bndbox: { xmin: 20, ymin: 20, xmax: 80, ymax: 60 } }],
		['coco', 'fractions', { bbox: [20, 20, 60, 40], segmentation: [], area: 2400, iscrowd: 0 }],
	] as const)('%s', (format, scale, expected) => {
		const result = writePlace({ boundingBox: box }, format, scale, size);
		expect(plain(result)).toEqual({ written: expected });
	});

	it('end at the edge of the picture', () => {
		const over = { boundingBox: { x: -0.1, y: 0.5, w: 0.3, h: 0.7 } };
		expect(written(over, 'coco')).toMatchObject({ bbox: [0, 50, 40, 50], area: 2000 });
		expect(written(over, 'yolo')).toEqual([0.1, 0.75, 0.2, 0.5]);
		expect(written(over, 'pascalVoc').bndbox).toEqual({ xmin: 0, ymin: 50, xmax: 40, ymax: 100 });
	});

	it('of Pascal VOC are whole pixels around the object', () => {
		const { bndbox } = written(polygon([[10.4, 10.2, 20.3, 10.2, 20.3, 12.1]]), 'pascalVoc');
		expect(bndbox).toEqual({ xmin: 10, ymin: 10, xmax: 21, ymax: 13 });
	});
});

describe('rotated boxes for other tools', () => {
	it('have the box around them, their own area, and their corners', () => {
		expect(written(turned, 'xyxy')).toEqual([90, 20, 110, 80]);
		expect(written(turned, 'yolo')).toEqual([0.5, 0.5, 0.1, 0.6]);
		expect(written(turned, 'yoloObb')).toEqual([0.55, 0.2, 0.55, 0.8, 0.45, 0.8, 0.45, 0.2]);
		const slanted = {
			rotatableBoundingBox: { ...turned.rotatableBoundingBox, theta: 45 },
		};
		const { bbox, area, segmentation, iscrowd } = written(slanted, 'coco');
		expect([area, iscrowd, segmentation[0]!.length]).toEqual([1200, 0, 8]);
		expect(bbox[2]).toBeCloseTo(80 * Math.SQRT1_2, 5);
	});

	it('have the area on the picture where they reach over its edge, and no row of four corners', () => {
		const over = { rotatableBoundingBox: { x: -0.15, y: 0.4, w: 0.3, h: 0.2, theta: 90 } };
		expect(written(over, 'coco')).toMatchObject({ bbox: [0, 20, 10, 60], area: 600 });
		expect(reason(over, 'yoloObb')).toContain('over the edge');
	});
});

describe('polygons for other tools', () => {
	it('have one list of corners per part, and one area', () => {
		const parts = polygon([square(10, 10, 20)], [square(60, 40, 30)]);
		expect(written(parts, 'coco')).toEqual({
			bbox: [10, 10, 80, 60],
			area: 1300,
			segmentation: [square(10, 10, 20), square(60, 40, 30)],
			iscrowd: 0,
		});
		expect(reason(parts, 'yoloSegment')).toContain('2 parts');
		expect(written(parts, 'yolo')).toEqual([0.25, 0.4, 0.4, 0.6]);
	});

	it('with holes are run lengths in COCO, so that the hole stays open', () => {
		const holed = polygon([square(10, 10, 80), square(40, 40, 20)]);
		const { segmentation, ...rest } = written(holed, 'coco');
		expect(rest).toEqual({ bbox: [10, 10, 80, 80], area: 6000, iscrowd: 0 });
		const mask = maskFromCoco(segmentation);
		expect(maskArea(mask)).toBe(6000);
		expect(mask.data[50 * 200 + 50]).toBe(0);
		expect(reason(holed, 'yoloSegment')).toContain('holes');
	});

	it('that cross or overlap count each pixel once', () => {
		const overlapping = polygon([square(10, 10, 20)], [square(20, 20, 20)]);
		const { area, segmentation } = written(overlapping, 'coco');
		expect([area, maskArea(maskFromCoco(segmentation))]).toEqual([700, 700]);
		const eight = polygon([[10, 10, 50, 50, 50, 10, 10, 50]]);
		expect(written(eight, 'coco').area).toBeGreaterThan(700);
		expect(reason(eight, 'yoloSegment')).toContain('crosses');
	});

	it('agree with their own segmentation, whatever they are', () => {
		const corner = fc.tuple(fc.integer({ min: -20, max: 220 }), fc.integer({ min: -20, max: 120 }));
		const ring = fc.array(corner, { minLength: 3, maxLength: 8 }).map((points) => points.flat());
		const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 2 }), {
			minLength: 1,
			maxLength: 2,
		});
		fc.assert(
			fc.property(polygons, (parts) => {
				const result = writePlace(polygon(...parts) as never, 'coco', 'pixels', size);
				if ('reason' in result) return;
				const { segmentation, area, bbox, iscrowd } = result.written as Annotation;
				expect(iscrowd).toBe(0);
				const mask = Array.isArray(segmentation)
					? maskOfPolygons(
							segmentation.map((outline: number[]) => [outline]),
							size,
						)
					: maskFromCoco(segmentation);
				const covered = maskBox(mask);
				// A center at most half a pixel from each side: the area by pixels is off by the length of the outline at most.
				expect(Math.abs(maskArea(mask) - area)).toBeLessThanOrEqual(2 * (bbox[2] + bbox[3]) * 8);
				if (covered === undefined) return;
				expect(covered.x).toBeGreaterThanOrEqual(bbox[0] - 1);
				expect(covered.x + covered.w).toBeLessThanOrEqual(bbox[0] + bbox[2] + 1);
				expect(bbox[0]).toBeGreaterThanOrEqual(0);
				expect(bbox[1] + bbox[3]).toBeLessThanOrEqual(size.height);
			}),
			{ numRuns: 60 },
		);
	});
});

describe('masks for other tools', () => {
	const mask = maskOfPolygons([[square(30, 20, 10)], [square(60, 20, 5)]], size);

	it('are run lengths of one object', () => {
		const { segmentation, ...rest } = written(bitmask(mask), 'coco');
		expect(rest).toEqual({ bbox: [30, 20, 35, 10], area: 125, iscrowd: 0 });
		expect(maskFromCoco(segmentation)).toEqual(mask);
		expect(written(bitmask(mask), 'pascalVoc').bndbox).toEqual({
			xmin: 30,
			ymin: 20,
			xmax: 65,
			ymax: 30,
		});
	});

	it('of one part are an outline', () => {
		const one = maskOfPolygons([[square(40, 20, 10)]], size);
		expect(written(bitmask(one), 'yoloSegment')).toEqual([
			0.2, 0.2, 0.25, 0.2, 0.25, 0.3, 0.2, 0.3,
		]);
		expect(reason(bitmask(mask), 'yoloSegment')).toContain('2 parts');
	});
});

describe('skeletons for other tools', () => {
	const nose = { x: 0.2, y: 0.3, name: 'nose', visibility: 'visible' };
	const ear = { x: 0.4, y: 0.5, name: 'ear', visibility: 'occluded' };
	const tail = { x: 0.9, y: 0.9, name: 'tail', visibility: 'invisible' };

	it('have keypoints with their visibility; what is invisible has no place', () => {
		expect(written(skeleton(nose, ear, tail), 'coco')).toEqual({
			bbox: [40, 30, 40, 20],
			area: 800,
			segmentation: [],
			iscrowd: 0,
			keypoints: [40, 30, 2, 80, 50, 1, 0, 0, 0],
			num_keypoints: 2,
		});
		expect(written(skeleton(nose, ear, tail), 'yoloPose')).toEqual([
			0.3, 0.4, 0.2, 0.2, 0.2, 0.3, 2, 0.4, 0.5, 1, 0, 0, 0,
		]);
	});

	it('have all points of the template in its order, whichever the label has', () => {
		expect(written(skeleton(tail, ear, nose), 'coco')).toMatchObject({
			keypoints: [40, 30, 2, 80, 50, 1, 0, 0, 0],
		});
		const visibleTail = { ...tail, visibility: 'visible' };
		expect(written(skeleton(visibleTail, nose), 'coco')).toMatchObject({
			keypoints: [40, 30, 2, 0, 0, 0, 180, 90, 2],
			num_keypoints: 2,
		});
	});

	it('are refused with the reason where it is open which point is which', () => {
		const unnamed = { x: 0.4, y: 0.5, visibility: 'occluded' };
		const noPoint = (name: string) => `The skeleton's template has no point "${name}".`;
		for (const format of ['coco', 'yoloPose'] as const) {
			expect(reason(skeleton(nose, unnamed), format)).toBe(noPoint(''));
			expect(reason(skeleton(nose, { ...ear, name: 'horn' }), format)).toBe(noPoint('horn'));
			expect(reason(skeleton(ear, ear), format)).toBe('It has a point twice.');
			expect(writePlace(skeleton(ear) as never, format, 'pixels', size)).toEqual({
				reason: 'The ontology has no template for this skeleton, so its order is not known.',
			});
		}
	});

	it('are nothing where it is open which point is which', () => {
		expect(reason(skeleton(nose, { ...ear, name: 'horn' }), 'coco')).toContain('no point "horn"');
		expect(reason(skeleton(nose, nose, ear), 'yoloPose')).toContain('twice');
		const unknown = writePlace(skeleton(nose, ear) as never, 'coco', 'pixels', size);
		expect(unknown).toMatchObject({ reason: expect.stringContaining('no template') });
		expect(written(skeleton(nose, ear), 'yolo')).toEqual([0.3, 0.4, 0.2, 0.2]);
	});

	it.each([
		['no visible point', skeleton(tail), 'No point is on the picture.'],
		['one visible point', skeleton(nose, tail), 'on a line'],
		['points beside each other', skeleton(nose, { ...ear, y: nose.y }), 'on a line'],
		['points above each other', skeleton(nose, { ...ear, x: nose.x }), 'on a line'],
	])('are nothing with %s', (_what, place, why) => expect(reason(place, 'coco')).toContain(why));
});

describe('a place that a format cannot have says why', () => {
	const point = { point: { 0: { x: 0.5, y: 0.5 } } };
	const line = { polyline: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.4 } } };
	const level = { polyline: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.1 } } };
	const empty = { width: 200, height: 100, data: new Uint8Array(20_000) };
	const outside = { boundingBox: { x: 1.1, y: 0, w: 0.1, h: 0.1 } };
	const cuboid = { cuboid: { position: [1, 2, 3], orientation: [0, 0, 0], size: [1, 1, 1] } };
	it.each([
		['a point', point, 'coco', 'A point has no box'],
		['a point', point, 'yolo', 'no width'],
		['a point', point, 'pascalVoc', 'no width'],
		['a point', point, 'xyxy', 'no width'],
		['a line', line, 'coco', 'COCO has no lines'],
		['a level line', level, 'pascalVoc', 'no height'],
		['an empty mask', bitmask(empty), 'coco', 'No pixel'],
		['an empty mask', bitmask(empty), 'yolo', 'No pixel'],
		[
			'a mask of another picture',
			bitmask({ width: 2, height: 1, data: Uint8Array.of(1, 1) }),
			'coco',
			'2 × 1',
		],
		['a box outside', outside, 'yolo', 'outside of the picture'],
		['a box of no width', { boundingBox: { x: 0.1, y: 0.1, w: 0, h: 0.4 } }, 'coco', 'no area'],
		[
			'a sliver between the pixels',
			polygon([square(10.1, 10.1, 0.2), square(10.15, 10.15, 0.1)]),
			'coco',
			'no pixel',
		],
		['a polygon', polygon([square(10, 10, 20)]), 'yoloObb', 'Only boxes'],
		['a box', { boundingBox: box }, 'yoloPose', 'Only skeletons'],
		['a cuboid', cuboid, 'coco', 'not in the plane'],
		['a box without numbers', { boundingBox: { x: 0.1 } }, 'coco', 'no number'],
		[
			'a mask with too many runs',
			{ bitmask: { width: 2, height: 1, rleString: '09' } },
			'coco',
			'do not fit',
		],
	] as const)('%s (%#)', (_what, place, format, why) =>
		expect(reason(place, format)).toContain(why),
	);

	it('a picture of unknown size', () => {
		const unknown = { reason: 'The size of the picture is not known.' };
		for (const format of ['coco', 'yolo', 'pascalVoc', 'xyxy'] as const)
			expect(writePlace({ boundingBox: box }, format, 'pixels', undefined)).toEqual(unknown);
		expect(writePlace(turned, 'xyxy', 'fractions', undefined)).toEqual(unknown);
		expect(writePlace({ boundingBox: box }, 'xywh', 'fractions', undefined)).toEqual({
			written: [0.1, 0.2, 0.3, 0.4],
		});
	});
});
