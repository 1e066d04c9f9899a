/** Deleting objects from frames and spaces. */
import { describe, expect, it } from '@jest/globals';

import type { Edit } from '../../../../src/labels/edits/edit';
import { groupRow, videoRow, type FreeJson } from '../fixtures';
import { addCar as add, apply, changedByPerson, done, hashOf, places } from './editing';

const row = done(videoRow, [add({ confidence: 0.5 })]);
const hash = hashOf(row);
/** A person has moved the object on frames 1 and 2. */
const moved = changedByPerson(row, 1, 2);

describe('deleting', () => {
	const remove = (extra: object = {}): Edit => ({
		kind: 'deleteObject',
		objectHash: hash,
		...extra,
	});

	it('leaves the frames of a person, and the answers with them', () => {
		const { labelRow, problems } = apply(moved, [remove()]);
		expect(Object.keys(places(labelRow))).toEqual(['1', '2']);
		expect(Object.keys(labelRow.object_answers)).toEqual([hash]);
		expect(problems).toMatchObject([
			{ severity: 'warning', item: 'Car', frames: [[1, 2]], hash, code: 'keptForeignLabel' },
		]);
		expect(apply(moved, [remove({ frames: 1 })]).problems).toMatchObject([{ severity: 'error' }]);
		expect(done(moved, [remove()], { replacePersonLabels: true }).object_answers).toEqual({});
	});

	it('from frames without the object is an error that says nothing was done, or nothing', () =>
		expect(apply(row, [remove({ frames: 50 })])).toMatchObject({ labelRow: row, problems: [] }));

	it('takes the object from all spaces, or from the one that is named', () => {
		const spaces = {
			...(groupRow.spaces as FreeJson),
			clip: { space_type: 'video', number_of_frames: 5, width: 10, height: 10, labels: {} },
		};
		const group = done({ ...groupRow, spaces }, [
			add({ space: 'film', hash: 'car00000' }),
			add({ space: 'clip', hash: 'car00000', frames: 0 }),
		]);
		const both = { objectHash: 'car00000', replacePersonLabels: true };
		const one = done(group, [remove({ ...both, space: 'film' })]);
		expect([places(one, 'film'), places(one, 'clip')]).toEqual([{}, { 0: [[0.1, 1]] }]);
		expect(Object.keys(one.object_answers)).toEqual(['car00000']);
		expect(done(group, [remove(both)]).object_answers).toEqual({});
	});

	it('of an object that is not there is refused', () =>
		expect(apply(row, [remove({ objectHash: 'gone' })]).problems).toMatchObject([
			{ code: 'notFound', value: 'gone', message: 'This label row has no object gone.' },
		]));
});
