/** One poll of an agent stage: lists its tasks, leases and moves them, and hands them out by output. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { findDataUnit } from '../../src/agents/dataUnit';
import { dueData, isFree, takeLeases, type Leases, type TakenLeases } from '../../src/agents/lease';
import type { WaitingStage } from '../../src/agents/wakeUps';
import { listWaiting, type StageListing } from '../../src/agents/stageListing';
import type { EncordClient } from '../../src/encord/client';
import type { WorkflowTask } from '../../src/encord/calls/tasks';
import { AuthenticationError, EncordError } from '../../src/encord/wire/errors';
import { triggerForm } from '../shared/fields/form/form';
import { InputError } from '../shared/fields/form/inputError';
import { agentStage } from '../shared/labels/lookup';
import { stagePlace } from '../shared/n8n/tasksInWork';
import { handoutJson, type Handout, type StageContext } from '../shared/output/taskItem';
import { form, type StageSettings } from './form';
import { giveUp, type GivenUp } from './giveUp';
import { HandOut } from './handOut';
import { knownStage, loadMemory, rememberStage, saveMemory, type StageMemory } from './leaseStore';
import type { PollProcess } from './pollProcess';
import { addCounts, logSummary, noMoves, type MoveCounts, type PollSummary } from './pollSummary';
import { checkRoutes, choosePathways, moveTasks, rowNeeds } from './routeTasks';

/** Shares of the poll's time budget: for listing tasks, and for one call with its retries. */
const LISTING_SHARE = 0.5;
const CALL_SHARE = 0.8;
/** n8n's own default; its durable scheduler gives less. Older versions of n8n set no budget. */
export const DEFAULT_BUDGET_MS = 300_000;
/** Tasks that are asked for by name: as many as one request takes. */
const MAX_DUE = 100;

export type OpenClient = (
	n8n: IPollFunctions,
	options: { totalTimeoutMs: number; remember: boolean },
) => Promise<EncordClient>;

type Outputs = INodeExecutionData[][];

const uuidOf = ({ task }: { task: WorkflowTask }) => task.uuid;

export function budgetOf(n8n: IPollFunctions): number {
	return (n8n.getPollBudgetMs as undefined | (() => number))?.call(n8n) ?? DEFAULT_BUDGET_MS;
}

/** Where a poll lists, and the stage with its pathways as soon as something is to be done there. */
interface ListedStage {
	stageUuid: string;
	context?: StageContext;
}

/** Runs polls of a trigger with the form as it was filled in when this was made. */
export class StagePoll {
	private readonly settings: StageSettings;
	private readonly budgetMs: number;
	private started = Date.now();
	/** The stage that was polled last. */
	private stageUuid: string | undefined;

	constructor(
		private readonly n8n: IPollFunctions,
		private readonly openClient: OpenClient,
		private readonly process: PollProcess,
	) {
		this.settings = form.read(triggerForm(n8n));
		this.budgetMs = budgetOf(n8n);
	}

	/**
	 * Leases waiting tasks, moves them if there are rules, and returns them.
	 * @param woken whether Encord has said that tasks wait
	 */
	async run({ woken = false } = {}): Promise<Outputs | null> {
		this.started = Date.now();
		const { projectHash, stage: nameOrId } = this.settings;
		const client = await this.open();
		const store = this.n8n.getWorkflowStaticData('node');
		const known = knownStage(store, projectHash, nameOrId);
		this.stageUuid = known;
		const { listing, memory, listed } = await this.list(client, store, known, woken);
		const { stageUuid } = listed;
		this.stageUuid = stageUuid;
		const key = { projectHash, stageUuid };
		const place = stagePlace(client, projectHash, stageUuid);
		const isHeld = (uuid: string) => this.process.inWork.isHeld(place, uuid);
		const terms = () => this.terms(this.settings.batchSize, isHeld);
		const hasWork = listing.tasks.some((task) => isFree(task, memory.leases, terms()));
		// A poll that finds nothing to do need not know the stage's title and pathways.
		const context = listed.context ?? (hasWork ? await this.context(client) : undefined);
		if (context !== undefined && context.stage.uuid !== stageUuid) {
			// The name means another stage now.
			rememberStage(store, '', key);
			return await this.run({ woken });
		}
		// Between the choice of the tasks and `hold` no other poll can run.
		const taken = takeLeases(listing, memory.leases, terms());
		const uuids = [...taken.emit, ...taken.exhausted].map(uuidOf);
		this.process.inWork.hold(place, uuids, this.settings.leaseMs);
		rememberStage(store, nameOrId, key);
		const save = (leases: Leases) =>
			saveMemory(store, key, this.settings.filter, { leases, place: listing.place });
		if (context === undefined) {
			save(taken.leases);
			logSummary(this.n8n, nameOrId, this.summary(listing, taken, 0, noMoves, 0));
			return null;
		}
		return await this.finish(client, context, { listing, taken, place, save });
	}

