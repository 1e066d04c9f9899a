/** The node around its operations: the choice of one, its outputs, and what an AI Agent may run. */
import { describe, expect, it } from '@jest/globals';
import { type IExecuteFunctions } from 'n8n-workflow';
import { assembleNode, type NodeParts } from '../../../../nodes/shared/runtime/assemble';
import type { Batch } from '../../../../nodes/shared/runtime/batch';
import { defineOperation, type Operation } from '../../../../nodes/shared/runtime/operation';
import { fakeClient, operationOf, runOperation } from '../fakeN8n';

const things = [
	{ name: 'thing', displayName: 'Thing', description: 'A thing' },
	{ name: 'unused', displayName: 'Unused', description: 'Nothing' },
];
const operation = (name: string, more: Partial<Operation> = {}) => ({
	...defineOperation({
		resource: 'thing',
		name,
		displayName: name.toUpperCase(),
		action: `${name} a thing`,
		description: `Does ${name}`,
		inputs: {},
		readOnly: true,
		example: {},
		run: async (batch) => batch.ok(0, { done: name }),
	}),
	...more,
});
const nodeOf = (...operations: Operation[]) =>
	assembleNode({
		resources: things,
		operations,
		openClient: async () => fakeClient({}).client,
		openSend: () => async () => Promise.reject(new Error('no storage')),
	} satisfies NodeParts);

/** Runs the node with these parameters. */
async function execute(
	node: ReturnType<typeof nodeOf>,
	parameters: Record<string, unknown>,
	more: { continueOnFail?: boolean; outputs?: object[]; type?: string } = {},
) {
	const asked: string[] = [];
	const n8n = {
		getNode: () => ({
			...{ name: 'Encord', type: more.type ?? 'n8n-nodes-encord.encord' },
			...{ typeVersion: 1, parameters },
		}),
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name: string, _index: number, fallback: unknown) =>
			name in parameters ? parameters[name] : fallback,
		getNodeOutputs: () => {
			asked.push('outputs');
			return more.outputs ?? [{ type: 'main' }];
		},
		getExecutionCancelSignal: () => undefined,
		getExecutionId: () => 'execution',
		continueOnFail: () => more.continueOnFail ?? false,
		logger: { warn: () => undefined },
	} as unknown as IExecuteFunctions;
	return { outputs: await node.execute(n8n), asked };
}

