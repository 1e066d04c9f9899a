/** What a container's index says about one video track: where its samples lie and which of them are frames, in order. */
import { NeedsFullDecode } from '../errors';
import type { FrameTable } from './sampling';

/** One entry per sample, in decode order. */
export interface Samples {
	count: number;
	/** Byte offset in the file. */
	offsets: Float64Array;
	sizes: Uint32Array;
	/** Presentation time in ticks. */
	times: Float64Array;
	/** 1 where decoding can start. */
	keys: Uint8Array;
}

/** What is known of codecs whose packets can be looked into. */
export interface NalFacts {
	codec: 'avc' | 'hevc';
	/** Bytes of the length before each unit of a packet. */
	lengthBytes: number;
	/** A packet may be half a picture, one field of it: then packets cannot be counted as frames. */
	mayHoldFields: boolean;
	/** Whether frames are shown in another order than they are stored in; `perhaps` until a packet tells. */
	reorders: 'no' | 'perhaps' | 'yes';
}

/** How stored pictures become those that are shown: mirrored left to right first, if at all, then turned clockwise. */
export interface Orientation {
	mirrored: boolean;
	degrees: 0 | 90 | 180 | 270;
}

export const upright: Orientation = { mirrored: false, degrees: 0 };

export interface Track {
	/** Ticks a second. */
	timescale: number;
	/** Ticks that the file's timeline runs ahead of the presentation times. */
	origin: number;
	orientation: Orientation;
	nal?: NalFacts;
	/** The pictures are stored with transparency. */
	alpha: boolean;
}

export class SampleTable implements FrameTable {
	/** Sample of frame n. */
	readonly shown: Uint32Array;
	/** Place of a sample among all in presentation order, hidden ones included. */
	readonly ranks: Uint32Array;
	/** Largest number of places by which a sample is decoded later than its rank says. */
	readonly delay: number;
	/** Frames are shown in the order in which they are stored, by their times. */
	readonly inOrder: boolean;
	private readonly keySamples: Uint32Array;

	/**
	 * `isShown` tells which samples are frames: a file may decode some only for the sake of others.
	 * @throws NeedsFullDecode when frames that are not stored in the order of their times share one, because only a decoder
	 * knows then which of them comes first; when the times put frames into the order of decoding that are shown in another one
	 * (a bare stream that was given times); and when frames are to be shown before the first start, because a decoder drops
	 * those that look back to what is not there (a file cut out of a longer one).
	 */
	constructor(
		readonly samples: Samples,
		readonly track: Track,
		isShown: (sample: number) => boolean = () => true,
	) {
		const { count, times, keys } = samples;
		const order = new Uint32Array(count);
		let inOrder = true;
		for (let i = 0; i < count; i++) {
			order[i] = i;
			if (i && at(times, i) < at(times, i - 1)) inOrder = false;
		}
		this.inOrder = inOrder;
		this.refuseWrongOrder();
		if (!inOrder) order.sort((a, b) => at(times, a) - at(times, b) || a - b);
		if (
			!inOrder &&
			order.some((sample, rank) => rank > 0 && at(times, sample) === at(times, at(order, rank - 1)))
		) {
			throw new NeedsFullDecode('two of its frames have the same time');
		}
		this.ranks = new Uint32Array(count);
		let delay = 0;
		for (let rank = 0; rank < count; rank++) {
			this.ranks[at(order, rank)] = rank;
			delay = Math.max(delay, at(order, rank) - rank);
		}
		this.delay = delay;
		this.shown = order.filter(isShown);
		this.keySamples = Uint32Array.from(keysOf(keys, count));
		const [firstKey] = this.keySamples;
		const [firstShown] = this.shown;
		if (
			firstShown !== undefined &&
			(firstKey === undefined || at(this.ranks, firstShown) < at(this.ranks, firstKey))
		)
			throw new NeedsFullDecode('its first frames need others that are missing');
	}

	/** @throws NeedsFullDecode when the times contradict what is known of the packets. */
	refuseWrongOrder(): void {
		if (this.inOrder && this.samples.count > 1 && this.track.nal?.reorders === 'yes')
			throw new NeedsFullDecode('its times are those of decoding, not of showing');
	}

	get count(): number {
		return this.shown.length;
	}

	timeOf(frame: number): number {
		return (
			(at(this.samples.times, at(this.shown, frame)) - this.track.origin) / this.track.timescale
		);
	}

	isKey(frame: number): boolean {
		return at(this.samples.keys, at(this.shown, frame)) === 1;
	}

	/** The last sample at or before this one where decoding can start; 0 when there is none. */
	keyAtOrBefore(sample: number): number {
		let [low, high] = [0, this.keySamples.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (at(this.keySamples, middle) <= sample) low = middle + 1;
			else high = middle;
		}
		return low ? at(this.keySamples, low - 1) : 0;
	}

	/**
	 * Where decoding must start to get this sample: leading pictures follow a key in the file but are shown before it and
	 * need the key before that (frames §5, trap 4).
	 */
	startFor(sample: number): number {
		const { times } = this.samples;
		let start = this.keyAtOrBefore(sample);
		while (start > 0 && at(times, start) > at(times, sample)) start = this.keyAtOrBefore(start - 1);
		return start;
	}
}

function* keysOf(keys: Uint8Array, count: number): Generator<number> {
	for (let sample = 0; sample < count; sample++) if (keys[sample]) yield sample;
}

/** An element that is known to exist. */
export function at(array: Uint32Array | Float64Array | Uint8Array, index: number): number {
	return array[index] ?? 0;
}
