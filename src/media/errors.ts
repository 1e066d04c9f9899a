/**
 * What can go wrong with media. Every message says what happened and what to do now, and never carries a URL: signed
 * URLs are secrets.
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
	| 'badAsk';

/** Any failure of `src/media`; `code` tells them apart without looking at the text. */
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

/** A frame number past the end. `frameCount` is what the file really has. */
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

/** The file promises a frame whose bytes are missing or cannot be decoded. */
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

/** A kind of file that this package does not decode. `instead` says what to use. */
export class UnsupportedMediaError extends MediaError {
	constructor(what: string, instead: string) {
		super('unsupportedFormat', `${what} is not supported yet. ${instead}`);
	}
}

/** A container whose index does not tell frames exactly, while a full decode does. Handled inside this room. */
export class NeedsFullDecode extends MediaError {
	constructor(why: string) {
		super('unsupportedFormat', `The file's index cannot be used: ${why}.`);
	}
}
