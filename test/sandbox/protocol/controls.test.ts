/** The controls: counters, faults, state, saves by others, and who may use them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { ConformanceSandbox } from '../conformanceSandbox';
import { holderOf, makerFor } from '../labelMaker';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control('DELETE', 'faults');
	await sandbox.control('DELETE', 'requests');
});

const fault = (match: object, then: object, times?: number) =>
	sandbox.control('POST', 'faults', { match, then, ...(times ? { times } : {}) });
const list = () => sandbox.owner.v2('GET', 'projects?includeOrgAccess=False');

describe('requests', () => {
	it('are counted by call and logged without queries', async () => {
		const item = (await sandbox.row('cat.jpg')).backing_item_uuid;
		const { signedUrl } = (await sandbox.owner.v2('GET', `storage/items/${item}?signUrl=True`))
			.json;
		await (await fetch(signedUrl)).arrayBuffer();
		await sandbox.owner.v2('GET', 'nothing');
		const { total, counts, log } = await sandbox.control('GET', 'requests');
		expect([total, counts]).toEqual([
			4,
			{ 'labelrowmetadata.GET': 1, 'items.get': 1, 'media.get': 1, unknown: 1 },
		]);
		expect(log[0]).toMatchObject({
			method: 'POST',
			path: '/public',
			call: 'labelrowmetadata.GET',
			status: 200,
			bytes: expect.any(Number),
		});
		expect(log[0].bytes).toBeGreaterThan(100);
		expect(JSON.stringify(log)).not.toContain('signature=');
	});
});

describe('faults', () => {
	it('answer with a status, headers and body, so many times, for the call they name', async () => {
		await fault(
			{ call: 'projects.list' },
			{ status: 429, headers: { 'Retry-After': '7' }, body: { message: 'slow down' } },
			2,
		);
		expect((await sandbox.owner.v2('GET', 'ontologies')).status).toBe(200);
		for (let count = 0; count < 2; count += 1) {
			const answer = await list();
			expect([answer.status, answer.headers.get('retry-after'), answer.json]).toEqual([
				429,
				'7',
				{ message: 'slow down' },
			]);
		}
		expect((await list()).status).toBe(200);
		expect(await sandbox.control('GET', 'faults')).toEqual([]);
	});

	it('match by method and part of the path', async () => {
		await fault({ method: 'post', path: 'get-bulk' }, { status: 503 });
		expect((await list()).status).toBe(200);
		expect(
			(await sandbox.owner.v2('POST', 'storage/items/get-bulk', { itemUuids: [] })).status,
		).toBe(503);
	});

	it('delay', async () => {
		await fault({ call: 'projects.list' }, { delayMs: 300 });
		const started = Date.now();
		expect((await list()).status).toBe(200);
		expect(Date.now() - started).toBeGreaterThanOrEqual(290);
	});

	it('close the connection before anything happened, or after everything did', async () => {
		const { data_hash } = await sandbox.row('street-03.jpg');
		const create = () =>
			sandbox.v1('labelrow', 'PUT', { uid: [data_hash], payload: { multi_request: true } });
		await fault({ call: 'labelrow.PUT' }, { reset: true });
		await expect(create()).rejects.toThrow();
		expect((await sandbox.row('street-03.jpg')).label_hash).toBeNull();
		await fault({ call: 'labelrow.PUT' }, { reset: 'after' });
		await expect(create()).rejects.toThrow();
		expect((await sandbox.row('street-03.jpg')).label_hash).toEqual(expect.any(String));
	});

	it('answer with an error although the call was done', async () => {
		const { data_hash } = await sandbox.row('street-04.jpg');
		await fault({ call: 'labelrow.PUT' }, { status: 502, applied: true });
		const answer = await sandbox.v1('labelrow', 'PUT', {
			uid: [data_hash],
			payload: { multi_request: true },
		});
		expect(answer.status).toBe(502);
		expect((await sandbox.row('street-04.jpg')).label_hash).toEqual(expect.any(String));
	});

	it('leave an answer without a body complete', async () => {
		const { projectHash } = sandbox;
		await fault({ path: 'status' }, { truncate: true });
		const answer = await sandbox.owner.v2('PUT', `projects/${projectHash}/status`, {
			status: 'inProgress',
		});
		expect(answer.status).toBe(204);
	});

	it('break answers off, also those of media', async () => {
		await fault({ call: 'projects.list' }, { truncate: true });
		await expect(list()).rejects.toThrow();
		const item = (await sandbox.row('drive.mp4')).backing_item_uuid;
		const { signedUrl } = (await sandbox.owner.v2('GET', `storage/items/${item}?signUrl=True`))
			.json;
		await fault({ call: 'media.get' }, { truncate: 10 });
		const chunks: Uint8Array[] = [];
		await expect(
			(async () => {
				for await (const chunk of (await fetch(signedUrl))
					.body as unknown as AsyncIterable<Uint8Array>)
					chunks.push(chunk);
			})(),
		).rejects.toThrow();
		expect(Buffer.concat(chunks).length).toBe(10);
		await fault({ call: 'projects.list' }, { truncate: 1_000_000 });
		expect((await list()).status).toBe(200);
	});

	it("set the server's clock wrong", async () => {
		await fault({ call: 'projects.list' }, { clockSkewSeconds: 3600 });
		const answer = await list();
		expect(answer.status).toBe(401);
		expect(Date.parse(answer.headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_500_000);
		expect((await list()).status).toBe(200);
	});

	it('must be well formed', async () => {
		await expect(fault({ calls: 'x' }, { status: 500 })).rejects.toThrow();
		await expect(fault({}, { status: 'x' })).rejects.toThrow('then.status');
	});
});

it('tells what was posted to the chat of the team, until a reset', async () => {
	const post = async (body: string) =>
		(await fetch(`${sandbox.url}/toy/chat`, { method: 'POST', body })).status;
	const texts = async () =>
		(await sandbox.control('GET', 'chat')).messages.map(({ text }: { text: string }) => text);
	expect(await post('{"text": "2 tasks"}')).toBe(200);
	for (const body of ['{"text": " "}', '{"message": "2 tasks"}', 'text'])
		expect(await post(body)).toBe(400);
	expect(await texts()).toEqual(['2 tasks']);
	await sandbox.control('POST', 'reset');
	expect(await texts()).toEqual([]);
});

describe('others at work', () => {
	it('save labels in the name of somebody else', async () => {
		const maker = makerFor(
			(await sandbox.owner.v2('GET', `projects/${sandbox.projectHash}`)).json.editorOntology,
		);
		const blob = await sandbox.create('cat.jpg');
		maker.object(blob, 'Car', 'theirs01', { boundingBox: { h: 0.1, w: 0.2, x: 0.3, y: 0.4 } });
		await sandbox.control('POST', 'labels', {
			project: sandbox.projectHash,
			dataHash: blob.data_hash,
			user: 'ann@example.com',
			labels: blob,
		});
		const read = await sandbox.read(blob.label_hash);
		expect(holderOf(read).objects[0]).toMatchObject({
			objectHash: 'theirs01',
			createdBy: 'ann@example.com',
		});
		expect(Date.parse(read.last_edited_at)).toBeGreaterThan(Date.parse(blob.last_edited_at));
	});

	it('move tasks', async () => {
		expect(
			await sandbox.control('POST', 'tasks', {
				project: 'Conformance',
				title: 'drive.mp4',
				stage: 'Review 1',
			}),
		).toMatchObject({
			stage: 'Review 1',
			lastActionedBy: 'colleague@example.com',
			moves: [{ to: 'Review 1', by: 'colleague@example.com' }],
		});
		expect((await sandbox.row('drive.mp4')).workflow_graph_node.title).toBe('Review 1');
		await expect(
			sandbox.control('POST', 'tasks', {
				project: 'Conformance',
				title: 'drive.mp4',
				stage: 'Nowhere',
			}),
		).rejects.toThrow('Nowhere');
	});

	it('raise issues of any kind as another user, resolved ones too', async () => {
		await sandbox.control('POST', 'issues', {
			project: 'Conformance',
			title: 'drive.mp4',
			comment: 'Here',
			tags: ['dark'],
			anchor: { type: 'frameRange', frameRanges: [{ start: 1, end: 2 }] },
			resolved: true,
		});
		const path = `projects/${sandbox.projectHash}/issues`;
		expect((await sandbox.owner.v2('GET', path)).json.results).toMatchObject([
			{
				type: 'frameRange',
				frameRanges: [{ start: 1, end: 2 }],
				comments: [{ content: 'Here', authorEmail: 'colleague@example.com' }],
				resolutionHistory: [{ isResolved: true, actorEmail: 'colleague@example.com' }],
			},
		]);
	});

	it('register custom agents, one per name', async () => {
		const agent = {
			projectHash: sandbox.projectHash,
			name: 'Hello',
			endpoint: 'http://127.0.0.1:1/a',
		};
		await sandbox.control('POST', 'agents', agent);
		await sandbox.control('POST', 'agents', { ...agent, endpoint: 'http://127.0.0.1:1/b' });
		const { projects } = await sandbox.control('GET', 'state?project=Conformance');
		expect(projects).toHaveLength(1);
		expect(projects[0].agents).toEqual([{ name: 'Hello', endpoint: 'http://127.0.0.1:1/b' }]);
		await expect(
			sandbox.control('POST', 'agents', { ...agent, endpoint: 'nonsense' }),
		).rejects.toThrow('endpoint');
	});
});

describe('the state', () => {
	it('tells everything about labels and tasks', async () => {
		const { seed, projects } = await sandbox.control('GET', 'state');
		expect([seed, projects.map(({ title }: any) => title)]).toEqual([
			'conformance',
			['Conformance', 'Plain', 'Private'],
		]);
		expect(projects[0].tasks[0]).toEqual({
			uuid: expect.any(String),
			dataHash: expect.any(String),
			title: 'street-01.png',
			moves: [],
			stageUuid: sandbox.agentStage.uuid,
			stage: 'Agent 1',
			status: 'NEW',
			assignee: null,
			lastActionedBy: null,
			updatedAt: expect.any(String),
		});
		expect(projects[0].labelRows[0]).toMatchObject({
			title: 'street-01.png',
			version: 0,
			labels: null,
			saves: [],
		});
	});

	it('is as freshly seeded after a reset, with the same ids and keys', async () => {
		const before = await sandbox.row('cat.jpg');
		await fault({ call: 'projects.list' }, { status: 500 }, 5);
		await sandbox.control('POST', 'reset');
		expect((await list()).status).toBe(200);
		const after = await sandbox.row('cat.jpg');
		expect(before.label_hash).not.toBeNull();
		expect(after).toEqual({
			...before,
			label_hash: null,
			created_at: null,
			last_edited_at: null,
			label_status: 'NOT_LABELLED',
		});
	});

	it('has other tasks after a reset that asks for new ones, each time', async () => {
		const uuids = async () => (await sandbox.list()).map(({ task_uuid }) => task_uuid);
		const before = await uuids();
		const after: string[][] = [];
		for (let time = 0; time < 2; time += 1) {
			await sandbox.control('POST', 'reset?tasks=new');
			after.push(await uuids());
		}
		const all = [before, ...after].flat().filter(Boolean);
		expect(new Set(all).size).toBe(all.length);
		expect(all.length).toBeGreaterThan(60);
		await sandbox.control('POST', 'reset');
		expect(await uuids()).toEqual(before);
	});

	it('is whole for requests that arrive during a reset', async () => {
		const reset = sandbox.control('POST', 'reset');
		const answers = await Promise.all(Array.from({ length: 8 }, () => sandbox.list()));
		await reset;
		expect(answers.map((rows) => rows.length)).toEqual(Array(8).fill(35));
	});
});

describe('strangers', () => {
	const status = (headers: Record<string, string>) =>
		new Promise<number>((resolve, reject) => {
			const { hostname, port } = new URL(sandbox.url);
			request({ hostname, port, path: '/_sandbox/state?project=Plain', headers }, (response) => {
				response.resume();
				resolve(response.statusCode ?? 0);
			})
				.on('error', reject)
				.end();
		});

	it('are web pages of other origins and other names for this address', async () => {
		const { host } = new URL(sandbox.url);
		expect(await status({ Host: host })).toBe(200);
		expect(await status({ Host: host, Origin: sandbox.sandbox.appUrl })).toBe(200);
		expect(await status({ Host: host, Origin: 'https://evil.example' })).toBe(403);
		expect(await status({ Host: `rebound.example:${new URL(sandbox.url).port}` })).toBe(403);
	});
});
