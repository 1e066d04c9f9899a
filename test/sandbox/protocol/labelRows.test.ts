/** Creating, reading and saving labels: what the server does on save (protocol §7.2 to §7.4, §8, §15.3, §15.11, §15.12). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { holderOf, makerFor, type Maker } from '../labelMaker';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
let make: Maker;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	make = makerFor(
		(await sandbox.owner.v2('GET', `projects/${sandbox.projectHash}`)).json.editorOntology,
	);
});
afterAll(() => sandbox.stop());

const box = { boundingBox: { h: 0.1, w: 0.2, x: 0.3, y: 0.4 } };
const copy = (blob: any): any => JSON.parse(JSON.stringify(blob));

describe('creating', () => {
	it('gives empty labels in the form of each kind, in lower case', async () => {
		const shape = async (title: string) => {
			const blob = await sandbox.create(title);
			return [blob.data_type, Object.values(blob.data_units).map((unit: any) => unit.labels)];
		};
		const still = { objects: [], classifications: [] };
		expect(await shape('street-01.png')).toEqual(['image', [still]]);
		expect(await shape('walk-around')).toEqual(['img_group', [still, still, still]]);
		expect(await shape('drive.mp4')).toEqual(['video', [{}]]);
		for (const [title, type] of [
			['tone.wav', 'audio'],
			['letters.txt', 'plain_text'],
			['manual.pdf', 'pdf'],
		])
			expect(await shape(title ?? '')).toEqual([type, [{}]]);
	});

	it('has all four maps, spaces and times as labels write them', async () => {
		const blob = await sandbox.create('cat.jpg');
		expect(blob).toMatchObject({
			object_answers: {},
			classification_answers: {},
			object_actions: {},
			spaces: {},
			label_status: 'LABEL_IN_PROGRESS',
			branch_name: 'main',
			is_valid: true,
		});
		expect(blob.created_at).toMatch(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d UTC$/);
		expect((await sandbox.row('cat.jpg')).created_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
	});

	it('describes the media of each unit', async () => {
		const units = async (title: string): Promise<any[]> =>
			Object.values((await sandbox.create(title)).data_units);
		expect(
			(await units('walk-around')).map((unit) => [unit.data_sequence, unit.width, unit.data_type]),
		).toEqual([
			['0', 320, 'image/png'],
			['1', 200, 'image/png'],
			['2', 320, 'image/png'],
		]);
		expect((await units('drive.mp4'))[0]).toMatchObject({
			data_sequence: 0,
			data_fps: 25,
			data_duration: 2,
			width: 320,
			height: 240,
			data_link: expect.any(String),
		});
		expect((await units('tone.wav'))[0]).toMatchObject({
			audio_codec: 'pcm_s16le',
			audio_sample_rate: 8000,
			audio_bit_depth: 16,
			audio_num_channels: 1,
		});
		expect((await units('letters.txt'))[0]).toMatchObject({
			data_type: 'text/plain',
			data_link: expect.any(String),
		});
	});

	it('of labels that exist returns them as they are', async () => {
		const first = await sandbox.create('cat.jpg');
		make.object(first, 'Car', 'again001', box);
		await sandbox.save(first);
		const second = await sandbox.create('cat.jpg');
		expect(second.label_hash).toBe(first.label_hash);
		expect(second.object_answers).toHaveProperty('again001');
	});

	it('has a deprecated single form, and so has reading', async () => {
		const { data_hash } = await sandbox.row('street-05.jpg');
		const created = (
			await sandbox.v1('labelrow', 'PUT', { uid: data_hash, payload: { get_signed_url: true } })
		).json.response;
		expect(created.data_units[data_hash].data_link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/media\//);
		const read = await sandbox.v1('labelrow', 'GET', {
			uid: created.label_hash,
			payload: { get_signed_url: false, multi_request: false },
		});
		expect(read.json.response).toMatchObject({ label_hash: created.label_hash, data_hash });
	});

	it('of a data unit of another project is refused', async () => {
		const answer = await sandbox.v1('labelrow', 'PUT', {
			uid: ['11111111-2222-4333-8444-555555555555'],
			payload: { multi_request: true },
		});
		expect(answer.json).toMatchObject({ status: 404, response: ['RESOURCE_NOT_FOUND_ERROR'] });
	});
});

describe('saving', () => {
	let blob: any;
	beforeEach(async () => {
		blob = await sandbox.create('street-01.png');
		for (const map of ['object_answers', 'classification_answers', 'object_actions'])
			blob[map] = {};
		Object.assign(holderOf(blob), { objects: [], classifications: [] });
	});

	it('has a deprecated single form, whose flag is not taken for a label', async () => {
		const payload = { ...blob, unknown_to_us: 1, validate_before_saving: true };
		expect(
			(await sandbox.v1('labelrow', 'POST', { uid: blob.label_hash, payload })).json.response,
		).toBe(true);
		const read = await sandbox.read(blob.label_hash);
		expect(read.unknown_to_us).toBe(1);
		expect(read).not.toHaveProperty('validate_before_saving');
	});

	it('answers something, and what was saved can be read', async () => {
		make.object(blob, 'Car', 'car00001', box);
		make.classification(blob, 'Weather', 'weather1', { option: 'Rain' });
		expect((await sandbox.save(blob)).json).toEqual({ status: 200, response: true });
		const read = await sandbox.read(blob.label_hash);
		expect(holderOf(read).objects[0]).toMatchObject({ objectHash: 'car00001', ...box });
		expect(read.classification_answers.weather1).toEqual({
			...blob.classification_answers.weather1,
			spaces: {},
		});
	});

	it('fills in the caller as author, and keeps authors that are given', async () => {
		make.object(blob, 'Car', 'car00001', box);
		Object.assign(make.object(blob, 'Car', 'car00002', box), {
			createdBy: 'model@example.com',
			lastEditedBy: 'human@example.com',
		});
		make.classification(blob, 'Caption', 'caption1', 'text');
		Object.assign(make.classification(blob, 'Tags', 'tags0001', { option: 'Night' }), {
			range: [[0, 0]],
			createdBy: null,
			createdAt: null,
			lastEditedBy: null,
			lastEditedAt: null,
			manualAnnotation: false,
		});
		await sandbox.save(blob);
		const read = await sandbox.read(blob.label_hash);
		const [first, second] = holderOf(read).objects;
		expect([first.createdBy, first.lastEditedBy]).toEqual([
			'owner@example.com',
			'owner@example.com',
		]);
		expect([second.createdBy, second.lastEditedBy]).toEqual([
			'model@example.com',
			'human@example.com',
		]);
		expect(holderOf(read).classifications[0].createdBy).toBe('owner@example.com');
		expect(read.classification_answers.caption1).not.toHaveProperty('createdBy');
		expect(read.classification_answers.tags0001).toMatchObject({
			createdBy: 'owner@example.com',
			lastEditedBy: 'owner@example.com',
			createdAt: expect.any(String),
		});
	});

	it('adds spaces to answers that were saved without', async () => {
		delete make.classification(blob, 'Caption', 'caption1', 'text').spaces;
		await sandbox.save(blob);
		expect((await sandbox.read(blob.label_hash)).classification_answers.caption1.spaces).toEqual(
			{},
		);
	});

	it('moves the time of the last edit forward every time', async () => {
		const times: number[] = [];
		for (let count = 0; count < 3; count += 1) {
			await sandbox.save(blob);
			times.push(Date.parse((await sandbox.read(blob.label_hash)).last_edited_at));
		}
		expect(times[1]).toBeGreaterThan(times[0] ?? 0);
		expect(times[2]).toBeGreaterThan(times[1] ?? 0);
	});

	it('ignores what it knows better, and keeps what it does not know', async () => {
		const before = await sandbox.read(blob.label_hash);
		const changed = copy(before);
		Object.assign(changed, {
			created_at: null,
			data_title: 'x',
			dataset_title: 'x',
			label_status: 'x',
			is_shadow_data: true,
			future: { kept: [1] },
		});
		const [unit]: any[] = Object.values(changed.data_units);
		Object.assign(unit, {
			data_title: 'x',
			data_link: 'x',
			width: 1,
			height: 1,
			data_type: 'x',
			later: 'kept',
		});
		const object = make.object(changed, 'Car', 'car00001', box);
		object.unknownField = { deep: true };
		changed.object_answers.car00001.alsoUnknown = 1;
		await sandbox.save(changed);
		const read = await sandbox.read(blob.label_hash);
		for (const key of [
			'created_at',
			'data_title',
			'dataset_title',
			'label_status',
			'is_shadow_data',
		])
			expect(read[key]).toEqual(before[key]);
		expect(read.future).toEqual({ kept: [1] });
		expect(Object.values(read.data_units)[0]).toMatchObject({
			data_title: 'street-01.png',
			width: 320,
			height: 240,
			data_type: 'image/png',
			later: 'kept',
		});
		expect(holderOf(read).objects[0].unknownField).toEqual({ deep: true });
		expect(read.object_answers.car00001.alsoUnknown).toBe(1);
	});

	it('replaces all labels of the row', async () => {
		const empty = copy(blob);
		make.object(blob, 'Car', 'car00001', box);
		await sandbox.save(blob);
		await sandbox.save(empty);
		expect(await sandbox.read(blob.label_hash)).toMatchObject({ object_answers: {} });
	});

	it('by feature: what is read filtered and saved loses the rest', async () => {
		make.object(blob, 'Car', 'car00001', box);
		make.object(blob, 'Headlight', 'light001', { point: { 0: { x: 0.1, y: 0.2 } } });
		make.classification(blob, 'Caption', 'caption1', 'text');
		await sandbox.save(blob);
		const filtered = await sandbox.read(blob.label_hash, {
			include_object_feature_hashes: [make.feature('Headlight').featureNodeHash],
			include_classification_feature_hashes: [],
		});
		expect(Object.keys(filtered.object_answers)).toEqual(['light001']);
		expect(holderOf(filtered)).toMatchObject({
			objects: [{ objectHash: 'light001' }],
			classifications: [],
		});
		expect(filtered.classification_answers).toEqual({});
		expect(Object.keys((await sandbox.read(blob.label_hash)).object_answers)).toHaveLength(2);
		await sandbox.save(filtered);
		expect(Object.keys((await sandbox.read(blob.label_hash)).object_answers)).toEqual(['light001']);
	});

	it('of several rows happens whole or not at all', async () => {
		const other = await sandbox.create('cat.jpg');
		const before = await sandbox.read(other.label_hash);
		make.object(other, 'Car', 'car0good', box);
		make.object(blob, 'Car', 'car00bad', box).featureHash = 'unknown0';
		expect((await sandbox.save(other, blob)).json).toMatchObject({
			status: 400,
			response: ['FEATURE_DOES_NOT_EXIST_ERROR'],
		});
		expect(await sandbox.read(other.label_hash)).toEqual(before);
	});

	it('counts versions, and tells who saved', async () => {
		const fresh = await sandbox.create('street-20.jpg');
		await sandbox.save(fresh);
		await sandbox.control('POST', 'labels', { project: 'Conformance', title: 'street-20.jpg' });
		const [project] = (await sandbox.control('GET', 'state?project=Conformance')).projects;
		expect(project.labelRows.find((row: any) => row.title === 'street-20.jpg')).toMatchObject({
			version: 2,
			saves: [
				{ version: 1, by: 'owner@example.com' },
				{ version: 2, by: 'colleague@example.com' },
			],
		});
	});

	it('more than a thousand rows at once is refused', async () => {
		const answer = await sandbox.v1('labelrow', 'GET', {
			uid: Array.from({ length: 1001 }, () => blob.label_hash),
			payload: { multi_request: true },
		});
		expect(answer.json).toMatchObject({
			response: ['MULTI_LABEL_LIMIT_ERROR'],
			payload: { maximum_labels_allowed: 1000 },
		});
	});
});

describe('the state of validation', () => {
	it('is asked for when the row is not valid', async () => {
		await sandbox.control('POST', 'labels', {
			project: 'Conformance',
			title: 'street-21.jpg',
			validationErrors: ['Weather is required'],
		});
		const row = await sandbox.row('street-21.jpg');
		expect(row.is_valid).toBe(false);
		const state = await sandbox.owner.v2(
			'GET',
			`projects/${sandbox.projectHash}/labels/${row.label_hash}/validation-state`,
		);
		expect(state.json).toEqual({
			labelHash: row.label_hash,
			branchName: 'main',
			version: 1,
			isValid: false,
			errors: ['Weather is required'],
		});
	});
});

describe('reopening and completing', () => {
	const move = (hashes: string[], action: string) =>
		sandbox.v1('labelworkflowgraphnode', 'POST', { uid: hashes, payload: { action } });

	it('leads to the final stage and back to annotation', async () => {
		const { label_hash } = await sandbox.create('street-22.jpg');
		expect((await move([label_hash], 'complete')).json).toEqual({ status: 200, response: true });
		expect(await sandbox.row('street-22.jpg')).toMatchObject({
			workflow_graph_node: { title: 'Complete' },
			priority: null,
			label_status: 'REVIEWED',
		});
		await move([label_hash], 'reopen');
		expect(await sandbox.row('street-22.jpg')).toMatchObject({
			workflow_graph_node: { title: 'Annotate 1' },
			priority: 0.5,
			annotation_task_status: 'RETURNED',
		});
	});

	it('refuses unknown rows and unknown actions', async () => {
		expect((await move(['nope'], 'reopen')).json).toMatchObject({
			status: 404,
			response: ['RESOURCE_NOT_FOUND_ERROR'],
		});
		expect((await move([], 'explode')).json).toMatchObject({
			status: 400,
			response: ['INVALID_ARGUMENTS_ERROR'],
		});
	});
});

describe('the old media call', () => {
	const media = async (title: string, get_signed_url: boolean) => {
		const { data_hash } = await sandbox.row(title);
		return (await sandbox.v1('datasetdata', 'GET', { uid: { data_hash, get_signed_url } })).json
			.response;
	};

	it('has both keys, one of them null', async () => {
		expect(await media('drive.mp4', true)).toEqual({
			data_hash: expect.any(String),
			images: null,
			video: {
				data_hash: expect.any(String),
				title: 'drive.mp4',
				file_link: expect.stringMatching(/^http/),
			},
		});
		const group = await media('walk-around', true);
		expect(group.video).toBeNull();
		expect(
			group.images.map((image: any) => [image.title, image.image_hash === image.data_hash]),
		).toEqual([
			['view-0.png', true],
			['view-1.png', true],
			['view-2.png', true],
		]);
		expect((await media('cat.jpg', false)).images[0].file_link).not.toMatch(/^http/);
	});
});
