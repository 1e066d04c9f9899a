/** Task: Finish: labels, priority and the move, and what the output says of each. */
import { describe, expect, it } from '@jest/globals';
import { finishTask } from '../../../../nodes/Encord/operations/task/finish';
import { ServerError } from '../../../../src/encord/wire/errors';
import type { MoveOutcome } from '../../../../src/encord/calls/stageMoves';
import { id } from '../fakeN8n';
import { answered, detections, titles, UNIT, world } from './world';

const finish = (more: object = {}) => ({
	stage: id(10),
	task: id(33),
	pathway: 'Cat',
	...answered({ Weather: 'Rain' }),
	...more,
});
const priority = (value: unknown) => ({ setPriority: true, priority: value });
const given = (index: number, more: object) => ({
	project: id(1),
	dataUnit: UNIT,
	...finish(),
	...more,
	...{ index },
});

/** Priorities that were sent. */
function priorities(error?: Error) {
	const sent: unknown[] = [];
	const setPriorities = async (_project: string, some: unknown[]) => {
		sent.push(...some);
		return some.map(() =>
			error ? { ok: false as const, error } : { ok: true as const, value: undefined },
		);
	};
	return { sent, setPriorities };
}

describe('the output of a task that was finished', () => {
	it('says what was saved and where the task went', async () => {
		const { run } = world();
		const { json } = await run(finishTask, finish());
		expect(json).toMatchObject([
			{
				summary: 'Added Weather: Rain on frames 0–99; sent "asset" along "Cat" to "Review cats"',
				dataTitle: 'asset',
				labelHash: id(30),
				saved: true,
				added: 1,
				changed: 0,
				removed: 0,
				moved: true,
				alreadyMoved: false,
				stageTitle: 'Agent 1',
				pathway: 'Cat',
				destinationTitle: 'Review cats',
				taskUuid: id(33),
				pathwayUuid: id(11),
			},
		]);
		expect(json[0]).not.toHaveProperty('priority');
	});

	it('says which priority was set before the move', async () => {
		const { sent, setPriorities } = priorities();
		const { run, moves } = world({ methods: { setPriorities } });
		const { json } = await run(finishTask, finish(priority(0)));
		expect(json).toMatchObject([
			{
				priority: 0,
				moved: true,
				summary: expect.stringMatching(/^Added .*; set the priority to 0; sent "asset" along/),
			},
		]);
		expect(sent).toEqual([{ dataHash: UNIT, priority: 0 }]);
		expect(moves).toHaveLength(1);
	});

	it('says in a dry run what would be', async () => {
		const { sent, setPriorities } = priorities();
		const { run, moves, encord } = world({ methods: { setPriorities } });
		const { json } = await run(
			finishTask,
			finish({ ...priority(0.25), options: { dryRun: true } }),
		);
		expect(json).toMatchObject([
			{
				dryRun: true,
				saved: false,
				moved: false,
				priority: 0.25,
				summary: expect.stringMatching(
					/^Would add .*; would set the priority to 0\.25; would send "asset" along "Cat"/,
				),
			},
		]);
		expect([sent, moves]).toEqual([[], []]);
		expect(encord.requests).not.toContain('save');
	});

	it('leaves by the output of its pathway, or by Other', async () => {
		for (const [pathway, output] of [
			['Cat', 1],
			['Dog', 0],
		] as const) {
			const { run } = world();
			const { outputs } = await run(
				finishTask,
				finish({ pathway, onePerPathway: true, pathwayOutputs: `${id(12)}|Dog, ${id(11)}|Cat` }),
				{ outputs: 3 },
			);
			expect(outputs.map((items) => items.length)).toEqual(
				[0, 1, 2].map((place) => (place === output ? 1 : 0)),
			);
		}
		const { run } = world({ stage: id(20) });
		const { outputs } = await run(
			finishTask,
			finish({ onePerPathway: true, pathwayOutputs: `${id(11)}|Cat` }),
			{ outputs: 2 },
		);
		expect(outputs.map((items) => items.length)).toEqual([0, 1]);
	});

	it('has what became of detections', async () => {
		const { run, saved, moves } = world();
		const { json } = await run(finishTask, finish({ ...detections, labels: 'detections' }));
		expect(json).toMatchObject([{ moved: true, added: 2, detections: 2, faults: [] }]);
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
		expect(moves).toHaveLength(1);
	});

	it('fails for a detection that is refused, unless the form says to save the rest', async () => {
		const some = [...detections.detections, { class: 'Truck', box: [0, 0, 5, 5] }];
		const form = {
			...finish(),
			...{ ...detections, detections: some, labels: 'detections' },
			ignoreUnmatched: false,
		};
		const { run, moves } = world();
		await expect(run(finishTask, form)).rejects.toThrow(/^1 of the detections .* "?Truck/);
		expect(moves).toEqual([]);
		const { json, hints } = await run(finishTask, { ...form, options: { onRefused: 'saveRest' } });
		expect(json).toMatchObject([{ moved: true, added: 2, faults: [{ detection: 3 }] }]);
		expect(hints).toEqual([
			'1 of 3 detections refused. The output lists the reasons under "faults".',
		]);
	});
});

describe('a task stays in its stage', () => {
	it('when its priority cannot be set, and the labels are saved', async () => {
		const { setPriorities } = priorities(new ServerError('Encord is busy.', { status: 500 }));
		const { run, moves, saved } = world({ methods: { setPriorities } });
		await expect(run(finishTask, finish(priority(0.5)))).rejects.toThrow('Encord is busy');
		expect(moves).toEqual([]);
		expect(titles(saved()).classifications).toEqual([{ Weather: 'Rain' }]);
	});

	it('when Encord refuses the move', async () => {
		const error = new ServerError('The pathway is closed.', { status: 500 });
		const { run } = world({
			methods: { proceedTasks: async () => [{ status: 'failed', error }] },
		});
		await expect(run(finishTask, finish())).rejects.toThrow('The pathway is closed');
	});

	it('when two items save its labels differently', async () => {
		const { run, moves } = world();
		const { json } = await run(
			finishTask,
			{},
			{
				items: [{}, {}],
				continueOnFail: true,
				parameters: (index) => given(index, { options: { dryRun: index === 1 } }),
			},
		);
		expect(json).toMatchObject([
			{ error: 'Another item of the same task failed, so the task was not moved' },
			{
				error: `Two items of the task ${id(33)} have different options, such as Dry Run or Agent Name`,
			},
		]);
		expect(moves).toEqual([]);
	});

	it('when two items send it along different pathways', async () => {
		const { run } = world();
		await expect(
			run(
				finishTask,
				{},
				{
					items: [{}, {}],
					parameters: (index) => given(index, { pathway: index === 0 ? 'Cat' : 'Dog' }),
				},
			),
		).rejects.toThrow(
			`Two items send the task ${id(33)} along different pathways: "Cat" and "Dog"`,
		);
	});

	it.each([
		[false, 'The labels of this item are saved.'],
		[true, 'The labels of this item would be saved.'],
	])('when another item of it fails; in a dry run: %j', async (dryRun, advice) => {
		const { run, moves } = world();
		const { outputs } = await run(
			finishTask,
			{},
			{
				items: [{}, {}],
				continueOnFail: true,
				parameters: (index) =>
					given(index, {
						options: { dryRun },
						...answered({ Weather: index === 0 ? 'Rain' : 'Dry' }),
					}),
			},
		);
		expect(outputs[0]![0]!.error).toMatchObject({
			message: dryRun
				? 'Another item of the same task fails, so the task would not be moved'
				: 'Another item of the same task failed, so the task was not moved',
			description: expect.stringContaining(advice),
		});
		expect(outputs[0]![1]!.error!.message).toMatch(/Dry/);
		expect(moves).toEqual([]);
	});
});

describe('a task that somebody moved', () => {
	const moved = (outcome: MoveOutcome) => ({ proceedTasks: async () => [outcome] });

	it('before, gets no labels and no priority', async () => {
		const { sent, setPriorities } = priorities();
		const { run } = world({ stage: id(20), methods: { setPriorities } });
		const { json, hints } = await run(finishTask, finish(priority(0.5)));
		expect(json).toMatchObject([
			{
				summary: 'Already moved: "asset" is no longer in "Agent 1"',
				saved: false,
				added: 0,
				changed: 0,
				removed: 0,
				moved: false,
				alreadyMoved: true,
			},
		]);
		expect(hints).toEqual(['1 task was already moved; nothing was done for it.']);
		expect(sent).toEqual([]);
	});

	it('after its labels were saved, is counted as such', async () => {
		const { run } = world({ methods: moved({ status: 'alreadyMoved' }) });
		const { json, hints } = await run(finishTask, finish());
		expect(json).toMatchObject([{ saved: true, moved: false, alreadyMoved: true }]);
		expect(hints).toEqual([
			'1 task left the stage after labels or a priority had been written for it, and was not moved from there.',
		]);
	});

	it('and that had nothing written for it, is counted as moved already', async () => {
		const { run } = world({ methods: moved({ status: 'alreadyMoved' }) });
		const nothing = finish({ ...detections, detections: [], labels: 'detections' });
		expect((await run(finishTask, nothing)).hints).toEqual([
			'1 task was already moved; nothing was done for it.',
		]);
	});

	it('in an earlier try of the same run, keeps what that try saved', async () => {
		let tries = 0;
		const error = new ServerError('Encord is busy.', { status: 500 });
		const { run, encord } = world({
			methods: {
				proceedTasks: async () => [
					tries++ === 0 ? { status: 'failed', error } : { status: 'moved' },
				],
			},
		});
		const again = { executionId: 'one execution' };
		await expect(run(finishTask, finish(), again)).rejects.toThrow('Encord is busy');
		const { json } = await run(finishTask, finish(), again);
		expect(json).toMatchObject([{ saved: true, added: 1, moved: true }]);
		expect(encord.requests.filter((request) => request === 'save')).toHaveLength(1);
	});
});
