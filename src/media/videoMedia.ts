/** A video as media: the ways of reading it, from the quickest that is exact to the slowest that always is (MEDIA §6). */
import type { ByteSource } from './byteSource';
import { Deadline } from './deadline';
import { FrameOutOfRangeError, MediaError } from './errors';
import { findFfmpeg } from './ffmpegBinary';
import type { FramePicture, FramePixels, Media, MediaOptions, MediaSource, PictureOptions } from './frames';
import { encodePicture } from './imaging';
import { isLinearAsk, type LinearJob, linearFrames, linearTable } from './linear';
import { openRanges } from './rangeReader';
import { checkAsk, type FrameAsk, type FrameTable, framesOf } from './sampling';
import { type VideoContainer, videoContainerOf } from './sniff';
import { TempFile } from './tempFile';

const defaults = { maxBytes: 64 * 2 ** 30, maxRequests: 20_000, maxPixels: 4096 * 2304 * 4, maxTempBytes: 4 * 2 ** 30 };

interface OpenVideo {
	source: ByteSource;
	head: Buffer;
	container: VideoContainer;
	stored?: TempFile;
}

export class VideoMedia implements Media {
	readonly kind = 'video';
	private readonly deadline: Deadline;
	private opened: Promise<OpenVideo> | undefined;
	private table: Promise<FrameTable> | undefined;

	constructor(private readonly source: MediaSource, private readonly options: MediaOptions) {
		this.deadline = new Deadline({ signal: options.signal, idleMs: options.idleMs ?? 30_000, totalMs: options.totalMs ?? 600_000 });
	}

	async frameCount(): Promise<number> {
		return (await this.frameTable()).count;
	}

	async *frames(ask: FrameAsk, picture: PictureOptions = {}): AsyncGenerator<FramePicture, void, undefined> {
		const options = { ...this.options, ...picture };
		for await (const { frame, time, ...pixels } of this.raw(ask, options)) {
			const encoded = await encodePicture(pixels, options);
			yield* this.pausing({ frame, time, ...encoded });
		}
	}

	async *pixels(ask: FrameAsk): AsyncGenerator<FramePixels, void, undefined> {
		for await (const pixels of this.raw(ask, {})) yield* this.pausing(pixels);
	}

	async close(): Promise<void> {
		this.deadline.end();
		const opened = await this.opened?.catch(() => undefined);
		await opened?.stored?.remove();
	}

	private *pausing<T>(value: T): Generator<T, void, undefined> {
		this.deadline.rest();
		yield value;
		this.deadline.progress();
	}

	private open(): Promise<OpenVideo> {
		this.opened ??= this.openOnce();
		this.opened.catch(() => undefined);
		return this.opened;
	}

	private async openOnce(): Promise<OpenVideo> {
		const { limits = {}, send, allowHttp } = this.options;
		const opened = await openRanges({
			send, allowHttp, url: this.source.url, deadline: this.deadline,
			maxBytes: limits.maxBytes ?? defaults.maxBytes, maxRequests: limits.maxRequests ?? defaults.maxRequests,
		});
		if (opened.ranges) return { source: opened.reader, head: opened.head, container: videoContainerOf(opened.head) };
		const stored = await TempFile.store(opened.body, limits.maxTempBytes ?? defaults.maxTempBytes);
		try {
			if (opened.size !== undefined && stored.size < opened.size) {
				throw new MediaError('network', 'The connection broke before the whole file had come. Try again later.');
			}
			const head = await stored.read(0, Math.min(64 * 1024, stored.size));
			return { source: stored, head, stored, container: videoContainerOf(head) };
		} catch (error) {
			await stored.remove();
			throw error;
		}
	}

	private async *raw(ask: FrameAsk, picture: PictureOptions): AsyncGenerator<FramePixels, void, undefined> {
		checkAsk(ask);
		this.deadline.progress();
		const job = await this.linearJob(picture);
		const answerable = isLinearAsk(ask) ? ask : { frames: framesOf(ask, await this.frameTable()) };
		const listed = answerable !== 'all' && 'frames' in answerable ? [...answerable.frames].sort((a, b) => a - b) : undefined;
		let next = 0;
		for await (const frame of linearFrames(job, answerable)) {
			if (!listed) yield frame;
			else for (; listed[next] === frame.frame; next++) yield frame;
		}
		const missing = listed?.[next];
		if (missing !== undefined) throw new FrameOutOfRangeError(missing, await this.frameCount());
	}

	private frameTable(): Promise<FrameTable> {
		this.table ??= this.linearJob({}).then(linearTable);
		this.table.catch(() => undefined);
		return this.table;
	}

	private async linearJob(picture: PictureOptions): Promise<LinearJob> {
		const { container, source } = await this.open();
		const demuxer = container === 'mp4' ? 'mov' : container;
		return {
			binary: await findFfmpeg(this.options.ffmpegPath),
			demuxer, input: source.stream(0), deadline: this.deadline,
			maxPixels: this.options.limits?.maxPixels ?? defaults.maxPixels,
			...(picture.maxDimension && { maxDimension: picture.maxDimension }),
		};
	}
}
