/** Turns the frames of an edit into ranges, and checks them against the media. */
import { countFrames, mergeRanges, type FrameRange, type FramesInput } from '../../row/frames';
import { Refusal } from '../../row/problem';
import type { Space } from '../../row/space';
import { numberFrom } from '../../../encord/wire/numberFrom';

/** An edit with more frames than this is refused. */
const MAX_FRAMES = 5_000_000;

/**
 * The frames as merged, ascending ranges inside the media.
 * @param item title of the object or classification, for the problem
 * @throws Refusal for frames that do not exist, and for more than five million frames
 */
export function resolveFrames(input: FramesInput, space: Space, item?: string): FrameRange[] {
	const { length } = space;
	const refuse = (message: string): never => {
		throw new Refusal({
			code: 'badFrames',
			message,
			field: 'frames',
			value: input,
			...(item === undefined ? {} : { item }),
		});
	};
	if (input === 'global')
		return refuse('Only a global classification can be set without frames. Give frames, or "all".');
	if (input === 'all') {
		if (length === undefined)
			return refuse(
				'How many frames there are is not known, so "all" cannot be used. Give the frames.',
			);
		return length > 0 ? [[0, length - 1]] : [];
	}
	if (input === 'only') {
		if (length === 1) return [[0, 0]];
		return refuse(
			length === undefined
				? 'No frame is given, and how many frames there are is not known.'
				: `No frame is given, and there are ${length} of them.`,
		);
	}
	const list = typeof input === 'number' ? [input] : input;
	if (!Array.isArray(list))
		return refuse(
			'Frames are a number, a list of numbers and [first, last] pairs, "all" or "only".',
		);
	const ranges = list.map(rangeOf);
	for (const [at, [start, end]] of ranges.entries()) {
		if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start) {
			return refuse(
				`${JSON.stringify(list[at])} is not a frame. Frames are whole numbers from 0; a range is [first, last].`,
			);
		}
		if (length !== undefined && end >= length)
			return refuse(`Frame ${end} is outside the media: its frames are 0 to ${length - 1}.`);
	}
	const merged = mergeRanges(ranges);
	return countFrames(merged) > MAX_FRAMES
		? refuse(`More than ${MAX_FRAMES} frames at once.`)
		: merged;
}

/** A frame or a pair of frames as a range. What is no number, such as null, is not taken for frame 0. */
function rangeOf(entry: number | FrameRange): FrameRange {
	const [first, last, ...others] = Array.isArray(entry) ? entry : [entry, entry];
	return others.length > 0 ? [Number.NaN, Number.NaN] : [numberFrom(first), numberFrom(last)];
}
