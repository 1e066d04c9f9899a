import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { DemoAccess } from '../../scripts/demo/demo';
import { answersOf, projectState, type ProjectState } from '../../scripts/sandbox/state';
import { describeInBrowser, keepScreenshot, openBrowser } from './browser/browser';
import { answerTo, openLabelEditor } from './browser/labelEditorPage';
import { freshDemo, goLive } from './demo/running';

let demo: DemoAccess;
let browser: Browser;
let scenes: ProjectState;

const openEditor = async (title: string, frame: number): Promise<Page> =>
	await openLabelEditor(browser, demo, scenes, {
		title,
		frame,
		agent: 'Describe the scene in the editor',
	});

/** Methods of the requests to n8n that the browser itself sees, preflights included. */
async function callsToN8n(page: Page): Promise<string[]> {
	const methods: string[] = [];
	const session = await page.context().newCDPSession(page);
	await session.send('Network.enable');
	session.on('Network.requestWillBeSent', ({ request }) => {
		if (request.url.startsWith(demo.api.url)) methods.push(request.method);
	});
	return methods;
}

describeInBrowser("the sandbox's Label Editor and an agent in n8n", () => {
	let workflowId: string;

	beforeAll(async () => {
		demo = await freshDemo();
		browser = await openBrowser();
		({
			workflow: { id: workflowId },
		} = await goLive(demo, 'describe-the-scene-in-the-editor'));
		scenes = await projectState(demo.sandbox, 'scenes');
	});
	afterAll(async () => {
		await browser.close();
	});

	it('Trigger agent: preflight, call, picture, model, label, and the page shows label and message', async () => {
		const page = await openEditor('scene-05.jpg', 0);
		const methods = await callsToN8n(page);
		const label = page.getByTestId('classification-Scene description');
		expect(await label.count()).toBe(0);
		expect(await answerTo('trigger-agent', page)).toEqual({
			state: 'success',
			text: expect.stringMatching(/Described: .*lavender.*red circle/),
		});
		await label.waitFor();
		expect(await label.textContent()).toMatch(/lavender.*red circle/);
		expect(methods).toEqual(expect.arrayContaining(['OPTIONS', 'POST']));
		const saved = answersOf(await projectState(demo.sandbox, 'scenes'), 'Scene description');
		expect(saved['scene-05.jpg']).toEqual([expect.stringMatching(/lavender.*red circle/)]);
		await keepScreenshot(page, 'label-editor-after-trigger');
		await page.close();
	});

	it('the model sees the very frame that is on the screen, of a video with a variable frame rate', async () => {
		// Neither the nominal nor the mean rate leads to this frame.
		const page = await openEditor('phone.mp4', 60);
		expect(await page.getByTestId('frame-picture').getAttribute('data-frame')).toBe('60');
		// The number is drawn into every frame of the seed's videos, and the toy model reads it from the pixels.
		expect(await answerTo('trigger-agent', page)).toEqual({
			state: 'success',
			text: expect.stringContaining('Frame number 60.'),
		});
		await keepScreenshot(page, 'label-editor-video');
		await page.close();
	});

	it('Test agent is answered and starts no execution', async () => {
		const page = await openEditor('scene-06.jpg', 0);
		const before = (await demo.api.executions(workflowId)).length;
		expect(await answerTo('test-agent', page)).toMatchObject({ state: 'success' });
		expect((await demo.api.executions(workflowId)).length).toBe(before);
		await page.close();
	});

	it('shows why an agent could not do its work', async () => {
		const page = await openEditor('scene-04.jpg', 0);
		expect(await answerTo('trigger-agent', page)).toEqual({
			state: 'failure',
			text: expect.stringMatching(/answered 400.*left as it is/s),
		});
		await page.close();
	});
});
