/** COCO files and archives of YOLO: what is in them, whole, and what they cannot say. */
import { describe, expect, it } from '@jest/globals';
import { filesInZip } from '../../../oracle/unzip';
import {
	add,
	answered,
	exported,
	film,
	group,
	labeled,
	picture,
	sound,
	textOf,
	type Labeled,
	type Options,
} from './exportedRows';
import { box, imageRow } from '../fixtures';

describe('archives of YOLO', () => {
	const files = (rows: Labeled[], options?: Options) =>
		Object.fromEntries(
			filesInZip(Buffer.concat(exported('yolo', rows, options).parts as Buffer[])),
		);

	it('say the classes, and have a text for each picture with a label', () => {
		expect(files([picture, film, group], { classes: ['Thing', 'Car'] })).toEqual({
			'data.yaml':
				'# Exported from Encord. Put the pictures into images/, under the names of the files in labels/.\npath: .\ntrain: images\nval: images\nnames:\n  0: "Car"\n  1: "Thing"\n',
			'classes.txt': 'Car\nThing\n',
			'labels/a.txt': '0 0.25 0.4 0.3 0.4\n',
			'labels/film_frame_1.txt': '0 0.25 0.4 0.3 0.4\n',
			'labels/film_frame_2.txt': '0 0.25 0.4 0.3 0.4\n',
			'labels/film_frame_4.txt': '0 0.65 0.4 0.3 0.4\n',
			'labels/a_frame_0.txt': '0 0.25 0.4 0.3 0.4\n',
		});
	});

	it('have empty texts for frames without labels when they are asked for', () => {
		const all = files([film], { allFrames: true });
		expect(Object.entries(all).slice(2)).toHaveLength(6);
		expect(all['labels/film_frame_0.txt']).toBe('');
		expect(all['labels/film_frame_5.txt']).toBe('');
	});

	it('count what they cannot say', () => {
		const { losses, written } = exported('yolo', [picture, film, sound]);
		const of = (what: string, reason: string, count: number, title = 'Car') => ({
			...{ what, class: title, reason, count },
		});
		expect(losses).toEqual([
			of('confidence', 'Label files of YOLO have no confidence.', 1),
			of('attributes', 'Label files of YOLO have no attributes.', 4),
			of('identity', 'Label files of YOLO do not say which objects of several frames are one.', 3),
			of('classification', 'YOLO has no answers about a picture.', 1, 'Caption'),
			of('object', 'It is a range of sound or text, which has no place on a picture.', 1, 'Speech'),
		]);
		expect(written).toEqual({ rows: 3, pictures: 4, objects: 4, classifications: 0 });
	});
});

