/** What the operations that write labels save, and what they say about it. */
import { describe, expect, it } from '@jest/globals';
import { clearClassifications } from '../../../nodes/Encord/operations/classification/clear';
import { setClassification } from '../../../nodes/Encord/operations/classification/set';
import { addManyObjects } from '../../../nodes/Encord/operations/object/addMany';
import { changeObjectClass } from '../../../nodes/Encord/operations/object/changeClass';
import { deleteObjects } from '../../../nodes/Encord/operations/object/delete';
import { setObjectAttributes } from '../../../nodes/Encord/operations/object/setAttributes';
import { undoAgentLabels } from '../../../nodes/Encord/operations/labelRow/undoAgent';
import { finishTask } from '../../../nodes/Encord/operations/task/finish';
import { getManyIssues } from '../../../nodes/Encord/operations/issue/getMany';
import { id, runOperation } from './fakeN8n';
import { labelRow } from './fixtures';
import { answered, detections, modelSaid, things, titles, UNIT, world } from './writing/world';

describe('answers', () => {
	it('are saved once, and the same again changes nothing', async () => {
		const { run, saved, encord } = world();
		const parameters = answered({ Weather: 'Rain', Quality: 'Good' });
		const { json } = await run(setClassification, parameters);
		expect(json).toMatchObject([
			{ saved: true, added: 2, projectHash: id(1), dataHash: UNIT, labelHash: id(30) },
		]);
		expect(titles(saved()).classifications).toEqual([{ Weather: 'Rain' }, { Quality: 'Good' }]);
		expect((await run(setClassification, parameters)).json).toMatchObject([
			{ saved: false, added: 0, changed: 0 },
		]);
		expect(encord.requests.filter((request) => request === 'save')).toHaveLength(1);
	});

	it('of a model are saved but for those that are refused, which are counted', async () => {
		const { run, saved } = world();
		const said = { Weather: 'Rain', Quality: 'Middling' };
		const { json, hints } = await run(setClassification, modelSaid(said));
		expect(json).toMatchObject([
			{
				saved: true,
				added: 1,
				answers: [
					{ field: 'Weather', outcome: 'taken', value: 'Rain' },
					{ field: 'Quality', outcome: 'refused', reason: expect.stringContaining('Middling') },
				],
			},
		]);
		expect(json[0]!.summary).toContain('1 of 2 answers');
		expect(hints).toEqual([
			'1 of 2 answers refused. The output lists the reasons under "answers".',
		]);
		expect(titles(saved()).classifications).toEqual([{ Weather: 'Rain' }]);
	});

	it('of a model are not saved at all where the form says so', async () => {
		const { run, encord } = world();
		const said = modelSaid({ Weather: 'Rain', Quality: 'Middling' }, { onRefusedAnswer: 'fail' });
		await expect(run(setClassification, said)).rejects.toThrow(/Middling/);
		await expect(run(setClassification, modelSaid('No idea.'))).rejects.toThrow();
		expect(encord.requests).not.toContain('save');
	});

	it('of a dry run are told and not saved', async () => {
		const { run, encord } = world();
		const parameters = answered({ Weather: 'Rain' }, { options: { dryRun: true } });
		expect((await run(setClassification, parameters)).json).toMatchObject([
			{ saved: false, dryRun: true, added: 1 },
		]);
		expect(encord.requests).not.toContain('save');
	});

	it('are removed by name, and the others stay', async () => {
		const { run, saved } = world();
		await run(setClassification, answered({ Weather: 'Rain', Quality: 'Good' }));
		const { json } = await run(clearClassifications, {
			frameScope: 'all',
			classifications: 'Weather',
		});
		expect(json).toMatchObject([{ saved: true, removed: 1 }]);
		expect(titles(saved()).classifications).toEqual([{ Quality: 'Good' }]);
	});
});

