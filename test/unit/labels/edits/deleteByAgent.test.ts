/** Taking back the labels of an agent, on every kind of media, with each limit. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { DeleteByAgent } from '../../../../src/labels/edits/kinds/deleteByAgent';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { audioRow, box, context, groupRow, ontology, videoMetadata, videoRow } from '../fixtures';

const media = (row: LabelRowJson): Partial<EditContext> =>
	row === videoRow || row.data_type === 'video'
		? {}
		: { metadata: { ...videoMetadata, data_type: row.data_type, number_of_frames: 1000 } };
const apply = (row: LabelRowJson, edits: Edit[], agent = 'detector') =>
	applyEdits(row, ontology, edits, context({ ...media(row), agent: { name: agent } }));
const written = (row: LabelRowJson, edits: Edit[], agent?: string) => {
	const { labelRow, problems } = apply(row, edits, agent);
	expect(problems).toEqual([]);
	return labelRow;
};

/** What is left, as titles with their space and frames. */
const left = (row: LabelRowJson, limits: Omit<DeleteByAgent, 'kind'> = {}, agent?: string) => {
	const { labelRow, problems } = apply(row, [{ kind: 'deleteByAgent', ...limits }], agent);
	expect(problems).toEqual([]);
	const { objects, classifications } = tidyLabelRow(
		labelRow,
		ontology,
		media(row).metadata ?? videoMetadata,
	);
	return [
		...objects.map(({ class: title, space, frames }) => [title, space, frames]),
		...classifications.map(({ classification, space, frames }) => [classification, space, frames]),
	].map(([title, space, frames]) =>
		[title, space, JSON.stringify(frames)].filter(Boolean).join(' '),
	);
};

const speech = (key: string, extra: object = {}): Edit => ({
	kind: 'addObject',
	object: 'Speech',
	key,
	coordinates: { ranges: [[10, 20]] },
	...extra,
});

describe('on a video', () => {
	const row = written(
		written(videoRow, [
			{
				kind: 'addObject',
				object: 'Car',
				frames: [[0, 3]],
				coordinates: box(),
				attributes: { Lights: 'On' },
			},
			{
				kind: 'setClassification',
				classification: 'Weather',
				answers: 'Sunny',
				frames: [[0, 9]],
			},
			{ kind: 'setClassification', classification: 'Quality', answers: 'Good' },
		]),
		[{ kind: 'addObject', object: 'Thing', frames: 2, coordinates: box(0.3) }],
		'other',
	);
	const thing = 'Thing [[2,2]]';

	it('the agent is that of the edit, or else that of the context', () => {
		expect(left(row)).toEqual([thing]);
		expect(left(row, { agent: 'detector' }, 'other')).toEqual([thing]);
		expect(left(row, { agent: 'other' })).toEqual(['Car [[0,3]]', 'Weather [[0,9]]', 'Quality []']);
	});

	it('frames leave the rest, its answers by frame too, and what is about the whole file', () => {
		const limits = { frames: [[0, 1]] as Array<[number, number]> };
		expect(left(row, limits)).toEqual(['Car [[2,3]]', thing, 'Weather [[2,9]]', 'Quality []']);
		const { labelRow } = apply(row, [{ kind: 'deleteByAgent', ...limits }]);
		expect(Object.values(labelRow.object_actions)).toMatchObject([
			{ actions: [{ range: [[2, 3]] }] },
		]);
		expect(left(row, { frames: 50 })).toEqual(left(row, { agent: 'nobody' }));
	});

	it('an object that is on no frame any more leaves no answers behind', () => {
		const { labelRow } = apply(row, [{ kind: 'deleteByAgent', frames: [[0, 3]] }]);
		expect(Object.keys(labelRow.object_answers)).toHaveLength(1);
		expect(labelRow.object_actions).toEqual({});
	});

	it('items are titles or feature hashes, of objects and of classifications', () => {
		expect(left(row, { items: ['Quality'] })).toEqual(['Car [[0,3]]', thing, 'Weather [[0,9]]']);
		expect(left(row, { items: ['obCar', 'clWeather'] })).toEqual([thing, 'Quality []']);
		expect(left(row, { items: [] })).toHaveLength(4);
	});

	it('an item that the ontology does not have is refused, and nothing is removed', () => {
		const { labelRow, problems } = apply(row, [{ kind: 'deleteByAgent', items: ['Car', 'Boat'] }]);
		expect(problems).toMatchObject([{ severity: 'error', value: 'Boat' }]);
		expect(labelRow).toBe(row);
	});
});

describe('on audio', () => {
	const row = written(
		written(audioRow, [
			speech('a'),
			{ kind: 'setClassification', classification: 'Caption', answers: 'hm', frames: [[5, 9]] },
		]),
		[speech('b')],
		'other',
	);
	const theirs = 'Speech [[10,20]]';
	const caption = 'Caption [[5,9]]';

	it('objects of the agent alone are removed', () => {
		expect(left(row, { agent: 'nobody' })).toEqual([theirs, theirs, caption]);
		expect(left(row)).toEqual([theirs]);
		expect(left(row, { frames: 'all' })).toEqual([theirs]);
	});

	it('an object is removed as a whole, so none is when frames are named', () => {
		expect(left(row, { frames: [[10, 20]] })).toContain(theirs);
		expect(left(row, { frames: [[10, 20]] }).filter((text) => text === theirs)).toHaveLength(2);
	});

	it('an answer is removed from the named milliseconds alone', () => {
		expect(left(row, { frames: [[10, 20]] })).toContain(caption);
		expect(left(row, { frames: [[8, 20]] })).toContain('Caption [[5,7]]');
		expect(left(row, { frames: [[5, 9]] })).toEqual([theirs, theirs]);
	});

	it('items leave the others', () => {
		expect(left(row, { items: ['Caption'] })).toEqual([theirs, theirs]);
		expect(left(row, { items: ['Speech'] })).toEqual([theirs, caption]);
		expect(left(row, { items: ['Span'] })).toEqual([theirs, theirs, caption]);
	});

	it('an object that a person has changed since stays', () => {
		const changed = structuredClone(row);
		for (const entry of Object.values(changed.object_answers))
			Object.assign(entry, { createdBy: 'key@example.com', lastEditedBy: 'ann@example.com' });
		expect(left(changed, { items: ['Speech'] })).toEqual([theirs, theirs, caption]);
	});
});

describe('in a data group', () => {
	const caption = (space: string): Edit => ({
		kind: 'setClassification',
		classification: 'Caption',
		answers: 'hm',
		frames: 0,
		space,
	});
	const row = written(groupRow, [
		{ kind: 'addObject', object: 'Car', frames: [[0, 1]], coordinates: box(), space: 'film' },
		caption('film'),
		speech('a', { space: 'sound' }),
		caption('sound'),
	]);
	const film = ['Car film [[0,1]]', 'Caption film [[0,0]]'];
	const sound = ['Speech sound [[10,20]]', 'Caption sound []'];

	it('all spaces are meant, or the one that the edit names', () => {
		expect(left(row, { agent: 'nobody' }).sort()).toEqual([...film, ...sound].sort());
		expect(left(row)).toEqual([]);
		expect(left(row, { space: 'sound' }).sort()).toEqual([...film].sort());
		expect(left(row, { space: 'film' }).sort()).toEqual([...sound].sort());
		expect(left(row, { space: 'page' })).toHaveLength(4);
	});
});
