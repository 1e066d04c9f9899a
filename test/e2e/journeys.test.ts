/**
 * First workflows, built from an empty canvas in n8n's editor as a person builds them. Each stays within 30 clicks, and then does its
 * work on the sandbox.
 */
import { expect, it } from '@jest/globals';
import type { Canvas } from '../../scripts/browser/canvas';
import {
	answerAnnotator,
	describeFrame,
	prioritizeByTitle,
	routeByModel,
} from '../../scripts/browser/firstWorkflows';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import { emptyCanvas, registerInEncord, triggerAgent, walkForTests } from './browser/canvasWalk';

const MOST_CLICKS = 30;

const walk = walkForTests();

/** Builds a workflow and counts the clicks. Keeps a picture of each step. */
async function built(name: string, build: (canvas: Canvas) => Promise<string>): Promise<string> {
	const canvas = await emptyCanvas(walk, name);
	const workflowId = await build(canvas);
	expect(canvas.clicks).toBeLessThanOrEqual(MOST_CLICKS);
	return workflowId;
}

/** Registers the workflow as a custom agent and triggers it for a scene in the Label Editor. */
async function answerInLabelEditor(workflowId: string, title: string) {
	const { agent } = await registerInEncord(walk, workflowId, 'scenes');
	return await triggerAgent(walk, 'scenes', agent, title, `answer-${title}`);
}

describeInBrowser('from an empty canvas', () => {
	it('tasks of a stage: a model labels the picture, the label decides the pathway', async () => {
		await built('route-by-model', routeByModel);
		expect(await stageIsEmpty(walk.demo.sandbox, 'pets', 'Agent 1', 90_000)).toBe(true);
		const state = await projectState(walk.demo.sandbox, 'pets');
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
		expect(await stageIsEmpty(walk.demo.sandbox, 'prioritisation', 'pre-label', 90_000)).toBe(true);
		const { labelRows } = await projectState(walk.demo.sandbox, 'prioritisation');
		for (const { title, priority } of labelRows)
			expect([title, priority]).toEqual([title, title.includes('london') ? 1 : 0]);
	});
});
