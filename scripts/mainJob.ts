import { callAgent } from './agentCall';
import { importTemplate, registerAgent, type DemoAccess } from './demo';
import type { StoredWorkflow } from './n8nApi';
import { projectState, stageIsEmpty, tasksByStage, type ProjectState } from './sandboxState';
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

const labelCount = ({ labelRows }: ProjectState): number => labelRows.reduce(
	(sum, { labels }) => sum + Object.keys(labels?.classification_answers ?? {}).length + Object.keys(labels?.object_answers ?? {}).length, 0,
);

const shortened = (text: string): string => (text.length > 64 ? `${text.slice(0, 63)}…` : text);

/** Calls the agent for the first file of its project, as the Label Editor's button does. */
async function callFromEditor(demo: DemoAccess, workflow: StoredWorkflow, binding: TemplateBinding, endpoint: string): Promise<JobLine[]> {
	const before = await projectState(demo.sandbox, binding.project);
	const [first] = before.labelRows;
	const { status, message, seconds } = await callAgent(demo.sandbox, endpoint, {
		projectHash: before.projectHash, dataHash: first?.dataHash ?? '', frame: 0,
	});
	const written = labelCount(await projectState(demo.sandbox, binding.project)) - labelCount(before);
	const labels = written > 0 ? `, ${written} label${written === 1 ? '' : 's'} written` : '';
	return [{
		ok: status === 200 && message !== '', workflow: workflow.name, seconds,
		what: `agent called for ${first?.title ?? ''}${labels}`, result: `${status} "${shortened(message)}"`,
	}];
}

/** Waits until the active workflow has worked off its agent stage. */
async function workOffStage(demo: DemoAccess, workflow: StoredWorkflow, { project, stage = '' }: TemplateBinding, started: number): Promise<JobLine[]> {
	const ok = await stageIsEmpty(demo.sandbox, project, stage, stageWithinMs);
	const state = await projectState(demo.sandbox, project);
	const { [stage]: left = 0, ...moved } = tasksByStage(state);
	const written = labelCount(state);
	const counts = Object.entries(moved).map(([destination, count]) => `${destination} ${count}`);
	const labels = written > 0 ? `, ${written} labels written` : '';
	return [{
		ok, workflow: workflow.name, seconds: (Date.now() - started) / 1000,
		what: `stage "${stage}": ${state.tasks.length - left} of ${state.tasks.length} tasks moved${labels}`, result: counts.join(', '),
	}];
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
		const work = endpoint === undefined
			? workOffStage(demo, workflow, binding, started)
			: callFromEditor(demo, workflow, binding, endpoint);
		lines.push(...(await work));
	}
	return lines;
}
