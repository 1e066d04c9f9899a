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

	it('fails a task that Encord does not know, and does not report it as moved', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 3);
		items.forEach(({ json }) => (json.pathway = 'Cat'));
		items[1]!.json.taskUuid = '00000000-0000-4000-8000-00000000dead';
		items[2]!.json = { ...items[2]!.json, taskUuid: '00000000-0000-4000-8000-00000000beef' };
		delete items[2]!.json.dataHash;
		const result = await run(proceed({}, { onError: 'continueRegularOutput' }), { items });
		expect(result.json('Encord')).toMatchObject([
			{ moved: true },
			{ error: expect.stringContaining('The project has no task') },
			{ error: expect.stringContaining('The project has no task') },
		]);
	});
});

describe('Task: Move', () => {
	const move = (destination: string, parameters: INodeParameters = {}, more = {}) =>
		encord('task', 'move', { destination: byId(destination), ...parameters }, more);
	const stagesOf = async (items: Array<{ json: { [key: string]: unknown } }>) => {
		const tasks = await sandbox.tasks('Many');
		return items.map(({ json }) => tasks.find(({ uuid }) => uuid === json.taskUuid)!.stage);
	};

	it('moves tasks from any stage to any stage, those of a pair of stages with one request', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 3);
		await sandbox.requests();
		const there = await run(move('Dogs'), { items });
		expect(there.error()).toBeUndefined();
		expect(await sandbox.requests()).toEqual({ 'projects.get': 1, 'tasks.move': 1 });
		expect(there.json('Encord')[0]).toMatchObject({
			taskUuid: items[0]!.json.taskUuid,
			stageTitle: 'Agent 1',
			destinationTitle: 'Dogs',
			moved: true,
		});
		expect(await stagesOf(items)).toEqual(['Dogs', 'Dogs', 'Dogs']);
		const back = await run(move('agent 1', { stage: byId('Dogs') }), { items });
		expect(back.error()).toBeUndefined();
		expect(await stagesOf(items)).toEqual(['Agent 1', 'Agent 1', 'Agent 1']);
	});

	it('moves nothing when an item of another project names a stage that does not exist', async () => {
		const [task] = await taskItems(sandbox, 'Many');
		const [other] = await taskItems(sandbox, 'Conformance');
		const result = await run(move('Dogs'), { items: [task!, other!] });
		expect(result.error()!.message).toContain('has no stage "Dogs"');
		expect(await stagesOf([task!])).toEqual(['Agent 1']);
		const apart = await run(move('Dogs', {}, { onError: 'continueErrorOutput' }), {
			items: [task!, other!],
		});
		expect(apart.json('Encord')).toMatchObject([{ moved: true }]);
		expect(apart.json('Encord', 1)).toHaveLength(1);
	});

	it.each([false, true])(
		'reports a task that has left, and fails one that Encord does not know (dry run: %s)',
		async (dryRun) => {
			const items = (await taskItems(sandbox, 'Many')).slice(0, 3);
			await sandbox.control('POST', 'tasks', {
				project: 'Many',
				dataHash: items[1]!.json.dataHash,
				stage: 'Complete',
			});
			items[2]!.json.taskUuid = '00000000-0000-4000-8000-00000000dead';
			const result = await run(
				move('Dogs', { options: { dryRun } }, { onError: 'continueRegularOutput' }),
				{ items },
			);
			expect(result.json('Encord')).toMatchObject([
				{ moved: !dryRun, alreadyMoved: false },
				{ moved: false, alreadyMoved: true },
				{ error: expect.stringContaining('The project has no task') },
			]);
			expect(await stagesOf(items.slice(0, 2))).toEqual([dryRun ? 'Agent 1' : 'Dogs', 'Complete']);
		},
	);

	it.each([
		['the same stage', byId('Agent 1'), 'to the same stage'],
		['a stage that does not exist', byId('Birds'), 'has no stage "Birds"'],
		['two stages', byId('={{ ["Cats", "Dogs"][$itemIndex] }}'), '"Cats" and "Dogs"'],
	])('refuses %s', async (_what, destination, message) => {
		const [item] = await taskItems(sandbox, 'Many');
		const result = await run(encord('task', 'move', { destination }), { items: [item!, item!] });
		expect(result.error()!.message).toContain(message);
		expect(await stagesOf([item!])).toEqual(['Agent 1']);
	});
});

