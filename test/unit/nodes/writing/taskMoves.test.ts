/** Whether a task is still in its stage, and what becomes of tasks that are moved. */
import { describe, expect, it, jest } from '@jest/globals';
import type { EncordClient } from '../../../../src/encord/client';
import type { PathwayMove } from '../../../../src/encord/calls/stageMoves';
import { stagePlace, tasksInWork } from '../../../../nodes/shared/n8n/tasksInWork';
import { refusalOf, TaskHasLeft } from '../../../../nodes/shared/writing/taskHasLeft';
import {
	lookForMoves,
	moveJson,
	moveTasks,
	outputOf,
	taskName,
} from '../../../../nodes/shared/writing/taskMoves';
import { fakeClient, id } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';

const UNIT = id(31);
const project = petsProject();
const [agent] = project.workflow!.stages;
const [cat, dog] = agent!.pathways!;

describe('whether a task is still in its stage', () => {
	const about = (row: object, task: object = {}) =>
		refusalOf(
			{
				task: { taskUuid: id(33), ...task },
				unit: { projectHash: id(1), dataHash: UNIT },
			},
			agent!,
			labelRow(row),
		);

	it.each<[string, object, object]>([
		['the row names it, in any case', { task_uuid: id(33).toUpperCase() }, {}],
		['the row names no task, and the item is of this one', { task_uuid: null }, { dataHash: UNIT }],
		[
			'the stage is written in any case',
			{ workflow_graph_node: { uuid: id(10).toUpperCase(), title: '' } },
			{},
		],
	])('is so where %s', (_what, row, task) => expect(about(row, task)).toBeUndefined());

	it.each<[string, object, object, string]>([
		[
			'another task',
			{ task_uuid: id(34) },
			{ dataHash: UNIT },
			'is not the task of the data unit "cat_01.jpg"',
		],
		[
			'a task of another file',
			{ task_uuid: null },
			{ dataHash: id(32) },
			'is not the task of the data unit',
		],
		['a task of no known file', { task_uuid: null }, {}, 'is not the task of the data unit'],
		[
			'no stage',
			{ workflow_graph_node: null },
			{},
			'Encord does not say in which stage the data unit "cat_01.jpg" is',
		],
	])('is refused for %s', (_what, row, task, message) => {
		const error = about(row, task);
		expect(error).not.toBeInstanceOf(TaskHasLeft);
		expect(error!.message).toContain(message);
	});

	it('is not so in another stage', () =>
		expect(about({ workflow_graph_node: { uuid: id(20), title: '' } })).toBeInstanceOf(
			TaskHasLeft,
		));
});

describe('a move', () => {
	const task = (number: number, more: object = {}) => ({ taskUuid: id(number), ...more });
	const along = (number: number, target = cat!) => ({ task: task(number), target });
	const encord = (methods: Partial<EncordClient>) =>
		fakeClient({ apiUrl: 'https://moves.example', ...methods } as Partial<EncordClient>);

	it('is sent once for each task, and the trigger may hand the task out again', async () => {
		const { client, calls } = encord({
			proceedTasks: async (_project, _stage, moves: PathwayMove[]) =>
				moves.map(({ taskUuid }) =>
					taskUuid === id(2)
						? { status: 'failed' as const, error: new Error('no') }
						: { status: 'moved' as const },
				),
		});
		const place = stagePlace(client, id(1), agent!.uuid);
		const release = jest.spyOn(tasksInWork, 'release');
		const moves = await moveTasks(client, id(1), agent!, [
			along(1),
			along(2, dog!),
			along(1, dog!),
		]);
		expect([...moves]).toEqual([
			[id(1), { status: 'moved' }],
			[id(2), { status: 'failed', error: new Error('no') }],
		]);
		expect(calls).toEqual([
			[
				'proceedTasks',
				id(1),
				agent!.uuid,
				[
					{ taskUuid: id(1), pathway: { uuid: id(11) } },
					{ taskUuid: id(2), pathway: { uuid: id(12) } },
				],
			],
		]);
		expect(release.mock.calls).toEqual([[place, [id(1)]]]);
		release.mockRestore();
	});

	it('of no task sends nothing', async () => {
		const { client, calls } = encord({});
		expect((await moveTasks(client, id(1), agent!, [])).size).toBe(0);
		expect((await lookForMoves(client, id(1), agent!, [])).size).toBe(0);
		expect(calls).toEqual([]);
	});

	it('can be looked for without sending it', async () => {
		const { client, calls } = encord({
			lookForTasks: async () => ['inStage', 'elsewhere', 'unknown'] as never,
		});
		const asked = [1, 2, 3, 1].map((number) => ({ task: task(number) }));
		const moves = await lookForMoves(client, id(1), agent!, asked);
		expect([...moves]).toEqual([
			[id(1), { status: 'moved' }],
			[id(2), { status: 'alreadyMoved' }],
			[id(3), { status: 'failed', error: expect.objectContaining({}) }],
		]);
		expect((moves.get(id(3)) as { error: Error }).error.message).toContain(id(3));
		expect(calls).toEqual([['lookForTasks', id(1), agent!.uuid, [task(1), task(2), task(3)]]]);
	});

	const titled = task(1, { dataHash: UNIT, dataTitle: 'a.jpg' });
	it.each([
		[titled, cat!, { status: 'moved' }, 'Sent "a.jpg" along "Cat" to "Review cats"', true],
		[titled, dog!, { status: 'moved' }, 'Sent "a.jpg" along "Dog"', true],
		[
			task(1),
			dog!,
			{ status: 'moved', dryRun: true },
			`Would send the task ${id(1)} along "Dog"`,
			false,
		],
		[
			task(1),
			cat!,
			{ status: 'alreadyMoved' },
			`Already moved: the task ${id(1)} is no longer in "Agent 1"`,
			false,
		],
	] as const)('%j along %j that is %j reads: %s', (moved, target, report, summary, isMoved) => {
		const json = moveJson(project, agent!, { task: moved, target }, report);
		const dryRun = 'dryRun' in report;
		expect(json).toEqual({
			summary,
			...('dataTitle' in moved ? { dataTitle: 'a.jpg', dataHash: UNIT } : {}),
			stageTitle: 'Agent 1',
			pathway: target.title,
			destinationTitle: target === cat ? 'Review cats' : null,
			...(dryRun ? { dryRun } : {}),
			moved: isMoved,
			alreadyMoved: report.status === 'alreadyMoved',
			projectHash: id(1),
			taskUuid: id(1),
			stageUuid: id(10),
			pathwayUuid: target.uuid,
			destinationUuid: target.destinationUuid,
		});
	});

	it.each([
		[[id(11), id(12)], undefined, 0],
		[[id(12), id(11)], 'moved', 1],
		[[id(12)], 'moved', 1],
		[[], undefined, 0],
		[[id(11), id(12)], 'alreadyMoved', 2],
	] as const)('with the outputs %j that is %j leaves by output %i', (outputs, status, place) =>
		expect(outputOf(cat!, [...outputs], status)).toBe(place),
	);

	it('names the task by the title of its file, or else by its ID', () => {
		expect(taskName(titled)).toBe('"a.jpg"');
		expect(taskName(task(1))).toBe(`the task ${id(1)}`);
	});
});
