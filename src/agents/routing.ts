/** Rules that choose a pathway for each task of an agent stage. The first rule that matches a task decides. */
import type { EncordJson } from '../encord/wire/json';
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import type { Pathway } from '../encord/calls/projects';
import type { WorkflowTask } from '../encord/calls/tasks';

export type RuleField = 'title' | 'metadata' | 'dataset' | 'priority' | 'dataType';
export type RuleOperator =
	| 'contains'
	| 'notContains'
	| 'equals'
	| 'notEquals'
	| 'startsWith'
	| 'endsWith'
	| 'matches'
	| 'greater'
	| 'less'
	| 'exists'
	| 'notExists';

export interface RoutingRule {
	field: RuleField;
	/** For the field `metadata`: key in the client metadata. Dots separate the keys of nested objects. */
	metadataKey?: string;
	operator: RuleOperator;
	/** Text, number or regular expression to compare with. `exists` and `notExists` do not use it. */
	value: string;
	/** Uuid of the pathway. */
	pathway: string;
}

/** A task, and the label row of its data unit. */
export interface RoutableTask {
	task: Pick<WorkflowTask, 'dataTitle'>;
	/** May be absent when `needsLabelRow` is false. */
	row?: LabelRowMetadata;
}

/** Whether the rules need the label row of a task. The title of its data unit is in the task itself. */
export function needsLabelRow(rules: RoutingRule[]): boolean {
	return rules.some(({ field }) => field !== 'title');
}

/** Whether the rules need the client metadata of the label row. */
export function needsMetadata(rules: RoutingRule[]): boolean {
	return rules.some(({ field }) => field === 'metadata');
}

/**
 * Checks the rules, before a task is moved by them.
 *
 * @returns one sentence for each fault; it names the rule by its position, from 1
 */
export function checkRules(rules: RoutingRule[], pathways: Pathway[]): string[] {
	return rules.flatMap((rule, index) =>
		faultsOf(rule, pathways).map((fault) => `Rule ${index + 1}: ${fault}`),
	);
}

function faultsOf(rule: RoutingRule, pathways: Pathway[]): string[] {
	const faults: string[] = [];
	if (!pathways.some(({ uuid }) => uuid === rule.pathway)) {
		const names = pathways.map(({ title }) => `"${title}"`).join(', ') || 'none';
		faults.push(`its pathway is not one of this stage. Pathways of the stage: ${names}.`);
	}
	if (rule.field === 'metadata' && !rule.metadataKey?.trim())
		faults.push('the metadata key is missing.');
	if (['exists', 'notExists'].includes(rule.operator)) return faults;
	if (rule.value === '') faults.push('the value to compare with is missing.');
	else if (['greater', 'less'].includes(rule.operator) && toNumber(rule.value) === undefined) {
		faults.push(`"${rule.operator}" compares numbers, and "${rule.value}" is none.`);
	} else if (rule.operator === 'matches' && toPattern(rule.value) === undefined) {
		faults.push(`"${rule.value}" is no regular expression.`);
	}
	return faults;
}

/** Uuid of the pathway of the first rule that matches the task; undefined when none does. */
export function route(task: RoutableTask, rules: RoutingRule[]): string | undefined {
	return rules.find((rule) => matches(task, rule))?.pathway;
}

function matches(task: RoutableTask, rule: RoutingRule): boolean {
	const values = valuesOf(task, rule);
	switch (rule.operator) {
		case 'exists':
			return values.length > 0;
		case 'notExists':
			return values.length === 0;
		case 'notContains':
			return !values.some((value) => compare(value, 'contains', rule.value));
		case 'notEquals':
			return !values.some((value) => compare(value, 'equals', rule.value));
		default:
			return values.some((value) => compare(value, rule.operator, rule.value));
	}
}

/** The values of a field that a rule is compared with, such as title and hash of a dataset; none when the field is empty. */
function valuesOf({ task, row }: RoutableTask, rule: RoutingRule): unknown[] {
	const present = (...values: unknown[]) =>
		values.filter((value) => value !== undefined && value !== null && value !== '');
	switch (rule.field) {
		case 'title':
			return present(task.dataTitle);
		case 'dataset':
			return present(row?.dataset_title, row?.dataset_hash);
		case 'priority':
			return present(row?.priority);
		case 'dataType':
			return row ? dataTypeNames(row.data_type) : [];
		case 'metadata': {
			const value = readMetadata(row?.client_metadata, rule.metadataKey ?? '');
			return Array.isArray(value) ? present(...(value as unknown[])) : present(value);
		}
	}
}

/** A data type under Encord's name and in words: `IMG_GROUP` is also "image group". */
function dataTypeNames(dataType: string): string[] {
	const name = dataType.toLowerCase();
	const words = name.replaceAll('_', ' ').replace(/^img\b/, 'image');
	return words === name ? [name] : [name, words];
}

/** The value of a key. A key that itself has dots is preferred to a path of nested objects. */
function readMetadata(metadata: EncordJson | null | undefined, key: string): unknown {
	if (!metadata) return undefined;
	const own = (value: unknown, name: string): unknown =>
		typeof value === 'object' && value !== null && Object.hasOwn(value, name)
			? (value as EncordJson)[name]
			: undefined;
	return own(metadata, key) ?? key.split('.').reduce<unknown>(own, metadata);
}

/** Compares a value with that of a rule. Upper and lower case do not matter, except in regular expressions. */
function compare(value: unknown, operator: RuleOperator, expected: string): boolean {
	const found = typeof value === 'object' ? JSON.stringify(value) : String(value);
	const [text, part] = [found.toLowerCase(), expected.toLowerCase()];
	const [number, limit] = [toNumber(found), toNumber(expected)];
	switch (operator) {
		case 'contains':
			return text.includes(part);
		case 'equals':
			return text === part || (number !== undefined && number === limit);
		case 'startsWith':
			return text.startsWith(part);
		case 'endsWith':
			return text.endsWith(part);
		case 'matches':
			return toPattern(expected)?.test(found) ?? false;
		case 'greater':
			return number !== undefined && limit !== undefined && number > limit;
		case 'less':
			return number !== undefined && limit !== undefined && number < limit;
		default:
			return false;
	}
}

function toNumber(text: string): number | undefined {
	const number = text.trim() === '' ? Number.NaN : Number(text);
	return Number.isFinite(number) ? number : undefined;
}

/** A text as a regular expression, written as it is or as `/pattern/flags`; undefined when it is none. */
function toPattern(text: string): RegExp | undefined {
	const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
	try {
		return new RegExp(source ?? text, (flags ?? '').replace('g', ''));
	} catch {
		return undefined;
	}
}
