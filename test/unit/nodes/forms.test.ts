import { describe, expect, it } from '@jest/globals';
import { answersByClassification } from '../../../nodes/shared/fields/labels/answers';
import { frameList, frameNumber } from '../../../nodes/shared/fields/frameNumber';
import { jsonObject } from '../../../nodes/shared/fields/form/json';
import { uuidOf } from '../../../nodes/shared/fields/form/locator';
import { textsOf } from '../../../nodes/shared/fields/form/values';
import { pathwayOf } from '../../../nodes/shared/labels/lookup';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { id } from './fakeN8n';
import { petsProject } from './fixtures';

describe('frames', () => {
	it.each([
		['0, 5,10-20', [0, 5, [10, 20]]],
		[7, [7]],
		['7', [7]],
		[
			[0, [3, 4], '9'],
			[0, [3, 4], 9],
		],
	])('are read from %j', (given, expected) => expect(frameList(given)).toEqual(expected));

	it.each([
		['', 'No frames'],
		['a', '"a" is not a frame number'],
		['-1', '"-1" is not'],
		['1.5', '"1.5" is not'],
		[[[1]], '[1] is not a range'],
		[[[1, 2, 3]], '[1,2,3] is not a range'],
		['5-2', '"5-2" is not a range'],
		[true, 'true is not a frame number'],
	])('are refused in %j', (given, message) => expect(() => frameList(given)).toThrow(message));

	it.each([
		[3, 3],
		['3', 3],
		[' 12 ', 12],
	])('a number may be text: %j', (given, expected) => expect(frameNumber(given)).toBe(expected));
	it.each([[null], [''], [undefined], ['x'], [-1], [1.2], [Number.NaN]])(
		'%j is no frame',
		(given) => expect(() => frameNumber(given)).toThrow('not a frame number'),
	);
});

describe('JSON on a form', () => {
	it.each([['{"a":1}'], ['```json\n{"a":1}\n```'], ['```\n{"a":1}```'], [{ a: 1 }]])(
		'is read from %j',
		(given) => expect(jsonObject(given, 'It')).toEqual({ a: 1 }),
	);
	it.each([
		['{a:1}', 'not valid JSON'],
		['[1]', 'not a JSON object'],
		['null', 'not a JSON object'],
		[3, 'not a JSON object'],
	])('is refused in %j', (given, message) =>
		expect(() => jsonObject(given, 'It')).toThrow(message),
	);
});

describe('lists of texts', () => {
	it.each([
		['a, b ,', ['a', 'b']],
		[
			['a, b', ' c '],
			['a, b', 'c'],
		],
		[null, []],
		[undefined, []],
	])('%j', (given, expected) => expect(textsOf(given)).toEqual(expected));
});

describe('UUIDs in form fields', () => {
	it('are accepted in any spelling', () =>
		expect(uuidOf(`{${id(3).toUpperCase()}}`, 'Project')).toBe(id(3)));
	it('are quoted in the error when they are malformed, long texts cut', () =>
		expect(() => uuidOf('x'.repeat(200), 'Project')).toThrow(/^Project "x{79}…" is not an ID$/));
});

describe('pathways by name', () => {
	const stage = (...titles: string[]) => ({
		stageType: 'AGENT',
		uuid: id(1),
		title: 'Stage',
		pathways: titles.map((title, index) => ({ uuid: id(index), title, destinationUuid: id(9) })),
	});
	it('prefer the exact spelling and refuse to guess between two', () => {
		expect(pathwayOf(stage('cat', 'Cat'), 'Cat').uuid).toBe(id(1));
		expect(() => pathwayOf(stage('cat', 'Cat'), 'CAT')).toThrow('no pathway "CAT"');
	});
	it('are refused when two have the name, and one is found by its ID', () => {
		expect(() => pathwayOf(stage('Cat', 'Cat'), 'Cat')).toThrow(
			expect.objectContaining({
				message: 'The stage "Stage" has 2 pathways with the name "Cat"',
				advice: `Give the ID of the one that is meant: ${id(0)}, ${id(1)}.`,
			}),
		);
		expect(pathwayOf(stage('Cat', 'Cat'), id(1)).uuid).toBe(id(1));
	});
	it('are reported as missing when a stage has none', () => {
		expect(() => pathwayOf({ ...stage(), pathways: undefined }, 'x')).toThrow(
			expect.objectContaining({ advice: 'It has none.' }),
		);
	});
});

describe('answers by classification', () => {
	const ontology = indexOntology(petsProject().editorOntology);
	const read = (given: Parameters<typeof answersByClassification>[1]) =>
		[...answersByClassification(ontology, given)].map(([item, answers]) => [item.title, answers]);
	it.each([
		[{ Animal: 'Cat', Breed: 'Siamese' }],
		[{ breed: 'Siamese', animal: 'Cat' }],
		[{ animalA1: 'Cat', breedA01: 'Siamese' }],
		[{ animal01: 'Cat', Breed: 'Siamese' }],
	])('are grouped from %j', (given) =>
		expect(read(given)).toEqual([['Animal', { animalA1: 'Cat', breedA01: 'Siamese' }]]),
	);
	it('are refused when two keys give one question different answers', () => {
		expect(() => read({ Animal: 'Cat', animalA1: 'Dog' })).toThrow(
			'"animalA1" is answered a second time under another name, and the answers differ',
		);
		expect(read({ Animal: 'Cat', animalA1: 'Cat' })).toEqual([['Animal', { animalA1: 'Cat' }]]);
	});
	it('are refused when the ontology does not have them', () =>
		expect(() => read({ Colour: 'Red' })).toThrow('There is no classification "Colour"'));
});
