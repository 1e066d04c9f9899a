/** What callers give to editLabelRows and what they get back. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { LabelRowJson } from '../../encord/wire/json';
import type { Edit } from '../edits/edit';
import type { EditContext } from '../edits/rules/editState';
import type { LabelChange } from '../edits/labelChange';
import type { OntologyIndex } from '../ontology/ontology';
import type { Problem } from '../row/problem';

/** What a job wants done. Callers may add what they want to say about it. */
export interface EditPlan {
	edits: Edit[];
}

/**
 * Makes the plan of a job from its row. It is called again when the row is read again after a conflict. What it throws
 * ends its own job only.
 */
export type PlanEdits<P extends EditPlan> = (
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: LabelRowMetadata,
) => P;

/** Edits of one label row, which is named by its data hash or label hash. Several jobs may be about the same row. */
export type EditJob<P extends EditPlan = EditPlan> = {
	dataHash?: string;
	labelHash?: string;
	/** Whether nothing of the job is applied when one of its edits has an error. */
	allOrNothing?: boolean;
	/**
	 * Says why the job may not be saved, if so. It is asked with the row as it is listed right before it is saved. A job that is
	 * refused ends with this error; the other jobs of its row are applied to the row anew.
	 */
	refusal?: (row: LabelRowMetadata) => Error | undefined;
} & ({ edits: Edit[] } | { plan: PlanEdits<P> });

/** The edit context of all rows, and how they are saved. */
export interface SavingOptions extends Omit<EditContext, 'now' | 'metadata'> {
	ontology: OntologyIndex;
	/** True: nothing is created or saved; outcomes tell what would change. */
	dryRun?: boolean;
	/**
	 * What happens when somebody else has saved the row since it was read. `reapply` (default): read the row and apply the edits
	 * again. `refuse`: save nothing. `overwrite`: save, so that their changes are lost.
	 */
	onConflict?: 'reapply' | 'refuse' | 'overwrite';
	/** Whether Encord validates the labels before it saves them. */
	validate?: boolean;
	/** Listing entries the caller has already. These rows are not listed again before they are read. */
	rows?: LabelRowMetadata[];
	now?: () => Date;
}

/** The result of one job. */
export interface JobOutcome<P extends EditPlan = EditPlan> {
	/** The row could be read and saved, and every edit of the job was applied. */
	ok: boolean;
	/** Encord confirmed the save. False when the job changed nothing, in a dry run, and when there is an `error`. */
	saved: boolean;
	dataHash?: string;
	labelHash?: string;
	/** What the job changed; in a dry run, what it would change. */
	diff: LabelChange[];
	problems: Problem[];
	/** Why the row could not be read, edited or saved. */
	error?: Error;
	/** The plan whose edits were applied; absent for a job that was given edits, or when it could not be made. */
	plan?: P;
	/** The row before the edits of this job. */
	before?: LabelRowJson;
	/** The row after all jobs about it. */
	labelRow?: LabelRowJson;
}
