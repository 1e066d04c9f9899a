/** Fields that are left empty: they mean the task, call or frame the item came from, through any chain of nodes. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { byId, encord, taskItems, unit, useSandbox } from '../encord/encordRun';
import { node, runWorkflow, workflow, type WorkflowRun } from '../engine/harness';
import { coreNodes } from './coreNodes';

const sandbox = useSandbox();
const stageTrigger = node('Tasks', 'n8n-nodes-encord.encordAgentStageTrigger');
const main = (name: string, index = 0) => ({ node: name, type: 'main' as const, index });

async function run(
	nodes: INode[],
	items: INodeExecutionData[],
	connections?: Parameters<typeof workflow>[1],
): Promise<WorkflowRun> {
	return await runWorkflow(workflow(nodes, connections), {
		credentials: sandbox.credentials,
		extraNodes: coreNodes,
		items,
	});
}

/** A node that answers for each item and drops what it got, as a call of a model does. */
const model = (replies: IDataObject[], name = 'Model') =>
	node(name, 'test.give', { items: replies as never });

const named = (name: string, action: INode): INode => ({ ...action, name, id: name });
const addCar = (parameters: INodeParameters = {}) =>
	encord('object', 'addMany', {
		format: 'xyxy',
		scale: 'pixels',
		detections: '={{ $json.detections }}',
		...parameters,
	});
const car = { detections: [{ class: 'Car', box: [10, 10, 60, 60] }] };
const getFrames = (frames: string) =>
	named('Frames', encord('frame', 'getMany', { pick: 'list', frameNumbers: frames }));

/** The frames with an object; of an image, the layout has no frames (protocol §8). */
async function carFrames(title: string): Promise<number[]> {
	const { labels } = await sandbox.row('Conformance', title);
	const [media] = Object.values(labels?.data_units ?? {}) as Array<{ labels: IDataObject }>;
	if (media === undefined) return [];
	const frames = 'objects' in media.labels ? { 0: media.labels } : media.labels;
	return Object.entries(frames as Record<string, { objects?: unknown[] }>).flatMap(
		([frame, { objects = [] }]) => (objects.length > 0 ? [Number(frame)] : []),
	);
}

describe('the frame', () => {
	it('is the one of each picture that a model was asked about', async () => {
		const frames = [0, 10, 20, 30, 40];
		const result = await run(
			[stageTrigger, getFrames(frames.join(', ')), model(frames.map(() => car)), addCar()],
			[{ json: await unit(sandbox, 'drive.mp4') }],
		);
		expect(result.error()).toBeUndefined();
		expect(await carFrames('drive.mp4')).toEqual(frames);
	});

	it('of a video that nothing names is an error, and nothing is written', async () => {
		const item = { ...(await unit(sandbox, 'drive.mp4')), ...car, output: { Caption: 'A road' } };
		const set = encord('classification', 'set', { answerMode: 'model' });
		for (const action of [set, encord('frame', 'get')]) {
			const result = await run([stageTrigger, action], [{ json: item }]);
			expect(result.error()?.message).toMatch(/[Ff]rame/);
			expect(result.error()?.message).toMatch(/50/);
		}
		const detections = await run([stageTrigger, addCar()], [{ json: item }]);
		expect(detections.error()?.message).toContain('names no frame');
		expect((await sandbox.row('Conformance', 'drive.mp4')).saves).toHaveLength(0);
	});

	it('of a single picture needs no name', async () => {
		const result = await run(
			[stageTrigger, model([car]), addCar()],
			[{ json: await unit(sandbox, 'cat.jpg') }],
		);
		expect(result.error()).toBeUndefined();
		expect(await carFrames('cat.jpg')).toEqual([0]);
	});

	it('is refused when a model counts pictures in its own way', async () => {
		const result = await run(
			[
				stageTrigger,
				getFrames('0, 20'),
				model([0, 1].map((frame) => ({ ...car, frame }))),
				addCar(),
			],
			[{ json: await unit(sandbox, 'drive.mp4') }],
		);
		expect(result.error()?.message).toBe(
			'Frame is automatic, but the item says 1 and "Frames" says 20',
		);
		expect(await carFrames('drive.mp4')).toEqual([]);
	});

	it('of another file is not taken', async () => {
		const call = { ...(await unit(sandbox, 'drive.mp4')), frame: 7 };
		const other = { dataHash: (await unit(sandbox, 'walk-around')).dataHash };
		const result = await run(
			[stageTrigger, model([other]), encord('frame', 'get')],
			[{ json: call }],
		);
		expect(result.error()?.message).toContain('Frame is empty, and the file has 3 frames');
	});
});

