/** Publishing a workflow that cannot work: n8n says so then, in the words of the check. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { JsonObject } from '../../scripts/n8n/api';
import { byId, inARow, node } from './demo/agentWorkflow';
import { freshDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});

const nowhere = '00000000-0000-4000-8000-000000000000';

/** Tries to publish a workflow of this trigger. @returns what n8n says, or undefined when it is published */
async function refusal(type: string, version: number, parameters: JsonObject) {
	const credentials = { encordApi: demo.credentials.encordApi! };
	const nodes = [
		{ ...node('Start', type, version, parameters, { credentials }), webhookId: randomUUID() },
		node('End', 'n8n-nodes-base.noOp', 1, {}),
	];
	const { id } = await demo.api.saveWorkflow({
		name: 'Activation',
		nodes,
		connections: inARow(nodes.map(({ name }) => name)),
	});
	try {
		await demo.api.activate(id);
		return undefined;
	} catch (error) {
		// The status of the publication is JSON.
		return (error as Error).message.replaceAll('\\"', '"');
	} finally {
		await demo.api.deleteWorkflow(id);
	}
}

const projectNamed = (title: string) =>
	demo.sandbox.projects.find((project) => project.title === title)!;

describe('the Encord Agent Stage Trigger', () => {
	const refused = async (parameters: JsonObject) =>
		await refusal('n8n-nodes-encord.encordAgentStageTrigger', 2, {
			project: byId(projectNamed('pets').projectHash),
			stage: byId('Agent 1'),
			...parameters,
		});

	it('is refused when its stage is not there', async () => {
		expect(await refused({ stage: byId('Agent 7') })).toContain('has no agent stage "Agent 7"');
	});

	it('is published when all is there', async () => {
		expect(await refused({})).toBeUndefined();
	});
});

describe('the Encord Trigger', () => {
	const refused = async (projectIds: string[]) =>
		await refusal('n8n-nodes-encord.encordTrigger', 2, { projectIds });

	it('is refused when the key cannot see one of its projects', async () => {
		const said = await refused([projectNamed('scenes').projectHash, nowhere]);
		expect(said).toMatch(/project/i);
		expect(said).not.toContain('PRIVATE KEY');
	});

	it('is published when all projects are there', async () => {
		expect(await refused([projectNamed('scenes').projectHash])).toBeUndefined();
	});
});
