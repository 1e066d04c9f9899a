/** Objects that are in a row: finding them, their class, their spaces, and the entries they need. */
import type { EncordJson } from '../../encord/wire/json';
import { agentMark, lookUp, ownedBy, type Editing } from './editing';
import { Refusal } from '../row/problem';
import { lowerSnake, type ObjectItem } from '../ontology/ontology';
import { allSpaces, type Space } from '../row/space';
import { findObject } from '../ontology/lookup';

/** Removes the answers of an object that is on no frame any more. */
export function dropIfGone(editing: Editing, hash: string): void {
	const { draft } = editing;
	if (spacesWith(editing, hash, undefined).length > 0) return;
	if (draft.answer('object_answers', hash) !== undefined)
		draft.putAnswer('object_answers', hash, undefined);
	if (draft.answer('object_actions', hash) !== undefined)
		draft.putAnswer('object_actions', hash, undefined);
}

export function ownsFrame(editing: Editing, space: Space, frame: number, hash: string): boolean {
	return ownedBy(editing, hash, editing.draft.label(space, 'object', frame, hash));
}

/** Class and space of an object in the row. @throws Refusal when it is not there */
export function findPlaced(
	editing: Editing,
	hash: string,
	spaceId: string | undefined,
): { item: ObjectItem; space: Space } {
	const [space] = spacesWith(editing, hash, spaceId);
	const feature = space === undefined ? undefined : featureOf(editing, space, hash);
	if (space === undefined || feature === undefined) {
		throw noSuchObject(hash, spaceId);
	}
	return { item: lookUp(() => findObject(editing.ontology, feature)), space };
}

export function noSuchObject(hash: string, spaceId: string | undefined): Refusal {
	const where = spaceId === undefined ? '' : ` in space ${spaceId}`;
	return new Refusal({
		code: 'notFound',
		field: 'objectHash',
		value: hash,
		message: `This label row has no object ${hash}${where}.`,
	});
}

/** Spaces an object is in. */
export function spacesWith(editing: Editing, hash: string, spaceId: string | undefined): Space[] {
	const { draft } = editing;
	return allSpaces(draft.row, editing.context.metadata).filter((space) => {
		if (spaceId !== undefined && space.id !== spaceId) return false;
		if (space.kind === 'frames') return draft.index(space, 'object').framesOf(hash).length > 0;
		const entry = draft.answer('object_answers', hash);
		if (entry === undefined) return false;
		return space.id === undefined
			? true
			: (entry.spaces as EncordJson | undefined)?.[space.id] !== undefined;
	});
}

/** Every object has an entry, even without answers (protocol §8.5). */
export function ensureEntry(editing: Editing, hash: string): void {
	if (editing.draft.answer('object_answers', hash) !== undefined) return;
	editing.draft.putAnswer('object_answers', hash, {
		objectHash: hash,
		classifications: [],
		...agentMark(editing),
	});
}

/** Feature hash of an object's class; undefined when it is not in the space. */
export function featureOf(editing: Editing, space: Space, hash: string): string | undefined {
	if (space.kind === 'frames') return editing.draft.index(space, 'object').featureOf(hash);
	const entry = editing.draft.answer('object_answers', hash);
	return entry === undefined ? undefined : String(entry.featureHash);
}

/** How many objects of this class this list of edits has placed on the same frames before. */
export function ordinal(editing: Editing, item: ObjectItem, space: Space, frames: unknown): number {
	const key = JSON.stringify([item.featureHash, space.id, frames]);
	const before = editing.ordinals.get(key) ?? 0;
	editing.ordinals.set(key, before + 1);
	return before;
}

/** What a frame object repeats of its class. */
export function classKeys(item: ObjectItem): EncordJson {
	return {
		name: item.title,
		color: item.color,
		shape: item.shape,
		value: lowerSnake(item.title),
		featureHash: item.featureHash,
	};
}
