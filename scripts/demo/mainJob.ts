import type { Execution, StoredWorkflow } from '../n8n/api';
import { callAgent } from '../sandbox/agentCall';
import { filesFolderOf, importTemplate, registerAgent, type DemoAccess } from './demo';
import {
	chatMessages,
	projectState,
	stateWhen,
	tasksByStage,
	type ProjectState,
} from '../sandbox/state';
import { readTemplate, templates, type TemplateBinding } from './templateBinding';
import { fillStages, holdHalf } from './waitingTasks';

/** One line of the table that `npm start` prints. */
export interface JobLine {
	ok: boolean;
	workflow: string;
	what: string;
	result: string;
	seconds: number;
}

/** Longest wait until an agent stage is empty. n8n polls when a workflow is published, and then every minute. */
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
	{ project, calledFor, selectsObjects = false }: TemplateBinding,
	endpoint: string,
): Promise<Omit<JobLine, 'workflow'>> {
	const before = await projectState(demo.sandbox, project);
	const row = before.labelRows.find(({ title }) => title === calledFor);
	const dataHash = row?.dataHash ?? '';
	const { status, message, seconds } = await callAgent(demo.sandbox, endpoint, {
		projectHash: before.projectHash,
		dataHash,
		frame: 0,
		...(selectsObjects && { objectHashes: Object.keys(row?.labels?.object_answers ?? {}) }),
	});
	const count = labelCount(await projectState(demo.sandbox, project)) - labelCount(before);
	return {
		ok: status === 200 && message !== '',
		seconds,
		what: `called for ${calledFor ?? ''}${written(count)}`,
		result: `${status} "${shortened(message)}"`,
	};
}

/** Calls the agent for a task, as a stage in Auto mode does, and lets the task go where the reply says. */
async function callFromStage(
	{ sandbox }: DemoAccess,
	{ project }: TemplateBinding,
	title: string,
	url: string,
): Promise<Omit<JobLine, 'workflow'>> {
	const { pathway, failure, milliseconds } = await sandbox.control<{
		pathway: string | null;
		failure?: string;
		milliseconds: number;
	}>('POST', 'webhooks/call', { url, project, title });
	return {
		ok: pathway !== null,
		seconds: milliseconds / 1000,
		what: `called by its stage for ${title}`,
		result: pathway ?? shortened(failure ?? ''),
	};
}

/** Tells the workflow that annotators submitted tasks, and waits until a message is in the chat of the team. */
async function tellOfSubmitted(
	{ sandbox }: DemoAccess,
	{ project }: TemplateBinding,
	titles: string[],
	url: string,
	started: number,
): Promise<Omit<JobLine, 'workflow'>> {
	// A person who submits a task on the Label Editor page is told to the team from now on.
	await sandbox.control('POST', 'webhooks', { project, event: 'taskSubmitted', url });
	await sandbox.control('POST', 'webhooks/event', {
		url,
		project,
		event: 'taskSubmitted',
		titles,
	});
	const [message] = await chatMessages(sandbox, (messages) => messages.length > 0, 30_000);
	return {
		ok: message !== undefined,
		seconds: (Date.now() - started) / 1000,
		what: `told that ${titles.length} tasks were submitted`,
		result: `"${shortened(message ?? '')}"`,
	};
}

/**
 * Waits until the workflow has moved every task out of its agent stage that it can answer.
 * @param held data hashes of tasks that are not in the stage meanwhile
 */
async function waitForStage(
	demo: DemoAccess,
	{ project, stage = '', stays = [] }: TemplateBinding,
	held: string[],
	started: number,
): Promise<Omit<JobLine, 'workflow'>> {
	const isDone = ({ tasks }: ProjectState) =>
		tasks.every((task) => task.stage !== stage || stays.includes(task.title));
	const done = await stateWhen(demo.sandbox, project, isDone, stageWithinMs);
	const state = done ?? (await projectState(demo.sandbox, project));
	const tasks = state.tasks.filter(({ dataHash }) => !held.includes(dataHash));
	const { [stage]: left = 0, ...moved } = tasksByStage({ ...state, tasks });
	return {
		ok: done !== undefined,
		seconds: (Date.now() - started) / 1000,
		what: `${tasks.length - left} of ${state.tasks.length} tasks moved${written(labelCount(state))}`,
		result: Object.entries(moved)
			.map(([destination, count]) => `${destination} ${count}`)
			.join(', '),
	};
}

