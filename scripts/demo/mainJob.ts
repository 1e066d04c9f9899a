import { callAgent } from '../sandbox/agentCall';
import { importTemplate, registerAgent, type DemoAccess } from './demo';
import { projectState, stageIsEmpty, tasksByStage, type ProjectState } from '../sandbox/state';
import { templates, type TemplateBinding } from './templateBinding';

/** One line of the table at the end. */
export interface JobLine {
	ok: boolean;
	workflow: string;
	what: string;
	result: string;
	seconds: number;
}

/** Time for an agent stage to be worked off: the first poll comes with activation, the next a minute later. */
const stageWithinMs = 120_000;

const labelCount = ({ labelRows }: ProjectState): number =>
	labelRows.reduce(
		(sum, { labels }) =>
			sum +
			Object.keys(labels?.classification_answers ?? {}).length +
			Object.keys(labels?.object_answers ?? {}).length,
		0,
	);

function shortened(text: string): string {
	const line = text.replace(/\s*\n\s*/g, '; ');
	return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}

const written = (count: number): string =>
	count > 0 ? `, ${count} label${count === 1 ? '' : 's'} written` : '';

/** Calls the agent for a file of its project, as the Label Editor's button does. */
async function callFromEditor(
	demo: DemoAccess,
	{ project, calledFor }: TemplateBinding,
	endpoint: string,
): Promise<Omit<JobLine, 'workflow'>> {
	const before = await projectState(demo.sandbox, project);
	const dataHash = before.labelRows.find(({ title }) => title === calledFor)?.dataHash ?? '';
	const { status, message, seconds } = await callAgent(demo.sandbox, endpoint, {
		projectHash: before.projectHash,
		dataHash,
		frame: 0,
	});
	const count = labelCount(await projectState(demo.sandbox, project)) - labelCount(before);
	return {
		ok: status === 200 && message !== '',
		seconds,
		what: `called for ${calledFor ?? ''}${written(count)}`,
		result: `${status} "${shortened(message)}"`,
	};
}

/** Waits until the active workflow has worked off its agent stage. */
async function workOffStage(
	demo: DemoAccess,
	{ project, stage = '' }: TemplateBinding,
	started: number,
): Promise<Omit<JobLine, 'workflow'>> {
	const ok = await stageIsEmpty(demo.sandbox, project, stage, stageWithinMs);
	const state = await projectState(demo.sandbox, project);
	const { [stage]: left = 0, ...moved } = tasksByStage(state);
	return {
		ok,
		seconds: (Date.now() - started) / 1000,
		what: `${state.tasks.length - left} of ${state.tasks.length} tasks moved${written(labelCount(state))}`,
		result: Object.entries(moved)
			.map(([destination, count]) => `${destination} ${count}`)
			.join(', '),
	};
}

/** Imports and activates every template against a fresh sandbox, and sees each do its work. */
export async function runMainJob(demo: DemoAccess): Promise<JobLine[]> {
	await demo.sandbox.control('POST', 'reset');
	const lines: JobLine[] = [];
	for (const binding of templates) {
		const workflow = await importTemplate(demo, binding);
		const started = Date.now();
		await demo.api.activate(workflow.id);
		const endpoint = await registerAgent(demo, workflow, binding);
		const work =
			endpoint === undefined
				? workOffStage(demo, binding, started)
				: callFromEditor(demo, binding, endpoint);
		lines.push({ workflow: workflow.name, ...(await work) });
	}
	return lines;
}
