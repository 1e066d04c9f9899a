/** Answers of vision services, and what they answer besides objects with places. */
import { describe, expect, it } from '@jest/globals';
import { recognized } from '../../../../src/detections/formats/registry';
import { pixelsOf, place } from '../lake';
import { placesIn, read } from '../readings';

const marks = (data: unknown) => recognized(data).map(({ name }) => name);

describe('Google Vision', () => {
	const claim = { order: 'xyxy', unit: 'fractions', named: true, by: 'Google Vision' };
	const vertices = [
		{ x: 0.1, y: 0.1 },
		{ x: 0.35, y: 0.1 },
		{ x: 0.35, y: 0.5 },
		{ x: 0.1, y: 0.5 },
	];
	const object = (normalizedVertices: unknown) => ({
		name: 'Otter',
		score: 0.8,
		boundingPoly: { normalizedVertices },
	});
	const otter = object(vertices);
	const detection = {
		index: 0,
		names: ['Otter'],
		confidence: 0.8,
		places: [{ kind: 'corners', ring: [0.1, 0.1, 0.35, 0.1, 0.35, 0.5, 0.1, 0.5], claim }],
	};

	it.each<[string, unknown]>([
		['one object', otter],
		['a list of objects', [otter]],
		['one response', { localizedObjectAnnotations: [otter] }],
		['the answer', { responses: [{ localizedObjectAnnotations: [otter] }] }],
		['a list of one response', [{ localizedObjectAnnotations: [otter] }]],
		[
			'an answer with labels beside them',
			{ localizedObjectAnnotations: [otter], labelAnnotations: [{ description: 'lake' }] },
		],
	])('is read as %s', (_, data) => {
		expect(read('googleVision', data)).toEqual({ detections: [detection], refused: [] });
		expect(marks(data)).toEqual(['googleVision']);
	});

	it('leaves out a coordinate that is 0, and draws other numbers of corners as an outline', () => {
		expect(placesIn('googleVision', [object([{ y: 0.5 }, { x: 0.5 }, {}])])).toEqual([
			{ kind: 'outline', polygons: [[[0, 0.5, 0.5, 0, 0, 0]]], claim },
		]);
	});

	it('refuses one by one what is no object with corners', () => {
		const reason =
			'The annotation has no "normalizedVertices"; other corners are of texts and faces.';
		expect(
			read('googleVision', [
				{ name: 'a' },
				otter,
				{ boundingPoly: { vertices } },
				object([{ x: 'a' }]),
			]),
		).toEqual({
			detections: [{ ...detection, index: 1 }],
			refused: [
				{ index: 0, reason },
				{ index: 2, reason },
				{ index: 3, reason: '"normalizedVertices" has "a" where a number is expected.' },
			],
		});
	});

	it.each<[unknown, string]>([
		['x', 'There are no localizedObjectAnnotations.'],
		[
			{ responses: [{}, {}] },
			'There are 2 responses, one for each picture. Give the one of this picture.',
		],
		[
			{ responses: [] },
			'There are 0 responses, one for each picture. Give the one of this picture.',
		],
		[
			{ responses: [{ error: { message: 'Bad image data.' } }] },
			'Google Vision answered an error: Bad image data.',
		],
		[
			{ textAnnotations: [{ description: 'a' }] },
			'Google Vision answered textAnnotations; only localizedObjectAnnotations are objects with places.',
		],
		[
			{ fullTextAnnotation: { text: 'a' } },
			'Google Vision answered fullTextAnnotation; only localizedObjectAnnotations are objects with places.',
		],
	])('%j is refused', (data, reason) => {
		expect(() => read('googleVision', data)).toThrow(reason);
	});

	it('without objects has nothing', () => {
		for (const data of [
			{ responses: [{}] },
			{ localizedObjectAnnotations: [] },
			{ textAnnotations: [] },
		])
			expect(read('googleVision', data)).toEqual({ detections: [], refused: [] });
	});
});

