/**
 * The templates that the stages of a Workflow start: by a signed call in Auto mode, and by signed events. They run in a real n8n and
 * are judged by what the sandbox holds afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DemoAccess } from '../../scripts/demo/demo';
import type { JsonObject, WorkflowNode } from '../../scripts/n8n/api';
import {
	answersOf,
	chatMessages,
	projectState,
	stageIsEmpty,
	stateWhen,
	type ProjectState,
} from '../../scripts/sandbox/state';
import { rowNamed } from './demo/rowLabels';
import { freshDemo, goLive, type LiveTemplate, resetDemo } from './demo/running';

let demo: DemoAccess;
beforeAll(async () => {
	demo = await freshDemo();
});
beforeEach(async () => {
	await resetDemo(demo);
});

interface Delivered {
	status: number;
	body: { message?: string; decision?: string };
	pathway?: string | null;
}

const control = async <T>(path: string, body: JsonObject) =>
	await demo.sandbox.control<T>('POST', path, body);
/** The next call of this kind is refused, as Encord refuses one without rights. */
const refuseOnce = async (call: string, status = 403) =>
	await control('faults', { match: { call }, then: { status, body: { message: 'No' } } });
const stagesOf = ({ tasks }: ProjectState) =>
	Object.fromEntries(tasks.map(({ title, stage }) => [title, stage]));
const executionsOf = async ({ workflow }: LiveTemplate) => await demo.api.executions(workflow.id);

describe('Tell the team', () => {
	const event = async ({ endpoint }: LiveTemplate, more: JsonObject = {}) =>
		await control<Delivered>('webhooks/event', {
			url: endpoint,
			project: 'damage',
			event: 'taskSubmitted',
			titles: ['car-1.jpg', 'car-2.jpg'],
			...more,
		});
	const messages = async (count: number) =>
		await chatMessages(demo.sandbox, ({ length }) => length >= count, 30_000);
	const link = async () =>
		`https://app.encord.com/projects/view/${(await projectState(demo.sandbox, 'damage')).projectHash}/summary`;

	it('posts the project, how many tasks, what happened to them, and a link', async () => {
		const live = await goLive(demo, 'tell-the-team');
		expect(await event(live)).toMatchObject({ status: 200 });
		expect(await messages(1)).toEqual([
			`2 tasks were submitted in the project damage: ${await link()}`,
		]);
		expect(await event(live, { event: 'taskCompleted', titles: ['car-3.jpg'] })).toMatchObject({
			status: 200,
		});
		expect((await messages(2))[1]).toBe(
			`1 task was completed in the project damage: ${await link()}`,
		);
	});

	it.each<[string, JsonObject, number]>([
		['without a signature', { secret: null }, 403],
		['with the signature of somebody else', { secret: 'wrong' }, 401],
	])('posts nothing for an event %s', async (_name, more, status) => {
		const live = await goLive(demo, 'tell-the-team');
		expect(await event(live, more)).toMatchObject({ status });
		await sleep(2000);
		expect(await executionsOf(live)).toEqual([]);
		expect(await messages(0)).toEqual([]);
	});

	it('names the project by its ID when the title cannot be read', async () => {
		const live = await goLive(demo, 'tell-the-team');
		await refuseOnce('projects.get');
		await event(live);
		const { projectHash } = await projectState(demo.sandbox, 'damage');
		expect(await messages(1)).toEqual([
			`2 tasks were submitted in the project ${projectHash}: ${await link()}`,
		]);
	});

	it('tries again when the chat does not take the message', async () => {
		const live = await goLive(demo, 'tell-the-team');
		await refuseOnce('toy.chat', 503);
		await event(live);
		expect(await messages(1)).toHaveLength(1);
		await sleep(4000);
		expect(await messages(1)).toHaveLength(1);
	});
});

