/** Finds the detections in the lists, wrappers and frames that producers put them into. */
import { NotTaken, type Claim, type Reading, type ReadingContext } from '../../found';
import { readEntry } from './entry';
import { firstOf, isAbsent, isMap, type JsonMap, textOf } from './json';
import type { ThirdNumber } from './keypoints';
import { shown } from './numbers';
import { BOX_LISTS, CLASS_LISTS, LIST_KEYS, PLACE_KEYS, SCORE_LISTS, WORDS } from './words';

const MAX_DEPTH = 6;

/** What stands around an entry and holds for it. */
interface Around {
	frame?: unknown;
	time?: unknown;
	seen?: { width?: unknown; height?: unknown };
}

export interface Entry extends Around {
	index: number;
	entry: unknown;
}

/** Reads all detections of JSON that is in no file format. @throws NotTaken when there is no list of detections in it */
export function readEntries(
	data: unknown,
	claim: Claim,
	context: ReadingContext,
	third: ThirdNumber = 'unknown',
): Reading {
	const reading: Reading = { detections: [], refused: [] };
	for (const { index, entry, frame, time, seen } of entriesIn(data, context)) {
		try {
			if (!isMap(entry))
				throw new NotTaken(
					`The detection is ${shown(entry)}; expected a class and a place, with names.`,
				);
			const detection = readEntry(entry, index, claim, context, third);
			if (frame !== undefined) {
				if (detection.frame !== undefined && textOf(detection.frame) !== textOf(frame))
					throw new NotTaken(
						`The detection names frame ${shown(detection.frame)} but stands under frame ${shown(frame)}.`,
					);
				detection.frame = frame;
			}
			detection.time ??= time;
			detection.seen ??= seen;
			reading.detections.push(detection);
		} catch (error) {
			if (!(error instanceof NotTaken)) throw error;
			reading.refused.push({ index, reason: error.message });
		}
	}
	return reading;
}

/** @throws NotTaken when there is no list of detections in the data */
export function entriesIn(data: unknown, context: ReadingContext): Entry[] {
	const found: Entry[] = [];
	collect(data, {}, context, found, 0);
	return found;
}

function collect(
	data: unknown,
	around: Around,
	context: ReadingContext,
	found: Entry[],
	depth: number,
): void {
	if (depth > MAX_DEPTH) throw new NotTaken('The detections are nested too deeply.');
	if (Array.isArray(data)) {
		collectList(data as unknown[], around, context, found, depth);
		return;
	}
	if (!isMap(data)) throw new NotTaken(`There is no list of detections: ${shown(data)}.`);
	const inner = withAround(data, around, context);
	const frames = frameKeys(data);
	if (frames !== undefined) {
		if (!context.hasFrames && frames.some((frame) => frame !== '0'))
			throw new NotTaken(
				`The detections stand under the keys ${frames.slice(0, 3).join(', ')}, which are frames, but the media is one picture.`,
			);
		for (const frame of frames)
			collect(data[frame], { ...inner, frame: Number(frame) }, context, found, depth + 1);
		return;
	}
	const lists = parallelLists(data);
	if (lists !== undefined) {
		for (const entry of lists) found.push({ ...inner, entry, index: found.length });
		return;
	}
	if (looksLikeDetection(data)) {
		found.push({ ...inner, entry: data, index: found.length });
		return;
	}
	const keys = LIST_KEYS.filter((key) => Array.isArray(data[key]) || isMap(data[key]));
	if (keys.length > 1)
		throw new NotTaken(
			`There are several lists: ${keys.map((key) => `"${key}"`).join(', ')}. Give the one that is meant.`,
		);
	const [key] = keys;
	if (key === undefined && WORDS.some((word) => !isAbsent(data[word]))) {
		found.push({ ...inner, entry: data, index: found.length });
		return;
	}
	if (key === undefined)
		throw new NotTaken(
			`There is no list of detections in ${shown(data)}; expected one, such as {"detections": []}.`,
		);
	collect(key === 'points' ? pointEntries(data[key]) : data[key], inner, context, found, depth + 1);
}

