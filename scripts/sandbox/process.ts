import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { cloneFolder, inClone } from '../clone';
import { freePort } from '../programs/freePort';
import { startProgram, type Program } from '../programs/program';
import { steadyFetch } from '../programs/steadyFetch';

/** The line `npm run sandbox` prints when it is ready. */
export interface SandboxReady {
	/** API address. */
	url: string;
	/** Address of the Label Editor page; its origin is what browsers send. */
	appUrl: string;
	/** File with the private key of the demo service account. */
	keyFile: string;
	projects: Array<{
		title: string;
		projectHash: string;
		/** `folderUuid`: the folder with the name of the dataset. */
		datasets: Array<{ title: string; datasetHash: string; folderUuid: string }>;
		agentStages: Array<{
			uuid: string;
			title: string;
			pathways: Array<{ uuid: string; title: string }>;
		}>;
	}>;
}

/** A running sandbox, started by this process or by another. */
export interface Sandbox extends SandboxReady {
	/** Sends a request to the controls of the sandbox, below `/_sandbox/`. */
	control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

export interface SandboxProcess extends Sandbox {
	program: Program;
}

export interface SandboxStart {
	dataFolder: string;
	seed: 'demo' | 'conformance' | 'empty' | `tasks:${number}`;
	/** Preferred port of the API; the Label Editor gets the next one. When one is in use, a free one is taken instead. */
	port?: number;
}

/** Starts the sandbox and waits until it prints that it is ready. On the first start it makes its pictures and videos. */
export async function startSandbox({
	dataFolder,
	seed,
	port = 0,
}: SandboxStart): Promise<SandboxProcess> {
	await mkdir(dataFolder, { recursive: true });
	const tsx = createRequire(__filename).resolve('tsx');
	const ports = [
		'--port',
		String(await freePort(port)),
		'--app-port',
		String(await freePort(port && port + 1)),
	];
	const options = [...ports, '--seed', seed, '--data-dir', dataFolder];
	const program = startProgram(
		process.execPath,
		['--import', tsx, inClone('sandbox', 'main.ts'), ...options],
		{
			cwd: cloneFolder,
			logFile: join(dataFolder, 'sandbox.log'),
		},
	);
	const ready = await program.firstLine((line) =>
		line.startsWith('{') ? (JSON.parse(line) as SandboxReady) : undefined,
	);
	return { ...joinSandbox(ready), program };
}

/** Connects to a sandbox that is already running. */
export function joinSandbox(ready: SandboxReady): Sandbox {
	return {
		...ready,
		async control(method, path, body) {
			const response = await steadyFetch(
				`${ready.url}/_sandbox/${path}`,
				{
					method,
					headers: { 'content-type': 'application/json' },
					...(body === undefined ? {} : { body: JSON.stringify(body) }),
				},
				{ who: 'The sandbox', repeatable: method === 'GET', timeoutMs: 300_000 },
			);
			const text = await response.text();
			if (!response.ok)
				throw new Error(
					`The sandbox answered ${method} /_sandbox/${path} with ${response.status}: ${text}`,
				);
			return (text === '' ? undefined : JSON.parse(text)) as never;
		},
	};
}