describe('Accept or reject by rule', () => {
	const call = async ({ endpoint }: LiveTemplate, title: string, more: JsonObject = {}) =>
		await control<Delivered>('webhooks/call', {
			url: endpoint,
			project: 'acceptance',
			title,
			...more,
		});
	const stageOf = async (title: string) =>
		stagesOf(await projectState(demo.sandbox, 'acceptance'))[title];

	it('accepts labels without faults and rejects the others with the reason', async () => {
		const live = await goLive(demo, 'accept-or-reject-by-rule');
		expect(await call(live, 'car-1.jpg')).toMatchObject({
			status: 200,
			body: { decision: 'Accept', message: 'Accepted: no faults found.' },
			pathway: 'Accept',
		});
		for (const [title, reason] of [
			['car-5.jpg', /^Rejected: 1 fault\. .*"Car" is 3 × 3 px/],
			['car-6.jpg', /^Rejected: 1 fault\. .*overlap/i],
			['car-7.jpg', /^Rejected: 1 fault\. /],
			['car-8.jpg', /^Rejected: 1 fault\. /],
		] as const)
			expect(await call(live, title)).toMatchObject({
				status: 200,
				body: { decision: 'Reject', message: expect.stringMatching(reason) },
				pathway: 'Reject',
			});
		expect(stagesOf(await projectState(demo.sandbox, 'acceptance'))).toEqual({
			'car-1.jpg': 'Complete',
			'car-2.jpg': 'Check by rule',
			'car-3.jpg': 'Check by rule',
			'car-4.jpg': 'Check by rule',
			'car-5.jpg': 'Annotate 1',
			'car-6.jpg': 'Annotate 1',
			'car-7.jpg': 'Annotate 1',
			'car-8.jpg': 'Annotate 1',
		});
	});

	it('says why, decides nothing and leaves the task when the labels cannot be read', async () => {
		const live = await goLive(demo, 'accept-or-reject-by-rule');
		await refuseOnce('labelrow.GET');
		const { status, body, pathway } = await call(live, 'car-1.jpg');
		expect({ status, pathway }).toEqual({ status: 400, pathway: null });
		expect(body).toEqual({ message: expect.stringMatching(/^The labels could not be checked: ./) });
		expect(await stageOf('car-1.jpg')).toBe('Check by rule');
		expect(await call(live, 'car-1.jpg')).toMatchObject({ pathway: 'Accept' });
	});

	it('moves no task along a pathway that the stage does not have', async () => {
		const live = await goLive(demo, 'accept-or-reject-by-rule', (node) =>
			node.name === 'Accept'
				? { ...node, parameters: { ...node.parameters, options: { decision: 'Approve' } } }
				: node,
		);
		expect(await call(live, 'car-2.jpg')).toMatchObject({ status: 500, pathway: null });
		expect(await stageOf('car-2.jpg')).toBe('Check by rule');
	});

	it('runs for no call without the signature of Encord', async () => {
		const live = await goLive(demo, 'accept-or-reject-by-rule');
		expect((await call(live, 'car-3.jpg', { secret: null })).status).toBe(403);
		expect((await call(live, 'car-3.jpg', { secret: 'wrong' })).status).toBe(401);
		expect(await executionsOf(live)).toEqual([]);
		expect(await stageOf('car-3.jpg')).toBe('Check by rule');
	});
});

