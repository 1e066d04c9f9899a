import { describe, expect, it } from '@jest/globals';
import { SingleFlight } from '../../../src/agents/singleFlight';

describe('one piece of work per key', () => {
	it('can start again after it was released', () => {
		const flight = new SingleFlight(1000);
		const leave = flight.enter('a');
		expect(leave).toBeDefined();
		expect(flight.enter('a')).toBeUndefined();
		expect(flight.enter('b')).toBeDefined();
		leave?.();
		expect(flight.enter('a')).toBeDefined();
	});

	it('is blocked no longer than allowed, and a late release does not release another run', () => {
		let now = 0;
		const flight = new SingleFlight(1000, () => now);
		const late = flight.enter('a');
		now = 999;
		expect(flight.enter('a')).toBeUndefined();
		now = 1000;
		expect(flight.enter('a')).toBeDefined();
		late?.();
		expect(flight.enter('a')).toBeUndefined();
	});
});
