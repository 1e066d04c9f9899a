/** Walks a journey as a person does: builds a workflow on an empty canvas, publishes it, and uses it. Keeps a picture of each step. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Canvas } from '../../../scripts/browser/canvas';
import type { DemoAccess } from '../../../scripts/demo/demo';
import { productionUrl } from '../../../scripts/demo/templateBinding';
import { projectState } from '../../../scripts/sandbox/state';
import { keepScreenshot, openBrowser, openN8n } from './browser';
import { answerTo, openLabelEditor, type ShownAnswer } from './labelEditorPage';
import { freshDemo, keepOnlyDemoCredentials, resetDemo } from '../demo/running';

export interface Walk {
	demo: DemoAccess;
	browser: Browser;
	page: Page;
}

/** A walk for the tests of the file that calls this: it starts before them, and the demo is as new before each. */
export function walkForTests(): Walk {
	const walk = {} as Walk;
	beforeAll(async () => {
		Object.assign(walk, await startWalk());
	});
	beforeEach(async () => {
		await resetDemo(walk.demo);
	});
	afterAll(async () => {
		// There is none when the walk could not start; that error is the one to see.
		await (walk as Partial<Walk>).browser?.close();
	});
	return walk;
}

async function startWalk(): Promise<Walk> {
	const demo = await freshDemo();
	await keepOnlyDemoCredentials(demo);
	const browser = await openBrowser();
	try {
		return { demo, browser, page: await openN8n(browser, demo) };
	} catch (error) {
		// Jest does not end while the browser runs.
		await browser.close();
		throw error;
	}
}

/** An empty canvas of which each step is kept as a picture with this name. */
export async function emptyCanvas({ demo, page }: Walk, name: string): Promise<Canvas> {
	const canvas = new Canvas(page);
	let step = 0;
	canvas.onStep = async () => await keepScreenshot(page, `${name}-${(step += 1)}`);
	await canvas.open(demo.api.url);
	return canvas;
}

/** Registers the workflow as a custom agent of the project, as Encord's form does with its URL. */
export async function registerInEncord(
	{ demo }: Walk,
	workflowId: string,
	project: string,
): Promise<{ agent: string; endpoint: string }> {
	const workflow = await demo.api.workflow(workflowId);
	const { projectHash } = await projectState(demo.sandbox, project);
	const endpoint = productionUrl(demo.api.url, workflow);
	if (endpoint === undefined) throw new Error(`"${workflow.name}" has no address.`);
	await demo.sandbox.control('POST', 'agents', { projectHash, name: workflow.name, endpoint });
	return { agent: workflow.name, endpoint };
}

/**
 * Opens a file in the Label Editor, selects an object where one is given, and chooses *Trigger agent*.
 * @returns what the page shows
 */
export async function triggerAgent(
	{ demo, browser }: Walk,
	project: string,
	agent: string,
	title: string,
	picture: string,
	objectHash?: string,
): Promise<ShownAnswer> {
	const state = await projectState(demo.sandbox, project);
	const page = await openLabelEditor(browser, demo, state, { title, frame: 0, agent });
	if (objectHash !== undefined) await page.getByTestId(`object-row-${objectHash}`).click();
	const answer = await answerTo('trigger-agent', page);
	await keepScreenshot(page, picture);
	await page.close();
	return answer;
}

/** Looks at the picture of the first item that the open node gives, where its output is shown as *Binary*. */
export async function viewPicture(canvas: Canvas): Promise<void> {
	const output = canvas.page.locator('[data-test-id="output-panel"]');
	await canvas.click(output.getByText('View', { exact: true }).first());
	const image = output
		.locator('img[class*="binary"], [class*="binary"] img, img[src*="binary-data"]')
		.first();
	await image.waitFor();
	await image.evaluate(async (element) => await (element as HTMLImageElement).decode());
	await canvas.onStep('View the picture');
}
