import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { encordApiTest } from '../shared/n8n/credentialTest';
import { versionsOf } from '../shared/fields/form/nodeVersions';
import { nodeError } from '../shared/runtime/errors';
import { form } from './form';
import { listSearch, loadOptions } from './methods';
import { outputsExpression } from './outputs';
import { pollStage } from './pollStage';

export class EncordAgentStageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Encord Agent Stage Trigger',
		name: 'encordAgentStageTrigger',
		icon: { light: 'file:../../icons/encord.svg', dark: 'file:../../icons/encord.dark.svg' },
		group: ['trigger'],
		version: versionsOf(form.properties),
		subtitle: '={{ $parameter.stage.cachedResultName || $parameter.stage.value }}',
		description:
			'Starts the workflow with the tasks that wait in an agent stage of an Encord workflow',
		eventTriggerDescription:
			'Looks for tasks in the agent stage. Test runs neither lease nor move a task.',
		activationMessage:
			'n8n now picks up the tasks of this agent stage. A task comes again after its lease while nothing has moved it along a pathway.',
		defaults: { name: 'Encord Agent Stage Trigger' },
		polling: true,
		inputs: [],
		outputs: outputsExpression,
		credentials: [{ name: 'encordApi', required: true, testedBy: 'encordApiTest' }],
		properties: form.properties,
	};

	methods = { listSearch, loadOptions, credentialTest: { encordApiTest } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return await pollStage(this);
		} catch (error) {
			throw nodeError(this.getNode(), error);
		}
	}
}
