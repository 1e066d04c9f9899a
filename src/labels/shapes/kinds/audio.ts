/** Ranges of an audio file, in milliseconds. */
import type { RangeShape } from '../shape';

export const audio: RangeShape = { placedOn: 'ranges' };
