/** What could not be done with a label row, and why. */
import type { FrameRange } from './frames';

/** Something an edit could not do. */
export interface Problem {
	/** `error`: the edit was not applied. `warning`: it was applied, except where the problem says. */
	severity: 'error' | 'warning';
	code:
		| 'unknownItem'
		| 'badAnswer'
		| 'missingAnswer'
		| 'badCoordinates'
		| 'badFrames'
		| 'notFound'
		| 'keptForeignLabel'
		| 'occupied'
		| 'unreadable';
	/** One sentence: what is wrong, and what would be right. */
	message: string;
	/** Position of the edit in the list given. */
	edit?: number;
	/** Title of the ontology item or attribute concerned. */
	item?: string;
	field?: string;
	value?: unknown;
	/** What would be accepted. */
	accepted?: unknown;
	frames?: FrameRange[];
	hash?: string;
}

/** Thrown inside an edit to give it up with a problem; never leaves applyEdits. */
export class Refusal extends Error {
	constructor(readonly problem: Omit<Problem, 'severity' | 'edit'>) {
		super(problem.message);
	}
}
