import { describe, expect, it } from '@jest/globals';

import type { Edit } from '../../../../src/labels/edits/edit';
import { applyEdits } from '../../../../src/labels/edits/apply';
import { editLabelRows } from '../../../../src/labels/saving/saving';
import type { EditJob, SavingOptions } from '../../../../src/labels/saving/editJob';
import { FakeEncord } from './fakeEncord';
import { context, ontology, box } from '../fixtures';

const options = (extra: Partial<SavingOptions> = {}): SavingOptions => ({
	ontology,
	agent: { name: 'detector' },
	now: () => new Date('2024-03-05T10:20:30Z'),
	...extra,
});
const weather = (answers: string, frames: number | Array<[number, number]> = 0): Edit => ({
	kind: 'setClassification',
	classification: 'Weather',
	answers,
	frames,
});
const caption = (answers: string, frames = 50): Edit => ({
	kind: 'setClassification',
	classification: 'Caption',
	answers,
	frames,
});
const jobs = (count: number, edit = weather('Rain')): EditJob[] =>
	Array.from({ length: count }, (_, i) => ({ dataHash: `data-${i}`, edits: [edit] }));
const countLabels = (encord: FakeEncord) =>
	[...encord.rows.values()].reduce(
		(sum, { labels }) => sum + Object.keys(labels.classification_answers).length,
		0,
	);

describe('saving', () => {
	it.each([
		['existing rows', true],
		['rows not created yet', false],
	])('edits 1,000 %s with four requests', async (_, created) => {
		const encord = new FakeEncord(1000, created);
		const outcomes = await editLabelRows(encord.client, 'project', jobs(1000), options());
		expect(encord.requests).toEqual(['list', 'read', 'list', 'save']);
		expect(outcomes.every(({ ok, saved }) => ok && saved)).toBe(true);
		expect(countLabels(encord)).toBe(1000);
	});

	it.each([true, false, undefined])(
		'lets Encord validate the labels as asked: %s',
		async (validate) => {
			const encord = new FakeEncord(2);
			await editLabelRows(encord.client, 'project', jobs(2), options({ validate }));
			expect(encord.saveOptions.map((asked) => asked.validate)).toEqual([validate]);
		},
	);

	it('merges jobs of one row into one save, each with its own outcome', async () => {
		const encord = new FakeEncord(1);
		const outcomes = await editLabelRows(
			encord.client,
			'project',
			[
				{ dataHash: 'data-0', edits: [weather('Rain')] },
				{ labelHash: 'label-0', edits: [weather('Rain')] },
				{ dataHash: 'data-0', edits: [caption('x')] },
				{ dataHash: 'data-0', edits: [weather('Snow')] },
				{ dataHash: 'elsewhere', edits: [] },
				{
					dataHash: 'data-0',
					plan: () => {
						throw new Error('bad expression');
					},
				},
			],
			options(),
		);
		expect(outcomes.map(({ ok, saved, diff }) => [ok, saved, diff.length])).toEqual([
			[true, true, 1],
			[true, false, 0],
			[true, true, 1],
			[false, false, 0],
			[false, false, 0],
			[false, false, 0],
		]);
		expect(outcomes[4]?.error?.message).toContain('no label row for elsewhere');
		expect(outcomes[5]?.error?.message).toBe('bad expression');
		expect(encord.requests.filter((name) => name === 'save')).toHaveLength(1);
	});

	it('saves nothing of a job that is to be done wholly or not at all, and the others beside it', async () => {
		const encord = new FakeEncord(1);
		const unknown = weather('Lava', 7);
		const outcomes = await editLabelRows(
			encord.client,
			'project',
			[
				{ dataHash: 'data-0', edits: [weather('Rain', 1)] },
				{ dataHash: 'data-0', edits: [weather('Sunny', 2), unknown], allOrNothing: true },
				{ dataHash: 'data-0', edits: [weather('Sunny', 3), unknown] },
			],
			options(),
		);
		expect(outcomes.map(({ ok, saved, diff }) => [ok, saved, diff.length])).toEqual([
			[true, true, 1],
			[false, false, 0],
			[false, true, 1],
		]);
		const { labels } = encord.rows.get('data-0')!;
		expect(Object.keys(labels.classification_answers)).toHaveLength(2);
	});

	it('saves nothing when nothing changes, and nothing in a dry run', async () => {
		const encord = new FakeEncord(2, false);
		const dry = await editLabelRows(encord.client, 'project', jobs(2), options({ dryRun: true }));
		expect(dry).toMatchObject([
			{ ok: true, saved: false, diff: [{ title: 'Weather' }] },
			{ ok: true, saved: false },
		]);
		expect(encord.requests).toEqual(['list']);
		await editLabelRows(encord.client, 'project', jobs(2), options());
		encord.requests.length = 0;
		const again = await editLabelRows(encord.client, 'project', jobs(2), options());
		expect(again).toMatchObject([
			{ ok: true, saved: false, diff: [] },
			{ ok: true, saved: false, diff: [] },
		]);
		expect(encord.requests).toEqual(['list', 'read']);
	});

	it('reports a refused save for its row only', async () => {
		const encord = new FakeEncord(3);
		encord.refuseSaving.add('label-1');
		const outcomes = await editLabelRows(encord.client, 'project', jobs(3), options());
		expect(outcomes.map(({ saved }) => saved)).toEqual([true, false, true]);
		expect(outcomes[1]).toMatchObject({ ok: false, error: { message: 'refused' } });
	});
});

