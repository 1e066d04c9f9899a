/** Asking a model: when it is asked again, what that costs, and what is asked only once. */
import { describe, expect, it } from '@jest/globals';
import { AnswerCache, requestKey } from '../../../../src/llm/model/answerCache';
import { askModel, type ModelAccess } from '../../../../src/llm/model/askModel';
import { Budget, BudgetError, estimatedTokens } from '../../../../src/llm/model/budget';
import {
	ModelError,
	type LanguageModel,
	type ModelReply,
	type ModelRequest,
} from '../../../../src/llm/model/model';

const question = (text = 'Which bird?', picture = [1, 2, 3]): ModelRequest => ({
	messages: [
		{ role: 'system', parts: [{ text: 'Answer with JSON.' }] },
		{
			role: 'user',
			parts: [
				{ text },
				{
					picture: {
						bytes: Uint8Array.from(picture),
						mimeType: 'image/png',
						width: 300,
						height: 200,
					},
				},
			],
		},
	],
	schema: { type: 'object' },
});

/** A model that gives these replies or errors one after the other, then the last one again. */
function scripted(...script: Array<ModelReply | Error>): LanguageModel & { calls: number } {
	const model = {
		id: 'toy',
		calls: 0,
		ask: async () => {
			const next = script[Math.min(model.calls++, script.length - 1)]!;
			if (next instanceof Error) throw next;
			return await Promise.resolve(next);
		},
	};
	return model;
}

function access(more: Partial<ModelAccess> = {}): ModelAccess & { waits: number[] } {
	const waits: number[] = [];
	return {
		budget: new Budget(),
		sleep: async (ms) => {
			waits.push(ms);
			return await Promise.resolve();
		},
		...more,
		waits,
	};
}

const reply: ModelReply = { content: '{"Bird": "Gull"}', tokens: { input: 100, output: 20 } };

describe('asking a model', () => {
	it('waits as long as the provider asks, and tries again', async () => {
		const model = scripted(
			new ModelError('slow down', 429, 2_500),
			new ModelError('down', 503),
			reply,
		);
		const given = access();
		expect(await askModel(model, question(), given)).toEqual({ reply, known: false });
		expect(given.waits).toEqual([2_500, 4_000]);
	});

	it.each([undefined, 408, 429, 500, 599])('tries again after the status %p', async (status) => {
		const given = access();
		const model = scripted(new ModelError('gone', status), reply);
		expect(await askModel(model, question(), given)).toEqual({ reply, known: false });
		expect(given.waits).toEqual([1_000]);
	});

	it.each([
		['a refusal', new ModelError('no such model', 404)],
		['a wait of an hour', new ModelError('slow down', 429, 3_600_000)],
		['an error of our own', new TypeError('x is undefined')],
	])('does not ask again after %s', async (_, error) => {
		const model = scripted(error, reply);
		await expect(askModel(model, question(), access())).rejects.toBe(error);
		expect(model.calls).toBe(1);
	});

	it('gives up after four tries', async () => {
		const model = scripted(new ModelError('down', 500));
		await expect(askModel(model, question(), access())).rejects.toThrow('down');
		expect(model.calls).toBe(4);
	});

	it('makes no call after the user stopped', async () => {
		const stop = new AbortController();
		const model = scripted(new ModelError('down', 500));
		const given = access({
			signal: stop.signal,
			sleep: async () => await Promise.resolve(stop.abort()),
		});
		await expect(askModel(model, question(), given)).rejects.toThrow(/abort/i);
		expect(model.calls).toBe(1);
	});

	it('pays for the calls that were answered, as the provider counts them', async () => {
		const budget = new Budget({}, { inputPerMillion: 10, outputPerMillion: 100 });
		await askModel(scripted(new ModelError('down', 500), reply), question(), access({ budget }));
		expect(budget.spending).toEqual({ calls: 1, tokens: { input: 100, output: 20 }, money: 0.003 });
	});
});

