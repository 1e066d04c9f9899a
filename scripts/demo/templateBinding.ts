import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inClone } from '../clone';
import type { StoredWorkflow, WorkflowFile, WorkflowNode } from '../n8n/api';
import type { SandboxReady } from '../sandbox/process';

/** A template and the project of the demo seed that it runs on. */
export interface TemplateBinding {
	/** File name under `templates/`, without `.json`. */
	file: string;
	/** Title of the project in the sandbox. */
	project: string;
	/** Title of the agent stage whose tasks it works on. */
	stage?: string;
	/** Titles of the data units whose tasks it leaves in that stage, because they cannot be answered. */
	stays?: string[];
	/** Title of the data unit that the agent is called for, when the template starts from the Label Editor. */
	calledFor?: string;
	/** Whether all objects of that data unit are selected in the Label Editor. */
	selectsObjects?: boolean;
	/** Title of the data unit that a stage in Auto mode calls the agent for, when the template starts there. */
	decidesFor?: string;
	/** Titles of the data units that annotators submit, when the template starts with the event of a stage. */
	submitted?: string[];
	/** Name of the trigger by which it is run by hand, when neither Encord nor a stage starts it. */
	startedBy?: string;
	/** What is asked in the chat, when the template starts there. */
	asked?: string;
	/** Title of the project in which an agent has labeled the files that it is compared on. */
	agentProject?: string;
	/** For a template that runs by the clock: what a person does with it in the folder of files. */
	byTheClock?: string;
	/** For nodes that read another project: that project's title, by the node's name. */
	elsewhere?: Record<string, string>;
}

/** Every template, in the order in which a new user should try them. */
export const templates: TemplateBinding[] = [
	{ file: 'hello-agent', project: 'scenes', calledFor: 'scene-01.jpg' },
	{ file: 'pass-every-task-on', project: 'general', stage: 'Agent 1' },
	{ file: 'route-images-with-a-vision-model', project: 'pets', stage: 'Agent 1' },
	{ file: 'describe-the-scene-in-the-editor', project: 'scenes', calledFor: 'scene-01.jpg' },
	{ file: 'classify-and-caption-images', project: 'captions', stage: 'Agent 1' },
	{ file: 'two-models-agree-or-a-person-decides', project: 'two opinions', stage: 'Agent 1' },
	{ file: 'judge-captions-with-a-second-model', project: 'judgments', stage: 'Agent 1' },
	{ file: 'rephrase-captions', project: 'rephrasings', stage: 'Agent 1' },
	{ file: 'summarize-videos-in-two-stages', project: 'summaries', stage: 'Agent 1' },
	{ file: 'transcribe-and-tag-audio', project: 'voices', stage: 'Agent 1' },
	{
		file: 'read-text-in-selected-objects',
		project: 'signs',
		calledFor: 'street-1.png',
		selectsObjects: true,
	},
	{
		file: 'ask-an-agent-about-tasks',
		project: 'backlog',
		asked: 'How many tasks wait in the stage "Waiting for labels", and which have no labels?',
	},
	{ file: 'prioritise-by-title', project: 'prioritisation', stage: 'pre-label' },
	{
		file: 'pre-label-videos-with-a-detector',
		project: 'pre-labeling',
		stage: 'Pre-Labeling Agent',
	},
	{ file: 'segment-with-a-mask-model', project: 'cut-outs', stage: 'Agent 1' },
	{
		file: 'find-more-like-the-selected-object',
		project: 'look-alikes',
		calledFor: 'beads-1.png',
		selectsObjects: true,
	},
	{
		file: 'track-a-point-through-a-video',
		project: 'tracking',
		calledFor: 'walk-1.mp4',
		selectsObjects: true,
	},
	{ file: 'route-by-attribute-or-annotator', project: 'damage', stage: 'Route' },
	{ file: 'low-confidence-to-a-person', project: 'unsure', stage: 'Agent 1' },
	{ file: 'accept-or-reject-by-rule', project: 'acceptance', decidesFor: 'car-1.jpg' },
	{
		file: 'tell-the-team',
		project: 'damage',
		submitted: ['car-1.jpg', 'car-2.jpg'],
	},
	{
		file: 'drain-a-big-stage',
		project: 'big stage',
		stage: 'Agent 1',
		stays: ['shot-07.jpg'],
	},
	{
		file: 'new-files-become-tasks',
		project: 'new files',
		byTheClock: 'put a picture into incoming',
	},
	{
		file: 'export-finished-labels',
		project: 'damage',
		byTheClock: 'look into exports tomorrow, or execute it',
	},
	{ file: 'check-labels-before-submit', project: 'scenes', calledFor: 'scene-02.jpg' },
	{ file: 'simplify-polygons', project: 'scenes', calledFor: 'scene-03.jpg' },
	{ file: 'fill-nested-frame-classifications', project: 'scenes', calledFor: 'scene-05.jpg' },
	{ file: 'turn-generic-boxes-into-classes', project: 'scenes', calledFor: 'scene-07.jpg' },
	{
		file: 'copy-labels-from-a-twin-project',
		project: 'scenes',
		calledFor: 'crossing.mp4',
		elsewhere: { "Get the twin's labels": 'scenes (twin)' },
	},
	{
		file: 'measure-the-agent-before-going-live',
		project: 'damage',
		agentProject: 'acceptance',
		startedBy: 'Start measuring',
	},
	{
		file: 'weekly-what-did-people-correct',
		project: 'pre-labeling',
		startedBy: 'Every Monday',
	},
	{
		file: 'morning-digest',
		project: 'unsure',
		stage: 'Agent 1',
		startedBy: 'Every morning',
	},
];

