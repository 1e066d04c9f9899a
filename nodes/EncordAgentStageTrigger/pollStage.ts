/** One poll of an agent stage: which tasks wait, which of them are handed out now, and by which output. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { findDataUnit } from '../../src/agents/dataUnit';
import { listWaiting, takeLeases, type Leases } from '../../src/agents/lease';
import { SingleFlight } from '../../src/agents/singleFlight';
import type { EncordClient } from '../../src/encord/client';
import { agentStage } from '../shared/labels/lookup';
import { encordClient } from '../shared/n8n/client';
import { InputError } from '../shared/fields/form/inputError';
import { loadLeases, saveLeases } from './leaseStore';
import { checkRoutes, choosePathways, moveTasks, rowNeeds } from './routeTasks';
import { triggerForm } from '../shared/fields/form/form';
import { form, type StageSettings } from './form';
import { handoutJson, type Handout, type StagePlace } from '../shared/output/taskItem';

/** n8n starts the next poll whether or not the last one has ended (n8n §3). A poll that hangs blocks so long. */
const MAX_POLL_MS = 10 * 60_000;
/** Parts of the time a poll may take that are spent on listing tasks and, at most, on one call with its retries. */
const LISTING_SHARE = 0.5;
const CALL_SHARE = 0.8;
const DEFAULT_BUDGET_MS = 300_000;

const running = new SingleFlight(MAX_POLL_MS);

export type OpenClient = (
	n8n: IPollFunctions,
	options: { totalTimeoutMs: number },
) => Promise<EncordClient>;

/** Polls for n8n: items by output, or null when nothing is to be handed out. */
export async function pollStage(
	n8n: IPollFunctions,
	open: OpenClient = encordClient,
): Promise<INodeExecutionData[][] | null> {
	if (n8n.getMode() === 'manual') return await new StagePoll(n8n, open).runByHand();
	const release = running.enter(`${n8n.getWorkflow().id}/${n8n.getNode().id}`);
	if (!release) return null;
	try {
		return await new StagePoll(n8n, open).run();
	} finally {
		release();
	}
}

interface Taken {
	handouts: Handout[];
	leases: Leases;
}

class StagePoll {
	private readonly settings: StageSettings;
	private readonly started = Date.now();
	private readonly budgetMs: number;

	constructor(
		private readonly n8n: IPollFunctions,
		private readonly openClient: OpenClient,
	) {
		this.settings = form.read(triggerForm(n8n));
		// Older versions of n8n set no budget.
		this.budgetMs =
			(n8n.getPollBudgetMs as undefined | (() => number))?.call(n8n) ?? DEFAULT_BUDGET_MS;
	}

	/** Hands out waiting tasks under leases, and moves them first where rules say so. */
	async run(): Promise<INodeExecutionData[][] | null> {
		const { client, place } = await this.open();
		const store = this.n8n.getWorkflowStaticData('node');
		const key = `${place.projectHash}/${place.stage.uuid}`;
		const taken = await this.take(client, place, loadLeases(store, key), this.settings.batchSize);
		const { handouts, leases } = this.settings.routes
			? await this.move(client, place, taken)
			: taken;
		// Leases are stored before the tasks go out: the other order could hand a task out twice.
		saveLeases(store, key, leases);
		if (handouts.length === 0) return null;
		if (!this.settings.separate) return this.outputs(place, handouts);
		for (const handout of handouts) this.n8n.__emit(this.outputs(place, [handout]));
		return null;
	}

	/** Shows waiting tasks to a person who builds the workflow: nothing is leased, nothing is moved. */
	async runByHand(): Promise<INodeExecutionData[][]> {
		const { client, place } = await this.open();
		const { handouts } = await this.take(client, place, {}, this.settings.testTasks);
		if (handouts.length === 0) {
			throw new InputError(
				`No task is waiting in the stage "${place.stage.title}"`,
				'Tasks appear here when they reach the stage. Check the filters, too.',
			);
		}
		return this.outputs(place, handouts);
	}

	private async open(): Promise<{ client: EncordClient; place: StagePlace }> {
		const { projectHash, stage: nameOrId, routes } = this.settings;
		const client = await this.openClient(this.n8n, { totalTimeoutMs: this.budgetMs * CALL_SHARE });
		const stage = agentStage(await client.getProject(projectHash), nameOrId);
		if (routes) checkRoutes(routes, stage);
		return { client, place: { projectHash, stage } };
	}

	private async take(
		client: EncordClient,
		{ projectHash, stage }: StagePlace,
		known: Leases,
		limit: number,
	): Promise<Taken> {
		const { filter, leaseMs, routes } = this.settings;
		const terms = { now: Date.now(), leaseMs, limit };
		const isOver = () => Date.now() - this.started > this.budgetMs * LISTING_SHARE;
		const listing = await listWaiting(
			client.listTasks(projectHash, stage.uuid, filter),
			known,
			terms,
			isOver,
		);
		const { emit, leases } = takeLeases(listing, known, terms);
		const handouts = await this.withRows(client, projectHash, emit);
		return { handouts: routes ? choosePathways(handouts, routes, stage) : handouts, leases };
	}

	/** One listing for the whole batch, and only when the form or its rules ask for it. */
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
		place: StagePlace,
		{ handouts, leases }: Taken,
	): Promise<Taken> {
		const { handouts: done, failed } = await moveTasks(client, place, handouts);
		const [first] = failed;
		if (first && done.length === 0) throw first.error;
		if (first)
			this.n8n.logger.warn(
				`Encord Agent Stage Trigger: tasks not moved: ${failed.length}. ${first.error.message}`,
			);
		// The next poll tries them again; the attempt is counted.
		const open = failed.map(({ handout }) => [
			handout.task.uuid,
			{ until: 0, attempts: handout.attempt },
		]);
		return { handouts: done, leases: { ...leases, ...(Object.fromEntries(open) as Leases) } };
	}

	/** Items by output; the last output holds the tasks that stay. */
	private outputs({ projectHash, stage }: StagePlace, handouts: Handout[]): INodeExecutionData[][] {
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