describe('a node', () => {
	const get = operation('get');
	const getMany = operation('getMany', { displayName: 'A Get Many' });

	it('runs the operation that is chosen', async () => {
		const node = nodeOf(get, getMany);
		const chosen = { resource: 'thing', operation: 'getMany' };
		const { outputs, asked } = await execute(node, chosen);
		expect(outputs).toEqual([[{ json: { done: 'getMany' }, pairedItem: { item: 0 } }]]);
		// To ask for the outputs would evaluate an expression.
		expect(asked).toEqual([]);
	});

	it.each([
		[
			{ resource: 'thing', operation: 'gone' },
			'The Encord node has no operation "gone" for "thing"',
			'choose an operation from the list',
		],
		[
			{ resource: 'other', operation: 'get' },
			'The Encord node has no operation "get" for "other"',
			'choose an operation',
		],
		[{}, 'The Encord node has no operation "" for ""', 'choose an operation'],
		[
			{ resource: '__CUSTOM_API_CALL__', operation: 'get' },
			'A custom API call is made with the HTTP Request node',
			'Predefined Credential Type',
		],
		[
			{ resource: 'thing', operation: '__CUSTOM_API_CALL__' },
			'A custom API call is made with the HTTP Request node',
			'signed for you',
		],
	])('refuses %j', async (parameters, message, description) => {
		const node = nodeOf(get);
		await expect(execute(node, parameters)).rejects.toMatchObject({
			message,
			description: expect.stringContaining(description),
		});
		const { outputs } = await execute(node, parameters, { continueOnFail: true });
		expect(outputs[0]).toMatchObject([{ json: { error: message } }]);
	});

	it('has the outputs that n8n made, the error output not counted', async () => {
		const split = operation('split', {
			outputs: '() => []',
			run: async (batch: Batch) => batch.ok(0, [{ json: {}, output: batch.outputCount - 1 }]),
		});
		const outputs = [
			{ type: 'main' },
			{ type: 'main' },
			{ type: 'main', category: 'error' },
			{ type: 'ai_tool' },
		];
		const chosen = { resource: 'thing', operation: 'split' };
		const result = await execute(nodeOf(split), chosen, { outputs });
		expect(result.outputs.map((items) => items.length)).toEqual([0, 1]);
		const tool = await execute(nodeOf(split), chosen, {
			outputs,
			type: 'n8n-nodes-encord.encordTool',
		});
		expect([tool.outputs.length, tool.asked]).toEqual([1, []]);
	});

	it('shows only resources with operations, and operations by name', () => {
		const { properties, subtitle, outputs } = nodeOf(get, getMany);
		expect(properties.map(({ name }) => name)).toEqual(['resource', 'operation']);
		expect(properties[0]).toMatchObject({
			default: 'thing',
			options: [{ name: 'Thing', value: 'thing', description: 'A thing' }],
		});
		expect(properties[1]).toMatchObject({
			default: 'get',
			displayOptions: { show: { resource: ['thing'] } },
			options: [
				{ name: 'A Get Many', value: 'getMany', action: 'getMany a thing' },
				{ name: 'GET', value: 'get', action: 'get a thing', description: 'Does get' },
			],
		});
		expect(subtitle).toContain('"thing.get":"GET: thing"');
		expect(outputs).toEqual(['main']);
	});

	it('has the outputs of the operation by an expression, and one where that fails', () => {
		const { outputs } = nodeOf(
			get,
			operation('split', { outputs: '(p) => p.names.map((displayName) => ({ displayName }))' }),
		);
		const evaluate = (p: object) =>
			new Function('$parameter', `return ${String(outputs).slice(3, -2)}`)(p) as unknown;
		const split = { resource: 'thing', operation: 'split' };
		expect(evaluate({ ...split, names: ['a', 'b'] })).toEqual([
			{ displayName: 'a' },
			{ displayName: 'b' },
		]);
		expect(evaluate(split)).toEqual([{ type: 'main' }]);
		expect(evaluate({ resource: 'thing', operation: 'get', names: ['a'] })).toEqual([
			{ type: 'main' },
		]);
		expect(evaluate({ resource: 'other', operation: 'split', names: ['a'] })).toEqual([
			{ type: 'main' },
		]);
	});

	it('may begin with another resource from a version on', () => {
		const { properties, version } = assembleNode({
			resources: [things[0]!, { ...things[1]!, name: 'other' }],
			firstResource: { before: 'other', since: 2, now: 'thing' },
			operations: [get, operation('x', { resource: 'other' })],
			openClient: async () => fakeClient({}).client,
			openSend: () => async () => Promise.reject(new Error('no storage')),
		});
		const resources = properties.filter(({ name }) => name === 'resource');
		expect(resources.map(({ default: value }) => value)).toEqual(['other', 'thing']);
		expect(version).toEqual([1, 2]);
	});
});

describe('an AI Agent', () => {
	const writing = defineOperation({
		...{ resource: 'test', name: 'write', displayName: 'Write', action: 'Write' },
		...{ description: 'Writes', inputs: {}, readOnly: false, example: {} },
		run: async (batch) => batch.ok(0, { written: true }),
	});

	it.each([
		[
			'may run what only reads',
			operationOf(async (batch) => batch.ok(0, {})),
			true,
			undefined,
			true,
		],
		[
			'may run what can be undone',
			operationOf(async (batch) => batch.ok(0, {}), false),
			true,
			undefined,
			true,
		],
		['may not run what writes', writing, true, false, false],
		['may not run it where the form says nothing', writing, true, undefined, false],
		['may run it where the form allows it', writing, true, true, true],
		['is not asked for in a workflow', writing, false, undefined, true],
	] as const)('%s', async (_what, one, isTool, agentMayRun, allowed) => {
		const run = runOperation(one, { parameters: { agentMayRun }, isTool });
		if (allowed) expect((await run).json).toHaveLength(1);
		else
			await expect(run).rejects.toMatchObject({
				message: 'An AI Agent may not run this operation',
				advice:
					'Whoever built the workflow can allow it: turn on "Agent May Run This" in this tool.',
			});
	});

	it('has a field for the permission only where it is needed', () => {
		expect(writing.fields.map(({ name }) => name)).toEqual(['agentMayRun']);
		expect(operationOf(async () => undefined, false).fields).toEqual([]);
	});
});
