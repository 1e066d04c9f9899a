/** Pictures of frames, crops and sheets: what is read, and what the output has. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';
import { getFrame } from '../../../../nodes/Encord/operations/frame/get';
import { getManyFrames } from '../../../../nodes/Encord/operations/frame/getMany';
import { previewLabelRow } from '../../../../nodes/Encord/operations/labelRow/preview';
import { getObjectCrops } from '../../../../nodes/Encord/operations/object/getCrops';
import { storedPicture } from '../../../../nodes/shared/media/storedPictures';
import { ContactSheet } from '../../../../src/media/picture/contactSheet';
import { imageGroupRow } from '../../labels/fixtures';
import { id, type FakeResult } from '../fakeN8n';
import { labelRow } from '../fixtures';
import { groupRow, pictureIn, pictureWorld, UNIT } from './pictureWorld';
import { stored } from './storedItems';

afterEach(() => void jest.restoreAllMocks());

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];
const identity = {
	dataTitle: 'street.zip',
	projectHash: id(1),
	dataHash: UNIT,
	labelHash: id(30),
	stageUuid: id(10),
	taskUuid: id(33),
};
const names = ({ calls }: FakeResult) => calls.map(([name]) => name);
const binaries = ({ outputs }: FakeResult, field = 'data') =>
	outputs[0]!.map(({ binary }) => binary?.[field] as IBinaryData);

describe('a frame', () => {
	it('is the picture with this number, in the field that the form names', async () => {
		const { run, requests } = pictureWorld();
		const result = await run(getFrame, { frame: 1, binaryField: 'photo' });
		expect(result.json).toMatchObject([
			{ ...identity, frame: 1, timeSeconds: 0, width: 40, height: 30 },
		]);
		const [binary] = binaries(result, 'photo');
		expect(binary).toMatchObject({ fileName: 'street_frame_1.png', mimeType: 'image/png' });
		expect((await pictureIn(binary)).colorAt(20, 15)).toEqual(BLUE);
		expect(requests).toEqual(['blue']);
		// Labels are not read where nothing is drawn.
		expect(names(result)).toEqual(['listLabelRows', 'findStorageItems', 'getChildItems']);
	});

	it('is changed to the format and size of the form', async () => {
		const { run } = pictureWorld();
		const options = { format: 'jpeg', maxDimension: 20, quality: 50 };
		const result = await run(getFrame, { frame: 0, options });
		expect(result.json).toMatchObject([{ width: 20, height: 15 }]);
		const [binary] = binaries(result);
		expect(binary).toMatchObject({ fileName: 'street_frame_0.jpg', mimeType: 'image/jpeg' });
		expect(await pictureIn(binary)).toMatchObject({ format: 'jpeg', width: 20, height: 15 });
	});

	it('has its objects drawn on it where the form says so', async () => {
		const { run } = pictureWorld();
		const result = await run(getFrame, { frame: 0, options: { draw: true, format: 'png' } });
		const { colorAt, width } = await pictureIn(binaries(result)[0]);
		expect(width).toBe(40);
		expect(colorAt(38, 28)).toEqual(RED);
		// The left edge of the first car.
		expect(colorAt(10, 20)).not.toEqual(RED);
		expect(names(result)).toContain('readOrCreateLabels');
	});

	it('of several items of one file is read once', async () => {
		const { run, requests } = pictureWorld();
		const result = await run(
			getFrame,
			{},
			{
				items: [{}, {}, {}],
				parameters: (index) => ({
					project: id(1),
					dataUnit: UNIT,
					frame: index === 1 ? 0 : 1,
				}),
			},
		);
		expect(result.json.map(({ frame }) => frame)).toEqual([1, 0, 1]);
		expect(requests).toEqual(['red', 'blue']);
		expect(names(result).filter((name) => name === 'findStorageItems')).toHaveLength(1);
	});

	it('that the file does not have fails alone', async () => {
		const { run } = pictureWorld();
		const result = await run(
			getFrame,
			{},
			{
				items: [{}, {}],
				continueOnFail: true,
				parameters: (index) => ({ project: id(1), dataUnit: UNIT, frame: index === 0 ? 7 : 1 }),
			},
		);
		expect(result.json).toMatchObject([{ error: expect.stringContaining('7') }, { frame: 1 }]);
	});

	it('may be one of many', async () => {
		const { run } = pictureWorld();
		const result = await run(getManyFrames, { pick: 'all', returnAll: true });
		const seen = await Promise.all(
			binaries(result).map(async (binary) => (await pictureIn(binary)).colorAt(1, 1)),
		);
		expect(result.json.map(({ frame }) => frame)).toEqual([0, 1]);
		expect(seen).toEqual([RED, BLUE]);
	});
});

describe('the file behind a data unit', () => {
	it('is one that the key may see', async () => {
		const { run } = pictureWorld({ row: { ...groupRow, backing_item_uuid: null } });
		await expect(run(getFrame, { frame: 0 })).rejects.toMatchObject({
			message: 'Encord names no file behind "street.zip"',
			description: expect.stringContaining('access to the folder of the file'),
		});
	});

	it('is one that Encord finds', async () => {
		const { run } = pictureWorld({ items: [] });
		await expect(run(getFrame, { frame: 0 })).rejects.toThrow('There is no such file.');
	});

	it('is one that has frames', async () => {
		const { run } = pictureWorld({ item: { itemType: 'audio' } });
		await expect(run(getFrame, { frame: 0 })).rejects.toThrow('A picture of an audio or text file');
	});

	it('is one of the project', async () => {
		const { run } = pictureWorld();
		await expect(run(getFrame, { frame: 0, dataUnit: id(99) })).rejects.toThrow(
			`The project has no data unit ${id(99)}`,
		);
	});

	it('is read by a new address where the listing had none', async () => {
		const row = labelRow({ data_title: 'a.png' });
		const { run, requests } = pictureWorld({
			row,
			items: [stored(34, { name: 'a.png', signedUrl: null })],
			methods: {
				getStorageItem: async () => stored(34, { signedUrl: 'https://files.example/green' }),
			},
		});
		const result = await run(getFrame, { frame: 0 });
		expect(result.json).toMatchObject([{ frame: 0, dataTitle: 'a.png' }]);
		expect(requests).toEqual(['green']);
		expect(result.calls.at(-1)).toEqual(['getStorageItem', id(34), { signUrl: true }]);
	});

	it('that has no address is none to read', async () => {
		const { run } = pictureWorld({
			items: [stored(34, { name: 'a.png' })],
			methods: { getStorageItem: async () => stored(34, { name: 'a.png' }) },
		});
		await expect(run(getFrame, { frame: 0 })).rejects.toMatchObject({
			message: '"a.png" has no file of its own: it is an item of type "image"',
		});
	});
});

describe('crops', () => {
	it('are cut out of the frame, one for each object on it', async () => {
		const { run, requests } = pictureWorld();
		const result = await run(getObjectCrops, { cropFrames: 'frame', frame: 0 });
		expect(result.json).toMatchObject([
			{
				...identity,
				frame: 0,
				timeSeconds: 0,
				width: 20,
				height: 8,
				objectHash: 'CarCar01',
				class: 'Car',
				confidence: 1,
				box: { x: 10, y: 15, width: 20, height: 8 },
				imageWidth: 40,
				imageHeight: 30,
			},
			{
				objectHash: 'CarCar02',
				confidence: 0.5,
				box: { x: 0, y: 0, width: 10, height: 8 },
			},
		]);
		expect(requests).toEqual(['red']);
		expect(await pictureIn(binaries(result)[0])).toMatchObject({ width: 20, height: 8 });
	});

	it('are of the objects that are asked for', async () => {
		const { run } = pictureWorld();
		const some = { objectsBy: 'filter', objectFilters: { classes: 'Thing' }, cropFrames: 'all' };
		expect((await run(getObjectCrops, some)).json).toMatchObject([{ class: 'Thing', frame: 1 }]);
	});

	it('are none for files without labels', async () => {
		const { run, requests } = pictureWorld({ labels: imageGroupRow });
		expect((await run(getObjectCrops, { cropFrames: 'all' })).json).toEqual([]);
		expect(requests).toEqual([]);
	});
});

describe('a sheet of frames', () => {
	it('has each frame with its labels and number, and the classes with the number of their objects', async () => {
		const add = jest.spyOn(ContactSheet.prototype, 'add');
		const encode = jest.spyOn(ContactSheet.prototype, 'encode');
		const { run } = pictureWorld();
		const result = await run(previewLabelRow, { previewOf: 'sheet', mostFrames: 12 });
		expect(result.json).toMatchObject([
			{ ...identity, frame: 0, timeSeconds: 0, frames: [0, 1], framesWithLabels: 2 },
		]);
		expect(binaries(result)).toMatchObject([{ fileName: 'street_frame_0.jpg' }]);
		expect(
			add.mock.calls.map(([{ caption, labels }]) => [caption, ...labels.map(({ name }) => name)]),
		).toEqual([
			['Frame 0', 'Car', 'Car'],
			['Frame 1', 'Car', 'Thing'],
		]);
		expect(encode.mock.calls).toEqual([
			[
				[
					{ text: 'Car × 2', color: '#D33115' },
					{ text: 'Thing', color: '#000000' },
				],
			],
		]);
	});

	it('of a single picture has its title', async () => {
		const add = jest.spyOn(ContactSheet.prototype, 'add');
		const { run } = pictureWorld({
			row: labelRow({ data_title: 'a.png' }),
			items: [stored(34, { signedUrl: 'https://files.example/green' })],
			labels: imageGroupRow,
		});
		const result = await run(previewLabelRow, { previewOf: 'sheet', mostFrames: 12 });
		expect(add.mock.calls.map(([{ caption }]) => caption)).toEqual(['a.png']);
		expect(result.json).toMatchObject([{ frames: [0], framesWithLabels: 0 }]);
	});
});

describe('the file name of a picture', () => {
	const store = { prepareBinaryData: async (_bytes: unknown, fileName?: string) => ({ fileName }) };
	const bytes = Buffer.from('x');
	const picture = { frame: 3, time: 0.5, width: 4, height: 2, mimeType: 'image/jpeg', bytes };

	it.each([
		['cat.jpg', 'cat_frame_3.jpg'],
		['folder/cat 1.2.mp4', 'cat_1.2_frame_3.jpg'],
		['C:\\pictures\\cat', 'cat_frame_3.jpg'],
		['Kätzchen (süß)!.png', 'Kätzchen_süß__frame_3.jpg'],
		['a.longending', 'a.longending_frame_3.jpg'],
		['.jpg', 'picture_frame_3.jpg'],
		['folder/', 'picture_frame_3.jpg'],
	])('of %j is %j', async (title, fileName) =>
		expect((await storedPicture(store as never, title, picture)).binary).toEqual({ fileName }),
	);

	it('has the ending of its format; warnings are in the output', async () => {
		const warnings = ['It may be another frame.'];
		const given = { ...picture, mimeType: 'image/webp', warnings };
		expect(await storedPicture(store as never, 'a', given)).toEqual({
			json: { frame: 3, timeSeconds: 0.5, width: 4, height: 2, warnings },
			binary: { fileName: 'a_frame_3.webp' },
		});
		expect(
			(await storedPicture(store as never, 'a', { ...given, warnings: [] })).json,
		).not.toHaveProperty('warnings');
	});
});
