/** Which frames are asked for: asks and frame numbers. Frames are 0-based. */
import { FrameOutOfRangeError, MediaError } from './errors';

/**
 * - `frames`: these, e.g. the frames that carry labels
 * - `range`: first and last frame (both included; the last may lie past the end), optionally every k-th of them
 * - `every`: every k-th frame from 0
 * - `perSecond`: for each tick of 1/n second the frame on screen, each frame once
 * - `atMost`: n evenly spaced frames from 0 (all frames when there are fewer)
 * - `keyFrames`: frames that are stored whole
 */
export type FrameAsk =
	| { frames: readonly number[] }
	| { range: readonly [number, number]; every?: number }
	| { every: number }
	| { perSecond: number }
	| { atMost: number }
	| { keyFrames: true }
	| 'all';
