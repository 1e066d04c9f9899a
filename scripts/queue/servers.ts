/** Redis and PostgreSQL on ports and in data folders of their own. They end with the process that starts them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installDebianPackages } from '../programs/debianPackages';
import { freePort } from '../programs/freePort';
import { runProgram, startProgram, type Program } from '../programs/program';

/** Where the programs of the two servers are. */
export interface ServerPrograms {
	redisServer: string;
	/** Folder with `postgres` and `initdb`. */
	postgresFolder: string;
	/** PostgreSQL refuses to run as root. Then this account runs it. */
	postgresUser?: { name: string; uid: number; gid: number };
}

/** The first folder that has this program: of the PATH, then of others. */
function folderWith(program: string, others: string[] = []): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(':'), ...others];
	return folders.find((folder) => folder !== '' && existsSync(join(folder, program)));
}

/** Debian has a folder for each version of PostgreSQL, and none of them is on the PATH. */
function debianPostgresFolders(): string[] {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
	return versions.sort((a, b) => b - a).map((version) => join(root, String(version), 'bin'));
}

/** The first of these accounts that this machine has. */
function accountOf(...names: string[]): ServerPrograms['postgresUser'] {
	const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
	const entries = names.map((name) => lines.find((line) => line.startsWith(`${name}:`)));
	const [name, , uid, gid] = entries.find((entry) => entry !== undefined)?.split(':') ?? [];
	return name === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

/** The two servers on this machine, or the names of what is missing. */
export function findServers(): ServerPrograms | { missing: string[] } {
	const redisFolder = folderWith('redis-server');
	const postgresFolder = folderWith('initdb', debianPostgresFolders());
	if (redisFolder === undefined || postgresFolder === undefined) {
		return {
			missing: [
				...(redisFolder === undefined ? ['redis-server'] : []),
				...(postgresFolder === undefined ? ['postgresql'] : []),
			],
		};
	}
	const isRoot = process.getuid?.() === 0;
	return {
		redisServer: join(redisFolder, 'redis-server'),
		postgresFolder,
		...(isRoot && { postgresUser: accountOf('postgres', 'nobody') }),
	};
}

/** Finds the two servers, or installs Debian's packages (this needs root and apt-get). Otherwise says what is missing. */
export async function ensureServers(): Promise<void> {
	const found = findServers();
	if ('missing' in found) await installDebianPackages(found.missing.join(', '), found.missing);
	const now = findServers();
	if ('missing' in now)
		process.stderr.write(
			`\nNO QUEUE MODE: ${now.missing.join(' and ')} missing, and not to be installed here (that needs root and apt-get). ` +
				'The tests of queue mode are SKIPPED.\n\n',
		);
}

interface ServerSetup {
	port: number;
	command: string[];
	/** Its data. */
	folder: string;
	/** Resolves when the started server answers. */
	whenReady(program: Program): Promise<void>;
	stopSignal: NodeJS.Signals;
}

/** A server that can be stopped and started again on its port with its data. */
export class Server {
	private program?: Program;

	constructor(private readonly setup: ServerSetup) {}

	get port(): number {
		return this.setup.port;
	}

	/** Id of the process that the server's processes descend from; undefined while it is not started. */
	get pid(): number | undefined {
		return this.program?.pid;
	}

	async start(): Promise<void> {
		const { command, folder, whenReady } = this.setup;
		const [program = '', ...args] = command;
		this.program = startProgram(program, args, { cwd: folder });
		await whenReady(this.program);
	}

	private async stop(): Promise<void> {
		await this.program?.stop(10_000, this.setup.stopSignal);
	}

	/** Stops and starts it. Connections end, data stays. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/** Stops it and deletes its data. */
	async end(): Promise<void> {
		await this.stop();
		await rm(this.setup.folder, { recursive: true, force: true });
	}
}

/** Sends bytes to a port and resolves with what comes back first; undefined when nothing does. */
async function answerOf(port: number, bytes: Buffer): Promise<Buffer | undefined> {
	return await new Promise((resolve) => {
		const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(bytes));
		const end = (answer?: Buffer): void => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(1000, () => end());
		socket.once('data', end);
		socket.once('error', () => end());
		socket.once('close', () => end());
	});
}

/** Waits until the server answers a question as it does when it works. */
function answers(
	port: number,
	question: Buffer,
	isReady: (answer: Buffer) => boolean,
): (program: Program) => Promise<void> {
	return async (program) => {
		const until = Date.now() + 30_000;
		for (;;) {
			const answer = await answerOf(port, question);
			if (answer !== undefined && isReady(answer)) return;
			if (Date.now() > until)
				throw new Error(`The server on port ${port} does not answer:\n${program.tail()}`);
			await sleep(50);
		}
	};
}

/** Starts Redis with the settings of deploy/compose.yaml: the queue is on the disk, too. */
export async function startRedis({ redisServer }: ServerPrograms): Promise<Server> {
	const folder = await mkdtemp(join(tmpdir(), 'encord-redis-'));
	const port = await freePort();
	const settings = Object.entries({
		port,
		bind: '127.0.0.1',
		dir: folder,
		appendonly: 'yes',
		save: '',
	}).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const server = new Server({
		port,
		command: [redisServer, ...settings],
		folder,
		whenReady: answers(port, Buffer.from('PING\r\n'), (answer) =>
			answer.toString().startsWith('+PONG'),
		),
		stopSignal: 'SIGTERM',
	});
	return await started(server);
}

/** The account of the database cluster, and its first database. There is no password. */
export const postgresLogin = { user: 'n8n', database: 'postgres' };

/** A start packet of PostgreSQL's protocol. The answer begins with R (welcome) or E (still starting). */
function startPacket(): Buffer {
	const { user, database } = postgresLogin;
	const text = `user\0${user}\0database\0${database}\0\0`;
	const packet = Buffer.alloc(8 + text.length);
	packet.writeInt32BE(packet.length, 0);
	packet.writeInt32BE(196_608, 4);
	packet.write(text, 8, 'latin1');
	return packet;
}

/** Makes a new database cluster and starts PostgreSQL on it. */
export async function startPostgres({
	postgresFolder,
	postgresUser,
}: ServerPrograms): Promise<Server> {
	const folder = await mkdtemp(join(tmpdir(), 'encord-postgres-'));
	const port = await freePort();
	const asUser = postgresUser
		? ['setpriv', `--reuid=${postgresUser.uid}`, `--regid=${postgresUser.gid}`, '--clear-groups']
		: [];
	const data = join(folder, 'data');
	const command = [
		...asUser,
		join(postgresFolder, 'postgres'),
		...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
		// The data outlives PostgreSQL, but not the machine.
		...['-c', 'fsync=off'],
	];
	const server = new Server({
		port,
		command,
		folder,
		whenReady: answers(port, startPacket(), (answer) => answer[0] === 'R'.charCodeAt(0)),
		// After SIGTERM it would wait until its clients leave.
		stopSignal: 'SIGINT',
	});
	return await started(server, async () => {
		if (postgresUser) await chown(folder, postgresUser.uid, postgresUser.gid);
		const [program = '', ...args] = [
			...asUser,
			join(postgresFolder, 'initdb'),
			...['-D', data, '-U', postgresLogin.user, '--auth=trust', '--encoding=UTF8', '--no-sync'],
		];
		await runProgram(program, args, { cwd: folder });
	});
}

/** Starts a server after its set-up. When one of the two fails, nothing of it is left. */
async function started(server: Server, setUp = async () => {}): Promise<Server> {
	try {
		await setUp();
		await server.start();
		return server;
	} catch (error) {
		await server.end();
		throw error;
	}
}
