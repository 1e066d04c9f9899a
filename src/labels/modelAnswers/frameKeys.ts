/** Reads frames as models write them: keys such as `"3"`, `"0-9"`, and entries with `frame`, `frames`, `start_frame` and `end_frame`. */
import { isBlank, isMap, WrittenNumber, type ReplyMap, type ReplyValue } from '../../reply/value';
import { mergeRanges, type FrameRange } from '../row/frames';

const RANGE = /^(\d+)\s*(?:-|–|—|\.\.|to|until)\s*(\d+)$/i;
/** Keys that say where an answer holds by something else than frames. */
const PLACES =
	/^(start|end|from|to|begin|time|times|timestamp|timestamps|start_?time|end_?time|seconds?|start_?seconds?|end_?seconds?|minute|t|ms|start_?ms|end_?ms|timecode|span|interval|duration|ranges?|pages?|slices?|positions?|segments?|clip|shot|chunk|part|section|offset|index|idx|at|image|picture|photo)$/i;

/** The frames of a key: `3`, `0-9`, `3,5,7-9`, `frame 3`. Undefined when it is no such key. */
export function framesOfKey(key: string): FrameRange[] | undefined {
	const text = key.trim().replace(/^frames?[\s_-]*(?=\d)/i, '');
	if (!/^\d/.test(text)) return undefined;
	const ranges: FrameRange[] = [];
	for (const part of text.split(/\s*,\s*/)) {
		const range = RANGE.exec(part);
		if (range !== null) ranges.push([Number(range[1]), Number(range[2])]);
		else if (/^\d{1,9}$/.test(part)) ranges.push([Number(part), Number(part)]);
		else return undefined;
	}
	return ranges;
}

/** The frames an entry is for, and the rest of it; or why they cannot be told. */
export type FrameEntry =
	| { frames: FrameRange[]; rest: ReplyMap }
	| { reason: string; rest: ReplyMap };

const NAMES: { [name: string]: 'at' | 'start' | 'end' } = {
	frame: 'at',
	frames: 'at',
	framenumber: 'at',
	frameindex: 'at',
	frameid: 'at',
	frameno: 'at',
	framerange: 'at',
	startframe: 'start',
	framestart: 'start',
	firstframe: 'start',
	fromframe: 'start',
	endframe: 'end',
	frameend: 'end',
	lastframe: 'end',
	toframe: 'end',
};

/** Undefined when the object says nothing of frames or times. */
export function frameEntry(
	map: ReplyMap,
	isName: (key: string) => boolean,
	timed: boolean,
): FrameEntry | undefined {
	const said: { at?: ReplyValue; start?: ReplyValue; end?: ReplyValue } = {};
	const rest: ReplyMap = {};
	let elsewhere = false;
	let twice = false;
	for (const [key, value] of Object.entries(map)) {
		const role = isName(key) ? undefined : NAMES[key.toLowerCase().replace(/[\s_-]/g, '')];
		if (role === 'at' && (isMap(value) || (Array.isArray(value) && value.some(isMap)))) {
			Object.defineProperty(rest, key, { value, enumerable: true });
		} else if (role !== undefined) {
			twice ||= said[role] !== undefined;
			said[role] = value;
		} else {
			if (timed && !isName(key) && PLACES.test(key) && !isBlank(value) && !isMap(value))
				elsewhere = true;
			else Object.defineProperty(rest, key, { value, enumerable: true });
		}
	}
	const unclear = (reason: string): FrameEntry => ({ reason, rest });
	const { at, start, end } = said;
	if (at === undefined && start === undefined && end === undefined)
		return elsewhere
			? unclear(
					'It says where it holds in another way than by frames. Frame numbers would be accepted.',
				)
			: undefined;
	if (elsewhere)
		return unclear(
			'It says where it holds by frames and in another way. Frame numbers alone would be accepted.',
		);
	if (twice || (at !== undefined && (start !== undefined || end !== undefined)))
		return unclear('It names its frames in two ways.');
	const frames = at !== undefined ? framesOf(at) : rangeOf(start, end);
	return frames === undefined
		? unclear('Its frames are not frame numbers from 0.')
		: { frames, rest };
}

function rangeOf(
	start: ReplyValue | undefined,
	end: ReplyValue | undefined,
): FrameRange[] | undefined {
	const from = frameNumber(start);
	const to = frameNumber(end);
	return from === undefined || to === undefined || from > to ? undefined : [[from, to]];
}

/** Two numbers in a list may be two frames or a range, so they are refused unless both are the same. */
function framesOf(value: ReplyValue): FrameRange[] | undefined {
	if (Array.isArray(value)) {
		if (value.length > 0 && value.every(Array.isArray)) {
			const pairs = (value as ReplyValue[][]).map((pair) =>
				pair.length === 2 ? rangeOf(pair[0], pair[1]) : undefined,
			);
			return pairs.some((pair) => pair === undefined)
				? undefined
				: mergeRanges(pairs.flat() as FrameRange[]);
		}
		const numbers = value.map(frameNumber);
		if (numbers.length === 0 || numbers.some((each) => each === undefined)) return undefined;
		if (numbers.length === 2 && Math.abs(numbers[0]! - numbers[1]!) > 1) return undefined;
		return mergeRanges(numbers.map((each) => [each!, each!] as FrameRange));
	}
	const number = frameNumber(value);
	if (number !== undefined) return [[number, number]];
	const ranges = typeof value === 'string' ? framesOfKey(value) : undefined;
	return ranges?.every(([from, to]) => from <= to) === true ? mergeRanges(ranges) : undefined;
}

function frameNumber(value: ReplyValue | undefined): number | undefined {
	const number =
		typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value)
			? Number(value)
			: value instanceof WrittenNumber
				? value.number
				: value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
		? number
		: undefined;
}
