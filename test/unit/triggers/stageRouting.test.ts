import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IRun } from 'n8n-workflow';
import { outputsExpression } from '../../../nodes/EncordAgentStageTrigger/outputs';
import { HeldTasks } from '../../../src/agents/heldTasks';
import { CAT, DOG, FakeStage, poll, titles, value, type FakeN8n } from './fakeStage';

const rule = (pathway: string, text: string, more: IDataObject = {}) => ({
	field: 'title',
	operator: 'contains',
	value: text,
	pathway,
	...more,
});
const routed = (rules: IDataObject[], more: IDataObject = {}) => ({
	output: 'pathways',
	pathways: [value(CAT), value(DOG)],
	rules: { rule: rules },
	otherwise: 'leave',
	...more,
});
const byTitle = [rule(value(CAT), 'cat'), rule(value(DOG), 'dog')];

/** The outputs as n8n works them out: from the text of the expression alone. */
const code = /^=\{\{ (.*) \}\}$/s.exec(String(outputsExpression))?.[1] ?? '';
const outputsFor = new Function('$parameter', `return ${code}`) as (
	parameters: unknown,
) => Array<{ displayName?: string }>;

describe('outputs of the agent stage trigger', () => {
	it.each<[IDataObject, Array<string | undefined>]>([
		[{ output: 'single' }, [undefined]],
		[{}, [undefined]],
		[routed([]), ['Cat', 'Dog', 'Left in Stage']],
		[routed([], { otherwise: undefined }), ['Cat', 'Dog', 'Left in Stage']],
		[routed([], { otherwise: value(CAT) }), ['Cat', 'Dog']],
		[routed([], { pathways: [value(DOG), value(CAT)], otherwise: value(CAT) }), ['Dog', 'Cat']],
		[
			routed([], { pathways: `${value(DOG)}, ${CAT.uuid}`, otherwise: value(CAT) }),
			['Dog', CAT.uuid],
		],
		[routed([], { pathways: '={{ $json.x }}', otherwise: value(CAT) }), [undefined]],
		[routed([], { pathways: ['x|a|b'], otherwise: value(CAT) }), ['a|b']],
		[routed([], { pathways: [] }), ['Left in Stage']],
		[routed([], { pathways: undefined, otherwise: value(CAT) }), [undefined]],
	])('for %j are %j', (parameters, names) => {
		expect(outputsFor(parameters).map(({ displayName }) => displayName)).toEqual(names);
	});

	it('are computed by source text without outer variables', () => {
		expect(outputsFor(routed([]))).toEqual([
			{ type: 'main', displayName: 'Cat' },
			{ type: 'main', displayName: 'Dog' },
			{ type: 'main', displayName: 'Left in Stage' },
		]);
		expect(code).not.toContain('}}');
	});
});

