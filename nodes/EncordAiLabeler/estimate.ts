/** What a run would take, without opening a file or asking a model. */
import type { LabelRowMetadata } from '../../src/encord/calls/labelRows';
import type { FrameSelection } from '../../src/media/contract';
import { InputError } from '../shared/fields/form/inputError';

/** Width and height where Encord does not say; a common size of pictures for models. */
const UNKNOWN_SIZE = 1024;

/**
 * How many frames of a data unit are shown. Key frames are known only to the file, so they cannot be estimated.
 * @throws InputError for key frames and for frames with labels
 */
export function framesShown(
	{ number_of_frames: count, frames_per_second: rate, data_title: title }: LabelRowMetadata,
	selection: FrameSelection | 'labeled',
): number {
	const frames = Math.max(1, count);
	if (selection === 'all') return frames;
	if (selection === 'labeled' || 'keyFrames' in selection)
		throw new InputError(
			`How many frames of "${title}" are shown is known only after reading the file`,
			'Choose another way of picking frames for an estimate, such as Every Nth Frame.',
		);
	if ('frames' in selection) return selection.frames.length;
	if ('range' in selection) {
		const [first, last] = selection.range;
		return Math.ceil((Math.min(last, frames - 1) - first + 1) / (selection.every ?? 1));
	}
	if ('every' in selection) return Math.ceil(frames / selection.every);
	if ('atMost' in selection) return Math.min(frames, selection.atMost);
	return rate ? Math.min(frames, Math.ceil((frames / rate) * selection.perSecond)) : frames;
}

/** Size of a data unit's pictures as a model sees them, in pixels. */
export function shownSize(
	{ width, height }: Pick<LabelRowMetadata, 'width' | 'height'>,
	longestSide: number,
): { width: number; height: number } {
	const own = { width: width || UNKNOWN_SIZE, height: height || UNKNOWN_SIZE };
	const scale = Math.min(1, longestSide / Math.max(own.width, own.height));
	return { width: Math.round(own.width * scale), height: Math.round(own.height * scale) };
}
