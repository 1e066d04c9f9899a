import { describe, expect, it } from '@jest/globals';
import type { LabelChange } from '../../../src/labels/edits/labelChange';
import type { Problem } from '../../../src/labels/row/problem';
import {
	alreadySo,
	counted,
	labelClauses,
	named,
	oneSentence,
	sentence,
} from '../../../nodes/shared/output/summary';

const animal = (answers: object, more: Partial<LabelChange> = {}): LabelChange => ({
	change: 'added',
	type: 'classification',
	hash: 'a',
	featureHash: 'f',
	title: 'Animal',
	frames: [[0, 0]],
	after: { answers: { ...answers } },
	...more,
});
const car = (frame: number, more: Partial<LabelChange> = {}): LabelChange => ({
	change: 'added',
	type: 'object',
	hash: `car${frame}`,
	featureHash: 'c',
	title: 'Car',
	frames: [[frame, frame]],
	after: { class: 'Car', answers: {} },
	...more,
});
const kept = (...hashes: string[]): Problem => ({
	severity: 'warning',
	code: 'keptForeignLabel',
	message: '',
	...(hashes.length === 1 ? { hash: hashes[0]! } : { hashes }),
});
const failed: Problem = { severity: 'error', code: 'badFrames', message: '' };
const missing: Problem = { severity: 'warning', code: 'missingAnswer', message: '' };
const nothing = { changes: [], problems: [], hadEdits: true };

describe('what edits of labels did', () => {
	it.each<[string, string, Parameters<typeof labelClauses>[0]]>([
		[
			'Added Animal: Cat on frame 0; kept 2 labels of others',
			'Would add Animal: Cat on frame 0; would keep 2 labels of others',
			{ ...nothing, changes: [animal({ Animal: 'Cat' })], problems: [kept('a'), kept('b')] },
		],
		[
			'Added 3 × Car on frames 3, 5–6',
			'Would add 3 × Car on frames 3, 5–6',
			{ ...nothing, changes: [car(3), car(5), car(6)] },
		],
		[
			'Added Animal: Cat (Breed: Siamese) on frame 0; changed Car (Color: Red) on frame 4; removed Car on frame 7',
			'Would add Animal: Cat (Breed: Siamese) on frame 0; would change Car (Color: Red) on frame 4; would remove Car on frame 7',
			{
				...nothing,
				changes: [
					car(7, { change: 'removed', before: { class: 'Car' }, after: undefined }),
					animal({ Animal: 'Cat', Breed: 'Siamese' }),
					car(4, { change: 'changed', after: { answers: { Color: 'Red' } } }),
				],
			},
		],
		[
			'Changed Car → Truck on frame 1',
			'Would change Car → Truck on frame 1',
			{
				...nothing,
				changes: [
					car(1, {
						change: 'changed',
						title: 'Truck',
						before: { class: 'Car' },
						after: { class: 'Truck' },
					}),
				],
			},
		],
		[
			'Added Colors: Black, White; refused 3 of 12 answers; 1 change could not be made; 2 required answers are missing',
			'Would add Colors: Black, White; would refuse 3 of 12 answers; 1 change could not be made; 2 required answers are missing',
			{
				...nothing,
				changes: [animal({ Colors: ['Black', 'White'] }, { title: 'Colors', frames: [] })],
				problems: [failed, missing, missing],
				refused: '3 of 12 answers',
			},
		],
		['Already so: nothing to change', 'Already so: nothing to change', nothing],
		['Nothing to change', 'Nothing to change', { ...nothing, hadEdits: false }],
		[
			'Changed nothing; kept 1 label of somebody else',
			'Would change nothing; would keep 1 label of somebody else',
			{ ...nothing, problems: [kept('a')] },
		],
		[
			'Changed nothing; kept 3 labels of others',
			'Would change nothing; would keep 3 labels of others',
			// Two answers of one label, and one problem about two other labels.
			{ ...nothing, problems: [kept('a'), kept('a'), kept('b', 'c')] },
		],
		[
			'Changed nothing; 2 changes could not be made',
			'Would change nothing; 2 changes could not be made',
			// Two faults of one edit, and one of another.
			{
				...nothing,
				problems: [0, 0, 1].map((edit) => ({ ...failed, edit })),
			},
		],
	])('%s', (done, would, edited) => {
		expect(sentence(labelClauses(edited))).toBe(done);
		expect(sentence(labelClauses(edited), true)).toBe(would);
	});

	it('names a few labels and counts the others', () => {
		const titles = ['Car', 'Truck', 'Bus', 'Bike', 'Tram', 'Train'];
		const changes = titles.map((title, frame) => car(frame, { title }));
		expect(sentence(labelClauses({ ...nothing, changes }))).toBe(
			'Added Car on frame 0, Truck on frame 1, Bus on frame 2, Bike on frame 3 and 2 more',
		);
	});

	it('cuts long answers and puts them on one line', () => {
		const changes = [animal({ Animal: `first\nsecond ${'x'.repeat(100)}` })];
		const text = sentence(labelClauses({ ...nothing, changes }));
		expect(text).toMatch(/^Added Animal: first second x+… on frame 0$/);
		expect(text.length).toBeLessThan(100);
	});
});

