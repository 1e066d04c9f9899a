import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { encord, runner, unit, useSandbox } from './encordRun';
import { burntNumber } from '../../sandbox/media/burntNumber';

const sandbox = useSandbox();
const run = runner(sandbox);
const projectHash = (title: 'Conformance' | 'Many' = 'Conformance') =>
	sandbox.project(title).projectHash;

describe('files and frames', () => {
	it('downloads a file under its name', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'letters.txt');
		const result = await run(encord('storageItem', 'download'), {
			items: [{ json: { projectHash: projectHash(), dataHash } }],
		});
		const [item] = result.items('Encord');
		expect(item!.binary!.data).toMatchObject({ fileName: 'letters.txt', mimeType: 'text/plain' });
		expect(String(await result.binary(item))).toContain('Letters to the workshop');
		expect(item!.json).toMatchObject({ name: 'letters.txt', itemType: 'plainText' });
		expect(JSON.stringify(item!.json)).not.toContain('signature');
	});

	it('gets storage items behind data units with three calls, metadata parsed', async () => {
		const rows = await sandbox.rows('Conformance');
		await sandbox.requests();
		const items = rows.map(({ dataHash }) => ({ json: { projectHash: projectHash(), dataHash } }));
		const result = await run(encord('storageItem', 'get'), { items });
		expect(await sandbox.requests()).toEqual({ 'labelrowmetadata.GET': 1, 'items.getBulk': 1 });
		const street = result.json('Encord').find(({ name }) => name === 'street-01.png');
		expect(street).toMatchObject({
			clientMetadata: { camera: 'front', site: 'London' },
			width: 320,
		});
		expect(street).not.toHaveProperty('signedUrl');
	});

	it('gets exactly the frames that were asked for, each data unit opened once', async () => {
		const video = await sandbox.row('Conformance', 'drive.mp4');
		const group = await sandbox.row('Conformance', 'walk-around');
		const image = await sandbox.row('Conformance', 'cat.jpg');
		const ask = (dataHash: string, frame?: number) => ({
			json: { projectHash: projectHash(), dataHash, ...(frame === undefined ? {} : { frame }) },
		});
		const items = [
			ask(video.dataHash, 37),
			ask(group.dataHash, 2),
			ask(video.dataHash, 0),
			ask(image.dataHash),
			ask(video.dataHash, 37),
		];
		await sandbox.requests();
		const result = await run(encord('frame', 'get'), { items });
		expect(result.error()).toBeUndefined();
		const calls = await sandbox.requests();
		expect({ ...calls, 'media.get': 0 }).toEqual({
			'media.get': 0,
			'labelrowmetadata.GET': 1,
			'items.getBulk': 1,
			'items.children': 1,
		});
		const pictures = await Promise.all(
			result.items('Encord').map(async (item) => await result.binary(item)),
		);
		expect(await Promise.all(pictures.map(burntNumber))).toEqual([37, 2, 0, null, 37]);
		expect(result.json('Encord')[0]).toMatchObject({
			projectHash: projectHash(),
			dataHash: video.dataHash,
			dataTitle: 'drive.mp4',
			frame: 37,
			timeSeconds: 1.48,
			width: 320,
			height: 240,
		});
		expect(result.items('Encord').map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((index) => ({ item: index })),
		);
		expect(result.items('Encord')[0]!.binary!.data).toMatchObject({
			mimeType: 'image/jpeg',
			fileName: 'drive_frame_37.jpg',
		});
	}, 30_000);

	it('fails a frame that does not exist alone', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'drive.mp4');
		const items = [3, 99, 8].map((frame) => ({
			json: { projectHash: projectHash(), dataHash, frame },
		}));
		const result = await run(encord('frame', 'get', {}, { onError: 'continueErrorOutput' }), {
			items,
		});
		expect(result.json('Encord').map(({ frame }) => frame)).toEqual([3, 8]);
		expect(result.json('Encord', 1)).toEqual([
			{ error: expect.stringContaining('Frame 99 does not exist') },
		]);
	}, 30_000);

	it('refuses a picture of audio and says what to do instead', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'tone.wav');
		const result = await run(encord('frame', 'get'), {
			items: [{ json: { projectHash: projectHash(), dataHash } }],
		});
		expect(result.error()!.message).toContain('download the file instead');
	});
});

