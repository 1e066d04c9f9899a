/** How the values of a form are read, in executions, in triggers and in the editor. */
import { describe, expect, it } from '@jest/globals';
import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';
import {
	ABSENT,
	editorForm,
	partOf,
	rawParameter,
	textOf,
	triggerForm,
} from '../../../../nodes/shared/fields/form/form';
import { ItemForms } from '../../../../nodes/shared/fields/form/itemForms';
import { KnownNames } from '../../../../nodes/shared/fields/names/knownNames';
import { formOf } from './fakeForm';

describe('the forms of items', () => {
	/** Forms of two items. `evaluated` has the parameters that n8n evaluated, with the index. */
	function forms(parameters: INodeParameters, items: object[] = [{ a: 1 }, { a: 2 }]) {
		const evaluated: string[] = [];
		const n8n = {
			getNode: () => ({ name: 'Here', parameters, typeVersion: 2 }),
			getInputData: () => items.map((json) => ({ json })),
			getTimezone: () => 'Asia/Tokyo',
			getNodeParameter: (name: string, index: number, fallback: unknown, options?: object) => {
				evaluated.push(`${name} ${index}`);
				const raw = rawParameter(parameters, name);
				const value = options ? ((raw as { value?: unknown } | undefined)?.value ?? raw) : raw;
				if (value === undefined) return fallback;
				return typeof value === 'string' && value.startsWith('=') ? `value ${index}` : value;
			},
		} as unknown as IExecuteFunctions;
		return { forms: new ItemForms(n8n), evaluated };
	}

	it('evaluate what is the same for all items once, and freeze it', () => {
		const { forms: all, evaluated } = forms({ x: { y: [1] }, z: '=1' });
		const values = [0, 1].map((index) => all.of(index).value('x'));
		expect(values).toEqual([{ y: [1] }, { y: [1] }]);
		expect(Object.isFrozen((values[0] as { y: unknown }).y)).toBe(true);
		expect([0, 1].map((index) => all.of(index).value('z'))).toEqual(['value 0', 'value 1']);
		expect(evaluated).toEqual(['x 0', 'z 0', 'z 1']);
	});

	it('evaluate what holds an expression anywhere for each item', () => {
		const { forms: all, evaluated } = forms({ x: { y: ['a', { z: '=1' }] } as never });
		all.of(0).value('x');
		all.of(1).value('x');
		expect(evaluated).toEqual(['x 0', 'x 1']);
	});

	it.each<[string, object, unknown]>([
		['={{ $json.a }}', { a: 'x' }, 'x'],
		['={{$json.a}}', { a: 7 }, 7],
		['={{ $json.a }}', { a: false }, false],
		['={{ $json.a ?? 3 }}', {}, 3],
		['={{ $json.a ?? 3 }}', { a: null }, 3],
		['={{ $json.a ?? 3 }}', { a: 0 }, 0],
	])('read the field of %s from the item %j themselves', (raw, item, value) => {
		const { forms: all, evaluated } = forms({ x: raw }, [item]);
		expect(all.of(0).value('x')).toEqual(value);
		expect(evaluated).toEqual([]);
	});

	it.each<[string, object]>([
		['={{ $json.a }}', {}],
		['={{ $json.a }}', { a: null }],
		['={{ $json.a }}', { a: [1] }],
		['={{ $json.a.b }}', { a: 'x' }],
		['={{ $json.a }} and more', { a: 'x' }],
		['={{ $json.toString ?? 3 }}', {}],
		['{{ $json.a }}', { a: 'x' }],
	])('leave %s of the item %j to n8n', (raw, item) => {
		const { forms: all, evaluated } = forms({ x: raw }, [item]);
		all.of(0).value('x');
		expect(evaluated).toEqual(['x 0']);
	});

	it.each<[unknown, string, number]>([
		[{ mode: 'id', value: ' abc ' }, 'abc', 1],
		[{ mode: 'id', value: '={{ $json.a }}' }, '7', 0],
		[{ mode: 'url', value: '={{ $json.a }}' }, 'value 0', 1],
		[{ mode: 'id', value: '={{ 1 }}' }, 'value 0', 1],
		['', '', 1],
	])('take what is chosen out of %j', (raw, text, count) => {
		const { forms: all, evaluated } = forms({ x: raw as never }, [{ a: 7 }]);
		expect(all.of(0).chosen('x')).toBe(text);
		expect(evaluated).toHaveLength(count);
	});

	it('know the item, the version and the time zone', () => {
		const { forms: all } = forms({ x: '=1', y: 'a' });
		const form = all.of(1);
		expect(form).toMatchObject({
			item: { a: 2 },
			nodeVersion: 2,
			timezone: 'Asia/Tokyo',
			names: all.names,
		});
		expect(['x', 'y', 'z'].map((name) => form.isExpression(name))).toEqual([true, false, false]);
		expect(all.of(5).item).toEqual({});
		expect(form.value('none')).toBeUndefined();
	});
});

