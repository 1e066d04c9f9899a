/** A small stand-in for n8n's execute context and for the Encord client, for tests of single operations. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { HttpSend } from '../../../src/encord/wire/send';
import { Batch } from '../../../nodes/shared/runtime/batch';
import { defineOperation, type Operation } from '../../../nodes/shared/runtime/operation';

type Parameters = Record<string, unknown>;

/** Every call the client got: method name and arguments. */
export type Calls = Array<[string, ...unknown[]]>;

/** A client that answers from the given methods, records its calls and refuses all others. */
export function fakeClient(methods: Partial<EncordClient>): { client: EncordClient; calls: Calls } {
	const calls: Calls = [];
	const client = new Proxy({} as EncordClient, {
		get: (_target, name: string) => {
			if (name === 'then') return undefined;
			if (name === 'appUrl') return 'https://app.encord.com';
			return (...args: unknown[]) => {
				calls.push([name, ...args]);
				const method = methods[name as keyof EncordClient] as
					| ((...given: unknown[]) => unknown)
					| undefined;
				if (!method) throw new Error(`The test does not expect client.${name}()`);
				return method(...args);
			};
		},
	});
	return { client, calls };
}

export interface FakeRun {
	items?: IDataObject[];
	/** Parameters of every item, or a function of the item's index. A plain value also stands for a filled-in resource locator. */
	parameters: Parameters | ((index: number) => Parameters);
	client?: Partial<EncordClient>;
	continueOnFail?: boolean;
	outputs?: number;
	/** Whether an AI Agent uses the node as its tool. */
	isTool?: boolean;
	/** Whether n8n runs the node again when it fails; default true. */
	retryOnFail?: boolean;
	/** Version of the node; default 1. */
	typeVersion?: number;
	/** The same for two tries of one execution. */
	executionId?: string;
	/** Counts the runs of the node in a loop; tries of one run share it. */
	runIndex?: number;
	signal?: AbortSignal;
	/** The answers of storage. */
	send?: HttpSend;
	/** Files of every item, by binary field. */
	files?: IBinaryKeyData;
}

export interface FakeResult {
	outputs: INodeExecutionData[][];
	/** `json` of the first output. */
	json: IDataObject[];
	calls: Calls;
	responses: IN8nHttpFullResponse[];
	/** What the node wrote to n8n's log. */
	warnings: string[];
	/** What the node shows above its output. */
	hints: string[];
}

/** The given values, with the defaults of an operation's form for the others. */
function formValues(operation: Operation, given: Parameters): Parameters {
	const defaults = Object.fromEntries(
		operation.fields.map(({ name, default: value }) => [name, value as unknown]),
	);
	return { ...defaults, ...given };
}

/** What the node holds: parameters that are given for each item are expressions. */
function expressions(parameters: FakeRun['parameters']): Parameters {
	if (typeof parameters !== 'function') return {};
	return Object.fromEntries(
		Object.keys(parameters(0)).map((name) => [name, '={{ the value of the item }}']),
	);
}

function valueAt(values: Parameters, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as Parameters | undefined)?.[key], values);
}

const noStorage: HttpSend = async ({ url }) => {
	throw new Error(`The test does not expect a request to ${url}`);
};

/** Stands for n8n's binary storage: keeps the bytes in the item. */
async function storedBinary(
	data: Buffer | Readable,
	fileName?: string,
	mimeType?: string,
): Promise<IBinaryData> {
	const chunks: Buffer[] = [];
	for await (const chunk of Buffer.isBuffer(data) ? [data] : data)
		chunks.push(Buffer.from(chunk as Uint8Array));
	return {
		data: Buffer.concat(chunks).toString('base64'),
		mimeType: mimeType ?? 'application/octet-stream',
		fileName,
	};
}

/** An operation without fields that does `run`. An agent may use it, also where it writes. */
export const operationOf = (run: (batch: Batch) => Promise<void>, readOnly = true): Operation =>
	defineOperation({
		resource: 'test',
		name: 'run',
		displayName: 'Run',
		action: 'Run',
		description: 'Runs',
		inputs: {},
		readOnly,
		safeForAgents: true,
		example: {},
		run,
	});

/** Runs one operation on items and returns its output. */
export async function runOperation(operation: Operation, run: FakeRun): Promise<FakeResult> {
	const items = (run.items ?? [{}]).map((json) => ({ json }));
	const responses: IN8nHttpFullResponse[] = [];
	const warnings: string[] = [];
	const hints: string[] = [];
	const executionId = run.executionId ?? randomUUID();
	const { client, calls } = fakeClient(run.client ?? {});
	const n8n = {
		getInputData: () => items,
		getNode: () => ({
			id: '1',
			name: 'Encord',
			type: 'n8n-nodes-encord.encord',
			typeVersion: run.typeVersion ?? 1,
			position: [0, 0],
			parameters: expressions(run.parameters),
			retryOnFail: run.retryOnFail ?? true,
		}),
		getNodeParameter(name: string, index: number, fallback?: unknown) {
			const given = typeof run.parameters === 'function' ? run.parameters(index) : run.parameters;
			const value = valueAt(formValues(operation, given), name);
			if (value instanceof Error) throw value;
			return value === undefined ? fallback : value;
		},
		getMode: () => 'webhook',
		getExecutionId: () => executionId,
		getParentNodes: () => [{ name: 'Call', type: 'n8n-nodes-encord.encordTrigger' }],
		getWorkflowDataProxy: () => ({
			$: () => ({ isExecuted: true, first: () => undefined }),
			$runIndex: run.runIndex ?? 0,
		}),
		continueOnFail: () => run.continueOnFail ?? false,
		getExecutionCancelSignal: () => run.signal,
		getTimezone: () => 'Europe/London',
		logger: { warn: (text: string) => void warnings.push(text) },
		addExecutionHints: (...shown: Array<{ message: string }>) =>
			void hints.push(...shown.map(({ message }) => message)),
		helpers: {
			prepareBinaryData: storedBinary,
			assertBinaryData(_index: number, field: string) {
				const file = run.files?.[field];
				if (!file) throw new Error(`The item has no binary field "${field}"`);
				return file;
			},
		},
		sendResponse: async (response: IN8nHttpFullResponse) => void responses.push(response),
	} as unknown as IExecuteFunctions;
	const batch = new Batch({
		n8n,
		openClient: async () => client,
		send: run.send ?? noStorage,
		outputs: run.outputs,
		isTool: run.isTool,
	});
	await operation.run(batch);
	const outputs = batch.outputs();
	return { outputs, json: outputs[0]!.map(({ json }) => json), calls, responses, warnings, hints };
}

/** A UUID that ends in a number, for readable tests. */
export function id(number: number): string {
	return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
