import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';
import { whyUnreadable } from '../../../oracle/clientForm/form';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { FramesInput } from '../../../../src/labels/row/frames';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { SetAttributes } from '../../../../src/labels/edits/kinds/setAttributes';
import type { AddObject } from '../../../../src/labels/edits/kinds/addObject';
import type { EditContext } from '../../../../src/labels/edits/rules/editState';
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
	type FreeJson,
} from '../fixtures';

const apply = (row: LabelRowJson, edits: Edit[], extra: Partial<EditContext> = {}) =>
	applyEdits(row, ontology, edits, context(extra));
const car = (extra: Partial<AddObject> = {}): AddObject => ({
	kind: 'addObject',
	object: 'Car',
	frames: [[0, 3]],
	coordinates: box(),
	...extra,
});
const hashes = (row: LabelRowJson) => Object.keys(row.object_answers);
const first = (row: LabelRowJson) => hashes(row)[0] ?? '';
const labelsOf = (row: LabelRowJson) => row.data_units['data-1']?.labels as FreeJson;
const person = { createdBy: 'ann@example.com', manualAnnotation: true };
const mask = (width: number, height: number) => ({
	bitmask: encodeMask({ width, height, data: new Uint8Array(width * height).fill(1) }),
});

describe('placing objects', () => {
	it('writes frame objects and an entry that the official client reads', () => {
		const { labelRow, diff, problems } = apply(videoRow, [
			car({ attributes: { Plate: 'AB', Make: 'Volvo', Trim: 'x', Lights: 'On' } }),
		]);
		expect(problems).toEqual([]);
		expect(labelsOf(labelRow)['3'].objects).toEqual([
			{
				name: 'Car',
				color: '#D33115',
				shape: 'bounding_box',
				value: 'car',
				featureHash: 'obCar',
				objectHash: first(labelRow),
				confidence: 1,
				createdBy: null,
				createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
				lastEditedAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
				manualAnnotation: false,
				boundingBox: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 },
			},
		]);
		expect(diff).toMatchObject([
			{
				change: 'added',
				title: 'Car',
				frames: [[0, 3]],
				after: {
					answers: { Plate: 'AB', Make: 'Volvo', Trim: 'x' },
					dynamicAnswers: [{ attribute: 'Lights', answer: 'On', frames: [[0, 3]] }],
					coordinates: [{ frames: [0, 3], confidence: 1 }],
				},
			},
		]);
		expect(whyUnreadable(labelRow, ontology, videoMetadata)).toBeUndefined();
	});

	it('finds its objects again: same class, frames and order make the same objects', () => {
		const boxes = [car(), car({ coordinates: box(0.5) }), car({ frames: 7 })];
		const once = apply(videoRow, boxes).labelRow;
		expect(hashes(once)).toHaveLength(3);
		expect(apply(once, boxes).labelRow).toBe(once);
		const moved = apply(once, [car({ coordinates: box(0.2) })]);
		expect(moved.diff).toMatchObject([
			{
				change: 'changed',
				before: { coordinates: [{ coordinates: box(0.1) }] },
				after: { coordinates: [{ coordinates: box(0.2) }] },
			},
		]);
	});

	it('gathers frames under a key, and makes new objects on request', () => {
		const track = apply(videoRow, [
			car({ frames: 0, key: 't1' }),
			car({ frames: 5, key: 't1' }),
			car({ frames: 5, key: 't2' }),
		]).labelRow;
		expect(hashes(track)).toHaveLength(2);
		let n = 0;
		const added = apply(track, [car({ mode: 'add' }), car({ mode: 'add' })], {
			randomId: () => String(n++),
		}).labelRow;
		expect(hashes(added)).toHaveLength(4);
	});

	it('takes an empty map of attributes as no answers', () => {
		const { labelRow, problems } = apply(videoRow, [car({ attributes: {} })]);
		expect(problems).toEqual([]);
		expect(labelRow.object_answers[first(labelRow)]).toMatchObject({ classifications: [] });
	});

	it('keeps lists in the order in which objects came to the row', () => {
		const row = apply(videoRow, [
			car({ frames: 1, key: 'a' }),
			car({ frames: 0, key: 'b' }),
			car({ frames: 0, key: 'a' }),
		]).labelRow;
		const [a, b] = hashes(row);
		expect(labelsOf(row)['0'].objects.map((object: FreeJson) => object.objectHash)).toEqual([a, b]);
	});

	it.each([
		[
			"a shape that is not the class's",
			car({ coordinates: { point: { x: 0, y: 0 } } }),
			/drawn as bounding_box.*"boundingBox", not point/,
		],
		['a box outside the image', car({ coordinates: box(1.1) }), /outside the image/],
		['a negative size', car({ coordinates: box(0, 0, -1) }), /must not be negative/],
		[
			'a number that is none',
			car({ coordinates: box(Number.NaN) }),
			/"x" of "Car" must be a number/,
		],
		['an unknown class', car({ object: 'Truck' }), /no object "Truck".*Car, Thing, Lane/],
		[
			'audio on frames',
			car({ object: 'Speech', coordinates: { ranges: [[0, 1]] } }),
			/cannot be placed in video media/,
		],
		['a frame beyond the end', car({ frames: 100 }), /Frame 100 is outside/],
		[
			'a hash of another class',
			car({ object: 'Thing', hash: 'taken' }),
			/belongs to an object of another class/,
		],
	])('refuses %s', (_, edit, message) => {
		const row = apply(videoRow, [car({ hash: 'taken' })]).labelRow;
		const { labelRow, problems } = apply(row, [edit]);
		expect(labelRow).toBe(row);
		expect(problems).toMatchObject([
			{ severity: 'error', message: expect.stringMatching(message) },
		]);
	});

	it('cuts off at the edge of the image, refuses or keeps, as told', () => {
		const over: Edit[] = [
			car({ coordinates: box(0.9, 0.9, 0.2, 0.2) }),
			{
				kind: 'addObject',
				object: 'Lane',
				frames: 0,
				coordinates: {
					polygon: [
						{ x: 0.5, y: 0.5 },
						{ x: 1.5, y: 0.5 },
						{ x: 0.5, y: 0.9 },
					],
				},
			},
		];
		const clipped = labelsOf(apply(videoRow, over).labelRow)['0'].objects;
		expect(clipped[0].boundingBox).toEqual({
			x: 0.9,
			y: 0.9,
			w: expect.closeTo(0.1),
			h: expect.closeTo(0.1),
		});
		expect(clipped[1].polygons[0][0]).toEqual(
			[0.5, 0.5, 1, 0.5, 1, 0.7, 0.5, 0.9].map((value) => expect.closeTo(value)),
		);
		expect(apply(videoRow, over, { outside: 'refuse' }).problems).toHaveLength(2);
		expect(
			labelsOf(apply(videoRow, over, { outside: 'keep' }).labelRow)['0'].objects[0].boundingBox.w,
		).toBe(0.2);
	});

	it("takes bitmasks of exactly the frame's size, frame by frame in image groups", () => {
		const put = (coordinates: AddObject['coordinates'], frames: number): Edit => ({
			kind: 'addObject',
			object: 'Mask',
			frames,
			coordinates,
		});
		const images = { metadata: { number_of_frames: 2 } };
		expect(apply(imageGroupRow, [put(mask(11, 9), 1)], images).problems).toEqual([]);
		expect(apply(imageGroupRow, [put(mask(11, 9), 0)], images).problems).toMatchObject([
			{ message: expect.stringContaining('the frame is 10 × 8') },
		]);
		expect(
			apply(
				imageRow,
				[put({ bitmask: { ...mask(40, 30).bitmask, rleString: 'T1T1T1T1T1T1' } }, 0)],
				{ metadata: {} },
			).problems,
		).toHaveLength(0);
		expect(
			apply(imageRow, [put({ bitmask: { ...mask(40, 30).bitmask, rleString: '0PPo0' } }, 0)], {
				metadata: {},
			}).problems,
		).toHaveLength(1);
	});

	it('refuses frames and several places for an object on ranges', () => {
		const speech = (extra: Partial<AddObject>): Edit => ({
			kind: 'addObject',
			object: 'Speech',
			coordinates: { ranges: [[0, 9]] },
			...extra,
		});
		const refused = (extra: Partial<AddObject>) => {
			const { labelRow, problems } = apply(audioRow, [speech(extra)], {
				metadata: { number_of_frames: 1000 },
			});
			expect(hashes(labelRow)).toHaveLength(problems.length === 0 ? 1 : 0);
			return problems.map(({ code, message }) => `${code}: ${message}`);
		};
		for (const frames of [0, [0], [[0, 0]], 'only', 'all', undefined] as const)
			expect(refused({ frames: frames as never })).toEqual([]);
		for (const frames of [3, [3], [0, 1], [[0, 4]]])
			expect(refused({ frames: frames as never })).toEqual([
				'badFrames: "Speech" is on ranges and not on frames. Leave the frames out, and give the ranges in its coordinates.',
			]);
		const place = (start: number) => ({
			frames: 0,
			coordinates: { ranges: [[start, start + 1]] as Array<[number, number]> },
		});
		expect(refused({ coordinates: undefined, placements: [place(0), place(5)] })).toEqual([
			'badFrames: "Speech" has one list of ranges. Put all ranges into it.',
		]);
		expect(refused({ coordinates: undefined, placements: [place(5)] })).toEqual([]);
	});

	it('writes the confidence of each placement, else that of the object, else 1', () => {
		const confidences = (extra: Partial<AddObject>) => {
			const { labelRow, problems } = apply(videoRow, [
				car({
					frames: undefined,
					coordinates: undefined,
					placements: [
						{ frames: 0, coordinates: box(), confidence: 0.25 },
						{ frames: 1, coordinates: box() },
						{ frames: 2, coordinates: box(), confidence: 0 },
					],
					...extra,
				}),
			]);
			expect(problems).toEqual([]);
			return ['0', '1', '2'].map((frame) => labelsOf(labelRow)[frame].objects[0].confidence);
		};
		expect(confidences({})).toEqual([0.25, 1, 0]);
		expect(confidences({ confidence: 0.75 })).toEqual([0.25, 0.75, 0]);
	});

	it.each([
		['width', 639, 480],
		['height', 640, 479],
	])('refuses a bitmask of another %s than the frame, and changes nothing', (_, width, height) => {
		const { labelRow, problems } = apply(videoRow, [
			car({ object: 'Mask', frames: 0, coordinates: mask(width, height) }),
		]);
		expect(labelRow).toBe(videoRow);
		expect(problems).toMatchObject([
			{
				severity: 'error',
				message: expect.stringContaining(
					`The bitmask is ${width} × ${height} pixels but the frame is 640 × 480`,
				),
			},
		]);
	});

	it('places ranges on audio, xpaths on HTML, and both in spaces', () => {
		const speech: Edit = {
			kind: 'addObject',
			object: 'Speech',
			coordinates: {
				ranges: [
					[500, 900],
					[0, 500],
				],
			},
			attributes: { Words: 'hi' },
		};
		const html = {
			rangeHtml: [{ start: { xpath: '/p', offset: 0 }, end: { xpath: '/p', offset: 4 } }],
		};
		const audio = apply(audioRow, [speech], { metadata: { number_of_frames: 1000 } }).labelRow;
		expect(Object.values(audio.object_answers)).toMatchObject([
			{ range: [[0, 900]], shape: 'audio', classifications: [{ answers: 'hi' }], createdBy: null },
		]);
		expect(apply(audio, [speech], { metadata: { number_of_frames: 1000 } }).diff).toEqual([]);
		const [hash] = Object.keys(audio.object_answers);
		const removed = (frames?: FramesInput) =>
			apply(audio, [{ kind: 'deleteObject', objectHash: hash!, ...(frames && { frames }) }], {
				metadata: { number_of_frames: 1000 },
			});
		// Of an object on ranges, a part is not deleted, and neither is the whole when a part is named.
		const partly = removed([[10, 20]]);
		expect(partly.problems).toMatchObject([{ severity: 'error', code: 'badFrames' }]);
		expect(partly.diff).toEqual([]);
		for (const frames of [undefined, 'all'] as const)
			expect(removed(frames).labelRow.object_answers).toEqual({});
		const page = apply(htmlRow, [{ kind: 'addObject', object: 'Span', coordinates: html }], {
			metadata: {},
		}).labelRow;
		expect(Object.values(page.object_answers)).toMatchObject([
			{ range: [], range_html: html.rangeHtml },
		]);
		const group = apply(
			groupRow,
			[
				{ ...speech, space: 'sound' },
				{ kind: 'addObject', object: 'Span', space: 'page', coordinates: html },
				car({ space: 'film' }),
			],
			{ metadata: {} },
		);
		expect(group.problems).toEqual([]);
		expect(Object.values(group.labelRow.object_answers)).toMatchObject([
			{ range: [], spaces: { sound: { range: [[0, 900]], type: 'frame' } } },
			{
				range: [],
				spaces: {
					page: { range: [[html.rangeHtml[0]?.start, html.rangeHtml[0]?.end]], type: 'html' },
				},
			},
			{ classifications: [] },
		]);
		expect(whyUnreadable(group.labelRow, ontology, {})).toBeUndefined();
	});
});

