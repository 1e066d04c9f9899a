/** Storage items that items name by their ID or by a data unit. */
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { downloadStorageItem } from '../../../../nodes/Encord/operations/storageItem/download';
import { getStorageItem } from '../../../../nodes/Encord/operations/storageItem/get';
import type { EncordClient } from '../../../../src/encord/client';
import { NotFoundError, ServerError } from '../../../../src/encord/wire/errors';
import { id, runOperation, type FakeRun } from '../fakeN8n';
import { labelRow } from '../fixtures';
import { stored } from './storedItems';

const signed = (number: number) => ({
	...stored(number),
	signedUrl: `https://files.example/${number}`,
});
const client: Partial<EncordClient> = {
	listLabelRows: async (_project, { dataHashes = [] } = {}) =>
		[
			labelRow({ backing_item_uuid: id(1) }),
			labelRow({ data_hash: id(32), data_title: 'b.jpg', backing_item_uuid: null }),
		].filter(({ data_hash: hash }) => dataHashes.includes(hash)),
	findStorageItems: async (uuids) =>
		uuids.map((uuid) =>
			[id(1), id(2)].includes(uuid)
				? { ok: true, value: signed(uuid === id(1) ? 1 : 2) }
				: { ok: false, error: new NotFoundError(`There is no item ${uuid}.`) },
		),
};
const byUnit = (unit: number, project = 1) => ({
	...{ findBy: 'dataUnit', project: id(project), dataUnit: id(unit) },
});
const byId = (item: number) => ({ findBy: 'storageItem', storageItem: id(item) });

async function get(all: object[], more: Partial<FakeRun> = {}) {
	return await runOperation(getStorageItem, {
		client,
		items: all.map(() => ({})),
		parameters: (index) => ({
			...{ findBy: '', project: '', dataUnit: '', storageItem: '' },
			...{ simplify: true, includeSignedUrl: false },
			...all[index],
		}),
		continueOnFail: true,
		...more,
	});
}

describe('storage items', () => {
	it('are found with one listing for each project and one bulk call', async () => {
		const { json, calls } = await get([byId(2), byUnit(31), byUnit(31), byUnit(31, 7)]);
		expect(json.map((one) => one.storageItemUuid)).toEqual([id(2), id(1), id(1), id(1)]);
		expect(calls).toEqual([
			['listLabelRows', id(1), { dataHashes: [id(31)], includeChildren: true }],
			['listLabelRows', id(7), { dataHashes: [id(31)], includeChildren: true }],
			['findStorageItems', [id(1), id(2)], { signUrls: false }],
		]);
	});

	it('take no listing where all are named by their ID', async () => {
		const { calls } = await get([byId(1), byId(2), byId(1)]);
		expect(calls).toEqual([['findStorageItems', [id(1), id(2)], { signUrls: false }]]);
	});

	it('that are not found fail alone', async () => {
		const { json } = await get([byUnit(99), byUnit(32), byId(9), byId(2)]);
		expect(json).toMatchObject([
			{ error: `The project has no data unit ${id(99)}` },
			{ error: 'Encord names no file behind "b.jpg"' },
			{ error: expect.stringContaining(`There is no item ${id(9)}`) },
			{ storageItemUuid: id(2) },
		]);
	});

	it('fail together where a project cannot be listed, and those of others are found', async () => {
		const listLabelRows: EncordClient['listLabelRows'] = async (project, filter) => {
			if (project === id(7)) throw new ServerError('Encord is busy.', { status: 500 });
			return await client.listLabelRows!(project, filter);
		};
		const { json } = await get([byUnit(31, 7), byUnit(31), byId(2)], {
			client: { ...client, listLabelRows },
		});
		expect(json).toMatchObject([
			{ error: expect.stringContaining('Encord is busy') },
			{ storageItemUuid: id(1) },
			{ storageItemUuid: id(2) },
		]);
	});

	it('have a signed address only where the form asks for it', async () => {
		const { json, calls } = await get([byId(1), { ...byId(2), includeSignedUrl: true }]);
		expect(json[0]).not.toHaveProperty('signedUrl');
		expect(json[1]!.signedUrl).toBe('https://files.example/2');
		expect(calls).toEqual([['findStorageItems', [id(1), id(2)], { signUrls: true }]]);
	});
});

describe('a download', () => {
	it('is stored under the name of the file, in the field that the form names', async () => {
		const requests: string[] = [];
		const { outputs } = await runOperation(downloadStorageItem, {
			client,
			parameters: { ...byId(1), binaryField: 'file' },
			send: async ({ url }) => {
				requests.push(url);
				const headers = { 'content-length': '3', 'content-type': 'image/png' };
				return { status: 200, headers, body: Readable.from([Buffer.from('abc')]) };
			},
		});
		const [{ json, binary }] = outputs[0] as [(typeof outputs)[0][0]];
		expect(json).toMatchObject({ storageItemUuid: id(1), name: 'a.jpg' });
		expect(json).not.toHaveProperty('signedUrl');
		expect(binary).toEqual({
			file: {
				data: Buffer.from('abc').toString('base64'),
				fileName: expect.stringMatching(/^a\./),
				mimeType: 'image/png',
			},
		});
		expect(requests).toEqual(['https://files.example/1']);
	});
});
