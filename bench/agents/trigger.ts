/**
 * Measures what the Encord Trigger costs, in a real n8n beside n8n's own Webhook node.
 *
 *   node scripts/run.mjs bench/agents/trigger.ts [calls per round, default 60] [rounds, default 3]
 *
 * One JSON line per figure. All workflows run in one n8n, in turns, with the same way to reply (by a node of the workflow) and the same
 * `Origin`, for which n8n looks up its own CORS settings. Bars, of the
 * p50 at 1, 10 and 50 callers: at most 1.6 times "webhook", at most 0.8 times "webhook-encord" (a header credential, and the same Encord
 * call by the HTTP Request node); p99 at most 2 times "webhook"; a refused call at most half of an accepted one.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../scripts/compile/build';
import { N8nApi, type JsonObject, type WorkflowNode } from '../../scripts/n8n/api';
import { startN8n, type N8nInstance } from '../../scripts/n8n/instance';
import { installPackage } from '../../scripts/n8n/packageInstall';
import { ensureN8nRuntime } from '../../scripts/n8n/runtime';
import { projectState } from '../../scripts/sandbox/state';
import { startSandbox, type SandboxProcess } from '../../scripts/sandbox/process';

const CALLERS = [1, 10, 50];
const LOGIN = { email: 'owner@encord.local', password: 'Own-n8n-of-a-bench-1' };
const HEADER_SECRET = 'a-header-secret';

/** One way to call a workflow. */
interface Way {
	name: string;
	url: string;
	headers: Record<string, string>;
	/** The status that shows that the call did what it should. */
	status: number;
}

type Given = Omit<WorkflowNode, 'id' | 'position'>;

async function main(): Promise<void> {
	const [callsPerRound = 60, rounds = 3] = process.argv.slice(2).map(Number);
	await ensureBuilt();
	const folder = await mkdtemp(join(tmpdir(), 'encord-bench-trigger-'));
	const stops: Array<() => Promise<unknown>> = [
		async () => await rm(folder, { recursive: true, force: true }),
	];
	try {
		const sandbox = await startSandbox({ dataFolder: join(folder, 'sandbox'), seed: 'demo' });
		stops.unshift(async () => await sandbox.program.stop());
		await installPackage(join(folder, 'n8n'));
		const n8n = await startN8n({
			runtime: await ensureN8nRuntime(),
			folder: join(folder, 'n8n'),
			port: 0,
			env: environment(),
		});
		stops.unshift(async () => await n8n.stop());
		const api = new N8nApi(n8n.url);
		await api.login(LOGIN);
		const ways = await publishWays(api, sandbox);
		const states = await Promise.all(
			sandbox.projects.map(async ({ title }) => await projectState(sandbox, title)),
		);
		const bodies = states.flatMap(({ projectHash, labelRows }) =>
			labelRows.map(({ dataHash }) => JSON.stringify({ projectHash, dataHash, frame: 0 })),
		);
		await measure(ways, bodies, n8n, callsPerRound, rounds);
	} finally {
		for (const stop of stops) await stop();
	}
}

/** Settings of n8n to try, from variables that begin with `BENCH_N8N_`. */
function environment(): Record<string, string> {
	return Object.fromEntries(
		Object.entries(process.env).flatMap(([name, value]) =>
			name.startsWith('BENCH_N8N_') ? [[name.slice('BENCH_'.length), value ?? '']] : [],
		),
	);
}

