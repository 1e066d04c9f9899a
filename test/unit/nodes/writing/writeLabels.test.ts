/** What surrounds the labels of a write: pictures, the list of changes, labels of others, and failures. */
import { describe, expect, it } from '@jest/globals';
import { setClassification } from '../../../../nodes/Encord/operations/classification/set';
import { addManyObjects } from '../../../../nodes/Encord/operations/object/addMany';
import { changeObjectClass } from '../../../../nodes/Encord/operations/object/changeClass';
import { deleteObjects } from '../../../../nodes/Encord/operations/object/delete';
import { written, type Plan } from '../../../../nodes/shared/writing/writtenOutput';
import type { JobOutcome } from '../../../../src/labels/saving/editJob';
import { NotFoundError } from '../../../../src/encord/wire/errors';
import { id } from '../fakeN8n';
import { stored } from '../media/storedItems';
import { answered, detections, things, titles, UNIT, world } from './world';

const draw = { options: { drawChanges: true } };
const onFirst = { ...detections, frame: 0 };
const inStorage = { metadata: { backing_item_uuid: id(34) } };

describe('the picture of what was written', () => {
	it('that cannot be made is told, and the labels are saved', async () => {
		const { run, saved } = world({
			...inStorage,
			methods: {
				findStorageItems: async () => [{ ok: false, error: new NotFoundError('It is gone.') }],
			},
		});
		const { json, hints, outputs } = await run(addManyObjects, { ...onFirst, ...draw });
		expect(json).toMatchObject([{ saved: true, picture: 'No picture: It is gone.' }]);
		expect(outputs[0]![0]).not.toHaveProperty('binary');
		expect(hints).toEqual([
			'1 picture of changes could not be drawn. The labels are not affected; "picture" says why.',
		]);
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
	});

	it('is none where no object changed, which is no failure', async () => {
		const { run } = world({
			...inStorage,
			methods: { findStorageItems: async () => [{ ok: true, value: stored(34) }] },
		});
		const { json, hints } = await run(setClassification, answered({ Weather: 'Rain' }, draw));
		expect(json).toMatchObject([{ saved: true, picture: 'No picture: no object changed' }]);
		expect(hints).toEqual([]);
	});

	it('is not asked for by default', async () => {
		const { json } = await world(inStorage).run(addManyObjects, onFirst);
		expect(json[0]).not.toHaveProperty('picture');
	});
});

describe('labels of others', () => {
	/** A row on which a person placed a car and a thing. */
	async function ofPeople() {
		const given = world();
		await given.run(addManyObjects, { ...detections, options: { agentName: 'somebody' } });
		return given;
	}

	it('stay, and an item that would change nothing else fails', async () => {
		const { run, saved } = await ofPeople();
		const form = { ...things, object: 'Car', options: { agentName: 'me' } };
		await expect(run(changeObjectClass, form)).rejects.toMatchObject({
			message:
				'"Thing" on frames 3 was written or changed by somebody else and was left as it is. Allow replacing labels of people to change it.',
			description: 'Nothing was saved for this item.',
		});
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
	});

	it('stay beside those that change, which is told', async () => {
		const { run, saved } = await ofPeople();
		const [car] = detections.detections;
		await run(addManyObjects, {
			...detections,
			frame: 7,
			detections: [car],
			options: { agentName: 'me' },
		});
		const everything = { objectsBy: 'filter', objectFilters: {}, options: { agentName: 'me' } };
		const { json, hints } = await run(deleteObjects, everything);
		expect(json).toMatchObject([
			{
				removed: 1,
				summary: 'Removed Car on frame 7; kept 2 labels of others',
				problems: [{ code: 'keptForeignLabel' }, { code: 'keptForeignLabel' }],
			},
		]);
		expect(hints).toEqual([
			'2 labels of others were left as they are. "Replace Labels of People" would change that.',
		]);
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
	});

	it('are changed where the form says so', async () => {
		const { run, saved } = await ofPeople();
		await run(deleteObjects, { ...things, replacePersonLabels: true });
		expect(titles(saved()).objects).toEqual(['Car']);
	});
});

