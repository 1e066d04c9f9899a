/** A video as media: the ways of reading it, from the quickest that is exact to the slowest that always is (MEDIA §6). */
import { type Crop, type CropOptions, cropObjects } from './crops';
import { Deadline } from './deadline';
import { FrameMissingError, FrameOutOfRangeError, MediaError, NeedsFullDecode } from './errors';
import { findFfmpeg } from './ffmpegBinary';
import type { FramePicture, FramePixels, Media, MediaOptions, MediaSource, PictureFormat, PictureOptions } from './frames';
import type { LabelShape } from './geometry';
import { encodePicture } from './imaging';
import { countReadable, cutOff, type IndexedVideo, indexedFrames } from './indexedFrames';
import { isLinearAsk, type LinearJob, linearFrames, linearTable } from './linear';
import type { Caution } from './plan';
import type { SampleTable } from './sampleTable';
import { checkAsk, type FrameAsk, type FrameTable, framesBetween, framesOf, highestOf } from './sampling';
import { type FrameScan, type OpenVideo, openVideo, type VideoIndex } from './videoFile';

const defaultMaxPixels = 4096 * 2304 * 4;
/** Bytes that are read of a file without a table before what is certain by then is decoded. */
const batchBytes = 24 * 1024 * 1024;
const scanStepBytes = 4 * 1024 * 1024;
/** Pictures that are encoded while the next one is decoded. */
const inFlight = 2;

/** @throws FrameOutOfRangeError when a listed frame, or the first of a range, is none of `count` frames. */
function refuseBeyond(ask: FrameAsk, count: number): void {
	const needed = ask === 'all' ? -1 : 'frames' in ask ? highestOf(ask) : 'range' in ask ? ask.range[0] : -1;
	if (needed >= count) throw new FrameOutOfRangeError(needed, count);
}

const showsAlpha = (format: PictureFormat | undefined) => format === 'png' || format === 'webp';

type Way = (frames: readonly number[]) => AsyncGenerator<FramePixels, void, undefined>;

export class VideoMedia implements Media {
	readonly kind = 'video';
	private readonly deadline: Deadline;
	private opened: Promise<OpenVideo> | undefined;
	private decodedTable: Promise<FrameTable> | undefined;
	private complete: IndexedVideo | undefined;
	private distrusted = false;
	private readonly warnings: string[] = [];
	/** Decoders that have given all they were asked for and are being ended. */
	private readonly ending: Array<Promise<unknown>> = [];

	constructor(private readonly source: MediaSource, private readonly options: MediaOptions) {
		this.deadline = new Deadline({ signal: options.signal, idleMs: options.idleMs ?? 30_000, totalMs: options.totalMs ?? 600_000 });
	}

