/** The fields of the event "Custom Agent Called". */
import { collection, group, mapped, type Field } from '../shared/fields/form/field';
import { changed, nodeVersion } from '../shared/fields/form/nodeVersions';
import { choice, flag, notice, number, text } from '../shared/fields/form/values';
import { rawEntry, wantsRaw } from '../shared/fields/limits';
import { allowWithoutOrigin, extraOrigins, projects, type CallerSettings } from './callerFields';

/** What the form says about calls of a custom agent. */
export interface AgentCallSettings extends CallerSettings {
	/** Whether the output has the body of the call. */
	raw: boolean;
	clientMetadata: boolean;
	/** The pictures in the output. */
	fetch: 'nothing' | 'frameImage' | 'crops';
	/** Message of an immediate reply. */
	message: string;
	/** Seconds until the caller is told that the agent still works; 0 for no limit and for immediate replies. */
	answerWithin: number;
	/** Whether the result of a run that took longer becomes an issue. */
	lateIssue: boolean;
	/** Calls of the endpoint per minute. */
	callsPerMinute: number;
	/** Address of the Label Editor whose call is made up when somebody listens for a test event; empty for none. */
	replayUrl: string;
}

const endpointNotice = notice({
	displayName:
		'In Encord, open Agents → Agents catalog → Custom agent and paste the production URL of this node as the <b>Agent endpoint</b>. Encord only accepts HTTPS addresses, and only a published workflow answers there.',
	name: 'endpointNotice',
	type: 'notice',
	default: '',
});

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

/** More than one n8n process answers, so that only a flood is refused. */
const CALLS_PER_MINUTE = 1200;
/** Seconds that Encord's servers, the browser and the proxies between them can be expected to wait. */
const USUAL_LIMIT = 55;

const answerWithin = (usual: number) =>
	number({
		displayName: 'Answer Within (Seconds)',
		name: 'answerWithin',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600, numberPrecision: 0 },
		default: usual,
		description:
			'After that, the person who triggered the agent reads that it still works, and the workflow goes on. A stage in Auto mode cannot take a decision later: its run fails in Encord, so use an Advanced stage for agents that need longer. 0 waits as long as the caller does. Many proxies end a request after 60 seconds.',
		displayOptions: { show: { reply: ['lastNode', 'responseNode'] } },
	});

const lateIssue = flag({
	displayName: 'Report Late Results as an Issue',
	name: 'lateIssue',
	type: 'boolean',
	default: false,
	description:
		'Whether the result of a run that took longer than that is written as an issue on the data unit in Encord',
	displayOptions: { show: { reply: ['lastNode', 'responseNode'] } },
});

const options = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		allowWithoutOrigin,
		onlySigned: flag({
			displayName: 'Only Signed Calls',
			name: 'onlySigned',
			type: 'boolean',
			default: false,
			description:
				"Whether to answer calls of Encord's servers only, for agents of a stage in Auto mode that nobody triggers in the Label Editor. They are verified with the signing secret of the credential for webhooks.",
		}),
		callsPerMinute: number({
			displayName: 'Calls per Minute',
			name: 'callsPerMinute',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100000, numberPrecision: 0 },
			default: CALLS_PER_MINUTE,
			description:
				'Further calls are refused with status 429. One data unit can be called 60 times a minute, and not while the workflow still works on it.',
		}),
		replayUrl: text({
			displayName: 'Replay a Label Editor URL',
			name: 'replayUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://app.encord.com/label_editor/…',
			description:
				'For tests: when you click Execute Workflow or Listen for Test Event, n8n calls the test URL with this project, data unit, frame and selected objects, so that nobody has to click in Encord',
		}),
		developmentApps: flag({
			displayName: 'Allow Encord Development Apps',
			name: 'developmentApps',
			type: 'boolean',
			default: false,
			description:
				"Whether to also answer the development, staging and preview apps of Encord's own engineers",
		}),
		extraOrigins,
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
		includeRaw: rawEntry,
		clientMetadata: flag({
			displayName: 'Include Client Metadata',
			name: 'clientMetadata',
			type: 'boolean',
			default: false,
			description: 'Whether to add the client metadata of the file to the label row in the output',
		}),
	},
	['fetch', 'replayUrl', 'clientMetadata', 'extraOrigins', 'onlySigned'],
);

export const agentCallForm: Field<AgentCallSettings> = mapped(
	group({
		endpointNotice,
		projects,
		reply,
		message,
		answer,
		// Until version 2, a call was answered when the workflow answered, however long that took.
		answerWithin: changed(answerWithin(0), 2, answerWithin(USUAL_LIMIT)),
		lateIssue,
		options,
		version: nodeVersion,
	}),
	({ projects: accepted, options: values, version, ...given }) => ({
		...(accepted && { projects: accepted }),
		extraOrigins: values.extraOrigins ?? [],
		developmentApps: values.developmentApps ?? false,
		allowWithoutOrigin: values.allowWithoutOrigin ?? false,
		onlySigned: values.onlySigned ?? false,
		raw: wantsRaw(values, version),
		clientMetadata: values.clientMetadata ?? false,
		fetch: values.fetch ?? 'nothing',
		message: given.message,
		answerWithin: given.reply === 'onReceived' ? 0 : given.answerWithin,
		lateIssue: given.lateIssue,
		callsPerMinute: values.callsPerMinute ?? CALLS_PER_MINUTE,
		replayUrl: values.replayUrl ?? '',
	}),
);
