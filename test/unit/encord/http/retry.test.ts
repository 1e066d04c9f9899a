/** The repetitions of one request by themselves: waits, the total time, and what is known about earlier attempts. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { withRetries, type RawReply, type RetryPolicy } from '../../../../src/encord/http/retry';
import { NetworkError, TimeoutError } from '../../../../src/encord/wire/errors';

const reply = (status: number, headers: Record<string, string> = {}): RawReply => ({
	status,
	headers,
	body: Buffer.alloc(0),
});

/** @param answers in order; the last one repeats. `takes`: milliseconds of each attempt */
function run(
	answers: Array<RawReply | Error>,
	{ takes = 0, ...more }: Partial<RetryPolicy> & { takes?: number } = {},
) {
	let now = 5_000;
	const sleeps: number[] = [];
	const allowed: number[] = [];
	const policy: RetryPolicy = {
		safeToRepeat: true,
		totalTimeoutMs: 300_000,
		now: () => now,
		sleep: async (ms) => {
			sleeps.push(ms);
			now += ms;
		},
		...more,
	};
	const attempt = async (allowedMs: number) => {
		allowed.push(allowedMs);
		now += takes;
		const answer = answers[Math.min(allowed.length, answers.length) - 1]!;
		if (answer instanceof Error) throw answer;
		return answer;
	};
	return { sleeps, allowed, result: withRetries(attempt, policy) };
}

const randomIs = (value: number) => jest.spyOn(Math, 'random').mockReturnValue(value);
afterEach(() => {
	jest.restoreAllMocks();
});

describe('the waits', () => {
	it.each([
		[0, [3000, 6000]],
		[0.5, [3375, 6750]],
		[1, [3750, 7500]],
	])('are 0, 3 and 6 seconds and up to a quarter more (%d of it)', async (random, waits) => {
		randomIs(random);
		const { sleeps, allowed, result } = run([reply(503)]);
		expect(await result).toEqual({ reply: reply(503), mayHaveBeenApplied: true });
		expect(sleeps).toEqual(waits);
		expect(allowed).toHaveLength(4);
	});

	it('are as long as Encord asks, and up to a quarter of a second more', async () => {
		randomIs(1);
		const { sleeps, result } = run([reply(429, { 'retry-after': '7' }), reply(200)]);
		expect(await result).toEqual({ reply: reply(200), mayHaveBeenApplied: false });
		expect(sleeps).toEqual([7250]);
	});
});

describe('the total time', () => {
	it('is what is left for each attempt', async () => {
		randomIs(0);
		const { allowed, result } = run([reply(500)], { takes: 1000, totalTimeoutMs: 20_000 });
		await result;
		expect(allowed).toEqual([20_000, 19_000, 15_000, 8_000]);
	});

	it.each([
		[3000, 2],
		[3001, 3],
	])(
		'of %d ms leaves out a repetition that would begin after it',
		async (totalTimeoutMs, attempts) => {
			randomIs(0);
			const { allowed, result } = run([reply(503)], { totalTimeoutMs });
			expect(await result).toMatchObject({ reply: { status: 503 } });
			expect(allowed).toHaveLength(attempts);
		},
	);

	it('ends with a time-out when a wait took longer than planned', async () => {
		randomIs(0);
		let now = 0;
		const slow = { now: () => now, sleep: async () => void (now += 300_000) };
		await expect(run([reply(503)], slow).result).rejects.toMatchObject({
			name: 'TimeoutError',
			message: 'Encord did not answer within the total time allowed.',
			mayHaveBeenApplied: true,
		});
		now = 0;
		await expect(run([reply(429)], slow).result).rejects.toMatchObject({
			name: 'TimeoutError',
			mayHaveBeenApplied: false,
		});
	});
});

describe('what is repeated', () => {
	const failures: Array<[string, RawReply | Error, { safe: boolean; unsafe: boolean }]> = [
		[
			'a refused connection',
			new NetworkError('x', { kind: 'temporary' }),
			{ safe: true, unsafe: true },
		],
		[
			'a broken connection',
			new NetworkError('x', { kind: 'ambiguous' }),
			{ safe: true, unsafe: false },
		],
		[
			'an unknown host',
			new NetworkError('x', { kind: 'permanent' }),
			{ safe: false, unsafe: false },
		],
		['a time-out', new TimeoutError('x'), { safe: true, unsafe: false }],
		['429', reply(429), { safe: true, unsafe: true }],
		['500', reply(500), { safe: true, unsafe: false }],
		['502', reply(502), { safe: true, unsafe: false }],
		['503', reply(503), { safe: true, unsafe: false }],
		['504', reply(504), { safe: false, unsafe: false }],
		['413', reply(413), { safe: false, unsafe: false }],
		['413 with a time', reply(413, { 'retry-after': '1' }), { safe: true, unsafe: true }],
		['404', reply(404), { safe: false, unsafe: false }],
		['200', reply(200), { safe: false, unsafe: false }],
	];
	it.each(failures)('%s', async (_, failure, { safe, unsafe }) => {
		for (const [safeToRepeat, repeated] of [
			[true, safe],
			[false, unsafe],
		] as const) {
			const { allowed, result } = run([failure, reply(201)], { safeToRepeat });
			await result.catch(() => undefined);
			expect({ safeToRepeat, attempts: allowed.length }).toEqual({
				safeToRepeat,
				attempts: repeated ? 2 : 1,
			});
		}
	});

	it('is no fault of this package', async () => {
		const fault = new TypeError('a mistake of ours');
		const { allowed, result } = run([fault]);
		await expect(result).rejects.toBe(fault);
		expect(allowed).toHaveLength(1);
	});

	it('is decided after the wait, too', async () => {
		const asked: number[] = [];
		const { sleeps, allowed, result } = run([reply(429), reply(503), reply(200)], {
			mayRepeat: async () => asked.push(sleeps.length) < 2,
		});
		expect(await result).toEqual({ reply: reply(503), mayHaveBeenApplied: true });
		expect(allowed).toHaveLength(2);
		// Before the first repetition nothing is waited for.
		expect(asked).toEqual([0, 1]);
	});
});

describe('whether Encord may have done the work', () => {
	it.each([
		['a refused connection', [new NetworkError('x', { kind: 'temporary' }), reply(403)], false],
		['429', [reply(429), reply(403)], false],
		['500', [reply(500), reply(403)], true],
		['an earlier 502', [reply(502), reply(429), reply(403)], true],
		[
			'a broken connection',
			[new NetworkError('x', { kind: 'ambiguous', mayHaveBeenApplied: true }), reply(403)],
			true,
		],
	])('is known after %s', async (_, answers, mayHaveBeenApplied) => {
		expect(await run(answers).result).toEqual({ reply: reply(403), mayHaveBeenApplied });
	});

	it('is in the error, too', async () => {
		const failure = (kind: 'permanent') => new NetworkError('x', { kind });
		await expect(run([reply(500), failure('permanent')]).result).rejects.toMatchObject({
			mayHaveBeenApplied: true,
		});
		await expect(run([reply(429), failure('permanent')]).result).rejects.toMatchObject({
			mayHaveBeenApplied: false,
		});
	});
});