async function publishWays(api: N8nApi, sandbox: SandboxProcess): Promise<Way[]> {
	const encord = await api.saveCredential('Encord', 'encordApi', {
		privateKey: await readFile(sandbox.keyFile, 'utf8'),
		passphrase: '',
		region: 'custom',
		apiUrl: sandbox.url,
		appUrl: sandbox.appUrl,
	});
	const header = await api.saveCredential('Header', 'httpHeaderAuth', {
		name: 'X-Api-Key',
		value: HEADER_SECRET,
	});
	const reference = ({ id, name }: { id: string; name: string }) => ({ id, name });
	const respond: Given = {
		name: 'Respond',
		type: 'n8n-nodes-base.respondToWebhook',
		typeVersion: 1.5,
		parameters: { respondWith: 'json', responseBody: '{"message":"Done"}', options: {} },
	};
	const webhook = (path: string, more: object = {}): Given => ({
		name: 'Call',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		webhookId: randomUUID(),
		parameters: { httpMethod: 'POST', path, responseMode: 'responseNode', options: {}, ...more },
	});
	const trigger = (name: string): Given => ({
		name,
		type: 'n8n-nodes-encord.encordTrigger',
		typeVersion: 2,
		webhookId: randomUUID(),
		parameters: {
			projectScope: 'listed',
			projectIds: sandbox.projects.map(({ projectHash }) => projectHash),
			reply: 'responseNode',
			// The limit is for floods, and this is one.
			options: { callsPerMinute: 100_000 },
		},
		credentials: { encordApi: reference(encord) },
	});
	const request: Given = {
		name: 'Ask Encord',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		credentials: { encordApi: reference(encord) },
		parameters: encordCall(sandbox.url),
	};
	const reply: Given = {
		name: 'Reply',
		type: 'n8n-nodes-encord.encord',
		typeVersion: 1,
		credentials: { encordApi: reference(encord) },
		parameters: { resource: 'agent', operation: 'reply', outcome: 'done', message: 'Done' },
	};
	const url = async (...nodes: Given[]) => await publish(api, nodes);
	const origin = new URL(sandbox.appUrl).origin;
	const own = await url(trigger('Call'), reply);
	return [
		{
			name: 'webhook',
			status: 200,
			headers: { origin },
			url: await url(webhook('plain'), respond),
		},
		{
			name: 'webhook-encord',
			status: 200,
			headers: { origin, 'X-Api-Key': HEADER_SECRET },
			url: await url(
				{
					...webhook('encord', { authentication: 'headerAuth' }),
					credentials: { httpHeaderAuth: reference(header) },
				},
				request,
				respond,
			),
		},
		{ name: 'encord-trigger', status: 200, headers: { origin }, url: own },
		{ name: 'refused', status: 403, headers: { origin: 'https://evil.example' }, url: own },
	];
}

/** The call that the trigger makes, as the HTTP Request node makes it. */
function encordCall(apiUrl: string): JsonObject {
	const query = JSON.stringify({
		query_type: 'labelrowmetadata',
		query_method: 'GET',
		values: {
			uid: null,
			payload: {
				edited_before: null,
				edited_after: null,
				label_statuses: null,
				shadow_data_state: null,
				include_uninitialised_labels: true,
				data_hashes: ['{{ $json.body.dataHash }}'],
				label_hashes: null,
				data_title_eq: null,
				data_title_like: null,
				workflow_graph_node_title_eq: null,
				workflow_graph_node_title_like: null,
				include_client_metadata: false,
				include_images_data: false,
				include_all_label_branches: false,
				branch_name: null,
				include_children: true,
			},
		},
	});
	return {
		method: 'POST',
		url: `${apiUrl}/public`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'encordApi',
		sendHeaders: true,
		headerParameters: {
			parameters: [
				{ name: 'ResourceType', value: 'project' },
				{ name: 'ResourceID', value: '={{ $json.body.projectHash }}' },
			],
		},
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `=${query}`,
		options: {},
	};
}

