/** Reads one detection that is a map of keys, with the words that most producers use. */
import { numberFrom } from '../../../encord/wire/numberFrom';
import { NotTaken, type Claim, type Detection, type Place, type ReadingContext } from '../../found';
import { boxIn, namedBox } from './boxes';
import { derived } from './claims';
import { firstOf, isAbsent, type JsonMap, textOf } from './json';
import { frameSaid, timeSaid } from './frameWords';
import { keypointsIn, withNames, type ThirdNumber } from './keypoints';
import { OUTLINE_KEYS, outlinesIn } from './outlines';
import { numbersIn, pointsIn, shown } from './numbers';
import { merged, pictureSaid, refuseAbsent, sizeSaid, withSaid } from './said';

const NAME_KEYS = [
	'class',
	'label',
	'name',
	'className',
	'class_name',
	'category',
	'category_name',
	'object',
	'classTitle',
	'categoryName',
	'tagName',
	'title',
	// A hash says the class exactly, but may be that of another ontology with the same titles.
	'featureHash',
	'feature_hash',
];
const NUMBER_KEYS = ['class_id', 'classId', 'category_id', 'categoryId', 'label_id', 'cls'];
const CONFIDENCE_KEYS = ['confidence', 'score', 'conf', 'probability'];
export const TRACK_KEYS = ['track', 'track_id', 'trackId', 'tracker_id', 'trackerId'];
/** Keys of boxes, and what a key says about its numbers. */
const BOX_KEYS: ReadonlyArray<readonly [key: string, says: Omit<Claim, 'by'>, producer?: string]> =
	[
		['box', {}],
		['bbox', {}],
		['bounding_box', {}],
		['boundingBox', {}],
		['box_2d', { order: 'yxyx', unit: 'grid1000' }, 'Gemini'],
		['bbox_2d', { order: 'xyxy', mayBeResized: true }, 'Qwen'],
		['bndbox', { order: 'xyxy', unit: 'pixels' }, 'Pascal VOC'],
		['xyxy', { order: 'xyxy', unit: 'pixels' }],
		['xyxyn', { order: 'xyxy', unit: 'fractions' }],
		['ltrb', { order: 'xyxy' }],
		['ltwh', { order: 'xywh' }],
		['xywh', { sized: true }],
		['xywhn', { sized: true, unit: 'fractions' }],
		['cxcywh', { order: 'cxcywh' }],
		['yxyx', { order: 'yxyx' }],
		['xyxyxyxy', { order: 'xyxy', unit: 'pixels' }],
		['xyxyxyxyn', { order: 'xyxy', unit: 'fractions' }],
	];

/** Keys of the places that are no boxes. */
const OTHER_KEYS = new Set([
	...OUTLINE_KEYS,
	'polyline',
	'line',
	'point',
	'point_2d',
	'points',
	'keypoints',
]);

/** Words that say something about a detection itself; they are no answers to questions about its object. */
export const OWN_WORDS: ReadonlySet<string> = new Set([
	...NAME_KEYS,
	...NUMBER_KEYS,
	...CONFIDENCE_KEYS,
	...TRACK_KEYS,
	...BOX_KEYS.map(([key]) => key),
	...OTHER_KEYS,
	'attributes',
]);

/**
 * @param claim what the format says about all of its numbers
 * @param third what a third number of keypoints is in this format
 */
export function readEntry(
	entry: JsonMap,
	index: number,
	claim: Claim,
	context: ReadingContext,
	third: ThirdNumber = 'unknown',
): Detection {
	refuseAbsent(entry);
	const { places, score } = placesIn(entry, withSaid(claim, entry), third);
	const detection: Detection = { index, names: [], places, beside: entry };
	for (const key of NAME_KEYS) {
		const value = entry[key];
		if (isAbsent(value)) continue;
		if (typeof value === 'number') detection.classNumber ??= value;
		else detection.names.push(value);
	}
	const number = firstOf(entry, NUMBER_KEYS);
	if (number !== undefined) detection.classNumber ??= number;
	detection.confidence = confidenceIn(entry, score);
	const frame = frameSaid(entry, context);
	if (frame !== undefined) detection.frame = frame;
	const time = timeSaid(entry);
	if (time !== undefined) detection.time = time;
	const track =
		(context.trackField === undefined ? undefined : entry[context.trackField]) ??
		firstOf(entry, TRACK_KEYS);
	if (!isAbsent(track)) detection.track = track;
	if (!isAbsent(entry.attributes)) detection.attributes = entry.attributes;
	const seen = sizeSaid(entry, false);
	if (seen !== undefined) detection.seen = seen;
	const { file, id } = pictureSaid(entry, false);
	if (file !== undefined) detection.file = file;
	if (id !== undefined) detection.pictureId = id;
	return detection;
}

