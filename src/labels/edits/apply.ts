/** Applies a list of edits to a label row's JSON. */
import type { LabelRowJson } from '../../encord/wire/json';
import { deleteByAgent } from './agentEdits';
import { setAttributes } from './attributeEdits';
import { changeClass } from './classChange';
import { clearClassification, setClassification } from './classificationEdits';
import { writeRanges } from './classificationLabels';
import { diffOf, type LabelPatch } from './diff';
import { RowDraft } from '../row/draft';
import type { Edit, EditContext, LabelChange } from './edit';
import type { Problem } from '../row/problem';
import { type Editing } from './editing';
import { Refusal } from '../row/problem';
import { agentName } from '../row/identity';
import { formatLabelTime } from '../row/time';
import { addObject, copyObject, deleteObject, moveObject } from './objectEdits';
import type { OntologyIndex } from '../ontology/ontology';

export interface EditedRow {
	/** The row to save; the row given, itself, when nothing changed. */
	labelRow: LabelRowJson;
	/** What changed, label by label; safe to show. */
	diff: LabelChange[];
	/** The same changes exactly: `applyPatch(row, patch)` equals `labelRow`. */
	patch: LabelPatch[];
	/** What could not be done. An edit with an error changed nothing; the others were applied. */
	problems: Problem[];
}

/**
 * Applies edits in order. Pure: the row given is not changed, and whatever the edits do not touch is shared with it,
 * unknown fields included.
 */
export function applyEdits(
	row: LabelRowJson,
	ontology: OntologyIndex,
	edits: Edit[],
	context: EditContext,
): EditedRow {
	return new RowEditor(row, ontology, context).apply(edits);
}

/** Applies several lists of edits to one row, one after the other, each with its own diff. */
export class RowEditor {
	private readonly draft: RowDraft;
	private readonly editing: Editing;

	constructor(
		row: LabelRowJson,
		private readonly ontology: OntologyIndex,
		context: EditContext,
	) {
		this.draft = new RowDraft(row, context.metadata);
		this.editing = {
			draft: this.draft,
			ontology,
			context,
			agent: agentName(context),
			now: formatLabelTime(context.now),
			problems: [],
			at: 0,
			ordinals: new Map(),
			unwrittenRanges: new Map(),
		};
	}

	/** The row as edited so far; later edits do not change it. */
	get row(): LabelRowJson {
		return this.draft.row;
	}

	apply(edits: Edit[]): EditedRow {
		this.draft.checkpoint();
		this.editing.problems = [];
		edits.forEach((edit, at) => {
			this.editing.at = at;
			try {
				applyEdit(this.editing, edit);
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				if (error.message !== '')
					this.editing.problems.push({ severity: 'error', edit: at, ...error.problem });
			}
		});
		writeRanges(this.editing);
		const { changes, patch } = diffOf(this.draft, this.ontology);
		if (patch.length === 0) this.draft.row = this.draft.base;
		return { labelRow: this.draft.row, diff: changes, patch, problems: this.editing.problems };
	}
}

function applyEdit(editing: Editing, edit: Edit): void {
	switch (edit.kind) {
		case 'setClassification':
			return setClassification(editing, edit);
		case 'clearClassification':
			return clearClassification(editing, edit);
		case 'addObject':
			return addObject(editing, edit);
		case 'moveObject':
			return moveObject(editing, edit);
		case 'copyObject':
			return copyObject(editing, edit);
		case 'deleteObject':
			return deleteObject(editing, edit);
		case 'setAttributes':
			return setAttributes(editing, edit);
		case 'changeClass':
			return changeClass(editing, edit);
		case 'deleteByAgent':
			return deleteByAgent(editing, edit);
		default:
			return refuseKind(edit);
	}
}

/** Edits come from expressions and models, too: an unknown kind is a problem, not a crash. */
function refuseKind(edit: never): never {
	const { kind } = edit as { kind: unknown };
	throw new Refusal({
		code: 'notFound',
		field: 'kind',
		value: kind,
		message: `"${String(kind)}" is not a kind of edit.`,
	});
}