it('puts the steps of one write together', () => {
	const steps = [
		sentence([{ verb: 'add', what: 'Animal: Cat' }]),
		sentence([{ verb: 'send', what: `${named('cat.jpg')} along ${named('Cat')}` }]),
	];
	expect(oneSentence(steps)).toBe('Added Animal: Cat; sent "cat.jpg" along "Cat"');
	expect(oneSentence([alreadySo('it is there')])).toBe('Already so: it is there');
});

describe('a sentence about labels', () => {
	const said = (changes: LabelChange[], more: object = {}) =>
		sentence(labelClauses({ ...nothing, changes, ...more }));

	it('counts those that read the same, over all their frames', () => {
		expect(said([car(3), car(7), car(4)])).toBe('Added 3 × Car on frames 3–4, 7');
		expect(said([car(3, { frames: [[3, 9]] })])).toBe('Added Car on frames 3–9');
		expect(said([car(3, { frames: [] })])).toBe('Added Car');
	});

	it.each([
		[1, 'Added T0 on frame 0'],
		[2, 'Added T0 on frame 0 and T1 on frame 1'],
		[4, 'Added T0 on frame 0, T1 on frame 1, T2 on frame 2 and T3 on frame 3'],
		[5, 'Added T0 on frame 0, T1 on frame 1, T2 on frame 2, T3 on frame 3 and 1 more'],
	])('names up to four of %d', (count, expected) => {
		const changes = Array.from({ length: count }, (_, n) => car(n, { title: `T${n}` }));
		expect(said(changes)).toBe(expected);
	});

	it('names answers by their titles, and that there is none', () => {
		expect(said([car(0, { after: { answers: { Color: 'Red', Doors: 4 } } })])).toBe(
			'Added Car (Color: Red, Doors: 4) on frame 0',
		);
		expect(said([animal({ Animal: null })])).toBe('Added Animal: none on frame 0');
		expect(said([animal({ Breed: 'Siamese' })])).toBe('Added Animal (Breed: Siamese) on frame 0');
		expect(said([car(0, { after: undefined, before: { answers: { Color: 'Red' } } })])).toBe(
			'Added Car (Color: Red) on frame 0',
		);
		expect(said([car(0, { change: 'removed', after: { class: 'Car' } })])).toBe(
			'Removed Car on frame 0',
		);
	});

	it('cuts answers of more than 60 characters', () => {
		expect(said([animal({ Animal: 'x'.repeat(60) })])).toContain(`${'x'.repeat(60)} on`);
		expect(said([animal({ Animal: 'x'.repeat(61) })])).toContain(` ${'x'.repeat(60)}… on`);
		expect(said([animal({ Animal: '  a \t b\n ' })])).toBe('Added Animal: a b on frame 0');
	});

	it('has the remark, what was kept, refused, failed and missing, in this order', () => {
		const more = {
			problems: [kept('a'), { ...failed, edit: 1 }, { ...failed, edit: 2 }, missing],
			refused: '1 of 2 answers',
			remark: '214 → 37 points',
		};
		expect(said([car(0)], more)).toBe(
			'Added Car on frame 0; 214 → 37 points; kept 1 label of somebody else; refused 1 of 2 answers; ' +
				'2 changes could not be made; 1 required answer is missing',
		);
		expect(said([], { refused: '2 of 2 answers' })).toBe('Changed nothing; refused 2 of 2 answers');
		expect(said([], { problems: [missing] })).toBe(
			'Already so: nothing to change; 1 required answer is missing',
		);
		// That a label of somebody else was kept is said once, and a warning is no failure.
		const others = [
			{ ...kept('a'), severity: 'error' as const },
			{ ...failed, severity: 'warning' as const },
		];
		expect(said([], { problems: others })).toBe('Changed nothing; kept 1 label of somebody else');
	});
});

it.each([
	['add', 'Added x', 'Would add x'],
	['change', 'Changed x', 'Would change x'],
	['complete', 'Completed x', 'Would complete x'],
	['create', 'Created x', 'Would create x'],
	['keep', 'Kept x', 'Would keep x'],
	['leave', 'Left x', 'Would leave x'],
	['move', 'Moved x', 'Would move x'],
	['refuse', 'Refused x', 'Would refuse x'],
	['register', 'Registered x', 'Would register x'],
	['remove', 'Removed x', 'Would remove x'],
	['reopen', 'Reopened x', 'Would reopen x'],
	['send', 'Sent x', 'Would send x'],
	['set', 'Set x', 'Would set x'],
	['upload', 'Uploaded x', 'Would upload x'],
] as const)('says %s after the write and in a dry run', (verb, done, would) => {
	expect(sentence([{ verb, what: 'x' }])).toBe(done);
	expect(sentence([{ verb, what: 'x' }], true)).toBe(would);
});

it('counts with the plural, and says nothing of nothing', () => {
	expect([0, 1, 2].map((count) => counted(count, 'task'))).toEqual([
		'0 tasks',
		'1 task',
		'2 tasks',
	]);
	expect([1, 2].map((count) => counted(count, 'person', 'people'))).toEqual([
		'1 person',
		'2 people',
	]);
	expect(sentence([])).toBe('');
	expect(oneSentence([])).toBe('');
	expect(sentence(['"a" is new', { verb: 'send', what: '"a"' }])).toBe('"a" is new; sent "a"');
});
