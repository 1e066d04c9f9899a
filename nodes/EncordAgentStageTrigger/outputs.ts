/** Outputs of the Encord Agent Stage Trigger: one, or one per pathway. */
import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';

/** What a task that fits no rule does when it takes no pathway. */
export const LEAVE = 'leave';

/**
 * The outputs for the parameters on screen. Pathways are values `<uuid>|<name>`, sorted so that their order does not depend
 * on the order of clicks; connections are stored by number. Runs as text inside an n8n expression (n8n §4): no
 * imports, nothing from outside, never throws.
 */
export const outputsFor = (
	parameters: INodeParameters,
): Array<{ type: 'main'; displayName?: string }> => {
	if (parameters.output !== 'pathways') return [{ type: 'main' }];
	const chosen = Array.isArray(parameters.pathways) ? parameters.pathways.map(String).sort() : [];
	const names = chosen.map((value) => value.slice(value.indexOf('|') + 1));
	if (parameters.otherwise === undefined || parameters.otherwise === 'leave')
		names.push('Left in Stage');
	return names.length > 0
		? names.map((displayName) => ({ type: 'main' as const, displayName }))
		: [{ type: 'main' }];
};

export const outputsExpression: INodeTypeDescription['outputs'] = `={{ (${String(outputsFor)})($parameter) }}`;

/** Uuids of the pathways, in the order of their outputs. */
export function pathwayOrder(pathways: string[]): string[] {
	return [...pathways].sort().map(uuidOf);
}

/** Uuid of a value `<uuid>|<name>`. */
export function uuidOf(value: string): string {
	return value.split('|')[0] ?? '';
}
