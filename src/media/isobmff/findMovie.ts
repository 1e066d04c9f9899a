/** Finds the `moov` box of an MP4 or MOV file with few requests (frames §6). */
import type { HeaderReader } from '../bytes/headerReader';
import { MediaError } from '../errors';
import { boxHeader, child, damaged } from './boxes';

interface Movie {
	moov: Buffer;
	/** `moov` precedes the media data: the file can be decoded while it arrives. */
	moovIsFirst: boolean;
	/** The offset behind `moov`. */
	end: number;
	/** The samples are described in fragments, which follow `moov`. */
	isFragmented: boolean;
}

const maxTopLevelBoxes = 10_000;
/** Fetched together with `moov`: the first packet, which is examined next, often follows it. */
const bytesBehindMoov = 8 * 1024;

/** @throws MediaError `truncated` when there is no whole `moov`, `unsupportedFormat` for a segment, `tooLarge`, `damaged` */
export async function findMovie(reader: HeaderReader, maxIndexBytes: number): Promise<Movie> {
	let mediaDataSeen = false;
	let fragmentSeen = false;
	for (
		let position = 0, count = 0;
		position + 8 <= reader.size && count < maxTopLevelBoxes;
		count++
	) {
		const head = boxHeader(await reader.readUpTo(position, 16));
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
			const moov = Buffer.from(
				(await reader.readUpTo(position, size + bytesBehindMoov)).subarray(head.header, size),
			);
			return {
				moov,
				moovIsFirst: !mediaDataSeen,
				end: position + size,
				isFragmented: child(moov, 'mvex') !== undefined,
			};
		}
		if (head.type === 'mdat') mediaDataSeen = true;
		if (head.type === 'moof') fragmentSeen = true;
		position += size;
	}
	if (fragmentSeen)
		throw new MediaError(
			'unsupportedFormat',
			'The file is one segment of a stream (.m4s). It cannot be decoded without the start of the stream. Upload the whole video as one file.',
		);
	throw new MediaError(
		'truncated',
		'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
	);
}
