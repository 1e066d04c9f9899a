/** The fields that say who may call the trigger's URL, and about which projects. */
import { parseOriginList, type OriginRules } from '../../src/agents/origin';
import { cases, mapped, parameter, rows, type Field } from '../shared/fields/form/field';
import { InputError } from '../shared/fields/form/inputError';
import { uuidOf } from '../shared/fields/form/locator';
import { changed } from '../shared/fields/form/nodeVersions';
import { choice, flag, loadedChoices, notice, text } from '../shared/fields/form/values';
import { projectByIdField } from '../shared/fields/places';

/** Who may call, and about which projects. */
export interface CallerSettings {
	/** IDs of the projects whose calls are accepted; absent for any project the key has access to. */
	projects?: string[];
	extraOrigins: string[];
	developmentApps: boolean;
	allowWithoutOrigin: boolean;
	onlySigned: boolean;
}

const projectRows = rows(
	{
		displayName: 'Project List',
		name: 'projects',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Project' },
		default: { project: [{}] },
	},
	{ project: { displayName: 'Project', fields: projectByIdField } },
);

const projectChoices = loadedChoices({
	displayName: 'Project Names or IDs',
	name: 'projectIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getProjects' },
	default: [],
	description:
		'Projects that may start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

/**
 * Project IDs; at least one. Names are not taken: they say who may call, and anybody can give a project the name of another one.
 * Until version 2 they were resource locators. For a node that has one, n8n evaluates an expression at every
 * request to find out how to answer (n8n §10).
 */
const listedProjects = changed(
	parameter(projectRows.property, (form) =>
		atLeastOne(projectRows.read(form).project, projectRows.property),
	),
	2,
	parameter(projectChoices.property, (form, { displayName }) =>
		atLeastOne(
			projectChoices.read(form).map((id) => uuidOf(id, displayName)),
			projectChoices.property,
		),
	),
);

function atLeastOne(projectHashes: string[], { displayName }: { displayName: string }): string[] {
	if (projectHashes.length > 0) return projectHashes;
	throw new InputError(
		`${displayName} is empty`,
		'Add the projects that may start this workflow, or allow any project.',
	);
}

/** IDs of the accepted projects; undefined for any project the key has access to. */
export const projects: Field<string[] | undefined> = mapped(
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

export const allowWithoutOrigin = flag({
	displayName: 'Allow Calls Without Origin',
	name: 'allowWithoutOrigin',
	type: 'boolean',
	default: false,
	description:
		"Whether to also answer callers that are neither a web page nor signed, such as curl. Encord's own Test agent call is always answered.",
});

const originList = text({
	displayName: 'Allowed Origins',
	name: 'extraOrigins',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://label.example.com',
	description:
		"Further web addresses the agent may be called from, separated by commas. The Encord app of the credential's region is always allowed.",
});

/** Origins that may call besides the Encord app of the credential. */
export const extraOrigins = parameter(originList.property, (form, { displayName }) =>
	originsIn(originList.read(form), displayName),
);

function originsIn(list: string, displayName: string): string[] {
	const { origins, unreadable } = parseOriginList(list);
	if (unreadable.length === 0) return origins;
	throw new InputError(
		`${displayName}: not a web address: ${unreadable.map((entry) => `"${entry}"`).join(', ')}`,
		'Write them as a browser does: https:// and the host name, separated by commas.',
	);
}

/** The allowed origins: the app of the credential's region, and those that the form adds. */
export function originRules(appUrls: string[], given: CallerSettings): OriginRules {
	return {
		appUrls,
		extraOrigins: given.extraOrigins,
		includeDevelopment: given.developmentApps,
	};
}
