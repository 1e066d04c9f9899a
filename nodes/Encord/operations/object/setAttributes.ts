import type { AnswersInput } from '../../../../src/labels/answers/answerInput';
import type { Edit } from '../../../../src/labels/edits/edit';
import { objectQuestions } from '../../../../src/labels/modelAnswers/questions';
import type { FramesInput } from '../../../../src/labels/row/frames';
import { attributeAnswers } from '../../../../src/llm/answerEdits';
import { mediaOfRow } from '../../../../src/llm/answeredMedia';
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
								edits: selected.map((object) => editOf(object, attributes.answers, item.write.own)),
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

function editOf(
	{ objectHash, space }: SelectedObject,
	attributes: AnswersInput,
	own: OwnOptions,
): Edit {
	return {
		kind: 'setAttributes',
		objectHash,
		...(space === undefined ? {} : { space }),
		attributes,
		...own,
	};
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
		const read = readReply(objectQuestions(item), mediaOfRow(row));
		reports.set(item.featureHash, read.reports);
		for (const { answers, frames } of attributeAnswers(read.answers))
			edits.push(editOf(object, answers, frames === undefined ? own : { frames }));
	}
	const all = [...reports.values()].flat();
	count.add(index, all);
	return { edits, ...reported(all) };
}