function collectList(
	list: readonly unknown[],
	around: Around,
	context: ReadingContext,
	found: Entry[],
	depth: number,
): void {
	const isListOfLists =
		list.length > 0 &&
		list.every((each) => Array.isArray(each) && each.every((one) => isMap(one))) &&
		list.some((each) => (each as unknown[]).length > 0);
	if (isListOfLists && list.length === 1 && !context.hasFrames) {
		collect(list[0], around, context, found, depth + 1);
		return;
	}
	if (isListOfLists) {
		// One list for each frame. When some frames were skipped, the place in the list is not the frame.
		if (!context.hasFrames || list.length !== context.frames)
			throw new NotTaken(
				`There are ${list.length} lists of detections for ${context.frames ?? 'unknown'} frames, so which list belongs to which frame is a guess. Give each detection its frame.`,
			);
		for (const [frame, each] of list.entries())
			collect(each, { ...around, frame }, context, found, depth + 1);
		return;
	}
	for (const each of list) {
		const isGroup =
			isMap(each) &&
			!looksLikeDetection(each) &&
			(LIST_KEYS.some((key) => Array.isArray(each[key]) || isMap(each[key])) ||
				parallelLists(each) !== undefined);
		if (isGroup) collect(each, around, context, found, depth + 1);
		else found.push({ ...around, entry: each, index: found.length });
	}
}

/** The keys of a map when all of them are frame numbers. */
function frameKeys(data: JsonMap): string[] | undefined {
	const keys = Object.keys(data);
	const fits =
		keys.length > 0 &&
		keys.every(
			(key) => /^(0|[1-9]\d*)$/.test(key) && (Array.isArray(data[key]) || isMap(data[key])),
		);
	return fits ? keys : undefined;
}

/** Frame, time and size of the picture, where a map around a list says them. */
function withAround(data: JsonMap, around: Around, context: ReadingContext): Around {
	const frame = firstOf(data, [
		...(context.frameField ? [context.frameField] : []),
		'frame',
		'frame_number',
		'frameNumber',
		'frame_index',
	]);
	const time = firstOf(data, ['timestamp', 'time', 'Timestamp']);
	const image = isMap(data.image) ? data.image : isMap(data.metadata) ? data.metadata : undefined;
	const width = data.imageWidth ?? data.image_width ?? image?.width;
	const height = data.imageHeight ?? data.image_height ?? image?.height;
	return {
		...around,
		...(frame === undefined || typeof frame === 'object' ? {} : { frame }),
		...(time === undefined || typeof time === 'object' ? {} : { time }),
		...(isAbsent(width) && isAbsent(height) ? {} : { seen: { width, height } }),
	};
}

/**
 * Boxes, names and scores as lists side by side.
 * @throws NotTaken when they have different lengths: then it is a guess which box has which name
 */
function parallelLists(data: JsonMap): JsonMap[] | undefined {
	const boxKeys = BOX_LISTS.filter((key) => Array.isArray(data[key]));
	const [boxKey] = boxKeys;
	if (boxKey === undefined || boxKeys.length > 1) return undefined;
	const boxes = data[boxKey] as unknown[];
	const names = CLASS_LISTS.filter((key) => Array.isArray(data[key]));
	const scores = SCORE_LISTS.filter((key) => Array.isArray(data[key]));
	if (boxes.length > 0 && boxes.every(isMap) && names.length === 0) return undefined;
	const columns: Array<[string, unknown[]]> = [['box', boxes]];
	names.forEach((key, at) =>
		columns.push([['label', 'name', 'class'][at] ?? `class${at}`, data[key] as unknown[]]),
	);
	scores.forEach((key, at) =>
		columns.push([at === 0 ? 'score' : 'confidence', data[key] as unknown[]]),
	);
	const unequal = columns.find(([, list]) => list.length !== boxes.length);
	if (unequal !== undefined)
		throw new NotTaken(
			`"${boxKey}" has ${boxes.length} entries and another list beside it has ${unequal[1].length}: which box has which name is a guess.`,
		);
	return boxes.map((_, at) => Object.fromEntries(columns.map(([key, list]) => [key, list[at]])));
}

function looksLikeDetection(data: JsonMap): boolean {
	return (
		PLACE_KEYS.some((key) => !isAbsent(data[key])) ||
		(WORDS.some((key) => !isAbsent(data[key]) && !Array.isArray(data[key])) &&
			!isAbsent(data.points))
	);
}

/** A list of points without classes, each a detection of its own (Moondream). */
function pointEntries(value: unknown): unknown {
	return Array.isArray(value)
		? value.map((point): unknown => (isMap(point) && 'x' in point ? { point } : point))
		: value;
}
