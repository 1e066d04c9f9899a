import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
import {
	audioRow,
	context,
	groupRow,
	imageRow,
	ontology,
	videoRow,
	type FreeJson,
} from '../fixtures';

const apply = (row: LabelRowJson, edits: Edit[], extra: Partial<EditContext> = {}) =>
	applyEdits(row, ontology, edits, context(extra));
const set = (answers: unknown, extra: object = {}): Edit =>
	({
		kind: 'setClassification',
		classification: 'Weather',
		answers,
		frames: [[0, 3]],
		...extra,
	}) as Edit;
const answersOf = (row: LabelRowJson) => Object.values(row.classification_answers);

describe('setting a classification', () => {
	it.each([
		['an option title', 'Sunny', { Weather: 'Sunny' }],
		['another case', { weather: 'SUNNY' }, { Weather: 'Sunny' }],
		[
			'nested beside',
			{ Weather: 'Rain', Strength: 'Heavy', Note: 'wet' },
			{ Weather: 'Rain', Strength: 'Heavy', Note: 'wet' },
		],
		[
			'children first',
			{ Note: 'wet', Strength: 'Heavy', Weather: 'Rain' },
			{ Weather: 'Rain', Strength: 'Heavy', Note: 'wet' },
		],
		[
			'nested below',
			{ Rain: { Strength: 'Light', Effects: ['Spray'] } },
			{ Weather: 'Rain', Strength: 'Light', Effects: ['Spray'] },
		],
		[
			'hashes',
			{ atWeather: 'opRain', atEffects: { Puddles: true, Spray: false } },
			{ Weather: 'Rain', Effects: ['Puddles'] },
		],
	])('accepts %s', (_, answers, tidy) => {
		const { diff, problems } = apply(videoRow, [set(answers)]);
		expect(problems).toEqual([]);
		expect(diff).toMatchObject([
			{ change: 'added', title: 'Weather', frames: [[0, 3]], after: { answers: tidy } },
		]);
	});

	it.each([
		['an unknown option', 'Snow', /no option "Snow" of "Weather".*Sunny, Rain/],
		[
			'an unknown attribute',
			{ Wind: 'strong', Weather: 'Sunny' },
			/no attribute "Wind" of "Weather"/,
		],
		[
			'a nested answer without its parent',
			{ Weather: 'Sunny', Strength: 'Heavy' },
			/asked only when "Weather" is "Rain"/,
		],
		['two options of a radio', ['Sunny', 'Rain'], /answered with one option/],
	])('refuses %s and changes nothing', (_, answers, message) => {
		const { labelRow, problems } = apply(videoRow, [set(answers)]);
		expect(labelRow).toBe(videoRow);
		expect(problems).toMatchObject([
			{ severity: 'error', code: 'badAnswer', message: expect.stringMatching(message) },
		]);
	});

	it('writes answers in reverse ontology order, frames and the entry with authorship', () => {
		const { labelRow } = apply(videoRow, [
			set({ Weather: 'Rain', Strength: 'Heavy', Note: 'wet' }, { frames: 5, confidence: 0.5 }),
		]);
		const [entry] = answersOf(labelRow);
		const names = (entry?.classifications as Array<{ name: string }>).map(({ name }) => name);
		expect(names).toEqual(['Note', 'Strength', 'Weather']);
		expect(entry).toMatchObject({
			range: [[5, 5]],
			spaces: {},
			createdBy: null,
			manualAnnotation: false,
			createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
			agent: { name: 'detector' },
		});
		expect((labelRow.data_units['data-1']?.labels as FreeJson)['5']).toEqual({
			objects: [],
			classifications: [
				{
					name: 'Weather',
					value: 'weather',
					featureHash: 'clWeather',
					classificationHash: entry?.classificationHash,
					confidence: 0.5,
					createdBy: null,
					createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
					lastEditedAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
					manualAnnotation: false,
				},
			],
		});
	});

	it('changes nothing when applied again, in another process, later', () => {
		const once = apply(videoRow, [set('Rain')]);
		const again = apply(once.labelRow, [set('Rain')], { now: new Date('2025-01-01T00:00:00Z') });
		expect(again.labelRow).toBe(once.labelRow);
		expect(apply(videoRow, [set('Rain')]).labelRow).toEqual(once.labelRow);
	});

	it('keeps one label per answer: other frames join it, another answer takes frames over', () => {
		const { labelRow } = apply(videoRow, [
			set('Rain'),
			set('Rain', { frames: [[4, 9]] }),
			set('Sunny', { frames: [[3, 5]] }),
		]);
		expect(answersOf(labelRow).map(({ range }) => range)).toEqual([
			[
				[0, 2],
				[6, 9],
			],
			[[3, 5]],
		]);
	});

	it('leaves labels of others alone unless told', () => {
		const theirs = apply(videoRow, [
			set('Sunny', {
				frames: [[2, 5]],
				stamp: { createdBy: 'ann@example.com', manualAnnotation: true },
			}),
		]).labelRow;
		const kept = apply(theirs, [set('Rain')]);
		expect(kept.problems).toMatchObject([
			{ severity: 'warning', code: 'keptForeignLabel', frames: [[2, 3]] },
		]);
		expect(answersOf(kept.labelRow).map(({ range }) => range)).toEqual([[[2, 5]], [[0, 1]]]);
		const told = apply(theirs, [set('Rain')], { replacePersonLabels: true });
		expect(told.problems).toEqual([]);
		expect(answersOf(told.labelRow).map(({ range }) => range)).toEqual([[[4, 5]], [[0, 3]]]);
		expect(apply(theirs, [set('Rain', { frames: [[2, 5]] })])).toMatchObject({
			problems: [{ severity: 'error' }],
			diff: [],
		});
	});

	it('names each label of others that it leaves', () => {
		const hashes = ['aaaaaaaa', 'bbbbbbbb'];
		const stamp = { createdBy: 'ann@example.com', manualAnnotation: true };
		const theirs = apply(videoRow, [
			set('Sunny', { frames: [[1, 1]], stamp, hash: hashes[0] }),
			set('Sunny', { frames: [[3, 4]], stamp, hash: hashes[1] }),
		]).labelRow;
		const edits: Edit[] = [
			set('Rain', { frames: [[0, 5]] }),
			{ kind: 'clearClassification', classification: 'Weather', frames: [[0, 9]] },
		];
		for (const edit of edits)
			expect(apply(theirs, [edit]).problems).toMatchObject([
				{
					code: 'keptForeignLabel',
					frames: [
						[1, 1],
						[3, 4],
					],
					hashes,
				},
			]);
	});

	it("treats what a person corrected since as that person's", () => {
		const own = apply(imageRow, [set('Sunny', { frames: 0 })]).labelRow;
		const corrected = structuredClone(own);
		for (const entry of answersOf(corrected))
			Object.assign(entry, { createdBy: 'key@example.com', lastEditedBy: 'ann@example.com' });
		expect(apply(corrected, [set('Rain', { frames: 0 })]).problems).toMatchObject([
			{ severity: 'error', code: 'keptForeignLabel' },
		]);
		expect(apply(own, [set('Rain', { frames: 0 })]).problems).toEqual([]);
	});

	it('sets a global classification once for the row and changes it in place', () => {
		const quality = (answers: string): Edit => ({
			kind: 'setClassification',
			classification: 'Quality',
			answers,
		});
		const good = apply(videoRow, [quality('Good')]).labelRow;
		const bad = apply(good, [quality('Bad')]);
		expect(answersOf(good)).toMatchObject([{ range: [], createdBy: null }]);
		expect(bad.diff).toMatchObject([
			{
				change: 'changed',
				before: { answers: { Quality: 'Good' } },
				after: { answers: { Quality: 'Bad' } },
			},
		]);
		expect(Object.keys(bad.labelRow.classification_answers)).toEqual(
			Object.keys(good.classification_answers),
		);
	});

	it('sets audio as a whole, and spaces of a group one by one', () => {
		expect(answersOf(apply(audioRow, [set('Rain', { frames: undefined })]).labelRow)).toMatchObject(
			[{ range: [[0, 0]] }],
		);
		const { labelRow, problems } = apply(groupRow, [
			set('Rain', { space: 'film' }),
			set('Sunny', { space: 'sound', frames: undefined }),
			set('Sunny'),
		]);
		expect(problems).toMatchObject([
			{ edit: 2, message: expect.stringContaining('Name the space: film, sound, page') },
		]);
		expect(answersOf(labelRow)).toMatchObject([
			{ spaces: { film: { range: [[0, 3]], type: 'frame' } } },
			{ spaces: { sound: { range: [], type: 'frame' } }, range: [], createdBy: null },
		]);
		expect(Object.keys((labelRow.spaces as FreeJson).film.labels)).toEqual(['0', '1', '2', '3']);
	});

	it.each([
		['beyond the end', [[0, 100]], /Frame 100 is outside the media: its frames are 0 to 99/],
		['backwards', [[3, 1]], /not a frame/],
		['global for a framewise one', 'global', /Only a global classification/],
	])('refuses frames %s', (_, frames, message) => {
		expect(apply(videoRow, [set('Rain', { frames })]).problems).toMatchObject([
			{ code: 'badFrames', message: expect.stringMatching(message) },
		]);
	});
});

