import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { operationRunner, byId, drawnVideo, useSandbox } from './encordRun';

const sandbox = useSandbox();

const run = operationRunner(sandbox);

const labels = async () => (await sandbox.row('Conformance', 'drive.mp4')).labels!;
const objectsOn = async (frame: number) => {
	const [unit] = Object.values((await labels()).data_units) as Array<{
		labels: Record<string, { objects: IDataObject[] }>;
	}>;
	return (unit!.labels[String(frame)]?.objects ?? []) as IDataObject[];
};

describe('objects of people', () => {
	it('stay as they are unless the form says otherwise', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const result = await run('object', 'delete', {}, [{ ...item, objectHashes: [hashes[0]!] }]);
		expect(result.error()!.message).toContain('was left as it is');
		expect(await objectsOn(3)).toHaveLength(1);
	});

	it('are deleted on all frames, or on some', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const some = await run(
			'object',
			'delete',
			{ replacePersonLabels: true, options: { onlyFrames: '4-7' } },
			[{ ...item, objectHashes: [hashes[0]!] }],
		);
		expect(some.json('Encord')[0]).toMatchObject({ saved: true, changed: 1 });
		expect(
			[await objectsOn(3), await objectsOn(4), await objectsOn(7), await objectsOn(9)].map(
				({ length }) => length,
			),
		).toEqual([1, 0, 0, 1]);
		const all = await run(
			'object',
			'delete',
			{ objectsBy: 'filter', objectFilters: { classes: 'car' }, replacePersonLabels: true },
			[item],
		);
		expect(all.json('Encord')[0]).toMatchObject({ removed: 2 });
		expect((await labels()).object_answers).toEqual({});
		expect(Object.keys((await labels()).classification_answers)).toHaveLength(1);
	});

	it('get attributes, static and dynamic', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const result = await run(
			'object',
			'setAttributes',
			{
				attributeMode: 'json',
				attributesJson: '={{ { Plate: $json.plate, Make: "volvo", "Brake lights": "On" } }}',
				replacePersonLabels: true,
				options: { dynamicFrames: '4' },
			},
			[
				{ ...item, objectHash: hashes[0]!, plate: 'ABC 123' },
				{ ...item, objectHash: hashes[1]!, plate: 'XYZ 9' },
			],
			{ onError: 'continueErrorOutput' },
		);
		const { object_answers: answers, object_actions: actions } =
			(await labels()) as unknown as Record<
				string,
				Record<string, { classifications: IDataObject[]; actions: IDataObject[] }>
			>;
		const plate = (hash: string) =>
			answers![hash]!.classifications.find(({ name }) => name === 'Plate')?.answers;
		expect(plate(hashes[0]!)).toBe('ABC 123');
		expect(actions![hashes[0]!]!.actions).toEqual([
			expect.objectContaining({ name: 'Brake lights', range: [[4, 4]] }),
		]);
		expect(result.json('Encord')).toHaveLength(1);
		expect(result.json('Encord', 1)[0]!.error).toContain('rame');
	});

	it('take the reply of a model, with dynamic answers for single frames', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const output =
			'Here it is:\n```json\n{"plate": "007", "Make": "Volvos", "Brake lights": {"3": "on"}, "Mood": "good"}\n```';
		const given = [{ ...item, objectHash: hashes[0]!, output }];
		const model = { attributeMode: 'model', replacePersonLabels: true };
		const strict = await run(
			'object',
			'setAttributes',
			{ ...model, onRefusedAnswer: 'fail' },
			given,
			{ onError: 'continueErrorOutput' },
		);
		expect(strict.json('Encord', 1)[0]!.error).toMatch(/^1 of 4 answers were refused\. "Mood"/);
		const result = await run('object', 'setAttributes', model, given);
		const { object_answers: answers, object_actions: actions } =
			(await labels()) as unknown as Record<
				string,
				Record<string, { classifications: IDataObject[]; actions: IDataObject[] }>
			>;
		expect(
			answers![hashes[0]!]!.classifications.find(({ name }) => name === 'Plate')?.answers,
		).toBe('007');
		expect(actions![hashes[0]!]!.actions).toEqual([
			expect.objectContaining({ name: 'Brake lights', range: [[3, 3]] }),
		]);
		expect(result.json('Encord')[0]!.answers).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ field: 'Mood', outcome: 'refused' }),
				expect.objectContaining({ field: 'Make', outcome: 'repaired', value: 'Volvo' }),
			]),
		);
	});

	it('take another class of the same shape with its attributes, and refuse another shape', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const result = await run(
			'object',
			'changeClass',
			{ object: byId('Road'), replacePersonLabels: true },
			[{ ...item, objectHash: hashes[1]! }],
		);
		expect(result.error()!.message).toMatch(/Road/);
		expect((await objectsOn(9))[0]).toMatchObject({ name: 'Car' });
	});

	it('take the attributes of the new class out of a model reply', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const result = await run(
			'object',
			'changeClass',
			{ object: byId('Car'), attributeMode: 'model', replacePersonLabels: true },
			[{ ...item, objectHash: hashes[1]!, output: 'It reads: {"Plate": "0042", "Mood": "good"}' }],
		);
		expect(result.json('Encord')[0]!.answers).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ field: 'Plate', outcome: 'repaired', value: '0042' }),
				expect.objectContaining({ field: 'Mood', outcome: 'refused' }),
			]),
		);
		const { object_answers: answers } = (await labels()) as unknown as {
			object_answers: Record<string, { classifications: IDataObject[] }>;
		};
		expect(answers[hashes[1]!]!.classifications).toEqual([
			expect.objectContaining({ name: 'Plate', answers: '0042' }),
		]);
	});

	it('take the class that a model names, with its attributes, and refuse what is no class of their shape', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const given = (output: string) => [{ ...item, objectHash: hashes[1]!, output }];
		const model = { newClassFrom: 'model', attributeMode: 'model', replacePersonLabels: true };
		const refused = await run('object', 'changeClass', model, given('Road'));
		expect(refused.error()!.message).toMatch(/names no class.*"Road".*The classes are: .*Car/s);
		const result = await run(
			'object',
			'changeClass',
			{ ...model, onRefusedAnswer: 'fail' },
			given('I think: {"class": "cars", "Plate": "0042"}'),
		);
		expect(result.json('Encord')[0]!.answers).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ field: 'Class', outcome: 'repaired', value: 'Car' }),
				expect.objectContaining({ field: 'Plate', value: '0042' }),
			]),
		);
		expect((await objectsOn(9))[0]).toMatchObject({ name: 'Car' });
		const { object_answers: answers } = (await labels()) as unknown as {
			object_answers: Record<string, { classifications: IDataObject[] }>;
		};
		expect(answers[hashes[1]!]!.classifications).toEqual([
			expect.objectContaining({ name: 'Plate', answers: '0042' }),
		]);
	});

	it('are named by their ids, and an unknown id fails its item alone', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const result = await run(
			'object',
			'delete',
			{ replacePersonLabels: true },
			[
				{ ...item, objectHashes: ['unknown0'] },
				{ ...item, objectHashes: [hashes[1]!] },
				{ ...item, objectHashes: null },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			expect.stringContaining('no object "unknown0"'),
			'Object IDs: The item names no object',
		]);
		expect(await objectsOn(9)).toEqual([]);
		expect(await objectsOn(3)).toHaveLength(1);
	});
});

