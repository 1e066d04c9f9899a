import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { N8nApi, type Login, type StoredWorkflow, type WorkflowFile } from '../n8n/api';
import { startN8n, type N8nInstance } from '../n8n/instance';
import { ensureN8nRuntime } from '../n8n/runtime';
import { installPackage } from '../n8n/packageInstall';
import { joinSandbox, startSandbox, type Sandbox, type SandboxProcess } from '../sandbox/process';
import {
	bindTemplate,
	fingerprint,
	productionUrl,
	readTemplate,
	type CredentialsByType,
	type TemplateBinding,
} from './templateBinding';
import { withProgress } from '../programs/progress';

/** A running sandbox and a running n8n that has credentials for it. Tests use it to reach both. */
export interface DemoAccess {
	folder: string;
	sandbox: Sandbox;
	api: N8nApi;
	login: Login;
	credentials: CredentialsByType;
}

/** The same in the process that started both: it can stop the two programs. */
export interface Demo extends DemoAccess {
	sandbox: SandboxProcess;
	n8n: N8nInstance;
	stop(): Promise<void>;
}

export interface DemoPlace {
	/** Folder for n8n's database, the sandbox's storage and the logs. */
	folder: string;
	/** Preferred ports. When one is in use, a free one is taken instead. */
	n8nPort?: number;
	sandboxPort?: number;
	seed?: 'demo' | 'conformance';
	/** Further environment variables of n8n. */
	n8nEnv?: Record<string, string>;
}

/** The only folder that nodes of the demo's n8n may read and write. */
export const filesFolderOf = ({ folder }: { folder: string }) => join(folder, 'files');

/** The login of n8n's owner account. The password is random and is made once per data folder. */
async function loginOf(folder: string): Promise<Login> {
	const file = join(folder, 'login.json');
	if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Login;
	const login = { email: 'demo@encord.local', password: `Demo-${randomBytes(6).toString('hex')}` };
	await writeFile(file, JSON.stringify(login), { mode: 0o600 });
	return login;
}

/**
 * Saves the credentials of the templates: Encord, OpenAI for the sandbox's toy model, which has OpenAI's wire format, and n8n itself,
 * whose executions the digest reads.
 */
export async function saveCredentials(api: N8nApi, sandbox: Sandbox): Promise<CredentialsByType> {
	const { id: encord } = await api.saveCredential(
		'Encord (sandbox)',
		'encordApi',
		await encordCredential(sandbox),
	);
	const { id: model } = await api.saveCredential('Toy vision model (sandbox)', 'openAiApi', {
		apiKey: 'the toy model asks for none',
		url: `${sandbox.url}/v1`,
		header: false,
	});
	const { id: n8n } = await api.saveCredential('n8n (demo)', 'n8nApi', {
		apiKey: await api.readingKey('Encord demo'),
		baseUrl: `${api.url}/api/v1`,
	});
	return {
		n8nApi: { id: n8n, name: 'n8n (demo)' },
		encordApi: { id: encord, name: 'Encord (sandbox)' },
		openAiApi: { id: model, name: 'Toy vision model (sandbox)' },
	};
}

/** The values of the credential form for the sandbox. */
export async function encordCredential(sandbox: Sandbox): Promise<Record<string, unknown>> {
	return {
		privateKey: await readFile(sandbox.keyFile, 'utf8'),
		passphrase: '',
		region: 'custom',
		apiUrl: sandbox.url,
		appUrl: sandbox.appUrl,
	};
}

/**
 * Starts the sandbox, then n8n with this package installed. The caller builds the package first. The sandbox comes first because
 * n8n's published workflows call it as soon as n8n runs.
 */
export async function startDemo({
	folder,
	n8nPort,
	sandboxPort,
	seed = 'demo',
	n8nEnv,
}: DemoPlace): Promise<Demo> {
	const runtime = await ensureN8nRuntime();
	await mkdir(folder, { recursive: true });
	for (const name of ['incoming', 'exports'])
		await mkdir(join(filesFolderOf({ folder }), name), { recursive: true });
	const login = await loginOf(folder);
	const n8nFolder = join(folder, 'n8n');
	await withProgress('Putting the package into n8n', () => installPackage(n8nFolder));
	const sandbox = await withProgress('Starting the sandbox', () =>
		startSandbox({ dataFolder: join(folder, 'sandbox'), seed, port: sandboxPort }),
	);
	let n8n: N8nInstance | undefined;
	try {
		n8n = await withProgress('Starting n8n', () =>
			startN8n({
				runtime,
				folder: n8nFolder,
				port: n8nPort,
				env: { N8N_RESTRICT_FILE_ACCESS_TO: filesFolderOf({ folder }), ...n8nEnv },
			}),
		);
		const api = new N8nApi(n8n.url, n8n.logFile);
		await api.login(login);
		return demoOf({
			folder,
			sandbox,
			n8n,
			api,
			login,
			credentials: await saveCredentials(api, sandbox),
		});
	} catch (error) {
		await n8n?.stop();
		await sandbox.program.stop();
		throw error;
	}
}

