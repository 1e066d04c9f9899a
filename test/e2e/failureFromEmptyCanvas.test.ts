/** Something failed: the error output raises an issue and sends the task away, and a retry the next day doubles nothing. */
import { expect, it } from '@jest/globals';
import type { Canvas } from '../../scripts/browser/canvas';
import { retryFromList } from '../../scripts/browser/executionsList';
import type { Execution, JsonObject } from '../../scripts/n8n/api';
import {
	answersOf,
	projectState,
	stageIsEmpty,
	stateWhen,
	tasksByStage,
} from '../../scripts/sandbox/state';
import { describeInBrowser } from './browser/browser';
import { emptyCanvas, registerInEncord, walkForTests, triggerAgent } from './browser/canvasWalk';

const labeler = 'Encord AI Labeler';
const proceed = 'Send tasks along a pathway';

const walk = walkForTests();

/** The next call of this kind is refused, as Encord refuses one without rights. */
async function refuseOnce(call: string, more: JsonObject = {}): Promise<void> {
	const then = { status: 403, body: { message: 'No rights' }, ...more };
	await walk.demo.sandbox.control('POST', 'faults', { match: { call }, then });
}

async function addStage(canvas: Canvas): Promise<void> {
	await canvas.addFirst('Encord Agent Stage Trigger');
	await canvas.credential(0, 'Encord (sandbox)');
	await canvas.fromList('project', 'pets');
	await canvas.fromList('stage', 'Agent 1');
	await canvas.back();
}

/** The form of the AI Labeler, which stays open. */
async function addLabeler(canvas: Canvas, behind: string): Promise<void> {
	await canvas.addBehind(behind, labeler);
	await canvas.fromMenu('modelFrom', 'OpenAI-Compatible Endpoint');
	await canvas.credential(1, 'Toy vision model');
	await canvas.type('model', 'toy-vision');
}

const jsonOf = ({ nodes }: Execution, name: string) =>
	(nodes[name]?.at(-1)?.data?.main?.flat() ?? []).map((item) => item?.json ?? {});

/** The newest execution of a workflow that has so many, when it is over. */
async function execution(workflowId: string, count: number): Promise<Execution> {
	const { api } = walk.demo;
	const until = Date.now() + 90_000;
	for (;;) {
		const found = await api.executions(workflowId);
		if (found.length >= count) return await api.finished(found[0]!.id);
		if (Date.now() > until) throw new Error(`There are ${found.length} executions of ${count}.`);
		await walk.page.waitForTimeout(300);
	}
}

describeInBrowser('something failed', () => {
	it('the error output raises an issue and sends the task along the pathway for failures', async () => {
		const { sandbox } = walk.demo;
		const canvas = await emptyCanvas(walk, 'failure');
		await addStage(canvas);
		await addLabeler(canvas, 'Encord Agent Stage Trigger');
		await canvas.onError('Continue (using error output)');
		await canvas.back();
		await canvas.addBehind(labeler, 'Encord', proceed);
		await canvas.expression('pathway', '$json.values.Animal');
		await canvas.back();
		await canvas.addBehind(labeler, 'Encord', 'Create issues');
		await canvas.expression('comment', '$json.error');
		await canvas.back();
		await canvas.addBehind('Create issues', 'Encord', proceed);
		await canvas.fromList('project', 'pets');
		await canvas.fromList('stage', 'Agent 1');
		await canvas.fromList('pathway', 'Other');
		await canvas.back();
		await refuseOnce('labelrow.POST');
		await canvas.publish();
		expect(await stageIsEmpty(sandbox, 'pets', 'Agent 1', 90_000)).toBe(true);
		const state = await projectState(sandbox, 'pets');
		expect(answersOf(state, 'Animal')).toEqual({});
		expect(tasksByStage(state)).toEqual({ 'Annotate others': 12 });
		expect(state.issues).toHaveLength(12);
		for (const { comment } of state.issues) expect(comment).toMatch(/refused|rights|403/i);
	});

	it('the next day: what was labeled and moved stays so, and is said to be so', async () => {
		const { sandbox } = walk.demo;
		const canvas = await emptyCanvas(walk, 'retry');
		await addStage(canvas);
		await addLabeler(canvas, 'Encord Agent Stage Trigger');
		await canvas.back();
		await canvas.addBehind(labeler, 'Encord', proceed);
		await canvas.expression('pathway', '$json.values.Animal');
		await canvas.back();
		await refuseOnce('labelrow.POST');
		const workflowId = await canvas.publish();
		const first = await execution(workflowId, 1);
		expect(first.status).toBe('error');
		const half = await projectState(sandbox, 'pets');
		expect(tasksByStage(half)).toEqual({ 'Agent 1': 12 });
		// The tasks move, and the answer that says so is lost.
		await refuseOnce('tasks.actions', { applied: true });
		await retryFromList(canvas, first.id);
		const second = await execution(workflowId, 2);
		expect(second.status).toBe('error');
		expect(await stageIsEmpty(sandbox, 'pets', 'Agent 1', 5000)).toBe(true);
		const moved = await projectState(sandbox, 'pets');
		await retryFromList(canvas, second.id);
		const retried = await execution(workflowId, 3);
		expect(retried.status).toBe('success');
		const reports = jsonOf(retried, proceed);
		expect(reports).toHaveLength(12);
		for (const report of reports)
			expect(report).toMatchObject({
				alreadyMoved: true,
				moved: false,
				summary: expect.stringMatching(/^Already moved: "pet-\d+\.jpg" is no longer in "Agent 1"$/),
			});
		const after = await projectState(sandbox, 'pets');
		expect(after).toEqual(moved);
		for (const answers of Object.values(answersOf(after, 'Animal')))
			expect(answers).toHaveLength(1);
		expect(Object.keys(answersOf(after, 'Animal'))).toHaveLength(12);
	});

	it('a call of the Label Editor that failed is run again from the list of executions', async () => {
		const { sandbox } = walk.demo;
		const canvas = await emptyCanvas(walk, 'replay');
		await canvas.addFirst('Encord', 'On custom agent called');
		await canvas.credential(0, 'Encord (sandbox)');
		await canvas.fromMenu('projectIds', 'scenes');
		await canvas.back();
		await addLabeler(canvas, 'Encord Trigger');
		await canvas.back();
		await canvas.addBehind(labeler, 'Encord', 'Reply to the call of a custom agent');
		await canvas.expression('message', '$json.summary');
		await canvas.back();
		const workflowId = await canvas.publish();
		const { agent } = await registerInEncord(walk, workflowId, 'scenes');
		await refuseOnce('labelrow.POST');
		const answer = await triggerAgent(walk, 'scenes', agent, 'scene-05.jpg', 'replay-answer');
		expect(answer.state).toBe('failure');
		expect(answersOf(await projectState(sandbox, 'scenes'), 'Time of day')).not.toHaveProperty([
			'scene-05.jpg',
		]);
		await retryFromList(canvas, (await execution(workflowId, 1)).id);
		const again = await execution(workflowId, 2);
		expect(again.status).toBe('success');
		expect(jsonOf(again, 'Reply to the call of a custom agent')).toMatchObject([
			{ replied: false, reason: expect.stringContaining('This execution was retried') },
		]);
		const isLabeled = (state: Awaited<ReturnType<typeof projectState>>) =>
			answersOf(state, 'Time of day')['scene-05.jpg'] !== undefined;
		const after = await stateWhen(sandbox, 'scenes', isLabeled, 5000);
		expect(answersOf(after!, 'Time of day')['scene-05.jpg']).toHaveLength(1);
	});
});
