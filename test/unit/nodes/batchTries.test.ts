/** What a batch does over several tries of a run, as a tool, with several outputs, and after a failure. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { groupBy, type Batch } from '../../../nodes/shared/runtime/batch';
import { failedLast } from '../../../nodes/shared/runtime/failedLast';
import { operationOf, runOperation, type FakeRun } from './fakeN8n';

const items = [{ n: 0 }, { n: 1 }, { n: 2 }];
const run = async (work: (batch: Batch) => Promise<void>, more: Partial<FakeRun> = {}) =>
	await runOperation(operationOf(work), { items, parameters: {}, ...more });
const asks = (batch: Batch) => batch.read((_form, n) => ({ n }));

describe('the tries of a run', () => {
	/** One try: each item that is tried gives the number of the try, and those of `bad` fail. */
	const tries = (more: Partial<FakeRun> = {}, readOnly = false) => {
		const executionId = `tries ${Math.random()}`;
		let count = 0;
		const one = async (bad: number[], each: Partial<FakeRun> = {}) => {
			const nth = ++count;
			const tried: number[] = [];
			const work = async (batch: Batch) => {
				for (const { index } of await asks(batch)) {
					tried.push(index);
					if (bad.includes(index)) batch.fail(index, new Error('Not now'));
					else batch.ok(index, { nth });
				}
			};
			const result = await runOperation(operationOf(work, readOnly), {
				items,
				parameters: {},
				executionId,
				...more,
				...each,
			}).catch((error: Error) => error.message);
			return [tried, typeof result === 'string' ? result : result.json];
		};
		return one;
	};
	const all = [0, 1, 2];

	it('do again only what an earlier one did not finish', async () => {
		const one = tries();
		expect(await one([2])).toEqual([all, 'Not now']);
		expect(await one([])).toEqual([[2], [{ nth: 1 }, { nth: 1 }, { nth: 2 }]]);
		// The run is done: the same execution may come to the node again.
		expect(await one([])).toEqual([all, [{ nth: 3 }, { nth: 3 }, { nth: 3 }]]);
	});

	it('that go on after errors are followed by another only when the first item is an error', async () => {
		const first = tries({ continueOnFail: true });
		expect(await first([0])).toEqual([all, [{ error: 'Not now' }, { nth: 1 }, { nth: 1 }]]);
		expect(await first([])).toEqual([[0], [{ nth: 2 }, { nth: 1 }, { nth: 1 }]]);
		const last = tries({ continueOnFail: true });
		await last([2]);
		expect(await last([])).toEqual([all, [{ nth: 2 }, { nth: 2 }, { nth: 2 }]]);
	});

	it.each<[string, Partial<FakeRun>, boolean]>([
		['of a node that is not tried again', { retryOnFail: false }, false],
		['of a tool', { isTool: true }, false],
		['of an execution without an ID', { executionId: '' }, false],
		['of an operation that only reads', {}, true],
	])('%s do everything', async (_, more, readOnly) => {
		const one = tries(more, readOnly);
		await one([2]);
		expect(await one([])).toEqual([all, [{ nth: 2 }, { nth: 2 }, { nth: 2 }]]);
	});

	it('know nothing of the other rounds of a loop', async () => {
		const one = tries();
		await one([2]);
		expect(await one([], { runIndex: 1 })).toEqual([all, [{ nth: 2 }, { nth: 2 }, { nth: 2 }]]);
		expect(await one([])).toEqual([[2], [{ nth: 1 }, { nth: 1 }, { nth: 3 }]]);
	});

	it('find the steps that an earlier one took for an item without a result', async () => {
		const executionId = `steps ${Math.random()}`;
		const seen: Array<[IDataObject | undefined, IDataObject]> = [];
		const one = async (step: number, fails: boolean, more: Partial<FakeRun> = {}) => {
			const work = async (batch: Batch) => {
				seen.push([batch.doneEarlier(0), batch.firstDone(0, { step })]);
				if (fails) throw new Error('Not now');
				batch.ok(0, {});
			};
			const options = { parameters: {}, executionId, ...more };
			await runOperation(operationOf(work, false), options).catch(() => undefined);
		};
		await one(1, true);
		await one(2, false);
		await one(3, false);
		expect(seen).toEqual([
			[undefined, { step: 1 }],
			[{ step: 1 }, { step: 1 }],
			[undefined, { step: 3 }],
		]);
		await one(4, true, { retryOnFail: false });
		await one(5, false, { retryOnFail: false });
		expect(seen.slice(3)).toEqual([
			[undefined, { step: 4 }],
			[undefined, { step: 5 }],
		]);
	});
});

