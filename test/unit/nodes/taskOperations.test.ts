import { describe, expect, it } from '@jest/globals';
import type { EncordClient } from '../../../src/encord/client';
import type { PathwayMove } from '../../../src/encord/calls/stageMoves';
import { ServerError } from '../../../src/encord/wire/errors';
import { replyToAgentCall } from '../../../nodes/Encord/operations/agent/reply';
import { getManyTasks } from '../../../nodes/Encord/operations/task/getMany';
import { proceedTask } from '../../../nodes/Encord/operations/task/proceed';
import { setPriority } from '../../../nodes/Encord/operations/task/setPriority';
import { id, runOperation, type FakeRun } from './fakeN8n';
import { labelRow, petsProject } from './fixtures';

const moved = async (_project: string, _stage: string, moves: PathwayMove[]) =>
	moves.map(() => ({ status: 'moved' as const }));
const client: Partial<EncordClient> = {
	getProject: async () => petsProject(),
	proceedTasks: moved,
};
const move = (task: number, pathway: string) => ({
	project: id(1),
	stage: id(10),
	task: id(task),
	pathway,
});

/** The outputs as n8n works them out: from the text alone. */
const outputsFor = new Function('p', `return (${proceedTask.outputs!})(p)`);

describe('Task: Proceed', () => {
	it('moves 200 tasks with two calls, by name or id', async () => {
		const { json, calls } = await runOperation(proceedTask, {
			items: Array.from({ length: 200 }, () => ({})),
			client,
			parameters: (index) => move(1000 + index, index % 2 === 0 ? 'Cat' : id(12)),
		});
		expect(calls.map(([name]) => name)).toEqual(['getProject', 'proceedTasks']);
		expect((calls[1]![3] as PathwayMove[]).slice(0, 2)).toEqual([
			{ taskUuid: id(1000), pathway: { uuid: id(11) } },
			{ taskUuid: id(1001), pathway: { uuid: id(12) } },
		]);
		expect(json[1]).toEqual({
			summary: `Sent the task ${id(1001)} along "Dog"`,
			stageTitle: 'Agent 1',
			pathway: 'Dog',
			destinationTitle: null,
			moved: true,
			alreadyMoved: false,
			projectHash: id(1),
			taskUuid: id(1001),
			stageUuid: id(10),
			pathwayUuid: id(12),
			destinationUuid: id(99),
		});
	});

	it('finds stage and pathway by name, ignoring case and surrounding spaces', async () => {
		const { json } = await runOperation(proceedTask, {
			client,
			parameters: { ...move(5, ' cat'), stage: 'agent 1' },
		});
		expect(json[0]).toMatchObject({ pathway: 'Cat', stageUuid: id(10) });
	});

	it.each([
		[
			'a pathway',
			move(5, 'Bird'),
			'The stage "Agent 1" has no pathway "Bird"',
			'Its pathways: "Cat", "Dog".',
		],
		[
			'a stage',
			{ ...move(5, 'Cat'), stage: 'Review cats' },
			'The project "Pets" has no agent stage "Review cats"',
			'Its agent stages: "Agent 1".',
		],
	])(
		'lists the existing ones when %s is unknown',
		async (_what, parameters, message, description) => {
			await expect(runOperation(proceedTask, { client, parameters })).rejects.toMatchObject({
				message,
				description,
			});
		},
	);

	it('reports tasks that somebody else moved, and fails only those Encord refused', async () => {
		const outcomes = [
			{ status: 'alreadyMoved' as const },
			{ status: 'failed' as const, error: new ServerError('Encord failed.') },
			{ status: 'moved' as const },
		];
		const { json } = await runOperation(proceedTask, {
			items: [{}, {}, {}],
			continueOnFail: true,
			parameters: (index) => move(index + 1, 'Cat'),
			client: { ...client, proceedTasks: async () => outcomes },
		});
		expect(json).toMatchObject([
			{ moved: false, alreadyMoved: true },
			{ error: 'Encord failed.' },
			{ moved: true, alreadyMoved: false },
		]);
	});

	it('moves a task once that several items name, and refuses two different pathways for it', async () => {
		const { json, calls } = await runOperation(proceedTask, {
			items: [{}, {}, {}],
			client,
			continueOnFail: true,
			parameters: (index) => move(7, index === 2 ? 'Dog' : 'Cat'),
		});
		expect(calls[1]![3]).toEqual([{ taskUuid: id(7), pathway: { uuid: id(11) } }]);
		expect(json).toMatchObject([
			{ moved: true },
			{ moved: true },
			{ error: expect.stringContaining('different pathways') },
		]);
	});

	const twoProjects = (index: number) => ({
		...move(index + 1, ['Cat', 'Cat', 'Bird'][index]!),
		project: id(index === 0 ? 1 : 2),
	});
	const anyProject: FakeRun['client'] = {
		...client,
		getProject: async (projectHash) => petsProject({ projectHash }),
	};

	it.each<[string, FakeRun['parameters'], string]>([
		['the pathway in another project', twoProjects, 'has no pathway "Bird"'],
		[
			'the stage in the same project',
			(index) => ({ ...move(index + 1, 'Cat'), stage: ['Agent 1', 'Agent 1', 'Agent 2'][index] }),
			'has no agent stage "Agent 2"',
		],
	])('moves nothing when %s is wrong for a later item', async (_what, parameters, message) => {
		const sent: unknown[] = [];
		const run = runOperation(proceedTask, {
			items: [{}, {}, {}],
			parameters,
			client: {
				...anyProject,
				proceedTasks: async (...args) => (sent.push(args), await moved(...args)),
			},
		});
		await expect(run).rejects.toThrow(message);
		expect(sent).toEqual([]);
	});

	it('fails the item with the wrong pathway alone when the node continues on errors', async () => {
		const { json } = await runOperation(proceedTask, {
			items: [{}, {}, {}],
			parameters: twoProjects,
			client: anyProject,
			continueOnFail: true,
		});
		expect(json).toMatchObject([
			{ moved: true },
			{ moved: true },
			{ error: expect.stringContaining('has no pathway "Bird"') },
		]);
	});

	const split = (...pathwayOutputs: string[]) => ({ onePerPathway: true, pathwayOutputs });
	const three: FakeRun['client'] = {
		...client,
		proceedTasks: async () => [
			{ status: 'moved' },
			{ status: 'moved' },
			{ status: 'alreadyMoved' },
		],
	};

	it.each([
		['values of the list', [`${id(12)}|Dog`, `${id(11)}|Cat`], ['Dog', 'Cat', 'Other']],
		['bare IDs', [id(12), id(11)], [id(12), id(11), 'Other']],
		['names', ['Dog', 'Cat'], ['Dog', 'Cat', 'Other']],
	])(
		'gives each chosen pathway an output in the order of choosing, and the rest to Other: %s',
		async (_what, chosen, names) => {
			expect(outputsFor(split(...chosen))).toEqual(
				names.map((displayName) => ({ type: 'main', displayName })),
			);
			const { outputs } = await runOperation(proceedTask, {
				items: [{}, {}, {}],
				outputs: 3,
				parameters: (index) => ({
					...move(index + 1, index === 0 ? 'Dog' : 'Cat'),
					...split(...chosen),
				}),
				client: three,
			});
			expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
				[{ item: 0 }],
				[{ item: 1 }],
				[{ item: 2 }],
			]);
		},
	);

	it('keeps the outputs that are there when a pathway is added', () => {
		const before = outputsFor(split(`${id(12)}|Dog`));
		const after = outputsFor(split(`${id(12)}|Dog`, `${id(11)}|Cat`));
		expect(after[0]).toEqual(before[0]);
	});

	it.each<[string, unknown, string]>([
		['a pathway the stage lost', [`${id(99)}|Bird`], 'no pathway'],
		['no pathway at all', 'Bird', 'no pathway "Bird"'],
		[
			'outputs that n8n could not make',
			[`${id(11)}|Cat`, `${id(12)}|Dog`, 'Cat'],
			'not the same for all items',
		],
	])('moves nothing when it is given %s', async (_what, pathwayOutputs, message) => {
		const { outputs, calls } = await runOperation(proceedTask, {
			items: [{}, {}],
			outputs: 2,
			client,
			continueOnFail: true,
			parameters: (index) => ({ ...move(index + 1, 'Cat'), onePerPathway: true, pathwayOutputs }),
		});
		// They leave by Other, not by the output of a pathway.
		expect(outputs.map((items) => items.map(({ json }) => json.error))).toEqual([
			[],
			[expect.stringContaining(message), expect.stringContaining(message)],
		]);
		expect(calls.map(([name]) => name)).not.toContain('proceedTasks');
	});

	it('counts tasks that an earlier try of the same execution moved as moved', async () => {
		let tries = 0;
		const run = async (executionId: string, runIndex = 0) =>
			await runOperation(proceedTask, {
				executionId,
				runIndex,
				items: [{}, {}],
				outputs: 3,
				client: {
					...client,
					proceedTasks: async (_project, _stage, moves) => {
						tries++;
						return moves.map(({ taskUuid }) =>
							taskUuid === id(2) && tries === 1
								? { status: 'failed', error: new ServerError('Down.') }
								: { status: 'moved' },
						);
					},
				},
				parameters: (index) => ({
					...move(index + 1, index === 0 ? 'Cat' : 'Dog'),
					...split(`${id(11)}|Cat`, `${id(12)}|Dog`),
				}),
			});
		await expect(run('1')).rejects.toThrow('Down.');
		const { outputs, calls } = await run('1');
		expect(outputs.map((items) => items.map(({ json }) => [json.moved, json.pathway]))).toEqual([
			[[true, 'Cat']],
			[[true, 'Dog']],
			[],
		]);
		expect(calls.find(([name]) => name === 'proceedTasks')![3]).toHaveLength(1);
		const nextRound = await run('1', 1);
		expect(nextRound.calls.find(([name]) => name === 'proceedTasks')![3]).toHaveLength(2);
		const other = await run('2');
		expect(other.calls.find(([name]) => name === 'proceedTasks')![3]).toHaveLength(2);
	});

	it.each([
		[{}],
		[{ onePerPathway: true }],
		[{ onePerPathway: true, pathwayOutputs: '={{ $json.x }}' }],
		[{ onePerPathway: false, pathwayOutputs: ['a|A'] }],
	])('has one output for %j', (parameters) => {
		expect(outputsFor(parameters)).toEqual([{ type: 'main' }]);
	});
});

