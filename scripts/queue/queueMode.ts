/**
 * n8n in queue mode on this machine, as deploy/compose.yaml starts it: Redis, PostgreSQL, one main process, one that receives
 * webhooks, and workers. The package is in every n8n process.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from '../compile/build';
import { N8nApi, type Login } from '../n8n/api';
import { startN8n, type N8nInstance, type N8nStart } from '../n8n/instance';
import { installPackage } from '../n8n/packageInstall';
import { ensureN8nRuntime, type N8nRuntime } from '../n8n/runtime';
import { freePort } from '../programs/freePort';
import {
	postgresLogin,
	startPostgres,
	startRedis,
	type Server,
	type ServerPrograms,
} from './servers';

const owner: Login = { email: 'owner@encord.local', password: 'Queue-mode-of-a-test-1' };

/** Settings that all n8n processes share. */
function sharedSettings(redis: Server, postgres: Server): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		// How soon n8n notices a dead worker: by default after a minute or two.
		QUEUE_WORKER_LOCK_DURATION: '15000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
		// As in n8n's image. Otherwise n8n adds stack traces to its answers.
		NODE_ENV: 'production',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgresLogin.database,
		DB_POSTGRESDB_USER: postgresLogin.user,
		DB_POSTGRESDB_PASSWORD: '',
		// With n8n's defaults of 2 and 20 seconds, some of two hundred calls at once get no connection in time.
		DB_POSTGRESDB_POOL_SIZE: '10',
		DB_POSTGRESDB_CONNECTION_TIMEOUT: '60000',
		// A process that is busy with many calls answers itself late, too. By default n8n then drops all connections.
		DB_PING_TIMEOUT_MS: '60000',
	};
}

/** A process of n8n that is started again whenever it has ended, as `restart: unless-stopped` does for a container. */
export class Member {
	private starting?: Promise<N8nInstance>;
	private stopped = false;
	/** How often it was started. */
	starts = 0;

	constructor(private readonly setup: N8nStart) {}

	get url(): string {
		return `http://localhost:${this.setup.port}`;
	}

	/** Resolves when the process answers. It waits for a restart that is under way. */
	async ready(): Promise<N8nInstance> {
		return await (this.starting ??= this.keepRunning());
	}

	/** Ends it as a crash or the out-of-memory killer does, and starts it again. */
	async kill(): Promise<void> {
		const { program } = await this.ready();
		await program.kill();
		await program.exited;
	}

	async stop(): Promise<void> {
		this.stopped = true;
		const instance = await this.starting?.catch(() => undefined);
		await instance?.stop();
	}

	private async keepRunning(): Promise<N8nInstance> {
		for (let failures = 0; ; failures++) {
			this.starts++;
			try {
				const instance = await startN8n(this.setup);
				void instance.program.exited.then(() => {
					if (!this.stopped) this.starting = this.keepRunning();
					this.starting?.catch(() => undefined);
				});
				return instance;
			} catch (error) {
				if (this.stopped || failures >= 10) throw error;
				await sleep(500);
			}
		}
	}
}

export interface QueueMode {
	/** Logged in at the main process. */
	api: N8nApi;
	main: Member;
	webhook: Member;
	workers: Member[];
	redis: Server;
	postgres: Server;
	/** Ends everything and deletes its data; with `KEEP_DATA` the logs of n8n stay. */
	stop(): Promise<void>;
}

export interface QueueModeStart {
	servers: ServerPrograms;
	workers: number;
	/** Further environment variables of n8n. */
	env?: Record<string, string>;
}

/** Starts all of it. The first start of the main process creates the tables, so the others start after it. */
export async function startQueueMode({
	servers,
	workers: count,
	env,
}: QueueModeStart): Promise<QueueMode> {
	await ensureBuilt();
	const runtime = await ensureN8nRuntime();
	const folder = await mkdtemp(join(tmpdir(), 'encord-queue-'));
	const ends: Array<() => Promise<void>> = [
		async () => {
			if (!process.env.KEEP_DATA) await rm(folder, { recursive: true, force: true });
		},
	];
	const stop = async (): Promise<void> => {
		for (const end of ends.splice(0).reverse()) await end();
	};
	try {
		const packageFolder = join(folder, 'package');
		const [redis, postgres] = await Promise.all([
			startRedis(servers).then((server) => keep(ends, server)),
			startPostgres(servers).then((server) => keep(ends, server)),
			installPackage(packageFolder),
		]);
		const settings = { ...sharedSettings(redis, postgres), ...env };
		const members = await membersOf(folder, packageFolder, runtime, settings, count);
		const { main, webhook, workers } = members;
		ends.push(
			async () => await main.stop(),
			async () =>
				void (await Promise.all([webhook, ...workers].map(async (member) => await member.stop()))),
		);
		const api = new N8nApi((await main.ready()).url);
		await api.login(owner);
		await Promise.all([webhook, ...workers].map(async (member) => await member.ready()));
		return { api, ...members, redis, postgres, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The server, which is ended at the end. */
function keep(ends: Array<() => Promise<void>>, server: Server): Server {
	ends.push(async () => await server.end());
	return server;
}

async function membersOf(
	folder: string,
	packageFolder: string,
	runtime: N8nRuntime,
	settings: Record<string, string>,
	workers: number,
): Promise<Pick<QueueMode, 'main' | 'webhook' | 'workers'>> {
	const member = async (name: string, role: N8nStart['role']): Promise<Member> => {
		const own = join(folder, name);
		await mkdir(join(own, '.n8n'), { recursive: true });
		await symlink(join(packageFolder, '.n8n', 'nodes'), join(own, '.n8n', 'nodes'));
		return new Member({ runtime, role, folder: own, port: await freePort(), env: settings });
	};
	const names = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`);
	return {
		main: await member('main', 'start'),
		webhook: await member('webhook', 'webhook'),
		workers: await Promise.all(names.map(async (name) => await member(name, 'worker'))),
	};
}
