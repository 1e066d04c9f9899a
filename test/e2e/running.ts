import { importTemplate, joinDemo, registerAgent, type DemoAccess } from '../../scripts/demo';
import type { StoredWorkflow } from '../../scripts/n8nApi';
import { templateNamed } from '../../scripts/templateBinding';

/** The n8n and sandbox that were started for this suite, the sandbox as it was seeded. */
export async function freshDemo(): Promise<DemoAccess> {
	const description = process.env.ENCORD_DEMO;
	if (description === undefined) throw new Error('The suite was started without its global set-up.');
	const demo = await joinDemo(description);
	await demo.sandbox.control('POST', 'reset');
	return demo;
}

export interface LiveTemplate {
	workflow: StoredWorkflow;
	/** Production URL, of a template that begins with an Encord Trigger. */
	endpoint: string;
}

/** Imports a template, activates it, and lists its agent in the sandbox's Label Editor. */
export async function goLive(demo: DemoAccess, file: string): Promise<LiveTemplate> {
	const binding = templateNamed(file);
	const workflow = await importTemplate(demo, binding);
	await demo.api.activate(workflow.id);
	return { workflow, endpoint: (await registerAgent(demo, workflow, binding)) ?? '' };
}
