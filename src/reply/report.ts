/** What became of the parts of a model's reply. Answers and detections are reported in this form. */
import type { Repair } from './value';

/** The report of one field: an answer, or one detection with its attributes. */
export interface FieldReport {
	/**
	 * Path of titles joined by `/`, with the frames behind an `@` (`Animal/Breed@3-7,9`), or an unknown key as the model wrote it.
	 * Absent: the reply as a whole, or the detection at `index`.
	 */
	field?: string;
	/** Place of the detection in the reply's list, from 0. */
	index?: number;
	/** `taken`: as the model wrote it. `repaired`: by the rules in `repairs`. `refused`: nothing is written for it. */
	outcome: 'taken' | 'repaired' | 'refused';
	/** What is written, as people read it. */
	value?: unknown;
	repairs?: Repair[];
	/** Why it is refused. */
	reason?: string;
	/** What would be accepted. */
	accepted?: unknown;
}
