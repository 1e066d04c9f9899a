/** What the form and the credential of the Encord Trigger say, as the rules calls are admitted by. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { parseOriginList, type OriginRules } from '../../src/agents/origin';
import { parseUuid } from '../../src/encord/wire/identifiers';
import { InputError } from '../shared/runtime/errors';
import type { Fetch } from './fetchWithCall';

export interface TriggerSettings {
	/** Canonical project hashes; absent: any project the key sees. */
	projects?: string[];
	extraOrigins: string[];
	developmentApps: boolean;
	allowWithoutOrigin: boolean;
	clientMetadata: boolean;
	/** What each item brings besides the call. */
	fetch: Fetch;
}

interface Options {
	extraOrigins?: string;
	developmentApps?: boolean;
	allowWithoutOrigin?: boolean;
	clientMetadata?: boolean;
	fetch?: Fetch;
}

/** Reads the form. @throws InputError naming the field that cannot be used as it is */
export function readSettings(n8n: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const options = n8n.getNodeParameter('options', {}) as Options;
	return {
		...(n8n.getNodeParameter('projectScope') === 'listed' && { projects: readProjects(n8n) }),
		extraOrigins: readOrigins(options.extraOrigins ?? ''),
		developmentApps: options.developmentApps ?? false,
		allowWithoutOrigin: options.allowWithoutOrigin ?? false,
		clientMetadata: options.clientMetadata ?? false,
		fetch: options.fetch ?? 'nothing',
	};
}

function readProjects(n8n: IWebhookFunctions | IHookFunctions): string[] {
	const rows = n8n.getNodeParameter('projects.project', []) as unknown[];
	const projects = rows.map((_row, index) => {
		const value = String(
			n8n.getNodeParameter(`projects.project[${index}].project`, '', { extractValue: true }),
		);
		const projectHash = parseUuid(value.trim());
		if (projectHash === undefined) {
			throw new InputError(
				`Entry ${index + 1} of the project list is no project`,
				'Choose it from the list, paste its Encord address, or give its ID.',
			);
		}
		return projectHash;
	});
	if (projects.length === 0) {
		throw new InputError(
			'The project list is empty',
			'Add the projects whose annotators may call this agent, or allow any project.',
		);
	}
	return projects;
}

function readOrigins(text: string): string[] {
	const { origins, unreadable } = parseOriginList(text);
	if (unreadable.length === 0) return origins;
	throw new InputError(
		`Allowed Origins: ${unreadable.map((entry) => `"${entry}"`).join(', ')} is no web address`,
		'Write them as a browser does: https:// and the host name, separated by commas.',
	);
}

/** Origins for a region's app and what the form adds to it. */
export function originRules(appUrl: string, settings: TriggerSettings): OriginRules {
	return {
		appUrls: [appUrl],
		extraOrigins: settings.extraOrigins,
		includeDevelopment: settings.developmentApps,
	};
}
