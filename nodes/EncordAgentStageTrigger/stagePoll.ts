/** One poll of an agent stage: lists its tasks, leases and moves them, and hands them out by output. */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import {
	isFree,
	takeLeases,
	type Leases,
	type LeaseTerms,
	type TakenLeases,
} from '../../src/agents/lease';
import type { StageListing } from '../../src/agents/stageListing';
import type { WaitingStage } from '../../src/agents/wakeUps';
import type { EncordClient } from '../../src/encord/client';
import type { WorkflowTask } from '../../src/encord/calls/tasks';
import { InputError } from '../shared/fields/form/inputError';
import { stagePlace } from '../shared/n8n/tasksInWork';
import type { Handout, StageContext } from '../shared/output/taskItem';
import type { StageSettings } from './form';
import { giveUp, type GivenUp } from './giveUp';
import { addDetails, itemsByOutput } from './handoutItems';
import { HandOut } from './handOut';
import { knownStage, rememberStage, saveMemory } from './leaseStore';
import { budgetOf, listNamedStage, listStage, readStage } from './listStage';
import type { PollProcess } from './pollProcess';
import { addCounts, logSummary, noMoves, type MoveCounts, type PollSummary } from './pollSummary';
import { moveTasks } from './routeTasks';

/** Shares of the poll's time budget: for listing tasks, and for one call with its retries. */
const LISTING_SHARE = 0.5;
export const CALL_SHARE = 0.8;

export type OpenClient = (
	n8n: IPollFunctions,
	options: { totalTimeoutMs: number; remember: boolean },
) => Promise<EncordClient>;

type Outputs = INodeExecutionData[][];

const uuidOf = ({ task }: { task: WorkflowTask }) => task.uuid;

/** What was taken from a stage. */
interface Taken {
	listing: StageListing<WorkflowTask>;
	taken: TakenLeases<WorkflowTask>;
	/** Names the stage. */
	place: string;
	save: (leases: Leases) => void;
}

/** Runs polls of a trigger with the form as it was filled in when this was made. */
export class StagePoll {
	private readonly budgetMs: number;
	private started = Date.now();
	/** The stage that was polled last. */
	private stageUuid: string | undefined;

	constructor(
		private readonly n8n: IPollFunctions,
		private readonly settings: StageSettings,
		private readonly openClient: OpenClient,
		private readonly process: PollProcess,
	) {
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
		const isHeldAt = (place: string) => (uuid: string) => this.process.inWork.isHeld(place, uuid);
		const termsAt = (uuid: string) =>
			this.terms(this.settings.batchSize, isHeldAt(stagePlace(client, projectHash, uuid)));
		const listed = await listNamedStage(client, this.settings, store, known, {
			termsAt,
			woken,
			isOver: () => this.isOver(),
		});
		const { listing, memory, stageUuid } = listed;
		this.stageUuid = stageUuid;
		const key = { projectHash, stageUuid };
		const place = stagePlace(client, projectHash, stageUuid);
		let [terms, context] = [termsAt(stageUuid), listed.context];
		// A poll that finds nothing to do need not know the stage's title and pathways.
		if (!context && listing.tasks.some((task) => isFree(task, memory.leases, terms))) {
			context = await readStage(client, this.settings);
			terms = termsAt(stageUuid);
		}
		if (context !== undefined && context.stage.uuid !== stageUuid) {
			// The name means another stage now.
			rememberStage(store, '', key);
			return await this.run({ woken });
		}
		// Between the choice of the tasks and `hold` no other poll can run.
		const taken = takeLeases(listing, memory.leases, terms);
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
		const context = await readStage(client, this.settings);
		const terms = this.terms(this.settings.testTasks);
		const memory = { leases: {}, place: {} };
		const listing = await listStage(client, this.settings, context.stage.uuid, memory, {
			termsAt: () => terms,
			woken: false,
			isOver: () => this.isOver(),
		});
		const taken = takeLeases(listing, {}, terms);
		const handouts = await addDetails(client, this.settings, context, taken.emit);
		if (handouts.length === 0) {
			throw new InputError(
				`No task is waiting in the stage "${context.stage.title}"`,
				'Tasks appear here when they reach the stage. Check the filters, too.',
			);
		}
		const summary = this.summary(listing, taken, handouts.length, noMoves, 0);
		return itemsByOutput(this.settings, context, handouts, summary);
	}

	private async open(): Promise<EncordClient> {
		return await this.openClient(this.n8n, {
			totalTimeoutMs: this.budgetMs * CALL_SHARE,
			remember: true,
		});
	}

	private isOver(): boolean {
		return Date.now() - this.started > this.budgetMs * LISTING_SHARE;
	}

	private terms(limit: number, isHeld?: LeaseTerms['isHeld']): LeaseTerms {
		const { leaseMs, attempts } = this.settings;
		return { now: Date.now(), leaseMs, limit, isHeld, maxAttempts: attempts.most };
	}

	/** Moves, gives up and hands out what was taken. */
	private async finish(
		client: EncordClient,
		context: StageContext,
		{ listing, taken, place, save }: Taken,
	): Promise<Outputs | null> {
		const { routes } = this.settings;
		const leases: Leases = { ...taken.leases };
		let handouts: Handout[] = [];
		let counts: MoveCounts = noMoves;
		let abandoned: GivenUp;
		try {
			abandoned = await this.giveUp(client, context, taken);
			const detailed = await addDetails(client, this.settings, context, taken.emit);
			if (routes?.moveFirst)
				({ handouts, counts } = await this.moveFirst(client, context, detailed, leases));
			else handouts = detailed;
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
		const outputsOf = (batch: Handout[]) => itemsByOutput(this.settings, context, batch, summary);
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
}
