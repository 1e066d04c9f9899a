/** Tiny videos for tests, made with the packaged ffmpeg: each frame has a flat color of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { path as ffmpegPath } from '@ffmpeg-installer/ffmpeg';
import type { Pixels } from '../../../src/media/picture/pixels';

export { ffmpegPath };
export const [width, height] = [64, 48];
export const frameCount = 12;
export const allFrames = Array.from({ length: frameCount }, (_, frame) => frame);

const colorOf = (frame: number) => [20 * frame, 240 - 20 * frame, frame % 2 ? 40 : 200];
/** H.264 and YUV change a color by a few steps. */
const tolerance = 8;

/** The frame whose color all pixels have, of the first twelve; -1 when there is none. */
export function frameShown({ data, channels }: Pixels): number {
	const isShown = (color: number[]) => {
		for (let at = 0; at < data.length; at += channels)
			for (const [channel, value] of color.entries())
				if (Math.abs((data[at + channel] ?? -1) - value) > tolerance) return false;
		return data.length > 0;
	};
	return allFrames.findIndex((frame) => isShown(colorOf(frame)));
}

interface Input {
	/** How often the colors come. */
	times?: number;
	alpha?: boolean;
}

function flatPictures({ times = 1, alpha = false }: Input): Buffer {
	const once = allFrames.map((frame) => {
		const color = [...colorOf(frame), ...(alpha ? [100 + frame] : [])];
		return Buffer.from(Array.from({ length: width * height }, () => color).flat());
	});
	return Buffer.concat(Array.from({ length: times }, () => once).flat());
}

const h264 =
	'-c:v libx264 -preset veryfast -g 4 -keyint_min 4 -sc_threshold 0 -bf 2 -b_strategy 0 -qp 8 -pix_fmt yuv420p -flags +global_header';

/** The files whose groups are closed. */
export const fileNames = [
	'video.mp4',
	'indexFirst.mp4',
	'fragmented.mp4',
	'video.mkv',
	'video.ts',
	'video.avi',
] as const;
const openGopNames = ['openGop.mp4', 'openGop.mkv'] as const;
type FileName = (typeof fileNames)[number] | (typeof openGopNames)[number];
type AlphaName = 'alpha.mov' | 'alpha.webm';

function encode<Name extends string>(
	files: readonly Name[],
	codec: string,
	muxers: string,
	pictures: Input = {},
): Record<Name, Buffer> {
	const folder = mkdtempSync(join(tmpdir(), 'encord-small-videos-'));
	const input = `-f rawvideo -pix_fmt ${pictures.alpha ? 'rgba' : 'rgb24'} -s ${width}x${height} -r 10 -i pipe:0`;
	const args = `-v error ${input} -map 0 ${codec} -f ${muxers}`.split(' ');
	try {
		const { status, stderr } = spawnSync(ffmpegPath, args, {
			cwd: folder,
			input: flatPictures(pictures),
		});
		if (status !== 0) throw new Error(stderr.toString());
		const read = files.map((file) => [file, readFileSync(join(folder, file))]);
		return Object.fromEntries(read) as Record<Name, Buffer>;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/**
 * The same twelve frames, ten per second, in groups of four with B-frames. With open groups it is five times as many frames, in the
 * same colors.
 */
export const smallVideos = (): Record<FileName, Buffer> => ({
	...encode(
		fileNames,
		h264,
		'tee video.mp4|[movflags=faststart]indexFirst.mp4|[movflags=frag_keyframe+empty_moov+default_base_moof]fragmented.mp4|video.mkv|[f=mpegts]video.ts|video.avi',
	),
	...encode(
		openGopNames,
		`${h264} -x264-params open_gop=1:keyint=4:min-keyint=1`,
		'tee openGop.mp4|openGop.mkv',
		{ times: 5 },
	),
});

/** Frame N has the alpha 100 + N: as a channel in PNG pictures, and as second pictures in VP9. */
export const alphaVideos = (): Record<AlphaName, Buffer> => ({
	...encode(['alpha.mov'], '-c:v png -pix_fmt rgba', 'mov alpha.mov', { alpha: true }),
	...encode(
		['alpha.webm'],
		'-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 10 -b:v 0 -pix_fmt yuva420p -auto-alt-ref 0',
		'webm alpha.webm',
		{ alpha: true },
	),
});
