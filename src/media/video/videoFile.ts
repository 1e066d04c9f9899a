/** A video file as it was found: where its bytes are, what its index tells, and how it can be decoded from its beginning. */
import { type ByteSource, HeaderReader } from '../bytes/byteSource';
import type { Deadline } from '../bytes/deadline';
import { MediaError, NeedsFullDecode } from '../errors';
import type { MediaOptions, MediaSource } from '../contract';
import { learnOrder, packetsToldBy, refuseUncleanStart, startBytes } from '../codec/firstPackets';
import type { MiniContainer } from './indexedFrames';
import type { LinearJob } from './linearFrames';
import { MatroskaScan } from '../matroska/scan';
import { miniMatroska } from '../matroska/miniMatroska';
import { miniMp4 } from '../isobmff/miniMp4';
import { FragmentScan } from '../isobmff/fragments';
import { findMovie, tableOf, videoTrack } from '../isobmff/movie';
import { openRanges } from '../bytes/rangeReader';
import { type SampleTable, at } from '../index/sampleTable';
import { videoContainerOf } from '../bytes/sniff';
import { TempFile } from '../bytes/tempFile';

/** What is fetched first of a file whose size is not known, or large. */
const headBytes = 64 * 1024;
/** The first packets are looked at as far as they lie within so many bytes. */
const mostOfFirstPackets = 64 * 1024;
const defaults = {
	maxBytes: 64 * 2 ** 30,
	maxRequests: 20_000,
	maxTempBytes: 4 * 2 ** 30,
	maxIndexBytes: 64 * 2 ** 20,
	wholeUpTo: 2 ** 20,
};

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
	linearInput(): Promise<Pick<LinearJob, 'demuxer' | 'input' | 'stream' | 'orientation'>>;
	close(): Promise<void>;
}

interface Bytes {
	source: ByteSource;
	head: Buffer;
	stored?: TempFile;
}

async function findBytes(
	source: MediaSource,
	options: MediaOptions,
	deadline: Deadline,
): Promise<Bytes> {
	const { limits = {}, send, allowHttp, wholeUpTo = defaults.wholeUpTo } = options;
	const { fileSize } = source.expected ?? {};
	const opened = await openRanges(
		{
			send,
			allowHttp,
			url: source.url,
			deadline,
			maxBytes: limits.maxBytes ?? defaults.maxBytes,
			maxRequests: limits.maxRequests ?? defaults.maxRequests,
		},
		fileSize && fileSize <= wholeUpTo ? fileSize : headBytes,
	);
	if (opened.ranges) {
		const { reader, head } = opened;
		if (reader.size <= wholeUpTo) reader.fetchWhole();
		return { source: reader, head };
	}
	const stored = await TempFile.store(opened.body, limits.maxTempBytes ?? defaults.maxTempBytes);
	try {
		if (opened.size !== undefined && stored.size < opened.size) {
			throw new MediaError(
				'network',
				'The connection broke before the whole file had come. Try again later.',
			);
		}
		return { source: stored, stored, head: await stored.read(0, Math.min(headBytes, stored.size)) };
	} catch (error) {
		await stored.remove();
		throw error;
	}
}

interface Found {
	index: VideoIndex;
	transparency: Transparency;
	/** What a full decode of this container needs. */
	linear: Pick<LinearJob, 'demuxer' | 'stream' | 'orientation'> & { whileArriving: boolean };
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

/** The first packets must not contradict the table. @throws NeedsFullDecode */
async function lookAtFirst(table: SampleTable, reader: HeaderReader): Promise<void> {
	const { offsets, times } = table.samples;
	const { nal } = table.track;
	if (!nal) return;
	// What an edit list hides before this start is not even decoded.
	const start = table.count ? table.startFor(at(table.shown, 0)) : 0;
	const leads = start + 1 < table.samples.count && at(times, start + 1) < at(times, start);
	refuseUncleanStart(await reader.upTo(at(offsets, start), startBytes), nal, leads);
	if (!table.inOrder || nal.reorders !== 'perhaps') return;
	const from = at(offsets, 1);
	const bytes = await reader.upTo(from, mostOfFirstPackets);
	for (const offset of offsets.subarray(1, packetsToldBy))
		if (offset >= from) learnOrder(bytes.subarray(offset - from), nal);
	table.refuseWrongOrder();
}

async function findInMp4({ source, head }: Bytes, maxIndexBytes: number): Promise<Found> {
	const reader = new HeaderReader(source, head, headBytes);
	const { moov, indexFirst, fragmentsFrom } = await findMovie(reader, maxIndexBytes);
	const found = videoTrack(moov);
	const container = miniMp4(found.descriptions, found.width, found.height);
	const index = await unlessUntrusted(async () => {
		if (fragmentsFrom !== undefined)
			return {
				kind: 'scan',
				container,
				scan: new FragmentScan(source, head, moov, fragmentsFrom, found, maxIndexBytes),
			};
		const table = tableOf(moov, found);
		await lookAtFirst(table, reader);
		return { kind: 'table', source, container, table };
	});
	return {
		index,
		transparency: found.track.alpha ? 'inside' : 'none',
		linear: {
			demuxer: 'mov',
			stream: found.stream,
			orientation: found.track.orientation,
			whileArriving: indexFirst,
		},
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
	return {
		index: { kind: 'none' },
		transparency: 'none',
		linear: { demuxer: container, whileArriving: true },
	};
}

/** Opens the file and reads its index. */
export async function openVideo(
	source: MediaSource,
	options: MediaOptions,
	deadline: Deadline,
): Promise<OpenVideo> {
	const { maxIndexBytes = defaults.maxIndexBytes, maxTempBytes = defaults.maxTempBytes } =
		options.limits ?? {};
	const bytes = await findBytes(source, options, deadline);
	let { stored } = bytes;
	const close = async () => await stored?.remove();
	try {
		const {
			index,
			transparency,
			linear: { whileArriving, ...linear },
		} = await findIndex(bytes, maxIndexBytes);
		return {
			index,
			transparency,
			close,
			async linearInput() {
				if (!whileArriving) stored ??= await TempFile.store(bytes.source.stream(0), maxTempBytes);
				const input = whileArriving || !stored ? bytes.source.stream(0) : { path: stored.path };
				return { ...linear, input };
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