/** The binding of one template. */
export function templateNamed(file: string): TemplateBinding {
	const found = templates.find((binding) => binding.file === file);
	if (found === undefined) throw new Error(`There is no template "${file}".`);
	return found;
}

export interface CredentialReference {
	id: string;
	name: string;
}

/** The credential for each credential type in the templates. */
export type CredentialsByType = Record<string, CredentialReference>;

export async function readTemplate(file: string): Promise<WorkflowFile> {
	return JSON.parse(await readFile(inClone('templates', `${file}.json`), 'utf8')) as WorkflowFile;
}

/** A hash of the workflow. An import compares it to see whether n8n has this version already. */
export function fingerprint(workflow: WorkflowFile): string {
	return createHash('sha256').update(JSON.stringify(workflow)).digest('hex').slice(0, 16);
}

interface Locator {
	__rl: true;
	mode: string;
	value: unknown;
	cachedResultName?: string;
}

function isUnpicked(value: unknown): value is Locator {
	return (
		typeof value === 'object' &&
		value !== null &&
		'__rl' in value &&
		(value as Locator).value === ''
	);
}

function picked(value: string, title: string): Locator {
	return { __rl: true, mode: 'list', value, cachedResultName: title };
}

/** Addresses of models and other services in the templates, and the path at which the sandbox has a toy in their place. */
const toys: Record<string, string> = {
	'https://detector.example.com/detect': '/toy/detect',
	'https://segmenter.example.com/segment': '/toy/segment',
	'https://visual-prompt.example.com/find': '/toy/look-alikes',
	'https://tracker.example.com/track': '/toy/track',
	'https://chat.example.com/hooks/team': '/toy/chat',
	'https://mail.example.com/messages': '/toy/chat',
	'https://api.openai.com/v1/audio/transcriptions': '/v1/audio/transcriptions',
};

interface Choices {
	project: Locator;
	agentProject: () => Locator;
	stage: () => Locator;
	dataset: () => Locator;
	folder: () => Locator;
	sandboxUrl: string;
	filesFolder: string;
}

/** The folder of n8n in Docker that its nodes may read and write. */
const N8N_FILES = '/home/node/.n8n-files';

