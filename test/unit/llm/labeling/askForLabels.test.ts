import { describe, expect, it } from '@jest/globals';
import { askForLabels } from '../../../../src/llm/labeling/askForLabels';
import type { ReadPart, Reading } from '../../../../src/llm/labeling/reading';
import { agreed, unsureParts, withoutUnsure } from '../../../../src/llm/labeling/secondOpinion';
import { AnswerCache } from '../../../../src/llm/model/answerCache';
import { Budget } from '../../../../src/llm/model/budget';
import { ModelError, type LanguageModel, type ModelRequest } from '../../../../src/llm/model/model';
import type { FieldReport } from '../../../../src/reply/report';

const request: ModelRequest = { messages: [{ role: 'user', parts: [{ text: 'Which bird?' }] }] };
const part = (name: string, value: unknown, more: Partial<ReadPart> = {}): ReadPart => ({
	name,
	title: name,
	value,
	edits: [],
	...more,
});

/** Reads `{"Bird": "gull", "Legs": null}`: null is a refused answer. */
function read(content: unknown): Reading {
	const answers = Object.entries(content as { [title: string]: unknown });
	return {
		parts: answers.flatMap(([title, value]) => (value === null ? [] : [part(title, value)])),
		fields: answers.map(
			([field, value]): FieldReport =>
				value === null
					? { field, outcome: 'refused', reason: 'No number.', accepted: ['a number'] }
					: { field, outcome: 'taken', value },
		),
	};
}

function model(...contents: unknown[]): LanguageModel & { asked: ModelRequest[] } {
	const asked: ModelRequest[] = [];
	return {
		id: 'toy',
		asked,
		ask: async (given) => {
			asked.push(given);
			const content = contents[asked.length - 1];
			if (content instanceof Error) throw content;
			return await Promise.resolve({ content, tokens: { input: 10, output: 1 } });
		},
	};
}
const access = () => ({ budget: new Budget(), sleep: async () => await Promise.resolve() });

describe('asking for labels', () => {
	it('asks once when everything is accepted', async () => {
		const toy = model({ Bird: 'gull' });
		const answer = await askForLabels(toy, request, read, 2, access());
		expect(answer).toMatchObject({ replies: 1, tokens: { input: 10, output: 1 } });
		expect(answer.parts).toEqual([part('Bird', 'gull')]);
	});

	it('asks again with the faults listed, and takes the better answer', async () => {
		const toy = model({ Bird: 'gull', Legs: null }, { Bird: 'gull', Legs: 2 });
		const answer = await askForLabels(toy, request, read, 2, access());
		expect(answer.parts.map(({ value }) => value)).toEqual(['gull', 2]);
		expect(answer).toMatchObject({ replies: 2, tokens: { input: 20, output: 2 } });
		const [assistant, faults] = toy.asked[1]!.messages.slice(1);
		expect(assistant).toEqual({
			role: 'assistant',
			parts: [{ text: '{"Bird":"gull","Legs":null}' }],
		});
		expect(faults!.parts).toEqual([
			{ text: expect.stringContaining('- Legs: No number. Accepted: a number') },
		]);
	});

	it('does not follow a model that changes what was not in question', async () => {
		const toy = model({ Bird: 'gull', Legs: null }, { Bird: 'tern', Legs: 2 });
		const answer = await askForLabels(toy, request, read, 1, access());
		expect(answer.parts.map(({ value }) => value)).toEqual(['gull']);
		expect(answer.fields.find(({ field }) => field === 'Legs')).toMatchObject({
			outcome: 'refused',
			reason: expect.stringContaining('changed its answer to "Bird"'),
		});
	});

	it('keeps the first answer when it cannot ask again, and says why', async () => {
		const toy = model({ Bird: 'gull', Legs: null }, new ModelError('no such model', 404));
		const answer = await askForLabels(toy, request, read, 1, access());
		expect(answer.parts).toHaveLength(1);
		expect(answer.fields[1]!.reason).toContain('Not asked again: no such model');
	});

	it('keeps what was accepted for the next run, and asks again about what was refused', async () => {
		const cache = new AnswerCache();
		const toy = model({ Legs: null }, { Legs: 2 });
		const ask = async () => await askForLabels(toy, request, read, 0, { ...access(), cache });
		expect((await ask()).parts).toEqual([]);
		expect((await ask()).parts).toHaveLength(1);
		expect(await ask()).toMatchObject({ known: 1, tokens: { input: 0, output: 0 } });
		expect(toy.asked).toHaveLength(2);
	});

	it('asks no more often than it may', async () => {
		const toy = model({ Legs: null }, { Legs: null }, { Legs: 2 });
		const answer = await askForLabels(toy, request, read, 1, access());
		expect([answer.parts, toy.asked.length]).toEqual([[], 2]);
	});
});

