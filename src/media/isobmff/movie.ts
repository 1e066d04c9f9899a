/** The index of an MP4 or MOV file: found with few requests, turned into a table of samples (frames §6). */
import type { HeaderReader } from '../bytes/byteSource';
import { avcFacts } from '../codec/avcConfig';
import { MediaError, NeedsFullDecode } from '../errors';
import { hevcFacts } from '../codec/hevcConfig';
import { boxHeader, child, children, damaged, readSamples, usesSeveralDescriptions } from './boxes';
import {
	type NalFacts,
	type Orientation,
	SampleTable,
	type Track,
	at,
	upright,
} from '../index/sampleTable';

/** The video track of a movie, as far as its header tells. */
export interface Mp4Track {
	trak: Buffer;
	stbl: Buffer;
	/** The whole `stsd` content, to be copied as it is. */
	descriptions: Buffer;
	trackId: number;
	/** Its place among all tracks: ffmpeg's stream number. */
	stream: number;
	track: Track;
	width: number;
	height: number;
}

export interface Mp4Movie {
	moov: Buffer;
	/** The index comes before the pictures: the file can be decoded while it arrives. */
	indexFirst: boolean;
	/** Where the search for fragments may go on, when the movie has some. */
	fragmentsFrom: number | undefined;
}

const mostTopBoxes = 10_000;
const behindIndex = 8 * 1024;

/** Reads the `moov` box, wherever it is. @throws MediaError `damaged` when there is none, `tooLarge` above the limit. */
export async function findMovie(reader: HeaderReader, maxIndexBytes: number): Promise<Mp4Movie> {
	let pictures = false;
	for (let position = 0, count = 0; position + 8 <= reader.size && count < mostTopBoxes; count++) {
		const head = boxHeader(await reader.upTo(position, 16));
		if (!head) break;
		const size = head.size || reader.size - position;
		if (size < head.header) throw damaged('a box is shorter than its own header');
		if (head.type === 'moov') {
			if (size > maxIndexBytes)
				throw new MediaError(
					'tooLarge',
					`The file's index has ${Math.ceil(size / 2 ** 20)} MiB, more than the limit.`,
				);
			if (position + size > reader.size)
				throw new MediaError(
					'truncated',
					'The file is cut off in the middle of its index. Upload it again.',
				);
			// The first packet mostly follows, and is looked at next.
			const moov = Buffer.from(
				(await reader.upTo(position, size + behindIndex)).subarray(head.header, size),
			);
			return { moov, indexFirst: !pictures, fragmentsFrom: child(moov, 'mvex') && position + size };
		}
		if (head.type === 'mdat') pictures = true;
		position += size;
	}
	throw new MediaError(
		'truncated',
		'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
	);
}

/** By the matrix of a track header, which maps (x, y) to (a·x + c·y, b·x + d·y); turns between quarters are rounded. */
function orientationOf(tkhd: Buffer): Orientation {
	const matrix = tkhd[0] === 1 ? 52 : 40;
	if (tkhd.length < matrix + 20) return upright;
	const [a = 0, b = 0, c = 0, d = 0] = [0, 4, 12, 16].map((place) =>
		tkhd.readInt32BE(matrix + place),
	);
	const mirrored = a * d - b * c < 0;
	const quarters = Math.round((mirrored ? Math.atan2(-b, -a) : Math.atan2(b, a)) / (Math.PI / 2));
	return { mirrored, degrees: (((quarters + 4) % 4) * 90) as Orientation['degrees'] };
}

interface Description {
	codec: string;
	width: number;
	height: number;
	depth: number;
	boxes: Buffer;
}

function descriptionOf(stsd: Buffer): Description | undefined {
	const size = stsd.length >= 16 ? stsd.readUInt32BE(8) : 0;
	const entry = stsd.subarray(8, 8 + size);
	if (entry.length < 86) return undefined;
	return {
		codec: entry.toString('latin1', 4, 8),
		width: entry.readUInt16BE(32),
		height: entry.readUInt16BE(34),
		depth: entry.readUInt16BE(82),
		boxes: entry.subarray(86),
	};
}

function nalOf({ codec, boxes }: Description): NalFacts | undefined {
	if (/^avc[1-4]$/.test(codec)) {
		const avcC = child(boxes, 'avcC');
		return avcC && avcFacts(avcC);
	}
	if (/^(hvc1|hev1|dvh1|dvhe)$/.test(codec)) {
		const hvcC = child(boxes, 'hvcC');
		return hvcC && hevcFacts(hvcC);
	}
	return undefined;
}

interface Edit {
	/** In ticks of the movie. */
	duration: number;
	/** In ticks of the track; -1 = nothing is shown. */
	from: number;
}

function editsOf(trak: Buffer): Edit[] {
	const elst = child(trak, 'edts', 'elst');
	if (!elst || elst.length < 8) return [];
	const long = elst[0] === 1;
	const bytes = long ? 20 : 12;
	const count = Math.min(elst.readUInt32BE(4), Math.floor((elst.length - 8) / bytes));
	return Array.from({ length: count }, (_, i) => {
		const at = 8 + i * bytes;
		return long
			? { duration: Number(elst.readBigUInt64BE(at)), from: Number(elst.readBigInt64BE(at + 8)) }
			: { duration: elst.readUInt32BE(at), from: elst.readInt32BE(at + 4) };
	});
}

