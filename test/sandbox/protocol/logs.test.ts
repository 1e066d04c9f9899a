/**
 * Editor logs, label logs and analytics, asked for as the official client does (protocol §16.1, §16.2). The keys are those of its
 * models: encord/orm/editor_log.py EditorLogGeneralAction, EditorLogObject, EditorLogClassification; encord/orm/label_log.py LabelLog;
 * encord/orm/analytics.py CollaboratorTimer, TimeSpent; encord/analytics/task_actions.py TaskAction.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { makerFor } from '../labelMaker';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

const uuid = expect.stringMatching(
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const text = expect.any(String);
const OWNER = 'owner@example.com';

let sandbox: ConformanceSandbox;
let stages: Record<string, string>;
let dataHash: string;
let dataTitle: string;
let taskUuid: string;
let labelHash: string;
/** A time before everything that the tests do, after the seed. */
let start: string;
const end = () => new Date(Date.now() + 60_000).toISOString();

const get = async (path: string): Promise<any> => {
	const { status, json, text: body } = await sandbox.owner.v2('GET', path);
	if (status !== 200) throw new Error(body);
	return json;
};
const act = async (stage: string, action: object) => {
	const path = `${sandbox.stage(stages[stage])}/actions`;
	expect((await sandbox.owner.v2('POST', path, [{ taskUuid, ...action }])).status).toBe(204);
};

/** The owner draws a car and sorts the picture, moves the car, deletes it; the task goes through all stages. */
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	const project = await get(`projects/${sandbox.projectHash}`);
	stages = Object.fromEntries(
		project.workflow.stages.map(({ stageType, uuid: id }: any) => [stageType, id]),
	);
	start = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
	const row = (await sandbox.list()).find(({ data_type }) => data_type === 'IMAGE');
	({ data_hash: dataHash, data_title: dataTitle, task_uuid: taskUuid } = row);
	const blob = await sandbox.create(dataTitle);
	labelHash = blob.label_hash;
	const make = makerFor(project.editorOntology);
	const box = { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } };
	make.object(blob, 'Car', 'carAAAAA', box);
	expect((await sandbox.save(blob)).json.status).toBe(200);
	await act('AGENT', { action: 'PATHWAY_ACTION', pathwayName: 'annotate' });
	await act('ANNOTATION', { action: 'ASSIGN', assignee: OWNER });
	await act('ANNOTATION', { action: 'RELEASE' });
	const moved = await sandbox.read(labelHash);
	const unit: any = Object.values(moved.data_units)[0];
	unit.labels.objects[0].boundingBox.x = 0.3;
	make.object(moved, 'Car', 'carBBBBB', box);
	expect((await sandbox.save(moved)).json.status).toBe(200);
	await act('ANNOTATION', { action: 'SUBMIT' });
	await act('REVIEW', { action: 'REJECT' });
	const less = await sandbox.read(labelHash);
	const holder: any = Object.values(less.data_units)[0];
	holder.labels.objects.pop();
	delete less.object_answers.carBBBBB;
	expect((await sandbox.save(less)).json.status).toBe(200);
	expect((await sandbox.save(await sandbox.read(labelHash))).json.status).toBe(200);
	await act('ANNOTATION', { action: 'SUBMIT' });
	await act('REVIEW', { action: 'APPROVE' });
});
afterAll(() => sandbox.stop());

/** encord/orm/editor_log.py EditorLogParams. */
const editorLogs = async (more: Record<string, string> = {}, path = sandbox.projectHash) =>
	await get(
		`projects/${path}/editor-logs?${new URLSearchParams({
			startTime: start,
			endTime: end(),
			limit: '100',
			...more,
		}).toString()}`,
	);

const BY_TIME = [
	'CREATE_OBJECT',
	'SAVE',
	'MOVE_TASK',
	'ASSIGN_TASK',
	'RELEASE_TASK',
	'UPDATE_OBJECT',
	'CREATE_OBJECT',
	'SAVE',
	'SUBMIT_TASK',
	'REJECT_TASK',
	'DELETE_OBJECT',
	'SAVE',
	'SAVE',
	'SUBMIT_TASK',
	'APPROVE_TASK',
];