describe('routing by the trigger', () => {
	it('moves each task along the pathway of the first fitting rule and hands it out there', async () => {
		const stage = new FakeStage();
		const [cat, dog] = [stage.add('cat and dog'), stage.add('dog')];
		stage.add('bird');
		const outputs = await poll({ stage, parameters: routed(byTitle) });
		expect(titles(outputs)).toEqual([['cat and dog'], ['dog'], ['bird']]);
		expect(stage.moves).toEqual([`${cat} ${CAT.uuid}`, `${dog} ${DOG.uuid}`]);
		expect(outputs?.[0]?.[0]?.json).toMatchObject({
			moved: true,
			pathway: { uuid: CAT.uuid, name: 'Cat' },
			leasedUntil: null,
		});
		expect(outputs?.[2]?.[0]?.json).toMatchObject({
			moved: false,
			pathway: null,
			leasedUntil: expect.any(String),
		});
		expect(stage.requests.map(({ call }) => call)).toEqual(['project', 'tasks', 'proceed']);
	});

	it('leases the tasks that stay', async () => {
		const stage = new FakeStage();
		stage.add('bird');
		const staticData: IDataObject = {};
		expect(titles(await poll({ stage, staticData, parameters: routed(byTitle) }))).toEqual([
			[],
			[],
			['bird'],
		]);
		expect(await poll({ stage, staticData, parameters: routed(byTitle) })).toBeNull();
	});

	it('moves tasks that match no rule along the pathway of Otherwise', async () => {
		const stage = new FakeStage();
		stage.add('bird');
		expect(
			titles(await poll({ stage, parameters: routed([], { otherwise: value(DOG) }) })),
		).toEqual([[], ['bird']]);
		expect(stage.tasks).toEqual([]);
	});

	it('reads label rows with one listing, and only when a rule needs them', async () => {
		const stage = new FakeStage();
		stage.add('a', { priority: 0.9 });
		stage.add('b', { priority: 0 });
		const rules = [rule(value(CAT), '0.5', { field: 'priority', operator: 'greater' })];
		expect(titles(await poll({ stage, parameters: routed(rules) }))).toEqual([['a'], [], ['b']]);
		expect(stage.requests.filter(({ call }) => call === 'rows')).toEqual([
			{ call: 'rows', argument: expect.objectContaining({ includeClientMetadata: false }) },
		]);
	});

	it('reads client metadata when a rule needs it', async () => {
		const stage = new FakeStage();
		stage.add('a', { client_metadata: { camera: { side: 'left' } } });
		const rules = [
			rule(value(DOG), 'LEFT', {
				field: 'metadata',
				metadataKey: 'camera.side',
				operator: 'equals',
			}),
		];
		expect(titles(await poll({ stage, parameters: routed(rules) }))).toEqual([[], ['a'], []]);
	});

	it('does not hand out a task that somebody else moved meanwhile', async () => {
		const stage = new FakeStage();
		const stale = stage.add('cat 1');
		stage.add('cat 2');
		stage.beforeMove = ({ taskUuid }) => {
			if (taskUuid === stale) stage.leave(stale);
		};
		expect(titles(await poll({ stage, parameters: routed(byTitle) }))).toEqual([['cat 2'], [], []]);
	});

	it('tries a task again that could not be moved, and reports it', async () => {
		const stage = new FakeStage();
		const broken = stage.add('cat 1');
		stage.add('cat 2');
		const [staticData, warnings]: [IDataObject, string[]] = [{}, []];
		stage.beforeMove = ({ taskUuid }) =>
			taskUuid === broken ? { status: 'failed', error: new Error('not allowed') } : undefined;
		expect(
			titles(await poll({ stage, staticData, warnings, parameters: routed(byTitle) })),
		).toEqual([['cat 2'], [], []]);
		expect(warnings).toEqual([expect.stringContaining('tasks not moved: 1. not allowed')]);
		await expect(poll({ stage, staticData, parameters: routed(byTitle) })).rejects.toThrow(
			'not allowed',
		);
		stage.beforeMove = () => undefined;
		const outputs = await poll({ stage, staticData, parameters: routed(byTitle) });
		expect(outputs?.[0]?.map(({ json }) => [json.dataTitle, json.attempt])).toEqual([['cat 1', 2]]);
	});

	it('tries again at once when Encord did not answer the move', async () => {
		const stage = new FakeStage();
		stage.add('cat');
		const staticData: IDataObject = {};
		stage.beforeMove = () => {
			throw new Error('no answer');
		};
		await expect(poll({ stage, staticData, parameters: routed(byTitle) })).rejects.toThrow(
			'no answer',
		);
		stage.beforeMove = () => undefined;
		expect(titles(await poll({ stage, staticData, parameters: routed(byTitle) }))).toEqual([
			['cat'],
			[],
			[],
		]);
	});

	it('moves nothing in a manual run', async () => {
		const stage = new FakeStage();
		stage.add('cat');
		const outputs = await poll({ stage, mode: 'manual', parameters: routed(byTitle) });
		expect(outputs?.[0]?.[0]?.json).toMatchObject({
			dataTitle: 'cat',
			moved: false,
			pathway: { name: 'Cat' },
		});
		expect(stage.moves).toEqual([]);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'a pathway of another stage in a rule',
			routed([rule('gone|Gone', 'x')]),
			/Rule 1: its pathway is not one of this stage/,
		],
		[
			'a pathway without output',
			routed([rule(value(DOG), 'x')], { pathways: [value(CAT)] }),
			/"Dog" has no output/,
		],
		[
			'a default pathway without output',
			routed([], { pathways: [value(CAT)], otherwise: value(DOG) }),
			/"Dog" has no output/,
		],
		['a vanished output', routed([], { pathways: ['gone|Gone'] }), /choose the pathways again/],
		['a vanished default', routed([], { otherwise: 'gone|Gone' }), /choose the pathways again/],
		[
			'a bad number',
			routed([rule(value(CAT), 'high', { field: 'priority', operator: 'less' })]),
			/Rule 1: "less" compares numbers/,
		],
	])('refuses %s before it moves anything', async (_name, parameters, advice) => {
		const stage = new FakeStage();
		stage.add('cat');
		await expect(poll({ stage, parameters })).rejects.toMatchObject({
			advice: expect.stringMatching(advice),
		});
		expect(stage.moves).toEqual([]);
	});
});

