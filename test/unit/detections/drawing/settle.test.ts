/** Numbers of places as shares of the picture: which number is x, and what they count. */
import { describe, expect, it } from '@jest/globals';
import type { BoxOrder } from '../../../../src/labels/detections/formats/boxNumbers';
import { orderOf, type Scales } from '../../../../src/detections/drawing/settle';
import type { Claim, Place, Unit } from '../../../../src/detections/found';
import { by, settled } from './settling';

describe('the order of a box', () => {
	const chosen = [undefined, 'xyxy', 'yxyx', 'xywh', 'cxcywh'] as const;
	const no = (says: string) => (order: string) =>
		`The order ${order} was chosen, but the model says ${says}.`;
	const open =
		'Four numbers may be two corners, a corner and a size, or a center and a size. Choose the format.';
	const sized =
		'x and y beside a width and a height may be a corner or the center. Choose the format.';

	it.each<[string, Omit<Claim, 'by'>, (order: (typeof chosen)[number]) => string]>([
		['nothing', {}, (order) => order ?? open],
		[
			'two corners',
			{ order: 'xyxy' },
			(order) => (order === undefined || order === 'xyxy' ? 'xyxy' : no('xyxy')(order)),
		],
		[
			'two named corners',
			{ order: 'xyxy', named: true },
			(order) =>
				order === undefined || order === 'xyxy' || order === 'yxyx' ? 'xyxy' : no('xyxy')(order),
		],
		[
			'a named corner and size',
			{ order: 'xywh', named: true },
			(order) => (order === undefined || order === 'xywh' ? 'xywh' : no('xywh')(order)),
		],
		[
			'y first',
			{ order: 'yxyx', named: true },
			(order) => (order === undefined || order === 'yxyx' ? 'yxyx' : no('yxyx')(order)),
		],
		[
			'a size',
			{ sized: true },
			(order) =>
				order === undefined
					? sized
					: order === 'xywh' || order === 'cxcywh'
						? order
						: no('a width and a height')(order),
		],
		[
			'two points',
			{ corners: true },
			(order) =>
				order === undefined
					? open
					: order === 'xywh' || order === 'cxcywh'
						? no('two corners')(order)
						: order,
		],
		[
			'two named points',
			{ corners: true, named: true },
			(order) => (order === 'xywh' || order === 'cxcywh' ? no('two corners')(order) : 'xyxy'),
		],
	])('where the data says %s', (_, claim, expected) => {
		for (const order of chosen) {
			let outcome: string;
			try {
				outcome = orderOf({ ...claim, by }, order);
			} catch (error) {
				outcome = (error as Error).message;
			}
			expect([order, outcome]).toEqual([order, expected(order)]);
		}
	});
});