function demoOf(parts: Omit<Demo, 'stop'>): Demo {
	const demo: Demo = {
		...parts,
		async stop() {
			await demo.n8n.stop();
			await demo.sandbox.program.stop();
		},
	};
	return demo;
}

/** JSON text with which another process can connect to a running demo (`joinDemo`). */
export function describeDemo({ folder, sandbox, n8n, login, credentials }: Demo): string {
	const { url, appUrl, keyFile, projects } = sandbox;
	return JSON.stringify({
		folder,
		sandbox: { url, appUrl, keyFile, projects },
		n8nUrl: n8n.url,
		login,
		credentials,
	});
}

/** Connects to a demo that another process started. */
export async function joinDemo(description: string): Promise<DemoAccess> {
	const { n8nUrl, sandbox, login, ...rest } = JSON.parse(description) as DemoAccess & {
		n8nUrl: string;
	};
	const api = new N8nApi(n8nUrl);
	await api.login(login);
	return { ...rest, login, api, sandbox: joinSandbox(sandbox) };
}

/** Key in a workflow's `meta`: the version of the template it was made from. */
const versionKey = 'encordTemplate';

/**
 * Imports a template, bound to the sandbox. When a person has changed the workflow since its import, the changes stay unless
 * the template itself has changed. The workflow is always deleted and created again: leases of an earlier start would hold back
 * the tasks of the reset sandbox.
 */
export async function importTemplate(
	demo: DemoAccess,
	binding: TemplateBinding,
): Promise<StoredWorkflow> {
	const template = await readTemplate(binding.file);
	const listed = (await demo.api.workflows()).find(({ name }) => name === template.name);
	const before = listed && (await demo.api.workflow(listed.id));
	const bound = await withSigningSecret(
		demo,
		bindTemplate(
			template,
			binding,
			{ ...demo.sandbox, filesFolder: filesFolderOf(demo) },
			demo.credentials,
			before,
		),
	);
	const version = fingerprint(bound);
	const content = before?.meta?.[versionKey] === version ? before : bound;
	if (before !== undefined) await demo.api.deleteWorkflow(before.id);
	return await demo.api.saveWorkflow({
		...content,
		meta: { ...template.meta, [versionKey]: version },
	});
}

/** Saves the signing secret of the workflow's address, as a person copies it from Encord, where a node has a credential for it. */
async function withSigningSecret(
	{ api, sandbox }: DemoAccess,
	workflow: WorkflowFile,
): Promise<WorkflowFile> {
	const type = 'encordWebhookSecretApi';
	const url = productionUrl(api.url, workflow);
	const isSigned = workflow.nodes.some(({ credentials = {} }) => type in credentials);
	if (url === undefined || !isSigned) return workflow;
	const { secret } = await sandbox.control<{ secret: string }>(
		'GET',
		`webhooks/secret?url=${encodeURIComponent(url)}`,
	);
	const name = `Signing secret of "${workflow.name}"`;
	const { id } = await api.saveCredential(name, type, { secret });
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.credentials !== undefined && type in node.credentials
				? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
				: node,
		),
	};
}

/**
 * Registers the workflow's custom agent in the sandbox's Label Editor, as *Agents → Agents catalog* does in Encord, when it is called
 * from there.
 * @returns the address that Encord calls; undefined when the workflow has none
 */
export async function registerAgent(
	demo: DemoAccess,
	workflow: StoredWorkflow,
	binding: TemplateBinding,
): Promise<string | undefined> {
	const endpoint = productionUrl(demo.api.url, workflow);
	const project = demo.sandbox.projects.find(({ title }) => title === binding.project);
	if (endpoint === undefined || project === undefined) return undefined;
	if (binding.calledFor === undefined) return endpoint;
	await demo.sandbox.control('POST', 'agents', {
		projectHash: project.projectHash,
		name: workflow.name,
		endpoint,
	});
	return endpoint;
}
