import { describe, expect, it } from '@jest/globals';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { classificationQuestions } from '../../../src/labels/modelAnswers/questions';
import type { AnsweredMedia } from '../../../src/labels/modelAnswers/statements';
import { findClassification } from '../../../src/labels/ontology/lookup';
import { classificationAnswers } from '../../../src/llm/answerEdits';
import { readModelAnswer } from '../../../src/llm/modelAnswer';
import { comesToAnEnd } from '../comesToAnEnd';

const options = (...labels: string[]) =>
	labels.map((label) => ({ label, featureNodeHash: `op${label.replace(/\W/g, '')}` }));
const classification = (name: string, root: object, featureNodeHash = `cl${name}`) => ({
	featureNodeHash,
	attributes: [{ name, featureNodeHash: `at${name}`, required: false, dynamic: false, ...root }],
});
const animal = classification('Animal', {
	type: 'radio',
	options: [
		{
			label: 'Cat',
			featureNodeHash: 'opCat',
			options: [{ name: 'Breed', type: 'text', featureNodeHash: 'atBreed' }],
		},
		...options('Dog', 'Guinea pig'),
	],
});
const ontology = indexOntology({
	objects: [],
	classifications: [
		animal,
		classification('Caption', { type: 'text' }),
		classification('Legs', { type: 'numeric' }),
		classification('Colors', { type: 'checklist', options: options('Black', 'White', 'Red') }),
	],
} as unknown as OntologyJson);

function read(answer: unknown, one?: string, of = ontology) {
	const asked = one === undefined ? undefined : [findClassification(of, one)];
	const { answers, reports } = readModelAnswer(answer, classificationQuestions(of, asked), {
		kind: 'single',
	});
	return {
		answers: Object.assign(
			{},
			...classificationAnswers(answers).map((each) => each.answers),
		) as object,
		refused: reports.filter(({ outcome }) => outcome === 'refused'),
	};
}

const cat = { atAnimal: 'opCat' };
const both = { atAnimal: 'opCat', atLegs: 4 };
const json = '{"Animal":"Cat","Legs":4}';

describe("a model's answer to all classifications it names", () => {
	it.each<[string, unknown, object]>([
		['an object', { Animal: 'Cat', Legs: 4 }, both],
		[
			'titles and options in another case and spacing',
			{ ' animal': 'guinea_PIG' },
			{ atAnimal: 'opGuineapig' },
		],
		['feature hashes', { atAnimal: 'opDog', clLegs: 4 }, { atAnimal: 'opDog', atLegs: 4 }],
		[
			'nested answers beside their parent',
			{ Animal: 'Cat', Breed: 'Siamese' },
			{ ...cat, atBreed: 'Siamese' },
		],
		[
			'nested answers inside of it',
			{ Animal: { Cat: { Breed: 'Siamese' } } },
			{ ...cat, atBreed: 'Siamese' },
		],
		['a list of options', { Colors: ['red', 'Black'] }, { atColors: ['opBlack', 'opRed'] }],
		['a number as text', { Legs: ' 4 ' }, { atLegs: 4 }],
		['JSON text', json, both],
		['a code fence', `\`\`\`json\n${json}\n\`\`\``, both],
		['a code fence without a language', `\`\`\`\n${json}\n\`\`\``, both],
		[
			'sentences around it',
			`Sure! Here is {the} answer:\n\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`,
			both,
		],
		[
			'braces in its texts',
			'So: {"Animal": "Cat", "Caption": "a } and \\" {"} — done',
			{ ...cat, atCaption: 'a } and " {' },
		],
		['one object that stands there twice', `${json}\nAs said: ${json}.`, both],
		['its thinking before', `<think>{"Animal":"Dog"}? No.</think>${json}`, both],
		['the output of an agent', { output: json }, both],
		['the output of a parser', { output: { Animal: 'Cat', Legs: 4 } }, both],
		['the output of a parser in an output', { output: { output: json } }, both],
		['the text of a chain', { text: `\`\`\`json\n${json}\n\`\`\`` }, both],
		['the message of a chat model', { message: { role: 'assistant', content: json } }, both],
		[
			'the content list of a chat model',
			{ output: [{ content: [{ type: 'output_text', text: json }] }] },
			both,
		],
		['a list of one', [{ Animal: 'Cat', Legs: 4 }], both],
		['empty fields', { Animal: 'Cat', Legs: null, Caption: ' ', Colors: undefined }, cat],
	])('is read from %s', (_what, answer, expected) =>
		expect(read(answer)).toEqual({ answers: expected, refused: [] }),
	);

	it.each<[string, unknown, object, object[]]>([
		[
			'an unknown option',
			{ Animal: 'Bird', Legs: 4 },
			{ atLegs: 4 },
			[{ field: 'Animal', accepted: ['Cat', 'Dog', 'Guinea pig'] }],
		],
		['an unknown title', { Mood: 'Good', Legs: 4 }, { atLegs: 4 }, [{ field: 'Mood' }]],
		[
			'a text in place of a number',
			{ Animal: 'Cat', Legs: 'many' },
			cat,
			[{ field: 'Legs', accepted: 'number' }],
		],
		[
			'one wrong option of a list',
			{ Animal: 'Cat', Colors: ['Red', 'Blue'] },
			cat,
			[{ field: 'Colors', reason: expect.stringMatching(/Blue/) }],
		],
		[
			'a question that is not asked',
			{ Animal: 'Dog', Breed: 'Collie' },
			{ atAnimal: 'opDog' },
			[{ field: 'Animal/Breed' }],
		],
		[
			'several wrong fields',
			{ Animal: 'Bird', Legs: 'x' },
			{},
			[{ field: 'Animal' }, { field: 'Legs' }],
		],
		['text without JSON', 'A cat.', {}, [{ reason: expect.stringMatching(/names no question/) }]],
		[
			'JSON that was cut off',
			'```json\n{"Animal":"Cat","Capt\n```',
			{},
			[{ reason: expect.stringMatching(/cut off/) }],
		],
	])('reports %s and keeps the rest', (_what, answer, answers, problems) => {
		const result = read(answer);
		expect(result.answers).toEqual(answers);
		expect(result.refused).toEqual(problems.map((one) => expect.objectContaining(one)));
	});

	it.each([undefined, null, '', '  ', {}, { output: '' }])('is none in %j', (answer) => {
		expect(read(answer).answers).toEqual({});
	});
});

