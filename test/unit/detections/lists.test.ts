/** Where detections stand: the lists, wrappers and tables of different producers, as data and as text. */
import { describe, expect, it } from '@jest/globals';
import { entriesIn } from '../../../src/detections/formats/parts/entries';
import { pixelsOf, place, rowOf } from './lake';
import { read } from './readings';

const BOX = [40, 20, 140, 100];
const PLACE = [40, 20, 100, 80];
const otter = { class: 'Otter', box: BOX };
const film = rowOf(20);
const places = (...given: Parameters<typeof place>) =>
	place(...given).objects.map((each) => pixelsOf(each));
const reasons = (...given: Parameters<typeof place>) => place(...given).refused;

describe('a list', () => {
	it.each(
		'detections predictions objects results annotations instances items data output result response found'.split(
			' ',
		),
	)('stands under %s', (key) => {
		expect(places({ [key]: [otter] })).toEqual([PLACE]);
		expect(places(JSON.stringify({ [key]: [otter] }))).toEqual([PLACE]);
		expect(places({ [key]: { detections: [otter] } })).toEqual([PLACE]);
		expect(places([{ [key]: [otter] }])).toEqual([PLACE]);
	});

	it('under frames is of frames, and says them', () => {
		const frames = [3, 4].map((frame) => ({ frame, detections: [otter] }));
		expect(place({ frames }, {}, film).objects.map((each) => [...each.places.keys()])).toEqual([
			[3],
			[4],
		]);
	});

	it.each('boxes bboxes pred_boxes quad_boxes'.split(' '))(
		'of %s may stand beside names and scores',
		(boxes) => {
			for (const labels of 'labels classes class_names names phrases text_labels bboxes_labels pred_classes categories'.split(
				' ',
			))
				for (const scores of 'scores logits confidences confidence'.split(' ')) {
					// These three are Grounding DINO's, which counts otherwise.
					if (`${boxes} ${labels} ${scores}` === 'boxes phrases logits') continue;
					const { objects } = place({ [boxes]: [BOX], [labels]: ['Otter'], [scores]: [0.25] });
					expect(objects.map((each) => [each.title, each.confidence, pixelsOf(each)])).toEqual([
						['Otter', 0.25, PLACE],
					]);
				}
		},
	);

	it.each('track_ids tracker_ids tracks tracker_id track_id'.split(' '))(
		'of boxes may stand beside %s',
		(tracks) => {
			const at = (frame: number) => ({ frame, boxes: [BOX], labels: ['Otter'], [tracks]: [7] });
			expect(
				place([at(0), at(1)], {}, film).objects.map((each) => [...each.places.keys()]),
			).toEqual([[0, 1]]);
		},
	);

	it('of boxes has as many names', () => {
		const reason = (count: number) =>
			`"boxes" has 1 entries and another list beside it has ${count}: which box has which name is a guess.`;
		expect(reasons({ boxes: [BOX], labels: [] })).toEqual([[undefined, reason(0)]]);
		expect(reasons({ boxes: [BOX], labels: ['Otter', 'Raft'] })).toEqual([[undefined, reason(2)]]);
		expect(reasons({ boxes: [BOX], labels: ['Otter'], scores: [0.5, 0.5, 0.5] })).toEqual([
			[undefined, reason(3)],
		]);
		expect(reasons({ boxes: [BOX], labels: ['Otter'], track_ids: [] })).toEqual([
			[undefined, reason(0)],
		]);
	});

	it('of boxes that have classes themselves needs no names', () => {
		expect(reasons({ boxes: [otter] })[0]![1]).toContain('There is no list of detections');
		expect(
			places({ boxes: [{ xmin: 40, ymin: 20, xmax: 140, ymax: 100 }], labels: ['Otter'] }),
		).toEqual([PLACE]);
	});

	it('of names twice must agree', () => {
		expect(reasons({ boxes: [BOX], labels: ['Otter'], classes: ['Raft'] })).toEqual([
			[0, 'The detection is called "Otter" and "Raft"; expected one class.'],
		]);
		expect(
			places({ boxes: [BOX], labels: ['Otter'], classes: [1] }, { names: ['Raft', 'Otter'] }),
		).toEqual([PLACE]);
		expect(
			place({ boxes: [BOX], labels: ['Otter'], scores: [0.5], logits: [0.25] }).refused[0]![1],
		).toContain('expected one confidence');
	});

	it('is one', () => {
		expect(reasons({ detections: [otter], objects: [otter] })).toEqual([
			[undefined, 'There are several lists: "detections", "objects". Give the one that is meant.'],
		]);
		expect(() => read('xyxy', { pond: [otter] })).toThrow(
			'There is no list of detections in {"pond"',
		);
		// A model may put its answer under a key of its own.
		expect(places({ pond: [otter] })).toEqual([PLACE]);
		expect(reasons('[]')).toEqual([]);
		expect(reasons([])).toEqual([]);
	});

	it('of one list is the list, of several it is that of frames', () => {
		expect(places([[otter]])).toEqual([PLACE]);
		expect(places([[otter], []])).toEqual([]);
		const twenty = Array.from({ length: 20 }, (_, at) => (at === 4 ? [otter] : []));
		expect(place(twenty, {}, film).objects.map((each) => [...each.places.keys()])).toEqual([[4]]);
		expect(reasons(twenty.slice(1), {}, film)).toEqual([
			[
				undefined,
				'There are 19 lists of detections for 20 frames, so which list belongs to which frame is a guess. Give each detection its frame.',
			],
		]);
		expect(reasons([[otter]], {}, film)[0]![1]).toContain(
			'There are 1 lists of detections for 20 frames',
		);
		expect(() => read('xyxy', [[otter], []], { hasFrames: true })).toThrow(
			'There are 2 lists of detections for unknown frames',
		);
	});

	it('is not nested more than seven times', () => {
		const nested = (depth: number): object => (depth === 0 ? [otter] : { data: nested(depth - 1) });
		expect(entriesIn(nested(6), { hasFrames: false, chosen: '' })).toHaveLength(1);
		expect(() => entriesIn(nested(7), { hasFrames: false, chosen: '' })).toThrow(
			'The detections are nested too deeply.',
		);
	});
});

