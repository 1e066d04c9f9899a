/**
 * Runs workflows in this process with n8n's own engine and this package's nodes from TypeScript. A run takes about a
 * tenth of a second. HTTP goes through n8n's request helpers and the credential's `authenticate`, to wherever the
 * credential data says (a sandbox).
 *
 *   const run = await runWorkflow(workflow([node('Encord', 'n8n-nodes-encord.encord', {…})]), { items, credentials });
 *   run.items('Encord')            // the node's first output
 */
import { createHash } from 'node:crypto';
import { additionalData, binaryStorage, nodeTypes } from './n8nRuntime';
import type { CredentialData, NodeClasses } from './n8nRuntime';
import {
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type IRunData,
	type IRunExecutionData,
	type IWebhookResponseData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

type Request = NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
type Response = NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;

export interface RunOptions {
	credentials?: CredentialData;
	/** Output of the start node when it is a trigger, which is not executed; else its input. Default one empty item. */
	items?: INodeExecutionData[];
	/** Node to start from; default the first node of the list. */
	startNode?: string;
	mode?: WorkflowExecuteMode;
	extraNodes?: NodeClasses;
	/** Stops the execution as n8n's stop button does. */
	signal?: AbortSignal;
	/** Outputs of nodes that are pinned in the editor, by node. */
	pinData?: Record<string, INodeExecutionData[]>;
	/** Goes on with an execution that waits. */
	waiting?: IRunExecutionData;
}

export interface WorkflowRun {
	run: IRun;
	/** Items of one output of a node's last run. */
	items(nodeName: string, output?: number): INodeExecutionData[];
	/** `json` of the same. */
	json(nodeName: string, output?: number): IDataObject[];
	/** Error of the execution or of one node. */
	error(
		nodeName?: string,
	): { message: string; description?: string | null; context?: IDataObject } | undefined;
	/** The argument of `sendResponse()`: `{statusCode, headers, body}`. */
	responses: IDataObject[];
	/** Bytes of a binary of an item. */
	binary(item: INodeExecutionData | undefined, property?: string): Promise<Buffer>;
}

/** A node with the credential that every node of this package needs. */
export function node(
	name: string,
	type: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { encordApi: { id: 'test', name: 'Encord test' } },
		...more,
	};
}

/** A workflow of the nodes joined in a row, each first output to the next; `connections` replaces that. */
export function workflow(
	nodes: INode[],
	connections?: IWorkflowBase['connections'],
): IWorkflowBase {
	const inARow = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, index) => [
				name,
				{ main: [[{ node: nodes[index + 1]!.name, type: 'main' as const, index: 0 }]] },
			]),
	);
	return {
		id: 'test-workflow',
		name: 'Test',
		active: false,
		isArchived: false,
		activeVersionId: null,
		nodes,
		connections: connections ?? inARow,
		settings: { executionOrder: 'v1' },
		createdAt: new Date(),
		updatedAt: new Date(),
	} as IWorkflowBase;
}

/** The workflow as the engine holds it. */
export function instanceOf(definition: IWorkflowBase, extra?: NodeClasses): Workflow {
	// The engine changes the node objects it gets. It gets a copy, so that the definition can be used again.
	const { nodes, connections, settings, staticData } = structuredClone(definition);
	return new Workflow({
		id: definition.id,
		name: definition.name,
		active: false,
		nodes,
		connections,
		settings,
		staticData,
		nodeTypes: nodeTypes(extra),
	});
}

/** Runs a workflow to its end, successful or not. */
export async function runWorkflow(
	definition: IWorkflowBase,
	options: RunOptions = {},
): Promise<WorkflowRun> {
	await binaryStorage();
	const mode = options.mode ?? 'manual';
	const instance = instanceOf(definition, options.extraNodes);
	const startName = options.startNode ?? definition.nodes[0]!.name;
	const start = instance.getNode(startName);
	if (!start) throw new Error(`The test workflow has no node "${startName}"`);
	const responses: IDataObject[] = [];
	const items = (options.items ?? [{ json: {} }]).map((item, index) => ({
		pairedItem: { item: index },
		...item,
	}));
	const data = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }] },
		// Trigger nodes would poll or listen in a manual run; here their items are given.
		resultData: {
			pinData: {
				...(isTrigger(instance, start) ? { [startName]: items } : {}),
				...options.pinData,
			},
		},
	});
	const around = additionalData(definition, mode, options.credentials ?? {}, responses);
	around.executeWorkflow = subWorkflows(options);
	const execution = new WorkflowExecute(around, mode, options.waiting ?? data);
	const pending = execution.processRunExecutionData(instance);
	options.signal?.addEventListener('abort', () => pending.cancel(), { once: true });
	return readableRun(await pending, responses);
}

