/** Which rows are asked for and saved, and at which edit times a row counts as changed by somebody else. */
import { describe, expect, it } from '@jest/globals';

import type { EncordClient } from '../../../../src/encord/client';
import type { LabelRowFilter } from '../../../../src/encord/calls/labelRows';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import type { EditJob, SavingOptions } from '../../../../src/labels/saving/editJob';
import { editLabelRows } from '../../../../src/labels/saving/saving';
import { context, ontology } from '../fixtures';
import { FakeEncord } from './fakeEncord';

const caption = (answers: string, frames = 50): Edit => ({
	kind: 'setClassification',
	classification: 'Caption',
	answers,
	frames,
});
const save = async (client: EncordClient, jobs: EditJob[], extra: Partial<SavingOptions> = {}) =>
	await editLabelRows(client, 'project', jobs, {
		ontology,
		agent: { name: 'detector' },
		now: () => new Date('2024-03-05T10:20:30Z'),
		...extra,
	});
const job: EditJob = { dataHash: 'data-0', edits: [caption('ours')] };
const captionsOf = (encord: FakeEncord) =>
	Object.keys(encord.read('data-0').classification_answers).length;
/** Somebody else adds a caption to the first row, in the same second or a later one. */
const theirs = (encord: FakeEncord, frame: number, sameSecond = false) => {
	const { labelRow } = applyEdits(
		encord.read('data-0'),
		ontology,
		[caption(`theirs ${frame}`, frame)],
		context({ agent: { name: 'other' } }),
	);
	if (sameSecond) encord.rows.get('data-0')!.labels = labelRow;
	else encord.save(labelRow);
};
const READ = 'list read list save';
const edited = Date.parse('2023-02-10T01:02:03Z');

describe('a row edited shortly before it was read', () => {
	const requests = async (sinceEdit: number, change?: (encord: FakeEncord) => void) => {
		const encord = new FakeEncord(1);
		let looks = 0;
		encord.between = (request) => {
			if (request === 'list' && ++looks === 2) change?.(encord);
		};
		const now = () => new Date(edited + sinceEdit);
		const outcomes = await save(encord.client, [job], { now });
		expect(outcomes).toMatchObject([{ ok: true, saved: true }]);
		return [encord.requests.join(' '), captionsOf(encord)];
	};

	it('is read again up to two seconds after, and saved when nobody has changed it', async () => {
		expect(await requests(0)).toEqual(['list read list read save', 1]);
		expect(await requests(2000)).toEqual(['list read list read save', 1]);
		expect(await requests(2001)).toEqual([READ, 1]);
	});

	it('is edited again when somebody saved in the same second', async () => {
		const [asked, captions] = await requests(500, (encord) => theirs(encord, 1, true));
		expect(asked).toMatch(/^list read list read read list read save$/);
		expect(captions).toBe(2);
	});

	it('is edited again when somebody saved later', async () => {
		const [asked, captions] = await requests(60_000, (encord) => theirs(encord, 1));
		expect(asked).toBe('list read list read list save');
		expect(captions).toBe(2);
	});

	it('that this save has created is not read again', async () => {
		const encord = new FakeEncord(1, false);
		await save(encord.client, [job], { now: () => new Date(edited) });
		expect(encord.requests.join(' ')).toBe(READ);
	});
});

describe('a row that somebody saves again and again', () => {
	it.each([
		[7, true],
		[8, false],
	])('%d times is saved at last: %s', async (times, saved) => {
		const encord = new FakeEncord(1);
		let looks = 0;
		encord.between = (request) => {
			if (request === 'list' && ++looks > 1 && looks <= times + 1) theirs(encord, looks);
		};
		const [outcome] = await save(encord.client, [job]);
		expect(outcome).toMatchObject({ ok: saved, saved });
		expect(captionsOf(encord)).toBe(times + (saved ? 1 : 0));
		if (!saved)
			expect(outcome!.error).toMatchObject({
				name: 'ConflictError',
				message: 'Somebody else saved this label row after it was read; nothing was saved.',
			});
	});

	it('is not read again where the save is refused instead', async () => {
		const encord = new FakeEncord(1);
		let looks = 0;
		encord.between = (request) => {
			if (request === 'list' && ++looks === 2) theirs(encord, 1);
		};
		const [outcome] = await save(encord.client, [job], { onConflict: 'refuse' });
		expect(outcome).toMatchObject({ ok: false, saved: false, error: { name: 'ConflictError' } });
		expect(encord.requests.join(' ')).toBe('list read list');
	});

	it('that is gone from the listing counts as changed', async () => {
		const encord = new FakeEncord(1);
		const row = encord.rows.get('data-0')!;
		encord.between = (request) => {
			if (request === 'list' && encord.requests.length > 2) encord.rows.delete('data-0');
		};
		const [outcome] = await save(encord.client, [job]);
		expect(outcome).toMatchObject({ ok: false, saved: false, error: { name: 'NotFoundError' } });
		expect(Object.keys(row.labels.classification_answers)).toEqual([]);
	});
});

