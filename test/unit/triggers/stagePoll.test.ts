import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { ServerError } from '../../../src/encord/wire/errors';
import { HeldTasks } from '../../../src/agents/heldTasks';
import {
	DOG,
	FakeStage,
	poll,
	PROJECT,
	STAGE,
	titles,
	value,
	type Done,
	type FakeN8n,
} from './fakeStage';

const MINUTE = 60_000;

beforeEach(() => {
	jest.useFakeTimers({
		now: Date.parse('2026-01-05T10:00:00Z'),
		doNotFake: ['setImmediate', 'nextTick'],
	});
});
afterEach(() => {
	jest.useRealTimers();
});

describe('polling an agent stage', () => {
	it('hands out each waiting task with everything a workflow needs', async () => {
		const stage = new FakeStage();
		const taskUuid = stage.add('cat.png');
		expect(await poll({ stage })).toEqual([
			[
				{
					json: {
						taskUuid,
						projectHash: PROJECT,
						stageUuid: STAGE,
						stageTitle: 'Agent 1',
						dataHash: '00000000-0000-0000-0002-000000000001',
						dataTitle: 'cat.png',
						status: 'NEW',
						assignee: null,
						lastActionedBy: null,
						branchName: 'main',
						createdAt: '2026-01-01T00:00:00Z',
						updatedAt: '2026-01-02T00:00:00Z',
						attempt: 1,
						leasedUntil: '2026-01-05T10:15:00.000Z',
						raw: expect.objectContaining({ uuid: taskUuid, extra: 'kept' }),
						poll: {
							seen: 1,
							emitted: 1,
							leasedElsewhere: 0,
							moved: 0,
							alreadyMoved: 0,
							failed: 0,
							givenUp: 0,
							seconds: 0,
						},
					},
				},
			],
		]);
		expect(stage.requests.map(({ call }) => call)).toEqual(['project', 'tasks']);
	});

	it('returns null when no task is waiting', async () => {
		expect(await poll({ stage: new FakeStage() })).toBeNull();
	});

	it('hands a task out once per lease, counting the attempts', async () => {
		const stage = new FakeStage();
		const staticData: IDataObject = {};
		stage.add('a');
		const parameters = { leaseMinutes: 20 };
		expect(titles(await poll({ stage, staticData, parameters }))).toEqual([['a']]);
		jest.advanceTimersByTime(20 * MINUTE - 1);
		stage.add('b');
		expect(titles(await poll({ stage, staticData, parameters }))).toEqual([['b']]);
		jest.advanceTimersByTime(1);
		const again = await poll({ stage, staticData, parameters });
		expect(again?.[0]?.map(({ json }) => [json.dataTitle, json.attempt])).toEqual([['a', 2]]);
	});

	it('takes a lease from six seconds to a week, and refuses any other', async () => {
		const stage = new FakeStage();
		stage.add('a');
		for (const [leaseMinutes, until] of [
			[0.1, '2026-01-05T10:00:06.000Z'],
			[7 * 24 * 60, '2026-01-12T10:00:00.000Z'],
		]) {
			stage.inWork.clear();
			expect(
				(await poll({ stage, parameters: { leaseMinutes } }))?.[0]?.[0]?.json.leasedUntil,
			).toBe(until);
		}
		for (const leaseMinutes of [0, 1e9, 'long'])
			await expect(poll({ stage, parameters: { leaseMinutes } })).rejects.toThrow(
				/^Lease \(Minutes\) is .* not a number from 0.1 to 10080$/,
			);
	});

	it('never hands out a task that left the stage, and counts attempts anew when it comes back', async () => {
		const stage = new FakeStage();
		const staticData: IDataObject = {};
		const left = stage.add('a');
		const task = stage.tasks[0]!;
		await poll({ stage, staticData });
		stage.leave(left);
		jest.advanceTimersByTime(20 * MINUTE);
		expect(await poll({ stage, staticData })).toBeNull();
		stage.tasks.push(task);
		expect((await poll({ stage, staticData }))?.[0]?.[0]?.json.attempt).toBe(1);
	});

	it('only hands tasks out once more when static data is lost or malformed at a restart', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const broken: IDataObject = { place: `${PROJECT}/${STAGE}`, leases: 'gone' };
		for (const staticData of [{}, broken, { place: 'elsewhere', leases: {} }]) {
			stage.inWork = new HeldTasks();
			expect(titles(await poll({ stage, staticData }))).toEqual([['a']]);
			expect(await poll({ stage, staticData })).toBeNull();
		}
	});

	it('keeps the leases of one stage apart from those of another', async () => {
		const stage = new FakeStage();
		const uuid = stage.add('a');
		const staticData: IDataObject = {
			place: `${PROJECT}/other`,
			leases: { [uuid]: { until: Date.now() + MINUTE, attempts: 1 } },
		};
		expect(titles(await poll({ stage, staticData }))).toEqual([['a']]);
	});

	it('takes no more than a batch and reads no further', async () => {
		const stage = new FakeStage();
		for (let index = 0; index < 250; index++) stage.add(`${index}`);
		const staticData: IDataObject = {};
		expect((await poll({ stage, staticData, parameters: { batchSize: 2 } }))?.[0]).toHaveLength(2);
		expect((await poll({ stage, staticData }))?.[0]).toHaveLength(50);
		expect((await poll({ stage, staticData, parameters: { batchSize: 100 } }))?.[0]).toHaveLength(
			100,
		);
		for (const batchSize of [1001, 0, 1.5])
			await expect(poll({ stage, parameters: { batchSize } })).rejects.toThrow(
				`Batch Size is ${batchSize}, not a whole number from 1 to 1000`,
			);
	});

	it('stops listing when half of the time n8n gives is over', async () => {
		const stage = new FakeStage();
		stage.pageSize = 1;
		for (let index = 0; index < 10; index++) stage.add(`${index}`);
		stage.beforeListing = () => {
			jest.advanceTimersByTime(501);
		};
		expect(titles(await poll({ stage, budgetMs: 1000 }))).toEqual([['0']]);
	});

	it('runs one poll at a time', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const staticData: IDataObject = {};
		let go = () => {};
		stage.beforeListing = () =>
			new Promise<void>((resolve) => {
				go = resolve;
			});
		const first = poll({ stage, staticData });
		await new Promise(setImmediate);
		expect(await poll({ stage, staticData })).toBeNull();
		go();
		expect(titles(await first)).toEqual([['a']]);
		stage.beforeListing = () => undefined;
		stage.add('b');
		expect(titles(await poll({ stage, staticData }))).toEqual([['b']]);
	});

	it('hands no task out that another registration in the process has handed out', async () => {
		const stage = new FakeStage();
		stage.add('a');
		stage.add('b');
		const parameters = { batchSize: 1, leaseMinutes: 30 };
		expect(titles(await poll({ stage, parameters }))).toEqual([['a']]);
		// A duplicate of the workflow, then the same workflow with its leases lost and a shorter lease.
		expect(titles(await poll({ stage, workflowId: 'copy' }))).toEqual([['b']]);
		expect(await poll({ stage, parameters: { leaseMinutes: 10 } })).toBeNull();
		jest.advanceTimersByTime(15 * MINUTE);
		expect(titles(await poll({ stage, parameters: { leaseMinutes: 10 } }))).toEqual([['b']]);
		jest.advanceTimersByTime(15 * MINUTE);
		expect(titles(await poll({ stage, workflowId: 'copy' }))).toEqual([['a', 'b']]);
	});

	it('shares the tasks between two registrations that poll at the same time', async () => {
		const stage = new FakeStage();
		for (const title of ['a', 'b', 'c']) stage.add(title);
		const both = await Promise.all(
			['workflow-1', 'copy'].map((workflowId) =>
				poll({ stage, workflowId, parameters: { batchSize: 2 } }),
			),
		);
		expect(both.map(titles)).toEqual([[['a', 'b']], null]);
		expect(titles(await poll({ stage, workflowId: 'copy' }))).toEqual([['c']]);
	});

	it('gives tasks back that a failed poll had taken', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const client = stage.client();
		stage.client = () => ({
			...client,
			listLabelRows: () => Promise.reject(new Error('no rows')),
		});
		const parameters = { options: { labelRow: true } };
		await expect(poll({ stage, parameters })).rejects.toThrow('no rows');
		stage.client = () => client;
		expect(titles(await poll({ stage, workflowId: 'copy' }))).toEqual([['a']]);
	});

	it('polls again after a failed poll', async () => {
		const stage = new FakeStage();
		stage.add('a');
		stage.beforeListing = () => {
			throw new Error('no answer');
		};
		await expect(poll({ stage })).rejects.toThrow('no answer');
		stage.beforeListing = () => undefined;
		expect(titles(await poll({ stage }))).toEqual([['a']]);
	});

	it('loses nothing when n8n dies between storing the leases and starting the run', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const stored: IDataObject = {};
		await poll({ stage, staticData: stored });
		const afterRestart = JSON.parse(JSON.stringify(stored)) as IDataObject;
		expect(await poll({ stage, staticData: afterRestart })).toBeNull();
		jest.advanceTimersByTime(15 * MINUTE);
		expect((await poll({ stage, staticData: afterRestart }))?.[0]?.[0]?.json).toMatchObject({
			dataTitle: 'a',
			attempt: 2,
		});
	});

	it('stores the leases before it starts a run for each task', async () => {
		const stage = new FakeStage();
		stage.add('a');
		stage.add('b');
		const staticData: IDataObject = {};
		const runs: unknown[] = [];
		const emit = (outputs: INodeExecutionData[][]) =>
			runs.push([titles(outputs), Object.keys(staticData.leases as object).length]);
		expect(
			await poll({ stage, staticData, emit, parameters: { options: { separate: true } } }),
		).toBeNull();
		expect(runs).toEqual([
			[[['a']], 2],
			[[['b']], 2],
		]);
	});

	it('passes the filters on', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const filters = {
			assignees: 'ann@example.com, ben@example.com',
			dataHashes: PROJECT.toUpperCase(),
			datasets: [PROJECT],
			statuses: ['NEW'],
			titleContains: 'lon',
		};
		await poll({ stage, parameters: { filters } });
		expect(stage.requests[1]?.argument).toEqual({
			userEmails: ['ann@example.com', 'ben@example.com'],
			dataHashes: [PROJECT],
			datasetHashes: [PROJECT],
			statuses: ['NEW'],
			dataTitleContains: 'lon',
		});
		await expect(poll({ stage, parameters: { filters: { dataHashes: 'x' } } })).rejects.toThrow(
			'"x" is not an ID',
		);
	});

	it('adds label rows with one listing when the option is on', async () => {
		const stage = new FakeStage();
		stage.add('a', { priority: 0, client_metadata: { city: 'Rome' } });
		stage.add('b');
		const [items] =
			(await poll({ stage, parameters: { options: { clientMetadata: true } } })) ?? [];
		expect(items?.[0]?.json.labelRow).toMatchObject({
			dataType: 'image',
			priority: 0,
			datasetTitle: 'Set',
			clientMetadata: { city: 'Rome' },
		});
		expect(stage.requests.filter(({ call }) => call === 'rows')).toEqual([
			{
				call: 'rows',
				argument: {
					dataHashes: stage.tasks.map(({ dataHash }) => dataHash),
					includeClientMetadata: true,
				},
			},
		]);
	});

	it('takes the project by its name, and looks it up once in ten minutes', async () => {
		const stage = new FakeStage();
		const staticData = {};
		const lookUps = () => stage.requests.splice(0).filter(({ call }) => call === 'projects').length;
		const again = async (title: string) => {
			stage.add(title);
			return titles(await poll({ stage, staticData, parameters: { project: 'Pets' } }));
		};
		expect(await again('a.png')).toEqual([['a.png']]);
		expect(lookUps()).toBe(1);
		jest.setSystemTime(Date.now() + 9 * MINUTE);
		expect(await again('b.png')).toEqual([['b.png']]);
		expect(lookUps()).toBe(0);
		jest.setSystemTime(Date.now() + 2 * MINUTE);
		expect(await again('c.png')).toEqual([['c.png']]);
		expect(lookUps()).toBe(1);
	});

	it('looks a name that means nothing up again at the next poll', async () => {
		const stage = new FakeStage();
		const parameters = { project: 'Cars' };
		await expect(poll({ stage, parameters })).rejects.toThrow('neither');
		await expect(poll({ stage, parameters })).rejects.toThrow('neither');
		expect(stage.requests.filter(({ call }) => call === 'projects')).toHaveLength(4);
	});

	it('lists the agent stages when the chosen one does not exist', async () => {
		await expect(
			poll({ stage: new FakeStage(), parameters: { stage: 'Agent 2' } }),
		).rejects.toMatchObject({
			message: expect.stringContaining('no agent stage "Agent 2"'),
			advice: expect.stringContaining('"Agent 1"'),
		});
		await expect(poll({ stage: new FakeStage(), parameters: { stage: '' } })).rejects.toThrow(
			'Agent Stage is empty',
		);
		await expect(poll({ stage: new FakeStage(), parameters: { project: 'Cars' } })).rejects.toThrow(
			'Project "Cars" is neither an ID nor the name of a project',
		);
	});
});