describe('clearing a classification', () => {
	it('brings back the row as it was', () => {
		const labelRow = apply(videoRow, [set('Rain')]).labelRow;
		expect(
			apply(labelRow, [{ kind: 'clearClassification', classification: 'Weather' }]).labelRow,
		).toEqual(videoRow);
	});

	it('clears the one label that is named by its hash', () => {
		const both = apply(videoRow, [set('Rain'), set('Sunny', { frames: [[5, 8]] })]).labelRow;
		const [rain, sunny] = Object.keys(both.classification_answers);
		const { labelRow, diff } = apply(both, [
			{ kind: 'clearClassification', hash: sunny, frames: [[6, 7]] },
		]);
		expect(diff).toHaveLength(1);
		expect(answersOf(labelRow).map(({ range }) => range)).toEqual([
			[[0, 3]],
			[
				[5, 5],
				[8, 8],
			],
		]);
		const { labelRow: without } = apply(both, [{ kind: 'clearClassification', hash: sunny }]);
		expect(Object.keys(without.classification_answers)).toEqual([rain]);
	});

	it('refuses a hash that the row does not have', () => {
		const { labelRow, problems } = apply(videoRow, [{ kind: 'clearClassification', hash: 'gone' }]);
		expect(labelRow).toBe(videoRow);
		expect(problems).toMatchObject([{ severity: 'error', code: 'notFound', field: 'hash' }]);
	});

	it('clears some frames only, and only what this agent wrote', () => {
		const mine = apply(videoRow, [set('Rain')]).labelRow;
		const part = apply(mine, [
			{ kind: 'clearClassification', classification: 'Weather', frames: [[1, 2]] },
		]);
		expect(answersOf(part.labelRow)).toMatchObject([
			{
				range: [
					[0, 0],
					[3, 3],
				],
			},
		]);
		const other = apply(mine, [{ kind: 'clearClassification', classification: 'Weather' }], {
			agent: { name: 'someone else' },
		});
		expect(other).toMatchObject({
			diff: [],
			problems: [{ severity: 'error', code: 'keptForeignLabel' }],
		});
	});
});

it('shares everything untouched with the row it started from and never changes it', () => {
	const frozen = JSON.stringify(videoRow);
	const { labelRow } = apply(videoRow, [set('Rain')]);
	expect(JSON.stringify(videoRow)).toBe(frozen);
	expect(labelRow.future_field).toBe(videoRow.future_field);
	expect(labelRow.object_answers).toBe(videoRow.object_answers);
});
