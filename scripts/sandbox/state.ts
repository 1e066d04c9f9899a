import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from './process';

/** A classification label in the sandbox, with the fields that the demo and the tests read. */
export interface ClassificationAnswer {
	classifications: Array<{ name: string; answers: string | Array<{ name: string }> }>;
}

export interface ProjectState {
	projectHash: string;
	title: string;
	stages: Array<{ uuid: string; title: string; stageType: string }>;
	tasks: Array<{
		uuid: string;
		dataHash: string;
		title: string;
		stage: string;
		status: string;
		moves: Array<{ from: string; to: string; by: string; at: string }>;
	}>;
	labelRows: Array<{
		dataHash: string;
		title: string;
		priority: number | null;
		version: number;
		labels: {
			data_units: Record<string, unknown>;
			classification_answers: Record<string, ClassificationAnswer>;
			object_answers: Record<string, unknown>;
		} | null;
		saves: Array<{ version: number; by: string; at: string }>;
	}>;
	issues: Array<{ comment: string; tags: string[] }>;
}

/** The state of one project of the sandbox, by its title. */
export async function projectState(sandbox: Sandbox, title: string): Promise<ProjectState> {
	const { projects } = await sandbox.control<{ projects: ProjectState[] }>(
		'GET',
		`state?project=${encodeURIComponent(title)}`,
	);
	const [project] = projects;
	if (project === undefined) throw new Error(`The sandbox has no project "${title}".`);
	return project;
}

/** How many tasks are in each stage. */
export function tasksByStage({ tasks }: ProjectState): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { stage } of tasks) counts[stage] = (counts[stage] ?? 0) + 1;
	return counts;
}

/** Answers of the classification with this name on each file, by the file's title: texts, and titles of options. */
export function answersOf({ labelRows }: ProjectState, name: string): Record<string, string[]> {
	const entries = labelRows.map(({ title, labels }) => {
		const answers = Object.values(labels?.classification_answers ?? {}).flatMap(
			({ classifications }) => classifications,
		);
		const found = answers
			.filter((answer) => answer.name === name)
			.map(({ answers: given }) =>
				typeof given === 'string' ? given : given.map((option) => option.name).join(', '),
			);
		return [title, found] as const;
	});
	return Object.fromEntries(entries.filter(([, found]) => found.length > 0));
}

/** Waits until the state of a project is as expected, and returns it; undefined when `withinMs` passes first. */
export async function stateWhen(
	sandbox: Sandbox,
	project: string,
	isExpected: (state: ProjectState) => boolean,
	withinMs: number,
): Promise<ProjectState | undefined> {
	const until = Date.now() + withinMs;
	for (;;) {
		const state = await projectState(sandbox, project);
		if (isExpected(state)) return state;
		if (Date.now() > until) return undefined;
		await sleep(250);
	}
}

/** Waits until no task of the project is in the stage. Returns false when `withinMs` passes first. */
export async function stageIsEmpty(
	sandbox: Sandbox,
	project: string,
	stage: string,
	withinMs: number,
): Promise<boolean> {
	const isEmpty = ({ tasks }: ProjectState) => !tasks.some((task) => task.stage === stage);
	return (await stateWhen(sandbox, project, isEmpty, withinMs)) !== undefined;
}

/** Waits until the messages in the toy chat are as expected, or `withinMs` passes, and returns their texts. */
export async function chatMessages(
	sandbox: Sandbox,
	isExpected: (texts: string[]) => boolean,
	withinMs: number,
): Promise<string[]> {
	const until = Date.now() + withinMs;
	for (;;) {
		const { messages } = await sandbox.control<{ messages: Array<{ text: string }> }>(
			'GET',
			'chat',
		);
		const texts = messages.map(({ text }) => text);
		if (isExpected(texts) || Date.now() > until) return texts;
		await sleep(250);
	}
}
