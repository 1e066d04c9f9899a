/** The words with which entries, and what stands around them, say their frame or time. */
import { NotTaken, type ReadingContext } from '../../found';
import { firstOf, isAbsent, type JsonMap, textOf } from './json';
import { shown } from './numbers';

const FRAME_KEYS = [
	'frame',
	'frames',
	'frame_number',
	'frameNumber',
	'frame_index',
	'frameIndex',
	'frame_idx',
	'frame_no',
	'frame_id',
	'frameId',
];
const RANGE_KEYS = [
	['start_frame', 'end_frame'],
	['startFrame', 'endFrame'],
	['first_frame', 'last_frame'],
] as const;
const TIME_KEYS = [
	'timestamp',
	'Timestamp',
	'time',
	'timestamp_ms',
	'timestampMs',
	'time_offset',
	'timeOffset',
	'seconds',
];

/**
 * The frame or frames that a map says, undefined when it says none. A list of maps under `frames` is no frame but what is on it.
 * @throws NotTaken when it says several that differ
 */
export function frameSaid(map: JsonMap, context: ReadingContext): unknown {
	const { frameField = '' } = context;
	if (frameField !== '' && !FRAME_KEYS.includes(frameField) && !isAbsent(map[frameField]))
		return map[frameField];
	const given: Array<[string, unknown]> = [];
	for (const key of FRAME_KEYS) {
		const value = map[key];
		if (!isAbsent(value) && !(Array.isArray(value) && value.some(isObject)))
			given.push([key, value]);
	}
	for (const [start, end] of RANGE_KEYS) {
		if (isAbsent(map[start]) && isAbsent(map[end])) continue;
		if (isAbsent(map[start]) || isAbsent(map[end]))
			throw new NotTaken(`A range of frames needs "${start}" and "${end}".`);
		given.push([start, `${textOf(map[start])}-${textOf(map[end])}`]);
	}
	const [first, ...others] = given;
	if (first === undefined) return undefined;
	const other = others.find(([, value]) => textOf(value) !== textOf(first[1]));
	if (other !== undefined)
		throw new NotTaken(
			`"${first[0]}" is ${shown(first[1])} and "${other[0]}" is ${shown(other[1])}; expected one statement of the frames.`,
		);
	return first[1];
}

export function timeSaid(map: JsonMap): unknown {
	return firstOf(map, TIME_KEYS);
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
