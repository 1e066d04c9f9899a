import { beforeAll, describe, expect, it } from '@jest/globals';
import { encordCredential, type DemoAccess } from '../../scripts/demo/demo';
import type { Execution, JsonObject } from '../../scripts/n8n/api';
import { generateOpenSshKey } from '../../sandbox/state/keys';
import { freshDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});

/** Runs an HTTP Request node that borrows the Encord credential. */
async function requestWithCredential(url: string): Promise<Execution> {
	const { api, credentials } = demo;
	const workflow = await api.saveWorkflow({
		name: 'HTTP Request with the Encord credential',
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'request',
				name: 'Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [220, 0],
				parameters: {
					url,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'encordApi',
					options: {},
				},
				credentials: { encordApi: credentials.encordApi ?? { id: '', name: '' } },
			},
		],
		connections: { Start: { main: [[{ node: 'Request', type: 'main', index: 0 }]] } },
	});
	try {
		return await api.finished(await api.run(workflow.id, 'Start'));
	} finally {
		await api.deleteWorkflow(workflow.id);
	}
}

const itemsOf = (execution: Execution): JsonObject[] =>
	execution.nodes.Request?.[0]?.data?.main?.[0]?.map(({ json }) => json) ?? [];

describe('the credential, in a real n8n', () => {
	it('says that the key is known and how many projects it sees', async () => {
		const result = await demo.api.testCredential(
			'Encord',
			'encordApi',
			await encordCredential(demo.sandbox),
		);
		expect(result).toMatchObject({
			status: 'OK',
			message: expect.stringContaining(`It can see ${demo.sandbox.projects.length} projects.`),
		});
	});

	it('says what to do when Encord does not know the key', async () => {
		const stranger = {
			...(await encordCredential(demo.sandbox)),
			privateKey: generateOpenSshKey('stranger').pem,
		};
		const result = await demo.api.testCredential('Encord', 'encordApi', stranger);
		expect(result).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/does not know|not registered/i),
		});
	});

	it('signs what an HTTP Request node sends', async () => {
		const execution = await requestWithCredential(
			`${demo.sandbox.url}/v2/public/projects?pageSize=2`,
		);
		expect(execution.status).toBe('success');
		expect(JSON.stringify(itemsOf(execution))).toContain('pets');
	});

	it('signs for no other host', async () => {
		const execution = await requestWithCredential(`${demo.api.url}/rest/settings`);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toContain('localhost');
	});
});
