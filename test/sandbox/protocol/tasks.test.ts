/** Tasks: listing, filters, pages that survive change, actions, moves, reviews, issues, priorities (protocol §4, §7.4, §11, §15.7). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { makerFor } from '../labelMaker';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
let stages: Record<string, string>;
beforeEach(async () => {
	sandbox = await ConformanceSandbox.start();
	const { workflow } = (await sandbox.owner.v2('GET', `projects/${sandbox.projectHash}`)).json;
	stages = Object.fromEntries(workflow.stages.map((stage: any) => [stage.title, stage.uuid]));
});
afterEach(() => sandbox.stop());

const page = async (query = '', stage = 'Agent 1'): Promise<any> =>
	(await sandbox.owner.v2('GET', `${sandbox.stage(stages[stage])}/tasks${query && `?${query}`}`))
		.json;
const titles = async (query = '', stage = 'Agent 1') =>
	(await page(query, stage)).results.map((task: any) => task.dataTitle);
const act = (actions: unknown, stage = 'Agent 1') =>
	sandbox.owner.v2('POST', `${sandbox.stage(stages[stage])}/actions`, actions);
const taskOf = async (title: string, stage = 'Agent 1'): Promise<any> =>
	(await page(`dataTitleContains=${title}`, stage)).results[0];
const along = (taskUuid: string, pathway: Record<string, unknown>) => ({
	taskUuid,
	action: 'PATHWAY_ACTION',
	...pathway,
});
const stageOf = async (title: string) => (await sandbox.row(title)).workflow_graph_node.title;

/** All tasks, page by page; `between` runs after each page. */
async function iterate(
	between: (results: any[]) => Promise<void> = async () => undefined,
): Promise<string[]> {
	const seen: string[] = [];
	for (let token: string | undefined = ''; token !== undefined; ) {
		const { results, nextPageToken }: any = await page(
			token === '' ? '' : `pageToken=${encodeURIComponent(token)}`,
		);
		seen.push(...results.map((task: any) => task.dataTitle));
		await between(results);
		token = nextPageToken;
	}
	return seen;
}

describe('listing', () => {
	it('shows the keys of each kind of stage, no more and no less', async () => {
		const common = ['createdAt', 'dataHash', 'dataTitle', 'updatedAt', 'uuid'];
		const first = await taskOf('street-01');
		expect(Object.keys(first).sort()).toEqual(
			[...common, 'assignee', 'labelBranchName', 'lastActionedBy', 'status'].sort(),
		);
		expect(first).toMatchObject({
			status: 'NEW',
			labelBranchName: 'main',
			assignee: null,
			lastActionedBy: null,
		});
		const keys: Record<string, string[]> = {
			'Annotate 1': ['assignee', 'labelBranchName', 'status'],
			'Review 1': ['assignee', 'status'],
			Complete: [],
		};
		for (const [stage, own] of Object.entries(keys)) {
			await sandbox.control('POST', 'tasks', { project: 'Conformance', title: 'cat.jpg', stage });
			expect(Object.keys(await taskOf('cat', stage)).sort()).toEqual([...common, ...own].sort());
		}
	});

	it('filters by data, dataset, title, person and status, all at once', async () => {
		const [cat, video] = [await taskOf('cat'), await taskOf('drive')];
		const datasets = (await sandbox.owner.v2('GET', `projects/${sandbox.projectHash}/datasets`))
			.json.results;
		expect(await titles(`dataHashes=${video.dataHash}&dataHashes=${cat.dataHash}`)).toEqual([
			'cat.jpg',
			'drive.mp4',
		]);
		expect(await titles(`datasetHashes=${datasets[0].datasetHash}`)).toHaveLength(7);
		expect(await titles('dataTitleContains=WALK')).toEqual(['walk-around']);
		expect(await titles('dataTitleContains=%25')).toEqual([]);
		expect(await titles('statuses=NEW&statuses=REOPENED&dataTitleContains=.pdf')).toEqual([
			'manual.pdf',
		]);
		expect(await titles('statuses=COMPLETED')).toEqual([]);
		expect(await titles('userEmails=owner%40example.com')).toEqual([]);
		expect(
			await titles(`datasetHashes=${datasets[1].datasetHash}&dataHashes=${cat.dataHash}`),
		).toEqual([]);
	});

	it('takes more than one page, in order, without repeating', async () => {
		const first = await page();
		expect(first.results).toHaveLength(20);
		const seen = await iterate();
		expect(seen).toHaveLength(35);
		expect(new Set(seen).size).toBe(35);
		expect(await page('pageToken=nonsense')).toMatchObject({
			message: expect.stringContaining('pageToken'),
		});
	});

	it('skips nothing while the tasks of a page leave before the next one is asked for', async () => {
		const seen = await iterate(async (results) => {
			expect(
				(await act(results.map((task) => along(task.uuid, { pathwayName: 'complete' })))).status,
			).toBe(204);
		});
		expect(seen).toHaveLength(35);
		expect(await titles()).toEqual([]);
	});

	it('repeats nothing while tasks of the page before come back', async () => {
		const seen = await iterate(async (results) => {
			await act(results.map((task) => along(task.uuid, { pathwayName: 'complete' })));
			await sandbox.owner.v2('POST', `${sandbox.stage(stages.Complete)}/move-tasks`, {
				taskUuids: results.map((task) => task.uuid),
				destinationStageUuid: sandbox.agentStage.uuid,
			});
		});
		expect(new Set(seen).size).toBe(seen.length);
	});

	it('puts high priority first, 0 last', async () => {
		const [cat, video] = [await taskOf('cat'), await taskOf('drive')];
		const path = `projects/${sandbox.projectHash}/priorities`;
		expect(
			(
				await sandbox.owner.v2('POST', path, {
					priorities: [
						[video.dataHash, 1],
						[cat.dataHash, 0],
					],
				})
			).status,
		).toBe(204);
		const seen = await iterate();
		expect([seen[0], seen.at(-1)]).toEqual(['drive.mp4', 'cat.jpg']);
		expect((await sandbox.row('cat.jpg')).priority).toBe(0);
		expect(
			(
				await sandbox.owner.v2('POST', path, {
					priorities: [
						[video.dataHash, 0.1],
						[cat.dataHash, 1.1],
					],
				})
			).status,
		).toBe(400);
		expect((await sandbox.row('drive.mp4')).priority).toBe(1);
	});
});

