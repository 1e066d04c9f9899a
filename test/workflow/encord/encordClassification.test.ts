import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId, encord, runner, taskItems, useSandbox } from './encordRun';
import { MANY } from './nodeSandbox';

const sandbox = useSandbox();
const run = runner(sandbox);
const projectHash = (title: 'Conformance' | 'Many' = 'Conformance') =>
	sandbox.project(title).projectHash;

describe('Classification: Set', () => {
	const answers = (value: IDataObject) =>
		({
			answerMode: 'form',
			answers: { mappingMode: 'defineBelow', value, schema: [] },
		}) as unknown as INodeParameters;

	it('writes 200 rows with at most five calls, and the same again with no save', async () => {
		const items = await taskItems(sandbox, 'Many');
		const set = encord('classification', 'set', {
			answerMode: 'json',
			answersJson: '={{ { Animal: $json.index % 2 ? "Dog" : "cat", Legs: $json.index } }}',
		});
		await sandbox.requests();
		const result = await run(set, { items });
		expect(result.error()).toBeUndefined();
		const calls = await sandbox.requests();
		expect(Object.values(calls).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(5);
		expect(result.json('Encord')).toHaveLength(MANY);
		expect(result.json('Encord')[7]).toMatchObject({
			saved: true,
			added: 2,
			changed: 0,
			removed: 0,
			taskUuid: items[7]!.json.taskUuid,
		});
		const rows = new Map((await sandbox.rows('Many')).map((row) => [row.dataHash, row]));
		for (const { json } of items) {
			const written = Object.values(
				rows.get(String(json.dataHash))!.labels!.classification_answers,
			).flatMap(({ classifications }) => classifications as IDataObject[]);
			const animal = written.find(({ name }) => name === 'Animal')!.answers as IDataObject[];
			expect([animal[0]!.name, written.find(({ name }) => name === 'Legs')!.answers]).toEqual([
				Number(json.index) % 2 ? 'Dog' : 'Cat',
				json.index,
			]);
		}
		const again = await run(set, { items });
		expect(
			again
				.json('Encord')
				.every(({ saved, added, changed }) => saved === false && added === 0 && changed === 0),
		).toBe(true);
		expect((await sandbox.rows('Many')).every(({ saves }) => saves.length === 1)).toBe(true);
	}, 30_000);

	it('saves nothing when the answer for an item of another project is refused, and fails that item alone on request', async () => {
		const { dataHash } = await sandbox.row('Many', 'many-000.png');
		const other = await sandbox.row('Conformance', 'drive.mp4');
		const items = [
			{ json: { projectHash: projectHash('Many'), dataHash, answer: { Animal: 'Cat' } } },
			{ json: { projectHash: projectHash(), dataHash: other.dataHash, answer: { Animal: 'Cow' } } },
		];
		const set = (more = {}) =>
			encord(
				'classification',
				'set',
				{ answerMode: 'json', answersJson: '={{ $json.answer }}', frame: 0 },
				more,
			);
		expect((await run(set(), { items })).error()?.message).toContain('Animal');
		expect((await sandbox.row('Many', 'many-000.png')).saves).toHaveLength(0);
		const apart = await run(set({ onError: 'continueErrorOutput' }), { items });
		expect(apart.json('Encord')).toMatchObject([{ dataHash, saved: true }]);
		expect(apart.json('Encord', 1)).toMatchObject([{ error: expect.stringContaining('Animal') }]);
	});

	it('says what to do when the form answers a question that the ontology lost', async () => {
		const { dataHash } = await sandbox.row('Many', 'many-001.png');
		const result = await run(encord('classification', 'set', answers({ lostHash: 'Cat' })), {
			items: [{ json: { projectHash: projectHash('Many'), dataHash } }],
		});
		expect(result.error()).toMatchObject({
			message: expect.stringContaining(
				'"Cat" to a question that the ontology no longer has (lostHash)',
			),
			description: expect.stringContaining('refresh the fields'),
		});
	});

	it('merges several items of one row into one save and loses none', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'drive.mp4');
		const items = Array.from({ length: 20 }, (_, frame) => ({
			json: { projectHash: projectHash(), dataHash, frame, caption: `Frame ${frame}` },
		}));
		const result = await run(
			encord('classification', 'set', {
				answerMode: 'json',
				answersJson: '={{ { Caption: $json.caption } }}',
			}),
			{ items },
		);
		expect(result.error()).toBeUndefined();
		const { labels, saves } = await sandbox.row('Conformance', 'drive.mp4');
		expect(saves).toHaveLength(1);
		const captions = Object.values(labels!.classification_answers).map(
			({ classifications }) => (classifications as IDataObject[])[0]!.answers,
		);
		expect(captions.sort()).toEqual(items.map(({ json }) => json.caption).sort());
	});

	it('takes the form with nested questions by feature hash, and leaves empty fields alone', async () => {
		const ontology = await run(encord('ontology', 'get'), {
			items: [{ json: { projectHash: projectHash('Many') } }],
		});
		const [animal, remark] = ontology.json('Encord')[0]!.classifications as IDataObject[];
		const root = await sandbox.row('Many', 'many-000.png');
		const breed = ((animal!.options as IDataObject[])[0]!.attributes as IDataObject[])[0]!;
		const definition = await run(
			encord('project', 'get', { project: byId(projectHash('Many')), simplify: false }),
		);
		const editor = definition.json('Encord')[0]!.editorOntology as {
			classifications: Array<{ attributes: Array<{ name: string; featureNodeHash: string }> }>;
		};
		const rootHash = (name: string) =>
			editor.classifications
				.map(({ attributes }) => attributes[0]!)
				.find((one) => one.name === name)!.featureNodeHash;
		const result = await run(
			encord(
				'classification',
				'set',
				answers({
					[rootHash('Animal')]: 'Cat',
					[String(breed.featureHash)]: 'Siamese',
					[rootHash('Remark')]: '',
					[rootHash('Legs')]: null,
				}),
			),
			{ items: [{ json: { projectHash: projectHash('Many'), dataHash: root.dataHash } }] },
		);
		expect(result.json('Encord')[0]).toMatchObject({
			saved: true,
			added: 1,
			changes: [{ title: 'Animal', after: { answers: { Animal: 'Cat' } } }],
		});
		const { labels } = await sandbox.row('Many', 'many-000.png');
		const [entry] = Object.values(labels!.classification_answers);
		expect(
			(entry!.classifications as IDataObject[])
				.map(({ name, answers: given }) => [name, given])
				.sort(),
		).toEqual([
			['Animal', [expect.objectContaining({ name: 'Cat' })]],
			['Breed', 'Siamese'],
		]);
		expect(remark!.title).toBe('Remark');
	});

	it('writes nothing in a dry run and shows what would change', async () => {
		const { dataHash } = await sandbox.row('Many', 'many-000.png');
		const result = await run(
			encord('classification', 'set', {
				answerMode: 'json',
				answersJson: '{"Remark":"try"}',
				options: { dryRun: true },
			}),
			{ items: [{ json: { projectHash: projectHash('Many'), dataHash } }] },
		);
		expect(result.json('Encord')[0]).toMatchObject({
			saved: false,
			dryRun: true,
			added: 1,
			changes: [{ change: 'added', title: 'Remark' }],
		});
		expect(await sandbox.row('Many', 'many-000.png')).toMatchObject({
			labelHash: null,
			labels: null,
		});
	});

	it('leaves the list of changes out on request', async () => {
		const { dataHash } = await sandbox.row('Many', 'many-000.png');
		const set = encord('classification', 'set', {
			answerMode: 'json',
			answersJson: '{"Remark":"short"}',
			options: { omitDiff: true },
		});
		const [json] = (
			await run(set, { items: [{ json: { projectHash: projectHash('Many'), dataHash } }] })
		).json('Encord');
		expect(json).toMatchObject({ saved: true, added: 1 });
		expect(json).not.toHaveProperty('changes');
	});

	it('fails the items that are wrong and writes the others', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 4);
		items[3]!.json.dataHash = '00000000-0000-4000-8000-000000000000';
		const given = [{ Animal: 'Bird' }, { Nothing: 1 }, { Animal: 'Dog' }, { Animal: 'Dog' }];
		items.forEach(({ json }, index) => (json.answers = given[index]!));
		const result = await run(
			encord(
				'classification',
				'set',
				{ answerMode: 'json', answersJson: '={{ $json.answers }}' },
				{ onError: 'continueErrorOutput' },
			),
			{ items },
		);
		expect(result.json('Encord').map(({ dataHash }) => dataHash)).toEqual([
			items[2]!.json.dataHash,
		]);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			expect.stringContaining('"Bird"'),
			expect.stringContaining('There is no classification "Nothing"'),
			expect.stringContaining('has no data unit'),
		]);
		expect(
			(await sandbox.rows('Many')).filter(
				({ labels }) => labels && Object.keys(labels.classification_answers).length > 0,
			),
		).toHaveLength(1);
	});

	it('answers an audio file as a whole, in the form Encord writes', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'tone.wav');
		const result = await run(
			encord('classification', 'set', { answerMode: 'json', answersJson: '{"Caption":"A tone"}' }),
			{
				items: [{ json: { projectHash: projectHash(), dataHash } }],
			},
		);
		expect(result.error()).toBeUndefined();
		const { labels } = await sandbox.row('Conformance', 'tone.wav');
		expect(Object.values(labels!.classification_answers)[0]).toMatchObject({ range: [[0, 0]] });
	});

	describe('takes what a language model gave', () => {
		const given = async (
			output: unknown,
			parameters: INodeParameters = {},
			title = 'many-000.png',
		) => {
			const { dataHash } = await sandbox.row('Many', title);
			return {
				json: { projectHash: projectHash('Many'), dataHash, output, ...parameters } as IDataObject,
			};
		};
		const model = (parameters: INodeParameters = {}) =>
			encord(
				'classification',
				'set',
				{ answerMode: 'model', ...parameters },
				{ onError: 'continueErrorOutput' },
			);
		const written = async (title: string) =>
			Object.fromEntries(
				Object.values((await sandbox.row('Many', title)).labels?.classification_answers ?? {})
					.flatMap(({ classifications }) => classifications as IDataObject[])
					.map(({ name, answers: value }) => [
						name,
						Array.isArray(value) ? (value as IDataObject[]).map((one) => one.name) : value,
					]),
			) as IDataObject;

		it('sets what fits, reports the rest, and fails the item when nothing fits', async () => {
			const items = [
				await given(
					'Here you are:\n```json\n{"animal": "cat", "Breed": "Siamese", "Legs": "many", "Mood": "good"}\n```',
				),
				await given({ Animal: 'Bird' }, {}, 'many-001.png'),
				await given('', {}, 'many-002.png'),
			];
			const result = await run(model(), { items });
			expect(result.json('Encord')).toEqual([
				expect.objectContaining({ saved: true, added: 1, dataHash: items[0]!.json.dataHash }),
			]);
			expect(result.json('Encord')[0]!.problems).toEqual([
				expect.objectContaining({
					severity: 'error',
					field: 'Mood',
					message: expect.stringContaining('"Mood" is not a question'),
				}),
				expect.objectContaining({ severity: 'error', field: 'Legs' }),
			]);
			expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
				expect.stringMatching(
					/^Nothing in the model's answer fits the ontology\. "Bird" is not an option of "Animal"/,
				),
				'The model gave no answer',
			]);
			expect(await written('many-000.png')).toEqual({ Animal: ['Cat'], Breed: 'Siamese' });
			expect(await written('many-001.png')).toEqual({});
		});

		it('to one classification, as text of a chain', async () => {
			const { json } = await given(undefined);
			const answerTo = (title: string) =>
				({ answerTo: 'one', classification: byId(title) }) as unknown as INodeParameters;
			const remark = await run(model(answerTo('Remark')), {
				items: [{ json: { ...json, text: 'A gray picture.' } }],
			});
			const colors = await run(model(answerTo('Colors')), {
				items: [{ json: { ...json, text: 'Black, white.' } }],
			});
			expect(remark.json('Encord')[0]).not.toHaveProperty('problems');
			expect(colors.json('Encord')).toHaveLength(1);
			expect(await written('many-000.png')).toEqual({
				Remark: 'A gray picture.',
				Colors: ['Black', 'White'],
			});
			const unknown = await run(model(answerTo('Mood')), {
				items: [{ json: { ...json, text: 'x' } }],
			});
			expect(unknown.json('Encord', 1)[0]!.error).toContain('There is no classification "Mood"');
		});
	});
});
