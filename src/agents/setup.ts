/**
 * Checks whether a project is ready for an agent, before the agent runs: what the workflow is to find there, and what would stop it.
 * `readSetup` asks Encord, with requests whose number does not depend on how many files the project has; `checkSetup` judges.
 */
import type { EncordClient } from '../encord/client';
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import type { Project, WorkflowStage } from '../encord/calls/projects';
import { AuthenticationError, CancelledError, EncordError } from '../encord/wire/errors';
import { quoted, sameNames, type Finding } from './setupFindings';
import { ontologyFindings } from './setupOntology';

export type { Finding } from './setupFindings';

/** What a workflow is going to use. */
export interface SetupNeeds {
	/** Name or ID of the agent stage; absent: all agent stages. */
	stage?: string;
	/** Names or IDs of pathways that tasks are to take. */
	pathways?: string[];
	/** Titles of objects and classifications that are to be written. */
	classes?: string[];
	/** Whether pictures are read. */
	pictures?: boolean;
	/** False for agents that no stage calls: nothing about the workflow is checked. */
	stages?: boolean;
}

/** What Encord says about a project. */
export interface SetupFacts {
	project: Project;
	/** Whether tasks wait in a stage, or why they cannot be listed; by the ID of the stage. */
	waiting: Map<string, boolean | EncordError>;
	/** A few label rows, of tasks that wait where some do. */
	rows: LabelRowMetadata[];
	/** Why no label row could be listed. */
	rowsError?: EncordError;
	/** Why the file of a row cannot be read. */
	mediaError?: EncordError;
}

/** Tasks of a stage whose files are looked at. */
const SAMPLE = 20;

/** @throws EncordError when the project itself cannot be read */
export async function readSetup(
	client: EncordClient,
	projectHash: string,
	needs: SetupNeeds,
): Promise<SetupFacts> {
	const facts: SetupFacts = {
		project: await client.getProject(projectHash),
		waiting: new Map(),
		rows: [],
	};
	const dataHashes: string[] = [];
	for (const { uuid } of stagesInQuestion(facts.project, needs)) {
		const tasks = await orError(() => firstTasks(client, projectHash, uuid));
		facts.waiting.set(uuid, tasks instanceof EncordError ? tasks : tasks.length > 0);
		if (!(tasks instanceof EncordError)) dataHashes.push(...tasks.map((task) => task.dataHash));
	}
	if (dataHashes.length === 0) return facts;
	const rows = await orError(() => client.listLabelRows(projectHash, { dataHashes }));
	if (rows instanceof EncordError) return { ...facts, rowsError: rows };
	const file = rows.find(({ backing_item_uuid: item }) => item)?.backing_item_uuid;
	if (!file) return { ...facts, rows };
	const media = await orError(() => client.getStorageItems([file], { signUrls: true }));
	return { ...facts, rows, ...(media instanceof EncordError ? { mediaError: media } : {}) };
}

async function firstTasks(client: EncordClient, projectHash: string, stageUuid: string) {
	for await (const { tasks } of client.listTaskPages(projectHash, stageUuid))
		return tasks.slice(0, SAMPLE);
	return [];
}

/** A refusal is a finding. Where Encord refuses the key or cannot be reached, nothing can be said. */
async function orError<T>(work: () => Promise<T>): Promise<T | EncordError> {
	try {
		return await work();
	} catch (error) {
		const isRefusal = error instanceof EncordError && (error.status ?? 500) < 500;
		if (!isRefusal || error instanceof AuthenticationError || error instanceof CancelledError)
			throw error;
		return error;
	}
}

