import { describe, expect, it } from '@jest/globals';
import {
	dueData,
	isFree,
	leftLease,
	parseLeases,
	takeLeases,
	type Leases,
} from '../../../src/agents/lease';

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

	it('count the tasks that somebody works on, also beyond the limit', () => {
		const held = { until: terms.now + MINUTE, attempts: 1 };
		const leases = { a: held, c: held };
		const taken = takeLeases(all('a', 'b', 'c', 'd'), leases, { ...terms, limit: 1 });
		expect(taken.emit.map(({ task }) => task.uuid)).toEqual(['b']);
		expect(taken.leased).toBe(2);
	});

	it('remember the data unit, so that Encord can be asked for the task again', () => {
		const listed = { tasks: [{ uuid: 'a', dataHash: 'data-a' }, { uuid: 'b' }], complete: true };
		const until = terms.now + 15 * MINUTE;
		expect(takeLeases(listed, {}, terms).leases).toEqual({
			a: { until, attempts: 1, data: 'data-a' },
			b: { until, attempts: 1 },
		});
	});

	it('end after the last attempt: the task is not handed out, its lease stays, and it uses up the limit', () => {
		const over = { until: terms.now - 1, attempts: 3 };
		const leases = { a: over, b: { ...over, attempts: 2 } };
		const taken = takeLeases(all('a', 'b', 'c'), leases, { ...terms, maxAttempts: 3, limit: 2 });
		expect(taken.exhausted).toEqual([{ task: { uuid: 'a' }, attempts: 3 }]);
		expect(taken.emit).toEqual([
			{ task: { uuid: 'b' }, attempt: 3, leasedUntil: terms.now + 15 * MINUTE },
		]);
		expect(taken.leases).toEqual({
			a: over,
			b: { until: terms.now + 15 * MINUTE, attempts: 3 },
		});
	});

	it('are the same object when nothing changes, so that nothing is stored', () => {
		const leases = { a: { until: terms.now + MINUTE, attempts: 1 } };
		const listed = { tasks: tasks('a'), complete: false };
		expect(takeLeases(listed, leases, terms).leases).toBe(leases);
	});

	it('of tasks that Encord was asked for and no longer has are forgotten, the running ones are not', () => {
		const leases: Leases = {
			gone: { until: terms.now, attempts: 1, data: 'asked' },
			other: { until: terms.now, attempts: 1, data: 'not asked' },
			old: { until: terms.now, attempts: 1 },
			running: { until: terms.now + 1, attempts: 1, data: 'asked' },
		};
		const listed = { tasks: [], complete: false, asked: ['asked'] };
		expect(Object.keys(takeLeases(listed, leases, terms).leases)).toEqual([
			'other',
			'old',
			'running',
		]);
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
			f: { until: 1, attempts: 1, data: 5 },
			g: { until: 1, attempts: 1, left: false },
			h: { until: 1, attempts: 0, data: 'd', left: true },
		};
		expect(parseLeases(stored)).toEqual({
			a: { until: 1, attempts: 2 },
			h: { until: 1, attempts: 0, data: 'd', left: true },
		});
		for (const nothing of [undefined, null, 'x', 3]) expect(parseLeases(nothing)).toEqual({});
	});
});

describe('a task that was given up', () => {
	const DAY = 24 * 60 * MINUTE;
	const leases = { a: leftLease(terms.now, { uuid: 'a', dataHash: 'data-a' }) };

	it('has a lease of a day, whatever the length of the others, and attempts that are counted anew', () => {
		expect(leases.a).toEqual({
			until: terms.now + DAY,
			attempts: 0,
			left: true,
			data: 'data-a',
		});
		expect(leftLease(terms.now, { uuid: 'a' })).not.toHaveProperty('data');
		const within = { ...terms, now: terms.now + DAY - 1 };
		expect(isFree({ uuid: 'a' }, leases, within)).toBe(false);
		expect(takeLeases(all('a'), leases, within).leased).toBe(1);
		const after = takeLeases(all('a'), leases, { ...terms, now: terms.now + DAY, maxAttempts: 1 });
		expect(after.emit.map(({ attempt }) => attempt)).toEqual([1]);
		expect(after.leases.a).not.toHaveProperty('left');
	});

	it('is free when its lease lasts longer than a day, as after a change of the clock', () =>
		expect(isFree({ uuid: 'a' }, leases, { ...terms, now: terms.now - 1 })).toBe(true));
});

describe('the data units to ask Encord for', () => {
	it('are those whose leases are over, the earliest first, up to a number', () => {
		const leases: Leases = {
			late: { until: 30, attempts: 1, data: 'late' },
			early: { until: 10, attempts: 1, data: 'early' },
			nameless: { until: 5, attempts: 1 },
			now: { until: 40, attempts: 1, data: 'now' },
			running: { until: 41, attempts: 1, data: 'running' },
		};
		expect(dueData(leases, 40, 9)).toEqual(['early', 'late', 'now']);
		expect(dueData(leases, 40, 2)).toEqual(['early', 'late']);
	});
});
