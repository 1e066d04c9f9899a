/**
 * What an AI Agent may do with the node as its tool. Reading, and writing what can be undone, is always allowed. Everything else has
 * to be allowed on the form, which the agent's model cannot fill in.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { ItemForms } from '../fields/form/itemForms';
import { InputError } from '../fields/form/inputError';
import { flag } from '../fields/form/values';

export const agentPermission = flag({
	displayName: 'Agent May Run This',
	name: 'agentMayRun',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether the AI Agent may run this operation by itself, which moves tasks, or changes or removes what is there',
	// n8n shows it only where the node is a tool.
	displayOptions: { show: { '@tool': [true] } },
});

/** @throws InputError when the form does not allow an agent to run the operation */
export function requireAgentPermission(n8n: IExecuteFunctions): void {
	const form = new ItemForms(n8n).of(0);
	const { name, displayName } = agentPermission.property;
	if (form.value(name) !== undefined && agentPermission.read(form)) return;
	throw new InputError(
		'An AI Agent may not run this operation',
		`Whoever built the workflow can allow it: turn on "${displayName}" in this tool.`,
	);
}
