import {
	importTemplate,
	joinDemo,
	registerAgent,
	type DemoAccess,
} from '../../../scripts/demo/demo';
import type { StoredWorkflow, WorkflowNode } from '../../../scripts/n8n/api';
import { templateNamed } from '../../../scripts/demo/templateBinding';

/**
 * Puts the sandbox back to its seed, with new tasks: n8n leaves tasks alone that an earlier test handed out. Before that, takes every
 * workflow out of work and ends the executions that run, because they would take the new tasks.
 */
export async function resetDemo(demo: DemoAccess): Promise<void> {
	for (const { id, active } of await demo.api.workflows()) {
		if (active) await demo.api.deactivate(id);
	}
	for (const { id, status } of await demo.api.executions()) {
		if (['new', 'running'].includes(status)) await demo.api.stop(id);
	}
	await demo.sandbox.control('POST', 'reset?tasks=new');
}

/** A person who begins has one credential of a kind, and n8n chooses it. Other tests leave more. */
export async function keepOnlyDemoCredentials(demo: DemoAccess): Promise<void> {
	const own = Object.values(demo.credentials).map((credential) => credential?.id);
	for (const { id } of await demo.api.credentials())
		if (!own.includes(id)) await demo.api.call('DELETE', `/credentials/${id}`);
}

/** The n8n and the sandbox that were started for this suite, with nothing at work and the sandbox at its seed. */
export async function freshDemo(): Promise<DemoAccess> {
	const description = process.env.ENCORD_DEMO;
	if (description === undefined)
		throw new Error('The suite was started without its global set-up.');
	const demo = await joinDemo(description);
	await resetDemo(demo);
	return demo;
}

export interface LiveTemplate {
	workflow: StoredWorkflow;
	/** Production URL of a template with an Encord Trigger. */
	endpoint: string;
}

/**
 * Imports a template, publishes it, and registers its agent in the sandbox's Label Editor. `change` edits its nodes before that,
 * as a user does in n8n's editor.
 */
export async function goLive(
	demo: DemoAccess,
	file: string,
	change?: (node: WorkflowNode) => WorkflowNode,
): Promise<LiveTemplate> {
	const binding = templateNamed(file);
	let workflow = await importTemplate(demo, binding);
	if (change !== undefined) {
		// Removes the template's version from `meta`, so that the next import replaces this workflow by the template.
		workflow = await demo.api.saveWorkflow(
			{ ...workflow, nodes: workflow.nodes.map(change), meta: {} },
			workflow.id,
		);
	}
	await demo.api.activate(workflow.id);
	return { workflow, endpoint: (await registerAgent(demo, workflow, binding)) ?? '' };
}