describe('reading labels', () => {
	it('tells a row by titles, and gives the raw row on request', async () => {
		const { item } = await drawnVideo(sandbox);
		const tidy = (await run('labelRow', 'get', {}, [item])).json('Encord')[0]!;
		expect(tidy).toMatchObject({
			dataTitle: 'drive.mp4',
			frames: 50,
			answers: { Caption: 'A street' },
			objects: [
				{
					class: 'Car',
					frames: [
						[3, 4],
						[7, 7],
					],
				},
				{ class: 'Car', frames: [[9, 9]] },
			],
			classifications: [{ classification: 'Caption', frames: [[12, 13]] }],
		});
		const raw = (await run('labelRow', 'get', { simplify: false }, [item])).json('Encord')[0]!;
		expect(raw).toHaveProperty('labelRow.object_answers');
	});

	it('creates no labels by looking at a row that has none', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'walk-around');
		const result = await run('labelRow', 'get', {}, [
			{ projectHash: sandbox.project('Conformance').projectHash, dataHash },
		]);
		expect(result.json('Encord')[0]).toMatchObject({
			labelHash: null,
			objects: [],
			classifications: [],
		});
		expect(await sandbox.row('Conformance', 'walk-around')).toMatchObject({ labelHash: null });
	});

	it('reads 200 rows with three calls', async () => {
		const rows = await sandbox.rows('Many');
		const items = rows.map(({ dataHash }) => ({
			projectHash: sandbox.project('Many').projectHash,
			dataHash,
		}));
		await run('classification', 'set', { answerMode: 'json', answersJson: '{"Legs":4}' }, items);
		await sandbox.requests();
		const result = await run('labelRow', 'get', {}, items);
		expect(await sandbox.requests()).toEqual({
			'projects.get': 1,
			'labelrowmetadata.GET': 1,
			'labelrow.GET': 1,
		});
		expect(result.json('Encord').every(({ answers }) => (answers as IDataObject).Legs === 4)).toBe(
			true,
		);
	}, 30_000);

	it('gives objects one by one: those selected in the editor, of a class, on frames, of an author', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const get = async (parameters: INodeParameters, more: IDataObject = {}) =>
			(await run('object', 'getMany', parameters, [{ ...item, ...more }]))
				.json('Encord')
				.map(({ objectHash, frame, frames }) => [objectHash, frame, frames]);
		const first = [
			hashes[0],
			3,
			[
				[3, 4],
				[7, 7],
			],
		];
		const second = [hashes[1], 9, [[9, 9]]];
		expect(await get({})).toEqual([first, second]);
		expect(await get({ objectsBy: 'item' }, { objectHashes: [hashes[1]!] })).toEqual([second]);
		expect(await get({ objectFilters: { frames: '4-8' } })).toEqual([
			[
				hashes[0],
				4,
				[
					[4, 4],
					[7, 7],
				],
			],
		]);
		expect(await get({ objectFilters: { classes: 'Road, car' } })).toEqual([first, second]);
		expect(await get({ objectFilters: { author: 'own' } })).toEqual([]);
		expect(await get({ objectFilters: { author: 'others' }, limit: 1 })).toEqual([first]);
	});

	it('gives the places of objects in the format of a detector as well', async () => {
		const { hashes, item } = await drawnVideo(sandbox);
		const written = async (parameters: INodeParameters) => {
			const [object] = (
				await run('object', 'getMany', { objectsBy: 'item', ...parameters }, [
					{ ...item, objectHashes: [hashes[0]!] },
				])
			).json('Encord');
			return (object!.places as IDataObject[]).map(({ written: second, pixels }) => ({
				second,
				pixels,
			}));
		};
		for (const { second, pixels } of await written({ writeAs: 'xywh', writeScale: 'pixels' })) {
			const { x, y, w, h } = (pixels as { boundingBox: { [side: string]: number } }).boundingBox;
			expect(second).toEqual([x, y, w, h].map((side) => expect.closeTo(side!, 6)));
		}
		expect(await written({ writeAs: 'pascalVoc' })).toEqual(
			expect.arrayContaining([
				{
					second: { bndbox: expect.objectContaining({ xmin: expect.any(Number) }) },
					pixels: expect.anything(),
				},
			]),
		);
		expect((await written({}))[0]!.second).toBeUndefined();
	});

	it('gives answers one by one, filtered by title, frame and agent', async () => {
		const { item } = await drawnVideo(sandbox);
		await run(
			'classification',
			'set',
			{ answerMode: 'json', answersJson: '{"People count":3}', frame: 5 },
			[item],
		);
		const get = async (filters: INodeParameters) =>
			(await run('classification', 'getMany', { filters }, [item]))
				.json('Encord')
				.map(({ classification, frame, answers }) => [classification, frame, answers]);
		expect(await get({})).toEqual([
			['People count', 5, { 'People count': 3 }],
			['Caption', 12, { Caption: 'A street' }],
		]);
		expect(await get({ classifications: 'caption' })).toEqual([
			['Caption', 12, { Caption: 'A street' }],
		]);
		expect(await get({ frames: '0-5' })).toEqual([['People count', 5, { 'People count': 3 }]]);
		expect(await get({ agent: 'n8n' })).toEqual([['People count', 5, { 'People count': 3 }]]);
	});
});

