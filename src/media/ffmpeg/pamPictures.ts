/** Splits ffmpeg's output into pictures. PAM is used because each picture has a header with its own size. */
import { MediaError } from '../errors';
import type { Pixels } from '../picture/pixels';
import type { PixelPool } from './pixelPool';

const maxHeaderBytes = 256;

interface PamHeader {
	width: number;
	height: number;
	channels: 3 | 4;
	/** Length of the header itself. */
	bytes: number;
}

function parseHeader(text: string): PamHeader | undefined {
	const end = text.indexOf('ENDHDR\n');
	if (end < 0) return undefined;
	const field = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
	const [width, height, channels] = [field('WIDTH'), field('HEIGHT'), field('DEPTH')];
	if (
		!text.startsWith('P7\n') ||
		!(width > 0) ||
		!(height > 0) ||
		(channels !== 3 && channels !== 4) ||
		field('MAXVAL') !== 255
	)
		return undefined;
	return { width, height, channels, bytes: end + 'ENDHDR\n'.length };
}

/** Yields pictures in the order of the stream. A picture that is cut off by the end of the stream is dropped. */
export async function* pamPictures(
	stream: AsyncIterable<Buffer>,
	pool: PixelPool,
): AsyncGenerator<Pixels, void, undefined> {
	let start: Buffer = Buffer.alloc(0);
	let picture: Pixels | undefined;
	let filled = 0;
	for await (const chunk of stream) {
		let rest = chunk;
		while (rest.length) {
			if (!picture) {
				start = start.length ? Buffer.concat([start, rest]) : rest;
				const header = parseHeader(start.toString('latin1', 0, maxHeaderBytes));
				if (!header) {
					if (start.length >= maxHeaderBytes)
						throw new MediaError(
							'damaged',
							'The decoder answered with something that is not a picture.',
						);
					break;
				}
				rest = start.subarray(header.bytes);
				start = Buffer.alloc(0);
				const { width, height, channels } = header;
				picture = { width, height, channels, data: pool.take(width * height * channels) };
				filled = 0;
			}
			const taken = rest.copy(picture.data, filled);
			filled += taken;
			rest = rest.subarray(taken);
			if (filled === picture.data.length) {
				yield picture;
				picture = undefined;
			}
		}
	}
}
