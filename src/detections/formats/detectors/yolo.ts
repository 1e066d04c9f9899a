/**
 * YOLO label files, in the kinds that Ultralytics writes: detect, segment, obb, pose and classify. One line is one object: the number
 * of its class, and fractions of the picture. Source: docs.ultralytics.com/datasets; engine/results.py, save_txt().
 */
import { NotTaken, type Detection, type Place, type Reading } from '../../found';
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { rowKeypoints } from '../parts/keypoints';

const CLAIM = { order: 'cxcywh', unit: 'fractions', by: 'YOLO' } as const;
/** For points, x comes first in YOLO. */
const POINTS = { order: 'xyxy', unit: 'fractions', by: 'YOLO' } as const;

/** Numbers of one line behind the class. `all`: those of all lines, which tell scores from track numbers. */
type LineReader = (
	numbers: number[],
	all: readonly number[][],
) => Pick<Detection, 'places' | 'confidence'>;

/** Whether a text consists of lines of a class number and further numbers. */
export function isYoloText(text: string): boolean {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return lines.length > 0 && lines.every((line) => /^\s*\d+(\.0+)?(\s+[-+.\deE]+)+\s*$/.test(line));
}

function yoloKind(name: string, title: string, description: string, readLine: LineReader): Format {
	return {
		name,
		title,
		description,
		isChoice: true,
		recognizes: () => false,
		read(data, context) {
			if (typeof data === 'string') return readLines(data, readLine);
			if (name === 'yolo') return readEntries(data, CLAIM, context);
			throw new NotTaken(`${title} is text: one line for each object.`);
		},
	};
}

function readLines(text: string, readLine: LineReader): Reading {
	const reading: Reading = { detections: [], refused: [] };
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const rows = lines.map((line) => line.trim().split(/\s+/));
	const all = rows.map(([, ...rest]) => rest.map(Number));
	for (const [index, [first = '']] of rows.entries()) {
		const numbers = all[index]!;
		try {
			if (!/^\d+(\.0+)?$/.test(first) || !numbers.every(Number.isFinite))
				throw new NotTaken(
					`"${lines[index]!.trim().slice(0, 40)}" is no line of YOLO: a class number and numbers.`,
				);
			reading.detections.push({
				index,
				names: [],
				classNumber: Number(first),
				...readLine(numbers, all),
			});
		} catch (error) {
			if (!(error instanceof NotTaken)) throw error;
			reading.refused.push({ index, reason: error.message });
		}
	}
	return reading;
}

function box([cx, cy, w, h]: readonly number[]): Place {
	return { kind: 'box', numbers: [cx!, cy!, w!, h!], claim: CLAIM };
}

const isShare = (value: number | undefined): value is number =>
	value !== undefined && value >= 0 && value <= 1;
const isTrack = (value: number | undefined): value is number =>
	value !== undefined && Number.isInteger(value) && value >= 0;

/** class cx cy w h [confidence] [track]; further pairs are an outline, unless they may be keypoints. */
const detect: LineReader = (numbers, all) => {
	const [, , , , fifth, sixth] = numbers;
	if (numbers.length === 4) return { places: [box(numbers)] };
	if (numbers.length === 5) {
		// A column of whole numbers counts tracks, and says nothing about confidence. 0 and 1 alone may be either.
		const column = all.filter((row) => row.length === 5).map((row) => row[4]!);
		if (column.every((value) => Number.isInteger(value) && value >= 1))
			return { places: [box(numbers)] };
		if (column.every(Number.isInteger))
			throw new NotTaken(
				'The sixth column has 0: whether it is a confidence or a track number is a guess.',
			);
		if (column.every(isShare)) return { places: [box(numbers)], confidence: fifth };
		throw new NotTaken('The sixth column is neither a confidence nor a track number.');
	}
	if (numbers.length === 6 && isShare(fifth) && isTrack(sixth))
		return { places: [box(numbers)], confidence: fifth };
	if (
		numbers.length >= 8 &&
		numbers.length % 2 === 0 &&
		numbers.every(isShare) &&
		!mayBePose(numbers)
	)
		return { places: [{ kind: 'outline', polygons: [[numbers]], claim: POINTS }] };
	throw new NotTaken(
		`A line has ${numbers.length + 1} columns, which may be corners, an outline or keypoints. Choose the format YOLO Outlines, YOLO Turned Boxes or YOLO Keypoints.`,
	);
};