/** Asks in the chat of the workflow, and waits for the answer. */
async function askInChat(
	{ api }: DemoAccess,
	workflow: StoredWorkflow,
	asked: string,
	started: number,
): Promise<Omit<JobLine, 'workflow'>> {
	const execution = await api.finished(await api.chat(workflow, asked));
	const answer = answerInChat(execution);
	return {
		ok: execution.status === 'success' && answer !== '',
		seconds: (Date.now() - started) / 1000,
		what: 'asked in the chat',
		result: `"${shortened(answer)}"`,
	};
}

/** Runs the workflow by hand, and waits for its end: the error that it stops with is a result, too. */
async function runByHand(
	{ api }: DemoAccess,
	{ id }: StoredWorkflow,
	trigger: string,
	started: number,
): Promise<Omit<JobLine, 'workflow'>> {
	const { nodes, error } = await api.finished(await api.run(id, trigger));
	const [name, runs] = Object.entries(nodes).at(-1) ?? ['', []];
	const count = runs.at(-1)?.data?.main?.[0]?.length ?? 0;
	const text = error?.message ?? `${name}: ${count} item${count === 1 ? '' : 's'}`;
	return {
		ok: name !== '',
		seconds: (Date.now() - started) / 1000,
		what: 'run by hand',
		result: `"${shortened(text)}"`,
	};
}

/** What the workflow answered in its chat: the output of its last node. */
export function answerInChat({ nodes }: Execution): string {
	const items = Object.values(nodes).at(-1)?.at(-1)?.data?.main?.[0];
	return String(items?.[0]?.json.output ?? '');
}

/**
 * A workflow of an agent stage works on half of the tasks. Then it is no longer published, and the other half waits in the stage: for an
 * own workflow, or for this one when a person publishes it.
 */
async function doHalf(
	demo: DemoAccess,
	workflow: StoredWorkflow,
	binding: TemplateBinding & { stage: string },
): Promise<Omit<JobLine, 'workflow'>> {
	const held = await holdHalf(demo.sandbox, binding.project, binding.stage);
	const started = Date.now();
	await demo.api.activate(workflow.id);
	const line = await waitForStage(demo, binding, held.dataHashes, started);
	await demo.api.deactivate(workflow.id);
	await held.release();
	return line;
}

/**
 * Resets the sandbox, then imports and publishes one template after the other and checks that each does its work. One that fails is a
 * line of the table, and the others are tried. In the end something waits in every stage of every project.
 */
export async function runMainJob(demo: DemoAccess): Promise<JobLine[]> {
	await demo.sandbox.control('POST', 'reset?tasks=new');
	const lines: JobLine[] = [];
	for (const binding of templates) {
		const started = Date.now();
		try {
			lines.push(await runTemplate(demo, binding));
		} catch (error) {
			const { name } = await readTemplate(binding.file);
			lines.push({
				ok: false,
				workflow: name,
				what: 'failed',
				result: (error as Error).message,
				seconds: (Date.now() - started) / 1000,
			});
		}
	}
	const keep = templates.flatMap(({ calledFor, decidesFor, submitted = [] }) =>
		[calledFor, decidesFor, ...submitted].filter((title) => title !== undefined),
	);
	for (const { title } of demo.sandbox.projects) await fillStages(demo.sandbox, title, keep);
	return lines;
}

async function runTemplate(demo: DemoAccess, binding: TemplateBinding): Promise<JobLine> {
	const workflow = await importTemplate(demo, binding);
	const started = Date.now();
	const name = { workflow: workflow.name };
	if (binding.asked !== undefined)
		return { ...name, ...(await askInChat(demo, workflow, binding.asked, started)) };
	if (binding.startedBy !== undefined)
		return { ...name, ...(await runByHand(demo, workflow, binding.startedBy, started)) };
	if (binding.stage !== undefined)
		return { ...name, ...(await doHalf(demo, workflow, { ...binding, stage: binding.stage })) };
	await demo.api.activate(workflow.id);
	const endpoint = await registerAgent(demo, workflow, binding);
	return { ...name, ...(await doWork(demo, binding, endpoint ?? '', started)) };
}

/** Starts a published workflow in the way its template starts, and waits for what it does. */
async function doWork(
	demo: DemoAccess,
	binding: TemplateBinding,
	endpoint: string,
	started: number,
): Promise<Omit<JobLine, 'workflow'>> {
	const { decidesFor, submitted, byTheClock } = binding;
	if (byTheClock !== undefined)
		return {
			ok: true,
			seconds: (Date.now() - started) / 1000,
			what: `runs by the clock, in ${filesFolderOf(demo)}`,
			result: byTheClock,
		};
	if (decidesFor !== undefined) return await callFromStage(demo, binding, decidesFor, endpoint);
	if (submitted !== undefined)
		return await tellOfSubmitted(demo, binding, submitted, endpoint, started);
	return await callFromEditor(demo, binding, endpoint);
}
