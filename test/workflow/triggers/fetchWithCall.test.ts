import { afterEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import sharp from 'sharp';
import { unit, useSandbox } from '../encord/encordRun';
import { callWebhook, node, workflow } from '../engine/harness';
import { binaryStorage } from '../engine/n8nRuntime';
import { burntNumber } from '../../sandbox/media/burntNumber';

const sandbox = useSandbox();
const { FFMPEG_PATH } = process.env;
afterEach(async () => {
	if (FFMPEG_PATH === undefined) delete process.env.FFMPEG_PATH;
	else process.env.FFMPEG_PATH = FFMPEG_PATH;
	await sandbox.control('DELETE', 'faults');
});

async function call(fetch: string, title: string, more: IDataObject = {}) {
	const trigger = node(
		'Encord Trigger',
		'n8n-nodes-encord.encordTrigger',
		{ projectScope: 'any', options: { fetch } },
		{ webhookId: 'hook-1' },
	);
	const body = { ...(await unit(sandbox, title)), frame: 0, ...more };
	const headers = { origin: sandbox.sandbox.appUrl };
	const answer = await callWebhook(
		workflow([trigger]),
		{ body, headers },
		{ credentials: sandbox.credentials },
	);
	return { ...answer, items: answer.returned.workflowData?.[0] };
}

const picture = async (item: INodeExecutionData | undefined) =>
	await (await binaryStorage()).getAsBuffer(item!.binary!.data!);
const box = (x: number) => ({ boundingBox: { x, y: 0.2, w: 0.2, h: 0.5 } });

describe('Fetch with the Call', () => {
	it('brings nothing unless asked to', async () => {
		const { items } = await call('nothing', 'drive.mp4', { frame: 7 });
		expect(items).toEqual([{ json: expect.objectContaining({ frame: 7 }) }]);
	});

	it.each([0, 13, 37])(
		'brings exactly frame %d of a video',
		async (frame) => {
			const { items } = await call('frameImage', 'drive.mp4', { frame });
			expect(items).toHaveLength(1);
			expect(items![0]!.json).toMatchObject({
				event: 'customAgentCalled',
				frame,
				timeSeconds: expect.closeTo(frame / 25, 3),
				width: 320,
				height: 240,
				labelRow: { dataTitle: 'drive.mp4' },
			});
			expect(items![0]!.binary!.data).toMatchObject({
				mimeType: 'image/jpeg',
				fileName: `drive_frame_${frame}.jpg`,
				id: expect.stringMatching(/^filesystem/),
			});
			expect(await burntNumber(await picture(items![0]))).toBe(frame);
		},
		30_000,
	);

	it('brings an image as a JPEG', async () => {
		const { items } = await call('frameImage', 'street-01.png');
		expect(await sharp(await picture(items![0])).metadata()).toMatchObject({
			format: 'jpeg',
			width: 320,
			height: 240,
		});
	});

	it('brings one item per selected object, or per object of the frame when none is selected', async () => {
		const hashes = await sandbox.label('Conformance', 'drive.mp4', {
			objects: [
				{ name: 'Car', frames: { 3: box(0.1), 4: box(0.1) } },
				{ name: 'Car', frames: { 4: box(0.5) } },
				{ name: 'Car', frames: { 9: box(0.3) } },
			],
		});
		const selected = await call('crops', 'drive.mp4', {
			frame: 4,
			objectHashes: [hashes[1]!, hashes[2]!],
		});
		expect(selected.items!.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				event: 'customAgentCalled',
				frame: 4,
				objectHash: hashes[1],
				class: 'Car',
				confidence: 1,
				box: { x: 160, y: 48, width: 64, height: 120 },
				width: 64,
				height: 120,
				imageWidth: 320,
				imageHeight: 240,
			}),
		]);
		expect(await sharp(await picture(selected.items![0])).metadata()).toMatchObject({
			format: 'jpeg',
			width: 64,
			height: 120,
		});
		for (const objectHashes of [[], null]) {
			const all = await call('crops', 'drive.mp4', { frame: 4, objectHashes });
			expect(all.items!.map(({ json }) => json.objectHash)).toEqual(hashes.slice(0, 2));
		}
	}, 30_000);

	it.each<[string, string, string, IDataObject, number, RegExp]>([
		[
			'of an audio file',
			'frameImage',
			'tone.wav',
			{},
			400,
			/picture of an audio or text file is not supported.*no frames/,
		],
		[
			'of an audio file, for crops',
			'crops',
			'tone.wav',
			{},
			400,
			/picture of an audio or text file/,
		],
		[
			'past the end',
			'frameImage',
			'drive.mp4',
			{ frame: 999 },
			400,
			/Frame 999 does not exist: the file has \d+ frames/,
		],
		[
			'without objects',
			'crops',
			'drive.mp4',
			{ frame: 2 },
			400,
			/Frame 2 has no object that can be cut out\. Draw a box/,
		],
		[
			'with an unknown object',
			'crops',
			'drive.mp4',
			{ objectHashes: ['AbCdEfGh'] },
			400,
			/has no object "AbCdEfGh"/,
		],
	])(
		'answers why there is no picture %s, and starts nothing',
		async (_name, fetch, title, more, status, message) => {
			const answer = await call(fetch, title, more);
			expect(answer.returned).toEqual({ noWebhookResponse: true });
			expect(answer).toMatchObject({ status, body: { message: expect.stringMatching(message) } });
			expect(answer.headers['access-control-allow-origin']).toBe(sandbox.sandbox.appUrl);
		},
	);

	it('answers why none of the selected objects can be cut', async () => {
		const hashes = await sandbox.label('Conformance', 'drive.mp4', {
			objects: [{ name: 'Car', frames: { 9: box(0.3) } }],
		});
		const answer = await call('crops', 'drive.mp4', { frame: 4, objectHashes: hashes });
		expect(answer).toMatchObject({
			status: 400,
			body: { message: expect.stringMatching(/^None of the selected objects/) },
		});
	});

	it('answers that the file is gone, and takes the next call', async () => {
		await sandbox.control('POST', 'faults', {
			match: { call: 'media.get' },
			then: { status: 404 },
			times: 50,
		});
		const answer = await call('frameImage', 'drive.mp4');
		expect(answer).toMatchObject({
			returned: { noWebhookResponse: true },
			status: 502,
			body: {
				message: expect.stringMatching(
					/^The agent got no picture\. The storage has no such file \(404\)/,
				),
			},
		});
		await sandbox.control('DELETE', 'faults');
		expect((await call('frameImage', 'drive.mp4')).items).toHaveLength(1);
	}, 30_000);

	it('answers that ffmpeg is missing, without saying where', async () => {
		process.env.FFMPEG_PATH = '/nowhere/ffmpeg';
		const answer = await call('frameImage', 'drive.mp4');
		expect(answer).toMatchObject({
			returned: { noWebhookResponse: true },
			status: 400,
			body: {
				message: expect.stringMatching(
					/^Tell whoever runs this workflow: the agent got no picture, because n8n has no ffmpeg/,
				),
			},
		});
		expect(JSON.stringify(answer.body)).not.toContain('nowhere');
	});
});
