/** What the decoder configuration record of an H.264 or HEVC track tells about its packets (ISO/IEC 14496-15). */

export interface DecoderConfig {
	codec: 'avc' | 'hevc';
	/** Size in bytes of the length field in front of each NAL unit. */
	nalLengthSize: number;
	/** The NAL units of the record, without length fields. */
	parameterSets: readonly Buffer[];
	/** A packet may hold a single field, which is half a picture. Then packets cannot be counted as frames. */
	mayHoldFields: boolean;
	/** Whether presentation order differs from decode order; `unknown` until a packet shows it. */
	frameReordering: 'no' | 'unknown' | 'yes';
}
