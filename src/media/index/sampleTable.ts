/** The sample table of a video track: which sample is frame N, and where decoding must start to get it. */
import { NeedsFullDecode } from '../errors';
import { at, type Samples, type VideoTrack } from './samples';
import type { FrameTable } from './sampling';

export class SampleTable implements FrameTable {
	/** The sample of frame n. */
	readonly frameSamples: Uint32Array;
	/** The position of a sample in presentation order, hidden samples included. */
	readonly presentationIndex: Uint32Array;
	/** The largest number of positions by which a sample comes later in decode order than in presentation order. */
	readonly reorderDepth: number;
	/** Presentation order, by the timestamps, equals decode order. */
	readonly presentedInDecodeOrder: boolean;
	private readonly syncSamples: Uint32Array;

	/**
	 * @param isFrame tells which samples are frames; the others are decoded, because frames refer to them, but never shown
	 * @throws NeedsFullDecode in three cases. Reordered samples share a timestamp: then only a decoder knows which comes first.
	 * The timestamps are those of decoding although the codec reorders frames (an elementary stream that was given timestamps).
	 * Frames are to be shown before the first sync sample (a file cut out of a longer one): decoders drop frames whose references
	 * are missing.
	 */
	constructor(
		readonly samples: Samples,
		readonly track: VideoTrack,
		isFrame: (sample: number) => boolean = () => true,
	) {
		const { count, pts, sync } = samples;
		const order = new Uint32Array(count);
		let presentedInDecodeOrder = true;
		for (let i = 0; i < count; i++) {
			order[i] = i;
			if (i && at(pts, i) < at(pts, i - 1)) presentedInDecodeOrder = false;
		}
		this.presentedInDecodeOrder = presentedInDecodeOrder;
		this.checkReordering();
		if (!presentedInDecodeOrder) order.sort((a, b) => at(pts, a) - at(pts, b) || a - b);
		if (
			!presentedInDecodeOrder &&
			order.some((sample, index) => index > 0 && at(pts, sample) === at(pts, at(order, index - 1)))
		) {
			throw new NeedsFullDecode('two of its frames have the same time');
		}
		this.presentationIndex = new Uint32Array(count);
		let reorderDepth = 0;
		for (let index = 0; index < count; index++) {
			this.presentationIndex[at(order, index)] = index;
			reorderDepth = Math.max(reorderDepth, at(order, index) - index);
		}
		this.reorderDepth = reorderDepth;
		this.frameSamples = order.filter(isFrame);
		this.syncSamples = Uint32Array.from(syncSamplesOf(sync, count));
		this.checkFirstFrame();
	}

	/**
	 * Called again when `decoderConfig.frameReordering` has become known.
	 * @throws NeedsFullDecode when the codec reorders frames, but the timestamps do not.
	 */
	checkReordering(): void {
		if (
			this.presentedInDecodeOrder &&
			this.samples.count > 1 &&
			this.track.decoderConfig?.frameReordering === 'yes'
		)
			throw new NeedsFullDecode('its timestamps are those of decoding, not of presentation');
	}

	/** @throws NeedsFullDecode when the first frame is presented before the first sync sample. */
	private checkFirstFrame(): void {
		const [firstSync] = this.syncSamples;
		const [firstFrame] = this.frameSamples;
		if (
			firstFrame !== undefined &&
			(firstSync === undefined ||
				at(this.presentationIndex, firstFrame) < at(this.presentationIndex, firstSync))
		)
			throw new NeedsFullDecode('its first frames refer to pictures that are missing');
	}

	/** The number of frames. */
	get count(): number {
		return this.frameSamples.length;
	}

	timeOf(frame: number): number {
		return (
			(at(this.samples.pts, at(this.frameSamples, frame)) - this.track.timeZeroPts) /
			this.track.timescale
		);
	}

	isKey(frame: number): boolean {
		return at(this.samples.sync, at(this.frameSamples, frame)) === 1;
	}

	/** The last sync sample that is not after this sample in decode order; 0 when there is none. */
	syncSampleAtOrBefore(sample: number): number {
		let [low, high] = [0, this.syncSamples.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (at(this.syncSamples, middle) <= sample) low = middle + 1;
			else high = middle;
		}
		return low ? at(this.syncSamples, low - 1) : 0;
	}

	/**
	 * The sync sample at which decoding must start to get this sample. A leading picture follows a sync sample in decode order,
	 * is presented before it, and needs the sync sample before that one (frames §5, trap 4).
	 */
	decodeStartFor(sample: number): number {
		const { pts } = this.samples;
		let start = this.syncSampleAtOrBefore(sample);
		while (start > 0 && at(pts, start) > at(pts, sample))
			start = this.syncSampleAtOrBefore(start - 1);
		return start;
	}
}

function* syncSamplesOf(sync: Uint8Array, count: number): Generator<number> {
	for (let sample = 0; sample < count; sample++) if (sync[sample]) yield sample;
}