describe('actions of an agent', () => {
	it('follow a pathway by uuid or by name, and the uuid wins', async () => {
		const [annotate, review] = sandbox.agentStage.pathways;
		const uuids = [
			(await taskOf('cat')).uuid,
			(await taskOf('drive')).uuid,
			(await taskOf('manual')).uuid,
		];
		const answer = await act([
			along(uuids[0], { pathwayUuid: review?.uuid }),
			along(uuids[1], { pathwayName: 'annotate', pathwayUuid: null }),
			along(uuids[2], { pathwayName: 'review', pathwayUuid: annotate?.uuid }),
		]);
		expect([answer.status, answer.text]).toEqual([204, '']);
		expect([
			await stageOf('cat.jpg'),
			await stageOf('drive.mp4'),
			await stageOf('manual.pdf'),
		]).toEqual(['Review 1', 'Annotate 1', 'Annotate 1']);
	});

	it('leave the task its uuid, and tell who acted', async () => {
		const { uuid, updatedAt } = await taskOf('cat');
		await act([along(uuid, { pathwayName: 'annotate' })]);
		const after = await taskOf('cat', 'Annotate 1');
		expect(after.uuid).toBe(uuid);
		expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(updatedAt));
		expect(await sandbox.row('cat.jpg')).toMatchObject({
			task_uuid: uuid,
			last_actioned_by_user_email: 'owner@example.com',
		});
	});

	it.each([
		['an unknown pathway name', { pathwayName: 'Annotate' }],
		['an unknown pathway uuid', { pathwayUuid: '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d' }],
		['no pathway', {}],
	])('with %s are refused, and nothing of the batch happens', async (_fault, pathway) => {
		const answer = await act([
			along((await taskOf('cat')).uuid, { pathwayName: 'review' }),
			along((await taskOf('drive')).uuid, pathway),
		]);
		expect(answer).toMatchObject({ status: 400, json: { message: expect.any(String) } });
		expect(await stageOf('cat.jpg')).toBe('Agent 1');
	});

	it('on a task that has left are refused, and nothing of the batch happens', async () => {
		const [cat, video] = [await taskOf('cat'), await taskOf('drive')];
		await act([along(video.uuid, { pathwayName: 'review' })]);
		const again = await act([
			along(cat.uuid, { pathwayName: 'review' }),
			along(video.uuid, { pathwayName: 'review' }),
		]);
		expect(again).toMatchObject({
			status: 400,
			json: { message: expect.stringContaining(video.uuid) },
		});
		expect(await stageOf('cat.jpg')).toBe('Agent 1');
		expect(
			(
				await act([
					along(cat.uuid, { pathwayName: 'review' }),
					along(cat.uuid, { pathwayName: 'review' }),
				])
			).status,
		).toBe(400);
		expect(
			(await act([along('0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d', { pathwayName: 'review' })]))
				.status,
		).toBe(400);
	});

	it('must be an array of known actions, in a stage of the project', async () => {
		const { uuid } = await taskOf('cat');
		expect((await act(along(uuid, { pathwayName: 'review' }))).status).toBe(400);
		expect((await act([{ taskUuid: uuid, action: 'DANCE' }])).status).toBe(400);
		expect((await act([{ taskUuid: uuid, action: 'SUBMIT' }])).status).toBe(400);
		expect(
			(
				await sandbox.owner.v2(
					'POST',
					`${sandbox.stage('0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d')}/actions`,
					[],
				)
			).status,
		).toBe(404);
		expect((await act([])).status).toBe(204);
	});
});

