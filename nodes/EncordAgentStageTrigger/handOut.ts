/** Starts the executions of a poll, learns how they end, and moves the tasks of those that succeeded. */
import type { INodeExecutionData, IPollFunctions, IRun } from 'n8n-workflow';
import type { Handout } from '../shared/output/taskItem';
import type { PollProcess } from './pollProcess';
import type { MoveResult } from './routeTasks';

/** How an execution ended. */
interface RunEnd {
	/** Whether its items are done, or safe in an execution that waits. */
	succeeded: boolean;
	/** The node in which it failed. */
	failedIn?: string;
}

const uuidOf = ({ task }: Handout) => task.uuid;

export class HandOut {
	private readonly waiting: Handout[] = [];
	private isMoving = false;

	/**
	 * @param place names the stage
	 * @param move moves tasks along their pathways; undefined when somebody else moves them
	 */
	constructor(
		private readonly n8n: IPollFunctions,
		private readonly process: Pick<PollProcess, 'inWork' | 'failures'>,
		private readonly place: string,
		private readonly move: (handouts: Handout[]) => Promise<MoveResult | undefined>,
	) {}

	/** Starts one execution. When it has succeeded, its tasks are moved; otherwise they come again after their lease. Never throws. */
	async follow(handouts: Handout[], outputs: INodeExecutionData[][]): Promise<void> {
		try {
			const { succeeded, failedIn } = await this.run(outputs);
			this.process.failures.note(handouts.map(uuidOf), failedIn);
			if (succeeded) await this.moveSoon(handouts);
		} catch (error) {
			this.warn((error as Error).message);
		}
	}

	private async run(outputs: INodeExecutionData[][]): Promise<RunEnd> {
		const done = this.n8n.helpers.createDeferredPromise<IRun | undefined>();
		this.n8n.__emit(outputs, undefined, done as Parameters<IPollFunctions['__emit']>[2]);
		// Undefined when n8n skipped the execution.
		const end = await done.promise;
		return {
			succeeded: end?.status === 'success' || end?.status === 'waiting',
			...(end?.status === 'error' && { failedIn: end.data.resultData.lastNodeExecuted }),
		};
	}

	/** Moves tasks together with those whose executions end while a move is under way. */
	private async moveSoon(handouts: Handout[]): Promise<void> {
		this.waiting.push(...handouts);
		if (this.isMoving) return;
		this.isMoving = true;
		try {
			while (this.waiting.length > 0) await this.moveAll(this.waiting.splice(0));
		} finally {
			this.isMoving = false;
		}
	}

	private async moveAll(handouts: Handout[]): Promise<void> {
		const result = await this.move(handouts);
		if (result === undefined) return;
		const { failed, counts } = result;
		const open = new Set(failed.map(({ handout }) => handout.task.uuid));
		const gone = handouts.filter(({ pathway, task }) => pathway && !open.has(task.uuid));
		this.process.inWork.release(this.place, gone.map(uuidOf));
		this.n8n.logger.info(
			`Encord Agent Stage Trigger: after the workflow moved ${counts.moved}, already moved ${counts.alreadyMoved}, failed ${counts.failed}`,
		);
		const [first] = failed;
		if (first) this.warn(`tasks not moved: ${failed.length}. ${first.error.message}`);
	}

	private warn(text: string): void {
		this.n8n.logger.warn(`Encord Agent Stage Trigger: ${text}`);
	}
}
