import { node, poller, workflow } from '../engine/harness';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { tasksInWork } from '../../../nodes/shared/n8n/tasksInWork';
import { useTriggerSandbox } from './triggerSandbox';

const encord = useTriggerSandbox();
beforeEach(async () => await encord.reset());

const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const titles = (outputs: INodeExecutionData[][] | null) =>
	outputs?.map((items) => items.map(({ json }) => json.dataTitle)) ?? null;

async function trigger(parameters: INodeParameters = {}, mode: 'trigger' | 'manual' = 'trigger') {
	const place = {
		project: locator(encord.project('Pets')),
		stage: locator(encord.stage.uuid, 'list'),
	};
	const own = node('Tasks', 'n8n-nodes-encord.encordAgentStageTrigger', {
		...place,
		...parameters,
	} as INodeParameters);
	return await poller(workflow([own]), { credentials: encord.credentials() as never, mode });
}

const routing = (rules: object[], otherwise = 'leave') =>
	({
		output: 'pathways',
		pathways: [encord.pathway('Cat'), encord.pathway('Dog')],
		rules: { rule: rules },
		otherwise,
		batchSize: 100,
	}) as unknown as INodeParameters;

describe('the Encord Agent Stage Trigger', () => {
	it('hands out the tasks of the stage batch by batch, each once', async () => {
		const tasks = await trigger({ batchSize: 10 });
		const seen: unknown[] = [];
		for (const size of [10, 10, 5]) {
			const outputs = await tasks.poll();
			expect(outputs).toHaveLength(1);
			expect(outputs?.[0]).toHaveLength(size);
			seen.push(...(titles(outputs)?.[0] ?? []));
		}
		expect(await tasks.poll()).toBeNull();
		expect(new Set(seen).size).toBe(25);
		expect(encord.titlesIn('Agent 1')).toHaveLength(25);
	});

	it('reads no further than it has to', async () => {
		const tasks = await trigger({ batchSize: 10 });
		await tasks.poll();
		const pages = Object.entries(encord.counts)
			.filter(([call]) => /tasks/i.test(call))
			.map(([, count]) => count);
		expect(pages).toEqual([1]);
	});

	it('hands out the same tasks again when a restart lost the leases, and goes on after one that kept them', async () => {
		const parameters = { batchSize: 100 };
		const first = await trigger(parameters);
		expect((await first.poll())?.[0]).toHaveLength(25);
		const kept = JSON.parse(JSON.stringify(first.staticData())) as object;
		expect(await (await trigger(parameters)).poll()).toBeNull();
		tasksInWork.clear();
		expect((await (await trigger(parameters)).poll())?.[0]).toHaveLength(25);
		tasksInWork.clear();
		const restarted = await trigger(parameters);
		Object.assign(restarted.staticData(), kept);
		expect(await restarted.poll()).toBeNull();
	});

	it('finds project and stage by address and by name', async () => {
		const project = locator(
			`${encord.sandbox.appUrl}/label_editor/${encord.project('Pets')}/${encord.dataHash('cat-01.txt')}/0`,
			'url',
		);
		const tasks = await trigger({
			project,
			stage: locator('agent 1'),
			batchSize: 1,
		} as unknown as INodeParameters);
		expect((await tasks.poll())?.[0]?.[0]?.json).toMatchObject({
			projectHash: encord.project('Pets'),
			stageUuid: encord.stage.uuid,
			stageTitle: 'Agent 1',
		});
	});

	it('lets Encord filter', async () => {
		const tasks = await trigger({ filters: { titleContains: 'bird' } });
		expect(titles(await tasks.poll())?.[0]).toHaveLength(8);
		const byId = await trigger({
			filters: { dataHashes: `${encord.dataHash('cat-01.txt')}, ${encord.dataHash('dog-02.txt')}` },
		});
		expect(titles(await byId.poll())?.[0]?.sort()).toEqual(['cat-01.txt', 'dog-02.txt']);
	});

	it('adds label rows with one request for the whole batch', async () => {
		const tasks = await trigger({ batchSize: 25, options: { clientMetadata: true } });
		const items = (await tasks.poll())?.[0] ?? [];
		expect(
			items.every(
				({ json }) => (json.labelRow as { datasetTitle: string }).datasetTitle === 'Animals',
			),
		).toBe(true);
		expect(items.find(({ json }) => json.dataTitle === 'dog-02.txt')?.json.labelRow).toMatchObject({
			clientMetadata: { index: 2, site: 'Rome' },
		});
		expect(encord.counts['labelrowmetadata.GET']).toBe(1);
	});

	it('moves tasks along pathways by rules, with as many outputs', async () => {
		const rules = [
			{ field: 'title', operator: 'startsWith', value: 'cat', pathway: encord.pathway('Cat') },
			{
				field: 'metadata',
				metadataKey: 'site',
				operator: 'equals',
				value: 'rome',
				pathway: encord.pathway('Dog'),
			},
		];
		const tasks = await trigger(routing(rules));
		const outputs = titles(await tasks.poll()) ?? [];
		const at = (pathway: 'Cat' | 'Dog') => outputs[['Cat', 'Dog'].indexOf(pathway)] as string[];
		expect(outputs).toHaveLength(3);
		expect(at('Cat')).toHaveLength(9);
		expect(at('Cat').every((title) => title.startsWith('cat'))).toBe(true);
		expect(encord.titlesIn('Review')).toEqual([...at('Cat')].sort());
		expect(encord.titlesIn('Done').filter((title) => title !== 'fern.txt')).toEqual(
			[...at('Dog')].sort(),
		);
		expect(encord.titlesIn('Agent 1')).toEqual([...(outputs[2] as string[])].sort());
		expect(await tasks.poll()).toBeNull();
	});

	it('shows a task of a test run and touches nothing', async () => {
		const rules = [{ field: 'title', operator: 'exists', pathway: encord.pathway('Cat') }];
		const tasks = await trigger(routing(rules), 'manual');
		expect((await tasks.poll())?.flat()).toHaveLength(1);
		expect(encord.titlesIn('Agent 1')).toHaveLength(25);
		expect(tasks.staticData()).toEqual({});
	});

	it.each<[string, () => INodeParameters, RegExp]>([
		[
			'an unknown stage',
			() => ({ stage: locator('Agent 2') as never }),
			/no agent stage "Agent 2"/,
		],
		[
			'an unknown project',
			() => ({ project: locator('99999999-0000-4000-8000-000000000000') as never }),
			/project/i,
		],
		[
			'a rule that cannot work',
			() =>
				routing([
					{ field: 'priority', operator: 'less', value: 'low', pathway: encord.pathway('Cat') },
				]),
			/cannot be routed/,
		],
	])('fails with a message of its own for %s', async (_name, parameters, message) => {
		const tasks = await trigger(parameters());
		await expect(tasks.poll()).rejects.toMatchObject({
			message: expect.stringMatching(message),
			description: expect.any(String),
		});
	});
});
