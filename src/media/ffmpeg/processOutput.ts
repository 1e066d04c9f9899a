/**
 * Reads what a process writes to stdout into buffers of the reader. From a pipe Node would make a buffer for each 64 KiB: the pictures
 * of a minute of 1080p are 11 GB, and the garbage collector stopped n8n for a third of the time. Node can read into a given
 * buffer from sockets only, so stdout is one end of a connected pair where much is written.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type OnReadOpts, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface ByteSink {
	/** Where the next bytes belong; never empty. */
	space(): Buffer;
	/** So many bytes have been written to the start of `space()`. Returns whether to go on reading. */
	filled(bytes: number): boolean;
	/** No more bytes will come. */
	ended(): void;
}

/** The ends of a connection: what is written to one arrives at the other by `onread`. Nobody else can connect. */
async function connectedPair(onread: OnReadOpts): Promise<{ reader: Socket; writer: Socket }> {
	const folder = await mkdtemp(join(tmpdir(), `encord-media-${process.pid}-`));
	const server = createServer({ pauseOnConnect: true });
	let reader: Socket | undefined;
	try {
		const path = join(folder, 'output');
		const writer = await new Promise<Socket>((resolve, reject) => {
			server.once('error', reject).once('connection', resolve);
			server.listen(path, () => {
				reader = connect({ path, onread });
				reader.once('error', reject);
			});
		});
		return { reader: reader!, writer };
	} catch (error) {
		reader?.destroy();
		throw error;
	} finally {
		server.close();
		await rm(folder, { recursive: true, force: true });
	}
}

export class ProcessOutput {
	private sink: ByteSink | undefined;
	/** Takes the bytes that come before there is a sink. */
	private readonly spare = Buffer.allocUnsafe(4096);
	private early: Buffer = Buffer.alloc(0);
	private pair: { reader: Socket; writer: Socket } | undefined;
	private stream: Readable | undefined;
	/** Resolves when all bytes are read, or reading was given up. */
	readonly closed: Promise<void>;
	private close!: () => void;

	private constructor() {
		this.closed = new Promise((resolve) => (this.close = resolve));
	}

	/**
	 * @param writesMuch whether a connected pair is worth the millisecond that making it takes. Where there are no such sockets, stdout
	 * is a pipe all the same.
	 */
	static async open(writesMuch: boolean): Promise<ProcessOutput> {
		const output = new ProcessOutput();
		if (writesMuch && process.platform !== 'win32')
			output.pair = await connectedPair({
				buffer: () => output.sink?.space() ?? output.spare,
				callback: (bytes, buffer) => output.received(bytes, buffer),
			}).catch(() => undefined);
		return output;
	}

	/** What becomes stdout of the process. */
	get stdio(): Socket | 'pipe' {
		return this.pair?.writer ?? 'pipe';
	}

	/** The process has been started with `stdio`. @param stdout its stdout, when that is a pipe */
	started(stdout: Readable | null): void {
		// The process has its own copy of this end. Only when both are closed does the other end see the end.
		this.pair?.writer.destroy();
		this.stream = this.pair?.reader ?? stdout ?? undefined;
		if (!this.pair)
			this.stream?.on('data', (chunk: Buffer) => {
				if (!this.take(chunk)) this.stream?.pause();
			});
		// A process that is killed may reset the connection, which ends it like any other end.
		this.stream?.on('error', () => undefined);
		this.stream?.once('close', () => this.close());
	}

	/** All bytes go to this sink from now on. */
	readInto(sink: ByteSink): void {
		this.sink = sink;
		const { early } = this;
		this.early = Buffer.alloc(0);
		if (this.take(early)) this.resume();
		void this.closed.then(() => sink.ended());
	}

	/** Goes on reading after `filled` has returned false. */
	resume(): void {
		this.stream?.resume();
	}

	/** The whole output. */
	async text(): Promise<string> {
		const parts: Buffer[] = [];
		const space = Buffer.allocUnsafe(4096);
		this.readInto({
			space: () => space,
			filled: (bytes) => parts.push(Buffer.from(space.subarray(0, bytes))) > 0,
			ended: () => undefined,
		});
		await this.closed;
		return Buffer.concat(parts).toString();
	}

	/** Gives up reading. */
	destroy(): void {
		this.pair?.writer.destroy();
		this.pair?.reader.destroy();
		this.stream?.destroy();
		this.close();
	}

	/** @param buffer what `space` gave, or the spare one */
	private received(bytes: number, buffer: Uint8Array): boolean {
		if (this.sink && buffer !== this.spare) return this.sink.filled(bytes);
		return this.take(this.spare.subarray(0, bytes));
	}

	/** Copies bytes that were read to another place. Returns whether to go on reading. */
	private take(bytes: Buffer): boolean {
		if (!this.sink) {
			this.early = Buffer.concat([this.early, bytes]);
			return false;
		}
		let goOn = true;
		for (let rest = bytes; rest.length > 0; ) {
			const copied = rest.copy(this.sink.space());
			goOn = this.sink.filled(copied);
			rest = rest.subarray(copied);
		}
		return goOn;
	}
}
