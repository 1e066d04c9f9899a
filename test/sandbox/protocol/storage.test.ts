/** Storage items, folders and the media behind them (protocol §9, §15.4, §15.5, §15.10). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConformanceSandbox } from '../conformanceSandbox';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
const items: Record<string, any> = {};
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	for (const row of await sandbox.list())
		items[row.data_title] = (
			await sandbox.owner.v2('GET', `storage/items/${row.backing_item_uuid}?signUrl=True`)
		).json;
});
afterAll(() => sandbox.stop());

const KEYS = [
	'uuid',
	'parent',
	'itemType',
	'name',
	'description',
	'clientMetadata',
	'owner',
	'createdAt',
	'lastEditedAt',
	'isTombstone',
	'isPlaceholder',
	'backedDataUnitsCount',
	'storageLocation',
	'integrationHash',
	'url',
	'signedUrl',
	'fileSize',
	'mimeType',
	'duration',
	'fps',
	'height',
	'width',
	'dicomInstanceUid',
	'dicomStudyUid',
	'dicomSeriesUid',
	'frameCount',
	'audioSampleRate',
	'audioBitDepth',
	'audioCodec',
	'audioNumChannels',
].sort();

describe('an item', () => {
	it('has every key, whatever it is', () => {
		for (const item of Object.values(items)) expect(Object.keys(item).sort()).toEqual(KEYS);
	});

	it('says what it is', () => {
		expect(
			['cat.jpg', 'drive.mp4', 'walk-around', 'tone.wav', 'letters.txt', 'manual.pdf'].map(
				(title) => items[title].itemType,
			),
		).toEqual(['image', 'video', 'imageGroup', 'audio', 'plainText', 'pdf']);
		expect(items['drive.mp4']).toMatchObject({
			mimeType: 'video/mp4',
			fps: 25,
			duration: 2,
			frameCount: 50,
			width: 320,
			height: 240,
			storageLocation: 'encord',
		});
		expect(items['tone.wav']).toMatchObject({
			audioSampleRate: 8000,
			audioNumChannels: 1,
			mimeType: 'audio/wav',
		});
		expect(items['walk-around']).toMatchObject({ signedUrl: null, mimeType: null, fileSize: null });
	});

	it('has its metadata as JSON text', () => {
		expect(JSON.parse(items['street-01.png'].clientMetadata)).toEqual({
			camera: 'front',
			site: 'London',
		});
		expect(items['tone.wav'].clientMetadata).toBe('{}');
	});

	it('is hidden from those without access', async () => {
		expect(
			(await sandbox.outsider.v2('GET', `storage/items/${items['street-02.jpg'].uuid}`)).status,
		).toBe(403);
		expect(
			(await sandbox.colleague.v2('GET', `storage/items/${items['street-02.jpg'].uuid}`)).status,
		).toBe(403);
	});
});

describe('several items', () => {
	it('come in the order they were asked for, also twice', async () => {
		const uuids = ['drive.mp4', 'cat.jpg', 'street-01.png', 'cat.jpg'].map(
			(title) => items[title].uuid,
		);
		const { results } = (
			await sandbox.owner.v2('POST', 'storage/items/get-bulk', { itemUuids: uuids, signUrls: true })
		).json;
		expect(results.map((item: any) => item.uuid)).toEqual(uuids);
		expect(results.every((item: any) => item.signedUrl !== null)).toBe(true);
		expect(
			(
				await sandbox.owner.v2('POST', 'storage/items/get-bulk', {
					itemUuids: uuids,
					signUrls: false,
				})
			).json.results[0].signedUrl,
		).toBeNull();
		expect(
			(
				await sandbox.owner.v2('POST', 'storage/items/get-bulk', {
					itemUuids: Array.from({ length: 1001 }, () => uuids[0]),
				})
			).status,
		).toBe(400);
	});

	it('are the children of an image group in frame order', async () => {
		const group = items['walk-around'];
		const { results } = (
			await sandbox.owner.v2(
				'GET',
				`storage/folders/${group.parent}/items/${group.uuid}/child-items?signUrls=True`,
			)
		).json;
		expect(results.map((item: any) => [item.name, item.width, item.signedUrl !== null])).toEqual([
			['view-0.png', 320, true],
			['view-1.png', 200, true],
			['view-2.png', 320, true],
		]);
		const cat = items['cat.jpg'];
		expect(
			(await sandbox.owner.v2('GET', `storage/folders/${cat.parent}/items/${cat.uuid}/child-items`))
				.status,
		).toBe(400);
	});
});

describe('changing items', () => {
	it('one by one: metadata is replaced, the rest stays', async () => {
		const { parent, uuid } = items['street-10.jpg'];
		const patched = (
			await sandbox.owner.v2('PATCH', `storage/folders/${parent}/items/${uuid}`, {
				clientMetadata: { new: 'é' },
			})
		).json;
		expect(patched).toMatchObject({ name: 'street-10.jpg', clientMetadata: '{"new":"é"}' });
		expect(Date.parse(patched.lastEditedAt)).toBeGreaterThan(
			Date.parse(items['street-10.jpg'].lastEditedAt),
		);
		expect(
			(await sandbox.row('street-10.jpg', { include_client_metadata: true })).client_metadata,
		).toEqual({ new: 'é' });
	});

	it('in bulk, all or none', async () => {
		const [first, second] = [items['street-11.jpg'].uuid, items['street-12.jpg'].uuid];
		const { results } = (
			await sandbox.owner.v2('PATCH', 'storage/items/patch-bulk', {
				itemPatches: { [first]: { description: 'one' }, [second]: { clientMetadata: { n: 2 } } },
			})
		).json;
		expect(results).toMatchObject([
			{ uuid: first, description: 'one' },
			{ uuid: second, clientMetadata: '{"n":2}' },
		]);
		const bad = await sandbox.owner.v2('PATCH', 'storage/items/patch-bulk', {
			itemPatches: { [first]: { description: 'two' }, '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d': {} },
		});
		expect(bad.status).toBe(403);
		expect((await sandbox.owner.v2('GET', `storage/items/${first}`)).json.description).toBe('one');
	});
});

describe('folders', () => {
	it('are listed, read, made, and show where an item is used', async () => {
		const cat = items['cat.jpg'];
		const folder = (await sandbox.owner.v2('GET', `storage/folders/${cat.parent}`)).json;
		expect(folder).toMatchObject({
			uuid: cat.parent,
			name: 'One of each kind',
			clientMetadata: '{}',
			userRole: 'admin',
			pathToRoot: [{ uuid: cat.parent }],
		});
		const query = `search=street&itemTypes=image&order=name&desc=True&pageSize=2&signUrls=False`;
		const first = (
			await sandbox.owner.v2(
				'GET',
				`storage/folders/${items['street-02.jpg'].parent}/items?${query}`,
			)
		).json;
		expect(first.results.map((item: any) => item.name)).toEqual(['street-29.jpg', 'street-28.jpg']);
		const next = (
			await sandbox.owner.v2(
				'GET',
				`storage/folders/${items['street-02.jpg'].parent}/items?${query}&pageToken=${first.nextPageToken}`,
			)
		).json;
		expect(next.results.map((item: any) => item.name)).toEqual(['street-27.jpg', 'street-26.jpg']);
		const summary = (
			await sandbox.owner.v2(
				'GET',
				`storage/folders/${cat.parent}/items/${cat.uuid}/summary?includeGroupLayout=True`,
			)
		).json;
		expect(summary).toMatchObject({
			frameInGroups: 0,
			accessibleGroupItems: [],
			usedInDatasets: 1,
			accessibleDatasets: [{ title: 'One of each kind', dataHashes: [expect.any(String)] }],
		});
		const made = (
			await sandbox.owner.v2('POST', 'storage/folders', {
				name: 'New',
				description: null,
				parent: null,
				clientMetadata: '{"a":1}',
			})
		).json;
		expect(made).toMatchObject({ name: 'New', clientMetadata: '{"a":1}', syncedDatasetHash: null });
		expect(
			(
				await sandbox.owner.v2(
					'GET',
					'storage/folders?search=new&isRecursive=False&order=name&desc=False&pageSize=100',
				)
			).json.results,
		).toHaveLength(1);
		const unused = await sandbox.owner.v2('POST', `storage/folders/${cat.parent}/items/delete`, {
			childUuids: [cat.uuid],
			removeUnusedFrames: true,
		});
		expect(unused.status).toBe(400);
		const moved = items['street-13.jpg'];
		expect(
			(
				await sandbox.owner.v2('POST', `storage/folders/${moved.parent}/items/move`, {
					itemUuids: [moved.uuid],
					newParentUuid: made.uuid,
				})
			).status,
		).toBe(204);
		expect((await sandbox.owner.v2('GET', `storage/items/${moved.uuid}`)).json.parent).toBe(
			made.uuid,
		);
	});
});

describe('media', () => {
	const fetchMedia = (title: string, init: RequestInit = {}) => fetch(items[title].signedUrl, init);
	const range = (title: string, bytes: string, headers: Record<string, string> = {}) =>
		fetchMedia(title, { headers: { Range: `bytes=${bytes}`, ...headers } });

	it('is downloaded without authentication, whatever Authorization is sent along', async () => {
		for (const headers of [{}, { Authorization: 'Bearer of something else' }] as Array<
			Record<string, string>
		>) {
			const response = await fetchMedia('cat.jpg', { headers });
			const bytes = Buffer.from(await response.arrayBuffer());
			expect(response.status).toBe(200);
			expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
			expect(bytes.length).toBe(items['cat.jpg'].fileSize);
			expect(Object.fromEntries(response.headers)).toMatchObject({
				'content-type': 'image/jpeg',
				'accept-ranges': 'bytes',
				etag: expect.stringMatching(/^"\w+"$/),
				'last-modified': expect.stringContaining('GMT'),
			});
		}
	});

	it('is real: each file is what its type says', async () => {
		const magic: Record<string, string> = {
			'street-01.png': '89504e47',
			'drive.mp4': '000000',
			'tone.wav': '52494646',
			'manual.pdf': '25504446',
		};
		for (const [title, start] of Object.entries(magic))
			expect(Buffer.from(await (await fetchMedia(title)).arrayBuffer()).toString('hex')).toMatch(
				new RegExp(`^${start}`),
			);
		expect((await (await fetchMedia('letters.txt')).text()).length).toBe(
			(await sandbox.row('letters.txt')).number_of_frames,
		);
	});

	it('is read in parts', async () => {
		const whole = Buffer.from(await (await fetchMedia('drive.mp4')).arrayBuffer());
		const size = whole.length;
		for (const [asked, start, end] of [
			['0-9', 0, 9],
			['10-', 10, size - 1],
			['-7', size - 7, size - 1],
			[`5-${size + 100}`, 5, size - 1],
		] as const) {
			const response = await range('drive.mp4', asked);
			expect([
				response.status,
				response.headers.get('content-range'),
				response.headers.get('content-length'),
			]).toEqual([206, `bytes ${start}-${end}/${size}`, String(end - start + 1)]);
			expect(Buffer.from(await response.arrayBuffer()).equals(whole.subarray(start, end + 1))).toBe(
				true,
			);
		}
	});

	it('refuses parts beyond the end, and ignores what is no range', async () => {
		const { fileSize } = items['cat.jpg'];
		const outside = await range('cat.jpg', `${fileSize}-`);
		expect([outside.status, outside.headers.get('content-range')]).toEqual([
			416,
			`bytes */${fileSize}`,
		]);
		for (const asked of ['5-2', 'x-y', '-', '0-1,5-6'])
			expect((await range('cat.jpg', asked)).status).toBe(200);
	});

	it('sends the whole file when it is no longer the one If-Range names', async () => {
		const { headers } = await fetchMedia('cat.jpg');
		const [etag, modified] = [headers.get('etag') ?? '', headers.get('last-modified') ?? ''];
		for (const same of [etag, modified])
			expect((await range('cat.jpg', '0-3', { 'If-Range': same })).status).toBe(206);
		for (const other of ['"other"', 'Thu, 01 Jan 1970 00:00:00 GMT'])
			expect((await range('cat.jpg', '0-3', { 'If-Range': other })).status).toBe(200);
		expect((await fetchMedia('cat.jpg', { headers: { 'If-None-Match': etag } })).status).toBe(304);
	});

	it('answers HEAD without a body, and no other method', async () => {
		const head = await fetchMedia('cat.jpg', { method: 'HEAD' });
		expect([
			head.status,
			head.headers.get('content-length'),
			(await head.arrayBuffer()).byteLength,
		]).toEqual([200, String(items['cat.jpg'].fileSize), 0]);
		expect((await fetchMedia('cat.jpg', { method: 'POST', body: 'x' })).status).toBe(405);
	});

	it('refuses addresses that were changed', async () => {
		const url: string = items['cat.jpg'].signedUrl;
		const later = url.replace(/expires=\d+/, 'expires=99999999999');
		const other = url.replace(items['cat.jpg'].uuid, items['drive.mp4'].uuid);
		for (const forged of [
			later,
			other,
			url.replace(/signature=\w+/, 'signature=00'),
			url.split('?')[0] ?? '',
		])
			expect((await fetch(forged)).status).toBe(403);
	});

	it('refuses addresses that have expired', async () => {
		const shortLived = await ConformanceSandbox.start({ mediaTtlSeconds: 5 });
		const { backing_item_uuid } = await shortLived.row('cat.jpg');
		const { signedUrl } = (
			await shortLived.owner.v2('GET', `storage/items/${backing_item_uuid}?signUrl=True`)
		).json;
		expect((await fetch(signedUrl)).status).toBe(200);
		const expires = Number(/expires=(\d+)/.exec(signedUrl)?.[1]) * 1000;
		await sleep(Math.max(0, expires - Date.now()) + 1100);
		expect((await fetch(signedUrl)).status).toBe(403);
		await shortLived.stop();
	});
});