/** Stores and publishes a chain of nodes; returns the production URL of the first one. */
async function publish(api: N8nApi, given: Given[]): Promise<string> {
	const nodes = given.map((node, index) => ({
		...node,
		id: randomUUID(),
		position: [index * 200, 0] as [number, number],
	})) as WorkflowNode[];
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, index) => [
				name,
				{ main: [[{ node: nodes[index + 1]?.name, type: 'main', index: 0 }]] },
			]),
	);
	const { id } = await api.saveWorkflow({
		name: nodes.map(({ name }) => name).join(' → '),
		nodes,
		connections,
		settings: { executionOrder: 'v1' },
	});
	await api.activate(id);
	const [first] = nodes;
	const path = first?.type.endsWith('.webhook')
		? String(first.parameters.path)
		: `${first?.webhookId}/encord-agent`;
	return `${api.url}/webhook/${path}`;
}

async function measure(
	ways: Way[],
	bodies: string[],
	n8n: N8nInstance,
	callsPerRound: number,
	rounds: number,
): Promise<void> {
	for (const way of ways) await load(way, bodies, 10, 2);
	for (const callers of CALLERS) {
		const figures = ways.map((way) => ({ way, times: [] as number[], cpuMs: 0, wallMs: 0 }));
		for (let round = 0; round < rounds; round += 1) {
			for (const figure of figures) {
				const [cpu, wall] = [await cpuMsOf(n8n), Date.now()];
				figure.times.push(...(await load(figure.way, bodies, callsPerRound, callers)));
				// n8n stores an execution a moment after its answer.
				await new Promise((resolve) => setTimeout(resolve, 300));
				figure.wallMs += Date.now() - wall - 300;
				figure.cpuMs += (await cpuMsOf(n8n)) - cpu;
			}
		}
		const p50 = (name: string) =>
			at(figures.find(({ way }) => way.name === name)?.times ?? [], 0.5);
		for (const { way, times, cpuMs, wallMs } of figures) {
			const own = at(times, 0.5);
			print({
				bench: 'trigger',
				way: way.name,
				callers,
				calls: times.length,
				p50: round1(own),
				p99: round1(at(times, 0.99)),
				perSecond: round1((times.length / wallMs) * 1000),
				cpuMsPerCall: round1(cpuMs / times.length),
				timesWebhook: round2(own / p50('webhook')),
				timesWebhookEncord: round2(own / p50('webhook-encord')),
				...(way.name === 'refused' && { timesAccepted: round2(own / p50('encord-trigger')) }),
			});
		}
	}
}

/** Sends calls, so many at once, each for another data unit than those under way; returns the milliseconds of each. */
async function load(way: Way, bodies: string[], calls: number, callers: number): Promise<number[]> {
	const times: number[] = [];
	if (bodies.length < callers) throw new Error('There are fewer data units than callers');
	let left = calls;
	const caller = async (_: unknown, first: number) => {
		// No other caller has these data units.
		const own = bodies.filter((_body, index) => index % callers === first);
		while (left > 0) {
			left -= 1;
			const body = own[left % own.length] ?? '';
			const started = performance.now();
			const response = await fetch(way.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...way.headers },
				body,
			});
			const text = await response.text();
			times.push(performance.now() - started);
			if (response.status !== way.status)
				throw new Error(`${way.name} answered ${response.status}: ${text}`);
		}
	};
	await Promise.all(Array.from({ length: callers }).map(caller));
	return times;
}

/** Processor time of n8n's processes so far, in milliseconds; 0 where `/proc` is missing. */
async function cpuMsOf({ program }: N8nInstance): Promise<number> {
	const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
	const all = await Promise.all(
		ids.map(async (id) => {
			const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			// Process group; user and system time, in hundredths of a second.
			return Number(fields[2]) === program.pid ? Number(fields[11]) + Number(fields[12]) : 0;
		}),
	);
	return all.reduce((sum, time) => sum + time, 0) * 10;
}

const at = (times: number[], part: number): number =>
	[...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ??
	0;
const round1 = (value: number) => Math.round(value * 10) / 10;
const round2 = (value: number) => Math.round(value * 100) / 100;
const print = (figure: object) => process.stdout.write(`${JSON.stringify(figure)}\n`);

void main();