describe('editor logs', () => {
	it('list each save, what it changed, and each action on a task', async () => {
		const { results, nextPageToken } = await editorLogs();
		expect(nextPageToken).toBeUndefined();
		expect(results.map(({ action }: any) => action)).toEqual(BY_TIME);
		expect(results.map(({ timestamp }: any) => timestamp)).toEqual(
			results.map(({ timestamp }: any) => timestamp).sort(),
		);
		expect(new Set(results.map(({ id }: any) => id)).size).toBe(results.length);
	});

	it('have the keys of the client for each category', async () => {
		const { results } = await editorLogs();
		const common = {
			id: uuid,
			action: text,
			actionCategory: text,
			dataUnitId: dataHash,
			workflowStageId: uuid,
			branchName: 'main',
			workflowTaskId: taskUuid,
			timestamp: iso,
			sessionId: uuid,
			actorUserId: uuid,
			actorOrganisationId: 1,
			actorUserEmail: OWNER,
			projectId: sandbox.projectHash,
			projectOrganisationId: 1,
			projectUserRole: 'admin',
			projectOrganisationUserRole: text,
			dataUnitTitle: dataTitle,
			dataUnitDataType: 'image',
			dataUnitDatasetId: uuid,
			dataUnitDatasetTitle: text,
			ontologyId: uuid,
			labelId: labelHash,
			workflowStageType: expect.stringMatching(/^(AGENT|ANNOTATION|REVIEW)$/),
			workflowStageTitle: text,
			eventInformation: {},
		};
		const of = (action: string) => results.find((log: any) => log.action === action);
		expect(of('CREATE_OBJECT')).toEqual({
			...common,
			actionCategory: 'object',
			workflowStageType: 'AGENT',
			labelName: 'Car',
			featureId: text,
			labelRanges: [[0, 0]],
			objectShape: 'bounding_box',
			objectCurrentFrame: 0,
			objectHash: 'carAAAAA',
			objectId: null,
		});
		expect(of('SAVE')).toEqual({ ...common, actionCategory: 'editor' });
		expect(of('MOVE_TASK')).toEqual({ ...common, actionCategory: 'agent' });
		expect(of('SUBMIT_TASK')).toEqual({
			...common,
			actionCategory: 'task',
			workflowStageId: stages.ANNOTATION,
		});
		expect(of('DELETE_OBJECT')).toMatchObject({
			objectHash: 'carBBBBB',
			workflowStageType: 'ANNOTATION',
		});
	});

	it('come in pages of the limit', async () => {
		const seen: any[] = [];
		for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
			const page: any = await editorLogs({ limit: '4', ...(pageToken && { pageToken }) });
			expect(page.results.length).toBeLessThanOrEqual(4);
			seen.push(...page.results);
			pageToken = page.nextPageToken;
		}
		expect(seen).toEqual((await editorLogs()).results);
	});

	it.each<[string, () => Record<string, string>, number]>([
		['an action', () => ({ action: 'SAVE' }), 4],
		['a person', () => ({ actorUserEmail: OWNER }), 15],
		['somebody who did nothing', () => ({ actorUserEmail: 'nobody@example.com' }), 0],
		['a stage', () => ({ workflowStageId: stages.REVIEW! }), 2],
		['a data unit', () => ({ dataUnitId: dataHash }), 15],
		['another data unit', () => ({ dataUnitId: taskUuid }), 0],
		['a time before all', () => ({ startTime: '2020-01-01T00:00:00', endTime: '2020-01-02' }), 0],
	])('are filtered by %s', async (_, filter, count) => {
		expect((await editorLogs(filter())).results).toHaveLength(count);
	});

	it('need a start', async () => {
		const path = `projects/${sandbox.projectHash}/editor-logs?endTime=2026-01-01&limit=10`;
		expect((await sandbox.owner.v2('GET', path)).status).toBe(400);
	});
});

describe('label logs', () => {
	const payload = (more: object = {}) => ({
		user_hash: null,
		data_hash: null,
		start_timestamp: Date.parse(start) / 1000,
		end_timestamp: null,
		user_email: null,
		include_user_email_and_interface_key: true,
		...more,
	});
	const logs = async (more: object = {}): Promise<any[]> =>
		(await sandbox.v1('labellog', 'GET', { payload: payload(more) })).json.response;

	it('have the keys of the client and the numbers of its actions', async () => {
		const all = await logs();
		expect(all.map(({ action }) => action)).toEqual([0, 14, 1, 0, 14, 11, 34, 2, 14, 14, 11, 33]);
		expect(all[0]).toEqual({
			log_hash: uuid,
			user_hash: uuid,
			user_email: OWNER,
			data_hash: dataHash,
			action: 0,
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
			identifier: 'carAAAAA',
			feature_hash: text,
			label_name: 'Car',
			time_taken: null,
			frame: 0,
		});
		expect(all.find(({ action }) => action === 11)).toMatchObject({
			identifier: null,
			feature_hash: null,
			label_name: null,
			frame: null,
		});
	});

	it('are filtered', async () => {
		const [{ user_hash }] = (await logs()) as [any];
		expect(await logs({ user_hash })).toHaveLength(12);
		expect(await logs({ user_hash: 'nobody' })).toEqual([]);
		expect(await logs({ user_email: OWNER, data_hash: dataHash })).toHaveLength(12);
		expect(await logs({ data_hash: taskUuid })).toEqual([]);
		expect(await logs({ end_timestamp: Date.parse(start) / 1000 - 1 })).toEqual([]);
	});
});

