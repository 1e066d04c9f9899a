import { describe, expect, it } from '@jest/globals';
import { HeldTasks } from '../../../src/agents/heldTasks';

describe('tasks in work', () => {
	it('are held in their stage until the time is over, or they are released', () => {
		let now = 1_000;
		const tasks = new HeldTasks(() => now);
		tasks.hold('one', ['A', 'b'], 50);
		expect(['a', 'B', 'c'].map((uuid) => tasks.isHeld('one', uuid))).toEqual([true, true, false]);
		expect(tasks.isHeld('other', 'a')).toBe(false);
		tasks.release('one', ['a']);
		expect(tasks.isHeld('one', 'A')).toBe(false);
		now += 50;
		expect(tasks.isHeld('one', 'b')).toBe(false);
	});

	it('are free again when the clock is put back', () => {
		let now = 1_000_000;
		const tasks = new HeldTasks(() => now);
		tasks.hold('one', ['a'], 50);
		now -= 1_000;
		expect(tasks.isHeld('one', 'a')).toBe(false);
	});

	it('stay held while others are held, by the clock of the computer', () => {
		const tasks = new HeldTasks();
		tasks.hold('one', ['a'], 60_000);
		tasks.hold('two', ['a', 'b'], 60_000);
		tasks.release('two', ['a']);
		expect(tasks.isHeld('one', 'a')).toBe(true);
		expect(tasks.isHeld('two', 'b')).toBe(true);
		tasks.clear();
		expect(tasks.isHeld('one', 'a')).toBe(false);
	});

	it('are forgotten when a new hold begins after their end', () => {
		let now = 0;
		const tasks = new HeldTasks(() => now);
		for (let round = 0; round < 100; round++) {
			tasks.hold('one', [`${round}`], 10);
			now += 10;
		}
		const [holds] = Object.values(tasks).filter((value) => value instanceof Map);
		expect(holds?.size).toBe(1);
	});
});
