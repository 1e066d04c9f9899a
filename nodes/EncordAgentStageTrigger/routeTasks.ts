/** Chooses pathways by rules and moves the tasks along them. */
import { checkRules, needsLabelRow, needsMetadata, route } from '../../src/agents/routing';
import type { EncordClient } from '../../src/encord/client';
import type { Pathway, WorkflowStage } from '../../src/encord/calls/projects';
import { InputError } from '../shared/fields/form/inputError';
import { noMoves, type MoveCounts } from './pollSummary';
import type { Routes } from './routingForm';
import type { Handout, StageContext } from '../shared/output/taskItem';

/** Whether the rules need the label rows, and their client metadata. */
export function rowNeeds(routes: Routes | undefined): { row: boolean; metadata: boolean } {
	const rules = routes?.rules ?? [];
	return { row: needsLabelRow(rules), metadata: needsMetadata(rules) };
}

/** Checks the rules before any task is moved. @throws InputError that lists all faults */
export function checkRoutes(routes: Routes, stage: WorkflowStage): void {
	const pathways = stage.pathways ?? [];
	const faults = checkRules(routes.rules, pathways);
	const otherwise = routes.otherwise === undefined ? [] : [routes.otherwise];
	const targets = [...routes.rules.map(({ pathway }) => pathway), ...otherwise];
	for (const { title } of pathways.filter(
		({ uuid }) => targets.includes(uuid) && !routes.pathways.includes(uuid),
	)) {
		faults.push(`The pathway "${title}" has no output: add it to the list of pathways.`);
	}
	if (
		[...routes.pathways, ...otherwise].some(
			(uuid) => !pathways.some((pathway) => pathway.uuid === uuid),
		)
	) {
		faults.push(
			`A chosen pathway is not one of the stage "${stage.title}": choose the pathways again.`,
		);
	}
	if (faults.length > 0)
		throw new InputError(
			'The tasks cannot be routed as the form says',
			[...new Set(faults)].join('\n'),
		);
}

/** Chooses a pathway for each task without moving it. */
export function choosePathways(
	handouts: Handout[],
	routes: Routes,
	stage: WorkflowStage,
): Handout[] {
	const byUuid = new Map<string, Pathway>(
		(stage.pathways ?? []).map((pathway) => [pathway.uuid, pathway]),
	);
	return handouts.map((handout) => {
		const pathway = byUuid.get(route(handout, routes.rules) ?? routes.otherwise ?? '');
		return { ...handout, moved: false, ...(pathway && { pathway }) };
	});
}

export interface MoveResult {
	/** Tasks that were moved, and tasks without a pathway. */
	handouts: Handout[];
	/** Tasks that could not be moved. */
	failed: Array<{ handout: Handout; error: Error }>;
	counts: MoveCounts;
}

/** Moves tasks along their pathways. Tasks that somebody else moved meanwhile are not in the result. */
export async function moveTasks(
	client: EncordClient,
	{ projectHash, stage }: StageContext,
	handouts: Handout[],
): Promise<MoveResult> {
	const leaving = handouts.flatMap((handout) =>
		handout.pathway ? [{ handout, pathway: handout.pathway }] : [],
	);
	const moves = leaving.map(({ handout, pathway }) => ({
		taskUuid: handout.task.uuid,
		dataHash: handout.task.dataHash,
		pathway: { uuid: pathway.uuid },
	}));
	const outcomes =
		moves.length > 0 ? await client.proceedTasks(projectHash, stage.uuid, moves) : [];
	const result: Omit<MoveResult, 'counts'> = {
		handouts: handouts.filter(({ pathway }) => !pathway),
		failed: [],
	};
	const counts = { ...noMoves };
	for (const [index, { handout }] of leaving.entries()) {
		const outcome = outcomes[index];
		if (outcome === undefined) continue;
		counts[outcome.status] += 1;
		if (outcome.status === 'moved') result.handouts.push({ ...handout, moved: true });
		else if (outcome.status === 'failed') result.failed.push({ handout, error: outcome.error });
	}
	return { ...result, counts };
}