describe('sentences around an answer', () => {
	const reportsOf = (answer: unknown, media: AnsweredMedia = { kind: 'single' }, of = ontology) =>
		readModelAnswer(answer, classificationQuestions(of), media);
	const denial = (around: string) =>
		`The sentences around the answer say something else: "${around}"`;

	it('that say something else refuse it and what is nested in it, and nothing else', () => {
		const around = 'This is a dog.';
		const { answers, reports } = reportsOf(
			`{"Animal":"Cat","Breed":"Siamese","Legs":4}\n${around}`,
		);
		expect(answers).toMatchObject([{ value: { number: 4 } }]);
		const refused = { outcome: 'refused', reason: denial(around) };
		expect(reports).toEqual([
			{ field: 'Animal', ...refused },
			{
				field: 'Legs',
				outcome: 'repaired',
				value: 4,
				repairs: [{ rule: 'sentences around the answer', from: around, to: '' }],
			},
			{ field: 'Animal/Breed', ...refused },
		]);
	});

	it('leave the reasons of what was refused anyway', () => {
		const around = 'This is a dog.';
		const { answers, reports } = reportsOf(`{"Animal":"Cat","Legs":"many"}\n${around}`);
		expect(answers).toEqual([]);
		expect(reports).toMatchObject([
			{ field: 'Animal', reason: denial(around) },
			{ field: 'Legs', outcome: 'refused', reason: expect.stringContaining('not one number') },
		]);
		expect(reports[1]).not.toHaveProperty('repairs');
	});

	it('refuse the answers to single frames, too', () => {
		const { answers, reports } = reportsOf(
			'{"0-4":{"Animal":"Cat"},"5,7":{"Legs":4}}\nThis is a dog.',
			{ kind: 'frames', frames: 30 },
		);
		expect(answers).toMatchObject([
			{
				value: { number: 4 },
				frames: [
					[5, 5],
					[7, 7],
				],
			},
		]);
		expect(reports).toMatchObject([
			{ field: 'Animal@0-4', outcome: 'refused', reason: denial('This is a dog.') },
			{ field: 'Legs@5,7', outcome: 'repaired' },
		]);
	});

	it('leave the reason of a frame that was refused anyway', () => {
		const { reports } = reportsOf(
			'{"0-4":{"Animal":"Cat"},"5":{"Animal":"Fern"}}\nThis is a dog.',
			{
				kind: 'frames',
				frames: 30,
			},
		);
		const reasons = Object.fromEntries(reports.map(({ field, reason }) => [field, reason]));
		expect(reasons).toEqual({
			'Animal@0-4': denial('This is a dog.'),
			'Animal@5': expect.stringContaining('"Fern" is not an option'),
		});
	});

	it('refuse the answer to a title with an @, and not that to a longer title', () => {
		const plain = (name: string) =>
			classification(name, { type: 'radio', options: options('Cat', 'Dog', 'Bird') });
		const seen = indexOntology({
			objects: [],
			classifications: [
				plain('Seen @ night'),
				...['noon', '7 noon', 'noon 7'].map((end) =>
					classification(`Seen @ night@${end}`, { type: 'text' }),
				),
			],
		} as unknown as OntologyJson);
		const { answers, reports } = reportsOf(
			'{"Seen @ night":"Cat","Seen @ night@noon":"a","Seen @ night@7 noon":"b","Seen @ night@noon 7":"c"}\nThis is a dog.',
			{ kind: 'single' },
			seen,
		);
		expect(answers.map(({ value }) => value.type)).toEqual(['text', 'text', 'text']);
		expect(reports.map(({ field, outcome }) => [field, outcome])).toEqual([
			['Seen @ night', 'refused'],
			['Seen @ night@noon', 'repaired'],
			['Seen @ night@7 noon', 'repaired'],
			['Seen @ night@noon 7', 'repaired'],
		]);
	});
});