describe('the row of a job', () => {
	/** The listings asked for, and which rows were read and saved. */
	const asked = async (jobs: EditJob[], extra: Partial<SavingOptions> = {}) => {
		const encord = new FakeEncord(3);
		const filters: LabelRowFilter[] = [];
		const read: Array<string | null> = [];
		const saved: string[] = [];
		const { client } = encord;
		const outcomes = await save(
			{
				...client,
				listLabelRows: async (project: string, filter: LabelRowFilter) => {
					filters.push(filter);
					return await client.listLabelRows(project, filter);
				},
				readOrCreateLabels: async (...given: Parameters<EncordClient['readOrCreateLabels']>) => {
					read.push(...given[1].map(({ label_hash }) => label_hash));
					return await client.readOrCreateLabels(...given);
				},
				saveLabels: async (...given: Parameters<EncordClient['saveLabels']>) => {
					saved.push(...given[1].map(({ label_hash }) => label_hash));
					return await client.saveLabels(...given);
				},
			} as unknown as EncordClient,
			jobs,
			extra,
		);
		return { outcomes, filters, read, saved };
	};
	const edits = [caption('ours')];
	const rows = async () => await new FakeEncord(3).client.listLabelRows('project', {});

	it('is found by its data or its labels', async () => {
		const { filters, saved } = await asked([
			{ dataHash: 'data-1', edits },
			{ labelHash: 'label-2', edits },
		]);
		expect(filters.slice(0, 2)).toEqual([
			{ dataHashes: ['data-1'], includeImagesData: false },
			{ labelHashes: ['label-2'], includeImagesData: false },
		]);
		expect(saved).toEqual(['label-1', 'label-2']);
	});

	it('is not listed when the caller has it, and has its pictures listed for a dry run', async () => {
		const known = await rows();
		const jobs: EditJob[] = [
			{ dataHash: 'data-1', edits },
			{ labelHash: 'label-2', edits },
		];
		expect((await asked(jobs, { rows: known, dryRun: true })).filters).toEqual([]);
		const some = await asked(jobs, { rows: known.slice(0, 1), dryRun: true });
		expect(some.filters).toEqual([
			{ dataHashes: ['data-1'], includeImagesData: true },
			{ labelHashes: ['label-2'], includeImagesData: true },
		]);
		expect(some.saved).toEqual([]);
	});

	it('is that on the branch "main", unless its labels are named', async () => {
		const known = (await rows()).slice(1, 2);
		const branch = known.map((row) => ({ ...row, label_hash: 'label-b', branch_name: 'draft' }));
		for (const both of [
			[...branch, ...known],
			[...known, ...branch],
		]) {
			const options = { rows: both, dryRun: true };
			const { read: main } = await asked([{ dataHash: 'data-1', edits }], options);
			expect(main).toEqual(['label-1']);
			const named = { dataHash: 'data-1', labelHash: 'label-b', edits };
			expect((await asked([named], options)).read).toEqual(['label-b']);
		}
	});

	it('that the project does not have fails its job, by the name it was given', async () => {
		const { outcomes, saved } = await asked([
			{ dataHash: 'elsewhere', edits },
			{ labelHash: 'label-x', edits },
			{ dataHash: 'data-0', edits },
		]);
		expect(outcomes.map(({ error }) => error?.message)).toEqual([
			'The project has no label row for elsewhere.',
			'The project has no label row for label-x.',
			undefined,
		]);
		expect(saved).toEqual(['label-0']);
	});
});

describe('an outcome', () => {
	it('has the row before the job, and as it is after all jobs of the row', async () => {
		const encord = new FakeEncord(1);
		const before = encord.read('data-0');
		const [first, second] = await save(encord.client, [
			{ dataHash: 'data-0', edits: [caption('a', 1)] },
			{ dataHash: 'data-0', edits: [caption('b', 2)] },
		]);
		const count = (row: { classification_answers?: object } | undefined) =>
			Object.keys(row?.classification_answers ?? {}).length;
		expect(first!.before).toEqual(before);
		expect([first!.before, second!.before].map(count)).toEqual([0, 1]);
		expect([first!.labelRow, second!.labelRow].map(count)).toEqual([2, 2]);
		expect(first).toMatchObject({ dataHash: 'data-0', labelHash: 'label-0' });
	});

	it('says that Encord refused the save, for all jobs of the row', async () => {
		const encord = new FakeEncord(1);
		encord.refuseSaving.add('label-0');
		const outcomes = await save(encord.client, [job, { ...job, edits: [caption('b', 2)] }]);
		expect(outcomes).toMatchObject(
			[0, 1].map(() => ({ ok: false, saved: false, error: { message: 'refused' } })),
		);
	});
});
