import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { perceive } from '../../../sandbox/toy/perception';
import { editorSandbox, shapes, type EditorSandbox } from './editorSandbox';

let sandbox: EditorSandbox;
beforeAll(async () => {
	sandbox = await editorSandbox();
});
afterAll(() => sandbox.close());

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(`${sandbox.appUrl}${path}`, { headers });
const data = (title: string, rest = '') =>
	`/_app/api/projects/${sandbox.projectHash}/data/${sandbox.dataHash(title)}${rest}`;
const view = async (title: string, frame = 0) =>
	(await get(data(title, `?frame=${frame}`))).json() as Promise<any>; // eslint-disable-line

describe('pictures', () => {
	it.each(['constant.mp4', 'variable.mp4'])(
		'of %s are the frames asked for, by the number burnt into them',
		async (title) => {
			for (const frame of [0, 11, 12, 13, 39, 5]) {
				const response = await get(data(title, `/frames/${frame}`));
				expect(response.status).toBe(200);
				const seen = await perceive(Buffer.from(await response.arrayBuffer()));
				expect(seen).toMatchObject({ frameNumber: frame, width: 320, height: 240 });
			}
		},
	);

	it('of an image group are its images, of an image its file', async () => {
		for (const frame of [0, 1]) {
			const response = await get(data('group', `/frames/${frame}`));
			expect((await perceive(Buffer.from(await response.arrayBuffer()))).frameNumber).toBe(frame);
		}
		expect((await get(data('shapes.jpg', '/frames/0'))).headers.get('content-type')).toBe(
			'image/jpeg',
		);
	});

	it('can be had small', async () => {
		const response = await get(data('constant.mp4', '/frames/7?side=96'));
		expect(await perceive(Buffer.from(await response.arrayBuffer()))).toMatchObject({
			width: 96,
			height: 72,
		});
	});

	it.each([
		['constant.mp4', 40],
		['group', 2],
		['shapes.jpg', 1],
		['letter.txt', 0],
	])('of %s: there is none with number %i', async (title, frame) => {
		expect((await get(data(title, `/frames/${frame}`))).status).toBe(404);
	});
});

describe('views', () => {
	it('list the data units of a project with stage, status and labels', async () => {
		const projects = await (await get('/_app/api/projects')).json();
		expect(projects).toMatchObject([
			{
				title: 'editing',
				dataUnits: 5,
				stages: [
					{ title: 'Annotate 1', tasks: 5 },
					{ title: 'Complete', tasks: 0 },
				],
			},
		]);
		const project = await (await get(`/_app/api/projects/${sandbox.projectHash}`)).json();
		expect(project).toMatchObject({ title: 'editing', agents: [] });
		expect((project as { dataUnits: unknown[] }).dataUnits[0]).toMatchObject({
			title: 'shapes.jpg',
			stage: 'Annotate 1',
			status: 'NEW',
			priority: 0.5,
			labels: 8,
		});
	});

	it('show the labels of a frame by their titles', async () => {
		const { objects, classifications, task, labelRow } = await view('shapes.jpg');
		expect(objects.map(({ name }: { name: string }) => name)).toEqual(Object.keys(shapes));
		expect(objects[0]).toMatchObject({
			confidence: 0.87,
			byHand: false,
			createdBy: 'person@example.com',
		});
		expect(objects.find(({ name }: { name: string }) => name === 'Figure').edges).toEqual([
			['0', '1'],
			['1', '2'],
		]);
		expect(classifications).toMatchObject([
			{
				title: 'Weather',
				ranges: [[0, 0]],
				answers: [
					{
						title: 'Weather',
						options: [
							{ label: 'Rain', attributes: [{ title: 'Strength', options: [{ label: 'Heavy' }] }] },
						],
					},
				],
			},
		]);
		expect(task).toMatchObject({ stage: 'Annotate 1', status: 'NEW' });
		expect(labelRow).toMatchObject({ version: 1, savedBy: 'person@example.com' });
	});

	it('show objects on their frames only, and frames of classifications as ranges', async () => {
		expect((await view('constant.mp4', 2)).objects).toEqual([]);
		const four = await view('constant.mp4', 4);
		expect(four.objects).toMatchObject([{ name: 'Box', coordinates: { boundingBox: { x: 0.2 } } }]);
		expect(four.classifications).toMatchObject([
			{
				title: 'Scene description',
				ranges: [
					[3, 4],
					[10, 10],
				],
				answers: [{ value: 'Two frames' }],
			},
		]);
		expect(four.labeledFrames).toEqual([[3, 4]]);
	});

	it('are not sent again while they are the same', async () => {
		const path = data('shapes.jpg', '?frame=0');
		const etag = (await get(path)).headers.get('etag') ?? '';
		expect((await get(path, { 'If-None-Match': etag })).status).toBe(304);
	});

	it('give 404 for what does not exist, with its name', async () => {
		const unknown = '00000000-0000-4000-8000-000000000000';
		const response = await get(`/_app/api/projects/${sandbox.projectHash}/data/${unknown}?frame=0`);
		expect(response.status).toBe(404);
		expect(await response.json()).toMatchObject({ message: expect.stringContaining(unknown) });
	});
});

describe('agents', () => {
	const agents = () => `${sandbox.appUrl}/_app/api/projects/${sandbox.projectHash}/agents`;
	const add = (agent: object, headers: Record<string, string> = {}) =>
		fetch(agents(), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(agent),
		});
	const listed = async () =>
		((await (await get(`/_app/api/projects/${sandbox.projectHash}`)).json()) as { agents: unknown })
			.agents;

	it('are registered, replaced by name and removed', async () => {
		await add({ name: 'Describe it', endpoint: 'http://127.0.0.1:5678/webhook/a' });
		await add({ name: 'Describe it', endpoint: 'http://127.0.0.1:5678/webhook/b' });
		expect(await listed()).toEqual([
			{ name: 'Describe it', endpoint: 'http://127.0.0.1:5678/webhook/b' },
		]);
		await fetch(`${agents()}/${encodeURIComponent('Describe it')}`, { method: 'DELETE' });
		expect(await listed()).toEqual([]);
	});

	it.each([
		[{ name: '', endpoint: 'http://a/b' }],
		[{ name: 'a', endpoint: 'javascript:alert(1)' }],
		[{ name: 'a' }],
	])('refuses %j', async (agent) => {
		expect((await add(agent)).status).toBe(400);
	});

	it('cannot be registered by the page of another site', async () => {
		expect(
			(await add({ name: 'a', endpoint: 'http://a/b' }, { Origin: 'https://evil.example' })).status,
		).toBe(403);
	});
});

describe('pages', () => {
	it.each(['/', '/projects/anything', '/label_editor/a/b/3?objectHash=x'])(
		'%s is the page',
		async (path) => {
			const response = await get(path);
			expect(response.headers.get('content-type')).toMatch(/^text\/html/);
			expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
		},
	);

	it.each(['/_app/../sandbox.ts', '/_app/%2e%2e/serveEditor.ts', '/nothing'])(
		'%s is nothing',
		async (path) => {
			expect((await get(path)).status).toBe(404);
		},
	);
});
