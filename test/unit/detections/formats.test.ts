import { describe, expect, it } from '@jest/globals';
import { FORMATS, recognized } from '../../../src/detections/formats/registry';
import { pixelsOf, place } from './lake';

/** Every producer writes an otter at 40, 20 to 140, 100, recognized without a choice. */
const OTTER = [40, 20, 100, 80];

const MARKED: Array<[format: string, input: unknown]> = [
	['gemini', [{ box_2d: [100, 100, 500, 350], label: 'otter' }]],
	[
		'qwen',
		'<|object_ref_start|>Otter<|object_ref_end|><|box_start|>(100,100),(350,500)<|box_end|>',
	],
	['paligemma', '<loc0102><loc0102><loc0512><loc0358> otter'],
	['florence', { '<OD>': { bboxes: [[40, 20, 140, 100]], labels: ['otter'] } }],
	[
		'huggingFace',
		[{ score: 0.8, label: 'otter', box: { xmin: 40, ymin: 20, xmax: 140, ymax: 100 } }],
	],
	['groundingDino', { boxes: [[0.225, 0.3, 0.25, 0.4]], logits: [0.7], phrases: ['otter'] }],
	[
		'ultralytics',
		[{ name: 'Otter', class: 3, confidence: 0.8, box: { x1: 40, y1: 20, x2: 140, y2: 100 } }],
	],
	[
		'ultralytics',
		[{ name: 'Otter', class: 3, confidence: 0.8, box: { x1: 0.1, y1: 0.1, x2: 0.35, y2: 0.5 } }],
	],
	[
		'roboflow',
		{
			image: { width: 200, height: 100 },
			predictions: [{ x: 45, y: 30, width: 50, height: 40, class: 'Otter', confidence: 0.8 }],
		},
	],
	[
		'googleVision',
		{
			responses: [
				{
					localizedObjectAnnotations: [
						{
							name: 'Otter',
							score: 0.8,
							boundingPoly: {
								normalizedVertices: [
									{ x: 0.1, y: 0.1 },
									{ x: 0.35, y: 0.1 },
									{ x: 0.35, y: 0.5 },
									{ x: 0.1, y: 0.5 },
								],
							},
						},
					],
				},
			],
		},
	],
	[
		'rekognition',
		{
			Labels: [
				{
					Name: 'Otter',
					Confidence: 91,
					Instances: [
						{ Confidence: 80, BoundingBox: { Left: 0.1, Top: 0.1, Width: 0.25, Height: 0.4 } },
					],
				},
			],
		},
	],
	[
		'azure',
		{ objects: [{ rectangle: { x: 40, y: 20, w: 100, h: 80 }, object: 'otter', confidence: 0.8 }] },
	],
	[
		'azure',
		{
			metadata: { width: 400, height: 200 },
			objectsResult: {
				values: [
					{
						boundingBox: { x: 40, y: 20, w: 100, h: 80 },
						tags: [{ name: 'otter', confidence: 0.8 }],
					},
				],
			},
		},
	],
	[
		'azure',
		{
			predictions: [
				{
					tagName: 'Otter',
					probability: 0.8,
					boundingBox: { left: 0.1, top: 0.1, width: 0.25, height: 0.4 },
				},
			],
		},
	],
	['detectron2', [{ bbox: [40, 20, 140, 100], bbox_mode: 0, class: 'Otter' }]],
	[
		'coco',
		{
			images: [{ id: 5, file_name: 'lake.png', width: 400, height: 200 }],
			categories: [{ id: 66, name: 'Otter' }],
			annotations: [{ image_id: 5, category_id: 66, bbox: [40, 20, 100, 80] }],
		},
	],
	[
		'pascalVoc',
		'<annotation><size><width>400</width><height>200</height></size><object><name>Otter</name><bndbox><xmin>40</xmin><ymin>20</ymin><xmax>140</xmax><ymax>100</ymax></bndbox></object></annotation>',
	],
	[
		'labelme',
		{
			imagePath: 'lake.png',
			imageWidth: 800,
			imageHeight: 400,
			shapes: [
				{
					label: 'Otter',
					shape_type: 'rectangle',
					points: [
						[280, 40],
						[80, 200],
					],
				},
			],
		},
	],
	[
		'labelStudio',
		[
			{
				original_width: 400,
				original_height: 200,
				type: 'rectanglelabels',
				value: { x: 10, y: 10, width: 25, height: 40, rotation: 0, rectanglelabels: ['Otter'] },
			},
		],
	],
	[
		'cvat',
		'<annotations><image id="0" name="lake.png" width="400" height="200"><box label="Otter" xtl="40" ytl="20" xbr="140" ybr="100"/></image></annotations>',
	],
	[
		'supervisely',
		{
			size: { width: 400, height: 200 },
			objects: [
				{
					classTitle: 'Otter',
					geometryType: 'rectangle',
					points: {
						exterior: [
							[40, 20],
							[140, 100],
						],
						interior: [],
					},
				},
			],
		},
	],
	[
		'encord',
		[{ class: 'Otter', coordinates: { boundingBox: { x: 0.1, y: 0.1, w: 0.25, h: 0.4 } } }],
	],
];

