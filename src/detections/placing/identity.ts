/**
 * Which objects of the row the detections are, told by place and not by their position in the list: first the overlap decides, then
 * the order. A detection at the place of an object of this agent is that object, also when a person has moved or changed it since;
 * then the edit leaves it as it is. Labels of others are never taken for a detection's own.
 *
 * A new object's hash is derived from its class and place. So an object of this hash that somebody has changed is the one that this
 * agent had placed exactly here, wherever it lies now.
 */
import { textOf } from '../formats/parts/json';
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { Box } from '../../geometry/box';
import type { Size } from '../../geometry/plane';
import { labelList, frameLabels, framesWithEntry } from '../../labels/row/frameLabels';
import { isHashOfAgent, isOwn, labelHash } from '../../labels/row/identity';
import type { Space } from '../../labels/row/space';
import { plainCoordinatesIn } from '../../labels/shapes/coordinateKeys';
import { NotTaken } from '../found';
import { extentOf, overlapOf } from './overlap';

/** Less overlap than this is another object. */
const SAME_OBJECT = 0.5;
/** With less overlap than this, an object that somebody has changed is surely another one. */
const MAY_BE_SAME = 0.2;

/** An object to place: one detection, or all detections of a track. */
export interface Candidate {
	/** Feature hash of the class. */
	featureHash: string;
	places: Array<{ frame: number; coordinates: EncordJson; size: Size | undefined }>;
	/** Track ID, by which later parts of a video find the object. */
	track?: string;
}

export type Identity =
	| { hash: string }
	/** The agent had placed this object here before, and a person has moved it to another place. */
	| { movedAway: string }
	/** A person has changed this object, which lies near, and nothing else was found for it: it may be the same. */
	| { mayBe: string };

interface Known {
	hash: string;
	featureHash: string;
	/** Frame → place. */
	boxes: Map<number, Box>;
	/** Whether this agent wrote it and nobody has changed it since. */
	own: boolean;
}

/** An object of the agent that was not found again, with the frames that were looked at. */
export interface Left {
	hash: string;
	frames: number[];
}

/**
 * @param looked frames that were looked at, also where nothing was found
 * @returns one identity for each candidate, and the agent's own objects on these frames that no candidate is
 */
export function identify(
	candidates: readonly Candidate[],
	row: LabelRowJson,
	space: Space,
	agent: string,
	sizeOf: (frame: number) => Size | undefined,
	looked: readonly number[] = [],
): { identities: Identity[]; left: Left[] } {
	const known = objectsOfAgent(row, space, agent, sizeOf);
	const taken = new Set<string>();
	const identities: Array<Identity | undefined> = candidates.map(() => undefined);
	for (const [at, candidate] of candidates.entries()) {
		const object = changedObject(candidate, known, agent, space);
		if (object === undefined || taken.has(object.hash)) continue;
		const boxes = boxesOf(candidate);
		identities[at] =
			meanOverlap(boxes, object) >= SAME_OBJECT
				? { hash: object.hash }
				: { movedAway: object.hash };
		taken.add(object.hash);
	}
	for (const { at, hash, overlap } of pairs(candidates, known)) {
		if (identities[at] !== undefined || taken.has(hash)) continue;
		const isSame = overlap >= SAME_OBJECT;
		if (!isSame && known.get(hash)!.own) continue;
		identities[at] = isSame ? { hash } : { mayBe: hash };
		taken.add(hash);
	}
	const hashes = hashesInUse(row, space);
	const newIdentity = (candidate: Candidate): Identity => {
		for (let salt = 0; ; salt++) {
			const hash = labelHash(agent, candidate.featureHash, space.id, partsOf(candidate), salt);
			if (taken.has(hash)) continue;
			const object = known.get(hash);
			const isLaterPart =
				candidate.track !== undefined && object !== undefined && !sharesFrames(candidate, object);
			if (!hashes.has(hash) || isLaterPart) {
				taken.add(hash);
				return { hash };
			}
		}
	};
	const result = candidates.map((candidate, at) => identities[at] ?? newIdentity(candidate));
	return { identities: result, left: notFound(known, taken, candidates, looked) };
}

/** The agent's own objects that no candidate is, on the frames that were looked at. */
function notFound(
	known: ReadonlyMap<string, Known>,
	taken: ReadonlySet<string>,
	candidates: readonly Candidate[],
	looked: readonly number[],
): Left[] {
	const all = new Set([
		...looked,
		...candidates.flatMap(({ places }) => places.map(({ frame }) => frame)),
	]);
	return [...known.values()].flatMap(({ hash, own, boxes }) => {
		const frames =
			own && !taken.has(hash) ? [...boxes.keys()].filter((frame) => all.has(frame)) : [];
		return frames.length > 0 ? [{ hash, frames }] : [];
	});
}

