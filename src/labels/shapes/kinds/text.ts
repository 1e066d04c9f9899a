/** Ranges of a text: characters, or nodes of an HTML document. */
import type { RangeShape } from '../shape';

export const text: RangeShape = { placedOn: 'ranges' };
