/** Runs the action node in tests: one node, the sandbox's credential, items as plain JSON. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { node, runWorkflow, workflow, type RunOptions, type WorkflowRun } from '../engine/harness';
import type { Seed } from '../../../sandbox/seeds/builder';
import { NodeSandbox } from './nodeSandbox';

type Title = 'Conformance' | 'Many';

/** A resource locator filled in by id or name. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const encord = (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode => node('Encord', 'n8n-nodes-encord.encord', { resource, operation, ...parameters }, more);

/** A sandbox for the tests of a file. It is seeded again before each of them. */
export function useSandbox(): NodeSandbox {
	return used(new NodeSandbox());
}

/** The same with another seed. */
export function useSeed<Title extends string>(name: string, build: Seed): NodeSandbox<Title> {
	return used(new NodeSandbox<Title>({ name, build }));
}

function used<S extends NodeSandbox<string>>(sandbox: S): S {
	beforeAll(async () => await sandbox.start(), 60_000);
	afterAll(async () => await sandbox.stop());
	beforeEach(async () => void (await sandbox.control('POST', 'reset')));
	return sandbox;
}

/** Runs a workflow of one node against the sandbox. */
export function runner(sandbox: NodeSandbox) {
	return async (action: INode, options: RunOptions = {}): Promise<WorkflowRun> =>
		await runWorkflow(workflow([action]), { credentials: sandbox.credentials, ...options });
}

/** Runs one operation of the action node on items given as JSON. */
export function operationRunner(sandbox: NodeSandbox) {
	const run = runner(sandbox);
	return async (
		resource: string,
		operation: string,
		parameters: INodeParameters,
		items: IDataObject[],
		more: Partial<INode> = {},
		options: RunOptions = {},
	): Promise<WorkflowRun> =>
		await run(encord(resource, operation, parameters, more), {
			items: items.map((json) => ({ json })),
			...options,
		});
}

/** The item that a trigger outputs for a data unit. */
export async function unit(
	sandbox: NodeSandbox,
	dataTitle: string,
	title: Title = 'Conformance',
): Promise<IDataObject> {
	const { dataHash } = await sandbox.row(title, dataTitle);
	return { projectHash: sandbox.project(title).projectHash, dataHash };
}

/** Items as the Encord Agent Stage Trigger outputs them, for every row of a project, numbered in `index`. */
export async function taskItems(
	sandbox: NodeSandbox,
	title: Title,
): Promise<Array<{ json: IDataObject }>> {
	const { projectHash, agentStages } = sandbox.project(title);
	const tasks = await sandbox.tasks(title);
	return tasks.map(({ uuid, dataHash }, index) => ({
		json: { projectHash, stageUuid: agentStages[0]!.uuid, taskUuid: uuid, dataHash, index },
	}));
}

/** A video with two boxes of a person, and the item that a trigger outputs for it. */
export async function drawnVideo(
	sandbox: NodeSandbox,
): Promise<{ hashes: string[]; item: IDataObject }> {
	const box = (x: number) => ({ boundingBox: { x, y: 0.2, w: 0.2, h: 0.3 } });
	const hashes = await sandbox.label('Conformance', 'drive.mp4', {
		objects: [
			{ name: 'Car', frames: { 3: box(0.1), 4: box(0.2), 7: box(0.3) } },
			{ name: 'Car', frames: { 9: box(0.5) } },
		],
		classifications: [{ name: 'Caption', answer: 'A street', range: [[12, 13]] }],
	});
	return { hashes, item: await unit(sandbox, 'drive.mp4') };
}
