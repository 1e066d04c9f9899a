/**
 * Collections, presets and the schema of client metadata as the official client asks for them (protocol §16.3, §16.4). The keys are
 * those of its models: encord/orm/collection.py, encord/orm/filter_preset.py, encord/orm/label_row.py LabelRowMetadataDTO,
 * encord/metadata_schema.py, encord/orm/client_metadata_schema.py.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { makerFor } from '../labelMaker';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

const NOBODY = '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d';
const text = expect.any(String);

let sandbox: ConformanceSandbox;
let folder: string;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	const { json } = await call('GET', 'storage/folders?order=name&desc=False&pageSize=100');
	folder = json.results.find(({ name }: any) => name === 'One of each kind').uuid;
});
afterAll(() => sandbox.stop());

const call = async (method: string, path: string, body?: unknown) =>
	await sandbox.owner.v2(method, path, body);
const reply = async (method: string, path: string, body?: unknown): Promise<any> => {
	const { status, json, text: raw } = await call(method, path, body);
	if (status !== 200) throw new Error(`${status} ${raw}`);
	return json;
};
const done = async (method: string, path: string, body?: unknown) =>
	expect((await call(method, path, body)).status).toBe(204);

it('a collection of storage items is made, filled, listed, changed and deleted', async () => {
	const uuid = await reply('POST', `index/collections?topLevelFolderUuid=${folder}`, {
		name: 'Streets',
		description: '',
	});
	const listed = async () => (await reply('GET', `index/collections?uuids=${uuid}`)).results;
	const facts = {
		uuid,
		topLevelFolderUuid: folder,
		name: 'Streets',
		description: '',
		createdAt: text,
		lastEditedAt: text,
	};
	expect(await listed()).toEqual([facts]);
	expect(
		(await reply('GET', `index/collections?topLevelFolderUuid=${folder}&pageSize=10`)).results,
	).toEqual([facts]);
	const items = (await reply('GET', `storage/folders/${folder}/items?pageSize=100`)).results;
	const uuids = items.slice(0, 2).map((item: any) => item.uuid);
	const base = `index/collections/${uuid}`;
	expect(await reply('POST', `${base}/add-items`, { itemUuids: [...uuids, NOBODY] })).toEqual({
		failedItems: [NOBODY],
	});
	const shown = (await reply('GET', `${base}/accessible-items?pageSize=100`)).results;
	expect(shown.map((item: any) => item.uuid).sort()).toEqual([...uuids].sort());
	expect(Object.keys(shown[0]).sort()).toEqual(Object.keys(items[0]).sort());
	const first = await reply('GET', `${base}/all-items?pageSize=1`);
	const second = await reply(
		'GET',
		`${base}/all-items?pageSize=1&pageToken=${first.nextPageToken}`,
	);
	expect([...first.results, ...second.results]).toEqual(shown);
	expect(await reply('POST', `${base}/remove-items`, { itemUuids: uuids.slice(0, 1) })).toEqual({
		failedItems: [],
	});
	expect((await reply('GET', `${base}/all-items`)).results).toHaveLength(1);
	await done('PATCH', base, { name: 'Roads' });
	expect(await listed()).toEqual([{ ...facts, name: 'Roads' }]);
	await done('DELETE', base);
	expect(await listed()).toEqual([]);
});

it('collections of a project hold frames or labels', async () => {
	const base = `active/${sandbox.projectHash}/collections`;
	const create = async (collectionType: string): Promise<string> =>
		await reply('POST', `${base}?projectHash=${sandbox.projectHash}`, {
			name: collectionType,
			description: '',
			collectionType,
		});
	const [frames, labels] = [await create('FRAME'), await create('LABEL')];
	expect((await reply('GET', `${base}?uuids=${frames}`)).results).toEqual([
		{
			collectionUuid: frames,
			projectUuid: sandbox.projectHash,
			name: 'FRAME',
			description: '',
			collectionType: 'FRAME',
			createdAt: text,
			lastEditedAt: text,
		},
	]);
	const { data_hash: dataUuid, number_of_frames } = await sandbox.row('drive.mp4');
	const beyond = { dataUuid, frame: number_of_frames };
	expect(
		await reply('POST', `${base}/${frames}/add-items`, {
			items: [{ dataUuid, frame: 0 }, { dataUuid, frame: 3 }, beyond],
		}),
	).toEqual({ failedItems: [beyond] });
	await reply('POST', `${base}/${frames}/remove-items`, { items: [{ dataUuid, frame: 0 }] });
	const { results } = await reply('GET', `${base}/${frames}/items?pageSize=10`);
	expect(results).toEqual([
		{
			labelRowMetadata: {
				label_uuid: null,
				data_uuid: dataUuid,
				dataset_uuid: text,
				createdAt: null,
				lastEditedAt: null,
				branchName: 'main',
				datasetTitle: text,
				dataTitle: 'drive.mp4',
				dataType: 'VIDEO',
				dataLink: text,
				labelStatus: 'NOT_LABELLED',
				annotationTaskStatus: 'QUEUED',
				workflowGraphNode: { uuid: text, title: 'Agent 1' },
				isShadowData: false,
				framesPerSecond: expect.any(Number),
				numberOfFrames: number_of_frames,
				duration: expect.any(Number),
				height: expect.any(Number),
				width: expect.any(Number),
				audioSampleRate: null,
				audioCodec: null,
				audioBitDepth: null,
				audioNumChannels: null,
				priority: expect.any(Number),
				clientMetadata: null,
				imagesData: null,
				fileType: 'video/mp4',
				isValid: true,
				backingItemUuid: text,
			},
			instances: [{ frame: 3 }],
		},
	]);
	const { editorOntology } = await reply('GET', `projects/${sandbox.projectHash}`);
	const blob = await sandbox.create('street-01.png');
	const box = { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } };
	makerFor(editorOntology).object(blob, 'Car', 'carAAAAA', box);
	expect((await sandbox.save(blob)).json.status).toBe(200);
	const good = { dataUuid: blob.data_hash, frame: 0, annotationId: 'carAAAAA' };
	const bad = { ...good, annotationId: 'carBBBBB' };
	expect(await reply('POST', `${base}/${labels}/add-items`, { items: [good, bad] })).toEqual({
		failedItems: [bad],
	});
	const shown = await reply('GET', `${base}/${labels}/items?getLabels=true&pageSize=10`);
	expect(shown.results.map(({ instances }: any) => instances)).toEqual([
		[{ frame: 0, annotationId: 'carAAAAA' }],
	]);
	await done('PATCH', `${base}/${labels}`, { description: 'Cars' });
	await done('DELETE', `${base}/${frames}`);
	expect((await reply('GET', base)).results).toMatchObject([{ description: 'Cars' }]);
	const preset = await call('POST', `${base}/${labels}/add-preset-items`, { presetUuid: NOBODY });
	expect(preset.status).toBe(400);
});

describe('presets', () => {
	const definition = {
		local_filters: { [NOBODY]: { filters: [{ key: 'width' }] } },
		global_filters: { filters: [] },
	};

	it('of Index are kept as they were sent', async () => {
		const uuid = await reply(
			'POST',
			'index/presets?topLevelFolderUuid=00000000-0000-0000-0000-000000000000',
			{ name: 'Wide', filterPresetJson: definition, description: 'Wide pictures' },
		);
		const facts = { uuid, name: 'Wide', description: 'Wide pictures' };
		const listed = async () => (await reply('GET', `index/presets?uuids=${uuid}`)).results;
		expect(await listed()).toEqual([{ ...facts, createdAt: text, lastUpdatedAt: text }]);
		expect(await reply('GET', `index/presets/${uuid}`)).toEqual(definition);
		const other = { ...definition, local_filters: {} };
		await done('PATCH', `index/presets/${uuid}`, {
			name: 'Wider',
			description: '',
			filterPreset: other,
		});
		expect(await listed()).toMatchObject([{ ...facts, name: 'Wider' }]);
		expect(await reply('GET', `index/presets/${uuid}`)).toEqual(other);
		expect((await sandbox.outsider.v2('GET', 'index/presets')).json.results).toEqual([]);
		await done('DELETE', `index/presets/${uuid}`);
		expect(await listed()).toEqual([]);
	});

	it('of a project are kept as they were sent', async () => {
		const base = `active/${sandbox.projectHash}/presets`;
		const filterPresetJson = { localFilters: definition.local_filters, globalFilters: {} };
		const uuid = await reply('POST', base, { name: 'Wide', filterPresetJson });
		expect((await reply('GET', `${base}?presetUuids=${uuid}&pageSize=5`)).results).toEqual([
			{ presetUuid: uuid, name: 'Wide', createdAt: text, updatedAt: text },
		]);
		expect(await reply('GET', `${base}/${uuid}/raw`)).toEqual(filterPresetJson);
		await done('PATCH', `${base}/${uuid}`, { name: 'Wider' });
		expect((await reply('GET', base)).results).toMatchObject([{ name: 'Wider' }]);
		await done('DELETE', `${base}/${uuid}`);
		expect((await reply('GET', base)).results).toEqual([]);
	});
});

describe('the schema of client metadata', () => {
	const NEW = 'organisation/client-metadata-schema-v2';
	const OLD = 'organisation/client-metadata-schema';

	it('is null, then what was set, in both forms', async () => {
		expect([await reply('GET', NEW), await reply('GET', OLD)]).toEqual([null, null]);
		const schema = {
			weather: { ty: 'enum', values: ['rain', 'sun'] },
			speed: { ty: 'variant', hint: 'number' },
			note: { ty: 'variant', hint: 'text' },
			vector: { ty: 'embedding', size: 3 },
			gone: { ty: 'tombstone', deleted_ty: { ty: 'variant', hint: 'varchar' } },
		};
		expect((await call('POST', NEW, schema)).status).toBe(200);
		expect(await reply('GET', NEW)).toEqual(schema);
		const old = { weather: 'enum', speed: 'number', note: 'long_string', vector: 'embedding' };
		expect(await reply('GET', OLD)).toEqual({
			uuid: text,
			metadataSchema: old,
			organisationId: 1,
			createdAt: text,
			updatedAt: text,
		});
		expect((await call('POST', OLD, { ...old, camera: 'string' })).status).toBe(200);
		expect(await reply('GET', NEW)).toEqual({
			weather: schema.weather,
			speed: schema.speed,
			note: schema.note,
			vector: schema.vector,
			camera: { ty: 'variant', hint: 'varchar' },
		});
	});

	it.each([
		[NEW, { speed: { ty: 'speed' } }],
		[NEW, { weather: { ty: 'enum', values: [] } }],
		[OLD, { place: 'geospatial' }],
		[OLD, { other: 'enum' }],
		[OLD, { other: 'speed' }],
	])('refuses to %s what cannot be: %j', async (path, body) => {
		expect((await call('POST', path, body)).status).toBe(400);
	});
});
