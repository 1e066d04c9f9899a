/**
 * The errors of `src/media`. Every message says what happened and what to do now. It never contains a URL, because signed URLs
 * are secrets.
 */

export type MediaErrorCode =
	| 'notFound'
	| 'accessDenied'
	| 'outOfRange'
	| 'truncated'
	| 'damaged'
	| 'changed'
	| 'unsupportedFormat'
	| 'noFfmpeg'
	| 'tooLarge'
	| 'timeout'
	| 'cancelled'
	| 'network'
	| 'invalidInput';

/** Base of all errors of `src/media`. `code` identifies the kind of failure. */
export class MediaError extends Error {
	constructor(
		readonly code: MediaErrorCode,
		message: string,
		options?: { cause?: unknown },
	) {
		super(message, options);
		this.name = new.target.name;
	}
}

/** A frame number past the end. `frameCount` is the number of frames that the file really has. */
export class FrameOutOfRangeError extends MediaError {
	constructor(
		readonly frame: number,
		readonly frameCount: number,
	) {
		super(
			'outOfRange',
			frameCount > 0
				? `Frame ${frame} does not exist: the file has ${frameCount} frames, numbered 0 to ${frameCount - 1}.`
				: `Frame ${frame} does not exist: the file has no frames.`,
		);
	}
}

/** A frame that the file's index lists, but whose bytes are missing or cannot be decoded. */
export class FrameMissingError extends MediaError {
	constructor(
		readonly frame: number,
		why: string,
	) {
		super(
			'truncated',
			`Frame ${frame} cannot be read: ${why}. Upload the file to Encord again, or ask for another frame.`,
		);
	}
}

export const noVideoTrack = () =>
	new MediaError(
		'unsupportedFormat',
		'The file has no video track. Use it as audio, or upload another file.',
	);

/** A kind of file that this package does not decode. `instead` tells the user what to do. */
export class UnsupportedMediaError extends MediaError {
	constructor(what: string, instead: string) {
		super('unsupportedFormat', `${what} is not supported yet. ${instead}`);
	}
}

/**
 * The container's index does not tell exactly which packet is frame N, so the file must be decoded from its first byte. It is
 * caught inside `src/media`; callers never get it.
 */
export class NeedsFullDecode extends MediaError {
	/** @param needsFile ffmpeg must be able to go back in the file, so a pipe is not enough */
	constructor(
		why: string,
		readonly needsFile = false,
	) {
		super('unsupportedFormat', `The file's index cannot be used: ${why}.`);
	}
}
