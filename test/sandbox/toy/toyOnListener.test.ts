import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { renderPicture } from '../../../sandbox/media/pictures';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

let dataDir: string;
let sandbox: Sandbox;
beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'sandbox-toy-'));
	sandbox = await startSandbox({ dataDir, seed: 'empty' });
});
afterAll(async () => {
	await sandbox.close();
	rmSync(dataDir, { recursive: true, force: true });
});

const key = { Authorization: 'Bearer any', 'Content-Type': 'application/json' };

it('serves the toy beside the API and counts its calls', async () => {
	const file = await renderPicture({
		width: 320,
		height: 240,
		scene: { kind: 'thing', thing: 'dog', background: 'pink' },
	});
	const picture = `data:image/jpeg;base64,${file.toString('base64')}`;
	const body = JSON.stringify({
		model: 'toy-vision',
		messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: picture } }] }],
	});
	const chat = await fetch(`${sandbox.url}/v1/chat/completions`, {
		method: 'POST',
		headers: key,
		body,
	});
	expect(await chat.json()).toMatchObject({
		choices: [{ message: { content: 'A dog on a pink background.' } }],
	});
	expect((await fetch(`${sandbox.url}/v1/models`, { headers: key })).status).toBe(200);
	expect((await fetch(`${sandbox.url}/v1/models`)).status).toBe(401);
	const detection = await fetch(`${sandbox.url}/toy/detect`, {
		method: 'POST',
		body: new Uint8Array(file),
	});
	expect(await detection.json()).toEqual({
		model: 'toy-detector',
		width: 320,
		height: 240,
		detections: [],
	});
	const { counts } = (await (await fetch(`${sandbox.url}/_sandbox/requests`)).json()) as {
		counts: Record<string, number>;
	};
	expect(counts).toMatchObject({ 'chat.completions': 1, 'toy.detect': 1 });
});
