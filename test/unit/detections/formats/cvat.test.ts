/** The shapes and tracks of CVAT, one by one. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place, rowOf } from '../lake';
import { read } from '../readings';

describe('CVAT', () => {
	const claim = { order: 'xyxy', unit: 'pixels', by: 'CVAT' };
	const image = (more: object) => ({
		annotations: { image: { name: 'lake.png', width: '400', height: '200', ...more } },
	});
	const box = { label: 'Otter', xtl: '40', ytl: '20', xbr: '140', ybr: '100' };
	const points = '40,20;200,40;120,180';
	const ring = [40, 20, 200, 40, 120, 180];
	const first = (more: object) => read('cvat', image(more));

	it.each<[string, object, object]>([
		['box', box, { kind: 'box', numbers: [40, 20, 140, 100] }],
		[
			'box',
			{ ...box, rotation: '30' },
			{ kind: 'turned', numbers: [40, 20, 140, 100], theta: 30, about: 'center' },
		],
		['box', { ...box, rotation: '360' }, { kind: 'box', numbers: [40, 20, 140, 100] }],
		['box', { ...box, rotation: '' }, { kind: 'box', numbers: [40, 20, 140, 100] }],
		['polygon', { points }, { kind: 'outline', polygons: [[ring]] }],
		['polyline', { points, rotation: '0' }, { kind: 'line', ring }],
		['points', { points: '9,8' }, { kind: 'points', ring: [9, 8] }],
		['ellipse', { cx: '1' }, { kind: 'unread', what: 'CVAT ellipse' }],
		['mask', { rle: '1' }, { kind: 'unread', what: 'CVAT mask' }],
		['cuboid', { xtl1: '1' }, { kind: 'unread', what: 'CVAT cuboid' }],
	])('draws a %s of %j', (type, shape, expected) => {
		expect(first({ [type]: { label: 'Otter', ...shape } }).detections).toEqual([
			{
				index: 0,
				names: ['Otter'],
				places: [{ ...expected, claim }],
				seen: { width: '400', height: '200' },
			},
		]);
	});

	it('tells the joints of a skeleton', () => {
		const joint = (label: string, outside: string, occluded: string) => ({
			label,
			outside,
			occluded,
			points: '9,8',
		});
		const skeleton = {
			label: 'Heron',
			points: [joint('Beak', '0', '0'), joint('Wing', '0', '1'), joint('Foot', '1', '0')],
		};
		expect(first({ skeleton }).detections[0]!.places).toEqual([
			{
				kind: 'keypoints',
				points: [
					{ name: 'Beak', x: 9, y: 8, visibility: 'visible' },
					{ name: 'Wing', x: 9, y: 8, visibility: 'occluded' },
					{ name: 'Foot', x: 9, y: 8, missing: true },
				],
				claim,
			},
		]);
		expect(first({ skeleton: { label: 'Heron' } }).detections[0]!.places).toEqual([
			{ kind: 'keypoints', points: [], claim },
		]);
	});

	it('gives the attributes that are answered', () => {
		const attribute = [
			{ name: 'Pose', '#text': 'Sleeps' },
			{ name: 'Tag', '#text': '' },
			{ '#text': 'x' },
		];
		expect(first({ box: { ...box, attribute } }).detections[0]!.attributes).toEqual({
			Pose: 'Sleeps',
		});
		expect(
			first({ box: { ...box, attribute: attribute.slice(1) } }).detections[0],
		).not.toHaveProperty('attributes');
	});

	it('counts shapes over all kinds, and refuses one by one', () => {
		const { detections, refused } = first({
			box: [{ ...box, xtl: 'left' }, box],
			polygon: [
				{ label: 'Reed bed', points, rotation: '5' },
				{ label: 'Reed bed', points },
			],
			skeleton: { label: 'Heron', rotation: '5' },
		});
		expect(detections.map(({ index }) => index)).toEqual([1, 3]);
		expect(refused).toEqual([
			{ index: 0, reason: 'The box has "left" where a number is expected.' },
			{ index: 2, reason: 'The polygon has a rotation, which is read for boxes only.' },
			{ index: 4, reason: 'The skeleton has a rotation, which is read for boxes only.' },
		]);
	});

	it('is told by one shape, or a list of shapes', () => {
		const auto = { format: 'auto', numbers: 'auto' } as const;
		expect(place(box, auto).objects.map((each) => pixelsOf(each))).toEqual([[40, 20, 100, 80]]);
		const outline = { label: 'Reed bed', points };
		expect(place([box, outline], auto).objects.map(({ title }) => title)).toEqual([
			'Otter',
			'Reed bed',
		]);
		expect(read('cvat', [outline]).detections[0]!.places).toEqual([
			{ kind: 'points', ring, claim },
		]);
	});

	it('finds the picture by its name', () => {
		const two = {
			annotations: {
				image: [
					{ name: 'a/bay.png', width: '400', height: '200', box: { ...box, label: 'Raft' } },
					{ name: 'a/LAKE.png', width: '400', height: '200', box },
				],
			},
		};
		expect(read('cvat', two, { title: 'lake.PNG' })).toMatchObject({
			detections: [{ names: ['Otter'] }],
			hasOthers: true,
		});
		for (const title of ['pond.png', undefined])
			expect(() => read('cvat', two, title === undefined ? {} : { title })).toThrow(
				`The file has 2 pictures, and not exactly one of them is called ${title === undefined ? 'nothing' : '"pond.png"'}. Give the part of this picture only.`,
			);
		expect(() => read('cvat', image({ box }), { title: 'pond.png' })).toThrow(
			'The file has 1 pictures',
		);
		expect(read('cvat', image({ box }), { title: 'lake.png' })).toMatchObject({ hasOthers: false });
		expect(read('cvat', image({ box }))).toMatchObject({ detections: [{ names: ['Otter'] }] });
	});

	it('follows tracks, without the frames on which they are outside', () => {
		const shape = (frame: string, outside: string) => ({
			...box,
			label: undefined,
			frame,
			outside,
		});
		const track = (more: object) => ({
			label: 'Otter',
			box: [shape('3', '0'), shape('4', '1'), shape('5', '0')],
			...more,
		});
		const file = { annotations: { track: [track({ id: '7' }), track({})] } };
		expect(
			read('cvat', file).detections.map(({ index, frame, track: id, names }) => [
				index,
				frame,
				id,
				names,
			]),
		).toEqual([
			[0, '3', '7', ['Otter']],
			[1, '5', '7', ['Otter']],
			[2, '3', 1, ['Otter']],
			[3, '5', 1, ['Otter']],
		]);
		expect(
			place(file, { format: 'cvat', numbers: 'auto' }, rowOf(20)).objects.map(({ places }) => [
				...places.keys(),
			]),
		).toEqual([
			[3, 5],
			[3, 5],
		]);
	});
});
