import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { DemoAccess } from '../../scripts/demo/demo';
import { describeInBrowser, keepScreenshot, openBrowser, openN8n } from './browser/browser';
import { freshDemo, goLive } from './demo/running';

let demo: DemoAccess;
let browser: Browser;
let page: Page;

async function openWorkflow(id: string): Promise<void> {
	await page.goto(`${demo.api.url}/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
}

async function openNode(name: string): Promise<void> {
	await page.locator(`[data-node-name="${name}"]`).first().dblclick();
	await page.locator('[data-test-id="ndv"]').waitFor();
}

/** Opens the list of a resource locator of the open node and waits until it offers this entry. */
async function expectOffer(parameter: string, entry: string): Promise<void> {
	await page
		.locator(`[data-test-id="resource-locator-${parameter}"] [data-test-id="rlc-input"]`)
		.click();
	await page
		.locator('[data-test-id="rlc-item"]:visible')
		.filter({ hasText: entry })
		.first()
		.waitFor();
}

describeInBrowser("the package in n8n's editor", () => {
	beforeAll(async () => {
		demo = await freshDemo();
		browser = await openBrowser();
		page = await openN8n(browser, demo);
	});
	afterAll(async () => {
		await browser.close();
	});

	it('shows the credential form, the key masked, and tests it', async () => {
		await page.goto(`${demo.api.url}/home/credentials/${demo.credentials.encordApi?.id}`);
		await page.locator('[data-test-id="credentials-config-container-test-success"]').waitFor();
		for (const field of ['privateKey', 'passphrase', 'region', 'apiUrl', 'appUrl']) {
			expect(await page.locator(`[data-test-id="parameter-input-${field}"]`).count()).toBe(1);
		}
		const key = page.locator('[data-test-id="parameter-input-privateKey"] textarea');
		expect(await key.inputValue()).not.toContain('PRIVATE KEY');
		await keepScreenshot(page, 'credential-form');
	});

	it('lists the nodes in the node panel', async () => {
		await page.goto(`${demo.api.url}/workflow/new`);
		await page.locator('[data-test-id="canvas-plus-button"]').click();
		await page.locator('[data-test-id="node-creator-search-bar"]').fill('Encord');
		const named = (name: RegExp) =>
			page.locator('[data-test-id="node-creator-item-name"]').filter({ hasText: name });
		await named(/^\s*Encord Agent Stage Trigger\s*$/).waitFor();
		await keepScreenshot(page, 'node-panel');
		// n8n shows a node and the trigger named after it as one entry with actions and triggers.
		await named(/^\s*Encord\s*$/).click();
		await page.getByText('On custom agent called').waitFor();
		await page.getByText(/Actions \(\d+\)/).click();
		await page.getByText('Send tasks along a pathway', { exact: true }).waitFor();
	});

	it('offers projects and agent stages in lists', async () => {
		const { workflow } = await goLive(demo, 'route-images-with-a-vision-model');
		await openWorkflow(workflow.id);
		await keepScreenshot(page, 'canvas');
		await openNode('Waiting tasks');
		await expectOffer('project', 'scenes (twin)');
		await keepScreenshot(page, 'project-list');
		await page
			.locator('[data-test-id="rlc-item"]:visible')
			.filter({ hasText: 'prioritisation' })
			.click();
		await expectOffer('stage', 'pre-label');
	});

	it('draws an output per pathway', async () => {
		const pets = demo.sandbox.projects.find(({ title }) => title === 'pets');
		const stage = pets?.agentStages[0];
		const workflow = await demo.api.saveWorkflow({
			name: 'One output per pathway',
			nodes: [
				{
					id: 'tasks',
					name: 'Tasks',
					type: 'n8n-nodes-encord.encordAgentStageTrigger',
					typeVersion: 1,
					position: [0, 0],
					credentials: { encordApi: demo.credentials.encordApi ?? { id: '', name: '' } },
					parameters: {
						project: { __rl: true, mode: 'id', value: pets?.projectHash },
						stage: { __rl: true, mode: 'id', value: stage?.uuid },
						output: 'pathways',
						pathways: stage?.pathways.map(({ uuid, title }) => `${uuid}|${title}`),
					},
				},
			],
			connections: {},
		});
		await openWorkflow(workflow.id);
		const labels = page.locator('[data-test-id="canvas-node-output-handle"]');
		await labels.nth(3).waitFor();
		const drawn = (await labels.allTextContents()).map((text) => text.trim());
		await keepScreenshot(page, 'output-per-pathway');
		await demo.api.deleteWorkflow(workflow.id);
		expect(drawn.sort()).toEqual(['Cat', 'Dog', 'Left in Stage', 'Other']);
	});

	it('shows what an empty field means, and fills later lists from the project of the item', async () => {
		const pets = demo.sandbox.projects.find(({ title }) => title === 'pets')!;
		const credentials = { encordApi: demo.credentials.encordApi ?? { id: '', name: '' } };
		const next = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
		const workflow = await demo.api.saveWorkflow({
			name: 'Empty fields',
			nodes: [
				{
					id: 'call',
					name: 'Call',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					id: 'set',
					name: 'Set the answer',
					type: 'n8n-nodes-encord.encord',
					typeVersion: 1,
					position: [220, 0],
					credentials,
					parameters: { resource: 'classification', operation: 'set' },
				},
			],
			connections: { Call: next('Set the answer') },
			pinData: { Call: [{ json: { projectHash: pets.projectHash } }] },
		});
		await openWorkflow(workflow.id);
		await openNode('Set the answer');
		const project = page.locator('[data-test-id="resource-locator-project"]');
		expect(await project.locator('input').last().getAttribute('placeholder')).toBe(
			'Automatic: from the task or call',
		);
		const frame = page.locator('[data-test-id="parameter-input-frame"] input');
		expect(await frame.getAttribute('placeholder')).toBe('Automatic: from the task or call');
		await frame.fill('3');
		await frame.fill('');
		await frame.blur();
		await keepScreenshot(page, 'empty-fields');
		// The questions are those of the ontology that the project of the item has.
		await page.getByText('Animal', { exact: false }).first().waitFor();
		// A number that was deleted again is as empty as one that was never typed.
		await page.locator('[data-test-id="node-execute-button"]').click();
		await page.getByText('Data Unit is empty').first().waitFor();
		await expectOffer('project', 'pets');
		await keepScreenshot(page, 'empty-fields-list');
		await demo.api.deleteWorkflow(workflow.id);
	});

	it('names the project as missing while there is no input, and asks what the chosen project asks', async () => {
		const credentials = { encordApi: demo.credentials.encordApi ?? { id: '', name: '' } };
		const at = (id: string, name: string, type: string, parameters: object, place: number) => ({
			id,
			name,
			type,
			typeVersion: 1,
			position: [220 * place, 0] as [number, number],
			parameters: parameters as Record<string, unknown>,
			...(type.endsWith('.encord') ? { credentials } : {}),
		});
		const encord = 'n8n-nodes-encord.encord';
		const workflow = await demo.api.saveWorkflow({
			name: 'No input yet',
			nodes: [
				at('go', 'Go', 'n8n-nodes-base.manualTrigger', {}, 0),
				at('set', 'Set', encord, { resource: 'classification', operation: 'set' }, 1),
				at('finish', 'Finish', encord, { resource: 'task', operation: 'finish' }, 2),
			],
			connections: {
				Go: { main: [[{ node: 'Set', type: 'main', index: 0 }]] },
				Set: { main: [[{ node: 'Finish', type: 'main', index: 0 }]] },
			},
		});
		await openWorkflow(workflow.id);
		for (const name of ['Set', 'Finish']) {
			await openNode(name);
			await page.getByText('Choose the project first').waitFor();
			await keepScreenshot(page, `no-input-${name.toLowerCase()}`);
			for (const [project, question] of [
				['pets', 'Animal'],
				['scenes', 'Time of day'],
				['pets', 'Animal'],
			] as const) {
				await expectOffer('project', project);
				await page
					.locator('[data-test-id="rlc-item"]:visible')
					.filter({ hasText: project })
					.first()
					.click();
				await page
					.locator('[data-test-id="resource-mapper-container"]')
					.getByText(question)
					.first()
					.waitFor();
			}
			await page.keyboard.press('Escape');
			await page.locator('[data-test-id="ndv"]').waitFor({ state: 'hidden' });
		}
		await demo.api.deleteWorkflow(workflow.id);
	});
});