describe('what stands around a list', () => {
	it('names frames by their keys', () => {
		const keys = { 3: [otter], 4: { detections: [otter] }, 5: [] };
		expect(place(keys, {}, film).objects.map((each) => [...each.places.keys()])).toEqual([
			[3],
			[4],
		]);
		expect(places({ 0: [otter] })).toEqual([PLACE]);
		expect(reasons({ 1: [otter], 2: [], 3: [], 4: [] })).toEqual([
			[
				undefined,
				'The detections stand under the keys 1, 2, 3, which are frames, but the media is one picture.',
			],
		]);
		for (const other of ['03', '1.5', '-1', 'a'])
			expect(reasons({ 3: [otter], [other]: [] }, {}, film)[0]![1]).toContain(
				'There is no list of detections',
			);
		expect(reasons({ 3: 'x' }, {}, film)[0]![1]).toContain('There is no list of detections');
		expect(reasons({ frame: 2, detections: { 3: [otter] } }, {}, film)).toEqual([
			[undefined, 'The detection names frame 3 but stands under frame 2.'],
		]);
	});

	it.each('class label class_name className category object'.split(' '))(
		'says by %s the class of those that say none',
		(key) => {
			const data = {
				[key]: 'Otter',
				detections: [{ box: BOX }, { box: [1, 2, 30, 40], name: 'Pier', featureHash: 'obPier' }],
			};
			expect(place(data).objects.map(({ title }) => title)).toEqual(['Otter', 'Pier']);
			const groups = ['Otter', 'Water lily'].map((title) => ({
				[key]: title,
				detections: [{ box: BOX }],
			}));
			expect(place(groups).objects.map(({ title }) => title)).toEqual(['Otter', 'Water lily']);
		},
	);

	it('does not tell groups apart that have one class or none', () => {
		const reason =
			'There are 2 answers that do not say their picture or frame. Give the one of this picture.';
		const group = (more: object) => ({ detections: [otter], ...more });
		expect(reasons([group({ class: 'Otter' }), group({ class: 'Otter' })])).toEqual([
			[undefined, reason],
		]);
		expect(reasons([group({}), group({ class: 'Otter' })])).toEqual([[undefined, reason]]);
		expect(reasons([group({ class: 1 }), group({ class: 2 })])).toEqual([[undefined, reason]]);
	});

	it.each('track track_id trackId tracker_id trackerId'.split(' '))(
		'says by %s the track of what is below it',
		(key) => {
			const tracks = [7, 8].map((id) => ({
				[key]: id,
				detections: [0, 1].map((frame) => ({ ...otter, frame })),
			}));
			expect(place(tracks, {}, film).objects.map((each) => [...each.places.keys()])).toEqual([
				[0, 1],
				[0, 1],
			]);
		},
	);

	it('has a table of the numbers of classes', () => {
		const data = { names: { 4: 'Otter' }, detections: [{ box: BOX, class: 4 }] };
		expect(place(data).objects.map(({ title }) => title)).toEqual(['Otter']);
		expect(reasons({ ...data, names: { 5: 'Otter' } })[0]![1]).toContain(
			'class number 4 and no name',
		);
		expect(reasons({ ...data, names: { 4: 5 } })[0]![1]).toContain('class number 4 and no name');
	});

	it('says order, unit, size, time and picture for what is below it', () => {
		const data = {
			bbox_format: 'coco',
			units: 'px',
			image_size: '200x100',
			detections: [{ class: 'Otter', box: [20, 10, 50, 40] }],
		};
		expect(places(data, { format: 'auto', numbers: 'auto' })).toEqual([PLACE]);
		expect(reasons({ time: 2.5, detections: [otter] }, {}, film)[0]![1]).toContain(
			'at the time 2.5',
		);
		expect(reasons({ time: 2.5, detections: [{ ...otter, time: 3 }] }, {}, film)[0]![1]).toContain(
			'at the time 3',
		);
		expect(
			read('xyxy', { image_id: 7, file_name: 'lake.png', frame: 3, detections: [otter] })
				.detections,
		).toMatchObject([{ pictureId: '7', file: 'lake.png', frame: 3 }]);
		expect(
			read('xyxy', {
				image_id: 7,
				file_name: 'lake.png',
				detections: [{ ...otter, image_id: 8, file_name: 'bay.png' }],
			}).detections,
		).toMatchObject([{ pictureId: '8', file: 'bay.png' }]);
	});

	it('is an error instead of a list', () => {
		expect(reasons({ error: 'overloaded', detections: [otter] })).toEqual([
			[undefined, 'The data says an error instead of detections: "overloaded"'],
		]);
		// A detection may have such a word.
		expect(places([{ ...otter, status: 'failed' }])).toEqual([PLACE]);
	});
});

