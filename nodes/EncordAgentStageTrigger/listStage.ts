/** Lists the tasks of the stage that the form names. */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { dueData, isFree, type LeaseTerms } from '../../src/agents/lease';
import { listWaiting, type StageListing } from '../../src/agents/stageListing';
import type { EncordClient } from '../../src/encord/client';
import type { WorkflowTask } from '../../src/encord/calls/tasks';
import { AuthenticationError, EncordError } from '../../src/encord/wire/errors';
import { agentStage, stagesOf } from '../shared/labels/lookup';
import type { StageContext } from '../shared/output/taskItem';
import type { StageSettings } from './form';
import { loadMemory, type StageMemory } from './leaseStore';
import { checkRoutes } from './routeTasks';

/** Tasks that are asked for by name: as many as one request takes. */
const MAX_DUE = 100;

/** A stage whose tasks were listed. */
export interface ListedStage {
	stageUuid: string;
	listing: StageListing<WorkflowTask>;
	memory: StageMemory;
	/** The stage with its title and pathways, if they had to be read. */
	context?: StageContext;
}

/** What a listing depends on beside the form. */
export interface ListingNeeds {
	/** When a task can be handed out. */
	termsAt: (stageUuid: string) => LeaseTerms;
	/** Whether Encord has said that tasks wait. */
	woken: boolean;
	isOver: () => boolean;
}

/** @throws InputError when there is no such stage, or its tasks cannot be routed as the form says */
export async function readStage(
	client: EncordClient,
	{ projectHash, stage: nameOrId, routes }: StageSettings,
): Promise<StageContext> {
	const project = await client.getProject(projectHash);
	const stage = agentStage(project, nameOrId);
	if (routes) checkRoutes(routes, stage);
	return { projectHash, stage, stages: stagesOf(project), appUrl: client.appUrl };
}

/**
 * Lists the stage that the form's name or ID meant at the last poll. When Encord refuses that, the name may mean another one now.
 * @param known ID of that stage
 */
export async function listNamedStage(
	client: EncordClient,
	settings: StageSettings,
	store: IDataObject,
	known: string | undefined,
	needs: ListingNeeds,
): Promise<ListedStage> {
	const at = async (stageUuid: string, context?: StageContext): Promise<ListedStage> => {
		const key = { projectHash: settings.projectHash, stageUuid };
		const memory = loadMemory(store, key, settings.filter);
		const listing = await listStage(client, settings, stageUuid, memory, needs);
		return { stageUuid, listing, memory, ...(context && { context }) };
	};
	if (known === undefined) {
		const context = await readStage(client, settings);
		return await at(context.stage.uuid, context);
	}
	const [attempt] = await Promise.allSettled([at(known)]);
	if (attempt.status === 'fulfilled') return attempt.value;
	const refusal = attempt.reason as Error;
	if (!mayBeGone(refusal)) throw refusal;
	const context = await readStage(client, settings);
	if (context.stage.uuid === known) throw refusal;
	return await at(context.stage.uuid, context);
}

function mayBeGone(error: Error): boolean {
	return (
		error instanceof EncordError &&
		error.status !== undefined &&
		!(error instanceof AuthenticationError)
	);
}

/** Lists a stage as far as a poll needs it. */
export async function listStage(
	client: EncordClient,
	{ projectHash, filter }: StageSettings,
	stageUuid: string,
	{ leases, place }: StageMemory,
	{ termsAt, woken, isOver }: ListingNeeds,
): Promise<StageListing<WorkflowTask>> {
	const terms = termsAt(stageUuid);
	const { limit } = terms;
	// A filter by data units is short anyway.
	const due = filter.dataHashes ? [] : dueData(leases, terms.now, Math.min(limit, MAX_DUE));
	return await listWaiting(
		(from, dataHashes) =>
			client.listTaskPages(
				projectHash,
				stageUuid,
				dataHashes ? { ...filter, dataHashes } : filter,
				from,
			),
		{ limit, place, due, woken, isOver, isFree: (task) => isFree(task, leases, terms) },
	);
}

/** n8n's own default; its durable scheduler gives less. Older versions of n8n set no budget. */
export const DEFAULT_BUDGET_MS = 300_000;

/** How long a poll may take, in milliseconds. */
export function budgetOf(n8n: IPollFunctions): number {
	return (n8n.getPollBudgetMs as undefined | (() => number))?.call(n8n) ?? DEFAULT_BUDGET_MS;
}
