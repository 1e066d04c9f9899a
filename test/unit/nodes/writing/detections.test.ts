/** Object: Add Many, and attributes that a model gives: what is saved, left out and refused. */
import { describe, expect, it } from '@jest/globals';
import { addManyObjects } from '../../../../nodes/Encord/operations/object/addMany';
import { setObjectAttributes } from '../../../../nodes/Encord/operations/object/setAttributes';
import { AnswerCount, refusedOf, reported } from '../../../../nodes/shared/writing/answerReports';
import type { FieldReport } from '../../../../src/reply/report';
import { operationOf, runOperation } from '../fakeN8n';
import { detections, titles, world } from './world';

const found = (some: unknown, more: object = {}) => ({
	...detections,
	ignoreUnmatched: false,
	detections: some,
	...more,
});
const car = (confidence = 1, place = 0) => ({
	class: 'Car',
	box: [place, 0, place + 64, 48],
	confidence,
});
const of = (title: string) => ({ class: title, box: [0, 0, 9, 9] });
const saveRest = { options: { onRefused: 'saveRest' } };

describe('detections', () => {
	it('are listed with what was done', async () => {
		const { json } = await world().run(addManyObjects, detections);
		expect(json).toMatchObject([
			{
				summary: 'Added Car on frame 3 and Thing on frame 3',
				added: 2,
				detections: 2,
				belowThreshold: 0,
				unmatched: {},
				faults: [],
				repaired: [],
			},
		]);
	});

	it('below the minimum confidence are left out, and counted', async () => {
		const { run, saved } = world();
		const { json } = await run(
			addManyObjects,
			found([car(0.5), car(0.49, 100), car(0.1, 200)], { minConfidence: 0.5 }),
		);
		expect(json).toMatchObject([
			{
				added: 1,
				belowThreshold: 2,
				summary: 'Added Car on frame 3; not taken: 2 below the minimum confidence',
			},
		]);
		expect(titles(saved()).objects).toEqual(['Car']);
	});

	it.each([
		[['a', 'b'], '2 of classes that are not in the ontology (a, b)'],
		[['a', 'a', 'b', 'c', 'd'], '5 of classes that are not in the ontology (a, b, c, d)'],
		[
			['a', 'b', 'c', 'd', 'e', 'f'],
			'6 of classes that are not in the ontology (a, b, c, d and 2 more)',
		],
	])('of unknown classes %j are left out where the form says so', async (names, remark) => {
		const { json } = await world().run(
			addManyObjects,
			found([car(), ...names.map(of)], { ignoreUnmatched: true }),
		);
		expect(json[0]!.summary).toBe(`Added Car on frame 3; not taken: ${remark}`);
		const counts = Object.fromEntries(
			names.map((name) => [name, names.filter((one) => one === name).length]),
		);
		expect(json[0]!.unmatched).toEqual(counts);
	});

	it('that are refused are listed by their number, and the others are saved', async () => {
		const { run, saved } = world();
		const { json, hints } = await run(
			addManyObjects,
			found([of('Bus'), car(), of('Van')], saveRest),
		);
		expect(json).toMatchObject([
			{
				added: 1,
				detections: 3,
				faults: [
					{ detection: 1, message: expect.stringContaining('Bus') },
					{ detection: 3, message: expect.stringContaining('Van') },
				],
				summary: expect.stringContaining('refused 2 of 3 detections'),
			},
		]);
		expect(hints).toEqual([expect.stringMatching(/^2 of 3 detections refused\./)]);
		expect(titles(saved()).objects).toEqual(['Car']);
	});

	it('fail the item where the form says so, with the first reason', async () => {
		const { run, encord } = world();
		const form = found([car(), of('Bus'), of('Van')], { options: { onRefused: 'fail' } });
		await expect(run(addManyObjects, form)).rejects.toMatchObject({
			message: expect.stringMatching(
				/^2 of the detections or their answers were refused\. Detection 2: .*Bus/,
			),
			description: 'Check Format, Numbers Are and Class Names.',
		});
		expect(encord.requests).not.toContain('save');
	});

	it.each(['fail', 'saveRest'])(
		'of which none can be read fail the item: %s',
		async (onRefused) => {
			const { run } = world();
			await expect(
				run(addManyObjects, found([of('Bus')], { options: { onRefused } })),
			).rejects.toThrow(/^No detection could be read\. Detection 1: .*Bus/);
			await expect(
				run(addManyObjects, found('I see a car.', { options: { onRefused } })),
			).rejects.toThrow(/^No detection could be read\. (?!Detection)/);
		},
	);

	it('may be none at all', async () => {
		const { run, encord } = world();
		expect((await run(addManyObjects, found([]))).json).toMatchObject([
			{ saved: false, added: 0, detections: 0 },
		]);
		expect(encord.requests).not.toContain('save');
	});

	it.each([[null], [''], [undefined]])('that are %j are refused', async (some) =>
		expect(world().run(addManyObjects, found(some))).rejects.toThrow(
			'Detections is empty for this item',
		),
	);

	it('that are not found again are removed where the form says so, and nothing was refused', async () => {
		const remove = { removeEarlier: true };
		const { run, saved } = world();
		await run(addManyObjects, detections);
		await run(addManyObjects, found([car()]));
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
		const some = [car(), of('Bus')];
		await run(addManyObjects, found(some, { options: { ...remove, onRefused: 'saveRest' } }));
		expect(titles(saved()).objects).toEqual(['Car', 'Thing']);
		const { json } = await run(addManyObjects, found([car()], { options: remove }));
		expect(json).toMatchObject([{ removed: 1 }]);
		expect(titles(saved()).objects).toEqual(['Car']);
	});

	it.each([
		[{ imageWidth: 320 }, 'Picture Height (Pixels) is not given'],
		[{ imageHeight: 240 }, 'Picture Width (Pixels) is not given'],
	])('of a picture with the size %j are refused', async (options, message) =>
		expect(world().run(addManyObjects, found([car()], { options }))).rejects.toThrow(message),
	);

	it('of a smaller picture are scaled', async () => {
		const { run, saved } = world();
		await run(addManyObjects, found([car()], { options: { imageWidth: 320, imageHeight: 240 } }));
		expect(saved().objects[0]!.places[0]!.coordinates).toMatchObject({
			boundingBox: { x: 0, y: 0, w: 0.2, h: 0.2 },
		});
	});

	it.each([
		[[{ from: 'auto', to: 'Car' }], 'Car'],
		[
			[
				{ from: '', to: '' },
				{ from: '*', to: 'Thing' },
			],
			'Thing',
		],
	])('of classes that have another name: %j', async (pairs, title) => {
		const { run, saved } = world();
		await run(addManyObjects, found([of('auto')], { classMap: { class: pairs } }));
		expect(titles(saved()).objects).toEqual([title]);
	});

	it.each([
		[{ from: 'auto', to: '' }, 'Class Names: "auto" has no name beside it'],
		[{ from: '', to: 'Car' }, 'Class Names: "Car" has no name beside it'],
	])('of a class with half a name are refused: %j', async (pair, message) =>
		expect(
			world().run(addManyObjects, found([car()], { classMap: { class: [pair] } })),
		).rejects.toThrow(message),
	);
});