describe('formats with a mark', () => {
	it.each(MARKED)('%s is told by the data: %j', (format, input) => {
		const { objects, refused } = place(input, { format: 'auto', numbers: 'auto' });
		expect(refused).toEqual([]);
		expect(objects.map(({ title }) => title)).toEqual(['Otter']);
		const tolerance = format === 'paligemma' ? 0 : 1;
		(pixelsOf(objects[0]!) as number[]).forEach((value, at) =>
			expect(value).toBeCloseTo(OTTER[at]!, tolerance - 1),
		);
	});

	it.each(MARKED)('%s is read the same when it is chosen: %j', (format, input) => {
		const told = place(input, { format: 'auto', numbers: 'auto' });
		const chosen = place(input, { format, numbers: 'auto' });
		expect(chosen.objects.map((each) => pixelsOf(each))).toEqual(
			told.objects.map((each) => pixelsOf(each)),
		);
	});

	it.each(MARKED)('%s is refused under the name of another format: %j', (format, input) => {
		for (const other of ['supervisely', 'gemini'].filter((each) => each !== format)) {
			const { objects, refused } = place(input, { format: other, numbers: 'auto' });
			expect(objects).toEqual([]);
			expect(refused[0]![1]).toMatch(/mark|no list/);
		}
	});

	it('are each recognized by one format only', () => {
		for (const [format, input] of MARKED.filter(([, data]) => typeof data !== 'string'))
			expect(recognized(input).map(({ name }) => name)).toEqual([format]);
		expect(new Set(FORMATS.map(({ name }) => name)).size).toBe(FORMATS.length);
	});
});

describe('points of models', () => {
	it('Molmo counts percent of both sides', () => {
		const text = 'Two of them: <points x1="25" y1="50" x2="75" y2="10" alt="buoys">buoys</points>';
		const { objects } = place(text, { format: 'auto', numbers: 'auto' });
		expect(objects.map((each) => pixelsOf(each))).toEqual([[[100, 100]], [[300, 20]]]);
	});

	it('Moondream gives fractions and no class', () => {
		const answer = {
			points: [
				{ x: 0.5, y: 0.25 },
				{ x: 0.75, y: 0.5 },
			],
		};
		const asked = { format: 'auto', numbers: 'fractions', defaultClass: 'Buoy' } as const;
		expect(place(answer, asked).objects.map((each) => pixelsOf(each))).toEqual([
			[[200, 50]],
			[[300, 100]],
		]);
		expect(place(answer, { ...asked, defaultClass: '' }).refused[0]![1]).toContain(
			'names no class',
		);
	});
});

