import { beforeAll, describe, expect, it } from '@jest/globals';
import { callAgent, type AgentAnswer } from '../../scripts/sandbox/agentCall';
import type { DemoAccess } from '../../scripts/demo/demo';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { freshDemo, goLive } from './demo/running';

/** What the seed drew into each picture; no title gives it away. */
const pets = {
	'pet-01.jpg': 'Cat',
	'pet-02.jpg': 'Dog',
	'pet-03.jpg': 'Other',
	'pet-04.jpg': 'Cat',
	'pet-05.jpg': 'Dog',
	'pet-06.jpg': 'Other',
	'pet-07.jpg': 'Dog',
	'pet-08.jpg': 'Cat',
	'pet-09.jpg': 'Cat',
	'pet-10.jpg': 'Other',
	'pet-11.jpg': 'Dog',
	'pet-12.jpg': 'Other',
};
const petStages: Record<string, string> = {
	Cat: 'Annotate cats',
	Dog: 'Annotate dogs',
	Other: 'Annotate others',
};

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});

/** Calls the agent for a file of the project "scenes", as the Label Editor would. */
async function callForScene(endpoint: string, title: string, frame = 0): Promise<AgentAnswer> {
	const { projectHash, labelRows } = await projectState(demo.sandbox, 'scenes');
	const row = labelRows.find((candidate) => candidate.title === title);
	return await callAgent(demo.sandbox, endpoint, {
		projectHash,
		dataHash: row?.dataHash ?? '',
		frame,
	});
}

describe('templates, run in n8n against the sandbox', () => {
	it('Hello agent answers the Label Editor', async () => {
		const { endpoint } = await goLive(demo, 'hello-agent');
		const answer = await callForScene(endpoint, 'crossing.mp4', 12);
		expect(answer).toMatchObject({
			status: 200,
			message: 'Hello from n8n! This is frame 12 of crossing.mp4.',
			allowedOrigin: new URL(demo.sandbox.appUrl).origin,
		});
	});

	it('Pass every task on sends each task to review', async () => {
		await goLive(demo, 'pass-every-task-on');
		expect(await stageIsEmpty(demo.sandbox, 'general', 'Agent 1', 90_000)).toBe(true);
		expect(tasksByStage(await projectState(demo.sandbox, 'general'))).toEqual({ 'Review 1': 10 });
	});

	it('Route images with a vision model labels each picture with what it shows and sends it down that pathway', async () => {
		await goLive(demo, 'route-images-with-a-vision-model');
		expect(await stageIsEmpty(demo.sandbox, 'pets', 'Agent 1', 90_000)).toBe(true);
		const state = await projectState(demo.sandbox, 'pets');
		expect(answersOf(state, 'Animal')).toEqual(
			Object.fromEntries(Object.entries(pets).map(([title, animal]) => [title, [animal]])),
		);
		expect(Object.fromEntries(state.tasks.map(({ title, stage }) => [title, stage]))).toEqual(
			Object.fromEntries(Object.entries(pets).map(([title, animal]) => [title, petStages[animal]])),
		);
	});

	it('Describe the scene in the editor saves what is on the frame, and says so', async () => {
		const { endpoint } = await goLive(demo, 'describe-the-scene-in-the-editor');
		const answer = await callForScene(endpoint, 'scene-08.jpg');
		expect(answer).toMatchObject({
			status: 200,
			message: expect.stringMatching(/^Described: .*pink.*purple rectangle/),
		});
		const described = answersOf(await projectState(demo.sandbox, 'scenes'), 'Scene description');
		expect(described['scene-08.jpg']).toEqual([answer.message.replace('Described: ', '')]);
	});

	it('Describe the scene in the editor leaves a description that a person wrote', async () => {
		const { endpoint } = await goLive(demo, 'describe-the-scene-in-the-editor');
		const answer = await callForScene(endpoint, 'scene-04.jpg');
		expect(answer).toMatchObject({
			status: 400,
			message: expect.stringContaining('was left as it is'),
		});
		const described = answersOf(await projectState(demo.sandbox, 'scenes'), 'Scene description');
		expect(described['scene-04.jpg']).toEqual(['A quiet street at night, checked by hand.']);
	});

	it('Prioritise by title puts London first, writes 0 for the others, and sends all on', async () => {
		await goLive(demo, 'prioritise-by-title');
		expect(await stageIsEmpty(demo.sandbox, 'prioritisation', 'pre-label', 90_000)).toBe(true);
		const state = await projectState(demo.sandbox, 'prioritisation');
		expect(tasksByStage(state)).toEqual({ 'Annotate 1': 10 });
		expect(
			Object.fromEntries(state.labelRows.map(({ title, priority }) => [title, priority])),
		).toEqual(
			Object.fromEntries(
				state.labelRows.map(({ title }) => [title, title.includes('london') ? 1 : 0]),
			),
		);
	});
});
