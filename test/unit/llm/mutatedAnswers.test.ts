/**
 * Mutated answers: whatever is done to a model's reply, reading it never fails, never gives an answer outside of the ontology, and
 * gives none when the text was cut. `FUZZ_RUNS=20000` tries more.
 */
import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';
import { classificationQuestions } from '../../../src/labels/modelAnswers/questions';
import { readModelAnswer } from '../../../src/llm/modelAnswer';
import { film, image, ontology } from '../labels/modelAnswers/answersFixture';

const numRuns = Number(process.env.FUZZ_RUNS ?? 2000);
const questions = classificationQuestions(ontology);

const titles = questions.roots.map(({ title }) => title);
const options = ontology.classifications.flatMap(
	({ root }) => root?.options.map(({ title }) => title) ?? [],
);
const words = fc.constantFrom(
	...titles,
	...options,
	...[
		'Kind',
		'Rings',
		'true',
		'false',
		'null',
		'NaN',
		'-7',
		'1,5',
		'3-4',
		'not',
		'or',
		'value',
		'choice',
		'output',
		'text',
		'frame',
	],
);
const text = fc.oneof(
	words,
	fc.string({ maxLength: 12 }),
	fc.string({ unit: 'grapheme', maxLength: 6 }),
	fc.array(words, { maxLength: 3 }).map((each) => each.join(', ')),
);
const { value } = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		text,
		fc.constantFrom(null, true, false, 0, 1, 7, -1, 1.5),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(text, tie('value'), { maxKeys: 5 }),
	),
}));
/** A right answer to some of the questions. */
const answer = fc.record(
	{
		Plant: fc.constantFrom('Tree', 'Herb', 'Moss'),
		Stems: fc.integer({ min: 0, max: 99 }),
		Hues: fc.subarray(['Green', 'Dark red', 'Violet']),
		'Label text': fc.string({ minLength: 1, maxLength: 20 }),
		'In bloom': fc.boolean(),
	},
	{ requiredKeys: ['Plant', 'Stems'] },
);
/** A right answer in which some fields are anything. */
const spoiled = fc
	.tuple(answer, fc.dictionary(fc.constantFrom(...titles), value, { maxKeys: 3 }))
	.map(([right, wrong]) => ({ ...right, ...wrong }));
const around = fc.constantFrom(
	'',
	'Here it is:\n',
	'```json\n',
	'<think>Moss?</think>\n',
	'<answer>',
	'I see moss. ',
	'"',
);

/** A text with a few characters taken out, put in, or moved. */
const mutated = fc
	.tuple(
		fc
			.tuple(around, fc.oneof(answer, value), around)
			.map(([before, json, after]) => `${before}${JSON.stringify(json)}${after}`),
		fc.array(
			fc.tuple(
				fc.nat(400),
				fc.nat(3),
				fc.constantFrom(
					'"',
					'{',
					'}',
					'[',
					']',
					',',
					':',
					"'",
					'<think>',
					'</think>',
					' not ',
					'...',
					'\n',
				),
			),
			{
				maxLength: 4,
			},
		),
	)
	.map(([whole, changes]) =>
		changes.reduce((now, [at, cut, put]) => {
			const place = at % (now.length + 1);
			return now.slice(0, place) + put + now.slice(place + cut);
		}, whole),
	);

/** @returns how many answers were read */
function expectOfOntology(reply: unknown): number {
	let read = 0;
	for (const media of [image, film]) {
		const { answers } = readModelAnswer(reply, questions, media);
		read += answers.length;
		const seen = new Set<unknown>();
		for (const { attribute, value: given, frames = [] } of answers) {
			expect(attribute.archived).toBe(false);
			expect(given.type).toBe(attribute.type);
			const chosen =
				given.type === 'radio' ? [given.option] : given.type === 'checklist' ? given.options : [];
			for (const option of chosen) {
				expect(attribute.options).toContain(option);
				expect(option.archived).toBe(false);
			}
			if (given.type === 'numeric') expect(Number.isFinite(given.number)).toBe(true);
			if (attribute.parent !== undefined) {
				const { parent } = attribute;
				const above = answers.filter((each) => each.attribute === parent.attribute);
				expect(
					above.some((each) => each.value.type === 'radio' && each.value.option === parent),
				).toBe(true);
			}
			for (const [from, to] of frames) expect(from <= to && from >= 0 && to < 30).toBe(true);
			const key = `${attribute.featureHash} ${JSON.stringify(frames)}`;
			expect(seen.has(key)).toBe(false);
			seen.add(key);
		}
	}
	return read;
}

/** Replies of which nothing is read would prove nothing. */
function expectOfOntologyEach(replies: fc.Arbitrary<unknown>): void {
	let read = 0;
	fc.assert(
		fc.property(replies, (reply) => {
			read += expectOfOntology(reply);
		}),
		{ numRuns },
	);
	expect(read).toBeGreaterThan(numRuns / 20);
}

describe('mutated answers', () => {
	it('give answers of the ontology only, as text', () => expectOfOntologyEach(mutated));

	it('give answers of the ontology only, as data', () =>
		expectOfOntologyEach(fc.oneof(value, spoiled)));

	it('give nothing when the text was cut', () =>
		fc.assert(
			fc.property(
				fc.constantFrom('', '```json\n', 'Here:\n'),
				answer,
				fc.nat(),
				(before, json, place) => {
					const whole = JSON.stringify(json);
					const cut = before + whole.slice(0, 1 + (place % (whole.length - 1)));
					expect(readModelAnswer(cut, questions, image).answers).toEqual([]);
				},
			),
			{ numRuns },
		));

	it('give nothing when the model says that it was cut', () =>
		fc.assert(
			fc.property(
				answer,
				fc.constantFrom('length', 'MAX_TOKENS', 'max_tokens', 'model_length'),
				(json, reason) => {
					const reply = {
						choices: [{ finish_reason: reason, message: { content: JSON.stringify(json) } }],
					};
					expect(readModelAnswer(reply, questions, image).answers).toEqual([]);
				},
			),
			{ numRuns: Math.min(numRuns, 500) },
		));

	it('give the answer itself when nothing is wrong with it', () =>
		fc.assert(
			fc.property(answer, (json) => {
				const { answers, reports } = readModelAnswer(JSON.stringify(json), questions, image);
				const isText = /^\s*(?:$|[<[{])|sorry|string/i.test(json['Label text'] ?? 'x');
				if (!isText) expect(reports.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
				expect(answers.find(({ attribute }) => attribute.title === 'Stems')?.value).toEqual({
					type: 'numeric',
					number: json.Stems,
				});
			}),
			{ numRuns },
		));
});
