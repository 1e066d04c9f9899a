/** Leaves tasks in the sandbox for the person who looks around: half of each agent stage, and at least one task in every stage. */
import type { Sandbox } from '../sandbox/process';
import { projectState, type ProjectState } from '../sandbox/state';

/** Who moves tasks that no workflow moves. */
const person = 'anna@example.com';

async function move(
	sandbox: Sandbox,
	{ title: project }: ProjectState,
	dataHash: string,
	stage: string,
): Promise<void> {
	await sandbox.control('POST', 'tasks', { project, dataHash, stage, user: person });
}

/** Tasks that were taken out of an agent stage. */
export interface HeldTasks {
	dataHashes: string[];
	/** Puts them into the stage again. */
	release(): Promise<void>;
}

/** Takes every second task out of an agent stage, so that a workflow works on the others only. */
export async function holdHalf(
	sandbox: Sandbox,
	project: string,
	stage: string,
): Promise<HeldTasks> {
	const state = await projectState(sandbox, project);
	const elsewhere = state.stages.find(({ stageType }) => stageType === 'ANNOTATION')?.title;
	const dataHashes = state.tasks
		.filter((task) => task.stage === stage)
		.filter((_, index) => elsewhere !== undefined && index % 2 === 1)
		.map(({ dataHash }) => dataHash);
	for (const dataHash of dataHashes) await move(sandbox, state, dataHash, elsewhere ?? '');
	return {
		dataHashes,
		release: async () => {
			for (const dataHash of dataHashes) await move(sandbox, state, dataHash, stage);
		},
	};
}

/**
 * Moves one task into each stage of a project that has none, out of the stage with most tasks.
 * @param keep titles of data units whose tasks stay where they are
 */
export async function fillStages(sandbox: Sandbox, project: string, keep: string[]): Promise<void> {
	const state = await projectState(sandbox, project);
	const waiting = new Map(state.stages.map(({ title }) => [title, [] as string[]]));
	for (const { stage, dataHash } of state.tasks) waiting.get(stage)?.push(dataHash);
	const kept = new Set(
		state.tasks.filter(({ title }) => keep.includes(title)).map(({ dataHash }) => dataHash),
	);
	for (const [stage, tasks] of waiting) {
		if (tasks.length > 0) continue;
		const [fullest = []] = [...waiting.values()].sort((a, b) => b.length - a.length);
		const last = fullest.findLastIndex((dataHash) => !kept.has(dataHash));
		if (fullest.length < 2 || last < 0) continue;
		const [dataHash = ''] = fullest.splice(last, 1);
		await move(sandbox, state, dataHash, stage);
		tasks.push(dataHash);
	}
}
