/** The workflows of the queue-mode tests, as a person would build them. */
import type { CredentialsByType } from '../../scripts/demo/templateBinding';
import type { WorkflowFile } from '../../scripts/n8n/api';
import type { SandboxReady } from '../../scripts/sandbox/process';
import { byId, inARow, node } from '../e2e/demo/agentWorkflow';

type Project = SandboxReady['projects'][number];

/** Twenty times a minute. n8n refuses one time that comes more often than once a minute. */
const pollTimes = {
	item: Array.from({ length: 20 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 3} * * * * *`,
	})),
};

const labeler = (more: object) => ({
	classifications: '={{ ["Animal"] }}',
	pick: 'list',
	options: { agentName: 'Animal router' },
	...more,
});

/** Pictures become binary data, and the next node reads the bytes again wherever n8n keeps them. */
const picture = [
	{ resource: 'frame', operation: 'get' },
	{ action: 'hash', type: 'SHA256', binaryData: true, dataPropertyName: 'sha256' },
] as const;

const settings = { executionOrder: 'v1' };

/** Looks at the pictures of an agent stage and sends each down its pathway. A minute after its worker died, a task comes again. */
export function stageWorkflow(
	{ projectHash, title, agentStages: [stage] }: Project,
	{ encordApi, openAiApi }: CredentialsByType,
): WorkflowFile {
	const encord = { credentials: { encordApi: encordApi! } };
	const nodes = [
		node(
			'Waiting tasks',
			'n8n-nodes-encord.encordAgentStageTrigger',
			1,
			{
				project: byId(projectHash),
				stage: byId(stage?.uuid ?? ''),
				batchSize: 25,
				leaseMinutes: 1,
				pollTimes,
			},
			encord,
		),
		node('Get the picture', 'n8n-nodes-encord.encord', 1, picture[0], encord),
		node('Hash the picture', 'n8n-nodes-base.crypto', 1, picture[1]),
		node(
			'Look at it',
			'n8n-nodes-encord.encordAiLabeler',
			1,
			labeler({ frameNumbers: '0' }),
			encord,
		),
		node(
			'Send down its pathway',
			'n8n-nodes-encord.encord',
			1,
			{ resource: 'task', operation: 'proceed', pathway: byId('={{ $json.values.Animal }}') },
			encord,
		),
	];
	const model = chatModel(openAiApi);
	return {
		name: `Route ${title}`,
		nodes: [...nodes, model],
		connections: {
			...inARow(nodes.map(({ name }) => name)),
			...inARow([model.name, 'Look at it'], 'ai_languageModel'),
		},
		settings,
	};
}

/** An agent of the Label Editor that labels the picture on the screen and says what it shows. */
export function callWorkflow(
	{ projectHash, title }: Project,
	{ encordApi, openAiApi }: CredentialsByType,
): WorkflowFile {
	const encord = { credentials: { encordApi: encordApi! } };
	const reply = (name: string, outcome: string, message: string) =>
		node(
			name,
			'n8n-nodes-encord.encord',
			1,
			{ resource: 'agent', operation: 'reply', outcome, message },
			encord,
		);
	const nodes = [
		node(
			'Called from the Label Editor',
			'n8n-nodes-encord.encordTrigger',
			1,
			{
				projectScope: 'listed',
				projects: { project: [{ project: byId(projectHash) }] },
				reply: 'responseNode',
			},
			{ ...encord, webhookId: `calls-${projectHash}` },
		),
		node('Get the picture', 'n8n-nodes-encord.encord', 1, picture[0], encord),
		node('Hash the picture', 'n8n-nodes-base.crypto', 1, picture[1]),
		node(
			'Look at it',
			'n8n-nodes-encord.encordAiLabeler',
			1,
			labeler({ frameNumbers: '0' }),
			encord,
		),
		reply('Say what it is', 'done', '={{ $json.values.Animal }}'),
	];
	const model = chatModel(openAiApi);
	return {
		name: `Called for ${title}`,
		nodes: [...nodes, model],
		connections: {
			...inARow(nodes.map(({ name }) => name)),
			...inARow([model.name, 'Look at it'], 'ai_languageModel'),
		},
		settings,
	};
}

function chatModel(openAiApi: CredentialsByType[string] | undefined) {
	return node(
		'Chat model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.3,
		{ model: byId('toy-vision'), responsesApiEnabled: false, options: {} },
		{ credentials: { openAiApi: openAiApi! } },
	);
}
