/** The hash of a label that is new each time an edit is applied (`mode: 'add'`). */
import type { OntologyItem } from '../../ontology/ontology';
import { labelHash } from '../../row/identity';
import type { Space } from '../../row/space';
import type { EditState } from './editState';

export function uniqueHash(state: EditState, item: OntologyItem, space: Space): string {
	const id = state.context.randomId?.() ?? crypto.randomUUID();
	return labelHash(state.agent, item.featureHash, space.id, ['new', id]);
}