/** Findings in the order in which they are best dealt with, errors first. */
export function checkSetup(facts: SetupFacts, needs: SetupNeeds): Finding[] {
	const findings = [
		...projectFindings(facts.project),
		...(needs.stages === false ? [] : workflowFindings(facts, needs)),
		...ontologyFindings(facts.project.editorOntology, needs.classes ?? []),
		...dataFindings(facts, needs),
		...rightsFindings(facts.project),
	];
	const rank = { error: 0, warning: 1, info: 2 };
	return findings.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function projectFindings({ title, status }: Project): Finding[] {
	const area = 'Project';
	if (status === 'archived' || status === 'cancelled')
		return [
			{
				severity: 'error',
				area,
				message: `The project "${title}" is ${status}.`,
				advice: 'Restore it in Encord, or choose another project.',
			},
		];
	if (status !== 'paused' && status !== 'completed') return [];
	return [
		{
			severity: 'warning',
			area,
			message: `The project "${title}" is ${status}, so no new tasks may come.`,
			advice: 'Start it again in Encord when the agent is to work.',
		},
	];
}

const agentStagesOf = (project: Project): WorkflowStage[] =>
	(project.workflow?.stages ?? []).filter(({ stageType }) => stageType === 'AGENT');

const isNamed = (nameOrId: string) => {
	const name = nameOrId.trim().toLowerCase();
	return ({ uuid, title }: { uuid: string; title: string }) =>
		uuid.toLowerCase() === name || title.trim().toLowerCase() === name;
};

function stagesInQuestion(project: Project, { stage, stages }: SetupNeeds): WorkflowStage[] {
	if (stages === false) return [];
	const all = agentStagesOf(project);
	return stage === undefined ? all : all.filter(isNamed(stage));
}

function workflowFindings(facts: SetupFacts, needs: SetupNeeds): Finding[] {
	const { project } = facts;
	const error = (message: string, advice: string): Finding[] => [
		{ severity: 'error', area: 'Workflow', message, advice },
	];
	if (!project.workflow)
		return error(
			`The project "${project.title}" has no workflow.`,
			'Stages, tasks and pathways exist in workflow projects only: choose another project.',
		);
	const agentStages = agentStagesOf(project);
	if (agentStages.length === 0)
		return error(
			`The workflow of "${project.title}" has no agent stage.`,
			'In Encord, open the Workflow of the project and add an Agent stage.',
		);
	const stages = stagesInQuestion(project, needs);
	if (stages.length === 0)
		return error(
			`The project "${project.title}" has no agent stage "${needs.stage}".`,
			`Its agent stages: ${quoted(agentStages.map(({ title }) => title))}.`,
		);
	return [
		...sameNames('agent stages', agentStages, 'Workflow'),
		...stages.flatMap((stage) => stageFindings(stage, facts, needs)),
	];
}

function stageFindings(
	stage: WorkflowStage,
	{ waiting }: SetupFacts,
	{ pathways: needed = [], stage: asked }: SetupNeeds,
): Finding[] {
	const findings: Finding[] = [];
	const add = (severity: Finding['severity'], message: string, advice: string) =>
		findings.push({ severity, area: 'Workflow', message, advice });
	const pathways = stage.pathways ?? [];
	const name = `The agent stage "${stage.title}"`;
	if (pathways.length === 0)
		add('error', `${name} has no pathway.`, 'Draw a pathway to another stage in the Workflow.');
	findings.push(...sameNames(`pathways of "${stage.title}"`, pathways, 'Workflow'));
	for (const { title, destinationUuid } of pathways)
		if (destinationUuid === stage.uuid)
			add(
				'warning',
				`The pathway "${title}" of "${stage.title}" leads back to the same stage.`,
				'A task that takes it comes back to the agent without end. Draw it to another stage.',
			);
	for (const pathway of needed)
		if (!pathways.some(isNamed(pathway)) && pathways.length > 0)
			add(
				'error',
				`${name} has no pathway "${pathway}".`,
				`Its pathways: ${quoted(pathways.map(({ title }) => title))}.`,
			);
	const tasks = waiting.get(stage.uuid);
	if (tasks instanceof EncordError)
		findings.push({
			severity: 'error',
			area: 'Rights',
			message: `The tasks of "${stage.title}" cannot be listed: ${tasks.message}`,
			advice: tasks.advice,
		});
	else if (tasks === false && asked !== undefined)
		add(
			'info',
			`No task waits in "${stage.title}" at the moment.`,
			'The agent starts when tasks arrive there.',
		);
	return findings;
}

/** Types of data, as listings name them, of which pictures can be made. */
const PICTURES = ['IMAGE', 'IMG_GROUP', 'VIDEO'];

function dataFindings(
	{ rows, rowsError, mediaError }: SetupFacts,
	{ pictures = false }: SetupNeeds,
): Finding[] {
	if (rowsError)
		return [
			{
				severity: 'error',
				area: 'Rights',
				message: `The label rows cannot be listed: ${rowsError.message}`,
				advice: rowsError.advice,
			},
		];
	const findings: Finding[] = [];
	const others = [...new Set(rows.map(({ data_type: type }) => type.toUpperCase()))].filter(
		(type) => !PICTURES.includes(type),
	);
	if (pictures && others.length > 0)
		findings.push({
			severity:
				others.length === new Set(rows.map((row) => row.data_type)).size ? 'error' : 'warning',
			area: 'Data',
			message: `No pictures can be made of some files that wait: ${others.join(', ').toLowerCase()}.`,
			advice:
				'Let only images, image groups and videos come to this stage, or download the files instead.',
		});
	if (mediaError)
		findings.push({
			severity: pictures ? 'error' : 'warning',
			area: 'Rights',
			message: `A file that waits cannot be read: ${mediaError.message}`,
			advice: `${mediaError.advice} The account needs access to the storage folder of the files, too.`,
		});
	return findings;
}

/** Roles that only label or review (protocol §6). */
const SMALL_ROLES = new Map([
	[1, 'an annotator'],
	[2, 'a reviewer'],
	[3, 'an annotator and reviewer'],
]);

function rightsFindings({ title, userRole }: Project): Finding[] {
	const role = SMALL_ROLES.get(userRole ?? -1);
	if (role === undefined) return [];
	return [
		{
			severity: 'warning',
			area: 'Rights',
			message: `The account of the credential is ${role} of "${title}". Encord may refuse to let it save labels or move tasks.`,
			advice: 'In Encord, make it an admin or a team manager of this project.',
		},
	];
}