	async frameCount(): Promise<number> {
		this.deadline.progress();
		const video = await this.open();
		return (await this.trusted(video, true) ?? { table: await this.countByDecoding(video) }).table.count;
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

	async crops(frame: number, labels: readonly LabelShape[], options: CropOptions = {}): Promise<Array<Crop | undefined>> {
		for await (const pixels of this.pixels({ frames: [frame] })) return await cropObjects(pixels, labels, { ...this.options, ...options });
		return [];
	}

	async close(): Promise<void> {
		this.deadline.end();
		await Promise.allSettled(this.ending);
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
		for await (const pixels of this.reading(video, ask, picture)) {
			yield this.warnings.length ? { ...pixels, warnings: [...this.warnings] } : pixels;
		}
	}

	private async *reading(video: OpenVideo, ask: FrameAsk, picture: PictureOptions): AsyncGenerator<FramePixels, void, undefined> {
		const indexed = await this.trusted(video, ask !== 'all' && 'atMost' in ask);
		if (indexed) return yield* this.listed(video, indexed, framesOf(ask, indexed.table), picture);
		let from = 0;
		if (video.index.kind === 'scan' && !this.distrusted) {
			try {
				for await (const pixels of this.scanned(video, video.index, ask, picture)) {
					from = pixels.frame + 1;
					yield pixels;
				}
				return;
			} catch (error) {
				this.distrust(error);
			}
		}
		for await (const pixels of this.decoded(video, ask, picture)) if (pixels.frame >= from) yield pixels;
	}

	/** The file's index once it is complete, unless Encord counts other frames: then only decoding tells who is right. */
	private async trusted({ index }: OpenVideo, needsAll: boolean): Promise<IndexedVideo | undefined> {
		if (index.kind === 'none' || this.distrusted) return undefined;
		try {
			if (index.kind === 'scan' && needsAll) await this.finish(index.scan);
			if (index.kind === 'scan' && !index.scan.finished) return undefined;
			this.complete ??= index.kind === 'table' ? index : { source: index.scan.bytes, table: index.scan.table(), container: index.container };
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
		this.warnings.push(`Encord counts ${expected} frames, the file's own index ${count}: frames are counted by decoding the file.`);
	}

	/** Frames of a file whose index comes while it is read: what is certain is decoded, then reading goes on. */
	private async *scanned(
		video: OpenVideo, { scan, container }: Extract<VideoIndex, { kind: 'scan' }>, ask: FrameAsk, picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		const highest = highestOf(ask);
		for (let from = 0, held = 0; from <= highest;) {
			// One frame more than asked: sampling by time looks at when the next one comes.
			await scan.advance(highest + 2, scanStepBytes);
			held += scanStepBytes;
			const until = scan.finished ? scan.settled : Math.max(from, scan.settled - 1);
			let table: SampleTable | undefined;
			const known = () => table ??= scan.table();
			const nothingHere = Number.isFinite(highest) && !framesBetween(ask, known, from, until).length;
			const goesOn = !scan.finished && until <= highest;
			if (goesOn && !nothingHere && held < batchBytes) continue;
			const frames = nothingHere ? [] : framesBetween(ask, known, from, until);
			if (frames.length) yield* this.listed(video, { source: scan.bytes, table: known(), container }, frames, picture);
			scan.forgetSettled();
			[from, held] = [until, 0];
			if (scan.finished) return refuseBeyond(ask, until);
		}
	}

	/** By decoding the file from its beginning; most asks are answered meanwhile, without knowing its frames before. */
	private async *decoded(video: OpenVideo, ask: FrameAsk, picture: PictureOptions): AsyncGenerator<FramePixels, void, undefined> {
		if (ask !== 'all' && 'frames' in ask) return yield* this.listed(video, undefined, [...ask.frames].sort((a, b) => a - b), picture);
		if (!isLinearAsk(ask)) return yield* this.listed(video, undefined, framesOf(ask, await this.countByDecoding(video)), picture);
		let any = false;
		for await (const pixels of linearFrames(await this.linearJob(video, picture), ask)) {
			any = true;
			yield pixels;
		}
		if (!any && ask !== 'all' && 'range' in ask) throw new FrameOutOfRangeError(ask.range[0], (await this.countByDecoding(video)).count);
	}

	/** Frames in ascending order; what one way of reading does not show is asked of the next. */
	private async *listed(
		video: OpenVideo, indexed: IndexedVideo | undefined, frames: readonly number[], picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		let next = 0;
		let failure: unknown;
		for (const way of this.ways(video, indexed, picture)) {
			if (next === frames.length) return;
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
				}
			} catch (error) {
				if (!(error instanceof MediaError) || error.code !== 'damaged') throw error;
				failure = error;
			} finally {
				if (next < frames.length) await pictures.return();
			}
		}
		if (next === frames.length) return;
		if (next === 0 && failure) throw failure;
		const lost = frames[next] ?? 0;
		const { count } = indexed ? indexed.table : await this.countByDecoding(video);
		if (lost >= count) throw new FrameOutOfRangeError(lost, count);
		throw new FrameMissingError(lost, 'the decoder shows no picture for it, because the file is damaged there');
	}

	private *ways(video: OpenVideo, indexed: IndexedVideo | undefined, picture: PictureOptions): Generator<Way> {
		const quick = (caution: Caution): Way => async function* (this: VideoMedia, frames: readonly number[]) {
			if (!indexed) return;
			const readable = countReadable(indexed, frames);
			yield* indexedFrames(indexed, await this.job(video, picture), frames.slice(0, readable), caution);
			const missing = frames[readable];
			if (missing !== undefined) throw cutOff(indexed, missing);
		}.bind(this);
		if (indexed && !this.beside(video, picture)) yield* (['usual', 'oneKeyEarlier', 'fromFirst'] as const).map(quick);
		yield async function* (this: VideoMedia, frames: readonly number[]) {
			yield* linearFrames(await this.linearJob(video, picture), { frames });
		}.bind(this);
	}

	private countByDecoding(video: OpenVideo): Promise<FrameTable> {
		this.decodedTable ??= this.linearJob(video, {}).then(linearTable);
		this.decodedTable.catch(() => undefined);
		return this.decodedTable;
	}

	/** The decoder for transparency that lies beside the packets, if the asked format can show it. */
	private beside({ transparency }: OpenVideo, { format }: PictureOptions): string | undefined {
		return typeof transparency === 'object' && showsAlpha(format) ? transparency.decoder : undefined;
	}

	private async job(video: OpenVideo, { maxDimension, format }: PictureOptions) {
		return {
			binary: await findFfmpeg(this.options.ffmpegPath), deadline: this.deadline,
			alpha: video.transparency !== 'none' && showsAlpha(format),
			maxPixels: this.options.limits?.maxPixels ?? defaultMaxPixels,
			...(maxDimension && { maxDimension }),
		};
	}

	private async linearJob(video: OpenVideo, picture: PictureOptions): Promise<LinearJob> {
		const decoder = this.beside(video, picture);
		return { ...await this.job(video, picture), ...await video.linearInput(), ...(decoder && { inputOptions: ['-c:v', decoder] }) };
	}
}
