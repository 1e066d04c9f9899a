import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { versionsOf } from '../shared/fields/form/nodeVersions';
import * as listSearch from '../shared/lists/listSearch';
import * as loadOptions from '../shared/lists/loadOptions';
import { encordApiTest } from '../shared/n8n/credentialTest';
import { form } from './form';
import { inputsExpression } from './models/inputs';
import { OPENAI_CREDENTIAL } from './models/endpoint';
import { labelItems } from './run';

// It asks a model of its own, for many items at once: no tool that another model should call.
// eslint-disable-next-line @n8n/community-nodes/node-usable-as-tool
export class EncordAiLabeler implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Encord AI Labeler',
		name: 'encordAiLabeler',
		icon: { light: 'file:../../icons/encord.svg', dark: 'file:../../icons/encord.dark.svg' },
		group: ['transform'],
		version: versionsOf(form.properties),
		subtitle: '={{ "Label: " + $parameter.label }}',
		description:
			"Shows frames to a vision model, asks it the ontology's questions, and saves the answers that fit as labels",
		defaults: { name: 'Encord AI Labeler' },
		builderHint: {
			searchHint:
				'Labels pictures and video frames with a vision model in one step; use it instead of a model chain followed by Classification: Set. Connect a chat model that sees pictures. Behind it, route by the answers in the field values.',
		},
		inputs: inputsExpression,
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'encordApi', required: true, testedBy: 'encordApiTest' },
			{
				// n8n's own credential: people use the key they already have.
				name: OPENAI_CREDENTIAL,
				required: true,
				displayOptions: { show: { modelFrom: ['endpoint'] } },
			},
		],
		properties: form.properties,
	};

	methods = { credentialTest: { encordApiTest }, listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await labelItems(this);
	}
}
