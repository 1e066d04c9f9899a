/** What calls to a model cost, and how many of them run at the same time. */
import { describe, expect, it } from '@jest/globals';
import { Budget, BudgetError, estimatedTokens, moneyFor } from '../../../../src/llm/model/budget';
import { Slots } from '../../../../src/llm/model/slots';

describe('the tokens of a request', () => {
	const input = (parts: unknown[], schema?: object) =>
		estimatedTokens({
			messages: [{ role: 'user', parts: parts as never }],
			...(schema ? { schema: schema as never } : {}),
		});
	const picture = (width: number, height: number) => ({
		picture: { bytes: new Uint8Array(), mimeType: 'image/png', width, height },
	});

	it.each<[string, unknown[], number]>([
		['nothing', [], 0],
		['four characters', [{ text: 'abcd' }], 1],
		['five characters', [{ text: 'abcde' }], 2],
		['two texts', [{ text: 'abcde' }, { text: 'a' }], 3],
		['a small picture', [picture(10, 10)], 85],
		['a picture of 85 parts', [picture(750, 85)], 85],
		['a larger picture', [picture(751, 85)], 86],
		['a picture and a text', [picture(750, 100), { text: 'abcd' }], 101],
	])('are estimated for %s', (_, parts, expected) => {
		expect(input(parts)).toEqual({ input: expected, output: 300 });
	});

	it('count the schema and all messages', () => {
		expect(input([{ text: 'abcd' }], { a: 1 })).toEqual({ input: 3, output: 300 });
		const messages = ['system', 'user'].map((role) => ({
			role: role as 'user',
			parts: [{ text: 'abcd' }],
		}));
		expect(estimatedTokens({ messages })).toEqual({ input: 2, output: 300 });
	});

	it('cost their price for a million', () => {
		expect(
			moneyFor({ input: 2_000_000, output: 500_000 }, { inputPerMillion: 3, outputPerMillion: 8 }),
		).toBe(10);
	});
});

describe('a budget', () => {
	const prices = { inputPerMillion: 1, outputPerMillion: 2 };
	const tokens = { input: 100_000, output: 200_000 };

	it('of money needs prices', () => {
		expect(() => new Budget({ money: 1 })).toThrow(
			new BudgetError('A budget in money needs the prices of the model.'),
		);
		expect(new Budget({ money: 1 }, prices).spending).toEqual({
			calls: 0,
			tokens: { input: 0, output: 0 },
			money: 0,
		});
		expect(new Budget({ calls: 1 }).spending).toEqual({
			calls: 0,
			tokens: { input: 0, output: 0 },
		});
	});

	it('of calls is used up by those that are under way', () => {
		const budget = new Budget({ calls: 2 });
		const first = budget.reserve(tokens);
		budget.reserve(tokens).settle();
		expect(() => budget.reserve(tokens)).toThrow('The budget of 2 calls is used up.');
		first.release();
		budget.reserve(tokens).settle();
		expect(() => budget.reserve(tokens)).toThrow(BudgetError);
		expect(budget.spending).toEqual({ calls: 2, tokens: { input: 200_000, output: 400_000 } });
	});

	it('of money allows what fits exactly, and says what is used', () => {
		const budget = new Budget({ money: 1 }, prices);
		budget.reserve(tokens).settle();
		const under = budget.reserve(tokens);
		expect(() => budget.reserve(tokens)).toThrow(
			'The budget of 1 is used up: 1.0000 is spent or under way, the next call costs about 0.5000.',
		);
		under.settle({ input: 50_000, output: 0 });
		expect(budget.spending.money).toBeCloseTo(0.55, 10);
		expect(() => budget.reserve(tokens)).toThrow('0.5500 is spent');
		budget.reserve({ input: 450_000, output: 0 }).release();
		expect(() => budget.reserve({ input: 450_001, output: 0 })).toThrow(BudgetError);
	});

	it('counts a call once', () => {
		const budget = new Budget({ calls: 1 });
		const call = budget.reserve(tokens);
		call.settle({ input: 1, output: 2 });
		call.settle({ input: 1, output: 2 });
		call.release();
		expect(budget.spending).toEqual({ calls: 1, tokens: { input: 1, output: 2 } });
		expect(() => budget.reserve(tokens)).toThrow(BudgetError);
	});

	it('without limits has none, and gives copies of what was spent', () => {
		const budget = new Budget({}, prices);
		for (let call = 0; call < 5; call++) budget.reserve(tokens).settle();
		const { spending } = budget;
		expect(spending.calls).toBe(5);
		spending.tokens.input = 0;
		expect(budget.spending.tokens.input).toBe(500_000);
	});
});

describe('slots', () => {
	it('let as many run at once as there are, and the next in order', async () => {
		const slots = new Slots(2);
		const begun: number[] = [];
		const give: Array<() => void> = [];
		const run = async (at: number) => {
			const giveBack = await slots.take();
			begun.push(at);
			give.push(giveBack);
		};
		const all = [0, 1, 2, 3].map(run);
		await Promise.all(all.slice(0, 2));
		expect(begun).toEqual([0, 1]);
		give[0]!();
		await all[2];
		expect(begun).toEqual([0, 1, 2]);
		give[1]!();
		await all[3];
		expect(begun).toEqual([0, 1, 2, 3]);
		give[2]!();
		give[3]!();
		await Promise.all([run(4), run(5)]);
		expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
	});
});