/** Fills in the addresses of the toys and every project and stage that is not chosen yet, at any depth of the parameters. */
function bindParameters(value: unknown, chosen: Choices): unknown {
	if (typeof value === 'string' && value in toys) return `${chosen.sandboxUrl}${toys[value]}`;
	if (typeof value === 'string') return value.replace(N8N_FILES, () => chosen.filesFolder);
	if (Array.isArray(value)) return value.map((entry) => bindParameters(entry, chosen));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => {
			if (name === 'project' && isUnpicked(entry)) return [name, chosen.project];
			if (name === 'agentProject' && isUnpicked(entry)) return [name, chosen.agentProject()];
			if (name === 'stage' && isUnpicked(entry)) return [name, chosen.stage()];
			if (name === 'dataset' && isUnpicked(entry)) return [name, chosen.dataset()];
			if (name === 'folder' && isUnpicked(entry)) return [name, chosen.folder()];
			if (name === 'projectIds' && Array.isArray(entry) && entry.length === 0)
				return [name, [chosen.project.value]];
			return [name, bindParameters(entry, chosen)];
		}),
	);
}

/**
 * A template as a person would have it after choosing credential, project and stage in each node. `before` is the same
 * workflow of an earlier import: its webhook addresses stay, because they are registered in the sandbox's Label Editor.
 */
export function bindTemplate(
	template: WorkflowFile,
	binding: TemplateBinding,
	sandbox: Pick<SandboxReady, 'projects' | 'url'> & { filesFolder?: string },
	credentials: CredentialsByType,
	before?: StoredWorkflow,
): WorkflowFile {
	const projectNamed = (title: string): SandboxReady['projects'][number] => {
		const project = sandbox.projects.find((candidate) => candidate.title === title);
		if (project === undefined) throw new Error(`The sandbox has no project "${title}".`);
		return project;
	};
	const stage = (): Locator => {
		const found = projectNamed(binding.project).agentStages.find(
			({ title }) => title === binding.stage,
		);
		if (found === undefined)
			throw new Error(`Project "${binding.project}" has no agent stage "${binding.stage ?? ''}".`);
		return picked(found.uuid, found.title);
	};
	const nodes = template.nodes.map((node) => {
		const { projectHash, title } = projectNamed(binding.elsewhere?.[node.name] ?? binding.project);
		const chosen = {
			project: picked(projectHash, title),
			agentProject: () => {
				const other = projectNamed(binding.agentProject ?? '');
				return picked(other.projectHash, other.title);
			},
			stage,
			...dataPlaces(projectNamed(binding.project)),
			sandboxUrl: sandbox.url,
			filesFolder: sandbox.filesFolder ?? N8N_FILES,
		};
		const bound = {
			...node,
			parameters: bindParameters(node.parameters, chosen) as WorkflowNode['parameters'],
		};
		if (node.credentials !== undefined) {
			bound.credentials = Object.fromEntries(
				Object.entries(node.credentials).map(([type, reference]) => [
					type,
					credentials[type] ?? reference,
				]),
			);
		}
		if (node.type.endsWith('.encordTrigger')) {
			bound.webhookId =
				before?.nodes.find(({ name }) => name === node.name)?.webhookId ?? randomUUID();
		}
		return bound;
	});
	return { ...template, nodes };
}

/** The first dataset of the project, and the folder of its files. */
function dataPlaces({ title, datasets }: SandboxReady['projects'][number]) {
	const first = () => {
		const [dataset] = datasets;
		if (dataset === undefined) throw new Error(`Project "${title}" has no dataset.`);
		return dataset;
	};
	return {
		dataset: () => picked(first().datasetHash, first().title),
		folder: () => picked(first().folderUuid, first().title),
	};
}

/** The address that Encord calls; undefined when the workflow has no Encord Trigger. */
export function productionUrl(n8nUrl: string, workflow: WorkflowFile): string | undefined {
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.encordTrigger'));
	return trigger === undefined
		? undefined
		: `${n8nUrl}/webhook/${trigger.webhookId ?? ''}/encord-agent`;
}
