/** What precedes the first cluster of an MKV or WebM file. */
import type { SlidingWindow } from '../bytes/slidingWindow';
import { MediaError, NeedsFullDecode } from '../errors';
import { findElement, maxHeaderBytes, readElementHeader, readUint } from './ebml';
import { ids } from './elementIds';
import { findVideoTrack, type MatroskaTrack } from './track';

const maxTracksBytes = 16 * 1024 * 1024;
/** Nanoseconds per tick unless `Info` says otherwise. */
const defaultTimestampScale = 1_000_000;

interface SegmentHeader {
	track: MatroskaTrack;
	/** The offset of the first cluster, or where the readable part of the file ends. */
	clustersFrom: number;
}

/** @throws NeedsFullDecode when the tracks are described behind the first cluster, MediaError `damaged`, `tooLarge` */
export async function readSegmentHeader(window: SlidingWindow): Promise<SegmentHeader> {
	let ticksPerSecond = 1000;
	let tracks: Buffer | undefined;
	for (let position = 0; ; ) {
		const next = readElementHeader(await window.peek(position, maxHeaderBytes));
		if (!next) {
			if (tracks) return { track: findVideoTrack(tracks, ticksPerSecond), clustersFrom: position };
			throw new MediaError(
				'damaged',
				'The file has no readable header. Upload it again or re-encode it.',
			);
		}
		const { id, headerBytes, size } = next;
		if (id === ids.cluster) {
			if (!tracks) throw new NeedsFullDecode('its tracks are not described at its beginning', true);
			return { track: findVideoTrack(tracks, ticksPerSecond), clustersFrom: position };
		}
		if (id === ids.segment) {
			position += headerBytes;
			continue;
		}
		if (size === undefined) throw new NeedsFullDecode('an element of its header has no size', true);
		if (id === ids.info || id === ids.tracks) {
			if (size > maxTracksBytes)
				throw new MediaError('tooLarge', "The description of the file's tracks is too long.");
			const body = Buffer.from(await window.peek(position + headerBytes, size));
			if (id === ids.tracks) tracks = body;
			else
				ticksPerSecond =
					1e9 /
					(readUint(findElement(body, ids.timestampScale), defaultTimestampScale) ||
						defaultTimestampScale);
		}
		position += headerBytes + size;
	}
}
