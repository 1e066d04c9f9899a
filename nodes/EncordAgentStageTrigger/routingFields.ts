/** The part of the form that sends tasks along pathways. */
import type { INodeProperties } from 'n8n-workflow';
import type { RuleField, RuleOperator } from '../../src/agents/routing';
import { LEAVE } from './outputs';

const showWithPathways = { show: { output: ['pathways'] } };
const pathwayOptions = { loadOptionsDependsOn: ['project.value', 'stage.value'] };

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

const ruleFields: INodeProperties[] = [
	{
		displayName: 'Field',
		name: 'field',
		type: 'options',
		default: 'title',
		description: 'What to look at',
		options: choices(fieldNames),
	},
	{
		displayName: 'Metadata Key',
		name: 'metadataKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. camera.position',
		description: 'Key in the client metadata of the file; dots lead into nested objects',
		displayOptions: { show: { field: ['metadata'] } },
	},
	{
		displayName: 'Comparison',
		name: 'operator',
		type: 'options',
		default: 'contains',
		description: 'How to compare. Case is ignored, except by regular expressions.',
		options: choices(operatorNames),
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description: 'What to compare with',
		displayOptions: { hide: { operator: ['exists', 'notExists'] } },
	},
	{
		displayName: 'Pathway Name or ID',
		name: 'pathway',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getPathwayOutputs', ...pathwayOptions },
		default: '',
		description:
			'Where a task goes that fits. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

export const routingFields: INodeProperties[] = [
	{
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
				description: 'Move each task along a pathway by rules, then hand it out there',
			},
		],
	},
	{
		displayName:
			'Tasks are moved before they are handed out. Where labels are written first, use One Output and move the task at the end.',
		name: 'routingNotice',
		type: 'notice',
		default: '',
		displayOptions: showWithPathways,
	},
	{
		displayName: 'Pathway Names or IDs',
		name: 'pathways',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getPathwayOutputs', ...pathwayOptions },
		default: [],
		description:
			'The pathways that get an output. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: showWithPathways,
	},
	{
		displayName: 'Rules',
		name: 'rules',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Rule' },
		default: {},
		description: 'Tried from top to bottom; the first rule that fits decides',
		displayOptions: showWithPathways,
		options: [{ displayName: 'Rule', name: 'rule', values: ruleFields }],
	},
	{
		displayName: 'Otherwise Name or ID',
		name: 'otherwise',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getOtherwise', ...pathwayOptions },
		default: LEAVE,
		description:
			'Where a task goes that fits no rule. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: showWithPathways,
	},
];

function choices(names: Record<string, string>) {
	return Object.entries(names)
		.map(([value, name]) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
