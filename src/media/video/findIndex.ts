/** Finds out how the frames of a video can be located: by its container's sample table, by a scan, or only by decoding. */
import type { ByteSource } from '../bytes/byteSource';
import { detectVideoContainer } from '../bytes/fileSignature';
import { HeaderReader } from '../bytes/headerReader';
import {
	checkFirstPacket,
	checkOwnTables,
	detectReordering,
	packetHeadBytes,
	probedPackets,
} from '../codec/firstPackets';
import { startStateOf } from '../codec/startState';
import { MediaError, NeedsFullDecode } from '../errors';
import type { Muxer } from '../index/muxer';
import type { PacketScan } from '../index/packetScan';
import { at } from '../index/samples';
import type { SampleTable } from '../index/sampleTable';
import { findMovie } from '../isobmff/findMovie';
import { FragmentScan } from '../isobmff/fragmentScan';
import { samplesAreSequential } from '../isobmff/sequentialSamples';
import { movieSampleTable } from '../isobmff/movieIndex';
import { mp4Muxer } from '../isobmff/muxer';
import { findVideoTrack } from '../isobmff/videoTrack';
import { ClusterScan } from '../matroska/clusterScan';
import { matroskaMuxer } from '../matroska/muxer';
import type { FullDecodeJob } from './fullDecode';
import { headBytes, type VideoBytes } from './videoBytes';

export type VideoIndex =
	/** The container has a sample table. */
	| { kind: 'table'; source: ByteSource; table: SampleTable; muxer: Muxer }
	/** The packets are found while the file is read. */
	| { kind: 'scan'; scan: PacketScan; muxer: Muxer }
	/** The file must be decoded from its first byte. */
	| { kind: 'none' };

/**
 * How alpha is stored: not at all, as a channel of the pictures, or as a second picture in each packet. Only a full decode with
 * the named ffmpeg decoder outputs the latter.
 */
export type AlphaStorage = 'none' | 'channel' | { decoder: string };

interface FoundIndex {
	index: VideoIndex;
	alpha: AlphaStorage;
	/** What a full decode of this container needs. */
	fullDecode: Pick<FullDecodeJob, 'demuxer' | 'streamIndex' | 'turn'>;
	/** Tells how a full decode must read the file. It may need some more bytes of the file for that. */
	wholeFileReading: () => Promise<WholeFileReading>;
}

/**
 * A pipe is not the file: ffmpeg cannot go back in it.
 * - `stream`: ffmpeg reads the same from a pipe as from the file
 * - `file`: ffmpeg needs the file, which must be stored first
 * - `fileIfFits`: it may read something else from a pipe; that is tried only for a file that is too large to be stored
 */
export type WholeFileReading = 'stream' | 'file' | 'fileIfFits';

/** The first packets are examined as far as they lie within this many bytes. */
const maxProbedBytes = 64 * 1024;

/** An index that cannot be trusted counts as none. */
async function unlessUntrusted(
	find: () => Promise<VideoIndex> | VideoIndex,
	onUntrusted: (error: NeedsFullDecode) => void = () => undefined,
): Promise<VideoIndex> {
	try {
		return await find();
	} catch (error) {
		if (!(error instanceof NeedsFullDecode)) throw error;
		onUntrusted(error);
		return { kind: 'none' };
	}
}

