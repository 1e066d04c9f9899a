/**
 * Pascal VOC has boxes only, in whole pixels: the box around the object, from the left and upper sides of its first pixels to the right and
 * lower sides of its last. Counted from 0, as labelImg does; the kit of the challenge counts from 1.
 */
import type { VisiblePlace } from './visiblePlace';
import { rounded, type Written } from './written';

export function writtenAsPascalVoc({ box: { x, y, w, h } }: VisiblePlace): Written {
	if (!(w > 0 && h > 0)) return { reason: 'The box around it has no width or no height.' };
	const [xmin, ymin] = [Math.floor(rounded(x)), Math.floor(rounded(y))];
	const [xmax, ymax] = [Math.ceil(rounded(x + w)), Math.ceil(rounded(y + h))];
	return { written: { bndbox: { xmin, ymin, xmax, ymax } } };
}