describe('objects of people', () => {
	const theirs = apply(videoRow, [
		car({ hash: 'theirs00', stamp: person, attributes: { Plate: 'ANN' } }),
	]).labelRow;

	it.each<[string, Edit]>([
		['moved', { kind: 'moveObject', objectHash: 'theirs00', frames: 1, coordinates: box(0.5) }],
		['deleted', { kind: 'deleteObject', objectHash: 'theirs00' }],
		['reclassified', { kind: 'changeClass', objectHash: 'theirs00', object: 'Thing' }],
		[
			'answered otherwise',
			{ kind: 'setAttributes', objectHash: 'theirs00', attributes: { Plate: 'OTHER' } },
		],
		[
			"taken for the agent's",
			{ kind: 'addObject', object: 'Car', hash: 'theirs00', frames: 2, coordinates: box(0.6) },
		],
	])('are %s only when that is allowed', (_, edit) => {
		expect(apply(theirs, [edit])).toMatchObject({
			labelRow: theirs,
			problems: [{ severity: 'error', code: 'keptForeignLabel', hash: 'theirs00' }],
		});
		expect(apply(theirs, [edit], { replacePersonLabels: true })).toMatchObject({
			problems: [],
			diff: [{ hash: 'theirs00' }],
		});
		expect(apply(theirs, [{ ...edit, replacePersonLabels: true }]).problems).toEqual([]);
	});

	it('can be answered where they have no answer, and moved where they were not yet', () => {
		expect(
			apply(theirs, [
				{
					kind: 'setAttributes',
					objectHash: 'theirs00',
					attributes: { Speed: 5, Lights: 'Off' },
					frames: [1],
				},
			]).problems,
		).toEqual([]);
		expect(
			apply(theirs, [{ kind: 'copyObject', objectHash: 'theirs00', toFrames: [[8, 9]] }]).problems,
		).toEqual([]);
	});
});

