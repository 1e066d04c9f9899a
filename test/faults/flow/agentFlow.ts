/** The workflows that the faults are tried on: read a task, think about its picture, save the answer, move the task on. */
import type { IDataObject, IExecuteFunctions, INode, INodeType, IWorkflowBase } from 'n8n-workflow';
import { perceive } from '../../../sandbox/toy/perception';
import { node, poller, runWorkflow, workflow } from '../../workflow/engine/harness';
import type { NodeClasses } from '../../workflow/engine/n8nRuntime';
import { byId } from '../../workflow/encord/encordRun';
import type { PetsStage } from './petsStage';

/** The shortest lease of the form, in minutes: what failed comes back after six seconds. */
const LEASE_MINUTES = 0.1;
const RETRY_POLL_MS = 500;
/** Leases, waits of retries, and a busy machine. */
const GIVE_UP_MS = 240_000;

const encord = (name: string, parameters: IDataObject, more: Partial<INode> = {}): INode =>
	node(name, 'n8n-nodes-encord.encord', parameters as INode['parameters'], more);

const trigger = ({ place }: PetsStage): INode =>
	node('Tasks', 'n8n-nodes-encord.encordAgentStageTrigger', {
		project: byId(place.projectHash),
		stage: byId(place.stageUuid),
		leaseMinutes: LEASE_MINUTES,
	});

/** Looks at the picture of each item with the toy's eyes: the part of the workflow that is not Encord's. */
const look = (): INodeType => ({
	description: {
		displayName: 'Look',
		name: 'look',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Look' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		return [
			await Promise.all(
				items.map(async ({ json }, item) => {
					const seen = await perceive(await this.helpers.getBinaryDataBuffer(item, 'data'));
					const thing = seen.subject?.thing ?? '';
					const animal = thing === 'cat' ? 'Cat' : thing === 'dog' ? 'Dog' : 'Other';
					return { json: { ...json, animal }, pairedItem: { item } };
				}),
			),
		];
	},
});

const saveAndProceed = (): INode[] => [
	encord('Save', {
		resource: 'classification',
		operation: 'set',
		answerMode: 'json',
		answersJson: '={{ { Animal: $json.animal, Seen: "a " + $json.animal } }}',
		options: { agentName: 'Animal router' },
	}),
	encord('Proceed', {
		resource: 'task',
		operation: 'proceed',
		pathway: byId("={{ $('Look').item.json.animal }}"),
	}),
];

/** One node for each step. */
export const stepByStep = (stage: PetsStage): IWorkflowBase =>
	workflow([
		trigger(stage),
		encord('Picture', { resource: 'frame', operation: 'get' }),
		node('Look', 'test.look'),
		...saveAndProceed(),
	]);

/** Task: Finish saves and moves. */
export const withFinish = (stage: PetsStage): IWorkflowBase =>
	workflow([
		trigger(stage),
		encord('Picture', { resource: 'frame', operation: 'get' }),
		node('Look', 'test.look'),
		encord('Finish', {
			resource: 'task',
			operation: 'finish',
			answerMode: 'json',
			answersJson: '={{ { Animal: $json.animal, Seen: "a " + $json.animal } }}',
			pathway: byId('={{ $json.animal }}'),
			options: { agentName: 'Animal router' },
		}),
	]);

/** The Encord AI Labeler reads, asks and saves. */
export const withLabeler = (stage: PetsStage): IWorkflowBase => {
	const labeler = node('Labeler', 'n8n-nodes-encord.encordAiLabeler', {
		modelFrom: 'endpoint',
		model: 'toy-vision',
		pick: 'list',
		frameNumbers: '0',
		classifications: ['Animal', 'Seen'],
		options: { agentName: 'Animal router' },
	});
	labeler.credentials!.openAiApi = { id: 'model', name: 'Model' };
	return workflow([
		trigger(stage),
		labeler,
		encord('Proceed', {
			resource: 'task',
			operation: 'proceed',
			pathway: byId('={{ $json.values.Animal }}'),
		}),
	]);
};

let flows = 0;

/** What one poll and its execution came to. */
export interface Round {
	/** Whether tasks were handed out, or the poll failed. */
	worked: boolean;
	/** Message and description of the error of the poll or of the execution. */
	error?: string;
	/** Everything that n8n would store. */
	stored: string;
}

export interface Active {
	/** What the trigger remembers. */
	staticData: () => IDataObject;
	/** Only the poll. @returns how to run the execution that it starts; undefined when it hands out nothing */
	poll: () => Promise<(() => Promise<Round>) | undefined>;
	/** One poll and, when it hands out tasks, one execution. */
	round: () => Promise<Round>;
	/** Goes on until the stage is empty. @returns the rounds that worked */
	untilEmpty: () => Promise<Round[]>;
}

/**
 * A workflow that n8n polls and runs, as it does in production.
 * @param nodes classes that replace the package's own
 */
export async function activate(
	definition: IWorkflowBase,
	stage: PetsStage,
	nodes: NodeClasses = {},
): Promise<Active> {
	const options = { credentials: stage.credentials, extraNodes: { 'test.look': look, ...nodes } };
	// Triggers of one process keep apart by the workflow's ID.
	const own = { ...definition, id: `flow-${++flows}` };
	const tasks = await poller(own, options);

	const failed = (error: unknown): Round => ({
		worked: true,
		stored: JSON.stringify(error),
		...textOf(error as Error),
	});
	const poll: Active['poll'] = async () => {
		const outputs = await tasks.poll();
		if (outputs === null) return undefined;
		const items = outputs[0] ?? [];
		return async () => {
			const { run, error } = await runWorkflow(own, { ...options, items, mode: 'trigger' });
			return { worked: true, stored: JSON.stringify(run), ...textOf(error()) };
		};
	};
	const round = async (): Promise<Round> => {
		try {
			const execute = await poll();
			return execute ? await execute() : { worked: false, stored: '' };
		} catch (error) {
			return failed(error);
		}
	};
	const untilEmpty = async (): Promise<Round[]> => {
		const until = Date.now() + GIVE_UP_MS;
		const rounds: Round[] = [];
		while (!stage.isEmpty) {
			if (Date.now() > until)
				throw new Error(`The stage does not get empty: ${rounds.at(-1)?.error ?? 'no error'}`);
			const last = await round();
			if (last.worked) rounds.push(last);
			else await new Promise((next) => setTimeout(next, RETRY_POLL_MS));
		}
		return rounds;
	};
	return { staticData: tasks.staticData, poll, round, untilEmpty };
}

function textOf(error?: { message: string; description?: string | null }): { error?: string } {
	return error ? { error: [error.message, error.description].filter(Boolean).join('\n') } : {};
}