describe('the form of a trigger', () => {
	const parameters: Record<string, unknown> = { a: 'x', b: null, c: '=1', project: ' id ' };
	const n8n = {
		getNodeParameter: (name: string, fallback: unknown) =>
			name in parameters ? parameters[name] : fallback,
		getNode: () => ({ parameters, typeVersion: 1.1 }),
		getTimezone: () => 'Europe/London',
	} as unknown as IPollFunctions;

	it('has no item', () => {
		const form = triggerForm(n8n);
		expect(form).toMatchObject({
			item: {},
			ancestors: [],
			timezone: 'Europe/London',
			nodeVersion: 1.1,
		});
		expect(form).not.toHaveProperty('names');
		expect(['a', 'b', 'none'].map((name) => form.value(name))).toEqual(['x', null, undefined]);
		expect([form.chosen('project'), form.chosen('none')]).toEqual(['id', '']);
		expect(['a', 'c'].map((name) => form.isExpression(name))).toEqual([false, true]);
	});

	it('may know names', () => {
		const names = new KnownNames();
		expect(triggerForm(n8n, names).names).toBe(names);
	});
});

describe('the form in the editor', () => {
	const parameters: Record<string, unknown> = { a: 'x', b: ' y ', c: '={{ $json.z }}' };
	const editor = (all: object | undefined) =>
		editorForm({
			getCurrentNodeParameter: (name: string) => parameters[name],
			getCurrentNodeParameters: () => all,
			getNode: () => ({ typeVersion: 2 }),
			getTimezone: () => 'Europe/London',
		} as unknown as ILoadOptionsFunctions);

	it('has no value for an expression that was not evaluated', () => {
		const form = editor(parameters);
		expect(['a', 'b', 'c', 'd'].map((name) => form.chosen(name))).toEqual(['x', 'y', '', '']);
		expect(form.value('c')).toBe('={{ $json.z }}');
		expect(['a', 'c'].map((name) => form.isExpression(name))).toEqual([false, true]);
		expect(editor(undefined).isExpression('c')).toBe(false);
		expect(form).toMatchObject({
			item: {},
			ancestors: [],
			timezone: 'Europe/London',
			nodeVersion: 2,
		});
	});
});

describe('a part of a form', () => {
	it('has its own values, and what is around it from the whole', () => {
		const names = new KnownNames();
		const whole = formOf(
			{},
			{
				item: { a: 1 },
				before: [['Get', {}]],
				nodeVersion: 1,
				names,
				expressions: ['.rules.rule[0].x'],
			},
		);
		const part = partOf(whole, 'rules.rule[0]', { x: 1, y: undefined });
		expect([part.value('x'), part.value('y'), part.value('z')]).toEqual([1, null, undefined]);
		expect([part.item, part.nodeVersion, part.timezone, part.names]).toEqual([
			{ a: 1 },
			1,
			'Europe/London',
			names,
		]);
		expect(part.ancestors.map(({ node }) => node)).toEqual(['Get']);
		expect(part).toHaveProperty('names');
		expect(partOf(formOf({}), 'a', {})).not.toHaveProperty('names');
	});

	it.each([
		['a', 1],
		['b.c', 2],
		['rules.rule[1].x', 'second'],
		['a.b.c', undefined],
		['none', undefined],
	])('is under the path %s', (path, value) => {
		const parameters = { a: 1, b: { c: 2 }, rules: { rule: [{ x: 'first' }, { x: 'second' }] } };
		expect(rawParameter(parameters, path)).toEqual(value);
	});

	it.each([
		[null, ''],
		[undefined, ''],
		[{}, ''],
		[' a ', 'a'],
		[0, '0'],
	])('that is %j is as text %j', (value, text) => expect(textOf(value)).toBe(text));

	it('that is not there is told by a value that nobody types', () =>
		expect(ABSENT).toBe('\u0000absent'));
});