describe('changing objects', () => {
	const added = apply(videoRow, [car({ key: 'a', attributes: { Plate: 'AB' } })]).labelRow;
	const answer = (extra: Partial<SetAttributes>): Edit => ({
		kind: 'setAttributes',
		objectHash: first(added),
		attributes: { Plate: 'AB' },
		...extra,
	});

	it('refuses frames for an attribute that has one answer for all frames', () => {
		const { diff, problems } = apply(added, [
			answer({ attributes: { Plate: 'CD' }, frames: [1, 2] }),
		]);
		expect(diff).toEqual([]);
		expect(problems).toMatchObject([{ code: 'badAnswer', field: 'Plate', severity: 'error' }]);
		// The frames are those of the attribute that changes over frames.
		const both = answer({ attributes: { Plate: 'CD', Lights: 'On' }, frames: [1, 2] });
		expect(apply(added, [both]).problems).toEqual([]);
	});

	it('says who answered, also where the answer stays the same', () => {
		const manual = (edit: Edit, row = added) =>
			apply(row, [edit]).labelRow.object_answers[first(added)]?.classifications;
		expect(manual(answer({}))).toMatchObject([{ answers: 'AB', manualAnnotation: false }]);
		const byPerson = apply(added, [answer({ stamp: person })]).labelRow;
		expect(manual(answer({}), byPerson)).toMatchObject([{ answers: 'AB', manualAnnotation: true }]);
		const byModel = answer({ stamp: { manualAnnotation: false } });
		expect(manual(byModel, byPerson)).toMatchObject([{ answers: 'AB', manualAnnotation: false }]);
	});

	const row = apply(videoRow, [
		car({ key: 'a', attributes: { Plate: 'AB', Make: 'Saab', Lights: 'On' } }),
	]).labelRow;
	const hash = first(row);

	it('answers dynamic attributes by frame, values giving up frames to each other', () => {
		const { labelRow } = apply(row, [
			{ kind: 'setAttributes', objectHash: hash, attributes: { Lights: 'Off' }, frames: [[1, 2]] },
		]);
		expect(labelRow.object_actions[hash]?.actions).toMatchObject([
			{ answers: [{ name: 'Off' }], range: [[1, 2]], dynamic: true, shouldPropagate: false },
			{
				answers: [{ name: 'On' }],
				range: [
					[0, 0],
					[3, 3],
				],
			},
		]);
		expect(
			apply(labelRow, [{ kind: 'setAttributes', objectHash: hash, attributes: { Lights: null } }])
				.labelRow.object_actions,
		).toEqual({});
	});

	it('gives an object another class, carrying over what both have', () => {
		const { labelRow, diff } = apply(row, [
			{ kind: 'changeClass', objectHash: hash, object: 'Thing' },
		]);
		expect(diff).toMatchObject([
			{
				change: 'changed',
				title: 'Thing',
				before: { class: 'Car', answers: { Plate: 'AB', Make: 'Saab' } },
				after: { class: 'Thing', answers: { Plate: 'AB' } },
			},
		]);
		expect(labelsOf(labelRow)['2'].objects[0]).toMatchObject({
			featureHash: 'obThing',
			name: 'Thing',
			color: '#000000',
			objectHash: hash,
			boundingBox: box().boundingBox,
		});
		expect(labelRow.object_actions).toEqual({});
		expect(whyUnreadable(labelRow, ontology, videoMetadata)).toBeUndefined();
		expect(
			apply(row, [{ kind: 'changeClass', objectHash: hash, object: 'Lane' }]).problems,
		).toMatchObject([{ message: expect.stringContaining('same shape') }]);
	});

	it.each([
		['an answer', { Make: 'Volvo' }, 'Make'],
		['an answer on some frames', { Lights: 'Off' }, 'Lights'],
	])('leaves the class where %s of a person would be lost', (_, attributes, field) => {
		const answered = apply(row, [
			{
				kind: 'setAttributes',
				objectHash: hash,
				attributes,
				stamp: { manualAnnotation: true },
				replacePersonLabels: true,
			},
		]).labelRow;
		const change = { kind: 'changeClass', objectHash: hash, object: 'Thing' } as const;
		const kept = apply(answered, [change]);
		expect(kept.labelRow).toBe(answered);
		expect(kept.problems).toMatchObject([
			{ severity: 'error', code: 'keptForeignLabel', item: 'Car', field, hash },
		]);
		const { problems, diff } = apply(answered, [{ ...change, replacePersonLabels: true }]);
		expect([problems, diff.map(({ title }) => title)]).toEqual([[], ['Thing']]);
	});

	it('refuses two places on one frame that differ', () => {
		const placements = [0.1, 0.5].map((x) => ({
			frames: [[0, 2]] as Array<[number, number]>,
			coordinates: box(x),
		}));
		const edit: Edit = { kind: 'addObject', object: 'Car', placements };
		const { labelRow, problems } = apply(videoRow, [edit]);
		expect(labelRow).toBe(videoRow);
		expect(problems).toMatchObject([{ code: 'badFrames', frames: [[0, 2]] }]);
		const same = [placements[0]!, placements[0]!];
		expect(apply(videoRow, [{ ...edit, placements: same }]).problems).toEqual([]);
	});

	it('copies coordinates across frames and deletes from some', () => {
		const copied = apply(row, [
			{ kind: 'copyObject', objectHash: hash, fromFrame: 3, toFrames: [[4, 6]] },
		]).labelRow;
		expect(Object.keys(labelsOf(copied))).toEqual(['0', '1', '2', '3', '4', '5', '6']);
		const cut = apply(copied, [
			{ kind: 'deleteObject', objectHash: hash, frames: [[0, 2]] },
		]).labelRow;
		expect(Object.keys(labelsOf(cut))).toEqual(['3', '4', '5', '6']);
		expect(cut.object_actions[hash]?.actions).toMatchObject([{ range: [[3, 3]] }]);
	});

	it('keeps unknown fields of what it changes', () => {
		const marked = structuredClone(row);
		labelsOf(marked)['1'].objects[0].reviews = [{ id: 1 }];
		labelsOf(marked)['1'].note = 'kept';
		(marked.object_answers[hash] as FreeJson).future = true;
		const { labelRow } = apply(marked, [
			car({ key: 'a', coordinates: box(0.4), attributes: { Plate: 'CD' } }),
		]);
		expect(labelsOf(labelRow)['1']).toMatchObject({
			note: 'kept',
			objects: [{ reviews: [{ id: 1 }], boundingBox: { x: 0.4 } }],
		});
		expect(labelRow.object_answers[hash]).toMatchObject({
			future: true,
			classifications: [{ name: 'Make' }, { answers: 'CD' }],
		});
	});
});

