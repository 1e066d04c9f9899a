import type { EncordClient } from '../../../../src/encord/client';
import type { Pathway, WorkflowStage } from '../../../../src/encord/calls/projects';
import type { MoveOutcome } from '../../../../src/encord/calls/stageMoves';
import { shownWhen, type Field } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { flag, loadedChoices } from '../../../shared/fields/form/values';
import {
	inOutputOrder,
	pathwayOutputNames,
	pathwayUuid,
} from '../../../shared/fields/pathwayOutputs';
import { projectOfTaskField } from '../../../shared/fields/places';
import {
	pathwayField,
	stageField,
	taskField,
	type TaskRef,
} from '../../../shared/fields/workflowPlaces';
import { agentStage, pathwayOf } from '../../../shared/labels/lookup';
import { exampleId } from '../../../shared/output/examples';
import { stagePlace, tasksInWork } from '../../../shared/n8n/tasksInWork';
import {
	failedLast,
	groupBy,
	outputsDiffer,
	type ItemInputs,
	type Batch,
} from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

const onePerPathway = flag({
	displayName: 'One Output per Pathway',
	name: 'onePerPathway',
	type: 'boolean',
	default: false,
	description:
		'Whether each pathway gets its own output, so that the workflow can go on differently for each',
});

const withOutput = shownWhen(
	loadedChoices({
		displayName: 'Pathways With an Output',
		name: 'pathwayOutputs',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getPathwayOutputs',
			loadOptionsDependsOn: ['project.value', 'stage.value'],
		},
		default: [],
		description:
			'Pathways that get an output of their own; tasks of the others, those moved by somebody else, and those that could not be moved leave by Other. Choose the project and the stage first. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	}),
	{ onePerPathway: [true] },
);

/** IDs or names of the pathways with an output, in the order of the outputs; none when there is one output for all. */
const outputFields: Field<string[]> = {
	properties: [onePerPathway.property, withOutput.property],
	read: (form) =>
		onePerPathway.read(form) ? inOutputOrder(withOutput.read(form)).map(pathwayUuid) : [],
};

/** One output per chosen pathway, then Other. */
const outputs = `(p) => {
	const names = p.onePerPathway === true || p.onePerPathway === 'true' ? ${pathwayOutputNames}(p.pathwayOutputs) : [];
	return names.length === 0
		? [{ type: 'main' }]
		: [...names, 'Other'].map((displayName) => ({ type: 'main', displayName }));
}`;

interface Move {
	projectHash: string;
	/** Name or ID. */
	stage: string;
	task: TaskRef;
	/** Name or ID. */
	pathway: string;
	/** IDs or names of the pathways with an output; empty when there is one output. */
	outputs: string[];
}

interface PlannedMove extends ItemInputs<Move> {
	target: Pathway;
}

export const proceedTask = defineOperation({
	resource: 'task',
	name: 'proceed',
	displayName: 'Proceed',
	action: 'Send tasks along a pathway',
	description:
		'Send a task out of its agent stage along a pathway; a task that somebody else has moved already is reported, not failed',
	inputs: {
		projectHash: projectOfTaskField,
		stage: stageField,
		task: taskField,
		pathway: pathwayField,
		outputs: outputFields,
	},
	readOnly: false,
	example: {
		taskUuid: exampleId,
		projectHash: exampleId,
		stageUuid: exampleId,
		stageTitle: 'Agent 1',
		pathwayUuid: exampleId,
		pathway: 'Cat',
		moved: true,
		alreadyMoved: false,
	},
	outputs,
	async run(batch, moves) {
		const client = await batch.client();
		for (const project of groupBy(moves, ({ projectHash }) => projectHash)) {
			await batch.together(project.members, async () => {
				const definition = await client.getProject(project.key);
				for (const group of groupBy(project.members, ({ stage }) => stage)) {
					await batch.together(group.members, async () => {
						const stage = agentStage(definition, group.key);
						await proceed(batch, client, project.key, stage, group.members);
					});
				}
			});
		}
	},
});

async function proceed(
	batch: Batch,
	client: EncordClient,
	projectHash: string,
	stage: WorkflowStage,
	moves: Array<ItemInputs<Move>>,
) {
	const planned = plan(batch, stage, moves);
	const outputs = outputPathways(batch, stage, planned);
	const tasks = groupBy(planned, ({ task }) => task.taskUuid);
	const outcomes = await client.proceedTasks(
		projectHash,
		stage.uuid,
		tasks.map(({ members: [{ task, target }] }) => ({ ...task, pathway: { uuid: target.uuid } })),
	);
	tasksInWork.release(
		stagePlace(client, projectHash, stage.uuid),
		tasks.filter((_task, index) => outcomes[index]?.status !== 'failed').map(({ key }) => key),
	);
	const reports = tasks.flatMap(({ members }, position) =>
		members.map((move) => ({ move, outcome: outcomes[position]! })),
	);
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const { move, outcome } of failedLast(reports, ({ outcome }) => outcome.status === 'failed'))
		report(batch, stage, move, outputs, outcome);
}

/**
 * IDs of the pathways with an output, in the order of the outputs, checked before any task is moved.
 * @throws InputError when n8n cannot have made these outputs
 */
function outputPathways(batch: Batch, stage: WorkflowStage, moves: PlannedMove[]): string[] {
	const lists = new Set(moves.map(({ outputs: names }) => JSON.stringify(names)));
	const [names = []] = [...lists].map((list) => JSON.parse(list) as string[]);
	if (names.length === 0 && lists.size < 2) return [];
	const title = withOutput.property.displayName;
	if (lists.size > 1) throw outputsDiffer(title);
	batch.requireOutputs(names.length + 1, title);
	return names.map((name) => pathwayOf(stage, name).uuid);
}

/** Finds the pathways; items that name the same task must agree on one. */
function plan(batch: Batch, stage: WorkflowStage, moves: Array<ItemInputs<Move>>): PlannedMove[] {
	const planned: PlannedMove[] = [];
	const byTask = new Map<string, Pathway>();
	for (const move of moves) {
		try {
			const target = pathwayOf(stage, move.pathway);
			const first = byTask.get(move.task.taskUuid) ?? target;
			if (first.uuid !== target.uuid) {
				throw new InputError(
					`Two items send the task ${move.task.taskUuid} along different pathways: "${first.title}" and "${target.title}"`,
					'Give one item per task, or the same pathway to all items of a task.',
				);
			}
			byTask.set(move.task.taskUuid, target);
			planned.push({ ...move, target });
		} catch (error) {
			batch.fail(move.index, error);
		}
	}
	return planned;
}

function report(
	batch: Batch,
	stage: WorkflowStage,
	move: PlannedMove,
	outputs: string[],
	outcome: MoveOutcome,
): void {
	if (outcome.status === 'failed') return batch.fail(move.index, outcome.error);
	const json = {
		taskUuid: move.task.taskUuid,
		projectHash: move.projectHash,
		stageUuid: stage.uuid,
		stageTitle: stage.title,
		pathwayUuid: move.target.uuid,
		pathway: move.target.title,
		moved: outcome.status === 'moved',
		alreadyMoved: outcome.status === 'alreadyMoved',
	};
	batch.ok(move.index, [{ json, output: outputOf(move.target, outputs, outcome) }]);
}

/** Place of a pathway among the outputs; the last one is Other. */
function outputOf({ uuid }: Pathway, outputs: string[], { status }: MoveOutcome): number {
	const place = outputs.indexOf(uuid);
	return place === -1 || status === 'alreadyMoved' ? outputs.length : place;
}