describe('project, stage and task', () => {
	const proceed = (parameters: INodeParameters = {}) =>
		encord('task', 'proceed', { pathway: byId('Cat'), ...parameters });
	const waiting = async () =>
		(await sandbox.tasks('Many')).filter(({ stage }) => stage === 'Agent 1').length;

	it('are found through other nodes, a loop, and the nodes of this package', async () => {
		const tasks = await taskItems(sandbox, 'Many');
		const before = await waiting();
		const loop = node('Loop', 'n8n-nodes-base.splitInBatches', { batchSize: 1 });
		const end = node('End', 'n8n-nodes-base.noOp');
		const rows = named('Row', encord('labelRow', 'get'));
		const result = await run(
			[stageTrigger, loop, rows, model([{ pathway: 'Cat' }]), proceed(), end],
			tasks.slice(0, 2),
			{
				Tasks: { main: [[main('Loop')]] },
				Loop: { main: [[main('End')], [main('Row')]] },
				Row: { main: [[main('Model')]] },
				Model: { main: [[main('Encord')]] },
				Encord: { main: [[main('Loop')]] },
			},
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('End').map(({ taskUuid, moved }) => [taskUuid, moved])).toEqual(
			tasks.slice(0, 2).map(({ json }) => [json.taskUuid, true]),
		);
		expect(before - (await waiting())).toBe(2);
	});

	it('are those of the task, also when the file was read in another project', async () => {
		const [task] = await taskItems(sandbox, 'Many');
		const twin = { ...(await unit(sandbox, 'cat.jpg')), dataHash: task!.json.dataHash };
		const result = await run([stageTrigger, model([twin]), proceed()], [task!]);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{ taskUuid: task!.json.taskUuid, projectHash: task!.json.projectHash, moved: true },
		]);
	});

	it('are refused when the item is about another file than the task', async () => {
		const [task, second] = await taskItems(sandbox, 'Many');
		const other = { dataHash: second!.json.dataHash };
		const result = await run([stageTrigger, model([other]), proceed()], [task!]);
		expect(result.error()?.message).toContain('Agent Stage is empty');
		expect(result.error()?.message).toContain('"Tasks"');
	});

	it('are refused when n8n lost which items belong together', async () => {
		const unlinked = node('Unlinked', 'test.unlinked');
		const tasks = (await taskItems(sandbox, 'Many')).slice(0, 2);
		const result = await run([stageTrigger, unlinked, proceed()], tasks);
		expect(result.error()?.message).toContain(
			'Project is automatic, but n8n cannot tell which item of "Tasks" this item came from',
		);
	});

	it('are refused when two branches that were merged name different ones', async () => {
		const [first, second] = await taskItems(sandbox, 'Many');
		const merge = node('Merge', 'n8n-nodes-base.merge', { key: '' });
		const row = (name: string, dataHash: unknown) =>
			named(name, encord('labelRow', 'get', { dataUnit: byId(String(dataHash)) }));
		const result = await run(
			[
				stageTrigger,
				row('A', first!.json.dataHash),
				row('B', second!.json.dataHash),
				merge,
				model([{ answer: 1 }]),
				named('Read', encord('labelRow', 'get')),
			],
			[first!],
			{
				Tasks: { main: [[main('A'), main('B')]] },
				A: { main: [[main('Merge', 0)]] },
				B: { main: [[main('Merge', 1)]] },
				Merge: { main: [[main('Model')]] },
				Model: { main: [[main('Read')]] },
			},
		);
		expect(result.error()?.message).toMatch(/Data Unit is automatic, but "(A|B)" says/);
	});

	it('of an expression that gives nothing are never automatic', async () => {
		const tasks = (await taskItems(sandbox, 'Many')).slice(0, 1);
		for (const parameters of [
			{ project: byId('={{ $json.nothing }}') },
			{ stage: byId('={{ "" }}') },
			{ task: '={{ $json.nothing }}' },
		] as INodeParameters[]) {
			const result = await run([stageTrigger, proceed(parameters)], tasks);
			expect(result.error()?.message).toContain('its expression gave nothing');
		}
	});

	it('of workflows that were built with expressions are read as before', async () => {
		const tasks = (await taskItems(sandbox, 'Many')).slice(0, 1);
		const result = await run(
			[
				stageTrigger,
				named(
					'Frame',
					encord('frame', 'get', {
						project: byId('={{ $json.projectHash }}'),
						dataUnit: byId('={{ $json.dataHash }}'),
						frame: '={{ $json.frame ?? 0 }}',
					}),
				),
				proceed({
					project: byId('={{ $json.projectHash }}'),
					stage: byId("={{ $('Tasks').item.json.stageUuid }}"),
					task: "={{ $('Tasks').item.json.taskUuid }}",
				}),
			],
			tasks,
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([{ moved: true }]);
	});

	it('are asked for when no Encord node comes before', async () => {
		const start = node('Start', 'n8n-nodes-base.manualTrigger');
		const result = await run([start, encord('labelRow', 'get')], [{ json: {} }]);
		expect(result.error()?.message).toContain(
			'Project is empty, and the item does not name it, and no Encord node comes before this one',
		);
	});
});
