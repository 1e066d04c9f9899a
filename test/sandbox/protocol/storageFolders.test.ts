/** Folders within folders: listing on one level and through all, changing, moving, deleting (protocol §9). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import type { Answer } from '../signer';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
let kinds: any;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	kinds = (await names('storage/folders')).find((folder) => folder.name === 'One of each kind');
});
afterAll(() => sandbox.stop());

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
	sandbox.owner.v2(method, path, body);

/** The whole first page, as the official client asks for it. */
async function names(path: string, query = ''): Promise<any[]> {
	return (await call('GET', `${path}?isRecursive=False&order=name&desc=False&pageSize=100${query}`))
		.json.results;
}

const nameOf = (each: any) => each.name;

async function make(name: string, parent: string | null = null): Promise<any> {
	return (
		await call('POST', 'storage/folders', { name, description: null, parent, clientMetadata: null })
	).json;
}

describe('folders', () => {
	it('are listed by level, searched through all levels, and know their way up', async () => {
		const trips = await make('Trips');
		const summer = await make('Summer', trips.uuid);
		const beach = await make('Beach', summer.uuid);
		expect(beach.pathToRoot.map(nameOf)).toEqual(['Beach', 'Summer', 'Trips']);
		expect((await names('storage/folders')).map(nameOf)).toEqual([
			'Further images',
			'One of each kind',
			'Trips',
		]);
		expect((await names('storage/folders', '&datasetSynced=False')).map(nameOf)).toEqual(['Trips']);
		expect((await names('storage/search/folders', '&datasetSynced=False')).map(nameOf)).toEqual([
			'Beach',
			'Summer',
			'Trips',
		]);
		expect((await names('storage/search/folders', '&search=bea')).map(nameOf)).toEqual(['Beach']);
		expect((await names(`storage/folders/${trips.uuid}/folders`)).map(nameOf)).toEqual(['Summer']);
		const all = await call(
			'GET',
			`storage/folders/${trips.uuid}/folders?isRecursive=True&order=name&desc=True&pageSize=100`,
		);
		expect(all.json.results.map(nameOf)).toEqual(['Summer', 'Beach']);
	});

	it('are renamed and described, one or many', async () => {
		const folder = await make('Old name');
		const patch = await call('PATCH', `storage/folders/${folder.uuid}`, {
			name: 'New name',
			clientMetadata: { a: 1 },
		});
		expect(patch.json).toMatchObject({
			uuid: folder.uuid,
			name: 'New name',
			description: '',
			clientMetadata: '{"a":1}',
		});
		const many = await call('PATCH', 'storage/folders/patch-bulk', {
			folderPatches: { [folder.uuid]: { description: 'about' } },
		});
		expect(many.json.results).toEqual([
			expect.objectContaining({
				name: 'New name',
				description: 'about',
				clientMetadata: '{"a":1}',
			}),
		]);
		expect((await call('GET', `storage/folders/${folder.uuid}`)).json).toEqual(
			many.json.results[0],
		);
		const notMine = await sandbox.colleague.v2('PATCH', `storage/folders/${kinds.uuid}`, {
			name: 'x',
		});
		expect(notMine.status).toBe(403);
	});

	it('are moved, but not into themselves, and deleted when empty', async () => {
		const [outer, inner] = [await make('Outer'), await make('Inner')];
		const move = (uuid: string, newParentUuid: string | null) =>
			call('POST', 'storage/folders/move', { folderUuids: [uuid], newParentUuid });
		expect((await move(inner.uuid, outer.uuid)).status).toBe(204);
		expect((await call('GET', `storage/folders/${inner.uuid}`)).json.parent).toBe(outer.uuid);
		expect((await move(outer.uuid, inner.uuid)).status).toBe(400);
		expect((await call('DELETE', `storage/folders/${outer.uuid}`)).status).toBe(400);
		expect((await call('DELETE', `storage/folders/${inner.uuid}`)).status).toBe(204);
		expect((await call('DELETE', `storage/folders/${outer.uuid}`)).status).toBe(204);
		expect((await call('GET', `storage/folders/${outer.uuid}`)).status).toBe(403);
	});

	it('are refused with metadata that is no JSON object, or in a folder that does not exist', async () => {
		const refused = await call('POST', 'storage/folders', {
			name: 'x',
			description: null,
			parent: null,
			clientMetadata: '[1',
		});
		expect(refused).toMatchObject({
			status: 400,
			json: { message: 'clientMetadata: must be the JSON text of an object' },
		});
		const parent = '11111111-2222-4333-8444-555555555555';
		expect((await call('POST', 'storage/folders', { name: 'x', parent })).status).toBe(403);
	});

	it('are summarized', async () => {
		const { json } = await call('GET', `storage/folders/${kinds.uuid}/summary`);
		expect(json).toMatchObject({
			videos: 1,
			imageGroups: 1,
			audios: 1,
			pdfs: 1,
			plainTexts: 1,
			images: 5,
			files: 10,
			folders: 0,
		});
		for (const key of [
			'imageSequences',
			'dicomFiles',
			'dicomSeries',
			'niftis',
			'tombstones',
			'uploadJobs',
		])
			expect(json[key]).toBe(0);
		expect(json.totalSize).toBeGreaterThan(10_000);
	});
});

describe('items', () => {
	it('are found through all folders, or below one', async () => {
		const archive = await make('Archive');
		const deep = await make('Deep', archive.uuid);
		const [tone] = await names('storage/search/items', '&search=tone');
		expect(tone.parent).toBe(kinds.uuid);
		await call('POST', `storage/folders/${kinds.uuid}/items/move`, {
			itemUuids: [tone.uuid],
			newParentUuid: deep.uuid,
		});
		expect(
			(await names('storage/search/items', '&itemTypes=audio&itemTypes=pdf')).map(nameOf),
		).toEqual(['manual.pdf', 'tone.wav']);
		expect(await names(`storage/folders/${archive.uuid}/items`)).toEqual([]);
		const below = await call(
			'GET',
			`storage/folders/${archive.uuid}/items?isRecursive=True&search=tone&signUrls=True`,
		);
		expect(below.json.results.map((item: any) => [item.name, typeof item.signedUrl])).toEqual([
			['tone.wav', 'string'],
		]);
	});

	it('are told apart by whether a dataset has them', async () => {
		const frames = await names(
			`storage/folders/${kinds.uuid}/items`,
			'&search=view-&isInDataset=False',
		);
		expect(frames.map(nameOf)).toEqual(['view-0.png', 'view-1.png', 'view-2.png']);
		expect(
			await names(`storage/folders/${kinds.uuid}/items`, '&search=view-&isInDataset=True'),
		).toEqual([]);
	});
});