describe('actions of people', () => {
	beforeEach(async () => {
		await act([along((await taskOf('cat')).uuid, { pathwayName: 'annotate' })]);
	});

	it('assign, release and submit', async () => {
		const { uuid: taskUuid } = await taskOf('cat', 'Annotate 1');
		expect(
			(await act([{ taskUuid, action: 'ASSIGN', assignee: 'nobody@example.com' }], 'Annotate 1'))
				.status,
		).toBe(400);
		await act([{ taskUuid, action: 'ASSIGN', assignee: 'colleague@example.com' }], 'Annotate 1');
		expect(await taskOf('cat', 'Annotate 1')).toMatchObject({
			status: 'ASSIGNED',
			assignee: 'colleague@example.com',
		});
		expect(
			await titles('userEmails=colleague%40example.com&statuses=ASSIGNED', 'Annotate 1'),
		).toEqual(['cat.jpg']);
		expect(await sandbox.row('cat.jpg')).toMatchObject({
			annotation_task_status: 'ASSIGNED',
			assigned_user_email: 'colleague@example.com',
		});
		await act([{ taskUuid, action: 'RELEASE' }], 'Annotate 1');
		expect(await taskOf('cat', 'Annotate 1')).toMatchObject({ status: 'RELEASED', assignee: null });
		expect(
			(
				await act(
					[
						{
							taskUuid,
							action: 'SUBMIT',
							resolveLabelReviews: true,
							assignee: null,
							retainAssignee: true,
						},
					],
					'Annotate 1',
				)
			).status,
		).toBe(400);
		await act(
			[
				{
					taskUuid,
					action: 'SUBMIT',
					resolveLabelReviews: true,
					assignee: 'owner@example.com',
					retainAssignee: false,
				},
			],
			'Annotate 1',
		);
		expect(await taskOf('cat', 'Review 1')).toMatchObject({
			status: 'ASSIGNED',
			assignee: 'owner@example.com',
		});
	});

	it('review each label, reject, resolve and approve', async () => {
		const maker = makerFor(
			(await sandbox.owner.v2('GET', `projects/${sandbox.projectHash}`)).json.editorOntology,
		);
		const blob = await sandbox.create('cat.jpg');
		maker.object(blob, 'Car', 'car00001', { boundingBox: { h: 0.1, w: 0.2, x: 0.3, y: 0.4 } });
		maker.classification(blob, 'Caption', 'caption1', 'text');
		await sandbox.save(blob);
		const { uuid: taskUuid } = await taskOf('cat', 'Annotate 1');
		await act([{ taskUuid, action: 'SUBMIT' }], 'Annotate 1');
		const path = `${sandbox.stage(stages['Review 1'])}/tasks/${taskUuid}/reviews`;
		const reviews = async (): Promise<any[]> => (await sandbox.owner.v2('GET', path)).json.results;
		expect(await reviews()).toEqual([
			{ reviewUuid: expect.any(String), status: 'NEW', labelType: 'Object', labelId: 'car00001' },
			{
				reviewUuid: expect.any(String),
				status: 'NEW',
				labelType: 'Classification',
				labelId: 'caption1',
			},
		]);
		const [{ reviewUuid }] = (await reviews()) as [any];
		expect(
			(
				await sandbox.owner.v2('POST', `${path}/actions`, [
					{ reviewUuid, action: 'REJECT', comment: 'not a car' },
				])
			).status,
		).toBe(204);
		expect((await reviews()).map(({ status }) => status)).toEqual(['REJECTED', 'NEW']);
		const read = await sandbox.read(blob.label_hash, { include_reviews: true });
		expect((Object.values(read.data_units)[0] as any).labels.objects[0].reviews).toMatchObject([
			{ status: 'REJECTED', comments: [{ content: 'not a car' }] },
		]);
		await act([{ taskUuid, action: 'REJECT', rejectLabelReviews: true }], 'Review 1');
		expect(await taskOf('cat', 'Annotate 1')).toMatchObject({ status: 'REOPENED' });
		expect(await sandbox.row('cat.jpg')).toMatchObject({ annotation_task_status: 'RETURNED' });
		await act([{ taskUuid, action: 'SUBMIT', resolveLabelReviews: true }], 'Annotate 1');
		expect((await reviews()).map(({ status }) => status)).toEqual(['RESOLVED', 'RESOLVED']);
		await act([{ taskUuid, action: 'APPROVE', approveLabelReviews: true }], 'Review 1');
		expect(await stageOf('cat.jpg')).toBe('Complete');
	});
});

