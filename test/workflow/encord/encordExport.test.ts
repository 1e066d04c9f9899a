/** Project: Export Labels: what is in the files, what is counted as left out, and that Add Many reads them back. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { node, runWorkflow, workflow } from '../engine/harness';
import type { SeedBuilder } from '../../../sandbox/seeds/builder';
import { filesInZip } from '../../oracle/unzip';
import { byId, encord, useSeed } from './encordRun';

const SIZE = { width: 200, height: 100 };
const FRAMES = 10;

async function seed(build: SeedBuilder): Promise<void> {
	build.addUser('owner@example.com', { withKey: true });
	const ontologyUuid = build.addOntology({
		title: 'Street',
		spec: {
			objects: [
				{
					name: 'Car',
					shape: 'bounding_box',
					attributes: [{ name: 'Color', type: 'radio', options: ['Red', 'Blue'] }],
				},
				{ name: 'Road', shape: 'polygon' },
				{ name: 'Ship', shape: 'rotatable_bounding_box' },
				{ name: 'Hole', shape: 'bitmask' },
				{ name: 'Lane', shape: 'polyline' },
			],
			classifications: [{ name: 'Weather', type: 'radio', options: ['Sun', 'Rain'] }],
		},
	});
	const dataset = build.addDataset({ title: 'Streets' });
	const file = Buffer.from('not read');
	const image = (title: string) => ({ ...SIZE, title, file });
	build.addImage(dataset, image('a, "b".jpg'));
	build.addImage(dataset, image('plain.jpg'));
	build.addVideo(dataset, { ...image('drive.mp4'), frames: FRAMES, fps: 5, duration: 2 });
	build.addImageGroup(dataset, { title: 'walk', images: [image('one.jpg'), image('two.jpg')] });
	for (const title of ['From', 'To'])
		build.addProject({
			title,
			ontologyUuid,
			datasetHashes: [dataset],
			stages: [
				{ type: 'ANNOTATION', title: 'Annotate', to: 'Complete' },
				{ type: 'DONE', title: 'Complete' },
			],
		});
}

type Title = 'From' | 'To';
const sandbox = useSeed<Title>('export', seed);
const start = node('Start', 'n8n-nodes-base.manualTrigger');

async function run(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
) {
	return await runWorkflow(workflow([start, encord(resource, operation, parameters)]), {
		credentials: sandbox.credentials,
		items: items.map((json) => ({ json })),
	});
}

async function exported(parameters: INodeParameters) {
	const project = byId(sandbox.project('From').projectHash);
	const result = await run('project', 'exportLabels', { project, ...parameters });
	expect(result.error()).toBeUndefined();
	const [item] = result.items('Encord');
	return { json: item!.json, file: await result.binary(item), binary: item!.binary!.data! };
}

const box = (x: number, y: number, w: number, h: number) => ({ boundingBox: { x, y, w, h } });

/** Adds labels of many kinds, on the picture, the video and the group of pictures of the project "From". */
async function label(places: Record<string, IDataObject[]>, project: Title = 'From') {
	for (const [title, detections] of Object.entries(places)) {
		const { dataHash } = await sandbox.row(project, title);
		const item = { projectHash: sandbox.project(project).projectHash, dataHash, detections };
		const result = await run('object', 'addMany', { format: 'encord' }, [item as IDataObject]);
		expect([title, result.error()?.message]).toEqual([title, undefined]);
	}
}

const PLACES: Record<string, IDataObject[]> = {
	'a, "b".jpg': [
		{ class: 'Car', ...box(0.1, 0.2, 0.3, 0.4), attributes: { Color: 'Red' } },
		{
			class: 'Road',
			polygon: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.2 }, 2: { x: 0.5, y: 0.8 } },
		},
	],
	'drive.mp4': [
		{ class: 'Car', frame: 2, track: 1, ...box(0.1, 0.1, 0.2, 0.2) },
		{ class: 'Car', frame: 3, track: 1, ...box(0.1, 0.1, 0.2, 0.2) },
		{ class: 'Car', frame: 7, track: 1, ...box(0.3, 0.1, 0.2, 0.2) },
		{ class: 'Car', frame: 9, track: 2, ...box(0.5, 0.5, 0.25, 0.25) },
	],
	walk: [{ class: 'Car', frame: 1, ...box(0.25, 0.25, 0.5, 0.5) }],
};

