/** What a person does on the Label Editor page, as the sandbox stores it and as a client reads it afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parsePrivateKey } from '../../../src/encord/auth/key';
import { createEncordClient } from '../../../src/encord/client';
import { fetchSend } from '../../../src/fetchSend';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { tidyLabelRow } from '../../../src/labels/reading/tidy';
import { renderPicture } from '../../../sandbox/media/pictures';
import { editorSandbox, type EditorSandbox } from './editorSandbox';

/* eslint-disable @typescript-eslint/no-explicit-any -- labels are looked at as they came */

const person = 'person@example.com';
const service = 'agent@example.com';
const box = { x: 0.1, y: 0.2, w: 0.3, h: 0.4 };

let sandbox: EditorSandbox;
beforeAll(async () => {
	sandbox = await editorSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.host.reset());

const url = (rest: string) => `${sandbox.appUrl}/_app/api/projects/${sandbox.projectHash}${rest}`;
async function post(address: string, body: unknown, headers: Record<string, string> = {}) {
	const response = await fetch(address, { method: 'POST', body: JSON.stringify(body), headers });
	const text = await response.text();
	return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}
const hashOf = (title: string) => sandbox.dataHash(title);
const rowOf = (title: string) =>
	sandbox.host.store
		.labelRowsOfProject(sandbox.projectHash)
		.find(({ dataHash }) => dataHash === hashOf(title))!;
const save = (title: string, edit: object, more: object = {}) =>
	post(url(`/data/${hashOf(title)}/labels`), {
		person,
		frame: 0,
		version: rowOf(title).version,
		edit,
		...more,
	});
const act = (title: string, action: string, more: object = {}) =>
	post(url(`/data/${hashOf(title)}/task`), { person, action, ...more });
const project = () => sandbox.host.store.projects.get(sandbox.projectHash)!;
const ontology = () => sandbox.host.store.ontologies.get(project().ontologyUuid)!.editor;
const feature = (name: string) =>
	ontology().objects.find((object) => object.name === name)!.featureNodeHash;
const weather = () => ontology().classifications[1]!;
const stageOf = (title: string) => {
	const task = sandbox.host.store.tasks.get(rowOf(title).taskUuid!)!;
	return project().stages.find(({ uuid }) => uuid === task.stageUuid)!.title;
};
const rain = () => {
	const [attribute] = weather().attributes;
	const option = attribute!.options!.find(({ label }) => label === 'Rain')!;
	const strength = option.options![0]!;
	return {
		kind: 'classify',
		featureHash: weather().featureNodeHash,
		answers: [
			{ featureHash: attribute!.featureNodeHash, options: [option.featureNodeHash] },
			{
				featureHash: strength.featureNodeHash,
				options: [strength.options!.find(({ label }) => label === 'Heavy')!.featureNodeHash],
			},
		],
	};
};

/** The labels as this package's client reads and tidies them. */
async function asTheClientReads(title: string) {
	const client = createEncordClient({
		key: parsePrivateKey(readFileSync(sandbox.keyFile, 'utf8')),
		apiUrl: sandbox.url,
		send: fetchSend,
	});
	const metadata = (
		await client.listLabelRows(sandbox.projectHash, { dataHashes: [hashOf(title)] })
	)[0]!;
	const [labels] = await client.initialiseLabels(sandbox.projectHash, [metadata]);
	return tidyLabelRow(labels!, indexOntology(ontology()), metadata);
}

describe('an edit of labels', () => {
	it('draws a box on a frame without labels, as the person, by hand', async () => {
		const edit = { kind: 'addBox', featureHash: feature('Box'), box };
		expect(await save('variable.mp4', edit, { frame: 7 })).toEqual({
			status: 200,
			json: { version: 1 },
		});
		const tidy = await asTheClientReads('variable.mp4');
		expect(tidy.objects).toMatchObject([
			{ class: 'Box', author: { createdBy: person, lastEditedBy: person, manual: true } },
		]);
		const content = rowOf('variable.mp4').content!;
		const labels = content.data_units[hashOf('variable.mp4')]!.labels as any;
		expect(Object.keys(labels)).toEqual(['7']);
		expect(labels[7].objects[0]).toMatchObject({
			shape: 'bounding_box',
			boundingBox: box,
			confidence: 1,
			manualAnnotation: true,
		});
	});

	it('moves a box of an agent: it was made by the agent and edited by the person, everything else stays', async () => {
		const before = structuredClone(rowOf('constant.mp4').content!);
		const hash = hashOf('constant.mp4');
		const [object] = (before.data_units[hash]!.labels as any)[3].objects;
		const edit = { kind: 'moveBox', objectHash: object.objectHash, box };
		expect((await save('constant.mp4', edit, { frame: 3 })).status).toBe(200);
		const after = rowOf('constant.mp4').content!;
		expect((after.data_units[hash]!.labels as any)[3].objects[0]).toMatchObject({
			createdBy: service,
			lastEditedBy: person,
			manualAnnotation: true,
			boundingBox: box,
		});
		const changed = structuredClone(after);
		(changed.data_units[hash]!.labels as any)[3].objects[0] = object;
		expect(changed).toEqual(before);
	});

	it('answers a classification with nested options, changes the answer, and removes it', async () => {
		expect((await save('group', rain(), { frame: 1 })).status).toBe(200);
		const tidy = await asTheClientReads('group');
		expect(JSON.stringify(tidy.classifications)).toContain('Heavy');
		const [attribute] = weather().attributes;
		const sun = attribute!.options!.find(({ label }) => label === 'Sun')!;
		const answers = [
			...rain().answers.slice(1),
			{ featureHash: attribute!.featureNodeHash, options: [sun.featureNodeHash] },
		];
		expect((await save('group', { ...rain(), answers }, { frame: 1 })).status).toBe(200);
		const entries = Object.values(rowOf('group').content!.classification_answers);
		expect(entries).toHaveLength(1);
		// The strength of the rain is no answer any more, since Rain is not chosen.
		expect(entries[0]!.classifications).toHaveLength(1);
		const { classificationHash } = entries[0]!;
		const remove = { kind: 'removeClassification', classificationHash };
		expect((await save('group', remove, { frame: 1 })).status).toBe(200);
		expect(rowOf('group').content!.classification_answers).toEqual({});
		expect(JSON.stringify(rowOf('group').content!.data_units)).not.toContain(classificationHash);
	});

	it('removes an object from one frame, and its answers with the last', async () => {
		const content = () => rowOf('constant.mp4').content!;
		const [objectHash = ''] = Object.keys(content().object_answers);
		await save('constant.mp4', { kind: 'removeObject', objectHash }, { frame: 3 });
		expect(Object.keys(content().object_answers)).toEqual([objectHash]);
		await save('constant.mp4', { kind: 'removeObject', objectHash }, { frame: 4 });
		expect(content().object_answers).toEqual({});
	});

	it('is refused when somebody saved since the person looked, and says who', async () => {
		const version = rowOf('shapes.jpg').version;
		await post(`${sandbox.url}/_sandbox/labels`, {
			project: 'editing',
			title: 'shapes.jpg',
			user: service,
		});
		const before = rowOf('shapes.jpg');
		const edit = { kind: 'addBox', featureHash: feature('Box'), box };
		expect(await save('shapes.jpg', edit, { version })).toEqual({
			status: 409,
			json: { message: `${service} saved these labels meanwhile` },
		});
		expect(rowOf('shapes.jpg')).toEqual(before);
		expect((await save('shapes.jpg', edit)).status).toBe(200);
	});

	it.each<[string, string, () => object, object, number]>([
		['a stranger', 'shapes.jpg', rain, { person: 'nobody@example.com' }, 400],
		['a frame beyond the end', 'constant.mp4', rain, { frame: 40 }, 400],
		[
			'a box beyond the picture',
			'shapes.jpg',
			() => ({ kind: 'addBox', featureHash: feature('Box'), box: { ...box, x: 0.9 } }),
			{},
			400,
		],
		[
			'a box of a class with another shape',
			'shapes.jpg',
			() => ({ kind: 'addBox', featureHash: feature('Line'), box }),
			{},
			400,
		],
		[
			'a box that is gone',
			'shapes.jpg',
			() => ({ kind: 'moveBox', objectHash: 'nothing0', box }),
			{},
			409,
		],
		[
			'an option that does not exist',
			'shapes.jpg',
			() => ({
				...rain(),
				answers: [{ featureHash: weather().attributes[0]!.featureNodeHash, options: ['x'] }],
			}),
			{},
			400,
		],
		['an answer without anything', 'shapes.jpg', () => ({ ...rain(), answers: [] }), {}, 400],
		['an unknown kind', 'shapes.jpg', () => ({ kind: 'paint' }), {}, 400],
	])('is refused for %s, and nothing is stored', async (_what, title, edit, more, status) => {
		const before = rowOf(title);
		expect((await save(title, edit(), more)).status).toBe(status);
		expect(rowOf(title)).toEqual(before);
	});

	it('is refused to pages of other sites', async () => {
		const address = url(`/data/${hashOf('group')}/labels`);
		const evil = { Origin: 'https://evil.example' };
		expect((await post(address, {}, evil)).status).toBe(403);
		expect((await post(`${sandbox.appUrl}/_app/api/reset`, {}, evil)).status).toBe(403);
	});
});

describe('webhooks of a project', () => {
	let listener: Server;
	let told: Array<{ headers: any; body: any }>;
	let address: string;
	beforeAll(async () => {
		listener = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				told.push({ headers: request.headers, body: JSON.parse(text) });
				response.end('{}');
			});
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => listener.once('listening', resolve));
		address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
	});
	afterAll(() => void listener.close());
	beforeEach(() => {
		told = [];
	});

	const register = (event: string) => post(url('/webhooks'), { event, url: address });
	async function toldWithin(count: number) {
		for (let wait = 0; told.length < count && wait < 200; wait++)
			await new Promise((resolve) => setTimeout(resolve, 10));
		return told.map(({ body }) => [body.event_type, body.payload]);
	}
	const payload = (title: string) => ({
		project_hash: sandbox.projectHash,
		data_hashes: [hashOf(title)],
		label_hashes: [rowOf(title).labelHash],
	});

	it('are told of a task that a person submits, signed, and of its completion', async () => {
		await register('taskSubmitted');
		await register('taskCompleted');
		expect((await act('shapes.jpg', 'SUBMIT')).status).toBe(204);
		expect(stageOf('shapes.jpg')).toBe('Complete');
		expect((await toldWithin(2)).sort()).toEqual([
			['task_completed_event', payload('shapes.jpg')],
			['task_submitted_event', payload('shapes.jpg')],
		]);
		expect(told[0]!.headers['x-encord-signature']).toMatch(/^[0-9a-f]{64}$/);
		const shown = (await (await fetch(url(''))).json()) as any;
		expect(shown.webhooks.map((hook: any) => [hook.event, hook.delivered.status])).toEqual([
			['taskSubmitted', 200],
			['taskCompleted', 200],
		]);
	});

	it('are told of moves by others, too, and of nothing that was only moved', async () => {
		await register('taskSubmitted');
		await register('taskCompleted');
		await post(`${sandbox.url}/_sandbox/tasks`, {
			project: 'editing',
			title: 'shapes.jpg',
			stage: 'Complete',
		});
		expect(await toldWithin(1)).toEqual([['task_completed_event', payload('shapes.jpg')]]);
	});

	it('are told that tasks are ready when they are put back or new', async () => {
		const { projects } = sandbox.host.store;
		const [first, ...others] = project().stages;
		const stages = [{ ...first!, stageType: 'AGENT' as const, pathways: [] }, ...others];
		projects.put(sandbox.projectHash, { ...project(), stages });
		await register('tasksReady');
		await post(`${sandbox.url}/_sandbox/tasks`, {
			project: 'editing',
			title: 'shapes.jpg',
			stage: 'Complete',
		});
		const count = sandbox.host.store.tasksOfStage(first!.uuid).length;
		await post(url('/tasks/back'), {});
		await toldWithin(1);
		await fetch(url('/pictures'), { method: 'POST' });
		expect((await toldWithin(2)).map(([type, { pending_count }]) => [type, pending_count])).toEqual(
			[
				['agent_stage_work_available_event', count + 1],
				['agent_stage_work_available_event', count + 2],
			],
		);
	});

	it('are told no more after they were removed', async () => {
		await register('taskSubmitted');
		await fetch(url('/webhooks'), {
			method: 'DELETE',
			body: JSON.stringify({ event: 'taskSubmitted', url: address }),
		});
		await act('shapes.jpg', 'SUBMIT');
		expect(await toldWithin(0)).toEqual([]);
	});

	it('must be web addresses', async () => {
		const { status } = await post(url('/webhooks'), {
			event: 'taskSubmitted',
			url: 'javascript:alert(1)',
		});
		expect(status).toBe(400);
	});
});

