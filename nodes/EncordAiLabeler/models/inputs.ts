/** The inputs of the node: with an endpoint as the first model, what is connected can only be the second opinion. */
import type { INodeTypeDescription } from 'n8n-workflow';

/**
 * n8n runs its text inside an expression (n8n §4), so it must not use imports or outer variables. Longer names overlap on the
 * canvas. None is required, because n8n's own error for that would stand in place of ours.
 */
const INPUTS = `(chosen) => {
	const names = chosen === 'endpoint' ? ['Second'] : ['Model', 'Second'];
	const model = (displayName) => ({ type: 'ai_languageModel', displayName, maxConnections: 1, required: false });
	return [{ type: 'main' }, ...names.map(model)];
}`;

/** A choice that is an expression of an item has no value here, and every input is shown. */
export const inputsExpression: INodeTypeDescription['inputs'] = `={{ ((p) => { let chosen; try { chosen = p.modelFrom; } catch {} return (${INPUTS})(chosen); })($parameter) }}`;
