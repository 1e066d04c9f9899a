/** What becomes of each job: its plan, its edits, what is missing then, and what of it fails. */
import { describe, expect, it } from '@jest/globals';

import type { EncordClient } from '../../../../src/encord/client';
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { EditJob, SavingOptions } from '../../../../src/labels/saving/editJob';
import { editLabelRows } from '../../../../src/labels/saving/saving';
import { box, ontology, type FreeJson } from '../fixtures';
import { FakeEncord } from './fakeEncord';

const caption = (answers: string, frames: number): Edit => ({
	kind: 'setClassification',
	classification: 'Caption',
	answers,
	frames,
});
const car = (extra: object = {}): Edit => ({
	kind: 'addObject',
	object: 'Car',
	frames: 0,
	coordinates: box(0.9),
	...extra,
});
const save = async (
	encord: FakeEncord,
	jobs: EditJob[],
	extra: Partial<SavingOptions> = {},
	client: Partial<EncordClient> = {},
) =>
	await editLabelRows({ ...encord.client, ...client } as unknown as EncordClient, 'project', jobs, {
		ontology,
		agent: { name: 'detector' },
		now: () => new Date('2024-03-05T10:20:30Z'),
		...extra,
	});
const onFrame = (row: LabelRowJson, frame: number) =>
	(row.data_units['data-1']?.labels as FreeJson)[frame];

describe('a plan', () => {
	it('gets the row as the jobs before it have made it, and is in the outcome', async () => {
		const encord = new FakeEncord(1);
		const seen: unknown[] = [];
		const plan = { edits: [caption('b', 2)], note: 'mine' };
		const outcomes = await save(encord, [
			{ dataHash: 'data-0', edits: [caption('a', 1)] },
			{
				dataHash: 'data-0',
				plan: (row, given, metadata) => {
					seen.push(Object.keys(row.classification_answers).length, given, metadata.data_hash);
					return plan;
				},
			},
		]);
		expect(seen).toEqual([1, ontology, 'data-0']);
		expect(outcomes.map((outcome) => outcome.plan)).toEqual([undefined, plan]);
		expect(outcomes.map(({ diff }) => diff.length)).toEqual([1, 1]);
	});

	it('that cannot be made ends its own job, with the error or what was thrown', async () => {
		const fail = (thrown: unknown) => () => {
			throw thrown;
		};
		const error = new Error('no plan');
		const encord = new FakeEncord(1);
		const outcomes = await save(encord, [
			{ dataHash: 'data-0', plan: fail(error) },
			{ dataHash: 'data-0', plan: fail('text') },
			{ dataHash: 'data-0', edits: [caption('a', 1)] },
		]);
		expect(outcomes).toMatchObject([
			{ ok: false, saved: false, diff: [], problems: [], dataHash: 'data-0', labelHash: 'label-0' },
			{ ok: false, saved: false, diff: [] },
			{ ok: true, saved: true },
		]);
		expect(outcomes[0]!.error).toBe(error);
		expect(outcomes[1]!.error).toEqual(new Error('text'));
	});
});

describe('the options', () => {
	const saved = async (extra: Partial<SavingOptions>, edits: Edit[] = [car()]) => {
		const encord = new FakeEncord(1);
		const [outcome] = await save(encord, [{ dataHash: 'data-0', edits }], extra);
		return { outcome: outcome!, row: encord.read('data-0') };
	};

	it('say who edits, what becomes of coordinates outside, and how new hashes are made', async () => {
		const plain = await saved({});
		const [object] = onFrame(plain.row, 0).objects;
		expect(object).toMatchObject({
			boundingBox: { x: 0.9, w: expect.closeTo(0.1) },
			createdBy: null,
		});
		const { row } = await saved({ editor: 'key@example.com', outside: 'keep' });
		expect(onFrame(row, 0).objects[0]).toMatchObject({
			boundingBox: box(0.9).boundingBox,
			createdBy: 'key@example.com',
			createdAt: 'Tue, 05 Mar 2024 10:20:30 UTC',
		});
		const hashOf = async (id: string) => {
			const made = await saved({ randomId: () => id }, [car({ mode: 'add' })]);
			return Object.keys(made.row.object_answers).join();
		};
		expect(await hashOf('1')).toBe(await hashOf('1'));
		expect(await hashOf('1')).not.toBe(await hashOf('2'));
		const other = await saved({ agent: { name: 'other' } });
		expect(Object.keys(other.row.object_answers)).not.toEqual(
			Object.keys(plain.row.object_answers),
		);
	});

	it('say whether labels of others are replaced', async () => {
		const stamp = { createdBy: 'ann@example.com', manualAnnotation: true };
		const edits = [
			car({ hash: 'theirs00', stamp }),
			car({ hash: 'theirs00', coordinates: box(0.1) }),
		];
		expect((await saved({}, edits)).outcome).toMatchObject({ ok: false });
		expect((await saved({ replacePersonLabels: true }, edits)).outcome).toMatchObject({ ok: true });
	});
});

