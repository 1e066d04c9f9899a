/** Sends handed-out tasks along the pathways their rules choose. */
import { checkRules, needsLabelRow, needsMetadata, route } from '../../src/agents/routing';
import type { EncordClient } from '../../src/encord/client';
import type { Pathway, WorkflowStage } from '../../src/encord/calls/projects';
import { InputError } from '../shared/fields/form/inputError';
import type { Routes } from './routingForm';
import type { Handout, StagePlace } from '../shared/output/taskItem';

/** Which parts of a label row the rules ask for. */
export function rowNeeds(routes: Routes | undefined): { row: boolean; metadata: boolean } {
	const rules = routes?.rules ?? [];
	return { row: needsLabelRow(rules), metadata: needsMetadata(rules) };
}

/** @throws InputError listing every fault of the rules, before any task is moved */
export function checkRoutes(routes: Routes, stage: WorkflowStage): void {
	const pathways = stage.pathways ?? [];
	const faults = checkRules(routes.rules, pathways);
	const rest = routes.otherwise === undefined ? [] : [routes.otherwise];
	const targets = [...routes.rules.map(({ pathway }) => pathway), ...rest];
	for (const { title } of pathways.filter(
		({ uuid }) => targets.includes(uuid) && !routes.pathways.includes(uuid),
	)) {
		faults.push(`The pathway "${title}" has no output: add it to the list of pathways.`);
	}
	if (
		[...routes.pathways, ...rest].some((uuid) => !pathways.some((pathway) => pathway.uuid === uuid))
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

/** Chooses a pathway for each task; nothing is moved yet. */
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
	/** Tasks that were moved by us, and those that stay by choice. */
	handouts: Handout[];
	/** Tasks still in the stage although they should have left. */
	failed: Array<{ handout: Handout; error: Error }>;
}

/** Moves tasks along their pathways. A task that somebody else moved meanwhile is theirs and is not handed out. */
export async function moveTasks(
	client: EncordClient,
	{ projectHash, stage }: StagePlace,
	handouts: Handout[],
): Promise<MoveResult> {
	const leaving = handouts.flatMap((handout) =>
		handout.pathway ? [{ handout, pathway: handout.pathway }] : [],
	);
	const moves = leaving.map(({ handout, pathway }) => ({
		taskUuid: handout.task.uuid,
		pathway: { uuid: pathway.uuid },
	}));
	const outcomes =
		moves.length > 0 ? await client.proceedTasks(projectHash, stage.uuid, moves) : [];
	const result: MoveResult = { handouts: handouts.filter(({ pathway }) => !pathway), failed: [] };
	for (const [index, { handout }] of leaving.entries()) {
		const outcome = outcomes[index];
		if (outcome?.status === 'moved') result.handouts.push({ ...handout, moved: true });
		else if (outcome?.status === 'failed') result.failed.push({ handout, error: outcome.error });
	}
	return result;
}
