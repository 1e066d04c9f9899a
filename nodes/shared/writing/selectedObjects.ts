/** Edits existing objects: selects them on the current labels and makes the edits for each. */
import type { Edit } from '../../../src/labels/edits/edit';
import type { WriteOptions } from '../fields/labels/writing';
import type { ObjectFilter } from '../fields/labels/objects';
import type { DataUnitRef } from '../fields/places';
import { selectObjects, type SelectedObject } from '../labels/objectSelection';
import type { LabelWrite } from './writeLabels';
import type { ItemInputs } from '../runtime/batch';

interface SelectionInputs {
	unit: DataUnitRef;
	objects: ObjectFilter;
	write: WriteOptions;
}

/**
 * The label edits of one item: `editsOf` makes the edits for each selected object. The objects are selected again when the row is
 * read again because somebody else saved it.
 */
export function editSelectedObjects(
	{ index, unit, objects, write }: ItemInputs<SelectionInputs>,
	editsOf: (object: SelectedObject) => Edit[],
): ItemInputs<LabelWrite> {
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
