/** Label Row: Reopen and Complete. */
import { describe, expect, it } from '@jest/globals';
import { completeLabelRow } from '../../../../nodes/Encord/operations/labelRow/complete';
import { reopenLabelRow } from '../../../../nodes/Encord/operations/labelRow/reopen';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { EncordClient } from '../../../../src/encord/client';
import { ServerError } from '../../../../src/encord/wire/errors';
import { id, runOperation, type FakeRun } from '../fakeN8n';
import { labelRow, petsProject } from '../fixtures';

const ANNOTATE = {
	stageType: 'ANNOTATION',
	uuid: 'AAAA0000-0000-4000-8000-000000000001',
	title: 'Annotate',
};
const TWICE = { stageType: 'CONSENSUS_ANNOTATION', uuid: id(71), title: 'Twice' };
const REVIEW = { stageType: 'REVIEW', uuid: id(72), title: 'Review' };
const DONE = { stageType: 'DONE', uuid: id(73), title: 'Complete' };

const rowIn = (
	stage: { uuid: string; title: string } | null,
	more: Partial<LabelRowMetadata> = {},
) => labelRow({ workflow_graph_node: stage, annotation_task_status: 'QUEUED', ...more });

interface World {
	/** The row before, and after the request. */
	rows: [before: LabelRowMetadata[], after?: LabelRowMetadata[]];
	stages?: Array<typeof ANNOTATE>;
	methods?: Partial<EncordClient>;
}

async function send(
	action: 'reopen' | 'complete',
	{ rows: [before, after = before], stages = [ANNOTATE, REVIEW, DONE], methods = {} }: World,
	parameters: object = {},
	more: Partial<FakeRun> = {},
) {
	let isSent = false;
	return await runOperation(action === 'reopen' ? reopenLabelRow : completeLabelRow, {
		parameters: { project: id(1), dataUnit: id(31), ...parameters },
		client: {
			getProject: async () => petsProject({ workflow: { stages } }),
			listLabelRows: async () => (isSent ? after : before),
			reopenOrComplete: async (_project, hashes) => {
				isSent = true;
				return hashes.map(() => ({ ok: true, value: undefined }));
			},
			...methods,
		},
		...more,
	});
}
const sent = ({ calls }: { calls: Array<[string, ...unknown[]]> }) =>
	calls.filter(([name]) => name === 'reopenOrComplete').map(([, ...given]) => given);

