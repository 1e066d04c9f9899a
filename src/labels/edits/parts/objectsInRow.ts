/** The objects of a row: finding one by its hash, its class and spaces, and the answer entry each of them needs. */
import type { EncordJson } from '../../../encord/wire/json';
import { findObject } from '../../ontology/lookup';
import { lowerSnake, type ObjectItem } from '../../ontology/ontology';
import { Refusal } from '../../row/problem';
import { allSpaces, type Space } from '../../row/space';
import type { EditState } from '../rules/editState';
import { lookUpOrRefuse } from '../rules/lookUpOrRefuse';
import { agentKeys } from '../rules/stamp';

/** An object in a space of the row. */
export interface ObjectInRow {
	hash: string;
	/** Its class. */
	item: ObjectItem;
	space: Space;
}

/**
 * The object with this hash, in its first space or the one given.
 * @throws Refusal when the row has no such object, or the ontology does not have its class
 */
export function findObjectInRow(
	state: EditState,
	hash: string,
	spaceId: string | undefined,
): ObjectInRow {
	const [space] = spacesOfObject(state, hash, spaceId);
	const featureHash = space === undefined ? undefined : classOfObject(state, space, hash);
	if (space === undefined || featureHash === undefined) throw noSuchObject(hash, spaceId);
	const item = lookUpOrRefuse(() => findObject(state.ontology, featureHash));
	return { hash, item, space };
}

/** The problem of an object the row does not have. */
export function noSuchObject(hash: string, spaceId: string | undefined): Refusal {
	const where = spaceId === undefined ? '' : ` in space ${spaceId}`;
	return new Refusal({
		code: 'notFound',
		field: 'objectHash',
		value: hash,
		message: `This label row has no object ${hash}${where}.`,
	});
}

/** The spaces an object is in; with `spaceId`, that space only. */
export function spacesOfObject(
	state: EditState,
	hash: string,
	spaceId: string | undefined,
): Space[] {
	const { draft } = state;
	return allSpaces(draft.row, state.context.metadata).filter((space) => {
		if (spaceId !== undefined && space.id !== spaceId) return false;
		if (space.kind === 'frames') return draft.index(space, 'object').framesOf(hash).length > 0;
		const entry = draft.answer('object_answers', hash);
		return entry !== undefined && hasSpace(entry, space);
	});
}

/** Whether the entry of an object on audio, text or HTML belongs to a space. Every entry belongs to the row's own media. */
export function hasSpace(entry: EncordJson, space: Space): boolean {
	return (
		space.id === undefined || (entry.spaces as EncordJson | undefined)?.[space.id] !== undefined
	);
}

/** Feature hash of an object's class; undefined when the object is not in the space. */
export function classOfObject(state: EditState, space: Space, hash: string): string | undefined {
	if (space.kind === 'frames') return state.draft.index(space, 'object').featureOf(hash);
	const entry = state.draft.answer('object_answers', hash);
	return entry === undefined ? undefined : String(entry.featureHash);
}

/** Adds the answer entry of an object when there is none. Every object has one, even without answers (protocol §8.5). */
export function ensureObjectEntry(state: EditState, hash: string): void {
	if (state.draft.answer('object_answers', hash) !== undefined) return;
	state.draft.putAnswer('object_answers', hash, {
		objectHash: hash,
		classifications: [],
		...agentKeys(state),
	});
}

/** Removes the answers of an object that is in no space any more. */
export function deleteAnswersIfGone(state: EditState, hash: string): void {
	const { draft } = state;
	if (spacesOfObject(state, hash, undefined).length > 0) return;
	for (const map of ['object_answers', 'object_actions'] as const)
		if (draft.answer(map, hash) !== undefined) draft.putAnswer(map, hash, undefined);
}

/** The keys of an object that repeat what the ontology says about its class. */
export function classKeys(item: ObjectItem): EncordJson {
	return {
		name: item.title,
		color: item.color,
		shape: item.shape,
		value: lowerSnake(item.title),
		featureHash: item.featureHash,
	};
}
