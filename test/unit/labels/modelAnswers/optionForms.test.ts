/** The option that a text means: by its spellings, by a misspelling, in a list; and the reasons why none is. */
import { describe, expect, it } from '@jest/globals';
import { checklistText } from '../../../../src/labels/modelAnswers/options/checklistText';
import { matchOption } from '../../../../src/labels/modelAnswers/options/matchOption';
import { editDistance, NearestIndex } from '../../../../src/labels/modelAnswers/options/nearest';
import { optionIndex } from '../../../../src/labels/modelAnswers/options/optionIndex';
import { question, shown } from './oneQuestion';

const plant = question([
	...['Oak Tree', 'Moss', { label: 'Big leaf', value: 'bl-1' }, 'X-ray', 'Café', 'Yes', 'No'],
	{ label: 'Fern', archived: true },
]);
const PLANTS = '[Oak Tree,Moss,Big leaf,X-ray,Café,Yes,No]';

describe('an option', () => {
	it.each<[string, string, string | undefined]>([
		['Moss', 'Moss', undefined],
		['moss', 'Moss', 'case of the option'],
		['MOSS', 'Moss', 'case of the option'],
		['o1', 'Moss', 'feature hash of the option'],
		['bl-1', 'Big leaf', 'value of the option'],
		['BL-1', 'Big leaf', 'spelling of the option'],
		['bl 1', 'Big leaf', 'spaces and hyphens of the option'],
		['big_leaf', 'Big leaf', 'spelling of the option'],
		['Big-Leaf', 'Big leaf', 'spaces and hyphens of the option'],
		['big leaf', 'Big leaf', 'case of the option'],
		['bigleaf', 'Big leaf', 'spaces and hyphens of the option'],
		['the moss', 'Moss', 'spaces and hyphens of the option'],
		['a moss', 'Moss', 'spaces and hyphens of the option'],
		['**Moss**', 'Moss', 'decoration of the option'],
		['"Moss"', 'Moss', 'decoration of the option'],
		['[Moss]', 'Moss', 'decoration of the option'],
		['- Moss', 'Moss', 'decoration of the option'],
		['Moss.', 'Moss', 'decoration of the option'],
		['🌿 Moss', 'Moss', 'decoration of the option'],
		['cafe', 'Café', 'decoration of the option'],
		['mosses', 'Moss', 'plural of the option'],
		['oak trees', 'Oak Tree', 'plural of the option'],
		['x ray', 'X-ray', 'spaces and hyphens of the option'],
		['xray', 'X-ray', 'spaces and hyphens of the option'],
		['Xray', 'X-ray', 'spaces and hyphens of the option'],
	])('is found by %j: %s (%s)', (text, title, rule) => {
		const match = optionIndex(plant).match(text)!;
		expect(match.options.map((option) => option.title)).toEqual([title]);
		expect(match.rule).toBe(rule);
	});

	it.each(['none', 'O1', ''])('is not found by %j', (text) =>
		expect(optionIndex(plant).match(text)).toBeUndefined(),
	);

	it.each<[string, string]>([
		['Moss', 'Moss'],
		['Plant: moss', 'Moss (title before the answer: Plant: moss → Moss)'],
		['plant: Moss', 'Moss (title before the answer: plant: Moss → Moss)'],
		['**Plant:** Moss', 'Moss (title before the answer: **Plant:** Moss → Moss)'],
		['Answer: Moss', 'Moss (title before the answer: Answer: Moss → Moss)'],
		['The answer is: Moss', 'Moss (title before the answer: The answer is: Moss → Moss)'],
		['My best answer: Moss', 'Moss (title before the answer: My best answer: Moss → Moss)'],
		['Answer: Lichen', `"Lichen" is not an option of "Plant". ${PLANTS}`],
		['Kind: Moss', `"Kind: Moss" is not an option of "Plant". ${PLANTS}`],
		['Answer: **Moss', 'Moss (title before the answer: Answer: **Moss → Moss)'],
		['Answer: **Moss**', 'Moss (title before the answer: Answer: **Moss** → Moss)'],
		['true', 'Yes (truth as Yes or No: true → Yes)'],
		['TRUE.', 'Yes (truth as Yes or No: TRUE. → Yes)'],
		['y', 'Yes (truth as Yes or No: y → Yes)'],
		['N!', 'No (truth as Yes or No: N! → No)'],
		['maybe', `"maybe" is not an option of "Plant". ${PLANTS}`],
		['Mos', `"Mos" is not an option of "Plant". ${PLANTS}`],
		['mosss', 'Moss (nearest option: mosss → Moss)'],
		['unknown', `"unknown" is not an option of "Plant". ${PLANTS}`],
		['Fern', `The option "Fern" of "Plant" is archived. ${PLANTS}`],
		['x'.repeat(90), `"${'x'.repeat(79)}…" is not an option of "Plant". ${PLANTS}`],
	])('of %j is: %s', (text, result) => expect(shown(matchOption(plant, text))).toBe(result));

	it('is not chosen among several of one spelling', () => {
		const cats = question(['Big cat', 'Big Cat', 'big cat']);
		expect(shown(matchOption(cats, 'Big cat'))).toBe('Big cat');
		expect(shown(matchOption(cats, 'BIG CAT'))).toBe(
			'"BIG CAT" may be "Big cat" and "Big Cat" and "big cat" of "Plant". [Big cat,Big Cat,big cat]',
		);
	});

	it('is listed among 25 that would be accepted', () => {
		const of = (count: number) => {
			const titles = Array.from({ length: count }, (_, at) => `Option ${'z'.repeat(at)}`);
			const reading = matchOption(question(titles), 'foo');
			return [titles, (reading as { accepted: string[] }).accepted] as const;
		};
		const [all, listed] = of(25);
		expect(listed).toEqual(all);
		const [more, cut] = of(27);
		expect(cut).toEqual([...more.slice(0, 25), '… 2 more']);
	});

	it('that is archived gives way to one of the same title, and to no other', () => {
		const archived = { label: 'Same', value: 'a', archived: true };
		expect(shown(matchOption(question([archived, 'Same']), 'Same'))).toBe('Same');
		expect(shown(matchOption(question([archived, 'same']), 'SAME'))).toBe(
			'"SAME" may be "Same" and "same" of "Plant". [same]',
		);
		expect(shown(matchOption(question([{ ...archived, label: 'Yes' }, 'No']), 'true'))).toBe(
			'"true" is not an option of "Plant". [No]',
		);
	});
});

