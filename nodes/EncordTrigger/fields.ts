/** The form of the Encord Trigger. */
import type { INodeProperties } from 'n8n-workflow';
import { projectField } from '../shared/fields/places';

export const fields: INodeProperties[] = [
	{
		displayName:
			'In Encord, open Agents → Agents catalog → Custom agent and paste the production URL of this node as the <b>Agent endpoint</b>. Encord only accepts HTTPS addresses, and only an active workflow answers there.',
		name: 'endpointNotice',
		type: 'notice',
		default: '',
	},
	{
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
	},
	{
		displayName: 'Projects',
		name: 'projectScope',
		type: 'options',
		default: 'listed',
		description: 'Which projects may start the workflow',
		options: [
			{ name: 'Any Project the Key Can See', value: 'any' },
			{ name: 'These Projects', value: 'listed' },
		],
	},
	{
		displayName:
			'Whoever learns the URL and the IDs of a data unit can start this workflow on any project the key can see. Prefer a list of projects.',
		name: 'anyProjectNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { projectScope: ['any'] } },
	},
	{
		displayName: 'Project List',
		name: 'projects',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Project' },
		default: { project: [{}] },
		displayOptions: { show: { projectScope: ['listed'] } },
		options: [{ displayName: 'Project', name: 'project', values: [projectField] }],
	},
	{
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
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: '',
		placeholder: 'e.g. Working on it',
		description: 'Shown at once to the person who triggered the agent, at most 256 characters',
		displayOptions: { show: { reply: ['onReceived'] } },
	},
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'options',
		default: 'empty',
		description: 'What the answer holds when the workflow has ended',
		displayOptions: { show: { reply: ['lastNode'] } },
		options: [
			{
				name: 'Data of the Last Node',
				value: 'lastItem',
				description:
					'The first item as JSON; Encord shows its field "message". The caller can read all of it.',
			},
			{
				name: 'Nothing',
				value: 'empty',
				description: 'Encord reloads the labels and shows no message',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Allow Calls Without Origin',
				name: 'allowWithoutOrigin',
				type: 'boolean',
				default: false,
				description:
					"Whether to also answer callers that are no web page, such as curl. Encord's own Test agent call is always answered.",
			},
			{
				displayName: 'Allow Encord Development Apps',
				name: 'developmentApps',
				type: 'boolean',
				default: false,
				description:
					"Whether to also answer the development, staging and preview apps of Encord's own engineers",
			},
			{
				displayName: 'Allowed Origins',
				name: 'extraOrigins',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://label.example.com',
				description:
					"Further web addresses the agent may be called from, separated by commas. The Encord app of the credential's region is always allowed.",
			},
			{
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
			},
			{
				displayName: 'Include Client Metadata',
				name: 'clientMetadata',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the client metadata of the file to the label row in the output',
			},
		],
	},
];