describe('Task: Get Many', () => {
	it('lists a stage with filters and reads no more pages than the limit needs', async () => {
		let fetched = 0;
		const listTasks = async function* () {
			for (; fetched < 100; fetched++) {
				yield {
					uuid: id(fetched),
					createdAt: '',
					updatedAt: '',
					dataHash: id(5),
					dataTitle: 'cat.jpg',
					status: 'NEW',
					assignee: null,
				};
			}
		};
		const { json, calls } = await runOperation(getManyTasks, {
			client: { getProject: async () => petsProject(), listTasks },
			parameters: {
				project: id(1),
				stage: 'Agent 1',
				limit: 3,
				filters: { dataHashes: [id(5)], statuses: ['NEW'], titleContains: 'cat' },
			},
		});
		expect(calls[1]).toEqual([
			'listTasks',
			id(1),
			id(10),
			{ dataHashes: [id(5)], statuses: ['NEW'], dataTitleContains: 'cat' },
		]);
		expect(json).toHaveLength(3);
		expect(fetched).toBeLessThan(4);
		expect(json[0]).toMatchObject({
			taskUuid: id(0),
			stageUuid: id(10),
			stageTitle: 'Agent 1',
			projectHash: id(1),
		});
	});
});

describe('Task: Get Many, with a filter per item', () => {
	it('reads the project once, and fails the item whose stage does not exist alone', async () => {
		const { json, calls } = await runOperation(getManyTasks, {
			items: [{}, {}, {}],
			continueOnFail: true,
			client: {
				getProject: async () => petsProject(),
				listTasks: async function* (_project, _stage, filter) {
					yield {
						uuid: id(1),
						createdAt: '',
						updatedAt: '',
						dataHash: id(5),
						dataTitle: filter!.dataTitleContains!,
						status: 'NEW',
						assignee: null,
					};
				},
			},
			parameters: (index) => ({
				project: id(1),
				stage: index === 1 ? 'Agent 9' : 'Agent 1',
				limit: 3,
				filters: { titleContains: `cat ${index}` },
			}),
		});
		expect(calls.map(([name]) => name)).toEqual(['getProject', 'listTasks', 'listTasks']);
		expect(json.map(({ dataTitle, error }) => dataTitle ?? error)).toEqual([
			'cat 0',
			expect.stringContaining('Agent 9'),
			'cat 2',
		]);
	});
});

