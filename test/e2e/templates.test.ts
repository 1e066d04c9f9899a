import { beforeAll, describe, expect, it } from '@jest/globals';
import { callAgent, type AgentAnswer } from '../../scripts/sandbox/agentCall';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { WorkflowNode } from '../../scripts/n8n/api';
import {
	answersOf,
	projectState,
	stageIsEmpty,
	stateWhen,
	tasksByStage,
} from '../../scripts/sandbox/state';
import { freshDemo, goLive, resetDemo } from './demo/running';

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

	const eachPet = (of: (animal: string) => unknown) =>
		Object.fromEntries(Object.entries(pets).map(([title, animal]) => [title, of(animal)]));
	const stages = async (project: string) => {
		const { tasks } = await projectState(demo.sandbox, project);
		return Object.fromEntries(tasks.map(({ title, stage }) => [title, stage]));
	};

	it.each<[string, (node: WorkflowNode) => WorkflowNode]>([
		['a chat model node', (node) => node],
		[
			'an OpenAI-compatible endpoint that is held to the schema',
			(node) =>
				node.type.endsWith('.encordAiLabeler')
					? {
							...node,
							parameters: { ...node.parameters, modelFrom: 'endpoint', model: 'toy-vision' },
							credentials: { ...node.credentials, openAiApi: demo.credentials.openAiApi! },
						}
					: node,
		],
	])(
		'Classify and caption images answers several questions about each picture, with %s',
		async (_model, change) => {
			await resetDemo(demo);
			await goLive(demo, 'classify-and-caption-images', change);
			expect(await stageIsEmpty(demo.sandbox, 'captions', 'Agent 1', 90_000)).toBe(true);
			const state = await projectState(demo.sandbox, 'captions');
			expect(answersOf(state, 'Subject')).toMatchObject(eachPet((animal) => [animal]));
			expect(answersOf(state, 'Background')).toMatchObject({
				'pet-01.jpg': ['light blue'],
				'pet-02.jpg': ['beige'],
				'pet-12.jpg': ['white'],
			});
			const captions = answersOf(state, 'Caption');
			expect(captions['pet-01.jpg']).toEqual([expect.stringMatching(/cat.*light blue/i)]);
			// The documents are tested in modelTemplates.test.ts.
			expect(Object.keys(captions)).toHaveLength(15);
			expect(await stages('captions')).toMatchObject(eachPet(() => 'Review 1'));
		},
	);

	it('Two models agree or a person decides saves what both say, and sends the other pictures to a person', async () => {
		await goLive(demo, 'two-models-agree-or-a-person-decides', (node) =>
			node.name === 'Second model'
				? {
						...node,
						parameters: {
							...node.parameters,
							// It sees no animals.
							model: { __rl: true, mode: 'id', value: 'toy-shapes' },
						},
					}
				: node,
		);
		expect(await stageIsEmpty(demo.sandbox, 'two opinions', 'Agent 1', 90_000)).toBe(true);
		const others = Object.keys(pets).filter(
			(title) => pets[title as keyof typeof pets] === 'Other',
		);
		expect(answersOf(await projectState(demo.sandbox, 'two opinions'), 'Subject')).toEqual(
			Object.fromEntries(others.map((title) => [title, ['Other']])),
		);
		expect(await stages('two opinions')).toEqual(
			eachPet((animal) => (animal === 'Other' ? 'Review 1' : 'Annotate 1')),
		);
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

	it('Route by object attribute or by annotator sends severe damage to the expert, and what Ben drew to a second look', async () => {
		await goLive(demo, 'route-by-attribute-or-annotator');
		expect(await stageIsEmpty(demo.sandbox, 'damage', 'Route', 90_000)).toBe(true);
		expect(await stages('damage')).toEqual({
			'car-1.jpg': 'Complete',
			'car-2.jpg': 'Review 1',
			'car-3.jpg': 'Expert review',
			'car-4.jpg': 'Review 1',
			'car-5.jpg': 'Complete',
			'car-6.jpg': 'Expert review',
			'car-7.jpg': 'Complete',
			// Nobody has labeled it.
			'car-8.jpg': 'Review 1',
		});
	});

	it('Drain a big stage finishes every task once, in batches, and says why one could not be finished', async () => {
		await goLive(demo, 'drain-a-big-stage', (node) =>
			node.name === 'Waiting tasks'
				? { ...node, parameters: { ...node.parameters, batchSize: 20 } }
				: node,
		);
		const state = (await stateWhen(
			demo.sandbox,
			'big stage',
			(now) => tasksByStage(now).Complete === 39 && now.issues.length > 0,
			150_000,
		))!;
		const answers = answersOf(state, 'Usable');
		expect(Object.keys(answers)).toHaveLength(39);
		expect(answers).toMatchObject({ 'shot-01.jpg': ['Yes'], 'shot-03.jpg': ['No'] });
		expect(state.labelRows.filter(({ saves }) => saves.length > 1)).toEqual([]);
		expect((await stages('big stage'))['shot-07.jpg']).toBe('Agent 1');
		expect(state.issues).toMatchObject([
			{ comment: expect.stringContaining('Perhaps'), tags: ['agent'] },
		]);
	});
});
