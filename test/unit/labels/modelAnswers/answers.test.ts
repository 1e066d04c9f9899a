import { describe, expect, it } from '@jest/globals';
import { answersTo, film } from './answersFixture';

describe('answers to nested questions', () => {
	const birch = { Plant: 'Tree', 'Plant/Kind': 'Birch' };
	it.each<[string, unknown]>([
		['beside their parent', { Plant: 'Tree', Kind: 'Birch' }],
		['before their parent', { Kind: 'Birch', Plant: 'Tree' }],
		['under the option', { Plant: { Tree: { Kind: 'Birch' } } }],
		['beside the value', { Plant: { value: 'Tree', confidence: 0.2, Kind: 'Birch' } }],
		['in attributes', { Plant: { choice: 'Tree', attributes: { Kind: 'Birch' } } }],
		['by path', { Plant: 'Tree', 'Plant/Kind': 'Birch' }],
		['by path with the option', { Plant: 'Tree', 'plant > tree > kind': 'Birch' }],
		[
			'as a list of names and values',
			[
				{ name: 'Plant', value: 'Tree' },
				{ name: 'Kind', value: 'Birch' },
			],
		],
	])('stand %s', (_where, reply) =>
		expect(answersTo(reply)).toEqual({ answers: birch, refused: [] }),
	);

	it.each<[unknown, object, string[]]>([
		[{ Plant: 'Moss', Kind: 'Birch' }, { Plant: 'Moss' }, ['Plant/Kind']],
		[{ Plant: 'Herb', Kind: 'Birch' }, { Plant: 'Herb' }, ['Plant/Kind']],
		[{ Plant: 'Herb', Rings: 7 }, { Plant: 'Herb' }, ['Plant/Rings']],
		[{ Kind: 'Birch' }, {}, ['Plant/Kind']],
		[{ Plant: { Tree: { Kind: 'Birch' } }, Kind: 'Oak' }, { Plant: 'Tree' }, ['Plant/Kind']],
		[{ Plant: { choice: 'Tree', Herb: { Kind: 'Mint' } } }, {}, ['Plant']],
		[{ Plant: { Tree: true, Moss: true } }, {}, ['Plant']],
		[{ Plant: { Tree: true, Moss: false } }, { Plant: 'Tree' }, []],
		[{ Plant: { Tree: false } }, {}, ['Plant']],
		[{ Plant: { Lichen: true } }, {}, ['Plant']],
		[{ 'Label text': 'a', label_text: 'b' }, {}, ['Label text']],
		[{ 'Label text': 'a', label_text: 'a' }, { 'Label text': 'a' }, []],
		[{ Stems: 3, stems: 4 }, {}, ['Stems']],
		[{ Hues: ['Green', 'Violet'], hues: ['Violet', 'Green'] }, { Hues: ['Green', 'Violet'] }, []],
		[{ Hues: ['Green', 'Violet'], hues: ['Green'] }, {}, ['Hues']],
	])('are refused where they do not belong: %j', (reply, answers, refused) =>
		expect(answersTo(reply)).toEqual({ answers, refused }),
	);

	it('go three levels deep, and keep texts exactly', () =>
		expect(answersTo({ Plant: 'Tree', Kind: 'Palm', Remark: ' 01 ' }).answers).toEqual({
			Plant: 'Tree',
			'Plant/Kind': 'Palm',
			'Plant/Kind/Remark': ' 01 ',
		}));
});

describe('keys', () => {
	it.each(['Label text', 'label_text', 'labelText', 'LABEL-TEXT', 'Label text:', 'c-Label text'])(
		'%s names the question',
		(key) => expect(answersTo({ [key]: 'x' }).answers).toEqual({ 'Label text': 'x' }),
	);

	it.each<[object, object, string[]]>([
		[{ Stems: 3, Roots: 4 }, { Stems: 3 }, ['Roots']],
		[{ Stems: 3, 'Root type': 'Tap' }, { Stems: 3 }, ['Root type']],
		[{ Stems: 3, Paid: 'no' }, { Stems: 3 }, ['Paid']],
		[{ Stems: 3, stems: 4 }, {}, ['Stems']],
		[{ Stems: 3, stems: '3' }, { Stems: 3 }, []],
		[{ Stems: 3, output: { Stems: 4 } }, {}, ['output', 'Stems']],
		[{ Stems: 3, confidence: 0.5, Stems_reason: 'four?' }, { Stems: 3 }, []],
		[{ Stems: null, Hues: '', 'In bloom': 'no' }, { 'In bloom': 'No' }, []],
	])('of %j', (reply, answers, refused) => expect(answersTo(reply)).toEqual({ answers, refused }));

	it('that were not asked are reported, not written', () =>
		expect(answersTo({ Stems: 3, Plant: 'Moss' }, { one: 'Stems' })).toEqual({
			answers: { Stems: 3 },
			refused: ['Plant'],
		}));
});

