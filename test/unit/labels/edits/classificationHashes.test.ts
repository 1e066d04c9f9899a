/** Which hash a classification label has, and what a hash that is given means. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { SetClassification } from '../../../../src/labels/edits/kinds/setClassification';
import { labelHash } from '../../../../src/labels/row/identity';
import { groupRow, videoRow } from '../fixtures';
import { apply, done, setWeather, weathers } from './editing';

describe('a label that is always added', () => {
	const add = (answers: string, extra: Partial<SetClassification> = {}) =>
		setWeather(answers, { mode: 'add', ...extra });

	it('has a hash of its own', () => {
		const hashes = ['1', '2'].map((id) =>
			Object.keys(
				done(videoRow, [add('Rain')], { randomId: () => id }).classification_answers,
			).join(),
		);
		expect(hashes).toEqual(
			['1', '2'].map((id) => labelHash('detector', 'clWeather', undefined, ['new', id])),
		);
	});

	it.each<[string, LabelRowJson, Partial<SetClassification>, unknown, string]>([
		['on frames', videoRow, { frames: [[2, 9]] }, [[2, 3]], ' on frames 2–3'],
		['on the whole', groupRow, { space: 'sound', frames: 'all' }, [], ''],
	])('is refused where there is an answer %s', (_, row, extra, frames, where) => {
		const once = done(row, [setWeather('Rain', extra.space ? extra : {})]);
		const [hash] = Object.keys(once.classification_answers);
		expect(apply(once, [add('Rain', extra)])).toMatchObject({
			labelRow: once,
			problems: [
				{
					code: 'occupied',
					item: 'Weather',
					hash,
					frames,
					message: `"Weather" is answered already${where}; a frame carries one label of a classification.`,
				},
			],
		});
	});
});

describe('a label with a hash that is given', () => {
	const own = done(videoRow, [setWeather('Rain', { hash: 'label001' })]);

	it('has it, and takes new answers and frames', () => {
		expect(Object.keys(own.classification_answers)).toEqual(['label001']);
		const changed = done(own, [setWeather('Sunny', { hash: 'label001', frames: [[2, 5]] })]);
		expect(weathers(changed)).toEqual([['Sunny', [[0, 5]]]]);
	});

	it('keeps its answers when none are given', () => {
		const changed = done(own, [setWeather(undefined, { hash: 'label001', frames: 7 })]);
		expect(weathers(changed)).toEqual([
			[
				'Rain',
				[
					[0, 3],
					[7, 7],
				],
			],
		]);
	});

	it('is refused when the hash belongs to another classification', () =>
		expect(
			apply(own, [setWeather('x', { classification: 'Caption', hash: 'label001' })]),
		).toMatchObject({
			labelRow: own,
			problems: [
				{
					severity: 'error',
					code: 'occupied',
					item: 'Caption',
					hash: 'label001',
					message: 'The hash label001 belongs to a label of another classification.',
				},
			],
		}));
});

it('a label of the agent that a person has answered otherwise keeps its hash; the new one has another', () => {
	const own = done(videoRow, [setWeather('Rain')]);
	const [hash] = Object.keys(own.classification_answers) as [string];
	const theirs = done(own, [
		{
			kind: 'setAttributes',
			classificationHash: hash,
			attributes: 'Sunny',
			replacePersonLabels: true,
		},
	]);
	const row = done(theirs, [setWeather('Rain', { frames: 9 })]);
	expect(Object.keys(row.classification_answers)).toEqual([
		hash,
		labelHash('detector', 'clWeather', undefined, ['answer', '[["atWeather","opRain"]]'], 1),
	]);
	expect(weathers(row)).toEqual([
		['Sunny', [[0, 3]]],
		['Rain', [[9, 9]]],
	]);
});
