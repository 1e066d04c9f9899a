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
