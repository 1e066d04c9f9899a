/** Pairs the objects of two sides on each frame, or by their ranges, and counts what they have in common. */
import { sameJson } from '../../encord/wire/sameJson';
import type { Size } from '../../geometry/plane';
import type { TidyObject, TidyPlace } from '../reading/tidyObject';
import { countFrames, type FrameRange } from '../row/frames';
import { geometryOf } from '../shapes/geometryOf';
import { bestPairs, type Candidate } from './pairing/assignment';
import type { Comparing, ComparedSpace } from './comparing';
import {
	likenessOf,
	needsSize,
	picturePlace,
	type Likeness,
	type PicturePlace,
} from './pairing/likeness';
import { PairedAnswers } from './pairedAnswers';
import { overlapOfRanges } from './pairing/rangeOverlap';
import { NotComparable } from './refused';
import { isInPlane, type SideName } from './sharedClasses';
import { stretches } from './pairing/timeline';

/** An object of one side where it can be compared. */
interface Placed {
	side: SideName;
	object: TidyObject;
	/** The same for both sides exactly when the class is. */
	key: string;
	frames: FrameRange;
	coordinates: TidyPlace['coordinates'];
	/** Read when it is first needed, because masks are large. */
	place?: PicturePlace;
}

/** In fractions of the picture, where the ratio of its sides makes no difference. */
const ANY_SIZE: Size = { width: 1, height: 1 };

export function compareObjects(
	comparing: Comparing,
	compared: ComparedSpace,
	ofPerson: TidyObject[],
	ofAgent: TidyObject[],
): void {
	const titled = (object: TidyObject): TidyObject => ({
		...object,
		class: comparing.classes.titleOf('object', object.featureHash, object.class),
	});
	const sides = { person: ofPerson.map(titled), agent: ofAgent.map(titled) };
	const pairs = new PairedAnswers(comparing, compared.space.id);
	if (compared.space.kind === 'frames') onFrames(comparing, compared, sides, pairs);
	else byRanges(comparing, compared, sides, pairs);
	pairs.compare();
}

type Sides = Record<SideName, TidyObject[]>;

function onFrames(
	comparing: Comparing,
	{ space, sizeOf }: ComparedSpace,
	sides: Sides,
	pairs: PairedAnswers,
): void {
	const placed = (['person', 'agent'] as const).flatMap((side) =>
		sides[side].flatMap((object): Placed[] => {
			if (!isInPlane(object.shape)) {
				comparing.tally.leaveOut(object.class, countFrames(object.frames));
				return [];
			}
			const key = comparing.classes.keyOf(side, 'object', object.featureHash, object.class);
			return object.places.map(({ frames, coordinates }) => {
				return { side, object, key, frames, coordinates };
			});
		}),
	);
	// The pictures of an image group have sizes of their own.
	for (const { frames, present } of stretches(placed, space.layout === 'units')) {
		const size = sizeOf(frames[0]);
		for (const one of present) one.place ??= placeOf(one, size);
		const count = frames[1] - frames[0] + 1;
		pairUp(comparing, present, [frames], count, pairs, space.id, frames[0], (person, agent) =>
			measuredLikeness(person, agent, size, frames[0]),
		);
		for (const one of present) if (one.frames[1] <= frames[1]) delete one.place;
	}
}

/** @throws NotComparable when it depends on the size of the picture, and that is not known */
function measuredLikeness(
	{ object, place: ofPerson }: Placed,
	{ place: ofAgent }: Placed,
	size: Size | undefined,
	frame: number,
): Likeness | undefined {
	if (size !== undefined) return likenessOf(ofPerson!, ofAgent!, size);
	if (!needsSize(ofPerson!, ofAgent!)) return likenessOf(ofPerson!, ofAgent!, ANY_SIZE);
	throw new NotComparable(
		`How far "${object.class}" is from an object of the agent cannot be told on frame ${frame}: the size of the picture is not known`,
		'Turned boxes, points, lines and skeletons need it. Leave them out with the option Only Items.',
	);
}

function placeOf({ object, coordinates, frames }: Placed, size: Size | undefined): PicturePlace {
	const geometry = geometryOf(coordinates);
	if (geometry !== undefined) return picturePlace(geometry, size);
	throw new NotComparable(
		`"${object.class}" has no coordinates on frame ${frames[0]}`,
		'Open the file in the Label Editor and look at this object.',
	);
}

