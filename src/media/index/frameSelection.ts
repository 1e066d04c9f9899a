/** Which frames a caller asks for. Frame numbers are 0-based. */
import { MediaError } from '../errors';

/**
 * - `frames`: these frames, e.g. those that carry labels
 * - `range`: first and last frame (both included; the last may lie past the end), optionally every k-th of them
 * - `every`: every k-th frame, starting with frame 0
 * - `perSecond`: n ticks per second, starting at the first frame; for each tick the frame on screen, each frame once
 * - `atMost`: n evenly spaced frames, starting with frame 0; all frames when the file has fewer
 * - `keyFrames`: the sync samples
 */
export type FrameSelection =
	| { frames: readonly number[] }
	| { range: readonly [number, number]; every?: number }
	| { every: number }
	| { perSecond: number }
	| { atMost: number }
	| { keyFrames: true }
	| 'all';

const fail = (message: string) => {
	throw new MediaError('invalidInput', message);
};

function checkPositiveInteger(value: number, name: string): number {
	return Number.isInteger(value) && value >= 1
		? value
		: fail(`${name} must be a whole number from 1 on, not ${value}.`);
}

function checkFrameNumber(value: number): number {
	return Number.isInteger(value) && value >= 0
		? value
		: fail(`A frame number must be a whole number from 0 on, not ${value}.`);
}

/** Checks what can be checked before anything is fetched. @throws MediaError `invalidInput` when no file could fulfill it. */
export function checkFrameSelection(selection: FrameSelection): void {
	if (selection === 'all' || 'keyFrames' in selection) return;
	if ('frames' in selection) selection.frames.forEach(checkFrameNumber);
	else if ('range' in selection) {
		const [first, last] = selection.range.map(checkFrameNumber) as [number, number];
		if (last < first) fail(`The range ends at frame ${last}, before it begins at frame ${first}.`);
		if (selection.every !== undefined) checkPositiveInteger(selection.every, 'The step of a range');
	} else if ('every' in selection) checkPositiveInteger(selection.every, 'The step between frames');
	else if ('atMost' in selection) checkPositiveInteger(selection.atMost, 'The number of frames');
	else if (!(selection.perSecond > 0) || !Number.isFinite(selection.perSecond))
		fail(`Frames per second must be more than 0, not ${selection.perSecond}.`);
}

/** The highest frame number that can be meant; infinite when frames up to the end of the file are meant. */
export function highestFrame(selection: FrameSelection): number {
	if (selection !== 'all' && 'frames' in selection)
		return selection.frames.reduce((highest, frame) => Math.max(highest, frame), -1);
	if (selection !== 'all' && 'range' in selection) return selection.range[1];
	return Number.POSITIVE_INFINITY;
}
