/** The size of the picture that a model saw, at its limits. */
import { describe, expect, it } from '@jest/globals';
import type { Detection, Place } from '../../../../src/detections/found';
import { dependsOnSize, refuseSizes, seenSize } from '../../../../src/detections/reading/seenSize';
import { detection, outcome } from '../readings';

describe('the picture that a model saw', () => {
	const frame = { width: 400, height: 200 };
	const seen = (said: Detection['seen'], chosen = {}, actual: typeof frame | 'unknown' = frame) =>
		outcome(() =>
			seenSize(
				detection(said === undefined ? {} : { seen: said }),
				chosen,
				actual === 'unknown' ? undefined : actual,
			),
		);
	const half = { width: 200, height: 100 };

	it('is the frame where nobody says a size, the choice, or what the data says', () => {
		expect(seen(undefined)).toEqual(frame);
		expect(seen(undefined, {}, 'unknown')).toBeUndefined();
		expect(seen({ width: '', height: null })).toEqual(frame);
		expect(seen(undefined, { imageWidth: 200, imageHeight: 100 })).toEqual(half);
		expect(seen(undefined, { imageWidth: 7, imageHeight: 9 }, 'unknown')).toEqual({
			width: 7,
			height: 9,
		});
		expect(seen({ width: '200', height: 100 })).toEqual(half);
		expect(seen(half, { imageWidth: 200, imageHeight: 100 })).toEqual(half);
	});

	it('is said by sides in the order that fits the frame', () => {
		expect(seen({ sides: [200, 100] })).toEqual(half);
		expect(seen({ sides: [100, 200] })).toEqual(half);
		expect(seen({ sides: [100, 200] }, {}, 'unknown')).toEqual({ width: 100, height: 200 });
		expect(
			outcome(() =>
				seenSize(detection({ seen: { sides: [100, 200] } }), {}, { width: 50, height: 100 }),
			),
		).toEqual({ width: 100, height: 200 });
		expect(
			outcome(() =>
				seenSize(detection({ seen: { sides: [90, 90] } }), {}, { width: 50, height: 50 }),
			),
		).toEqual({ width: 90, height: 90 });
	});

	it.each<[object, string]>([
		[{ width: 200 }, 'width 200 and the height undefined'],
		[{ height: 200 }, 'width undefined and the height 200'],
		[{ width: 0, height: 200 }, 'width 0 and the height 200'],
		[{ width: 200, height: 0 }, 'width 200 and the height 0'],
		[{ width: 'wide', height: 200 }, 'width wide and the height 200'],
		[{ width: Infinity, height: 200 }, 'width Infinity and the height 200'],
		[{ width: 200, height: Infinity }, 'width 200 and the height Infinity'],
	])('is no size: %j', (said, words) => {
		expect(seen(said)).toBe(`The data says the ${words} of the picture; expected both, above 0.`);
		const { width: imageWidth, height: imageHeight } = said as { width?: number; height?: number };
		expect(seen(undefined, { imageWidth, imageHeight })).toBe(
			`The choice says the ${words} of the picture; expected both, above 0.`,
		);
	});

	it('is not said twice in different sizes', () => {
		for (const [imageWidth, imageHeight] of [
			[200, 101],
			[201, 100],
		] as const)
			expect(seen(half, { imageWidth, imageHeight })).toBe(
				`The picture was chosen as ${imageWidth} × ${imageHeight}, but the data says 200 × 100.`,
			);
	});

	it('has the shape of the frame, within one pixel of each side', () => {
		for (const [width, height] of [
			[201, 100],
			[199, 100],
			[200, 101],
			[200, 99],
			[203, 100],
			[640, 320],
			[641, 320],
		] as const)
			expect(seen({ width, height })).toEqual({ width, height });
		for (const [width, height] of [
			[204, 100],
			[196, 100],
			[200, 102],
			[200, 98],
			[100, 200],
			[320, 320],
		] as const)
			expect([width, height, seen({ width, height })]).toEqual([
				width,
				height,
				`The model saw a picture of ${width} × ${height}, this one is 400 × 200: whether it was stretched, padded, cut or turned is a guess. Give numbers for a picture of this shape.`,
			]);
	});

	it('decides about places in pixels, angles and masks', () => {
		const place = (kind: string, unit?: string) =>
			({ kind, claim: { by: '', ...(unit ? { unit } : {}) } }) as unknown as Place;
		for (const kind of ['box', 'outline', 'line', 'points', 'keypoints'])
			expect([
				dependsOnSize(place(kind, 'pixels')),
				dependsOnSize(place(kind, 'fractions')),
				dependsOnSize(place(kind)),
			]).toEqual([true, false, false]);
		for (const kind of ['mask', 'turned', 'corners', 'circle'])
			expect(dependsOnSize(place(kind, 'fractions'))).toBe(true);
		for (const kind of ['encord', 'unread'])
			expect(dependsOnSize(place(kind, 'pixels'))).toBe(false);
	});

	it('has one size on all frames of a detection', () => {
		const sizes = [
			frame,
			frame,
			{ width: 400, height: 201 },
			{ width: 401, height: 200 },
			undefined,
		];
		const check = (...frames: number[]) => outcome(() => refuseSizes(frames, (at) => sizes[at]));
		for (const frames of [[], [2], [0, 1], [4, 4]]) expect(check(...frames)).toBeUndefined();
		const words = (first: string, at: number, other: string) =>
			`The detection is on the frames 0 and ${at}, which have ${first} and ${other} pixels. Give each of them its own numbers.`;
		expect(check(0, 1, 2)).toBe(words('400 × 200', 2, '400 × 201'));
		expect(check(0, 3)).toBe(words('400 × 200', 3, '401 × 200'));
		expect(check(0, 4)).toBe(words('400 × 200', 4, 'an unknown number of'));
		expect(check(4, 0)).toBe(
			words('an unknown number of', 4, '400 × 200').replace('0 and 4', '4 and 0'),
		);
	});
});
