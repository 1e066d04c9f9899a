/** Applies a list of edits to a label row's JSON. Whatever the edits do not touch stays as it was (protocol §8). */
import type { LabelRowJson } from '../../encord/wire/json';
import type { OntologyIndex } from '../ontology/ontology';
import { RowDraft } from '../row/draft';
import { agentName } from '../row/identity';
import { Refusal, type Problem } from '../row/problem';
import { formatLabelTime } from '../row/time';
import { addObject } from './kinds/addObject';
import { changeClass } from './kinds/changeClass';
import { writeRanges } from './parts/classificationRanges';
import { clearClassification } from './kinds/clearClassification';
import { copyObject } from './kinds/copyObject';
import { deleteByAgent } from './kinds/deleteByAgent';
import { deleteObject } from './kinds/deleteObject';
import { diffOf, type LabelPatch } from './diff';
import type { Edit } from './edit';
import type { EditContext, EditState } from './rules/editState';
import type { LabelChange } from './labelChange';
import { moveObject } from './kinds/moveObject';
import { setAttributes } from './kinds/setAttributes';
import { setClassification } from './kinds/setClassification';
import { labelsOf, readable } from '../row/unreadable';

/** By kind of edit: the function that applies it. A new kind needs an entry here, and its type in the union `Edit`. */
const APPLY: { [Kind in Edit['kind']]: (state: EditState, edit: EditOf<Kind>) => void } = {
	setClassification,
	clearClassification,
	addObject,
	moveObject,
	copyObject,
	deleteObject,
	setAttributes,
	changeClass,
	deleteByAgent,
};

type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>;

export interface EditedRow {
	/** The row to save. When nothing changed, it is the same object that was given to applyEdits. */
	labelRow: LabelRowJson;
	/** What changed, label by label, for people to read. */
	diff: LabelChange[];
	/** The same changes as JSON: `applyPatch(row, patch)` equals `labelRow`. */
	patch: LabelPatch[];
	/**
	 * What could not be done. An edit with an error changed nothing. All other edits were applied, except for what their warnings
	 * name.
	 */
	problems: Problem[];
}

/**
 * Applies edits in order. The row given is not changed. The row returned shares with it everything the edits do not touch,
 * unknown fields included.
 * @throws ProtocolError for labels that are not in the form of Encord
 */
export function applyEdits(
	row: LabelRowJson,
	ontology: OntologyIndex,
	edits: Edit[],
	context: EditContext,
): EditedRow {
	return new RowEditor(row, ontology, context).apply(edits);
}

/** Applies several lists of edits to one row, one after the other. Each list has its own diff. */
export class RowEditor {
	private readonly draft: RowDraft;
	private readonly state: EditState;

	constructor(
		row: LabelRowJson,
		private readonly ontology: OntologyIndex,
		context: EditContext,
	) {
		this.draft = readable(labelsOf(row), () => new RowDraft(row, context.metadata));
		this.state = {
			draft: this.draft,
			ontology,
			context,
			agent: agentName(context),
			now: formatLabelTime(context.now),
			problems: [],
			position: 0,
			placedCounts: new Map(),
			unwrittenRanges: new Map(),
		};
	}

	/** The row as edited so far. Later edits make a new object and leave this one as it is. */
	get row(): LabelRowJson {
		return this.draft.row;
	}

	/**
	 * @param allOrNothing whether no edit is applied when one of them has an error
	 * @throws ProtocolError for labels that are not in the form of Encord; then nothing of these edits is applied
	 */
	apply(edits: Edit[], allOrNothing = false): EditedRow {
		return readable(labelsOf(this.row), () => this.applyAll(edits, allOrNothing));
	}

	private applyAll(edits: Edit[], allOrNothing: boolean): EditedRow {
		this.draft.checkpoint();
		this.state.problems = [];
		const placedCounts = new Map(this.state.placedCounts);
		let isKept = false;
		try {
			edits.forEach((edit, position) => this.applyOne(edit, position));
			writeRanges(this.state);
			isKept = !(allOrNothing && hasError(this.state.problems));
		} finally {
			if (!isKept) this.rollBack(placedCounts);
		}
		const { changes, patch } = diffOf(this.draft, this.ontology);
		if (patch.length === 0) this.draft.row = this.draft.base;
		return { labelRow: this.draft.row, diff: changes, patch, problems: this.state.problems };
	}

	/** Leaves nothing of the edits since the last checkpoint. */
	private rollBack(placedCounts: Map<string, number>): void {
		this.draft.rollBack();
		this.state.placedCounts = placedCounts;
		this.state.unwrittenRanges.clear();
	}

	/** Applies an edit as a whole. One with an error changes nothing, so what it reported as left out is not told. */
	private applyOne(edit: Edit, position: number): void {
		const { state } = this;
		const earlier = state.problems;
		state.position = position;
		state.problems = [];
		this.draft.changes.attempt(() => {
			try {
				applyEdit(state, edit);
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				for (const problem of error.problems)
					state.problems.push({ ...problem, severity: 'error', edit: position });
			}
			const failed = hasError(state.problems);
			if (failed) state.problems = state.problems.filter(isError);
			return !failed;
		});
		earlier.push(...state.problems);
		state.problems = earlier;
	}
}

const isError = ({ severity }: Problem) => severity === 'error';
const hasError = (problems: Problem[]) => problems.some(isError);

/** @throws Refusal for a kind that does not exist; edits can come from expressions and models. */
function applyEdit(state: EditState, edit: Edit): void {
	const { kind } = edit;
	if (!Object.hasOwn(APPLY, kind)) {
		throw new Refusal({
			code: 'notFound',
			field: 'kind',
			value: kind,
			message: `"${String(kind)}" is not a kind of edit.`,
		});
	}
	// The compiler does not see that the function and the edit are of the same kind.
	const apply = APPLY[kind] as (state: EditState, edit: Edit) => void;
	apply(state, edit);
}
