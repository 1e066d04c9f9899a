/** Fields and their readers: what a form says becomes a typed value, or an error that names the field. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import {
	cases,
	collection,
	group,
	rows,
	shownWhen,
	type Field,
} from '../../../nodes/shared/fields/form/field';
import { partOf, type Form } from '../../../nodes/shared/fields/form/form';
import { locator, uuidLocator } from '../../../nodes/shared/fields/form/locator';
import {
	choice,
	color,
	flag,
	multiChoice,
	number,
	text,
	textList,
	time,
	wordList,
} from '../../../nodes/shared/fields/form/values';
import { id } from './fakeN8n';

/** A form with these values; a text under the name of a locator is what was chosen. */
const form = (values: IDataObject, expressions: string[] = []): Form =>
	partOf(
		{
			value: () => undefined,
			chosen: (path) => String(values[path.split('.').at(-1)!] ?? ''),
			isExpression: (path) => expressions.includes(path.split('.').at(-1)!),
			item: {},
			ancestors: [],
			timezone: 'Europe/London',
			nodeVersion: 1,
		},
		'',
		values,
	);
const read = <T>(field: Field<T>, values: IDataObject): T => field.read(form(values));

const title = text({ displayName: 'Title', name: 'title', type: 'string', default: 'Untitled' });
const count = number({
	displayName: 'Count',
	name: 'count',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
	default: 5,
});
const share = number(
	{ displayName: 'Share', name: 'share', type: 'number', default: 0.5 },
	{ above: 0 },
);
const dryRun = flag({ displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false });
const format = choice({
	displayName: 'Format',
	name: 'format',
	type: 'options',
	default: 'png',
	options: [
		{ name: 'JPEG', value: 'jpeg' },
		{ name: 'PNG', value: 'png' },
	],
});

const formats = multiChoice({
	...format.property,
	type: 'multiOptions',
	options: format.property.options as [],
});

describe('a value', () => {
	it.each<[string, Field<unknown>, IDataObject, unknown]>([
		['text', title, { title: ' cat ' }, 'cat'],
		['a number as text', title, { title: 7 }, '7'],
		['nothing typed', title, { title: '' }, ''],
		['a list left empty', textList(title.property as never), { title: '' }, []],
		['a parameter the form does not have', title, {}, 'Untitled'],
		['a number', count, { count: 3 }, 3],
		['a number as text', count, { count: ' 3 ' }, 3],
		['a number the form does not have', count, {}, 5],
		['yes', dryRun, { dryRun: true }, true],
		['yes as text', dryRun, { dryRun: 'true' }, true],
		['no as text', dryRun, { dryRun: 'false' }, false],
		['a choice', format, { format: 'jpeg' }, 'jpeg'],
		['choices', formats, { format: ['png', 'jpeg'] }, ['png', 'jpeg']],
		['choices as text', formats, { format: 'png, jpeg' }, ['png', 'jpeg']],
		['choices by name', formats, { format: 'Png, JPEG' }, ['png', 'jpeg']],
		['a list as text', textList(title.property as never), { title: 'a b, c ,,' }, ['a b', 'c']],
		['a list', textList(title.property as never), { title: ['a, b', 3] }, ['a, b', '3']],
		[
			'words',
			wordList(title.property as never),
			{ title: 'a@x.io b@x.io,c' },
			['a@x.io', 'b@x.io', 'c'],
		],
		[
			'a time in the time zone of the workflow',
			time({ displayName: 'After', name: 'after', type: 'dateTime', default: '' }),
			{ after: '2026-07-01T09:00:00' },
			'2026-07-01T08:00:00.000Z',
		],
	])('is read from %s', (_, field, values, expected) => {
		expect(read(field, values)).toEqual(expected);
	});

	const background = color({
		displayName: 'Background',
		name: 'background',
		type: 'color',
		default: '#ffffff',
	});

	it.each<[Field<unknown>, IDataObject, string]>([
		[background, { background: '#fffffff' }, 'not a color'],
		[title, { title: { a: 1 } }, 'Title is {"a":1}, not text'],
		[count, { count: 'many' }, 'Count is "many", not a whole number from 1 to 10'],
		[count, { count: 0 }, 'Count is 0, not a whole number from 1 to 10'],
		[count, { count: 1.5 }, 'Count is 1.5, not a whole number from 1 to 10'],
		[count, { count: null }, 'Count is empty: its expression gave nothing'],
		[count, { count: '' }, 'Count is empty, not a whole number from 1 to 10'],
		[title, { title: null }, 'Title is empty: its expression gave nothing'],
		[textList(title.property as never), { title: null }, 'Title is empty: its expression'],
		[textList(title.property as never), { title: { a: 1 } }, 'Title: {"a":1} is not text'],
		[count, { count: true }, 'Count is true, not a whole number'],
		[share, { share: 0 }, 'Share is 0, not a number above 0'],
		[background, { background: 'white' }, 'Background is "white", not a color such as #ffffff'],
		[background, { background: null }, 'Background is empty: its expression gave nothing'],
		[dryRun, { dryRun: 1 }, 'Dry Run is 1, not true or false'],
		[dryRun, { dryRun: 'yes' }, 'Dry Run is "yes", not true or false'],
		[dryRun, { dryRun: null }, 'Dry Run is empty: its expression gave nothing'],
		[format, { format: 'gif' }, 'Format is "gif", not one of jpeg, png'],
		[formats, { format: 'png, gif' }, 'Format is "gif", not one of jpeg, png'],
		[
			shownWhen(count, { format: ['jpeg'] }),
			{ format: 'JPEG' },
			'Count is not in the form, because "format" is "JPEG"',
		],
		[
			time({ displayName: 'After', name: 'after', type: 'dateTime', default: '' }),
			{ after: 'soon' },
			'After is not a date',
		],
	])('is refused where it makes no sense: %#', (field, values, message) => {
		expect(() => read(field, values)).toThrow(message);
	});
});

