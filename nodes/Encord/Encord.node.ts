import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { assembleNode } from '../shared/runtime/assemble';
import { encordClient } from '../shared/n8n/client';
import { encordApiTest } from '../shared/n8n/credentialTest';
import { n8nSend } from '../shared/n8n/http';
import * as listSearch from '../shared/lists/listSearch';
import * as loadOptions from '../shared/lists/loadOptions';
import * as resourceMapping from '../shared/lists/resourceMapping';
import { firstResource, operations, resources } from './operations';

const node = assembleNode({
	resources,
	firstResource,
	operations,
	openClient: encordClient,
	openSend: n8nSend,
});

export class Encord implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Encord',
		name: 'encord',
		icon: { light: 'file:../../icons/encord.svg', dark: 'file:../../icons/encord.dark.svg' },
		group: ['transform'],
		version: node.version,
		subtitle: node.subtitle,
		description:
			'Read frames and labels from Encord, write labels, and route tasks through a workflow',
		defaults: { name: 'Encord' },
		builderHint: {
			searchHint:
				'Reads and writes Encord projects: label rows, frames, crops, classifications, objects, tasks, files. To write what a model said, set the field that takes the model answer; to answer a call of the Encord Trigger, end with Custom Agent: Reply; to finish a task of the Encord Agent Stage Trigger, end with Task: Proceed.',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: node.outputs,
		credentials: [{ name: 'encordApi', required: true, testedBy: 'encordApiTest' }],
		hints: [
			{
				message: 'Dry run: nothing is saved in Encord. The output shows what would change.',
				displayCondition: '={{ $parameter["options"]?.["dryRun"] === true }}',
				location: 'outputPane',
				whenToDisplay: 'always',
			},
		],
		properties: node.properties,
	};

	methods = { credentialTest: { encordApiTest }, listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await node.execute(this);
	}
}
