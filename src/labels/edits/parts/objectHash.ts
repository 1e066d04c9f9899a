/** The hash of an object that an edit adds (row/identity.ts). */
import type { ObjectItem } from '../../ontology/ontology';
import { labelHash } from '../../row/identity';
import type { Space } from '../../row/space';
import type { EditState } from '../rules/editState';
import { uniqueHash } from '../rules/uniqueHash';

/**
 * With a key, objects of the same class and key have the same hash. Without a key, the hash is derived from the frames or
 * ranges of the object, and from how many objects of the class the edits have placed on the same ones before.
 * @param where frames or ranges of the object, as JSON
 */
export function objectHash(
	state: EditState,
	{ mode, key }: { mode?: 'upsert' | 'add'; key?: string },
	item: ObjectItem,
	space: Space,
	where: ['frames' | 'ranges', unknown],
): string {
	if (mode === 'add') return uniqueHash(state, item, space);
	const parts =
		key === undefined ? [...where, countPlaced(state, item, space, where[1])] : ['key', key];
	return labelHash(state.agent, item.featureHash, space.id, parts);
}

/** How many objects of this class were placed here before; counts this one. */
function countPlaced(state: EditState, item: ObjectItem, space: Space, where: unknown): number {
	const place = JSON.stringify([item.featureHash, space.id, where]);
	const before = state.placedCounts.get(place) ?? 0;
	state.placedCounts.set(place, before + 1);
	return before;
}
