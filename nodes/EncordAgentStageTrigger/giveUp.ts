/** What happens to tasks that are still in the stage after their last attempt. */
import { leftLease, type ExhaustedTask, type Leases } from '../../src/agents/lease';
import type { EncordClient } from '../../src/encord/client';
import type { NewIssue } from '../../src/encord/calls/issues';
import type { Pathway } from '../../src/encord/calls/projects';
import type { WorkflowTask } from '../../src/encord/calls/tasks';
import { pathwayOf } from '../shared/labels/lookup';
import type { StageContext } from '../shared/output/taskItem';
import type { AttemptSettings } from './form';
import { noMoves, type MoveCounts } from './pollSummary';

export interface GivenUp {
	counts: MoveCounts;
	/** How many tasks were given up. */
	givenUp: number;
	/** New leases of tasks that were left; undefined for those that left the stage. */
	leases: { [taskUuid: string]: Leases[string] | undefined };
	/** What is worth a line in the log. */
	warnings: string[];
}

/** Names the node in which the last run of a task failed, as far as this process knows. */
export type LastFailure = (taskUuid: string) => string | undefined;

/**
 * Sends tasks along the failure pathway, or leaves them alone for a day. Before that, the reason is written to each task as an issue,
 * if the form says so: a process that dies between the two writes it twice rather than never.
 */
export async function giveUp(
	client: EncordClient,
	{ projectHash, stage }: StageContext,
	tasks: ReadonlyArray<ExhaustedTask<WorkflowTask>>,
	{ failurePathway, reportIssue }: AttemptSettings,
	{ workflow, lastFailure }: { workflow: string; lastFailure: LastFailure },
): Promise<GivenUp> {
	const result: GivenUp = { counts: noMoves, givenUp: 0, leases: {}, warnings: [] };
	if (tasks.length === 0) return result;
	const pathway = failurePathway === undefined ? undefined : pathwayOf(stage, failurePathway);
	if (reportIssue) {
		const issues = tasks.map((exhausted) => ({
			anchor: { type: 'dataUnit' as const, dataUuid: exhausted.task.dataHash },
			comment: reasonOf(exhausted, workflow, stage.title, pathway, lastFailure),
		}));
		const warning = await writeIssues(client, projectHash, issues);
		if (warning !== undefined) result.warnings.push(warning);
	}
	if (pathway === undefined) {
		for (const { task } of tasks) result.leases[task.uuid] = leftLease(Date.now(), task);
		const titles = tasks.map(({ task }) => task.dataTitle);
		return {
			...result,
			givenUp: tasks.length,
			warnings: [...result.warnings, `Left for a day after the last attempt: ${listed(titles)}`],
		};
	}
	const outcomes = await client.proceedTasks(
		projectHash,
		stage.uuid,
		tasks.map(({ task }) => ({
			taskUuid: task.uuid,
			dataHash: task.dataHash,
			pathway: { uuid: pathway.uuid },
		})),
	);
	const counts = { ...noMoves };
	for (const [index, { task }] of tasks.entries()) {
		const outcome = outcomes[index];
		if (outcome?.status === 'moved') counts.moved += 1;
		else if (outcome?.status === 'alreadyMoved') counts.alreadyMoved += 1;
		else {
			counts.failed += 1;
			if (outcome) result.warnings.push(`${task.dataTitle}: ${outcome.error.message}`);
			continue;
		}
		result.leases[task.uuid] = undefined;
	}
	return { ...result, counts, givenUp: tasks.length - counts.failed };
}

/** @returns what to say in the log when some could not be written */
async function writeIssues(
	client: EncordClient,
	projectHash: string,
	issues: NewIssue[],
): Promise<string | undefined> {
	try {
		const outcomes = await client.createIssues(projectHash, issues);
		const failed = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
		return failed.length === 0
			? undefined
			: `Issues not written: ${failed.length}. ${failed[0]!.message}`;
	} catch (error) {
		return `No issues were written: ${(error as Error).message}`;
	}
}

function reasonOf(
	{ task, attempts }: ExhaustedTask<WorkflowTask>,
	workflow: string,
	stage: string,
	pathway: Pathway | undefined,
	lastFailure: LastFailure,
): string {
	const failure = lastFailure(task.uuid);
	const sentences = [
		`The n8n workflow "${workflow}" has tried this task ${attempts === 1 ? 'once' : `${attempts} times`} without moving it on.`,
		failure === undefined ? '' : `Its last run failed in the node "${failure}".`,
		pathway === undefined
			? `It stays in the stage "${stage}".`
			: `It was sent along the pathway "${pathway.title}".`,
	];
	return sentences.filter((sentence) => sentence !== '').join(' ');
}

function listed(titles: string[]): string {
	const shown = titles.slice(0, 5).join(', ');
	return titles.length > 5 ? `${shown} and ${titles.length - 5} more` : shown;
}
