/**
 * Builds a node from the list of its operations: the form with its display options, the dispatch to the operation, the outputs,
 * the output schemas and the table for the documentation.
 */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { sameJson } from '../../../src/encord/wire/sameJson';
import type { EncordClient } from '../../../src/encord/client';
import type { HttpSend } from '../../../src/encord/wire/send';
import { ItemForms } from '../fields/form/itemForms';
import { forTheModel, isTool } from './agentTool';
import { Batch } from './batch';
import { InputError, shown } from '../fields/form/inputError';
import type { Operation, Resource } from './operation';
import { readable } from './readable';
import { parameter } from '../fields/form/field';
import { changed, versionsOf } from '../fields/form/nodeVersions';

/* eslint-disable n8n-nodes-base/node-param-default-missing -- the rule sees literal defaults only */

/** The option that n8n adds to the Resource and Operation lists of nodes whose credential can sign any request (n8n §1). */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

/** Names of the parameters that choose an operation; n8n expects these names. */
const RESOURCE = 'resource';
const OPERATION = 'operation';

export interface NodeParts {
	/** In the order of the drop-down. Resources without operations are left out. */
	resources: readonly Resource[];
	/** The resource that a new node begins with; the first one by default. */
	firstResource?: FirstResource;
	operations: readonly Operation[];
	openClient: (n8n: IExecuteFunctions) => Promise<EncordClient>;
	/** Plain HTTP through n8n's helpers, without a credential. */
	openSend: (n8n: IExecuteFunctions) => HttpSend;
}

/** Nodes of older versions of the node keep what they began with. */
export interface FirstResource {
	before: string;
	/** Version of the node. */
	since: number;
	now: string;
}

export interface AssembledNode {
	/** The chosen operation in words: `Set: classification`. */
	subtitle: string;
	/** The versions a workflow may have been built with, the newest last. */
	version: number[];
	properties: INodeProperties[];
	outputs: INodeTypeDescription['outputs'];
	execute(n8n: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

export function assembleNode(parts: NodeParts): AssembledNode {
	const resources = parts.resources.filter(({ name }) =>
		parts.operations.some(({ resource }) => resource === name),
	);
	const properties = [
		...resourceProperties(resources, parts.firstResource),
		...resources.flatMap(({ name }) => {
			const operations = parts.operations.filter(({ resource }) => resource === name);
			return [operationProperty(name, operations), ...mergeFields(name, operations)];
		}),
	];
	return {
		subtitle: subtitleExpression(resources, parts.operations),
		version: versionsOf(properties),
		properties,
		outputs: outputsExpression(parts.operations),
		execute: async (n8n) => {
			const tool = isTool(n8n);
			const run = async () => await execute(parts, n8n, tool);
			return tool ? await forTheModel(n8n, run) : await run();
		},
	};
}

function resourceProperties(
	resources: readonly Resource[],
	first?: FirstResource,
): INodeProperties[] {
	const beginningWith = (name: string) => parameter(resourceProperty(resources, name), () => name);
	if (first === undefined) return beginningWith(resources[0]!.name).properties;
	return changed(beginningWith(first.before), first.since, beginningWith(first.now)).properties;
}

function resourceProperty(resources: readonly Resource[], first: string): INodeProperties {
	return {
		displayName: 'Resource',
		name: RESOURCE,
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, displayName, description }) => ({
			name: displayName,
			value: name,
			description,
		})),
		default: first,
	};
}

/** The editor evaluates it for each node of a workflow. A choice that no longer exists has no words, so its names are shown. */
function subtitleExpression(
	resources: readonly Resource[],
	operations: readonly Operation[],
): string {
	const titles = new Map(resources.map(({ name, displayName }) => [name, displayName]));
	const words = Object.fromEntries(
		operations.map(({ resource, name, displayName }) => [
			`${resource}.${name}`,
			`${displayName}: ${titles.get(resource)?.toLowerCase()}`,
		]),
	);
	return `={{ (${JSON.stringify(words)})[$parameter.resource + "." + $parameter.operation] ?? $parameter.operation + ": " + $parameter.resource }}`;
}

function operationProperty(resource: string, operations: readonly Operation[]): INodeProperties {
	const options: INodePropertyOptions[] = operations.map(
		({ name, displayName, action, description }) => ({
			name: displayName,
			value: name,
			action,
			description,
		}),
	);
	return {
		displayName: 'Operation',
		name: OPERATION,
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: options.sort((a, b) => a.name.localeCompare(b.name, 'en')),
		default: operations[0]!.name,
	};
}

/**
 * Merges the fields of a resource's operations into one list in which each operation shows its own fields in its own order. A
 * field that several operations define identically appears once.
 */
