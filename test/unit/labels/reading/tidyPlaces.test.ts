/** Labels in tidy form: where a place ends, who made a label, and what is read of labels that the ontology does not have. */
import { describe, expect, it } from '@jest/globals';
import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { collectLabels } from '../../../../src/labels/reading/collectLabels';
import { simplifyEdits } from '../../../../src/labels/reading/simplify';
import { compactAnswers, tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { isoTime } from '../../../../src/labels/reading/tidyAuthor';
import {
	audioRow,
	box,
	context,
	groupRow,
	htmlRow,
	imageGroupRow,
	imageRow,
	ontology,
	videoMetadata,
	videoRow,
} from '../fixtures';

const rowWith = (row: LabelRowJson, metadata: object, ...edits: object[]) => {
	const edited = applyEdits(row, ontology, edits as Edit[], context({ metadata }));
	expect(edited.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
	return structuredClone(edited.labelRow);
};
const add = (object: string, hash: string, coordinates: object, more: object = {}) => ({
	...{ kind: 'addObject', object, hash, frames: 0, coordinates, mode: 'add', ...more },
});
const onFrame = (row: LabelRowJson, frame: number) => {
	const [unit] = Object.values(row.data_units);
	return (unit!.labels as Record<string, Record<'objects' | 'classifications', EncordJson[]>>)[
		String(frame)
	]!;
};
const placesOf = (row: LabelRowJson, metadata: object = videoMetadata) =>
	tidyLabelRow(row, ontology, metadata).objects[0]!.places.map(({ frames, confidence }) => [
		...frames,
		confidence,
	]);

describe('a place', () => {
	const film = () =>
		rowWith(videoRow, videoMetadata, add('Car', 'car00001', box(), { frames: [[2, 6]] }));

	it('is as long as nothing changes', () => {
		expect(placesOf(film())).toEqual([[2, 6, 1]]);
		const [object] = tidyLabelRow(film(), ontology, videoMetadata).objects;
		expect(Object.keys(object!)).toEqual([
			...['hash', 'class', 'featureHash', 'shape', 'frames', 'places', 'attributes'],
			...['dynamicAttributes', 'author'],
		]);
	});

	it('ends where the confidence changes; none is full confidence', () => {
		const row = film();
		onFrame(row, 4).objects[0]!.confidence = 0.5;
		delete onFrame(row, 5).objects[0]!.confidence;
		expect(placesOf(row)).toEqual([
			[2, 3, 1],
			[4, 4, 0.5],
			[5, 6, 1],
		]);
	});

	it('ends where the coordinates change, and where a frame has none', () => {
		const row = film();
		onFrame(row, 3).objects[0]!.boundingBox = { x: 0, y: 0, w: 0.1, h: 0.1 };
		onFrame(row, 5).objects = [];
		expect(placesOf(row)).toEqual([
			[2, 2, 1],
			[3, 3, 1],
			[4, 4, 1],
			[6, 6, 1],
		]);
		expect(tidyLabelRow(row, ontology, videoMetadata).objects[0]!.frames).toEqual([
			[2, 4],
			[6, 6],
		]);
	});

	it('ends where the picture has another width or height', () => {
		const metadata = { number_of_frames: 2, data_type: 'IMG_GROUP' };
		const frames = { frames: [[0, 1]] };
		for (const size of [{ width: 10 }, { height: 8 }]) {
			const row = rowWith(imageGroupRow, metadata, add('Car', 'car00001', box(), frames));
			Object.assign(row.data_units['img-1']!, size);
			expect(placesOf(row, metadata)).toHaveLength(2);
			Object.assign(row.data_units['img-1']!, { width: 10, height: 8 });
			expect(placesOf(row, metadata)).toHaveLength(1);
		}
	});

	it('has no pixels where the size is not known', () => {
		const row = rowWith(imageRow, { data_type: 'IMAGE' }, add('Car', 'car00001', box()));
		for (const name of ['width', 'height']) delete row.data_units['data-1']![name];
		const tidy = tidyLabelRow(row, ontology, { data_type: 'IMAGE' });
		expect(tidy.objects[0]!.places).toEqual([
			{ frames: [0, 0], confidence: 1, coordinates: box() },
		]);
		expect([tidy.width, tidy.height, tidy.length]).toEqual([null, null, 1]);
	});
});

describe('the author', () => {
	it('is the creator on the first frame, and the latest editor on any', () => {
		const row = rowWith(
			videoRow,
			videoMetadata,
			add('Car', 'car00001', box(), { frames: [[2, 4]] }),
		);
		const stamp = (frame: number, createdBy: string, lastEditedBy: unknown, day: number) =>
			Object.assign(onFrame(row, frame).objects[0]!, {
				...{ createdBy, lastEditedBy, createdAt: `Tue, 0${frame} Mar 2022 00:00:00 UTC` },
				lastEditedAt: `Tue, ${day} Mar 2022 00:00:00 UTC`,
			});
		stamp(2, 'ann', 'bob', 10);
		stamp(3, 'eve', 'dan', 12);
		stamp(4, 'fay', 7, 11);
		const author = () => tidyLabelRow(row, ontology, videoMetadata).objects[0]!.author;
		expect(author()).toEqual({
			...{ createdBy: 'ann', createdAt: '2022-03-02T00:00:00.000Z', manual: false },
			...{ lastEditedBy: 'dan', lastEditedAt: '2022-03-12T00:00:00.000Z' },
		});
		stamp(4, 'fay', 7, 13);
		delete onFrame(row, 2).objects[0]!.manualAnnotation;
		expect(author()).toMatchObject({ lastEditedBy: null, manual: true });
	});

	it.each([
		['Tue, 05 Mar 2024 10:20:30 UTC', '2024-03-05T10:20:30.000Z'],
		['yesterday', null],
		[7, null],
		[null, null],
		[undefined, null],
	])('%j is the time %j', (value, time) => expect(isoTime(value)).toBe(time));
});

describe('what the ontology does not have', () => {
	it('has the names and shapes that the row has, or its feature hash', () => {
		const row = rowWith(
			videoRow,
			videoMetadata,
			add('Car', 'car00001', box(), { attributes: { Plate: 'x' } }),
			{ kind: 'setClassification', classification: 'Tags', answers: ['Night'], frames: 0 },
		);
		const [object] = onFrame(row, 0).objects;
		const [classification] = onFrame(row, 0).classifications;
		object!.featureHash = 'gone';
		for (const entry of Object.values(row.classification_answers)) entry.featureHash = 'lost';
		const names = () => {
			const { objects, classifications } = tidyLabelRow(row, ontology, videoMetadata);
			const [one, other] = [objects[0]!, classifications[0]!];
			return [one.class, one.shape, one.featureHash, other.classification, other.featureHash];
		};
		expect(names()).toEqual(['Car', 'bounding_box', 'gone', 'Tags', 'lost']);
		delete object!.name;
		delete classification!.name;
		expect(names()).toEqual(['gone', 'bounding_box', 'gone', 'lost', 'lost']);
	});
});

describe('answers in compact form', () => {
	const row = rowWith(
		videoRow,
		videoMetadata,
		{ kind: 'setClassification', classification: 'Tags', answers: ['Night'], frames: [[2, 3]] },
		{ kind: 'setClassification', classification: 'Quality', answers: 'Good' },
		{
			...{ kind: 'setClassification', classification: 'Weather', frames: [[3, 5]] },
			answers: { Weather: 'Rain', Strength: 'Light' },
		},
	);
	const weather = { Weather: 'Rain', Strength: 'Light' };
	it.each<[number | undefined, object]>([
		[undefined, { Tags: ['Night'], Quality: 'Good', Weather: weather }],
		[1, { Quality: 'Good' }],
		[2, { Tags: ['Night'], Quality: 'Good' }],
		[3, { Tags: ['Night'], Quality: 'Good', Weather: weather }],
		[6, { Quality: 'Good' }],
	])('on frame %s are %j', (frame, answers) =>
		expect(compactAnswers(tidyLabelRow(row, ontology, videoMetadata), frame)).toEqual(answers),
	);
});

describe('labels are collected', () => {
	const whole = { frames: undefined };
	const sound = () =>
		rowWith(
			audioRow,
			{ number_of_frames: 1000, data_type: 'AUDIO' },
			add('Speech', 'speech01', { ranges: [[5, 9]] }, whole),
			{ kind: 'setClassification', classification: 'Caption', answers: 'Loud', frames: [[10, 19]] },
			{ kind: 'setClassification', classification: 'Quality', answers: 'Good' },
		);
	const hashes = (row: LabelRowJson, frames?: Array<[number, number]>) =>
		collectLabels(row, undefined, frames).map(
			({ type, entry }) => `${type} ${String(entry?.featureHash)}`,
		);

	it('from sound: objects always, classifications by their ranges, those of the whole file always', () => {
		const [speech, caption, quality] = [
			...['object obSpeech', 'classification clCaption', 'classification clQuality'],
		];
		expect(hashes(sound())).toEqual([speech, caption, quality]);
		expect(hashes(sound(), [[19, 30]])).toEqual([speech, caption, quality]);
		expect(hashes(sound(), [[20, 30]])).toEqual([speech, quality]);
	});

	it('of HTML with their ranges between nodes', () => {
		const ends = { start: { xpath: '/p', offset: 0 }, end: { xpath: '/p', offset: 4 } };
		const row = rowWith(
			htmlRow,
			{ number_of_frames: 1, data_type: 'PLAIN_TEXT', file_type: 'text/html' },
			add('Span', 'span0001', { rangeHtml: [ends] }, whole),
		);
		expect(tidyLabelRow(row, ontology).objects[0]).toMatchObject({
			...{ hash: 'span0001', frames: [], places: [], htmlRanges: [ends] },
		});
	});

	it('of a data group: those of each member, and those of the group as a whole', () => {
		const row = rowWith(
			groupRow,
			{ data_type: 'GROUP', number_of_frames: 0 },
			add('Car', 'car00001', box(), { space: 'film', frames: [[1, 2]] }),
			{ kind: 'setClassification', classification: 'Quality', answers: 'Good' },
			{
				...{ kind: 'setClassification', classification: 'Quality', answers: 'Bad' },
				space: 'film',
			},
		);
		const found = collectLabels(row, undefined, undefined);
		expect(found.map(({ type, space, onFrames }) => [type, space.id, onFrames.length])).toEqual([
			['object', 'film', 2],
			['classification', 'film', 0],
			['classification', undefined, 0],
		]);
	});
});

it('polygons are simplified in their own place, with their confidence, and only where there are any', () => {
	const straight = [0, 0.25, 0.5, 0.75, 1].map((x) => ({ x, y: 0 }));
	const polygon = { polygon: [...straight, { x: 1, y: 1 }, { x: 0, y: 1 }] };
	const row = rowWith(
		groupRow,
		{ data_type: 'GROUP', number_of_frames: 0 },
		add('Lane', 'lane0001', polygon, { space: 'film', frames: [[1, 2]], confidence: 0.5 }),
		add('Car', 'car00001', box(), { space: 'film' }),
	);
	const { edits, objects } = simplifyEdits(row, ontology, undefined, { tolerance: 1 });
	expect(objects).toEqual([
		{
			...{ objectHash: 'lane0001', class: 'Lane', frames: [1, 2], simplified: true },
			...{ pointsBefore: 7, pointsAfter: 4, areaChange: 0 },
		},
	]);
	expect(edits).toEqual([
		{
			...{ kind: 'moveObject', objectHash: 'lane0001', frames: [[1, 2]], space: 'film' },
			...{ outside: 'keep', confidence: 0.5, replacePersonLabels: true },
			coordinates: { polygons: [[[0, 0, 1, 0, 1, 1, 0, 1]]] },
		},
	]);
});
