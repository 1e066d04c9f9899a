/** Turns ffmpeg's log into an error that tells the user what to do. */
import { MediaError, noVideoTrack } from '../errors';
import type { DecodeSettings } from './arguments';
import type { ErrorLog } from './errorLog';

/** The error for a process that ended with an exit code other than 0. */
export function decodeError(
	{ text: log, firstError: detail = '' }: ErrorLog,
	{ maxPixels, binary, demuxer }: DecodeSettings,
): MediaError {
	if (/Picture size \d+x\d+ (is invalid|exceeds)|max_pixels/i.test(log)) {
		return new MediaError(
			'tooLarge',
			`The pictures of this file have more than ${maxPixels} pixels. Raise the pixel limit if that is intended.`,
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
	if (/matches no streams/i.test(log)) return noVideoTrack();
	return new MediaError(
		'damaged',
		`The ${demuxer === 'bmp_pipe' ? 'image' : 'video'} cannot be decoded${detail && ` (${detail})`}. ` +
			'The file may be damaged: upload it again or re-encode it.',
	);
}
