/** Taking back what an agent wrote (identity.ts says how that is known). */
import {
	instancesOf,
	ownRanges,
	ownsEntry,
	removeEntry,
	removeInstance,
} from './classificationLabels';
import { cutDynamicAnswers } from '../answers/dynamicAnswers';
import type { DeleteByAgent } from './edit';
import { lookUp, ownedBy, resolveFrames, type Editing } from './editing';
import { framesIn, intersectRanges, toRanges } from '../row/frames';
import { agentName } from '../row/identity';
import { dropIfGone, ownsFrame } from './placedObjects';
import type { OntologyIndex } from '../ontology/ontology';
import { deleteRangeObject } from './rangeObjects';
import { allSpaces, type Space } from '../row/space';
import { findClassification, findObject, OntologyLookupError } from '../ontology/lookup';

/** Removes an agent's labels that nobody has changed since; of the given items, frames and space when named. */
export function deleteByAgent(editing: Editing, edit: DeleteByAgent): void {
	const asAgent: Editing = { ...editing, agent: edit.agent ?? agentName(editing.context) };
	const wanted =
		edit.items === undefined
			? undefined
			: new Set(edit.items.map((title) => lookUp(() => featureOf(editing.ontology, title))));
	const spaces = allSpaces(editing.draft.row, editing.context.metadata).filter(
		({ id }) => edit.space === undefined || id === edit.space,
	);
	for (const space of spaces) {
		deleteObjects(asAgent, edit, space, wanted);
		deleteClassifications(asAgent, edit, space, wanted);
	}
}

function deleteObjects(
	editing: Editing,
	edit: DeleteByAgent,
	space: Space,
	wanted: Set<string> | undefined,
): void {
	const { draft } = editing;
	if (space.kind !== 'frames') {
		if (edit.frames !== undefined && edit.frames !== 'all') return;
		for (const [hash, entry] of Object.entries(draft.row.object_answers)) {
			const inSpace =
				space.id === undefined ||
				(entry.spaces as { [id: string]: unknown } | undefined)?.[space.id] !== undefined;
			const fits = wanted === undefined || wanted.has(String(entry.featureHash));
			if (inSpace && fits && 'range' in entry && ownedBy(editing, hash, entry))
				deleteRangeObject(editing, hash, space, false);
		}
		return;
	}
	const cut = edit.frames === undefined ? undefined : resolveFrames(edit.frames, space);
	for (const { hash, featureHash, frames } of draft.index(space, 'object').present()) {
		if (wanted !== undefined && !wanted.has(featureHash)) continue;
		const all = toRanges(frames);
		const own = [...framesIn(cut === undefined ? all : intersectRanges(all, cut))].filter((frame) =>
			ownsFrame(editing, space, frame, hash),
		);
		if (own.length === 0) continue;
		for (const frame of own) draft.removeLabel(space, 'object', frame, hash);
		cutDynamicAnswers(draft, space, hash, draft.index(space, 'object').framesOf(hash));
		dropIfGone(editing, hash);
	}
}

function deleteClassifications(
	editing: Editing,
	edit: DeleteByAgent,
	space: Space,
	wanted: Set<string> | undefined,
): void {
	const cut =
		edit.frames === undefined || edit.frames === 'global' || space.kind !== 'frames'
			? undefined
			: resolveFrames(edit.frames, space);
	for (const item of editing.ontology.classifications) {
		if (wanted !== undefined && !wanted.has(item.featureHash)) continue;
		for (const { hash, ranges } of instancesOf(editing, item, space)) {
			if (ranges.length === 0) {
				if (edit.frames === undefined && ownsEntry(editing, hash))
					removeEntry(editing, space, hash);
				continue;
			}
			const own = ownRanges(
				editing,
				space,
				hash,
				cut === undefined ? ranges : intersectRanges(ranges, cut),
			);
			if (own.length > 0) removeInstance(editing, space, hash, own);
		}
	}
}

function featureOf(ontology: OntologyIndex, title: string): string {
	try {
		return findObject(ontology, title).featureHash;
	} catch (error) {
		if (!(error instanceof OntologyLookupError)) throw error;
		return findClassification(ontology, title).featureHash;
	}
}
