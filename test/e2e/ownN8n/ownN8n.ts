/** An n8n for one test file, with settings that the n8n of the suite must not have, and a sandbox in the test's process. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox';
import { ensureBuilt } from '../../../scripts/compile/build';
import { N8nApi, type JsonObject } from '../../../scripts/n8n/api';
import { startN8n, type N8nInstance } from '../../../scripts/n8n/instance';
import { installPackage } from '../../../scripts/n8n/packageInstall';
import { ensureN8nRuntime } from '../../../scripts/n8n/runtime';

export interface OwnN8n {
	api: N8nApi;
	n8n: N8nInstance;
	stop(): Promise<void>;
}

const owner = { email: 'owner@encord.local', password: 'Own-n8n-of-a-test-1' };

export async function startOwnN8n(env: Record<string, string> = {}): Promise<OwnN8n> {
	await ensureBuilt();
	const folder = await mkdtemp(join(tmpdir(), 'encord-own-n8n-'));
	const remove = async () => await rm(folder, { recursive: true, force: true });
	try {
		await installPackage(folder);
		const n8n = await startN8n({ runtime: await ensureN8nRuntime(), folder, port: 0, env });
		const api = new N8nApi(n8n.url);
		const stop = async () => {
			await n8n.stop();
			await remove();
		};
		await api.login(owner).catch(async (error: unknown) => {
			await stop();
			throw error;
		});
		return { api, n8n, stop };
	} catch (error) {
		await remove();
		throw error;
	}
}

export interface TestSandbox {
	sandbox: Sandbox;
	/** The values of the credential form; the address can be another that leads to the sandbox. */
	credential(apiUrl?: string): Promise<JsonObject>;
	stop(): Promise<void>;
}

export async function startTestSandbox(seed: SandboxOptions['seed']): Promise<TestSandbox> {
	const dataDir = await mkdtemp(join(tmpdir(), 'encord-own-sandbox-'));
	const sandbox = await startSandbox({ dataDir, seed });
	return {
		sandbox,
		credential: async (apiUrl = sandbox.url) => ({
			privateKey: await readFile(sandbox.keyFile, 'utf8'),
			passphrase: '',
			region: 'custom',
			apiUrl,
			appUrl: sandbox.appUrl,
		}),
		stop: async () => {
			await sandbox.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

/**
 * Watches the memory of n8n's main process.
 * @returns a function that ends the watch and gives the growth at its highest, in MB; undefined where `/proc` is missing
 */
export async function watchMemory({ program }: N8nInstance): Promise<() => number | undefined> {
	const largest = async (): Promise<number | undefined> => {
		const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
		const sizes = await Promise.all(ids.map((id) => residentMb(id, program.pid)));
		return sizes.reduce((most, size) => Math.max(most ?? 0, size ?? 0), undefined);
	};
	const before = await largest();
	let most = before ?? 0;
	const timer = setInterval(() => {
		void largest().then((now = 0) => (most = Math.max(most, now)));
	}, 50);
	return () => {
		clearInterval(timer);
		return before === undefined ? undefined : most - before;
	};
}

/** Memory of a process of the group, in MB. */
async function residentMb(id: string, group: number): Promise<number | undefined> {
	try {
		const stat = await readFile(`/proc/${id}/stat`, 'utf8');
		// After the name, which may contain anything: state, parent, group.
		if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) !== group) return undefined;
		const [, kb] = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${id}/status`, 'utf8')) ?? [];
		return kb === undefined ? undefined : Number(kb) / 1024;
	} catch {
		return undefined;
	}
}
