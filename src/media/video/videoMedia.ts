/** A video as media: opened once, then read by its index or by a full decode (frames §6). */
import { Deadline } from '../bytes/deadline';
import type { FramePicture, FramePixels, Media, MediaOptions, MediaSource } from '../contract';
import { checkFrameSelection, type FrameSelection } from '../index/frameSelection';
import { framesOf } from '../index/sampling';
import { type Crop, type CropOptions, cropObjects } from '../picture/crops';
import { encodePicture, type PictureOptions } from '../picture/encoding';
import { CountCheck } from './countCheck';
import { DecoderLauncher } from './decoderLauncher';
import { openVideo } from './openVideo';
import { scannedFrames } from './scannedFrames';
import { TrustedIndex } from './trustedIndex';
import type { DrawnLabel } from '../picture/drawnLabel';
import { VideoDecoding } from './videoDecoding';

/** Pictures that are being encoded while the next one is decoded. */
const maxEncoding = 2;

interface Opened {
	index: TrustedIndex;
	decoding: VideoDecoding;
}

export class VideoMedia implements Media {
	readonly kind = 'video';
	private readonly deadline: Deadline;
	private readonly launcher: DecoderLauncher;
	private readonly countCheck: CountCheck;
	private opened: Promise<Opened> | undefined;

	constructor(
		private readonly source: MediaSource,
		private readonly options: MediaOptions,
	) {
		this.deadline = new Deadline({
			signal: options.signal,
			idleMs: options.idleMs ?? 30_000,
			totalMs: options.totalMs ?? 600_000,
		});
		this.launcher = new DecoderLauncher(source, options, this.deadline);
		this.countCheck = new CountCheck(source.expected?.frameCount);
	}

	async frameCount(): Promise<number> {
		this.deadline.resume();
		const { index, decoding } = await this.open();
		const indexed = await index.complete(true);
		return (indexed?.table ?? (await decoding.countByDecoding())).count;
	}

	async *frames(
		selection: FrameSelection,
		picture: PictureOptions = {},
	): AsyncGenerator<FramePicture, void, undefined> {
		checkFrameSelection(selection);
		const options = { ...this.options, ...picture };
		const encode = async ({
			frame,
			time,
			warnings,
			...pixels
		}: FramePixels): Promise<FramePicture> => {
			const encoded = await encodePicture(pixels, options);
			this.launcher.pool.release(pixels.data);
			return { frame, time, ...encoded, ...(warnings && { warnings }) };
		};
		const encoding: Array<Promise<FramePicture>> = [];
		for await (const pixels of this.decode(selection, options)) {
			const encoded = encode(pixels);
			encoded.catch(() => undefined);
			encoding.push(encoded);
			if (encoding.length >= maxEncoding) yield* this.handOver(encoding.splice(0, 1));
		}
		yield* this.handOver(encoding);
	}

	async *pixels(selection: FrameSelection): AsyncGenerator<FramePixels, void, undefined> {
		for await (const pixels of this.decode(selection, {})) yield* this.handOver([pixels]);
	}

	async crops(
		frame: number,
		labels: readonly DrawnLabel[],
		options: CropOptions = {},
	): Promise<Array<Crop | undefined>> {
		for await (const pixels of this.pixels({ frames: [frame] }))
			return await cropObjects(pixels, labels, { ...this.options, ...options });
		return [];
	}

	async close(): Promise<void> {
		this.deadline.end();
		const opened = await this.opened?.catch(() => undefined);
		await Promise.all([opened?.decoding.close(), this.launcher.close()]);
	}

	/** Yields to the caller. The time that the caller takes for a value is not counted as idle time. */
	private async *handOver<T>(values: Array<T | Promise<T>>): AsyncGenerator<T, void, undefined> {
		for (const value of values) {
			const ready = await value;
			this.deadline.pause();
			yield ready;
			this.deadline.resume();
		}
	}

	private open(): Promise<Opened> {
		this.opened ??= openVideo(this.source, this.options, this.deadline).then((video) => ({
			index: new TrustedIndex(video.index, this.countCheck),
			decoding: new VideoDecoding(video, this.launcher, this.countCheck),
		}));
		this.opened.catch(() => undefined);
		return this.opened;
	}

	private async *decode(
		selection: FrameSelection,
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		checkFrameSelection(selection);
		this.deadline.resume();
		if (!this.opened) this.launcher.prestart(picture, selection);
		const opened = await this.open();
		for await (const pixels of decodeBest(opened, selection, picture)) {
			const warnings = [...this.countCheck.warnings, ...(pixels.warnings ?? [])];
			yield warnings.length ? { ...pixels, warnings } : pixels;
		}
	}
}

/** Uses the index where it is trusted, and decodes the file from its first byte otherwise. */
async function* decodeBest(
	{ index, decoding }: Opened,
	selection: FrameSelection,
	picture: PictureOptions,
): AsyncGenerator<FramePixels, void, undefined> {
	const needsCount = selection !== 'all' && 'atMost' in selection;
	const indexed = await index.complete(needsCount || index.isCheapToFinish);
	if (indexed)
		return yield* decoding.decodeFrames(indexed, framesOf(selection, indexed.table), picture);
	let from = 0;
	const { scanned } = index;
	if (scanned) {
		try {
			for await (const pixels of scannedFrames(decoding, index, scanned, selection, picture)) {
				from = pixels.frame + 1;
				yield pixels;
			}
			return;
		} catch (error) {
			index.distrust(error);
		}
	}
	// Frames before `from` have been yielded from the index before it turned out that it cannot be trusted.
	for await (const pixels of decoding.decodeFromStart(selection, picture))
		if (pixels.frame >= from) yield pixels;
}
