/** What stands around or beside detections and belongs to them: classes, tracks, frames, names of keypoints, answers. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place, rowOf } from './lake';

const BOX = [40, 20, 140, 100];
const film = rowOf(20);
const titles = (input: unknown, options: Parameters<typeof place>[1] = {}): string[] =>
	place(input, options).objects.map(({ title }) => title);
const reason = (...given: Parameters<typeof place>): string | undefined =>
	place(...given).refused[0]?.[1];

describe('a class', () => {
	it('above a list is that of all in it, whatever the default is', () => {
		const input = { label: 'Water lily', detections: [{ box: BOX }] };
		expect(titles(input, { defaultClass: 'Otter' })).toEqual(['Water lily']);
	});

	it('of each group tells the groups apart', () => {
		const groups = [
			{ label: 'Otter', boxes: [BOX] },
			{ label: 'Water lily', boxes: [[200, 100, 260, 140]] },
		];
		expect(titles(groups)).toEqual(['Otter', 'Water lily']);
		expect(reason([groups[0], groups[0]])).toContain('do not say their picture');
	});

	it('by title and hash is the one that both name', () => {
		const ring = [
			[10, 10],
			[60, 10],
			[60, 60],
		];
		expect(titles([{ class: 'Pier', featureHash: 'obPierOutline', polygon: ring }])).toEqual([
			'Pier',
		]);
		expect(reason([{ class: 'Otter', featureHash: 'obRaft', box: BOX }])).toContain('one class');
		expect(titles([{ class: 'Otter', featureHash: 'ofAnotherOntology', box: BOX }])).toEqual([
			'Otter',
		]);
	});

	it('by default is for a model with one class', () => {
		const yolo = { format: 'yolo', numbers: 'auto', defaultClass: 'Otter' } as const;
		expect(titles('0 0.5 0.5 0.2 0.2', yolo)).toEqual(['Otter']);
		expect(reason('0 0.5 0.5 0.2 0.2\n1 0.2 0.2 0.1 0.1', yolo)).toContain('class number 0');
		expect(reason('7 0.5 0.5 0.2 0.2', yolo)).toContain('class number 7');
	});

	it('is a number as text, by the list of names', () => {
		const names = ['Water lily', 'Otter'];
		expect(titles([{ class: '1', box: BOX }], { names })).toEqual(['Otter']);
		const fromOne = ['1', '2'].map((number) => ({ class: number, box: BOX }));
		expect(reason(fromOne, { names })).toContain('counts from 1');
	});

	it('is no guess between two names of the map', () => {
		const classMap = { OT: 'Otter', ot: 'Water lily' };
		expect(reason([{ class: 'Ot', box: BOX }], { classMap })).toContain('may be "OT" or "ot"');
		expect(titles([{ class: 'ot', box: BOX }], { classMap })).toEqual(['Water lily']);
	});
});

describe('frames', () => {
	const framesOf = (input: unknown): number[][] =>
		place(input, {}, film).objects.map(({ places }) => [...places.keys()]);

	it('stand under an object that has a track', () => {
		const moving = (track: number, ...frames: number[]) => ({
			class: 'Otter',
			track,
			frames: frames.map((frame) => ({ frame, box: BOX.map((value) => value + frame) })),
		});
		expect(framesOf([moving(1, 2, 5), moving(2, 5)])).toEqual([[2, 5], [5]]);
	});

	it('stand above lists, beside lists of tracks', () => {
		const on = (frame: number, ids: number[]) => ({
			frame,
			boxes: ids.map((id) => BOX.map((value) => value + 20 * id)),
			labels: ids.map(() => 'Otter'),
			track_ids: ids,
		});
		expect(framesOf({ frames: [on(3, [1, 2]), on(4, [2])] })).toEqual([[3], [3, 4]]);
	});

	it.each<[string, object, number[]]>([
		['both ends', { start_frame: 3, end_frame: 5 }, [3, 4, 5]],
		['text', { frame: '3-5' }, [3, 4, 5]],
		['another word', { frame_idx: 4 }, [4]],
	])('are ranges: %s', (_, more, frames) => {
		expect(framesOf([{ class: 'Otter', box: BOX, ...more }])).toEqual([frames]);
	});

	it.each<[string, object, RegExp]>([
		['two words that differ', { frame: 3, frames: [7, 8] }, /one statement of the frames/],
		['no end', { start_frame: 3 }, /needs "start_frame" and "end_frame"/],
		['an end before the start', { frame: '5-3' }, /ends before it begins/],
		['a range beyond the media', { start_frame: 18, end_frame: 22 }, /does not exist/],
	])('are refused: %s', (_, more, why) => {
		const { objects, refused } = place([{ class: 'Otter', box: BOX, ...more }], {}, film);
		expect(objects).toEqual([]);
		expect(refused[0]?.[1]).toMatch(why);
	});
});

describe('keypoints', () => {
	const joints = [
		[90, 80],
		[30, 20],
		[60, 50],
	];
	const placed = [
		['Beak', 30, 20],
		['Wing', 60, 50],
		['Foot', 90, 80],
	];

	it('have the names beside them', () => {
		const input = [{ class: 'Heron', keypoints: joints, keypoint_names: ['foot', 'beak', 'wing'] }];
		expect(pixelsOf(place(input).objects[0]!)).toEqual(placed);
	});

	it('have the names of the table of a COCO file', () => {
		const file = (keypoints: string[]) => ({
			images: [{ id: 1, file_name: 'p.jpg', width: 400, height: 200 }],
			categories: [{ id: 6, name: 'Heron', keypoints }],
			annotations: [
				{ image_id: 1, category_id: 6, keypoints: joints.flatMap((point) => [...point, 2]) },
			],
		});
		const coco = { format: 'coco', numbers: 'auto' } as const;
		expect(pixelsOf(place(file(['Foot', 'Beak', 'Wing']), coco).objects[0]!)).toEqual(placed);
		expect(reason(file(['nose', 'left eye', 'right eye']), coco)).toContain('no point "nose"');
		expect(reason(file(['Foot', 'Beak']), coco)).toContain('3 keypoints and 2 names');
	});

	it('count what the box beside them counts', () => {
		const input = [
			{ class: 'Heron', box: BOX, keypoints: joints.map(([x = 0, y = 0]) => [x / 400, y / 200]) },
		];
		expect(reason(input)).toContain('as fractions are');
	});
});

describe('answers beside the place', () => {
	const otter = (more: object) => [{ class: 'Otter', box: BOX, ...more }];
	const answers = (input: unknown) => {
		const { report, row } = place(input);
		return {
			written: JSON.stringify(row.object_answers),
			refused: report.fields
				.filter(({ outcome, field }) => outcome === 'refused' && field !== undefined)
				.map(({ field }) => field),
		};
	};

	it('are read like those under "attributes"', () => {
		const { written, refused } = answers(otter({ pose: 'swims', Tag: 'T-1' }));
		expect(written).toContain('opSwims');
		expect(written).toContain('T-1');
		expect(refused).toEqual([]);
	});

	it.each<[string, object]>([
		['no such option', { Pose: 'Flies' }],
		['another answer under "attributes"', { Pose: 'Swims', attributes: { Pose: 'Sleeps' } }],
	])('are refused: %s', (_, more) => {
		const { written, refused } = answers(otter(more));
		expect(written).not.toMatch(/opSwims|opSleeps/);
		expect(refused).toEqual(['Pose']);
	});

	it('keep the spelling of a text, or are refused', () => {
		const { written, refused } = answers(
			'[{"class": "Otter", "box": [40, 20, 140, 100], "Tag": 1.50}]',
		);
		expect(written).not.toContain('1.5');
		expect(refused).toEqual(['Tag']);
	});
});