describe('objects', () => {
	it('that are selected are removed, and no others', async () => {
		const { run, saved } = world();
		await run(addManyObjects, detections);
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
		expect((await run(deleteObjects, things)).json).toMatchObject([{ saved: true, removed: 1 }]);
		expect(titles(saved()).objects).toEqual(['Car']);
	});

	it('that are selected get another class, and their places stay', async () => {
		const { run, saved } = world();
		await run(addManyObjects, detections);
		const place = saved().objects[1]!.places[0]!.coordinates;
		await run(changeObjectClass, { ...things, object: 'Car' });
		expect(titles(saved()).objects).toEqual(['Car', 'Car']);
		expect(saved().objects[1]!.places[0]!.coordinates).toEqual(place);
	});

	it('that are selected get attributes', async () => {
		const { run, saved } = world();
		await run(addManyObjects, detections);
		await run(setObjectAttributes, {
			objectsBy: 'filter',
			objectFilters: { classes: 'Car' },
			object: 'Car',
			attributeMode: 'json',
			attributesJson: { Plate: '0042' },
		});
		expect(saved().objects.map(({ attributes }) => attributes)).toEqual([{ Plate: '0042' }, {}]);
	});

	it('of one agent are undone, and those of another stay', async () => {
		const { run, saved } = world();
		const [car, thing] = detections.detections;
		await run(addManyObjects, { ...detections, detections: [car] });
		const other = { ...detections, detections: [thing], options: { agentName: 'other' } };
		await run(addManyObjects, other);
		const { json } = await run(undoAgentLabels, { undoAgentName: 'other' });
		expect(json).toMatchObject([{ saved: true, removed: 1 }]);
		expect(titles(saved()).objects).toEqual(['Car']);
	});

	it('of several items of one file are saved together', async () => {
		const { run, saved, encord } = world();
		const [car, thing] = detections.detections;
		const { json } = await run(
			addManyObjects,
			{},
			{
				items: [{}, {}],
				parameters: (index) => ({
					project: id(1),
					dataUnit: UNIT,
					...detections,
					detections: [index === 0 ? car : thing],
				}),
			},
		);
		expect(json).toMatchObject([{ added: 1 }, { added: 1 }]);
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
		expect(encord.requests.filter((request) => request === 'save')).toHaveLength(1);
	});
});

describe('a task', () => {
	const finish = (more: object = {}) => ({
		stage: id(10),
		task: id(33),
		pathway: 'Cat',
		...answered({ Weather: 'Rain' }),
		...more,
	});

	it('is moved when its labels are saved', async () => {
		const { run, saved, moves } = world();
		expect((await run(finishTask, finish())).json).toMatchObject([{ saved: true, moved: true }]);
		expect(titles(saved()).classifications).toEqual([{ Weather: 'Rain' }]);
		expect(moves).toMatchObject([{ taskUuid: id(33), pathway: { uuid: id(11) } }]);
	});

	it('stays where its labels are refused, or are not to be saved', async () => {
		const { run, encord, moves } = world();
		await expect(run(finishTask, finish(answered({ Weather: 'Dry' })))).rejects.toThrow(/Dry/);
		await run(finishTask, finish({ options: { dryRun: true } }));
		expect(moves).toEqual([]);
		expect(encord.requests).not.toContain('save');
	});

	it('that has left the stage gets no labels, and is no error', async () => {
		const { run, encord, moves } = world({ stage: id(20) });
		expect((await run(finishTask, finish())).json).toMatchObject([{ moved: false }]);
		expect(moves).toEqual([]);
		expect(encord.requests).not.toContain('save');
	});

	it('of another file is refused', async () => {
		const { run, encord, moves } = world({ task: id(77) });
		const error: unknown = await run(finishTask, finish()).catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			message: expect.stringContaining(
				`The task ${id(33)} is not the task of the data unit "asset"`,
			),
			description: expect.stringContaining('of the same item'),
		});
		expect(moves).toEqual([]);
		expect(encord.requests).not.toContain('save');
	});

	it('stays when another item with labels for it is refused', async () => {
		const { run, moves } = world();
		const { json } = await run(
			finishTask,
			{},
			{
				items: [{}, {}],
				continueOnFail: true,
				parameters: (index) => ({
					project: id(1),
					dataUnit: UNIT,
					...finish(answered({ Weather: index === 0 ? 'Rain' : 'Dry' })),
				}),
			},
		);
		expect(moves).toEqual([]);
		expect(json).toHaveLength(2);
		for (const { error } of json) expect(String(error)).toMatch(/\w+ \w+/);
	});
});

describe('issues', () => {
	it('are listed with their place, comments and state', async () => {
		const { json } = await runOperation(getManyIssues, {
			parameters: { project: id(1), dataUnit: UNIT, returnAll: true },
			client: {
				listLabelRows: async () => [labelRow()],
				listIssues: async function* () {
					yield {
						type: 'frameCoordinate',
						dataUuid: UNIT,
						frameIndex: 4,
						coordinate: { x: 0.25, y: 0.5 },
						comments: [
							{ content: 'Too large', authorEmail: 'ann@example.com', createdAt: 'then' },
							{ content: 'Corrected' },
						],
						tags: [{ name: 'box' }],
						resolutionHistory: [{ isResolved: false }, { isResolved: true }],
					};
					yield { type: 'newKind', dataUuid: UNIT, comments: [] };
				},
			},
		});
		expect(json).toMatchObject([
			{
				dataTitle: 'cat_01.jpg',
				place: 'point',
				frame: 4,
				x: 0.25,
				y: 0.5,
				comment: 'Too large',
				author: 'ann@example.com',
				replies: [{ comment: 'Corrected', author: null, createdAt: null }],
				tags: ['box'],
				resolved: true,
			},
			{ place: 'newKind', frame: null, comment: '', author: null, tags: [], resolved: false },
		]);
	});
});
