/** Reads frame numbers and lists of frames. */
import type { FrameRange } from '../../../src/labels/row/frames';
import { textsOf } from './form/values';
import { InputError, shown } from './form/inputError';

/** A whole number from 0, or text that contains one. @throws InputError */
export function frameNumber(value: unknown): number {
	const number =
		typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
			? Number(value)
			: Number.NaN;
	if (!Number.isInteger(number) || number < 0) {
		throw new InputError(
			`${shown(value)} is not a frame number`,
			'Frames are whole numbers, counted from 0.',
		);
	}
	return number;
}

/** Reads frames and ranges from text such as `0, 5, 10-20`, a number, or a list of numbers and pairs. @throws InputError */
export function frameList(value: unknown): Array<number | FrameRange> {
	const parts: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? textsOf(value)
			: [value];
	if (parts.length === 0)
		throw new InputError(
			'No frames are given',
			'Give frames and ranges such as 0, 5, 10-20, or choose Whole File.',
		);
	return parts.map((part) => {
		const range = typeof part === 'string' ? /^(\d+)\s*-\s*(\d+)$/.exec(part.trim()) : null;
		if (range) return frameRange(range.slice(1), part);
		return Array.isArray(part) ? frameRange(part, part) : frameNumber(part);
	});
}

/** @param given the range as it was given, for the error */
function frameRange(ends: readonly unknown[], given: unknown): FrameRange {
	const [first, last] = ends.map(frameNumber);
	if (ends.length === 2 && first! <= last!) return [first!, last!];
	throw new InputError(
		`${shown(given)} is not a range of frames`,
		'A range has two frames, the lower one first: 10-20, or [10, 20].',
	);
}

/** Frames and ranges as ranges only. */
export function asRanges(frames: Array<number | FrameRange>): FrameRange[] {
	return frames.map((one) => (typeof one === 'number' ? [one, one] : one));
}
