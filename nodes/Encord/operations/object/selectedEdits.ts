/** How operations on existing objects are put together: select them on the row as just read, and edit each. */
import type { Edit } from '../../../../src/labels/edits/edit';
import type { WriteOptions } from '../../../shared/fields/labels/writing';
import type { ObjectFilter } from '../../../shared/fields/labels/objects';
import type { UnitAsk } from '../../../shared/fields/places';
import { selectObjects, type SelectedObject } from '../../../shared/labels/objectSelection';
import type { LabelAsk } from '../../../shared/labels/writing';
import type { Ask } from '../../../shared/runtime/batch';

interface SelectionAsk {
	unit: UnitAsk;
	objects: ObjectFilter;
	write: WriteOptions;
}

/**
 * What one item asks for: `editsOf` is called for every object it means. Named objects must be on the row when it is read;
 * the selection is made anew when the row is read again because somebody else has saved it.
 */
export function selectedObjectsAsk(
	{ index, unit, objects, write }: Ask<SelectionAsk>,
	editsOf: (object: SelectedObject) => Edit[],
): Ask<LabelAsk> {
	return {
		index,
		unit,
		write,
		plan:
			({ ontology, row }) =>
			(labels) => ({
				edits: selectObjects(labels, row, ontology, objects).flatMap(editsOf),
			}),
	};
}
