/** Nothing is written before somebody has seen what would be: Dry Run in the editor, then the same workflow for good. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import { emptyCanvas, startWalk, type Walk } from './browser/canvasWalk';
import { resetDemo } from './demo/running';

let walk: Walk;

describeInBrowser('Dry Run first', () => {
	beforeAll(async () => {
		walk = await startWalk();
	});
	afterAll(async () => {
		await walk.browser.close();
	});
	beforeEach(async () => {
		await resetDemo(walk.demo);
	});

	it('five tasks show what would be written and moved; then the workflow is published and does it', async () => {
		const { api, sandbox } = walk.demo;
		const canvas = await emptyCanvas(walk, 'dry-run');
		await canvas.addFirst('Encord Agent Stage Trigger');
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.fromList('project', 'pets');
		await canvas.fromList('stage', 'Agent 1');
		await canvas.addOption('Tasks per Test Run');
		await canvas.type('testTasks', '5');
		await canvas.back();
		await canvas.addBehind('Encord Agent Stage Trigger', 'Encord AI Labeler');
		await canvas.fromMenu('modelFrom', 'OpenAI-Compatible Endpoint');
		await canvas.credential(1, 'Toy vision model');
		await canvas.type('model', 'toy-vision');
		await canvas.addOption('Dry Run');
		await canvas.back();
		await canvas.addBehind('Encord AI Labeler', 'Encord', 'Send tasks along a pathway');
		await canvas.executePrevious();
		await canvas.expression('pathway', '$json.values.Animal');
		await canvas.addOption('Dry Run');
		const before = await projectState(sandbox, 'pets');
		const output = await canvas.executeStep();
		await canvas.showOutputAs('Table');
		await output.getByText('Would send "pet-01.jpg" along "Cat" to "Annotate cats"').waitFor();
		expect(await output.getByText(/^Would send /).count()).toBe(5);
		await canvas.toggle('dryRun');
		await canvas.back();
		await canvas.openNode('Encord AI Labeler');
		await canvas.showOutputAs('Table');
		expect(await output.getByText(/^Would add Animal: /).count()).toBe(5);
		const [{ id } = { id: '' }] = await api.executions();
		const answered = (await api.finished(id)).nodes['Encord AI Labeler']![0]!.data!.main![0]!;
		for (const { json } of answered)
			expect(json).toMatchObject({
				dryRun: true,
				saved: false,
				seconds: expect.any(Number),
				tokens: { input: expect.any(Number), output: expect.any(Number) },
			});
		expect(await projectState(sandbox, 'pets')).toEqual(before);

		await canvas.toggle('dryRun');
		await canvas.back();
		await canvas.publish();
		expect(await stageIsEmpty(sandbox, 'pets', 'Agent 1', 90_000)).toBe(true);
		const after = await projectState(sandbox, 'pets');
		expect(tasksByStage(after)).toEqual({
			'Annotate cats': 4,
			'Annotate dogs': 4,
			'Annotate others': 4,
		});
		expect(Object.keys(answersOf(after, 'Animal'))).toHaveLength(12);
	});
});