describe('analytics', () => {
	/** encord/analytics/task_actions.py _GetTaskActionsParams: lists are repeated keys. */
	const taskActions = async (query = ''): Promise<any> =>
		await get(
			`projects/${sandbox.projectHash}/analytics/task-actions?projectUuid=${sandbox.projectHash}` +
				`&after=${start}&before=${end()}${query}`,
		);

	it('list the actions on tasks that happened', async () => {
		const { results } = await taskActions();
		expect(results.map(({ actionType }: any) => actionType)).toEqual([
			'move',
			'assign',
			'release',
			'submit',
			'reject',
			'submit',
			'approve',
		]);
		expect(results[0]).toEqual({
			timestamp: iso,
			actionType: 'move',
			projectUuid: sandbox.projectHash,
			workflowStageUuid: stages.AGENT,
			taskUuid,
			dataUnitUuid: dataHash,
			actorEmail: OWNER,
		});
	});

	it.each<[() => string, number]>([
		[() => '&actionType=submit&actionType=approve', 3],
		[() => `&workflowStageUuid=${stages.REVIEW}`, 2],
		[() => `&actorEmail=nobody%40example.com`, 0],
		[() => `&dataUnitUuid=${dataHash}`, 7],
	])('filter the actions (%#)', async (query, count) => {
		expect((await taskActions(query())).results).toHaveLength(count);
	});

	/** What the saves and actions say: the time between them, pauses of more than five minutes left out. */
	async function spent(): Promise<number> {
		const logs = (await editorLogs()).results;
		const times = logs.map(({ timestamp }: any) => Date.parse(timestamp));
		return (Math.max(...times) - Math.min(...times)) / 1000;
	}

	/** encord/orm/analytics.py CollaboratorTimerParams. */
	const timers = async (groupBy: string): Promise<any[]> =>
		(
			await get(
				`analytics/collaborators/timers?projectHash=${sandbox.projectHash}&after=${start}` +
					`&groupBy=${groupBy}&pageSize=100`,
			)
		).results;

	it('time people by data unit and by project', async () => {
		const seconds = await spent();
		expect(seconds).toBeGreaterThan(0);
		const [timer, ...others] = await timers('dataUnit');
		expect(others).toEqual([]);
		expect(timer).toEqual({
			userEmail: OWNER,
			userRole: 0,
			dataTitle,
			timeSeconds: expect.closeTo(seconds, 3),
		});
		expect(await timers('project')).toEqual([
			{ ...timer, dataTitle: null, timeSeconds: expect.closeTo(seconds, 3) },
		]);
	});

	/** encord/orm/analytics.py TimeSpentParams. */
	const timeSpent = async (query = ''): Promise<any[]> =>
		(
			await get(
				`analytics/time-spent?projectUuid=${sandbox.projectHash}&after=${start}&before=${end()}${query}`,
			)
		).results;

	it('say where the time was spent', async () => {
		const all = await timeSpent();
		for (const entry of all)
			expect(entry).toEqual({
				periodStartTime: expect.stringMatching(/T00:00:00\.000Z$/),
				periodEndTime: expect.stringMatching(/T00:00:00\.000Z$/),
				timeSpentSeconds: expect.any(Number),
				userEmail: OWNER,
				projectUserRole: 0,
				dataUuid: dataHash,
				dataTitle,
				datasetUuid: uuid,
				datasetTitle: text,
				workflowTaskUuid: taskUuid,
				workflowStage: { stageType: text, uuid, title: text },
			});
		expect(all.every(({ timeSpentSeconds }) => Number.isInteger(timeSpentSeconds))).toBe(true);
		const review = await timeSpent(`&workflowStageUuids=${stages.REVIEW}`);
		expect(review).toEqual(all.filter(({ workflowStage }) => workflowStage.uuid === stages.REVIEW));
		expect(await timeSpent('&userEmails=nobody%40example.com')).toEqual([]);
		expect(await timeSpent(`&dataUuids=${dataHash}&dataTitle=${dataTitle.slice(1, 5)}`)).toEqual(
			all,
		);
		expect(await timeSpent(`&datasetUuids=${dataHash}`)).toEqual([]);
	});

	it.each([
		['analytics/collaborators/timers?projectHash=ID&after=2026-01-01&groupBy=project&pageSize=100'],
		['analytics/time-spent?projectUuid=ID&after=2026-01-01'],
	])('do not tell whether a project exists: %s', async (path) => {
		const ask = async (id: string) => {
			const { status, text: body } = await sandbox.outsider.v2('GET', path.replace('ID', id));
			return { status, body: body.replaceAll(id, '') };
		};
		const hidden = await ask(sandbox.projectHash);
		expect(hidden.status).toBe(403);
		expect(hidden).toEqual(await ask(taskUuid));
	});
});