describe('attributes that a model gives', () => {
	const said = (modelAnswer: unknown, more: object = {}) => ({
		objectsBy: 'filter',
		objectFilters: { classes: 'Car' },
		object: 'Car',
		attributeMode: 'model',
		modelAnswer,
		...more,
	});

	it('are saved but for those that are refused', async () => {
		const { run, saved } = world();
		await run(addManyObjects, detections);
		const { json, hints } = await run(
			setObjectAttributes,
			said({ Plate: '0042', Make: 'Fiat' }, { options: { onRefusedAnswer: 'saveRest' } }),
		);
		expect(json).toMatchObject([
			{
				changed: 1,
				answers: [
					{ field: 'Plate', outcome: 'taken', value: '0042' },
					{ field: 'Make', outcome: 'refused', reason: expect.stringContaining('Fiat') },
				],
			},
		]);
		expect(hints).toHaveLength(1);
		expect(saved().objects.map(({ attributes }) => attributes)).toEqual([{ Plate: '0042' }, {}]);
	});
});

describe('what is said about a model’s reply', () => {
	const taken: FieldReport = { field: 'A', outcome: 'taken' } as FieldReport;
	const refused = {
		field: 'B',
		outcome: 'refused',
		reason: 'No.',
		accepted: ['x'],
	} as unknown as FieldReport;

	it('is nothing where nothing was asked', () => expect(reported([])).toEqual({}));

	it('lists all parts, and those that were refused as problems', () => {
		const bare = { outcome: 'refused' } as FieldReport;
		expect(reported([taken, refused, bare])).toEqual({
			report: { answers: [taken, refused, bare] },
			problems: [
				{ severity: 'error', code: 'badAnswer', message: 'No.', field: 'B', accepted: ['x'] },
				{ severity: 'error', code: 'badAnswer', message: 'It cannot be read.' },
			],
			refused: '2 of 3 answers',
		});
		expect(refusedOf([taken], 'detections')).toEqual({});
	});

	it('is counted over all items; a plan that is made again replaces the count of its item', async () => {
		const shown = async (fill: (count: AnswerCount) => void) => {
			const { hints } = await runOperation(
				operationOf(async (batch) => {
					const count = new AnswerCount();
					fill(count);
					count.show(batch);
					batch.ok(0, {});
				}),
				{ parameters: {} },
			);
			return hints;
		};
		expect(
			await shown((count) => {
				count.add(0, [refused, refused, refused]);
				count.add(0, [taken, refused]);
				count.add(1, [refused]);
			}),
		).toEqual(['2 of 3 answers refused. The output lists the reasons under "answers".']);
		expect(await shown((count) => count.add(0, [taken]))).toEqual([]);
	});
});