/** The object that this agent has placed exactly here before and that somebody has changed since. */
function changedObject(
	candidate: Candidate,
	known: ReadonlyMap<string, Known>,
	agent: string,
	space: Space,
): Known | undefined {
	if (candidate.track !== undefined || known.size === 0) return undefined;
	const object = known.get(labelHash(agent, candidate.featureHash, space.id, partsOf(candidate)));
	return object?.own === false && object.featureHash === candidate.featureHash ? object : undefined;
}

/**
 * Refuses a turned box of which it is not known where it reaches: whether it was placed before would be a guess.
 * @throws NotTaken
 */
export function refuseUnknownReach(coordinates: object, size: Size | undefined): void {
	if (size === undefined && 'rotatableBoundingBox' in coordinates)
		throw new NotTaken(
			'Whether a turned box is an object that was placed before depends on the size of the picture, which is not known here. Give the size of the picture.',
		);
}

/** What distinguishes the objects of one class: the track, or the place. */
function partsOf({ track, places }: Candidate): unknown[] {
	return track === undefined
		? ['place', places.map(({ frame, coordinates }) => [frame, coordinates])]
		: ['key', `track ${track}`];
}

function sharesFrames({ places }: Candidate, { boxes }: Known): boolean {
	return places.some(({ frame }) => boxes.has(frame));
}

/** Pairs of candidates and objects that are or may be the same by their places, the best first. */
function pairs(
	candidates: readonly Candidate[],
	known: ReadonlyMap<string, Known>,
): Array<{ at: number; hash: string; overlap: number }> {
	const onFrames = new Map<string, Known[]>();
	for (const object of known.values())
		for (const frame of object.boxes.keys()) {
			const key = `${object.featureHash} ${frame}`;
			const list = onFrames.get(key);
			if (list === undefined) onFrames.set(key, [object]);
			else list.push(object);
		}
	const found: Array<{ at: number; hash: string; overlap: number }> = [];
	if (onFrames.size === 0) return found;
	for (const [at, candidate] of candidates.entries()) {
		const objects = new Set(
			candidate.places.flatMap(
				({ frame }) => onFrames.get(`${candidate.featureHash} ${frame}`) ?? [],
			),
		);
		if (objects.size === 0) continue;
		const boxes = boxesOf(candidate);
		for (const object of objects) {
			const overlap = meanOverlap(boxes, object);
			if (overlap >= MAY_BE_SAME) found.push({ at, hash: object.hash, overlap });
		}
	}
	// The sort keeps the order of detections and objects where the overlap is the same.
	return found.sort((a, b) => b.overlap - a.overlap);
}

function boxesOf({ places }: Candidate): Array<readonly [number, Box | undefined]> {
	return places.map(
		({ frame, coordinates, size }) => [frame, extentOf(coordinates, size)] as const,
	);
}

/** The mean overlap on the frames that both are on; 0 when there are none. */
function meanOverlap(
	boxes: ReadonlyArray<readonly [number, Box | undefined]>,
	object: Known,
): number {
	let [sum, count] = [0, 0];
	for (const [frame, box] of boxes) {
		const other = object.boxes.get(frame);
		if (other === undefined) continue;
		count++;
		if (box !== undefined) sum += overlapOf(box, other);
	}
	return count === 0 ? 0 : sum / count;
}

/** The objects that this agent has placed, also those that somebody has changed since. */
function objectsOfAgent(
	row: LabelRowJson,
	space: Space,
	agent: string,
	sizeOf: (frame: number) => Size | undefined,
): Map<string, Known> {
	const known = new Map<string, Known>();
	for (const frame of framesWithEntry(row, space)) {
		for (const label of labelList(frameLabels(row, space, frame), 'object')) {
			const hash = textOf(label.objectHash);
			if (!isHashOfAgent(agent, hash)) continue;
			const own = isOwn(agent, hash, label);
			let object = known.get(hash);
			if (object === undefined) {
				object = { hash, featureHash: textOf(label.featureHash), boxes: new Map(), own };
				known.set(hash, object);
			}
			object.own &&= own;
			const box = extentOf(plainCoordinatesIn(label), sizeOf(frame));
			if (box !== undefined) object.boxes.set(frame, box);
		}
	}
	return known;
}

function hashesInUse(row: LabelRowJson, space: Space): Set<string> {
	const hashes = new Set(Object.keys(row.object_answers));
	for (const frame of framesWithEntry(row, space))
		for (const label of labelList(frameLabels(row, space, frame), 'object'))
			hashes.add(textOf(label.objectHash));
	return hashes;
}
