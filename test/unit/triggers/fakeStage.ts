/** A stage of tasks that behaves like Encord's, and n8n's poll of it. */
import type { IDataObject, INodeExecutionData, IPollFunctions, IRun } from 'n8n-workflow';
import { pollStage } from '../../../nodes/EncordAgentStageTrigger/pollStage';
import type { EncordClient } from '../../../src/encord/client';
import type { MoveOutcome, PathwayMove } from '../../../src/encord/calls/stageMoves';
import type { NewIssue } from '../../../src/encord/calls/issues';
import type { LabelRowFilter, LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project } from '../../../src/encord/calls/projects';
import type { TaskFilter, WorkflowTask } from '../../../src/encord/calls/tasks';
import type { TaskPage } from '../../../src/encord/calls/workflow';
import { ValidationError } from '../../../src/encord/wire/errors';
import { pollProcess } from '../../../nodes/EncordAgentStageTrigger/pollProcess';
import { HeldTasks } from '../../../src/agents/heldTasks';

export const PROJECT = '00000000-1111-2222-3333-444444444444';
export const STAGE = '00000000-0000-0000-0000-00000000aaaa';
export const CAT = {
	uuid: '00000000-0000-0000-0000-0000000000c1',
	title: 'Cat',
	destinationUuid: 'd1',
};
export const DOG = {
	uuid: '00000000-0000-0000-0000-0000000000d2',
	title: 'Dog',
	destinationUuid: 'd2',
};
export const value = ({ uuid, title }: { uuid: string; title: string }) => `${uuid}|${title}`;

type Fields = Partial<
	Pick<LabelRowMetadata, 'dataset_title' | 'data_type' | 'priority' | 'client_metadata'>
>;

export class FakeStage {
	tasks: WorkflowTask[] = [];
	readonly rows = new Map<string, LabelRowMetadata>();
	readonly requests: Array<{ call: string; argument?: unknown }> = [];
	/** Task uuids in the order of their moves, with the pathway. */
	readonly moves: string[] = [];
	/** Runs before a move is answered. */
	beforeMove: (move: PathwayMove) => MoveOutcome | void = () => undefined;
	/** Tasks on one page of a listing. */
	pageSize = 100;
	/** What the process of n8n remembers; another one after a restart. */
	process = pollProcess(new HeldTasks());
	/** Data units and comments of the issues that were created. */
	readonly issues: string[] = [];
	/** Runs before a page of a listing is answered. */
	beforeListing: () => Promise<void> | void = () => undefined;

	get inWork(): HeldTasks {
		return this.process.inWork;
	}

	set inWork(inWork: HeldTasks) {
		this.process = pollProcess(inWork);
	}

	add(title: string, fields: Fields = {}): string {
		const number = String(this.rows.size + 1).padStart(12, '0');
		const [uuid, dataHash] = [
			`00000000-0000-0000-0001-${number}`,
			`00000000-0000-0000-0002-${number}`,
		];
		const task = {
			uuid,
			dataHash,
			dataTitle: title,
			createdAt: '2026-01-01T00:00:00Z',
			updatedAt: '2026-01-02T00:00:00Z',
			status: 'NEW',
			labelBranchName: 'main',
			assignee: null,
			lastActionedBy: null,
			extra: 'kept',
		};
		this.tasks.push(task);
		this.rows.set(dataHash, {
			data_hash: dataHash,
			data_title: title,
			branch_name: 'main',
			data_type: 'IMAGE',
			dataset_title: 'Set',
			dataset_hash: 'set-1',
			...fields,
		} as LabelRowMetadata);
		return uuid;
	}

	leave(...uuids: string[]): void {
		this.tasks = this.tasks.filter(({ uuid }) => !uuids.includes(uuid));
	}

	client(): EncordClient {
		const stages = [
			{ stageType: 'ANNOTATION', uuid: 'a', title: 'Annotate' },
			{ stageType: 'AGENT', uuid: STAGE, title: 'Agent 1', pathways: [CAT, DOG] },
		];
		const project = { projectHash: PROJECT, title: 'Pets', workflow: { stages } } as Project;
		return {
			getProject: async () => {
				this.requests.push({ call: 'project' });
				return project;
			},
			listProjects: async () => {
				this.requests.push({ call: 'projects' });
				return [project];
			},
			apiUrl: 'https://api.encord.example',
			listTaskPages: (_project: string, _stage: string, filter: TaskFilter, from?: string) =>
				this.pages(filter, from),
			listLabelRows: async (_project: string, filter: LabelRowFilter) => {
				this.requests.push({ call: 'rows', argument: filter });
				return (filter.dataHashes ?? []).flatMap((hash) => this.rows.get(hash) ?? []);
			},
			createIssues: async (_project: string, issues: NewIssue[]) => {
				this.requests.push({ call: 'issues', argument: issues.length });
				return issues.map(({ anchor, comment }) => {
					this.issues.push(`${anchor.dataUuid} ${comment}`);
					return { ok: true, value: undefined };
				});
			},
			proceedTasks: async (_project: string, _stage: string, moves: PathwayMove[]) => {
				this.requests.push({ call: 'proceed', argument: moves.length });
				return moves.map((move) => this.proceed(move));
			},
		} as Partial<EncordClient> as EncordClient;
	}

