/** New files for storage: what is told about them before they are sent, how they are sent, and what the output says. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';
import { uploadStorageItem } from '../../../../nodes/Encord/operations/storageItem/upload';
import type { NewFile } from '../../../../src/encord/calls/uploads';
import type { EncordClient } from '../../../../src/encord/client';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import { id, runOperation, type FakeRun } from '../fakeN8n';
import { FOLDER, stored } from './storedItems';

const content = Buffer.from('the picture');
const sha256 = createHash('sha256').update(content).digest('hex');
const picture = (more: Partial<IBinaryData> = {}): IBinaryData => ({
	data: content.toString('base64'),
	fileName: 'a.jpg',
	mimeType: 'image/jpeg',
	...more,
});
const noted = { clientMetadata: JSON.stringify({ fileSha256: sha256 }) };

/** A folder with these files, to which new ones can be sent. */
function storage(items: StorageItem[] = [], methods: Partial<EncordClient> = {}) {
	const files: NewFile[] = [];
	const puts: Array<{ url: string; type: string; size: string; content: string }> = [];
	const asked: unknown[] = [];
	let uploads = 0;
	const client: Partial<EncordClient> = {
		apiUrl: 'https://fake',
		async *listFolderItems(_folder: string, search = '') {
			for (const one of items) if (one.name.includes(search)) yield one;
		},
		uploadAddresses: async (...given) => {
			asked.push(given);
			uploads += 1;
			const number = 700 + uploads;
			return [
				{ itemUuid: id(number), objectKey: `key ${number}`, signedUrl: `https://put/${number}` },
			];
		},
		startUploadJob: async (_folder, some, integration) => {
			asked.push(integration);
			files.push(...some);
			for (const { title, placeholderItemUuid, objectUrl } of some)
				items.push(
					stored(9, {
						name: title,
						uuid: placeholderItemUuid ?? id(800),
						...(placeholderItemUuid === undefined ? { url: objectUrl } : {}),
					}),
				);
			return id(500);
		},
		uploadJob: async () => ({
			status: 'DONE',
			itemsWithNames: files.map(({ title, placeholderItemUuid: itemUuid = '' }) => ({
				name: title,
				itemUuid,
			})),
			errors: [],
		}),
		...methods,
	};
	const run = async (parameters: object = {}, more: Partial<FakeRun> = {}) =>
		await runOperation(uploadStorageItem, {
			parameters: { fileFrom: 'binary', folder: FOLDER, ...parameters },
			files: { data: picture() },
			client,
			send: async ({ url, headers, bodyStream }) => {
				let sent = '';
				for await (const chunk of bodyStream!) sent += Buffer.from(chunk).toString();
				const { 'Content-Type': type = '', 'Content-Length': size = '' } = headers ?? {};
				puts.push({ url, type, size, content: sent });
				return { status: 200, headers: {}, body: Readable.from([]) };
			},
			...more,
		});
	return { run, files, puts, asked };
}

