/** Whether a folder has a file already. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '../../../../src/encord/wire/send';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import {
	itemsNamed,
	itemWithUrl,
	knownObject,
	knownUpload,
	oldestCopy,
	StillTakenIn,
} from '../../../../nodes/shared/media/knownFiles';
import { id } from '../fakeN8n';
import { FOLDER, folderOf, stored } from './storedItems';

const content = Buffer.from('the picture');
const digest = { size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
const noted = { clientMetadata: JSON.stringify({ fileSha256: digest.sha256 }) };
const notedOther = { clientMetadata: JSON.stringify({ fileSha256: 'f'.repeat(64) }) };
const uuids = (items: readonly StorageItem[]) => items.map(({ uuid }) => uuid);

describe('the items of a folder by name', () => {
	it('are searched for where there is one name; names that only contain it are others', async () => {
		const { client, calls } = folderOf([
			stored(1),
			stored(2, { name: 'aa.jpg' }),
			stored(3, { name: 'b.jpg' }),
		]);
		const found = await itemsNamed(client, FOLDER, ['a.jpg']);
		expect([...found].map(([name, { items }]) => [name, uuids(items)])).toEqual([
			['a.jpg', [id(1)]],
		]);
		expect(calls).toEqual([['listFolderItems', FOLDER, 'a.jpg']]);
	});

	it('are taken from a listing of the whole folder where there are several', async () => {
		const { client, calls } = folderOf([stored(1), stored(2, { name: 'b.jpg' }), stored(3)]);
		const found = await itemsNamed(client, FOLDER, ['b.jpg', 'c.jpg', 'a.jpg']);
		expect([...found].map(([name, { items }]) => [name, uuids(items)])).toEqual([
			['b.jpg', [id(2)]],
			['c.jpg', []],
			['a.jpg', [id(1), id(3)]],
		]);
		expect(calls).toEqual([['listFolderItems', FOLDER]]);
	});

	it.each([
		[2, 1_000, 1],
		[2, 1_001, 3],
		[3, 1_001, 4],
		[4, 2_000, 1],
	])('%i names in a folder of %i files take %i listings', async (count, files, listings) => {
		const others = Array.from({ length: files }, () => stored(1, { name: 'other' }));
		const { client, calls } = folderOf(others);
		await itemsNamed(client, FOLDER, ['w', 'x', 'y', 'z'].slice(0, count));
		expect(calls).toHaveLength(listings);
	});

	it('are the oldest first, the same for everybody who asks', async () => {
		const sameTime = { createdAt: '2026-01-01T00:00:03Z' };
		const { client } = folderOf([
			stored(5, sameTime),
			stored(4),
			stored(3, sameTime),
			stored(2, { createdAt: 'no date' }),
			stored(1),
		]);
		const { items } = (await itemsNamed(client, FOLDER, ['a.jpg'])).get('a.jpg')!;
		expect(uuids(items)).toEqual([id(2), id(1), id(3), id(5), id(4)]);
	});

	it('are neither deleted ones nor those that are still taken in', async () => {
		const { client } = folderOf([
			stored(1, { isTombstone: true }),
			stored(2, { isPlaceholder: true }),
			stored(3, { isPlaceholder: false, isTombstone: false }),
			stored(4, { isTombstone: true, isPlaceholder: true }),
		]);
		const found = (await itemsNamed(client, FOLDER, ['a.jpg'])).get('a.jpg')!;
		expect(uuids(found.items)).toEqual([id(3)]);
		expect(found.unfinished?.uuid).toBe(id(2));
	});
});

describe('an upload', () => {
	async function known(items: StorageItem[], unfinished?: StorageItem, inStorage = content) {
		const requests: string[] = [];
		const { client, calls } = folderOf([], {
			getStorageItem: async (uuid) => ({ ...stored(1), uuid, signedUrl: `https://files/${uuid}` }),
		});
		const send = async ({ url }: HttpRequest) => {
			requests.push(url);
			const body = (async function* () {
				yield inStorage;
			})();
			return { status: 200, headers: { 'content-length': String(inStorage.length) }, body };
		};
		const named = { items, ...(unfinished && { unfinished }) };
		const found = await knownUpload({ send, signal: undefined }, client, named, digest);
		return { ...found, calls, requests };
	}

	it('is known by the hash that was noted, in any case, and nothing is read', async () => {
		const upper = JSON.stringify({ fileSha256: digest.sha256.toUpperCase() });
		const found = await known([
			stored(1, { ...notedOther, fileSize: digest.size }),
			stored(2, { clientMetadata: upper }),
		]);
		expect(found).toMatchObject({ same: { uuid: id(2) }, others: 1, calls: [], requests: [] });
	});

	it('is known by its content where only name and size are equal', async () => {
		const found = await known([
			stored(1, { fileSize: digest.size + 1 }),
			stored(2, { fileSize: digest.size }),
			stored(3, noted),
		]);
		expect(found).toMatchObject({ same: { uuid: id(2) }, others: 2 });
		expect(found.requests).toEqual([`https://files/${id(2)}`]);
	});

	it('is new where the content is another one', async () => {
		const other = Buffer.from('other piece');
		const found = await known([stored(1, { fileSize: digest.size })], undefined, other);
		expect(found).toMatchObject({ same: undefined, others: 1 });
	});

	it.each([[{}], [{ clientMetadata: '{"fileSha256":7}' }]])(
		'is new where neither hash nor size is known: %j',
		async (more) =>
			expect(await known([stored(1, more)])).toMatchObject({ same: undefined, others: 1 }),
	);

	it('waits for a file with its name that is still taken in, unless another one is the same', async () => {
		const unfinished = stored(9, { isPlaceholder: true });
		const error: unknown = await known([stored(1, notedOther)], unfinished).catch(
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(StillTakenIn);
		expect(error).toMatchObject({
			message: 'The file "a.jpg" is still being taken in by Encord',
			advice: expect.stringMatching(/^Nothing was sent for this item\. .*delete it in Encord\.$/),
		});
		expect(await known([stored(1, noted)], unfinished)).toMatchObject({ same: { uuid: id(1) } });
	});
});

describe('of several copies of an upload', () => {
	const own = stored(5);

	it.each<[string, StorageItem[], string]>([
		['the older one with its hash', [stored(3, noted), own], id(3)],
		['itself, when it is the oldest', [own, stored(6, noted)], id(5)],
		['itself, when others with the name have another hash', [stored(3, notedOther), own], id(5)],
		['itself, when others have no hash', [stored(3), own], id(5)],
		['itself, when the folder does not list it yet', [], id(5)],
	])('%s is used', (_what, items, expected) =>
		expect(oldestCopy(own, { items }, digest).uuid).toBe(expected),
	);

	it('none is used while another file with the name is on its way', () =>
		expect(() =>
			oldestCopy(own, { items: [own], unfinished: stored(6, { isPlaceholder: true }) }, digest),
		).toThrow(StillTakenIn));
});

describe('a file in a bucket', () => {
	const url = 's3://bucket/a.jpg';
	const there = stored(2, { url });
	const unfinished = stored(3, { isPlaceholder: true });

	it('is known by its address', () => {
		expect(knownObject({ items: [stored(1), there] }, url)).toEqual({ same: there, others: 1 });
		expect(knownObject({ items: [there], unfinished }, url)).toEqual({ same: there, others: 0 });
		expect(knownObject({ items: [stored(1)] }, url)).toEqual({ same: undefined, others: 1 });
		expect(() => knownObject({ items: [stored(1)], unfinished }, url)).toThrow(StillTakenIn);
	});

	it('is found under any name in the listing of the folder', async () => {
		const { client, calls } = folderOf([
			stored(1, { url, isTombstone: true }),
			stored(2, { url: 's3://bucket/b.jpg', isPlaceholder: true }),
			stored(3, { url, name: 'renamed.jpg' }),
		]);
		expect((await itemWithUrl(client, FOLDER, url))?.uuid).toBe(id(3));
		expect(await itemWithUrl(client, FOLDER, 's3://bucket/none')).toBeUndefined();
		expect(calls[0]).toEqual(['listFolderItems', FOLDER]);
	});

	it('is waited for while Encord takes it in', async () => {
		const { client } = folderOf([stored(1, { url, isPlaceholder: true, name: 'b.jpg' })]);
		await expect(itemWithUrl(client, FOLDER, url)).rejects.toThrow(
			'The file "b.jpg" is still being taken in by Encord',
		);
	});
});
