/** The form of the Encord Trigger: which calls it accepts, and what its items contain. */
import { parseOriginList, type OriginRules } from '../../src/agents/origin';
import {
	cases,
	collection,
	group,
	mapped,
	rows,
	parameter,
	type Field,
} from '../shared/fields/form/field';
import { InputError } from '../shared/fields/form/inputError';
import { choice, flag, notice, text } from '../shared/fields/form/values';
import { projectField } from '../shared/fields/places';

/** What the form says about calls of a custom agent. */
export interface AgentCallSettings {
	/** IDs of the projects whose calls are accepted; absent for any project the key has access to. */
	projects?: string[];
	extraOrigins: string[];
	developmentApps: boolean;
	allowWithoutOrigin: boolean;
	clientMetadata: boolean;
	/** The pictures in the output. */
	fetch: 'nothing' | 'frameImage' | 'crops';
	/** Message of an immediate reply. */
	message: string;
}

const endpointNotice = notice({
	displayName:
		'In Encord, open Agents → Agents catalog → Custom agent and paste the production URL of this node as the <b>Agent endpoint</b>. Encord only accepts HTTPS addresses, and only a published workflow answers there.',
	name: 'endpointNotice',
	type: 'notice',
	default: '',
});

const event = choice({
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	default: 'customAgentCalled',
	description: 'What starts the workflow',
	options: [
		{
			name: 'Custom Agent Called',
			value: 'customAgentCalled',
			description: 'Somebody chose Trigger agent in the Label Editor (formerly editor agent)',
		},
	],
});

/** Project IDs; at least one. */
const listedProjects = mapped(
	rows(
		{
			displayName: 'Project List',
			name: 'projects',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Project' },
			default: { project: [{}] },
		},
		{ project: { displayName: 'Project', fields: projectField } },
	),
	({ project: listed }) => {
		if (listed.length > 0) return listed;
		throw new InputError(
			'Project List is empty',
			'Add the projects whose annotators may call this agent, or allow any project.',
		);
	},
);

/** IDs of the accepted projects; undefined for any project the key has access to. */
const projects: Field<string[] | undefined> = mapped(
	cases(
		choice({
			displayName: 'Projects',
			name: 'projectScope',
			type: 'options',
			default: 'listed',
			description: 'Which projects may start the workflow',
			options: [
				{ name: 'Any Project the Key Can See', value: 'any' },
				{ name: 'These Projects', value: 'listed' },
			],
		}),
		{
			any: notice({
				displayName:
					'Anybody who knows the URL and the IDs of a data unit can start this workflow on any project the key can see. Prefer a list of projects.',
				name: 'anyProjectNotice',
				type: 'notice',
				default: '',
			}),
			listed: listedProjects,
		},
	),
	({ value }) => value,
);

/** When the caller gets the reply. n8n reads this field, see the node's webhook description. */
const reply = choice({
	displayName: 'Reply',
	name: 'reply',
	type: 'options',
	default: 'responseNode',
	description: 'When and what the person who triggered the agent gets as an answer',
	options: [
		{
			name: 'At Once',
			value: 'onReceived',
			description: 'The Label Editor does not wait; labels written later show after a reload',
		},
		{
			name: 'By the Reply Operation',
			value: 'responseNode',
			description:
				'An Encord node with the operation Agent: Reply answers; without one, the answer is empty when the workflow ends',
		},
		{
			name: 'When the Workflow Ends',
			value: 'lastNode',
			description: 'The Label Editor reloads the labels when the last node is done',
		},
	],
});

const message = text({
	displayName: 'Message',
	name: 'message',
	type: 'string',
	default: '',
	placeholder: 'e.g. Working on it',
	description: 'Shown at once to the person who triggered the agent, at most 256 characters',
	displayOptions: { show: { reply: ['onReceived'] } },
});

