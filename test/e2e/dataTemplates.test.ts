/**
 * The templates that bring files in and take labels out, in a real n8n: judged by what the sandbox holds and by what lies in the folder
 * of files.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { filesFolderOf, type DemoAccess } from '../../scripts/demo/demo';
import type { WorkflowNode } from '../../scripts/n8n/api';
import { chatMessages, projectState, stateWhen } from '../../scripts/sandbox/state';
import { freshDemo, goLive, resetDemo } from './demo/running';

let demo: DemoAccess;
const folder = (name: string) => join(filesFolderOf(demo), name);

beforeAll(async () => {
	demo = await freshDemo();
});
beforeEach(async () => {
	await resetDemo(demo);
	for (const name of ['incoming', 'exports']) {
		await rm(folder(name), { recursive: true, force: true });
		await mkdir(folder(name), { recursive: true });
	}
});

/** Runs every three seconds in place of once a minute or a day. */
const often = (node: WorkflowNode): WorkflowNode =>
	node.type.endsWith('.scheduleTrigger')
		? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } } }
		: node;

const picture = async (background: string) =>
	await sharp({ create: { width: 64, height: 48, channels: 3, background } })
		.png()
		.toBuffer();
const messages = async (count: number) =>
	await chatMessages(demo.sandbox, ({ length }) => length >= count, 30_000);

describe('New files become tasks', () => {
	it('makes one task of each file, also when it is read again, and tells once what it could not take', async () => {
		await writeFile(join(folder('incoming'), 'red.png'), await picture('#ff0000'));
		await writeFile(join(folder('incoming'), 'blue.png'), await picture('#0000ff'));
		await writeFile(join(folder('incoming'), 'broken.png'), 'no picture');
		// Files that are still being written.
		await writeFile(join(folder('incoming'), 'half.png.part'), 'half a picture');
		await writeFile(join(folder('incoming'), 'half.tmp'), 'half a picture');
		await goLive(demo, 'new-files-become-tasks', often);
		await stateWhen(demo.sandbox, 'new files', ({ tasks }) => tasks.length >= 2, 30_000);
		expect(await messages(1)).toEqual([
			'The new file "broken.png" did not become a task: Encord did not take "broken.png": The file cannot be read as what it was announced.',
		]);
		await writeFile(join(folder('incoming'), 'late.png'), await picture('#00ff00'));
		await stateWhen(demo.sandbox, 'new files', ({ tasks }) => tasks.length >= 3, 30_000);
		// Two more rounds find the same files.
		await sleep(7000);
		const { tasks, labelRows } = await projectState(demo.sandbox, 'new files');
		expect(tasks.map(({ title, stage }) => [title, stage]).sort()).toEqual([
			['blue.png', 'Annotate 1'],
			['late.png', 'Annotate 1'],
			['red.png', 'Annotate 1'],
		]);
		expect(labelRows).toHaveLength(3);
		expect(await messages(1)).toHaveLength(1);
	}, 120_000);
});

describe('New files become tasks, with a slow Encord', () => {
	it('tells of each file, also when the reason is the same', async () => {
		const pending = { status: 'PENDING', itemsWithNames: [], errors: [], unitErrors: [] };
		await demo.sandbox.control('POST', 'faults', {
			match: { call: 'uploads.get' },
			then: { status: 200, body: pending },
			times: 100,
		});
		await writeFile(join(folder('incoming'), 'first.png'), await picture('#ff0000'));
		await goLive(demo, 'new-files-become-tasks', (node) =>
			node.name === 'Upload'
				? { ...node, parameters: { ...node.parameters, options: { waitMinutes: 0.0001 } } }
				: often(node),
		);
		const tooSlow = (name: string) =>
			`The new file "${name}" did not become a task: Encord has not taken the files in yet.`;
		// Encord goes on with it, so a later run finds the file.
		await stateWhen(demo.sandbox, 'new files', ({ tasks }) => tasks.length >= 1, 30_000);
		await writeFile(join(folder('incoming'), 'second.png'), await picture('#00ff00'));
		await stateWhen(demo.sandbox, 'new files', ({ tasks }) => tasks.length >= 2, 30_000);
		const told = (await messages(2)).filter((text) => !text.includes('still being taken in'));
		expect(told).toEqual([tooSlow('first.png'), tooSlow('second.png')]);
		expect((await projectState(demo.sandbox, 'new files')).tasks).toHaveLength(2);
	}, 120_000);
});

describe('Export finished labels', () => {
	const move = async (title: string, stage = 'Complete') =>
		await demo.sandbox.control('POST', 'tasks', { project: 'damage', title, stage });

	it('writes the labels of finished tasks, and says how many', async () => {
		await move('car-1.jpg');
		await move('car-3.jpg');
		await goLive(demo, 'export-finished-labels', often);
		expect((await messages(1))[0]).toBe('damage: Exported 2 objects on 2 pictures of 2 files');
		const [name] = await readdir(folder('exports'));
		expect(name).toMatch(/^\d{4}-\d\d-\d\d-annotations\.json$/);
		const coco = JSON.parse(await readFile(join(folder('exports'), name!), 'utf8')) as {
			images: Array<{ file_name: string; id: number }>;
			annotations: Array<{ image_id: number; bbox: number[]; attributes: object }>;
		};
		expect(coco.images.map(({ file_name }) => file_name)).toEqual(['car-1.jpg', 'car-3.jpg']);
		// The drawings of the seed are rounded.
		expect(coco.annotations.map(({ bbox }) => bbox.map(Math.round))).toEqual([
			[60, 160, 160, 90],
			[100, 160, 160, 90],
		]);
		expect(coco.annotations[0]!.attributes).toEqual({ Damage: 'None' });
	}, 90_000);

	it.each([
		['yolo', /^\d{4}-\d\d-\d\d-labels\.zip$/, 'PK'],
		['csv', /^\d{4}-\d\d-\d\d-labels\.csv$/, 'data_title,'],
	])(
		'gives the file the ending of its format: %s',
		async (exportFormat, fileName, begins) => {
			await move('car-1.jpg');
			await goLive(demo, 'export-finished-labels', (node) =>
				node.name === 'Export the labels'
					? { ...node, parameters: { ...node.parameters, exportFormat } }
					: often(node),
			);
			await messages(1);
			const [name] = await readdir(folder('exports'));
			expect(name).toMatch(fileName);
			const content = await readFile(join(folder('exports'), name!), 'latin1');
			expect(content.slice(0, begins.length)).toBe(begins);
		},
		90_000,
	);

	it('tells the team why there is no file', async () => {
		await demo.sandbox.control('POST', 'faults', {
			match: { call: 'projects.get' },
			then: { status: 403, body: { message: 'No' } },
			times: 20,
		});
		await goLive(demo, 'export-finished-labels', often);
		expect((await messages(1))[0]).toMatch(/^The labels could not be exported: /);
		expect(await readdir(folder('exports'))).toEqual([]);
	}, 90_000);
});