/** Runs the workflows that a node calls, as n8n does: an execution of their own, in the mode "integrated". */
function subWorkflows(options: RunOptions): IWorkflowExecuteAdditionalData['executeWorkflow'] {
	return async ({ code }, _around, { inputData }) => {
		if (!code) throw new Error('The test gives no workflow to call');
		const run = await runWorkflow(code as IWorkflowBase, {
			...options,
			pinData: {},
			items: inputData,
			mode: 'integrated',
		});
		const error = run.run.data.resultData.error;
		if (error) throw error;
		const last = run.run.data.resultData.lastNodeExecuted!;
		return { executionId: 'sub', data: run.run.data.resultData.runData[last]!.at(-1)!.data!.main! };
	};
}

/** Runs a workflow from the node that follows those with data, as the editor's button on a node does. */
export async function runPartly(
	definition: IWorkflowBase,
	runData: IRunData,
	destination: string,
	options: RunOptions = {},
): Promise<WorkflowRun> {
	await binaryStorage();
	const around = additionalData(definition, 'manual', options.credentials ?? {}, []);
	const execution = new WorkflowExecute(around, 'manual');
	const pending = execution.runPartialWorkflow2(
		instanceOf(definition, options.extraNodes),
		runData,
		options.pinData ?? {},
		[],
		{ nodeName: destination, mode: 'inclusive' },
	);
	return readableRun(await pending, []);
}

function isTrigger(instance: Workflow, start: INode): boolean {
	const type = instance.nodeTypes.getByNameAndVersion(start.type);
	return type.description.group.includes('trigger');
}

function readableRun(run: IRun, responses: IDataObject[]): WorkflowRun {
	const lastRun = (name: string) => run.data.resultData.runData[name]?.at(-1);
	const items = (name: string, output = 0) => lastRun(name)?.data?.main?.[output] ?? [];
	return {
		run,
		responses,
		items,
		json: (name, output) => items(name, output).map(({ json }) => json),
		error: (name) =>
			(name ? lastRun(name)?.error : run.data.resultData.error) as ReturnType<WorkflowRun['error']>,
		async binary(item, property = 'data') {
			const binary = item?.binary?.[property];
			if (!binary) throw new Error(`The item has no binary "${property}"`);
			return await (await binaryStorage()).getAsBuffer(binary);
		},
	};
}

export interface PollOptions extends Omit<RunOptions, 'items' | 'startNode' | 'signal'> {
	nodeName?: string;
	/** Receives what the node emits with `__emit`; resolve `done` to end those executions. */
	emit?: (
		data: INodeExecutionData[][],
		response?: unknown,
		done?: { resolve: (run: IRun) => void },
	) => void;
}

/**
 * Polls a trigger node as n8n's scheduler does, again and again with the same static data.
 * `static` is the node's static data; cut it or replace it to test a restart.
 */
export async function poller(definition: IWorkflowBase, options: PollOptions = {}) {
	await binaryStorage();
	const instance = instanceOf(definition, options.extraNodes);
	const name = options.nodeName ?? definition.nodes[0]!.name;
	const pollNode = instance.getNode(name)!;
	const type = instance.nodeTypes.getByNameAndVersion(pollNode.type);
	const mode = options.mode ?? 'trigger';
	return {
		staticData: () => instance.getStaticData('node', pollNode) as IDataObject,
		async poll(): Promise<INodeExecutionData[][] | null> {
			const around = additionalData(definition, mode, options.credentials ?? {}, []);
			const context = new PollContext(
				instance,
				pollNode,
				around,
				mode,
				'activate',
				options.emit as PollContext['__emit'],
			);
			return await type.poll!.call(context);
		},
	};
}

/** What a trigger does when its workflow is published, or with `init`, when n8n starts again. @throws what refuses it */
export async function publish(
	definition: IWorkflowBase,
	credentials: CredentialData,
	activation: 'activate' | 'update' | 'init' = 'activate',
): Promise<void> {
	const instance = instanceOf(definition);
	const trigger = instance.getNode(definition.nodes[0]!.name)!;
	const type = instance.nodeTypes.getByNameAndVersion(trigger.type);
	const around = additionalData(definition, 'trigger', credentials, []);
	const context = new HookContext(instance, trigger, around, 'trigger', activation);
	const { checkExists, create } = type.webhookMethods!.default!;
	if (!(await checkExists!.call(context))) await create!.call(context);
}

