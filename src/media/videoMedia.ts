/** A video as media: the ways of reading it, from the quickest that is exact to the slowest that always is (MEDIA §6). */
import { Deadline } from './deadline';
import { FrameMissingError, FrameOutOfRangeError, MediaError } from './errors';
import { findFfmpeg } from './ffmpegBinary';
import type { FramePicture, FramePixels, Media, MediaOptions, MediaSource, PictureOptions } from './frames';
import { encodePicture } from './imaging';
import { firstMissing, indexedFrames, missing } from './indexedFrames';
import { isLinearAsk, type LinearJob, linearFrames, linearTable } from './linear';
import type { Caution } from './plan';
import { checkAsk, type FrameAsk, type FrameTable, framesOf } from './sampling';
import { type OpenVideo, openVideo } from './videoFile';

const defaultMaxPixels = 4096 * 2304 * 4;
/** Pictures that are encoded while the next one is decoded. */
const inFlight = 2;

export class VideoMedia implements Media {
	readonly kind = 'video';
	private readonly deadline: Deadline;
	private opened: Promise<OpenVideo> | undefined;
	private decodedTable: Promise<FrameTable> | undefined;

	constructor(private readonly source: MediaSource, private readonly options: MediaOptions) {
		this.deadline = new Deadline({ signal: options.signal, idleMs: options.idleMs ?? 30_000, totalMs: options.totalMs ?? 600_000 });
	}

	async frameCount(): Promise<number> {
		return (await this.frameTable(await this.open())).count;
	}

	async *frames(ask: FrameAsk, picture: PictureOptions = {}): AsyncGenerator<FramePicture, void, undefined> {
		const options = { ...this.options, ...picture };
		const encode = async ({ frame, time, warnings, ...pixels }: FramePixels): Promise<FramePicture> =>
			({ frame, time, ...await encodePicture(pixels, options), ...(warnings && { warnings }) });
		const waiting: Array<Promise<FramePicture>> = [];
		for await (const pixels of this.raw(ask, options)) {
			const encoded = encode(pixels);
			encoded.catch(() => undefined);
			waiting.push(encoded);
			if (waiting.length >= inFlight) yield* this.handOver(waiting.splice(0, 1));
		}
		yield* this.handOver(waiting);
	}

	async *pixels(ask: FrameAsk): AsyncGenerator<FramePixels, void, undefined> {
		for await (const pixels of this.raw(ask, {})) yield* this.handOver([pixels]);
	}

	async close(): Promise<void> {
		this.deadline.end();
		const opened = await this.opened?.catch(() => undefined);
		await opened?.close();
	}

	private async *handOver<T>(values: Array<T | Promise<T>>): AsyncGenerator<T, void, undefined> {
		for (const value of values) {
			const ready = await value;
			this.deadline.rest();
			yield ready;
			this.deadline.progress();
		}
	}

	private open(): Promise<OpenVideo> {
		this.opened ??= openVideo(this.source, this.options, this.deadline);
		this.opened.catch(() => undefined);
		return this.opened;
	}

	private async *raw(ask: FrameAsk, picture: PictureOptions): AsyncGenerator<FramePixels, void, undefined> {
		checkAsk(ask);
		this.deadline.progress();
		const video = await this.open();
		const { warnings } = video;
		const frames = video.indexed || !isLinearAsk(ask) ? framesOf(ask, await this.frameTable(video)) : undefined;
		const pictures = frames ? this.listed(video, frames, picture) : this.unlisted(video, ask, picture);
		for await (const pixels of pictures) yield warnings.length ? { ...pixels, warnings } : pixels;
	}

	/** Asks that are answered while the file is decoded, without knowing its frames before. */
	private async *unlisted(video: OpenVideo, ask: FrameAsk, picture: PictureOptions): AsyncGenerator<FramePixels, void, undefined> {
		if (ask !== 'all' && 'frames' in ask) return yield* this.listed(video, [...ask.frames].sort((a, b) => a - b), picture);
		let any = false;
		for await (const pixels of linearFrames(await this.linearJob(video, picture), ask)) {
			any = true;
			yield pixels;
		}
		if (!any && ask !== 'all' && 'range' in ask) throw new FrameOutOfRangeError(ask.range[0], await this.frameCount());
	}

	/** Frames in ascending order; what one way of reading does not show is asked of the next. */
	private async *listed(video: OpenVideo, frames: readonly number[], picture: PictureOptions): AsyncGenerator<FramePixels, void, undefined> {
		let next = 0;
		for (const way of this.ways(video, picture)) {
			const rest = [...new Set(frames.slice(next))];
			try {
				for await (const pixels of way(rest)) {
					// A frame was passed over: this way has lost it.
					if (pixels.frame !== frames[next]) break;
					for (; frames[next] === pixels.frame; next++) yield pixels;
				}
			} catch (error) {
				if (!(error instanceof MediaError) || error.code !== 'damaged') throw error;
			}
			if (next === frames.length) return;
		}
		const lost = frames[next] ?? 0;
		const { count } = await this.frameTable(video);
		if (lost >= count) throw new FrameOutOfRangeError(lost, count);
		throw new FrameMissingError(lost, 'the decoder shows no picture for it, because the file is damaged there');
	}

	private *ways(video: OpenVideo, picture: PictureOptions): Generator<(frames: readonly number[]) => AsyncGenerator<FramePixels, void, undefined>> {
		const { indexed } = video;
		const quick = (caution: Caution) => async function* (this: VideoMedia, frames: readonly number[]) {
			if (!indexed) return;
			const readable = firstMissing(indexed, frames);
			yield* indexedFrames(indexed, await this.job(video, picture), frames.slice(0, readable), caution);
			const cut = frames[readable];
			if (cut !== undefined) throw missing(indexed, cut);
		}.bind(this);
		if (indexed) yield* (['usual', 'oneKeyEarlier', 'fromFirst'] as const).map(quick);
		yield async function* (this: VideoMedia, frames: readonly number[]) {
			yield* linearFrames(await this.linearJob(video, picture), { frames });
		}.bind(this);
	}

	private async frameTable(video: OpenVideo): Promise<FrameTable> {
		if (video.indexed) return video.indexed.table;
		this.decodedTable ??= this.linearJob(video, {}).then(linearTable);
		this.decodedTable.catch(() => undefined);
		return await this.decodedTable;
	}

	private async job(video: OpenVideo, { maxDimension, format }: PictureOptions) {
		const alpha = (format === 'png' || format === 'webp') && (video.indexed?.table.track.alpha ?? false);
		return {
			binary: await findFfmpeg(this.options.ffmpegPath), deadline: this.deadline, alpha,
			maxPixels: this.options.limits?.maxPixels ?? defaultMaxPixels,
			...(maxDimension && { maxDimension }),
		};
	}

	private async linearJob(video: OpenVideo, picture: PictureOptions): Promise<LinearJob> {
		return { ...await this.job(video, picture), ...await video.linearInput() };
	}
}
