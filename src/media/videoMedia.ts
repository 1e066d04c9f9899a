/** A video as media: which index is trusted, and how an ask is answered by it (frames §2, §6). */
import { type Crop, type CropOptions, cropObjects } from './crops';
import { Deadline } from './deadline';
import { Decoders } from './decoders';
import { FrameOutOfRangeError, NeedsFullDecode } from './errors';
import type {
	FramePicture,
	FramePixels,
	Media,
	MediaOptions,
	MediaSource,
	PictureOptions,
} from './frames';
import type { LabelShape } from './geometry';
import { encodePicture } from './imaging';
import type { IndexedVideo } from './indexedFrames';
import { checkAsk, type FrameAsk, framesBetween, framesOf, highestOf } from './sampling';
import type { SampleTable } from './sampleTable';
import { VideoDecoding } from './videoDecoding';
import { type FrameScan, type OpenVideo, openVideo, type VideoIndex } from './videoFile';

/** Bytes that are read of a file without a table before what is certain by then is decoded. */
const batchBytes = 24 * 1024 * 1024;
const scanStepBytes = 4 * 1024 * 1024;
/** Pictures that are encoded while the next one is decoded. */
const inFlight = 2;

/** @throws FrameOutOfRangeError when a listed frame, or the first of a range, is none of `count` frames. */
function refuseBeyond(ask: FrameAsk, count: number): void {
	const needed =
		ask === 'all' ? -1 : 'frames' in ask ? highestOf(ask) : 'range' in ask ? ask.range[0] : -1;
	if (needed >= count) throw new FrameOutOfRangeError(needed, count);
}

interface Opened {
	video: OpenVideo;
	decoding: VideoDecoding;
}

export class VideoMedia implements Media {
	readonly kind = 'video';
	private readonly deadline: Deadline;
	private readonly decoders: Decoders;
	private opened: Promise<Opened> | undefined;
	private complete: IndexedVideo | undefined;
	private distrusted = false;
	private readonly warnings: string[] = [];

	constructor(
		private readonly source: MediaSource,
		private readonly options: MediaOptions,
	) {
		this.deadline = new Deadline({
			signal: options.signal,
			idleMs: options.idleMs ?? 30_000,
			totalMs: options.totalMs ?? 600_000,
		});
		this.decoders = new Decoders(source, options, this.deadline);
	}

	async frameCount(): Promise<number> {
		this.deadline.progress();
		const { video, decoding } = await this.open();
		const indexed = await this.trusted(video, true);
		return (indexed?.table ?? (await decoding.count())).count;
	}