describe('YOLO files', () => {
	const read = (text: string, kind: string, names: string[]) =>
		place(text, { format: kind, numbers: 'auto', names });

	it.each([
		['yolo', '0 0.5 0.5 0.25 0.4', 'Otter', [150, 60, 100, 80]],
		['yolo', '0 0.5 0.5 0.25 0.4 0.75', 'Otter', [150, 60, 100, 80]],
		['yolo', '0 0.5 0.5 0.25 0.4 9', 'Otter', [150, 60, 100, 80]],
		['yolo-seg', '0 0.1 0.1 0.5 0.2 0.3 0.9', 'Reed bed', [[[40, 20, 200, 40, 120, 180]]]],
		['yolo-obb', '0 0.25 0.25 0.75 0.25 0.75 0.75 0.25 0.75', 'Raft', [100, 50, 200, 100, 0]],
		[
			'yolo-pose',
			'0 0.5 0.5 0.4 0.4 0.4 0.4 2 0 0 0 0.6 0.6 1',
			'Heron',
			[
				['Beak', 160, 80],
				['Foot', 240, 120],
			],
		],
	])('%s: %s', (kind, text, name, expected) => {
		const { objects, refused } = read(text, kind, [name]);
		expect(refused).toEqual([]);
		expect(pixelsOf(objects[0]!)).toEqual(expected);
	});

	it('tell a confidence from a track number by the whole column', () => {
		expect(
			read('0 0.5 0.5 0.2 0.2 1\n0 0.5 0.5 0.2 0.3 7', 'yolo', ['Otter']).objects.map(
				({ confidence }) => confidence,
			),
		).toEqual([1, 1]);
		expect(
			read('0 0.5 0.5 0.2 0.2 0.5\n0 0.5 0.5 0.2 0.3 1', 'yolo', ['Otter']).objects.map(
				({ confidence }) => confidence,
			),
		).toEqual([0.5, 1]);
		expect(read('0 0.5 0.5 0.2 0.2 0\n0 0.5 0.5 0.2 0.3 1', 'yolo', ['Otter']).objects).toEqual([]);
	});

	it.each([
		['yolo', '0 200 100 50 40', ['Otter'], 'as large as 200'],
		['yolo', '0 0.5 0.5 0.2 0.2', [], 'order of the ontology'],
		['yolo', '0 0.5 0.5 0.2 0.2 87.5', ['Otter'], 'neither a confidence'],
		['yolo', '0 0.5 0.5 0.4 0.4 0.4 0.4 2 0.45 0.5 2 0.6 0.6 1', ['Otter'], 'Choose the format'],
		['yolo-seg', '0 0.5 0.5 0.2 0.2', ['Reed bed'], 'at least three'],
		['yolo-obb', '0 0.5 0.5 0.2 0.1 0.3', ['Raft'], 'four corners'],
		['yolo-obb', '0 0.1 0.1 0.9 0.2 0.6 0.9 0.1 0.4', ['Raft'], 'Give four corners of a box'],
		['yolo-pose', '0 0.5 0.5 0.4 0.4 0.4 0.4 2 0.5 0.5 2', ['Heron'], 'which is which'],
	])('%s: "%s" is refused', (kind, text, names, reason) => {
		const { objects, refused } = read(text, kind, names);
		expect(objects).toEqual([]);
		expect(refused[0]![1]).toContain(reason);
	});
});

