import type {
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { encordWebhookSecretTest } from '../shared/n8n/webhookSecretTest';
import { encordApiTest } from '../shared/n8n/credentialTest';
import { versionsOf } from '../shared/fields/form/nodeVersions';
import { KnownNames } from '../shared/fields/names/knownNames';
import { encordClient } from '../shared/n8n/client';
import { nodeError } from '../shared/runtime/errors';
import { isBeingPublished, requireSetup } from '../shared/runtime/setup';
import { form } from './form';
import { listSearch, loadOptions } from './methods';
import { outputsExpression } from './outputs';
import { thisProcess } from './pollProcess';
import { pollStage, triggerKey } from './pollStage';
import { readForm } from './readForm';
import { hearTasksReady } from './tasksReady';

export class EncordAgentStageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Encord Agent Stage Trigger',
		name: 'encordAgentStageTrigger',
		icon: { light: 'file:../../icons/encord.svg', dark: 'file:../../icons/encord.dark.svg' },
		group: ['trigger'],
		version: versionsOf(form.properties),
		subtitle: '={{ $parameter.stage.cachedResultName || $parameter.stage.value }}',
		builderHint: {
			searchHint:
				'Starts a workflow with the tasks that wait in an agent stage of an Encord project. End each branch, the error branches too, with the Encord node, Task: Proceed, or the task comes again after its lease.',
		},
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
		credentials: [
			{ name: 'encordApi', required: true, testedBy: 'encordApiTest' },
			{
				name: 'encordWebhookSecretApi',
				displayName: 'Signing Secret',
				required: false,
				testedBy: 'encordWebhookSecretTest',
			},
		],
		webhooks: [
			{
				name: 'default',
				// Without a method there is no address. So a run by hand polls, instead of waiting for an event as runs of triggers with
				// an address do (n8n §3).
				httpMethod: '={{ $workflow.active ? "POST" : "" }}',
				path: 'encord-tasks-ready',
				responseMode: 'onReceived',
			},
		],
		properties: form.properties,
	};

	methods = { listSearch, loadOptions, credentialTest: { encordApiTest, encordWebhookSecretTest } };

	webhookMethods = {
		default: {
			/** The user pastes the address into Encord, which has no API for it. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** Checks on publication what the polls will need, so that a pathway that is missing is not found at night. */
			async create(this: IHookFunctions): Promise<boolean> {
				try {
					if (isBeingPublished(this)) await requireStage(this);
				} catch (error) {
					throw nodeError(this.getNode(), error);
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				thisProcess.wakeUps.remove(triggerKey(this));
				thisProcess.names.forget(triggerKey(this));
				return true;
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return await pollStage(this);
		} catch (error) {
			throw nodeError(this.getNode(), error);
		}
	}

	/** An event of Encord. It starts no execution by itself: the poll that it causes does. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await hearTasksReady(this, thisProcess);
	}
}

/** @throws when the stage, or a pathway that the form names, is not there, or the key may not use them */
async function requireStage(n8n: IHookFunctions): Promise<void> {
	const client = await encordClient(n8n);
	const read = await readForm(n8n, new KnownNames(), async () => await Promise.resolve(client));
	const { projectHash, stage, routes, attempts } = read;
	const pathways = [
		...(routes?.pathways ?? []),
		...(routes?.rules ?? []).map(({ pathway }) => pathway),
		routes?.otherwise,
		attempts.failurePathway,
	];
	await requireSetup(client, projectHash, {
		stage,
		pathways: [...new Set(pathways)].filter((pathway) => pathway !== undefined),
	});
}
