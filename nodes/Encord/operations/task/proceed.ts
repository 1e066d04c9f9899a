import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import type { EncordClient } from '../../../../src/encord/client';
import type { MoveOutcome } from '../../../../src/encord/calls/stageMoves';
import type { Pathway, WorkflowStage } from '../../../../src/encord/calls/projects';
import { groupBy, type Ask, type Batch } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation, type NamedOutput } from '../../../shared/runtime/operation';
import { exampleId } from '../../../shared/output/examples';
import { projectOfItemField } from '../../../shared/fields/places';
import { pathwayField, stageField, taskField } from '../../../shared/fields/workflowPlaces';
import { agentStage, pathwayOf, uuid } from '../../../shared/labels/lookup';

const splitFields: INodeProperties[] = [
	{
		displayName: 'One Output per Pathway',
		name: 'onePerPathway',
		type: 'boolean',
		default: false,
		description:
			'Whether each pathway gets its own output, so that the workflow can go on differently for each',
	},
	{
		displayName: 'Pathways With an Output',
		name: 'pathwayOutputs',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getPathwayOutputs',
			loadOptionsDependsOn: ['project.value', 'stage.value'],
		},
		default: [],
		description:
			'Pathways that get an output of their own; tasks of the others, and those moved by somebody else, leave by Other. Choose the project and the stage first. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { onePerPathway: [true] } },
	},
];

/** One output per chosen pathway in the order of their names, then Other. Values are `<uuid>|<name>`. */
function pathwayOutputs(parameters: INodeParameters): NamedOutput[] {
	const chosen =
		parameters.onePerPathway === true && Array.isArray(parameters.pathwayOutputs)
			? parameters.pathwayOutputs
			: [];
	if (chosen.length === 0) return [{ type: 'main' }];
	const names = chosen.map((value) => String(value).slice(String(value).indexOf('|') + 1));
	return [...names.sort(), 'Other'].map((displayName) => ({ type: 'main', displayName }));
}

interface Move {
	projectHash: string;
	stage: string;
	taskUuid: string;
	/** The task's data unit, when the incoming item tells. */
	dataHash?: string;
	pathway: string;
	/** Chosen `<uuid>|<name>` values; empty when there is one output. */
	outputs: string[];
}

interface PlannedMove extends Ask<Move> {
	target: Pathway;
}

export const proceedTask = defineOperation({
	resource: 'task',
	name: 'proceed',
	displayName: 'Proceed',
	action: 'Send tasks along a pathway',
	description:
		'Send a task out of its agent stage along a pathway; a task that somebody else has moved already is reported, not failed',
	fields: [projectOfItemField, stageField, taskField, pathwayField, ...splitFields],
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
	outputs: pathwayOutputs,
	async run(batch) {
		const client = await batch.client();
		const moves = batch.read(
			(index): Move => ({
				projectHash: uuid(batch.locator('project', index, 'Project'), 'Project'),
				stage: batch.locator('stage', index, 'Agent Stage'),
				...taskOf(batch, index),
				pathway: batch.locator('pathway', index, 'Pathway'),
				outputs: batch.param<boolean>('onePerPathway', index, false)
					? batch.param<string[]>('pathwayOutputs', index, [])
					: [],
			}),
		);
		for (const project of groupBy(moves, ({ projectHash }) => projectHash)) {
			await batch.together(project.asks, async () => {
				const definition = await client.getProject(project.key);
				for (const group of groupBy(project.asks, ({ stage }) => stage)) {
					await batch.together(group.asks, async () => {
						await proceed(
							batch,
							client,
							project.key,
							agentStage(definition, group.key),
							group.asks,
						);
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
	moves: Array<Ask<Move>>,
) {
	const planned = plan(batch, stage, moves);
	const tasks = groupBy(planned, ({ taskUuid }) => taskUuid);
	const outcomes = await client.proceedTasks(
		projectHash,
		stage.uuid,
		tasks.map(({ key, asks: [{ dataHash, target }] }) => ({
			taskUuid: key,
			...(dataHash ? { dataHash } : {}),
			pathway: { uuid: target.uuid },
		})),
	);
	for (const [position, { asks }] of tasks.entries()) {
		for (const move of asks) report(batch, stage, move, outcomes[position]!);
	}
}

function taskOf(batch: Batch, index: number): Pick<Move, 'taskUuid' | 'dataHash'> {
	const taskUuid = uuid(batch.text('task', index), 'Task ID');
	const { json } = batch.items[index]!;
	return {
		taskUuid,
		...(json.taskUuid === taskUuid && typeof json.dataHash === 'string'
			? { dataHash: json.dataHash }
			: {}),
	};
}

/** Finds the pathways; items that name the same task must agree on one. */
function plan(batch: Batch, stage: WorkflowStage, moves: Array<Ask<Move>>): PlannedMove[] {
	const planned: PlannedMove[] = [];
	const byTask = new Map<string, Pathway>();
	for (const move of moves) {
		try {
			const target = pathwayOf(stage, move.pathway);
			const first = byTask.get(move.taskUuid) ?? target;
			if (first.uuid !== target.uuid) {
				throw new InputError(
					`Two items send the task ${move.taskUuid} along different pathways: "${first.title}" and "${target.title}"`,
					'Give one item per task, or the same pathway to all items of a task.',
				);
			}
			byTask.set(move.taskUuid, target);
			planned.push({ ...move, target });
		} catch (error) {
			batch.fail(move.index, error);
		}
	}
	return planned;
}

function report(batch: Batch, stage: WorkflowStage, move: PlannedMove, outcome: MoveOutcome): void {
	if (outcome.status === 'failed') return batch.fail(move.index, outcome.error);
	const json = {
		taskUuid: move.taskUuid,
		projectHash: move.projectHash,
		stageUuid: stage.uuid,
		stageTitle: stage.title,
		pathwayUuid: move.target.uuid,
		pathway: move.target.title,
		moved: outcome.status === 'moved',
		alreadyMoved: outcome.status === 'alreadyMoved',
	};
	batch.ok(move.index, [{ json, output: outputOf(move, outcome) }]);
}

/** Place of the item's pathway among the outputs that `pathwayOutputs` makes. */
function outputOf({ outputs, target }: PlannedMove, outcome: MoveOutcome): number {
	if (outputs.length === 0) return 0;
	const sorted = [...outputs].sort((a, b) =>
		a.slice(a.indexOf('|') + 1) < b.slice(b.indexOf('|') + 1) ? -1 : 1,
	);
	const place = sorted.findIndex((value) => value.startsWith(`${target.uuid}|`));
	return place === -1 || outcome.status === 'alreadyMoved' ? sorted.length : place;
}
