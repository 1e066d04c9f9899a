/**
 * What the numbers of the places count: what the data says, what the user chose, and what the numbers leave open. Decided for the
 * whole list, because a single small box fits every reading.
 */
import { textOf } from '../formats/parts/json';
import { derived } from '../formats/parts/claims';
import { NotTaken, type Claim, type Detection, type Place, type Unit } from '../found';
import { UNITS } from '../found';

/** Unit → how far beyond the picture a number may lie before the unit itself is in doubt. */
const FULL: { [U in Unit]: number } = {
	pixels: Infinity,
	fractions: 1,
	percent: 100,
	grid1000: 1000,
	grid1024: 1024,
};
const BEYOND: { [U in Unit]: number } = {
	pixels: Infinity,
	fractions: 0.5,
	percent: 50,
	grid1000: 50,
	grid1024: 0,
};
const NAMES: { [U in Unit]: string } = {
	pixels: 'pixels',
	fractions: 'fractions',
	percent: 'percent',
	grid1000: 'parts of a grid of 1000',
	grid1024: 'parts of a grid of 1024',
};

/** Numbers of the places of one way to write them, over the whole list. */
interface Numbers {
	claim: Claim;
	lowest: number;
	highest: number;
	whole: boolean;
}

/** Settles the unit of every claim. @throws NotTaken when the units contradict, or the numbers leave several readings */
export function settleUnits(detections: readonly Detection[], chosen: 'auto' | Unit): void {
	if (chosen !== 'auto' && !UNITS.includes(chosen))
		throw new NotTaken(
			`"${textOf(chosen)}" is no unit of numbers; there are: auto, ${UNITS.join(', ')}.`,
		);
	const groups = new Map<string, Numbers>();
	for (const { places } of detections) for (const place of places) count(place, groups);
	const units = new Map<string, Unit>();
	for (const [key, numbers] of groups) units.set(key, unitOf(numbers, chosen));
	for (const { places } of detections)
		for (const place of places) {
			const { claim } = place;
			const unit = units.get(keyOf(claim));
			if (unit !== undefined && claim.unit !== unit)
				place.claim = derived(claim, unit, () => ({ ...claim, unit }));
		}
}

const keyOf = ({ unit, pixelsOrFractions }: Claim): string =>
	unit ?? (pixelsOrFractions === true ? 'either' : 'open');

function count(place: Place, groups: Map<string, Numbers>): void {
	const key = keyOf(place.claim);
	let group = groups.get(key);
	if (group === undefined) {
		group = { claim: place.claim, lowest: Infinity, highest: -Infinity, whole: true };
		groups.set(key, group);
	}
	for (const values of numbersOf(place))
		for (const value of values) {
			if (value < group.lowest) group.lowest = value;
			if (value > group.highest) group.highest = value;
			if (!Number.isInteger(value)) group.whole = false;
		}
}

/** Whether all numbers of the places fit a grid of 1000. */
export function mayBeGrid(places: readonly Place[]): boolean {
	return places.every((place) =>
		numbersOf(place).every((values) => values.every((value) => value >= 0 && value <= 1000)),
	);
}

/** The numbers of a place that count something; masks and Encord's coordinates have units of their own. */
function numbersOf(place: Place): ReadonlyArray<readonly number[]> {
	switch (place.kind) {
		case 'box':
		case 'turned':
			return [place.numbers];
		case 'corners':
		case 'line':
		case 'points':
			return [place.ring];
		case 'outline':
			return place.polygons.flat();
		case 'keypoints':
			return place.points.filter(({ missing }) => missing !== true).map(({ x, y }) => [x, y]);
		case 'circle':
			return [place.center, place.edge];
		case 'mask':
		case 'encord':
		case 'unread':
			return [];
	}
}

function unitOf(numbers: Numbers, chosen: 'auto' | Unit): Unit {
	const { claim, lowest, highest } = numbers;
	const isEmpty = highest === -Infinity;
	const fits =
		claim.pixelsOrFractions === true
			? chosen === 'pixels' || chosen === 'fractions'
			: claim.unit === undefined || claim.unit === chosen;
	if (chosen !== 'auto' && !fits)
		throw new NotTaken(
			`${NAMES[chosen]} were chosen, but ${claim.by} says ${claim.unit === undefined ? 'pixels or fractions' : NAMES[claim.unit]}.`,
		);
	const unit = claim.unit ?? (chosen === 'auto' ? onlyUnit(numbers) : chosen);
	if (isEmpty) return unit;
	const says =
		claim.unit === undefined ? `${NAMES[unit]} were chosen` : `${claim.by} says ${NAMES[unit]}`;
	if (unit !== 'fractions' && highest <= 1 && lowest >= 0)
		throw new NotTaken(`${says}, but all numbers are from 0 to 1, as fractions are.`);
	if (highest > FULL[unit] + BEYOND[unit] || (unit !== 'pixels' && lowest < -BEYOND[unit]))
		throw new NotTaken(
			`${says}, but there are numbers as ${highest > FULL[unit] ? 'large' : 'small'} as ${highest > FULL[unit] ? highest : lowest}.`,
		);
	return unit;
}

/** The only unit that the numbers leave. @throws NotTaken when they leave several */
function onlyUnit({ claim, lowest, highest, whole }: Numbers): Unit {
	if (highest === -Infinity) return 'fractions';
	if (lowest >= 0 && highest <= 1 && !whole) return 'fractions';
	if (claim.pixelsOrFractions === true && highest > 2) return 'pixels';
	// Nothing else counts further than a grid of 1000.
	if (claim.pixelsOrFractions !== true && highest > 1024 && claim.mayBeResized !== true)
		return 'pixels';
	throw new NotTaken(
		`The numbers go from ${lowest} to ${highest}, which may be pixels${highest <= 100 ? ', percent' : ''} or parts of a grid of 1000. Choose what the numbers are.`,
	);
}
