/** Starts a sandbox within this process: one storage, and two servers on the loopback address. */
import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveApi } from './server/api';
import { serveEditor } from './editor/serveEditor';
import { readExchange, sendJson, type Exchange } from './calls/exchange';
import { Faults } from './control/faults';
import { ownerOf, type Host } from './server/host';
import { keyFileOf } from './state/keys';
import { lockDataDir } from './state/lock';
import { RequestLog } from './control/requestLog';
import { asRefusal } from './calls/refusal';
import { SeedBuilder, type Seed } from './seeds/builder';
import { seedNamed, type SeedName } from './seeds/seeds';
import { Store } from './state/store';
import { TeamChat } from './toy/teamChat';
import { tellOfMoves } from './webhooks/events';

export interface SandboxOptions {
	dataDir: string;
	/** One of the seeds, or one of your own with its name. */
	seed: SeedName | { name: string; build: Seed };
	/** 0 = any free one (default). */
	port?: number;
	/** Port of the Label Editor page; default: any free one. */
	appPort?: number;
	/** Results on one page of a listing, default 20. */
	pageSize?: number;
	/** How long signed media addresses work, default 7 days. */
	mediaTtlSeconds?: number;
}

export interface AnnouncedProject {
	title: string;
	projectHash: string;
	/** `folderUuid`: the folder that the dataset mirrors, or the one with its name. */
	datasets: Array<{ title: string; datasetHash: string; folderUuid: string }>;
	agentStages: Array<{
		uuid: string;
		title: string;
		pathways: Array<{ uuid: string; title: string }>;
	}>;
}

export interface Sandbox {
	url: string;
	appUrl: string;
	/** File with the private key of the seed's owner. */
	keyFile: string;
	projects: AnnouncedProject[];
	/** For tests in the same process. */
	host: Host;
	close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const SEVEN_DAYS = 7 * 24 * 3600;

function listen(server: Server, port: number): Promise<string> {
	// Longer than clients keep idle connections. Otherwise the server could close one while a client sends a request.
	server.keepAliveTimeout = 75_000;
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			reject(
				error.code === 'EADDRINUSE'
					? new Error(`Port ${port} is in use; choose another or 0 for any free one`)
					: error,
			),
		);
		server.listen(port, LOOPBACK, () =>
			resolve(`http://${LOOPBACK}:${(server.address() as AddressInfo).port}`),
		);
	});
}

function sendRefusal(response: ServerResponse, error: unknown): void {
	const { status, message } = asRefusal(error);
	sendJson({ response }, status, { message });
}

function listener(serve: (exchange: Exchange) => Promise<void>): RequestListener {
	return (request, response) => {
		readExchange(request, response)
			.then(serve)
			.catch((error: unknown) => {
				// The client has closed the connection while it was sending.
				if (response.headersSent || request.errored) response.destroy();
				else sendRefusal(response, error);
			});
	};
}

/**
 * Builds the seed in an empty storage. A seed that is only partly built, because the process was killed, is built again.
 * @throws when the storage holds another seed
 */
async function buildSeed(store: Store, seed: { name: string; build: Seed }): Promise<void> {
	const meta = store.meta.get('meta');
	if (meta?.complete) {
		if (meta.seed === seed.name) return;
		throw new Error(
			`${store.dataDir} holds data of the seed "${meta.seed}", not "${seed.name}"; choose another --data-dir or delete it`,
		);
	}
	const secretHex = meta?.secretHex ?? randomBytes(32).toString('hex');
	const taskRound = meta?.taskRound ?? 0;
	store.clear();
	store.meta.put('meta', {
		seed: seed.name,
		secretHex,
		ownerEmail: '',
		complete: false,
		taskRound,
	});
	await seed.build(new SeedBuilder(store, seed.name));
	const built = store.meta.get('meta');
	if (built) store.meta.put('meta', { ...built, complete: true });
}

