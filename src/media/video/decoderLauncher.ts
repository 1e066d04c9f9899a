/** Starts the decoders of one video, the first one before it is certain that it will be needed. */
import { availableParallelism } from 'node:os';
import type { Deadline } from '../bytes/deadline';
import type { MediaOptions, MediaSource } from '../contract';
import { ffmpegArguments } from '../ffmpeg/arguments';
import { findFfmpeg } from '../ffmpeg/binary';
import type { DecodeJob } from '../ffmpeg/decode';
import { PixelPool } from '../ffmpeg/pixelPool';
import type { Command, FfmpegProcess } from '../ffmpeg/process';
import { commandKey, StandbyDecoder } from '../ffmpeg/standby';
import type { FrameSelection } from '../index/frameSelection';
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
/** So many pictures are not much output. */
const fewPictures = 8;
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
	private prestarted: { command: Command; process: Promise<FfmpegProcess> } | undefined;
	/** The command of the last decoder that was started for a job. From then on none is prestarted. */
	private started: Command | undefined;
	private readonly decoder: StandbyDecoder;
	private writesMuch = false;

	constructor(
		private readonly source: MediaSource,
		private readonly options: MediaOptions,
		private readonly deadline: Deadline,
	) {
		this.decoder = options.decoder ?? new StandbyDecoder();
	}

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
	prestart(picture: PictureOptions, selection: FrameSelection): void {
		const demuxer = likelyDemuxer(this.source);
		this.writesMuch = !isFew(selection);
		const begin = async () => {
			const job = await this.job(picture, false);
			await requestIsSent();
			const mayNeedAlpha = formatSpec(picture.format).alpha;
			if (!demuxer || mayNeedAlpha || this.started || this.deadline.signal.aborted) return;
			const args = ffmpegArguments({ ...job, ...remuxedInput, demuxer });
			const command = this.command(job.binary.path, args);
			this.prestarted = { command, process: this.decoder.start(command) };
			this.prestarted.process.catch(() => undefined);
		};
		begin().catch(() => undefined);
	}

	/** Kills a prestarted decoder that was not used; resolves when it has ended. Another file may be opened next. */
	async close(): Promise<void> {
		if (this.started && !this.options.signal?.aborted) this.decoder.fileClosed(this.started);
		await this.killPrestarted();
	}

	private async killPrestarted(): Promise<void> {
		const unused = this.prestarted;
		this.prestarted = undefined;
		await unused?.process.then((child) => child.kill()).catch(() => undefined);
	}

	private get isSmall(): boolean {
		const { width, height } = this.source.expected ?? {};
		return !!width && !!height && width * height <= singleThreadPixels;
	}

	private command(path: string, args: readonly string[]): Command {
		return { path, args, writesMuch: this.writesMuch };
	}

	private async start(path: string, args: string[]): Promise<FfmpegProcess> {
		const command = this.command(path, args);
		this.started = command;
		if (this.prestarted && isSame(this.prestarted.command, command)) {
			const { process } = this.prestarted;
			this.prestarted = undefined;
			return await process;
		}
		void this.killPrestarted();
		return await this.decoder.start(command);
	}
}

const isFew = (selection: FrameSelection) =>
	selection !== 'all' && 'frames' in selection && selection.frames.length <= fewPictures;

/** Lets Node send the first request. Starting a process blocks the event loop for some milliseconds. */
const requestIsSent = () =>
	new Promise((resolve) => {
		setImmediate(resolve);
	});

const isSame = (one: Command, other: Command) => commandKey(one) === commandKey(other);