describe('confidence', () => {
	const reading: Reading = {
		parts: [
			part('Bird', 'gull', { confidence: 0.4 }),
			part('Legs', 2, { confidence: 0.9 }),
			part('Sky', 'gray'),
			part('Sea', 'calm', { confidence: 0.5 }),
		],
		fields: ['Bird', 'Legs', 'Sky', 'Sea'].map((field) => ({ field, outcome: 'taken' })),
	};
	const thresholds = { default: 0.5, byTitle: new Map([['Legs', 0.95]]) };

	it('is unsure below the threshold of its title, and without a number', () =>
		expect(unsureParts(reading, thresholds).map(({ name }) => name)).toEqual([
			'Bird',
			'Legs',
			'Sky',
		]));

	it('is not asked for without a threshold', () =>
		expect(unsureParts(reading, { byTitle: new Map() })).toEqual([]));

	it('of a title with a threshold of its own counts alone when there is no other', () =>
		expect(
			unsureParts(reading, { byTitle: new Map([['Sea', 0.6]]) }).map(({ name }) => name),
		).toEqual(['Sea']));

	it('refuses what is unsure when nobody else can be asked, and says why', () => {
		const { parts, fields } = withoutUnsure(reading, [reading.parts[0]!, reading.parts[2]!]);
		expect(parts.map(({ name }) => name)).toEqual(['Legs', 'Sea']);
		expect(fields).toEqual([
			{ field: 'Legs', outcome: 'taken' },
			{ field: 'Sea', outcome: 'taken' },
			{
				field: 'Bird',
				outcome: 'refused',
				value: 'gull',
				reason: 'The model is unsure: its confidence is 0.4.',
			},
			{
				field: 'Sky',
				outcome: 'refused',
				value: 'gray',
				reason: 'The model gave no confidence for it.',
			},
		]);
	});

	it('lets a second model decide: the same answer is written, another one is not', () => {
		const second: Reading = { parts: [part('Bird', 'gull'), part('Legs', 3)], fields: [] };
		const { parts, fields } = agreed(reading, reading.parts.slice(0, 3), second);
		expect(parts.map(({ name }) => name)).toEqual(['Bird', 'Sea']);
		expect(
			fields.filter(({ outcome }) => outcome === 'refused').map(({ reason }) => reason),
		).toEqual([
			expect.stringContaining('second model says 3'),
			expect.stringContaining('does not answer'),
		]);
	});

	it('finds an object of the other model by its place, not by its number', () => {
		const box = (x: number) => ({ x, y: 0.1, w: 0.2, h: 0.2 });
		const car = (name: string, x: number, value: unknown) =>
			part(name, value, { title: 'Car', box: box(x) });
		const first: Reading = {
			parts: [car('Car 1', 0.1, 'red'), car('Car 2', 0.6, 'blue')],
			fields: [],
		};
		const second: Reading = {
			parts: [car('Car 1', 0.61, 'blue'), car('Car 2', 0.12, 'red'), car('Car 3', 0.3, 'green')],
			fields: [],
		};
		expect(agreed(first, first.parts, second).parts).toHaveLength(2);
	});
});
