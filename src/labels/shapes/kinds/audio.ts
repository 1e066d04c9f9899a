/** Sections of a sound, in milliseconds. */
import type { RangeShape } from '../shape';

export const audio: RangeShape = { placedOn: 'ranges' };
