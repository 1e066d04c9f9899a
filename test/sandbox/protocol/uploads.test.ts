/** Uploads, and data units that are made of them, as the official client asks for them (protocol §9.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
let folder: string;
let mirrored: string;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	const page = (await call('GET', 'storage/folders?order=name&desc=False&pageSize=100')).json;
	mirrored = page.results.find(({ name }: any) => name === 'One of each kind').uuid;
	folder = (
		await call('POST', 'storage/folders', {
			name: 'Inbox',
			description: null,
			parent: null,
			clientMetadata: null,
		})
	).json.uuid;
});
afterAll(() => sandbox.stop());

const call = async (method: string, path: string, body?: unknown) =>
	await sandbox.owner.v2(method, path, body);

/** The bytes behind a data unit of the seed. */
async function bytesOf(title: string): Promise<Buffer> {
	const { backing_item_uuid: item } = await sandbox.row(title);
	const { signedUrl } = (await call('GET', `storage/items/${item}?signUrl=True`)).json;
	return Buffer.from(await (await fetch(signedUrl)).arrayBuffer());
}

async function address(itemType: string, into = folder): Promise<any> {
	const { json } = await call('POST', `storage/folders/${into}/upload-signed-urls`, {
		itemType,
		count: 1,
		framesSubfolderName: null,
	});
	return json.results[0];
}

const put = async (url: string, bytes: Buffer, contentType: string): Promise<number> =>
	(await fetch(url, { method: 'PUT', body: bytes, headers: { 'Content-Type': contentType } }))
		.status;

async function job(dataItems: object, into = folder, more: object = {}): Promise<any> {
	const started = await call('POST', `storage/folders/${into}/data-upload-jobs`, {
		dataItems: { skipDuplicateUrls: false, ...dataItems },
		externalFiles: null,
		integrationHash: null,
		ignoreErrors: false,
		fileName: null,
		...more,
	});
	expect([started.status, typeof started.json]).toEqual([200, 'string']);
	const state = async () =>
		(
			await call(
				'GET',
				`storage/folders/${into}/data-upload-jobs/${started.json}?timeoutSeconds=60`,
			)
		).json;
	expect(await state()).toMatchObject({ status: 'PENDING', itemsWithNames: [] });
	return await state();
}

const unit = (slot: any, title: string, externalFileType: string) => ({
	objectUrl: slot.objectKey,
	title,
	clientMetadata: { from: 'test' },
	externalFileType,
	placeholderItemUuid: slot.itemUuid,
});

async function upload(title: string, itemType: string, list: string, kind: string, into = folder) {
	const slot = await address(itemType, into);
	const contentType = itemType === 'image' ? 'image/png' : CONTENT_TYPES[itemType]!;
	expect(await put(slot.signedUrl, await bytesOf(title), contentType)).toBe(200);
	const done = await job({ [list]: [unit(slot, title, kind)] }, into);
	expect(done).toMatchObject({
		status: 'DONE',
		itemsWithNames: [{ itemUuid: slot.itemUuid, name: title }],
		errors: [],
		unitsDoneCount: 1,
		unitErrors: [],
	});
	return (await call('GET', `storage/items/${slot.itemUuid}?signUrl=False`)).json;
}

const CONTENT_TYPES: Record<string, string> = {
	video: 'application/octet-stream',
	audio: 'application/octet-stream',
	plainText: 'text/plain',
	pdf: 'application/pdf',
};

