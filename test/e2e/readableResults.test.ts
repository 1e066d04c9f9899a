/** What a person reads in n8n's output panel: the sentence, the hint, and the picture, which fits. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { DemoAccess } from '../../scripts/demo/demo';
import { projectState } from '../../scripts/sandbox/state';
import { describeInBrowser, keepScreenshot, openBrowser, openN8n } from './browser/browser';
import { freshDemo } from './demo/running';

let demo: DemoAccess;
let browser: Browser;
let page: Page;

type Item = NonNullable<
	Parameters<DemoAccess['api']['saveWorkflow']>[0]['pinData']
>[string][number]['json'];

const panel = () => page.locator('[data-test-id="output-panel"]');

/** Runs a workflow of one Encord node up to it, and leaves the node open. */
async function runNode(parameters: object, item: Item): Promise<void> {
	const workflow = await demo.api.saveWorkflow({
		name: 'Readable results',
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
				id: 'encord',
				name: 'Do it',
				type: 'n8n-nodes-encord.encord',
				typeVersion: 2,
				position: [220, 0],
				credentials: { encordApi: demo.credentials.encordApi ?? { id: '', name: '' } },
				parameters: parameters as Record<string, unknown>,
			},
		],
		connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
		pinData: { Start: [{ json: item }] },
	});
	await page.goto(`${demo.api.url}/workflow/${workflow.id}`);
	await page.locator('[data-node-name="Do it"]').first().dblclick();
	await page.locator('[data-test-id="node-execute-button"]').click();
	// n8n shows the files of an output first.
	await panel().getByText('View', { exact: true }).first().waitFor();
}

/** Opens the picture of the first item. @returns its size on the screen and in the file */
async function viewPicture() {
	await panel().getByText('View', { exact: true }).first().click();
	const image = page
		.locator('img[class*="binary"], [class*="binary"] img, img[src*="binary-data"]')
		.first();
	await image.waitFor();
	await image.evaluate(async (element) => await (element as HTMLImageElement).decode());
	const box = await image.boundingBox();
	const natural = await image.evaluate((element) => {
		const { naturalWidth, naturalHeight } = element as HTMLImageElement;
		return { naturalWidth, naturalHeight };
	});
	return { box, ...natural };
}

describeInBrowser("what the nodes give, in n8n's output panel", () => {
	beforeAll(async () => {
		demo = await freshDemo();
		browser = await openBrowser();
		page = await openN8n(browser, demo);
	});
	afterAll(async () => {
		await browser.close();
	});

	it('says what was done, what needs eyes, and shows before and after', async () => {
		const { projectHash, labelRows } = await projectState(demo.sandbox, 'pre-labeling');
		const { dataHash } = labelRows.find(({ title }) => title === 'camera-3.mp4')!;
		const box = (frame: number, confidence = 0.9) => ({
			class: 'Red rectangle',
			box: [40 + frame, 60, 160 + frame, 140],
			confidence,
			frame,
		});
		const detections = [box(0), box(10), box(20, 97)];
		await runNode(
			{
				resource: 'object',
				operation: 'addMany',
				format: 'xyxy',
				scale: 'pixels',
				options: { drawChanges: true },
			},
			{ projectHash, dataHash, detections },
		);
		await panel().getByText('1 of 3 detections refused').first().waitFor();
		await panel().getByText('Table', { exact: true }).click();
		await panel()
			.getByText(/Added 2 × Red rectangle on frames 0, 10; refused 1 of 3 detections/)
			.first()
			.waitFor();
		await keepScreenshot(page, 'readable-summary-and-hint');
		await panel().getByText('Binary', { exact: true }).click();
		const { box: shown, naturalWidth } = await viewPicture();
		await keepScreenshot(page, 'readable-before-and-after');
		expect(naturalWidth).toBe(968);
		expect(shown!.width).toBeLessThanOrEqual(1600);
	});

	it('shows the frames with labels on one sheet', async () => {
		const { projectHash, labelRows } = await projectState(demo.sandbox, 'pre-labeling');
		const { dataHash } = labelRows.find(({ title }) => title === 'camera-3.mp4')!;
		await runNode({ resource: 'labelRow', operation: 'preview' }, { projectHash, dataHash });
		const { naturalWidth } = await viewPicture();
		await keepScreenshot(page, 'readable-contact-sheet');
		expect(naturalWidth).toBe(968);
	});
});
