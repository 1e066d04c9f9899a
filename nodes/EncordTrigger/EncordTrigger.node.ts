import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import * as listSearch from '../shared/lists/listSearch';
import { getProjects } from '../shared/lists/loadOptions';
import { encordClient } from '../shared/n8n/client';
import { encordApiTest } from '../shared/n8n/credentialTest';
import { encordWebhookSecretTest } from '../shared/n8n/webhookSecretTest';
import { nodeError } from '../shared/runtime/errors';
import { isBeingPublished, requireSetup } from '../shared/runtime/setup';
import { receive } from './receive';
import { responseData, responseMode, withoutEngine } from './responseMode';
import { replayCall } from './replay';
import { form, type TriggerSettings } from './form';
import { triggerForm } from '../shared/fields/form/form';
import { versionsOf } from '../shared/fields/form/nodeVersions';

const whileBuilding =
	'<b>To test:</b> click the button above. For two minutes n8n listens at the <b>test URL</b> for one call and shows it here. In Encord, paste the test URL as the Agent endpoint of a custom agent (Agents → Agents catalog → Custom agent), open a data unit in the Label Editor and choose Trigger agent.';
const forEveryday =
	'<br><br><b>For everyday use:</b> publish the workflow and paste the <b>production URL</b> instead. It answers as long as the workflow is published, and its runs show under Executions.';
const whyCors =
	'<br><br><b>If Encord reports a CORS error:</b> the Label Editor calls n8n from the browser, and where nothing listens n8n answers without the header that lets a page read the answer. The two minutes are over, the workflow is not published, or the other one of the two URLs was pasted.';

export class EncordTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Encord Trigger',
		name: 'encordTrigger',
		icon: { light: 'file:../../icons/encord.svg', dark: 'file:../../icons/encord.dark.svg' },
		group: ['trigger'],
		version: versionsOf(form.properties),
		subtitle: `={{ ({ customAgentCalled: 'Custom agent called', taskCompleted: 'Task completed', taskSubmitted: 'Task submitted', taskMoved: 'Task submitted or completed', tasksReady: 'Tasks ready' })[$parameter.event] }}`,
		description:
			"Starts the workflow when an agent is triggered in Encord's Label Editor or by a stage of a Workflow, and when a stage tells of tasks",
		builderHint: {
			searchHint:
				'Starts a workflow when an annotator triggers a custom agent in the Label Editor of Encord, when a stage of a Workflow calls one, or when Encord tells that tasks are ready, submitted or completed. End each branch of a call with the Encord node, Custom Agent: Reply.',
		},
		eventTriggerDescription:
			'Waiting for somebody to trigger the agent in Encord. The test URL listens for two minutes.',
		activationMessage:
			'Encord can now call this agent. Paste the production URL of the Encord Trigger into Encord: Agents → Agents catalog → Custom agent → Agent endpoint.',
		triggerPanel: {
			header: 'Trigger the agent in Encord to get test data',
			executionsHelp: {
				inactive: `${whileBuilding} ${forEveryday} ${whyCors}`,
				active: `${whileBuilding} ${forEveryday} ${whyCors}`,
			},
			activationHint:
				'The button makes the <b>test URL</b> listen for two minutes. When the workflow is finished, publish it and paste the <b>production URL</b> into Encord as the Agent endpoint.',
		},
		defaults: { name: 'Encord Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
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
			withoutEngine(
				{ name: 'default', httpMethod: 'POST', path: 'encord-agent' },
				{ responseMode, responseData },
			),
		],
		properties: form.properties,
	};

	methods = {
		listSearch,
		loadOptions: { getProjects },
		credentialTest: { encordApiTest, encordWebhookSecretTest },
	};

	webhookMethods = {
		default: {
			/** Encord has no API to register the URL; the user pastes it into Encord. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/**
			 * Checks the form and the projects when the workflow is published, so that the user, not the first annotator, sees what is missing. When somebody listens for a
			 * test event, it calls the test URL if the form says so.
			 */
			async create(this: IHookFunctions): Promise<boolean> {
				try {
					const settings = form.read(triggerForm(this));
					if (isBeingPublished(this)) await requireProjects(this, settings);
					const { option, value } = settings;
					const isTest = this.getMode() === 'manual';
					if (isTest && option === 'customAgentCalled' && value.replayUrl.trim() !== '')
						await replayCall(this, value);
				} catch (error) {
					throw nodeError(this.getNode(), error);
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}

/** @throws when one of the listed projects cannot be read, or lacks what the workflow needs */
async function requireProjects(n8n: IHookFunctions, { option, value }: TriggerSettings) {
	if (value.projects === undefined) return;
	const client = await encordClient(n8n);
	const needs = {
		stages: option === 'tasksReady',
		pictures: option === 'customAgentCalled' && value.fetch !== 'nothing',
	};
	for (const projectHash of value.projects) await requireSetup(client, projectHash, needs);
}
