/** How far a place may lie beyond the picture. A side that drifts over the edge is cut; what lies elsewhere is refused. */
import type { Box } from '../../geometry/box';
import { NotTaken } from '../found';

/** A side may reach this share of the picture over its edge. Further, another scale or order is likelier than a drift. */
const DRIFT = 0.1;
/** This share of the box has to be on the picture. */
const LEFT = 0.5;
/** Points are not cut. They may be this share beyond the edge, which is rounding. */
const ROUNDING = 0.002;

/** @returns whether something of the box is cut. @throws NotTaken when it is not on the picture, or too little of it */
export function checkInside({ x, y, w, h }: Box, what: string): boolean {
	const [right, bottom] = [x + w, y + h];
	if (x >= -1e-9 && y >= -1e-9 && right <= 1 + 1e-9 && bottom <= 1 + 1e-9) return false;
	const [onX, onY] = [Math.min(1, right) - Math.max(0, x), Math.min(1, bottom) - Math.max(0, y)];
	if (onX <= 0 || onY <= 0) throw new NotTaken(`The ${what} lies outside of the picture.`);
	const beyond = Math.max(-x, -y, right - 1, bottom - 1);
	if (beyond > DRIFT || onX * onY < LEFT * w * h)
		throw new NotTaken(
			`The ${what} reaches ${Math.round(beyond * 100)} % of the picture over its edge: its scale or order may be another.`,
		);
	return true;
}

/** Points on the picture, those at its edge moved onto it. @throws NotTaken for points beyond it */
export function pointsInside(ring: readonly number[], what: string): number[] {
	return ring.map((value) => {
		if (value >= 0 && value <= 1) return value;
		if (value < -ROUNDING || value > 1 + ROUNDING || Number.isNaN(value))
			throw new NotTaken(`A point of the ${what} lies outside of the picture.`);
		return value < 0 ? 0 : 1;
	});
}
