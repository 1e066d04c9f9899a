/**
 * What an answer says about its numbers and its picture in words beside the places: the order and unit of the numbers, the corner they
 * count from, the size and the name of the picture. Such words hold for all places below them, whoever wrote them.
 */
import { numberFrom } from '../../../encord/wire/numberFrom';
import { type BoxOrder } from '../../../labels/detections/formats/boxNumbers';
import { NotTaken, type Claim, type Seen, type Unit } from '../../found';
import { isAbsent, isMap, type JsonMap, textOf } from './json';
import { shown } from './numbers';

/** Keys whose value may be a word for an order or a unit. Other values of them, such as "JPEG" under "format", say nothing here. */
const CLAIM_KEYS = new Set(
	'format order boxformat bboxformat coordinateformat coordinatesformat coordformat unit units coordinateunit coordinateunits coordinatesystem coordinatespace coordinatetype coordinates coords boxtype'.split(
		' ',
	),
);
/** Keys that say by `true` that the numbers are fractions. */
const FRACTION_KEYS = new Set(['normalized', 'normalised', 'isnormalized', 'relative']);
const ORIGIN_KEYS = new Set(['origin', 'coordinateorigin', 'origincorner']);

const ORDERS: { [word: string]: BoxOrder | 'sized' } = {
	xyxy: 'xyxy',
	x1y1x2y2: 'xyxy',
	xminyminxmaxymax: 'xyxy',
	ltrb: 'xyxy',
	voc: 'xyxy',
	pascalvoc: 'xyxy',
	yxyx: 'yxyx',
	y1x1y2x2: 'yxyx',
	yminxminymaxxmax: 'yxyx',
	// Ultralytics calls the center x and y, COCO's tools the corner.
	xywh: 'sized',
	ltwh: 'xywh',
	coco: 'xywh',
	cxcywh: 'cxcywh',
	xcycwh: 'cxcywh',
	yolo: 'cxcywh',
};
const UNIT_WORDS: { [word: string]: Unit } = {
	pixel: 'pixels',
	pixels: 'pixels',
	px: 'pixels',
	absolute: 'pixels',
	abs: 'pixels',
	fraction: 'fractions',
	fractions: 'fractions',
	ratio: 'fractions',
	relative: 'fractions',
	normalized: 'fractions',
	normalised: 'fractions',
	percent: 'percent',
	percentage: 'percent',
	grid1000: 'grid1000',
	normalized1000: 'grid1000',
};

/** `bbox_format` and `bboxFormat` are one word. Thousands of entries have the same keys, which are spelled once. */
function word(text: string): string {
	let spelled = SPELLED.get(text);
	if (spelled === undefined) {
		spelled = text.toLowerCase().replace(/[^a-z0-9]/g, '');
		if (SPELLED.size < 1000) SPELLED.set(text, spelled);
	}
	return spelled;
}
const SPELLED = new Map<string, string>();

/** What a format and a key say together. @throws NotTaken when they contradict */
export function merged(claim: Claim, says: Omit<Claim, 'by'>, by: string): Claim {
	if (Object.keys(says).length === 0) return claim;
	for (const part of ['order', 'unit'] as const) {
		const [first, second] = [claim[part], says[part]];
		if (first !== undefined && second !== undefined && first !== second)
			throw new NotTaken(`${claim.by} says ${first}, but ${by} says ${second}.`);
	}
	return { ...claim, ...says, by };
}

/** The claim with what the words of a map say. @throws NotTaken when they contradict it, or count from another corner */
export function withSaid(claim: Claim, map: JsonMap): Claim {
	let own = claim;
	for (const key in map) {
		const [name, value] = [word(key), map[key]];
		if (ORIGIN_KEYS.has(name) && typeof value === 'string' && /bottom|lower|cent/i.test(value))
			throw new NotTaken(
				`"${key}" is ${shown(value)}: the numbers count from there. Give numbers that count from the upper left corner.`,
			);
		const says = saidBy(name, value);
		if (says !== undefined) own = merged(own, says, `"${key}": ${shown(value)}`);
	}
	return own;
}

function saidBy(key: string, value: unknown): Omit<Claim, 'by'> | undefined {
	if (FRACTION_KEYS.has(key) && value === true) return { unit: 'fractions' };
	if (!CLAIM_KEYS.has(key) || typeof value !== 'string') return undefined;
	const order = ORDERS[word(value)];
	if (order !== undefined) return order === 'sized' ? { sized: true } : { order };
	const unit = UNIT_WORDS[word(value)];
	return unit === undefined ? undefined : { unit };
}

/** Words of the size of a picture. Those in the second list may be about something else on a detection itself. */
const SIZE_KEYS = new Set(
	'image imagesize imgsize inputsize modelinput modelinputsize originalsize origsize imageresolution imagedimensions imageinfo'.split(
		' ',
	),
);
const AROUND_KEYS = new Set(['metadata', 'size', 'resolution', 'dimensions']);
/** Arrays of pixels have their height first, and perhaps a depth. */
const SHAPE_KEYS = new Set('imageshape imgshape origshape originalshape inputshape'.split(' '));
const PREFIXES = ['image', 'img', 'original', 'orig', 'input'];

