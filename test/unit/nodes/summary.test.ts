import { describe, expect, it } from '@jest/globals';
import type { LabelChange } from '../../../src/labels/edits/labelChange';
import type { Problem } from '../../../src/labels/row/problem';
import {
	alreadySo,
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