/** @param score a fifth number of the box. @throws NotTaken when there are different confidences */
function confidenceIn(entry: JsonMap, score: number | undefined): unknown {
	const given = CONFIDENCE_KEYS.filter((key) => !isAbsent(entry[key]));
	const [first] = given;
	if (first === undefined) return score;
	if (score !== undefined && Math.abs(numberFrom(entry[first]) - score) > 0.001)
		throw new NotTaken(
			`The box has a fifth number, ${score}, beside the confidence ${shown(entry[first])}: what it means is a guess.`,
		);
	const other = given.find((key) => textOf(entry[key]) !== textOf(entry[first]));
	if (other !== undefined)
		throw new NotTaken(
			`"${first}" is ${shown(entry[first])} and "${other}" is ${shown(entry[other])}; expected one confidence.`,
		);
	return entry[first];
}

function placesIn(
	entry: JsonMap,
	claim: Claim,
	third: ThirdNumber,
): { places: Place[]; score: number | undefined } {
	const places: Place[] = [];
	let score: number | undefined;
	for (const [key, says, producer] of BOX_KEYS) {
		const value = entry[key];
		if (isAbsent(value)) continue;
		const own = derived(claim, key, () =>
			merged(claim, says, `the key "${key}"${producer === undefined ? '' : ` (${producer})`}`),
		);
		const box = boxIn(value, own, `"${key}"`);
		score ??= box.score;
		places.push(box.place);
	}
	if (places.length === 0) {
		const direct = namedBox(entry, claim, 'The detection');
		if (direct !== undefined) places.push(direct);
	}
	turnBoxes(entry, places, claim);
	for (const key in entry)
		if (OTHER_KEYS.has(key)) {
			places.push(...outlinesIn(entry, claim), ...pointsOf(entry, claim, third));
			break;
		}
	return { places, score };
}

/** Turns the box of an entry that has an angle. Only Encord's own word says what the angle counts and about what it turns. */
function turnBoxes(entry: JsonMap, places: Place[], claim: Claim): void {
	const { xywhr, theta } = entry;
	if (!isAbsent(xywhr)) {
		const { values } = numbersIn(Array.isArray(xywhr) ? (xywhr as unknown[]) : [xywhr], '"xywhr"');
		if (values.length !== 5) throw new NotTaken('"xywhr" has five numbers: center, size, radians.');
		const [cx, cy, w, h, r] = values as [number, number, number, number, number];
		places.push({
			kind: 'turned',
			numbers: [cx, cy, w, h],
			theta: (r * 180) / Math.PI,
			about: 'center',
			claim: { ...claim, order: 'cxcywh', unit: 'pixels', by: 'the key "xywhr" (Ultralytics)' },
		});
	}
	for (const key of ['angle', 'rotation', 'rotation_angle', 'orientation']) {
		const value = entry[key];
		if (isAbsent(value) || numberFrom(value) === 0) continue;
		throw new NotTaken(
			`"${key}" is ${shown(value)}: its unit, its direction and its center are a guess. Give "theta" (degrees, clockwise, about the center), or four corners.`,
		);
	}
	if (isAbsent(theta)) return;
	const [degrees = 0] = numbersIn([theta], '"theta"').values;
	if (degrees === 0) return;
	if (Math.abs(degrees) <= 2 * Math.PI)
		throw new NotTaken(
			`"theta" is ${degrees}, which may be degrees or radians. Give the four corners, or "xywhr" for radians.`,
		);
	for (const [at, place] of places.entries())
		if (place.kind === 'box')
			places[at] = {
				kind: 'turned',
				numbers: place.numbers,
				theta: degrees,
				about: 'center',
				claim: place.claim,
			};
}

function pointsOf(entry: JsonMap, claim: Claim, third: ThirdNumber): Place[] {
	const places: Place[] = [];
	const { point, points, keypoints, point_2d: qwen } = entry;
	if (!isAbsent(qwen)) {
		const own = merged(claim, { order: 'xyxy', mayBeResized: true }, 'the key "point_2d" (Qwen)');
		places.push({ kind: 'points', ring: pointsIn(qwen, '"point_2d"').ring, claim: own });
	}
	if (!isAbsent(point)) {
		const { ring, named: isNamed } = pointsIn(point, '"point"');
		places.push({ kind: 'points', ring, claim: isNamed ? { ...claim, named: true } : claim });
	}
	if (!isAbsent(points) && !(Array.isArray(points) && points.length === 0)) {
		const { ring, named: isNamed } = pointsIn(points, '"points"');
		places.push({ kind: 'points', ring, claim: isNamed ? { ...claim, named: true } : claim });
	}
	const line = entry.polyline ?? entry.line;
	if (Array.isArray(line) && line.length > 0) {
		const { ring, named: isNamed } = pointsIn(line, '"polyline"');
		places.push({ kind: 'line', ring, claim: isNamed ? { ...claim, named: true } : claim });
	}
	if (!isAbsent(keypoints))
		places.push(...withNames(keypointsIn(keypoints, claim, third), keypointNames(entry)));
	return places;
}

/** Names of keypoints in a list beside them. */
function keypointNames(entry: JsonMap): unknown {
	return firstOf(entry, ['keypoint_names', 'keypointNames', 'keypoints_names', 'keypoint_labels']);
}
