/** Edits existing objects: selects them on the current labels and makes the edits for each. */
import type { Edit } from '../../../src/labels/edits/edit';
import type { WriteOptions } from '../fields/labels/writing';
import type { ObjectFilter } from '../fields/labels/objects';
import type { DataUnitRef } from '../fields/places';
import { selectObjects, type SelectedObject } from '../labels/objectSelection';
import type { LabelWrite, Plan, PlanningUnit } from './writeLabels';
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
	inputs: ItemInputs<SelectionInputs>,
	editsOf: (object: SelectedObject) => Edit[],
): ItemInputs<LabelWrite> {
	return planSelectedObjects(inputs, (selected) => ({ edits: selected.flatMap(editsOf) }));
}

/** Like editSelectedObjects; `planOf` makes the plan for all selected objects. */
export function planSelectedObjects(
	{ index, unit, objects, write }: ItemInputs<SelectionInputs>,
	planOf: (selected: SelectedObject[], unit: PlanningUnit) => Plan,
): ItemInputs<LabelWrite> {
	return {
		index,
		unit,
		write,
		plan:
			({ ontology, row }) =>
			(labels) =>
				planOf(selectObjects(labels, row, ontology, objects), { ontology, row }),
	};
}
