/** BMP files, which libvips does not read. ffmpeg decodes them. */
import type { Deadline } from '../bytes/deadline';
import { MediaError } from '../errors';
import { findFfmpeg } from '../ffmpeg/binary';
import { decode } from '../ffmpeg/decode';
import { PixelPool } from '../ffmpeg/pixelPool';
import { startFfmpeg } from '../ffmpeg/process';
import type { DecodedFile } from '../picture/imageFile';

const alphaMaskOffset = 66;
const bitFields = 3;

/** Whether the header names bits for alpha. Without it the fourth byte of a pixel means nothing. */
const hasAlpha = (bytes: Buffer) =>
	bytes.length >= alphaMaskOffset + 4 &&
	bytes.readUInt32LE(14) >= 56 &&
	bytes.readUInt32LE(30) === bitFields &&
	bytes.readUInt32LE(alphaMaskOffset) !== 0;

/** ffmpeg refuses files that lie about their own size; many programs do not fill that field. */
function withTrueSize(bytes: Buffer): Buffer {
	const copy = Buffer.from(bytes);
	copy.writeUInt32LE(bytes.length, 2);
	return copy;
}

interface BmpOptions {
	ffmpegPath?: string;
	deadline: Deadline;
	maxPixels: number;
}

/** @throws MediaError `noFfmpeg`, `tooLarge`, `damaged` */
export async function decodeBmp(
	bytes: Buffer,
	{ ffmpegPath, deadline, maxPixels }: BmpOptions,
): Promise<DecodedFile> {
	const binary = await findFfmpeg(ffmpegPath);
	const input = async function* () {
		yield withTrueSize(bytes);
	};
	const pictures = decode({
		binary,
		start: (args) => startFfmpeg({ path: binary.path, args }),
		input: input(),
		pool: new PixelPool(),
		deadline,
		demuxer: 'bmp_pipe',
		select: 'null',
		alpha: hasAlpha(bytes),
		threads: 1,
		maxPixels,
	});
	for await (const { pixels, log } of pictures) {
		if (log.firstError) throw damaged(log.firstError);
		return { type: 'bmp', bytes, pixels };
	}
	throw damaged('there is no picture in it');
}

const damaged = (detail: string) =>
	new MediaError('damaged', `The image cannot be decoded (${detail}). Upload it to Encord again.`);