describe('Classification: Clear', () => {
	it("clears this agent's answers and leaves those of people", async () => {
		const { item } = await drawnVideo(sandbox);
		await run(
			'classification',
			'set',
			{
				answerMode: 'json',
				answersJson: '{"Tags":["Night"],"People count":3}',
				frameScope: 'frames',
				frames: '12,20',
			},
			[item],
		);
		expect(Object.keys((await labels()).classification_answers)).toHaveLength(3);
		const cleared = await run('classification', 'clear', { frameScope: 'all' }, [item]);
		expect(cleared.json('Encord')[0]).toMatchObject({
			saved: true,
			removed: 2,
			problems: [{ code: 'keptForeignLabel', item: 'Caption' }],
		});
		expect(
			Object.values((await labels()).classification_answers).map(
				({ classifications }) => (classifications as IDataObject[])[0]!.name,
			),
		).toEqual(['Caption']);
	});

	it('clears only the frame and the classification that are named', async () => {
		const { item } = await drawnVideo(sandbox);
		await run(
			'classification',
			'set',
			{
				answerMode: 'json',
				answersJson: '{"Tags":["Night"],"People count":3}',
				frameScope: 'frames',
				frames: '5-6',
			},
			[item],
		);
		const cleared = await run(
			'classification',
			'clear',
			{ frame: 6, classifications: '={{ ["Tags"] }}' },
			[item],
		);
		expect(cleared.json('Encord')[0]).toMatchObject({
			saved: true,
			changes: [{ title: 'Tags', frames: [[6, 6]] }],
		});
	});
});

describe("Label Row: Undo Agent's Labels", () => {
	it('removes what that agent wrote, nothing else', async () => {
		const { item } = await drawnVideo(sandbox);
		const set = async (agentName: string, answer: string, frame: number) =>
			await run(
				'classification',
				'set',
				{
					answerMode: 'json',
					answersJson: `{"People count":${answer}}`,
					frame,
					options: { agentName },
				},
				[item],
			);
		await set('counter', '3', 1);
		await set('other', '4', 2);
		const result = await run('labelRow', 'undoAgent', { undoAgentName: 'counter' }, [item]);
		expect(result.json('Encord')[0]).toMatchObject({
			saved: true,
			removed: 1,
			changes: [{ title: 'People count', frames: [[1, 1]] }],
		});
		expect(Object.keys((await labels()).classification_answers)).toHaveLength(2);
		expect(Object.keys((await labels()).object_answers)).toHaveLength(2);
	});
});
