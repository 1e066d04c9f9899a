/** What data says about its own picture and numbers, in words beside the places. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place, rowOf } from './lake';

const PLACE = [40, 20, 100, 80];
const otter = (box: unknown = [40, 20, 140, 100], more: object = {}) => ({
	class: 'Otter',
	box,
	...more,
});
const lily = { class: 'Water lily', box: [200, 100, 260, 140] };
/** The otter in pixels of a picture of half the size. */
const HALF = otter([20, 10, 70, 50]);
const named = rowOf(1, 'pond/heron-07.jpg');

const reasons = (...given: Parameters<typeof place>): string[] =>
	place(...given).refused.map(([, reason]) => reason);

describe('the picture', () => {
	it.each<[string, unknown]>([
		['above the list', { image: '/in/heron-07.jpg', detections: [otter()] }],
		['in another folder and case', { file_name: 'D:\\raw\\HERON-07.JPG', detections: [otter()] }],
		['by its address', { imagePath: 'https://host/heron-07.jpg?key=3', detections: [otter()] }],
		['spelled as in an address', { image: 's3://in/heron%2D07.jpg', detections: [otter()] }],
		['converted by a tool', { filename: 'heron-07.png', detections: [otter()] }],
		['as data, which is no name', { image: 'data:image/png;base64,AAAA', detections: [otter()] }],
		['on the detection', [otter(undefined, { image_name: 'heron-07.jpg' })]],
		['of a piece that was cut out', [otter(undefined, { path: 'pieces/1.jpg' })]],
	])('is this one: %s', (_, input) => {
		const { objects, refused } = place(input, {}, named);
		expect(refused).toEqual([]);
		expect(objects.map((object) => pixelsOf(object))).toEqual([PLACE]);
	});

	it.each<[string, unknown, Parameters<typeof place>[1]]>([
		['above the list', { image: 'heron-08.jpg', detections: [otter()] }, {}],
		['on the detection', [otter(undefined, { file_name: 'heron-08.jpg' })], {}],
		[
			'of a labelme file',
			{
				imagePath: 'heron-08.jpg',
				shapes: [
					{
						label: 'Otter',
						shape_type: 'rectangle',
						points: [
							[1, 2],
							[30, 40],
						],
					},
				],
			},
			{ format: 'labelme' },
		],
		[
			'of a Pascal VOC file',
			`<annotation><filename>heron-08.jpg</filename><object><name>Otter</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object></annotation>`,
			{ format: 'pascalVoc' },
		],
		[
			'of a Label Studio task',
			[
				{
					data: { image: '/data/upload/heron-08.jpg' },
					annotations: [
						{
							result: [
								{
									type: 'rectanglelabels',
									original_width: 400,
									original_height: 200,
									value: { x: 1, y: 2, width: 30, height: 40, rectanglelabels: ['Otter'] },
								},
							],
						},
					],
				},
			],
			{ format: 'labelStudio' },
		],
	])('is another one: %s', (_, input, options) => {
		const { objects, refused } = place(input, { numbers: 'auto', ...options }, named);
		expect(objects).toEqual([]);
		expect(refused[0]?.[1]).toMatch(/of the picture ".*heron-08\.jpg"; this one is called/);
	});

	it('is one of several: only what is on it is placed', () => {
		const input = [
			{ image: 'heron-08.jpg', detections: [lily] },
			{ image: 'heron-07.jpg', detections: [otter()] },
		];
		const { objects, refused } = place(input, {}, named);
		expect(objects.map(({ title }) => title)).toEqual(['Otter']);
		expect(refused.map(([index]) => index)).toEqual([0]);
		expect(reasons(input)).toEqual([expect.stringContaining('are of several pictures')]);
	});

	it.each<[string, unknown, RegExp]>([
		[
			'two answers',
			[{ detections: [otter()] }, { detections: [lily] }],
			/do not say their picture/,
		],
		[
			'two lists side by side',
			[
				{ boxes: [[1, 2, 30, 40]], labels: ['Otter'] },
				{ boxes: [], labels: [] },
			],
			/do not say/,
		],
		['two lists in a list, as text', JSON.stringify([[otter()], [lily]]), /which list belongs/],
		[
			'two lists one below the other',
			`${JSON.stringify([otter()])}\n${JSON.stringify([lily])}`,
			/which list belongs/,
		],
		[
			'two numbers of pictures',
			[otter(undefined, { image_id: 4 }), { ...lily, image_id: 5 }],
			/several pictures/,
		],
	])('is a guess: %s', (_, input, reason) => {
		const { objects, refused } = place(input);
		expect(objects).toEqual([]);
		expect(refused[0]?.[1]).toMatch(reason);
	});
});

