/** A video file as it was found: where its bytes are, what its index tells, and how it can be decoded from its beginning. */
import { type ByteSource, HeaderReader } from './byteSource';
import type { Deadline } from './deadline';
import { MediaError } from './errors';
import { findFfmpeg } from './ffmpegBinary';
import type { MediaOptions, MediaSource } from './frames';
import type { IndexedVideo } from './indexedFrames';
import type { LinearJob } from './linear';
import { findMovie, type Mp4Movie, NeedsFullDecode, tableOf, videoTrack } from './mp4Index';
import { openRanges } from './rangeReader';
import { videoContainerOf } from './sniff';
import { TempFile } from './tempFile';

const defaults = { maxBytes: 64 * 2 ** 30, maxRequests: 20_000, maxTempBytes: 4 * 2 ** 30, maxIndexBytes: 64 * 2 ** 20 };

export interface OpenVideo {
	/** Present when the index can be trusted. */
	indexed?: IndexedVideo;
	warnings: string[];
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
		send, allowHttp, url: source.url, deadline,
		maxBytes: limits.maxBytes ?? defaults.maxBytes, maxRequests: limits.maxRequests ?? defaults.maxRequests,
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

interface Mp4Facts {
	movie: Mp4Movie;
	indexed?: IndexedVideo;
	stream: number;
}

async function readMp4({ source, head }: Bytes, options: MediaOptions): Promise<Mp4Facts> {
	const movie = await findMovie(new HeaderReader(source, head), options.limits?.maxIndexBytes ?? defaults.maxIndexBytes);
	const found = videoTrack(movie.moov);
	const { stream, descriptions, width, height } = found;
	if (movie.fragmentsFrom !== undefined) return { movie, stream };
	try {
		return { movie, stream, indexed: { source, table: tableOf(movie.moov, found), descriptions, width, height } };
	} catch (error) {
		if (error instanceof NeedsFullDecode) return { movie, stream };
		throw error;
	}
}

/** Opens the file, reads its index and compares it with what Encord says. */
export async function openVideo(source: MediaSource, options: MediaOptions, deadline: Deadline): Promise<OpenVideo> {
	// The binary is looked for while the first bytes come; what is wrong with it is told when it is needed.
	findFfmpeg(options.ffmpegPath).catch(() => undefined);
	const bytes = await findBytes(source, options, deadline);
	let { stored } = bytes;
	const close = async () => await stored?.remove();
	try {
		const container = videoContainerOf(bytes.head);
		const mp4 = container === 'mp4' ? await readMp4(bytes, options) : undefined;
		const warnings: string[] = [];
		const expected = source.expected?.frameCount;
		let indexed = mp4?.indexed;
		if (indexed && typeof expected === 'number' && expected !== indexed.table.count) {
			warnings.push(`Encord counts ${expected} frames, the file's index ${indexed.table.count}: the frames were counted by decoding.`);
			indexed = undefined;
		}
		return {
			...(indexed && { indexed }), warnings, close,
			async linearInput() {
				const demuxer = container === 'mp4' ? 'mov' : container;
				const stream = mp4 && { stream: mp4.stream };
				if (!mp4 || mp4.movie.indexFirst) return { demuxer, input: bytes.source.stream(0), ...stream };
				stored ??= await TempFile.store(bytes.source.stream(0), options.limits?.maxTempBytes ?? defaults.maxTempBytes);
				return { demuxer, input: { path: stored.path }, ...stream };
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
