import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import manifest from '../../package.json';
import * as sdk from '../../src/sdk';
import keys from './encord/auth/keys.json';
import { PROJECT } from './encord/scriptedEncord';
import { project } from './encord/calls/wireSamples';

describe('the SDK', () => {
	it('reads a project with the sender of the runtime, without n8n', async () => {
		const server = createServer((request, response) => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(request.headers['content-digest'] ? project() : {}));
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const client = sdk.createEncordClient({
			key: sdk.parsePrivateKey(keys.plain.privateKey),
			apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			send: sdk.fetchSend,
		});
		const { editorOntology, title } = await client.getProject(PROJECT);
		server.close();
		expect(title).toBe(project().title);
		expect(sdk.indexOntology(editorOntology).objects).toEqual([]);
	});

	it('is what package.json offers under n8n-nodes-encord/sdk', () => {
		expect(manifest.exports['./sdk']).toEqual({
			types: './dist/src/sdk.d.ts',
			default: './dist/src/sdk.js',
		});
	});

	it('loads no native code and starts no program when it is imported', () => {
		const script = `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, '../../src/sdk.ts'))});
			const loaded = Object.keys(require.cache).filter((file) => /node_modules.(sharp|fluent-ffmpeg|@ffmpeg-installer|bcrypt-pbkdf)/.test(file));
			process.stdout.write(JSON.stringify(loaded));`;
		const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
			cwd: join(__dirname, '../..'),
			encoding: 'utf8',
		});
		expect(stderr).toBe('');
		expect(JSON.parse(stdout)).toEqual([]);
	});
});
