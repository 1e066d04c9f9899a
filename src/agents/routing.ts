/** Simple rules that send the tasks of an agent stage along its pathways. The first rule that fits decides. */
import type { EncordJson } from '../encord/wire/json';
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import type { Pathway } from '../encord/calls/projects';
import type { WorkflowTask } from '../encord/calls/tasks';

export const RULE_FIELDS = ['title', 'metadata', 'dataset', 'priority', 'dataType'] as const;
export const RULE_OPERATORS = [
	'contains',
	'notContains',
	'equals',
	'notEquals',
	'startsWith',
	'endsWith',
	'matches',
	'greater',
	'less',
	'exists',
	'notExists',
] as const;
export type RuleField = (typeof RULE_FIELDS)[number];
export type RuleOperator = (typeof RULE_OPERATORS)[number];

export interface RoutingRule {
	field: RuleField;
	/** Key in the client metadata, for the field `metadata`; dots lead into nested objects. */
	metadataKey?: string;
	operator: RuleOperator;
	/** Text, number or regular expression to compare with; unused by `exists` and `notExists`. */
	value: string;
	/** Uuid of the pathway to take. */
	pathway: string;
}

/** A task together with what the rules may ask about its data unit. */
export interface RoutableTask {
	task: Pick<WorkflowTask, 'dataTitle'>;
	/** Absent when no rule needs it. */
	row?: LabelRowMetadata;
}

/** Whether the rules ask for more than a task itself carries; then its label row has to be listed. */
export function needsLabelRow(rules: RoutingRule[]): boolean {
	return rules.some(({ field }) => field !== 'title');
}

/** Whether that listing has to bring client metadata. */
export function needsMetadata(rules: RoutingRule[]): boolean {
	return rules.some(({ field }) => field === 'metadata');
}

/**
 * Checks rules before any task is moved.
 *
 * @returns one sentence per fault, naming the rule by its place in the list, from 1
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

/** Uuid of the pathway the first fitting rule names; undefined when none fits. */
export function route(subject: RoutableTask, rules: RoutingRule[]): string | undefined {
	return rules.find((rule) => fits(subject, rule))?.pathway;
}

function fits(subject: RoutableTask, rule: RoutingRule): boolean {
	const values = valuesOf(subject, rule);
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

/** What a field holds, in every spelling a person may use for it; empty when there is nothing. */
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

/** `IMG_GROUP` is also "image group". */
function dataTypeNames(dataType: string): string[] {
	const name = dataType.toLowerCase();
	const words = name.replaceAll('_', ' ').replace(/^img\b/, 'image');
	return words === name ? [name] : [name, words];
}

/** A key that exists as written wins over the path its dots spell. */
function readMetadata(metadata: EncordJson | null | undefined, key: string): unknown {
	if (!metadata) return undefined;
	const own = (value: unknown, name: string): unknown =>
		typeof value === 'object' && value !== null && Object.hasOwn(value, name)
			? (value as EncordJson)[name]
			: undefined;
	return own(metadata, key) ?? key.split('.').reduce<unknown>(own, metadata);
}

/** Texts are compared without regard to case, as people type them. */
function compare(value: unknown, operator: RuleOperator, wanted: string): boolean {
	const written = typeof value === 'object' ? JSON.stringify(value) : String(value);
	const [text, part] = [written.toLowerCase(), wanted.toLowerCase()];
	const [number, limit] = [toNumber(written), toNumber(wanted)];
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
			return toPattern(wanted)?.test(written) ?? false;
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

/** A regular expression, plain or as `/pattern/flags`. */
function toPattern(text: string): RegExp | undefined {
	const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
	try {
		return new RegExp(source ?? text, (flags ?? '').replace('g', ''));
	} catch {
		return undefined;
	}
}