describe('taking back what an agent wrote', () => {
	it('takes back only the named objects and classifications', () => {
		const row = apply(videoRow, [
			car(),
			car({ object: 'Mask', frames: 0, coordinates: mask(640, 480) }),
			{ kind: 'setClassification', classification: 'Weather', answers: 'Sunny', frames: 0 },
			{ kind: 'setClassification', classification: 'Caption', answers: 'x', frames: 0 },
		]).labelRow;
		const left = (items: string[]) => {
			const { labelRow } = apply(row, [{ kind: 'deleteByAgent', items }]);
			const answers = [labelRow.object_answers, labelRow.classification_answers];
			return answers.map((entries) => Object.keys(entries).length);
		};
		expect(left(['Car', 'Weather', 'Caption'])).toEqual([1, 0]);
		expect(left(['Weather'])).toEqual([2, 1]);
		expect(left(['Mask'])).toEqual([1, 2]);
	});

	const weather: Edit = {
		kind: 'setClassification',
		classification: 'Weather',
		answers: 'Rain',
		frames: [[0, 9]],
	};
	const quality: Edit = { kind: 'setClassification', classification: 'Quality', answers: 'Bad' };
	const written = apply(videoRow, [
		car(),
		weather,
		quality,
		car({ stamp: person, hash: 'theirs00' }),
	]).labelRow;

	it('removes all of it and nothing else', () => {
		const { labelRow, diff } = apply(written, [{ kind: 'deleteByAgent' }]);
		expect(diff.map(({ change, title }) => [change, title])).toEqual([
			['removed', 'Car'],
			['removed', 'Weather'],
			['removed', 'Quality'],
		]);
		expect(labelRow).toEqual(apply(videoRow, [car({ stamp: person, hash: 'theirs00' })]).labelRow);
		expect(apply(written, [{ kind: 'deleteByAgent', agent: 'another' }]).labelRow).toBe(written);
	});

	it('leaves what a person has changed since, frame by frame', () => {
		const corrected = structuredClone(written);
		Object.assign(labelsOf(corrected)['2'].objects[0], {
			createdBy: 'key@example.com',
			lastEditedBy: 'ann@example.com',
		});
		const { labelRow } = apply(corrected, [{ kind: 'deleteByAgent', items: ['Car'] }]);
		expect(['0', '1', '2', '3'].map((frame) => labelsOf(labelRow)[frame].objects.length)).toEqual([
			1, 1, 2, 1,
		]);
	});

	it('removes from some frames only', () => {
		const { labelRow } = apply(written, [{ kind: 'deleteByAgent', frames: [[0, 1]] }]);
		expect(Object.values(labelRow.classification_answers)).toMatchObject([
			{ range: [[2, 9]] },
			{ range: [] },
		]);
	});
});
