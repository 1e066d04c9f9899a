import { describe, expect, it } from '@jest/globals';
import {
	checkRules,
	needsLabelRow,
	needsMetadata,
	route,
	type RoutingRule,
} from '../../../src/agents/routing';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';

const row = {
	data_type: 'IMG_GROUP',
	dataset_title: 'Streets 2024',
	dataset_hash: 'd-1',
	priority: 0.5,
	client_metadata: {
		city: 'London',
		count: 12,
		tags: ['night', 'Rain'],
		nested: { weather: 'fog' },
		'a.b': 'dotted',
		empty: '',
		nothing: null,
		no: false,
		blank: ' ',
		huge: '1e999',
		flat: { b: 'inner' },
	},
} as unknown as LabelRowMetadata;
const subject = { task: { dataTitle: 'London_bridge_007.JPG' }, row };
const rule = (fields: Partial<RoutingRule>): RoutingRule => ({
	field: 'title',
	operator: 'contains',
	value: '',
	pathway: 'yes',
	...fields,
});
const fits = (fields: Partial<RoutingRule>, of: Parameters<typeof route>[0] = subject) =>
	route(of, [rule(fields)]) === 'yes';
const metadata = (metadataKey: string, operator: RoutingRule['operator'], value = '') => ({
	field: 'metadata' as const,
	metadataKey,
	operator,
	value,
});

describe('a routing rule', () => {
	it.each<[Partial<RoutingRule>, boolean]>([
		[{ operator: 'contains', value: 'BRIDGE' }, true],
		[{ operator: 'contains', value: 'tower' }, false],
		[{ operator: 'notContains', value: 'tower' }, true],
		[{ operator: 'notContains', value: 'bridge' }, false],
		[{ operator: 'equals', value: 'london_bridge_007.jpg' }, true],
		[{ operator: 'equals', value: 'london' }, false],
		[{ operator: 'notEquals', value: 'london' }, true],
		[{ operator: 'startsWith', value: 'london' }, true],
		[{ operator: 'startsWith', value: 'bridge' }, false],
		[{ operator: 'endsWith', value: '.jpg' }, true],
		[{ operator: 'endsWith', value: '.png' }, false],
		[{ operator: 'matches', value: '_\\d{3}\\.' }, true],
		[{ operator: 'matches', value: '^london' }, false],
		[{ operator: 'matches', value: '/^london/i' }, true],
		[{ operator: 'exists' }, true],
		[{ operator: 'notExists' }, false],
		[{ field: 'dataset', operator: 'equals', value: 'streets 2024' }, true],
		[{ field: 'dataset', operator: 'equals', value: 'd-1' }, true],
		[{ field: 'dataset', operator: 'notEquals', value: 'd-1' }, false],
		[{ field: 'dataType', operator: 'equals', value: 'img_group' }, true],
		[{ field: 'dataType', operator: 'equals', value: 'Image group' }, true],
		[{ field: 'dataType', operator: 'notEquals', value: 'image group' }, false],
		[{ field: 'dataType', operator: 'equals', value: 'image' }, false],
		[{ field: 'priority', operator: 'greater', value: '0.4' }, true],
		[{ field: 'priority', operator: 'greater', value: '0.5' }, false],
		[{ field: 'priority', operator: 'less', value: '0.51' }, true],
		[{ field: 'priority', operator: 'equals', value: '0.50' }, true],
		[metadata('city', 'equals', 'london'), true],
		[metadata('count', 'greater', '9'), true],
		[metadata('count', 'less', '9'), false],
		[metadata('city', 'greater', '9'), false],
		[metadata('tags', 'equals', 'rain'), true],
		[metadata('tags', 'notEquals', 'rain'), false],
		[metadata('nested.weather', 'equals', 'fog'), true],
		[metadata('nested', 'contains', 'fog'), true],
		[metadata('a.b', 'equals', 'dotted'), true],
		[metadata('no', 'equals', 'false'), true],
		[metadata('city', 'exists'), true],
		[metadata('country', 'exists'), false],
		[metadata('empty', 'exists'), false],
		[metadata('nothing', 'notExists'), true],
		[metadata('country', 'contains', 'a'), false],
		[metadata('country', 'notContains', 'a'), true],
		[metadata('toString', 'exists'), false],
		[metadata('city.toString', 'exists'), false],
		[metadata('', 'exists'), false],
		[metadata('flat.b', 'equals', 'INNER'), true],
		[metadata('flat.b.c', 'exists'), false],
		[metadata('blank', 'less', '1'), false],
		[metadata('blank', 'equals', '0'), false],
		[metadata('huge', 'greater', '1'), false],
		[metadata('city', 'less', '9'), false],
		[metadata('count', 'greater', 'much'), false],
		[metadata('count', 'less', 'much'), false],
		[metadata('count', 'less', '12'), false],
		[metadata('count', 'equals', '12.0'), true],
		[metadata('city', 'equals', 'Londo'), false],
		[metadata('city', 'matches', '('), false],
		[metadata('city', 'matches', '/london/'), false],
		[metadata('city', 'matches', '/^l.n/gi'), true],
		[metadata('city', 'matches', 'x/London/'), false],
		[{ field: 'priority', operator: 'less', value: '0.5' }, false],
		[{ field: 'dataset', operator: 'notContains', value: 'streets' }, false],
		[{ field: 'dataset', operator: 'exists' }, true],
	])('%j fits: %s', (fields, expected) => {
		expect(fits(fields)).toBe(expected);
	});

	it('about priority 0 compares it as a number, and finds none in a completed task', () => {
		const zero = { ...subject, row: { ...row, priority: 0 } };
		expect(fits({ field: 'priority', operator: 'less', value: '0.1' }, zero)).toBe(true);
		expect(fits({ field: 'priority', operator: 'exists' }, zero)).toBe(true);
		const complete = { ...subject, row: { ...row, priority: null } };
		expect(fits({ field: 'priority', operator: 'less', value: '0.1' }, complete)).toBe(false);
	});

	it('about a missing label row does not match', () => {
		expect(fits({ field: 'dataType', operator: 'exists' }, { task: subject.task })).toBe(false);
	});
});

