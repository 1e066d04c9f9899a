/** Outputs of the Encord Agent Stage Trigger: one, or one per pathway. */
import type { INodeTypeDescription } from 'n8n-workflow';
import { pathwayOutputNames } from '../shared/fields/pathwayOutputs';

/** Value of *Otherwise* for tasks that stay in the stage. */
export const LEAVE_IN_STAGE = 'leave';

/** One output per chosen pathway, and one for tasks that stay in the stage unless *Otherwise* is a pathway (n8n §4). */
export const outputsExpression: INodeTypeDescription['outputs'] = `={{ ((p) => {
	if (p.output !== 'pathways') return [{ type: 'main' }];
	const names = ${pathwayOutputNames}(p.pathways);
	if (p.otherwise === undefined || p.otherwise === '${LEAVE_IN_STAGE}') names.push('Left in Stage');
	return names.length > 0
		? names.map((displayName) => ({ type: 'main', displayName }))
		: [{ type: 'main' }];
})($parameter) }}`;