/** Whether the first four numbers are a box that has all further pairs or triples in it. */
function mayBePose([cx, cy, w, h, ...rest]: readonly number[]): boolean {
	const fits = (step: number): boolean => {
		if (rest.length % step !== 0) return false;
		for (let at = 0; at < rest.length; at += step) {
			const [dx, dy] = [Math.abs(rest[at]! - cx!), Math.abs(rest[at + 1]! - cy!)];
			if (dx > w! / 2 + 1e-6 || dy > h! / 2 + 1e-6) return false;
		}
		return true;
	};
	return fits(2) || fits(3);
}

/** class x1 y1 … xn yn [confidence] */
const segment: LineReader = (numbers) => {
	const isOdd = numbers.length % 2 === 1;
	const ring = isOdd ? numbers.slice(0, -1) : numbers;
	const confidence = isOdd ? numbers.at(-1) : undefined;
	if (ring.length < 6)
		throw new NotTaken(`A line has ${ring.length / 2} points; an outline has at least three.`);
	return { places: [{ kind: 'outline', polygons: [[ring]], claim: POINTS }], confidence };
};

/** class x1 y1 x2 y2 x3 y3 x4 y4 [confidence] [track] */
const turned: LineReader = (numbers) => {
	const [confidence, track] = numbers.slice(8);
	if (numbers.length < 8 || numbers.length > 10 || (track !== undefined && !isTrack(track)))
		throw new NotTaken(
			`A line has ${numbers.length + 1} columns; a turned box has a class and four corners.`,
		);
	return { places: [{ kind: 'corners', ring: numbers.slice(0, 8), claim: POINTS }], confidence };
};

/** class cx cy w h, then x y or x y v for each point */
const pose: LineReader = (numbers) => {
	const rest = numbers.slice(4);
	if (rest.length === 0) throw new NotTaken('A line has no keypoints.');
	const triples = rowsOf(rest, 3);
	const hasFlags = triples?.every((row) => [0, 1, 2].includes(row[2]!)) === true;
	const pairs = rowsOf(rest, 2);
	const rows =
		hasFlags || pairs === undefined ? triples : triples === undefined ? pairs : undefined;
	if (rows === undefined)
		throw new NotTaken(
			`A line has ${rest.length} numbers behind its box, which are not clearly pairs or triples.`,
		);
	const points = rowKeypoints(rows, hasFlags ? 'flags' : 'scores');
	return { places: [box(numbers), { kind: 'keypoints', points, claim: POINTS }] };
};

function rowsOf(numbers: readonly number[], width: number): number[][] | undefined {
	if (numbers.length % width !== 0) return undefined;
	return Array.from({ length: numbers.length / width }, (_, at) =>
		numbers.slice(at * width, (at + 1) * width),
	);
}

const classify: LineReader = () => {
	throw new NotTaken(
		'A classification names a class of the whole picture and no place. Use Classification: Set.',
	);
};

export const yolo = yoloKind(
	'yolo',
	'YOLO',
	'Center and size as fractions, with class numbers',
	detect,
);
export const yoloSegment = yoloKind(
	'yolo-seg',
	'YOLO Outlines',
	'Class number and the points of an outline',
	segment,
);
export const yoloObb = yoloKind(
	'yolo-obb',
	'YOLO Turned Boxes',
	'Class number and four corners',
	turned,
);
export const yoloPose = yoloKind(
	'yolo-pose',
	'YOLO Keypoints',
	'Class number, box, and x, y, visibility of each point',
	pose,
);
export const yoloClassify: Format = {
	...yoloKind(
		'yolo-cls',
		'YOLO Classes',
		'Classes of the whole picture, which have no place',
		classify,
	),
	isChoice: false,
};
