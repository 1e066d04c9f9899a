/**
 * First workflows, built from an empty canvas in n8n's editor as a person builds them. Each stays within 30 clicks, and then does its
 * work on the sandbox.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Canvas } from '../../scripts/browser/canvas';
import {
	answerAnnotator,
	describeFrame,
	prioritizeByTitle,
	routeByModel,
} from '../../scripts/browser/firstWorkflows';
import type { DemoAccess } from '../../scripts/demo/demo';
import { productionUrl } from '../../scripts/demo/templateBinding';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { describeInBrowser, keepScreenshot, openBrowser, openN8n } from './browser/browser';
import { answerTo, openLabelEditor } from './browser/labelEditorPage';
import { freshDemo, keepOnlyDemoCredentials, resetDemo } from './demo/running';

const MOST_CLICKS = 30;

let demo: DemoAccess;
let browser: Browser;
let page: Page;

/** Builds a workflow and counts the clicks. Keeps a picture of each step. */
async function built(name: string, build: (canvas: Canvas) => Promise<string>): Promise<string> {
	const canvas = new Canvas(page);
	let step = 0;
	canvas.onStep = async () => await keepScreenshot(page, `${name}-${(step += 1)}`);
	await canvas.open(demo.api.url);
	const workflowId = await build(canvas);
	expect(canvas.clicks).toBeLessThanOrEqual(MOST_CLICKS);
	return workflowId;
}

/** Registers the workflow as a custom agent, as Encord's form does with its URL, and triggers it for a scene in the Label Editor. */
async function answerInLabelEditor(workflowId: string, title: string) {
	const workflow = await demo.api.workflow(workflowId);
	const scenes = await projectState(demo.sandbox, 'scenes');
	await demo.sandbox.control('POST', 'agents', {
		projectHash: scenes.projectHash,
		name: workflow.name,
		endpoint: productionUrl(demo.api.url, workflow),
	});
	const editor = { title, frame: 0, agent: workflow.name };
	return await answerTo('trigger-agent', await openLabelEditor(browser, demo, scenes, editor));
}

describeInBrowser('from an empty canvas', () => {
	beforeAll(async () => {
		demo = await freshDemo();
		await keepOnlyDemoCredentials(demo);
		browser = await openBrowser();
		page = await openN8n(browser, demo);
	});
	afterAll(async () => {
		await browser.close();
	});
	beforeEach(async () => {
		await resetDemo(demo);
	});

	it('tasks of a stage: a model labels the picture, the label decides the pathway', async () => {
		await built('route-by-model', routeByModel);
		expect(await stageIsEmpty(demo.sandbox, 'pets', 'Agent 1', 90_000)).toBe(true);
		const state = await projectState(demo.sandbox, 'pets');
		expect(answersOf(state, 'Animal')).toMatchObject({
			'pet-01.jpg': ['Cat'],
			'pet-02.jpg': ['Dog'],
			'pet-03.jpg': ['Other'],
		});
		expect(tasksByStage(state)).toEqual({
			'Annotate cats': 4,
			'Annotate dogs': 4,
			'Annotate others': 4,
		});
	});

	it('a custom agent answers the annotator', async () => {
		const workflowId = await built('answer-annotator', answerAnnotator);
		expect(await answerInLabelEditor(workflowId, 'scene-01.jpg')).toEqual({
			state: 'success',
			text: expect.stringMatching(/^Hello from n8n!/),
		});
	});

	it('a chain of language model nodes tells the annotator what the frame shows', async () => {
		const workflowId = await built('describe-frame', describeFrame);
		expect(await answerInLabelEditor(workflowId, 'scene-05.jpg')).toEqual({
			state: 'success',
			text: expect.stringMatching(/lavender background.*red circle/),
		});
	});

	it('tasks of a stage: the title decides the priority', async () => {
		await built('prioritize-by-title', prioritizeByTitle);
		expect(await stageIsEmpty(demo.sandbox, 'prioritisation', 'pre-label', 90_000)).toBe(true);
		const { labelRows } = await projectState(demo.sandbox, 'prioritisation');
		for (const { title, priority } of labelRows)
			expect([title, priority]).toEqual([title, title.includes('london') ? 1 : 0]);
	});
});
