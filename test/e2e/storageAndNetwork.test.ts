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

	it(`passes ${FILE_MB} MB on to the next node`, async () => {
		const grown = await watchMemory(own.n8n);
		const execution = await run(own, [download('large.txt'), hash]);
		const megabytes = grown();
		expect(execution.status).toBe('success');
		expect(firstItem(execution, 'Hash')?.json.sha256).toBe(sha256(large));
		// In files, n8n never holds the whole (52 MB were seen); for the database it makes copies of it (450 MB).
		expect(megabytes ?? 0).toBeLessThan(mode === 'filesystem' ? FILE_MB : 8 * FILE_MB);
	});

	if (mode === 'filesystem') return;

	const local = () => encord.sandbox.url.replace('127.0.0.1', 'localhost');

	/** Reads the project by this address. */
	async function readProject(apiUrl: string): Promise<Execution> {
		const parameters = { resource: 'project', operation: 'get', project: byId(project) };
		return await run(own, [encordNode('Get', parameters, await credentialFor(own, apiUrl))]);
	}
	const sentenceOf = ({ status, error }: Execution) =>
		`${status}: ${error?.message} ${error?.description}`;
	const testOf = async (apiUrl: string) => {
		const test = await own.api.testCredential('x', 'encordApi', await encord.credential(apiUrl));
		return `${test.status}: ${test.message}`;
	};

	it('reaches Encord through the proxy, with a certificate that n8n was told to trust', async () => {
		for (const url of [local(), known.url]) {
			proxy.targets = [];
			expect((await readProject(url)).status).toBe('success');
			expect(await testOf(url)).toMatch(/^OK: .*1 project/);
			expect(proxy.targets).toEqual([new URL(url).host, new URL(url).host]);
		}
	});

	it('says that a certificate is not trusted, and what to do', async () => {
		const says =
			/^error: Encord cannot be reached at unknown\.encord\.test.* certificate is self-signed .*NODE_EXTRA_CA_CERTS/i;
		expect(sentenceOf(await readProject(unknown.url))).toMatch(says);
		expect(await testOf(unknown.url)).toMatch(says);
	});

	it('says that the proxy asks for a login, and what to do', async () => {
		proxy.refuses = 407;
		const says = /^error: The proxy between n8n and Encord asks for a login .*HTTPS_PROXY/i;
		for (const url of [local(), known.url]) {
			expect(sentenceOf(await readProject(url))).toMatch(says);
			expect(await testOf(url)).toMatch(says);
		}
		proxy.refuses = undefined;
	});

	it('says that the proxy does not answer', async () => {
		await proxy.close();
		expect(sentenceOf(await readProject(known.url))).toContain(`proxy ${new URL(proxy.url).host}`);
	});
});