describe('a row saved by somebody else meanwhile', () => {
	const withForeignSave = () => {
		const encord = new FakeEncord(2);
		let done = false;
		encord.between = (request) => {
			if (request !== 'list' || encord.requests.length < 3 || done) return;
			done = true;
			encord.save(
				applyEdits(
					encord.read('data-0'),
					ontology,
					[caption('theirs')],
					context({ agent: { name: 'other' } }),
				).labelRow,
			);
		};
		return encord;
	};

	it('is read and edited again', async () => {
		const encord = withForeignSave();
		const outcomes = await editLabelRows(encord.client, 'project', jobs(2), options());
		expect(outcomes.every(({ ok, saved }) => ok && saved)).toBe(true);
		expect(Object.keys(encord.read('data-0').classification_answers)).toHaveLength(2);
		expect(encord.requests).toEqual(['list', 'read', 'list', 'save', 'read', 'list', 'save']);
	});

	it('is refused on request', async () => {
		const encord = withForeignSave();
		const outcomes = await editLabelRows(
			encord.client,
			'project',
			jobs(2),
			options({ onConflict: 'refuse' }),
		);
		expect(outcomes).toMatchObject([
			{ ok: false, saved: false, error: { name: 'ConflictError' } },
			{ ok: true, saved: true },
		]);
	});

	it('is overwritten on request, without looking', async () => {
		const encord = withForeignSave();
		await editLabelRows(encord.client, 'project', jobs(2), options({ onConflict: 'overwrite' }));
		expect(encord.requests).toEqual(['list', 'read', 'save']);
	});

	it('in the very second of the read is still noticed', async () => {
		const encord = new FakeEncord(1);
		let done = false;
		encord.between = (request) => {
			if (request !== 'list' || encord.requests.length < 3 || done) return;
			done = true;
			const row = encord.rows.get('data-0');
			if (row)
				row.labels = applyEdits(
					encord.read('data-0'),
					ontology,
					[caption('theirs')],
					context({ agent: { name: 'other' } }),
				).labelRow;
		};
		await editLabelRows(
			encord.client,
			'project',
			jobs(1),
			options({ now: () => new Date('2023-02-10T01:02:04Z') }),
		);
		expect(Object.keys(encord.read('data-0').classification_answers)).toHaveLength(2);
	});
});

describe('a job that may no longer be saved', () => {
	const refused = new Error('The task has left.');
	const until = (encord: FakeEncord) => ({
		refusal: () => (encord.requests.includes('read') ? refused : undefined),
	});

	it.each(['reapply', 'refuse', 'overwrite'] as const)(
		'is not saved, and the others of its row are: %s',
		async (onConflict) => {
			const encord = new FakeEncord(2);
			const outcomes = await editLabelRows(
				encord.client,
				'project',
				[
					{ dataHash: 'data-0', edits: [weather('Rain')], ...until(encord) },
					{ dataHash: 'data-0', edits: [caption('x')], refusal: () => undefined },
					{ dataHash: 'data-1', edits: [weather('Rain')], ...until(encord) },
				],
				options({ onConflict }),
			);
			expect(outcomes.map(({ saved, error, diff }) => [saved, error, diff.length])).toEqual([
				[false, refused, 0],
				[true, undefined, 1],
				[false, refused, 0],
			]);
			expect(countLabels(encord)).toBe(1);
			expect(encord.requests.filter((name) => name === 'save')).toHaveLength(1);
		},
	);

	it('is not asked in a dry run, which saves nothing anyway', async () => {
		const encord = new FakeEncord(1);
		const [outcome] = await editLabelRows(
			encord.client,
			'project',
			[{ dataHash: 'data-0', edits: [weather('Rain')], ...until(encord) }],
			options({ dryRun: true }),
		);
		expect(outcome).toMatchObject({ ok: true, saved: false });
	});
});