describe('Rekognition', () => {
	const BoundingBox = { Left: 0.1, Top: 0.2, Width: 0.25, Height: 0.4 };
	const claim = {
		order: 'xywh',
		unit: 'fractions',
		named: true,
		by: 'the names Left, Top, Width, Height',
	};
	const detection = (names: unknown[], confidence: unknown, index = 0) => ({
		index,
		names,
		confidence,
		confidenceInPercent: true,
		places: [{ kind: 'box', numbers: [0.1, 0.2, 0.25, 0.4], claim }],
	});
	const label = {
		Name: 'Otter',
		Confidence: 90,
		Instances: [{ BoundingBox, Confidence: 80 }, { BoundingBox }],
	};

	it.each<[string, unknown, object[]]>([
		[
			'labels',
			{ Labels: [label, { Name: 'Lake', Confidence: 99 }] },
			[detection(['Otter'], 80), detection(['Otter'], 90, 1)],
		],
		[
			'labels of a picture that was not turned',
			{ OrientationCorrection: 'ROTATE_0', Labels: [label] },
			[detection(['Otter'], 80), detection(['Otter'], 90, 1)],
		],
		[
			'a list of one answer',
			[{ Labels: [label] }],
			[detection(['Otter'], 80), detection(['Otter'], 90, 1)],
		],
		[
			'custom labels',
			{ CustomLabels: [{ Name: 'Otter', Confidence: 70, Geometry: { BoundingBox } }] },
			[detection(['Otter'], 70)],
		],
		[
			'custom labels in a list of answers',
			[{ CustomLabels: [{ Name: 'Otter', Confidence: 70, Geometry: { BoundingBox } }] }],
			[detection(['Otter'], 70)],
		],
		[
			'boxes of their own',
			[
				{ Label: 'Otter', Confidence: 60, BoundingBox },
				{ Name: 'Raft', BoundingBox },
			],
			[detection(['Otter'], 60), detection(['Raft'], undefined, 1)],
		],
	])('answers %s', (_, data, detections) => {
		expect(read('rekognition', data)).toEqual({ detections, refused: [] });
	});

	it('counts hundredths', () => {
		const { objects } = place({ Labels: [label] }, { format: 'auto', numbers: 'auto' });
		expect(objects.map(({ confidence }) => confidence)).toEqual([0.8, 0.9]);
	});

	it.each<[unknown, string]>([
		[
			{ OrientationCorrection: 'ROTATE_90', Labels: [] },
			'Rekognition saw the picture turned (ROTATE_90).',
		],
		[
			{ Labels: [{ Timestamp: 0, Name: 'Otter' }] },
			'The labels are of a video: they have times instead of frames.',
		],
		[
			[{ Labels: [] }, { CustomLabels: [] }],
			'There are 2 answers, one for each picture. Give the one of this picture.',
		],
		[{ Labels: [], CustomLabels: [] }, 'There are Labels and CustomLabels; give one of them.'],
		[
			{ Labels: [{ Name: 'Otter', Instances: [{}] }] },
			'A "BoundingBox" lacks Left, Top, Width or Height.',
		],
		[
			{ Labels: [{ Name: 'Otter', Instances: [{ BoundingBox: { Left: 1 } }] }] },
			'A "BoundingBox" lacks Left, Top, Width or Height.',
		],
		[
			{ Labels: [{ Name: 'Otter', Instances: [{ BoundingBox: { ...BoundingBox, Left: 'x' } }] }] },
			'"BoundingBox" has "x" where a number is expected.',
		],
	])('%j is refused', (data, reason) => {
		expect(() => read('rekognition', data)).toThrow(reason);
	});

	it('is told by its boxes, or by a list of labels', () => {
		expect(marks({ Labels: [] })).toEqual(['rekognition']);
		expect(marks([{ BoundingBox }])).toEqual(['rekognition']);
		expect(marks({ Labels: 5 })).toEqual([]);
	});
});

describe('Azure', () => {
	const rectangle = { x: 40, y: 20, w: 100, h: 80 };
	const claim = { order: 'xywh', unit: 'pixels', sized: true, by: 'Azure' };
	const box = { kind: 'box', numbers: [40, 20, 100, 80], claim };
	const tagged = (...tags: string[]) => ({
		boundingBox: rectangle,
		tags: tags.map((name) => ({ name, confidence: 0.8 })),
	});
	const detection = { index: 0, names: ['otter'], confidence: 0.8, places: [box] };
	const object = { rectangle, object: 'otter', confidence: 0.8 };

	it.each<[string, unknown]>([
		['objects of Computer Vision', { objects: [object] }],
		['a list of objects', [object]],
		['one object', object],
		['objects of Image Analysis', { objectsResult: { values: [tagged('otter')] } }],
		['a list of tagged objects', [tagged('otter')]],
	])('answers %s', (_, data) => {
		expect(read('azure', data)).toEqual({ detections: [detection], refused: [] });
		expect(marks(data)).toEqual(['azure']);
	});

	it('answers fractions in Custom Vision', () => {
		const boundingBox = { left: 0.1, top: 0.2, width: 0.25, height: 0.4 };
		const predictions = [{ tagName: 'otter', probability: 0.7, boundingBox }];
		expect(read('azure', { predictions }).detections).toEqual([
			{
				index: 0,
				names: ['otter'],
				confidence: 0.7,
				places: [
					{
						kind: 'box',
						numbers: [0.1, 0.2, 0.25, 0.4],
						claim: {
							order: 'xywh',
							unit: 'fractions',
							named: true,
							by: 'the names left, top, width, height',
						},
					},
				],
			},
		]);
	});

	it('says the size of the picture, and refuses objects one by one', () => {
		const metadata = { width: 800, height: 400 };
		const values = [
			tagged('otter'),
			tagged(),
			tagged('otter', 'beaver'),
			{ boundingBox: 5, tags: [] },
		];
		expect(read('azure', { metadata, objectsResult: { values } })).toEqual({
			detections: [{ ...detection, seen: metadata }],
			refused: [
				{ index: 1, reason: 'The object has 0 tags; expected one.' },
				{ index: 2, reason: 'The object has 2 tags; expected one.' },
				{ index: 3, reason: '"boundingBox" is 5; expected four numbers.' },
			],
		});
		const { objects } = place({ metadata, objects: [object] }, { format: 'auto', numbers: 'auto' });
		expect(objects.map((each) => pixelsOf(each))).toEqual([[20, 10, 50, 40]]);
	});
});