describe('what was repaired', () => {
	it('is the reply first, then the answer', () => {
		const { reports } = readModelAnswer(
			'Here: {"animal":"Cat","Legs":4}',
			classificationQuestions(ontology),
			{ kind: 'single' },
		);
		const around = { rule: 'sentences around the answer', from: 'Here:', to: '' };
		expect(reports.map(({ outcome, repairs }) => [outcome, repairs])).toEqual([
			['repaired', [around, { rule: 'name of the question', from: 'animal', to: 'Animal' }]],
			['repaired', [around]],
		]);
	});

	it('is nothing in an answer that is as it should be', () =>
		expect(
			readModelAnswer({ Animal: 'Cat' }, classificationQuestions(ontology), { kind: 'single' })
				.reports,
		).toEqual([{ field: 'Animal', outcome: 'taken', value: 'Cat' }]));

	it('knows how a number was written only when it came as text', () => {
		const versions = indexOntology({
			objects: [],
			classifications: [
				classification('Version', {
					type: 'radio',
					options: [
						{ label: '1.5', featureNodeHash: 'short' },
						{ label: '1.50', featureNodeHash: 'long' },
					],
				}),
			],
		} as unknown as OntologyJson);
		expect(read('{"Version": 1.50}', undefined, versions).answers).toEqual({ atVersion: 'long' });
		expect(read('1.5', undefined, versions).answers).toEqual({ atVersion: 'short' });
		expect(read({ Version: 1.5 }, undefined, versions).refused).toMatchObject([
			{ field: 'Version', reason: expect.stringContaining('may be "1.5" or "1.50"') },
		]);
	});
});

describe("a model's answer to one classification", () => {
	it.each<[string, string, unknown, object]>([
		['Caption', 'bare text', ' A street at night. ', { atCaption: 'A street at night.' }],
		['Caption', 'the text of a chain', { text: 'A street' }, { atCaption: 'A street' }],
		[
			'Caption',
			'text with foreign JSON in it',
			'The sign says {"a": 1}',
			{ atCaption: 'The sign says {"a": 1}' },
		],
		['Caption', 'an object by its title', { caption: 'A street' }, { atCaption: 'A street' }],
		['clCaption', 'text in a code fence', '```\nA street\n```', { atCaption: 'A street' }],
		['Animal', 'a bare option', 'guinea pig', { atAnimal: 'opGuineapig' }],
		['Animal', 'an option with marks', ' **"Cat."**\n', cat],
		['Animal', 'an option after the title', 'Animal: Cat', cat],
		[
			'Animal',
			'an option with its nested answers',
			{ output: { Cat: { Breed: 'Siamese' } } },
			{ ...cat, atBreed: 'Siamese' },
		],
		['Animal', 'an answer field', '{"answer": "Cat"}', cat],
		['Legs', 'a number', 4, { atLegs: 4 }],
		['Legs', 'a number as text', '4', { atLegs: 4 }],
		['Legs', 'a sentence with one number', 'It has 4 legs.', { atLegs: 4 }],
		['Colors', 'a list', ['Red', 'Black'], { atColors: ['opBlack', 'opRed'] }],
		['Colors', 'text with commas', 'Red, black.', { atColors: ['opBlack', 'opRed'] }],
		['Colors', 'bullets', '- Red\n- White', { atColors: ['opWhite', 'opRed'] }],
	])('%s is read from %s', (one, _what, answer, expected) =>
		expect(read(answer, one)).toEqual({ answers: expected, refused: [] }),
	);

	it.each<[string, unknown, object, object]>([
		['Animal', 'Bird', {}, { field: 'Animal', accepted: ['Cat', 'Dog', 'Guinea pig'] }],
		['Animal', { Animal: 'Cat', Legs: 4 }, cat, { field: 'Legs' }],
		['Legs', 'between 3 and 4', {}, { field: 'Legs' }],
		['Caption', '"A street"', {}, { reason: expect.stringMatching(/quotes/) }],
	])('%s reports what does not fit in %j', (one, answer, answers, problem) => {
		const result = read(answer, one);
		expect(result.answers).toEqual(answers);
		expect(result.refused).toEqual([expect.objectContaining(problem)]);
	});

	it('quotes no essays', () => {
		const [refused] = read('word '.repeat(200), 'Animal').refused;
		expect(refused!.reason!.length).toBeLessThan(200);
	});

	it('needs no name when the ontology has one only', () => {
		const single = indexOntology({
			objects: [],
			classifications: [animal],
		} as unknown as OntologyJson);
		expect(read('cat', undefined, single).answers).toEqual(cat);
	});

	it('must be in the ontology', () =>
		expect(() => read('x', 'Mood')).toThrow('There is no classification "Mood"'));
	it('comes out of a text of braces', () =>
		comesToAnEnd(() => read('x' + '{'.repeat(200_000), 'Caption')));
});