describe('Label Row: Reopen and Complete', () => {
	const labelRow = (operation: string, parameters: INodeParameters = {}, more = {}) =>
		encord('labelRow', operation, parameters, more);
	const labeled = async (count: number) => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, count);
		for (const { json } of items)
			await sandbox.control('POST', 'labels', { project: 'Many', dataHash: json.dataHash });
		return items;
	};

	it('send files to the final stage and back to annotation, with three requests', async () => {
		const items = await labeled(2);
		await sandbox.requests();
		const completed = await run(labelRow('complete'), { items });
		expect(completed.error()).toBeUndefined();
		expect(await sandbox.requests()).toEqual({
			'labelrowmetadata.GET': 1,
			'projects.get': 1,
			'labelworkflowgraphnode.POST': 1,
		});
		expect(completed.json('Encord')).toMatchObject([{ completed: true }, { completed: true }]);
		const stages = async () =>
			(await sandbox.tasks('Many'))
				.filter(({ uuid }) => items.some(({ json }) => json.taskUuid === uuid))
				.map(({ stage }) => stage);
		expect(await stages()).toEqual(['Complete', 'Complete']);
		const reopened = await run(labelRow('reopen'), { items });
		expect(reopened.json('Encord')).toMatchObject([
			{ reopened: true, stageTitle: 'Complete' },
			{ reopened: true, stageTitle: 'Complete' },
		]);
		expect(await stages()).toEqual(['Cats', 'Cats']);
	});

	it('leave files without labels where they are: reopen says so, complete refuses', async () => {
		const items = [...(await labeled(1)), (await taskItems(sandbox, 'Many'))[1]!];
		const reopened = await run(labelRow('reopen'), { items });
		expect(reopened.json('Encord')).toMatchObject([
			{ reopened: true, summary: 'Reopened "many-000.png"' },
			{
				reopened: false,
				note: 'The file has no labels yet.',
				summary: 'Left "many-001.png" in "Agent 1", because it has no labels yet',
			},
		]);
		const dry = await run(labelRow('reopen', { options: { dryRun: true } }), {
			items: items.slice(1),
		});
		expect(dry.json('Encord')).toMatchObject([
			{
				reopened: false,
				summary: 'Would leave "many-001.png" in "Agent 1", because it has no labels yet',
			},
		]);
		const completed = await run(labelRow('complete', {}, { onError: 'continueRegularOutput' }), {
			items,
		});
		expect(completed.json('Encord')).toMatchObject([
			{ completed: true },
			{ error: expect.stringContaining('were never begun') },
		]);
	});

	it('complete nothing when a file of another project has no labels', async () => {
		const [labeledItem] = await labeled(1);
		const [other] = await taskItems(sandbox, 'Conformance');
		const result = await run(labelRow('complete'), { items: [labeledItem!, other!] });
		expect(result.error()!.message).toContain('were never begun');
		expect(Object.keys(await sandbox.requests())).not.toContain('labelworkflowgraphnode.POST');
	});

	it('say of files that are there already that nothing was done', async () => {
		const items = await labeled(3);
		const stages = ['Cats', 'Dogs', 'Complete'];
		const place = async () => {
			for (const [index, { json }] of items.entries())
				await sandbox.control('POST', 'tasks', {
					project: 'Many',
					dataHash: json.dataHash,
					stage: stages[index],
				});
		};
		const said = async (operation: string, done: string, dryRun: boolean) => {
			await place();
			const result = await run(labelRow(operation, { options: { dryRun } }), { items });
			expect(result.error()).toBeUndefined();
			return result.json('Encord').map((json) => [json[done], json.summary]);
		};
		expect(await said('reopen', 'reopened', false)).toEqual([
			[false, 'Already so: "many-000.png" is in "Cats"'],
			[true, 'Reopened "many-001.png"'],
			[true, 'Reopened "many-002.png"'],
		]);
		// Nothing says which of two annotation stages is the first.
		expect(await said('reopen', 'reopened', true)).toEqual([
			[false, 'Would reopen "many-000.png" unless "Cats" is the first annotation stage'],
			[false, 'Would reopen "many-001.png" unless "Dogs" is the first annotation stage'],
			[false, 'Would reopen "many-002.png"'],
		]);
		expect(await said('complete', 'completed', false)).toEqual([
			[true, 'Completed "many-000.png"'],
			[true, 'Completed "many-001.png"'],
			[false, 'Already so: "many-002.png" is in "Complete"'],
		]);
		expect(await said('complete', 'completed', true)).toEqual([
			[false, 'Would complete "many-000.png"'],
			[false, 'Would complete "many-001.png"'],
			[false, 'Already so: "many-002.png" is in "Complete"'],
		]);
	});

	it('keep the others when Encord refuses one', async () => {
		const items = await labeled(3);
		await sandbox.control('POST', 'faults', {
			match: { call: 'labelworkflowgraphnode.POST' },
			then: {
				body: { status: 400, response: ['INVALID_ARGUMENTS_ERROR', 'no'] },
				status: 200,
			},
			// Refused are the request of all, that of the first two, and that of the first.
			times: 3,
		});
		const result = await run(labelRow('complete', {}, { onError: 'continueRegularOutput' }), {
			items,
		});
		expect(result.json('Encord').map(({ completed, error }) => completed ?? typeof error)).toEqual([
			'string',
			true,
			true,
		]);
	});
});
