/** What edits report about each label: titles, frames, and only what differs between before and after. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { AddObject } from '../../../../src/labels/edits/kinds/addObject';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
import { audioRow, box, context, groupRow, ontology, videoMetadata, videoRow } from '../fixtures';

const done = (row: LabelRowJson, edits: Edit[], extra: Partial<EditContext> = {}) => {
	// Hashes that the tests choose are not those of an agent.
	const all = context({ replacePersonLabels: true, ...extra });
	const { labelRow, diff, problems } = applyEdits(row, ontology, edits, all);
	expect(problems).toEqual([]);
	const withoutHash = diff.map((change) => {
		const copy: Partial<typeof change> = { ...change };
		delete copy.hash;
		return copy;
	});
	return { labelRow, diff: withoutHash };
};
const car = (extra: Partial<AddObject> = {}): AddObject => ({
	kind: 'addObject',
	object: 'Car',
	hash: 'car00000',
	frames: [[0, 3]],
	coordinates: box(),
	...extra,
});
const { labelRow: withCar, diff: added } = done(videoRow, [
	car({
		placements: [{ frames: 5, coordinates: box() }],
		attributes: { Plate: 'AB', Lights: 'On' },
	}),
]);
const onVideo = (edits: Edit[]) => done(withCar, edits).diff;

describe('an object', () => {
	it('that was added has its class, frames, answers and places, one for frames without a gap', () => {
		expect(added).toEqual([
			{
				change: 'added',
				type: 'object',
				featureHash: 'obCar',
				title: 'Car',
				frames: [
					[0, 3],
					[5, 5],
				],
				after: {
					class: 'Car',
					frames: [
						[0, 3],
						[5, 5],
					],
					answers: { Plate: 'AB' },
					dynamicAnswers: [
						{
							attribute: 'Lights',
							answer: 'On',
							frames: [
								[0, 3],
								[5, 5],
							],
						},
					],
					coordinates: [
						{ frames: [0, 3], coordinates: box(), confidence: 1 },
						{ frames: [5, 5], coordinates: box(), confidence: 1 },
					],
				},
			},
		]);
	});

	it('that is somewhere else or less sure on a frame tells the places of that frame alone', () => {
		expect(onVideo([car({ frames: 2, coordinates: box(0.5) })])).toEqual([
			{
				change: 'changed',
				type: 'object',
				featureHash: 'obCar',
				title: 'Car',
				frames: [[2, 2]],
				before: { coordinates: [{ frames: [2, 2], coordinates: box(), confidence: 1 }] },
				after: { coordinates: [{ frames: [2, 2], coordinates: box(0.5), confidence: 1 }] },
			},
		]);
		const placements = [0, 1, 2].map((frame) => ({
			frames: frame,
			coordinates: box(0.5),
			confidence: frame === 2 ? 0.25 : 0.75,
		}));
		const [change] = onVideo([car({ frames: undefined, coordinates: undefined, placements })]);
		expect(change).toMatchObject({ frames: [[0, 2]] });
		expect(change!.after!.coordinates).toEqual([
			{ frames: [0, 1], coordinates: box(0.5), confidence: 0.75 },
			{ frames: [2, 2], coordinates: box(0.5), confidence: 0.25 },
		]);
	});

	it('of which only an answer differs is on no changed frame, and keeps its title', () => {
		expect(
			onVideo([{ kind: 'setAttributes', objectHash: 'car00000', attributes: { Plate: 'CD' } }]),
		).toEqual([
			{
				change: 'changed',
				type: 'object',
				featureHash: 'obCar',
				title: 'Car',
				frames: [],
				before: { answers: { Plate: 'AB' } },
				after: { answers: { Plate: 'CD' } },
			},
		]);
	});

	it('of which an answer differs on some frames tells these frames', () => {
		const [change] = onVideo([
			{
				kind: 'setAttributes',
				objectHash: 'car00000',
				attributes: { Lights: 'Off' },
				frames: [[1, 2]],
			},
		]);
		expect(change!.before!.dynamicAnswers).toMatchObject([{ answer: 'On' }]);
		expect(change!.after!.dynamicAnswers).toEqual(
			expect.arrayContaining([{ attribute: 'Lights', answer: 'Off', frames: [[1, 2]] }]),
		);
		expect(change!.after).not.toHaveProperty('answers');
	});

	it('that was removed has what it was, and nothing after', () => {
		const [change] = onVideo([{ kind: 'deleteObject', objectHash: 'car00000' }]);
		expect(change).toEqual({
			...added[0],
			change: 'removed',
			after: undefined,
			before: added[0]!.after,
		});
		expect(change).not.toHaveProperty('after');
		expect(added[0]).not.toHaveProperty('before');
	});

	it('that lost some of its frames was changed', () => {
		expect(
			onVideo([{ kind: 'deleteObject', objectHash: 'car00000', frames: [[0, 1]] }]),
		).toMatchObject([{ change: 'changed', frames: [[0, 1]] }]);
	});

	it('that was put as it is is not reported', () => {
		expect(onVideo([car({ attributes: { Plate: 'AB' } })])).toEqual([]);
	});
});

describe('an object on ranges', () => {
	const speech = (extra: Partial<AddObject> = {}): AddObject => ({
		kind: 'addObject',
		object: 'Speech',
		hash: 'speech00',
		coordinates: {
			ranges: [
				[10, 20],
				[30, 40],
			],
		},
		attributes: { Words: 'hm' },
		...extra,
	});
	const ranges = [
		[10, 20],
		[30, 40],
	];

	it('has its ranges as frames', () => {
		const metadata = { ...videoMetadata, data_type: 'AUDIO', number_of_frames: 1000 };
		const { labelRow, diff } = done(audioRow, [speech()], { metadata });
		expect(diff).toMatchObject([
			{ change: 'added', title: 'Speech', after: { frames: ranges, answers: { Words: 'hm' } } },
		]);
		expect(diff[0]).not.toHaveProperty('space');
		expect(diff[0]!.after).not.toHaveProperty('coordinates');
		const longer = speech({ coordinates: { ranges: [[10, 25]] } });
		expect(done(labelRow, [longer], { metadata }).diff).toMatchObject([
			{ change: 'changed', before: { frames: ranges }, after: { frames: [[10, 25]] } },
		]);
	});

	it('has the ranges and the name of its space in a data group', () => {
		const metadata = { ...videoMetadata, data_type: 'GROUP' };
		const { diff } = done(
			groupRow,
			[speech({ space: 'sound' }), car({ space: 'film', frames: 1 })],
			{ metadata },
		);
		expect(diff).toMatchObject([
			{ title: 'Speech', after: { frames: ranges } },
			{ title: 'Car', space: 'film', frames: [[1, 1]] },
		]);
	});
});

describe('a classification', () => {
	const set = (answers: string, more: object = {}): Edit => ({
		kind: 'setClassification',
		classification: 'Weather',
		answers,
		frames: [[0, 4]],
		...more,
	});

	it('has its title, frames and answers, and no places', () => {
		const { diff } = done(videoRow, [set('Sunny')]);
		expect(diff).toEqual([
			{
				change: 'added',
				type: 'classification',
				featureHash: 'clWeather',
				title: 'Weather',
				frames: [[0, 4]],
				after: { class: 'Weather', frames: [[0, 4]], answers: { Weather: 'Sunny' } },
			},
		]);
	});

	it('of the whole file is on no frame', () => {
		const quality = { classification: 'Quality', frames: undefined };
		const { labelRow, diff } = done(videoRow, [set('Good', quality)]);
		expect(diff).toMatchObject([
			{ change: 'added', title: 'Quality', frames: [], after: { answers: { Quality: 'Good' } } },
		]);
		const [change, ...others] = done(labelRow, [set('Bad', quality)]).diff;
		expect(others).toEqual([]);
		expect(change).toMatchObject({
			change: 'changed',
			before: { answers: { Quality: 'Good' } },
			after: { answers: { Quality: 'Bad' } },
		});
		expect(change!.after).not.toHaveProperty('class');
	});
});