describe('a stage where every task is leased', () => {
	const pagesRead = (stage: FakeStage) =>
		stage.requests.splice(0).filter(({ call }) => call === 'tasks').length;

	/** A stage of 60 pages, all handed out to somebody else for a day. */
	async function busyStage(): Promise<FakeStage> {
		const stage = new FakeStage();
		stage.pageSize = 10;
		for (let index = 0; index < 600; index++) stage.add(`${index}`);
		const staticData: IDataObject = {};
		for (let round = 0; round < 6; round++)
			await poll({
				stage,
				workflowId: 'other',
				staticData,
				parameters: { batchSize: 100, leaseMinutes: 24 * 60 },
			});
		pagesRead(stage);
		return stage;
	}

	it('costs two pages of tasks at every poll, and nothing else', async () => {
		const stage = await busyStage();
		const staticData: IDataObject = {};
		for (let minute = 0; minute < 130; minute++) {
			expect(await poll({ stage, staticData })).toBeNull();
			const calls = stage.requests.splice(0).map(({ call }) => call);
			// The first poll finds out what the name of the stage means.
			expect(calls).toEqual([...(minute === 0 ? ['project'] : []), 'tasks', 'tasks']);
		}
	});

	it('gives a task that becomes free on any page when its turn comes', async () => {
		for (const index of [0, 39, 163, 599]) {
			const stage = await busyStage();
			const staticData: IDataObject = {};
			await poll({ stage, staticData });
			stage.inWork.release(
				`https://api.encord.example ${PROJECT}/${STAGE}`,
				stage.tasks.slice(index, index + 1).map(({ uuid }) => uuid),
			);
			let found: unknown = null;
			for (let polls = 0; polls < 120 && found === null; polls++)
				found = titles(await poll({ stage, staticData }));
			expect(found).toEqual([[`${index}`]]);
		}
	});

	it('gives a task at once whose own lease is over, wherever it stands', async () => {
		const stage = await busyStage();
		const staticData: IDataObject = {};
		const { uuid, dataHash } = stage.tasks[333]!;
		await poll({ stage, staticData });
		stage.inWork.clear();
		for (const task of stage.tasks)
			(staticData.leases as IDataObject)[task.uuid] = {
				until: Date.now() + MINUTE,
				attempts: 1,
				data: task.dataHash,
			};
		(staticData.leases as IDataObject)[uuid] = { until: Date.now(), attempts: 1, data: dataHash };
		expect((await poll({ stage, staticData }))?.[0]?.map(({ json }) => json.attempt)).toEqual([2]);
	});

	it('sees a new task at the end of the stage at the next or the next but one poll', async () => {
		const stage = await busyStage();
		const staticData: IDataObject = {};
		for (let minute = 0; minute < 61; minute++) await poll({ stage, staticData });
		stage.add('new');
		const found = [await poll({ stage, staticData }), await poll({ stage, staticData })];
		expect(found.map(titles)).toContainEqual([['new']]);
	});

	it('begins anew when the place where it stopped is lost', async () => {
		const stage = await busyStage();
		const staticData: IDataObject = {};
		await poll({ stage, staticData });
		(staticData.next as IDataObject).resumeAt = 'lost';
		expect(await poll({ stage, staticData })).toBeNull();
		expect(staticData.next ?? {}).not.toHaveProperty('resumeAt');
		// Another filter has another listing.
		await poll({ stage, staticData });
		(staticData.next as IDataObject).resumeAt = 'lost';
		expect(
			await poll({ stage, staticData, parameters: { filters: { statuses: ['NEW'] } } }),
		).toBeNull();
		expect(staticData.next).toMatchObject({ filter: expect.stringContaining('NEW') });
	});

	it('keeps the static data small while the tasks come and go', async () => {
		const stage = new FakeStage();
		const staticData: IDataObject = {};
		let most = 0;
		for (let minute = 0; minute < 120; minute++) {
			for (const { uuid } of stage.tasks.slice(0, 20)) stage.leave(uuid);
			for (let index = 0; index < 20; index++) stage.add(`${minute}-${index}`);
			await poll({ stage, staticData, parameters: { batchSize: 20 } });
			most = Math.max(most, Object.keys(staticData.leases as object).length);
			jest.advanceTimersByTime(MINUTE);
		}
		// Fifteen minutes of running leases, and those that ended lately.
		expect(most).toBeLessThanOrEqual(20 * 15 + 1000);
		expect(JSON.stringify(staticData).length).toBeLessThan(150_000);
	});
});

