/** Labels are checked before they are submitted: by an annotator who asks for it, and by a stage of the Workflow in Auto mode. */
import { expect, it } from '@jest/globals';
import type { Canvas } from '../../scripts/browser/canvas';
import { projectState, type ProjectState } from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import { emptyCanvas, registerInEncord, walkForTests, triggerAgent } from './browser/canvasWalk';
import { objectsOn, rowNamed } from './demo/rowLabels';

const check = 'Check the labels of a label row';
const reply = 'Reply to the call of a custom agent';

const walk = walkForTests();

async function addCheck(canvas: Canvas): Promise<void> {
	await canvas.addBehind('Encord Trigger', 'Encord', check);
	await canvas.addRowOf('Add Rule', 'Size of Objects');
	await canvas.type('minSide', '8');
	await canvas.addRowOf('Add Rule', 'Overlap');
	await canvas.back();
}

/** A person draws a box of three pixels, and writes nothing else. */
async function drawSpeck(title: string): Promise<void> {
	const { projectHash, labelRows } = await projectState(walk.demo.sandbox, 'scenes');
	const row = labelRows.find((candidate) => candidate.title === title)!;
	const labels = structuredClone(row.labels)!;
	objectsOn({ ...row, labels }, 0)[0]!.boundingBox = { x: 0.5, y: 0.1, w: 0.00375, h: 0.005 };
	const { dataHash } = row;
	const user = 'anna@example.com';
	await walk.demo.sandbox.control('POST', 'labels', {
		project: projectHash,
		dataHash,
		user,
		labels,
	});
}

describeInBrowser('labels that are checked before they are submitted', () => {
	it('the annotator reads the faults with their frame, and nothing is changed', async () => {
		const canvas = await emptyCanvas(walk, 'check-labels');
		await canvas.addFirst('Encord', 'On custom agent called');
		await canvas.fromMenu('projectIds', 'scenes');
		await canvas.back();
		await addCheck(canvas);
		await canvas.addBehind(check, 'Encord', reply);
		await canvas.type('message', 'All labels are fine.');
		await canvas.back();
		// The first output is taken now; the plus that is left is that of Faults.
		await canvas.addBehind(check, 'Encord', reply);
		await canvas.fromMenu('outcome', 'Problem');
		await canvas.expression('message', '$json.summary');
		await canvas.back();
		const { agent } = await registerInEncord(walk, await canvas.publish(), 'scenes');

		await drawSpeck('scene-07.jpg');
		const before = rowNamed(await projectState(walk.demo.sandbox, 'scenes'), 'scene-07.jpg');
		const ask = async (title: string) =>
			await triggerAgent(walk, 'scenes', agent, title, `check-labels-${title}`);
		expect(await ask('scene-07.jpg')).toEqual({
			state: 'failure',
			text: expect.stringMatching(/1 fault\. Frame 0: "Generic" is 3 × 3 px/),
		});
		expect(await ask('scene-02.jpg')).toEqual({
			state: 'success',
			text: expect.stringContaining('All labels are fine.'),
		});
		const after = rowNamed(await projectState(walk.demo.sandbox, 'scenes'), 'scene-07.jpg');
		expect(after).toEqual(before);
	});

	it('behind a stage in Auto mode: accepts or rejects, with an issue at the place of each fault', async () => {
		const { api, sandbox } = walk.demo;
		const name = 'Signing secret of the check';
		await api.saveCredential(name, 'encordWebhookSecretApi', { secret: 'from Encord, later' });
		const canvas = await emptyCanvas(walk, 'check-stage');
		const decide = async (pathway: string) => {
			await canvas.fromMenu('decide', 'Choose');
			await canvas.fromList('project', 'acceptance');
			await canvas.fromList('stage', 'Check by rule');
			await canvas.fromList('pathway', pathway);
		};
		await canvas.addFirst('Encord', 'On custom agent called');
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.credential(1, name);
		await canvas.fromMenu('projectIds', 'acceptance');
		await canvas.addOption('Only Signed Calls');
		await canvas.toggle('onlySigned');
		await canvas.back();
		await addCheck(canvas);
		await canvas.addBehind(check, 'Encord', reply);
		await canvas.type('message', 'No faults.');
		await decide('Accept');
		await canvas.back();
		await canvas.addBehind(check, 'Split Out');
		await canvas.type('fieldToSplitOut', 'faults');
		await canvas.back();
		await canvas.addBehind('Split Out', 'Encord', 'Create issues');
		await canvas.fromMenu('place', 'Point');
		for (const field of ['frame', 'x', 'y']) await canvas.expression(field, `$json.${field}`);
		await canvas.expression('comment', '$json.message');
		await canvas.back();
		await canvas.addBehind('Create issues', 'Encord', reply);
		await decide('Reject');
		await canvas.expression('message', '$json.comment');
		await canvas.back();
		const { endpoint } = await registerInEncord(walk, await canvas.publish(), 'acceptance');
		const { secret } = await sandbox.control<{ secret: string }>(
			'GET',
			`webhooks/secret?url=${encodeURIComponent(endpoint)}`,
		);
		await api.saveCredential(name, 'encordWebhookSecretApi', { secret });

		const call = async (title: string) =>
			await sandbox.control('POST', 'webhooks/call', {
				url: endpoint,
				project: 'acceptance',
				title,
			});
		expect(await call('car-1.jpg')).toMatchObject({ pathway: 'Accept' });
		expect(await call('car-5.jpg')).toMatchObject({
			body: { decision: 'Reject', message: expect.stringContaining('"Car" is 3 × 3 px') },
			pathway: 'Reject',
		});
		expect(await call('car-6.jpg')).toMatchObject({ pathway: 'Reject' });
		const state = await projectState(sandbox, 'acceptance');
		const stageOf = ({ tasks }: ProjectState, title: string) =>
			tasks.find((task) => task.title === title)?.stage;
		expect(stageOf(state, 'car-1.jpg')).toBe('Complete');
		expect(stageOf(state, 'car-5.jpg')).toBe('Annotate 1');
		// The speck was drawn at 140, 160 in a picture of 480 × 360 pixels.
		expect(state.issues).toMatchObject([
			{
				comment: expect.stringContaining('"Car" is 3 × 3 px'),
				anchor: {
					type: 'frameCoordinate',
					frameIndex: 0,
					x: expect.closeTo(141.5 / 480, 2),
					y: expect.closeTo(161.5 / 360, 2),
				},
			},
			{ comment: expect.stringMatching(/overlap/i), anchor: { type: 'frameCoordinate' } },
		]);
	});
});