it('writers of one process wait for each other, row by row', async () => {
	const encord = new FakeEncord(3);
	await Promise.all(
		Array.from({ length: 20 }, (_, i) =>
			editLabelRows(
				encord.client,
				'project',
				[0, 1, 2].map((row) => ({
					dataHash: `data-${(row + i) % 3}`,
					edits: [caption(`text ${i}`, i)],
				})),
				options(),
			),
		),
	);
	expect(countLabels(encord)).toBe(60);
});

it('loses no label in 200 random interleavings with somebody else', async () => {
	let seed = 7;
	const random = (max: number): number => (seed = (seed * 48271) % 2147483647) % max;
	for (let run = 0; run < 200; run++) {
		const encord = new FakeEncord(2, random(2) === 0);
		const theirs = new Set<number>();
		// Between our last look and our save nothing can be noticed; anywhere else somebody may save.
		encord.between = (request) => {
			if (request === 'save' || theirs.size >= 6 || random(3) > 0) return;
			const frame = random(50);
			theirs.add(frame);
			const row = encord.read('data-0');
			const edited = applyEdits(
				row,
				ontology,
				[caption(`theirs ${frame}`, frame)],
				context({ agent: { name: 'other' } }),
			).labelRow;
			encord.save(edited);
		};
		const frames = [60 + random(10), 80 + random(10)];
		const outcomes = await editLabelRows(
			encord.client,
			'project',
			frames.map((frame) => ({ dataHash: 'data-0', edits: [caption('ours', frame)] })),
			options(),
		);
		expect(outcomes.every(({ ok, saved }) => ok && saved)).toBe(true);
		const there = Object.values(encord.read('data-0').classification_answers).flatMap(({ range }) =>
			(range as Array<[number, number]>).map(([start]) => start),
		);
		expect(there.sort((a, b) => a - b)).toEqual([...theirs, ...frames].sort((a, b) => a - b));
	}
});

