/**
 * What n8n provides besides the workflow: node classes, credentials, base addresses, binary storage. The node and
 * credential classes are the package's own TypeScript; n8n-core and n8n-workflow are the published packages (n8n §8).
 */
import './n8nEnvironment';
import 'reflect-metadata';
import { dirname } from 'node:path';
import { BinaryDataService, ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INodeType,
	INodeTypes,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** n8n-core's own service container; the package may exist in several versions below node_modules. */
function container(): { get<T>(service: new (...args: never[]) => T): T } {
	const path = require.resolve('@n8n/di', { paths: [dirname(require.resolve('n8n-core'))] });
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known at run time only
	return (require(path) as { Container: ReturnType<typeof container> }).Container;
}

export type NodeClasses = Record<string, () => INodeType>;

/** Every node class of the package, by its type name. Each is loaded on first use, so that a test loads only its own node. */
const ownNodes: NodeClasses = {
	'n8n-nodes-encord.encord': () => load('../../../nodes/Encord/Encord.node', 'Encord'),
	'n8n-nodes-encord.encordAiLabeler': () =>
		load('../../../nodes/EncordAiLabeler/EncordAiLabeler.node', 'EncordAiLabeler'),
	'n8n-nodes-encord.encordTrigger': () =>
		load('../../../nodes/EncordTrigger/EncordTrigger.node', 'EncordTrigger'),
	'n8n-nodes-encord.encordAgentStageTrigger': () =>
		load(
			'../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node',
			'EncordAgentStageTrigger',
		),
	'n8n-nodes-base.manualTrigger': () => passThrough('manualTrigger', true),
	'n8n-nodes-base.noOp': () => passThrough('noOp', false),
};

/** With its ending, because a measurement would get the JSON file beside it. */
function load(path: string, className: string): INodeType {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a class is only loaded when a workflow names it
	const module = require(`${path}.ts`) as Record<string, new () => INodeType>;
	const NodeClass = module[className];
	if (!NodeClass) throw new Error(`${path} exports no class ${className}`);
	return new NodeClass();
}

/** Stands for a core node whose work does not matter to a test: it passes its items on. */
function passThrough(name: string, isTrigger: boolean): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: isTrigger ? ['trigger'] : ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs: isTrigger ? [] : ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			return [this.getInputData()];
		},
	};
}

/** The lookup of node classes for n8n's `Workflow`; one instance per type, as in n8n. */
export function nodeTypes(extra: NodeClasses = {}): INodeTypes {
	const classes = { ...ownNodes, ...extra };
	const instances = new Map<string, INodeType>();
	const get = (type: string): INodeType => {
		const known = instances.get(type);
		if (known) return known;
		const create = classes[type];
		if (!create)
			throw new Error(
				`The test workflow uses the node type "${type}", which the harness does not know`,
			);
		const instance = create();
		instances.set(type, instance);
		return instance;
	};
	return { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) };
}

const credentialClasses: Record<string, string> = {
	encordApi: 'EncordApi',
	encordWebhookSecretApi: 'EncordWebhookSecretApi',
};

function credentialType(name: string): ICredentialType {
	const className = credentialClasses[name];
	if (!className) throw new Error(`No credential class for "${name}"`);
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
	const module = require(`../../../credentials/${className}.credentials`) as Record<
		string,
		new () => ICredentialType
	>;
	return new module[className]!();
}

/** Decrypted credential data by credential type name, e.g. `{ encordApi: { privateKey, region: 'custom', … } }`. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

function credentialsHelper(data: CredentialData): ICredentialsHelper {
	const refuse = async (): Promise<never> => {
		throw new Error('Not used by the nodes of this package');
	};
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		async authenticate(credentials, typeName, options) {
			const { authenticate } = credentialType(typeName);
			if (typeof authenticate !== 'function') return options as IHttpRequestOptions;
			return await authenticate(credentials, options as IHttpRequestOptions);
		},
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		getCredentials: refuse,
		async getDecrypted(_additionalData, _node, type) {
			const found = data[type];
			if (!found) throw new Error(`The test gives no credential of the type "${type}"`);
			return { ...found };
		},
		updateCredentials: refuse,
		updateCredentialsOauthTokenData: refuse,
		getCredentialsProperties: (type) => credentialType(type).properties,
	};
}

let binaryReady: Promise<void> | undefined;

/** The package's nodes write files as they do in n8n's default mode: streamed to disk, an id in the item. */
export async function binaryStorage(): Promise<BinaryDataService> {
	const service = container().get(BinaryDataService as new (...args: never[]) => BinaryDataService);
	binaryReady ??= service.init();
	await binaryReady;
	return service;
}

let executions = 0;

/** n8n's additional data of one execution. `responses` collects the arguments of `sendResponse()`. */
export function additionalData(
	workflow: IWorkflowBase,
	mode: WorkflowExecuteMode,
	credentials: CredentialData,
	responses: IDataObject[],
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678';
	const executionId = `test-execution-${++executions}`;
	const hooks = new ExecutionLifecycleHooks(mode, executionId, workflow);
	hooks.addHandler('sendResponse', async (response) => {
		responses.push(response as unknown as IDataObject);
	});
	return {
		credentialsHelper: credentialsHelper(credentials),
		hooks,
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		variables: {},
		logAiEvent: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}
