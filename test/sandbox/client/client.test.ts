/** The client against the local Encord: both follow docs/protocol.md, neither knows the other. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEncordClient, type EncordClient } from '../../../src/encord/client';
import { type ClientOptions } from '../../../src/encord/http/options';
import { AuthenticationError, AuthorisationError } from '../../../src/encord/wire/errors';
import { parsePrivateKey } from '../../../src/encord/auth/key';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { WorkflowTask } from '../../../src/encord/calls/tasks';
import { keyFileOf } from '../../../sandbox/state/keys';
import { ConformanceSandbox } from '../conformanceSandbox';
import { fetchSend } from '../../../src/fetchSend';

const NOBODY = '00000000-0000-4000-8000-000000000000';

let encord: ConformanceSandbox;
let client: EncordClient;
let sent: string[];

function clientOf(email: string, more: Partial<ClientOptions> = {}): EncordClient {
	const key = parsePrivateKey(readFileSync(keyFileOf(encord.dataDir, email), 'utf8'));
	return createEncordClient({
		key,
		apiUrl: encord.url,
		sleep: async () => {},
		...more,
		send: async (request) => {
			sent.push(`${request.method} ${new URL(request.url).pathname.split('/').at(-1)}`);
			return await fetchSend(request);
		},
	});
}

async function all<T>(members: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const member of members) list.push(member);
	return list;
}

const fault = async (rule: object) => await encord.control('POST', 'faults', rule);
const tasksNow = async (): Promise<WorkflowTask[]> =>
	await all(client.listTasks(encord.projectHash, encord.agentStage.uuid));

beforeAll(async () => {
	encord = await ConformanceSandbox.start({ pageSize: 4 });
	sent = [];
	client = clientOf('owner@example.com');
});
afterAll(async () => await encord.stop());
beforeEach(() => void sent.splice(0));

describe('reading', () => {
	it('the account, its projects, ontologies and datasets', async () => {
		expect((await client.bearerToken()).length).toBeGreaterThan(10);
		const [listed] = await client.listProjects({ titleEq: 'Conformance' });
		const read = await client.getProject(encord.projectHash);
		expect(listed).toEqual(read);
		expect(
			read.workflow?.stages.find(({ uuid }) => uuid === encord.agentStage.uuid)?.pathways,
		).toMatchObject(encord.agentStage.pathways);
		expect((await client.getOntology(read.ontologyHash)).editor).toEqual(read.editorOntology);
		expect((await client.listProjectDatasets(encord.projectHash)).length).toBeGreaterThan(0);
	});

	it('label rows by every kind of filter', async () => {
		const rows = await client.listLabelRows(encord.projectHash);
		const videos = rows.filter(({ data_type }) => data_type === 'VIDEO');
		expect(
			await client.listLabelRows(encord.projectHash, {
				dataHashes: videos.map(({ data_hash }) => data_hash),
			}),
		).toEqual(videos);
		expect(
			await client.listLabelRows(encord.projectHash, { dataTitleEq: videos[0]?.data_title }),
		).toEqual(videos.slice(0, 1));
		expect(await client.listLabelRows(encord.projectHash, { labelHashes: [NOBODY] })).toEqual([]);
		expect(
			(await client.listLabelRows(encord.projectHash, { includeImagesData: true })).some(
				({ images_data }) => (images_data?.length ?? 0) > 1,
			),
		).toBe(true);
	});

	it('storage items one by one, in bulk and with their children, with URLs that work', async () => {
		const rows = await client.listLabelRows(encord.projectHash);
		const uuids = rows.map(({ backing_item_uuid }) => backing_item_uuid!);
		const items = await client.getStorageItems(uuids, { signUrls: true });
		expect(items.map(({ uuid }) => uuid)).toEqual(uuids);
		expect(await client.getStorageItem(uuids[0]!)).toMatchObject({
			uuid: uuids[0],
			name: items[0]!.name,
		});
		const group = items.find(({ itemType }) => itemType === 'imageGroup')!;
		expect(
			(await client.getChildItems({ folderUuid: group.parent, itemUuid: group.uuid })).length,
		).toBeGreaterThan(1);
		const media = await fetch(items[0]!.signedUrl!);
		expect([media.status, (await media.arrayBuffer()).byteLength > 0]).toEqual([200, true]);
	});

	it('what is missing or forbidden', async () => {
		await expect(client.getProject(NOBODY)).rejects.toThrow(AuthorisationError);
		expect((await client.findStorageItems([NOBODY])).map(({ ok }) => ok)).toEqual([false]);
		const outsider = clientOf('outsider@example.com');
		expect((await outsider.listProjects()).map(({ title }) => title)).not.toContain('Conformance');
		await expect(outsider.listLabelRows(encord.projectHash)).rejects.toThrow(AuthorisationError);
	});
});

describe('writing', () => {
	it('labels: created, read, saved, and refused one by one', async () => {
		const rows = await client.listLabelRows(encord.projectHash, { dataTitleLike: '%.png' });
		const created = await client.initialiseLabels(encord.projectHash, rows);
		expect(created.map(({ data_hash }) => data_hash)).toEqual(
			rows.map(({ data_hash }) => data_hash),
		);
		const now = await client.listLabelRows(encord.projectHash, { dataTitleLike: '%.png' });
		expect(await client.initialiseLabels(encord.projectHash, now)).toEqual(created);
		const broken = created.map((blob, index) =>
			index === 1 ? { ...blob, label_hash: 'unknown' } : blob,
		);
		const outcomes = await client.saveLabels(encord.projectHash, broken);
		expect(outcomes.map(({ ok }) => ok)).toEqual(created.map((_, index) => index !== 1));
		const { isValid, labelHash } = await client.getValidationState(
			encord.projectHash,
			created[0]!.label_hash,
		);
		expect({ isValid, labelHash }).toEqual({ isValid: true, labelHash: created[0]!.label_hash });
	});

	it('priorities, of which 0 is one', async () => {
		const rows = await client.listLabelRows(encord.projectHash);
		const outcomes = await client.setPriorities(encord.projectHash, [
			{ dataHash: rows[0]!.data_hash, priority: 0 },
			{ dataHash: NOBODY, priority: 1 },
			{ dataHash: rows[1]!.data_hash, priority: 0.25 },
		]);
		expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
		const after = await client.listLabelRows(encord.projectHash, {
			dataHashes: [rows[0]!.data_hash, rows[1]!.data_hash],
		});
		expect(after.map(({ priority }) => priority).sort()).toEqual([0, 0.25]);
	});

	it('client metadata, one by one and in bulk', async () => {
		const [first, second] = await client.getStorageItems(
			(await client.listLabelRows(encord.projectHash))
				.slice(0, 2)
				.map((row) => row.backing_item_uuid!),
		);
		await client.updateStorageItem(
			{ folderUuid: first!.parent, itemUuid: first!.uuid },
			{ clientMetadata: { camera: 'ü' } },
		);
		await client.updateStorageItems([
			{ itemUuid: first!.uuid, patch: { description: 'both' } },
			{ itemUuid: second!.uuid, patch: { clientMetadata: {} } },
		]);
		const [after] = await client.getStorageItems([first!.uuid]);
		expect([JSON.parse(after!.clientMetadata ?? ''), after!.description]).toEqual([
			{ camera: 'ü' },
			'both',
		]);
	});

	it('issues', async () => {
		const [{ data_hash: dataUuid }] = (await client.listLabelRows(encord.projectHash)) as [
			LabelRowMetadata,
		];
		await client.createIssues(encord.projectHash, [
			{ anchor: { type: 'dataUnit', dataUuid }, comment: 'all of it' },
			{
				anchor: { type: 'frameCoordinate', dataUuid, frameIndex: 0, x: 0.5, y: 0.25 },
				comment: 'here',
				issueTags: ['blur'],
			},
		]);
		const issues = await all(client.listIssues(encord.projectHash, dataUuid));
		expect(issues.map(({ type, comments }) => [type, comments[0]?.content]).sort()).toEqual([
			['dataUnit', 'all of it'],
			['frameCoordinate', 'here'],
		]);
	});
});

describe('tasks', () => {
	it('are all seen over many pages, although each is moved away as soon as it is seen', async () => {
		await encord.control('POST', 'reset');
		const before = await tasksNow();
		expect(before.length).toBeGreaterThan(12);
		const seen: string[] = [];
		for await (const { uuid, dataHash } of client.listTasks(
			encord.projectHash,
			encord.agentStage.uuid,
		)) {
			seen.push(uuid);
			expect(
				await client.proceedTasks(encord.projectHash, encord.agentStage.uuid, [
					{ taskUuid: uuid, dataHash, pathway: { uuid: encord.agentStage.pathways[0]!.uuid } },
				]),
			).toEqual([{ status: 'moved' }]);
		}
		expect(seen).toEqual(before.map(({ uuid }) => uuid));
		expect(await tasksNow()).toEqual([]);
	});

	it('that left the stage, or ask for an unknown pathway, do not hold the others back', async () => {
		await encord.control('POST', 'reset');
		const [a, b, c] = (await tasksNow()) as [WorkflowTask, WorkflowTask, WorkflowTask];
		const [pathway] = encord.agentStage.pathways;
		const along = (task: WorkflowTask, name = pathway!.title) => ({
			taskUuid: task.uuid,
			dataHash: task.dataHash,
			pathway: { name },
		});
		await client.proceedTasks(encord.projectHash, encord.agentStage.uuid, [along(a)]);
		const outcomes = await client.proceedTasks(encord.projectHash, encord.agentStage.uuid, [
			along(a),
			along(b, 'Nowhere'),
			along(c),
		]);
		expect(outcomes.map(({ status }) => status)).toEqual(['alreadyMoved', 'failed', 'moved']);
		expect((outcomes[1] as { error: Error }).error.message).toBe(
			'The stage has no pathway named "Nowhere".',
		);
	});

	it('are moved once although the answer was lost', async () => {
		await encord.control('POST', 'reset');
		const tasks = (await tasksNow()).slice(0, 3);
		await fault({ match: { path: '/actions' }, then: { reset: 'after' } });
		const moves = tasks.map(({ uuid, dataHash }) => ({
			taskUuid: uuid,
			dataHash,
			pathway: { name: encord.agentStage.pathways[0]!.title },
		}));
		expect(
			(await client.proceedTasks(encord.projectHash, encord.agentStage.uuid, moves)).map(
				({ status }) => status,
			),
		).toEqual(['moved', 'moved', 'moved']);
		expect(sent.filter((call) => call === 'POST actions')).toHaveLength(2);
	});

	it('move to any stage', async () => {
		await encord.control('POST', 'reset');
		const { workflow } = await client.getProject(encord.projectHash);
		const done = workflow!.stages.find(({ stageType }) => stageType === 'DONE')!;
		const [task] = await tasksNow();
		expect(
			await client.moveTasks(encord.projectHash, encord.agentStage.uuid, done.uuid, [
				{ taskUuid: task!.uuid },
			]),
		).toEqual([{ status: 'moved' }]);
		expect(
			await client.moveTasks(encord.projectHash, encord.agentStage.uuid, done.uuid, [
				{ taskUuid: task!.uuid },
			]),
		).toEqual([{ status: 'alreadyMoved' }]);
	});
});

describe('trouble', () => {
	it.each([
		{ status: 503 },
		{ status: 429, headers: { 'Retry-After': '1' } },
		{ reset: 'before' },
		{ truncate: true },
	])('%j on the way is got over', async (then) => {
		await fault({ match: { path: `projects/${encord.projectHash}` }, then, times: 2 });
		expect((await client.getProject(encord.projectHash)).projectHash).toBe(encord.projectHash);
		expect(sent).toHaveLength(3);
	});

	it('labels exist once although the answer to their creation was lost', async () => {
		await encord.control('POST', 'reset');
		const rows = (await client.listLabelRows(encord.projectHash)).slice(0, 2);
		await fault({ match: { path: '/public' }, then: { reset: 'after' } });
		const created = await client.initialiseLabels(encord.projectHash, rows);
		const now = await client.listLabelRows(encord.projectHash, {
			dataHashes: rows.map(({ data_hash }) => data_hash),
		});
		expect(new Set(created.map(({ label_hash }) => label_hash))).toEqual(
			new Set(now.map(({ label_hash }) => label_hash)),
		);
	});

	it('a clock that is far off is named as the reason', async () => {
		const late = clientOf('owner@example.com', { now: () => Date.now() + 3_600_000 });
		const error: unknown = await late
			.getProject(encord.projectHash)
			.catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(AuthenticationError);
		expect(error).toMatchObject({ code: 'CLOCK', advice: expect.stringContaining('60 min ahead') });
	});
});