	/** Pages begin at the place of a task among all that ever were, so tasks that leave do not shift them. */
	private async *pages(filter: TaskFilter, from = ''): AsyncIterable<TaskPage> {
		let last = from;
		for (;;) {
			this.requests.push({ call: 'tasks', argument: filter });
			await this.beforeListing();
			if (last === 'lost') throw new ValidationError('There is no such page');
			const rest = this.tasks.filter(
				({ uuid, dataHash }) =>
					uuid > last && (filter.dataHashes === undefined || filter.dataHashes.includes(dataHash)),
			);
			const tasks = rest.slice(0, this.pageSize);
			const next = rest.length > tasks.length ? tasks.at(-1)!.uuid : undefined;
			yield { tasks, ...(next !== undefined && { next }) };
			if (next === undefined) return;
			last = next;
		}
	}

	private proceed(move: PathwayMove): MoveOutcome {
		const outcome = this.beforeMove(move);
		if (outcome) return outcome;
		if (!this.tasks.some(({ uuid }) => uuid === move.taskUuid)) return { status: 'alreadyMoved' };
		this.leave(move.taskUuid);
		this.moves.push(
			`${move.taskUuid} ${'uuid' in move.pathway ? move.pathway.uuid : move.pathway.name}`,
		);
		return { status: 'moved' };
	}
}

/** n8n's promise of how an execution ends. */
export interface Done {
	promise: Promise<IRun>;
	resolve: (run: IRun) => void;
	reject: (error: Error) => void;
}

function createDeferredPromise(): Done {
	const done = {} as Done;
	done.promise = new Promise<IRun>((resolve, reject) => Object.assign(done, { resolve, reject }));
	return done;
}

export interface FakeN8n {
	stage: FakeStage;
	parameters?: IDataObject;
	staticData?: IDataObject;
	mode?: 'trigger' | 'manual';
	budgetMs?: number;
	warnings?: string[];
	/** Tells two registrations of a trigger apart. */
	workflowId?: string;
	/** Tells how an execution ends by `done`. */
	emit?: (outputs: INodeExecutionData[][], response?: unknown, done?: Done) => void;
	typeVersion?: number;
	/** Lines of the log. */
	log?: string[];
	emitError?: (error: Error) => void;
}

/** Polls once, as n8n does, and returns the items of each output. */
export async function poll({
	stage,
	parameters,
	staticData = {},
	mode = 'trigger',
	budgetMs = 300_000,
	warnings = [],
	workflowId = 'workflow-1',
	emit,
	emitError,
	typeVersion = 1,
	log = [],
}: FakeN8n) {
	const given: IDataObject = { project: PROJECT, stage: 'Agent 1', ...parameters };
	const read = (name: string) =>
		name
			.split('.')
			.reduce<unknown>((level, key) => (level as IDataObject | undefined)?.[key], given);
	const n8n = {
		getMode: () => mode,
		getNode: () => ({ id: 'node-1', name: 'Trigger', typeVersion, parameters: given }),
		getWorkflow: () => ({ id: workflowId, name: 'Pets' }),
		getNodeParameter: (name: string, fallback?: unknown) => read(name) ?? fallback,
		getWorkflowStaticData: () => staticData,
		getPollBudgetMs: () => budgetMs,
		__emit: emit,
		__emitError: emitError,
		helpers: { createDeferredPromise },
		logger: {
			warn: (text: string) => warnings.push(text),
			info: (text: string) => log.push(text),
			debug: () => undefined,
		},
	} as unknown as IPollFunctions;
	return await pollStage(n8n, async () => stage.client(), stage.process);
}

export const titles = (outputs: INodeExecutionData[][] | null) =>
	outputs?.map((items) => items.map(({ json }) => json.dataTitle)) ?? null;