describe('the budget', () => {
	it('stops before the call that would go over it', async () => {
		const model = scripted(reply);
		const given = access({ budget: new Budget({ calls: 2 }) });
		await askModel(model, question('a'), given);
		await askModel(model, question('b'), given);
		await expect(askModel(model, question('c'), given)).rejects.toThrow(BudgetError);
		expect(model.calls).toBe(2);
	});

	it('holds for calls that run at the same time', async () => {
		const prices = { inputPerMillion: 1_000, outputPerMillion: 1_000 };
		const { input, output } = estimatedTokens(question());
		const one = (input + output) / 1_000;
		const model = scripted({ content: 'x' });
		const given = access({ budget: new Budget({ money: one * 3.5 }, prices) });
		const outcomes = await Promise.allSettled(
			['a', 'b', 'c', 'd', 'e', 'f'].map(
				async (letter) => await askModel(model, question(`Which bird${letter}`), given),
			),
		);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
		expect(model.calls).toBe(3);
	});

	it('needs prices for a limit of money', () =>
		expect(() => new Budget({ money: 5 })).toThrow('prices'));

	it('counts a picture by its size', () => {
		const small = estimatedTokens(question());
		const large = question();
		const part = large.messages[1]!.parts[1]!;
		if ('picture' in part) Object.assign(part.picture, { width: 3_000, height: 2_000 });
		expect(estimatedTokens(large).input - small.input).toBe(8_000 - 85);
	});
});

describe('the cache', () => {
	it('asks once for one question, also when it comes twice at the same time', async () => {
		const model = scripted(reply);
		const given = access({ cache: new AnswerCache() });
		const both = await Promise.all([
			askModel(model, question(), given),
			askModel(model, question(), given),
		]);
		expect(both.map(({ known }) => known)).toEqual([false, true]);
		expect((await askModel(model, question(), given)).known).toBe(true);
		expect(model.calls).toBe(1);
	});

	it.each<[string, ModelRequest, string]>([
		['text', question('Which tree?'), 'toy'],
		['picture', question('Which bird?', [1, 2, 4]), 'toy'],
		['schema', { ...question(), schema: { type: 'array' } }, 'toy'],
		['model', question(), 'another'],
	])('knows nothing of another %s', (_, other, id) => {
		const model = scripted(reply);
		expect(requestKey({ ...model, id }, other)).not.toBe(requestKey(model, question()));
	});

	it('does not keep a failure', async () => {
		const model = scripted(new ModelError('no', 400), reply);
		const given = access({ cache: new AnswerCache() });
		await expect(askModel(model, question(), given)).rejects.toThrow('no');
		expect((await askModel(model, question(), given)).known).toBe(false);
	});

	it('stays within its bound and drops what was not used longest', async () => {
		const cache = new AnswerCache(2);
		const ask = async () => await Promise.resolve(reply);
		await cache.get('a', ask);
		await cache.get('b', ask);
		await cache.get('a', ask);
		await cache.get('c', ask);
		expect(cache.size).toBe(2);
		expect((await cache.get('a', ask)).known).toBe(true);
		expect((await cache.get('b', ask)).known).toBe(false);
	});
});