/**
 * The size of the picture that the words of a map say; undefined when they say none.
 * @param isAround the map is no detection, so that its own width and height are those of the picture
 * @throws NotTaken when it says two sizes
 */
export function sizeSaid(map: JsonMap, isAround: boolean): Seen | undefined {
	const sizes: Seen[] = [];
	const sides = new Map<string, { width?: unknown; height?: unknown }>();
	for (const key in map) {
		const [name, value] = [word(key), map[key]];
		if (isAbsent(value)) continue;
		const side = /(?:width|height)$/.test(name) ? /^(.*)(width|height)$/.exec(name) : null;
		if (side !== null && (PREFIXES.includes(side[1]!) || (isAround && side[1] === '')))
			sides.set(side[1]!, { ...sides.get(side[1]!), [side[2]!]: value });
		const isShape = SHAPE_KEYS.has(name) || (isAround && name === 'shape');
		if (isShape || SIZE_KEYS.has(name) || (isAround && AROUND_KEYS.has(name))) {
			const size = sizeIn(value, isShape);
			if (size !== undefined) sizes.push(size);
		}
	}
	const [first, ...others] = [...sides.values(), ...sizes];
	if (first === undefined) return undefined;
	const other = others.find((each) => !isSameSize(each, first));
	if (other !== undefined)
		throw new NotTaken(
			`The data says two sizes of the picture, ${shown(first)} and ${shown(other)}; expected one.`,
		);
	return first;
}

function sizeIn(value: unknown, isShape: boolean): Seen | undefined {
	if (isMap(value)) {
		const { width, height, size } = value;
		if (!isAbsent(width) || !isAbsent(height)) return { width, height };
		return isMap(size) ? sizeIn(size, isShape) : undefined;
	}
	if (typeof value === 'string') {
		const found = /^\s*(\d+)\s*[x×,]\s*(\d+)\s*$/i.exec(value);
		return found === null ? undefined : { width: Number(found[1]), height: Number(found[2]) };
	}
	if (!Array.isArray(value)) return undefined;
	const [a = NaN, b = NaN, ...more] = value.map(numberFrom);
	if (!(a > 0 && b > 0) || more.length > (isShape ? 1 : 0)) return undefined;
	return isShape ? { width: b, height: a } : { sides: [a, b] };
}

/** Whether two sizes are the same; sides in an open order may be either way round. */
export function isSameSize(a: Seen, b: Seen): boolean {
	const [first, second] = [a, b].map(({ width, height, sides }) =>
		(sides ?? [width, height]).map(numberFrom),
	);
	if (a.sides !== undefined || b.sides !== undefined) {
		first!.sort();
		second!.sort();
	}
	return first![0] === second![0] && first![1] === second![1];
}

const PICTURE_KEYS = new Set('image imagefile imagename imagepath filename'.split(' '));
/** On a detection itself, these may be the file of a piece that was cut out. */
const PATH_KEYS = new Set(['path', 'filepath', 'file', 'picture']);
const PICTURE_FILE = /\.(?:jpe?g|png|webp|bmp|tiff?|gif|heic|avif|jp2|dcm)$/i;

/** Name of the file of the picture, and a number or word that stands for it, as the words of a map say them. */
export interface SaidPicture {
	file?: string;
	id?: string;
}

/** @param isAround the map is no detection */
export function pictureSaid(map: JsonMap, isAround: boolean): SaidPicture {
	const said: SaidPicture = {};
	for (const key in map) {
		const [name, value] = [word(key), map[key]];
		if (name === 'imageid' && (typeof value === 'string' || typeof value === 'number'))
			said.id = textOf(value);
		if (
			(PICTURE_KEYS.has(name) || name === 'imageid' || (isAround && PATH_KEYS.has(name))) &&
			typeof value === 'string' &&
			value.length < 1000 &&
			PICTURE_FILE.test(value.split(/[?#]/)[0]!)
		)
			said.file = value;
	}
	return said;
}

const PRESENCE_KEYS = new Set(['present', 'ispresent', 'found', 'detected', 'exists']);

/** @throws NotTaken when a detection says that its object is not there */
export function refuseAbsent(entry: JsonMap): void {
	for (const key in entry) {
		const [name, value] = [word(key), entry[key]];
		const isNot =
			PRESENCE_KEYS.has(name) && (value === false || /^(?:false|no)$/i.test(textOf(value)));
		const isOut = name === 'outside' && (value === true || value === 1);
		if (isNot || isOut)
			throw new NotTaken(`"${key}" is ${shown(value)}: the object is not on the picture.`);
	}
}

/** @throws NotTaken when what stands around detections is an error, so that an empty list does not mean "nothing there" */
export function refuseError(map: JsonMap): void {
	const { error, status, success } = map;
	const isError =
		(Boolean(error) && textOf(error) !== '[]' && textOf(error) !== '{}') ||
		success === false ||
		(typeof status === 'string' && /^(?:error|failed|failure)$/i.test(status));
	if (isError)
		throw new NotTaken(
			`The data says an error instead of detections: ${shown(error || (map.message ?? status ?? 'success is false'))}`,
		);
}
