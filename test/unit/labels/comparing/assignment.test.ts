import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { bestPairs, type Candidate } from '../../../../src/labels/comparing/pairing/assignment';

const pair = (
	a: number,
	b: number,
	likeness: number,
	sameClass = true,
	sameHash = false,
): Candidate => ({ a, b, likeness, sameClass, sameHash });
const chosen = (candidates: Candidate[]) =>
	bestPairs(candidates)!
		.map(({ a, b }) => `${a}-${b}`)
		.sort();

describe('pairs', () => {
	it('take the greatest likeness in all, not the greatest first', () => {
		// Taking 0-0 first would leave 1-1 with 0.1: 1.0 in all against 1.6.
		expect(chosen([pair(0, 0, 0.9), pair(0, 1, 0.8), pair(1, 0, 0.8), pair(1, 1, 0.1)])).toEqual([
			'0-1',
			'1-0',
		]);
	});

	it('are as many as possible', () => {
		expect(chosen([pair(0, 0, 0.95), pair(0, 1, 0.5), pair(1, 0, 0.5)])).toEqual(['0-1', '1-0']);
	});

	it('prefer the same class, however alike one of another class is', () => {
		expect(chosen([pair(0, 0, 0.6), pair(0, 1, 0.99, false)])).toEqual(['0-0']);
		expect(chosen([pair(0, 0, 0.6), pair(0, 1, 0.9, false), pair(1, 0, 0.9, false)])).toEqual([
			'0-0',
		]);
	});

	it('decide a tie by the hash, and then by the order', () => {
		const tie = (hash: boolean) => [
			pair(0, 0, 1, true, false),
			pair(0, 1, 1, true, hash),
			pair(1, 0, 1, true, hash),
			pair(1, 1, 1, true, false),
		];
		expect(chosen(tie(true))).toEqual(['0-1', '1-0']);
		expect(chosen(tie(false))).toEqual(['0-0', '1-1']);
	});

	it('of nothing are none', () => expect(bestPairs([])).toEqual([]));

	const candidates = fc
		.uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), { selector: String, maxLength: 14 })
		.chain((places) =>
			fc.tuple(
				...places.map(([a, b]) =>
					fc
						.tuple(fc.integer({ min: 1, max: 100 }), fc.boolean())
						.map(([likeness, sameClass]) => pair(a, b, likeness / 100, sameClass)),
				),
			),
		);
	/** Same class, number, likeness: what is best, found by trying everything. */
	const best = (list: Candidate[]): [number, number, number] => {
		const [first, ...rest] = list;
		if (!first) return [0, 0, 0];
		const skipped = best(rest);
		const others = best(rest.filter(({ a, b }) => a !== first.a && b !== first.b));
		const taken: [number, number, number] = [
			others[0] + (first.sameClass ? 1 : 0),
			others[1] + 1,
			others[2] + first.likeness,
		];
		const at = taken.findIndex((value, i) => Math.abs(value - skipped[i]!) > 1e-9);
		return at >= 0 && taken[at]! > skipped[at]! ? taken : skipped;
	};
	const rated = (list: Candidate[]) => [
		list.filter(({ sameClass }) => sameClass).length,
		list.length,
		list.reduce((sum, { likeness }) => sum + likeness, 0),
	];

	it('are the best of all there can be, one to one, whichever side is first', () => {
		fc.assert(
			fc.property(candidates, (list) => {
				const found = bestPairs(list)!;
				expect(new Set(found.map(({ a }) => a)).size).toBe(found.length);
				expect(new Set(found.map(({ b }) => b)).size).toBe(found.length);
				const wanted = best(list).map((value) => expect.closeTo(value, 6));
				expect(rated(found)).toEqual(wanted);
				const turned = bestPairs(list.map((one) => ({ ...one, a: one.b, b: one.a })))!;
				expect(rated(turned)).toEqual(wanted);
			}),
			{ numRuns: 500 },
		);
	});

	it('of hundreds of objects over each other are found in time', () => {
		const list = Array.from({ length: 300 }, (_, a) =>
			Array.from({ length: 300 }, (__, b) => pair(a, b, ((a * 7 + b * 13) % 97) / 100 + 0.01)),
		).flat();
		expect(bestPairs(list)).toHaveLength(300);
	});

	it('of too many are refused', () => {
		const list = Array.from({ length: 1_501 }, (_, a) => [pair(a, 0, 1), pair(a, 1, 1)]).flat();
		expect(bestPairs(list)).toBeUndefined();
	});
});
