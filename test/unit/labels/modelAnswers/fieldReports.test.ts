/** What is told about each question, and the answers that are written: nested ones, those of frames, and those that contradict. */
import { describe, expect, it } from '@jest/globals';
import { plainAnswer } from '../../../../src/labels/answers/answers';
import { classificationQuestions } from '../../../../src/labels/modelAnswers/questions';
import { readFields } from '../../../../src/labels/modelAnswers/readFields';
import type { AnsweredMedia } from '../../../../src/labels/modelAnswers/statements';
import { WrittenNumber } from '../../../../src/reply/value';
import { film, ontology, told } from './answersFixture';

describe('nested questions', () => {
	it.each<[unknown, string]>([
		[{ Plant: 'Tree', Kind: 'Birch' }, 'Plant = Tree | Plant/Kind = Birch'],
		[
			{ Plant: 'Tree', Kind: 'Palm', Remark: 'x' },
			'Plant = Tree | Plant/Kind = Palm | Plant/Kind/Remark = x',
		],
		[
			{ Plant: 'Tree', Kind: 'Oak', Remark: 'x' },
			'Plant/Kind/Remark: "Remark" is asked only when "Kind" is "Palm". | Plant = Tree | Plant/Kind = Oak',
		],
		[
			{ Plant: 'Moss', Kind: 'Birch' },
			'Plant/Kind: "Kind" is asked only when "Plant" is "Tree" or "Herb". | Plant = Moss',
		],
		[{ Kind: 'Birch' }, 'Plant/Kind: "Kind" is asked only when "Plant" is "Tree" or "Herb".'],
		[{ Kind: null }, ''],
		[{ Kind: '' }, ''],
		[
			{ Plant: { Tree: { Kind: 'Birch', Foo: 1 } } },
			'Foo: "Foo" is not asked for this answer to "Plant". [Kind,Rings] | Plant = Tree (map of options:  → Tree) | Plant/Kind = Birch',
		],
		[
			{ Plant: { value: 'Herb', Rings: 7 } },
			'Plant/Rings: "Rings" is not asked for this answer to "Plant". [Kind] | Plant = Herb',
		],
		[
			{ Plant: { value: 'Tree', Kind: 'Mint' } },
			'Plant = Tree | Plant/Kind: "Mint" is not an option of "Kind". [Oak,Birch,Palm]',
		],
		[
			{ Plant: { Tree: { Kind: 'Birch' } }, Kind: 'Oak' },
			'Plant = Tree (map of options:  → Tree) | Plant/Kind: "Kind" has several answers that do not agree.',
		],
		[
			{ Plant: { Tree: { Kind: 'Birch' } }, Kind: 'Birch' },
			'Plant = Tree (map of options:  → Tree) | Plant/Kind = Birch',
		],
	])('in %j: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));
});

describe('keys and replies', () => {
	it.each<[unknown, string]>([
		[
			{ plant: 'tree' },
			'Plant = Tree (name of the question: plant → Plant; case of the option: tree → Tree)',
		],
		// The first spelling is told, also where the title itself comes later.
		[{ stems: 3, Stems: 3 }, 'Stems = 3 (name of the question: stems → Stems)'],
		[{ Lorem: 1 }, 'Lorem: "Lorem" is not a question that was asked. [ALL]'],
		[
			'no JSON at all',
			'*: The reply names no question: no JSON at all. JSON with the titles as keys would be accepted.',
		],
		[7, '*: The reply names no question: 7. JSON with the titles as keys would be accepted.'],
		[
			{ thinking: { Plant: 'Moss' } },
			'*: The reply names no question: {"thinking":{"Plant":"Moss"}}. JSON with the titles as keys would be accepted.',
		],
		['', ''],
		[{}, ''],
		[[], ''],
		[{ Stems: ' ' }, ''],
	])('%j gives: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));

	it('nested too deep are refused', () => {
		let deep: unknown = { Stems: 3 };
		for (let level = 0; level < 40; level++) deep = [deep];
		expect(told(deep)).toEqual(['Stems = 3']);
		expect(told([deep])).toEqual(['*: The reply is nested too deep.']);
	});

	const nested = (levels: number, wrap: (inner: unknown) => unknown) => {
		let deep: unknown = { Stems: 3 };
		for (let level = 0; level < levels; level++) deep = wrap(deep);
		return deep;
	};
	const unknown = 'output: "output" is not a question that was asked. [ALL]';
	it.each<[string, (inner: unknown) => unknown, string[]]>([
		['below "frames"', (frames) => ({ frames }), []],
		['beside an answer', (answers) => ({ Plant: 'Moss', answers }), ['Plant = Moss']],
	])('nested too deep %s are refused', (_where, wrap, others) => {
		expect(told(nested(40, wrap))).toEqual([...others, 'Stems = 3']);
		expect(told(nested(41, wrap))).toEqual(['*: The reply is nested too deep.', ...others]);
	});

	it('nested too deep below unknown keys, or below frames, are refused', () => {
		const below = (output: unknown) => ({ Stems: 3, output });
		expect(told(nested(40, below))).toEqual([unknown, 'Stems = 3']);
		expect(told(nested(41, below))).toEqual([
			...['*: The reply is nested too deep.', unknown, 'Stems = 3'],
		]);
		const inFrames = (frames: unknown) => ({ frames });
		for (const around of [
			(inner: unknown) => ({ '3': inner }),
			(inner: unknown) => ({ frame: 3, answers: inner }),
		]) {
			const levels = 'answers' in around(0) ? 38 : 39;
			expect(told(around(nested(levels, inFrames)), { media: film })).toEqual(['Stems@3 = 3']);
			expect(told(around(nested(levels + 1, inFrames)), { media: film })).toEqual([
				'*: The reply is nested too deep.',
			]);
		}
	});
});

describe('frames', () => {
	const noFrames = { kind: 'frames' } as const;
	it.each<[unknown, string]>([
		[
			{ '0-9': { Plant: 'Tree', Kind: 'Birch' }, '10-19': { Plant: 'Herb', Kind: 'Mint' } },
			'Plant@0-9 = Tree | Plant@10-19 = Herb | Plant/Kind@0-9 = Birch | Plant/Kind@10-19 = Mint',
		],
		[
			{ '5': { Kind: 'Birch' }, '0-9': { Plant: 'Tree' } },
			'Plant@0-9 = Tree | Plant/Kind@5 = Birch',
		],
		[
			{ '0-9': { Plant: 'Tree' }, '5-12': { Kind: 'Birch' } },
			'Plant/Kind@5-12: "Kind" is asked only when "Plant" is "Tree" or "Herb". | Plant@0-9 = Tree',
		],
		[
			[{ frames: '0-9', Plant: 'Tree' }, { frames: '10-19', Plant: 'Tree' }, { Kind: 'Birch' }],
			'Plant@0-19 = Tree | Plant/Kind@0-19 = Birch',
		],
		[
			[{ frames: '0-9', Plant: 'Tree' }, { frames: '10-19', Plant: 'Moss' }, { Kind: 'Birch' }],
			'Plant/Kind: "Kind" is asked only when "Plant" is "Tree" or "Herb". | Plant@0-9 = Tree | Plant@10-19 = Moss',
		],
		[
			{ Plant: 'Tree', Kind: { '0': 'Oak', '1-3': 'Birch' } },
			'Plant = Tree | Plant/Kind@0 = Oak | Plant/Kind@1-3 = Birch',
		],
		[
			[{ frame: 3, Plant: { Tree: { Kind: 'Oak' } } }],
			'Plant@3 = Tree (map of options:  → Tree) | Plant/Kind@3 = Oak',
		],
		[
			[{ frame: 3, Plant: { value: 'Herb', Rings: 5 } }],
			'Plant/Rings: "Rings" is not asked for this answer to "Plant". [Kind] | Plant@3 = Herb',
		],
		[
			[
				{ frame: 3, Plant: { Tree: { Kind: 'Oak' } } },
				{ frame: 3, Kind: 'Birch' },
			],
			'Plant@3 = Tree (map of options:  → Tree) | Plant/Kind: "Kind" has several answers that do not agree.',
		],
		[
			[
				{ frames: '0-9', Plant: 'Tree' },
				{ frames: '5-14', Plant: 'Tree' },
			],
			'Plant@0-14 = Tree',
		],
		[
			[
				{ frame: 3, Stems: 4 },
				{ frame: 3, Stems: '' },
			],
			'Stems@3 = 4',
		],
		[{ 'Whole film': { '0': '', '5': 'Sharp' } }, 'Whole film = Sharp'],
		[{ Stems: { '0': 4, '4': 4, '1-3': 5 } }, 'Stems@0,4 = 4 | Stems@1-3 = 5'],
		[
			{ Stems: { '0': 4, '1-3': 'many' } },
			'Stems@0 = 4 | Stems@1-3: "many" is not one number for "Stems". [number]',
		],
		[{ Stems: { '0': 4, '0-3': 'many' } }, 'Stems: "many" is not one number for "Stems". [number]'],
		[[{ frame: 3, Stems: 4 }, { Stems: 4 }], 'Stems = 4'],
		[
			[{ frame: 3, Stems: 4 }, { Stems: 5 }],
			'Stems: "Stems" has several answers that do not agree.',
		],
		[
			[{ frame: 3, Stems: 4 }, { Stems: 'x' }],
			'Stems: "x" is not one number for "Stems". [number]',
		],
		[{ Stems: { '3-1': 4 } }, 'Stems@3-1: The frames of "Stems" end before they begin.'],
		[{ Stems: { '29': 4 } }, 'Stems@29 = 4'],
		[{ Stems: { '30': 4 } }, 'Stems@30: The media has frames 0 to 29.'],
		[
			{ 'Whole film': { '0': 'Sharp', '5': 'Blurred' } },
			'Whole film: "Whole film" has one answer for all frames, and is given several.',
		],
		[
			{ 'Whole film': { '0': 'Sharp', '5': 'foo' } },
			'Whole film: "foo" is not an option of "Whole film". [Sharp,Blurred]',
		],
		[{ 'Whole film': { '0': 'Sharp', '5': 'Sharp' } }, 'Whole film = Sharp'],
	])('of a film, in %j: %s', (said, reports) =>
		expect(told(said, { media: film }).join(' | ')).toBe(reports),
	);

	it.each<[unknown, AnsweredMedia, string]>([
		[{ Stems: { '30': 4 } }, noFrames, 'Stems@30 = 4'],
		[
			{ Stems: { '0': 4 } },
			{ kind: 'whole' },
			'Stems@0: "Stems" has one answer here, and none for single frames.',
		],
		[{ Stems: { '0': '' } }, { kind: 'whole' }, ''],
		[{ Stems: { '0': 4 } }, { kind: 'single' }, 'Stems = 4'],
		[{ Stems: { '1': 4 } }, { kind: 'single' }, 'Stems@1: The media has frames 0 to 0.'],
	])('%j, of media %j: %s', (said, media, reports) =>
		expect(told(said, { media }).join(' | ')).toBe(reports),
	);

	it.each<[unknown, AnsweredMedia, string]>([
		[{ Load: { '0': 'Sand', '2-5': 'Gravel' } }, film, 'Load@0 = Sand | Load@2-5 = Gravel'],
		[
			{ Load: { '0': 'Sand' } },
			{ kind: 'whole' },
			'Load@0: "Load" has one answer here, and none for single frames.',
		],
		[
			{ Owner: { '0': 'City', '5': 'Private' } },
			film,
			'Owner: "Owner" has one answer for all frames, and is given several.',
		],
		[{ Owner: { '0': 'City', '5': 'City' } }, film, 'Owner = City'],
	])('of attributes of an object, in %j of media %j: %s', (said, media, reports) =>
		expect(told(said, { object: 'Lorry', media }).join(' | ')).toBe(reports),
	);
});

it('the answers to nested questions come after the others, each with its value and its frames', () => {
	const said = { Kind: 'Birch', Plant: 'Tree', Stems: { '2': 4, '3': 5 }, Soil: 'Moist' };
	const { answers } = readFields(said, classificationQuestions(ontology), film, false);
	expect(
		answers.map(({ attribute, value, ...frames }) => ({
			...{ title: attribute.title, value: plainAnswer(value), ...frames },
		})),
	).toEqual([
		{ title: 'Plant', value: 'o-Tree' },
		{ title: 'Stems', value: 4, frames: [[2, 2]] },
		{ title: 'Stems', value: 5, frames: [[3, 3]] },
		{ title: 'Kind', value: 'o-Birch' },
	]);
});

describe('a number with its spelling', () => {
	const written = (text: string) => new WrittenNumber(text);
	it.each<[string, object, string]>([
		['is an option by its spelling', { Soil: written('1.50') }, 'Soil = 1.50'],
		[
			'is no option of another spelling',
			{ Soil: written('1.500') },
			'Soil: "1.500" is not an option of "Soil". [Wet,Not wet,Acidic,Unfertile,1.5,1.50,C,C+]',
		],
		['is a number', { Stems: written('1.50') }, 'Stems = 1.5'],
		[
			'is refused where it cannot be held exactly',
			{ Stems: written('90071992547409931') },
			'Stems: "90071992547409931" is not one number for "Stems". [number]',
		],
		[
			'is a text as it was written',
			{ 'Label text': written('007.10') },
			'Label text = 007.10 (number as text: 007.10 → 007.10)',
		],
		[
			'has the unit beside it',
			{ Stems: { value: written('2.0'), unit: 'stems' } },
			'Stems = 2 (number in a text: 2.0 stems → 2)',
		],
		[
			'is a low score',
			{ Hues: [{ label: 'Green', score: written('0.10') }] },
			'Hues: {"label":"Green","score":"0.10"} does not say whether the option is chosen. [Green,Dark red,Violet]',
		],
		[
			'is a low score in a list',
			{ Plant: { value: 'Tree', scores: [0.9, written('0.10')] } },
			'Plant: "Plant" has a list with scores, which does not say what is chosen.',
		],
	])('%s', (_what, said, reports) => expect(told(said).join(' | ')).toBe(reports));
});

describe('a unit beside a number', () => {
	it.each<[unknown, string]>([
		[{ unit: 'm', 'Height cm': [2] }, 'Height cm = 200 (unit converted: 2 m → 200)'],
		[
			{ unit: 'm', 'Height cm': { answer: { value: 2 } } },
			'Height cm = 200 (unit converted: 2 m → 200)',
		],
		[
			{ 'Height cm': { answer: { value: 2 }, unit: 'm' } },
			'Height cm = 200 (unit converted: 2 m → 200)',
		],
		[
			{ unit: 'm', 'Height cm': { value: 2, unit: 'm' } },
			'Height cm = 200 (unit converted: 2 m → 200)',
		],
		[
			{ unit: 'm', 'Height cm': { value: 2, unit: 'cm' } },
			'Height cm: "2 cm m" is not one number for "Height cm". [number]',
		],
		[
			{ unit: 'm', 'Height cm unit': 'cm', 'Height cm': 2 },
			'Height cm: "2 m cm" is not one number for "Height cm". [number]',
		],
		[
			{ 'Height cm': { value: 2, unit: 'm', units: 'cm' } },
			'Height cm: "2 m cm" is not one number for "Height cm". [number]',
		],
		[{ unit: 'm', units: 'm', 'Height cm': '' }, ''],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { object: 'Lorry' }).join(' | ')).toBe(reports),
	);

	it('holds on each frame', () => {
		const said = {
			unit: 'm',
			'Height cm': [
				{ frame: 3, value: 2 },
				{ frame: 4, value: 2 },
			],
		};
		expect(told(said, { object: 'Lorry', media: film })).toEqual([
			'Height cm = 200 (unit converted: 2 m → 200)',
		]);
		const other = { unit: 'm', 'Height cm': { '3': 2, '4': 3 } };
		expect(told(other, { object: 'Lorry', media: film })).toEqual([
			'Height cm: "Height cm" has one answer for all frames, and is given several.',
		]);
	});
});
