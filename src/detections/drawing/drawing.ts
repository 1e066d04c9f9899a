/** What the shapes share when detections are drawn as them. */
import type { Size } from '../../geometry/plane';
import type { Box } from '../../geometry/box';
import type { ObjectItem, OntologyIndex } from '../../labels/ontology/ontology';
import type { Repair } from '../../reply/value';
import { NotTaken } from '../found';
import { checkInside } from './inside';
import type { Settled } from './settle';

export interface Drawing {
	item: ObjectItem;
	ontology: OntologyIndex;
	/** Size of the frame, if known. */
	frame: Size | undefined;
	/** Whether conversions that lose something are asked for. */
	mayLose: boolean;
	/** Every change is added here. */
	repairs: Repair[];
}

type Kind = Settled['kind'];
export type OfKind<K extends Kind> = Extract<Settled, { kind: K }>;

const WORDS: { [K in Kind]: string } = {
	box: 'a box',
	corners: 'four corners',
	outline: 'an outline',
	line: 'a line',
	points: 'points',
	keypoints: 'keypoints',
	circle: 'a circle',
	mask: 'a mask',
	encord: 'coordinates of Encord',
	unread: 'a place that is not read',
};

/** The only place of a kind. @throws NotTaken when there are several that differ */
export function onlyOf<K extends Kind>(places: readonly Settled[], kind: K): OfKind<K> | undefined {
	const [first, ...others] = places.filter((place): place is OfKind<K> => place.kind === kind);
	if (first === undefined || others.every((other) => sameNumbers(first, other))) return first;
	throw new NotTaken(`The detection has ${WORDS[kind]} several times, and they differ.`);
}

/** Whether two places are the same within what writers round. */
function sameNumbers(a: unknown, b: unknown): boolean {
	if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 0.002;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
	if (a instanceof Uint8Array || b instanceof Uint8Array) return a === b;
	const keys = Object.keys(a);
	return (
		keys.length === Object.keys(b).length &&
		keys.every((key) => sameNumbers((a as never)[key], (b as never)[key]))
	);
}

export function refuse(places: readonly Settled[], { item }: Drawing, choice: string): never {
	const has = [
		...new Set(
			places.map((place) => (place.kind === 'unread' ? `a ${place.what}` : WORDS[place.kind])),
		),
	].join(' and ');
	throw new NotTaken(
		`The detection has ${has}, but "${item.title}" is drawn as ${words(item.shape)}. ${choice}`,
	);
}

export const words = (shape: string): string => shape.replaceAll('_', ' ');
export const ASK = 'Choose to convert what loses something, or give the shape itself.';
export const GIVE = 'Give the shape itself.';

/** Notes that a box will be cut at the edge. The edit cuts it. @throws NotTaken when too little of it is on the picture */
export function cut(box: Box, what: string, { repairs }: Drawing): Box {
	if (checkInside(box, what)) repairs.push({ rule: 'cut at the edge', from: what, to: what });
	return box;
}

/** @throws NotTaken when the size of the frame is not known */
export function frameOf({ frame }: Drawing): Size {
	if (frame !== undefined) return frame;
	throw new NotTaken('The size of the picture is not known. Give it.');
}
