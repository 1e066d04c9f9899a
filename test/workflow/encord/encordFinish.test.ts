/** Task: Finish saves labels, sets priorities and moves tasks as one step. The sandbox's state is the judge. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId, encord, runner, taskItems, useSandbox } from './encordRun';
import { moveTask } from '../../../sandbox/calls/workflow';
import { contextFor } from '../../../sandbox/server/host';
import type { WorkflowRun } from '../engine/harness';
import { MANY } from './nodeSandbox';

const sandbox = useSandbox();
const run = runner(sandbox);

const finish = (parameters: INodeParameters = {}, more = {}) =>
	encord(
		'task',
		'finish',
		{
			answerMode: 'json',
			answersJson: '={{ $json.answers ?? { "Animal": "Cat" } }}',
			pathway: byId('={{ $json.pathway ?? "Cat" }}'),
			...parameters,
		},
		more,
	);

const hintsOf = ({ run: { data } }: WorkflowRun) =>
	(data.resultData.runData.Encord?.at(-1)?.hints ?? []).map(({ message }) => message);
const LEFT_LATE =
	'1 task left the stage after labels or a priority had been written for it, and was not moved from there.';

const some = async (count: number) => (await taskItems(sandbox, 'Many')).slice(0, count);

const moveAway = async (dataHash: unknown, stage = 'Complete') =>
	await sandbox.control('POST', 'tasks', { project: 'Many', dataHash, stage });

const stateOf = async (json: IDataObject) => {
	const row = (await sandbox.rows('Many')).find(({ dataHash }) => dataHash === json.dataHash)!;
	const task = (await sandbox.tasks('Many')).find(({ dataHash }) => dataHash === json.dataHash)!;
	return {
		stage: task.stage,
		answers: Object.keys(row.labels?.classification_answers ?? {}).length,
		saves: row.saves.length,
		priority: row.priority,
	};
};

/** A colleague moves the task right before the sandbox runs its n-th call of this name. */
function leavesBefore(call: string, nth: number, dataHash: unknown, title = 'Complete'): void {
	const { host } = sandbox.sandbox;
	const take = host.faults.take.bind(host.faults);
	let seen = 0;
	jest.spyOn(host.faults, 'take').mockImplementation((name, exchange) => {
		if (name === call && ++seen === nth) {
			const project = host.store.projects.all().find((one) => one.title === 'Many')!;
			const stage = project.stages.find((one) => one.title === title)!;
			const task = host.store.tasks.all().find((one) => one.dataHash === dataHash)!;
			host.store.transact(() =>
				moveTask(contextFor(host, 'colleague@example.com'), project, task, stage.uuid),
			);
		}
		return take(name, exchange);
	});
}

afterEach(() => void jest.restoreAllMocks());