describe('Task: Set Priority', () => {
	const unit = (data: number, priority: unknown) => ({
		project: id(1),
		dataUnit: id(data),
		priority,
	});

	it('writes all priorities with one request, 0 included, once for items of one data unit', async () => {
		const values = [0, 0.25, 0.25];
		const { json, calls } = await runOperation(setPriority, {
			items: [{}, {}, {}],
			parameters: (index) => unit(index === 2 ? 1 : index, values[index]),
			client: {
				listLabelRows: async () => [],
				setPriorities: async (_project, all) => all.map(() => ({ ok: true, value: undefined })),
			},
		});
		expect(calls.map(([name]) => name)).toEqual(['listLabelRows', 'setPriorities']);
		expect(calls.slice(1)).toEqual([
			[
				'setPriorities',
				id(1),
				[
					{ dataHash: id(0), priority: 0 },
					{ dataHash: id(1), priority: 0.25 },
				],
			],
		]);
		expect(json.map(({ priority }) => priority)).toEqual([0, 0.25, 0.25]);
	});

	it.each([{ dryRun: false }, { dryRun: true }])(
		'refuses another priority for a file than an item before gives it: %p',
		async (options) => {
			const { json, calls } = await runOperation(setPriority, {
				items: [{}, {}, {}],
				continueOnFail: true,
				parameters: (index) => ({ ...unit([0, 0, 1][index]!, [0.2, 0.8, 0.8][index]), options }),
				client: {
					listLabelRows: async () => [
						labelRow({ data_hash: id(0) }),
						labelRow({ data_hash: id(1) }),
					],
					setPriorities: async (_project, all) => all.map(() => ({ ok: true, value: undefined })),
				},
			});
			expect(json).toMatchObject([
				{ priority: 0.2 },
				{ error: expect.stringMatching(/^Two items give ".+" different priorities: 0.2 and 0.8/) },
				{ priority: 0.8 },
			]);
			if (!options.dryRun)
				expect(calls.at(-1)![2]).toEqual([
					{ dataHash: id(0), priority: 0.2 },
					{ dataHash: id(1), priority: 0.8 },
				]);
		},
	);

	it('sends nothing for a file that has the priority already, and does not say that it was saved', async () => {
		const { json, calls } = await runOperation(setPriority, {
			items: [{}, {}],
			parameters: (index) => unit(index, 0.5),
			client: {
				listLabelRows: async () => [
					labelRow({ data_hash: id(0), priority: 0.5 }),
					labelRow({ data_hash: id(1), priority: 0.25 }),
				],
				setPriorities: async (_project, all) => all.map(() => ({ ok: true, value: undefined })),
			},
		});
		expect(calls.filter(([name]) => name === 'setPriorities')).toEqual([
			['setPriorities', id(1), [{ dataHash: id(1), priority: 0.5 }]],
		]);
		expect(json).toMatchObject([
			{ summary: expect.stringMatching(/^Already so: /), priority: 0.5, saved: false },
			{ summary: expect.stringMatching(/^Set the priority /), priority: 0.5, saved: true },
		]);
	});

	const failure = { ok: false as const, error: new ServerError('Down.') };

	it('counts the priorities of an earlier try of the same execution as set', async () => {
		let tries = 0;
		const run = async () =>
			await runOperation(setPriority, {
				executionId: 'priorities',
				items: [{}, {}],
				parameters: (index) => unit(index, 0.25),
				client: {
					listLabelRows: async () => [],
					setPriorities: async (_project, all) => {
						tries++;
						return all.map(({ dataHash }) =>
							tries === 1 && dataHash === id(0) ? failure : { ok: true, value: undefined },
						);
					},
				},
			});
		await expect(run()).rejects.toThrow('Down.');
		const { json, calls } = await run();
		expect(calls.find(([name]) => name === 'setPriorities')![2]).toEqual([
			{ dataHash: id(0), priority: 0.25 },
		]);
		expect(json).toMatchObject([{ saved: true }, { saved: true }]);
	});

	it('fails the items of the data unit that was refused, and no others', async () => {
		const { json } = await runOperation(setPriority, {
			items: [{}, {}, {}, {}],
			continueOnFail: true,
			parameters: (index) => ({
				...unit([0, 1, 0, 0][index]!, 0.25),
				options: { dryRun: index === 3 },
			}),
			client: {
				listLabelRows: async () => [labelRow({ data_hash: id(0) })],
				setPriorities: async () => [failure, { ok: true, value: undefined }],
			},
		});
		expect(json).toMatchObject([
			{ error: 'Down.' },
			{ saved: true },
			{ error: 'Down.' },
			{ dryRun: true, saved: false },
		]);
	});

	it.each([[-0.1], [1.01], ['high'], ['']])('refuses %j', async (priority) => {
		await expect(runOperation(setPriority, { parameters: unit(1, priority) })).rejects.toThrow(
			'not a number from 0 to 1',
		);
	});
});