	/** Whether this is the stage that the form names. While the first poll finds that out, any stage of the project may be. */
	polls({ projectHash, stageUuid }: WaitingStage): boolean {
		if (projectHash !== this.settings.projectHash) return false;
		return this.stageUuid === undefined || stageUuid === this.stageUuid.toLowerCase();
	}

	/** Returns waiting tasks to the user who builds the workflow, without leasing or moving them. */
	async runByHand(): Promise<Outputs> {
		const client = await this.open();
		const context = await this.context(client);
		const terms = this.terms(this.settings.testTasks);
		const memory = { leases: {}, place: {} };
		const listing = await this.listStage(client, context.stage.uuid, memory, {
			limit: terms.limit,
		});
		const taken = takeLeases(listing, {}, terms);
		const handouts = await this.addDetails(client, context, taken.emit);
		if (handouts.length === 0) {
			throw new InputError(
				`No task is waiting in the stage "${context.stage.title}"`,
				'Tasks appear here when they reach the stage. Check the filters, too.',
			);
		}
		return this.outputs(
			context,
			handouts,
			this.summary(listing, taken, handouts.length, noMoves, 0),
		);
	}

	private async open(): Promise<EncordClient> {
		return await this.openClient(this.n8n, {
			totalTimeoutMs: this.budgetMs * CALL_SHARE,
			remember: true,
		});
	}

	private terms(limit: number, isHeld?: (uuid: string) => boolean) {
		const { leaseMs, attempts } = this.settings;
		return { now: Date.now(), leaseMs, limit, isHeld, maxAttempts: attempts.most };
	}

	/** @throws InputError when there is no such stage, or its tasks cannot be routed as the form says */
	private async context(client: EncordClient): Promise<StageContext> {
		const { projectHash, stage: nameOrId, routes } = this.settings;
		const stage = agentStage(await client.getProject(projectHash), nameOrId);
		if (routes) checkRoutes(routes, stage);
		return { projectHash, stage };
	}

	/** Lists the stage that the name meant at the last poll. When Encord refuses that, the name may mean another one now. */
	private async list(
		client: EncordClient,
		store: IDataObject,
		known: string | undefined,
		woken: boolean,
	): Promise<{ listing: StageListing<WorkflowTask>; memory: StageMemory; listed: ListedStage }> {
		const at = async (listed: ListedStage) => {
			const key = { projectHash: this.settings.projectHash, stageUuid: listed.stageUuid };
			const memory = loadMemory(store, key, this.settings.filter);
			const limit = this.settings.batchSize;
			const listing = await this.listStage(client, listed.stageUuid, memory, { limit, woken });
			return { listing, memory, listed };
		};
		if (known !== undefined) {
			try {
				return await at({ stageUuid: known });
			} catch (error) {
				const isRefusal = error instanceof EncordError && error.status !== undefined;
				if (!isRefusal || error instanceof AuthenticationError) throw error;
				const context = await this.context(client);
				if (context.stage.uuid === known) throw error;
				return await at({ stageUuid: context.stage.uuid, context });
			}
		}
		const context = await this.context(client);
		return await at({ stageUuid: context.stage.uuid, context });
	}

