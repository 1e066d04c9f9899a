/** Ranges of answers: which are refused, and which may stand beside each other. */
import { describe, expect, it } from '@jest/globals';
import { ContradictionError } from '../../../../src/llm/schema/parts/part';
import { rangeFields, readRange, refuseOverlaps } from '../../../../src/llm/schema/parts/ranges';

const number = { kind: 'number', whole: true, minimum: 0 };

describe('a range', () => {
	it.each([
		['frames', 'start_frame', 'end_frame'],
		['milliseconds', 'start_ms', 'end_ms'],
		['characters', 'start_character', 'end_character'],
	] as const)('of %s is read from %s and %s', (unit, start, end) => {
		expect(readRange({ [start]: 3, [end]: 5 }, unit, ['Soil'])).toEqual([3, 5]);
		expect(readRange({ [start]: 3, [end]: 3 }, unit, ['Soil'])).toEqual([3, 3]);
		expect(() => readRange({ [start]: 3, [end]: 2 }, unit, ['Soil'])).toThrow(
			new ContradictionError(['Soil'], 'The range ends at 2, before it begins at 3.'),
		);
		expect(rangeFields(unit)).toEqual([
			{
				name: start,
				shape: number,
				required: true,
				nullable: false,
				description: `First of the ${unit} it holds for, counted from 0`,
			},
			{
				name: end,
				shape: number,
				required: true,
				nullable: false,
				description: `Last of the ${unit} it holds for, included`,
			},
		]);
	});
});

describe('the ranges of answers', () => {
	const answer = (from: number, to: number, same: string) => ({
		range: [from, to] as [number, number],
		same,
	});
	const refuse = (...answers: Array<ReturnType<typeof answer>>) =>
		refuseOverlaps(answers, ['Soil']);

	it('may touch, and overlap where the answer is the same', () => {
		expect(() =>
			refuse(answer(4, 6, 'Wet'), answer(0, 3, 'Dry'), answer(7, 7, 'Dry')),
		).not.toThrow();
		expect(() =>
			refuse(answer(0, 9, 'Dry'), answer(3, 5, 'Dry'), answer(9, 12, 'Dry')),
		).not.toThrow();
		expect(() => refuse()).not.toThrow();
	});

	it('may not have two answers in one place', () => {
		const fault = (text: string) => new ContradictionError(['Soil'], text);
		expect(() => refuse(answer(3, 5, 'Wet'), answer(0, 3, 'Dry'))).toThrow(
			fault('Two different answers hold at 3: their ranges are 0–3 and 3–5.'),
		);
		// The long range is still open when the third begins.
		expect(() => refuse(answer(0, 9, 'Dry'), answer(1, 2, 'Dry'), answer(8, 8, 'Wet'))).toThrow(
			fault('Two different answers hold at 8: their ranges are 0–9 and 8–8.'),
		);
		expect(() => refuse(answer(0, 1, 'Wet'), answer(2, 9, 'Dry'), answer(5, 6, 'Wet'))).toThrow(
			fault('Two different answers hold at 5: their ranges are 2–9 and 5–6.'),
		);
	});
});
