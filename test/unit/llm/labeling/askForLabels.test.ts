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
		expect(answer.fields.map(({ reason }) => reason)).toEqual([
			undefined,
			'No number. Not asked again: no such model',
		]);
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

	it('shows the model what it said, cut when it is long, and each fault with its place', async () => {
		const fault = (more: Partial<FieldReport>): FieldReport => ({ outcome: 'refused', ...more });
		const faulty = (): Reading => ({
			parts: [],
			fields: [
				fault({ field: 'Legs', reason: 'No number.', accepted: 'number' }),
				fault({ index: 2, reason: 'No box.' }),
				fault({ accepted: ['Gull', 'Tern'] }),
				{ field: 'Sky', outcome: 'taken' },
			],
		});
		const toy = model('x'.repeat(30_000), 'y');
		await askForLabels(toy, request, faulty, 1, access());
		const [first, ...more] = toy.asked[1]!.messages;
		expect(first).toEqual(request.messages[0]);
		expect(more).toEqual([
			{ role: 'assistant', parts: [{ text: 'x'.repeat(20_000) }] },
			{
				role: 'user',
				parts: [
					{
						text: [
							'Parts of this answer cannot be used:',
							'- Legs: No number. Accepted: number',
							'- Entry 2: No box.',
							'- The answer: not accepted Accepted: Gull, Tern',
							'Answer all questions again, in the same form. Correct these parts only.',
						].join('\n'),
					},
				],
			},
		]);
	});

	it('shows all that was said when it asks a third time', async () => {
		const toy = model({ Legs: null }, { Legs: null, Bird: 'gull' }, { Legs: 2, Bird: 'gull' });
		const answer = await askForLabels(toy, request, read, 2, access());
		expect(toy.asked.map(({ messages }) => messages.length)).toEqual([1, 3, 5]);
		expect(answer).toMatchObject({ replies: 3, known: 0, tokens: { input: 30, output: 3 } });
		expect(answer.parts).toHaveLength(2);
	});

	it('does not follow a model that drops what was not in question, and keeps its other reports', async () => {
		const toy = model({ Bird: 'gull', Legs: null }, { Legs: 2 });
		const { parts, fields } = await askForLabels(toy, request, read, 1, access());
		expect(parts).toEqual([part('Bird', 'gull')]);
		expect(fields).toEqual([
			{ field: 'Bird', outcome: 'taken', value: 'gull' },
			{
				field: 'Legs',
				outcome: 'refused',
				accepted: ['a number'],
				reason: 'No number. Asked again, the model changed its answer to "Bird", too.',
			},
		]);
	});

	it('does not take a stop for a failure of the model', async () => {
		const stop = new AbortController();
		const stopped = new Error('The run was stopped');
		const toy = model({ Legs: null });
		const failing = { ...access(), signal: stop.signal };
		const given: LanguageModel = {
			id: 'toy',
			ask: async (...all) => {
				if (toy.asked.length === 0) return await toy.ask(...all);
				stop.abort(stopped);
				throw new ModelError('aborted');
			},
		};
		await expect(askForLabels(given, request, read, 1, failing)).rejects.toBe(stopped);
	});

	it('names the model as the provider does, and costs nothing when no tokens are told', async () => {
		const given: LanguageModel = {
			id: 'toy',
			ask: async () => await Promise.resolve({ content: { Bird: 'gull' }, model: 'toy-7b' }),
		};
		expect(await askForLabels(given, request, read, 0, access())).toMatchObject({
			model: 'toy-7b',
			tokens: { input: 0, output: 0 },
			known: 0,
		});
		expect(await askForLabels(model({}), request, read, 0, access())).not.toHaveProperty('model');
	});

	it('fails when the first question cannot be asked', async () =>
		await expect(
			askForLabels(model(new ModelError('no such model', 404)), request, read, 1, access()),
		).rejects.toThrow('no such model'));

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
			'The model is unsure, and the second model says 3.',
			'The model is unsure, and the second model does not answer it.',
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
