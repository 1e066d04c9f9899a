/** A detection with its class, its frames and its coordinates. */
import type { Size } from '../../geometry/plane';
import type { ObjectItem } from '../../labels/ontology/ontology';
import type { Coordinates } from '../../labels/shapes/registry';
import type { Repair } from '../../reply/value';
import type { Attributes } from '../reading/attributes';

export interface Placed {
	index: number;
	item: ObjectItem;
	frames: number[];
	coordinates: Coordinates;
	/** Of the frame, or of the picture that was seen where that is not known. */
	size: Size | undefined;
	confidence: number | undefined;
	attributes: Attributes | undefined;
	track: string | undefined;
	repairs: Repair[];
}
