/** Reads small videos from a storage in memory, for tests. */
import type {
	FramePixels,
	FrameSelection,
	Media,
	MediaOptions,
	MediaSource,
} from '../../../src/media/contract';
import { openMedia } from '../../../src/media/openMedia';
import { storageOf } from './fileStorage';
import { ffmpegPath, frameCount, frameShown } from './smallVideos';

export type VideoOptions = Partial<MediaOptions> & {
	source?: Partial<MediaSource>;
	/** Whether the storage serves byte ranges. */
	ranges?: boolean;
};

/** Gives an opened video to `use` and closes it. */
export async function withVideo<T>(
	file: Buffer,
	{ source, ranges, ...options }: VideoOptions,
	use: (media: Media) => Promise<T>,
): Promise<T> {
	const { send, url } = storageOf(file, { ranges });
	const media = openMedia({ kind: 'video', url, ...source }, { send, ffmpegPath, ...options });
	try {
		return await use(media);
	} finally {
		await media.close();
	}
}

/** The numbers of the frames that come. @throws Error when a picture shows another frame than its number says */
export async function framesRead(
	file: Buffer,
	selection: FrameSelection,
	options: VideoOptions = {},
): Promise<number[]> {
	return (await picturesRead(file, selection, options)).map(({ frame }) => frame);
}

/** The pictures that come, up to an error. @throws Error when a picture shows another frame than its number says */
export async function picturesRead(
	file: Buffer,
	selection: FrameSelection,
	options: VideoOptions = {},
): Promise<Array<Omit<FramePixels, 'data'>>> {
	return await withVideo(file, options, async (media) => {
		const pictures = [];
		for await (const { data, ...picture } of media.pixels(selection)) {
			const shown = frameShown({ data, ...picture });
			if (shown !== picture.frame % frameCount)
				throw new Error(`Frame ${picture.frame} shows ${shown}`);
			pictures.push(picture);
		}
		return pictures;
	});
}

/** Code and message of the error that reading ends with, and the frames that come before it. */
export async function readingError(
	file: Buffer,
	selection: FrameSelection,
	options: VideoOptions = {},
) {
	const frames: number[] = [];
	return await withVideo(file, options, async (media) => {
		try {
			for await (const { frame } of media.pixels(selection)) frames.push(frame);
		} catch (error) {
			const { code, message } = error as Error & { code?: string };
			return { code, message, frames };
		}
		return { frames };
	});
}