describe('Storage Item: Update Client Metadata', () => {
	const update = async (parameters: INodeParameters, items: IDataObject[]) =>
		await run(encord('storageItem', 'updateClientMetadata', parameters), {
			items: items.map((json) => ({ json })),
		});
	const metadata = (title: string) =>
		sandbox.sandbox.host.store.items.all().find(({ name }) => name === title)!.clientMetadata;
	const item = async (title: string) => await unit(sandbox, title);

	it('merges the changes of all items into one update per file', async () => {
		const street = await item('street-01.png');
		const items = [
			{ ...street, set: { weather: 'rain' } },
			{ ...(await item('cat.jpg')), set: { camera: 'indoor' } },
			{ ...street, set: { site: null, lane: 2 } },
		];
		await sandbox.requests();
		const result = await update({ clientMetadata: '={{ $json.set }}' }, items);
		expect(await sandbox.requests()).toEqual({
			'labelrowmetadata.GET': 1,
			'items.getBulk': 1,
			'items.patchBulk': 1,
		});
		expect(metadata('street-01.png')).toEqual({ camera: 'front', weather: 'rain', lane: 2 });
		expect(result.json('Encord')).toMatchObject([
			{
				saved: true,
				changes: { added: { weather: 'rain', lane: 2 }, removed: { site: 'London' } },
			},
			{ saved: false, changes: { added: {} } },
			{ saved: true },
		]);
	});

	it('replaces on request, writes nothing in a dry run, and refuses what is no object', async () => {
		const street = await item('street-01.png');
		const dry = await update(
			{ clientMetadata: '{"a":1}', options: { replace: true, dryRun: true } },
			[street],
		);
		expect(dry.json('Encord')[0]).toMatchObject({ saved: false, clientMetadata: { a: 1 } });
		expect(metadata('street-01.png')).toEqual({ camera: 'front', site: 'London' });
		await update({ clientMetadata: '{"a":1}', options: { replace: true } }, [street]);
		expect(metadata('street-01.png')).toEqual({ a: 1 });
		const wrong = await update({ clientMetadata: '[1]' }, [street]);
		expect(wrong.error()!.message).toBe('Client Metadata is not a JSON object');
	});

	it('writes nothing of a dry run beside an update of the same file', async () => {
		const street = await item('street-01.png');
		const before = metadata('street-01.png');
		const result = await update(
			{ clientMetadata: '={{ $json.set }}', options: { dryRun: '={{ $json.dry }}' } },
			[
				{ ...street, set: { kept: 1 }, dry: false },
				{ ...street, set: { tried: 1 }, dry: true },
			],
		);
		expect(result.json('Encord')).toMatchObject([{ saved: true }, { saved: false }]);
		expect(metadata('street-01.png')).toEqual({ ...before, kept: 1 });
	});

	it('adds nothing to metadata that is no object, which would be lost', async () => {
		const cat = await item('cat.jpg');
		const stored = sandbox.sandbox.host.store.items.all().find(({ name }) => name === 'cat.jpg')!;
		stored.clientMetadata = ['a list'] as never;
		const refused = await update({ clientMetadata: '{"a":1}' }, [cat]);
		expect(refused.error()!.message).toContain('"cat.jpg" is not a JSON object');
		expect(metadata('cat.jpg')).toEqual(['a list']);
		await update({ clientMetadata: '{"a":1}', options: { replace: true } }, [cat]);
		expect(metadata('cat.jpg')).toEqual({ a: 1 });
	});
});