describe('Task: Finish', () => {
	it('leaves a task in its stage when a part of the answer is refused, unless the form says otherwise', async () => {
		const [task] = await some(1);
		const parameters = {
			answerMode: 'model',
			modelAnswer: { Animal: 'Cat', Colour: 'maybe red, maybe not' } as never,
		};
		const before = await stateOf(task!.json);
		const failed = await run(finish(parameters), { items: [task!] });
		expect(failed.error()?.message).toMatch(/refused/);
		expect(await stateOf(task!.json)).toEqual(before);

		const saved = await run(finish({ ...parameters, onRefusedAnswer: 'saveRest' }), {
			items: [task!],
		});
		expect(saved.error()).toBeUndefined();
		expect(await stateOf(task!.json)).toMatchObject({ stage: 'Cats', answers: 1 });
	});

	it('finishes 200 tasks with seven requests', async () => {
		const items = await taskItems(sandbox, 'Many');
		await sandbox.requests();
		const result = await run(finish({ setPriority: true, priority: 0.9 }), { items });
		expect(result.error()).toBeUndefined();
		expect(await sandbox.requests()).toEqual({
			'projects.get': 1,
			'labelrowmetadata.GET': 2,
			'labelrow.PUT': 1,
			'labelrow.POST': 1,
			'priorities.set': 1,
			'tasks.actions': 1,
		});
		expect(result.json('Encord')).toHaveLength(MANY);
		expect(result.json('Encord')[0]).toMatchObject({
			taskUuid: items[0]!.json.taskUuid,
			dataHash: items[0]!.json.dataHash,
			stageUuid: items[0]!.json.stageUuid,
			stageTitle: 'Agent 1',
			pathway: 'Cat',
			saved: true,
			added: 1,
			priority: 0.9,
			moved: true,
			alreadyMoved: false,
		});
		for (const { json } of items.slice(0, 3))
			expect(await stateOf(json)).toEqual({ stage: 'Cats', answers: 1, saves: 1, priority: 0.9 });
		expect((await sandbox.tasks('Many')).every(({ stage }) => stage === 'Cats')).toBe(true);
	});

	it('places detections as Object: Add Many does', async () => {
		const items = await some(2);
		const result = await run(
			finish({
				labels: 'detections',
				detections: '={{ [{ class: "Pet", box: [1, 1, 5, 4] }] }}',
				format: 'xyxy',
				scale: 'pixels',
			}),
			{ items },
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{ added: 1, detections: 1, moved: true },
			{ added: 1, detections: 1, moved: true },
		]);
		const row = (await sandbox.rows('Many')).find(
			({ dataHash }) => dataHash === items[0]!.json.dataHash,
		)!;
		expect(Object.keys(row.labels!.object_answers)).toHaveLength(1);
	});

	it('reads what a model answered, and says what it refused', async () => {
		const [item] = await some(1);
		const result = await run(
			finish({
				answerMode: 'model',
				modelAnswer: '{"Animal": "a dog", "Legs": "many"}',
				onRefusedAnswer: 'saveRest',
			}),
			{ items: [item!] },
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')[0]).toMatchObject({
			moved: true,
			answers: [{ outcome: 'repaired' }, { outcome: 'refused' }],
		});
	});

	it('writes nothing for a task that has left the stage, and reports it on Other', async () => {
		const items = await some(3);
		await moveAway(items[1]!.json.dataHash);
		await sandbox.requests();
		const result = await run(finish(), { items });
		expect(result.error()).toBeUndefined();
		expect(
			result.json('Encord').map(({ saved, moved, alreadyMoved }) => [saved, moved, alreadyMoved]),
		).toEqual([
			[true, true, false],
			[false, false, true],
			[true, true, false],
		]);
		expect(await stateOf(items[1]!.json)).toMatchObject({
			stage: 'Complete',
			answers: 0,
			saves: 0,
		});
		// The task that had left takes no part in the move, so Encord refuses nothing.
		expect((await sandbox.requests())['tasks.actions']).toBe(1);
	});

	it.each(['reapply', 'overwrite', 'refuse'])(
		'saves nothing for a task that leaves between reading and saving: %s',
		async (onConflict) => {
			const items = await some(3);
			leavesBefore('labelrowmetadata.GET', 2, items[1]!.json.dataHash);
			const result = await run(finish({ options: { onConflict } }), { items });
			expect(result.error()).toBeUndefined();
			expect(result.json('Encord').map(({ saved, alreadyMoved }) => [saved, alreadyMoved])).toEqual(
				[
					[true, false],
					[false, true],
					[true, false],
				],
			);
			expect(await stateOf(items[1]!.json)).toMatchObject({
				stage: 'Complete',
				answers: 0,
				saves: 0,
			});
		},
	);

	it('says so when the task leaves between saving and moving', async () => {
		const items = await some(2);
		leavesBefore('tasks.actions', 1, items[1]!.json.dataHash);
		const result = await run(finish(), { items });
		expect(result.json('Encord')).toMatchObject([
			{ saved: true, moved: true },
			{ saved: true, moved: false, alreadyMoved: true },
		]);
		expect(hintsOf(result)).toEqual([LEFT_LATE]);
	});

	it('does not say that nothing was done when only the priority was written', async () => {
		const items = await some(2);
		expect((await run(finish(), { items })).error()).toBeUndefined();
		for (const { json } of items) await moveAway(json.dataHash, 'Agent 1');
		leavesBefore('tasks.actions', 1, items[1]!.json.dataHash);
		const result = await run(finish({ setPriority: '={{ $itemIndex === 1 }}', priority: 0.9 }), {
			items,
		});
		expect(result.json('Encord')).toMatchObject([
			{ saved: false, moved: true },
			{ saved: false, moved: false, alreadyMoved: true, priority: 0.9 },
		]);
		expect(hintsOf(result)).toEqual([LEFT_LATE]);
	});

	it('says what an earlier try saved when the task has left before the next one', async () => {
		const [item] = await some(1);
		await sandbox.control('POST', 'faults', {
			match: { call: 'tasks.actions' },
			then: { status: 403, body: { message: 'Not now' } },
		});
		// The first try lists the rows twice.
		leavesBefore('labelrowmetadata.GET', 3, item!.json.dataHash);
		const result = await run(finish({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			items: [item!],
		});
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{
				saved: true,
				added: 1,
				moved: false,
				alreadyMoved: true,
				summary:
					'Added Animal: Cat on frame 0; already moved: "many-000.png" is no longer in "Agent 1"',
			},
		]);
		expect(hintsOf(result)).toEqual([LEFT_LATE]);
	});

	it('saves nothing when an item of another project names a pathway that does not exist', async () => {
		const [item] = await some(1);
		const [other] = await taskItems(sandbox, 'Conformance');
		const before = await stateOf(item!.json);
		const items = [item!, other!];
		const failed = await run(finish(), { items });
		expect(failed.error()?.message).toContain('has no pathway "Cat"');
		expect(await stateOf(item!.json)).toEqual(before);
		const apart = await run(finish({}, { onError: 'continueErrorOutput' }), { items });
		expect(apart.json('Encord')).toMatchObject([{ moved: true }]);
		expect(apart.json('Encord', 1)).toHaveLength(1);
	});

	it('saves nothing when the labels of an item of another project are refused', async () => {
		const [item] = await some(1);
		const [other] = await taskItems(sandbox, 'Conformance');
		const { title } = sandbox.project('Conformance').agentStages[0]!.pathways[0]!;
		Object.assign(other!.json, { pathway: title, answers: { Animal: 'Cow' } });
		const before = await stateOf(item!.json);
		const items = [item!, other!];
		expect((await run(finish(), { items })).error()?.message).toContain('Animal');
		expect(await stateOf(item!.json)).toEqual(before);
		const apart = await run(finish({}, { onError: 'continueErrorOutput' }), { items });
		expect(apart.json('Encord')).toMatchObject([{ moved: true }]);
		expect(apart.json('Encord', 1)).toMatchObject([{ error: expect.stringContaining('Animal') }]);
	});

	it('refuses items of one task that are saved in different ways', async () => {
		const [item] = await some(1);
		const result = await run(
			finish(
				{ options: { dryRun: '={{ $itemIndex === 1 }}' } },
				{ onError: 'continueErrorOutput' },
			),
			{ items: [item!, item!] },
		);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			'Another item of the same task failed, so the task was not moved',
			expect.stringContaining('have different options'),
		]);
		expect(await stateOf(item!.json)).toMatchObject({ stage: 'Agent 1' });
	});

	it('moves no task that two items give different priorities', async () => {
		const [item] = await some(1);
		const before = await stateOf(item!.json);
		const result = await run(
			finish(
				{ setPriority: true, priority: '={{ [0.2, 0.8][$itemIndex] }}' },
				{ onError: 'continueErrorOutput' },
			),
			{ items: [item!, item!] },
		);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			'Another item of the same task failed, so the task was not moved',
			expect.stringMatching(/^Two items give .+ different priorities: 0.2 and 0.8/),
		]);
		expect(await stateOf(item!.json)).toMatchObject({
			stage: 'Agent 1',
			priority: before.priority,
		});
	});

	it('moves no task whose labels were refused, and leaves the others alone', async () => {
		const items = await some(3);
		items[1]!.json.answers = { Animal: 'Bird' };
		const result = await run(finish({}, { onError: 'continueErrorOutput' }), { items });
		expect(result.json('Encord').map(({ moved }) => moved)).toEqual([true, true]);
		expect(result.json('Encord', 1)[0]!.error).toContain('Bird');
		expect(await stateOf(items[1]!.json)).toMatchObject({ stage: 'Agent 1', answers: 0 });
	});

	it('moves no task whose labels Encord refused to save', async () => {
		const items = await some(2);
		await sandbox.control('POST', 'faults', {
			match: { call: 'labelrow.POST' },
			then: { status: 403, body: { message: 'Not now' } },
			times: 1,
		});
		const result = await run(finish({}, { onError: 'continueRegularOutput' }), { items });
		expect(result.json('Encord').every(({ error }) => error !== undefined)).toBe(true);
		for (const { json } of items)
			expect(await stateOf(json)).toMatchObject({ stage: 'Agent 1', answers: 0 });
	});

	it('refuses the task of another data unit, and a task that Encord does not know', async () => {
		const items = await some(3);
		items[0]!.json.taskUuid = items[2]!.json.taskUuid;
		items[1]!.json.taskUuid = '00000000-0000-4000-8000-00000000dead';
		const result = await run(finish({}, { onError: 'continueRegularOutput' }), {
			items: items.slice(0, 2),
		});
		expect(result.json('Encord').map(({ error }) => error)).toEqual([
			expect.stringContaining('is not the task of the data unit "many-000.png"'),
			expect.stringContaining('is not the task of the data unit "many-001.png"'),
		]);
		for (const { json } of items)
			expect(await stateOf(json)).toMatchObject({ stage: 'Agent 1', answers: 0 });
	});

	it('merges the labels of several items of one task, and moves it only when all are saved', async () => {
		const [first, second] = await some(2);
		const items = [
			{ json: { ...first!.json, answers: { Animal: 'Cat' } } },
			{ json: { ...first!.json, answers: { Remark: 'Two' } } },
			{ json: { ...second!.json, answers: { Animal: 'Cat' } } },
			{ json: { ...second!.json, answers: { Animal: 'Bird' } } },
		];
		const result = await run(finish({}, { onError: 'continueErrorOutput' }), { items });
		expect(result.json('Encord').map(({ moved }) => moved)).toEqual([true, true]);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			'Another item of the same task failed, so the task was not moved',
			expect.stringContaining('Bird'),
		]);
		expect(await stateOf(first!.json)).toMatchObject({ stage: 'Cats', answers: 2, saves: 1 });
		expect(await stateOf(second!.json)).toMatchObject({ stage: 'Agent 1', answers: 1 });
	});

	it('gives each pathway its output, and those that had left to Other', async () => {
		const items = await some(3);
		items[1]!.json.pathway = 'Dog';
		await moveAway(items[2]!.json.dataHash);
		const { pathways } = sandbox.project('Many').agentStages[0]!;
		const pathwayOutputs = pathways
			.filter(({ title }) => title !== 'Other')
			.map(({ uuid, title }) => `${uuid}|${title}`);
		const result = await run(finish({ onePerPathway: true, pathwayOutputs }), { items });
		expect(result.error()).toBeUndefined();
		expect([0, 1, 2].map((output) => result.json('Encord', output)[0]?.taskUuid)).toEqual(
			items.map(({ json }) => json.taskUuid),
		);
	});

	it('says under Dry Run what would be saved and where the task would go', async () => {
		const items = await some(2);
		await sandbox.requests();
		const result = await run(
			finish({ setPriority: true, priority: 0.1, options: { dryRun: true } }),
			{ items },
		);
		expect(result.json('Encord')).toMatchObject([
			{ dryRun: true, saved: false, added: 1, pathway: 'Cat', priority: 0.1, moved: false },
			{ dryRun: true, saved: false, added: 1, pathway: 'Cat', priority: 0.1, moved: false },
		]);
		expect(await sandbox.requests()).toEqual({ 'projects.get': 1, 'labelrowmetadata.GET': 1 });
	});

	it('says would of items whose task would stay because of another item', async () => {
		const [item] = await some(1);
		const items = ['Cat', 'Bird'].map((Animal) => ({
			json: { ...item!.json, answers: { Animal } },
		}));
		const said = async (dryRun: boolean) => {
			const result = await run(
				finish({ options: { dryRun } }, { onError: 'continueErrorOutput' }),
				{ items },
			);
			const { message, description } = result.items('Encord', 1)[0]!.error!;
			return [message, description];
		};
		expect(await said(true)).toEqual([
			'Another item of the same task fails, so the task would not be moved',
			'The labels of this item would be saved. Correct the other item before you turn Dry Run off.',
		]);
		expect(await said(false)).toEqual([
			'Another item of the same task failed, so the task was not moved',
			'The labels of this item are saved. Correct the other item and run the workflow again.',
		]);
		expect((await said(false))[1]).toMatch(/^This item changed no label\./);
	});

	it('marks a dry run of a task that has left', async () => {
		const items = await some(1);
		await moveAway(items[0]!.json.dataHash);
		const result = await run(finish({ options: { dryRun: true } }), { items });
		expect(result.json('Encord')).toMatchObject([{ dryRun: true, alreadyMoved: true }]);
		expect(hintsOf(result)).toEqual(['1 task was already moved; nothing was done for it.']);
	});

	it('leaves a task in place when its priority is refused', async () => {
		const items = await some(1);
		await sandbox.control('POST', 'faults', {
			match: { call: 'priorities.set' },
			then: { status: 400, body: { message: 'No' } },
		});
		const result = await run(
			finish({ setPriority: true, priority: 0.1 }, { onError: 'continueRegularOutput' }),
			{ items },
		);
		expect(result.json('Encord')[0]!.error).toBe('Encord refused setting priorities: No');
		expect(await stateOf(items[0]!.json)).toMatchObject({ stage: 'Agent 1', answers: 1 });
	});
});
