/** What surrounds an operation: the choice of it, permissions, hints, results, errors and the check before publishing. */
import { describe, expect, it } from '@jest/globals';
import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type IHookFunctions,
	type INode,
} from 'n8n-workflow';
import { assembleNode, type NodeParts } from '../../../../nodes/shared/runtime/assemble';
import type { Batch } from '../../../../nodes/shared/runtime/batch';
import { nodeError } from '../../../../nodes/shared/runtime/errors';
import { Hints, showHint, type Hint } from '../../../../nodes/shared/runtime/hints';
import { defineOperation, type Operation } from '../../../../nodes/shared/runtime/operation';
import { resultsOf } from '../../../../nodes/shared/runtime/result';
import { isBeingPublished, requireSetup } from '../../../../nodes/shared/runtime/setup';
import { ForbiddenError } from '../../../../src/encord/wire/errors';
import { fakeClient, id, operationOf, runOperation } from '../fakeN8n';
import { petsProject } from '../fixtures';

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

describe('hints', () => {
	function shown(fill: (hints: Hints) => void): object[] {
		const all: object[] = [];
		const hints = new Hints();
		fill(hints);
		hints.show({ addExecutionHints: (...some: object[]) => void all.push(...some) } as never);
		return all;
	}

	it.each<[Hint, string, string]>([
		[
			'failed',
			'1 of the items failed. Each says why under "error".',
			'2 of the items failed. Each says why under "error".',
		],
		[
			'alreadyMoved',
			'1 task was already moved; nothing was done for it.',
			'2 tasks were already moved; nothing was done for them.',
		],
		[
			'leftLate',
			'1 task left the stage after labels or a priority had been written for it, and was not moved from there.',
			'2 tasks left the stage after labels or a priority had been written for them, and were not moved from there.',
		],
		[
			'kept',
			'1 label of somebody else was left as it is. "Replace Labels of People" would change that.',
			'2 labels of others were left as they are. "Replace Labels of People" would change that.',
		],
		[
			'alreadyThere',
			'1 issue was there already and not created again.',
			'2 issues were there already and not created again.',
		],
		[
			'notDrawn',
			'1 picture of changes could not be drawn. The labels are not affected; "picture" says why.',
			'2 pictures of changes could not be drawn. The labels are not affected; "picture" says why.',
		],
	])('about %s have a sentence for one and for several', (hint, one, several) => {
		const of = (message: string) => [{ message, type: 'warning', location: 'outputPane' }];
		expect(shown((hints) => hints.count(hint))).toEqual(of(one));
		expect(shown((hints) => [1, 2].forEach(() => hints.count(hint)))).toEqual(of(several));
	});

	it('count the same thing once, and keep their order', () =>
		expect(
			shown((hints) => {
				hints.count('kept', 'a');
				hints.count('failed');
				hints.count('kept', 'a');
			}).map((hint) => (hint as { message: string }).message.slice(0, 12)),
		).toEqual(['1 label of s', '1 of the ite']));

	it('are nothing where n8n has none', () => {
		expect(() => showHint({} as IExecuteFunctions, 'x')).not.toThrow();
		const all: object[] = [];
		showHint({ addExecutionHints: (hint: object) => void all.push(hint) } as never, 'x');
		expect(all).toEqual([{ message: 'x', type: 'info', location: 'outputPane' }]);
	});
});

describe('results', () => {
	it.each([
		[{ a: 1 }, [{ json: { a: 1 } }]],
		[{ json: { a: 1 } }, [{ json: { a: 1 } }]],
		[{ json: { a: 1 }, output: 1, binary: {} }, [{ json: { a: 1 }, output: 1, binary: {} }]],
		[
			[{ json: { a: 1 } }, { json: {} }],
			[{ json: { a: 1 } }, { json: {} }],
		],
		[[], []],
		[{ json: { a: 1 }, other: 2 }, [{ json: { json: { a: 1 }, other: 2 } }]],
		[{ json: null }, [{ json: { json: null } }]],
		[{ json: 'text' }, [{ json: { json: 'text' } }]],
		[{ error: null }, [{ json: { error: null } }]],
		[{ error: 'x', more: 1 }, [{ json: { error: 'x', more: 1 } }]],
		[{ message: 'x' }, [{ json: { message: 'x' } }]],
	])('%j are the list %j', (given, list) => expect(resultsOf(given as never)).toEqual(list));

	it.each([
		[{ error: 'x' }],
		[{ error: 'x', message: 'y', details: 'z' }],
		[[{ json: {} }, { json: { error: 1 } }]],
	])('%j would be an error for n8n', (given) =>
		expect(() => resultsOf(given as never)).toThrow('error keys only'),
	);
});

