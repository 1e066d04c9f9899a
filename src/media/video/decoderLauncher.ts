/** Starts the decoders of one video, the first one before it is certain that it will be needed. */
import { availableParallelism } from 'node:os';
import type { Deadline } from '../bytes/deadline';
import type { MediaOptions, MediaSource } from '../contract';
import { ffmpegArguments } from '../ffmpeg/arguments';
import { findFfmpeg } from '../ffmpeg/binary';
import type { DecodeJob } from '../ffmpeg/decode';
import { PixelPool } from '../ffmpeg/pixelPool';
import { type FfmpegProcess, startFfmpeg } from '../ffmpeg/process';
import { remuxedInput } from '../index/remuxTimestamps';
import type { PictureOptions } from '../picture/encoding';
import { formatSpec } from '../picture/formats';

/** What all decode jobs of a video have in common. */
export type SharedJob = Pick<
	DecodeJob,
	'binary' | 'start' | 'deadline' | 'pool' | 'alpha' | 'threads' | 'maxPixels' | 'maxDimension'
>;

/** Pictures of up to this many pixels are decoded faster by one thread, because dividing the work takes as long as the work. */
const singleThreadPixels = 150_000;
const maxThreads = 4;
const defaultMaxPixels = 4096 * 2304 * 4;

/** Guesses the demuxer from the MIME type and the title, which may be wrong. */
function likelyDemuxer({ mimeType, title }: MediaSource): 'mov' | 'matroska' | undefined {
	const name = `${mimeType ?? ''} ${title ?? ''}`;
	if (/webm|matroska|\.mkv/i.test(name)) return 'matroska';
	return /mp4|quicktime|\.mov|\.m4v/i.test(name) ? 'mov' : undefined;
}

export class DecoderLauncher {
	/** Pictures are returned here once they are encoded. */
	readonly pool = new PixelPool();
	private prestarted: { command: string; process: Promise<FfmpegProcess> } | undefined;
	/** A decoder has been started for a job: from now on none is prestarted. */
	private started = false;

	constructor(
		private readonly source: MediaSource,
		private readonly options: MediaOptions,
		private readonly deadline: Deadline,
	) {}

	/** @param hasAlpha the file has an alpha channel; it is kept when the format supports it */
	async job({ maxDimension, format }: PictureOptions, hasAlpha: boolean): Promise<SharedJob> {
		const binary = await findFfmpeg(this.options.ffmpegPath);
		return {
			binary,
			start: (args) => this.start(binary.path, args),
			deadline: this.deadline,
			pool: this.pool,
			alpha: hasAlpha && formatSpec(format).alpha,
			threads: this.isSmall ? 1 : Math.min(availableParallelism(), maxThreads),
			maxPixels: this.options.limits?.maxPixels ?? defaultMaxPixels,
			...(maxDimension && { maxDimension }),
		};
	}

	/**
	 * Starts the decoder that will probably be needed while the first bytes are fetched: both take about as long. If another one is
	 * needed, this one is killed unused. A missing ffmpeg is reported later, by the job that needs it.
	 */
	prestart(picture: PictureOptions): void {
		const demuxer = likelyDemuxer(this.source);
		const begin = async () => {
			const job = await this.job(picture, false);
			await requestIsSent();
			const mayNeedAlpha = formatSpec(picture.format).alpha;
			if (!demuxer || mayNeedAlpha || this.started || this.deadline.signal.aborted) return;
			const args = ffmpegArguments({ ...job, ...remuxedInput, demuxer });
			this.prestarted = {
				command: commandOf(job.binary.path, args),
				process: startFfmpeg(job.binary.path, args),
			};
			this.prestarted.process.catch(() => undefined);
		};
		begin().catch(() => undefined);
	}

	/** Kills a prestarted decoder that was not used; resolves when it has ended. */
	async close(): Promise<void> {
		const unused = this.prestarted;
		this.prestarted = undefined;
		await unused?.process.then((child) => child.kill()).catch(() => undefined);
	}

	private get isSmall(): boolean {
		const { width, height } = this.source.expected ?? {};
		return !!width && !!height && width * height <= singleThreadPixels;
	}

	private async start(path: string, args: string[]): Promise<FfmpegProcess> {
		this.started = true;
		if (this.prestarted?.command === commandOf(path, args)) {
			const { process } = this.prestarted;
			this.prestarted = undefined;
			return await process;
		}
		void this.close();
		return await startFfmpeg(path, args);
	}
}

/** Lets Node send the first request. Starting a process blocks the event loop for some milliseconds. */
const requestIsSent = () =>
	new Promise((resolve) => {
		setImmediate(resolve);
	});

const commandOf = (path: string, args: readonly string[]) => [path, ...args].join('\0');
