import type { WorkflowStage } from '../../../../src/encord/calls/projects';
import { cases, group, mapped, shownWhen, type Field } from '../../../shared/fields/form/field';
import { choice, flag } from '../../../shared/fields/form/values';
import { frameScopeFields } from '../../../shared/fields/frames';
import { answersFields } from '../../../shared/fields/labels/answers';
import { confidenceEntry } from '../../../shared/fields/labels/confidence';
import { detectionFields } from '../../../shared/fields/labels/detections';
import { writeOptions } from '../../../shared/fields/labels/writing';
import { outputFields, outputsPerPathway } from '../../../shared/fields/pathwayOutputFields';
import { dataUnitField, projectOfTaskField, type DataUnitRef } from '../../../shared/fields/places';
import { priorityField } from '../../../shared/fields/priority';
import { pathwayField, stageField, taskField } from '../../../shared/fields/workflowPlaces';
import { agentStage } from '../../../shared/labels/lookup';
import { groupBy, type ItemInputs } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { AnswerCount } from '../../../shared/writing/answerReports';
import { answersWrite } from '../../../shared/writing/answersWrite';
import { detectionsWrite } from '../../../shared/writing/detectionsWrite';
import { planFinishes, type Finish } from '../../../shared/writing/finishTasks';
import { moveExample } from '../../../shared/writing/taskMoves';
import {
	saveWrites,
	writtenExample,
	type LabelWrite,
	type WritePlan,
} from '../../../shared/writing/writeLabels';

const source = choice({
	displayName: 'Labels',
	name: 'labels',
	type: 'options',
	default: 'answers',
	description: 'What is saved before the task moves on',
	options: [
		{
			name: 'Answers to Classifications',
			value: 'answers',
			description: 'As in Classification: Set',
		},
		{
			name: 'Detections of Objects',
			value: 'detections',
			description: 'As in Object: Add Many',
		},
	],
});

/**
 * A task that moves on is looked at by nobody who knows what was refused. So a refusal fails the item here unless the form says
 * something else.
 *
 * Makes the label edits of an item, whatever its form gives them as. */
const labelsField: Field<
	(
		item: ItemInputs<{ unit: DataUnitRef }>,
		counts: { answers: AnswerCount; detections: AnswerCount },
	) => LabelWrite
> = mapped(
	cases(source, {
		answers: group({
			frames: frameScopeFields,
			answers: answersFields('fail'),
			write: writeOptions({ confidence: confidenceEntry }),
		}),
		detections: detectionFields('fail'),
	}),
	(selected) => (item, counts) =>
		selected.option === 'answers'
			? answersWrite({ ...item, ...selected.value }, counts.answers)
			: detectionsWrite({ ...item, detections: selected.value }, counts.detections),
);

const setsPriority = flag({
	displayName: 'Set Priority',
	name: 'setPriority',
	type: 'boolean',
	default: false,
	description: 'Whether the task gets a priority for the stages that follow',
});

const newPriority = shownWhen(priorityField, { [setsPriority.property.name]: [true] });

const priority: Field<number | undefined> = {
	properties: [...setsPriority.properties, ...newPriority.properties],
	read: (form) => (setsPriority.read(form) ? newPriority.read(form) : undefined),
};

export const finishTask = defineOperation({
	resource: 'task',
	name: 'finish',
	displayName: 'Finish',
	action: 'Save labels and send tasks along a pathway',
	description:
		'Save the labels of a task, set its priority, and send it along a pathway as one step: nothing is saved for a task that has left its stage, and no task moves whose labels were not saved',
	inputs: {
		projectHash: projectOfTaskField,
		stage: stageField,
		task: taskField,
		dataHash: dataUnitField,
		labels: labelsField,
		priority,
		pathway: pathwayField,
		outputs: outputFields,
	},
	readOnly: false,
	example: { ...writtenExample, ...moveExample, priority: 0.5 },
	outputs: outputsPerPathway,
	async run(batch, items) {
		const client = await batch.client();
		const counts = {
			answers: new AnswerCount(),
			detections: new AnswerCount('detections', 'faults'),
		};
		// Everything is found and planned before anything is saved: a wrong item ends a node that stops on errors.
		const plans: WritePlan[] = [];
		for (const project of groupBy(items, ({ projectHash }) => projectHash)) {
			await batch.together(project.members, async () => {
				const definition = await client.getProject(project.key);
				const finishes: Array<ItemInputs<Finish> & { at: WorkflowStage }> = [];
				await batch.each(project.members, async ({ dataHash, stage, labels, ...item }) => {
					const unit = { projectHash: project.key, dataHash };
					const at = agentStage(definition, stage);
					finishes.push({ ...item, unit, at, labels: labels({ index: item.index, unit }, counts) });
				});
				await batch.each(
					groupBy(finishes, ({ at }) => at.uuid),
					async ({ members }) =>
						void plans.push(
							...(await planFinishes(batch, client, definition, members[0].at, members)),
						),
				);
			});
		}
		await saveWrites(batch, plans);
		counts.answers.show(batch);
		counts.detections.show(batch);
	},
});