/** @throws NeedsFullDecode when the first packets contradict the sample table. */
async function checkFirstPackets(
	table: SampleTable,
	reader: HeaderReader,
	isMotionJpeg: boolean,
): Promise<void> {
	const { offsets, pts, sizes } = table.samples;
	const { decoderConfig } = table.track;
	if (isMotionJpeg && table.samples.count > 1)
		checkOwnTables(await reader.readUpTo(at(offsets, 1), packetHeadBytes));
	if (!decoderConfig) return;
	// Decoding starts here for the first frame. Samples before it, hidden by an edit list, are not even decoded.
	const start = table.count ? table.decodeStartFor(at(table.frameSamples, 0)) : 0;
	const hasLeadingPictures = start + 1 < table.samples.count && at(pts, start + 1) < at(pts, start);
	const length = Math.min(at(sizes, start), packetHeadBytes);
	const packet = await reader.readUpTo(at(offsets, start), length);
	checkFirstPacket(packet, decoderConfig, hasLeadingPictures);
	table.track.startState = startStateOf(packet, decoderConfig);
	if (!table.presentedInDecodeOrder || decoderConfig.frameReordering !== 'unknown') return;
	const from = at(offsets, 1);
	const bytes = await reader.readUpTo(from, maxProbedBytes);
	for (const offset of offsets.subarray(1, probedPackets))
		if (offset >= from) detectReordering(bytes.subarray(offset - from), decoderConfig);
	table.checkReordering();
}

function notDamaged(error: unknown): false {
	if (error instanceof MediaError && error.code === 'damaged') return false;
	throw error;
}

async function findInMp4({ source, head }: VideoBytes, maxIndexBytes: number): Promise<FoundIndex> {
	const reader = new HeaderReader(source, head, headBytes);
	const { moov, moovIsFirst, end, isFragmented } = await findMovie(reader, maxIndexBytes);
	const mp4Track = findVideoTrack(moov);
	const muxer = mp4Muxer(mp4Track);
	const index = await unlessUntrusted(async () => {
		if (isFragmented)
			return {
				kind: 'scan',
				muxer,
				scan: new FragmentScan(source, head, moov, end, mp4Track, maxIndexBytes),
			};
		const table = movieSampleTable(moov, mp4Track);
		await checkFirstPackets(table, reader, mp4Track.description.codec === 'jpeg');
		return { kind: 'table', source, muxer, table };
	});
	const { streamIndex, track } = mp4Track;
	return {
		index,
		alpha: track.hasAlpha ? 'channel' : 'none',
		fullDecode: { demuxer: 'mov', streamIndex, turn: track.turn },
		async wholeFileReading() {
			if (!moovIsFirst) return 'file';
			if (isFragmented) return 'fileIfFits';
			const { stbl } = mp4Track;
			// With contradicting tables nobody knows where the samples lie.
			const sequential = await samplesAreSequential(reader, stbl, end).catch(notDamaged);
			return sequential ? 'stream' : 'file';
		},
	};
}

/** Decoders that output the alpha of a codec ID; ffmpeg's native decoders do not. */
const alphaDecoders: Record<string, string> = { V_VP8: 'libvpx', V_VP9: 'libvpx-vp9' };

async function findInMatroska({ source, head }: VideoBytes): Promise<FoundIndex> {
	let alpha: AlphaStorage = 'none';
	let needsFile = false;
	const onUntrusted = (error: NeedsFullDecode) => {
		({ needsFile } = error);
	};
	const index = await unlessUntrusted(async () => {
		const scan = await ClusterScan.open(source, head);
		const decoder = scan.track.track.hasAlpha ? alphaDecoders[scan.track.codecId] : undefined;
		if (decoder) alpha = { decoder };
		return { kind: 'scan', scan, muxer: matroskaMuxer(scan.track) };
	}, onUntrusted);
	return {
		index,
		alpha,
		fullDecode: { demuxer: 'matroska' },
		wholeFileReading: async () => (needsFile ? 'file' : 'stream'),
	};
}

/** @throws MediaError for files that no way of reading can handle (unknown container, no video track, encrypted, …). */
export async function findIndex(bytes: VideoBytes, maxIndexBytes: number): Promise<FoundIndex> {
	const container = detectVideoContainer(bytes.head);
	if (container === 'mp4') return await findInMp4(bytes, maxIndexBytes);
	if (container === 'matroska') return await findInMatroska(bytes);
	return {
		index: { kind: 'none' },
		alpha: 'none',
		fullDecode: { demuxer: container },
		// The index of an AVI file lies at its end. A transport stream has none.
		wholeFileReading: async () => (container === 'mpegts' ? 'stream' : 'fileIfFits'),
	};
}
