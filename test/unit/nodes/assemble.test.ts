import { describe, expect, it } from '@jest/globals';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { mergeFields, operationRows, outputSchemas } from '../../../nodes/shared/runtime/assemble';
import { parameter } from '../../../nodes/shared/fields/form/field';
import { defineOperation, type Operation } from '../../../nodes/shared/runtime/operation';

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});
const operation = (name: string, fields: INodeProperties[], more: Partial<Operation> = {}) =>
	defineOperation({
		resource: 'thing',
		name,
		displayName: name.toUpperCase(),
		action: `${name} a thing`,
		description: `Do ${name}`,
		inputs: Object.fromEntries(
			fields.map((property, place) => [`input${place}`, parameter(property, () => undefined)]),
		),
		readOnly: true,
		example: {},
		run: async () => undefined,
		...more,
	});

const shown = (fields: INodeProperties[], name: string) =>
	fields
		.filter(({ displayOptions }) =>
			(displayOptions as IDisplayOptions).show!.operation!.includes(name),
		)
		.map((one) => one.name);

describe('the form of a resource', () => {
	it('shows each operation its own fields in its own order, shared ones once', () => {
		const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => field(name)) as [
			INodeProperties,
			INodeProperties,
			INodeProperties,
			INodeProperties,
		];
		const merged = mergeFields('thing', [
			operation('one', [a, b]),
			operation('two', [a, c, b]),
			operation('three', [b, d, a]),
		]);
		expect(shown(merged, 'one')).toEqual(['a', 'b']);
		expect(shown(merged, 'two')).toEqual(['a', 'c', 'b']);
		expect(shown(merged, 'three')).toEqual(['b', 'd', 'a']);
		expect(merged).toHaveLength(5);
	});

	it('keeps different fields of the same name separate', () => {
		const merged = mergeFields('thing', [
			operation('one', [field('a')]),
			operation('two', [field('a', { default: '={{ $json.a }}' })]),
		]);
		expect(merged.map((one) => [one.default, one.displayOptions])).toEqual([
			['={{ $json.a }}', { show: { resource: ['thing'], operation: ['two'] } }],
			['', { show: { resource: ['thing'], operation: ['one'] } }],
		]);
	});

	it("keeps a field's own display options", () => {
		const limit = field('limit', {
			displayOptions: { show: { returnAll: [false] }, hide: { raw: [true] } },
		});
		expect(mergeFields('thing', [operation('one', [limit])])[0]!.displayOptions).toEqual({
			show: { resource: ['thing'], operation: ['one'], returnAll: [false] },
			hide: { raw: [true] },
		});
	});
});

describe('what is derived from an operation', () => {
	it('is a row for the documentation', () => {
		expect(
			operationRows({
				resources: [{ name: 'thing', displayName: 'Thing', description: '' }],
				operations: [operation('get', [], { readOnly: false })],
			}),
		).toEqual([{ resource: 'Thing', operation: 'GET', does: 'Do get', writes: true }]);
	});

	it('is an output schema from its example', () => {
		const example = {
			title: 'x',
			frames: 3,
			rate: 0.5,
			done: true,
			list: [{ id: 'y' }],
			nothing: null,
		};
		expect(
			outputSchemas({ operations: [operation('get', [], { example })], version: [1] }),
		).toEqual([
			{
				path: '__schema__/v1.0.0/thing/get.json',
				schema: {
					type: 'object',
					version: 1,
					properties: {
						title: { type: 'string' },
						frames: { type: 'integer' },
						rate: { type: 'number' },
						done: { type: 'boolean' },
						list: {
							type: 'array',
							items: { type: 'object', properties: { id: { type: 'string' } } },
						},
						nothing: { type: 'null' },
					},
				},
			},
		]);
	});
});
