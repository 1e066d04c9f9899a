/** One label on one picture, ready to be cut out or drawn. */
import type { Geometry } from '../../geometry/geometry';

export interface DrawnLabel {
	/** Undefined: the label has no place on the picture, so it has no crop and is not drawn. */
	geometry: Geometry | undefined;
	name?: string;
	/** The ontology object's color, e.g. `#D33115`. */
	color?: string;
	/** 0 to 1; written behind the name when below 1. */
	confidence?: number;
}
