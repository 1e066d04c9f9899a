/** What the errors of `src/media` say, and how they are told apart. */
import { describe, expect, it } from '@jest/globals';
import {
	FrameMissingError,
	FrameOutOfRangeError,
	MediaError,
	NeedsFullDecode,
	noVideoTrack,
	UnsupportedMediaError,
} from '../../../src/media/errors';

describe('an error', () => {
	it.each<[MediaError, string, string, string]>([
		[
			new FrameOutOfRangeError(7, 7),
			'FrameOutOfRangeError',
			'outOfRange',
			'Frame 7 does not exist: the file has 7 frames, numbered 0 to 6.',
		],
		[
			new FrameOutOfRangeError(0, 0),
			'FrameOutOfRangeError',
			'outOfRange',
			'Frame 0 does not exist: the file has no frames.',
		],
		[
			new FrameMissingError(3, 'it is gone'),
			'FrameMissingError',
			'truncated',
			'Frame 3 cannot be read: it is gone. Upload the file to Encord again, or ask for another frame.',
		],
		[
			noVideoTrack(),
			'MediaError',
			'unsupportedFormat',
			'The file has no video track. Use it as audio, or upload another file.',
		],
		[
			new UnsupportedMediaError('This', 'Use that.'),
			'UnsupportedMediaError',
			'unsupportedFormat',
			'This is not supported yet. Use that.',
		],
		[
			new NeedsFullDecode('it lies'),
			'NeedsFullDecode',
			'unsupportedFormat',
			"The file's index cannot be used: it lies.",
		],
	])('%s', (error, name, code, message) => {
		expect(error).toMatchObject({ name, code, message });
	});

	it('keeps its cause, and whether a file is needed', () => {
		const cause = new Error('inner');
		expect(new MediaError('network', 'outer', { cause }).cause).toBe(cause);
		expect([new NeedsFullDecode('x').needsFile, new NeedsFullDecode('x', true).needsFile]).toEqual([
			false,
			true,
		]);
	});
});
