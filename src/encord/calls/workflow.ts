/** Lists and moves the tasks of workflow stages (protocol §11). */
import { z } from 'zod';
import { chunksOf } from '../http/batch';
import { wholePagesOf } from '../http/paging';
import { pageOf, parseReply } from '../http/reply';
import type { Transport } from '../http/transport';
import { uuid } from '../wire/identifiers';
import type { LabelRowCalls } from './labelRows';
import type { ProjectCalls } from './projects';
import {
	dataHashesOf,
	moveInBatches,
	tasksStillInStage,
	type Move,
	type MoveOutcome,
	type PathwayMove,
} from './stageMoves';
import { taskSchema, type TaskFilter, type WorkflowTask } from './tasks';

export interface WorkflowCalls {
	/** Lists the tasks of a stage, page by page while the caller iterates. An empty list of data hashes matches nothing. */
	listTasks(
		projectHash: string,
		stageUuid: string,
		filter?: TaskFilter,
	): AsyncIterable<WorkflowTask>;
	/**
	 * The same listing page by page.
	 * @param from where an earlier listing with the same filter stopped (`next` of its last page); default: the beginning
	 */
	listTaskPages(
		projectHash: string,
		stageUuid: string,
		filter?: TaskFilter,
		from?: string,
	): AsyncIterable<TaskPage>;
	/**
	 * Moves tasks along pathways, 500 per request. Encord refuses a whole request because of one stale task or one unknown
	 * pathway; then those tasks are found and the others are sent again.
	 * @returns outcomes in the given order
	 */
	proceedTasks(
		projectHash: string,
		stageUuid: string,
		moves: PathwayMove[],
	): Promise<MoveOutcome[]>;
	/** Moves tasks to any stage, 500 per request; otherwise like proceedTasks. */
	moveTasks(
		projectHash: string,
		originStageUuid: string,
		destinationStageUuid: string,
		tasks: ReadonlyArray<Pick<Move, 'taskUuid' | 'dataHash'>>,
	): Promise<MoveOutcome[]>;
	/**
	 * Looks where tasks are, as a move would find them, and moves nothing.
	 * @returns in the given order; a task that the project does not have is `unknown`
	 */
	lookForTasks(
		projectHash: string,
		stageUuid: string,
		tasks: ReadonlyArray<Pick<Move, 'taskUuid' | 'dataHash'>>,
	): Promise<Array<'inStage' | 'elsewhere' | 'unknown'>>;
}

export interface TaskPage {
	tasks: WorkflowTask[];
	/** Where the next page begins; undefined on the last one. */
	next?: string;
}

/** The hashes are part of the URL, which servers and proxies limit to about 8 KB. */
const MAX_HASHES_PER_URL = 100;