function announcedDataset(store: Store, hash: string): AnnouncedProject['datasets'] {
	const dataset = store.datasets.get(hash);
	if (!dataset) return [];
	const { title, datasetHash, backingFolderUuid } = dataset;
	const named = store.folders.all().find(({ name }) => name === title);
	return [{ title, datasetHash, folderUuid: backingFolderUuid ?? named?.uuid ?? '' }];
}

function announced(store: Store): AnnouncedProject[] {
	const owner = store.meta.get('meta')?.ownerEmail ?? '';
	const seen = store.projects
		.all()
		.filter((project) => owner in project.members)
		.sort((a, b) => a.order - b.order);
	return seen.map(({ title, projectHash, datasetHashes, stages }) => ({
		title,
		projectHash,
		datasets: datasetHashes.flatMap((hash) => announcedDataset(store, hash)),
		agentStages: stages.flatMap((stage) =>
			stage.stageType === 'AGENT'
				? [
						{
							uuid: stage.uuid,
							title: stage.title,
							pathways: stage.pathways.map((pathway) => ({
								uuid: pathway.uuid,
								title: pathway.title,
							})),
						},
					]
				: [],
		),
	}));
}

/** Opens the storage of a data directory and builds the seed if needed. `rebuild` deletes everything and builds it again. */
async function openStore(dataDir: string, seed: { name: string; build: Seed }) {
	const unlock = lockDataDir(dataDir);
	const store = new Store(dataDir);
	const close = () => {
		store.close();
		unlock();
	};
	let settled = buildSeed(store, seed);
	await settled.catch((error: unknown) => {
		close();
		throw error;
	});
	let rounds = store.meta.get('meta')?.taskRound ?? 0;
	const rebuild = (newTasks = false) => {
		const meta = store.meta.get('meta');
		const taskRound = newTasks ? (rounds += 1) : 0;
		if (meta) store.meta.put('meta', { ...meta, complete: false, taskRound });
		return (settled = buildSeed(store, seed));
	};
	return { store, close, rebuild, settled: () => settled };
}

/** Starts both servers and returns how to close them. Closing also closes open connections, so it does not wait for clients. */
async function openListeners(host: Host, options: SandboxOptions): Promise<() => Promise<void>> {
	const api = createServer(listener((exchange) => serveApi(host, exchange)));
	const app = createServer(listener((exchange) => serveEditor(host, exchange)));
	const close = async () => {
		await Promise.all(
			[api, app].map(
				(server) =>
					new Promise<void>((resolve) => {
						server.close(() => resolve());
						server.closeAllConnections();
					}),
			),
		);
	};
	try {
		host.url = await listen(api, options.port ?? 0);
		host.appUrl = await listen(app, options.appPort ?? 0);
	} catch (error) {
		await close();
		throw error;
	}
	return close;
}

/** @throws when a port is taken, or the data directory is in use or belongs to another seed. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const seed = typeof options.seed === 'string' ? await seedNamed(options.seed) : options.seed;
	const { store, settled, rebuild, close: closeStore } = await openStore(options.dataDir, seed);
	const host: Host = {
		store,
		settled,
		faults: new Faults(),
		requests: new RequestLog(),
		chat: new TeamChat(),
		deliveries: new Map(),
		url: '',
		appUrl: '',
		pageSize: Math.max(options.pageSize ?? 20, 1),
		mediaTtlSeconds: options.mediaTtlSeconds ?? SEVEN_DAYS,
		reset: (newTasks) => {
			host.faults.clear();
			host.requests.clear();
			host.chat.clear();
			host.deliveries.clear();
			return rebuild(newTasks);
		},
	};
	tellOfMoves(host);
	const closeListeners = await openListeners(host, options).catch((error: unknown) => {
		closeStore();
		throw error;
	});
	return {
		url: host.url,
		appUrl: host.appUrl,
		keyFile: keyFileOf(options.dataDir, ownerOf(host)),
		projects: announced(store),
		host,
		close: async () => {
			await closeListeners();
			closeStore();
		},
	};
}
