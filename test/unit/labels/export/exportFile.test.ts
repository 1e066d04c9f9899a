/** Files of label rows: kinds of lines, frames without objects, members of data groups, sound. */
import { describe, expect, it } from '@jest/globals';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { detectionEdits } from '../../../../src/detections/detections';
import { classTable } from '../../../../src/labels/export/classTable';
import { exportWriter, type ExportFormat } from '../../../../src/labels/export/exportFile';
import { exportRow } from '../../../../src/labels/export/exportRow';
import { fileBytes } from '../../../../src/labels/export/files/writer';
import { Losses } from '../../../../src/labels/export/losses';
import { indexOntology, type OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { edited, ontologyOf, rowWithObject } from '../../../../scripts/cases/drawnRow';
import { emptyRow, metadataOf } from '../../../../scripts/cases/mediaRow';
import { filesInZip } from '../../../oracle/unzip';

const IMAGE = { type: 'image', width: 200, height: 100, frames: 1, title: 'a.jpg' };
const VIDEO = { type: 'video', width: 200, height: 100, frames: 4, title: 'v.mp4' };
type Media = typeof IMAGE;

const drawn = (media: Media, ontology: OntologyIndex, coordinates: object): LabelRowJson =>
	rowWithObject({ media } as never, ontology, coordinates as EncordJson);

async function exported(
	format: ExportFormat,
	ontology: OntologyIndex,
	rows: Array<[LabelRowJson, Media]>,
	allFrames = false,
) {
	const losses = new Losses();
	const writer = exportWriter(format, { classes: classTable(ontology), losses, allFrames });
	async function* read() {
		for (const [labels, media] of rows) {
			const metadata = { ...metadataOf(media as never), data_title: media.title };
			yield exportRow(labels, metadata as LabelRowMetadata, ontology);
		}
	}
	const pieces: Buffer[] = [];
	for await (const piece of fileBytes(writer, read())) pieces.push(piece);
	return { bytes: Buffer.concat(pieces), losses: losses.all(), written: writer.written };
}

const BOX = { boundingBox: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 } };

describe('YOLO lines', () => {
	it('of outlines are the corners of polygons, and say what they make of boxes', async () => {
		const ontology = ontologyOf('polygon');
		const polygon = {
			polygon: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.1 }, 2: { x: 0.5, y: 0.9 } },
		};
		const { bytes, losses } = await exported('yoloSegment', ontology, [
			[drawn(IMAGE, ontology, polygon), IMAGE],
		]);
		expect(filesInZip(bytes).get('labels/a.txt')).toBe('0 0.1 0.1 0.9 0.1 0.5 0.9\n');
		expect(losses).toEqual([]);
		const boxes = ontologyOf('bounding_box');
		const lossy = await exported('yoloSegment', boxes, [[drawn(IMAGE, boxes, BOX), IMAGE]]);
		expect(lossy.losses).toMatchObject([
			{ what: 'object', reason: expect.stringContaining('four corners'), count: 1 },
		]);
	});

	it('of keypoints have the points in the order of the ontology, and the file says how many', async () => {
		const ontology = ontologyOf('skeleton', ['nose', 'tail']);
		const point = (name: string, x: number, y: number) => ({
			x,
			y,
			name,
			color: '#000',
			value: name,
			featureHash: name,
		});
		const skeleton = { skeleton: { 0: point('tail', 0.5, 0.8), 1: point('nose', 0.1, 0.2) } };
		const { bytes } = await exported('yoloPose', ontology, [
			[drawn(IMAGE, ontology, skeleton), IMAGE],
		]);
		const files = filesInZip(bytes);
		expect(files.get('data.yaml')).toContain('kpt_shape: [2, 3]\n');
		expect(files.get('labels/a.txt')).toBe('0 0.3 0.5 0.4 0.6 0.1 0.2 2 0.5 0.8 2\n');
	});
});