describe('COCO', () => {
	const place = (x: number, y: number, w: number, h: number) => ({
		...{ bbox: [x, y, w, h], area: w * h, segmentation: [], iscrowd: 0 },
	});
	const inFilm = { ...place(64, 96, 192, 192), video_id: 1, track_id: 1 };
	const later = { ...place(320, 96, 192, 192), video_id: 1, track_id: 1 };
	const lights = { attributes: { Lights: 'On' } };
	const frame = (id: number, at: number) => ({
		...{ id, file_name: `film_frame_${at}.jpg`, width: 640, height: 480, video_id: 1 },
		...{ frame_id: at, data_hash: 'data-1' },
	});
	const name = (id: number, title: string) => ({ id, name: title, supercategory: '' });

	it('has classes, objects, videos and pictures that point at each other', () => {
		const file = exported('coco', [picture, film, group, sound], { classes: ['Thing', 'Car'] });
		expect(JSON.parse(textOf(file))).toEqual({
			info: { description: 'Exported from Encord' },
			licenses: [],
			categories: [name(1, 'Car'), name(2, 'Thing')],
			annotations: [
				{
					...{ id: 1, image_id: 1, category_id: 1, ...place(4, 6, 12, 12) },
					...{ score: 0.5, attributes: { Plate: 'a, b' }, object_hash: 'AAAAAAAA' },
				},
				{ id: 2, image_id: 3, category_id: 1, ...inFilm, ...lights, object_hash: 'BBBBBBBB' },
				{ id: 3, image_id: 4, category_id: 1, ...inFilm, ...lights, object_hash: 'BBBBBBBB' },
				{ id: 4, image_id: 6, category_id: 1, ...later, object_hash: 'BBBBBBBB' },
				{
					...{ id: 5, image_id: 8, category_id: 1, ...place(10, 10, 30, 20) },
					...{ video_id: 2, track_id: 2, object_hash: 'DDDDDDDD' },
				},
			],
			videos: [
				{ id: 1, name: 'film.mp4', width: 640, height: 480, data_hash: 'data-1' },
				{ id: 2, name: 'a.mp4', width: 100, height: 50, data_hash: 'data-1' },
			],
			images: [
				{ id: 1, file_name: 'a.png', width: 40, height: 30, data_hash: 'data-1' },
				...[frame(3, 1), frame(4, 2), frame(6, 4)],
				{
					...{ id: 8, file_name: 'a_frame_0.jpg', width: 100, height: 50, video_id: 2 },
					...{ frame_id: 0, data_hash: 'data-1' },
				},
			],
		});
		expect(file).toMatchObject({ fileName: 'annotations.json', mimeType: 'application/json' });
		expect(file.written).toEqual({ rows: 4, pictures: 5, objects: 5, classifications: 0 });
	});

	it('names a member of a data group by its ID where Encord gives it no name', () => {
		const labels = structuredClone(group.labels);
		delete (labels.spaces as Record<string, { child_info?: object }>).film!.child_info;
		const { videos, images } = JSON.parse(
			textOf(exported('coco', [{ ...group, labels }])),
		) as Record<string, Array<{ name?: string; file_name?: string }>>;
		expect(videos!.map(({ name: title }) => title)).toEqual(['group film']);
		expect(images!.map((image) => image.file_name)).toEqual(['group film_frame_0.jpg']);
	});

	it('of a single picture among the members has no video', () => {
		for (const space_type of ['image', 'scene_image']) {
			const labels = structuredClone(group.labels);
			Object.assign((labels.spaces as Record<string, object>).film!, {
				...{ space_type, number_of_frames: 1, child_info: { file_name: 'left.png' } },
			});
			expect(JSON.parse(textOf(exported('coco', [{ ...group, labels }])))).toMatchObject({
				...{ videos: [], images: [{ id: 1, file_name: 'left.png' }] },
			});
		}
	});

	it('says what it leaves out', () => {
		const { losses } = exported('coco', [answered, sound]);
		expect(losses.map(({ what, class: title, count }) => `${what} ${title} ${count}`)).toEqual([
			'classification Weather 1',
			'classification Quality 1',
			'classification Caption 1',
			'object Speech 1',
		]);
	});

	it('of no rows has empty lists', () => {
		expect(JSON.parse(textOf(exported('coco', [], { classes: ['Car'] })))).toMatchObject({
			...{ annotations: [], videos: [], images: [], categories: [name(1, 'Car')] },
		});
	});

	it('of a film without labels has no video, and has its frames when all are asked for', () => {
		const of = (allFrames: boolean) =>
			JSON.parse(textOf(exported('coco', [answered], { allFrames }))) as Record<string, object[]>;
		expect(of(false)).toMatchObject({ videos: [], images: [] });
		expect(of(true).images).toEqual([0, 1, 2, 3, 4, 5].map((at) => frame(at + 1, at)));
		expect(of(true).videos).toHaveLength(1);
	});
});

describe('two pictures of one name', () => {
	const again = (title: string, hash: string): Labeled => {
		const metadata = { data_title: title, data_type: 'IMAGE', width: 40, height: 30 };
		const { labels, ...rest } = labeled(imageRow, metadata, add('Car', 'AAAAAAAA', box()));
		return { labels: { ...labels, data_hash: hash, data_title: title }, ...rest };
	};
	const names = (...rows: Labeled[]) =>
		[...filesInZip(Buffer.concat(exported('yolo', rows).parts as Buffer[])).keys()].slice(2);

	it('get names of their own, also where only their case or ending differs', () =>
		expect(names(again('a.png', 'x'), again('A.jpg', 'y'), again('b.png', 'z'))).toEqual([
			...['labels/a.txt', 'labels/A_y_0.txt', 'labels/b.txt'],
		]));

	it('do not take the names of frames of a film, nor frames theirs', () => {
		expect(names(film, again('film_frame_1.png', 'x')).slice(-1)).toEqual([
			'labels/film_frame_1_x_0.txt',
		]);
		expect(names(again('film_frame_9.png', 'x'), film)).toEqual([
			'labels/film_frame_9.txt',
			...[1, 2, 4].map((at) => `labels/film_frame_${at}_data-1.txt`),
		]);
	});

	it('have no characters that folders cannot have', () =>
		expect(names(again('a:b?"c|d*<e>\u0007.png', 'x'))).toEqual(['labels/a_b__c_d__e__.txt']));
});

it('a place that reaches over the edge by a rounding error is not cut off', () => {
	const lossesOf = (x: number, w: number) => {
		const labels = structuredClone(picture.labels);
		const { objects } = labels.data_units['data-1']!.labels as { objects: object[] };
		Object.assign(objects[0]!, { boundingBox: { x, y: 0.5, w, h: 0.2 } });
		return exported('coco', [{ ...picture, labels }]).losses.map(({ reason }) => reason);
	};
	expect([lossesOf(0.5, 0.5 + 5e-8), lossesOf(-5e-8, 0.5)]).toEqual([[], []]);
	const cut = ['It reaches over the edge of the picture and is cut off there.'];
	expect([lossesOf(0.5, 0.5 + 2e-7), lossesOf(-2e-7, 0.5)]).toEqual([cut, cut]);
});