it('without a clock the time is now', async () => {
	const encord = new FakeEncord(1);
	const before = Date.now();
	await save(encord, [{ dataHash: 'data-0', edits: [car()] }], { now: undefined });
	const at = Date.parse(String(onFrame(encord.read('data-0'), 0).objects[0].createdAt));
	// Dates on labels have whole seconds.
	expect(at).toBeGreaterThan(before - 1000);
	expect(at).toBeLessThanOrEqual(Date.now());
});

describe('what is missing then', () => {
	const empty = (frames: number): Edit => ({
		kind: 'setClassification',
		classification: 'Caption',
		answers: { Caption: null },
		frames,
	});

	it('is told to the jobs that changed the label, when all jobs are done', async () => {
		const encord = new FakeEncord(1);
		const outcomes = await save(encord, [
			{ dataHash: 'data-0', edits: [empty(1)] },
			{ dataHash: 'data-0', edits: [caption('x', 2)] },
			{ dataHash: 'data-0', edits: [] },
		]);
		expect(
			outcomes.map(({ ok, problems }) => [ok, problems.map(({ code, item }) => [code, item])]),
		).toEqual([
			[true, [['missingAnswer', 'Caption']]],
			[true, []],
			[true, []],
		]);
	});
});

describe('a row', () => {
	const broken = (encord: FakeEncord) => {
		encord.rows.get('data-1')!.labels = {
			...encord.rows.get('data-1')!.labels,
			data_units: { 'data-1': null },
		} as never;
		return encord;
	};
	const jobs = [0, 1, 1].map(
		(row, at): EditJob => ({
			dataHash: `data-${row}`,
			edits: [caption('x', at)],
		}),
	);

	it('that is not in the form of Encord fails its jobs alone, and is not saved', async () => {
		const encord = broken(new FakeEncord(2));
		const outcomes = await save(encord, jobs);
		expect(outcomes.map(({ ok, saved, error }) => [ok, saved, error?.message])).toEqual([
			[true, true, undefined],
			...[1, 2].map(() => [false, false, 'The labels of "asset" are not in the form of Encord.']),
		]);
	});

	it.each<[string, unknown, string]>([
		['refuses to read', { ok: false, error: new Error('gone') }, 'gone'],
		['does not return', undefined, 'Encord returned no labels for this row.'],
	])('that Encord %s fails its jobs alone', async (_, outcome, message) => {
		const encord = new FakeEncord(2);
		const { client } = encord;
		const outcomes = await save(encord, jobs, {}, {
			readOrCreateLabels: async (project: string, rows: never[]) => {
				const [first] = await client.readOrCreateLabels(project, rows);
				return [first, outcome];
			},
		} as never);
		expect(outcomes.map(({ ok, saved, error }) => [ok, saved, error?.message])).toEqual([
			[true, true, undefined],
			[false, false, message],
			[false, false, message],
		]);
	});

	it('of which Encord does not confirm the save fails its jobs alone', async () => {
		const encord = new FakeEncord(2);
		const { client } = encord;
		const outcomes = await save(
			encord,
			jobs,
			{},
			{
				saveLabels: async (...given: Parameters<EncordClient['saveLabels']>) =>
					(await client.saveLabels(...given)).slice(0, 1),
			},
		);
		expect(outcomes.map(({ ok, saved, error }) => [ok, saved, error?.message])).toEqual([
			[true, true, undefined],
			[false, false, 'Encord did not confirm the save.'],
			[false, false, 'Encord did not confirm the save.'],
		]);
	});
});

it('a row that cannot be edited fails those of its jobs that have edits, and is not saved', async () => {
	const encord = new FakeEncord(2);
	const broken = encord.rows.get('data-0')!;
	broken.labels = { ...broken.labels, data_units: 5 as never };
	const outcomes = await save(encord, [
		{ dataHash: 'data-0', edits: [caption('a', 1)] },
		{ dataHash: 'data-0', edits: [] },
		{ dataHash: 'data-1', edits: [caption('a', 1)] },
	]);
	expect(outcomes.map(({ ok, saved, error }) => [ok, saved, error?.message])).toEqual([
		[false, false, 'The labels of "asset" are not in the form of Encord.'],
		[true, false, undefined],
		[true, true, undefined],
	]);
	expect(encord.read('data-0').classification_answers).toEqual({});
});

it('jobs that name nothing are told so', async () => {
	const [outcome] = await save(new FakeEncord(1), [{ edits: [] }]);
	expect(outcome).toEqual({
		ok: false,
		saved: false,
		dataHash: undefined,
		labelHash: undefined,
		diff: [],
		problems: [],
		error: expect.objectContaining({
			name: 'NotFoundError',
			message: 'The project has no label row for this item.',
		}),
	});
});

it('no jobs are no requests', async () => {
	const encord = new FakeEncord(1);
	expect(await save(encord, [])).toEqual([]);
	expect(encord.requests).toEqual([]);
});

it('more than a thousand rows are asked for, read and saved in two parts', async () => {
	const encord = new FakeEncord(1001);
	const jobs = Array.from(
		{ length: 1001 },
		(_, at): EditJob => ({
			dataHash: `data-${at}`,
			edits: [{ kind: 'deleteByAgent' }],
		}),
	);
	const outcomes = await save(encord, jobs);
	expect(outcomes.every(({ ok, saved }) => ok && !saved)).toBe(true);
	expect(encord.requests).toEqual(['list', 'list', 'read', 'read']);
});