function byRanges(
	comparing: Comparing,
	{ space }: ComparedSpace,
	sides: Sides,
	pairs: PairedAnswers,
): void {
	const placed = (['person', 'agent'] as const).flatMap((side) =>
		sides[side].map(
			(object): Placed => ({
				side,
				object,
				key: comparing.classes.keyOf(side, 'object', object.featureHash, object.class),
				frames: [0, 0],
				coordinates: {},
			}),
		),
	);
	pairUp(comparing, placed, undefined, 1, pairs, space.id, undefined, (person, agent) => ({
		by: 'overlap',
		value: overlapOfRanges(person.object, agent.object),
	}));
}

/** @param frames where they are; undefined for ranges, which differ from object to object */
function pairUp(
	comparing: Comparing,
	present: readonly Placed[],
	frames: FrameRange[] | undefined,
	count: number,
	pairs: PairedAnswers,
	space: string | undefined,
	frame: number | undefined,
	likeness: (person: Placed, agent: Placed) => Likeness | undefined,
): void {
	const { tally, differences, rules } = comparing;
	const ofPerson = present.filter(({ side }) => side === 'person');
	const ofAgent = present.filter(({ side }) => side === 'agent');
	const found: Array<{ candidate: Candidate; likeness: Likeness }> = [];
	ofPerson.forEach((person, a) =>
		ofAgent.forEach((agent, b) => {
			const measured = isSamePlace(person, agent) ? same(person) : likeness(person, agent);
			if (measured === undefined || !meets(measured, rules)) return;
			const candidate = {
				a,
				b,
				sameClass: person.key === agent.key,
				likeness: score(measured, rules),
				sameHash: person.object.hash === agent.object.hash,
			};
			found.push({ candidate, likeness: measured });
		}),
	);
	const likenessOfPair = new Map(found.map((one) => [one.candidate, one.likeness]));
	const best = bestPairs(found.map(({ candidate }) => candidate));
	if (best === undefined)
		throw new NotComparable(
			`Too many objects lie over each other${frame === undefined ? '' : ` on frame ${frame}`}`,
			'Compare fewer classes with the option Only Items, or raise the smallest overlap.',
		);
	const where = space === undefined ? {} : { space };
	for (const candidate of best) {
		const [person, agent] = [ofPerson[candidate.a]!.object, ofAgent[candidate.b]!.object];
		const pair = { person, agent, sameClass: candidate.sameClass, count };
		const measured = likenessOfPair.get(candidate)!;
		pairs.add({ ...pair, likeness: measured, frames: frames ?? person.frames });
	}
	const [pairedA, pairedB] = [new Set(best.map(({ a }) => a)), new Set(best.map(({ b }) => b))];
	ofPerson.forEach(({ object }, a) => {
		if (pairedA.has(a)) return;
		tally.classCounts('object', object.class).missed += count;
		tally.confuse(object.class, null, count);
		differences.add(
			{ kind: 'missed', class: object.class, personHash: object.hash, ...where },
			frames ?? object.frames,
		);
	});
	ofAgent.forEach(({ object }, b) => {
		if (pairedB.has(b)) return;
		tally.classCounts('object', object.class).extra += count;
		tally.confuse(null, object.class, count);
		differences.add(
			{ kind: 'extra', class: object.class, agentHash: object.hash, ...where },
			frames ?? object.frames,
		);
	});
}

/** Equal coordinates are the same place, also those of a shape without any area, such as a box of no width. */
function isSamePlace(person: Placed, agent: Placed): boolean {
	return (
		Object.keys(person.coordinates).length > 0 && sameJson(person.coordinates, agent.coordinates)
	);
}

function same({ place }: Placed): Likeness {
	const isLine = ['point', 'polyline', 'skeleton'].includes(place!.geometry.kind);
	return isLine ? { by: 'distance', value: 0 } : { by: 'overlap', value: 1 };
}

function meets({ by, value }: Likeness, rules: Comparing['rules']): boolean {
	return by === 'overlap' ? value > 0 && value >= rules.minOverlap : value <= rules.maxDistance;
}

/** 0..1 */
function score({ by, value }: Likeness, { maxDistance }: Comparing['rules']): number {
	if (by === 'overlap') return value;
	return maxDistance > 0 ? 1 - value / maxDistance : 1;
}
