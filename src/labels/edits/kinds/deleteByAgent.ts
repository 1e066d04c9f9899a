/** Deleting the labels of an agent (row/identity.ts tells which these are). */
import { cutDynamicAnswers } from '../../answers/dynamicAnswers';
import { findClassification, findObject, OntologyLookupError } from '../../ontology/lookup';
import type { OntologyIndex } from '../../ontology/ontology';
import { framesIn, intersectRanges, toRanges, type FramesInput } from '../../row/frames';
import { agentName } from '../../row/identity';
import { allSpaces, type Space } from '../../row/space';
import {
	classificationLabels,
	isOwnEntry,
	ownRanges,
	removeClassificationEntry,
	removeClassificationLabel,
} from '../parts/classificationLabels';
import type { EditBase } from '../rules/editBase';
import { resolveFrames } from '../rules/editFrames';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import { deleteAnswersIfGone, hasSpace } from '../parts/objectsInRow';
import { isOwnLabel, isOwnOnFrame } from '../rules/ownership';
import { deleteRangeObject } from '../parts/rangeObjects';

/** Deletes the labels that an agent wrote and nobody has changed since, in all spaces or the one given. */
export interface DeleteByAgent extends EditBase {
	kind: 'deleteByAgent';
	/** Name of the agent. Default: the agent of the context. */
	agent?: string;
	/** Titles or feature hashes of the objects and classifications to delete. Default: all. */
	items?: string[];
	/** Default: all frames. */
	frames?: FramesInput;
}

/** Which labels of the agent are deleted. */
interface Selection {
	frames: FramesInput | undefined;
	/** Feature hashes; undefined: all. */
	items: ReadonlySet<string> | undefined;
}

export function deleteByAgent(state: EditState, edit: DeleteByAgent): void {
	const stateOfAgent: EditState = { ...state, agent: edit.agent ?? agentName(state.context) };
	const items =
		edit.items === undefined
			? undefined
			: new Set(
					edit.items.map((title) => lookUpOrRefuse(() => featureHashOf(state.ontology, title))),
				);
	for (const space of allSpaces(state.draft.row, state.context.metadata)) {
		if (edit.space !== undefined && space.id !== edit.space) continue;
		const selection = { frames: edit.frames, items };
		if (space.kind === 'frames') deleteObjects(stateOfAgent, space, selection);
		else deleteRangeObjects(stateOfAgent, space, selection);
		deleteClassifications(stateOfAgent, space, selection);
	}
}

function deleteObjects(state: EditState, space: Space, { frames, items }: Selection): void {
	const { draft } = state;
	const selected = frames === undefined ? undefined : resolveFrames(frames, space);
	for (const object of draft.index(space, 'object').present()) {
		const { hash } = object;
		if (items !== undefined && !items.has(object.featureHash)) continue;
		const all = toRanges(object.frames);
		const affected = selected === undefined ? all : intersectRanges(all, selected);
		const own = [...framesIn(affected)].filter((frame) =>
			isOwnOnFrame(state, space, 'object', frame, hash),
		);
		if (own.length === 0) continue;
		for (const frame of own) draft.removeLabel(space, 'object', frame, hash);
		cutDynamicAnswers(draft, space, hash, draft.index(space, 'object').framesOf(hash));
		deleteAnswersIfGone(state, hash);
	}
}

/** Objects on audio, text and HTML are deleted as a whole, so none is when the edit names frames. */
function deleteRangeObjects(state: EditState, space: Space, { frames, items }: Selection): void {
	if (frames !== undefined && frames !== 'all') return;
	for (const [hash, entry] of Object.entries(state.draft.row.object_answers)) {
		const isSelected =
			hasSpace(entry, space) && (items === undefined || items.has(String(entry.featureHash)));
		if (isSelected && 'range' in entry && isOwnLabel(state, hash, entry))
			deleteRangeObject(state, hash, space, false);
	}
}

function deleteClassifications(state: EditState, space: Space, { frames, items }: Selection): void {
	const isAll =
		frames === undefined || frames === 'global' || (space.kind !== 'frames' && frames === 'all');
	const selected = isAll ? undefined : resolveFrames(frames, space);
	for (const item of state.ontology.classifications) {
		if (items !== undefined && !items.has(item.featureHash)) continue;
		for (const { hash, ranges } of classificationLabels(state, item, space)) {
			if (ranges.length === 0) {
				if (frames === undefined && isOwnEntry(state, hash))
					removeClassificationEntry(state, space, hash);
				continue;
			}
			const affected = selected === undefined ? ranges : intersectRanges(ranges, selected);
			const own = ownRanges(state, space, hash, affected);
			if (own.length > 0) removeClassificationLabel(state, space, hash, own);
		}
	}
}

/** Feature hash of the object or classification of this title. @throws OntologyLookupError */
function featureHashOf(ontology: OntologyIndex, title: string): string {
	try {
		return findObject(ontology, title).featureHash;
	} catch (error) {
		if (!(error instanceof OntologyLookupError)) throw error;
		return findClassification(ontology, title).featureHash;
	}
}
