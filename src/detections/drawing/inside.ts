/** How far a place may lie beyond the picture. A side that drifts over the edge is cut; what lies elsewhere is refused. */
import type { Box } from '../../geometry/box';
import { NotTaken } from '../found';

/** A side may reach this share of the picture over its edge. Further, another scale or order is likelier than a drift. */
const DRIFT = 0.1;
/** This share of the box has to be on the picture. */
const LEFT = 0.5;
/** Points are not cut. They may be this share beyond the edge, which is rounding. */
const ROUNDING = 0.002;

/** A place that reaches too far beyond the picture: its numbers may be in another scale or order. */
export class BeyondPicture extends NotTaken {}

/** @returns whether something of the box is cut. @throws NotTaken when it is not on the picture, or too little of it */
export function checkInside({ x, y, w, h }: Box, what: string): boolean {
	const [right, bottom] = [x + w, y + h];
	if (x >= -1e-9 && y >= -1e-9 && right <= 1 + 1e-9 && bottom <= 1 + 1e-9) return false;
	const [onX, onY] = [Math.min(1, right) - Math.max(0, x), Math.min(1, bottom) - Math.max(0, y)];
	if (onX <= 0 || onY <= 0) throw new BeyondPicture(`The ${what} lies outside of the picture.`);
	const beyond = beyondEdge({ x, y, w, h });
	if (beyond > DRIFT || onX * onY < LEFT * w * h)
		throw new BeyondPicture(
			`The ${what} reaches ${Math.round(beyond * 100)} % of the picture over its edge: its scale or order may be another.`,
		);
	return true;
}

/** How far a box reaches over an edge, as a share of the picture; not above 0 when it is inside. */
export function beyondEdge({ x, y, w, h }: Box): number {
	return Math.max(-x, -y, x + w - 1, y + h - 1);
}

/** Points on the picture, those at its edge moved onto it. @throws NotTaken for points beyond it */
export function pointsInside(ring: readonly number[], what: string): number[] {
	for (let at = 0; at + 1 < ring.length; at += 2)
		if (ring[at]! < 0 && ring[at + 1]! < 0)
			throw new NotTaken(
				`A point of the ${what} has two negative numbers, as writers mark points that are not there.`,
			);
	return ring.map((value) => {
		if (value >= 0 && value <= 1) return value;
		if (value < -ROUNDING || value > 1 + ROUNDING || Number.isNaN(value))
			throw new NotTaken(`A point of the ${what} lies outside of the picture.`);
		return value < 0 ? 0 : 1;
	});
}