/** Class, frame and coordinates of every object of a project, by file; coordinates of pixels are rounded to a millionth. */
async function placesIn(project: Title): Promise<Record<string, unknown[]>> {
	const all: Record<string, unknown[]> = {};
	for (const { title, dataHash } of await sandbox.rows(project)) {
		const item = { projectHash: sandbox.project(project).projectHash, dataHash };
		const result = await run('object', 'getMany', { objectsBy: 'filter', returnAll: true }, [item]);
		const places = result.json('Encord').flatMap(({ class: name, places }) =>
			(places as Array<{ frames: [number, number]; coordinates: unknown }>).flatMap(
				({ frames: [from, to], coordinates }) =>
					Array.from({ length: to - from + 1 }, (_, at) => ({
						name,
						frame: from + at,
						coordinates: rounded(coordinates),
					})),
			),
		);
		all[title] = places.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
	}
	return all;
}

const rounded = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (_key, part: unknown) =>
			typeof part === 'number' ? Math.round(part * 1e6) / 1e6 : part,
		),
	) as unknown;

describe('COCO', () => {
	it('is read back by Add Many as the same places, frames and attributes included', async () => {
		await label(PLACES);
		const { json, file, binary } = await exported({ exportFormat: 'coco' });
		expect(binary).toMatchObject({ fileName: 'annotations.json', mimeType: 'application/json' });
		expect(json).toMatchObject({
			projectTitle: 'From',
			labelRows: 3,
			neverLabeled: 1,
			// One single picture, four frames of the video, both of the group.
			pictures: 7,
			objects: 7,
			leftOut: [],
			summary:
				'Exported 7 objects on 7 pictures of 3 files; left out 1 file that was never labeled',
		});
		const coco = JSON.parse(String(file)) as {
			images: IDataObject[];
			annotations: IDataObject[];
			categories: IDataObject[];
			videos: IDataObject[];
		};
		expect(coco.categories.map(({ id, name }) => [id, name])).toEqual([
			[1, 'Car'],
			[2, 'Road'],
			[3, 'Ship'],
			[4, 'Hole'],
			[5, 'Lane'],
		]);
		expect(new Set(coco.images.map(({ id }) => id)).size).toBe(coco.images.length);
		for (const { image_id: id } of coco.annotations)
			expect(coco.images.map((image) => image.id)).toContain(id);
		expect(coco.images.map(({ file_name: name }) => name)).toEqual([
			'a, "b".jpg',
			'drive_frame_2.jpg',
			'drive_frame_3.jpg',
			'drive_frame_7.jpg',
			'drive_frame_9.jpg',
			'one.jpg',
			'two.jpg',
		]);
		const tracks = coco.annotations.map(({ track_id: track }) => track);
		expect(tracks[2]).toBe(tracks[4]);
		expect(tracks[5]).not.toBe(tracks[4]);
		await readBack(Object.fromEntries(Object.keys(PLACES).map((title) => [title, coco])), {
			format: 'coco',
		});
		expect(await placesIn('To')).toEqual(await placesIn('From'));
		const { dataHash } = await sandbox.row('To', 'a, "b".jpg');
		const item = { projectHash: sandbox.project('To').projectHash, dataHash };
		const [car] = (await run('object', 'getMany', { returnAll: true }, [item])).json('Encord');
		expect(car!.attributes).toEqual({ Color: 'Red' });
	});

	it('counts what it cannot say, and refuses it on request', async () => {
		await label({
			'plain.jpg': [
				{ class: 'Ship', rotatableBoundingBox: { x: 0.4, y: 0.4, w: 0.2, h: 0.2, theta: 30 } },
				{ class: 'Lane', polyline: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.9 } } },
				{ class: 'Car', ...box(0.5, 0.5, 0.2, 0.2), confidence: 0.5 },
			],
		});
		await sandbox.label('From', 'a, "b".jpg', {
			classifications: [{ name: 'Weather', answer: ['Sun'], range: [[0, 0]] }],
		});
		const { json } = await exported({ exportFormat: 'coco' });
		expect(json).toMatchObject({
			objects: 2,
			leftOut: [
				{ what: 'classification', class: 'Weather', count: 1 },
				{
					what: 'object',
					class: 'Ship',
					reason: 'COCO has no rotated boxes: it is written as the outline of its four corners.',
					count: 1,
				},
				{ what: 'object', class: 'Lane', reason: 'COCO has no lines.', count: 1 },
			],
		});
		const project = byId(sandbox.project('From').projectHash);
		const strict = await run('project', 'exportLabels', {
			project,
			exportFormat: 'coco',
			options: { isStrict: true },
		});
		expect(strict.error()?.message).toMatch(/cannot say all labels: classification "Weather"/);
	});
});

