/** A decoder that is started while nobody waits for it: with a short file, starting ffmpeg takes longer than decoding. */
import { type Command, type FfmpegProcess, startFfmpeg } from './process';

interface Waiting {
	key: string;
	process: Promise<FfmpegProcess>;
}

/** Equal for equal commands. */
export const commandKey = ({ path, args, writesMuch = false }: Command) =>
	[path, writesMuch, ...args].join('\0');

/**
 * Starts decoders, and keeps one ready for the next file of a series. A process reads nothing before it is taken, so it can serve
 * any file that needs the same command. From the second file on, the next process is started when a file is closed. The owner of
 * the series gives one object to `openMedia` for all its files and calls `close` after the last one.
 */
export class StandbyDecoder {
	private waiting: Waiting | undefined;
	private lastKey: string | undefined;
	private closed = false;

	/** The process that waits with this command, or a new one. @throws the operating system's error */
	async start(command: Command): Promise<FfmpegProcess> {
		const { waiting } = this;
		if (waiting?.key === commandKey(command)) {
			this.waiting = undefined;
			return await waiting.process;
		}
		return await startFfmpeg(command);
	}

	/** A file of the series was read with this command and is closed. */
	fileClosed(command: Command): void {
		const key = commandKey(command);
		const isSeries = key === this.lastKey;
		this.lastKey = key;
		// Starting a process blocks the event loop for some milliseconds: what the caller does with the file comes first.
		if (isSeries) setImmediate(() => this.prepare(command, key));
	}

	/** Ends the process that waits, if there is one. */
	async close(): Promise<void> {
		this.closed = true;
		const { waiting } = this;
		this.waiting = undefined;
		await waiting?.process.then((child) => child.kill()).catch(() => undefined);
	}

	private prepare(command: Command, key: string): void {
		if (this.closed || this.waiting?.key === key) return;
		const unused = this.waiting;
		const waiting = { key, process: startFfmpeg(command) };
		this.waiting = waiting;
		const forget = () => {
			if (this.waiting === waiting) this.waiting = undefined;
		};
		waiting.process.then(({ closed }) => closed).then(forget, forget);
		void unused?.process.then((child) => child.kill()).catch(() => undefined);
	}
}

/** Does the work on a series of files and ends the decoder that waits for another one. */
export async function withStandbyDecoder<T>(
	work: (decoder: StandbyDecoder) => Promise<T>,
): Promise<T> {
	const decoder = new StandbyDecoder();
	try {
		return await work(decoder);
	} finally {
		await decoder.close();
	}
}
