/** How operations on existing objects are put together: select them on the row as just read, and edit each. */
import type { Edit } from '../../../src/labels/edits/edit';
import type { WriteOptions } from '../fields/labels/writing';
import type { ObjectFilter } from '../fields/labels/objects';
import type { UnitAsk } from '../fields/places';
import { selectObjects, type SelectedObject } from '../labels/objectSelection';
import type { LabelAsk } from './writeLabels';
import type { Ask } from '../runtime/batch';

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