/** Adds the content of an export to the project "To", file by file. */
async function readBack(
	contents: Record<string, unknown>,
	parameters: INodeParameters,
	frames: Record<string, number> = {},
) {
	for (const [title, detections] of Object.entries(contents)) {
		const { dataHash } = await sandbox.row('To', title);
		const item: IDataObject = {
			projectHash: sandbox.project('To').projectHash,
			dataHash,
			detections: detections as IDataObject,
		};
		const frame = frames[title];
		const result = await run(
			'object',
			'addMany',
			{ ...parameters, ...(frame === undefined ? {} : { frame }) },
			[item],
		);
		expect([title, result.error()?.message, result.error()?.description]).toEqual([
			title,
			undefined,
			undefined,
		]);
	}
}

describe('YOLO', () => {
	it('is an archive with classes and a text per picture, read back as the same places', async () => {
		await label(PLACES);
		const { json, file, binary } = await exported({
			exportFormat: 'yolo',
			options: { exportClasses: 'Car' },
		});
		expect(binary).toMatchObject({ fileName: 'labels.zip', mimeType: 'application/zip' });
		expect(json).toMatchObject({
			objects: 6,
			leftOut: [
				{ what: 'attributes', class: 'Car', count: 1 },
				{ what: 'identity', class: 'Car', count: 5 },
			],
		});
		const files = filesInZip(file as Buffer);
		expect([...files.keys()]).toEqual([
			'data.yaml',
			'classes.txt',
			'labels/a, _b_.txt',
			'labels/drive_frame_2.txt',
			'labels/drive_frame_3.txt',
			'labels/drive_frame_7.txt',
			'labels/drive_frame_9.txt',
			'labels/one.txt',
			'labels/two.txt',
		]);
		expect(files.get('classes.txt')).toBe('Car\n');
		expect(files.get('data.yaml')).toContain('names:\n  0: "Car"\n');
		expect(files.get('labels/one.txt')).toBe('');
		const options = { yoloNames: files.get('classes.txt')!.trim() };
		const text = (name: string) => files.get(`labels/${name}.txt`);
		await readBack({ 'a, "b".jpg': text('a, _b_') }, { format: 'yolo', options });
		for (const frame of [2, 3, 7, 9])
			await readBack(
				{ 'drive.mp4': text(`drive_frame_${frame}`) },
				{ format: 'yolo', options },
				{ 'drive.mp4': frame },
			);
		await readBack({ walk: text('two') }, { format: 'yolo', options }, { walk: 1 });
		const expected = await placesIn('From');
		expected['a, "b".jpg'] = expected['a, "b".jpg']!.filter(
			(place) => (place as { name: string }).name === 'Car',
		);
		expect(await placesIn('To')).toEqual(expected);
	});

	it('says what it makes of outlines, and keeps turned boxes as they are', async () => {
		await label({
			'plain.jpg': [
				{ class: 'Ship', rotatableBoundingBox: { x: 0.4, y: 0.4, w: 0.2, h: 0.2, theta: 30 } },
			],
		});
		expect((await exported({ exportFormat: 'yolo' })).json.leftOut).toMatchObject([
			{ what: 'object', class: 'Ship', reason: 'YOLO boxes: it is written as the box around it.' },
		]);
		const { json, file } = await exported({ exportFormat: 'yoloObb' });
		expect(json.leftOut).toEqual([]);
		const line = filesInZip(file as Buffer).get('labels/plain.txt')!;
		await readBack(
			{ 'plain.jpg': line },
			{ format: 'yolo-obb', options: { yoloNames: 'Car, Road, Ship, Hole, Lane' } },
		);
		expect(await placesIn('To')).toEqual(await placesIn('From'));
	});

	it('needs a class of skeletons for keypoints', async () => {
		const project = byId(sandbox.project('From').projectHash);
		const result = await run('project', 'exportLabels', { project, exportFormat: 'yoloPose' });
		expect(result.error()?.message).toMatch(/YOLO poses need a class of skeletons/);
	});
});