describe('a label row', () => {
	it('of another stage is reopened with one request, and not looked at again', async () => {
		const result = await send('reopen', { rows: [[rowIn(REVIEW)]] });
		expect(result.json).toMatchObject([
			{
				summary: 'Reopened "cat_01.jpg"',
				dataHash: id(31),
				labelHash: id(30),
				stageTitle: 'Review',
				reopened: true,
			},
		]);
		expect(result.json[0]).not.toHaveProperty('dryRun');
		expect(result.json[0]).not.toHaveProperty('note');
		expect(sent(result)).toEqual([[id(1), [id(30)], 'reopen']]);
		expect(result.calls.map(([name]) => name)).toEqual([
			'listLabelRows',
			'getProject',
			'reopenOrComplete',
		]);
	});

	it('is completed', async () => {
		const result = await send('complete', { rows: [[rowIn(REVIEW)]] });
		expect(result.json).toMatchObject([{ summary: 'Completed "cat_01.jpg"', completed: true }]);
		expect(sent(result)).toEqual([[id(1), [id(30)], 'complete']]);
	});

	it.each<[string, LabelRowMetadata, boolean, string]>([
		['is where it was', rowIn(ANNOTATE), false, 'Already so: "cat_01.jpg" is in "Annotate"'],
		[
			'came back to the same stage',
			rowIn(ANNOTATE, { annotation_task_status: 'RETURNED' }),
			true,
			'Reopened "cat_01.jpg"',
		],
		['is in another stage', rowIn(TWICE), true, 'Reopened "cat_01.jpg"'],
		['is in no stage', rowIn(null), true, 'Reopened "cat_01.jpg"'],
	])('that may have been there is looked at: it %s', async (_what, after, reopened, summary) => {
		const lower = { ...ANNOTATE, uuid: ANNOTATE.uuid.toLowerCase() };
		const stages = [ANNOTATE, TWICE, DONE];
		const before = after.workflow_graph_node === ANNOTATE ? rowIn(ANNOTATE) : rowIn(lower);
		const result = await send('reopen', { rows: [[before], [after]], stages });
		expect(result.json).toMatchObject([{ summary, reopened, stageTitle: 'Annotate' }]);
		expect(result.calls.map(([name]) => name)).toEqual([
			'listLabelRows',
			'getProject',
			'reopenOrComplete',
			'listLabelRows',
		]);
	});

	it('in the final stage is complete already', async () => {
		const { json } = await send('complete', { rows: [[rowIn(DONE)]] });
		expect(json).toMatchObject([
			{ summary: 'Already so: "cat_01.jpg" is in "Complete"', completed: false },
		]);
	});

	it('in a stage of consensus may be there already, too', async () => {
		const { json } = await send('reopen', { rows: [[rowIn(TWICE)]], stages: [ANNOTATE, TWICE] });
		expect(json).toMatchObject([{ reopened: false }]);
	});

	it.each([
		[
			rowIn(REVIEW, { label_hash: null }),
			'Left "cat_01.jpg" in "Review", because it has no labels yet',
		],
		[
			rowIn(null, { label_hash: null }),
			'Left "cat_01.jpg" where it is, because it has no labels yet',
		],
	])('without labels is left where it is by Reopen', async (row, summary) => {
		const result = await send('reopen', { rows: [[row]] });
		expect(result.json).toMatchObject([
			{ summary, reopened: false, note: 'The file has no labels yet.' },
		]);
		expect(sent(result).flatMap(([, hashes]) => hashes)).toEqual([]);
		expect(result.calls.map(([name]) => name)).not.toContain('getProject');
	});

	it('without labels is refused by Complete, before anything is sent', async () => {
		const rows = [
			rowIn(REVIEW),
			rowIn(REVIEW, { data_hash: id(32), label_hash: null, data_title: 'b' }),
		];
		const parameters = (index: number) => ({ project: id(1), dataUnit: id(31 + index) });
		const items = [{}, {}];
		await expect(
			send('complete', { rows: [rows] }, {}, { parameters, items }),
		).rejects.toMatchObject({
			message: 'The labels of "b" were never begun, so they cannot be completed',
			description: 'Label the file first, or move its task with Task: Move.',
		});
		const result = await send(
			'complete',
			{ rows: [rows] },
			{},
			{ parameters, items, continueOnFail: true },
		);
		expect(result.json).toMatchObject([{ completed: true }, { error: /never begun/ }]);
		expect(sent(result)).toEqual([[id(1), [id(30)], 'complete']]);
	});

	it('of several items is sent once', async () => {
		const result = await send('reopen', { rows: [[rowIn(REVIEW)]] }, {}, { items: [{}, {}] });
		expect(result.json).toMatchObject([{ reopened: true }, { reopened: true }]);
		expect(sent(result)).toEqual([[id(1), [id(30)], 'reopen']]);
	});

	it('that Encord refuses fails alone, when the others are reported', async () => {
		const rows = [rowIn(REVIEW), rowIn(REVIEW, { data_hash: id(32), label_hash: id(40) })];
		const methods = {
			reopenOrComplete: async (_project: string, hashes: string[]) =>
				hashes.map((hash) =>
					hash === id(30)
						? { ok: false as const, error: new ServerError('Encord is busy.', { status: 500 }) }
						: { ok: true as const, value: undefined },
				),
		};
		const parameters = (index: number) => ({ project: id(1), dataUnit: id(31 + index) });
		const more = { items: [{}, {}], parameters };
		const { json } = await send(
			'reopen',
			{ rows: [rows], methods },
			{},
			{ ...more, continueOnFail: true },
		);
		expect(json).toMatchObject([{ error: /Encord is busy/ }, { reopened: true }]);
		await expect(send('reopen', { rows: [rows], methods }, {}, more)).rejects.toThrow(
			'Encord is busy',
		);
	});
});

describe('a dry run', () => {
	const dryRun = { options: { dryRun: true } };

	it.each<[string, 'reopen' | 'complete', LabelRowMetadata, Array<typeof ANNOTATE>, string]>([
		['of another stage', 'reopen', rowIn(REVIEW), [ANNOTATE, REVIEW], 'Would reopen "cat_01.jpg"'],
		[
			'of the only stage of that kind',
			'reopen',
			rowIn(ANNOTATE),
			[ANNOTATE, REVIEW],
			'Already so: "cat_01.jpg" is in "Annotate"',
		],
		[
			'of one of several such stages',
			'reopen',
			rowIn(TWICE),
			[ANNOTATE, TWICE],
			'Would reopen "cat_01.jpg" unless "Twice" is the first annotation stage',
		],
		[
			'of one of several final stages',
			'complete',
			rowIn(DONE),
			[DONE, { ...DONE, uuid: id(99) }],
			'Would complete "cat_01.jpg" unless "Complete" is the final stage',
		],
		[
			'without labels',
			'reopen',
			rowIn(REVIEW, { label_hash: null }),
			[ANNOTATE],
			'Would leave "cat_01.jpg" in "Review", because it has no labels yet',
		],
	])(
		'says what would become of a row %s, and sends nothing',
		async (_what, action, row, stages, summary) => {
			const result = await send(action, { rows: [[row]], stages }, dryRun);
			expect(result.json).toMatchObject([
				{ summary, dryRun: true, [action === 'reopen' ? 'reopened' : 'completed']: false },
			]);
			expect(sent(result).flatMap(([, hashes]) => hashes)).toEqual([]);
		},
	);
});