describe('a misspelled word', () => {
	it.each<[string[], string, string[]]>([
		[['Acidic'], 'Acidicc', ['Acidic']],
		[['Acidic'], 'Acidi', ['Acidic']],
		[['Acidic'], 'Acidiccc', []],
		[['Tree'], 'Tere', ['Tree']],
		[['Tree'], 'Te', []],
		[['Cat'], 'Cot', []],
		[['Cats'], 'Cots', ['Cats']],
		[['Cats'], 'Coty', []],
		[['Elephant'], 'Elefant', []],
		[['Elephant'], 'Elephanttt', ['Elephant']],
		[['Displaced'], 'misplaced', []],
		[['Stable', 'Unstable'], 'nstable', []],
		[['Unstable'], 'stable', []],
		[['Stable'], 'unstable', []],
		[['Unstable'], 'unstabel', ['Unstable']],
		[['Complete'], 'icomplete', ['Complete']],
		[['Hypotension'], 'hypertension', []],
		[['Interstate'], 'intrastate', []],
		[['Overload'], 'underload', []],
		[['Model 5'], 'model 6', []],
		[['Model 5'], 'modle 5', ['Model 5']],
		[['Dark red'], 'dark rde', []],
		[['Dark green'], 'drak geren', ['Dark green']],
		[['Dark red'], 'dark', []],
		[['Blue', 'Blum'], 'Bluu', ['Blue', 'Blum']],
		[['Maple', 'Marple'], 'Mapple', ['Maple', 'Marple']],
		[['abcd', 'abce'], 'abcf', ['abcd', 'abce']],
		[['Yes-man'], 'yesman', []],
		[[''], '', []],
		[['a b c d e f g h i j k l'], 'a b c d e f g h i j k l', ['a b c d e f g h i j k l']],
		[['a b c d e f g h i j k l m'], 'a b c d e f g h i j k l m', ['a b c d e f g h i j k l m']],
		[["It's wet"], 'its wet', []],
		[['Größe'], 'Grösse', ['Größe']],
		[['C++ code'], 'c+ code', []],
		[['Straße'], 'Strasse', ['Straße']],
		[['Benign'], 'malign', []],
		[['Typical'], 'atypical', []],
		// Both begin as if they were negated, and that is not what differs.
		[['Design'], 'disign', ['Design']],
		[['Atypical'], 'atipical', ['Atypical']],
		[['Anterior'], 'interior', []],
		[['External'], 'internal', []],
		[['Upright'], 'downright', []],
		[['Forward'], 'froward', ['Forward']],
		[['Backwards'], 'backward', ['Backwards']],
		[['b c d e f g h i j k l m n'], 'b c d e f g h i j k l m n', []],
		// One edit in all is nearer than one in each word, whichever title comes first.
		[['Moss green', 'Mossy greet'], 'mosss green', ['Moss green']],
		[['Mossy greet', 'Moss green'], 'mosss green', ['Moss green']],
		// The opposite is further away than another title.
		[['Misplaced', 'Displace'], 'displaces', ['Displace']],
		[['Displace', 'Misplaced'], 'displaces', ['Displace']],
		[['Same', 'Same '], 'samee', ['Same', 'Same ']],
		[['Monochrome'], 'polychrome', []],
		[['Microscope'], 'macroscope', []],
		[['Enabled'], 'disabled', []],
		[['Endotherm'], 'exotherm', []],
		[['Normal'], 'abnormal', []],
		[['Abnormal'], 'abnormall', ['Abnormal']],
		[['Legal'], 'illegal', []],
		[['Regular'], 'irregular', []],
		[['Perfect'], 'imperfect', []],
		[['Active'], 'inactive', []],
		[['Color1'], 'colour1', []],
		[['Étoile'], 'etoile', ['Étoile']],
		[['Leaf-like'], 'leaflike', []],
		[['abc/defgh'], 'abc/defgi', ['abc/defgh']],
		[['abc/defgh'], 'abc.defgh', []],
	])('of %j: %j may mean %j', (titles, answer, meant) => {
		const index = new NearestIndex(titles.map((title): [string, string] => [title, title]));
		expect(index.nearest(answer)).toEqual(meant);
	});

	it.each<[string, string, number]>([
		['', '', 0],
		['a', '', 1],
		['abc', 'abc', 0],
		['abc', 'abd', 1],
		['abc', 'ab', 1],
		['abc', 'acb', 1],
		['abc', 'bac', 1],
		['abc', 'cab', 2],
		['kitten', 'sitting', 3],
		['abcd', 'badc', 2],
		['a😀', 'a😁', 1],
		['abc', 'xyz', 3],
	])('%j and %j are %d edits apart', (a, b, edits) => {
		expect(editDistance(a, b, edits)).toBe(edits);
		expect(editDistance(b, a, edits + 1)).toBe(edits);
		if (edits > 0) expect(editDistance(a, b, edits - 1)).toBeUndefined();
	});
});