describe('rules that move tasks after the workflow', () => {
	const parameters = {
		output: 'pathways',
		pathways: [value(CAT), value(DOG)],
		rules: {
			rule: [{ field: 'title', operator: 'contains', value: 'cat', pathway: value(CAT) }],
		},
		otherwise: value(DOG),
	};
	const settled = async () => {
		for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
	};

	/** Polls and keeps the executions that it starts. */
	async function started(stage: FakeStage, more: IDataObject = {}, staticData: IDataObject = {}) {
		const runs: Array<{ outputs: unknown; end: (status: string) => Promise<void> }> = [];
		const emit: FakeN8n['emit'] = (outputs, _response, done) =>
			runs.push({
				outputs: titles(outputs),
				end: async (status) => {
					done?.resolve({ status, data: { resultData: {} } } as IRun);
					await settled();
				},
			});
		const options = { stage, parameters: { ...parameters, ...more }, typeVersion: 2, staticData };
		const log: string[] = [];
		const warnings: string[] = [];
		expect(await poll({ ...options, emit, log, warnings })).toBeNull();
		return { runs, log, warnings };
	}

	it('leaves them in the stage until it has succeeded', async () => {
		const stage = new FakeStage();
		const [cat, dog] = [stage.add('cat'), stage.add('dog')];
		const { runs, log } = await started(stage);
		expect(runs.map(({ outputs }) => outputs)).toEqual([[['cat'], ['dog']]]);
		expect(stage.moves).toEqual([]);
		await runs[0]?.end('success');
		expect(stage.moves).toEqual([`${cat} ${CAT.uuid}`, `${dog} ${DOG.uuid}`]);
		expect(log.at(-1)).toContain('after the workflow moved 2, already moved 0, failed 0');
	});

	it.each(['error', 'crashed', 'canceled'])('leaves them when it ends with %s', async (status) => {
		const stage = new FakeStage();
		stage.add('cat');
		const staticData: IDataObject = {};
		await (await started(stage, {}, staticData)).runs[0]?.end(status);
		expect(stage.moves).toEqual([]);
		expect((await started(stage, {}, staticData)).runs).toEqual([]);
	});

	it('loses no item when n8n dies at any moment before the move', async () => {
		const stage = new FakeStage();
		stage.add('cat');
		await started(stage);
		// A restart without the leases.
		stage.inWork = new HeldTasks();
		const { runs } = await started(stage);
		expect(runs.map(({ outputs }) => outputs)).toEqual([[['cat'], []]]);
	});

	it('moves those of one execution per task together, and reports what could not be moved', async () => {
		const stage = new FakeStage();
		for (let index = 0; index < 5; index++) stage.add(`cat-${index}`);
		const [locked, gone] = stage.tasks.slice(3).map(({ uuid }) => uuid);
		stage.beforeMove = ({ taskUuid }) =>
			taskUuid === locked
				? { status: 'failed', error: new Error('The stage is locked') }
				: undefined;
		const { runs, warnings } = await started(stage, { options: { separate: true } });
		expect(runs).toHaveLength(5);
		stage.leave(gone!);
		stage.requests.splice(0);
		await Promise.all(runs.map(async ({ end }) => await end('success')));
		expect(stage.moves).toHaveLength(3);
		expect(warnings).toEqual([
			'Encord Agent Stage Trigger: tasks not moved: 1. The stage is locked',
		]);
		expect(stage.requests.filter(({ call }) => call === 'proceed').length).toBeLessThan(5);
	});

	it('is a choice that old workflows have not made', async () => {
		const stage = new FakeStage();
		stage.add('cat');
		expect(titles(await poll({ stage, parameters }))).toEqual([['cat'], []]);
		expect(stage.moves).toHaveLength(1);
		stage.add('cat');
		expect(
			titles(
				await poll({ stage, typeVersion: 2, parameters: { ...parameters, moveWhen: 'first' } }),
			),
		).toEqual([['cat'], []]);
		expect(stage.moves).toHaveLength(2);
	});
});