describe('an error of n8n', () => {
	const node = { name: 'Encord' } as INode;

	it.each<[unknown, string, string | undefined]>([
		['text', 'text', undefined],
		[new TypeError(''), 'TypeError', undefined],
		[Object.assign(new Error('a'), { advice: '', hint: 'b', description: 'c' }), 'a', 'b'],
		[Object.assign(new Error('a'), { advice: 'x', hint: 'b' }), 'a', 'x'],
		[Object.assign(new Error('a'), { advice: 7, description: 'c' }), 'a', 'c'],
	])('has the texts of %j', (error, message, description) => {
		const failure = nodeError(node, error, 2);
		expect(failure).toBeInstanceOf(NodeOperationError);
		expect(failure.message).toBe(message);
		expect(failure.description ?? undefined).toBe(description);
		expect(failure.context.itemIndex).toBe(2);
		if (error instanceof Error) expect(failure.stack).toBe(error.stack);
	});

	it('is kept as it is, with the item that it was not told yet', () => {
		const given = new NodeOperationError(node, 'x');
		expect(nodeError(node, given)).toBe(given);
		expect(given.context.itemIndex).toBeUndefined();
		expect(nodeError(node, given, 3)).toBe(given);
		nodeError(node, given, 4);
		expect(given.context.itemIndex).toBe(3);
		const api = new NodeApiError(node, { message: 'x' });
		expect(nodeError(node, api, 1)).toBe(api);
	});
});

describe('publishing a workflow', () => {
	it.each([
		['trigger', 'activate', true],
		['trigger', 'update', true],
		['trigger', 'init', false],
		['manual', 'activate', false],
	])('in mode %s by %s is checked: %j', (mode, activation, expected) =>
		expect(
			isBeingPublished({
				getMode: () => mode,
				getActivationMode: () => activation,
			} as unknown as IHookFunctions),
		).toBe(expected),
	);

	const client = (status = 'inProgress', failing = false) =>
		fakeClient({
			getProject: async () => petsProject({ status }),
			async *listTaskPages() {
				if (failing) throw new ForbiddenError('No access.', { status: 403 } as never);
				yield { tasks: [] };
			},
		}).client;

	it('is allowed where nothing stops it', async () =>
		expect(
			await requireSetup(client(), id(1), { stage: 'Agent 1', pathways: ['Cat'] }),
		).toBeUndefined());

	it('is refused with the one thing that stops it', async () =>
		await expect(requireSetup(client(), id(1), { stage: 'Agent 7' })).rejects.toMatchObject({
			message: 'The project "Pets" has no agent stage "Agent 7".',
			advice: 'Its agent stages: "Agent 1".',
		}));

	it('is refused with everything that stops it', async () =>
		await expect(
			requireSetup(client('archived'), id(1), { stage: 'Agent 1', pathways: ['Cow'] }),
		).rejects.toMatchObject({
			message:
				'This workflow cannot work: The project "Pets" is archived. The agent stage "Agent 1" has no pathway "Cow".',
			advice: 'Restore it in Encord, or choose another project. Its pathways: "Cat", "Dog".',
		}));

	it('looks at the ontology only where labels are named', async () => {
		const empty = fakeClient({
			getProject: async () => petsProject({ editorOntology: { objects: [], classifications: [] } }),
			async *listTaskPages() {
				yield { tasks: [] };
			},
		}).client;
		expect(await requireSetup(empty, id(1), {})).toBeUndefined();
		await expect(requireSetup(empty, id(1), { classes: ['Car'] })).rejects.toThrow(/Car|ontology/);
	});
});
