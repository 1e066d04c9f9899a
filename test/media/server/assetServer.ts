/** A storage server on this machine: serves ranges, counts bytes and requests, and simulates faults of storage. */
import { type FileHandle, open } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Behavior {
	/** Ignores Range headers and sends the whole file. */
	noRange?: boolean;
	/** Milliseconds before each answer. */
	latencyMs?: number;
	/** From this request on (1 = the first), the first signed URL is refused with 403. */
	expireFrom?: number;
	/** Answers with this status from request `from` to request `to`. */
	fail?: { from: number; to?: number; status: number };
	/** The connection breaks after `bytes` body bytes of each of the first `times` requests. */
	breakAfter?: { bytes: number; times: number };
	/** After this many body bytes nothing more is sent, and the body is not ended. */
	stallAfter?: number;
	/** The body never ends. */
	endless?: boolean;
	/** From this request on the file has another size and entity tag. */
	changeFrom?: number;
	redirectTo?: string;
	/** Answers 206 with a Content-Range that starts at 0. */
	wrongRange?: boolean;
}

export interface Traffic {
	bytes: number;
	requests: number;
}

export class AssetServer {
	private readonly traffic = new Map<string, Traffic>();
	private readonly behaviors = new Map<string, Behavior>();
	private readonly links = new Map<string, number>();
	private constructor(
		private readonly folder: string,
		private readonly server: http.Server,
	) {}

	static async start(folder: string): Promise<AssetServer> {
		const server = http.createServer(
			(request, response) => void self.answer(request, response).catch(() => response.destroy()),
		);
		const self = new AssetServer(folder, server);
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve);
		});
		return self;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** A source of its own, with its own counts. `url` gives a fresh signed URL per call. */
	source(
		file: string,
		behavior: Behavior = {},
	): { url: () => Promise<string>; links: () => number; traffic: Traffic } {
		const id = String(this.traffic.size + 1);
		const traffic = { bytes: 0, requests: 0 };
		this.traffic.set(id, traffic);
		this.behaviors.set(id, behavior);
		const url = async () => {
			const link = (this.links.get(id) ?? 0) + 1;
			this.links.set(id, link);
			return `${this.origin}/${file}?source=${id}&signature=secret-${link}`;
		};
		return { url, links: () => this.links.get(id) ?? 0, traffic };
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => {
			this.server.close(resolve);
		});
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', this.origin);
		const id = url.searchParams.get('source') ?? '';
		const traffic = this.traffic.get(id);
		if (!traffic) return void response.writeHead(404).end();
		traffic.requests++;
		const behavior = this.behaviors.get(id) ?? {};
		if (behavior.latencyMs)
			await new Promise((resolve) => {
				setTimeout(resolve, behavior.latencyMs).unref();
			});
		const refused = this.refusal(
			behavior,
			traffic,
			Number(url.searchParams.get('signature')?.split('-')[1]),
			id,
		);
		if (refused) return void response.writeHead(refused).end('<Error>no</Error>');
		if (behavior.redirectTo)
			return void response.writeHead(302, { location: behavior.redirectTo }).end();
		if (behavior.endless) return this.neverEnd(response, traffic);
		const file = await open(join(this.folder, url.pathname), 'r').catch(() => undefined);
		if (!file) return void response.writeHead(404).end();
		try {
			await this.send(file, request, response, behavior, traffic);
		} finally {
			await file.close();
		}
	}

	private refusal(
		{ expireFrom, fail }: Behavior,
		{ requests }: Traffic,
		link: number,
		id: string,
	): number | undefined {
		if (
			expireFrom !== undefined &&
			requests >= expireFrom &&
			link < 2 &&
			this.links.get(id) === link
		)
			return 403;
		if (fail && requests >= fail.from && requests <= (fail.to ?? Number.POSITIVE_INFINITY))
			return fail.status;
		return undefined;
	}

	private async send(
		file: FileHandle,
		request: IncomingMessage,
		response: ServerResponse,
		behavior: Behavior,
		traffic: Traffic,
	) {
		const changed = behavior.changeFrom !== undefined && traffic.requests >= behavior.changeFrom;
		const size = (await file.stat()).size + (changed ? 1000 : 0);
		const match = behavior.noRange ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
		const from = match ? Number(match[1]) : 0;
		const to = match?.[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
		if (from >= size)
			return void response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
		response.setHeader('etag', `"${size}"`);
		response.setHeader('content-length', to - from + 1);
		if (match)
			response.writeHead(206, {
				'content-range': `bytes ${behavior.wrongRange ? 0 : from}-${to}/${size}`,
			});
		else response.writeHead(200);
		const { breakAfter, stallAfter } = behavior;
		const breaks =
			breakAfter && traffic.requests <= breakAfter.times ? breakAfter.bytes : undefined;
		const last = Math.min(to, from + (breaks ?? stallAfter ?? Number.POSITIVE_INFINITY) - 1);
		for (let position = from; position <= last && !response.destroyed; ) {
			const { buffer, bytesRead } = await file.read(
				Buffer.alloc(Math.min(64 * 1024, last - position + 1)),
				0,
				undefined,
				position,
			);
			if (!bytesRead) break;
			position += bytesRead;
			traffic.bytes += bytesRead;
			await this.write(response, buffer.subarray(0, bytesRead));
		}
		if (breaks !== undefined && last < to) response.destroy();
		else if (stallAfter === undefined || last === to) response.end();
	}

	private async write(response: ServerResponse, bytes: Buffer): Promise<void> {
		if (response.write(bytes) || response.destroyed) return;
		await new Promise<void>((resolve) => {
			const done = () => {
				response.off('drain', done).off('close', done);
				resolve();
			};
			response.on('drain', done).on('close', done);
		});
	}

	private async neverEnd(response: ServerResponse, traffic: Traffic): Promise<void> {
		response.writeHead(200, { 'content-type': 'video/mp4' });
		const bytes = Buffer.alloc(64 * 1024, 'x');
		bytes.write('\0\0\0\x18ftypisom', 0, 'latin1');
		while (!response.destroyed) {
			traffic.bytes += bytes.length;
			await this.write(response, bytes);
		}
	}
}
