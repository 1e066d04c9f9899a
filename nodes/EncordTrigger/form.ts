/** The form of the Encord Trigger: which requests start the workflow, and what its items contain. */
import type { TriggerEvent } from '../../src/agents/admission';
import { cases, collection, group, mapped, type Field } from '../shared/fields/form/field';
import { nodeVersion } from '../shared/fields/form/nodeVersions';
import { rawEntry, wantsRaw } from '../shared/fields/limits';
import { choice, notice } from '../shared/fields/form/values';
import { agentCallForm } from './agentCallForm';
import { allowWithoutOrigin, projects, type CallerSettings } from './callerFields';

const eventNotice = notice({
	displayName:
		'In Encord, paste the production URL of this node into the webhook settings of the stage, and the <b>Signing secret</b> that Encord shows there into the credential for webhooks. Without it, events are refused: anybody could send them.',
	name: 'eventNotice',
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
			description:
				'Somebody chose Trigger agent in the Label Editor (formerly editor agent), or a task reached an agent stage in Auto mode',
		},
		{
			name: 'Task Completed',
			value: 'taskCompleted',
			description: 'Tasks reached the end of the Workflow',
		},
		{
			name: 'Task Submitted',
			value: 'taskSubmitted',
			description: 'Annotators submitted tasks',
		},
		{
			name: 'Task Submitted or Completed',
			value: 'taskMoved',
			description: 'Both; the field "event" of the output says which one it was',
		},
		{
			name: 'Tasks Ready',
			value: 'tasksReady',
			description:
				'Tasks wait in an agent stage in Advanced mode. The event says how many, not which: read them with Task: Get Many.',
		},
	],
});

const eventForm: Field<CallerSettings & { raw: boolean }> = mapped(
	group({
		eventNotice,
		projects,
		options: collection(
			{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
			{ allowWithoutOrigin, includeRaw: rawEntry },
		),
		version: nodeVersion,
	}),
	({ projects: accepted, options: values, version }) => ({
		raw: wantsRaw(values, version),
		...(accepted && { projects: accepted }),
		extraOrigins: [],
		developmentApps: false,
		allowWithoutOrigin: values.allowWithoutOrigin ?? false,
		onlySigned: false,
	}),
);

/** The chosen event and its settings. A new event is an option of `event`, an entry here and one in `eventsOf`. */
const settings = cases(event, {
	customAgentCalled: agentCallForm,
	taskCompleted: eventForm,
	taskSubmitted: eventForm,
	taskMoved: eventForm,
	tasksReady: eventForm,
});

/** `option` is the event, `value` its settings. */
export type TriggerSettings = ReturnType<typeof settings.read>;

export const form: Field<TriggerSettings> = settings;

/** What starts a workflow with this choice of event. */
export function eventsOf(option: TriggerSettings['option']): TriggerEvent[] {
	return option === 'taskMoved' ? ['taskSubmitted', 'taskCompleted'] : [option];
}
