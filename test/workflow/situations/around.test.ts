/** The Encord node between n8n's own nodes: loops, merges, sub-workflows, waiting, and the settings of a node. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { byId, encord, useSeed } from '../encord/encordRun';
import { node, runPartly, runWorkflow, workflow, type RunOptions } from '../engine/harness';
import { tableItems, tableSeed, type Title } from '../table/tableSandbox';
import { coreNodes } from './coreNodes';

const sandbox = useSeed<Title>('table', tableSeed);

const start = node('Start', 'n8n-nodes-base.manualTrigger');
const end = node('End', 'n8n-nodes-base.noOp');
const main = (name: string, index = 0) => ({ node: name, type: 'main' as const, index });
const retry: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

const setAnimal = (more: Partial<INode> = {}, parameters = {}) =>
	encord(
		'classification',
		'set',
		{ answerMode: 'json', answersJson: '{ "Animal": "Cat" }', ...parameters },
		more,
	);
const proceed = (more: Partial<INode> = {}, parameters = {}) =>
	encord(
		'task',
		'proceed',
		{ pathway: byId('={{ $json.pathway ?? "Cat" }}'), ...parameters },
		more,
	);
const getFrame = (more: Partial<INode> = {}) => encord('frame', 'get', {}, more);

const run = async (
	nodes: INode[],
	items: INodeExecutionData[],
	connections?: Parameters<typeof workflow>[1],
	more: RunOptions = {},
) =>
	await runWorkflow(workflow(nodes, connections), {
		credentials: sandbox.credentials,
		extraNodes: coreNodes,
		items,
		...more,
	});

const asItems = (list: IDataObject[]): INodeExecutionData[] => list.map((json) => ({ json }));
const north = async () => await tableItems(sandbox, 'North');
const saves = async () => (await sandbox.rows('North')).map((row) => row.saves.length);
const titlesIn = async (stage: string) =>
	(await sandbox.tasks('North')).filter((task) => task.stage === stage).length;

describe('Loop Over Items', () => {
	const loop = (batchSize: number) => node('Loop', 'n8n-nodes-base.splitInBatches', { batchSize });
	const around = (body: string) => ({
		Start: { main: [[main('Loop')]] },
		Loop: { main: [[main('End')], [main(body)]] },
		[body]: { main: [[main('Loop')]] },
	});

	it('gives each item its own round, its own result, and a way back to its start item', async () => {
		const label = { ...end, name: 'End' };
		const result = await run(
			[start, loop(2), setAnimal(), label],
			asItems(await north()),
			around('Encord'),
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('End').map(({ dataHash }) => dataHash)).toEqual(
			(await north()).map(({ dataHash }) => dataHash),
		);
		expect(result.run.data.resultData.runData.Encord).toHaveLength(2);
		expect(await saves()).toEqual([2, 2, 2]);
	});

	it('takes the next round for no retry, and a retry in a round for one', async () => {
		await sandbox.control('POST', 'faults', {
			match: { call: 'tasks.actions' },
			then: { delayMs: 0 },
		});
		await sandbox.control('POST', 'faults', {
			match: { call: 'tasks.actions' },
			then: { status: 403, body: { message: 'Not now' } },
		});
		const result = await run(
			[start, loop(1), proceed(retry), end],
			asItems(await north()),
			around('Encord'),
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('End').map(({ moved, alreadyMoved }) => [moved, alreadyMoved])).toEqual([
			[true, false],
			[true, false],
			[true, false],
		]);
		expect(await titlesIn('Cats')).toBe(3);
	});

	it('says that the task is gone when a round sends it once more', async () => {
		const [task] = await north();
		const result = await run(
			[start, loop(1), proceed(retry), end],
			asItems([task!, task!]),
			around('Encord'),
		);
		expect(result.json('End').map(({ alreadyMoved }) => alreadyMoved)).toEqual([false, true]);
	});
});

describe('Merge', () => {
	const items = async () => {
		const rows = await north();
		return {
			ids: rows.map(({ projectHash, dataHash }, number) => ({ projectHash, dataHash, number })),
			answers: rows.map((_row, number) => ({ number, animal: ['Cat', 'Dog', 'Cow'][number] })),
		};
	};
	const mergeThen = async (key: string, reversed: boolean, more: Partial<INode>) => {
		const { ids, answers } = await items();
		const give = (name: string, list: IDataObject[]) =>
			node(name, 'test.give', { items: list as never });
		const set = setAnimal(more, {
			answersJson: "={{ ({ Animal: $('Answers').item.json.animal }) }}",
		});
		return await run(
			[
				start,
				give('IDs', ids),
				give('Answers', reversed ? answers.reverse() : answers),
				node('Merge', 'n8n-nodes-base.merge', { key }),
				set,
			],
			asItems([{}]),
			{
				Start: { main: [[main('IDs'), main('Answers')]] },
				IDs: { main: [[main('Merge', 0)]] },
				Answers: { main: [[main('Merge', 1)]] },
				Merge: { main: [[main('Encord')]] },
			},
		);
	};

	it.each([
		['by position', '', false],
		['by key', 'number', true],
	])(
		'%s: reads each partner, and the failed one leaves as an error',
		async (_how, key, reversed) => {
			const result = await mergeThen(key, reversed, { onError: 'continueErrorOutput' });
			expect(result.error()).toBeUndefined();
			expect(result.json('Encord').map(({ dataTitle }) => dataTitle)).toEqual([
				'north-0.png',
				'north-1.png',
			]);
			expect(result.items('Encord', 1)).toMatchObject([
				{
					json: { error: expect.stringContaining('Cow') },
					pairedItem: { item: 2 },
				},
			]);
			const answers = (await sandbox.rows('North')).map(({ labels }) =>
				JSON.stringify(labels!.classification_answers),
			);
			expect(answers[0]).toContain('Cat');
			expect(answers[1]).toContain('Dog');
		},
	);
});

describe('a sub-workflow', () => {
	const called = node('Called', 'n8n-nodes-base.manualTrigger');
	const call = (...nodes: INode[]) =>
		node('Call', 'test.subWorkflow', { workflow: workflow([called, ...nodes]) as never });

	it('gives the pictures it got, and takes those of its caller', async () => {
		const result = await run([start, call(getFrame()), end], asItems(await north()));
		expect(result.error()).toBeUndefined();
		expect(result.items('End')).toHaveLength(3);
		for (const item of result.items('End'))
			expect((await result.binary(item)).length).toBeGreaterThan(100);

		const inside = await run(
			[start, getFrame(), call(end), setAnimal({ name: 'Set', id: 'Set' })],
			asItems(await north()),
		);
		expect(inside.error()).toBeUndefined();
		for (const item of inside.items('Call'))
			expect((await inside.binary(item)).length).toBeGreaterThan(100);
		expect(inside.json('Set').map(({ saved }) => saved)).toEqual([true, true, true]);
	});

	it('fails its caller with its own sentence', async () => {
		const result = await run(
			[start, call(proceed({}, { pathway: byId('Bird') })), end],
			asItems(await north()),
		);
		expect(result.error()?.message).toContain('no pathway "Bird"');
	});
});

describe('the settings of the node', () => {
	it('Execute Once works on the first item only', async () => {
		const result = await run([start, setAnimal({ executeOnce: true })], asItems(await north()));
		expect(result.json('Encord')).toHaveLength(1);
		expect(await saves()).toEqual([2, 1, 1]);
	});

	it('pinned data is used as it is, and nothing is asked', async () => {
		await sandbox.requests();
		const result = await run(
			[start, setAnimal(), proceed({ name: 'Proceed', id: 'Proceed' })],
			asItems(await north()),
			undefined,
			{
				pinData: { Encord: asItems([{ pathway: 'Dog', ...(await north())[0] }]) },
			},
		);
		expect(result.json('Proceed')).toMatchObject([{ moved: true, pathway: 'Dog' }]);
		expect(Object.keys(await sandbox.requests())).not.toContain('labelrow.POST');
		expect(await saves()).toEqual([1, 1, 1]);
	});

	it('Always Output Data gives one empty item where nothing was found', async () => {
		const nothing = encord(
			'labelRow',
			'getMany',
			{ project: byId('={{ $json.projectHash }}'), filters: { titleContains: 'no such title' } },
			{ alwaysOutputData: true },
		);
		const result = await run([start, nothing, end], asItems((await north()).slice(0, 1)));
		expect(result.json('End')).toEqual([{}]);
	});

	it('a disabled node in front passes its items on', async () => {
		const before = setAnimal({ name: 'Before', id: 'Before', disabled: true });
		const result = await run([start, before, setAnimal()], asItems(await north()));
		expect(result.json('Encord')).toMatchObject([
			{ saved: true },
			{ saved: true },
			{ saved: true },
		]);
		expect(await saves()).toEqual([2, 2, 2]);
	});

	it('Retry On Fail without items does nothing', async () => {
		const result = await runWorkflow(workflow([setAnimal(retry)]), {
			credentials: sandbox.credentials,
			items: [],
		});
		expect(result.error()).toBeUndefined();
		expect(result.items('Encord')).toEqual([]);
	});

	it('Retry On Fail with "Continue" tries again, and repeats nothing that was done', async () => {
		const items = [
			...(await north()).slice(0, 1),
			...(await tableItems(sandbox, 'South')).slice(0, 1),
		].reverse();
		await sandbox.control('POST', 'faults', {
			match: { call: 'projects.get', path: String(items[0]!.projectHash) },
			then: { status: 403, body: { message: 'Not now' } },
		});
		const result = await run(
			[start, setAnimal({ ...retry, onError: 'continueRegularOutput' })],
			asItems(items),
		);
		expect(result.json('Encord')).toMatchObject([
			{ saved: true, added: 1 },
			{ saved: true, added: 1 },
		]);
		expect(await saves()).toEqual([2, 1, 1]);
	});
});

describe('the editor', () => {
	it('runs the node in the middle with the data that the nodes before gave', async () => {
		const nodes = [start, setAnimal(), proceed({ name: 'Proceed', id: 'Proceed' }), end];
		const definition = workflow(nodes);
		const items = asItems(await north());
		const whole = await run(nodes.slice(0, 2), items);
		await sandbox.requests();
		const { Start, Encord } = whole.run.data.resultData.runData;
		const result = await runPartly(definition, { Start: Start!, Encord: Encord! }, 'Proceed', {
			credentials: sandbox.credentials,
			pinData: { Start: items },
		});
		expect(result.error()).toBeUndefined();
		expect(result.json('Proceed')).toMatchObject([
			{ moved: true },
			{ moved: true },
			{ moved: true },
		]);
		expect(await sandbox.requests()).toEqual({ 'projects.get': 1, 'tasks.actions': 1 });
	});
});

describe('an execution that waits', () => {
	it('goes on with its items', async () => {
		const nodes = [start, node('Wait', 'n8n-nodes-base.wait'), proceed()];
		const items = asItems(await north());
		const waiting = await run(nodes, items);
		expect(waiting.run.status).toBe('waiting');
		expect(await titlesIn('Cats')).toBe(0);
		const saved = JSON.parse(JSON.stringify(waiting.run.data)) as RunOptions['waiting'];
		const result = await run(nodes, items, undefined, {
			waiting: { ...saved!, waitTill: new Date() },
		});
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{ moved: true },
			{ moved: true },
			{ moved: true },
		]);
		expect(await titlesIn('Cats')).toBe(3);
	});
});