const hues = question(
	['Green', 'Dark red', 'Violet', 'Black and white', 'Red, faded'],
	'checklist',
	'Hues',
);
const HUES = '[Green,Dark red,Violet,Black and white,Red, faded]';

it.each<[string, string]>([
	['Green', 'Green (one value for a checklist: Green → Green)'],
	[
		'green and violet',
		'Green|Violet (checklist as text: green and violet → green, violet; case of the option: green → Green; case of the option: violet → Violet)',
	],
	[
		'green & violet',
		'Green|Violet (checklist as text: green & violet → green, violet; case of the option: green → Green; case of the option: violet → Violet)',
	],
	['Green, Violet', 'Green|Violet (checklist as text: Green, Violet → Green, Violet)'],
	['Green; Violet', 'Green|Violet (checklist as text: Green; Violet → Green, Violet)'],
	['Green、Violet', 'Green|Violet (checklist as text: Green、Violet → Green, Violet)'],
	['Green\nViolet', 'Green|Violet (checklist as text: Green\nViolet → Green, Violet)'],
	['1. Green\n2. Violet', 'Green|Violet (checklist as text: 1. Green\n2. Violet → Green, Violet)'],
	['2. Green\n3. Violet', `"2. Green" is not an option of "Hues". ${HUES}`],
	[
		'- Green\n- Violet',
		'Green|Violet (checklist as text: - Green\n- Violet → - Green, - Violet; decoration of the option: - Green → Green; decoration of the option: - Violet → Violet)',
	],
	['Hues: Green, Violet', 'Green|Violet (checklist as text: Hues: Green, Violet → Green, Violet)'],
	[
		'hues: green',
		'Green (title before the answer: hues: green → Green; one value for a checklist: hues: green → Green)',
	],
	['Green, and Violet', 'Green|Violet (checklist as text: Green, and Violet → Green, Violet)'],
	['Green,', 'The list for "Hues" does not end: "Green,".'],
	['Green and', 'The list for "Hues" does not end: "Green and".'],
	['Green or', 'The list for "Hues" does not end: "Green or".'],
	['Green &', 'The list for "Hues" does not end: "Green &".'],
	['Green:', 'The list for "Hues" does not end: "Green:".'],
	['Green, Pink', `"Pink" is not an option of "Hues". ${HUES}`],
	['Pink', `"Pink" is not an option of "Hues". ${HUES}`],
	['Green, Green', 'Green|Green (checklist as text: Green, Green → Green, Green)'],
	[
		'black and white',
		'Black and white (case of the option: black and white → Black and white; one value for a checklist: black and white → Black and white)',
	],
	[
		'black and white, green',
		'It is not clear which options of "Hues" the text lists: "black and white, green". A list would be accepted.',
	],
	['Red, faded', 'Red, faded (one value for a checklist: Red, faded → Red, faded)'],
	[
		'Red, faded, green',
		'It is not clear which options of "Hues" the text lists: "Red, faded, green". A list would be accepted.',
	],
	[
		'Green, black and white',
		'It is not clear which options of "Hues" the text lists: "Green, black and white". A list would be accepted.',
	],
	['Green or violet', `"Green or violet" is not an option of "Hues". ${HUES}`],
])('the checklist %j is: %s', (text, result) =>
	expect(shown(checklistText(hues, text))).toBe(result),
);