describe('Custom Agent: Reply', () => {
	it.each([
		['done', { outcome: 'done', message: ' Labeled 3 cats ' }, 200, { message: 'Labeled 3 cats' }],
		['without text', { outcome: 'done', message: '' }, 200, {}],
		[
			'problem',
			{ outcome: 'problem', message: 'No polygons here' },
			400,
			{ message: 'No polygons here' },
		],
		[
			'own status',
			{ outcome: 'custom', statusCode: 202, message: 'Working' },
			202,
			{ message: 'Working' },
		],
		[
			'too long',
			{ outcome: 'done', message: 'é'.repeat(300) },
			200,
			{ message: `${'é'.repeat(255)}…` },
		],
	])('answers %s', async (_what, parameters, statusCode, body) => {
		const { responses, json } = await runOperation(replyToAgentCall, { parameters });
		expect(responses).toEqual([
			{ statusCode, headers: { 'content-type': 'application/json; charset=utf-8' }, body },
		]);
		expect(json).toEqual([{ replied: true, status: statusCode, ...body }]);
	});

	it('refuses a decision whose name two pathways have, because it names its pathway alone', async () => {
		const twice = petsProject();
		twice.workflow!.stages[0]!.pathways!.forEach((pathway) => (pathway.title = 'Cat'));
		const parameters = {
			outcome: 'done',
			decide: 'choose',
			project: id(1),
			stage: id(10),
			pathway: id(12),
		};
		await expect(
			runOperation(replyToAgentCall, { parameters, client: { getProject: async () => twice } }),
		).rejects.toThrow('several pathways with the name "Cat"');
		expect(
			(await runOperation(replyToAgentCall, { parameters, client })).responses[0]?.body,
		).toMatchObject({ decision: 'Dog' });
	});

	it('joins the messages of several items into one reply', async () => {
		const { responses, json } = await runOperation(replyToAgentCall, {
			items: [{}, {}, {}],
			parameters: (index) => ({
				outcome: index === 1 ? 'problem' : 'done',
				message: ['Box 1 fine', 'Box 2 too small', 'Box 1 fine'][index],
			}),
		});
		expect(responses).toMatchObject([
			{ statusCode: 400, body: { message: 'Box 1 fine\nBox 2 too small' } },
		]);
		expect(json).toHaveLength(3);
	});

	it('refuses different decisions', async () => {
		const run = runOperation(replyToAgentCall, {
			items: [{}, {}],
			parameters: (index) => ({ options: { decision: ['accept', 'reject'][index] } }),
		});
		await expect(run).rejects.toThrow('decide on different pathways: "accept", "reject"');
	});

	it('refuses an invalid HTTP status', async () => {
		await expect(
			runOperation(replyToAgentCall, { parameters: { outcome: 'custom', statusCode: 700 } }),
		).rejects.toThrow('Status Code is 700, not a whole number from 200 to 599');
	});
});
