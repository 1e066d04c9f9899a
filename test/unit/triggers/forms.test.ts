import { describe, expect, it } from '@jest/globals';
import type { INodeProperties, INodeType } from 'n8n-workflow';
import { EncordAgentStageTrigger } from '../../../nodes/EncordAgentStageTrigger/EncordAgentStageTrigger.node';
import { EncordTrigger } from '../../../nodes/EncordTrigger/EncordTrigger.node';

/** Every field with its path, those inside collections included. */
function everyField(
	fields: INodeProperties[],
	path = '',
): Array<{ path: string; field: INodeProperties }> {
	return fields.flatMap((field) => {
		const inside = (field.options ?? []).flatMap((option) => {
			if ('values' in option)
				return everyField(option.values, `${path}${field.name}.${option.name}.`);
			return 'type' in option && 'displayName' in option
				? everyField([option as INodeProperties], `${path}${field.name}.`)
				: [];
		});
		return [{ path: path + field.name, field }, ...inside];
	});
}

const nodes: Array<[string, INodeType]> = [
	['Encord Trigger', new EncordTrigger()],
	['Encord Agent Stage Trigger', new EncordAgentStageTrigger()],
];

describe.each(nodes)('the form of the %s', (_name, node) => {
	const fields = everyField(node.description.properties);

	it.each(fields)('$path has a default and a description', ({ field }) => {
		expect(field.default).toBeDefined();
		const needsNone = ['notice', 'collection', 'fixedCollection'].includes(field.type);
		if (!needsNone) expect(field.description ?? '').not.toBe('');
		if (field.type === 'boolean') expect(field.description).toMatch(/^Whether /);
		// One sentence stands without a period.
		if ((field.description ?? '').split(/[.!?] /).length === 1)
			expect(field.description ?? '').not.toMatch(/[.]$/);
	});

	it('names methods that exist', () => {
		const { listSearch = {}, loadOptions = {} } = node.methods ?? {};
		for (const { path, field } of fields) {
			const searches = (field.modes ?? []).flatMap(
				({ typeOptions }) => typeOptions?.searchListMethod ?? [],
			);
			for (const name of searches)
				expect([path, Object.keys(listSearch)]).toEqual([path, expect.arrayContaining([name])]);
			const name = field.typeOptions?.loadOptionsMethod;
			if (name)
				expect([path, Object.keys(loadOptions)]).toEqual([path, expect.arrayContaining([name])]);
		}
	});

	it('shows fields only for values that can be chosen', () => {
		for (const { path, field } of fields) {
			const shown = { ...field.displayOptions?.show, ...field.displayOptions?.hide };
			const siblings = fields.filter(
				(other) => other.path.replace(/[^.]*$/, '') === path.replace(/[^.]*$/, ''),
			);
			for (const [name, values] of Object.entries(shown)) {
				// The version of the node is no field.
				if (name.startsWith('@')) continue;
				const asked = siblings.find(({ field: sibling }) => sibling.name === name)?.field;
				const offered = (asked?.options ?? []).map((option) =>
					'value' in option ? option.value : undefined,
				);
				expect([path, name, offered]).toEqual([
					path,
					name,
					expect.arrayContaining(values as unknown[]),
				]);
			}
		}
	});
});

describe('when the Encord Trigger answers', () => {
	const [webhook] = new EncordTrigger().description.webhooks ?? [];
	const evaluate = (expression: unknown, $parameter: object) =>
		(
			new Function('$parameter', `return ${/^=\{\{ (.*) \}\}$/.exec(String(expression))?.[1]}`) as (
				parameter: object,
			) => unknown
		)($parameter);

	it.each([
		[{ reply: 'onReceived' }, 'onReceived', ''],
		[{ reply: 'responseNode' }, 'responseNode', ''],
		[{ reply: 'lastNode', answer: 'empty' }, 'lastNode', 'noData'],
		[{ reply: 'lastNode', answer: 'lastItem' }, 'lastNode', 'firstEntryJson'],
	])('%j is the mode %s with the data %j', (parameters, mode, data) => {
		expect(evaluate(webhook?.responseMode, parameters)).toBe(mode);
		expect(evaluate(webhook?.responseData, parameters)).toBe(data);
	});

	it('is a POST to its own path', () => {
		expect(webhook).toMatchObject({ httpMethod: 'POST', path: 'encord-agent' });
		expect(webhook?.isFullPath).toBeUndefined();
	});
});
