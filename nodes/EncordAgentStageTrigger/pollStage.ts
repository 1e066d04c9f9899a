/** Polls an agent stage: lists its tasks, leases and moves them, and returns them by output. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { findDataUnit } from '../../src/agents/dataUnit';
import type { HeldTasks } from '../../src/agents/heldTasks';
import { isFree, takeLeases, type Leases } from '../../src/agents/lease';
import { SingleFlight } from '../../src/agents/singleFlight';
import { listWaiting } from '../../src/agents/stageListing';
import type { EncordClient } from '../../src/encord/client';
import { agentStage } from '../shared/labels/lookup';
import { encordClient } from '../shared/n8n/client';
import { stagePlace, tasksInWork } from '../shared/n8n/tasksInWork';
import { InputError } from '../shared/fields/form/inputError';
import { loadMemory, saveMemory, type StageMemory } from './leaseStore';
import { checkRoutes, choosePathways, moveTasks, rowNeeds } from './routeTasks';
import { triggerForm } from '../shared/fields/form/form';
import { form, type StageSettings } from './form';
import { handoutJson, type Handout, type StageContext } from '../shared/output/taskItem';

/** n8n starts the next poll even if the last one has not ended (n8n §3). A hanging poll blocks further polls for this time. */
const MAX_POLL_MS = 10 * 60_000;
/** Shares of the poll's time budget: for listing tasks, and for one call with its retries. */
const LISTING_SHARE = 0.5;
const CALL_SHARE = 0.8;
const DEFAULT_BUDGET_MS = 300_000;

const running = new SingleFlight(MAX_POLL_MS);

export type OpenClient = (
	n8n: IPollFunctions,
	options: { totalTimeoutMs: number; remember: boolean },
) => Promise<EncordClient>;

/**
 * Runs one poll.
 * @param inWork the tasks that other triggers have handed out
 * @returns items by output, or null when there are no tasks to hand out
 */
export async function pollStage(
	n8n: IPollFunctions,
	open: OpenClient = encordClient,
	inWork: HeldTasks = tasksInWork,
): Promise<INodeExecutionData[][] | null> {
	if (n8n.getMode() === 'manual') return await new StagePoll(n8n, open, inWork).runByHand();
	const release = running.enter(`${n8n.getWorkflow().id}/${n8n.getNode().id}`);
	if (!release) return null;
	try {
		return await new StagePoll(n8n, open, inWork).run();
	} finally {
		release();
	}
}

interface LeasedBatch extends StageMemory {
	handouts: Handout[];
}

/** What is known before the listing. Test runs neither heed nor hold what others work on. */
interface Known extends StageMemory {
	isHeld?: (taskUuid: string) => boolean;
	hold?: (taskUuids: string[], ms: number) => void;
}

const uuidOf = ({ task }: Pick<Handout, 'task'>) => task.uuid;

class StagePoll {
	private readonly settings: StageSettings;
	private readonly started = Date.now();
	private readonly budgetMs: number;

	constructor(
		private readonly n8n: IPollFunctions,
		private readonly openClient: OpenClient,
		private readonly inWork: HeldTasks,
	) {
		this.settings = form.read(triggerForm(n8n));
		// Older versions of n8n set no budget.
		this.budgetMs =
			(n8n.getPollBudgetMs as undefined | (() => number))?.call(n8n) ?? DEFAULT_BUDGET_MS;
	}

	/** Leases waiting tasks, moves them if there are rules, and returns them. */
	async run(): Promise<INodeExecutionData[][] | null> {
		const { client, context } = await this.open();
		const store = this.n8n.getWorkflowStaticData('node');
		const key = `${context.projectHash}/${context.stage.uuid}`;
		const { filter, batchSize } = this.settings;
		const place = stagePlace(client, context.projectHash, context.stage.uuid);
		const leased = await this.leaseTasks(client, context, batchSize, {
			...loadMemory(store, key, filter),
			isHeld: (uuid) => this.inWork.isHeld(place, uuid),
			hold: (uuids, ms) => this.inWork.hold(place, uuids, ms),
		});
		let batch: LeasedBatch | undefined;
		try {
			batch = await this.finish(client, context, leased);
		} finally {
			// Of what was taken, only these tasks are handed out and still in the stage.
			const inWork = new Set(batch?.handouts.filter(({ moved }) => !moved).map(uuidOf));
			this.inWork.release(
				place,
				leased.handouts.map(uuidOf).filter((uuid) => !inWork.has(uuid)),
			);
		}
		// The leases are stored first, because otherwise a task could be handed out twice.
		saveMemory(store, key, filter, batch);
		const { handouts } = batch;
		if (handouts.length === 0) return null;
		if (!this.settings.separate) return this.outputs(context, handouts);
		for (const handout of handouts) this.n8n.__emit(this.outputs(context, [handout]));
		return null;
	}

