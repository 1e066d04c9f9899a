/** What the functions that apply edits work with: the row as edited so far, its ontology, and who edits. */
import type { LabelRowMetadata } from '../../../encord/calls/labelRows';
import type { OntologyIndex } from '../../ontology/ontology';
import type { RowDraft } from '../../row/draft';
import type { AgentIdentity } from '../../row/identity';
import type { Problem } from '../../row/problem';
import type { Space } from '../../row/space';
import type { OutsideRule } from '../../shapes/parts/coordinateCheck';

/** What the caller of applyEdits says about all edits of a row. */
export interface EditContext {
	/** Time of the edits, written to the labels. */
	now: Date;
	/** The agent that edits. Its name is part of the hashes of its labels (row/identity.ts). */
	agent?: AgentIdentity;
	/** E-mail address written as creator and editor. Absent: Encord writes the owner of the key. */
	editor?: string;
	/** The row's listing entry, for the size and length of the media. */
	metadata?: Partial<LabelRowMetadata>;
	/**
	 * Whether edits may replace or remove labels that this agent did not write. Default false: those labels stay as they are,
	 * and a problem says so.
	 */
	replacePersonLabels?: boolean;
	/** What happens to coordinates outside the image. Default: they are clipped. */
	outside?: OutsideRule;
	/** Makes a text that is different each time, for the hashes of `mode: 'add'`. Tests replace it. */
	randomId?: () => string;
}

/** The state of the edits of one row. Every function that applies an edit gets it and changes it. */
export interface EditState {
	draft: RowDraft;
	ontology: OntologyIndex;
	context: EditContext;
	/** Name of the agent that edits. */
	agent: string;
	/** The time of the context, as label rows write it. */
	now: string;
	/** The problems found so far. */
	problems: Problem[];
	/** Position of the edit that is being applied in its list, from 0. */
	position: number;
	/**
	 * How many objects without a key were placed so far, by class, space and frames (objectHash.ts). An object that is refused
	 * after it was counted keeps its number, so that the objects after it have the same hashes when it is accepted next time.
	 */
	placedCounts: Map<string, number>;
	/** The classification labels whose frames changed and whose `range` is not written yet (classificationRanges.ts). */
	unwrittenRanges: Map<string, { space: Space; hash: string }>;
}