describe('a COCO file', () => {
	const read = async (ontology: OntologyIndex, rows: Array<[LabelRowJson, Media]>) => {
		const { bytes, losses } = await exported('coco', ontology, rows);
		const { categories, images, annotations } = JSON.parse(String(bytes)) as EncordJson;
		return { categories, images, annotations, losses };
	};

	it('names the points of skeletons, and of no other class', async () => {
		const category = { id: 1, name: 'Object', supercategory: '' };
		expect((await read(ontologyOf('skeleton', ['nose', 'tail']), [])).categories).toEqual([
			{ ...category, keypoints: ['nose', 'tail'], skeleton: [] },
		]);
		const untold = indexOntology({ ...ontologyOf('skeleton').json, skeleton_templates: [] });
		expect((await read(untold, [])).categories).toEqual([category]);
		expect((await read(ontologyOf('polygon'), [])).categories).toEqual([category]);
	});

	it('has no place, and no size, where the size of the picture is not known', async () => {
		const ontology = ontologyOf('bounding_box');
		const labels = structuredClone(drawn(IMAGE, ontology, BOX));
		for (const unit of Object.values(labels.data_units)) {
			delete unit.width;
			delete unit.height;
		}
		const unsized = { ...IMAGE, width: undefined, height: undefined } as unknown as Media;
		expect(await read(ontology, [[labels, unsized]])).toMatchObject({
			images: [{ id: 1, file_name: 'a.jpg', data_hash: expect.any(String) }],
			annotations: [],
			losses: [
				{
					...{ what: 'object', class: 'Object', count: 1 },
					reason: 'The size of the picture is not known.',
				},
			],
		});
		const csv = String((await exported('csv', ontology, [[labels, unsized]])).bytes);
		expect(csv.trimEnd().split('\r\n')[1]).toMatch(/,0,0,frames,,,,,1,\{\},"\{""boundingBox"":/);
	});
});

describe('frames', () => {
	const ontology = ontologyOf('bounding_box');
	const row = edited({ media: VIDEO } as never, emptyRow(VIDEO as never), ontology, [
		{ kind: 'addObject', object: 'Object', frames: [[1, 2]], coordinates: BOX as never },
	]);

	it('without an object are in the file only when they are asked for', async () => {
		for (const [allFrames, frames] of [
			[false, [1, 2]],
			[true, [0, 1, 2, 3]],
		] as const) {
			const { bytes, written } = await exported('coco', ontology, [[row, VIDEO]], allFrames);
			const coco = JSON.parse(String(bytes)) as {
				images: Array<{ frame_id: number; id: number; file_name: string; width: number }>;
				annotations: Array<{ image_id: number; track_id: number; bbox: number[] }>;
			};
			expect(coco.images.map(({ frame_id }) => frame_id)).toEqual(frames);
			expect(written).toEqual({ rows: 1, pictures: frames.length, objects: 2, classifications: 0 });
			const frameOf = new Map(coco.images.map(({ id, frame_id }) => [id, frame_id]));
			expect(coco.annotations.map(({ image_id: id }) => frameOf.get(id))).toEqual([1, 2]);
			expect(coco.annotations.map(({ bbox }) => bbox)).toEqual([
				[20, 20, 60, 40],
				[20, 20, 60, 40],
			]);
			expect(new Set(coco.annotations.map(({ track_id }) => track_id)).size).toBe(1);
			expect(coco.images[0]).toMatchObject({ width: 200, file_name: `v_frame_${frames[0]}.jpg` });
		}
	});

	it('of several rows have IDs of their own, and archives names of their own', async () => {
		const rows: Array<[LabelRowJson, Media]> = [
			[row, VIDEO],
			[{ ...row, data_hash: 'other' }, VIDEO],
		];
		const coco = JSON.parse(String((await exported('coco', ontology, rows)).bytes)) as {
			images: Array<{ id: number }>;
			videos: Array<{ id: number }>;
		};
		expect(new Set(coco.images.map(({ id }) => id)).size).toBe(4);
		expect(coco.videos.map(({ id }) => id)).toEqual([1, 2]);
		const names = [...filesInZip((await exported('yolo', ontology, rows)).bytes).keys()];
		expect(names.slice(2)).toEqual([
			'labels/v_frame_1.txt',
			'labels/v_frame_2.txt',
			'labels/v_frame_1_other.txt',
			'labels/v_frame_2_other.txt',
		]);
	});
});

it('places that reach over the edge are cut off there, and counted', async () => {
	const ontology = ontologyOf('bounding_box');
	const outside = { boundingBox: { x: 0.9, y: 0.5, w: 0.3, h: 0.2 } };
	const { losses } = await exported('coco', ontology, [[drawn(IMAGE, ontology, outside), IMAGE]]);
	expect(losses).toMatchObject([{ reason: expect.stringContaining('over the edge'), count: 1 }]);
});

it.each<[string, object, boolean]>([
	['left', { x: -0.1, y: 0.2, w: 0.3, h: 0.4 }, true],
	['upper', { x: 0.1, y: -0.1, w: 0.3, h: 0.4 }, true],
	['right', { x: 0.8, y: 0.2, w: 0.3, h: 0.4 }, true],
	['lower', { x: 0.1, y: 0.8, w: 0.3, h: 0.4 }, true],
	['no', { x: 0, y: 0, w: 1, h: 1 }, false],
])('a place that reaches over the %s edge is counted as cut off', async (_side, box, isCut) => {
	const ontology = ontologyOf('bounding_box');
	const labels = structuredClone(drawn(IMAGE, ontology, BOX));
	const [unit] = Object.values(labels.data_units);
	const { objects } = unit!.labels as { objects: EncordJson[] };
	objects[0]!.boundingBox = box;
	const { losses } = await exported('coco', ontology, [[labels, IMAGE]]);
	const reason = 'It reaches over the edge of the picture and is cut off there.';
	expect(losses).toEqual(isCut ? [{ what: 'object', class: 'Object', reason, count: 1 }] : []);
});

it('members of a data group are pictures under their own names', async () => {
	const ontology = ontologyOf('bounding_box');
	const single = drawn(IMAGE, ontology, BOX);
	const [label] = (single.data_units.data!.labels as { objects: EncordJson[] }).objects;
	const group = {
		...single,
		data_type: 'group',
		data_units: { data: { ...single.data_units.data, labels: {} } },
		spaces: {
			left: {
				space_type: 'image',
				width: 400,
				height: 100,
				child_info: { layout_key: 'left', file_name: 'left.jpg' },
				labels: { '0': { objects: [label], classifications: [] } },
			},
		},
	} as LabelRowJson;
	const media = { ...IMAGE, type: 'group' };
	const { bytes } = await exported('coco', ontology, [[group, media]]);
	const coco = JSON.parse(String(bytes)) as { images: object[]; annotations: object[] };
	expect(coco.images).toMatchObject([{ file_name: 'left.jpg', width: 400 }]);
	expect(coco.annotations).toMatchObject([{ bbox: [40, 20, 120, 40] }]);
});

describe('pictures of different sizes', () => {
	const ontology = ontologyOf('bounding_box');
	const large = { width: 400, height: 200 };
	/** Three pictures of a group, of which the second is larger. The object is in the same place of each. */
	const group = { ...VIDEO, type: 'img_group', frames: 3, title: 'g' };
	const units = ['a', 'b', 'c'].map((name, at) => ({
		...emptyRow(IMAGE as never).data_units.data,
		data_hash: name,
		data_title: `${name}.jpg`,
		data_sequence: at,
		...(at === 1 ? large : {}),
		labels: { objects: [], classifications: [] },
	}));
	const ofGroup = edited(
		{ media: group } as never,
		{
			...emptyRow(group as never),
			data_units: Object.fromEntries(units.map((unit) => [unit.data_hash, unit])),
		} as LabelRowJson,
		ontology,
		[{ kind: 'addObject', object: 'Object', frames: [[0, 2]], coordinates: BOX as never }],
	);
	/** Slices of which the second is larger, as the row says frame by frame. */
	const slices = { ...VIDEO, type: 'dicom', frames: 3, title: 's.dcm' };
	const ofSlices = edited({ media: slices } as never, emptyRow(slices as never), ontology, [
		{ kind: 'addObject', object: 'Object', frames: [[0, 2]], coordinates: BOX as never },
	]);
	const labels = ofSlices.data_units.data!.labels as Record<string, EncordJson>;
	labels['1']!.metadata = large;
	const SMALL = [20, 20, 60, 40];
	const LARGE = [40, 40, 120, 80];

	it.each([
		['a group', ofGroup, group],
		['slices', ofSlices, slices],
	])('have boxes in pixels of their own: %s', async (_, row, media) => {
		const csv = String((await exported('csv', ontology, [[row, media]])).bytes);
		const [head, ...lines] = csv.trimEnd().split('\r\n');
		const first = head!.split(',').indexOf('first_frame');
		const x = head!.split(',').indexOf('x');
		expect(
			lines
				.map((line) => line.split(','))
				.map((cells) => [
					cells.slice(first, first + 2).map(Number),
					cells.slice(x, x + 4).map(Number),
				]),
		).toEqual([
			[[0, 0], SMALL],
			[[1, 1], LARGE],
			[[2, 2], SMALL],
		]);
		const coco = JSON.parse(String((await exported('coco', ontology, [[row, media]])).bytes)) as {
			annotations: Array<{ bbox: number[]; track_id: number }>;
			images: Array<{ width: number }>;
			videos: Array<{ width?: number }>;
		};
		expect(coco.annotations.map(({ bbox }) => bbox)).toEqual([SMALL, LARGE, SMALL]);
		expect(coco.images.map(({ width }) => width)).toEqual([200, 400, 200]);
		expect(coco.videos).toHaveLength(1);
		expect(coco.videos[0]).not.toHaveProperty('width');
	});

	it('are read back with the same places', async () => {
		const coco = String((await exported('coco', ontology, [[ofGroup, group]])).bytes);
		const target = {
			...ofGroup,
			data_title: 'g',
			data_units: Object.fromEntries(
				units.map((unit) => [unit.data_hash, { ...unit, labels: { objects: [] } }]),
			),
			object_answers: {},
		} as LabelRowJson;
		const { edits, fields } = detectionEdits(
			coco,
			{ labels: target, row: metadataOf(group as never), ontology },
			{ format: 'coco', numbers: 'auto', mode: 'add' },
		);
		expect(fields.map(({ outcome }) => outcome)).toEqual(['taken', 'taken', 'taken']);
		expect(JSON.stringify(edits)).toContain('"x":0.1,"y":0.2,"w":0.3,"h":0.4');
		expect(edits).toHaveLength(1);
	});

	it('are places of their own, with pixels of their own', () => {
		const { objects } = exportRow(
			ofGroup,
			{ ...metadataOf(group as never), data_title: 'g' } as LabelRowMetadata,
			ontology,
		).tidy;
		expect(objects[0]!.frames).toEqual([[0, 2]]);
		expect(objects[0]!.places.map(({ frames, pixels }) => [frames, pixels])).toEqual([
			[[0, 0], { boundingBox: { x: 20, y: 20, w: 60, h: 40 } }],
			[[1, 1], { boundingBox: { x: 40, y: 40, w: 120, h: 80 } }],
			[[2, 2], { boundingBox: { x: 20, y: 20, w: 60, h: 40 } }],
		]);
	});
});

describe('a shape that a format has in another form', () => {
	const turned = { rotatableBoundingBox: { x: 0.4, y: 0.4, w: 0.2, h: 0.2, theta: 30 } };
	const polygon = {
		polygon: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.1 }, 2: { x: 0.5, y: 0.9 } },
	};
	const corners = 'it is written as the outline of its four corners.';
	const around = 'YOLO boxes: it is written as the box around it.';
	it.each<[ExportFormat, string, object, string[]]>([
		['coco', 'rotatable_bounding_box', turned, [`COCO has no rotated boxes: ${corners}`]],
		['coco', 'bounding_box', BOX, []],
		['coco', 'polygon', polygon, []],
		['yolo', 'bounding_box', BOX, []],
		['yolo', 'polygon', polygon, [around]],
		['yolo', 'rotatable_bounding_box', turned, [around]],
		['yoloSegment', 'polygon', polygon, []],
		['yoloSegment', 'bounding_box', BOX, [`YOLO outlines: ${corners}`]],
		['yoloSegment', 'rotatable_bounding_box', turned, [`YOLO outlines: ${corners}`]],
		['yoloObb', 'rotatable_bounding_box', turned, []],
		['yoloObb', 'polygon', polygon, ['Only boxes have the four corners of a rotated box.']],
	])('%s: %s is counted on each frame', async (format, shape, coordinates, reasons) => {
		const ontology = ontologyOf(shape);
		const film = edited({ media: VIDEO } as never, emptyRow(VIDEO as never), ontology, [
			{ kind: 'addObject', object: 'Object', frames: [[1, 3]], coordinates: coordinates as never },
		]);
		const { losses } = await exported(format, ontology, [[film, VIDEO]]);
		const ofPlaces = losses.filter(({ what }) => what === 'object');
		expect(ofPlaces).toEqual(
			reasons.map((reason) => ({ what: 'object', class: 'Object', reason, count: 3 })),
		);
	});
});
