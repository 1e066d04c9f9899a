import type { Edit } from '../../../../src/labels/edits/edit';
import type { FramesInput } from '../../../../src/labels/row/frames';
import type { FieldReport } from '../../../../src/reply/report';
import type { ReadReply } from '../../../shared/fields/labels/modelAnswer';
import type { SelectedObject } from '../../../shared/labels/objectSelection';
import { editorOnly, shownWhen } from '../../../shared/fields/form/field';
import { locator } from '../../../shared/fields/form/locator';
import { frameListField } from '../../../shared/fields/frames';
import { attributeFields } from '../../../shared/fields/labels/attributes';
import { objectChoice, objectClass } from '../../../shared/fields/labels/objects';
import { changeOptions } from '../../../shared/fields/labels/writing';
import { unitFields } from '../../../shared/fields/places';
import { repliedAttributes, setAttributesOf } from '../../../shared/writing/repliedAttributes';
import { AnswerCount, reported } from '../../../shared/writing/answerReports';
import {
	writeLabels,
	writtenExample,
	type Plan,
	type PlanningUnit,
} from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';
import { planSelectedObjects } from '../../../shared/writing/selectedObjects';

export const setObjectAttributes = defineOperation({
	resource: 'object',
	name: 'setAttributes',
	displayName: 'Set Attributes',
	action: 'Set attributes of objects',
	description:
		'Answer attributes of objects that are on the label row already, such as the text read in a box; other attributes stay',
	inputs: {
		unit: unitFields,
		objects: objectChoice('item'),
		class: editorOnly(
			shownWhen(
				locator({
					...objectClass,
					required: false,
					description: 'The class whose attributes the form shows',
				}),
				{ attributeMode: ['form'] },
			),
		),
		attributes: attributeFields,
		write: changeOptions({
			frames: frameListField({
				displayName: 'Frames of Dynamic Attributes',
				name: 'dynamicFrames',
				description:
					'Frames on which attributes that change over time are answered. Without this option: all frames of the object.',
			}),
		}),
	},
	readOnly: false,
	safeForAgents: true,
	example: writtenExample,
	async run(batch, items) {
		const count = new AnswerCount();
		await writeLabels(
			batch,
			items.map((item) =>
				planSelectedObjects(item, (selected, unit) => {
					const { attributes } = item;
					return 'answers' in attributes
						? {
								edits: selected.map((object) =>
									setAttributesOf(object, {
										...item.write.own,
										attributes: attributes.answers,
									}),
								),
							}
						: replied(attributes.readReply, selected, unit, item, count);
				}),
			),
			{ onRefusedEdit: 'fail' },
		);
		count.show(batch);
	},
});

/** Frames of dynamic attributes, when the form names them. */
interface OwnOptions {
	frames?: FramesInput;
}

/** Reads the reply for the class of each object. Objects of one class have the same reports. */
function replied(
	readReply: ReadReply,
	selected: SelectedObject[],
	{ ontology, row }: PlanningUnit,
	{ index, write: { own } }: { index: number; write: { own: OwnOptions } },
	count: AnswerCount,
): Plan {
	const edits: Edit[] = [];
	const reports = new Map<string, FieldReport[]>();
	for (const object of selected) {
		const item = ontology.objectByHash.get(object.featureHash);
		if (item === undefined) continue;
		const read = repliedAttributes(readReply, item, { row });
		reports.set(item.featureHash, read.reports);
		for (const answers of read.answers) edits.push(setAttributesOf(object, { ...own, ...answers }));
	}
	const all = [...reports.values()].flat();
	count.add(index, all);
	return { edits, ...reported(all) };
}