describe('the outputs', () => {
	const toSecond = async (batch: Batch) => {
		batch.ok(0, [{ json: { n: 0 }, output: 1 }]);
		batch.fail(1, new Error('Bad'));
		batch.ok(2, [{ json: { n: 2 }, binary: { data: { data: '', mimeType: 'image/png' } } }]);
	};

	it('have failed items in the last one, each with its item and its file', async () => {
		const { outputs, hints } = await run(toSecond, { outputs: 3, continueOnFail: true });
		expect(outputs).toMatchObject([
			[{ json: { n: 2 }, pairedItem: { item: 2 }, binary: { data: { mimeType: 'image/png' } } }],
			[{ json: { n: 0 }, pairedItem: { item: 0 } }],
			[{ json: { error: 'Bad' }, pairedItem: { item: 1 } }],
		]);
		expect(outputs[1]![0]).not.toHaveProperty('binary');
		expect(hints).toEqual([expect.stringMatching(/^1 of the items failed/)]);
	});

	it('of a tool are one', async () => {
		const { outputs } = await run(toSecond, { isTool: true, continueOnFail: true });
		expect(outputs).toMatchObject([
			[{ json: { n: 0 } }, { json: { error: 'Bad' } }, { json: { n: 2 } }],
		]);
	});

	it('must be as many as the item wants, except of a tool', async () => {
		const wants = (expected: number) => async (batch: Batch) => {
			batch.requireOutputs(expected, 'Pathways');
			for (const { index } of await asks(batch)) batch.ok(index, {});
		};
		await expect(run(wants(2))).rejects.toThrow('Pathways is not the same for all items');
		expect((await run(wants(2), { outputs: 2 })).outputs).toHaveLength(2);
		expect((await run(wants(2), { isTool: true })).json).toHaveLength(3);
		expect((await run(wants(1))).hints).toEqual([]);
	});
});

describe('failures', () => {
	it('are listed with their reasons, in the order of the items', async () => {
		let listed: unknown;
		await run(
			async (batch) => {
				batch.fail(2, new Error('Late'));
				batch.ok(1, {});
				batch.fail(0, new Error('Early'));
				listed = batch.failures();
			},
			{ continueOnFail: true },
		);
		expect(listed).toEqual([
			{ index: 0, reason: 'Early' },
			{ index: 2, reason: 'Late' },
		]);
	});

	it('after the last result are in the log of n8n', async () => {
		const { json, warnings } = await run(
			async (batch) => {
				const all = await asks(batch);
				all.forEach(({ index }) => batch.ok(index, { index }));
				await batch.together(all, async () => {
					throw new Error('The file could not be closed');
				});
				batch.failRest(new Error('Something else'));
			},
			{ continueOnFail: true },
		);
		expect(json).toEqual([{ index: 0 }, { index: 1 }, { index: 2 }]);
		expect(warnings).toEqual(['Encord: The file could not be closed', 'Encord: Something else']);
	});

	it('of the rest leave the results that are there', async () => {
		const { json, warnings } = await run(
			async (batch) => {
				batch.ok(1, { fine: true });
				batch.failRest(new Error('Encord is away'));
			},
			{ continueOnFail: true },
		);
		expect(json).toEqual([
			{ error: 'Encord is away' },
			{ fine: true },
			{ error: 'Encord is away' },
		]);
		expect(warnings).toEqual([]);
	});

	it('a second result of an item is refused', async () => {
		const twice = run(async (batch) => {
			batch.ok(1, {});
			batch.ok(1, {});
		});
		await expect(twice).rejects.toThrow('Item 1 has a result already');
	});
});

