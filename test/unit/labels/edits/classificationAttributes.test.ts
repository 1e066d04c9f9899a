/** Answering attributes of classification labels that are there. */
import { describe, expect, it } from '@jest/globals';

import type { Edit } from '../../../../src/labels/edits/edit';
import type { SetAttributes } from '../../../../src/labels/edits/kinds/setAttributes';
import { groupRow, videoRow, type FreeJson } from '../fixtures';
import { ann, apply, done, setWeather } from './editing';

const answer = (attributes: unknown, extra: Partial<SetAttributes> = {}): Edit => ({
	kind: 'setAttributes',
	attributes: attributes as never,
	...extra,
});
const byPerson = (attribute: string, title: string) =>
	`"${attribute}" of "${title}" was answered by a person and was left as it is. Allow replacing labels of people to change it.`;

describe('of a classification label', () => {
	const row = done(videoRow, [setWeather('Rain')]);
	const [classificationHash] = Object.keys(row.classification_answers) as [string];
	const entryAfter = (...given: Parameters<typeof done>) =>
		done(...given).classification_answers[classificationHash] as FreeJson;
	const later = { now: new Date('2025-01-01T00:00:00Z') };

	it('attributes are answered beside those that are there, and the label is edited now', () => {
		const entry = entryAfter(row, [answer({ Strength: 'Light' }, { classificationHash })], later);
		expect(entry).toMatchObject({
			createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
			lastEditedAt: 'Wed, 01 Jan 2025 00:00:00 UTC',
			lastEditedBy: null,
			range: [[0, 3]],
		});
		expect(entry.classifications.map(({ name }: FreeJson) => name)).toEqual([
			'Strength',
			'Weather',
		]);
	});

	it('the same answers again, later, are no change', () => {
		expect(done(row, [answer('Rain', { classificationHash })], later)).toBe(row);
	});

	it('an edit that says by whom the answers are leaves the label its own author', () => {
		const entry = entryAfter(
			row,
			[answer({ Strength: 'Light' }, { classificationHash, stamp: ann })],
			later,
		);
		expect(entry).toMatchObject({
			createdBy: null,
			lastEditedAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
			classifications: [{ name: 'Strength', manualAnnotation: true }, { name: 'Weather' }],
		});
	});

	it('an entry without authorship gets none', () => {
		const film = done(groupRow, [setWeather('Rain', { space: 'film' })]);
		const [hash] = Object.keys(film.classification_answers) as [string];
		const { classification_answers } = done(film, [
			answer({ Strength: 'Light' }, { classificationHash: hash }),
		]);
		expect(classification_answers[hash]).not.toHaveProperty('lastEditedAt');
	});

	it('an answer of a person is left', () => {
		const theirs = done(row, [answer('Sunny', { classificationHash, stamp: ann })]);
		expect(apply(theirs, [answer('Rain', { classificationHash })])).toMatchObject({
			labelRow: theirs,
			problems: [
				{
					severity: 'error',
					code: 'keptForeignLabel',
					item: 'Weather',
					field: 'Weather',
					hash: classificationHash,
					message: byPerson('Weather', 'Weather'),
				},
			],
		});
		expect(done(theirs, [answer('Sunny', { classificationHash })])).toBe(theirs);
		const told = answer('Rain', { classificationHash, replacePersonLabels: true });
		expect(entryAfter(theirs, [told]).classifications).toMatchObject([
			{ answers: [{ name: 'Rain' }], manualAnnotation: false },
		]);
	});

	it('an answer of a person is left beside others that are written', () => {
		const theirs = done(row, [answer({ Strength: 'Light' }, { classificationHash, stamp: ann })]);
		const { labelRow, problems } = apply(theirs, [
			answer({ Strength: 'Heavy', Effects: ['Spray'] }, { classificationHash }),
		]);
		expect(problems).toMatchObject([{ severity: 'warning', field: 'Strength' }]);
		expect(labelRow.classification_answers[classificationHash]?.classifications).toMatchObject([
			{ name: 'Effects' },
			{ name: 'Strength', answers: [{ name: 'Light' }] },
			{ name: 'Weather' },
		]);
	});

	it('that is not there is refused', () =>
		expect(apply(row, [answer('Sunny', { classificationHash: 'gone' })]).problems).toEqual([
			{
				severity: 'error',
				edit: 0,
				code: 'notFound',
				field: 'classificationHash',
				value: 'gone',
				message: 'This label row has no classification label gone.',
			},
		]));

	it('whose classification the ontology does not have is refused', () => {
		const unknown = structuredClone(row);
		unknown.classification_answers[classificationHash]!.featureHash = 'clGone';
		expect(apply(unknown, [answer('Sunny', { classificationHash })]).problems).toMatchObject([
			{ severity: 'error', code: 'unknownItem', value: 'clGone' },
		]);
	});
});