describe('an answer to another question', () => {
	it.each<[unknown, string[]]>([
		[{ name: 'Color of the pot', value: 'Yes' }, ['Color of the pot']],
		[[{ question: 'Is it raining?', answer: 'Yes' }], ['Is it raining?']],
		[{ title: 'Roots', label: 'No' }, ['Roots']],
	])('is not one to the only question asked: %j', (reply, refused) =>
		expect(answersTo(reply, { one: 'In bloom' })).toEqual({ answers: {}, refused }),
	);

	it('is one to the only question when it spells that out', () =>
		expect(
			answersTo({ question: 'Is the plant in bloom?', answer: 'Yes' }, { one: 'In bloom' }),
		).toEqual({ answers: { 'In bloom': 'Yes' }, refused: [] }));

	it('is reported by its name in a list', () =>
		expect(
			answersTo([
				{ name: 'Stems', value: 3 },
				{ name: 'Roots', value: 4 },
			]),
		).toEqual({ answers: { Stems: 3 }, refused: ['Roots'] }));

	it('stays the text that it is, where its title could be a key of an answer', () =>
		expect(answersTo({ Plant: '{"Label text": "{\\"Plant\\": \\"Moss\\"}"}' })).toEqual({
			answers: {},
			refused: ['Plant'],
		}));
});

it.each([{ thinking: { Plant: 'Moss' } }, { confidence: { Stems: 0.9 } }])(
	'a reply that answers nothing is reported: %j',
	(reply) => expect(answersTo(reply)).toEqual({ answers: {}, refused: ['*'] }),
);

describe('answers for frames', () => {
	it.each<[unknown, object, string[]]>([
		[{ '0': { Stems: 1 }, '5-7': { Stems: 2 } }, { 'Stems@0': 1, 'Stems@5-7': 2 }, []],
		[{ Stems: { '3': 1, '4': 1 } }, { 'Stems@3-4': 1 }, []],
		[[{ frame: 3, Stems: 1 }], { 'Stems@3': 1 }, []],
		[[{ start_frame: 3, end_frame: 5, Stems: 1 }], { 'Stems@3-5': 1 }, []],
		[{ Stems: [{ frames: '3-5', value: 1 }] }, { 'Stems@3-5': 1 }, []],
		[{ '3': { Stems: 1 }, '4': { Stems: 'many' } }, { 'Stems@3': 1 }, ['Stems@4']],
		[{ '3': { Stems: 1 }, '30': { Stems: 1 } }, { 'Stems@3': 1 }, ['Stems@30']],
		[{ '3-5': { Stems: 1 }, '5': { Stems: 2 } }, {}, ['Stems']],
		[[{ start: '0:03', end: '0:05', Stems: 1 }], {}, ['Stems']],
		[[{ frames: [3, 9], Stems: 1 }], {}, ['Stems']],
		[{ 'Whole film': { '0': 'Sharp', '5': 'Blurred' } }, {}, ['Whole film']],
		[{ 'Whole film': { '0': 'Sharp', '5': 'Sharp' } }, { 'Whole film': 'Sharp' }, []],
		[{ frame_3: { Stems: 1 } }, { 'Stems@3': 1 }, []],
		[{ '0:03': { Stems: 1 } }, {}, ['0:03']],
		[[{ frame: 3, answers: { Stems: 1 } }], { 'Stems@3': 1 }, []],
		[[{ page: 3, Stems: 1 }], {}, ['Stems']],
		[{ beginning: { Stems: 1 } }, {}, ['beginning']],
	])('of %j', (reply, answers, refused) =>
		expect(answersTo(reply, { media: film })).toEqual({ answers, refused }),
	);

	it('are for the only frame of an image, and refused for audio', () => {
		expect(answersTo({ '0': { Stems: 1 } }).answers).toEqual({ Stems: 1 });
		expect(answersTo({ '1': { Stems: 1 } })).toEqual({ answers: {}, refused: ['Stems@1'] });
		const whole = { kind: 'whole' } as const;
		expect(answersTo({ '0': { Stems: 1 } }, { media: whole }).answers).toEqual({});
	});
});

describe('attributes of an object', () => {
	it('are answered per frame when they are dynamic', () =>
		expect(
			answersTo(
				{ Owner: 'city', Load: { '0-4': 'Sand', '5-9': 'Gravel' }, 'Height cm': '3 m' },
				{ object: 'Lorry', media: film },
			),
		).toEqual({
			answers: { 'Load@0-4': 'Sand', 'Load@5-9': 'Gravel', Owner: 'City', 'Height cm': 300 },
			refused: [],
		}));

	it('are converted by a unit that stands beside them', () => {
		expect(answersTo({ 'Height cm': 2, unit: 'm' }, { object: 'Lorry' }).answers).toEqual({
			'Height cm': 200,
		});
		expect(
			answersTo({ 'Height cm': 2, height_cm_unit: 'kg' }, { object: 'Lorry' }).answers,
		).toEqual({});
	});

	it('are refused when one answer is asked and frames differ', () =>
		expect(
			answersTo({ Owner: { '0': 'City', '5': 'Private' } }, { object: 'Lorry', media: film }),
		).toEqual({ answers: {}, refused: ['Owner'] }));
});

describe('sentences around an answer', () => {
	it.each([
		['Stems', '{"Stems": 4}\nfive'],
		['Plant', '**A herb**\n{"Plant": "Tree"}'],
		['Plant', '```\nTree\n```\nHerbs'],
	])('refuse %s when a line is another answer: %j', (one, reply) =>
		expect(answersTo(reply, { one })).toEqual({ answers: {}, refused: [one] }),
	);

	it('that name another option refuse it', () => {
		expect(answersTo('This is a herb. {"Plant": "Tree"}').refused).toEqual(['Plant']);
		expect(answersTo('This is a tree. {"Plant": "Tree"}').answers).toEqual({ Plant: 'Tree' });
	});
});

it('says what it repaired, from what and to what', () => {
	const { answers } = answersTo({ plant: 'Trees' });
	expect(answers).toEqual({ Plant: 'Tree' });
});