describe('several items', () => {
	const each = (dryRun: boolean[]) => (index: number) => ({
		project: id(1),
		dataUnit: UNIT,
		...answered(index === 0 ? { Weather: 'Rain' } : { People: 3 }, {
			options: { dryRun: dryRun[index] },
		}),
	});

	it('with other options have saves of their own', async () => {
		const { run, encord, saved } = world();
		const { json } = await run(
			setClassification,
			{},
			{
				items: [{}, {}],
				parameters: each([false, true]),
			},
		);
		expect(json).toMatchObject([
			{ saved: true, added: 1 },
			{ saved: false, dryRun: true, added: 1 },
		]);
		expect(encord.requests.filter((request) => request === 'save')).toHaveLength(1);
		expect(titles(saved()).classifications).toEqual([{ Weather: 'Rain' }]);
	});

	it('of which one names no file fail before anything is saved', async () => {
		const { run, encord } = world();
		const parameters = (index: number) => ({
			...each([false, false])(index),
			dataUnit: index === 0 ? UNIT : id(99),
		});
		await expect(run(setClassification, {}, { items: [{}, {}], parameters })).rejects.toThrow(
			`The project has no data unit ${id(99)}`,
		);
		expect(encord.requests).not.toContain('save');
		const { json } = await run(
			setClassification,
			{},
			{
				items: [{}, {}],
				parameters,
				continueOnFail: true,
			},
		);
		expect(json).toMatchObject([{ saved: true }, { error: /has no data unit/ }]);
	});
});

describe('the output of a write', () => {
	const outcome = (more: Partial<JobOutcome<Plan>> = {}): JobOutcome<Plan> =>
		({ diff: [], problems: [], saved: false, plan: { edits: [] }, ...more }) as JobOutcome<Plan>;
	const change = (kind: string) => ({
		...{ change: kind, type: 'object', hash: 'h', featureHash: 'f', title: 'Car' },
		frames: [[0, 0]],
	});
	const options = { saving: { dryRun: false }, includeDiff: false, drawChanges: false } as never;

	it('says that there was nothing to do', () =>
		expect(written(outcome(), options)).toEqual({
			summary: 'Nothing to change',
			saved: false,
			added: 0,
			changed: 0,
			removed: 0,
		}));

	it('counts the changes, and lists them where the form says so', () => {
		const diff = ['added', 'added', 'changed', 'removed'].map(change) as never;
		const done = outcome({ diff, saved: true, labelHash: 'l' });
		const json = {
			summary: expect.stringMatching(/^Added 2 × Car on frame 0; changed Car .*; removed Car/),
			labelHash: 'l',
			saved: true,
			added: 2,
			changed: 1,
			removed: 1,
		};
		expect(written(done, options)).toEqual(json);
		expect(written(done, { ...(options as object), includeDiff: true } as never)).toEqual({
			...json,
			changes: diff,
		});
	});

	it('has the problems of the input before those of the edits, without empty fields', () => {
		const problem = { severity: 'error', code: 'badAnswer', message: 'No.' } as const;
		const other = {
			...problem,
			message: 'Not there.',
			item: 'Car',
			field: 'f',
			frames: [[1, 2]],
			edit: 0,
			accepted: ['x'],
		};
		const json = written(
			outcome({
				problems: [other as never],
				plan: {
					edits: [],
					problems: [problem],
					report: { own: 1 },
					refused: '1 of 2 answers',
					remark: 'so it is',
				},
			}),
			{ ...(options as object), saving: { dryRun: true } } as never,
		);
		expect(json).toEqual({
			summary:
				'Would change nothing; so it is; would refuse 1 of 2 answers; 1 change could not be made',
			saved: false,
			dryRun: true,
			added: 0,
			changed: 0,
			removed: 0,
			own: 1,
			problems: [
				problem,
				{
					severity: 'error',
					code: 'badAnswer',
					message: 'Not there.',
					item: 'Car',
					field: 'f',
					frames: [[1, 2]],
					edit: 0,
				},
			],
		});
	});
});
