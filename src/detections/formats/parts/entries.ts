/** Finds the detections in the lists, wrappers and frames that producers put them into. */
import { NotTaken, type Claim, type Reading, type ReadingContext } from '../../found';
import { holdAround, refuseOtherFrame, type Around } from './around';
import { readEntry, TRACK_KEYS } from './entry';
import { frameSaid, timeSaid } from './frameWords';
import { firstOf, isAbsent, isMap, type JsonMap, textOf } from './json';
import type { ThirdNumber } from './keypoints';
import { shown } from './numbers';
import { pictureSaid, refuseError, sizeSaid, withSaid } from './said';
import {
	BOX_LISTS,
	CLASS_LISTS,
	GROUP_WORDS,
	LIST_KEYS,
	PLACE_KEYS,
	SCORE_LISTS,
	TRACK_LISTS,
	WORDS,
} from './words';

const MAX_DEPTH = 6;

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
	for (const { index, entry, ...around } of entriesIn(data, context)) {
		try {
			if (!isMap(entry))
				throw new NotTaken(
					`The detection is ${shown(entry)}; expected a class and a place, with names.`,
				);
			const own = (around.maps ?? []).reduce(withSaid, claim);
			const detection = readEntry(entry, index, own, context, third);
			holdAround(detection, around);
			if (detection.names.length === 0 && isAbsent(detection.classNumber) && around.label)
				detection.names.push(around.label);
			detection.track ??= around.track;
			const listed = around.table?.[textOf(detection.classNumber)];
			if (typeof listed === 'string') detection.tableName ??= listed;
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
	const frames = frameKeys(data);
	if (frames !== undefined) {
		if (!context.hasFrames && frames.some((frame) => frame !== '0'))
			throw new NotTaken(
				`The detections stand under the keys ${frames.slice(0, 3).join(', ')}, which are frames, but the media is one picture.`,
			);
		for (const frame of frames) {
			refuseOtherFrame(Number(frame), around.frame);
			collect(data[frame], { ...around, frame: Number(frame) }, context, found, depth + 1);
		}
		return;
	}
	const lists = parallelLists(data);
	if (lists === undefined && looksLikeDetection(data)) {
		found.push({ ...around, entry: data, index: found.length });
		return;
	}
	const keys = LIST_KEYS.filter(
		(key) => Array.isArray(data[key]) || (isMap(data[key]) && key !== 'frames'),
	);
	if (lists !== undefined || keys.length > 0) refuseError(data);
	const inner = withAround(data, around, context);
	if (lists !== undefined) {
		for (const entry of lists) found.push({ ...inner, entry, index: found.length });
		return;
	}
	if (keys.length > 1)
		throw new NotTaken(
			`There are several lists: ${keys.map((key) => `"${key}"`).join(', ')}. Give the one that is meant.`,
		);
	const [key] = keys;
	if (key === undefined && WORDS.some((word) => !isAbsent(data[word]))) {
		found.push({ ...around, entry: data, index: found.length });
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
	const groups = list.filter(isGroup);
	const labels = groups.map((group) => firstOf(group, GROUP_WORDS));
	const areClasses =
		labels.every((label) => typeof label === 'string') && new Set(labels).size === labels.length;
	if (groups.length > 1 && !areClasses && !groups.every((group) => isTold(group, context)))
		throw new NotTaken(
			`There are ${groups.length} answers that do not say their picture or frame. Give the one of this picture.`,
		);
	for (const each of list) {
		if (groups.includes(each as JsonMap)) collect(each, around, context, found, depth + 1);
		else found.push({ ...around, entry: each, index: found.length });
	}
}

/** Whether a map holds detections, such as those of one picture or frame. */
function isGroup(each: unknown): each is JsonMap {
	return (
		isMap(each) &&
		!looksLikeDetection(each) &&
		(holdsList(each) || parallelLists(each) !== undefined)
	);
}

function holdsList(map: JsonMap, depth = 0): boolean {
	return LIST_KEYS.some((key) => {
		const value = map[key];
		return Array.isArray(value) || (depth < 2 && isMap(value) && holdsList(value, depth + 1));
	});
}

/** Whether a map says which frame, picture or track it is of. */
function isTold(map: JsonMap, context: ReadingContext): boolean {
	const { file, id } = pictureSaid(map, true);
	return [frameSaid(map, context), firstOf(map, TRACK_KEYS), file, id].some(
		(each) => each !== undefined,
	);
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

/** What a map around a list says: frame, time, size and name of the picture, and what the numbers count. */
function withAround(data: JsonMap, around: Around, context: ReadingContext): Around {
	const frame = frameSaid(data, context);
	refuseOtherFrame(frame, around.frame);
	const time = timeSaid(data);
	const seen = sizeSaid(data, true);
	const { file, id } = pictureSaid(data, true);
	const label = firstOf(data, GROUP_WORDS);
	const track = firstOf(data, TRACK_KEYS);
	return {
		...around,
		...(typeof label === 'string' ? { label } : {}),
		...(track === undefined || typeof track === 'object' ? {} : { track }),
		...(isMap(data.names) ? { table: data.names } : {}),
		...(frame === undefined || typeof frame === 'object' ? {} : { frame }),
		...(time === undefined || typeof time === 'object' ? {} : { time }),
		...(seen === undefined ? {} : { seen }),
		...(file === undefined ? {} : { file }),
		...(id === undefined ? {} : { pictureId: id }),
		maps: [...(around.maps ?? []), data],
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
	const tracks = TRACK_LISTS.find((key) => Array.isArray(data[key]));
	if (tracks !== undefined) columns.push(['track', data[tracks] as unknown[]]);
	const unequal = columns.find(([, list]) => list.length !== boxes.length);
	if (unequal !== undefined)
		throw new NotTaken(
			`"${boxKey}" has ${boxes.length} entries and another list beside it has ${unequal[1].length}: which box has which name is a guess.`,
		);
	return boxes.map((_, at) => Object.fromEntries(columns.map(([key, list]) => [key, list[at]])));
}

function looksLikeDetection(data: JsonMap): boolean {
	return (
		PLACE_KEYS.some((key) => isPlace(data[key])) ||
		(WORDS.some((key) => !isAbsent(data[key]) && !Array.isArray(data[key])) &&
			!isAbsent(data.points))
	);
}

/** A word such as "absolute" under "coordinates" is no place; text with digits may be one. */
function isPlace(value: unknown): boolean {
	return !isAbsent(value) && (typeof value !== 'string' || /\d/.test(value));
}

/** A list of points without classes, each a detection of its own (Moondream). */
function pointEntries(value: unknown): unknown {
	return Array.isArray(value)
		? value.map((point): unknown => (isMap(point) && 'x' in point ? { point } : point))
		: value;
}
