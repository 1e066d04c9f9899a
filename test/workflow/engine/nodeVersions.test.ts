/**
 * A default that changes begins a new version of the node. n8n leaves defaults out of saved workflows, so this runs in its engine:
 * a workflow that was saved with the first version must go on as before.
 */
import { describe, expect, it } from '@jest/globals';
import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { collection } from '../../../nodes/shared/fields/form/field';
import { changed, nodeVersion } from '../../../nodes/shared/fields/form/nodeVersions';
import { choice, flag } from '../../../nodes/shared/fields/form/values';
import { assembleNode, outputSchemas } from '../../../nodes/shared/runtime/assemble';
import { defineOperation } from '../../../nodes/shared/runtime/operation';
import { runWorkflow, workflow } from './harness';

const order = (value: string) =>
	choice({
		displayName: 'Order',
		name: 'order',
		type: 'options',
		default: value,
		options: [
			{ name: 'Newest First', value: 'newest' },
			{ name: 'Oldest First', value: 'oldest' },
		],
	});

const strict = (value: boolean) =>
	flag({ displayName: 'Strict', name: 'strict', type: 'boolean', default: value });

const list = defineOperation({
	resource: 'shelf',
	name: 'list',
	displayName: 'List',
	action: 'List a shelf',
	description: 'List a shelf',
	readOnly: true,
	example: {},
	inputs: {
		order: changed(order('newest'), 2, order('oldest')),
		options: collection(
			{ displayName: 'Options', name: 'options' },
			{ strict: changed(strict(false), 3, strict(true)) },
		),
		version: nodeVersion,
	},
	run: async (batch, items) => {
		for (const { index, ...values } of items) batch.ok(index, { ...values });
	},
});
const assembled = assembleNode({
	resources: [{ name: 'shelf', displayName: 'Shelf', description: '' }],
	operations: [list],
	openClient: async () => await Promise.reject(new Error('not used')),
	openSend: () => async () => await Promise.reject(new Error('not used')),
});

class Shelf implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Shelf',
		name: 'shelf',
		group: ['transform'],
		version: assembled.version,
		description: 'A node whose defaults changed',
		defaults: { name: 'Shelf' },
		inputs: ['main'],
		outputs: ['main'],
		properties: assembled.properties,
	};

	async execute(this: IExecuteFunctions) {
		return await assembled.execute(this);
	}
}

async function outputOf(typeVersion: number, parameters = {}) {
	const run = await runWorkflow(
		workflow([
			{
				id: '1',
				name: 'Shelf',
				type: 'test.shelf',
				typeVersion,
				position: [0, 0],
				parameters: { resource: 'shelf', operation: 'list', ...parameters },
			},
		]),
		{ extraNodes: { 'test.shelf': () => new Shelf() } },
	);
	expect(run.error('Shelf')).toBeUndefined();
	return run.json('Shelf')[0];
}

describe('a parameter that changed in a version of its node', () => {
	it('keeps its old default in workflows that were built before', async () => {
		expect(await outputOf(1)).toEqual({ order: 'newest', options: {}, version: 1 });
	});

	it('has its new default in new workflows', async () => {
		expect(await outputOf(2)).toEqual({ order: 'oldest', options: {}, version: 2 });
	});

	it('keeps what was chosen, in every version', async () => {
		expect(await outputOf(1, { order: 'oldest' })).toMatchObject({ order: 'oldest' });
		expect(await outputOf(3, { order: 'newest', options: { strict: false } })).toEqual({
			order: 'newest',
			options: { strict: false },
			version: 3,
		});
	});

	it('gives the node its versions and each version its output schemas', () => {
		expect(assembled.version).toEqual([1, 2, 3]);
		expect(
			outputSchemas({ operations: [list], version: assembled.version }).map(({ path }) => path),
		).toEqual([
			'__schema__/v1.0.0/shelf/list.json',
			'__schema__/v2.0.0/shelf/list.json',
			'__schema__/v3.0.0/shelf/list.json',
		]);
	});
});
