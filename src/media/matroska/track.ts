/** The video track of an MKV or WebM file, by its `TrackEntry` (RFC 9559 §5.1.4). */
import { parseAvcConfig } from '../codec/avcConfig';
import type { DecoderConfig } from '../codec/decoderConfig';
import { parseHevcConfig } from '../codec/hevcConfig';
import { type ReadShowFrame, showFrameReader } from '../codec/showFrame';
import { MediaError, NeedsFullDecode, noVideoTrack } from '../errors';
import type { VideoTrack } from '../index/samples';
import { elements, findElement, readUint } from './ebml';
import { ids } from './elementIds';

export interface MatroskaTrack {
	/** The track number, which its blocks begin with. */
	number: number;
	/** E.g. `V_VP9`. */
	codecId: string;
	/** The whole `TrackEntry` element, which the muxer copies. */
	entry: Buffer;
	track: VideoTrack;
	/** Absent for codecs that show every packet. */
	readShowFrame?: ReadShowFrame;
	/** Bytes that header stripping compression has removed from the start of each packet. */
	strippedHeader: Buffer;
}

const videoTrackType = 1;
const headerStripping = 3;

/** Packets of other codecs may hold more or less than one picture. The file does not show that. */
const onePicturePerPacket = /^V_(MPEG4\/ISO\/AVC|MPEGH\/ISO\/HEVC|VP8|VP9|AV1|PRORES|MJPEG|FFV1)$/;

function decoderConfigOf(
	codecId: string,
	codecPrivate: Buffer | undefined,
): DecoderConfig | undefined {
	if (codecId === 'V_MPEG4/ISO/AVC') return codecPrivate && parseAvcConfig(codecPrivate);
	return codecId === 'V_MPEGH/ISO/HEVC' ? codecPrivate && parseHevcConfig(codecPrivate) : undefined;
}

function strippedHeaderOf(entry: Buffer): Buffer {
	const encodings = findElement(entry, ids.contentEncodings);
	if (!encodings) return Buffer.alloc(0);
	const compression = findElement(encodings, ids.contentEncoding, ids.contentCompression);
	if (findElement(encodings, ids.contentEncoding, ids.contentEncryption)) {
		throw new MediaError(
			'unsupportedFormat',
			'The video is encrypted. Upload it without protection.',
		);
	}
	if (readUint(findElement(compression, ids.contentCompAlgo), 0) !== headerStripping)
		throw new NeedsFullDecode('its packets are compressed once more');
	return findElement(compression, ids.contentCompSettings) ?? Buffer.alloc(0);
}

/**
 * Finds the first video track.
 * @param tracks the body of the `Tracks` element
 * @throws NeedsFullDecode when its packets may not be frames, MediaError when it is encrypted or there is none
 */
export function findVideoTrack(tracks: Buffer, ticksPerSecond: number): MatroskaTrack {
	for (const { id, body, whole } of elements(tracks)) {
		if (id !== ids.trackEntry || readUint(findElement(body, ids.trackType), 0) !== videoTrackType)
			continue;
		const codecId = (findElement(body, ids.codecId) ?? Buffer.alloc(0))
			.toString('latin1')
			.replace(/\0+$/, '');
		if (!onePicturePerPacket.test(codecId))
			throw new NeedsFullDecode('its packets may not be one picture each');
		const decoderConfig = decoderConfigOf(codecId, findElement(body, ids.codecPrivate));
		if (decoderConfig?.mayHoldFields)
			throw new NeedsFullDecode('its pictures may be stored as two fields each');
		const hasAlpha = readUint(findElement(body, ids.video, ids.alphaMode), 0) === 1;
		return {
			number: readUint(findElement(body, ids.trackNumber), 1),
			codecId,
			entry: Buffer.from(whole),
			readShowFrame: showFrameReader(codecId),
			strippedHeader: strippedHeaderOf(body),
			track: {
				timescale: ticksPerSecond,
				timeZeroPts: 0,
				turn: [],
				decoderConfig,
				hasAlpha,
			},
		};
	}
	throw noVideoTrack();
}
