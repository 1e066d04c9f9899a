/** How large objects must be, how much they may overlap, and what reaches outside: at the bounds. */
import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { CheckRule } from '../../../../src/labels/reading/checkRule';
import { intersectionOverUnion } from '../../../../src/labels/reading/objectChecks';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';
import { box, imageRow } from '../fixtures';
import { add, faults, PICTURE, where } from './faults';

describe('sizes', () => {
	const at = { row: imageRow, metadata: PICTURE };
	const size = (minSide?: number, minArea?: number): CheckRule => ({
		...{ rule: 'size', ...(minSide === undefined ? {} : { minSide }) },
		...(minArea === undefined ? {} : { minArea }),
	});
	/** 8 × 6 pixels. */
	const small = add('Car', 0, box(0, 0, 0.2, 0.2));

	it.each<[Edit, CheckRule, string[]]>([
		[small, size(6), []],
		[small, size(6.01), ['0: "Car" is 8 × 6 px; a side is at least 6.01 px']],
		[small, size(undefined, 48), []],
		[small, size(undefined, 48.01), ['0: "Car" is 8 × 6 px; its area is at least 48.01 px²']],
		[small, size(7, 100), ['0: "Car" is 8 × 6 px; a side is at least 7 px']],
		[small, size(), []],
		[add('Spot', 0, { point: { 0: { x: 0.5, y: 0.5 } } }), size(5, 5), []],
		// A mask without a pixel has no box.
		[
			add('Mask', 0, {
				bitmask: encodeMask({ width: 40, height: 30, data: new Uint8Array(1200) }),
			}),
			size(5, 5),
			[],
		],
		[
			add('Line', 0, { polyline: { 0: { x: 0, y: 0 }, 1: { x: 0.5, y: 0.111 } } }),
			size(4),
			['0: "Line" is 20 × 3.3 px; a side is at least 4 px'],
		],
	])('%j by %j: %j', (edit, rule, messages) =>
		expect(where(faults([edit], [rule], at))).toEqual(messages),
	);

	it('are those of the named class only', () => {
		const thing = add('Thing', 0, box(0, 0, 0.1, 0.1));
		const rule: CheckRule = { rule: 'size', class: 'Thing', minSide: 20 };
		expect(faults([small, thing], [rule], at).map(({ class: title }) => title)).toEqual(['Thing']);
	});
});

describe('overlaps', () => {
	const at = { row: imageRow, metadata: PICTURE };
	const [a, b, c] = [box(0, 0, 0.4, 0.4), box(0, 0, 0.4, 0.2), box(0.5, 0.5, 0.4, 0.4)];
	const overlap = (max: number, more: object = {}): CheckRule => ({
		rule: 'overlap',
		max,
		...more,
	});

	it('are told for each pair, at the place of the first one', () => {
		const [first, second] = [add('Car', 0, a), add('Car', 0, b)] as Array<{ hash: string } & Edit>;
		expect(faults([first!, add('Car', 0, c), second!], [overlap(0.49)], at)).toEqual([
			{
				...{ rule: 'overlap', frame: 0, class: 'Car', hash: first!.hash },
				...{ x: expect.closeTo(0.2), y: expect.closeTo(0.2) },
				message: '"Car" and "Car" overlap by 50 %; at most 49 %',
			},
		]);
		expect(faults([first!, second!], [overlap(0.51)], at)).toEqual([]);
	});

	it('of three are three', () => {
		expect(
			faults(
				[a, a, a].map((each) => add('Car', 0, each)),
				[overlap(0.9)],
				at,
			),
		).toHaveLength(3);
	});

	it('between classes count only when they are asked for, and of the named class', () => {
		const edits = [add('Car', 0, a), add('Thing', 0, a)];
		expect(faults(edits, [overlap(0)], at)).toEqual([]);
		expect(faults(edits, [overlap(0, { acrossClasses: true })], at)).toHaveLength(1);
		expect(faults(edits, [overlap(0, { acrossClasses: true, class: 'Car' })], at)).toEqual([]);
	});

	it('of shapes are those of the boxes around them', () => {
		const lines = [0, 0.1].map((x) =>
			add('Line', 0, { polyline: { 0: { x, y: 0 }, 1: { x: x + 0.3, y: 0.5 } } }),
		);
		expect(where(faults(lines, [overlap(0.4)], at))).toEqual([
			'0: "Line" and "Line" overlap by 50 %; at most 40 %',
		]);
	});

	it.each([
		[{ x: 0, y: 0, w: 2, h: 2 }, { x: 1, y: 1, w: 2, h: 2 }, 1 / 7],
		[{ x: 0, y: 0, w: 2, h: 2 }, { x: 2, y: 0, w: 2, h: 2 }, 0],
		[{ x: 0, y: 0, w: 2, h: 2 }, { x: 0, y: 2, w: 2, h: 2 }, 0],
		[{ x: 0, y: 0, w: 2, h: 2 }, { x: 5, y: 5, w: 2, h: 2 }, 0],
		[{ x: 0, y: 0, w: 2, h: 2 }, { x: 0.5, y: 0.5, w: 1, h: 1 }, 1 / 4],
	])('of %j and %j is %d', (one, other, share) => {
		expect(intersectionOverUnion(one, other)).toBeCloseTo(share, 12);
		expect(intersectionOverUnion(other, one)).toBeCloseTo(share, 12);
	});
});

describe('what reaches outside', () => {
	const at = { row: imageRow, metadata: PICTURE };
	const outside = (edit: Edit) => where(faults([edit], [{ rule: 'outside' }], at));
	const line = (x: number, y: number) =>
		add('Line', 0, { polyline: { 0: { x: 0.5, y: 0.5 }, 1: { x, y } } });
	const reaches = ['0: "Line" reaches outside the image'];

	it.each<[number, number, string[]]>([
		[0, 0, []],
		[1, 1, []],
		[1 + 1e-10, -1e-10, []],
		[1.001, 0.5, reaches],
		[-0.001, 0.5, reaches],
		[0.5, 1.001, reaches],
		[0.5, -0.001, reaches],
	])('a line to %d, %d: %j', (x, y, messages) => expect(outside(line(x, y))).toEqual(messages));

	it('is no mask', () => {
		const data = new Uint8Array(40 * 30).fill(1);
		const mask = { bitmask: encodeMask({ width: 40, height: 30, data }) };
		expect(outside(add('Mask', 0, mask))).toEqual([]);
	});
});
