/** The Encord AI Labeler asked for objects, alone and with classifications, in a real n8n: judged by what the sandbox holds afterwards. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { JsonObject } from '../../scripts/n8n/api';
import { answersOf, projectState } from '../../scripts/sandbox/state';
import { byHand, byId, inARow, node } from './demo/agentWorkflow';
import { objectsOn, overlap, rowNamed } from './demo/rowLabels';
import { freshDemo, resetDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});
beforeEach(async () => {
	await resetDemo(demo);
});

/** What the seed drew into `scene-01.jpg`, in pixels of 800 × 600. */
const drawn = {
	'Red rectangle': { x: 90, y: 330, w: 190, h: 110 },
	'Blue rectangle': { x: 430, y: 350, w: 150, h: 120 },
};

async function label(parameters: JsonObject) {
	const { projectHash, ...before } = await projectState(demo.sandbox, 'scenes');
	const { dataHash } = rowNamed({ projectHash, ...before }, 'scene-01.jpg');
	const labeler = node(
		'Label it',
		'n8n-nodes-encord.encordAiLabeler',
		1,
		{
			project: byId(projectHash),
			dataUnit: byId(dataHash),
			pick: 'list',
			frameNumbers: '0',
			classes: `={{ ${JSON.stringify(Object.keys(drawn))} }}`,
			onRefused: 'fail',
			...parameters,
		},
		{ credentials: { encordApi: demo.credentials.encordApi! } },
	);
	const model = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.3,
		{ model: byId('toy-vision'), responsesApiEnabled: false, options: {} },
		{ credentials: { openAiApi: demo.credentials.openAiApi! } },
	);
	const stored = await demo.api.saveWorkflow({
		name: 'AI Labeler',
		nodes: [byHand, labeler, model],
		connections: {
			...inARow([byHand.name, labeler.name]),
			...inARow([model.name, labeler.name], 'ai_languageModel'),
		},
		settings: { executionOrder: 'v1' },
	});
	const execution = await demo.api.finished(await demo.api.run(stored.id, byHand.name));
	await demo.api.deleteWorkflow(stored.id);
	expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
	const state = await projectState(demo.sandbox, 'scenes');
	return {
		output: execution.nodes['Label it']!.at(-1)!.data!.main![0]![0]!.json,
		objects: objectsOn(rowNamed(state, 'scene-01.jpg'), 0),
		answers: (name: string) => answersOf(state, name)['scene-01.jpg'],
	};
}

describe('Encord AI Labeler', () => {
	it('draws a box around each object of the classes, and asks nothing else', async () => {
		const { objects, answers, output } = await label({ label: 'objects' });
		expect(objects.map(({ name }) => name).sort()).toEqual(Object.keys(drawn).sort());
		for (const { name, boundingBox } of objects) {
			const { x, y, w, h } = drawn[name as keyof typeof drawn];
			const there = { x: x / 800, y: y / 600, w: w / 800, h: h / 600 };
			expect(overlap(boundingBox!, there)).toBeGreaterThan(0.95);
		}
		expect(answers('Time of day')).toBeUndefined();
		expect(output).toMatchObject({ saved: true, added: 2 });
	});

	it('answers classifications in the same step', async () => {
		const { objects, answers, output } = await label({
			label: 'both',
			classifications: '={{ ["Time of day"] }}',
		});
		expect(objects).toHaveLength(2);
		expect(answers('Time of day')).toEqual(['Day']);
		expect(output).toMatchObject({ saved: true, added: 3, values: { 'Time of day': 'Day' } });
	});
});
