import { expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { uniqueNames } from '../../../../src/llm/schema/names';

it.each([
	[
		['Gull', 'Tern'],
		['Gull', 'Tern'],
	],
	[
		['Gull', 'Gull', 'Gull'],
		['Gull', 'Gull (2)', 'Gull (3)'],
	],
	// A title that somebody has is not given away.
	[
		['Gull', 'Gull', 'Gull (2)'],
		['Gull', 'Gull (3)', 'Gull (2)'],
	],
	[
		['Sea gull', 'sea_gull', 'SEA-GULL'],
		['Sea gull', 'sea_gull (2)', 'SEA-GULL (3)'],
	],
	// Composed and decomposed letters look the same.
	[
		['M\u00f6we', 'Mo\u0308we'],
		['M\u00f6we', 'Mo\u0308we (2)'],
	],
	[
		['', ' '],
		['untitled', 'untitled (2)'],
	],
	[
		['__proto__', 'toString'],
		['__proto__ (2)', 'toString (2)'],
	],
])('titles %j become %j', (titles, names) => expect(uniqueNames(titles)).toEqual(names));

it('keeps away from reserved names, whatever their case', () => {
	expect(uniqueNames(['Choice', 'wing'], { reserved: ['choice'] })).toEqual(['Choice (2)', 'wing']);
});

it.each([
	[
		['Möwe (klein)', 'a.b-c'],
		['Mowe_klein', 'a.b-c'],
	],
	[
		['鳥', '魚'],
		['question', 'question_2'],
	],
	[
		['x'.repeat(90), 'x'.repeat(90)],
		['x'.repeat(56), `${'x'.repeat(56)}_2`],
	],
])('titles %j become the keys %j', (titles, names) =>
	expect(uniqueNames(titles, { style: 'ascii' })).toEqual(names),
);

it('never gives a name twice, nor one that JavaScript has', () => {
	const title = fc.oneof(
		fc.constantFrom('a', 'A', 'a (2)', 'a_2', '__proto__', 'constructor', ''),
		fc.string({ unit: 'binary', maxLength: 4 }),
	);
	fc.assert(
		fc.property(
			fc.array(title, { maxLength: 12 }),
			fc.constantFrom('titles', 'ascii'),
			(titles, style) => {
				const names = uniqueNames(titles, { style: style as 'titles' });
				expect(names).toHaveLength(titles.length);
				expect(new Set(names.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(
					names.length,
				);
				for (const name of names) expect(name in {}).toBe(false);
			},
		),
	);
});
