/** Runs that only the real n8n makes: steps, pinned data, a key that changes meanwhile, and triggers that are registered twice. */
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { encordCredential, type DemoAccess } from '../../scripts/demo/demo';
import type { Execution, JsonObject, StoredWorkflow, WorkflowNode } from '../../scripts/n8n/api';
import { answersOf, projectState } from '../../scripts/sandbox/state';
import { byHand, byId, inARow, node } from './demo/agentWorkflow';
import { freshDemo, resetDemo } from './demo/running';

let demo: DemoAccess;
let pets: string;
beforeAll(async () => {
	demo = await freshDemo();
	pets = (await projectState(demo.sandbox, 'pets')).projectHash;
});
beforeEach(async () => {
	await resetDemo(demo);
	await demo.sandbox.control('DELETE', 'requests');
});

const counts = async () =>
	(await demo.sandbox.control<{ counts: Record<string, number> }>('GET', 'requests')).counts;

const encordNode = (
	name: string,
	parameters: JsonObject,
	encordApi = demo.credentials.encordApi!,
): WorkflowNode =>
	node(name, 'n8n-nodes-encord.encord', 1, parameters, { credentials: { encordApi } });

const getRows = () =>
	encordNode('Rows', {
		resource: 'labelRow',
		operation: 'getMany',
		project: byId(pets),
		returnAll: false,
		limit: 2,
	});
const setAnimal = (encordApi?: { id: string; name: string }) =>
	encordNode(
		'Set',
		{
			resource: 'classification',
			operation: 'set',
			project: byId(pets),
			dataUnit: byId('={{ $json.dataHash }}'),
			frame: 0,
			answerMode: 'json',
			answersJson: '{"Animal":"Cat"}',
		},
		encordApi,
	);

async function save(nodes: WorkflowNode[], more: JsonObject = {}): Promise<StoredWorkflow> {
	return await demo.api.saveWorkflow({
		name: 'Runs',
		nodes,
		connections: inARow(nodes.map(({ name }) => name)),
		...more,
	});
}
const jsonOf = ({ nodes }: Execution, name: string) =>
	(nodes[name]?.at(-1)?.data?.main?.flat() ?? []).map((item) => item?.json ?? {});
const animals = async () => answersOf(await projectState(demo.sandbox, 'pets'), 'Animal');

describe('a step in the editor', () => {
	it('goes on with what the nodes before it gave, and writes the same labels once', async () => {
		const { id } = await save([byHand, getRows(), setAnimal()]);
		const first = await demo.api.finished(await demo.api.run(id, byHand.name));
		const written = await animals();
		expect(Object.values(written)).toEqual([['Cat'], ['Cat']]);
		await demo.sandbox.control('DELETE', 'requests');
		const before = { ...first.nodes };
		delete before.Set;
		const step = await demo.api.finished(await demo.api.runStep(id, 'Set', before));
		expect(step.status).toBe('success');
		expect(jsonOf(step, 'Set')).toMatchObject([{ added: 0 }, { added: 0 }]);
		expect(await animals()).toEqual(written);
		expect((await counts())['labelrow.POST']).toBeUndefined();
		await demo.api.deleteWorkflow(id);
	});

	it('takes pinned data for what a node would have given', async () => {
		const { labelRows } = await projectState(demo.sandbox, 'pets');
		const [{ dataHash, title }] = labelRows as [(typeof labelRows)[number]];
		const pinData = { Rows: [{ json: { dataHash } }] };
		const { id } = await save([byHand, getRows(), setAnimal()], { pinData });
		const execution = await demo.api.finished(await demo.api.run(id, byHand.name));
		expect(jsonOf(execution, 'Set')).toMatchObject([{ dataHash, added: 1 }]);
		expect(await animals()).toEqual({ [title]: ['Cat'] });
		await demo.api.deleteWorkflow(id);
	});

	it('of the stage trigger shows a task, again and again', async () => {
		const { id } = await save([stageTrigger(), setAnimal()]);
		for (let time = 0; time < 2; time++) {
			const execution = await demo.api.finished(await demo.api.runStep(id, 'Tasks'));
			expect(jsonOf(execution, 'Tasks')).toMatchObject([{ dataTitle: 'pet-01.jpg', attempt: 1 }]);
		}
		await demo.api.deleteWorkflow(id);
	});
});

describe('a key that changes while a workflow waits', () => {
	const wait = node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: 3, unit: 'seconds' });

	it.each(['a good one', 'one that Encord does not know'])('becomes %s', async (which) => {
		const good = await encordCredential(demo.sandbox);
		const { privateKey } = generateKeyPairSync('ed25519');
		const foreign = {
			...good,
			privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		};
		const [before, after] = which === 'a good one' ? [foreign, good] : [good, foreign];
		const name = 'Encord, rotated';
		const { id: credential } = await demo.api.saveCredential(name, 'encordApi', before);
		const { labelRows } = await projectState(demo.sandbox, 'pets');
		const pinData = { Rows: [{ json: { dataHash: labelRows[0]!.dataHash } }] };
		const { id } = await save([byHand, getRows(), wait, setAnimal({ id: credential, name })], {
			pinData,
		});
		const running = await demo.api.run(id, byHand.name);
		await demo.api.saveCredential(name, 'encordApi', after);
		const execution = await demo.api.finished(running);
		if (after === good) {
			expect(execution.status).toBe('success');
			expect(Object.values(await animals())).toEqual([['Cat']]);
		} else {
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toMatch(/key/);
			expect(await animals()).toEqual({});
		}
		await demo.api.deleteWorkflow(id);
	});
});

function stageTrigger(parameters: JsonObject = {}): WorkflowNode {
	return node(
		'Tasks',
		'n8n-nodes-encord.encordAgentStageTrigger',
		1,
		{ project: byId(pets), stage: byId('Agent 1'), ...parameters },
		{ credentials: { encordApi: demo.credentials.encordApi! } },
	);
}

describe('two triggers on one agent stage', () => {
	it('never hand out the same task at the same time, however often they are published', async () => {
		const nodes = () => [
			stageTrigger({ batchSize: 5, leaseMinutes: 0.7 }),
			node('End', 'n8n-nodes-base.noOp', 1, {}),
		];
		const [one, copy] = [await save(nodes()), await save(nodes())];
		const handedOut = async (): Promise<string[][]> => {
			const found: string[][] = [];
			for (const { id } of [one, copy]) {
				for (const { id: execution } of await demo.api.executions(id)) {
					const tasks = jsonOf(await demo.api.finished(execution), 'Tasks');
					found.push(tasks.map(({ taskUuid }) => String(taskUuid)));
				}
			}
			return found;
		};
		await Promise.all([one, copy].map(async ({ id }) => await demo.api.activate(id)));
		await demo.api.deactivate(one.id);
		await demo.api.activate(one.id);
		await demo.api.deactivate(copy.id);
		await demo.api.activate(copy.id);
		const tasks = await handedOut();
		expect(tasks.map(({ length }) => length).sort()).toEqual([2, 5, 5]);
		expect(new Set(tasks.flat()).size).toBe(12);
		for (const { id } of [one, copy]) await demo.api.deleteWorkflow(id);
	});
});