describe('a manual run', () => {
	it('shows tasks without leasing them', async () => {
		const stage = new FakeStage();
		stage.add('a');
		stage.add('b');
		const staticData: IDataObject = {};
		expect(titles(await poll({ stage, staticData, mode: 'manual' }))).toEqual([['a']]);
		expect(
			titles(
				await poll({
					stage,
					staticData,
					mode: 'manual',
					parameters: { options: { testTasks: 5 } },
				}),
			),
		).toEqual([['a', 'b']]);
		expect(staticData).toEqual({});
	});

	it('fails with a message when no task is waiting', async () => {
		await expect(poll({ stage: new FakeStage(), mode: 'manual' })).rejects.toThrow(
			'No task is waiting in the stage "Agent 1"',
		);
	});
});

describe('a task that is tried in vain', () => {
	const options = { maxAttempts: 2, reportIssue: true };
	const fails = (failedIn: string) => (_outputs: unknown, _response: unknown, done?: Done) =>
		done?.resolve({
			status: 'error',
			data: { resultData: { lastNodeExecuted: failedIn } },
		} as IRun);

	/** Polls at the end of each lease; the attempts that were handed out. */
	async function tryInVain(stage: FakeStage, more: IDataObject, times: number) {
		const staticData: IDataObject = {};
		const attempts: unknown[] = [];
		const warnings: string[] = [];
		const emit: FakeN8n['emit'] = (outputs, response, done) => {
			attempts.push(outputs[0]?.[0]?.json.attempt);
			fails('Ask the model')(outputs, response, done);
		};
		const parameters = { options: { ...options, ...more } };
		for (let time = 0; time < times; time++) {
			expect(await poll({ stage, staticData, parameters, emit, warnings })).toBeNull();
			jest.advanceTimersByTime(15 * MINUTE);
		}
		return { attempts, warnings };
	}

	it('takes the failure pathway after its last attempt, and its issue says why', async () => {
		const stage = new FakeStage();
		const uuid = stage.add('a');
		const { attempts } = await tryInVain(stage, { failurePathway: value(DOG) }, 4);
		expect(attempts).toEqual([1, 2]);
		expect(stage.moves).toEqual([`${uuid} ${DOG.uuid}`]);
		expect(stage.issues).toEqual([
			'00000000-0000-0000-0002-000000000001 The n8n workflow "Pets" has tried this task 2 times without moving it on. Its last run failed in the node "Ask the model". It was sent along the pathway "Dog".',
		]);
	});

	it('is left for a day without a failure pathway, and then tried anew', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const { attempts, warnings } = await tryInVain(stage, {}, 5);
		expect(attempts).toEqual([1, 2]);
		expect(stage.issues).toEqual([expect.stringContaining('It stays in the stage "Agent 1".')]);
		expect(warnings).toEqual([
			'Encord Agent Stage Trigger: Left for a day after the last attempt: a',
		]);
	});

	it('begins again a day later', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const { attempts } = await tryInVain(stage, {}, 3 + (24 * 60) / 15);
		expect(attempts).toEqual([1, 2, 1]);
	});

	it('is tried again when it could not be moved, and given up when the issue cannot be written', async () => {
		const stage = new FakeStage();
		stage.add('a');
		stage.beforeMove = () => ({ status: 'failed', error: new Error('The stage is locked') });
		const { attempts, warnings } = await tryInVain(
			stage,
			{ failurePathway: value(DOG), reportIssue: false },
			3,
		);
		expect([attempts, warnings]).toEqual([
			[1, 2],
			['Encord Agent Stage Trigger: a: The stage is locked'],
		]);
		expect(stage.tasks).toHaveLength(1);
		const other = new FakeStage();
		other.add('a');
		const client = other.client();
		other.client = () => ({
			...client,
			createIssues: () => Promise.reject(new Error('no rights')),
		});
		expect((await tryInVain(other, { failurePathway: value(DOG) }, 3)).warnings).toEqual([
			'Encord Agent Stage Trigger: No issues were written: no rights',
		]);
		expect(other.moves).toHaveLength(1);
	});

	it('is handed out without end when no number is chosen', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const staticData: IDataObject = {};
		for (let attempt = 1; attempt <= 20; attempt++) {
			const items = await poll({ stage, staticData });
			expect(items?.[0]?.[0]?.json.attempt).toBe(attempt);
			jest.advanceTimersByTime(15 * MINUTE);
		}
	});
});