function trackOf(trak: Buffer, stream: number, movieTimescale: number): Mp4Track | undefined {
	const mdia = child(trak, 'mdia');
	const handler = mdia && child(mdia, 'hdlr');
	const mdhd = mdia && child(mdia, 'mdhd');
	const stbl = mdia && child(mdia, 'minf', 'stbl');
	const tkhd = child(trak, 'tkhd');
	const descriptions = stbl && child(stbl, 'stsd');
	if (
		!handler ||
		handler.toString('latin1', 8, 12) !== 'vide' ||
		!mdhd ||
		!stbl ||
		!tkhd ||
		!descriptions
	)
		return undefined;
	const description = descriptionOf(descriptions);
	if (!description || mdhd.length < 24 || tkhd.length < 24) return undefined;
	const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
	if (!timescale) throw damaged('its track has no clock');
	const [first, second] = editsOf(trak);
	const delay = first?.from === -1 ? Math.round((first.duration * timescale) / movieTimescale) : 0;
	const media = first?.from === -1 ? second : first;
	return {
		trak,
		stbl,
		descriptions,
		stream,
		width: description.width,
		height: description.height,
		trackId: tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12),
		track: {
			timescale,
			origin: Math.max(media?.from ?? 0, 0) - delay,
			orientation: orientationOf(tkhd),
			nal: nalOf(description),
			alpha: description.depth === 32,
		},
	};
}

const timescaleOf = (moov: Buffer) => {
	const mvhd = child(moov, 'mvhd');
	return mvhd && mvhd.length >= 24 ? mvhd.readUInt32BE(mvhd[0] === 1 ? 20 : 12) || 1000 : 1000;
};

/**
 * The track that is the video: the first one with more than a single picture (a cover is a track as well), else the first.
 * @throws NeedsFullDecode for encrypted tracks and tracks with several descriptions; MediaError when there is no video.
 */
export function videoTrack(moov: Buffer): Mp4Track {
	const movieTimescale = timescaleOf(moov);
	const tracks = children(moov, 'trak')
		.map((trak, stream) => trackOf(trak, stream, movieTimescale))
		.filter((track) => track !== undefined);
	const isCover = ({ stbl }: Mp4Track) => {
		const stsz = child(stbl, 'stsz');
		return stsz !== undefined && stsz.length >= 12 && stsz.readUInt32BE(8) === 1;
	};
	const found = tracks.find((track) => !isCover(track)) ?? tracks[0];
	if (!found)
		throw new MediaError(
			'unsupportedFormat',
			'The file has no video track. Use it as audio, or upload another file.',
		);
	return found;
}

/**
 * The table of a movie that is not fragmented. Frames outside the shown part of the track are left out as ffmpeg does.
 * @throws NeedsFullDecode where the table alone does not tell which frames are shown.
 */
export function tableOf(moov: Buffer, found: Mp4Track): SampleTable {
	refuse(found);
	const edits = editsOf(found.trak);
	const media = edits.filter(({ from }) => from !== -1);
	if (media.length > 1 || edits.findIndex(({ from }) => from !== -1) > 1)
		throw new NeedsFullDecode('it shows several parts of the track');
	const samples = readSamples(found.stbl);
	const edit = media[0];
	if (!edit) return new SampleTable(samples, found.track);
	// A duration of 0 means up to the end.
	const end = edit.duration
		? edit.from + Math.round((edit.duration * found.track.timescale) / timescaleOf(moov))
		: Number.POSITIVE_INFINITY;
	const table = new SampleTable(samples, found.track, (sample) => {
		const time = at(samples.times, sample);
		return time >= edit.from && time < end;
	});
	// ffmpeg drops what is not to be shown by a mark on the packet, which some of its AV1 decoders lose.
	if (table.count < samples.count && descriptionOf(found.descriptions)?.codec === 'av01')
		throw new NeedsFullDecode('it hides some of its frames');
	return table;
}

/**
 * H.264, HEVC, VP9, AV1, ProRes, DNx, JPEG, PNG. Older codecs pack pictures together, keep empty places for them, or lose those
 * that look back to what was cut away, and nothing in the index tells.
 */
const onePicturePerSample =
	/^(avc[1-4]|hvc1|hev1|dvh1|dvhe|vp09|av01|ap(co|cs|cn|ch|4h|4x)|AVd[nh]|jpeg|png )$/;

/** @throws NeedsFullDecode for what neither a table nor fragments can be trusted with. */
export function refuse({ descriptions, stbl, track }: Mp4Track): void {
	const description = descriptionOf(descriptions);
	if (description?.codec === 'encv') {
		throw new MediaError(
			'unsupportedFormat',
			'The video is encrypted. Upload it without protection.',
		);
	}
	if (descriptions.readUInt32BE(4) !== 1 && usesSeveralDescriptions(stbl))
		throw new NeedsFullDecode('its coding changes in the middle');
	if (track.nal?.mayHoldFields)
		throw new NeedsFullDecode('its pictures may be stored as two fields each');
	if (!description || !onePicturePerSample.test(description.codec))
		throw new NeedsFullDecode('its samples may be other than one picture each');
}