describe('an upload', () => {
	it.each([
		['drive.mp4', 'video', 'videos', 'VIDEO'],
		['street-01.png', 'image', 'images', 'IMAGE'],
		['tone.wav', 'audio', 'audio', 'AUDIO'],
		['letters.txt', 'plainText', 'text', 'PLAIN_TEXT'],
		['manual.pdf', 'pdf', 'pdf', 'PDF'],
	])('of %s is the file, with what its bytes tell', async (title, itemType, list, kind) => {
		const item = await upload(title, itemType, list, kind);
		const { backing_item_uuid: seeded } = await sandbox.row(title);
		const known = (await call('GET', `storage/items/${seeded}?signUrl=False`)).json;
		const facts = ({
			itemType: type,
			mimeType,
			fileSize,
			width,
			height,
			frameCount,
			fps,
			duration,
		}: any) => ({
			type,
			mimeType,
			fileSize,
			width,
			height,
			frameCount,
			fps,
			duration: duration === null ? null : Math.round(duration * 10),
		});
		expect(facts(item)).toEqual(facts(known));
		expect(JSON.parse(item.clientMetadata)).toEqual({ from: 'test' });
	});

	it('is refused with a wrong signature or type, and when it was not sent', async () => {
		const slot = await address('pdf');
		const bytes = await bytesOf('manual.pdf');
		expect(await put(slot.signedUrl.replace(/.$/, 'x'), bytes, 'application/pdf')).toBe(403);
		expect(await put(slot.signedUrl, bytes, 'image/png')).toBe(403);
		expect(await job({ pdf: [unit(slot, 'a.pdf', 'PDF')] })).toMatchObject({
			status: 'ERROR',
			itemsWithNames: [],
			errors: ['The file was not uploaded'],
			unitErrors: [{ objectUrls: [slot.objectKey] }],
		});
	});

	it('with a fault stops the others, unless errors are ignored', async () => {
		const [good, bad] = [await address('image'), await address('image')];
		await put(good.signedUrl, await bytesOf('street-01.png'), 'image/png');
		await put(bad.signedUrl, Buffer.from('nothing'), 'image/png');
		const images = [unit(good, 'good.png', 'IMAGE'), unit(bad, 'bad.png', 'IMAGE')];
		expect(await job({ images })).toMatchObject({ status: 'ERROR', itemsWithNames: [] });
		expect(await job({ images }, folder, { ignoreErrors: true })).toMatchObject({
			status: 'DONE',
			itemsWithNames: [{ name: 'good.png' }],
			unitsErrorCount: 1,
		});
	});

	it('into the folder that a dataset mirrors has a task at once', async () => {
		const before = (await sandbox.list()).length;
		await upload('street-01.png', 'image', 'images', 'IMAGE', mirrored);
		const rows = await sandbox.list();
		expect(rows).toHaveLength(before + 1);
		expect(rows.at(-1)).toMatchObject({ label_hash: null, task_uuid: expect.any(String) });
	});

	it('of somebody else is refused', async () => {
		const path = `storage/folders/${folder}/upload-signed-urls`;
		const body = { itemType: 'image', count: 1, framesSubfolderName: null };
		expect((await sandbox.outsider.v2('POST', path, body)).status).toBe(403);
	});
});

describe('linking', () => {
	it('makes one data unit of an item, which labels can be created for', async () => {
		const { uuid } = await upload('street-01.png', 'image', 'images', 'IMAGE');
		const { store } = sandbox.sandbox.host;
		const project = store.projects.get(sandbox.projectHash)!;
		const dataset = store.datasets.all().find((one) => one.backingFolderUuid === mirrored)!;
		store.datasets.put(dataset.datasetHash, { ...dataset, backingFolderUuid: null });
		expect(project.datasetHashes).toContain(dataset.datasetHash);
		const link = async (duplicates_behavior: string) =>
			await sandbox.owner.v1(
				'datasetlinkitems',
				'POST',
				{ uid: dataset.datasetHash, payload: { item_uuids: [uuid], duplicates_behavior } },
				{ type: 'dataset', id: dataset.datasetHash },
			);
		const [row] = (await link('SKIP')).json.response;
		expect(row).toMatchObject({ data_title: 'street-01.png', backing_item_uuid: uuid });
		expect((await link('SKIP')).json.response).toEqual([]);
		expect((await link('FAIL')).json.status).toBe(400);
		const created = await sandbox.v1('labelrow', 'PUT', {
			uid: [row.data_hash],
			payload: { multi_request: true, get_signed_url: false, branch_name: null },
		});
		expect(created.json.response[0]).toMatchObject({ data_hash: row.data_hash });
		const summary = await call(
			'GET',
			`storage/folders/${folder}/items/${uuid}/summary?includeGroupLayout=True`,
		);
		expect(summary.json.accessibleDatasets).toMatchObject([
			{ datasetHash: dataset.datasetHash, dataHashes: [row.data_hash] },
		]);
	});
});
