/** Finds and describes the video track of a movie. */
import { noVideoTrack } from '../errors';
import type { VideoTrack } from '../index/samples';
import { identityOrientation, type Orientation } from '../picture/orientation';
import { child, children, damaged } from './boxes';
import { parseEditList } from './editList';
import {
	decoderConfigOf,
	parseSampleDescription,
	type SampleDescription,
} from './sampleDescription';

export interface Mp4Track {
	/** Bodies of the boxes. */
	trak: Buffer;
	stbl: Buffer;
	stsd: Buffer;
	/** The first sample entry of `stsd`. */
	description: SampleDescription;
	trackId: number;
	/** The track's position among all tracks, which is ffmpeg's stream index. */
	streamIndex: number;
	track: VideoTrack;
}

/**
 * Reads the display matrix of a `tkhd` box, which maps (x, y) to (a·x + c·y, b·x + d·y). Rotations are rounded to multiples of
 * 90 degrees.
 */
function orientationOf(tkhd: Buffer): Orientation {
	const matrix = tkhd[0] === 1 ? 52 : 40;
	if (tkhd.length < matrix + 20) return identityOrientation;
	const [a = 0, b = 0, c = 0, d = 0] = [0, 4, 12, 16].map((offset) =>
		tkhd.readInt32BE(matrix + offset),
	);
	const mirrored = a * d - b * c < 0;
	const quarters = Math.round((mirrored ? Math.atan2(-b, -a) : Math.atan2(b, a)) / (Math.PI / 2));
	return { mirrored, degrees: (((quarters + 4) % 4) * 90) as Orientation['degrees'] };
}

/** The presentation timestamp that is second 0 of the movie: an initial empty edit delays the track, the next edit cuts it. */
function timeZeroPtsOf(trak: Buffer, timescale: number, movieTimescale: number): number {
	const [first, second] = parseEditList(trak);
	const delay =
		first?.mediaTime === -1 ? Math.round((first.duration * timescale) / movieTimescale) : 0;
	const edit = first?.mediaTime === -1 ? second : first;
	return Math.max(edit?.mediaTime ?? 0, 0) - delay;
}

/** Undefined for a track that is not video. */
function parseTrack(
	trak: Buffer,
	streamIndex: number,
	movieTimescale: number,
): Mp4Track | undefined {
	const mdia = child(trak, 'mdia');
	const hdlr = mdia && child(mdia, 'hdlr');
	const mdhd = mdia && child(mdia, 'mdhd');
	const stbl = mdia && child(mdia, 'minf', 'stbl');
	const tkhd = child(trak, 'tkhd');
	const stsd = stbl && child(stbl, 'stsd');
	if (!hdlr || hdlr.toString('latin1', 8, 12) !== 'vide' || !mdhd || !stbl || !tkhd || !stsd)
		return undefined;
	const description = parseSampleDescription(stsd);
	if (!description || mdhd.length < 24 || tkhd.length < 24) return undefined;
	const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
	if (!timescale) throw damaged('its track has no clock');
	return {
		trak,
		stbl,
		stsd,
		description,
		streamIndex,
		trackId: tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12),
		track: {
			timescale,
			timeZeroPts: timeZeroPtsOf(trak, timescale, movieTimescale),
			orientation: orientationOf(tkhd),
			decoderConfig: decoderConfigOf(description),
			hasAlpha: description.depth === 32,
		},
	};
}

/** Ticks per second of the movie. */
export const movieTimescaleOf = (moov: Buffer) => {
	const mvhd = child(moov, 'mvhd');
	return mvhd && mvhd.length >= 24 ? mvhd.readUInt32BE(mvhd[0] === 1 ? 20 : 12) || 1000 : 1000;
};

/**
 * The first video track with more than one sample (a cover picture is a video track with one), else the first video track.
 * @throws MediaError `unsupportedFormat` when there is no video track, `damaged`.
 */
export function findVideoTrack(moov: Buffer): Mp4Track {
	const movieTimescale = movieTimescaleOf(moov);
	const tracks = children(moov, 'trak')
		.map((trak, streamIndex) => parseTrack(trak, streamIndex, movieTimescale))
		.filter((track) => track !== undefined);
	const isCover = ({ stbl }: Mp4Track) => {
		const stsz = child(stbl, 'stsz');
		return stsz !== undefined && stsz.length >= 12 && stsz.readUInt32BE(8) === 1;
	};
	const found = tracks.find((track) => !isCover(track)) ?? tracks[0];
	if (!found) throw noVideoTrack();
	return found;
}
