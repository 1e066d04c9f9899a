import { describe, expect, it } from '@jest/globals';
import { parseLeases, takeLeases, type Leases } from '../../../src/agents/lease';

const MINUTE = 60_000;
const terms = { now: 1_000_000, leaseMs: 15 * MINUTE, limit: 50 };
const tasks = (...uuids: string[]) => uuids.map((uuid) => ({ uuid }));
const all = (...uuids: string[]) => ({ tasks: tasks(...uuids), complete: true });

describe('leases of tasks', () => {
	it('hand each task out once, in the order of the stage, and again after the lease', () => {
		const first = takeLeases(all('a', 'b'), {}, terms);
		expect(first.emit).toEqual([
			{ task: { uuid: 'a' }, attempt: 1, leasedUntil: terms.now + 15 * MINUTE },
			{ task: { uuid: 'b' }, attempt: 1, leasedUntil: terms.now + 15 * MINUTE },
		]);
		const during = takeLeases(all('a', 'b', 'c'), first.leases, {
			...terms,
			now: terms.now + 15 * MINUTE - 1,
		});
		expect(during.emit.map(({ task }) => task.uuid)).toEqual(['c']);
		const after = takeLeases(all('a', 'b', 'c'), during.leases, {
			...terms,
			now: terms.now + 15 * MINUTE,
		});
		expect(after.emit.map(({ task, attempt }) => [task.uuid, attempt])).toEqual([
			['a', 2],
			['b', 2],
		]);
	});

	it('forget a task that left the stage, so that its attempts are counted anew when it comes back', () => {
		const first = takeLeases(all('a', 'b'), {}, terms);
		const left = takeLeases(all('b'), first.leases, terms);
		expect(Object.keys(left.leases)).toEqual(['b']);
		expect(takeLeases(all('a', 'b'), left.leases, terms).emit).toEqual([
			{ task: { uuid: 'a' }, attempt: 1, leasedUntil: expect.any(Number) },
		]);
	});

	it('never hand out more than the limit', () => {
		const first = takeLeases(all('a', 'b', 'c'), {}, { ...terms, limit: 2 });
		expect(first.emit.map(({ task }) => task.uuid)).toEqual(['a', 'b']);
		expect(
			takeLeases(all('a', 'b', 'c'), first.leases, { ...terms, limit: 2 }).emit.map(
				({ task }) => task.uuid,
			),
		).toEqual(['c']);
	});

	it('only cause one repetition when they are lost', () => {
		expect(takeLeases(all('a'), {}, terms).emit[0]?.attempt).toBe(1);
	});

	it('do not block a task for ever after a change of the clock or of the lease time', () => {
		const leases = { a: { until: terms.now + 15 * MINUTE + 1, attempts: 3 } };
		expect(takeLeases(all('a'), leases, terms).emit[0]?.attempt).toBe(4);
	});

	it('of tasks that an incomplete listing did not reach are kept for a limited time', () => {
		const leases: Leases = {
			far: { until: terms.now - 59 * MINUTE, attempts: 2 },
			gone: { until: terms.now - 60 * MINUTE, attempts: 9 },
		};
		const result = takeLeases({ tasks: tasks('a'), complete: false }, leases, terms);
		expect(Object.keys(result.leases).sort()).toEqual(['a', 'far']);
		expect(Object.keys(takeLeases(all('a'), leases, terms).leases)).toEqual(['a']);
	});

	it('that have ended are kept up to a number, the latest of them', () => {
		const leases: Leases = {};
		for (let index = 0; index < 1500; index++)
			leases[`t${index}`] = { until: terms.now - 1500 + index, attempts: 1 };
		leases.running = { until: terms.now + MINUTE, attempts: 1 };
		const kept = takeLeases({ tasks: [], complete: false }, leases, terms).leases;
		expect(Object.keys(kept)).toHaveLength(1001);
		expect(kept).toHaveProperty('running');
		expect(kept).toHaveProperty('t1499');
		expect(kept).not.toHaveProperty('t499');
	});

	it('of somebody else hold a task, too', () => {
		const isHeld = (uuid: string) => uuid === 'a';
		expect(
			takeLeases(all('a', 'b'), {}, { ...terms, isHeld }).emit.map(({ task }) => task.uuid),
		).toEqual(['b']);
	});

	it('do not change their arguments', () => {
		const leases = Object.freeze({ a: Object.freeze({ until: 0, attempts: 1 }) });
		expect(() => takeLeases(all('a', 'b'), leases, terms)).not.toThrow();
	});

	it('are read from storage without invalid entries', () => {
		const stored = {
			a: { until: 1, attempts: 2 },
			b: { until: 'soon', attempts: 1 },
			c: null,
			d: 5,
			e: { until: 1, attempts: 1.5 },
		};
		expect(parseLeases(stored)).toEqual({ a: { until: 1, attempts: 2 } });
		for (const nothing of [undefined, null, 'x', 3]) expect(parseLeases(nothing)).toEqual({});
	});
});
