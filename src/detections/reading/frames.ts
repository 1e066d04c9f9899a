/** The frames of a detection. */
import { NotTaken, type Detection } from '../found';
import { isAbsent } from '../formats/parts/json';
import { shown } from '../formats/parts/numbers';

export interface Frames {
	/** Number of frames, if known. */
	length: number | undefined;
	/** Whether the media is one picture, so that no frame has to be named. */
	isSingle: boolean;
	/** The frame that the user chose. */
	chosen: number | undefined;
}

/** @throws NotTaken when the detection is on no frame, on one that does not exist, or at a time instead */
export function framesOf(
	{ frame, time }: Detection,
	{ length, isSingle, chosen }: Frames,
): number[] {
	const frames = isAbsent(frame)
		? []
		: Array.isArray(frame)
			? (frame as unknown[]).flatMap((each) => framesFrom(each, length))
			: framesFrom(frame, length);
	if (frames.length === 0 && Array.isArray(frame))
		throw new NotTaken('The list of frames is empty.');
	if (frames.length === 0) {
		if (chosen !== undefined) frames.push(chosen);
		else if (!isAbsent(time) && !isSingle)
			throw new NotTaken(
				`The detection is at the time ${shown(time)}; expected the number of a frame, counted from 0.`,
			);
		else if (isSingle) frames.push(0);
		else
			throw new NotTaken(
				'The detection names no frame, and none was chosen; the media has several.',
			);
	}
	for (const each of frames)
		if (length !== undefined && each >= length)
			throw new NotTaken(
				`Frame ${each} does not exist: the media has the frames 0 to ${length - 1}.`,
			);
	return frames.length === 1 ? frames : [...new Set(frames)].sort((a, b) => a - b);
}

/** A frame, or a range as text, of which both ends count. */
function framesFrom(value: unknown, length: number | undefined): number[] {
	const range = typeof value === 'string' ? /^\s*(\d+)\s*[-–]\s*(\d+)\s*$/.exec(value) : null;
	if (range === null) return [frameFrom(value)];
	const [first, last] = [Number(range[1]), Number(range[2])];
	if (last < first)
		throw new NotTaken(`The range of frames ${shown(value)} ends before it begins.`);
	if (last - first >= (length ?? MAX_RANGE))
		throw new NotTaken(`The range of frames ${shown(value)} is longer than the media.`);
	return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** Frames of a range, where the length of the media is not known. */
const MAX_RANGE = 100_000;

function frameFrom(value: unknown): number {
	const isText = typeof value === 'string' && /^\s*\d+\s*$/.test(value);
	const frame = isText ? Number(value) : value;
	if (typeof frame === 'number' && Number.isInteger(frame) && frame >= 0) return frame;
	throw new NotTaken(`The frame is ${shown(value)}; expected a whole number from 0.`);
}
