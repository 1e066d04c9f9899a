/** Finds and describes the video track of a movie. */
import { noVideoTrack } from '../errors';
import type { VideoTrack } from '../index/samples';
import { child, children, damaged } from './boxes';
import { readMatrix, turnOf } from './displayMatrix';
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

/** The presentation timestamp that is second 0 of the movie: an initial empty edit delays the track, the next edit cuts it. */
function timeZeroPtsOf(trak: Buffer, timescale: number, movieTimescale: number): number {
	const [first, second] = parseEditList(trak);
	const delay =
		first?.mediaTime === -1 ? Math.round((first.duration * timescale) / movieTimescale) : 0;
	const edit = first?.mediaTime === -1 ? second : first;
	return Math.max(edit?.mediaTime ?? 0, 0) - delay;
}

/** Undefined for a track that is not video. */
function parseTrack(trak: Buffer, streamIndex: number, movie: MovieHeader): Mp4Track | undefined {
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
			timeZeroPts: timeZeroPtsOf(trak, timescale, movie.timescale),
			turn: turnOf(readMatrix(tkhd, tkhd[0] === 1 ? 52 : 40), movie.matrix),
			decoderConfig: decoderConfigOf(description),
			hasAlpha: description.depth === 32,
		},
	};
}

interface MovieHeader {
	/** Ticks per second of the movie. */
	timescale: number;
	matrix: readonly number[];
}

/** `mvhd` (ISO/IEC 14496-12 §8.2.2). */
export function movieHeaderOf(moov: Buffer): MovieHeader {
	const mvhd = child(moov, 'mvhd');
	const isLong = mvhd?.[0] === 1;
	return {
		timescale: (mvhd && mvhd.length >= 24 && mvhd.readUInt32BE(isLong ? 20 : 12)) || 1000,
		matrix: readMatrix(mvhd, isLong ? 48 : 36),
	};
}

/**
 * The first video track with more than one sample (a cover picture is a video track with one), else the first video track.
 * @throws MediaError `unsupportedFormat` when there is no video track, `damaged`.
 */
export function findVideoTrack(moov: Buffer): Mp4Track {
	const movie = movieHeaderOf(moov);
	const tracks = children(moov, 'trak')
		.map((trak, streamIndex) => parseTrack(trak, streamIndex, movie))
		.filter((track) => track !== undefined);
	const isCover = ({ stbl }: Mp4Track) => {
		const stsz = child(stbl, 'stsz');
		return stsz !== undefined && stsz.length >= 12 && stsz.readUInt32BE(8) === 1;
	};
	const found = tracks.find((track) => !isCover(track)) ?? tracks[0];
	if (!found) throw noVideoTrack();
	return found;
}
