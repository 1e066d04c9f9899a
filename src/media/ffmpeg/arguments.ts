/** The ffmpeg command line that decodes one container to pictures with timestamps. */
import type { FfmpegBinary } from './binary';

export interface DecodeSettings {
	binary: FfmpegBinary;
	/** ffmpeg's name of the demuxer. ffmpeg is not allowed to use any other one. */
	demuxer: 'mov' | 'matroska' | 'mpegts' | 'avi' | 'bmp_pipe';
	/** Index of the stream to decode; absent: the first video stream that is no cover picture. */
	streamIndex?: number;
	/** Filters that pass on the wanted frames. The timestamps they set come back with the pictures. */
	select: string;
	/** Filters that turn the stored picture as it is shown; absent: what ffmpeg does on its own. */
	turn?: readonly string[];
	/** Further options in front of the input, e.g. a decoder by name. */
	inputOptions?: string[];
	/** Output pixels with an alpha channel. */
	alpha?: boolean;
	threads: number;
	/** Larger pictures are an error. */
	maxPixels: number;
	/** Pictures at least twice as long are scaled down to this longest side in ffmpeg. */
	maxDimension?: number;
}

/** ffmpeg accepts no larger value for `-max_pixels`. */
const maxPixelsLimit = 2 ** 31 - 1;

/** Commas are escaped, because an unescaped comma ends a filter. */
const scaleDown = (side: number) => {
	const scaled = (own: string) =>
		`if(lte(${2 * side},max(iw,ih)),max(1,round(${own}*${side}/max(iw,ih))),${own})`.replaceAll(
			',',
			'\\,',
		);
	return `scale=w=${scaled('iw')}:h=${scaled('ih')}:flags=area`;
};

/**
 * Writes each picture to stdout and its timestamp, in milliseconds, as a line to file descriptor 3. So the identity of a picture
 * is read from its timestamp and not derived by counting.
 */
const pictureAndTimestamp = '[f=mkvtimestamp_v2:flush_packets=1]pipe:3|[f=image2pipe]pipe:1';

/** @param path the input file; absent: ffmpeg reads from stdin */
export function ffmpegArguments(settings: DecodeSettings, path?: string): string[] {
	const { select, turn = [], maxDimension, streamIndex } = settings;
	const filters = [select, ...turn, ...(maxDimension ? [scaleDown(maxDimension)] : [])];
	return [
		'-hide_banner',
		'-nostats',
		'-nostdin',
		'-loglevel',
		// A decoder tells what it conceals in a damaged picture as an information, not as an error.
		'level+info',
		'-protocol_whitelist',
		path === undefined ? 'pipe' : 'file',
		'-format_whitelist',
		settings.demuxer,
		'-threads',
		String(settings.threads),
		'-max_pixels',
		String(Math.min(settings.maxPixels, maxPixelsLimit)),
		...(settings.inputOptions ?? []),
		'-f',
		settings.demuxer,
		'-i',
		path === undefined ? 'pipe:0' : `file:${path}`,
		'-map',
		streamIndex === undefined ? '0:V:0' : `0:${streamIndex}`,
		'-sn',
		'-dn',
		'-an',
		'-vf',
		filters.join(','),
		...settings.binary.passthrough,
		'-enc_time_base',
		'1:1000',
		'-c:v',
		'pam',
		'-pix_fmt',
		settings.alpha ? 'rgba' : 'rgb24',
		'-f',
		'tee',
		pictureAndTimestamp,
	];
}