describe('a file of the item', () => {
	it('is sent to the address that Encord gives, with its hash noted', async () => {
		const { run, files, puts, asked } = storage();
		const { json } = await run({ newClientMetadata: { camera: 'north' } });
		expect(puts).toEqual([
			{ url: 'https://put/701', type: 'image/jpeg', size: '11', content: 'the picture' },
		]);
		expect(asked).toEqual([[FOLDER, 'image', 1], undefined]);
		expect(files).toEqual([
			{
				fileType: 'image',
				title: 'a.jpg',
				objectUrl: 'key 701',
				placeholderItemUuid: id(701),
				clientMetadata: { camera: 'north', fileSha256: sha256 },
			},
		]);
		expect(json).toMatchObject([
			{
				summary: 'Uploaded "a.jpg"',
				storageItemUuid: id(701),
				uploaded: true,
				alreadyThere: false,
				othersWithName: 0,
			},
		]);
	});

	it.each<[string, object, Partial<IBinaryData>, object, string]>([
		['with the name of the form', { options: { itemName: 'b' } }, {}, { title: 'b' }, 'image/jpeg'],
		[
			'with the kind of the form',
			{ fileType: 'video' },
			{},
			{ fileType: 'video' },
			'application/octet-stream',
		],
		[
			'of a kind told by its name',
			{},
			{ mimeType: 'application/octet-stream' },
			{ fileType: 'image' },
			'image/jpeg',
		],
		[
			'of a kind told by the name on the form',
			{ options: { itemName: 'b.pdf' } },
			{ fileName: 'b', mimeType: 'application/octet-stream' },
			{ fileType: 'pdf', title: 'b.pdf' },
			'application/pdf',
		],
		[
			'with a name from the form alone',
			{ options: { itemName: 'b.txt' } },
			{ fileName: undefined, mimeType: '' },
			{ fileType: 'plainText', title: 'b.txt' },
			'text/plain',
		],
	])('%s is sent so', async (_what, parameters, file, expected, type) => {
		const { run, files, puts } = storage();
		await run(parameters, { files: { data: picture(file) } });
		expect(files).toMatchObject([expected]);
		expect(puts).toMatchObject([{ type }]);
	});

	it('is read from the field that the form names', async () => {
		const { run, files } = storage();
		await run({ inputBinaryField: 'photo' }, { files: { photo: picture({ fileName: 'p.jpg' }) } });
		expect(files).toMatchObject([{ title: 'p.jpg' }]);
		await expect(run({ inputBinaryField: 'none' })).rejects.toThrow('no binary field "none"');
	});

	it.each<[string, object, Partial<IBinaryData>, string, string | null]>([
		[
			'without a name',
			{},
			{ fileName: undefined },
			'The file in the binary field has no name',
			'Give it one with the option Name.',
		],
		['without content', {}, { data: '' }, 'The file "a.jpg" is empty', null],
		[
			'whose kind nothing tells',
			{},
			{ fileName: 'a', mimeType: 'application/octet-stream' },
			'Nothing tells what kind of file "a" is',
			'Choose it under File Type, or give the file a name with an ending such as .jpg.',
		],
		[
			'with the hash of another file in its metadata',
			{ newClientMetadata: { fileSha256: 'f'.repeat(64) } },
			{},
			'The client metadata has a field fileSha256, which is not the SHA-256 of "a.jpg"',
			'Leave the field fileSha256 out.',
		],
	])('%s is refused', async (_what, parameters, file, message, description) => {
		const { run, puts } = storage();
		await expect(run(parameters, { files: { data: picture(file) } })).rejects.toMatchObject({
			message,
			description: description ?? undefined,
		});
		expect(puts).toEqual([]);
	});

	it.each([sha256, sha256.toUpperCase()])(
		'may have its own hash in its metadata: %s',
		async (given) => {
			const { run, files } = storage();
			await run({ newClientMetadata: { fileSha256: given } });
			expect(files).toMatchObject([{ clientMetadata: { fileSha256: sha256 } }]);
		},
	);

	it('that the folder has is not sent again', async () => {
		const { run, puts } = storage([stored(1, noted), stored(2)]);
		expect((await run()).json).toMatchObject([
			{
				summary: 'Already so: the folder has "a.jpg", with the same name and content',
				storageItemUuid: id(1),
				uploaded: false,
				alreadyThere: true,
				othersWithName: 1,
			},
		]);
		expect(puts).toEqual([]);
	});

	it('of several items is sent once', async () => {
		const { run, puts } = storage();
		const { json } = await run({}, { items: [{}, {}] });
		expect(puts).toHaveLength(1);
		expect(json).toMatchObject([
			{ storageItemUuid: id(701), uploaded: true, alreadyThere: false },
			{ storageItemUuid: id(701), uploaded: false, alreadyThere: true },
		]);
	});

	it('is not sent in a dry run, which says what would be', async () => {
		const { run, puts } = storage([stored(1)]);
		const { json } = await run({ options: { dryRun: true } }, { items: [{}, {}] });
		expect(json).toMatchObject([
			{
				summary: 'Would upload "a.jpg"; the folder has 1 other file with this name',
				name: 'a.jpg',
				itemType: 'image',
				fileSize: 11,
				folderUuid: FOLDER,
				dryRun: true,
				uploaded: false,
				alreadyThere: false,
			},
			{ alreadyThere: true },
		]);
		expect(puts).toEqual([]);
	});

	it('that is refused by Encord fails alone', async () => {
		const { run } = storage([], {
			uploadJob: async () => ({
				status: 'DONE',
				itemsWithNames: [],
				errors: [],
				unitErrors: [{ objectUrls: ['key 701'], error: 'It is damaged' }],
			}),
		});
		await expect(run()).rejects.toThrow('Encord did not take "a.jpg": It is damaged.');
	});
});

describe('a file in a bucket', () => {
	const cloud = (objectUrl: string, more: object = {}) => ({
		fileFrom: 'cloud',
		integration: id(600),
		objectUrl,
		...more,
	});

	it.each([
		['s3://bucket/folder/b.jpg', 'b.jpg'],
		['https://host/b%20c.jpg?x=1/2.png', 'b c.jpg'],
		['https://host/b.jpg#part/x', 'b.jpg'],
		['https://host/100%.jpg', '100%.jpg'],
	])('%s is registered as %j and stays where it is', async (url, title) => {
		const { run, files, puts, asked } = storage();
		const { json } = await run(cloud(url, { newClientMetadata: { a: 1 } }));
		expect(puts).toEqual([]);
		expect(asked).toEqual([id(600)]);
		expect(files).toEqual([{ fileType: 'image', title, objectUrl: url, clientMetadata: { a: 1 } }]);
		expect(json).toMatchObject([{ summary: `Registered "${title}"`, uploaded: true }]);
	});

	it('is known by its address', async () => {
		const url = 's3://bucket/a.jpg';
		const { run, files } = storage([stored(1, { url })]);
		expect((await run(cloud(url))).json).toMatchObject([
			{ summary: 'Already so: the folder has "a.jpg", with the same address', alreadyThere: true },
		]);
		expect(files).toEqual([]);
	});

	it.each([
		['', 'URL is empty for this item'],
		['s3://bucket/folder/', 'The URL ends with a folder, not with a file'],
		['s3://bucket/file', 'Nothing tells what kind of file "file" is'],
	])(
		'with the address %j is refused',
		async (url, message) =>
			await expect(storage().run(cloud(url))).rejects.toMatchObject({ message }),
	);
});
