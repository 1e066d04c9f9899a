/** What is told about changed labels that are not simply on the frames of a video. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { LabelChange } from '../../../../src/labels/edits/labelChange';
import { audioRow, box, groupRow, videoRow, type FreeJson } from '../fixtures';
import { addCar, apply, done, setWeather } from './editing';

const told = (row: LabelRowJson, ...edits: Edit[]): LabelChange[] => {
	const { diff, problems } = apply(row, edits, { replacePersonLabels: true });
	expect(problems).toEqual([]);
	return diff;
};
const hash = 'label001';
const plate = (Plate: string): Edit => ({
	kind: 'setAttributes',
	objectHash: hash,
	attributes: { Plate },
});

describe('the class of an object', () => {
	it('of which only an answer changed is found in its space', () => {
		const row = done(groupRow, [addCar({ hash, space: 'film' })]);
		expect(told(row, plate('AB'))).toEqual([
			{
				change: 'changed',
				type: 'object',
				hash,
				featureHash: 'obCar',
				title: 'Car',
				frames: [],
				before: { answers: {} },
				after: { answers: { Plate: 'AB' } },
			},
		]);
	});

	it('is told when it changed; its hash stands for the title that the ontology lost', () => {
		const row = done(videoRow, [addCar({ hash, frames: 0 })]);
		expect(told(row, { kind: 'changeClass', objectHash: hash, object: 'Thing' })).toMatchObject([
			{
				title: 'Thing',
				featureHash: 'obThing',
				before: { class: 'Car' },
				after: { class: 'Thing' },
			},
		]);
		const unknown = structuredClone(row);
		(unknown.data_units['data-1']!.labels as FreeJson)[0].objects[0].featureHash = 'obGone';
		const [change] = told(unknown, { kind: 'deleteObject', objectHash: hash });
		expect(change).toMatchObject({ change: 'removed', title: 'obGone', featureHash: 'obGone' });
		expect(change!.before).not.toHaveProperty('class');
	});
});

describe('the frames', () => {
	it('of ranges are those of the entry, in all its spaces', () => {
		const speech = (extra: object): Edit => ({
			kind: 'addObject',
			object: 'Speech',
			hash,
			coordinates: { ranges: [[10, 20]] },
			...extra,
		});
		expect(told(groupRow, speech({ space: 'sound' }))).toMatchObject([
			{ change: 'added', title: 'Speech', frames: [], after: { frames: [[10, 20]] } },
		]);
		const spaces = {
			...(groupRow.spaces as object),
			music: { space_type: 'audio', duration_ms: 500, labels: {} },
		};
		const row = { ...groupRow, spaces } as LabelRowJson;
		const [change] = told(
			row,
			speech({ space: 'sound' }),
			speech({ space: 'music', coordinates: { ranges: [[18, 30]] } }),
		);
		expect(change!.after?.frames).toEqual([[10, 30]]);
	});

	it('of an entry without authorship are told, too', () => {
		const entry = {
			objectHash: hash,
			featureHash: 'obSpeech',
			classifications: [],
			range: [[1, 2]],
		};
		const row = { ...audioRow, object_answers: { [hash]: entry } } as LabelRowJson;
		expect(told(row, { kind: 'deleteObject', objectHash: hash })).toMatchObject([
			{ change: 'removed', title: 'Speech', before: { frames: [[1, 2]] } },
		]);
	});

	it('of an entry without ranges are none', () =>
		expect(
			told(videoRow, setWeather('Good', { classification: 'Quality', frames: undefined })),
		).toMatchObject([{ frames: [], after: { frames: [], answers: { Quality: 'Good' } } }]));

	it('are told where they changed', () => {
		const row = done(videoRow, [setWeather('Rain')]);
		const [change] = told(row, setWeather('Rain', { frames: [[3, 6]] }));
		expect(change).toEqual({
			change: 'changed',
			type: 'classification',
			hash: Object.keys(row.classification_answers)[0],
			featureHash: 'clWeather',
			title: 'Weather',
			frames: [[4, 6]],
			before: { frames: [] },
			after: { frames: [[4, 6]] },
		});
		const [less] = told(row, {
			kind: 'clearClassification',
			classification: 'Weather',
			frames: [[2, 9]],
		});
		expect(less).toMatchObject({ before: { frames: [[2, 3]] }, after: { frames: [] } });
	});
});

describe('places', () => {
	it('are one for frames without a gap that are equally sure', () => {
		const placements = [0, 1, 2, 4, 5].map((frame) => ({
			frames: frame,
			coordinates: box(frame === 1 ? 0.5 : 0.1),
			confidence: frame === 5 ? 0.5 : 0.75,
		}));
		const [change] = told(videoRow, {
			kind: 'addObject',
			object: 'Car',
			placements,
		});
		expect(change!.after?.coordinates).toEqual([
			{ frames: [0, 0], coordinates: box(), confidence: 0.75 },
			{ frames: [1, 1], coordinates: box(0.5), confidence: 0.75 },
			{ frames: [2, 2], coordinates: box(), confidence: 0.75 },
			{ frames: [4, 4], coordinates: box(), confidence: 0.75 },
			{ frames: [5, 5], coordinates: box(), confidence: 0.5 },
		]);
	});

	it('have no confidence where the label has none that is a number', () => {
		const row = structuredClone(done(videoRow, [addCar({ hash, frames: 0 })]));
		(row.data_units['data-1']!.labels as FreeJson)[0].objects[0].confidence = 'sure';
		const [change] = told(row, { kind: 'deleteObject', objectHash: hash });
		expect(change!.before?.coordinates).toEqual([{ frames: [0, 0], coordinates: box() }]);
	});
});

it('answers by frame have the frames they are on, or none where they say none', () => {
	const row = done(videoRow, [addCar({ hash, attributes: { Lights: 'On' } })]);
	const broken = structuredClone(row);
	(broken.object_actions[hash] as FreeJson).actions[0].range = 'all';
	for (const [given, frames] of [
		[row, [[0, 3]]],
		[broken, []],
	] as const) {
		const [change] = told(given, { kind: 'deleteObject', objectHash: hash });
		expect(change!.before?.dynamicAnswers).toEqual([{ attribute: 'Lights', answer: 'On', frames }]);
	}
});
