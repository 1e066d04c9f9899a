/** Moving tasks: all or none per request, yet one true outcome per task (protocol §11). */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import type { MoveOutcome, PathwayMove } from '../../../../src/encord/calls/stageMoves';
import {
	connectionError,
	id,
	ids,
	PROJECT,
	scriptedEncord,
	v1Ok,
	STAGE,
	type Answer,
	type Seen,
} from '../scriptedEncord';
import { project, row, task } from './wireSamples';

/** Tasks that a project has. */
const KNOWN = 1000;

interface Stage {
	present: Set<string>;
	moved: string[];
	/** Tasks that the project has never had. */
	unknown: Set<string>;
}

/** A stage that behaves as protocol §11 says; `trouble` may answer instead. */
function stageWith(
	numbers: number[],
	trouble: (seen: Seen, index: number) => Answer | undefined = () => undefined,
) {
	const stage: Stage = {
		present: new Set(numbers.map((number) => id(number, 6))),
		moved: [],
		unknown: new Set(),
	};
	return { stage, ...scriptedEncord((seen, index) => trouble(seen, index) ?? answer(stage, seen)) };
}

function answer(stage: Stage, { method, path, query, json, values }: Seen): Answer {
	if (values !== undefined) return v1Ok(rowsListed(stage, values.payload.data_hashes));
	if (path.endsWith('/tasks')) return { json: tasksPage(stage, new URLSearchParams(query)) };
	if (method === 'GET') return { json: project() };
	const actions = path.endsWith('/actions')
		? (json as Array<{ taskUuid: string; pathwayName?: string; pathwayUuid?: string }>)
		: [];
	const taskUuids = path.endsWith('/actions')
		? actions.map(({ taskUuid }) => taskUuid)
		: (json as { taskUuids: string[] }).taskUuids;
	const knownPathway = actions.every(
		({ pathwayName, pathwayUuid }) => pathwayName === 'Cat' || pathwayUuid === id(2, 7),
	);
	if (!knownPathway || taskUuids.some((uuid) => !stage.present.has(uuid)))
		return { status: 400, json: { message: 'refused' } };
	for (const uuid of taskUuids) {
		stage.present.delete(uuid);
		stage.moved.push(uuid);
	}
	return { status: 204 };
}

/** Label rows with the same numbers as their tasks, those of tasks that are elsewhere included. */
function rowsListed({ unknown }: Stage, hashes: unknown) {
	return range(KNOWN)
		.filter((number) => !unknown.has(id(number, 6)))
		.map((number) => row(number, true, { task_uuid: id(number, 6) }))
		.filter(({ data_hash }) => !Array.isArray(hashes) || hashes.includes(data_hash));
}

/** Pages of two, keyed by the last task. */
function tasksPage({ present }: Stage, params: URLSearchParams) {
	const hashes = params.getAll('dataHashes');
	const after = params.get('pageToken') ?? '';
	const rest = [...present]
		.sort()
		.filter((uuid) => uuid > after)
		.map((uuid) => task(Number(uuid.slice(-12))))
		.filter(({ dataHash }) => hashes.length === 0 || hashes.includes(dataHash));
	const results = rest.slice(0, 2);
	return { results, ...(rest.length > 2 ? { nextPageToken: results.at(-1)?.uuid } : {}) };
}

function move(number: number, pathway: PathwayMove['pathway'] = { name: 'Cat' }): PathwayMove {
	return { taskUuid: id(number, 6), dataHash: id(number, 1), pathway };
}