/** The content of the reply. n8n reads this field, see the node's webhook description. */
const answer = choice({
	displayName: 'Answer',
	name: 'answer',
	type: 'options',
	default: 'empty',
	description: 'What the answer holds when the workflow has ended',
	options: [
		{
			name: 'Data of the Last Node',
			value: 'lastItem',
			description:
				'The first item as JSON; Encord shows its field "message". The caller can read all of it. When the last node gives no item, n8n answers with status 500: turn on Always Output Data in its settings.',
		},
		{
			name: 'Nothing',
			value: 'empty',
			description: 'Encord reloads the labels and shows no message',
		},
	],
	displayOptions: { show: { reply: ['lastNode'] } },
});

const extraOrigins = text({
	displayName: 'Allowed Origins',
	name: 'extraOrigins',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://label.example.com',
	description:
		"Further web addresses the agent may be called from, separated by commas. The Encord app of the credential's region is always allowed.",
});

const options = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		allowWithoutOrigin: flag({
			displayName: 'Allow Calls Without Origin',
			name: 'allowWithoutOrigin',
			type: 'boolean',
			default: false,
			description:
				"Whether to also answer callers that are no web page, such as curl. Encord's own Test agent call is always answered.",
		}),
		developmentApps: flag({
			displayName: 'Allow Encord Development Apps',
			name: 'developmentApps',
			type: 'boolean',
			default: false,
			description:
				"Whether to also answer the development, staging and preview apps of Encord's own engineers",
		}),
		extraOrigins: parameter(extraOrigins.property, (form, { displayName }) =>
			originsIn(extraOrigins.read(form), displayName),
		),
		fetch: choice({
			displayName: 'Fetch with the Call',
			name: 'fetch',
			type: 'options',
			default: 'nothing',
			description:
				'Which pictures the output brings along, in the binary field "data". If one cannot be fetched, the person who triggered the agent reads why and the workflow does not start.',
			options: [
				{ name: 'Nothing', value: 'nothing' },
				{
					name: 'Frame Image',
					value: 'frameImage',
					description: 'The frame that was open, as a JPEG',
				},
				{
					name: "Selected Objects' Crops",
					value: 'crops',
					description:
						'One item per selected object, cut out of the frame as a JPEG; without a selection, one per object of the frame',
				},
			],
		}),
		clientMetadata: flag({
			displayName: 'Include Client Metadata',
			name: 'clientMetadata',
			type: 'boolean',
			default: false,
			description: 'Whether to add the client metadata of the file to the label row in the output',
		}),
	},
);

function originsIn(list: string, displayName: string): string[] {
	const { origins, unreadable } = parseOriginList(list);
	if (unreadable.length === 0) return origins;
	throw new InputError(
		`${displayName}: not a web address: ${unreadable.map((entry) => `"${entry}"`).join(', ')}`,
		'Write them as a browser does: https:// and the host name, separated by commas.',
	);
}

const agentCallForm: Field<AgentCallSettings> = mapped(
	group({ projects, reply, message, answer, options }),
	({ projects: accepted, message: immediateMessage, options: values }) => ({
		...(accepted && { projects: accepted }),
		extraOrigins: values.extraOrigins ?? [],
		developmentApps: values.developmentApps ?? false,
		allowWithoutOrigin: values.allowWithoutOrigin ?? false,
		clientMetadata: values.clientMetadata ?? false,
		fetch: values.fetch ?? 'nothing',
		message: immediateMessage,
	}),
);

/** The chosen event and its settings. A new event is an option of `event` and an entry here. */
const settings = cases(event, { customAgentCalled: agentCallForm });

/** `option` is the event, `value` its settings. */
export type TriggerSettings = ReturnType<typeof settings.read>;

export const form: Field<TriggerSettings> = mapped(
	group({ endpointNotice, settings }),
	({ settings: chosen }) => chosen,
);

/** The allowed origins: the app of the credential's region, and those that the form adds. */
export function originRules(appUrl: string, given: AgentCallSettings): OriginRules {
	return {
		appUrls: [appUrl],
		extraOrigins: given.extraOrigins,
		includeDevelopment: given.developmentApps,
	};
}