describe('the wait before another try', () => {
	const waitsAfter = async (...errors: ModelError[]) => {
		const given = access();
		await askModel(scripted(...errors, reply), question(), given).catch(() => undefined);
		return given.waits;
	};

	it('grows from try to try, and there are three of them', async () => {
		const down = () => new ModelError('down', 500);
		expect(await waitsAfter(down(), down(), down())).toEqual([1_000, 4_000, 10_000]);
		expect(await waitsAfter(down(), down(), down(), down())).toEqual([1_000, 4_000, 10_000]);
	});

	it('is at most a minute, and may be none', async () => {
		expect(await waitsAfter(new ModelError('slow', 429, 60_000))).toEqual([60_000]);
		expect(await waitsAfter(new ModelError('slow', 429, 60_001))).toEqual([]);
		expect(await waitsAfter(new ModelError('slow', 429, 0))).toEqual([0]);
	});

	it.each([400, 401, 403, 404, 407, 409, 422, 428, 430, 499])(
		'does not come after the status %d, whatever the provider says',
		async (status) => expect(await waitsAfter(new ModelError('no', status, 5))).toEqual([]),
	);

	it('ends when the run is stopped, whose signal is passed on', async () => {
		const { signal } = new AbortController();
		const seen: unknown[] = [];
		const sleep = async (ms: number, given?: AbortSignal) => {
			seen.push(ms, given);
			return await Promise.resolve();
		};
		const model: LanguageModel = {
			id: 'toy',
			ask: async (_, given) => {
				seen.push(given);
				if (seen.length === 1) throw new ModelError('down');
				return await Promise.resolve(reply);
			},
		};
		await askModel(model, question(), access({ signal, sleep }));
		expect(seen).toEqual([signal, 1_000, signal, signal]);
	});

	it('gives the money of a call that failed back', async () => {
		const budget = new Budget({ calls: 1 });
		const model = scripted(new ModelError('no', 404), reply);
		await expect(askModel(model, question(), access({ budget }))).rejects.toThrow('no');
		expect((await askModel(model, question(), access({ budget }))).reply).toBe(reply);
	});
});

describe('the key of a request', () => {
	const keyOf = (messages: ModelRequest['messages'], schema?: ModelRequest['schema']) =>
		requestKey(scripted(reply), { messages, ...(schema && { schema }) });
	const picture = (bytes: number[], mimeType = 'image/png') => ({
		picture: { bytes: Uint8Array.from(bytes), mimeType, width: 1, height: 1 },
	});

	it('is the same for the same, and another for each difference', () => {
		const requests: Array<ModelRequest['messages']> = [
			[],
			[{ role: 'user', parts: [] }],
			[{ role: 'system', parts: [] }],
			[{ role: 'user', parts: [{ text: '' }] }],
			[{ role: 'user', parts: [{ text: 'ab' }] }],
			[{ role: 'user', parts: [{ text: 'a' }, { text: 'b' }] }],
			[{ role: 'user', parts: [{ text: 'b' }, { text: 'a' }] }],
			[{ role: 'user', parts: [picture([1])] }],
			[{ role: 'user', parts: [picture([1, 1])] }],
			[{ role: 'user', parts: [picture([1], 'image/jpeg')] }],
			[{ role: 'user', parts: [picture([1]), picture([1])] }],
		];
		const keys = requests.map((messages) => keyOf(messages));
		expect(keys).toEqual(requests.map((messages) => keyOf(structuredClone(messages))));
		expect(new Set(keys).size).toBe(requests.length);
		expect(keyOf([], { type: 'object' })).not.toBe(keyOf([]));
		expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe('a kept answer', () => {
	it('is asked for again once it is forgotten, and forgotten alone', async () => {
		const cache = new AnswerCache();
		const ask = async () => await Promise.resolve(reply);
		await cache.get('a', ask);
		await cache.get('b', ask);
		cache.forget('a');
		expect(cache.size).toBe(1);
		expect(await cache.get('a', ask)).toEqual({ reply, known: false });
		expect(await cache.get('b', ask)).toEqual({ reply, known: true });
	});

	it('that was asked for twice at the same time fails twice, and is asked for anew', async () => {
		const cache = new AnswerCache();
		let asked = 0;
		const fail = async () => {
			asked++;
			return await Promise.reject(new Error(`no ${asked}`));
		};
		const both = await Promise.allSettled([cache.get('a', fail), cache.get('a', fail)]);
		expect(both.map((one) => (one as PromiseRejectedResult).reason.message)).toEqual([
			'no 1',
			'no 1',
		]);
		await expect(cache.get('a', fail)).rejects.toThrow('no 2');
		expect(cache.size).toBe(0);
	});
});
