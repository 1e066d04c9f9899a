/** What is read once for all items, or from the item itself, is what n8n would give for each item. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import { ABSENT, textOf, withoutFallback } from '../../../nodes/shared/fields/form/form';
import { ItemForms } from '../../../nodes/shared/fields/form/itemForms';
import { node, runWorkflow, workflow } from '../engine/harness';

/** Items with everything that JSON can hold, and texts that look like more than text. */
const values = [
	'x',
	'',
	' padded ',
	'=1 + 1',
	'={{ 1 + 1 }}',
	'{{ $json.a }}',
	0,
	-1.5,
	true,
	false,
	null,
	undefined,
	{ a: 1 },
	['a'],
	'2026-01-01T00:00:00.000Z',
];
const expressions: Record<string, unknown> = {
	field: '={{ $json.a }}',
	tight: '={{$json.a}}',
	orZero: '={{ $json.a ?? 0 }}',
	orSeven: '={{$json.a??7}}',
	orOther: "={{ $json.a ?? '' }}",
	deep: '={{ $json.a.a }}',
	bracket: "={{ $json['a'] }}",
	text: '=A {{ $json.a }}',
	twice: '={{ $json.a }}{{ $json.a }}',
	inherited: '={{ $json.toString }}',
	plain: 'x',
	number: 5,
	list: ['a', 'b'],
	nested: { one: { two: '={{ $json.a }}' } },
	same: { one: { two: [1, { three: 'x' }] } },
	byId: { __rl: true, mode: 'id', value: '={{ $json.a }}' },
	fixed: { __rl: true, mode: 'list', value: ' x ' },
	byUrl: { __rl: true, mode: 'url', value: '={{ $json.a }}' },
};

/** Reads every parameter in both ways. */
const reader = (): INodeType => ({
	description: {
		displayName: 'Reader',
		name: 'reader',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Reader' },
		inputs: ['main'],
		outputs: ['main'],
		properties: Object.entries(expressions).map(([name, value]) => {
			const isLocator = typeof value === 'object' && value !== null && '__rl' in value;
			const type = isLocator ? ('resourceLocator' as const) : ('json' as const);
			const modes = ['list', 'id', 'url'].map((mode) => ({
				displayName: mode,
				name: mode,
				type: 'string' as const,
				...(mode === 'url' && { extractValue: { type: 'regex', regex: '^(.).*$' } as const }),
			}));
			return {
				displayName: name,
				name,
				type,
				default: '',
				...(isLocator && { modes, default: { mode: 'list', value: '' } }),
			};
		}),
	},
	async execute(this: IExecuteFunctions) {
		const forms = new ItemForms(this);
		const read = (get: () => unknown) => {
			try {
				return { value: get() ?? 'nothing' } as IDataObject;
			} catch (error) {
				return { error: (error as Error).message } as IDataObject;
			}
		};
		const names = [...Object.keys(expressions), 'absent'];
		const found = this.getInputData().map((_item, index) => ({
			json: Object.fromEntries(
				names.map((name) => [
					name,
					{
						value: read(() => forms.of(index).value(name)),
						ofN8n: read(() => withoutFallback(this.getNodeParameter(name, index, ABSENT))),
						chosen: read(() => forms.of(index).chosen(name)),
						chosenByN8n: read(() =>
							textOf(this.getNodeParameter(name, index, '', { extractValue: true })),
						),
					},
				]),
			) as IDataObject,
			pairedItem: index,
		}));
		return await Promise.resolve([found]);
	},
});

describe('a form with many items', () => {
	it('is read as n8n reads it for each item', async () => {
		const run = await runWorkflow(
			workflow([
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Reader', 'test.reader', expressions as INodeParameters),
			]),
			{
				items: values.map((a) => ({ json: a === undefined ? {} : ({ a } as IDataObject) })),
				extraNodes: { 'test.reader': reader },
			},
		);
		expect(run.error()).toBeUndefined();
		const items = run.json('Reader');
		expect(items).toHaveLength(values.length);
		for (const [index, item] of items.entries()) {
			for (const [name, each] of Object.entries(item)) {
				const { value, ofN8n, chosen, chosenByN8n } = each as IDataObject;
				expect([values[index], name, value, chosen]).toEqual([
					values[index],
					name,
					ofN8n,
					chosenByN8n,
				]);
			}
		}
	});
});
