/** A place is settled on a picture of 400 × 200 pixels. */
import { settle, type Scales } from '../../../../src/detections/drawing/settle';
import type { Place } from '../../../../src/detections/found';
import { outcome } from '../readings';

export const by = 'the model';
export const picture = { width: 400, height: 200 };
export const scales = (more: Partial<Scales> = {}): Scales => ({
	order: undefined,
	seen: picture,
	frame: picture,
	...more,
});
/** The place, or why it is none. */
export const settled = (place: Place, more: Partial<Scales> = {}): unknown =>
	outcome(() => settle(place, scales(more)));