describe('the buttons', () => {
	it('put tasks back to where they began, and keep labels', async () => {
		await act('shapes.jpg', 'SUBMIT');
		const { content, taskUuid } = rowOf('shapes.jpg');
		expect(await post(url('/tasks/back'), {})).toEqual({ status: 200, json: { moved: 1 } });
		expect(stageOf('shapes.jpg')).toBe('Annotate 1');
		expect(rowOf('shapes.jpg').content).toEqual(content);
		// It is another task: a trigger leaves one alone that it has handed out already.
		expect(rowOf('shapes.jpg').taskUuid).not.toBe(taskUuid);
		expect(await post(`${sandbox.appUrl}/_app/api/tasks/back`, {})).toMatchObject({
			json: { moved: 0 },
		});
	});

	it('reset everything but the addresses of agents and webhooks', async () => {
		await post(url('/agents'), { name: 'Mine', endpoint: 'http://127.0.0.1:1/agent' });
		await post(url('/webhooks'), { event: 'taskSubmitted', url: 'http://127.0.0.1:1/hook' });
		await act('shapes.jpg', 'SUBMIT');
		expect((await post(`${sandbox.appUrl}/_app/api/reset`, {})).status).toBe(204);
		expect(stageOf('shapes.jpg')).toBe('Annotate 1');
		expect(project()).toMatchObject({
			agents: [{ name: 'Mine', endpoint: 'http://127.0.0.1:1/agent' }],
			webhooks: [{ event: 'taskSubmitted', url: 'http://127.0.0.1:1/hook' }],
		});
	});

	it('add a drawn picture, which a client finds as a task', async () => {
		const response = await fetch(url('/pictures'), { method: 'POST' });
		const { title, dataHash } = (await response.json()) as any;
		expect(title).toBe('picture-6.jpg');
		expect(rowOf(title).dataHash).toBe(dataHash);
		expect(stageOf(title)).toBe('Annotate 1');
		expect((await fetch(url(`/data/${dataHash}/frames/0`))).headers.get('content-type')).toBe(
			'image/jpeg',
		);
		const edit = { kind: 'addBox', featureHash: feature('Box'), box };
		expect((await save(title, edit)).status).toBe(200);
		expect((await asTheClientReads(title)).objects).toHaveLength(1);
	});

	it('add a picture of the person, under a free title', async () => {
		const body = new Uint8Array(
			await renderPicture({
				width: 40,
				height: 30,
				format: 'png',
				scene: { kind: 'street', background: 'beige', shapes: [] },
			}),
		);
		const titles: string[] = [];
		for (let time = 0; time < 2; time++) {
			const response = await fetch(
				url(`/pictures?title=${encodeURIComponent('<b>mine</b>.png')}`),
				{
					method: 'POST',
					body,
				},
			);
			titles.push(((await response.json()) as any).title);
		}
		expect(titles).toEqual(['<b>mine</b>.png', '<b>mine</b> (2).png']);
		const { itemUuid } = sandbox.host.store.dataUnits.get(hashOf(titles[0]!))!;
		expect(sandbox.host.store.items.get(itemUuid)).toMatchObject({
			mimeType: 'image/png',
			width: 40,
			height: 30,
		});
	});

	it('refuse a file that is no picture', async () => {
		const response = await fetch(url('/pictures?title=a.png'), { method: 'POST', body: 'text' });
		expect(response.status).toBe(400);
		const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
		const drawn = await fetch(url('/pictures?title=a.svg'), { method: 'POST', body: svg });
		expect(((await drawn.json()) as any).message).toMatch(/JPEG, PNG or WebP/);
	});
});
