import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../programs/freePort';
import type { N8nRuntime } from './runtime';
import { startProgram, type Program } from '../programs/program';

/** A running n8n. */
export interface N8nInstance {
	/** Base address of editor, REST and webhooks, without a slash at the end. */
	url: string;
	port: number;
	/** n8n's user folder; its database is in `.n8n` under it. */
	folder: string;
	logFile: string;
	program: Program;
	stop(): Promise<void>;
}

/** Turns off telemetry, update checks, surveys and banners. With these settings n8n sends no request of its own (n8n §8). */
const offlineSettings = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_AI_ASSISTANT_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	N8N_SECURE_COOKIE: 'false',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: 'localhost',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
	NO_COLOR: '1',
};

/** n8n's processes: the editor with everything else, and in queue mode those that only receive calls or only run workflows. */
export type N8nRole = 'start' | 'webhook' | 'worker';

async function isReady(url: string, role: N8nRole): Promise<boolean> {
	const get = async (path: string) =>
		await fetch(`${url}${path}`, { signal: AbortSignal.timeout(2000) });
	try {
		if (!(await get('/healthz/readiness')).ok) return false;
		if (role !== 'start') return true;
		const login = await get('/rest/login');
		// 401 means that the REST interface works and asks for a login. While n8n starts, it answers 503 or not at all.
		return login.status === 401 || login.ok;
	} catch {
		return false;
	}
}

export interface N8nStart {
	runtime: N8nRuntime;
	/** Default `start`. */
	role?: N8nRole;
	/** n8n's user folder, created when missing. */
	folder: string;
	port?: number;
	env?: Record<string, string>;
	/** Longest wait until n8n answers, default 10 minutes. The first start takes longest: it creates the database. */
	readyWithinMs?: number;
}

/** Starts n8n on the loopback address and waits until it answers: editor and REST, or the health check of the other roles. */
export async function startN8n({
	runtime,
	role = 'start',
	folder,
	port = 5678,
	env,
	readyWithinMs = 600_000,
}: N8nStart): Promise<N8nInstance> {
	await mkdir(folder, { recursive: true });
	const chosen = await freePort(port);
	const url = `http://localhost:${chosen}`;
	const logFile = join(folder, 'n8n.log');
	const inherited = Object.entries(process.env).filter(
		([name]) => !/^(N8N|npm|DB|EXECUTIONS|QUEUE|WEBHOOK|NODE)_/i.test(name),
	);
	const program = startProgram(runtime.node, [runtime.n8n, role], {
		cwd: folder,
		logFile,
		env: {
			...Object.fromEntries(inherited),
			PATH: `${dirname(runtime.node)}:${process.env.PATH ?? ''}`,
			...offlineSettings,
			// Stack traces name the lines of our TypeScript files.
			NODE_OPTIONS: '--enable-source-maps',
			N8N_USER_FOLDER: folder,
			N8N_PORT: String(chosen),
			N8N_WEBHOOK_URL: `${url}/`,
			N8N_EDITOR_BASE_URL: url,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			...(role === 'worker' && {
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(chosen),
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			}),
			...env,
		},
	});
	let ended: number | null | undefined;
	void program.exited.then((code) => (ended = code));
	const until = Date.now() + readyWithinMs;
	while (!(await isReady(url, role))) {
		if (ended !== undefined)
			throw new Error(
				`n8n ended with code ${ended} while starting (log: ${logFile}):\n${program.tail()}`,
			);
		if (Date.now() > until) {
			await program.stop();
			throw new Error(
				`n8n did not answer within ${readyWithinMs / 1000} s (log: ${logFile}):\n${program.tail()}`,
			);
		}
		await sleep(200);
	}
	return { url, port: chosen, folder, logFile, program, stop: () => program.stop() };
}