describe('label files', () => {
	const voc = (inner: string) => `<annotation>${inner}</annotation>`;

	it('of other sizes are scaled, of other shapes refused', () => {
		const box =
			'<object><name>Otter</name><bndbox><xmin>20</xmin><ymin>10</ymin><xmax>70</xmax><ymax>50</ymax></bndbox></object>';
		const half = place(voc(`<size><width>200</width><height>100</height></size>${box}`), {
			format: 'pascalVoc',
			numbers: 'auto',
		});
		expect(pixelsOf(half.objects[0]!)).toEqual(OTTER);
		for (const [width, height] of [
			[100, 200],
			[400, 400],
			[200, 0],
		])
			expect(
				place(voc(`<size><width>${width}</width><height>${height}</height></size>${box}`), {
					format: 'pascalVoc',
					numbers: 'auto',
				}).objects,
			).toEqual([]);
	});

	it('that are cut off are refused', () => {
		const whole = voc(
			'<object><name>Otter</name><bndbox><xmin>20</xmin><ymin>10</ymin><xmax>70</xmax><ymax>50</ymax></bndbox></object>',
		);
		for (let length = 12; length < whole.length; length += 9)
			expect(
				place(whole.slice(0, length), { format: 'pascalVoc', numbers: 'auto' }).objects,
			).toEqual([]);
	});

	it('COCO: the picture is found by its name, or none is taken', () => {
		const file = {
			images: [
				{ id: 1, file_name: 'a/bay.png' },
				{ id: 2, file_name: 'a/lake.png' },
			],
			categories: [{ id: 3, name: 'Otter' }],
			annotations: [
				{ image_id: 1, category_id: 3, bbox: [0, 0, 10, 10] },
				{ image_id: 2, category_id: 3, bbox: [40, 20, 100, 80] },
			],
		};
		const named = { ...place([], {}).row, data_title: 'lake.png' };
		expect(
			place(file, { format: 'coco', numbers: 'auto' }, named).objects.map((each) => pixelsOf(each)),
		).toEqual([OTTER]);
		expect(place(file, { format: 'coco', numbers: 'auto' }).objects).toEqual([]);
		expect(
			place(file, { format: 'coco', numbers: 'auto', names: ['a', 'b', 'c', 'Water lily'] }, named)
				.refused[0]![1],
		).toContain('"Water lily"');
	});

	it('COCO: the file names the joints, whatever the order of the skeleton', () => {
		const file = (keypoints: string[]) => ({
			images: [{ id: 1, file_name: 'lake.png' }],
			categories: [{ id: 1, name: 'Heron', keypoints }],
			annotations: [{ image_id: 1, category_id: 1, keypoints: [10, 20, 2, 30, 40, 2, 50, 60, 1] }],
		});
		const read = (keypoints: string[]) =>
			place(file(keypoints), { format: 'coco', numbers: 'auto' });
		expect(pixelsOf(read(['foot', 'beak', 'wing']).objects[0]!)).toEqual([
			['Beak', 30, 40],
			['Wing', 50, 60],
			['Foot', 10, 20],
		]);
		expect(read(['foot', 'beak', 'tail']).objects).toEqual([]);
		expect(read(['foot', 'beak']).objects).toEqual([]);
	});

	it('COCO: an annotation of a class with joints may have a box or an outline instead', () => {
		const file = (annotation: object) => ({
			images: [{ id: 1, file_name: 'lake.png' }],
			categories: [
				{ id: 1, name: 'Otter', keypoints: ['nose'] },
				{ id: 2, name: 'Reed bed', keypoints: ['a', 'b', 'c'] },
			],
			annotations: [{ image_id: 1, ...annotation }],
		});
		const read = (annotation: object) =>
			pixelsOf(place(file(annotation), { format: 'coco', numbers: 'auto' }).objects[0]!);
		expect(read({ category_id: 1, bbox: [40, 20, 100, 80] })).toEqual(OTTER);
		expect(read({ category_id: 2, segmentation: [[40, 20, 140, 20, 140, 100]] })).toEqual([
			[[40, 20, 140, 20, 140, 100]],
		]);
	});

	it('COCO: results of several pictures are told however deep they lie', () => {
		const result = (image: number) => ({ image_id: image, category_id: 1, bbox: [1, 2, 3, 4] });
		for (const input of [
			[result(4), result(5)],
			{ results: [result(4), result(5)] },
			{ predictions: { first: [result(4)], second: [result(5)] } },
		])
			expect(place(input, { format: 'coco', numbers: 'auto' }).refused).toEqual([
				[undefined, 'The results are of 2 pictures (image_id 4, 5). Give those of this one.'],
			]);
	});

	it('Label Studio turns about the corner', () => {
		const result = {
			original_width: 400,
			original_height: 200,
			type: 'rectanglelabels',
			value: { x: 50, y: 25, width: 25, height: 20, rotation: 90, rectanglelabels: ['Raft'] },
		};
		const { objects } = place([result], { format: 'labelStudio', numbers: 'auto' });
		expect(pixelsOf(objects[0]!)).toEqual([130, 80, 100, 40, 90]);
	});

	it('CVAT: attributes, tracks and hidden joints', () => {
		const { objects, row } = place(
			'<annotations><image id="0" name="x" width="400" height="200"><box label="Otter" xtl="1" ytl="2" xbr="30" ybr="40"><attribute name="Pose">Sleeps</attribute></box><skeleton label="Heron"><points label="Foot" outside="0" occluded="1" points="9,9"/><points label="Beak" outside="1" occluded="0" points="0,0"/></skeleton></image></annotations>',
			{ format: 'auto', numbers: 'auto' },
		);
		expect(row.object_answers[objects[0]!.hash]).toMatchObject({
			classifications: [{ name: 'Pose', answers: [{ name: 'Sleeps' }] }],
		});
		expect(Object.values(objects[1]!.places.get(0)!.skeleton as object)).toEqual([
			expect.objectContaining({ name: 'Foot', visibility: 'occluded' }),
		]);
	});
});