describe('a save without an answer', () => {
	const save = async (encord: FakeEncord, extra: Partial<SavingOptions> = {}) =>
		await editLabelRows(encord.client, 'project', jobs(2), options(extra));
	/** Somebody else adds a caption to the first row while the answer is missing. */
	const withForeignSave = (encord: FakeEncord) => {
		encord.between = (request) => {
			if (request === 'lost')
				encord.save(
					applyEdits(
						encord.read('data-0'),
						ontology,
						[caption('theirs')],
						context({ agent: { name: 'other' } }),
					).labelRow,
				);
		};
	};

	it('that arrived is not sent again, and is reported as saved', async () => {
		const encord = new FakeEncord(2);
		encord.lostSaves = 1;
		const outcomes = await save(encord);
		expect(encord.requests.filter((request) => request === 'save')).toHaveLength(1);
		expect(outcomes).toMatchObject([0, 1].map(() => ({ ok: true, saved: true, diff: [{}] })));
		expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined]);
	});

	it.each([true, false])(
		'of labels that are always added adds them once (it arrived: %s)',
		async (arrives) => {
			const encord = new FakeEncord(1);
			encord.lostSaves = 1;
			encord.lostSaveArrives = arrives;
			withForeignSave(encord);
			const before = Object.keys(encord.read('data-0').object_answers).length;
			const add: Edit = {
				kind: 'addObject',
				object: 'Car',
				mode: 'add',
				frames: 0,
				coordinates: box(),
			};
			const outcomes = await editLabelRows(encord.client, 'project', jobs(1, add), options());
			expect(outcomes).toMatchObject([{ ok: true, saved: true }]);
			expect(Object.keys(encord.read('data-0').object_answers)).toHaveLength(before + 1);
		},
	);

	it('that did not arrive is not taken for another save that added the same label', async () => {
		const encord = new FakeEncord(1);
		const car = (frames: number): Edit => ({
			kind: 'addObject',
			object: 'Car',
			frames,
			coordinates: box(),
		});
		encord.save(applyEdits(encord.read('data-0'), ontology, [car(3)], context()).labelRow);
		const [old] = Object.keys(encord.read('data-0').object_answers);
		const add = car(7);
		const remove: Edit = { kind: 'deleteObject', objectHash: old! };
		encord.lostSaves = 1;
		encord.lostSaveArrives = false;
		encord.between = (request) => {
			if (request !== 'lost') return;
			encord.save(applyEdits(encord.read('data-0'), ontology, [add], context()).labelRow);
		};
		const jobOfBoth = { dataHash: 'data-0', edits: [add, remove] };
		const outcomes = await editLabelRows(encord.client, 'project', [jobOfBoth], options());
		expect(outcomes).toMatchObject([{ ok: true, saved: true }]);
		const left = Object.keys(encord.read('data-0').object_answers);
		expect(left).toHaveLength(1);
		expect(left).not.toContain(old);
	});

	it('that did not arrive is sent again', async () => {
		const encord = new FakeEncord(2);
		encord.lostSaves = 2;
		encord.lostSaveArrives = false;
		expect(await save(encord)).toMatchObject([{ saved: true }, { saved: true }]);
		expect(encord.requests.filter((request) => request === 'save')).toHaveLength(3);
		expect(countLabels(encord)).toBe(2);
	});

	it.each([true, false])('keeps what others saved meanwhile (it arrived: %s)', async (arrives) => {
		const encord = new FakeEncord(2);
		encord.lostSaves = 1;
		encord.lostSaveArrives = arrives;
		withForeignSave(encord);
		expect(await save(encord)).toMatchObject([{ saved: true }, { saved: true }]);
		expect(Object.keys(encord.read('data-0').classification_answers)).toHaveLength(2);
		expect(countLabels(encord)).toBe(3);
	});

	it('refuses on request when others saved meanwhile, and only those rows', async () => {
		const encord = new FakeEncord(2);
		encord.lostSaves = 1;
		encord.lostSaveArrives = false;
		withForeignSave(encord);
		expect(await save(encord, { onConflict: 'refuse' })).toMatchObject([
			{ ok: false, saved: false, error: { name: 'ConflictError' } },
			{ ok: true, saved: true },
		]);
	});

	it.each(['reapply', 'overwrite'] as const)(
		'is not sent again when it may not be saved any more (%s)',
		async (onConflict) => {
			const encord = new FakeEncord(2);
			encord.lostSaves = 1;
			encord.lostSaveArrives = false;
			let hasLeft = false;
			encord.between = (request) => void (hasLeft ||= request === 'lost');
			const left = new Error('The task has left the stage');
			const [first, second] = jobs(2);
			const outcomes = await editLabelRows(
				encord.client,
				'project',
				[{ ...first!, refusal: () => (hasLeft ? left : undefined) }, second!],
				options({ onConflict }),
			);
			expect(outcomes).toMatchObject([
				{ ok: false, saved: false, error: left },
				{ ok: true, saved: true },
			]);
			expect(countLabels(encord)).toBe(1);
		},
	);

	it.each([true, false])(
		'fails where the rows cannot be listed (it arrived: %s)',
		async (arrives) => {
			const encord = new FakeEncord(2);
			encord.lostSaves = 1;
			encord.lostSaveArrives = arrives;
			encord.between = (request) => {
				if (request === 'list' && encord.requests.includes('save')) throw new Error('No list');
			};
			const failed = { ok: false, saved: false, error: { name: 'NetworkError', message: 'lost' } };
			expect(await save(encord)).toMatchObject([failed, failed]);
			expect(countLabels(encord)).toBe(arrives ? 2 : 0);
			expect(encord.requests).toEqual(['list', 'read', 'list', 'save', 'list']);
		},
	);

	it('is sent again without looking when others are to be overwritten', async () => {
		const encord = new FakeEncord(2);
		encord.lostSaves = 1;
		withForeignSave(encord);
		await save(encord, { onConflict: 'overwrite' });
		expect(encord.requests).toEqual(['list', 'read', 'save', 'save']);
	});
});