describe('Low confidence: a person decides', () => {
	const unsure = ['pet-06.jpg', 'pet-12.jpg'];

	/** Publishes the template and waits until the model has answered. Of two pictures the toy is less sure than of the others. */
	async function answered(): Promise<{ live: LiveTemplate; state: ProjectState }> {
		const live = await goLive(demo, 'low-confidence-to-a-person', (node: WorkflowNode) =>
			node.name === 'Ask the model'
				? { ...node, parameters: { ...node.parameters, options: { confidence: 0.98 } } }
				: node,
		);
		expect(await stageIsEmpty(demo.sandbox, 'unsure', 'Agent 1', 120_000)).toBe(true);
		return { live, state: await projectState(demo.sandbox, 'unsure') };
	}

	/** Gives a picture the answer that another one has, as a person does. */
	async function answerByHand(state: ProjectState, title: string, like: string): Promise<void> {
		const { dataHash } = rowNamed(state, title);
		const { labels } = rowNamed(state, like);
		const [drawn] = Object.values(labels!.data_units) as Array<{ labels: unknown }>;
		await control('labels', {
			project: 'unsure',
			title,
			user: 'anna@example.com',
			labels: {
				data_units: { [dataHash]: { labels: drawn!.labels } },
				object_answers: {},
				classification_answers: labels!.classification_answers,
				object_actions: {},
				spaces: {},
			} as JsonObject,
		});
	}

	const submit = async (title: string) =>
		await control('tasks', {
			project: 'unsure',
			title,
			stage: 'Decided',
			user: 'anna@example.com',
		});
	const event = async ({ endpoint }: LiveTemplate, titles: string[], more: JsonObject = {}) =>
		await control<Delivered>('webhooks/event', {
			url: endpoint,
			project: 'unsure',
			event: 'taskSubmitted',
			titles,
			...more,
		});

	it('saves what the model is sure of and sends the other pictures to a person', async () => {
		const { state } = await answered();
		const subjects = answersOf(state, 'Subject');
		expect(Object.keys(subjects)).toHaveLength(10);
		expect(subjects).toMatchObject({ 'pet-01.jpg': ['Cat'], 'pet-10.jpg': ['Other'] });
		expect(stagesOf(state)).toEqual(
			Object.fromEntries(
				state.tasks.map(({ title }) => [
					title,
					unsure.includes(title) ? 'Decide by hand' : 'Review 1',
				]),
			),
		);
	});

	it('goes on when the person has submitted: answered tasks to review, others back', async () => {
		const { live, state } = await answered();
		await answerByHand(state, 'pet-06.jpg', 'pet-10.jpg');
		for (const title of unsure) await submit(title);
		expect((await event(live, unsure, { secret: null })).status).toBe(403);
		await sleep(2000);
		expect(stagesOf(await projectState(demo.sandbox, 'unsure'))).toMatchObject({
			'pet-06.jpg': 'Decided',
			'pet-12.jpg': 'Decided',
		});
		// The event of the other task got lost.
		expect(await event(live, ['pet-12.jpg'])).toMatchObject({ status: 200 });
		const isDone = (now: ProjectState) => !Object.values(stagesOf(now)).includes('Decided');
		const after = (await stateWhen(demo.sandbox, 'unsure', isDone, 60_000))!;
		expect(stagesOf(after)).toMatchObject({
			'pet-06.jpg': 'Review 1',
			'pet-12.jpg': 'Decide by hand',
		});
		expect(answersOf(after, 'Subject')['pet-06.jpg']).toEqual(['Other']);
		expect(rowNamed(after, 'pet-06.jpg').saves.at(-1)?.by).toBe('anna@example.com');
	});

	it('leaves a task whose labels cannot be read, says why, and does it at the next full hour', async () => {
		const { live, state } = await answered();
		await answerByHand(state, 'pet-06.jpg', 'pet-10.jpg');
		await submit('pet-06.jpg');
		await refuseOnce('labelrow.GET');
		await event(live, ['pet-06.jpg']);
		const told = await stateWhen(demo.sandbox, 'unsure', ({ issues }) => issues.length > 0, 60_000);
		expect(told?.issues).toMatchObject([
			{ comment: expect.stringMatching(/could not be read: ./), tags: ['agent'] },
		]);
		expect(stagesOf(told!)['pet-06.jpg']).toBe('Decided');
		await demo.api.run(live.workflow.id, 'Once an hour');
		const isDone = (now: ProjectState) => stagesOf(now)['pet-06.jpg'] === 'Review 1';
		expect(await stateWhen(demo.sandbox, 'unsure', isDone, 60_000)).toBeDefined();
	});
});
