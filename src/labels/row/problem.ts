/** What an edit or a check found wrong with a label row. */
import type { FrameRange } from './frames';

/** Something an edit could not do, or something a label row lacks. */
export interface Problem {
	/** `error`: the edit was not applied. `warning`: it was applied, except for what the problem names. */
	severity: 'error' | 'warning';
	code:
		| 'unknownItem'
		| 'badAnswer'
		| 'missingAnswer'
		| 'badCoordinates'
		| 'badFrames'
		| 'notFound'
		| 'keptForeignLabel'
		| 'occupied';
	/** What is wrong and what would be right. */
	message: string;
	/** Position of the edit in the list of edits, from 0. */
	edit?: number;
	/** Title of the object or classification in the ontology. */
	item?: string;
	/** The attribute, or the field of the edit, that is wrong. */
	field?: string;
	/** The value that was not accepted. */
	value?: unknown;
	/** What would be accepted. */
	accepted?: unknown;
	frames?: FrameRange[];
	/** Hash of the label. */
	hash?: string;
	/** Hashes of the labels, when the problem is about several. */
	hashes?: string[];
}

/** Hashes of the labels of others that were kept. Several problems may be about one of them. */
export function keptLabels(problems: readonly Problem[]): Set<string> {
	return new Set(
		problems
			.filter(({ code }) => code === 'keptForeignLabel')
			.flatMap(({ hash, hashes = [] }) => (hash === undefined ? hashes : [hash])),
	);
}

type RefusedProblem = Omit<Problem, 'severity' | 'edit'>;

/** Thrown while an edit is applied, to stop it with one problem or several. applyEdits catches it and reports the problems. */
export class Refusal extends Error {
	readonly problems: RefusedProblem[];

	constructor(problem: RefusedProblem, ...further: RefusedProblem[]) {
		super(problem.message);
		this.problems = [problem, ...further];
	}
}
