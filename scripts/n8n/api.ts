import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { steadyFetch } from '../programs/steadyFetch';

export type JsonObject = Record<string, unknown>;

export interface Login {
	email: string;
	password: string;
}

/** A node of a workflow file, with the fields that are read here. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, { id: string | null; name: string }>;
	webhookId?: string;
	[other: string]: unknown;
}

/** A workflow file as n8n exports it. */
export interface WorkflowFile {
	name: string;
	nodes: WorkflowNode[];
	connections: JsonObject;
	settings?: JsonObject;
	meta?: JsonObject;
	/** Pinned items by the node's name. */
	pinData?: Record<string, Array<{ json: JsonObject }>>;
	[other: string]: unknown;
}

export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	active: boolean;
	isArchived: boolean;
}

export interface NodeRun {
	executionStatus?: string;
	error?: { message: string; description?: string };
	data?: { main?: Array<Array<{ json: JsonObject; binary?: Record<string, JsonObject> }> | null> };
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
}

export interface Execution extends ExecutionSummary {
	/** Runs of each node by its name. */
	nodes: Record<string, NodeRun[]>;
	error?: { message: string; description?: string };
}

/** Reads n8n's execution data ("flatted" JSON): one array, in which objects, arrays and strings are referred to by index. */
export function unflatten(text: string): unknown {
	const parts = JSON.parse(text) as unknown[];
	const seen = new Map<number, unknown>();
	const at = (index: number): unknown => {
		const part = parts[index];
		if (part === null || typeof part !== 'object') return part;
		const known = seen.get(index);
		if (known !== undefined) return known;
		const value: unknown[] | JsonObject = Array.isArray(part) ? [] : {};
		seen.set(index, value);
		for (const [key, entry] of Object.entries(part)) {
			(value as JsonObject)[key] = typeof entry === 'string' ? at(Number(entry)) : entry;
		}
		return value;
	};
	return at(0);
}

/** The message of an error answer. The answer also contains a stack trace. */
function messageIn(text: string): string {
	try {
		return String((JSON.parse(text) as { message?: unknown }).message ?? text);
	} catch {
		return text.slice(0, 300);
	}
}

/** A client of n8n's REST interface. It sends the same requests as n8n's editor (n8n §8). */
export class N8nApi {
	private cookie = '';
	/** n8n accepts a login only with the browser id that it was made with. */
	private readonly browserId = randomBytes(16).toString('hex');

	/** @param logFile n8n's log, for messages */
	constructor(
		readonly url: string,
		private readonly logFile?: string,
	) {}

	private async send(method: string, path: string, body?: unknown): Promise<Response> {
		return await this.request(method, `/rest${path}`, body);
	}