export function workflowCalls(
	{ v2 }: Transport,
	{
		getProject,
		listLabelRows,
	}: Pick<ProjectCalls, 'getProject'> & Pick<LabelRowCalls, 'listLabelRows'>,
): WorkflowCalls {
	const stagePath = (projectHash: string, stageUuid: string) =>
		`projects/${uuid(projectHash, 'Project ID')}/workflow/stages/${uuid(stageUuid, 'Stage ID')}`;

	const listTaskPages: WorkflowCalls['listTaskPages'] = (projectHash, stageUuid, filter, from) =>
		stageTaskPages(v2, `${stagePath(projectHash, stageUuid)}/tasks`, filter, from);

	const listTasks: WorkflowCalls['listTasks'] = (projectHash, stageUuid, filter) =>
		membersOf(listTaskPages(projectHash, stageUuid, filter));

	/**
	 * A listed stage does not show tasks that are elsewhere, but each label row names its task and is listed wherever that is
	 * (protocol §7.1). Where no row names one, nothing can be told: every task counts as known.
	 */
	const knownIn = async (projectHash: string, moves: Move[]) => {
		const rows = await listLabelRows(projectHash, { dataHashes: dataHashesOf(moves) });
		const tasks = new Set(rows.flatMap(({ task_uuid: task }) => task?.toLowerCase() ?? []));
		const isSilent = rows.length > 0 && tasks.size === 0;
		return ({ taskUuid }: Move) => isSilent || tasks.has(taskUuid.toLowerCase());
	};

	return {
		listTasks,
		listTaskPages,

		async proceedTasks(projectHash, stageUuid, moves) {
			const path = `${stagePath(projectHash, stageUuid)}/actions`;
			return await moveInBatches(moves, {
				listTasks: (filter) => listTasks(projectHash, stageUuid, filter),
				isKnown: (some) => knownIn(projectHash, some),
				pathways: async () => {
					const { workflow } = await getProject(projectHash);
					return workflow?.stages.find(
						(stage) => stage.uuid.toLowerCase() === stageUuid.toLowerCase(),
					)?.pathways;
				},
				send: async (chunk) => {
					const body = chunk.map(pathwayAction);
					await v2({ what: 'moving tasks along their pathways', method: 'POST', path, body });
				},
			});
		},

		async moveTasks(projectHash, originStageUuid, destinationStageUuid, tasks) {
			const path = `${stagePath(projectHash, originStageUuid)}/move-tasks`;
			const destination = uuid(destinationStageUuid, 'Destination stage ID');
			return await moveInBatches(tasks, {
				listTasks: (filter) => listTasks(projectHash, originStageUuid, filter),
				isKnown: (some) => knownIn(projectHash, some),
				send: async (chunk) => {
					const body = {
						taskUuids: chunk.map(({ taskUuid }) => taskUuid),
						destinationStageUuid: destination,
					};
					await v2({ what: 'moving tasks to another stage', method: 'POST', path, body });
				},
			});
		},

		async lookForTasks(projectHash, stageUuid, tasks) {
			const moves = [...tasks];
			const present = await tasksStillInStage(moves, {
				listTasks: (filter) => listTasks(projectHash, stageUuid, filter),
			});
			const absent = moves.filter(({ taskUuid }) => !present.has(taskUuid.toLowerCase()));
			const isKnown = absent.length > 0 ? await knownIn(projectHash, absent) : () => true;
			return moves.map((move) => {
				if (!absent.includes(move)) return 'inStage';
				return isKnown(move) ? 'elsewhere' : 'unknown';
			});
		},
	};
}

async function* membersOf(pages: AsyncIterable<TaskPage>): AsyncGenerator<WorkflowTask> {
	for await (const { tasks } of pages) yield* tasks;
}

async function* stageTaskPages(
	v2: Transport['v2'],
	path: string,
	filter: TaskFilter = {},
	from?: string,
): AsyncGenerator<TaskPage> {
	const what = 'listing the tasks of a stage';
	const { userEmails, datasetHashes, dataTitleContains, statuses } = filter;
	const chunks = filter.dataHashes
		? chunksOf([...new Set(filter.dataHashes)], MAX_HASHES_PER_URL)
		: [undefined];
	const start = placeOf(from);
	for (let chunk = start.chunk; chunk < chunks.length; chunk++) {
		const fetchPage = async (pageToken?: string) => {
			const params = {
				pageToken,
				userEmails,
				dataHashes: chunks[chunk],
				datasetHashes,
				dataTitleContains,
				statuses,
			};
			return parseReply(pageOf(taskSchema), await v2({ what, method: 'GET', path, params }), what);
		};
		const token = chunk === start.chunk ? start.token : undefined;
		for await (const { results, nextPageToken } of wholePagesOf(what, fetchPage, token)) {
			const next =
				nextPageToken !== undefined || chunk + 1 < chunks.length
					? JSON.stringify(nextPageToken === undefined ? [chunk + 1] : [chunk, nextPageToken])
					: undefined;
			yield { tasks: results, ...(next !== undefined && { next }) };
		}
	}
}

const place = z.tuple([z.number().int().nonnegative()]).rest(z.string());

/** A place in a listing is the number of a group of data hashes, and the token of a page in it. */
function placeOf(from = '[0]'): { chunk: number; token?: string } {
	const [chunk, token] = place.parse(JSON.parse(from));
	return { chunk, token };
}

/** The JSON of one move along a pathway. */
function pathwayAction({ taskUuid, pathway }: PathwayMove) {
	return {
		taskUuid,
		action: 'PATHWAY_ACTION',
		...('uuid' in pathway ? { pathwayUuid: pathway.uuid } : { pathwayName: pathway.name }),
	};
}
