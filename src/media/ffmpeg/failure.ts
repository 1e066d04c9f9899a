/** Turns ffmpeg's log into an error that tells the user what to do. */
import { MediaError } from '../errors';
import type { DecodeSettings } from './arguments';

/** The first error in the log, without anything that may be a URL or a path. */
function firstError(log: string): string {
	const lines = log.split(/[\r\n]+/).filter((line) => /\[(error|fatal)\]/.test(line));
	const text = (lines[0] ?? '')
		.replace(/^(\[[^\]]*\]\s*)+/, '')
		.replace(/\S*(:\/\/|file:|pipe:)\S*/g, '')
		.trim();
	return text.slice(0, 200);
}

/** The error for a process that ended with an exit code other than 0. */
export function decodeError(log: string, { maxPixels, binary }: DecodeSettings): MediaError {
	const detail = firstError(log);
	if (/Picture size \d+x\d+ (is invalid|exceeds)|max_pixels/i.test(log)) {
		return new MediaError(
			'tooLarge',
			`The pictures of this video have more than ${maxPixels} pixels. Raise the pixel limit if that is intended.`,
		);
	}
	if (
		/Requested output format|Unknown encoder|No such filter|Unrecognized option|Unknown input format/i.test(
			log,
		)
	) {
		return new MediaError(
			'noFfmpeg',
			`ffmpeg ${binary.version} was built without something that is needed (${detail}). ` +
				'Use a full build, by PATH or FFMPEG_PATH.',
		);
	}
	if (
		/Decoder .*not found|Unknown decoder|Decoding requested, but no decoder found|Could not find codec parameters/i.test(
			log,
		)
	) {
		return new MediaError(
			'unsupportedFormat',
			`ffmpeg ${binary.version} cannot decode this video (${detail}). ` +
				'Use a newer ffmpeg, or re-encode the file as H.264.',
		);
	}
	return new MediaError(
		'damaged',
		`The video cannot be decoded${detail && ` (${detail})`}. ` +
			'The file may be damaged: upload it again or re-encode it.',
	);
}
