/** An answer in an object, a list or a text of JSON: what is taken, what is refused, and the reason. */
import { describe, expect, it } from '@jest/globals';
import { told } from './answersFixture';

describe('an object whose keys are options', () => {
	it.each<[unknown, string]>([
		[{ Tree: true }, 'Plant = Tree (map of options:  → Tree)'],
		[{ Tree: 'yes', Moss: 'no' }, 'Plant = Tree (map of options:  → Tree)'],
		[{ Tree: 1, Moss: 0 }, 'Plant = Tree (map of options:  → Tree)'],
		[
			{ Tree: 0.9 },
			'Plant: The options of "Plant" have values that do not say which one is chosen. [Tree,Herb,Moss]',
		],
		[
			{ Tree: true, Moss: true },
			'Plant: "Plant" is answered with one option, not with several. [Tree,Herb,Moss]',
		],
		[
			{ Tree: false, Moss: false },
			'Plant: "Plant" is answered with a denial only. [Tree,Herb,Moss]',
		],
		[
			{ Tree: true, tree: false },
			'Plant: "Plant" is answered with one option, not with several. [Tree,Herb,Moss]',
		],
		[{ Lichen: true }, 'Plant: The option "Lichen" of "Plant" is archived. [Tree,Herb,Moss]'],
		[{ Tree: {}, Moss: null }, 'Plant = Tree (map of options:  → Tree)'],
		[{ Tree: {}, tree: {} }, 'Plant: "Plant" has two objects for one option. [Tree,Herb,Moss]'],
		[{ Tree: true, Moss: '' }, 'Plant = Tree (map of options:  → Tree)'],
		[{ Tree: true, Kind: 'Oak' }, 'Plant = Tree (map of options:  → Tree) | Plant/Kind = Oak'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { one: 'Plant' }).join(' | ')).toBe(reports),
	);
});

describe('an object that names the value', () => {
	it.each<[unknown, string]>([
		[{ value: 'Tree' }, 'Plant = Tree'],
		[{ choice: 'Tree', confidence: 0.9 }, 'Plant = Tree'],
		[{ choice: 'Tree', value: 'Tree' }, 'Plant = Tree'],
		[{ choice: 'Tree', value: 'tree' }, 'Plant = Tree'],
		[
			{ choice: 'Tree', value: 'Moss' },
			'Plant: The answer to "Plant" says two things that do not agree.',
		],
		[
			{ choice: 'Tree', value: 'foo' },
			'Plant: "foo" is not an option of "Plant". [Tree,Herb,Moss]',
		],
		[{ value: '' }, ''],
		[{ value: null, choice: 'Tree' }, 'Plant = Tree'],
		[{ value: '', Tree: true }, 'Plant = Tree (map of options:  → Tree)'],
		[{ choice: 'Tree', Tree: { Kind: 'Oak' } }, 'Plant = Tree | Plant/Kind = Oak'],
		[{ choice: 'Tree', Tree: true }, 'Plant = Tree'],
		[
			{ choice: 'Tree', Tree: false },
			'Plant: The answer to "Plant" names options beside the chosen one.',
		],
		[{ choice: 'Tree', Moss: false }, 'Plant = Tree'],
		[{ choice: 'Tree', Moss: null }, 'Plant = Tree'],
		[
			{ choice: 'Tree', Moss: true },
			'Plant: The answer to "Plant" names options beside the chosen one.',
		],
		[{ value: 'Tree', foo: 1 }, 'Plant: "foo" in the answer to "Plant" is not known.'],
		[{ value: 'Tree', foo: null }, 'Plant = Tree'],
		[
			{ value: 'Tree', scores: [0.9, 0.1] },
			'Plant: "Plant" has a list with scores, which does not say what is chosen.',
		],
		[{ value: 'Tree', scores: [0.9, 0.5] }, 'Plant = Tree'],
		[{ value: 'Tree', unit: 'm' }, 'Plant: "unit" in the answer to "Plant" is not known.'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { one: 'Plant' }).join(' | ')).toBe(reports),
	);
});

