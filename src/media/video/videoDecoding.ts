/** The ways of decoding a video, from the quickest that is exact to the slowest that always is (frames §6). */
import { type Decoders, type SharedJob, showsAlpha } from '../ffmpeg/decoders';
import { FrameMissingError, FrameOutOfRangeError, MediaError } from '../errors';
import type { FramePixels, PictureOptions } from '../contract';
import { countReadable, cutOff, type IndexedVideo, indexedFrames } from './indexedFrames';
import { isLinearAsk, type LinearJob, linearFrames, linearTable } from './linearFrames';
import type { Caution } from '../index/plan';
import { type FrameAsk, type FrameTable, framesOf } from '../index/sampling';
import type { OpenVideo } from './videoFile';

type Way = (frames: readonly number[]) => AsyncGenerator<FramePixels, void, undefined>;

export class VideoDecoding {
	private decodedTable: Promise<FrameTable> | undefined;
	/** Decoders that have given all they were asked for and are being ended. */
	private readonly ending: Array<Promise<unknown>> = [];

	constructor(
		private readonly video: OpenVideo,
		private readonly decoders: Decoders,
	) {}

	/** Resolves when no decoder runs any more; the deadline has ended them. */
	async close(): Promise<void> {
		await Promise.allSettled(this.ending);
		await this.video.close();
	}

	/** By decoding the file from its beginning; most asks are answered meanwhile, without knowing its frames before. */
	async *decoded(
		ask: FrameAsk,
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		if (ask !== 'all' && 'frames' in ask) {
			const sorted = [...ask.frames].sort((a, b) => a - b);
			return yield* this.listed(undefined, sorted, picture);
		}
		if (!isLinearAsk(ask))
			return yield* this.listed(undefined, framesOf(ask, await this.count()), picture);
		let any = false;
		for await (const pixels of linearFrames(await this.linearJob(picture), ask)) {
			any = true;
			yield pixels;
		}
		if (!any && ask !== 'all' && 'range' in ask)
			throw new FrameOutOfRangeError(ask.range[0], (await this.count()).count);
	}

	/** Frames in ascending order; what one way of reading does not show is asked of the next. */
	async *listed(
		indexed: IndexedVideo | undefined,
		frames: readonly number[],
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		let next = 0;
		let failure: unknown;
		for (const way of frames.length ? this.ways(indexed, picture) : []) {
			const pictures = way([...new Set(frames.slice(next))]);
			try {
				for (let step = await pictures.next(); !step.done; step = await pictures.next()) {
					const pixels = step.value;
					// A frame was passed over: this way has lost it.
					if (pixels.frame !== frames[next]) break;
					while (frames[next] === pixels.frame) {
						// The last one is handed over at once; its decoder is gone before `close` returns.
						if (++next === frames.length) this.ending.push(pictures.return());
						yield pixels;
					}
					if (next === frames.length) return;
				}
			} catch (error) {
				if (!(error instanceof MediaError) || error.code !== 'damaged') throw error;
				failure = error;
			} finally {
				if (next < frames.length) await pictures.return();
			}
		}
		if (!frames.length) return;
		if (next === 0 && failure) throw failure;
		const lost = frames[next] ?? 0;
		const { count } = indexed ? indexed.table : await this.count();
		if (lost >= count) throw new FrameOutOfRangeError(lost, count);
		throw new FrameMissingError(
			lost,
			'the decoder shows no picture for it, because the file is damaged there',
		);
	}

	private *ways(indexed: IndexedVideo | undefined, picture: PictureOptions): Generator<Way> {
		const quick = (caution: Caution): Way =>
			async function* (this: VideoDecoding, frames: readonly number[]) {
				if (!indexed) return;
				const readable = countReadable(indexed, frames);
				yield* indexedFrames(indexed, await this.job(picture), frames.slice(0, readable), caution);
				const missing = frames[readable];
				if (missing !== undefined) throw cutOff(indexed, missing);
			}.bind(this);
		if (indexed && !this.beside(picture))
			yield* (['usual', 'oneKeyEarlier', 'fromFirst'] as const).map(quick);
		yield async function* (this: VideoDecoding, frames: readonly number[]) {
			yield* linearFrames(await this.linearJob(picture), { frames });
		}.bind(this);
	}

	/** Number and time of each frame, by decoding all of them; done once. */
	count(): Promise<FrameTable> {
		this.decodedTable ??= this.linearJob({}).then(linearTable);
		this.decodedTable.catch(() => undefined);
		return this.decodedTable;
	}

	/** The decoder for transparency that lies beside the packets, if the asked format can show it. */
	private beside({ format }: PictureOptions): string | undefined {
		const { transparency } = this.video;
		return typeof transparency === 'object' && showsAlpha(format)
			? transparency.decoder
			: undefined;
	}

	private job(picture: PictureOptions): Promise<SharedJob> {
		return this.decoders.job(picture, this.video.transparency !== 'none');
	}

	private async linearJob(picture: PictureOptions): Promise<LinearJob> {
		const decoder = this.beside(picture);
		return {
			...(await this.job(picture)),
			...(await this.video.linearInput()),
			...(decoder && { inputOptions: ['-c:v', decoder] }),
		};
	}
}
