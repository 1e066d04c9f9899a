/** The decoders of one asset: what they share, and one that is started before it is certain that it will be needed. */
import { availableParallelism } from 'node:os';
import type { Deadline } from '../bytes/deadline';
import { argumentsOf, type DecodeJob } from './decoder';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg';
import { findFfmpeg } from './ffmpegBinary';
import type { MediaOptions, MediaSource, PictureFormat, PictureOptions } from '../contract';
import { indexedInput } from '../index/marks';
import { PixelPool } from './pixelPool';

/** What every decoding of an asset has in common. */
export type SharedJob = Pick<
	DecodeJob,
	'binary' | 'start' | 'deadline' | 'pool' | 'alpha' | 'threads' | 'maxPixels' | 'maxDimension'
>;

/** Up to this many pixels a picture is decoded sooner by one thread: to share the work takes as long as the work. */
const smallPicture = 150_000;
const defaultMaxPixels = 4096 * 2304 * 4;

export const showsAlpha = (format: PictureFormat | undefined) =>
	format === 'png' || format === 'webp';

/** The container that a file has by its name, which may be wrong. */
function likelyDemuxer({ mimeType, title }: MediaSource): 'mov' | 'matroska' | undefined {
	const name = `${mimeType ?? ''} ${title ?? ''}`;
	if (/webm|matroska|\.mkv/i.test(name)) return 'matroska';
	return /mp4|quicktime|\.mov|\.m4v/i.test(name) ? 'mov' : undefined;
}

export class Decoders {
	/** Pictures whose pixels nobody needs any more are given back here. */
	readonly pool = new PixelPool();
	private ahead: { command: string; process: Promise<FfmpegProcess> } | undefined;
	/** A decoder was asked for: it is too late to start one ahead. */
	private wanted = false;

	constructor(
		private readonly source: MediaSource,
		private readonly options: MediaOptions,
		private readonly deadline: Deadline,
	) {}

	/** `alpha`: the file has transparency, to be kept if the format can show it. */
	async job({ maxDimension, format }: PictureOptions, alpha: boolean): Promise<SharedJob> {
		const binary = await findFfmpeg(this.options.ffmpegPath);
		return {
			binary,
			start: (args) => this.take(binary.path, args),
			deadline: this.deadline,
			pool: this.pool,
			alpha: alpha && showsAlpha(format),
			threads: this.small ? 1 : Math.min(availableParallelism(), 4),
			maxPixels: this.options.limits?.maxPixels ?? defaultMaxPixels,
			...(maxDimension && { maxDimension }),
		};
	}

	/**
	 * Starts the decoder that an ask will probably need, while the first bytes are still on their way: that takes about as
	 * long. One that proves to be the wrong one ends unused. A missing ffmpeg is no error yet.
	 */
	startAhead(picture: PictureOptions): void {
		const demuxer = likelyDemuxer(this.source);
		const begin = async () => {
			const job = await this.job(picture, false);
			await requestIsSent();
			if (!demuxer || showsAlpha(picture.format) || this.wanted || this.deadline.signal.aborted)
				return;
			const args = argumentsOf({ ...job, ...indexedInput, demuxer, piped: true });
			this.ahead = {
				command: commandOf(job.binary.path, args),
				process: startFfmpeg(job.binary.path, args),
			};
			this.ahead.process.catch(() => undefined);
		};
		begin().catch(() => undefined);
	}

	/** Resolves when the decoder that was not needed is gone. */
	async close(): Promise<void> {
		const unused = this.ahead;
		this.ahead = undefined;
		await unused?.process.then((child) => child.kill()).catch(() => undefined);
	}

	private get small(): boolean {
		const { width, height } = this.source.expected ?? {};
		return !!width && !!height && width * height <= smallPicture;
	}

	private async take(path: string, args: string[]): Promise<FfmpegProcess> {
		this.wanted = true;
		if (this.ahead?.command === commandOf(path, args)) {
			const { process } = this.ahead;
			this.ahead = undefined;
			return await process;
		}
		void this.close();
		return await startFfmpeg(path, args);
	}
}

/** Starting a process stops everything else here for some milliseconds: what is being sent goes out before. */
const requestIsSent = () =>
	new Promise((resolve) => {
		setImmediate(resolve);
	});

const commandOf = (path: string, args: readonly string[]) => [path, ...args].join('\0');