export function mergeFields(resource: string, operations: readonly Operation[]): INodeProperties[] {
	const merged: Array<{ field: INodeProperties; operations: string[] }> = [];
	for (const operation of operations) {
		let position = 0;
		for (const field of operation.fields) {
			const existing = merged.findIndex(
				(entry, index) => index >= position && sameJson(entry.field, field),
			);
			if (existing === -1) merged.splice(position, 0, { field, operations: [operation.name] });
			else merged[existing]!.operations.push(operation.name);
			position = (existing === -1 ? position : existing) + 1;
		}
	}
	return merged.map(({ field, operations: names }) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], operation: names, ...field.displayOptions?.show },
		},
	}));
}

/**
 * The outputs of the node: one, or an expression that calls the `outputs` function of the chosen operation. When a parameter
 * reads an item, its expression throws here, where there is no item. Without any output n8n would lose all items, the failed
 * ones, too (n8n §4); with one output the operation can say what is wrong.
 */
function outputsExpression(operations: readonly Operation[]): INodeTypeDescription['outputs'] {
	const dynamic = operations.filter(({ outputs }) => outputs !== undefined);
	if (dynamic.length === 0) return ['main'];
	const cases = dynamic.map(
		({ resource, name, outputs }) =>
			`if (p.resource === '${resource}' && p.operation === '${name}') return (${outputs})(p);`,
	);
	return `={{ ((p) => { try { ${cases.join(' ')} } catch {} return [{ type: 'main' }]; })($parameter) }}`;
}

async function execute(
	{ operations, openClient, openSend }: NodeParts,
	n8n: IExecuteFunctions,
	tool: boolean,
): Promise<INodeExecutionData[][]> {
	const batch = new Batch({
		n8n,
		openClient: async () => await openClient(n8n),
		send: openSend(n8n),
		outputs: tool || hasOneOutput(operations, n8n) ? 1 : countOutputs(n8n),
		isTool: tool,
	});
	try {
		await chosenOperation(operations, n8n).run(batch);
	} catch (error) {
		batch.failRest(error);
	}
	return batch.outputs();
}

/** @throws InputError when an older or newer version of the node was saved with another operation */
function chosenOperation(operations: readonly Operation[], n8n: IExecuteFunctions): Operation {
	const form = new ItemForms(n8n).of(0);
	const resource = form.value(RESOURCE) ?? '';
	const name = form.value(OPERATION) ?? '';
	const operation = operations.find(
		(candidate) => candidate.resource === resource && candidate.name === name,
	);
	if (operation === undefined) throw unknownOperation(resource, name);
	return operation;
}

/**
 * Whether the stored choice is an operation that never has several outputs. Reads no expression: asking n8n for the outputs
 * makes it evaluate one at every run.
 */
function hasOneOutput(operations: readonly Operation[], n8n: IExecuteFunctions): boolean {
	const { resource, operation } = n8n.getNode().parameters;
	return operations.some(
		(candidate) =>
			candidate.resource === resource &&
			candidate.name === operation &&
			candidate.outputs === undefined,
	);
}

/** Outputs that results can leave by. n8n fills the error output itself, from the error items of the others (n8n §4). */
function countOutputs(n8n: IExecuteFunctions): number {
	return n8n
		.getNodeOutputs()
		.filter(({ type, category }) => type === 'main' && category !== 'error').length;
}

function unknownOperation(resource: unknown, name: unknown): InputError {
	if (resource === CUSTOM_API_CALL || name === CUSTOM_API_CALL) {
		return new InputError(
			'A custom API call is made with the HTTP Request node',
			'In the HTTP Request node choose Predefined Credential Type and Encord API: the request is signed for you.',
		);
	}
	return new InputError(
		`The Encord node has no operation ${shown(name)} for ${shown(resource)}`,
		'Open the node and choose an operation from the list.',
	);
}

/** The rows of the operations table in the README. */
export function operationRows({
	resources,
	operations,
}: Pick<NodeParts, 'resources' | 'operations'>) {
	return operations.map(({ resource, displayName, description, readOnly }) => ({
		resource: resources.find(({ name }) => name === resource)?.displayName ?? resource,
		operation: displayName,
		does: description,
		writes: !readOnly,
	}));
}

/** Any address of the app: a schema has no values. */
const ENCORD_APP = 'https://app.encord.com';

/** The output schemas that n8n shows before the first run: path below the node's folder, and JSON schema (n8n §5). */
export function outputSchemas({
	operations,
	version: versions,
}: Pick<NodeParts, 'operations'> & Pick<AssembledNode, 'version'>): Array<{
	path: string;
	schema: IDataObject;
}> {
	return versions.flatMap((version) =>
		operations.map(({ resource, name, example }) => ({
			path: `__schema__/v${version}.0.0/${resource}/${name}.json`,
			schema: { ...schemaOf(readable(example, ENCORD_APP)), version: 1 },
		})),
	);
}

function schemaOf(value: unknown): IDataObject {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value))
		return { type: 'array', items: value.length > 0 ? schemaOf(value[0]) : {} };
	if (typeof value === 'object') {
		const properties = Object.entries(value as IDataObject).map(([key, member]) => [
			key,
			schemaOf(member),
		]);
		return { type: 'object', properties: Object.fromEntries(properties) as IDataObject };
	}
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
	return { type: typeof value };
}
