/** Outputs of the Encord Agent Stage Trigger: one, or one per pathway. */
import type { INodeTypeDescription } from 'n8n-workflow';
import { pathwayOutputNames } from '../shared/fields/pathwayOutputs';

/** What a task that fits no rule does when it takes no pathway. */
export const LEAVE = 'leave';

/** One output per chosen pathway, then one for tasks that stay where they are, unless all take a pathway (n8n §4). */
export const outputsExpression: INodeTypeDescription['outputs'] = `={{ ((p) => {
	if (p.output !== 'pathways') return [{ type: 'main' }];
	const names = ${pathwayOutputNames}(p.pathways);
	if (p.otherwise === undefined || p.otherwise === '${LEAVE}') names.push('Left in Stage');
	return names.length > 0
		? names.map((displayName) => ({ type: 'main', displayName }))
		: [{ type: 'main' }];
})($parameter) }}`;
