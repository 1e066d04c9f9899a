/** Storage Item: Upload, Dataset: Get Many and Add Data: from a file of an item to a task. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { IDataObject, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { Encord } from '../../../nodes/Encord/Encord.node';
import type { SeedBuilder } from '../../../sandbox/seeds/builder';
import { renderPdf, renderTone } from '../../../sandbox/media/documents';
import { node, openForm, runWorkflow, workflow } from '../engine/harness';
import { byId, encord, useSeed } from './encordRun';

const OWNER = 'owner@example.com';

const picture = async (background: string) =>
	await sharp({ create: { width: 32, height: 24, channels: 3, background } })
		.png()
		.toBuffer();

async function seed(build: SeedBuilder): Promise<void> {
	build.addUser(OWNER, { withKey: true });
	build.addFolder('Inbox');
	await build.addIntegration('Bucket', {
		's3://bucket/a%20car.png': await picture('#336699'),
		's3://bucket/second.png': await picture('#996633'),
	});
	const ontologyUuid = build.addOntology({
		title: 'Things',
		spec: { objects: [{ name: 'Thing', shape: 'bounding_box' }] },
	});
	const loose = build.addDataset({ title: 'New files', mirrorsFolder: false });
	const mirror = build.addDataset({ title: 'Mirror' });
	build.addProject({
		title: 'Incoming',
		ontologyUuid,
		datasetHashes: [loose, mirror],
		stages: [
			{ type: 'ANNOTATION', title: 'Annotate', to: 'Complete' },
			{ type: 'DONE', title: 'Complete' },
		],
	});
}

const sandbox = useSeed<'Incoming'>('data-in', seed);
const store = () => sandbox.sandbox.host.store;
const folder = (name = 'Inbox') =>
	store()
		.folders.all()
		.find((one) => one.name === name)!.uuid;
const dataset = (title = 'New files') =>
	store()
		.datasets.all()
		.find((one) => one.title === title)!.datasetHash;

interface FileItem {
	json?: IDataObject;
	name: string;
	mimeType?: string;
	bytes: Buffer;
}

/** Runs Upload, and after it what is given, on items with files. */
async function upload(
	files: FileItem[],
	parameters: INodeParameters = {},
	settings = {},
): Promise<IDataObject[]> {
	const result = await runUpload(files, parameters, settings);
	expect(result.error()).toBeUndefined();
	return result.json('Encord');
}

async function runUpload(files: FileItem[], parameters: INodeParameters = {}, settings = {}) {
	const start = node('Start', 'n8n-nodes-base.manualTrigger');
	const action = encord(
		'storageItem',
		'upload',
		{ folder: byId(folder(String(parameters.into ?? 'Inbox'))), ...parameters },
		settings,
	);
	return await runWorkflow(workflow([start, action]), {
		credentials: sandbox.credentials,
		items: files.map(({ json = {}, name, mimeType = '', bytes }) => ({
			json,
			binary: { data: { data: bytes.toString('base64'), fileName: name, mimeType } },
		})),
	});
}

async function add(items: IDataObject[], parameters: INodeParameters = {}): Promise<IDataObject[]> {
	const start = node('Start', 'n8n-nodes-base.manualTrigger');
	const action = encord('dataset', 'addData', { dataset: byId(dataset()), ...parameters });
	const result = await runWorkflow(workflow([start, action]), {
		credentials: sandbox.credentials,
		items: items.map((json) => ({ json })),
	});
	expect(result.error()).toBeUndefined();
	return result.json('Encord');
}

const counts = () => ({
	items: store().items.all().length,
	units: store().dataUnits.all().length,
	tasks: store().tasks.all().length,
});

