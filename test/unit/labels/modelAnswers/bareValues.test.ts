/** Checklists and bare values: what is taken, with its repairs, and why others are refused. */
import { describe, expect, it } from '@jest/globals';
import { told } from './answersFixture';

describe('a checklist', () => {
	it.each<[unknown, string]>([
		[{ Hues: ['Violet', 'Green', 'Green'] }, 'Hues = Green,Violet'],
		[
			{ Hues: ['violet', 'green'] },
			'Hues = Green,Violet (case of the option: violet → Violet; case of the option: green → Green)',
		],
		[{ Hues: [] }, 'Hues = '],
		[
			{ Hues: ['Green', 'Pink'] },
			'Hues: "Pink" is not an option of "Hues". [Green,Dark red,Violet]',
		],
		[
			{ Hues: ['Green', null] },
			'Hues: The list for "Hues" has an empty member. [Green,Dark red,Violet]',
		],
		[{ Hues: 'Green' }, 'Hues = Green (one value for a checklist: Green → Green)'],
		[
			{ Hues: 'Green, violet' },
			'Hues = Green,Violet (checklist as text: Green, violet → Green, violet; case of the option: violet → Violet)',
		],
		[{ Hues: 5 }, 'Hues: "5" is not an option of "Hues". [Green,Dark red,Violet]'],
		[{ Hues: true }, 'Hues: "true" is not an option of "Hues". [Green,Dark red,Violet]'],
		[{ Hues: { Green: true, Violet: false } }, 'Hues = Green (map of options:  → Green)'],
		[
			{ Hues: { Green: true, green: false } },
			'Hues: "Green" of "Hues" is both true and false. [Green,Dark red,Violet]',
		],
		[{ Hues: { Green: true, green: true } }, 'Hues = Green (map of options:  → Green)'],
		[
			{ Hues: { Green: false } },
			'Hues: "Hues" is answered with denials only, and not for all options. [Green,Dark red,Violet]',
		],
		[{ Hues: { Green: false, 'Dark red': false, Violet: false } }, 'Hues =  (map of options:  → )'],
		[
			{ Hues: { Green: 'perhaps' } },
			'Hues: "Green" of "Hues" is neither true nor false. [Green,Dark red,Violet]',
		],
		[{ Hues: { Green: null, Violet: true } }, 'Hues = Violet (map of options:  → Violet)'],
		[
			{ Hues: { Green: true, Violet: true } },
			'Hues = Green,Violet (map of options:  → Green, Violet)',
		],
		[{ Hues: [{ label: 'Green' }, { label: 'Violet' }] }, 'Hues = Green,Violet'],
		[{ Hues: [{ label: 'Green', confidence: 0.5 }] }, 'Hues = Green'],
		[
			{ Hues: [{ label: 'Green', confidence: 0.49 }] },
			'Hues: {"label":"Green","confidence":0.49} does not say whether the option is chosen. [Green,Dark red,Violet]',
		],
		[
			{
				Hues: [
					{ name: 'Green', checked: true },
					{ name: 'Violet', checked: false },
				],
			},
			'Hues = Green (map of options:  → Green)',
		],
		[
			{
				Hues: [
					{ name: 'Green', checked: true },
					{ name: 'Pink', checked: false },
				],
			},
			'Hues: "checked" in the answer to "Hues" is not known.',
		],
		[
			{ Hues: [{ name: 'Green', checked: true }, { name: 'Violet' }] },
			'Hues: "checked" in the answer to "Hues" is not known.',
		],
		[{ Hues: [{ featureNodeHash: 'o-Green' }] }, 'Hues = Green'],
		[
			{ Hues: [{ featureNodeHash: 'o-Pink' }] },
			'Hues: The feature hash o-Pink is not that of "Hues".',
		],
		[{ Hues: [{ a: 1 }] }, 'Hues: "a" in the answer to "Hues" is not known.'],
		[
			{ Hues: [{ label: ['Green'] }] },
			'Hues: {"label":["Green"]} is not an option of "Hues". [Green,Dark red,Violet]',
		],
		[
			{ Hues: [{ label: 'Green', value: 'Green' }] },
			'Hues: {"label":"Green","value":"Green"} is not an option of "Hues". [Green,Dark red,Violet]',
		],
		[{ Hues: [['Green']] }, 'Hues: "Hues" is answered with one option. [Green,Dark red,Violet]'],
		[{ Hues: { values: ['Green', 'Violet'] } }, 'Hues = Green,Violet'],
		[
			{ Hues: { selected: ['Green'], choice: ['Violet'] } },
			'Hues: The answer to "Hues" says two things that do not agree.',
		],
		[
			{ Hues: { confidence: 1 } },
			'Hues: The answer to "Hues" is an object that does not say what is chosen: {"confidence":1}. [Green,Dark red,Violet]',
		],
	])('%j gives: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));
});

describe('a bare value, as data', () => {
	it.each<[unknown, string]>([
		[
			{ Soil: 1.5 },
			'Soil: The number 1.5 may be "1.5" or "1.50" of "Soil". [Wet,Not wet,Acidic,Unfertile,1.5,1.50,C,C+]',
		],
		[
			{ Soil: 2 },
			'Soil: "2" is not an option of "Soil". [Wet,Not wet,Acidic,Unfertile,1.5,1.50,C,C+]',
		],
		[
			{ Soil: {} },
			'Soil: The answer to "Soil" is an object that does not say what is chosen: {}. [Wet,Not wet,Acidic,Unfertile,1.5,1.50,C,C+]',
		],
		[{ Plant: [3, 3] }, 'Plant: "3" is not an option of "Plant". [Tree,Herb,Moss]'],
		[{ 'In bloom': true }, 'In bloom = Yes (truth as Yes or No: true → Yes)'],
		[{ 'In bloom': false }, 'In bloom = No (truth as Yes or No: false → No)'],
		[{ Plant: false }, 'Plant: "false" is not an option of "Plant". [Tree,Herb,Moss]'],
		[{ Stems: 3 }, 'Stems = 3'],
		[{ Stems: 3.5 }, 'Stems = 3.5'],
		[{ Stems: 9007199254740991 }, 'Stems = 9007199254740991'],
		[
			{ Stems: 9007199254740992 },
			'Stems: "9007199254740992" is not one number for "Stems". [number]',
		],
		[{ Stems: 1e300 }, 'Stems: "1e+300" is not one number for "Stems". [number]'],
		[{ Stems: '3' }, 'Stems = 3'],
		[{ Stems: true }, 'Stems: "true" is not one number for "Stems". [number]'],
		[{ Stems: ' 3 ' }, 'Stems = 3 (number in a text:  3  → 3)'],
		[{ Stems: 'about 3' }, 'Stems = 3 (number in a text: about 3 → 3)'],
		[{ 'Label text': 3 }, 'Label text = 3 (number as text: 3 → 3)'],
		[
			{ 'Label text': 3.5 },
			'Label text: "Label text" is answered with text, and 3.5 is none. [text]',
		],
		[{ 'Label text': '' }, ''],
		[{ 'Label text': '  x ' }, 'Label text =   x '],
		[
			{ 'Label text': '<caption>' },
			'Label text: "<caption>" is a placeholder, not an answer to "Label text". [text]',
		],
		[
			{ 'Label text': '[your text]' },
			'Label text: "[your text]" is a placeholder, not an answer to "Label text". [text]',
		],
		[
			{ 'Label text': 'string' },
			'Label text: "string" is a placeholder, not an answer to "Label text". [text]',
		],
		[
			{ 'Label text': '...' },
			'Label text: "..." is a placeholder, not an answer to "Label text". [text]',
		],
		[
			{ 'Label text': '{{caption}}' },
			'Label text: "{{caption}}" is a placeholder, not an answer to "Label text". [text]',
		],
		[
			{ 'Label text': 'lorem ipsum dolor' },
			'Label text: "lorem ipsum dolor" is a placeholder, not an answer to "Label text". [text]',
		],
		[
			{ 'Label text': 'insert text here' },
			'Label text: "insert text here" is a placeholder, not an answer to "Label text". [text]',
		],
		[{ 'Label text': 'A string' }, 'Label text = A string'],
		[{ 'Label text': 'a <b> c' }, 'Label text = a <b> c'],
		[
			{ 'Label text': 'I cannot help with that.' },
			'Label text: The model apologized instead of answering. [text]',
		],
	])('%j gives: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));
});

describe('a bare value, as it was written', () => {
	it.each<[unknown, string]>([
		[{ Soil: 1.5 }, 'Soil = 1.5'],
		[{ 'Label text': 3.5 }, 'Label text = 3.5 (number as text: 3.5 → 3.5)'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { spelled: true }).join(' | ')).toBe(reports),
	);
});
