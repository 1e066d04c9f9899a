/** Nothing is written before somebody has seen what would be: Dry Run in the editor, then the same workflow for good. */
import { expect, it } from '@jest/globals';
import sharp from 'sharp';
import { answersOf, projectState, stageIsEmpty, tasksByStage } from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import {
	emptyCanvas,
	registerInEncord,
	walkForTests,
	triggerAgent,
	viewPicture,
} from './browser/canvasWalk';
import { objectsOn, rowNamed } from './demo/rowLabels';

const walk = walkForTests();

/** How many rows lie between the highest and the lowest pixel of an outline, in the left and in the right half of a picture. */
async function heightsOfOutlines(file: Buffer): Promise<number[]> {
	const { data, info } = await sharp(file)
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	const rows: [number[], number[]] = [[], []];
	for (let pixel = 0; pixel < info.width * info.height; pixel += 1) {
		const [red, green, blue] = data.subarray(pixel * 3, pixel * 3 + 3) as unknown as number[];
		// The ontology's color of outlines, #d6249f, thinned by what is around it. Nothing else in the scene is like it.
		const isOutline = red! > 170 && green! < 120 && blue! > 100 && blue! < 200;
		const row = Math.floor(pixel / info.width);
		// At the foot of the picture is the legend.
		if (isOutline && row < info.height * 0.9)
			rows[pixel % info.width < info.width / 2 ? 0 : 1].push(row);
	}
	return rows.map((found) => Math.max(...found) - Math.min(...found));
}

describeInBrowser('Dry Run first', () => {
	it('a polygon with fewer points: both outlines are shown, then the annotator gets the new one', async () => {
		const { api, sandbox } = walk.demo;
		const simplify = 'Simplify polygons';
		const rowNow = async () => rowNamed(await projectState(sandbox, 'scenes'), 'scene-03.jpg');
		const outlineNow = async () =>
			objectsOn(await rowNow(), 0).find(({ name }) => name === 'Outline')!;
		const { projectHash } = await projectState(sandbox, 'scenes');
		const { objectHash } = await outlineNow();
		const before = await rowNow();
		const address = `${sandbox.appUrl}/label_editor/${projectHash}/${before.dataHash}/0?objectHash=${objectHash}`;

		const canvas = await emptyCanvas(walk, 'simplify');
		await canvas.addFirst('Encord', 'On custom agent called');
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.fromMenu('projectIds', 'scenes');
		await canvas.addOption('Replay a Label Editor URL');
		await canvas.type('replayUrl', address);
		await canvas.back();
		await canvas.addBehind('Encord Trigger', 'Encord', simplify);
		await canvas.type('tolerance', '0.5');
		await canvas.toggle('replacePersonLabels');
		await canvas.addOption('Dry Run');
		await canvas.addOption('Draw Changes');
		const output = await canvas.executeStep();
		await canvas.showOutputAs('Table');
		await output
			.getByText(/Would change Outline.*240 → \d+ points, area [−+][\d.]+ %/)
			.first()
			.waitFor();
		expect(await rowNow()).toEqual(before);
		await canvas.showOutputAs('Binary');
		await viewPicture(canvas);
		const [{ id } = { id: '' }] = await api.executions();
		const [item] = (await api.finished(id)).nodes[simplify]![0]!.data!.main![0]!;
		const picture = await api.binary(String(item!.binary!.data!.id));
		const corners = Object.values((await outlineNow()).polygon!).map(({ y }) => y);
		// Two pictures of 480 pixels, of a file of 800 × 600.
		const drawn = (Math.max(...corners) - Math.min(...corners)) * 360;
		for (const height of await heightsOfOutlines(picture))
			expect(height).toBeGreaterThan(0.95 * drawn);

		await canvas.toggle('dryRun');
		await canvas.back();
		await canvas.addBehind(simplify, 'Encord', 'Reply to the call of a custom agent');
		await canvas.expression('message', '$json.summary');
		await canvas.back();
		const { agent } = await registerInEncord(walk, await canvas.publish(), 'scenes');
		const answer = await triggerAgent(
			walk,
			'scenes',
			agent,
			'scene-03.jpg',
			'simplify-answer',
			objectHash,
		);
		expect(answer.text).toMatch(/Changed Outline.*240 → \d+ points, area [−+][\d.]+ %/);
		const points = Object.keys((await outlineNow()).polygon!).length;
		expect(points).toBeLessThan(240);
		expect(answer.text).toContain(`→ ${points} points`);
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
