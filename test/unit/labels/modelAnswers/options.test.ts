import { describe, expect, it } from '@jest/globals';
import { answersTo } from './answersFixture';

describe('an option', () => {
	it.each<[string, string, string]>([
		['Plant', 'tree', 'Tree'],
		['Plant', '**A tree.**', 'Tree'],
		['Plant', '🌳 Trees', 'Tree'],
		['Plant', 'Plant: Moss', 'Moss'],
		['Plant', 'Final answer: Moss', 'Moss'],
		['Plant', 'Tere', 'Tree'],
		['Soil', 'not_wet', 'Not wet'],
		['Soil', 'Acidicc', 'Acidic'],
		['Soil', '1.50', '1.50'],
		['Soil', 'c+', 'C+'],
		['Soil', 'c +.', 'C+'],
		['In bloom', 'TRUE', 'Yes'],
		['In bloom', 'n', 'No'],
	])('of %s is read from %s', (one, reply, option) =>
		expect(answersTo(reply, { one })).toEqual({ answers: { [one]: option }, refused: [] }),
	);

	it.each<[string, unknown]>([
		['Plant', 'not a tree'],
		['Plant', 'Tree?'],
		['Plant', '❌ Tree'],
		['Plant', 'Tree or Herb'],
		['Plant', 'Tree/Herb'],
		['Plant', 'I see a tree behind moss.'],
		['Plant', 'Baum'],
		['Plant', 'Lichen'],
		['Plant', 'unknown'],
		['Plant', ['Tree', 'Herb']],
		['Plant', { Tree: false }],
		['Plant', { Tree: 0.5, Herb: 0.5 }],
		['Plant', { value: 'Tree', alternatives: ['Herb'] }],
		['Soil', 'un-wet'],
		['Finish', 'nstable'],
		['Plant', 'M\u0336o\u0336s\u0336s\u0336'],
		['Finish', 'misplaced'],
		['Finish', 'icomplete'],
		['Soil', 'fertile'],
		['Soil', 'C-'],
		['Soil', 1.5],
		['Soil', '15'],
		['In bloom', 'Yes and no'],
	])('of %s is not read from %j', (one, reply) => {
		const { answers, refused } = answersTo(reply, { one });
		expect(answers).toEqual({});
		expect(refused).not.toEqual([]);
	});

	it('keeps its spelling as a number in a text', () =>
		expect(answersTo('{"Soil": 1.50}').answers).toEqual({ Soil: '1.50' }));
});

describe('a checklist', () => {
	it.each<[unknown, string[]]>([
		['green, dark_red and violet', ['Green', 'Dark red', 'Violet']],
		['- Violet\n- Green', ['Green', 'Violet']],
		['1. Violet\n2. Green', ['Green', 'Violet']],
		['Green', ['Green']],
		[[], []],
		[{ Green: 'true', 'Dark red': 'false', Violet: 0 }, ['Green']],
		[[{ label: 'Green', confidence: 0.9 }], ['Green']],
		[{ Green: false, 'Dark red': false, Violet: false }, []],
	])('is read from %j', (value, options) =>
		expect(answersTo({ Hues: value })).toEqual({ answers: { Hues: options }, refused: [] }),
	);

	it.each<[unknown]>([
		[['Green', 'Pink']],
		['Green, not violet'],
		['Green or violet'],
		[{ Green: false }],
		[{ Green: true, Pink: false }],
		[{ Green: 0.9 }],
		[
			[
				{ label: 'Green', score: 0.9 },
				{ label: 'Violet', score: 0.1 },
			],
		],
		[['Green', null]],
	])('is taken whole or not at all: %j', (value) =>
		expect(answersTo({ Hues: value })).toEqual({ answers: {}, refused: ['Hues'] }),
	);
});