describe('Storage Item: Upload', () => {
	it('stores files of every kind as they are, with their client metadata', async () => {
		const files: FileItem[] = [
			{ name: 'car.png', mimeType: 'image/png', bytes: await picture('#123456') },
			{ name: 'tone.wav', mimeType: 'audio/wav', bytes: renderTone({ seconds: 1 }) },
			{ name: 'note.txt', mimeType: 'text/plain', bytes: Buffer.from('Grüße') },
			{ name: 'page.html', mimeType: 'text/html', bytes: Buffer.from('<p>Hello</p>') },
			{ name: 'manual.pdf', mimeType: 'application/pdf', bytes: renderPdf({ pages: ['A', 'B'] }) },
			{
				name: 'unnamed.png',
				mimeType: 'application/octet-stream',
				bytes: await picture('#654321'),
			},
		];
		const uploaded = await upload(files, { newClientMetadata: '{ "site": "north" }' });
		expect(uploaded.map(({ itemType }) => itemType)).toEqual([
			'image',
			'audio',
			'plainText',
			'plainText',
			'pdf',
			'image',
		]);
		for (const [at, item] of uploaded.entries()) {
			const { name, bytes } = files[at]!;
			expect(item).toMatchObject({
				name,
				fileSize: bytes.length,
				uploaded: true,
				alreadyThere: false,
			});
			expect(item.summary).toBe(`Uploaded "${name}"`);
			const stored = store().items.get(String(item.storageItemUuid))!;
			expect(stored.clientMetadata).toEqual({
				site: 'north',
				fileSha256: createHash('sha256').update(bytes).digest('hex'),
			});
			const kept = join(store().dataDir, stored.media!.path);
			expect(readFileSync(kept).equals(bytes)).toBe(true);
		}
		expect(uploaded[0]).toMatchObject({ width: 32, height: 24 });
		expect(counts()).toEqual({ items: 6, units: 0, tasks: 0 });
		expect(JSON.stringify(uploaded)).not.toContain('signature');
	});

	it('takes the same file twice for one, by its content and not by its name', async () => {
		const [red, blue] = [await picture('#ff0000'), await picture('#0000ff')];
		const [first] = await upload([{ name: 'a.png', bytes: red }]);
		const [again, other] = await upload([
			{ name: 'a.png', bytes: red },
			{ name: 'a.png', bytes: blue },
		]);
		expect(again).toMatchObject({
			storageItemUuid: first!.storageItemUuid,
			uploaded: false,
			alreadyThere: true,
			summary: 'Already so: the folder has "a.png", with the same name and content',
		});
		expect(other).toMatchObject({
			uploaded: true,
			othersWithName: 1,
			summary: 'Uploaded "a.png"; the folder has 1 other file with this name',
		});
		expect(other!.storageItemUuid).not.toBe(first!.storageItemUuid);
		expect(counts().items).toBe(2);
	});

	it('uploads a file that two items hold once, and a dry run says so', async () => {
		const red = await picture('#ff0000');
		const twice = [
			{ name: 'a.png', bytes: red },
			{ name: 'a.png', bytes: red },
		];
		expect(await upload(twice, { options: { dryRun: true } })).toMatchObject([
			{ uploaded: false, alreadyThere: false, summary: 'Would upload "a.png"' },
			{
				uploaded: false,
				alreadyThere: true,
				summary: 'Already so: the folder has "a.png", with the same name and content',
			},
		]);
		expect(counts().items).toBe(0);
		const [one, two] = await upload(twice);
		expect([one!.uploaded, two!.uploaded]).toEqual([true, false]);
		expect(two).toMatchObject({ storageItemUuid: one!.storageItemUuid, alreadyThere: true });
		expect(counts().items).toBe(1);
	});

	it('reads a file that somebody else put there, where name and size are the same', async () => {
		const [red, blue] = [await picture('#ff0000'), await picture('#0000ff')];
		expect(red.length).toBe(blue.length);
		const [known] = await upload([{ name: 'a.png', bytes: red }]);
		const stored = store().items.get(String(known!.storageItemUuid))!;
		store().items.put(stored.uuid, { ...stored, clientMetadata: {} });
		expect(await upload([{ name: 'a.png', bytes: red }])).toMatchObject([{ alreadyThere: true }]);
		expect(await upload([{ name: 'a.png', bytes: blue }])).toMatchObject([{ uploaded: true }]);
		expect(counts().items).toBe(2);
	});

	it('does not upload twice when two runs find the same file at once', async () => {
		const red = await picture('#ff0000');
		const both = await Promise.all([
			upload([{ name: 'a.png', bytes: red }]),
			upload([{ name: 'a.png', bytes: red }]),
		]);
		expect(
			both
				.flat()
				.map(({ uploaded }) => uploaded)
				.sort(),
		).toEqual([false, true]);
		expect(counts().items).toBe(1);
	});

	/** Uploads a file as a process that looked before anybody had put one there. */
	async function uploadUnseen(files: FileItem[]): Promise<IDataObject[]> {
		await sandbox.control('POST', 'faults', {
			match: { call: 'folders.items' },
			then: { status: 200, body: { results: [] } },
		});
		return await upload(files);
	}

	it('names the older item when two processes upload the same file at the same moment', async () => {
		const red = await picture('#ff0000');
		const [first] = await upload([{ name: 'a.png', bytes: red }]);
		const [second, other] = await uploadUnseen([
			{ name: 'a.png', bytes: red },
			{ name: 'a.png', bytes: await picture('#0000ff') },
		]);
		expect(second).toMatchObject({
			storageItemUuid: first!.storageItemUuid,
			uploaded: false,
			alreadyThere: true,
			summary:
				'Already so: the folder has "a.png", with the same name and content; somebody uploaded it at the same moment, and our copy is not used',
		});
		expect(store().items.get(String(second!.unusedCopyUuid))).toMatchObject({ name: 'a.png' });
		expect(other).toMatchObject({ uploaded: true });
		expect(other).not.toHaveProperty('unusedCopyUuid');
		// The later one takes the older, and so does everybody who looks afterwards.
		expect(await upload([{ name: 'a.png', bytes: red }])).toMatchObject([
			{ storageItemUuid: first!.storageItemUuid },
		]);
		expect(await add([first!, second!])).toMatchObject([{ added: true }, { alreadyThere: true }]);
		expect(counts()).toEqual({ items: 3, units: 1, tasks: 1 });
	});

	it('keeps its own item when the other one is younger', async () => {
		const red = await picture('#ff0000');
		const [first] = await upload([{ name: 'a.png', bytes: red }]);
		const stored = store().items.get(String(first!.storageItemUuid))!;
		store().items.put(stored.uuid, { ...stored, createdAt: '2999-01-01T00:00:00Z' });
		const [own] = await uploadUnseen([{ name: 'a.png', bytes: red }]);
		expect(own).toMatchObject({ uploaded: true, alreadyThere: false });
		expect(own!.storageItemUuid).not.toBe(first!.storageItemUuid);
		expect(own).not.toHaveProperty('unusedCopyUuid');
	});

	it('waits for another upload of the name, which may be the same file', async () => {
		const file = { name: 'a.png', bytes: await picture('#ff0000') };
		const end = await uploadTooSlow(file);
		const unseen = async (options = {}) => {
			await sandbox.control('POST', 'faults', {
				match: { call: 'folders.items' },
				then: { status: 200, body: { results: [] } },
			});
			return await runUpload([file], { options });
		};
		// Long enough for the own file on a slow machine. The other one never ends.
		const tooShort = await unseen({ waitMinutes: 0.05 });
		expect(tooShort.error()?.message).toMatch(
			/another upload of a file with this name has not ended/,
		);
		setTimeout(end, 300);
		expect((await unseen()).json('Encord')).toMatchObject([
			{ uploaded: false, alreadyThere: true, unusedCopyUuid: expect.any(String) },
		]);
	});

	it('looks for all files of a folder at once, and reads none of the new ones alone', async () => {
		const files = await Promise.all(
			Array.from({ length: 8 }, async (_, at) => ({
				name: `${at}.png`,
				bytes: await picture(`#0000${at}0`),
			})),
		);
		await sandbox.requests();
		await upload(files);
		expect(await sandbox.requests()).toEqual({
			'folders.items': 2,
			'uploads.addresses': 8,
			'uploads.start': 1,
			'uploads.get': 2,
			'media.put': 8,
		});
		await upload(files);
		expect(await sandbox.requests()).toEqual({ 'folders.items': 1 });
		expect(counts().items).toBe(8);
	});

	it('registers files of a bucket, and the same address once', async () => {
		const parameters = {
			fileFrom: 'cloud',
			integration: byId(store().integrations.all()[0]!.integrationUuid),
			objectUrl: '={{ $json.url }}',
		};
		const from = async (url: string) =>
			await upload([{ name: '', bytes: Buffer.from('-'), json: { url } }], parameters);
		const [car] = await from('s3://bucket/a%20car.png');
		expect(car).toMatchObject({
			name: 'a car.png',
			uploaded: true,
			width: 32,
			summary: 'Registered "a car.png"',
		});
		expect(store().items.get(String(car!.storageItemUuid))).toMatchObject({
			cloud: { url: 's3://bucket/a%20car.png' },
		});
		expect(await from('s3://bucket/a%20car.png')).toMatchObject([
			{ storageItemUuid: car!.storageItemUuid, alreadyThere: true },
		]);
		// Under another name, the address is still the same file.
		const renamed = await upload([{ name: '', bytes: Buffer.from('-') }], {
			...parameters,
			objectUrl: 's3://bucket/a%20car.png',
			options: { itemName: 'other.png' },
		});
		expect(renamed).toMatchObject([
			{
				storageItemUuid: car!.storageItemUuid,
				name: 'a car.png',
				uploaded: false,
				alreadyThere: true,
				summary: 'Already so: the folder has "a car.png", with the same address',
			},
		]);
		expect(counts().items).toBe(1);
	});

	it('names the file as the folder has it when two items give one address two names', async () => {
		const items = ['one.png', 'two.png'].map((name) => ({
			name: '',
			bytes: Buffer.from('-'),
			json: { name },
		}));
		const [one, two] = await upload(items, {
			fileFrom: 'cloud',
			integration: byId(store().integrations.all()[0]!.integrationUuid),
			objectUrl: 's3://bucket/second.png',
			options: { itemName: '={{ $json.name }}' },
		});
		expect(one).toMatchObject({ uploaded: true, summary: 'Registered "one.png"' });
		expect(two).toMatchObject({
			storageItemUuid: one!.storageItemUuid,
			name: 'one.png',
			uploaded: false,
			alreadyThere: true,
			summary: 'Already so: the folder has "one.png", with the same address',
		});
		expect(counts().items).toBe(1);
	});

	it('says which file Encord refused, and takes the others in', async () => {
		const result = await runUpload(
			[
				{ name: 'good.png', bytes: await picture('#00ff00') },
				{ name: 'bad.png', bytes: Buffer.from('no picture') },
			],
			{},
			{ onError: 'continueRegularOutput' },
		);
		const [good, bad] = result.json('Encord');
		expect(good).toMatchObject({ uploaded: true });
		expect(bad!.error).toBe(
			'Encord did not take "bad.png": The file cannot be read as what it was announced.',
		);
		expect(counts().items).toBe(1);
	});

	it.each([
		[
			'of no known kind',
			{ name: 'data.bin', bytes: Buffer.from('x') },
			/what kind of file "data.bin" is/,
		],
		['that is empty', { name: 'a.png', bytes: Buffer.alloc(0) }, /"a.png" is empty/],
		['without a name', { name: '', mimeType: 'image/png', bytes: Buffer.from('x') }, /has no name/],
	])('refuses a file %s before anything is sent', async (_what, file, says) => {
		await sandbox.requests();
		const result = await runUpload([file]);
		expect(result.error()?.message).toMatch(says);
		expect(await sandbox.requests()).toEqual({});
	});

	it('sends a file again when the storage fails, and says when it refuses', async () => {
		const red = await picture('#ff0000');
		await sandbox.control('POST', 'faults', {
			match: { call: 'media.put' },
			then: { status: 503 },
		});
		expect(await upload([{ name: 'a.png', bytes: red }])).toMatchObject([{ uploaded: true }]);
		await sandbox.control('POST', 'faults', {
			match: { call: 'media.put' },
			then: { status: 403 },
		});
		const result = await runUpload([{ name: 'b.png', bytes: red }]);
		expect(result.error()?.message).toBe('The storage did not take the file "b.png" (status 403).');
		expect(JSON.stringify(result.error())).not.toContain('signature');
		expect(counts().items).toBe(1);
	});

	/** Runs Upload for a job that does not end in time, and returns what ends the job. */
	async function uploadTooSlow(file: FileItem, parameters: INodeParameters = {}) {
		const pending = { status: 'PENDING', itemsWithNames: [], errors: [], unitErrors: [] };
		await sandbox.control('POST', 'faults', {
			match: { call: 'uploads.get' },
			then: { status: 200, body: pending },
			times: 2,
		});
		const result = await runUpload([file], { options: { waitMinutes: 0.0001 }, ...parameters });
		expect(result.error()?.message).toBe('Encord has not taken the files in yet.');
		// A slow machine asks only once before its time is over.
		await sandbox.control('DELETE', 'faults');
		const [job] = store().uploadJobs.all();
		const never = { startedAt: Number.MAX_SAFE_INTEGER };
		store().uploadJobs.put(job!.uuid, { ...job!, ...never });
		return () => store().uploadJobs.put(job!.uuid, { ...job!, polls: 1 });
	}

	it('stops waiting after the time given, sends the file no second time, and knows it later', async () => {
		const file = { name: 'a.png', bytes: await picture('#ff0000') };
		const end = await uploadTooSlow(file);
		await sandbox.requests();
		const again = await runUpload([file], { options: { waitMinutes: 0.0001 } });
		expect(again.error()?.message).toMatch(/"a.png" is still being taken in/);
		expect(await sandbox.requests()).not.toHaveProperty('uploads.start');
		end();
		expect(await upload([file])).toMatchObject([{ alreadyThere: true }]);
		expect(counts().items).toBe(1);
	});

	it('waits for a file that Encord is still taking in, and knows it then', async () => {
		const file = { name: 'a.png', bytes: await picture('#ff0000') };
		const end = await uploadTooSlow(file);
		const again = runUpload([file]);
		setTimeout(end, 300);
		expect((await again).json('Encord')).toMatchObject([{ uploaded: false, alreadyThere: true }]);
		expect(counts().items).toBe(1);
	});

	it('registers no file of a bucket a second time while Encord takes it in', async () => {
		const parameters = {
			fileFrom: 'cloud',
			integration: byId(store().integrations.all()[0]!.integrationUuid),
			objectUrl: 's3://bucket/second.png',
		};
		const file = { name: '', bytes: Buffer.from('-') };
		const end = await uploadTooSlow(file, parameters);
		for (const named of [{}, { itemName: 'other.png' }]) {
			const options = { waitMinutes: 0.02, ...named };
			const again = await runUpload([file], { ...parameters, options });
			expect(again.error()?.message).toMatch(/"second.png" is still being taken in/);
		}
		end();
		expect(await upload([file], parameters)).toMatchObject([{ alreadyThere: true }]);
		expect(counts().items).toBe(1);
	});
});

