import type { Edit } from '../../../../src/labels/edits/edit';
import { findObject } from '../../../../src/labels/ontology/lookup';
import { locator } from '../../../shared/fields/form/locator';
import {
	optionalAttributeFields,
	type GivenAttributes,
} from '../../../shared/fields/labels/attributes';
import { objectChoice, objectClass } from '../../../shared/fields/labels/objects';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { AnswerCount, reported } from '../../../shared/writing/answerReports';
import {
	repliedAttributes,
	setAttributesOf,
	type RepliedAttributes,
} from '../../../shared/writing/repliedAttributes';
import {
	writeLabels,
	writtenExample,
	type PlanningUnit,
} from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';
import { planSelectedObjects } from '../../../shared/writing/selectedObjects';

export const changeObjectClass = defineOperation({
	resource: 'object',
	name: 'changeClass',
	displayName: 'Change Class',
	action: 'Change the class of objects',
	description:
		'Give objects another class of the same shape, keeping where they are; attributes can be answered in the same step',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		newClass: locator({ ...objectClass, displayName: 'New Class' }),
		attributes: optionalAttributeFields,
		write: changeOptions({}),
	},
	readOnly: false,
	example: writtenExample,
	async run(batch, items) {
		const count = new AnswerCount();
		await writeLabels(
			batch,
			items.map((item) =>
				planSelectedObjects(item, (selected, unit) => {
					const given = answersFor(item, unit);
					count.add(item.index, given.reports);
					return {
						edits: selected.flatMap((object): Edit[] => [
							{
								kind: 'changeClass',
								objectHash: object.objectHash,
								...(object.space === undefined ? {} : { space: object.space }),
								object: item.newClass,
							},
							...given.answers.map((answers) => setAttributesOf(object, answers)),
						]),
						...reported(given.reports),
					};
				}),
			),
			{ onRefusedEdit: 'fail' },
		);
		count.show(batch);
	},
});

/** The answers to attributes of the new class. @throws OntologyLookupError for a class that the ontology does not have */
function answersFor(
	{ newClass, attributes }: { newClass: string; attributes: GivenAttributes | undefined },
	unit: PlanningUnit,
): RepliedAttributes {
	if (attributes === undefined) return { answers: [], reports: [] };
	if ('answers' in attributes)
		return { answers: [{ attributes: attributes.answers }], reports: [] };
	return repliedAttributes(attributes.readReply, findObject(unit.ontology, newClass), unit);
}
