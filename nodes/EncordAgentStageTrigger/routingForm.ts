/** Fields for rules that move tasks along pathways. */
import type { RoutingRule, RuleField, RuleOperator } from '../../src/agents/routing';
import { cases, group, mapped, rows, type Field } from '../shared/fields/form/field';
import { changed } from '../shared/fields/form/nodeVersions';
import { choice, loadedChoice, loadedChoices, notice, text } from '../shared/fields/form/values';
import { inOutputOrder, pathwayUuid } from '../shared/fields/pathwayOutputs';
import { LEAVE_IN_STAGE } from './outputs';

/** The rules that choose pathways. All pathways are named by ID. */
export interface Routes {
	rules: RoutingRule[];
	/** Pathways with an output, in the order of the outputs. */
	pathways: string[];
	/** The pathway of tasks that match no rule; absent when they stay in the stage. */
	otherwise?: string;
	/** Whether tasks are moved before the items go out, instead of after the workflow has succeeded. */
	moveFirst: boolean;
}

const loadPathways = {
	loadOptionsMethod: 'getPathwayOutputs',
	loadOptionsDependsOn: ['project.value', 'stage.value'],
};

const fieldNames: Record<RuleField, string> = {
	title: 'Title',
	metadata: 'Client Metadata',
	dataset: 'Dataset',
	priority: 'Priority',
	dataType: 'Data Type',
};
const operatorNames: Record<RuleOperator, string> = {
	contains: 'Contains',
	notContains: 'Does Not Contain',
	equals: 'Equals',
	notEquals: 'Does Not Equal',
	startsWith: 'Starts With',
	endsWith: 'Ends With',
	matches: 'Matches Regular Expression',
	greater: 'Is Greater Than',
	less: 'Is Less Than',
	exists: 'Exists',
	notExists: 'Does Not Exist',
};

/** A choice whose options come from a table of values and names. */
function choiceOf<V extends string>(
	names: Record<V, string>,
	texts: { displayName: string; name: string; default: V; description: string },
) {
	const options = (Object.entries(names) as Array<[V, string]>)
		.map(([value, name]) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
	return choice({ ...texts, type: 'options', options });
}

const operator = choiceOf(operatorNames, {
	displayName: 'Comparison',
	name: 'operator',
	default: 'contains',
	description: 'How to compare. Case is ignored, except by regular expressions.',
});

const comparedWith = text({
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	description: 'What to compare with',
	displayOptions: { hide: { operator: ['exists', 'notExists'] } },
});

const rule: Field<RoutingRule> = mapped(
	group({
		field: choiceOf(fieldNames, {
			displayName: 'Field',
			name: 'field',
			default: 'title',
			description: 'What to look at',
		}),
		metadataKey: text({
			displayName: 'Metadata Key',
			name: 'metadataKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. camera.position',
			description: 'Key in the client metadata of the file; dots lead into nested objects',
			displayOptions: { show: { field: ['metadata'] } },
		}),
		operator,
		value: comparedWith,
		pathway: loadedChoice({
			displayName: 'Pathway Name or ID',
			name: 'pathway',
			type: 'options',
			typeOptions: loadPathways,
			default: '',
			description:
				'Where a task goes that fits. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
	}),
	(values) => ({ ...values, pathway: pathwayUuid(values.pathway) }),
);

const whenToMove = (byDefault: 'first' | 'afterwards') =>
	choice({
		displayName: 'Move',
		name: 'moveWhen',
		type: 'options',
		default: byDefault,
		description: 'When the tasks are moved along their pathways',
		options: [
			{
				name: 'After the Workflow Has Succeeded',
				value: 'afterwards',
				description:
					'A task whose workflow fails stays in the stage and comes again after its lease. Nothing is lost when n8n stops in between.',
			},
			{
				name: 'Before the Items Go Out',
				value: 'first',
				description:
					'The workflow finds the tasks in their new stage. When n8n stops between the move and the start of the workflow, the workflow never sees these tasks.',
			},
		],
	});

const routes: Field<Routes> = mapped(
	group({
		note: notice({
			displayName:
				'The trigger moves the tasks itself. Where labels are written first and the pathway depends on them, use One Output and move the task at the end.',
			name: 'routingNotice',
			type: 'notice',
			default: '',
		}),
		moveWhen: changed(whenToMove('first'), 2, whenToMove('afterwards')),
		pathways: loadedChoices({
			displayName: 'Pathway Names or IDs',
			name: 'pathways',
			type: 'multiOptions',
			typeOptions: loadPathways,
			default: [],
			description:
				'The pathways that get an output. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
		rules: rows(
			{
				displayName: 'Rules',
				name: 'rules',
				typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Rule' },
				description: 'Tried from top to bottom; the first rule that fits decides',
			},
			{ rule: { displayName: 'Rule', fields: rule } },
		),
		otherwise: loadedChoice({
			displayName: 'Otherwise Name or ID',
			name: 'otherwise',
			type: 'options',
			typeOptions: { ...loadPathways, loadOptionsMethod: 'getOtherwise' },
			default: LEAVE_IN_STAGE,
			description:
				'Where a task goes that fits no rule. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
	}),
	({ pathways, rules, otherwise, moveWhen }) => ({
		pathways: inOutputOrder(pathways).map(pathwayUuid),
		rules: rules.rule,
		...(otherwise !== LEAVE_IN_STAGE && { otherwise: pathwayUuid(otherwise) }),
		moveFirst: moveWhen === 'first',
	}),
);

const output = choice({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	default: 'single',
	description: 'What to do with the tasks',
	options: [
		{
			name: 'One Output',
			value: 'single',
			description: 'Hand the tasks out; a later node moves them',
		},
		{
			name: 'One Output per Pathway',
			value: 'pathways',
			description: 'Hand each task out where rules send it, and move it along that pathway',
		},
	],
});

/** The routing rules; undefined when tasks are handed out without moving them. */
export const routingFields: Field<Routes | undefined> = mapped(
	cases(output, { single: undefined, pathways: routes }),
	({ value }) => value,
);
