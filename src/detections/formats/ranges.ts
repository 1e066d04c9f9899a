/**
 * Ranges of time or of characters, such as the segments of a transcript. They are places on audio and text, not on pictures, and
 * are read by ../ranges. Nothing in a number says what it counts, so the user chooses the unit.
 */
import { NotTaken } from '../found';
import type { Format } from './format';

/** What `start` and `end` count. */
export const RANGE_UNITS = ['seconds', 'milliseconds', 'characters'] as const;
export type RangeUnit = (typeof RANGE_UNITS)[number];

function ranges(name: RangeUnit, title: string, description: string): Format {
	return {
		name,
		title,
		description,
		isChoice: true,
		recognizes: () => false,
		read: () => {
			throw new NotTaken(`${title} are places on audio or text, and this media has pictures.`);
		},
	};
}

export const seconds = ranges(
	'seconds',
	'Time Ranges in Seconds',
	'Start and end in an audio file, as most speech models write the segments of a transcript',
);
export const milliseconds = ranges(
	'milliseconds',
	'Time Ranges in Milliseconds',
	'Start and end in an audio file, in whole milliseconds',
);
export const characters = ranges(
	'characters',
	'Character Ranges',
	'Start and end in a text file, counted from 0; the character at the end is not part of it',
);