it('takes a file for what is chosen', async () => {
	const file = { name: 'data.bin', bytes: Buffer.from('Some words') };
	expect(await upload([file], { fileType: 'plainText' })).toMatchObject([
		{ name: 'data.bin', itemType: 'plainText', uploaded: true },
	]);
});

it('lists folders, datasets and integrations in the form', async () => {
	const { listSearch } = new Encord().methods;
	const form = openForm(node('Encord', 'n8n-nodes-encord.encord', {}), {
		credentials: sandbox.credentials,
	});
	const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);
	expect(names(await listSearch.searchFolders.call(form))).toEqual([
		'Inbox',
		'Mirror',
		'New files',
	]);
	expect(await listSearch.searchFolders.call(form, 'inb')).toMatchObject({
		results: [{ name: 'Inbox', value: folder() }],
	});
	expect(names(await listSearch.searchDatasets.call(form))).toEqual(['Mirror', 'New files']);
	expect(names(await listSearch.searchIntegrations.call(form))).toEqual(['Bucket']);
});

describe('Dataset: Add Data', () => {
	it('makes a data unit and a task, and names the task of the project', async () => {
		const { projectHash } = sandbox.project('Incoming');
		const [item] = await upload([{ name: 'car.png', bytes: await picture('#123456') }]);
		const [added] = await add([item!], { options: { taskProject: projectHash } });
		const [task] = store().tasks.all();
		expect(added).toMatchObject({
			projectHash,
			dataTitle: 'car.png',
			taskUuid: task!.uuid,
			storageItemUuid: item!.storageItemUuid,
			datasetHash: dataset(),
			added: true,
			alreadyThere: false,
			summary: 'Added "car.png" to the dataset; its task is in the stage "Annotate"',
		});
		expect(task).toMatchObject({ dataHash: added!.dataHash, status: 'NEW' });
		expect(counts()).toEqual({ items: 1, units: 1, tasks: 1 });
	});

	it('adds a file once, however often it is given, and a dry run says so', async () => {
		const [item] = await upload([{ name: 'car.png', bytes: await picture('#123456') }]);
		expect(await add([item!, item!], { options: { dryRun: true } })).toMatchObject([
			{ added: false, alreadyThere: false, summary: 'Would add "car.png" to the dataset' },
			{ added: false, alreadyThere: true, summary: 'Already so: the dataset has "car.png"' },
		]);
		expect(counts().units).toBe(0);
		const [first, second] = await add([item!, item!]);
		expect([first!.added, second!.added]).toEqual([true, false]);
		const [later] = await add([item!]);
		expect(later).toMatchObject({
			dataHash: first!.dataHash,
			added: false,
			alreadyThere: true,
			summary: 'Already so: the dataset has "car.png"',
		});
		expect(counts()).toEqual({ items: 1, units: 1, tasks: 1 });
	});

	it('finds a file of a mirrored folder in the dataset at once', async () => {
		const [item] = await upload([{ name: 'car.png', bytes: await picture('#123456') }], {
			into: 'Mirror',
		});
		expect(counts()).toEqual({ items: 1, units: 1, tasks: 1 });
		expect(await add([item!], { dataset: byId(dataset('Mirror')) })).toMatchObject([
			{ alreadyThere: true },
		]);
		expect(counts()).toEqual({ items: 1, units: 1, tasks: 1 });
	});

	it('refuses a project that does not have the dataset, before anything is added', async () => {
		const [item] = await upload([{ name: 'car.png', bytes: await picture('#123456') }]);
		store().projects.put(sandbox.project('Incoming').projectHash, {
			...store().projects.get(sandbox.project('Incoming').projectHash)!,
			datasetHashes: [],
		});
		const start = node('Start', 'n8n-nodes-base.manualTrigger');
		const action = encord('dataset', 'addData', {
			dataset: byId(dataset()),
			options: { taskProject: sandbox.project('Incoming').projectHash },
		});
		const result = await runWorkflow(workflow([start, action]), {
			credentials: sandbox.credentials,
			items: [{ json: item! }],
		});
		expect(result.error()?.message).toMatch(/does not have this dataset/);
		expect(counts()).toEqual({ items: 1, units: 0, tasks: 0 });
	});
});

it('Dataset: Get Many lists datasets with the folder that they mirror', async () => {
	const action = encord('dataset', 'getMany', {
		returnAll: true,
		datasetFilters: { titleContains: 'Mir' },
	});
	const start = node('Start', 'n8n-nodes-base.manualTrigger');
	const result = await runWorkflow(workflow([start, action]), {
		credentials: sandbox.credentials,
		items: [{ json: {} }],
	});
	expect(result.json('Encord')).toMatchObject([
		{ title: 'Mirror', datasetHash: dataset('Mirror'), folderUuid: folder('Mirror') },
	]);
});