describe('an expression', () => {
	const list = textList(title.property as never);
	it('that gives an empty list is refused; a list left empty on the form is not', () => {
		expect(() => list.read(form({ title: [] }, ['title']))).toThrow(
			'Title is empty: its expression',
		);
		expect(list.read(form({ title: [] }))).toEqual([]);
	});
	it.each([[null], ['text'], [[]]])(
		'in place of a whole collection that gives %j is refused',
		(given) => {
			const options = collection({ displayName: 'Filters', name: 'filters' }, { title });
			expect(() => read(options, { filters: given })).toThrow('Filters is');
			const rules = rows({ displayName: 'Rules', name: 'rules' }, {});
			expect(() => read(rules, { rules: given })).toThrow('Rules is');
		},
	);
	it('in a collection that gives nothing is refused', () => {
		const options = collection({ displayName: 'Filters', name: 'filters' }, { title, dryRun });
		expect(() => read(options, { filters: { title: undefined } })).toThrow('Title is empty');
		expect(() => read(options, { filters: { dryRun: null } })).toThrow('Dry Run is empty');
	});
});

describe('a locator', () => {
	const project = uuidLocator({ displayName: 'Project', name: 'project', description: '' });
	it('reads what was chosen, IDs in their canonical form', () =>
		expect(read(project, { project: id(3).toUpperCase() })).toBe(id(3)));
	it.each([
		['', 'Project is empty'],
		['Pets', 'Project "Pets" is not an ID'],
	])('refuses %j', (chosen, message) =>
		expect(() => read(project, { project: chosen })).toThrow(message),
	);
	it('may be empty where it is not required', () =>
		expect(
			read(locator({ displayName: 'Class', name: 'class', description: '', required: false }), {}),
		).toBe(''));
});

describe('fields together', () => {
	it('read the case that is chosen, and show each field with its choices only', () => {
		const sized = cases(format, { jpeg: count, png: undefined });
		expect(read(sized, { format: 'jpeg', count: 2 })).toEqual({ option: 'jpeg', value: 2 });
		expect(read(sized, { format: 'png', count: 'wrong' })).toEqual({
			option: 'png',
			value: undefined,
		});
		expect(sized.properties.map(({ name, displayOptions }) => [name, displayOptions])).toEqual([
			['format', undefined],
			['count', { show: { format: ['jpeg'] } }],
		]);
	});

	it('show a field of several cases once, for all of them', () => {
		const both = cases(format, { jpeg: count, png: count });
		expect(both.properties.slice(1).map(({ displayOptions }) => displayOptions)).toEqual([
			{ show: { format: ['jpeg', 'png'] } },
		]);
	});

	it('keep the conditions a field has of its own', () =>
		expect(
			shownWhen(shownWhen(count, { format: ['jpeg'] }), { title: ['x'] }).property.displayOptions,
		).toEqual({ show: { format: ['jpeg'], title: ['x'] } }));

	it('of a collection are those that were added; its entries stand in the order of the alphabet', () => {
		const options = collection(
			{ displayName: 'Options', name: 'options' },
			{ title, count, dryRun },
		);
		expect(read(options, { options: { count: '4', title: '' } })).toEqual({ count: 4 });
		expect(read(options, {})).toEqual({});
		expect(read(options, { options: { dryRun: false } })).toEqual({ dryRun: false });
		expect(() => read(options, { options: { count: 11 } })).toThrow('Count is 11');
		expect(options.property.options!.map(({ name }) => name)).toEqual(['count', 'dryRun', 'title']);
	});

	it('of rows are read row by row, by kind', () => {
		const rules = rows(
			{ displayName: 'Rules', name: 'rules' },
			{ rule: { displayName: 'Rule', fields: group({ title, count }) } },
		);
		expect(read(rules, { rules: { rule: [{ title: 'a' }, { title: 'b', count: 2 }] } })).toEqual({
			rule: [
				{ title: 'a', count: 5 },
				{ title: 'b', count: 2 },
			],
		});
		expect(read(rules, {})).toEqual({ rule: [] });
	});

	it.each<[string, unknown]>([
		['text', 'a'],
		['nothing', null],
		['one row without a list', { title: 'a' }],
		['a row that is text', ['a']],
	])('of rows are refused when the rows are %s', (_what, rule) => {
		const rules = rows(
			{ displayName: 'Rules', name: 'rules' },
			{ rule: { displayName: 'Rule', fields: title } },
		);
		expect(() => read(rules, { rules: { rule } } as IDataObject)).toThrow('Rules: ');
	});

	it('of a collection are refused when their expression gave empty text', () => {
		const options = collection({ displayName: 'Options', name: 'options' }, { title });
		expect(() => options.read(form({ options: { title: '' } }, ['title']))).toThrow(
			'Title is empty: its expression gave nothing',
		);
	});
});