	/** Returns waiting tasks to the user who builds the workflow, without leasing or moving them. */
	async runByHand(): Promise<INodeExecutionData[][]> {
		const { client, context } = await this.open();
		const leased = await this.leaseTasks(client, context, this.settings.testTasks, { leases: {} });
		const handouts = await this.addDetails(client, context, leased.handouts);
		if (handouts.length === 0) {
			throw new InputError(
				`No task is waiting in the stage "${context.stage.title}"`,
				'Tasks appear here when they reach the stage. Check the filters, too.',
			);
		}
		return this.outputs(context, handouts);
	}

	private async open(): Promise<{ client: EncordClient; context: StageContext }> {
		const { projectHash, stage: nameOrId, routes } = this.settings;
		const client = await this.openClient(this.n8n, {
			totalTimeoutMs: this.budgetMs * CALL_SHARE,
			remember: true,
		});
		const stage = agentStage(await client.getProject(projectHash), nameOrId);
		if (routes) checkRoutes(routes, stage);
		return { client, context: { projectHash, stage } };
	}

	/** Lists the stage and takes tasks from it. Between the choice of the tasks and `hold` no other poll can run. */
	private async leaseTasks(
		client: EncordClient,
		{ projectHash, stage }: StageContext,
		limit: number,
		{ leases: known, resumeAt, isHeld, hold }: Known,
	): Promise<LeasedBatch> {
		const { filter, leaseMs } = this.settings;
		const terms = { now: Date.now(), leaseMs, limit, isHeld };
		const listing = await listWaiting(
			(from) => client.listTaskPages(projectHash, stage.uuid, filter, from),
			{
				limit,
				resumeAt,
				isFree: (task) => isFree(task, known, terms),
				isOver: () => Date.now() - this.started > this.budgetMs * LISTING_SHARE,
			},
		);
		const { emit, leases } = takeLeases(listing, known, terms);
		hold?.(emit.map(uuidOf), terms.now + leaseMs - Date.now());
		return { handouts: emit, leases, resumeAt: listing.resumeAt };
	}

	/** Adds to the taken tasks what the form asks for, and moves them if it says so. */
	private async finish(
		client: EncordClient,
		context: StageContext,
		batch: LeasedBatch,
	): Promise<LeasedBatch> {
		const handouts = await this.addDetails(client, context, batch.handouts);
		const finished = { ...batch, handouts };
		return this.settings.routes ? await this.move(client, context, finished) : finished;
	}

	/** Adds label rows, and chooses pathways. */
	private async addDetails(
		client: EncordClient,
		{ projectHash, stage }: StageContext,
		taken: Handout[],
	): Promise<Handout[]> {
		const { routes } = this.settings;
		const handouts = await this.withRows(client, projectHash, taken);
		return routes ? choosePathways(handouts, routes, stage) : handouts;
	}

	/** Adds the label rows with one listing, if the form or the rules need them. */
	private async withRows(
		client: EncordClient,
		projectHash: string,
		handouts: Handout[],
	): Promise<Handout[]> {
		const { labelRow, clientMetadata, routes } = this.settings;
		const needs = rowNeeds(routes);
		if (handouts.length === 0 || !(labelRow || needs.row)) return handouts;
		const rows = await client.listLabelRows(projectHash, {
			dataHashes: [...new Set(handouts.map(({ task }) => task.dataHash))],
			includeClientMetadata: clientMetadata || needs.metadata,
		});
		return handouts.map((handout) => ({
			...handout,
			row: findDataUnit(rows, handout.task.dataHash),
		}));
	}

	private async move(
		client: EncordClient,
		context: StageContext,
		{ handouts, leases, resumeAt }: LeasedBatch,
	): Promise<LeasedBatch> {
		const { handouts: done, failed } = await moveTasks(client, context, handouts);
		const [first] = failed;
		if (first && done.length === 0) throw first.error;
		if (first)
			this.n8n.logger.warn(
				`Encord Agent Stage Trigger: tasks not moved: ${failed.length}. ${first.error.message}`,
			);
		// Leases that have expired already: the next poll tries these tasks again and counts the attempt.
		const open = failed.map(({ handout }) => [
			handout.task.uuid,
			{ until: 0, attempts: handout.attempt },
		]);
		const kept = { ...leases, ...(Object.fromEntries(open) as Leases) };
		return { handouts: done, leases: kept, resumeAt };
	}

	/** The items by output; tasks without a pathway are in the last output. */
	private outputs(
		{ projectHash, stage }: StageContext,
		handouts: Handout[],
	): INodeExecutionData[][] {
		const { routes, labelRow } = this.settings;
		const toItem = (handout: Handout): { json: IDataObject } => ({
			json: handoutJson({ projectHash, stage }, handout, labelRow),
		});
		if (!routes) return [handouts.map(toItem)];
		const count = routes.pathways.length + (routes.otherwise === undefined ? 1 : 0);
		const outputs = Array.from({ length: Math.max(count, 1) }, (): INodeExecutionData[] => []);
		for (const handout of handouts) {
			const index = handout.pathway
				? routes.pathways.indexOf(handout.pathway.uuid)
				: outputs.length - 1;
			outputs[index]?.push(toItem(handout));
		}
		return outputs;
	}
}