describe('CSV and Encord JSON', () => {
	it('have every place, and answers', async () => {
		await label(PLACES);
		await sandbox.label('From', 'plain.jpg', {
			classifications: [{ name: 'Weather', answer: ['Rain'], range: [[0, 0]] }],
		});
		const { json, file } = await exported({ exportFormat: 'csv' });
		expect(json).toMatchObject({ leftOut: [], classifications: 1 });
		const lines = String(file).trimEnd().split('\r\n');
		expect(lines[0]).toMatch(/^data_title,data_hash,dataset,space,type,class,/);
		expect(lines).toHaveLength(1 + 2 + 3 + 1 + 1);
		const car = lines.find((line) => line.includes('Red'))!;
		expect(car).toMatch(/^"a, ""b"".jpg",/);
		expect(car).toContain(',Streets,,object,Car,bounding_box,');
		expect(car).toContain(',0,0,frames,20,20,60,40,1,"{""Color"":""Red""}"');
		// An object that stays in place for two frames is one line.
		expect(lines.filter((line) => line.includes(',2,3,frames,'))).toHaveLength(1);
		expect(lines.find((line) => line.includes('Weather'))).toContain('"{""Weather"":""Rain""}"');
	});

	it('is the rows as Encord has them', async () => {
		await label(PLACES);
		const { file } = await exported({
			exportFormat: 'encord',
			rowFilters: { titleContains: 'drive' },
			options: { exportFileName: 'drive.json' },
		});
		const rows = JSON.parse(String(file)) as Array<{ data_units: IDataObject; data_title: string }>;
		expect(rows.map(({ data_title: title }) => title)).toEqual(['drive.mp4']);
		const [unit] = Object.values(rows[0]!.data_units) as Array<{
			labels: Record<string, { objects: IDataObject[] }>;
		}>;
		const objects = Object.entries(unit!.labels).flatMap(([frame, { objects: all }]) =>
			all.map((object) => ({ class: object.name, frame: Number(frame), ...box4(object) })),
		);
		await readBack({ 'drive.mp4': objects }, { format: 'encord' });
		expect((await placesIn('To'))['drive.mp4']).toEqual((await placesIn('From'))['drive.mp4']);
	});

	it('exports only the rows that fit the filters', async () => {
		await label(PLACES);
		const count = async (rowFilters: INodeParameters) =>
			(await exported({ exportFormat: 'csv', rowFilters })).json.labelRows;
		expect(await count({ stageTitle: 'Complete' })).toBe(0);
		expect(await count({ stageTitle: 'Annotate' })).toBe(3);
		expect(await count({ labelStatuses: ['COMPLETED'] })).toBe(0);
		expect(await count({ editedAfter: '2026-01-01T00:00:00Z' })).toBe(3);
		expect(await count({ editedBefore: '2026-01-01T00:00:00Z' })).toBe(0);
	});

	it('refuses a stage that the project does not have, and names those it has', async () => {
		const project = byId(sandbox.project('From').projectHash);
		for (const operation of [
			['project', 'exportLabels', { rowFilters: { stageTitle: 'Finished' } }],
			['labelRow', 'getMany', { filters: { stageTitle: 'Finished' } }],
		] as const) {
			const [resource, name, parameters] = operation;
			const error = (await run(resource, name, { project, ...parameters })).error();
			expect(error?.message).toBe('The project "From" has no stage "Finished"');
			expect(error?.description).toContain('Its stages: "Annotate", "Complete".');
		}
	});

	it('leaves out files that were never labeled, in every format, and counts them', async () => {
		await label({ walk: PLACES.walk! });
		for (const exportFormat of ['coco', 'csv', 'encord', 'yolo']) {
			const { json, file } = await exported({ exportFormat });
			expect(json).toMatchObject({ labelRows: 1, neverLabeled: 3 });
			expect(json.summary).toMatch(/ of 1 file.*; left out 3 files that were never labeled$/);
			for (const title of ['plain', 'drive']) expect(String(file)).not.toContain(title);
		}
		await label({ ...PLACES, 'plain.jpg': PLACES.walk!.map((each) => ({ ...each, frame: 0 })) });
		const { json } = await exported({ exportFormat: 'csv' });
		expect(json).toMatchObject({ labelRows: 4, neverLabeled: 0 });
		expect(json.summary).toBe('Exported 7 objects of 4 files');
	});

	it('refuses a class that the ontology does not have', async () => {
		const project = byId(sandbox.project('From').projectHash);
		const result = await run('project', 'exportLabels', {
			project,
			options: { exportClasses: 'Truck' },
		});
		expect(result.error()?.message).toBe(
			'The ontology has no class "Truck". It has: Car, Road, Ship, Hole, Lane.',
		);
	});
});

const box4 = ({ boundingBox }: IDataObject) => ({ boundingBox });
