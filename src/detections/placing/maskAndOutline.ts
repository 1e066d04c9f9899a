/** Masks as outlines and outlines as masks. */
import type { Mask } from '../../geometry/mask';
import type { Size } from '../../geometry/plane';
import { NotTaken } from '../found';

export function outlineOfMask(_mask: Mask): number[][][] {
	throw new NotTaken('A mask cannot be drawn as an outline yet.');
}

export function maskOfOutline(_polygons: number[][][], _size: Size): Mask {
	throw new NotTaken('An outline cannot be drawn as a mask yet.');
}
