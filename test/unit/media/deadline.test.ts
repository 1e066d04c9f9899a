/** When reading a file ends by itself: silence, too much time in all, a caller who cancels. */
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
	expect(jest.getTimerCount()).toBe(0);
	jest.useRealTimers();
});

const reasonOf = ({ signal }: Deadline) =>
	signal.aborted ? (signal.reason as Error).message : undefined;

describe('a deadline', () => {
	it('ends reading after the silence it allows, which starts anew with each byte', () => {
		const deadline = new Deadline({ idleMs: 1000, totalMs: 60_000 });
		for (let i = 0; i < 5; i++) {
			jest.advanceTimersByTime(999);
			deadline.progress();
		}
		expect(reasonOf(deadline)).toBeUndefined();
		jest.advanceTimersByTime(1000);
		expect(reasonOf(deadline)).toBe(
			'The storage or the decoder sent nothing for 1 s. Try again, or raise the silence limit.',
		);
		deadline.end();
	});

	it('does not count the time that the caller takes as silence', () => {
		const deadline = new Deadline({ idleMs: 1000, totalMs: 60_000 });
		deadline.pause();
		jest.advanceTimersByTime(30_000);
		// The next file may come meanwhile.
		deadline.progress();
		jest.advanceTimersByTime(20_000);
		deadline.resume();
		jest.advanceTimersByTime(999);
		expect(reasonOf(deadline)).toBeUndefined();
		jest.advanceTimersByTime(1);
		expect(reasonOf(deadline)).toMatch(/^The storage or the decoder sent nothing/);
		deadline.end();
	});

	it('ends reading after the time in all, however much arrives, pauses included', () => {
		const deadline = new Deadline({ idleMs: 1000, totalMs: 2500 });
		for (let i = 0; i < 4; i++) {
			jest.advanceTimersByTime(500);
			deadline.progress();
		}
		deadline.pause();
		jest.advanceTimersByTime(499);
		expect(reasonOf(deadline)).toBeUndefined();
		jest.advanceTimersByTime(1);
		expect(reasonOf(deadline)).toBe(
			'Reading the file took longer than 2.5 s. Try again, or raise the time limit.',
		);
		deadline.end();
	});

	it.each<[string, (deadline: Deadline) => void]>([
		['silence', () => jest.advanceTimersByTime(1000)],
		['the time in all', (deadline) => [deadline.pause(), jest.advanceTimersByTime(5000)]],
	])('ends with an error of its own kind: %s', (_, wait) => {
		const deadline = new Deadline({ idleMs: 1000, totalMs: 5000 });
		wait(deadline);
		expect(deadline.signal.reason).toMatchObject({ name: 'MediaError', code: 'timeout' });
		deadline.end();
	});

	it('counts the silence once, however often work goes on', () => {
		const deadline = new Deadline({ idleMs: 1000, totalMs: 60_000 });
		jest.advanceTimersByTime(600);
		deadline.resume();
		deadline.resume();
		jest.advanceTimersByTime(600);
		expect(reasonOf(deadline)).toBeUndefined();
		expect(jest.getTimerCount()).toBe(2);
		deadline.end();
	});

	it('does not begin again after its end', () => {
		const deadline = new Deadline({ idleMs: 1000, totalMs: 1000 });
		deadline.end();
		deadline.resume();
		deadline.progress();
		expect(jest.getTimerCount()).toBe(0);
		expect(deadline.signal.reason).toMatchObject({ code: 'cancelled' });
	});

	it('takes limits that are longer than a timer can be', () => {
		const deadline = new Deadline({ idleMs: 2 ** 40, totalMs: 2 ** 40 });
		jest.advanceTimersByTime(2 ** 31 - 2);
		expect(reasonOf(deadline)).toBeUndefined();
		deadline.end();
	});

	it.each(['before it begins', 'while it runs'])('ends when the caller cancels %s', (when) => {
		const caller = new AbortController();
		if (when === 'before it begins') caller.abort();
		const deadline = new Deadline({ signal: caller.signal, idleMs: 1000, totalMs: 1000 });
		caller.abort();
		expect(deadline.signal.reason).toMatchObject({
			code: 'cancelled',
			message: 'Reading the file was stopped because the execution was canceled.',
		});
		deadline.end();
	});

	it('does not listen to the caller after its end', () => {
		const caller = new AbortController();
		const deadline = new Deadline({ signal: caller.signal, idleMs: 1000, totalMs: 1000 });
		expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
		deadline.end();
		expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
		caller.abort();
		expect(reasonOf(deadline)).toBe('The file is already closed.');
	});
});