describe('moves', () => {
	const move = (taskUuids: string[], from: string, to: string) =>
		sandbox.owner.v2('POST', `${sandbox.stage(stages[from])}/move-tasks`, {
			taskUuids,
			destinationStageUuid: stages[to] ?? to,
		});

	it('go from any stage to any other, whole batches only', async () => {
		const [cat, video] = [await taskOf('cat'), await taskOf('drive')];
		expect((await move([cat.uuid], 'Agent 1', 'Complete')).status).toBe(204);
		expect((await move([cat.uuid], 'Complete', 'Annotate 1')).status).toBe(204);
		expect((await move([video.uuid, cat.uuid], 'Agent 1', 'Review 1')).status).toBe(400);
		expect(await stageOf('drive.mp4')).toBe('Agent 1');
		expect(
			(await move([video.uuid], 'Agent 1', '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d')).status,
		).toBe(404);
		expect(
			(
				await move(
					Array.from({ length: 501 }, () => video.uuid),
					'Agent 1',
					'Review 1',
				)
			).status,
		).toBe(400);
	});
});

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('issues', () => {
	it('are raised on files, frames and points, and listed per data unit', async () => {
		const [cat, video] = [await taskOf('cat'), await taskOf('drive')];
		const path = `projects/${sandbox.projectHash}/issues`;
		const raise = (anchor: object) =>
			sandbox.owner.v2('POST', path, {
				issues: [{ anchor, comment: 'blurred', issueTags: ['quality'] }],
			});
		expect((await raise({ type: 'dataUnit', dataUuid: cat.dataHash })).status).toBe(204);
		await raise({ type: 'frame', dataUuid: video.dataHash, frameIndex: 3 });
		await raise({
			type: 'frameCoordinate',
			dataUuid: video.dataHash,
			frameIndex: 4,
			x: 0.25,
			y: 0.5,
		});
		expect((await raise({ type: 'frame', dataUuid: cat.dataHash })).status).toBe(400);
		expect(
			(await raise({ type: 'dataUnit', dataUuid: '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d' })).status,
		).toBe(400);
		const common = {
			dataUuid: video.dataHash,
			comments: [
				{ content: 'blurred', authorEmail: 'owner@example.com', createdAt: expect.any(String) },
			],
			uuid: expect.stringMatching(UUID),
			tags: [{ name: 'quality', uuid: expect.stringMatching(UUID) }],
			resolutionHistory: [],
		};
		expect(
			(await sandbox.owner.v2('GET', `${path}?dataUnitId=${video.dataHash}`)).json.results,
		).toEqual([
			{ ...common, type: 'frame', frameIndex: 3 },
			{ ...common, type: 'frameCoordinate', frameIndex: 4, coordinate: { x: 0.25, y: 0.5 } },
		]);
		expect((await sandbox.owner.v2('GET', path)).json.results).toHaveLength(3);
	});
});
