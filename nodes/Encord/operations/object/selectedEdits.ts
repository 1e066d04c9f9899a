/** How operations on existing objects are put together: select them on the row as just read, and edit each. */
import type { Edit } from '../../../../src/labels/edits/edit';
import type { Batch } from '../../../shared/runtime/batch';
import { objectFilterOf } from '../../../shared/fields/objects';
import { writeOptionsOf } from '../../../shared/fields/writing';
import type { LabelAsk } from '../../../shared/labels/writing';
import { readUnit } from '../../../shared/labels/lookup';
import { selectObjects, type SelectedObject } from '../../../shared/labels/objectSelection';

/**
 * What one item asks for: `editsOf` is called for every object it means. Named objects must be on the row when it is read;
 * the selection is made anew when the row is read again because somebody else has saved it.
 */
export function selectedObjectsAsk(
	batch: Batch,
	index: number,
	editsOf: (object: SelectedObject) => Edit[],
): LabelAsk {
	const filter = objectFilterOf(batch, index);
	return {
		...readUnit(batch, index),
		options: writeOptionsOf(batch, index),
		plan: (ontology) => (row, _ontology, metadata) =>
			selectObjects(row, metadata, ontology, filter).flatMap(editsOf),
	};
}
