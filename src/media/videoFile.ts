/** A video file as it was found: where its bytes are, what its index tells, and how it can be decoded from its beginning. */
import { type ByteSource, HeaderReader } from './byteSource';
import type { Deadline } from './deadline';
import { MediaError, NeedsFullDecode } from './errors';
import { findFfmpeg } from './ffmpegBinary';
import type { MediaOptions, MediaSource } from './frames';
import type { MiniContainer } from './indexedFrames';
import type { LinearJob } from './linear';
import { MatroskaScan } from './matroskaScan';
import { miniMatroska } from './miniMatroska';
import { miniMp4 } from './miniMp4';
import { FragmentScan } from './mp4Fragments';
import { findMovie, tableOf, videoTrack } from './mp4Index';
import { openRanges } from './rangeReader';
import type { SampleTable } from './sampleTable';
import { videoContainerOf } from './sniff';
import { TempFile } from './tempFile';

const defaults = { maxBytes: 64 * 2 ** 30, maxRequests: 20_000, maxTempBytes: 4 * 2 ** 30, maxIndexBytes: 64 * 2 ** 20 };

/** An index that is found while the file is read from its beginning. */
export interface FrameScan {
	/** Nothing comes behind what has been read. */
	readonly finished: boolean;
	/** Frames 0 up to this (excluded) can change neither number nor place any more. */
	readonly settled: number;
	/** The bytes of the file; what was read last is not fetched again. */
	readonly bytes: ByteSource;
	/** Goes on until `frames` are settled, the file ends, or about `maxBytes` more have been read. */
	advance(frames: number, maxBytes: number): Promise<void>;
	/** What is known so far; complete once finished. */
	table(): SampleTable;
	/** All settled frames have been dealt with: only what later ones may need is kept. */
	forgetSettled(): void;
}

/** How the frames of a file are found: from its own table, while reading it, or only by decoding all of it. */
export type VideoIndex =
	| { kind: 'table'; source: ByteSource; table: SampleTable; container: MiniContainer }
	| { kind: 'scan'; scan: FrameScan; container: MiniContainer }
	| { kind: 'none' };

/**
 * Whether pictures are stored with transparency: as part of them, or as a second picture beside each packet, which only a
 * full decode of the file by a decoder of this name sees.
 */
export type Transparency = 'none' | 'inside' | { decoder: string };

export interface OpenVideo {
	index: VideoIndex;
	transparency: Transparency;
	/** The file for a full decode; one that cannot be decoded while it arrives is stored first. */
	linearInput(): Promise<Pick<LinearJob, 'demuxer' | 'input' | 'stream'>>;
	close(): Promise<void>;
}

interface Bytes {
	source: ByteSource;
	head: Buffer;
	stored?: TempFile;
}

async function findBytes(source: MediaSource, options: MediaOptions, deadline: Deadline): Promise<Bytes> {
	const { limits = {}, send, allowHttp } = options;
	const opened = await openRanges({
		send,
		allowHttp,
		url: source.url,
		deadline,
		maxBytes: limits.maxBytes ?? defaults.maxBytes,
		maxRequests: limits.maxRequests ?? defaults.maxRequests,
	});
	if (opened.ranges) return { source: opened.reader, head: opened.head };
	const stored = await TempFile.store(opened.body, limits.maxTempBytes ?? defaults.maxTempBytes);
	try {
		if (opened.size !== undefined && stored.size < opened.size) {
			throw new MediaError('network', 'The connection broke before the whole file had come. Try again later.');
		}
		return { source: stored, stored, head: await stored.read(0, Math.min(64 * 1024, stored.size)) };
	} catch (error) {
		await stored.remove();
		throw error;
	}
}

interface Found {
	index: VideoIndex;
	transparency: Transparency;
	/** What a full decode of this container needs. */
	linear: { demuxer: LinearJob['demuxer']; stream?: number; whileArriving: boolean };
}

/** What a container tells; an index that cannot be trusted counts as none. */
async function unlessUntrusted(index: () => Promise<VideoIndex> | VideoIndex): Promise<VideoIndex> {
	try {
		return await index();
	} catch (error) {
		if (error instanceof NeedsFullDecode) return { kind: 'none' };
		throw error;
	}
}

async function findInMp4({ source, head }: Bytes, maxIndexBytes: number): Promise<Found> {
	const { moov, indexFirst, fragmentsFrom } = await findMovie(new HeaderReader(source, head, head.length), maxIndexBytes);
	const found = videoTrack(moov);
	const container = miniMp4(found.descriptions, found.width, found.height);
	const index = await unlessUntrusted(() =>
		fragmentsFrom === undefined
			? { kind: 'table', source, container, table: tableOf(moov, found) }
			: { kind: 'scan', container, scan: new FragmentScan(source, head, moov, fragmentsFrom, found, maxIndexBytes) },
	);
	return {
		index,
		transparency: found.track.alpha ? 'inside' : 'none',
		linear: { demuxer: 'mov', stream: found.stream, whileArriving: indexFirst },
	};
}

/** ffmpeg's own decoders leave the second picture out. */
const alphaDecoders: Record<string, string> = { V_VP8: 'libvpx', V_VP9: 'libvpx-vp9' };

async function findInMatroska({ source, head }: Bytes): Promise<Found> {
	let transparency: Transparency = 'none';
	const index = await unlessUntrusted(async () => {
		const scan = await MatroskaScan.open(source, head);
		const decoder = scan.track.track.alpha ? alphaDecoders[scan.track.codecId] : undefined;
		if (decoder) transparency = { decoder };
		return { kind: 'scan', scan, container: miniMatroska(scan.track.entry, scan.track.number) };
	});
	return { index, transparency, linear: { demuxer: 'matroska', whileArriving: true } };
}

async function findIndex(bytes: Bytes, maxIndexBytes: number): Promise<Found> {
	const container = videoContainerOf(bytes.head);
	if (container === 'mp4') return await findInMp4(bytes, maxIndexBytes);
	if (container === 'matroska') return await findInMatroska(bytes);
	return { index: { kind: 'none' }, transparency: 'none', linear: { demuxer: container, whileArriving: true } };
}

/** Opens the file and reads its index. */
export async function openVideo(source: MediaSource, options: MediaOptions, deadline: Deadline): Promise<OpenVideo> {
	// The binary is looked for while the first bytes come; what is wrong with it is told when it is needed.
	findFfmpeg(options.ffmpegPath).catch(() => undefined);
	const { maxIndexBytes = defaults.maxIndexBytes, maxTempBytes = defaults.maxTempBytes } = options.limits ?? {};
	const bytes = await findBytes(source, options, deadline);
	let { stored } = bytes;
	const close = async () => await stored?.remove();
	try {
		const {
			index,
			transparency,
			linear: { demuxer, stream, whileArriving },
		} = await findIndex(bytes, maxIndexBytes);
		return {
			index,
			transparency,
			close,
			async linearInput() {
				if (!whileArriving) stored ??= await TempFile.store(bytes.source.stream(0), maxTempBytes);
				const input = whileArriving || !stored ? bytes.source.stream(0) : { path: stored.path };
				return { demuxer, input, ...(stream !== undefined && { stream }) };
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
