/** The fields that every kind of edit has. */
import type { Stamp } from './stamp';

export interface EditBase {
	/** Id of the space of a data group or scene that is edited. Absent: the row's own media. */
	space?: string;
	/**
	 * Whether this edit may replace or remove labels that this agent did not write, or that a person has changed since.
	 * Default: what the context says.
	 */
	replacePersonLabels?: boolean;
	/** Who made the label and when, if not this agent now. */
	stamp?: Stamp;
}
