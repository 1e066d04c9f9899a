import { describe, expect, it } from '@jest/globals';
import { BackOff } from '../../../src/agents/backOff';
import { NotFoundError, RateLimitError, ServerError } from '../../../src/encord/wire/errors';

const MINUTE = 60_000;

function clock() {
	let now = 1_000_000;
	return { now: () => now, pass: (ms: number) => (now += ms) };
}

/** For how many of n8n's polls, one a minute, a stage is left alone after a failure. */
function quietPolls(backOff: BackOff, { pass }: ReturnType<typeof clock>): number {
	for (let polls = 0; ; polls++) {
		pass(MINUTE);
		if (!backOff.isQuiet('a')) return polls;
	}
}

describe('after failures', () => {
	it('lets the next poll pass, then waits twice as long each time, up to half an hour', () => {
		const time = clock();
		const backOff = new BackOff(time.now);
		const quiet = Array.from({ length: 8 }, () => {
			backOff.failed('a', new ServerError('no'));
			expect(backOff.isQuiet('b')).toBe(false);
			return quietPolls(backOff, time);
		});
		expect(quiet).toEqual([0, 1, 3, 7, 15, 29, 29, 29]);
		backOff.succeeded('a');
		backOff.failed('a', new ServerError('no'));
		expect(quietPolls(backOff, time)).toBe(0);
	});

	it('waits as long as Encord asks', () => {
		const time = clock();
		const backOff = new BackOff(time.now);
		backOff.failed('a', new RateLimitError('too many', { retryAfterMs: 5 * MINUTE }));
		expect(quietPolls(backOff, time)).toBe(4);
	});

	it('does not wait for what time does not heal, nor after a clock was put back', () => {
		const time = clock();
		const backOff = new BackOff(time.now);
		backOff.failed('a', new NotFoundError('no stage'));
		backOff.failed('a', new Error('a fault'));
		expect(backOff.isQuiet('a')).toBe(false);
		backOff.failed('a', new ServerError('no'));
		expect(backOff.isQuiet('a')).toBe(true);
		time.pass(-MINUTE);
		expect(backOff.isQuiet('a')).toBe(false);
	});

	it('watches a poll: passes on what it returns or throws, and waits after a failure only', async () => {
		const backOff = new BackOff();
		const failure = new ServerError('no');
		const failing = async () => {
			throw failure;
		};
		await expect(backOff.watch('a', failing)).rejects.toBe(failure);
		expect(backOff.isQuiet('a')).toBe(true);
		expect(await backOff.watch('a', async () => 5)).toBe(5);
		expect(backOff.isQuiet('a')).toBe(false);
	});
});