describe('a box', () => {
	const box = (
		numbers: Extract<Place, { kind: 'box' }>['numbers'],
		claim: Partial<Claim>,
	): Place => ({
		kind: 'box',
		numbers,
		claim: { by, ...claim },
	});
	const share = { kind: 'box', box: { x: 0.25, y: 0.5, w: 0.5, h: 0.25 } };

	it.each<[BoxOrder, [number, number, number, number]]>([
		['xyxy', [100, 100, 300, 150]],
		['yxyx', [100, 100, 150, 300]],
		['xywh', [100, 100, 200, 50]],
		['cxcywh', [200, 125, 200, 50]],
	])('in the order %s', (order, numbers) => {
		expect(settled(box(numbers, { unit: 'pixels', order }))).toEqual(share);
		expect(settled(box(numbers, { unit: 'pixels' }), { order })).toEqual(share);
	});

	it.each<[Unit | undefined, [number, number, number, number]]>([
		['pixels', [100, 100, 300, 150]],
		[undefined, [100, 100, 300, 150]],
		['fractions', [0.25, 0.5, 0.75, 0.75]],
		['percent', [25, 50, 75, 75]],
		['grid1000', [250, 500, 750, 750]],
		['grid1024', [256, 512, 768, 768]],
	])('in %s', (unit, numbers) => {
		const claim = unit === undefined ? {} : { unit };
		expect(settled(box(numbers, { ...claim, order: 'xyxy' }))).toEqual(share);
	});

	it('in pixels of a picture of unknown size is refused, in shares it is not', () => {
		const unknown = { seen: undefined, frame: undefined };
		for (const claim of [{ unit: 'pixels' }, {}] as const)
			expect(settled(box([1, 2, 30, 40], { ...claim, order: 'xyxy' }), unknown)).toBe(
				'Pixels need the size of the picture, which is not known here. Give the size, or fractions.',
			);
		expect(
			settled(box([0.25, 0.5, 0.75, 0.75], { unit: 'fractions', order: 'xyxy' }), unknown),
		).toEqual(share);
	});

	it.each<[[number, number, number, number], BoxOrder]>([
		[[100, 100, 100, 150], 'xyxy'],
		[[100, 100, 300, 100], 'xyxy'],
		[[100, 100, 90, 150], 'xyxy'],
		[[100, 100, 0, 50], 'xywh'],
		[[100, 100, 50, 0], 'cxcywh'],
		[[100, 100, 50, -1], 'cxcywh'],
	])('%j as %s has no area', (numbers, order) => {
		expect(settled(box(numbers, { unit: 'pixels', order }))).toBe(
			`The box [${numbers.join(', ')}] has no area when it is read as ${order}.`,
		);
	});

	it('within one pixel, or one part of a grid, is one of fractions', () => {
		for (const unit of ['pixels', 'grid1000'] as const) {
			const refused = (...numbers: [number, number, number, number]) =>
				settled(box(numbers, { unit, order: 'xyxy' })) ===
				`The box [${numbers.join(', ')}] is no larger than a pixel: its numbers look like fractions.`;
			expect(refused(0, 0, 1, 1)).toBe(true);
			expect(refused(0.1, 0.1, 0.4, 0.4)).toBe(true);
			expect(refused(-0.1, 0, 0.9, 1)).toBe(false);
			expect(refused(0, -0.1, 1, 0.9)).toBe(false);
			expect(refused(0, 0, 1.1, 1)).toBe(false);
			expect(refused(0, 0, 1, 1.1)).toBe(false);
		}
		for (const unit of ['percent', 'grid1024', 'fractions'] as const)
			expect(settled(box([0, 0, 1, 1], { unit, order: 'xyxy' }))).toMatchObject({ kind: 'box' });
	});

	it('with a score behind its numbers has two corners', () => {
		const scored = (order: BoxOrder) =>
			settled(box([100, 100, 300, 150], { unit: 'pixels', scored: true }), { order });
		expect(scored('xyxy')).toEqual(share);
		for (const order of ['yxyx', 'xywh', 'cxcywh'] as const)
			expect(scored(order)).toBe(
				'A box has five numbers, of which the last may be a score or an angle.',
			);
	});
});

describe('a turned box', () => {
	const turned = (theta: number, about: 'center' | 'corner'): Place => ({
		kind: 'turned',
		numbers: [100, 60, 200, 80],
		theta,
		about,
		claim: { by, unit: 'pixels', order: 'xywh' },
	});
	const pixels = (place: Place, more: Partial<Scales> = {}) =>
		(settled(place, more) as { pixels: number[] }).pixels.map(
			(value) => Math.round(value * 10) / 10 + 0,
		);

	it('turns clockwise about its center or its corner', () => {
		expect(pixels(turned(0, 'center'))).toEqual([100, 60, 300, 60, 300, 140, 100, 140]);
		expect(pixels(turned(90, 'center'))).toEqual([240, 0, 240, 200, 160, 200, 160, 0]);
		expect(pixels(turned(90, 'corner'))).toEqual([100, 60, 100, 260, 20, 260, 20, 60]);
		expect(pixels(turned(30, 'corner')).slice(0, 4)).toEqual([100, 60, 273.2, 160]);
	});

	it('turns in the pixels of the frame, whatever picture was seen', () => {
		const seen = { width: 200, height: 100 };
		expect(pixels(turned(0, 'center'), { seen })).toEqual([200, 120, 600, 120, 600, 280, 200, 280]);
	});

	it('needs the size of the frame, and so do four corners', () => {
		const reason =
			'Turned boxes need the size of the picture, which is not known here. Give the size of the picture.';
		expect(settled(turned(30, 'center'), { frame: undefined })).toBe(reason);
		const corners: Place = {
			kind: 'corners',
			ring: [0, 0, 1, 0, 1, 1, 0, 1],
			claim: { by, unit: 'fractions', order: 'xyxy' },
		};
		expect(settled(corners, { frame: undefined })).toBe(reason);
		expect(settled(corners)).toEqual({ kind: 'corners', pixels: [0, 0, 400, 0, 400, 200, 0, 200] });
	});
});