	private async request(method: string, path: string, body?: unknown): Promise<Response> {
		const headers = {
			'browser-id': this.browserId,
			'content-type': 'application/json',
			...(this.cookie === '' ? {} : { cookie: this.cookie }),
		};
		const response = await steadyFetch(
			`${this.url}${path}`,
			{ method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
			{ who: 'n8n', logFile: this.logFile, repeatable: method === 'GET' || path === '/rest/login' },
		);
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0] ?? '';
		}
		if (response.ok) return response;
		throw new Error(
			`n8n answered ${method} ${path} with ${response.status}: ${messageIn(await response.text())}`,
		);
	}

	/** Sends one request and returns the `data` of the answer. */
	async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
		const text = await (await this.send(method, path, body)).text();
		if (text === '') return undefined as T;
		const answer = JSON.parse(text) as { data: T };
		return answer.data;
	}

	/** Logs in. When that fails, it creates the owner account, which n8n allows only on a new data folder. */
	async login({ email, password }: Login): Promise<void> {
		try {
			await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
		} catch (error) {
			const owner = { email, password, firstName: 'Encord', lastName: 'Demo' };
			await this.call('POST', '/owner/setup', owner).catch(() => {
				throw error;
			});
		}
	}

	/** A value that changes each time n8n has reloaded its node types. n8n writes this file last. */
	async nodeTypesVersion(): Promise<string> {
		const { headers } = await this.request('HEAD', '/types/credentials.json');
		return headers.get('etag') ?? '';
	}

	async credentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.call('GET', '/credentials');
	}

	/** Creates the credential, or updates the one with that name and type. */
	async saveCredential(
		name: string,
		type: string,
		data: JsonObject,
	): Promise<{ id: string; name: string }> {
		const existing = (await this.credentials()).find(
			(credential) => credential.name === name && credential.type === type,
		);
		if (existing === undefined)
			return await this.call('POST', '/credentials', { name, type, data });
		return await this.call('PATCH', `/credentials/${existing.id}`, { name, type, data });
	}

	/** A new key of n8n's public API that may read executions. It takes the place of the one made earlier under this label. */
	async readingKey(label: string): Promise<string> {
		const { items } = await this.call<{ items: Array<{ id: string; label: string }> }>(
			'GET',
			'/api-keys',
		);
		for (const known of items)
			if (known.label === label) await this.call('DELETE', `/api-keys/${known.id}`);
		const scopes = ['execution:list', 'execution:read'];
		const key = { label, scopes, expiresAt: null };
		return (await this.call<{ rawApiKey: string }>('POST', '/api-keys', key)).rawApiKey;
	}

	/** Tests a credential as the credential form does, and returns what the form shows. */
	async testCredential(
		name: string,
		type: string,
		data: JsonObject,
	): Promise<{ status: string; message: string }> {
		return await this.call('POST', '/credentials/test', {
			credentials: { id: '', name, type, data },
		});
	}

	async workflows(): Promise<StoredWorkflow[]> {
		return await this.call('GET', '/workflows');
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.call('GET', `/workflows/${id}`);
	}

	/** Creates the workflow, or replaces the one with this id. */
	async saveWorkflow(file: WorkflowFile, id?: string): Promise<StoredWorkflow> {
		const { name, nodes, connections, settings = {}, meta = {}, pinData = {} } = file;
		// The editor always sends pinned data. Without it, n8n cannot run a step.
		const content = { name, nodes, connections, settings, meta, pinData };
		if (id === undefined) return await this.call('POST', '/workflows', content);
		return await this.call('PATCH', `/workflows/${id}?forceSave=true`, content);
	}

	/** Deletes a workflow. n8n deletes only archived workflows, and it unpublishes them in the background. */
	async deleteWorkflow(id: string): Promise<void> {
		const { isArchived } = await this.workflow(id);
		if (!isArchived) await this.call('POST', `/workflows/${id}/archive`, {});
		if (!(await this.publicationSettled(id, 'not_published', 60_000)))
			throw new Error(
				`n8n did not unpublish the workflow ${id}. Its log ends:\n${await this.logEnd()}`,
			);
		await this.call('DELETE', `/workflows/${id}`);
	}

	/**
	 * Publishes a workflow and waits until its webhooks and polls work. n8n starts them in the background. Where something in n8n
	 * fails meanwhile, such as a write to its database, it gives up and only the editor says so; a person publishes again then.
	 * @param idleMs after how long without work on it n8n has given up
	 */
	async activate(id: string, idleMs = 20_000): Promise<void> {
		const { versionId } = await this.workflow(id);
		for (let tries = 3; tries > 0; tries -= 1) {
			await this.call('POST', `/workflows/${id}/activate`, { versionId });
			if (await this.publicationSettled(id, 'published', idleMs)) return;
		}
		throw new Error(
			`n8n did not publish the workflow ${id}. Its log ends:\n${await this.logEnd()}`,
		);
	}

	/**
	 * Waits until the workflow has the publication status `wanted`.
	 * @param idleMs how long another status may stay while n8n is not at work on the workflow
	 * @returns false when n8n does nothing more about it, or is at work for minutes
	 * @throws Error when triggers of the workflow failed
	 */
	private async publicationSettled(
		id: string,
		wanted: 'published' | 'not_published',
		idleMs: number,
	): Promise<boolean> {
		const until = Date.now() + 180_000;
		for (let idleSince = Date.now(); Date.now() < until; ) {
			const answer = await this.call<{ status: string }>(
				'GET',
				`/workflows/${id}/publication-status`,
			);
			if (answer.status === wanted) return true;
			if (['failed', 'partial'].includes(answer.status))
				throw new Error(`Workflow ${id} is not ${wanted}: ${JSON.stringify(answer)}`);
			if (answer.status === 'in_progress') idleSince = Date.now();
			else if (Date.now() - idleSince > idleMs) return false;
			await sleep(100);
		}
		return false;
	}

	private async logEnd(): Promise<string> {
		const log = this.logFile === undefined ? '' : await readFile(this.logFile, 'utf8');
		return log.split('\n').slice(-30).join('\n');
	}

	/** Runs a workflow from the named trigger, as *Execute workflow* does. Returns the execution id. */
	async run(id: string, triggerName: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{
				triggerToStartFrom: { name: triggerName },
			},
		);
		return executionId;
	}

	/** Says something in the chat of a workflow, as *Open chat* does. Returns the execution id. */
	async chat({ id, nodes }: StoredWorkflow, chatInput: string): Promise<string> {
		const trigger = nodes.find(({ type }) => type.endsWith('.chatTrigger'));
		if (trigger === undefined) throw new Error('The workflow has no chat trigger.');
		const json = { sessionId: randomBytes(8).toString('hex'), action: 'sendMessage', chatInput };
		const data = {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			source: [null],
			data: { main: [[{ json }]] },
		};
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ triggerToStartFrom: { name: trigger.name, data } },
		);
		return executionId;
	}

	/**
	 * Runs a workflow up to one node, as *Execute step* does.
	 * @param runData what the nodes before it gave in an earlier execution; without it, n8n runs them again
	 */
	async runStep(id: string, nodeName: string, runData?: Execution['nodes']): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ destinationNode: { nodeName, mode: 'inclusive' }, ...(runData && { runData }) },
		);
		return executionId;
	}

	/** Takes a workflow out of work. Its webhooks and polls end in the background. */
	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`, {});
		if (!(await this.publicationSettled(id, 'not_published', 60_000)))
			throw new Error(
				`n8n did not unpublish the workflow ${id}. Its log ends:\n${await this.logEnd()}`,
			);
	}

	async executions(workflowId?: string): Promise<ExecutionSummary[]> {
		const filter =
			workflowId === undefined
				? ''
				: `?filter=${encodeURIComponent(JSON.stringify({ workflowId }))}&limit=100`;
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions${filter}`,
		);
		return results;
	}

	/** One execution with the output of each node. */
	async execution(id: string): Promise<Execution> {
		const { data, ...summary } = await this.call<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		// While the execution has not written anything, there is no data.
		const run = unflatten(data) as
			| { resultData?: { runData?: Record<string, NodeRun[]>; error?: Execution['error'] } }
			| undefined;
		return { ...summary, nodes: run?.resultData?.runData ?? {}, error: run?.resultData?.error };
	}

	/** The bytes of a binary in an execution's item, by the id that the item has for it. */
	async binary(id: string): Promise<Buffer> {
		const response = await this.send(
			'GET',
			`/binary-data?action=download&id=${encodeURIComponent(id)}`,
		);
		return Buffer.from(await response.arrayBuffer());
	}

	/** Ends an execution that runs, and waits until it has ended. */
	async stop(id: string): Promise<void> {
		// It may have ended meanwhile; then there is nothing to stop.
		await this.call('POST', `/executions/${id}/stop`, {}).catch(() => {});
		await this.finished(id);
	}

	/** Waits until the execution is over. */
	async finished(id: string, withinMs = 60_000): Promise<Execution> {
		const until = Date.now() + withinMs;
		for (;;) {
			const execution = await this.execution(id);
			if (!['new', 'running', 'waiting'].includes(execution.status)) return execution;
			if (Date.now() > until)
				throw new Error(`Execution ${id} is still ${execution.status} after ${withinMs / 1000} s.`);
			await sleep(200);
		}
	}
}