describe('an object with a feature hash', () => {
	it.each<[unknown, string]>([
		[{ featureNodeHash: 'o-Tree' }, 'Plant = Tree (feature hash of the option: o-Tree → Tree)'],
		[
			{ featureNodeHash: 'o-Lichen' },
			'Plant: The option "Lichen" of "Plant" is archived. [Tree,Herb,Moss]',
		],
		[{ featureNodeHash: 'o-Nothing' }, 'Plant: The feature hash o-Nothing is not that of "Plant".'],
		[{ featureNodeHash: 'c-Plant', value: 'Tree' }, 'Plant = Tree'],
		[{ featureNodeHash: 7, value: 'Tree' }, 'Plant: The feature hash 7 is not that of "Plant".'],
		[{ featureNodeHash: '', value: 'Tree' }, 'Plant = Tree'],
		[
			{ featureNodeHash: 'o-Tree', value: 'Moss' },
			'Plant: The answer to "Plant" says two things that do not agree.',
		],
		[{ featureNodeHash: 'o-Tree', value: 'Tree' }, 'Plant = Tree'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { one: 'Plant' }).join(' | ')).toBe(reports),
	);
});

describe('the value of a question', () => {
	it.each<[unknown, string]>([
		[{ Plant: { value: 'Tree', attributes: { Kind: 'Oak' } } }, 'Plant = Tree | Plant/Kind = Oak'],
		[
			{ Plant: { value: 'Tree', attributes: [{ name: 'Kind', value: 'Oak' }] } },
			'Plant = Tree | Plant/Kind = Oak',
		],
		[
			{ Plant: { value: 'Tree', attributes: [{ Kind: 'Oak' }, { Rings: 5 }] } },
			'Plant = Tree | Plant/Kind = Oak | Plant/Rings = 5',
		],
		[
			{ Plant: { value: 'Tree', attributes: [] } },
			'Plant: "attributes" in the answer to "Plant" is not known.',
		],
		[
			{ Plant: { value: 'Tree', details: 'x' } },
			'Plant: "details" in the answer to "Plant" is not known.',
		],
		[{ Plant: ['Tree'] }, 'Plant = Tree'],
		[{ Plant: ['Tree', 'Tree'] }, 'Plant = Tree'],
		[{ Plant: ['Tree', 'Moss'] }, 'Plant: "Plant" has one answer, not several: ["Tree","Moss"].'],
		[{ Plant: [] }, 'Plant: "Plant" has one answer, not an empty list: [].'],
		[{ Plant: [null] }, 'Plant: "Plant" has one answer, not several: [null].'],
		[{ Plant: [['Tree']] }, 'Plant: "Plant" has one answer, not several: [["Tree"]].'],
		[{ Plant: '{"choice":"Tree"}' }, 'Plant = Tree'],
		[{ Plant: '["Tree"]' }, 'Plant = Tree (decoration of the option: ["Tree"] → Tree)'],
		[{ Plant: '[broken' }, 'Plant: "[broken" is not an option of "Plant". [Tree,Herb,Moss]'],
		[{ Plant: '[Tree]' }, 'Plant = Tree (decoration of the option: [Tree] → Tree)'],
		[{ Plant: true }, 'Plant: "true" is not an option of "Plant". [Tree,Herb,Moss]'],
		[{ Plant: 3 }, 'Plant: "3" is not an option of "Plant". [Tree,Herb,Moss]'],
		[{ Plant: { a: 1 } }, 'Plant: "a" in the answer to "Plant" is not known.'],
		[
			{ Plant: { confidence: 1 } },
			'Plant: The answer to "Plant" is an object that does not say what is chosen: {"confidence":1}. [Tree,Herb,Moss]',
		],
		[{ Stems: { value: 3, unit: 'm' } }, 'Stems: "3 m" is not one number for "Stems". [number]'],
		[{ Stems: { a: 1 } }, 'Stems: "a" in the answer to "Stems" is not known.'],
		[
			{ Stems: { confidence: 1 } },
			'Stems: The answer to "Stems" is an object that does not say what is chosen: {"confidence":1}. [number]',
		],
		[
			{ 'Label text': { confidence: 1 } },
			'Label text: The answer to "Label text" is an object that does not say what is chosen: {"confidence":1}. [text]',
		],
		[{ 'Label text': '{"a": 1}' }, 'Label text = {"a": 1}'],
		[{ 'Label text': { value: 'x' } }, 'Label text = x'],
		[{ 'Label text': ['x', 'x'] }, 'Label text = x'],
		[
			{ 'Label text': true },
			'Label text: "Label text" is answered with text, and true is none. [text]',
		],
	])('%j gives: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));
});
