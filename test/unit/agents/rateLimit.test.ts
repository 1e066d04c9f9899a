import { describe, expect, it } from '@jest/globals';
import { RateLimit } from '../../../src/agents/rateLimit';

describe('a limit per minute', () => {
	it('allows as much at once, and then as often as a minute allows', () => {
		let now = 0;
		const limit = new RateLimit(() => now);
		expect(Array.from({ length: 6 }, () => limit.use('a', 6))).toEqual([0, 0, 0, 0, 0, 0]);
		expect(limit.use('a', 6)).toBe(10);
		now = 4000;
		expect(limit.use('a', 6)).toBe(6);
		now = 10_000;
		expect([limit.use('a', 6), limit.use('a', 6)]).toEqual([0, 10]);
		now = 3_600_000;
		expect(Array.from({ length: 7 }, () => limit.use('a', 6))).toEqual([0, 0, 0, 0, 0, 0, 10]);
	});

	it('counts each key for itself, and forgets those that were not used for the longest time', () => {
		const limit = new RateLimit(() => 0, 2);
		expect([limit.use('a', 1), limit.use('b', 1), limit.use('a', 1)]).toEqual([0, 0, 60]);
		limit.use('c', 1);
		expect([limit.use('a', 1), limit.use('b', 1)]).toEqual([60, 0]);
	});
});
