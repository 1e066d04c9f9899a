/** The samples of one video track as its container lists them, before anything is known of their order. */
import type { DecoderConfig } from '../codec/decoderConfig';

/** One array element per sample, in decode order. */
export interface Samples {
	count: number;
	/** Byte offset in the file. */
	offsets: Float64Array;
	/** In bytes. */
	sizes: Uint32Array;
	/** Presentation timestamp in ticks. */
	pts: Float64Array;
	/** 1 for a sync sample, at which decoding can start; 0 for all others. */
	sync: Uint8Array;
}

export interface VideoTrack {
	/** Ticks per second. */
	timescale: number;
	/** The presentation timestamp, in ticks, that is second 0 of the file's timeline. */
	timeZeroPts: number;
	/** ffmpeg's filters that turn the stored picture as it is shown. */
	turn: readonly string[];
	/** Only for H.264 and HEVC. */
	decoderConfig?: DecoderConfig;
	/** Precedes the first packet of a decoder that does not start with the first packet of the file; see codec/startState.ts. */
	startState?: Buffer;
	/** The stored pictures have an alpha channel. */
	hasAlpha: boolean;
}

/** An array element whose index is known to be valid. */
export function at(array: Uint32Array | Float64Array | Uint8Array, index: number): number {
	return array[index] ?? 0;
}
