/** Classification labels that are there already: the same answer, another one, of the agent or of somebody else. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { SetClassification } from '../../../../src/labels/edits/kinds/setClassification';
import { groupRow, videoRow, type FreeJson } from '../fixtures';
import { ann, apply, done, setWeather } from './editing';

const onFrame = (row: LabelRowJson, frame: number) =>
	((row.data_units['data-1']?.labels as FreeJson)[frame]?.classifications ?? []) as FreeJson[];
const hashesOf = (row: LabelRowJson) => Object.keys(row.classification_answers);
const rangesOf = (row: LabelRowJson) =>
	Object.values(row.classification_answers).map(({ range }) => range);
const other = { agent: { name: 'other' } };

describe('a label with the same answer', () => {
	it('of somebody else is enough; frames without one get a label', () => {
		const theirs = done(videoRow, [setWeather('Rain', { stamp: ann })]);
		expect(apply(theirs, [setWeather('Rain')])).toMatchObject({
			labelRow: theirs,
			problems: [],
			diff: [],
		});
		const row = done(theirs, [setWeather('Rain', { frames: [[2, 5]] })], other);
		expect(rangesOf(row)).toEqual([[[0, 3]], [[4, 5]]]);
	});

	it('of somebody else stays as sure as it is; that of the agent becomes as sure as the edit says', () => {
		const confidences = (row: LabelRowJson) =>
			[0, 1, 2, 3].map((frame) => onFrame(row, frame).map(({ confidence }) => confidence));
		const sure = setWeather('Rain', { confidence: 0.5, frames: [[1, 2]] });
		const theirs = done(videoRow, [setWeather('Rain', { stamp: ann })]);
		expect(confidences(done(theirs, [sure]))).toEqual([[1], [1], [1], [1]]);
		const own = done(videoRow, [setWeather('Rain')]);
		expect(confidences(done(own, [sure]))).toEqual([[1], [0.5], [0.5], [1]]);
		// The agent has made it under a hash that is not derived from its answer.
		const ownOther = done(videoRow, [setWeather('Rain', { mode: 'add' })], { randomId: () => '1' });
		const changed = done(ownOther, [sure]);
		expect(confidences(changed)).toEqual([[1], [0.5], [0.5], [1]]);
		expect(hashesOf(changed)).toEqual(hashesOf(ownOther));
	});

	it('as sure as the edit says is not written again', () => {
		const own = done(videoRow, [setWeather('Rain', { confidence: 0.5 })]);
		const later = { now: new Date('2025-01-01T00:00:00Z') };
		expect(done(own, [setWeather('Rain', { confidence: 0.5 })], later)).toBe(own);
		expect(done(own, [setWeather('Rain')], later)).toBe(own);
		const changed = done(own, [setWeather('Rain', { confidence: 0 })], later);
		expect(onFrame(changed, 0)[0]).toMatchObject({
			confidence: 0,
			createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
			lastEditedAt: 'Wed, 01 Jan 2025 00:00:00 UTC',
		});
	});

	it('is stamped when the edit says by whom it is', () => {
		const own = done(videoRow, [setWeather('Rain')]);
		const row = done(own, [
			setWeather('Rain', { stamp: { ...ann, lastEditedBy: 'ben@example.com' } }),
		]);
		expect(hashesOf(row)).toEqual(hashesOf(own));
		expect(onFrame(row, 0)[0]).toMatchObject({ ...ann, confidence: 1 });
		expect(Object.values(row.classification_answers)).toMatchObject([
			{ ...ann, lastEditedBy: 'ben@example.com' },
		]);
	});
});

describe('a label with another answer', () => {
	it('of an agent of another name is left; that of the agent goes, with its entry', () => {
		const own = done(videoRow, [setWeather('Rain')]);
		const kept = apply(own, [setWeather('Sunny')], other);
		expect(kept.labelRow).toBe(own);
		expect(kept.problems).toMatchObject([
			{ severity: 'error', code: 'keptForeignLabel', item: 'Weather', frames: [[0, 3]] },
		]);
		const row = done(own, [setWeather('Sunny')]);
		expect(hashesOf(row)).toHaveLength(1);
		expect(hashesOf(row)).not.toEqual(hashesOf(own));
		expect(rangesOf(row)).toEqual([[[0, 3]]]);
	});

	it('that a person has changed on one frame is left on that frame', () => {
		const row = structuredClone(done(videoRow, [setWeather('Rain')]));
		Object.assign(onFrame(row, 2)[0], {
			createdBy: 'key@example.com',
			lastEditedBy: ann.createdBy,
		});
		const { labelRow, problems } = apply(row, [setWeather('Sunny')]);
		expect(problems).toMatchObject([
			{ severity: 'warning', code: 'keptForeignLabel', frames: [[2, 2]], hash: hashesOf(row)[0] },
		]);
		expect(rangesOf(labelRow)).toEqual([
			[[2, 2]],
			[
				[0, 1],
				[3, 3],
			],
		]);
	});
});

describe('a label of a whole file', () => {
	const quality = (answers: string, extra: Partial<SetClassification> = {}) =>
		setWeather(answers, { classification: 'Quality', frames: undefined, ...extra });
	const theirs = done(videoRow, [quality('Good', { stamp: ann })], other);

	it('of somebody else is left, and enough where it has the same answer', () => {
		expect(apply(theirs, [quality('Good')])).toMatchObject({ labelRow: theirs, problems: [] });
		expect(apply(theirs, [quality('Bad')])).toMatchObject({
			labelRow: theirs,
			problems: [{ severity: 'error', code: 'keptForeignLabel', hash: hashesOf(theirs)[0] }],
		});
	});

	it('of somebody else is replaced where that is allowed, or another hash is given', () => {
		const replaced = done(theirs, [quality('Bad', { replacePersonLabels: true })]);
		expect(hashesOf(replaced)).toHaveLength(1);
		expect(hashesOf(replaced)).not.toEqual(hashesOf(theirs));
		const named = done(theirs, [quality('Good', { replacePersonLabels: true, hash: 'quality1' })]);
		expect(hashesOf(named)).toEqual(['quality1']);
	});

	it('is refused when it is always added', () =>
		expect(apply(theirs, [quality('Bad', { mode: 'add' })]).problems).toMatchObject([
			{ code: 'occupied', frames: [], hash: hashesOf(theirs)[0] },
		]));

	it('of the agent is changed in place, and put again changes nothing', () => {
		const own = done(videoRow, [quality('Good')]);
		const bad = done(own, [quality('Bad')]);
		expect(hashesOf(bad)).toEqual(hashesOf(own));
		expect(done(bad, [quality('Bad')])).toBe(bad);
	});

	it('in one space says nothing about another', () => {
		const inSpace = (space: string, answers: string) =>
			setWeather(answers, { space, frames: undefined });
		const row = done(groupRow, [inSpace('sound', 'Rain'), inSpace('page', 'Sunny')]);
		expect(Object.values(row.classification_answers).map(({ spaces }) => spaces)).toEqual([
			{ sound: { range: [], type: 'frame' } },
			{ page: { range: [], type: 'html' } },
		]);
	});
});

it('a label in two spaces of a data group stays in one when it is cleared from the other', () => {
	const hash = 'label001';
	const inBoth = done(groupRow, [
		setWeather('Rain', { space: 'film', hash }),
		setWeather('Rain', { space: 'sound', hash, frames: undefined }),
	]);
	expect(inBoth.classification_answers[hash]?.spaces).toEqual({
		film: { range: [[0, 3]], type: 'frame' },
		sound: { range: [], type: 'frame' },
	});
	const clear = (space: string): Edit => ({
		kind: 'clearClassification',
		hash,
		space,
		replacePersonLabels: true,
	});
	expect(done(inBoth, [clear('film')]).classification_answers[hash]?.spaces).toEqual({
		sound: { range: [], type: 'frame' },
	});
	expect(done(inBoth, [clear('sound')]).classification_answers[hash]?.spaces).toEqual({
		film: { range: [[0, 3]], type: 'frame' },
	});
	expect(done(inBoth, [clear('film'), clear('sound')]).classification_answers).toEqual({});
});
