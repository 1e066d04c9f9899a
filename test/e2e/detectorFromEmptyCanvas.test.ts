/** Videos of a stage are labeled by a detector over HTTP: tried on one of them in the editor, then published for all. */
import { expect, it } from '@jest/globals';
import { projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import { emptyCanvas, walkForTests, viewPicture } from './browser/canvasWalk';
import { expectBoxesOnRectangles } from './demo/drawnRectangles';

const stage = 'Pre-Labeling Agent';
const frames = 'Get many frames of a data unit';
const add = 'Add objects that a model found';

const walk = walkForTests();

describeInBrowser('videos that a detector labels', () => {
	it('boxes are tried and looked at, then every 25th frame of every video gets them and goes to the annotators', async () => {
		const { sandbox } = walk.demo;
		const canvas = await emptyCanvas(walk, 'detector');
		await canvas.addFirst('Encord Agent Stage Trigger');
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.fromList('project', 'pre-labeling');
		await canvas.fromList('stage', stage);
		await canvas.back();
		await canvas.addBehind('Encord Agent Stage Trigger', 'Encord', frames);
		await canvas.back();
		await canvas.addBehind(frames, 'HTTP Request');
		await canvas.fromMenu('method', 'POST');
		await canvas.type('url', `${sandbox.url}/toy/detect`);
		await canvas.toggle('sendBody');
		await canvas.fromMenu('contentType', 'n8n Binary File');
		await canvas.type('inputDataFieldName', 'data');
		await canvas.back();
		await canvas.addBehind('HTTP Request', 'Encord', add);
		await canvas.fromMenu('format', 'Box by Two Corners (X1, Y1, X2, Y2)');
		await canvas.fromMenu('scale', 'Pixels');
		await canvas.type('minConfidence', '0.3');
		for (const option of ['Agent Name', 'Draw Changes', 'Dry Run']) await canvas.addOption(option);
		await canvas.type('agentName', 'detr-1.0');
		const before = await projectState(sandbox, 'pre-labeling');
		const output = await canvas.executeStep();
		await canvas.showOutputAs('Table');
		await output
			.getByText(/^Would add \w+ rectangle on frame 25$/)
			.first()
			.waitFor();
		await canvas.showOutputAs('Binary');
		await viewPicture(canvas);
		expect(await projectState(sandbox, 'pre-labeling')).toEqual(before);

		await canvas.toggle('dryRun');
		await canvas.back();
		await canvas.addBehind(add, 'Encord', 'Send tasks along a pathway');
		await canvas.fromList('pathway', 'Annotate 1');
		await canvas.back();
		await canvas.publish();
		expect(await stageIsEmpty(sandbox, 'pre-labeling', stage, 90_000)).toBe(true);
		const after = await projectState(sandbox, 'pre-labeling');
		expect(tasksByStage(after)).toEqual({ 'Annotate 1': 8 });
		expect(expectBoxesOnRectangles(after, 25)).toBeGreaterThan(25);
	});
});
