/** Where n8n keeps files, and what stands between it and Encord: each with settings that n8n reads at its start. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renderPicture } from '../../sandbox/media/pictures';
import type { Seed } from '../../sandbox/seeds/builder';
import type { Execution, JsonObject, WorkflowNode } from '../../scripts/n8n/api';
import { byHand, byId, inARow, node } from './demo/agentWorkflow';
import { startProxy, startTls, type Proxy } from './ownN8n/network';
import {
	startOwnN8n,
	startTestSandbox,
	watchMemory,
	type OwnN8n,
	type TestSandbox,
} from './ownN8n/ownN8n';

const MB = 1024 * 1024;
const FILE_MB = 100;
const large = randomBytes(FILE_MB * MB);
let picture: Buffer;
let project = '';

const seed: Seed = async (build) => {
	const user = build.addUser('owner@example.com', { withKey: true });
	const ontologyUuid = build.addOntology({ title: 'None', spec: { objects: [] } });
	const dataset = build.addDataset({ title: 'Files' });
	const size = { width: 320, height: 240 };
	const scene = { kind: 'thing', thing: 'cat', background: 'beige' } as const;
	picture = await renderPicture({ ...size, scene, format: 'png' });
	build.addImage(dataset, { title: 'cat.png', ...size, file: picture });
	build.addText(dataset, { title: 'large.txt', file: large, characters: large.length });
	project = build.addProject({
		title: 'Files',
		ontologyUuid,
		datasetHashes: [dataset],
		members: { [user]: 0 },
		stages: [{ type: 'DONE', title: 'Done' }],
	});
};

let encord: TestSandbox;
let proxy: Proxy;
let known: Awaited<ReturnType<typeof startTls>>;
let unknown: Awaited<ReturnType<typeof startTls>>;
let folder: string;
beforeAll(async () => {
	encord = await startTestSandbox({ name: 'files', build: seed });
	proxy = await startProxy();
	known = await startTls('known.encord.test', encord.sandbox.url);
	unknown = await startTls('unknown.encord.test', encord.sandbox.url);
	folder = await mkdtemp(join(tmpdir(), 'encord-certificates-'));
	await writeFile(join(folder, 'known.pem'), known.cert);
});
afterAll(async () => {
	await Promise.all([encord?.stop(), proxy?.close(), known?.close(), unknown?.close()]);
	await rm(folder, { recursive: true, force: true });
});

const unitOf = (title: string) =>
	encord.sandbox.host.store.dataUnits.all().find((unit) => unit.title === title)!.dataHash;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function credentialFor({ api }: OwnN8n, apiUrl?: string) {
	const name = `Encord at ${apiUrl ?? 'the sandbox'}`;
	const { id } = await api.saveCredential(name, 'encordApi', await encord.credential(apiUrl));
	return { encordApi: { id, name } };
}

const encordNode = (
	name: string,
	parameters: JsonObject,
	credentials: WorkflowNode['credentials'],
): WorkflowNode => node(name, 'n8n-nodes-encord.encord', 1, parameters, { credentials });

async function run({ api }: OwnN8n, nodes: WorkflowNode[]): Promise<Execution> {
	const { id } = await api.saveWorkflow({
		name: 'Test',
		nodes: [byHand, ...nodes],
		connections: inARow([byHand.name, ...nodes.map(({ name }) => name)]),
	});
	return await api.finished(await api.run(id, byHand.name), 120_000);
}
const firstItem = ({ nodes }: Execution, name: string) => nodes[name]?.[0]?.data?.main?.[0]?.[0];

describe.each(['filesystem', 'database'])('binary data in the mode "%s"', (mode) => {
	let own: OwnN8n;
	let credentials: WorkflowNode['credentials'];
	beforeAll(async () => {
		own = await startOwnN8n({
			N8N_DEFAULT_BINARY_DATA_MODE: mode,
			...(mode === 'database' && {
				HTTP_PROXY: proxy.url,
				HTTPS_PROXY: proxy.url,
				NO_PROXY: '127.0.0.1',
				NODE_EXTRA_CA_CERTS: join(folder, 'known.pem'),
			}),
		});
		credentials = await credentialFor(own);
	});
	afterAll(async () => {
		await own?.stop();
	});

	const download = (title: string) =>
		encordNode(
			'Download',
			{
				resource: 'storageItem',
				operation: 'download',
				findBy: 'dataUnit',
				project: byId(project),
				dataUnit: byId(unitOf(title)),
			},
			credentials,
		);
	const hash = node('Hash', 'n8n-nodes-base.crypto', 1, {
		action: 'hash',
		type: 'SHA256',
		binaryData: true,
		binaryPropertyName: 'data',
		dataPropertyName: 'sha256',
	});

	it('gives the next node the bytes of a file, and the bytes of a frame', async () => {
		const execution = await run(own, [download('cat.png'), hash]);
		expect(firstItem(execution, 'Hash')?.json.sha256).toBe(sha256(picture));
		const { id } = firstItem(execution, 'Download')!.binary!.data as { id: string };
		expect(id).toMatch(new RegExp(`^${mode}`));
		expect(sha256(await own.api.binary(id))).toBe(sha256(picture));
		const frame = {
			resource: 'frame',
			operation: 'get',
			project: byId(project),
			dataUnit: byId(unitOf('cat.png')),
			format: 'png',
		};
		const frames = await run(own, [encordNode('Frame', frame, credentials), hash]);
		const stored = firstItem(frames, 'Frame')!.binary!.data as { id: string };
		const bytes = await own.api.binary(stored.id);
		expect(bytes.subarray(1, 4).toString()).toBe('PNG');
		expect(firstItem(frames, 'Hash')?.json.sha256).toBe(sha256(bytes));
	});

	it(`downloads ${FILE_MB} MB`, async () => {
		console.log("start", Date.now() % 1e6);
		const peak = await watchMemory(own.n8n);
		const execution = await run(own, [download('large.txt')]);
		console.log("ran", Date.now() % 1e6);
		const grown = peak();
		expect(execution.status).toBe('success');
		const { id } = firstItem(execution, 'Download')!.binary!.data as { id: string };
		expect(sha256(await own.api.binary(id))).toBe(sha256(large));
		console.log(mode, 'n8n grew by', grown, 'MB');
	});

	if (mode === 'filesystem') return;

	/** Reads the project by this address, and gives what the workflow and the credential form say. */
	async function reach(apiUrl: string) {
		proxy.targets = [];
		const credential = await credentialFor(own, apiUrl);
		const parameters = { resource: 'project', operation: 'get', project: byId(project) };
		const execution = await run(own, [encordNode('Get', parameters, credential)]);
		const test = await own.api.testCredential('x', 'encordApi', await encord.credential(apiUrl));
		const { message, description } = execution.error ?? {};
		console.log(apiUrl, execution.status, message, description, test.message, proxy.targets);
		return { execution, test, sentence: `${message} ${description}`, via: [...proxy.targets] };
	}

	it('goes through the proxy', async () => {
		const local = encord.sandbox.url.replace('127.0.0.1', 'localhost');
		const { execution, test, via } = await reach(local);
		expect(execution.status).toBe('success');
		expect(test.status).toBe('OK');
		expect(new Set(via)).toEqual(new Set([new URL(local).host]));
	});

	it('trusts a certificate that n8n was told to trust', async () => {
		const { execution, test, via } = await reach(known.url);
		expect(execution.status).toBe('success');
		expect(test.status).toBe('OK');
		expect(via).toContain(new URL(known.url).host);
	});

	it('says that a certificate is not trusted, and what to do', async () => {
		const { execution, test, sentence } = await reach(unknown.url);
		expect(execution.status).toBe('error');
		expect(test.status).toBe('Error');
		for (const text of [sentence, test.message]) {
			expect(text).toMatch(/certificate/);
		}
	});

	it('refuse', async () => {
		for (const status of [407, 403, 502]) {
			proxy.refuses = status;
			for (const url of [known.url, encord.sandbox.url.replace('127.0.0.1', 'localhost')])
				await reach(url);
		}
		proxy.refuses = undefined;
	});
	it('down', async () => {
		await proxy.close();
		for (const url of [known.url, encord.sandbox.url.replace('127.0.0.1', 'localhost')])
			await reach(url);
	});
});
