/** Workflows in which n8n's AI Agent has nodes of this package as its tools, and the sandbox's toy model as its model. */
import type { DemoAccess } from '../../../scripts/demo/demo';
import type { Execution, JsonObject, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/api';

export interface Tool {
	/** Name of the node; the agent's model sees it with underscores for spaces. */
	name: string;
	parameters: JsonObject;
	/** Settings of the node such as `onError`. */
	settings?: JsonObject;
}

interface AgentSetup {
	/** Type version of the AI Agent. */
	version: number;
	/** What the agent is told; an expression begins with "=". */
	text: string;
	tools: Tool[];
	/** Nodes before the agent, in order; default is a trigger that is started by hand. */
	before?: WorkflowNode[];
}

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: JsonObject,
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters, ...more };
}

export const byHand = node('By hand', 'n8n-nodes-base.manualTrigger', 1, {});

/** The connections of nodes that follow each other. */
export function inARow(names: string[], type = 'main'): JsonObject {
	return Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, index) => [name, { [type]: [[{ node: names[index + 1], type, index: 0 }]] }]),
	);
}

export function agentWorkflow(
	{ credentials }: DemoAccess,
	{ version, text, tools, before = [byHand] }: AgentSetup,
): WorkflowFile {
	const agent = node('Agent', '@n8n/n8n-nodes-langchain.agent', version, {
		...(version < 2 ? { agent: 'toolsAgent' } : {}),
		promptType: 'define',
		text,
	});
	// As n8n adds it, with all its defaults: the Responses API, and a model of OpenAI's. Agents before 3 refuse the Responses API.
	const model = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.3,
		version < 3 ? { responsesApiEnabled: false } : {},
		{ credentials: { openAiApi: credentials.openAiApi! } },
	);
	const toolNodes = tools.map(({ name, parameters, settings }) =>
		node(name, 'n8n-nodes-encord.encordTool', 1, parameters, {
			credentials: { encordApi: credentials.encordApi! },
			...settings,
		}),
	);
	return {
		name: `Agent ${version}`,
		nodes: [...before, agent, model, ...toolNodes],
		connections: {
			...inARow([...before, agent].map(({ name }) => name)),
			...inARow([model.name, agent.name], 'ai_languageModel'),
			...Object.assign({}, ...tools.map(({ name }) => inARow([name, agent.name], 'ai_tool'))),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** What the agent said at last; the toy model repeats what its tools returned, one line each. */
export function said({ nodes, error }: Execution): string {
	const items = nodes.Agent?.at(-1)?.data?.main?.[0];
	return String(items?.[0]?.json.output ?? `No answer: ${error?.message ?? ''}`);
}
