import { describe, expect, it } from '@jest/globals';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { classificationQuestions } from '../../../src/labels/modelAnswers/questions';
import { findClassification } from '../../../src/labels/ontology/lookup';
import { classificationAnswers } from '../../../src/llm/answerEdits';
import { readModelAnswer } from '../../../src/llm/modelAnswer';

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
	it('comes out of a text of braces', () => {
		const begun = performance.now();
		read('x' + '{'.repeat(200_000), 'Caption');
		// No measurement: work that grows with the square of the text takes minutes.
		expect(performance.now() - begun).toBeLessThan(30_000);
	});
});
