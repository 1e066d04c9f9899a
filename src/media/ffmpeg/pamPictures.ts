/** Cuts ffmpeg's stream of PAM pictures: each says its own size, so a frame is never cut at a guessed place. */
import { MediaError } from '../errors';
import type { Pixels } from '../contract';
import type { PixelPool } from './pixelPool';

const longestHeader = 256;

interface Header {
	width: number;
	height: number;
	channels: 3 | 4;
	bytes: number;
}

function headerOf(text: string): Header | undefined {
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

/** Pictures in the order of the stream. A picture that the stream breaks off is not given. */
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
				const header = headerOf(start.toString('latin1', 0, longestHeader));
				if (!header) {
					if (start.length >= longestHeader)
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