	async *frames(
		ask: FrameAsk,
		picture: PictureOptions = {},
	): AsyncGenerator<FramePicture, void, undefined> {
		checkAsk(ask);
		const options = { ...this.options, ...picture };
		const encode = async ({
			frame,
			time,
			warnings,
			...pixels
		}: FramePixels): Promise<FramePicture> => {
			const picture = await encodePicture(pixels, options);
			this.decoders.pool.give(pixels.data);
			return { frame, time, ...picture, ...(warnings && { warnings }) };
		};
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

	async crops(
		frame: number,
		labels: readonly LabelShape[],
		options: CropOptions = {},
	): Promise<Array<Crop | undefined>> {
		for await (const pixels of this.pixels({ frames: [frame] }))
			return await cropObjects(pixels, labels, { ...this.options, ...options });
		return [];
	}

	async close(): Promise<void> {
		this.deadline.end();
		const opened = await this.opened?.catch(() => undefined);
		await Promise.all([opened?.decoding.close(), this.decoders.close()]);
	}

	private async *handOver<T>(values: Array<T | Promise<T>>): AsyncGenerator<T, void, undefined> {
		for (const value of values) {
			const ready = await value;
			this.deadline.rest();
			yield ready;
			this.deadline.progress();
		}
	}

	private open(): Promise<Opened> {
		this.opened ??= openVideo(this.source, this.options, this.deadline).then((video) => ({
			video,
			decoding: new VideoDecoding(video, this.decoders),
		}));
		this.opened.catch(() => undefined);
		return this.opened;
	}

	private async *raw(
		ask: FrameAsk,
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		checkAsk(ask);
		this.deadline.progress();
		if (!this.opened) this.decoders.startAhead(picture);
		for await (const pixels of this.reading(await this.open(), ask, picture)) {
			yield this.warnings.length ? { ...pixels, warnings: [...this.warnings] } : pixels;
		}
	}

	private async *reading(
		{ video, decoding }: Opened,
		ask: FrameAsk,
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		const indexed = await this.trusted(video, ask !== 'all' && 'atMost' in ask);
		if (indexed) return yield* decoding.listed(indexed, framesOf(ask, indexed.table), picture);
		let from = 0;
		if (video.index.kind === 'scan' && !this.distrusted) {
			try {
				for await (const pixels of this.scanned(decoding, video.index, ask, picture)) {
					from = pixels.frame + 1;
					yield pixels;
				}
				return;
			} catch (error) {
				this.distrust(error);
			}
		}
		for await (const pixels of decoding.decoded(ask, picture))
			if (pixels.frame >= from) yield pixels;
	}

	/** The file's index once it is complete, unless Encord counts other frames: then only decoding tells who is right. */
	private async trusted(
		{ index }: OpenVideo,
		needsAll: boolean,
	): Promise<IndexedVideo | undefined> {
		if (index.kind === 'none' || this.distrusted) return undefined;
		try {
			if (index.kind === 'scan' && needsAll) await this.finish(index.scan);
			if (index.kind === 'scan' && !index.scan.finished) return undefined;
			this.complete ??=
				index.kind === 'table'
					? index
					: { source: index.scan.bytes, table: index.scan.table(), container: index.container };
		} catch (error) {
			this.distrust(error);
			return undefined;
		}
		this.compare(this.complete.table.count);
		return this.distrusted ? undefined : this.complete;
	}

	/** From now on frames are counted by decoding, if that is what the error calls for. */
	private distrust(error: unknown): void {
		if (!(error instanceof NeedsFullDecode)) throw error;
		this.distrusted = true;
	}

	private async finish(scan: FrameScan): Promise<void> {
		while (!scan.finished) {
			await scan.advance(Number.POSITIVE_INFINITY, batchBytes);
			if (!scan.finished) scan.forgetSettled();
		}
	}

	private compare(count: number): void {
		const expected = this.source.expected?.frameCount;
		if (this.distrusted || typeof expected !== 'number' || expected === count) return;
		this.distrusted = true;
		this.warnings.push(
			`Encord counts ${expected} frames, the file's own index ${count}: frames are counted by decoding the file.`,
		);
	}

	/** Frames of a file whose index comes while it is read: what is certain is decoded, then reading goes on. */
	private async *scanned(
		decoding: VideoDecoding,
		{ scan, container }: Extract<VideoIndex, { kind: 'scan' }>,
		ask: FrameAsk,
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		const highest = highestOf(ask);
		for (let from = 0, held = 0; from <= highest; ) {
			// One frame more than asked: sampling by time looks at when the next one comes.
			await scan.advance(highest + 2, scanStepBytes);
			held += scanStepBytes;
			const until = scan.finished ? scan.settled : Math.max(from, scan.settled - 1);
			let table: SampleTable | undefined;
			const known = () => (table ??= scan.table());
			const nothingHere =
				Number.isFinite(highest) && !framesBetween(ask, known, from, until).length;
			const goesOn = !scan.finished && until <= highest;
			if (goesOn && !nothingHere && held < batchBytes) continue;
			const frames = nothingHere ? [] : framesBetween(ask, known, from, until);
			if (frames.length)
				yield* decoding.listed({ source: scan.bytes, table: known(), container }, frames, picture);
			scan.forgetSettled();
			[from, held] = [until, 0];
			if (scan.finished) return refuseBeyond(ask, until);
		}
	}
}
