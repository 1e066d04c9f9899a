/** When two labels are the same one. */
import type { FrameRange } from '../row/frames';

export interface ComparisonRules {
	/** Intersection over union from which two areas or ranges can be one object; above 0, up to 1. */
	minOverlap: number;
	/** Distance up to which two points, lines or skeletons can be one object; a share of the picture's diagonal. */
	maxDistance: number;
	/** Numbers that differ by no more than this are the same answer. */
	numericTolerance: number;
	/** Titles of objects and classifications; default: all. */
	classes?: string[];
	/** Default: all. */
	frames?: FrameRange[];
}

export const DEFAULT_RULES: ComparisonRules = {
	minOverlap: 0.5,
	maxDistance: 0.02,
	numericTolerance: 0,
};
