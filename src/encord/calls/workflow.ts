/** Lists and moves the tasks of workflow stages (protocol §11). */
import { chunksOf } from '../http/batch';
import { pagesOf } from '../http/paging';
import { pageOf, parseReply } from '../http/reply';
import type { Transport } from '../http/transport';
import { uuid } from '../wire/identifiers';
import type { ProjectCalls } from './projects';
import { moveInBatches, type MoveOutcome, type PathwayMove } from './stageMoves';
import { taskSchema, type TaskFilter, type WorkflowTask } from './tasks';

export interface WorkflowCalls {
	/** Lists the tasks of a stage, page by page while the caller iterates. An empty list of data hashes matches nothing. */
	listTasks(
		projectHash: string,
		stageUuid: string,
		filter?: TaskFilter,
	): AsyncIterable<WorkflowTask>;
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
	/** Moves tasks to any stage, 500 per request. */
	moveTasks(
		projectHash: string,
		originStageUuid: string,
		destinationStageUuid: string,
		taskUuids: string[],
	): Promise<MoveOutcome[]>;
}

/** The hashes are part of the URL, which servers and proxies limit to about 8 KB. */
const MAX_HASHES_PER_URL = 100;

export function workflowCalls(
	{ v2 }: Transport,
	getProject: ProjectCalls['getProject'],
): WorkflowCalls {
	const stagePath = (projectHash: string, stageUuid: string) =>
		`projects/${uuid(projectHash, 'Project ID')}/workflow/stages/${uuid(stageUuid, 'Stage ID')}`;

	const listTasks: WorkflowCalls['listTasks'] = (projectHash, stageUuid, filter) =>
		listStageTasks(v2, `${stagePath(projectHash, stageUuid)}/tasks`, filter);

	return {
		listTasks,

		async proceedTasks(projectHash, stageUuid, moves) {
			const path = `${stagePath(projectHash, stageUuid)}/actions`;
			return await moveInBatches(moves, {
				listTasks: (filter) => listTasks(projectHash, stageUuid, filter),
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

		async moveTasks(projectHash, originStageUuid, destinationStageUuid, taskUuids) {
			const path = `${stagePath(projectHash, originStageUuid)}/move-tasks`;
			const destination = uuid(destinationStageUuid, 'Destination stage ID');
			return await moveInBatches(
				taskUuids.map((taskUuid) => ({ taskUuid })),
				{
					listTasks: (filter) => listTasks(projectHash, originStageUuid, filter),
					send: async (chunk) => {
						const body = {
							taskUuids: chunk.map(({ taskUuid }) => taskUuid),
							destinationStageUuid: destination,
						};
						await v2({ what: 'moving tasks to another stage', method: 'POST', path, body });
					},
				},
			);
		},
	};
}

async function* listStageTasks(
	v2: Transport['v2'],
	path: string,
	filter: TaskFilter = {},
): AsyncGenerator<WorkflowTask> {
	const what = 'listing the tasks of a stage';
	const { userEmails, datasetHashes, dataTitleContains, statuses } = filter;
	for (const dataHashes of filter.dataHashes
		? chunksOf([...new Set(filter.dataHashes)], MAX_HASHES_PER_URL)
		: [undefined]) {
		yield* pagesOf(what, async (pageToken) => {
			const params = {
				pageToken,
				userEmails,
				dataHashes,
				datasetHashes,
				dataTitleContains,
				statuses,
			};
			return parseReply(pageOf(taskSchema), await v2({ what, method: 'GET', path, params }), what);
		});
	}
}

/** The JSON of one move along a pathway. */
function pathwayAction({ taskUuid, pathway }: PathwayMove) {
	return {
		taskUuid,
		action: 'PATHWAY_ACTION',
		...('uuid' in pathway ? { pathwayUuid: pathway.uuid } : { pathwayName: pathway.name }),
	};
}
