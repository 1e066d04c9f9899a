import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { stagePlace, tasksInWork } from '../../../nodes/shared/n8n/tasksInWork';
import { byId, encord, runner, taskItems, useSandbox } from './encordRun';
import { MANY } from './nodeSandbox';

const sandbox = useSandbox();
const run = runner(sandbox);

describe('tasks', () => {
	const proceed = (parameters: INodeParameters, more = {}) =>
		encord('task', 'proceed', { pathway: byId('={{ $json.pathway }}'), ...parameters }, more);

	it('moves 200 tasks with two calls', async () => {
		const items = await taskItems(sandbox, 'Many');
		items.forEach(({ json }) => (json.pathway = Number(json.index) % 4 === 0 ? 'Cat' : 'dog'));
		await sandbox.requests();
		const result = await run(proceed({}), { items });
		expect(result.error()).toBeUndefined();
		expect(await sandbox.requests()).toEqual({ 'projects.get': 1, 'tasks.actions': 1 });
		const stages = (await sandbox.tasks('Many')).map(({ stage }) => stage);
		expect(stages.filter((stage) => stage === 'Cats')).toHaveLength(MANY / 4);
		expect(stages.filter((stage) => stage === 'Dogs')).toHaveLength(MANY - MANY / 4);
	});

	it('gives each pathway its output; a task somebody else has moved is reported on Other', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 3);
		items.forEach(({ json }, index) => (json.pathway = ['Dog', 'Cat', 'Cat'][index]!));
		await sandbox.control('POST', 'tasks', {
			project: 'Many',
			dataHash: items[2]!.json.dataHash,
			stage: 'Complete',
		});
		const { pathways } = sandbox.project('Many').agentStages[0]!;
		const outputs = pathways
			.filter(({ title }) => title !== 'Other')
			.map(({ uuid, title }) => `${uuid}|${title}`);
		const result = await run(proceed({ onePerPathway: true, pathwayOutputs: outputs }), { items });
		expect(result.error()).toBeUndefined();
		expect(
			[0, 1, 2].map((output) =>
				result.json('Encord', output).map(({ taskUuid, alreadyMoved }) => [taskUuid, alreadyMoved]),
			),
		).toEqual([
			[[items[1]!.json.taskUuid, false]],
			[[items[0]!.json.taskUuid, false]],
			[[items[2]!.json.taskUuid, true]],
		]);
		expect(
			(await sandbox.tasks('Many')).find(({ uuid }) => uuid === items[2]!.json.taskUuid),
		).toMatchObject({
			stage: 'Complete',
		});
	});

	it('lets triggers have a moved task again as soon as it comes back', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 2);
		items.forEach(({ json }, index) => (json.pathway = ['Cat', 'Bird'][index]!));
		const { projectHash, agentStages } = sandbox.project('Many');
		const place = stagePlace({ apiUrl: sandbox.sandbox.url }, projectHash, agentStages[0]!.uuid);
		const tasks = items.map(({ json }) => String(json.taskUuid));
		tasksInWork.hold(place, tasks, 60_000);
		await run(proceed({}, { onError: 'continueRegularOutput' }), { items });
		expect(tasks.map((uuid) => tasksInWork.isHeld(place, uuid))).toEqual([false, true]);
		tasksInWork.clear();
	});

	it('keeps the error output apart from the pathway outputs', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 2);
		items.forEach(({ json }, index) => (json.pathway = ['Cat', 'Bird'][index]!));
		const { pathways } = sandbox.project('Many').agentStages[0]!;
		const result = await run(
			proceed(
				{
					onePerPathway: true,
					pathwayOutputs: pathways.map(({ uuid, title }) => `${uuid}|${title}`),
				},
				{ onError: 'continueErrorOutput' },
			),
			{ items },
		);
		expect([0, 1, 2, 3, 4].map((output) => result.items('Encord', output).length)).toEqual([
			1, 0, 0, 0, 1,
		]);
		expect(result.json('Encord', 4)[0]).toMatchObject({
			error: 'The stage "Agent 1" has no pathway "Bird"',
		});
	});

	it('sets priorities, 0 included', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 2);
		const result = await run(encord('task', 'setPriority', { priority: '={{ $json.index }}' }), {
			items,
		});
		expect(result.error()).toBeUndefined();
		const rows = await sandbox.rows('Many');
		expect(
			items.map(({ json }) => rows.find(({ dataHash }) => dataHash === json.dataHash)!.priority),
		).toEqual([0, 1]);
	});
});