describe('routing rules', () => {
	it('are tried in order; the first that fits decides', () => {
		const rules = [
			rule({ value: 'tower', pathway: 'tower' }),
			rule({ value: 'bridge', pathway: 'bridge' }),
			rule({ value: 'london', pathway: 'london' }),
		];
		expect(route(subject, rules)).toBe('bridge');
		expect(route(subject, rules.slice(0, 1))).toBeUndefined();
		expect(route(subject, [])).toBeUndefined();
	});

	it('report which data they need', () => {
		expect([needsLabelRow([rule({})]), needsMetadata([rule({})])]).toEqual([false, false]);
		expect([
			needsLabelRow([rule({ field: 'priority' })]),
			needsMetadata([rule({ field: 'priority' })]),
		]).toEqual([true, false]);
		expect([
			needsLabelRow([rule(metadata('a', 'exists'))]),
			needsMetadata([rule(metadata('a', 'exists'))]),
		]).toEqual([true, true]);
	});

	const pathways = [
		{ uuid: 'yes', title: 'Yes', destinationUuid: '' },
		{ uuid: 'no', title: 'No', destinationUuid: '' },
	];
	it.each<[Partial<RoutingRule>, string | undefined]>([
		[{ value: 'x' }, undefined],
		[{ operator: 'exists' }, undefined],
		[
			{ value: 'x', pathway: 'maybe' },
			'Rule 2: its pathway is not one of this stage. Pathways of the stage: "Yes", "No".',
		],
		[{ value: '' }, 'Rule 2: the value to compare with is missing.'],
		[
			{ operator: 'greater', value: 'much' },
			'Rule 2: "greater" compares numbers, and "much" is none.',
		],
		[{ operator: 'less', value: ' ' }, 'Rule 2: "less" compares numbers, and " " is none.'],
		[{ operator: 'less', value: '1e999' }, 'Rule 2: "less" compares numbers, and "1e999" is none.'],
		[{ operator: 'greater', value: '-0.5' }, undefined],
		[{ operator: 'equals', value: 'much' }, undefined],
		[{ operator: 'notExists' }, undefined],
		[{ operator: 'contains', value: '(' }, undefined],
		[{ operator: 'matches', value: '/a/i' }, undefined],
		[{ operator: 'matches', value: '(' }, 'Rule 2: "(" is no regular expression.'],
		[{ operator: 'matches', value: '/a/x' }, 'Rule 2: "/a/x" is no regular expression.'],
		[{ field: 'metadata', value: 'x' }, 'Rule 2: the metadata key is missing.'],
		[{ field: 'metadata', operator: 'exists' }, 'Rule 2: the metadata key is missing.'],
		[{ ...metadata(' ', 'equals', 'x') }, 'Rule 2: the metadata key is missing.'],
	])('%j are faulty: %j', (fields, fault) => {
		expect(checkRules([rule({ value: 'x' }), rule(fields)], pathways)).toEqual(
			fault === undefined ? [] : [fault],
		);
	});

	it('have all their faults named, also in a stage without pathways', () =>
		expect(checkRules([rule({ value: 'x' }), rule({ field: 'metadata', value: '' })], [])).toEqual([
			'Rule 1: its pathway is not one of this stage. Pathways of the stage: none.',
			'Rule 2: its pathway is not one of this stage. Pathways of the stage: none.',
			'Rule 2: the metadata key is missing.',
			'Rule 2: the value to compare with is missing.',
		]));

	it('about a data type know its name and its words, and nothing else', () => {
		const of = (data_type: string) => ({ ...subject, row: { ...row, data_type } });
		const is = (value: string) => ({ field: 'dataType', operator: 'equals', value }) as const;
		expect(fits(is('video'), of('VIDEO'))).toBe(true);
		expect(fits(is('plain text'), of('PLAIN_TEXT'))).toBe(true);
		expect(fits(is('imgx group'), of('IMGX_GROUP'))).toBe(true);
	});
});