describe('the numbers of a poll', () => {
	it('are in each item and in the log', async () => {
		const stage = new FakeStage();
		for (const title of ['a', 'b', 'c']) stage.add(title);
		const log: string[] = [];
		const staticData: IDataObject = {};
		await poll({ stage, staticData, log, parameters: { batchSize: 1 } });
		const items = await poll({ stage, staticData, log });
		const poll2 = items?.[0]?.[0]?.json.poll;
		expect(poll2).toMatchObject({ seen: 3, emitted: 2, leasedElsewhere: 1 });
		// One object for all items, which n8n stores once.
		expect(items?.[0]?.[1]?.json.poll).toBe(poll2);
		await poll({ stage, staticData, log });
		expect(log).toEqual([
			expect.stringContaining('stage "Agent 1": seen 1, emitted 1, leased elsewhere 0'),
			expect.stringContaining('seen 3, emitted 2, leased elsewhere 1, moved 0'),
		]);
	});
});

describe('Encord that is busy', () => {
	it('is asked less and less often', async () => {
		const stage = new FakeStage();
		stage.add('a');
		stage.beforeListing = () => {
			throw new ServerError('Encord is down');
		};
		const asked: number[] = [];
		for (let minute = 0; minute < 20; minute++) {
			const failure = await poll({ stage }).catch((error: unknown) => error);
			if (failure !== null) asked.push(minute);
			jest.advanceTimersByTime(MINUTE);
		}
		expect(asked).toEqual([0, 1, 3, 7, 15]);
		stage.beforeListing = () => undefined;
		jest.advanceTimersByTime(30 * MINUTE);
		expect(titles(await poll({ stage }))).toEqual([['a']]);
	});
});

