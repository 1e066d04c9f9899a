/** Reads frame numbers and lists of frames. */
import type { FrameRange } from '../../../src/labels/row/frames';
import { InputError } from './form/inputError';

/** A whole number from 0, or text that contains one. @throws InputError */
export function frameNumber(value: unknown): number {
	const number =
		value === null || value === undefined || String(value).trim() === ''
			? Number.NaN
			: Number(value);
	if (!Number.isInteger(number) || number < 0) {
		throw new InputError(
			`"${String(value)}" is not a frame number`,
			'Frames are whole numbers, counted from 0.',
		);
	}
	return number;
}

/** Reads frames and ranges from text such as `0, 5, 10-20`, a number, or a list of numbers and pairs. @throws InputError */
export function frameList(value: unknown): Array<number | FrameRange> {
	const parts: unknown[] = Array.isArray(value)
		? value
		: String(value ?? '')
				.split(',')
				.map((part) => part.trim())
				.filter((part) => part !== '');
	if (parts.length === 0)
		throw new InputError(
			'No frames are given',
			'Give frames and ranges such as 0, 5, 10-20, or choose Whole File.',
		);
	return parts.map((part) => {
		if (Array.isArray(part)) return [frameNumber(part[0]), frameNumber(part[1])];
		const range = /^(\d+)\s*-\s*(\d+)$/.exec(String(part));
		return range ? [Number(range[1]), Number(range[2])] : frameNumber(part);
	});
}

/** Frames and ranges as ranges only. */
export function asRanges(frames: Array<number | FrameRange>): FrameRange[] {
	return frames.map((one) => (typeof one === 'number' ? [one, one] : one));
}