	private async listStage(
		client: EncordClient,
		stageUuid: string,
		{ leases, place }: StageMemory,
		{ limit, woken }: { limit: number; woken?: boolean },
	): Promise<StageListing<WorkflowTask>> {
		const { projectHash, filter } = this.settings;
		const held = stagePlace(client, projectHash, stageUuid);
		const isByHand = this.n8n.getMode() === 'manual';
		const terms = this.terms(
			limit,
			isByHand ? undefined : (uuid) => this.process.inWork.isHeld(held, uuid),
		);
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
			{
				limit,
				place,
				due,
				woken,
				isFree: (task) => isFree(task, leases, terms),
				isOver: () => Date.now() - this.started > this.budgetMs * LISTING_SHARE,
			},
		);
	}

	/** Moves, gives up and hands out what was taken. */
	private async finish(
		client: EncordClient,
		context: StageContext,
		{
			listing,
			taken,
			place,
			save,
		}: {
			listing: StageListing<WorkflowTask>;
			taken: TakenLeases<WorkflowTask>;
			place: string;
			save: (leases: Leases) => void;
		},
	): Promise<Outputs | null> {
		const { routes } = this.settings;
		let handouts: Handout[] = [];
		let counts: MoveCounts = noMoves;
		const leases: Leases = { ...taken.leases };
		let abandoned: GivenUp;
		try {
			abandoned = await this.giveUp(client, context, taken);
			handouts = await this.addDetails(client, context, taken.emit);
			if (routes?.moveFirst)
				({ handouts, counts } = await this.moveFirst(client, context, handouts, leases));
		} catch (error) {
			handouts = [];
			throw error;
		} finally {
			// Of what was taken, only these tasks are handed out and still in the stage.
			const inWork = new Set(handouts.filter(({ moved }) => !moved).map(uuidOf));
			this.process.inWork.release(
				place,
				[...taken.emit, ...taken.exhausted].map(uuidOf).filter((uuid) => !inWork.has(uuid)),
			);
		}
		for (const [uuid, lease] of Object.entries(abandoned.leases)) {
			if (lease) leases[uuid] = lease;
			else delete leases[uuid];
		}
		// The leases are stored first, because otherwise a task could be handed out twice.
		save(leases);
		const moves = addCounts(counts, abandoned.counts);
		const summary = this.summary(listing, taken, handouts.length, moves, abandoned.givenUp);
		logSummary(this.n8n, context.stage.title, summary);
		if (handouts.length === 0) return null;
		return this.start(client, context, place, handouts, summary);
	}

	private async giveUp(
		client: EncordClient,
		context: StageContext,
		{ exhausted }: TakenLeases<WorkflowTask>,
	): Promise<GivenUp> {
		const result = await giveUp(client, context, exhausted, this.settings.attempts, {
			workflow: this.n8n.getWorkflow().name ?? '',
			lastFailure: (uuid) => this.process.failures.of(uuid),
		});
		for (const warning of result.warnings)
			this.n8n.logger.warn(`Encord Agent Stage Trigger: ${warning}`);
		return result;
	}

	/** Starts the executions, or returns the items for n8n to start one with. */
	private start(
		client: EncordClient,
		context: StageContext,
		place: string,
		handouts: Handout[],
		summary: PollSummary,
	): Outputs | null {
		const { separate, routes, attempts } = this.settings;
		const movesAfterwards = routes !== undefined && !routes.moveFirst;
		const batches = separate ? handouts.map((handout) => [handout]) : [handouts];
		const outputsOf = (batch: Handout[]) => this.outputs(context, batch, summary);
		if (!movesAfterwards && attempts.most === undefined) {
			if (!separate) return outputsOf(handouts);
			for (const batch of batches) this.n8n.__emit(outputsOf(batch));
			return null;
		}
		const handOut = new HandOut(this.n8n, this.process, place, async (batch) =>
			movesAfterwards ? await moveTasks(client, context, batch) : undefined,
		);
		for (const batch of batches) void handOut.follow(batch, outputsOf(batch));
		return null;
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

	/** Moves tasks before they are handed out. Tasks that could not be moved get leases that are over. */
	private async moveFirst(
		client: EncordClient,
		context: StageContext,
		handouts: Handout[],
		leases: Leases,
	): Promise<{ handouts: Handout[]; counts: MoveCounts }> {
		const { handouts: done, failed, counts } = await moveTasks(client, context, handouts);
		const [first] = failed;
		if (first && done.length === 0) throw first.error;
		if (first)
			this.n8n.logger.warn(
				`Encord Agent Stage Trigger: tasks not moved: ${failed.length}. ${first.error.message}`,
			);
		// The next poll tries these tasks again and counts the attempt.
		for (const { handout } of failed) {
			const { uuid, dataHash } = handout.task;
			leases[uuid] = { until: 0, attempts: handout.attempt, data: dataHash };
		}
		return { handouts: done, counts };
	}

	private summary(
		{ tasks }: StageListing<WorkflowTask>,
		{ leased }: TakenLeases<WorkflowTask>,
		emitted: number,
		counts: MoveCounts,
		givenUp: number,
	): PollSummary {
		const seconds = Math.round((Date.now() - this.started) / 10) / 100;
		return { seen: tasks.length, emitted, leasedElsewhere: leased, ...counts, givenUp, seconds };
	}

	/** The items by output; tasks without a pathway are in the last output. */
	private outputs(
		{ projectHash, stage }: StageContext,
		handouts: Handout[],
		summary: PollSummary,
	): Outputs {
		const { routes, labelRow } = this.settings;
		const toItem = (handout: Handout): { json: IDataObject } => ({
			json: {
				...handoutJson({ projectHash, stage }, handout, labelRow),
				// The same object in all items: n8n stores it once.
				poll: summary as unknown as IDataObject,
			},
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