describe('an event that tasks wait', () => {
	const waiting = { projectHash: PROJECT, stageUuid: STAGE };
	const settled = async () => {
		for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
	};

	it('polls at once, with the leases of the polls before it', async () => {
		const stage = new FakeStage();
		const emitted: unknown[] = [];
		const staticData: IDataObject = {};
		const emit: FakeN8n['emit'] = (outputs) => emitted.push(titles(outputs));
		stage.add('a');
		expect(titles(await poll({ stage, staticData, emit }))).toEqual([['a']]);
		stage.add('b');
		expect(stage.process.wakeUps.wake('workflow-1/node-1', waiting)).toBe(true);
		await settled();
		expect(emitted).toEqual([[['b']]]);
		stage.process.wakeUps.wake('workflow-1/node-1', waiting);
		await settled();
		expect(emitted).toHaveLength(1);
		expect(
			stage.process.wakeUps.wake('workflow-1/node-1', { ...waiting, stageUuid: PROJECT }),
		).toBe(false);
	});

	it('during a poll is heard after it', async () => {
		const stage = new FakeStage();
		stage.add('a');
		const emitted: unknown[] = [];
		const emit: FakeN8n['emit'] = (outputs) => emitted.push(titles(outputs));
		const staticData: IDataObject = {};
		await poll({ stage, staticData, emit });
		let go = () => {};
		stage.beforeListing = () => new Promise<void>((resolve) => (go = resolve));
		const running = poll({ stage, staticData, emit });
		await settled();
		stage.process.wakeUps.wake('workflow-1/node-1', waiting);
		stage.beforeListing = () => undefined;
		stage.add('b');
		go();
		expect(titles(await running)).toEqual([['b']]);
		await settled();
		expect(stage.requests.filter(({ call }) => call === 'tasks')).toHaveLength(3);
		expect(emitted).toEqual([]);
	});

	it('that ends in an error leaves a failed execution', async () => {
		const stage = new FakeStage();
		const errors: string[] = [];
		await poll({ stage, emitError: ({ message }) => errors.push(message) });
		stage.beforeListing = () => {
			throw new Error('no answer');
		};
		stage.process.wakeUps.wake('workflow-1/node-1', waiting);
		await settled();
		expect(errors).toEqual(['no answer']);
	});

	it('is not for polls of the durable scheduler, whose contexts end with them', async () => {
		const stage = new FakeStage();
		await poll({ stage, budgetMs: 36_000 });
		expect(stage.process.wakeUps.wake('workflow-1/node-1', waiting)).toBe(false);
	});
});
