/** What the form of the Encord Agent Stage Trigger says. */
import type { IPollFunctions } from 'n8n-workflow';
import type { RoutingRule } from '../../src/agents/routing';
import type { TaskFilter } from '../../src/encord/calls/tasks';
import { uuid } from '../shared/labels/lookup';
import { InputError } from '../shared/runtime/errors';
import { readFilter } from './filters';
import { LEAVE, pathwayOrder, uuidOf } from './outputs';

/** Minutes. */
const SHORTEST_LEASE = 0.1;
const LONGEST_LEASE = 7 * 24 * 60;

export interface Routes {
	rules: RoutingRule[];
	/** Pathways with an output, as uuids, in the order of the outputs. */
	pathways: string[];
	/** Uuid of the pathway of tasks that fit no rule; absent: they stay. */
	otherwise?: string;
}

export interface StageSettings {
	projectHash: string;
	/** Name or uuid. */
	stage: string;
	/** Tasks per poll. */
	batchSize: number;
	leaseMs: number;
	filter: TaskFilter;
	/** Add the label row to each task. */
	labelRow: boolean;
	clientMetadata: boolean;
	/** One execution per task instead of one per poll. */
	separate: boolean;
	/** Tasks of a run started by hand. */
	testTasks: number;
	/** Absent: the tasks are handed out, not moved. */
	routes?: Routes;
}

/** @throws InputError naming the field that cannot be used as it is */
export function readSettings(n8n: IPollFunctions): StageSettings {
	const options = n8n.getNodeParameter('options', {}) as Partial<StageSettings>;
	const clientMetadata = options.clientMetadata ?? false;
	return {
		projectHash: uuid(locator(n8n, 'project', 'Project'), 'Project'),
		stage: locator(n8n, 'stage', 'Agent Stage'),
		batchSize: between(1, 100, n8n.getNodeParameter('batchSize', 50)),
		leaseMs:
			between(SHORTEST_LEASE, LONGEST_LEASE, n8n.getNodeParameter('leaseMinutes', 15)) * 60_000,
		filter: readFilter(n8n),
		labelRow: (options.labelRow ?? false) || clientMetadata,
		clientMetadata,
		separate: options.separate ?? false,
		testTasks: between(1, 100, options.testTasks ?? 1),
		...(n8n.getNodeParameter('output', 'single') === 'pathways' && { routes: readRoutes(n8n) }),
	};
}

function locator(n8n: IPollFunctions, name: string, label: string): string {
	const value = String(n8n.getNodeParameter(name, '', { extractValue: true })).trim();
	if (value !== '') return value;
	throw new InputError(
		`${label} is empty`,
		'Choose it from the list, paste its Encord address, or give its ID.',
	);
}

/** A number typed or made by an expression, moved into its range. */
function between(least: number, most: number, value: unknown): number {
	const number = Number(value);
	return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : least;
}

function readRoutes(n8n: IPollFunctions): Routes {
	const rules = n8n.getNodeParameter('rules.rule', []) as Array<Partial<RoutingRule>>;
	const otherwise = n8n.getNodeParameter('otherwise', LEAVE) as string;
	return {
		pathways: pathwayOrder(n8n.getNodeParameter('pathways', []) as string[]),
		rules: rules.map(
			({ field = 'title', metadataKey, operator = 'contains', value = '', pathway = '' }) => ({
				field,
				metadataKey,
				operator,
				value: String(value),
				pathway: uuidOf(pathway),
			}),
		),
		...(otherwise !== LEAVE && { otherwise: uuidOf(otherwise) }),
	};
}