describe('a lone detection', () => {
	it.each('class label name class_name category category_id class_id'.split(' '))(
		'is told by its %s, and lacks its place',
		(key) => {
			expect(reasons({ [key]: 'Otter' }, { classMap: { Otter: 'Otter' } })).toEqual([
				[0, expect.stringContaining('has no place')],
			]);
		},
	);

	it('is told by its class beside points', () => {
		expect(places({ class: 'Buoy', points: [[9, 8]] })).toEqual([[[9, 8]]]);
		expect(
			places(
				{
					points: [
						{ x: 9, y: 8 },
						{ x: 3, y: 4 },
					],
				},
				{ defaultClass: 'Buoy' },
			),
		).toEqual([[[9, 8]], [[3, 4]]]);
	});

	it('is no word under "coordinates"', () => {
		expect(places({ coordinates: 'absolute', detections: [otter] })).toEqual([PLACE]);
	});
});

describe('places that a format does not see', () => {
	it.each<[string, unknown]>([
		['pascalVoc', { objects: [], detections: [], box: BOX }],
		['labelme', { shapes: [], points: [1, 2] }],
		['googleVision', { localizedObjectAnnotations: [], polygon: [1, 2] }],
	])('are no empty answer of %s', (format, data) => {
		expect(reasons(data, { format, numbers: 'auto' })).toEqual([
			[undefined, 'There are places in the data, but not where this format has them.'],
		]);
	});

	it('are none where they are empty', () => {
		expect(reasons({ shapes: [], points: [], box: '', mask: null }, { format: 'labelme' })).toEqual(
			[],
		);
	});
});
