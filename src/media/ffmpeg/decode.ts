/** Decodes with one ffmpeg process: a container goes in through a pipe, pictures with timestamps come out (frames §6). */
import { raceAbort } from '../bytes/abort';
import type { Deadline } from '../bytes/deadline';
import type { Pixels } from '../picture/pixels';
import { type DecodeSettings, ffmpegArguments } from './arguments';
import type { ErrorLog } from './errorLog';
import { decodeError } from './failure';
import { pamPictures } from './pamPictures';
import type { PixelPool } from './pixelPool';
import type { FfmpegProcess } from './process';
import { Timestamps } from './timestamps';

export interface DecodeJob extends DecodeSettings {
	/** Starts the binary with these arguments, or returns a process that was started with them before. */
	start: (args: string[]) => Promise<FfmpegProcess>;
	/** The bytes for the pipe, or a temp file that ffmpeg reads itself. */
	input: AsyncIterable<Buffer> | { path: string };
	/** Provides the buffers for the pictures. */
	pool: PixelPool;
	deadline: Deadline;
}

export interface DecodedPicture {
	pts: number;
	pixels: Pixels;
	/** What ffmpeg had reported when it output the picture, and before. */
	log: ErrorLog;
}

/**
 * Lets Node read what ffmpeg has written to stderr by now. It is written before the picture, but on another pipe: the first turn
 * ends the current round of reading, the second one reads all pipes once more.
 */
async function logIsRead(): Promise<void> {
	for (let turn = 0; turn < 2; turn++)
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
}

/** Writes the input to the process and waits whenever its pipe is full. A process that closes its input early is no error. */
async function feed(
	input: AsyncIterable<Buffer>,
	child: FfmpegProcess,
	deadline: Deadline,
): Promise<void> {
	const { stdin } = child;
	for await (const chunk of input) {
		if (stdin.destroyed || !stdin.writable) break;
		if (stdin.write(chunk)) continue;
		await raceAbort(
			new Promise<void>((resolve) => {
				const done = () => {
					stdin.off('drain', done);
					stdin.off('close', done);
					resolve();
				};
				stdin.on('drain', done);
				stdin.on('close', done);
			}),
			deadline.signal,
		);
	}
	stdin.end();
}

/**
 * Yields the selected pictures in presentation order. Leaving the loop ends the process before the generator returns.
 * @throws MediaError `damaged`, `unsupportedFormat`, `tooLarge` or `noFfmpeg` when ffmpeg fails, and whatever the input throws.
 */
export async function* decode(job: DecodeJob): AsyncGenerator<DecodedPicture, void, undefined> {
	const { deadline } = job;
	const path = 'path' in job.input ? job.input.path : undefined;
	const child = await job.start(ffmpegArguments(job, path));
	const timestamps = new Timestamps(child);
	const stop = () => void child.kill();
	deadline.signal.addEventListener('abort', stop, { once: true });
	if (deadline.signal.aborted) stop();
	let inputError: unknown;
	const feeding =
		'path' in job.input
			? Promise.resolve(child.stdin.end()).then(() => undefined)
			: feed(job.input, child, deadline).catch((error: unknown) => {
					inputError = error;
					stop();
				});
	let ended = false;
	try {
		for await (const pixels of pamPictures(child.output, job.pool)) {
			const pts = await timestamps.next(deadline.signal);
			deadline.progress();
			await logIsRead();
			yield { pts, pixels, log: child.log };
		}
		ended = true;
	} catch (error) {
		if (!inputError && !deadline.signal.aborted) throw error;
	} finally {
		deadline.signal.removeEventListener('abort', stop);
		// A deadline that is over has killed the process, which also ends the pictures.
		if (!ended || deadline.signal.aborted) await child.kill();
	}
	if (deadline.signal.aborted) throw deadline.signal.reason;
	const code = await child.closed;
	await feeding;
	if (inputError) throw inputError;
	if (code !== 0) throw decodeError(child.log, job);
}
