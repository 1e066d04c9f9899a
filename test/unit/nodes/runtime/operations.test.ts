/** What surrounds an operation: hints, results, errors and the check before publishing. */
import { describe, expect, it } from '@jest/globals';
import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type IHookFunctions,
	type INode,
} from 'n8n-workflow';
import { nodeError } from '../../../../nodes/shared/runtime/errors';
import { Hints, showHint, type Hint } from '../../../../nodes/shared/runtime/hints';
import { resultsOf } from '../../../../nodes/shared/runtime/result';
import { isBeingPublished, requireSetup } from '../../../../nodes/shared/runtime/setup';
import { fakeClient, id } from '../fakeN8n';
import { petsProject } from '../fixtures';

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

	const client = (status = 'inProgress') =>
		fakeClient({
			getProject: async () => petsProject({ status }),
			async *listTaskPages() {
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
