/** Clearing classifications: which labels go, from which frames, and what is said about those of others. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { ClearClassification } from '../../../../src/labels/edits/kinds/clearClassification';
import { audioRow, groupRow, videoRow, type FreeJson } from '../fixtures';
import { ann, apply, done, setWeather, weathers } from './editing';

const clear = (extra: Partial<ClearClassification> = {}): Edit => ({
	kind: 'clearClassification',
	classification: 'Weather',
	...extra,
});
const quality = (answers: string, extra: object = {}) =>
	setWeather(answers, { classification: 'Quality', frames: undefined, ...extra });
const long = { metadata: { number_of_frames: 1000 } };

describe('on a video', () => {
	const row = done(videoRow, [
		setWeather('Rain'),
		setWeather('Sunny', { frames: [[5, 8]] }),
		quality('Good'),
	]);

	it.each<[ClearClassification['frames'], unknown]>([
		[undefined, [['Good', []]]],
		['global', [['Good', []]]],
		['all', [['Good', []]]],
		[
			[[3, 6]],
			[
				['Rain', [[0, 2]]],
				['Sunny', [[7, 8]]],
				['Good', []],
			],
		],
		[
			4,
			[
				['Rain', [[0, 3]]],
				['Sunny', [[5, 8]]],
				['Good', []],
			],
		],
	])('frames %j leave %j', (frames, left) =>
		expect(weathers(done(row, [clear({ ...(frames !== undefined && { frames }) })]))).toEqual(left),
	);

	it('a global one goes with its entry, and nothing else', () =>
		expect(weathers(done(row, [clear({ classification: 'Quality' })]))).toEqual([
			['Rain', [[0, 3]]],
			['Sunny', [[5, 8]]],
		]));

	it('frames that do not exist are refused', () =>
		expect(apply(row, [clear({ frames: 100 })]).problems).toMatchObject([
			{ code: 'badFrames', item: 'Weather' },
		]));

	it('a classification that is not there is nothing to clear', () =>
		expect(done(row, [clear({ classification: 'Caption' })])).toBe(row));

	it('neither a name nor a hash, or a hash of no label, is refused', () => {
		const edit = { kind: 'clearClassification' } as const;
		const problem = { severity: 'error', edit: 0, code: 'notFound', field: 'hash' };
		expect(apply(row, [{ ...edit, hash: 'gone' }]).problems).toEqual([
			{ ...problem, value: 'gone', message: 'This label row has no classification label gone.' },
		]);
		expect(apply(row, [edit]).problems).toMatchObject([problem]);
	});
});

describe('labels of others', () => {
	const row = done(videoRow, [
		setWeather('Sunny', { frames: [[2, 5]], stamp: ann, hash: 'theirs00' }),
		setWeather('Rain', { frames: [[6, 8]] }),
		quality('Good', { stamp: ann, hash: 'theirs01' }),
	]);

	it('stay, with a warning beside what goes, or an error', () => {
		const { labelRow, problems } = apply(row, [clear()]);
		expect(weathers(labelRow)).toEqual([
			['Sunny', [[2, 5]]],
			['Good', []],
		]);
		expect(problems).toEqual([
			{
				severity: 'warning',
				code: 'keptForeignLabel',
				edit: 0,
				item: 'Weather',
				frames: [[2, 5]],
				hash: 'theirs00',
				message:
					'"Weather" on frames 2–5 was written or changed by somebody else and was left as it is. ' +
					'Allow replacing labels of people to change it.',
			},
		]);
		expect(apply(row, [clear({ frames: [[0, 3]] })])).toMatchObject({
			labelRow: row,
			problems: [{ severity: 'error', frames: [[2, 3]], hash: 'theirs00' }],
		});
	});

	it('of the whole file stay, too', () =>
		expect(apply(row, [clear({ classification: 'Quality' })])).toMatchObject({
			labelRow: row,
			problems: [{ severity: 'error', item: 'Quality', frames: [[0, 0]], hash: 'theirs01' }],
		}));

	it('go where that is allowed', () => {
		const allowed = { replacePersonLabels: true };
		expect(
			weathers(done(row, [clear(allowed), clear({ classification: 'Quality', ...allowed })])),
		).toEqual([]);
	});

	it('that a person has changed on some frames stay on them', () => {
		const own = done(videoRow, [setWeather('Rain')]);
		const changed = structuredClone(own);
		Object.assign((changed.data_units['data-1']!.labels as FreeJson)[1].classifications[0], {
			manualAnnotation: true,
		});
		const { labelRow, problems } = apply(changed, [clear()]);
		expect(weathers(labelRow)).toEqual([['Rain', [[1, 1]]]]);
		expect(problems).toMatchObject([{ severity: 'warning', frames: [[1, 1]] }]);
	});
});

describe('on audio', () => {
	const row = done(
		audioRow,
		[setWeather('Rain', { frames: [[0, 9]] }), setWeather('Sunny', { frames: [[20, 29]] })],
		long,
	);
	const left = (given: LabelRowJson, frames?: ClearClassification['frames']) =>
		weathers(done(given, [clear({ ...(frames !== undefined && { frames }) })], long));

	it('milliseconds go, and a label without any', () => {
		expect(left(row, [[5, 24]])).toEqual([
			['Rain', [[0, 4]]],
			['Sunny', [[25, 29]]],
		]);
		expect(left(row, [[0, 9]])).toEqual([['Sunny', [[20, 29]]]]);
		expect(left(row)).toEqual([]);
	});

	it('a label without a range is about the whole file', () => {
		const whole = structuredClone(row);
		for (const entry of Object.values(whole.classification_answers)) entry.range = [];
		expect(left(whole, 5)).toEqual([
			['Rain', []],
			['Sunny', []],
		]);
		expect(left(whole, 0)).toEqual([]);
	});
});

it('in a data group one space is cleared', () => {
	const row = done(groupRow, [
		setWeather('Rain', { space: 'film' }),
		setWeather('Rain', { space: 'sound', frames: undefined }),
	]);
	const spaces = (space: string) =>
		Object.values(done(row, [clear({ space })]).classification_answers).map((entry) =>
			Object.keys(entry.spaces as object),
		);
	expect([spaces('film'), spaces('sound'), spaces('page')]).toEqual([
		[['sound']],
		[['film']],
		[['film'], ['sound']],
	]);
});

it('a label on frames that has no answers is cleared, too', () => {
	const hash = 'label001';
	const label = { classificationHash: hash, featureHash: 'clWeather' };
	const row = structuredClone(groupRow) as FreeJson;
	row.spaces.film.labels = { 2: { objects: [], classifications: [label] } };
	const allowed = { space: 'film', replacePersonLabels: true };
	expect(done(row as LabelRowJson, [clear(allowed)])).toEqual(groupRow);
});