describe('the size of the picture', () => {
	it.each<[string, unknown]>([
		['beside the list', { width: 200, height: 100, detections: [HALF] }],
		['in a map', { image_size: { width: 200, height: 100 }, detections: [HALF] }],
		['below another word', { image: { size: { width: 200, height: 100 } }, detections: [HALF] }],
		['as a list', { imageSize: [200, 100], detections: [HALF] }],
		['as a list with the height first', { image_size: [100, 200], detections: [HALF] }],
		['as the shape of an array', { orig_shape: [100, 200, 3], detections: [HALF] }],
		['in numbers as text', { input_size: ['200', '100'], detections: [HALF] }],
		['as text', { resolution: '200x100', detections: [HALF] }],
		['on the detection', [{ ...HALF, original_width: 200, original_height: 100 }]],
	])('is read: %s', (_, input) => {
		const { objects, refused } = place(input);
		expect(refused).toEqual([]);
		expect(objects.map((object) => pixelsOf(object))).toEqual([PLACE]);
	});

	it.each<[string, unknown, RegExp]>([
		['another shape', { input_size: [512, 512], detections: [otter()] }, /padded, cut or turned/],
		[
			'two sizes',
			{ image: { width: 400, height: 200 }, input_size: [512, 512], detections: [otter()] },
			/two sizes/,
		],
	])('is refused: %s', (_, input, reason) => {
		expect(place(input).objects).toEqual([]);
		expect(reasons(input)[0]).toMatch(reason);
	});

	it('is not the size of the object', () => {
		const input = [otter(undefined, { dimensions: { width: 2, height: 1, length: 3 } })];
		expect(pixelsOf(place(input).objects[0]!)).toEqual(PLACE);
	});
});

describe('order, unit and corner', () => {
	it('are taken where nothing is chosen', () => {
		const open = { format: 'auto', numbers: 'auto' } as const;
		const said = { bbox_format: 'xyxy', units: 'pixels', detections: [otter()] };
		expect(pixelsOf(place(said, open).objects[0]!)).toEqual(PLACE);
		const fractions = { ...said, units: 'normalized', detections: [otter([0.1, 0.1, 0.35, 0.5])] };
		expect(pixelsOf(place(fractions, open).objects[0]!)).toEqual(PLACE);
	});

	it('are no places themselves', () => {
		const input = { coordinates: 'absolute', detections: [otter()] };
		expect(pixelsOf(place(input).objects[0]!)).toEqual(PLACE);
	});

	it.each<[string, unknown, RegExp]>([
		['another order', [otter([40, 20, 100, 80], { bbox_format: 'coco' })], /says xywh/],
		[
			'a corner or a center',
			{ format: 'xywh', detections: [otter([40, 20, 100, 80])] },
			/a width and a height/,
		],
		['another unit', { units: 'percent', detections: [otter([10, 10, 35, 50])] }, /says percent/],
		['fractions', [otter(undefined, { normalized: true })], /says fractions/],
		['another corner', { origin: 'bottom-left', detections: [otter()] }, /count from there/],
	])('are refused: %s', (_, input, reason) => {
		expect(place(input).objects).toEqual([]);
		expect(reasons(input)[0]).toMatch(reason);
	});
});

describe('absence', () => {
	it.each<[string, object]>([
		['not found', { found: false }],
		['not present', { is_present: 'no' }],
		['outside', { outside: 1 }],
	])('is believed: %s', (_, more) => {
		const { objects, refused } = place([otter(undefined, more), lily]);
		expect(objects.map(({ title }) => title)).toEqual(['Water lily']);
		expect(refused).toEqual([[0, expect.stringContaining('not on the picture')]]);
	});

	it.each([
		[{ detections: [], error: 'out of memory' }],
		[{ status: 'failed', predictions: [] }],
		[{ success: false, objects: [] }],
	])('is not an error: %j', (input) => {
		expect(reasons(input)).toEqual([expect.stringContaining('an error instead of detections')]);
	});

	it('is no error where the word for it is empty', () => {
		expect(reasons({ detections: [], error: null, errors: [], status: 'ok' })).toEqual([]);
	});
});
