/** Decodes frames by several strategies, from the fastest exact one to the full decode, which always works (frames §6). */
import type { FramePixels } from '../contract';
import { FrameMissingError, FrameOutOfRangeError, MediaError } from '../errors';
import type { Preroll } from '../index/decodePlan';
import type { FrameSelection } from '../index/frameSelection';
import { framesOf, type FrameTable } from '../index/sampling';
import type { PictureOptions } from '../picture/encoding';
import { formatSpec } from '../picture/formats';
import type { CountCheck } from './countCheck';
import type { DecoderLauncher, SharedJob } from './decoderLauncher';
import { fullDecode, type FullDecodeJob, fullDecodeTable, needsNoTable } from './fullDecode';
import { type DecodedFrame, indexedDecode, type IndexedVideo } from './indexedDecode';
import type { OpenVideo } from './openVideo';
import { countReadable, truncatedError } from './truncation';

/** Yields these frames in ascending order; a frame that it cannot get is left out. */
type Strategy = (frames: readonly number[]) => AsyncGenerator<DecodedFrame, void, undefined>;

/** Larger files are not decoded once more only to compare the number of frames: that would take minutes. */
const maxCountedBytes = 64 * 2 ** 20;

const prerolls: readonly Preroll[] = ['minimal', 'oneGopMore', 'fromStart'];

export class VideoDecoding {
	private decodedTable: Promise<FrameTable> | undefined;
	/** Decoders that have output their last frame and are being ended. */
	private readonly ending: Array<Promise<unknown>> = [];

	constructor(
		private readonly video: OpenVideo,
		private readonly launcher: DecoderLauncher,
		private readonly countCheck: CountCheck,
	) {}

	/** Resolves when all decoders have ended. The caller must have ended the deadline, which kills them. */
	async close(): Promise<void> {
		await Promise.allSettled(this.ending);
		await this.video.close();
	}

	/** Decodes the file from its first byte, without an index. */
	async *decodeFromStart(
		selection: FrameSelection,
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		if (selection !== 'all' && 'frames' in selection) {
			const sorted = [...selection.frames].sort((a, b) => a - b);
			return yield* this.decodeFrames(undefined, sorted, picture);
		}
		if (!needsNoTable(selection)) {
			const frames = framesOf(selection, await this.countByDecoding());
			return yield* this.decodeFrames(undefined, frames, picture);
		}
		await this.compareCount();
		let any = false;
		for await (const pixels of fullDecode(await this.fullDecodeJob(picture), selection)) {
			any = true;
			yield pixels;
		}
		if (!any && selection !== 'all' && 'range' in selection)
			throw new FrameOutOfRangeError(selection.range[0], (await this.countByDecoding()).count);
	}

	/**
	 * Decodes listed frames. Frames that one strategy does not output are decoded by the next one.
	 * @param indexed absent: only a full decode is possible
	 * @param frames in ascending order; a repeated frame is yielded again
	 * @throws FrameOutOfRangeError, FrameMissingError, MediaError
	 */
	async *decodeFrames(
		indexed: IndexedVideo | undefined,
		frames: readonly number[],
		picture: PictureOptions,
	): AsyncGenerator<FramePixels, void, undefined> {
		if (!frames.length) return;
		let next = 0;
		let failure: unknown;
		for (const strategy of this.strategies(indexed, picture)) {
			const pictures = strategy([...new Set(frames.slice(next))]);
			try {
				for (let step = await pictures.next(); !step.done; step = await pictures.next()) {
					const { decoderError, ...pixels } = step.value;
					// This strategy has left out a frame, or its decoder reports errors: then the picture may be another one.
					if (pixels.frame !== frames[next] || decoderError) break;
					while (frames[next] === pixels.frame) {
						// The last frame is yielded without waiting for the end of its decoder, which `close` awaits.
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
		if (next === 0 && failure) throw failure;
		const missing = frames[next] ?? 0;
		const { count } = indexed ? indexed.table : await this.countByDecoding();
		if (missing >= count) throw new FrameOutOfRangeError(missing, count);
		throw new FrameMissingError(
			missing,
			'the decoder shows no picture for it, because the file is damaged there',
		);
	}

	/** The number and times of all frames by a full decode, which is done once. */
	countByDecoding(): Promise<FrameTable> {
		this.decodedTable ??= this.fullDecodeJob({})
			.then(fullDecodeTable)
			.then((table) => {
				this.countCheck.decoded(table.count);
				return table;
			});
		this.decodedTable.catch(() => undefined);
		return this.decodedTable;
	}

	private *strategies(
		indexed: IndexedVideo | undefined,
		picture: PictureOptions,
	): Generator<Strategy> {
		if (indexed && !this.alphaDecoder(picture))
			for (const preroll of prerolls)
				yield (frames) => this.decodeIndexed(indexed, frames, preroll, picture);
		yield (frames) => this.decodeListed(frames, picture, !!indexed);
	}

	/** @throws FrameMissingError behind the last frame whose packet is there, when the file is cut off. */
	private async *decodeIndexed(
		indexed: IndexedVideo,
		frames: readonly number[],
		preroll: Preroll,
		picture: PictureOptions,
	): AsyncGenerator<DecodedFrame, void, undefined> {
		const readable = countReadable(indexed, frames);
		const job = await this.sharedJob(picture);
		yield* indexedDecode(indexed, job, frames.slice(0, readable), preroll);
		const missing = frames[readable];
		if (missing !== undefined) throw truncatedError(indexed, missing);
	}

	/** Counts the frames by decoding, if Encord's count is to be compared and the file is not too large for that. */
	private async compareCount(): Promise<void> {
		if (!this.countCheck.needsDecoding) return;
		this.countCheck.skipDecoding();
		if (this.video.size > maxCountedBytes) return;
		try {
			await this.countByDecoding();
		} catch (error) {
			// The frames that can be decoded are read all the same; they say that nothing was compared.
			if (!(error instanceof MediaError) || error.code !== 'damaged') throw error;
		}
	}

	/**
	 * @param isIndexed the index is trusted: the frames that are asked for have its numbers
	 * @throws FrameMissingError when the pictures that decoding gives have other numbers than the frames in the index
	 */
	private async *decodeListed(
		frames: readonly number[],
		picture: PictureOptions,
		isIndexed: boolean,
	): AsyncGenerator<FramePixels, void, undefined> {
		await this.compareCount();
		const { decodingShifts } = this.countCheck;
		if (isIndexed && decodingShifts) throw new FrameMissingError(frames[0] ?? 0, decodingShifts);
		yield* fullDecode(await this.fullDecodeJob(picture), { frames });
	}

	/** The decoder for alpha that is stored in second pictures, when the format supports alpha. */
	private alphaDecoder({ format }: PictureOptions): string | undefined {
		const { alpha } = this.video;
		return typeof alpha === 'object' && formatSpec(format).alpha ? alpha.decoder : undefined;
	}

	private sharedJob(picture: PictureOptions): Promise<SharedJob> {
		return this.launcher.job(picture, this.video.alpha !== 'none');
	}

	private async fullDecodeJob(picture: PictureOptions): Promise<FullDecodeJob> {
		const decoder = this.alphaDecoder(picture);
		return {
			...(await this.sharedJob(picture)),
			...(await this.video.fullDecodeInput()),
			...(decoder && { inputOptions: ['-c:v', decoder] }),
		};
	}
}