describe('work for each entry', () => {
	const entries = [0, 1, 2].map((index) => ({ index }));
	/** How many entries were worked on at the same time, and which had begun and ended. */
	const worked = async (parallel: number | undefined, fails?: number, continueOnFail = false) => {
		const begun: number[] = [];
		const ended: number[] = [];
		let most = 0;
		const result = await run(
			async (batch) => {
				const work = async ({ index }: { index: number }) => {
					begun.push(index);
					most = Math.max(most, begun.length - ended.length);
					await new Promise(setImmediate);
					if (index !== fails) await new Promise(setImmediate);
					ended.push(index);
					if (index === fails) throw new Error('Bad');
					batch.ok(index, { index });
				};
				await (parallel === undefined
					? batch.each(entries, work)
					: batch.each(entries, work, parallel));
			},
			{ continueOnFail },
		).catch((error: Error) => error.message);
		return { begun, ended, most, result: typeof result === 'string' ? result : result.json };
	};

	it('is done one after the other, or as many at once as are allowed', async () => {
		expect(await worked(undefined)).toMatchObject({ begun: [0, 1, 2], most: 1 });
		expect(await worked(2)).toMatchObject({ begun: [0, 1, 2], most: 2 });
		expect(await worked(9)).toMatchObject({ begun: [0, 1, 2], most: 3 });
	});

	it('begins nothing after an error that ends the node, and ends what runs', async () => {
		expect(await worked(2, 0)).toEqual({ begun: [0, 1], ended: [0, 1], most: 2, result: 'Bad' });
		expect(await worked(1, 1)).toMatchObject({ begun: [0, 1], result: 'Bad' });
	});

	it('goes on after the error of one entry in a node that continues', async () => {
		expect(await worked(1, 1, true)).toMatchObject({
			begun: [0, 1, 2],
			result: [{ index: 0 }, { error: 'Bad' }, { index: 2 }],
		});
	});

	it('fails all members of a group', async () => {
		const { json } = await run(
			async (batch) => {
				const groups = groupBy(await asks(batch), ({ n }) => (n === 1 ? 'good' : 'bad'));
				await batch.each(groups, async ({ key, members }) => {
					if (key === 'bad') throw new Error('Bad');
					members.forEach(({ index }) => batch.ok(index, { index }));
				});
			},
			{ continueOnFail: true },
		);
		expect(json).toEqual([{ error: 'Bad' }, { index: 1 }, { error: 'Bad' }]);
	});
});

it('opens the client once, and links each item to the Label Editor then', async () => {
	const { json } = await run(async (batch) => {
		const unit = { projectHash: 'p', dataHash: 'd' };
		batch.ok(0, unit);
		expect(await batch.client()).toBe(await batch.client());
		batch.ok(1, unit);
		batch.ok(2, { ...unit, frame: 3 });
	});
	expect(json[0]).not.toHaveProperty('editorUrl');
	expect(String(json[1]!.editorUrl)).toMatch(/^https:\/\/app\.encord\.com\/label_editor\/p\/d/);
	expect(json[2]!.editorUrl).not.toBe(json[1]!.editorUrl);
});

it('puts groups in the order of their first entry, and failed entries behind the others', () => {
	expect(groupBy(['b1', 'a1', 'b2'], ([key]) => key!)).toEqual([
		{ key: 'b', members: ['b1', 'b2'] },
		{ key: 'a', members: ['a1'] },
	]);
	expect(failedLast([1, 2, 3, 4], (entry) => entry % 2 === 1)).toEqual([2, 4, 1, 3]);
});