/** The context of a node's methods for lists and drop-downs, as n8n's editor calls them. */
export function openForm(
	form: INode,
	options: Pick<RunOptions, 'credentials' | 'extraNodes'> = {},
): ILoadOptionsFunctions {
	const definition = workflow([form]);
	const instance = instanceOf(definition, options.extraNodes);
	const around = additionalData(definition, 'internal', options.credentials ?? {}, []);
	const opened = instance.getNode(form.name)!;
	around.currentNodeParameters = opened.parameters;
	return new LoadOptionsContext(instance, opened, around, '');
}

export interface WebhookCall {
	method?: string;
	headers?: Record<string, string>;
	/** Parsed body; `rawBody` defaults to its JSON text. */
	body?: unknown;
	rawBody?: Buffer;
	query?: Record<string, string>;
	nodeName?: string;
}

export interface WebhookAnswer {
	/** What the node returned to n8n. */
	returned: IWebhookResponseData;
	/** The answer that the node wrote itself. When it leaves the answer to n8n, `status` is 200 and there is no body. */
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

/** Calls a trigger node's `webhook()` as n8n does for a request. It starts no execution. */
export async function callWebhook(
	definition: IWorkflowBase,
	call: WebhookCall,
	options: Omit<RunOptions, 'items'> = {},
): Promise<WebhookAnswer> {
	await binaryStorage();
	const instance = instanceOf(definition, options.extraNodes);
	const webhookNode = instance.getNode(call.nodeName ?? definition.nodes[0]!.name)!;
	const type = instance.nodeTypes.getByNameAndVersion(webhookNode.type);
	const mode = options.mode ?? 'webhook';
	webhookNode.credentials = credentialReferences(options.credentials ?? {});
	const answer = { status: 200, headers: {} as Record<string, string>, body: undefined as unknown };
	const onClose: Array<() => void> = [];
	const around = additionalData(definition, mode, options.credentials ?? {}, []);
	around.httpRequest = requestOf(call);
	around.httpResponse = responseInto(answer, onClose);
	const description = type.description.webhooks![0]!;
	const webhookData = {
		httpMethod: 'POST',
		node: webhookNode.name,
		path: 'test',
		webhookDescription: description,
		workflowId: definition.id,
		workflowExecuteAdditionalData: around,
	} as ConstructorParameters<typeof WebhookContext>[4];
	const context = new WebhookContext(instance, webhookNode, around, mode, webhookData, [], null);
	const returned = await type.webhook!.call(context);
	// The answer is sent and the connection is closed.
	for (const listener of onClose) listener();
	return { returned, ...answer };
}

/** Other data has another ID, as in n8n: a trigger remembers a credential by its ID. */
function credentialReferences(credentials: CredentialData): INode['credentials'] {
	return Object.fromEntries(
		Object.entries(credentials).flatMap(([type, data]) => {
			if (data === undefined) return [];
			const id = createHash('sha256').update(JSON.stringify(data)).digest('hex');
			return [[type, { id, name: 'Test' }]];
		}),
	);
}

function requestOf(call: WebhookCall): Request {
	const headers = Object.fromEntries(
		Object.entries(call.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
	);
	const rawBody =
		call.rawBody ?? Buffer.from(call.body === undefined ? '' : JSON.stringify(call.body));
	return {
		method: call.method ?? 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: call.body ?? {},
		rawBody,
		query: call.query ?? {},
		params: {},
		ip: '127.0.0.1',
		ips: [],
		readRawBody: async () => undefined,
		header: (name: string) => headers[name.toLowerCase()],
		get: (name: string) => headers[name.toLowerCase()],
	} as unknown as Request;
}

type AnswerParts = Pick<WebhookAnswer, 'status' | 'headers' | 'body'>;

function responseInto(answer: AnswerParts, onClose: Array<() => void>): Response {
	const setHeader = (name: string, value: string) => {
		answer.headers[name.toLowerCase()] = String(value);
		return response;
	};
	let sent = false;
	const finish = (body?: unknown) => {
		sent = true;
		if (body !== undefined) answer.body = body;
		return response;
	};
	const response = {
		status: (code: number) => {
			answer.status = code;
			return response;
		},
		set statusCode(code: number) {
			answer.status = code;
		},
		get statusCode() {
			return answer.status;
		},
		setHeader,
		header: setHeader,
		set: setHeader,
		getHeader: (name: string) => answer.headers[name.toLowerCase()],
		removeHeader: (name: string) => {
			delete answer.headers[name.toLowerCase()];
		},
		json: finish,
		send: finish,
		end: finish,
		once: (event: string, listener: () => void) => {
			if (event === 'close') onClose.push(listener);
			return response;
		},
		get headersSent() {
			return sent;
		},
	};
	return response as unknown as Response;
}