function states(outcomes: MoveOutcome[]): string[] {
	return outcomes.map(({ status }) => status);
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('proceedTasks', () => {
	it('moves 500 tasks a request', async () => {
		const { client, requests, stage } = stageWith(range(1001));
		expect(
			states(
				await client.proceedTasks(
					PROJECT,
					STAGE,
					range(1001).map((number) => move(number)),
				),
			),
		).toEqual(Array(1001).fill('moved'));
		expect(requests.map(({ json }) => (json as unknown[]).length)).toEqual([500, 500, 1]);
		expect(stage.moved).toHaveLength(1001);
	});

	it('reports stale tasks as already moved, for one listing and one more request', async () => {
		const { client, calls } = stageWith([1, 3]);
		expect(
			states(await client.proceedTasks(PROJECT, STAGE, [move(0), move(1), move(2), move(3)])),
		).toEqual(['alreadyMoved', 'moved', 'alreadyMoved', 'moved']);
		expect(calls().map((call) => call.split('/').at(-1))).toEqual([
			'actions',
			'tasks',
			'v1 GET labelrowmetadata',
			'actions',
		]);
	});

	it('knows a task by its ID in any spelling', async () => {
		const taskUuid = 'abcdef00-0000-4000-8000-000000000003';
		const { client, stage } = stageWith([1], ({ method, path }) =>
			method === 'GET' && path.endsWith('/tasks')
				? { json: { results: [{ ...task(3), uuid: taskUuid.toUpperCase() }] } }
				: undefined,
		);
		stage.present.add(taskUuid);
		const moves = [move(0), { ...move(3), taskUuid }];
		expect(states(await client.proceedTasks(PROJECT, STAGE, moves))).toEqual([
			'alreadyMoved',
			'moved',
		]);
	});

	it('fails a task that the project does not have, and does not claim it as moved', async () => {
		const { client, stage } = stageWith([0]);
		stage.unknown = new Set([id(1, 6), id(3, 6)]);
		const outcomes = await client.proceedTasks(
			PROJECT,
			STAGE,
			range(3).map((n) => move(n)),
		);
		expect(states(outcomes)).toEqual(['moved', 'failed', 'alreadyMoved']);
		expect(outcomes[1]).toMatchObject({
			error: {
				name: 'NotFoundError',
				message: `The project has no task ${id(1, 6)} for the data unit ${id(1, 1)}.`,
			},
		});
		const { taskUuid, pathway } = move(3);
		expect(await client.proceedTasks(PROJECT, STAGE, [{ taskUuid, pathway }])).toMatchObject([
			{ status: 'failed', error: { message: `The project has no task ${id(3, 6)}.` } },
		]);
	});

	it('takes a task for known when no row says which task it has', async () => {
		const { client } = stageWith([], ({ values }) =>
			values ? v1Ok([row(5, true, { task_uuid: null })]) : undefined,
		);
		expect(states(await client.proceedTasks(PROJECT, STAGE, [move(5)]))).toEqual(['alreadyMoved']);
	});

	it('claims nothing when Encord does not say which tasks there are', async () => {
		const { client } = stageWith([0], ({ values }) => (values ? { status: 403 } : undefined));
		expect(states(await client.proceedTasks(PROJECT, STAGE, [move(0), move(1)]))).toEqual([
			'moved',
			'failed',
		]);
	});

	it('looks a single stale task up by its data unit', async () => {
		const { client, requests } = stageWith(range(50));
		expect(states(await client.proceedTasks(PROJECT, STAGE, [move(77)]))).toEqual(['alreadyMoved']);
		expect(requests.map(({ query }) => query)).toEqual(['', `dataHashes=${id(77, 1)}`, '']);
		expect(requests[2]!.values!.payload.data_hashes).toEqual([id(77, 1)]);
	});

	it('reads all pages when data units are not given, and stops when all tasks were seen', async () => {
		const { client, requests } = stageWith([0, 1, 2, 3, 4, 5]);
		const moves = [0, 9].map((number) => ({ taskUuid: id(number, 6), pathway: { name: 'Cat' } }));
		expect(states(await client.proceedTasks(PROJECT, STAGE, moves))).toEqual([
			'moved',
			'alreadyMoved',
		]);
		expect(requests).toHaveLength(6);
		const unknownPathway = stageWith([0, 1, 2, 3, 4, 5]);
		await unknownPathway.client.proceedTasks(PROJECT, STAGE, [
			{ taskUuid: id(0, 6), pathway: { name: 'Fish' } },
		]);
		expect(unknownPathway.calls().map((call) => call.split('/').at(-1))).toEqual([
			'actions',
			'tasks',
			PROJECT,
		]);
	});

	it('lists the pathways when one is unknown, and moves the other tasks', async () => {
		const { client, requests } = stageWith([0, 1, 2, 3]);
		const outcomes = await client.proceedTasks(PROJECT, STAGE, [
			move(0),
			move(1, { name: 'cat' }),
			move(2, { uuid: id(2, 7).toUpperCase().toLowerCase() }),
			move(3, { uuid: id(9, 7) }),
		]);
		expect(states(outcomes)).toEqual(['moved', 'failed', 'moved', 'failed']);
		expect(outcomes[1]).toMatchObject({
			error: {
				name: 'ValidationError',
				message: 'The stage has no pathway named "cat".',
				advice: 'Choose one of its pathways: "Cat", "Dog".',
			},
		});
		expect(outcomes[3]).toMatchObject({
			error: { message: `The stage has no pathway with ID ${id(9, 7)}.` },
		});
		expect(requests).toHaveLength(5);
	});

	it('fails a task that is refused although it and its pathway are there, and moves the others', async () => {
		const locked = (seen: Seen) =>
			JSON.stringify(seen.json ?? '').includes(id(2, 6))
				? { status: 400, json: { message: 'locked' } }
				: undefined;
		const { client } = stageWith(range(6), locked);
		const outcomes = await client.proceedTasks(
			PROJECT,
			STAGE,
			range(6).map((number) => move(number)),
		);
		expect(states(outcomes)).toEqual(['moved', 'moved', 'failed', 'moved', 'moved', 'moved']);
		expect(outcomes[2]).toMatchObject({ error: { message: expect.stringContaining('locked') } });
	});

	it('reports a malformed task ID as an error, not as a moved task', async () => {
		const { client, stage } = stageWith([0]);
		const outcomes = await client.proceedTasks(PROJECT, STAGE, [
			{ ...move(0), taskUuid: 'task-1' },
			move(0),
			move(0),
		]);
		expect(states(outcomes)).toEqual(['failed', 'moved', 'moved']);
		expect(outcomes[0]).toMatchObject({
			error: { message: expect.stringContaining('Task ID "task-1"') },
		});
		expect(stage.moved).toEqual([id(0, 6)]);
	});

	describe('when the answer to a move was lost', () => {
		/** Carries the first request of moves out, then loses the answer. */
		const losing = (lost: Answer) => {
			let first = true;
			return (holder: { stage?: Stage }) => (seen: Seen) => {
				if (!first || seen.method !== 'POST') return undefined;
				first = false;
				answer(holder.stage as Stage, seen);
				return lost;
			};
		};

		it.each<[string, Answer]>([
			['the connection was reset', connectionError('ECONNRESET')],
			['the server failed', { status: 502 }],
		])('because %s, its refused repetition means that it was moved', async (_, lost) => {
			const holder: { stage?: Stage } = {};
			const { client, stage, calls } = stageWith([0, 1, 2], losing(lost)(holder));
			holder.stage = stage;
			expect(states(await client.proceedTasks(PROJECT, STAGE, [move(0), move(1)]))).toEqual([
				'moved',
				'moved',
			]);
			expect(calls().map((call) => call.split('/').at(-1))).toEqual([
				'actions',
				'actions',
				'tasks',
				'v1 GET labelrowmetadata',
			]);
			expect(stage.moved).toHaveLength(2);
		});

		it('tasks that are still there are moved, and those others took are not claimed', async () => {
			const { client } = stageWith([1], (_, index) => (index === 0 ? { status: 503 } : undefined));
			expect(states(await client.proceedTasks(PROJECT, STAGE, [move(0), move(1)]))).toEqual([
				'alreadyMoved',
				'moved',
			]);
		});

		it('and every repetition fails, a listing of the stage shows what happened', async () => {
			const { client, stage } = stageWith([0, 1], (seen) =>
				seen.path.endsWith('/actions') ? connectionError('ECONNRESET') : undefined,
			);
			expect(states(await client.proceedTasks(PROJECT, STAGE, [move(0)]))).toEqual(['failed']);
			stage.present.clear();
			expect(states(await client.proceedTasks(PROJECT, STAGE, [move(0), move(1)]))).toEqual([
				'moved',
				'moved',
			]);
		});
	});

	it.each<[string, Answer, number]>([
		['no access', { status: 403 }, 2],
		['an unknown key', { status: 401 }, 1],
		['a refused connection', connectionError('ENOTFOUND'), 2],
	])('fails every task for %s without looking further', async (_, failure, count) => {
		const { client, requests } = stageWith(range(600), () => failure);
		const outcomes = await client.proceedTasks(
			PROJECT,
			STAGE,
			range(600).map((number) => move(number)),
		);
		expect(new Set(states(outcomes))).toEqual(new Set(['failed']));
		expect(requests).toHaveLength(count);
	});

	it('moves each task once and reports its true outcome, with any stale, unknown or failing tasks', async () => {
		const moves = fc.array(fc.record({ number: fc.nat(11), good: fc.boolean() }), {
			maxLength: 14,
		});
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.nat(11)),
				moves,
				fc.array(fc.constantFrom('ok', 'busy', 'lost'), { maxLength: 3 }),
				async (present, asked, troubles) => {
					const distinct = [...new Map(asked.map((one) => [one.number, one])).values()];
					const holder: { stage?: Stage } = {};
					let posts = 0;
					const { client, stage } = stageWith(present, (seen) => {
						const trouble = seen.method === 'POST' ? troubles[posts++] : undefined;
						if (trouble === 'lost') answer(holder.stage as Stage, seen);
						return trouble === undefined || trouble === 'ok' ? undefined : { status: 503 };
					});
					holder.stage = stage;
					const outcomes = await client.proceedTasks(
						PROJECT,
						STAGE,
						distinct.map(({ number, good }) => move(number, { name: good ? 'Cat' : 'Fish' })),
					);
					expect(new Set(stage.moved).size).toBe(stage.moved.length);
					distinct.forEach(({ number, good }, index) => {
						const moved = stage.moved.includes(id(number, 6));
						expect(moved).toBe(good && present.includes(number));
						const status = outcomes[index]?.status;
						if (present.includes(number)) expect(status).toBe(good ? 'moved' : 'failed');
						else
							expect(
								troubles.length === 0 ? ['alreadyMoved'] : ['alreadyMoved', 'moved'],
							).toContain(status);
					});
				},
			),
			{ numRuns: 200 },
		);
	});
});

describe('moveTasks', () => {
	it('moves 500 a request and reports stale tasks', async () => {
		const { client, requests } = stageWith(range(600));
		const outcomes = await client.moveTasks(
			PROJECT,
			STAGE,
			id(3, 8),
			[...ids(600, 6), id(700, 6)].map((taskUuid) => ({ taskUuid })),
		);
		expect(states(outcomes)).toEqual([...Array<string>(600).fill('moved'), 'alreadyMoved']);
		expect(requests[0]?.json).toEqual({ taskUuids: ids(500, 6), destinationStageUuid: id(3, 8) });
	});

	it('does not read the pathways', async () => {
		const { client, calls } = stageWith([1], (seen) =>
			seen.method === 'POST' ? { status: 400, json: { message: 'closed' } } : undefined,
		);
		expect(
			states(await client.moveTasks(PROJECT, STAGE, id(3, 8), [{ taskUuid: id(1, 6) }])),
		).toEqual(['failed']);
		expect(calls().map((call) => call.split('/').at(-1))).toEqual(['move-tasks', 'tasks']);
	});
});
