/** The rules a label row can be checked against, and what a check finds. */

/** A rule without `class` is about the objects of all classes. */
export type CheckRule =
	/** How many objects of the class a frame, or the label row as a whole, may have. */
	| { rule: 'count'; class?: string; min?: number; max?: number; per: 'frame' | 'labelRow' }
	/** The shortest side in pixels and the smallest area in square pixels an object may have. */
	| { rule: 'size'; class?: string; minSide?: number; minArea?: number }
	/**
	 * How much the boxes of two objects on a frame may overlap: intersection over union, 0..1. Objects of different classes are
	 * compared only with `acrossClasses`.
	 */
	| { rule: 'overlap'; class?: string; max: number; acrossClasses?: boolean }
	/** Objects must be inside the image. */
	| { rule: 'outside'; class?: string }
	/** Required attributes must have an answer. */
	| { rule: 'requiredAnswers' }
	/** Every frame must have an object or a classification. */
	| { rule: 'emptyFrames' };

/** A place where a label row breaks a rule. */
export interface Fault {
	rule: CheckRule['rule'];
	/** What is wrong, for the person who labels. */
	message: string;
	/** Title of the class. */
	class?: string;
	/** Hash of the label. */
	hash?: string;
	/** ID of the member of a data group. */
	space?: string;
	frame?: number;
	/** Center of the object; fraction of the image width. */
	x?: number;
	/** Center of the object; fraction of the image height. */
	y?: number;
}
