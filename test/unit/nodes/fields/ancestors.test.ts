/** The Encord nodes that an item came through. */
import { describe, expect, it } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';
import { EncordAncestors } from '../../../../nodes/shared/fields/form/ancestors';

interface Node {
	name: string;
	type?: string;
	disabled?: boolean;
	/** Names of the nodes before it, the furthest first. */
	after?: string[];
}

/** A workflow at its last node. `paired` gives the item of a node that an item came from, or throws as n8n does. */
function workflow(
	nodes: Node[],
	{
		source,
		paired = () => undefined,
	}: { source?: string; paired?: (name: string, index: number) => unknown } = {},
) {
	const find = (name: string) => nodes.find((node) => node.name === name)!;
	const n8n = {
		getNode: () => ({ name: nodes.at(-1)!.name }),
		getInputData: () => [{ json: { from: 'input 0' } }, { json: { from: 'input 1' } }],
		getInputSourceData: () => {
			if (source === undefined) throw new Error('no source');
			return { previousNode: source };
		},
		getParentNodes: (name: string) =>
			(find(name).after ?? []).map((before) => ({
				type: 'n8n-nodes-encord.encord',
				...find(before),
			})),
		getWorkflowDataProxy: (index: number) => ({
			$: (name: string) => ({
				get item() {
					return paired(name, index);
				},
			}),
		}),
	} as unknown as IExecuteFunctions;
	return new EncordAncestors(n8n);
}
const chain = (...names: string[]): Node[] =>
	names.map((name, at) => ({ name, after: names.slice(0, at) }));

describe('the Encord nodes that an item came through', () => {
	it('are the nearest first, each with its item', () => {
		const ancestors = workflow(chain('A', 'B', 'Here'), {
			paired: (name, index) => ({ json: { from: `${name} ${index}` } }),
		}).of(1);
		expect(ancestors.map(({ node, json }) => [node, json])).toEqual([
			['B', { from: 'B 1' }],
			['A', { from: 'A 1' }],
		]);
		const [near, far] = ancestors;
		expect([far!.isBefore(near!), near!.isBefore(far!)]).toEqual([true, false]);
	});

	it('give the input itself where the node is directly before', () => {
		const ancestors = workflow(chain('A', 'B', 'Here'), { source: 'B' });
		expect(ancestors.of(1).map(({ json }) => json)).toEqual([{ from: 'input 1' }, undefined]);
	});

	it.each([
		['n8n-nodes-encord.encord', true],
		['n8n-nodes-encord.encordTool', true],
		['n8n-nodes-encord.encordAiLabeler', true],
		['n8n-nodes-encord.encordTrigger', true],
		['n8n-nodes-encord.encordAgentStageTrigger', true],
		['encord', true],
		['n8n-nodes-base.set', false],
		['n8n-nodes-other.myencord', false],
		['n8n-nodes-encord.encordOther', false],
	])('are of the type %s: %j', (type, isOne) => {
		const nodes = [
			{ name: 'A', type },
			{ name: 'Here', after: ['A'] },
		];
		expect(workflow(nodes).of(0)).toHaveLength(isOne ? 1 : 0);
	});

	it('are not turned off', () =>
		expect(
			workflow([
				{ name: 'A', disabled: true },
				{ name: 'Here', after: ['A'] },
			]).of(0),
		).toEqual([]));

	const fails = (context: object | null) => () => {
		throw Object.assign(new Error('x'), context === null ? {} : { context });
	};
	it.each<[string, object | null, number]>([
		['nothing ran there', { type: 'no_execution_data' }, 0],
		['there is no connection', { type: 'paired_item_no_connection' }, 0],
		['the walk ended at the start', { type: 'paired_item_no_info', nodeCause: 'Start' }, 0],
		['a node between lost the item', { type: 'paired_item_no_info', nodeCause: 'A' }, 1],
		['nobody says which node', { type: 'paired_item_no_info' }, 1],
		['the item is one of many', { type: 'paired_item_multiple_matches' }, 1],
		['of another reason', null, 1],
	])('where %s: %j', (_what, context, count) => {
		const nodes = [
			{ name: 'Start', type: 'n8n-nodes-base.start' },
			...chain('B'),
			{ name: 'A', after: ['Start'] },
			{ name: 'Here', after: ['Start', 'A'] },
		];
		const found = workflow(nodes, { paired: fails(context) }).of(0);
		expect(found.map(({ json }) => json)).toEqual(Array(count).fill(undefined));
	});
});
