/** Splits ffmpeg's output into pictures. PAM is used because each picture has a header with its own size. */
import { MediaError } from '../errors';
import type { Pixels } from '../picture/pixels';
import type { PixelPool } from './pixelPool';
import type { ByteSink, ProcessOutput } from './processOutput';

const maxHeaderBytes = 256;
/** Room for a header and, of small pictures, for several pictures. */
const startBytes = 16 * 1024;

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

/** Puts the bytes together to pictures. */
class PictureAssembler implements ByteSink {
	/** The start of the next picture, while its header is not complete. */
	private readonly start = Buffer.allocUnsafe(startBytes);
	private started = 0;
	private picture: Pixels | undefined;
	private pixelBytes = 0;
	private readonly complete: Pixels[] = [];
	private error: MediaError | undefined;
	private atEnd = false;
	private wake: (() => void) | undefined;

	constructor(private readonly pool: PixelPool) {}

	space(): Buffer {
		return this.picture
			? this.picture.data.subarray(this.pixelBytes)
			: this.start.subarray(this.started);
	}

	filled(bytes: number): boolean {
		if (this.picture) this.addPixels(this.picture, bytes);
		else {
			this.started += bytes;
			this.readStart();
		}
		if (this.complete.length || this.error) this.wake?.();
		return this.complete.length === 0 && !this.error;
	}

	ended(): void {
		this.atEnd = true;
		this.wake?.();
	}

	/** The next picture; undefined at the end. @param goOn asks for more bytes */
	async next(goOn: () => void): Promise<Pixels | undefined> {
		if (!this.complete.length && !this.error && !this.atEnd) {
			const change = new Promise<void>((resolve) => (this.wake = resolve));
			goOn();
			await change;
		}
		const picture = this.complete.shift();
		if (!picture && this.error) throw this.error;
		return picture;
	}

	private addPixels(picture: Pixels, bytes: number): void {
		this.pixelBytes += bytes;
		if (this.pixelBytes < picture.data.length) return;
		this.complete.push(picture);
		this.picture = undefined;
	}

	/** Reads headers, and moves the pixels that came with them to their place. */
	private readStart(): void {
		while (this.started && !this.picture && !this.error) {
			const text = this.start.toString('latin1', 0, Math.min(this.started, maxHeaderBytes));
			const header = parseHeader(text);
			if (!header) {
				if (this.started >= maxHeaderBytes)
					this.error = new MediaError(
						'damaged',
						'The decoder answered with something that is not a picture.',
					);
				return;
			}
			const { width, height, channels } = header;
			const data = this.pool.take(width * height * channels);
			const copied = this.start.copy(data, 0, header.bytes, this.started);
			this.start.copyWithin(0, header.bytes + copied, this.started);
			this.started -= header.bytes + copied;
			this.picture = { width, height, channels, data };
			this.pixelBytes = 0;
			this.addPixels(this.picture, copied);
		}
	}
}

/** Yields pictures in the order of the stream. A picture that is cut off by the end of the stream is dropped. */
export async function* pamPictures(
	output: ProcessOutput,
	pool: PixelPool,
): AsyncGenerator<Pixels, void, undefined> {
	const assembler = new PictureAssembler(pool);
	output.readInto(assembler);
	const goOn = () => output.resume();
	for (let picture; (picture = await assembler.next(goOn)); ) yield picture;
}
