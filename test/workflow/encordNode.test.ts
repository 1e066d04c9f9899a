import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { node, runWorkflow, workflow, type RunOptions } from './harness';
import { burntNumber, MANY, NodeSandbox } from './nodeSandbox';

let sandbox: NodeSandbox;
beforeAll(async () => {
	sandbox = await NodeSandbox.start();
}, 60_000);
afterAll(async () => await sandbox.stop());
beforeEach(async () => {
	await sandbox.control('POST', 'reset');
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const encord = (resource: string, operation: string, parameters: INodeParameters = {}, more = {}) =>
	node('Encord', 'n8n-nodes-encord.encord', { resource, operation, ...parameters }, more);
const run = async (parameters: ReturnType<typeof encord>, options: RunOptions = {}) =>
	await runWorkflow(workflow([parameters]), { credentials: sandbox.credentials, ...options });
const projectHash = (title: 'Conformance' | 'Many' = 'Conformance') => sandbox.project(title).projectHash;

/** Items as the triggers give them, for every row of a project. */
async function taskItems(title: 'Conformance' | 'Many') {
	const stage = sandbox.project(title).agentStages[0]!;
	const tasks = await sandbox.tasks(title);
	return tasks.map(({ uuid, dataHash }, index) => ({
		json: { projectHash: projectHash(title), stageUuid: stage.uuid, taskUuid: uuid, dataHash, index } as IDataObject,
	}));
}

describe('reading', () => {
	it('gets a project, its workflow and its ontology', async () => {
		const result = await run(encord('project', 'get', { project: byId(projectHash()) }));
		expect(result.json('Encord')[0]).toMatchObject({ title: 'Conformance', stages: ['Agent 1', 'Annotate 1', 'Review 1', 'Complete'] });
		const flow = await run(encord('project', 'getWorkflow', { project: byId(projectHash()) }));
		expect((flow.json('Encord')[0]!.stages as IDataObject[])[0]).toMatchObject({
			title: 'Agent 1', pathways: [{ title: 'annotate', destinationTitle: 'Annotate 1' }, { title: 'review' }, { title: 'complete' }],
		});
		const ontology = await run(encord('ontology', 'get'), { items: [{ json: { projectHash: projectHash() } }] });
		expect((ontology.json('Encord')[0]!.classifications as IDataObject[]).map(({ title }) => title))
			.toEqual(['Caption', 'Weather', 'Tags', 'People count', 'Overall quality']);
	});

	it('takes a project by the address of a page of the app', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'cat.jpg');
		const address = `https://label.example.com/label_editor/${projectHash()}/${dataHash}/0?objectHash=x`;
		const result = await run(encord('project', 'get', { project: { __rl: true, mode: 'url', value: address } }));
		expect(result.json('Encord')[0]).toMatchObject({ title: 'Conformance' });
	});

	it('lists label rows with limit and filters', async () => {
		const list = async (parameters: INodeParameters) =>
			(await run(encord('labelRow', 'getMany', { project: byId(projectHash('Many')), ...parameters }))).json('Encord');
		expect(await list({ limit: 3 })).toHaveLength(3);
		expect(await list({ returnAll: true })).toHaveLength(MANY);
		expect(await list({ filters: { titleContains: '-19' } })).toHaveLength(10);
	});

	it('says what to do about a project the key cannot see', async () => {
		const result = await run(encord('project', 'get', { project: byId('00000000-0000-4000-8000-000000000000') }));
		expect(result.error()).toMatchObject({ message: expect.any(String), description: expect.stringContaining('ID') });
		expect(result.error()!.context).toMatchObject({ itemIndex: 0 });
	});
});

describe('files and frames', () => {
	it('downloads a file under its name', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'letters.txt');
		const result = await run(encord('storageItem', 'download'), { items: [{ json: { projectHash: projectHash(), dataHash } }] });
		const [item] = result.items('Encord');
		expect(item!.binary!.data).toMatchObject({ fileName: 'letters.txt', mimeType: 'text/plain' });
		expect(String(await result.binary(item))).toContain('Letters to the workshop');
		expect(item!.json).toMatchObject({ name: 'letters.txt', itemType: 'plainText' });
		expect(JSON.stringify(item!.json)).not.toContain('signature');
	});

	it('gets storage items behind data units with three calls, metadata parsed', async () => {
		const rows = await sandbox.rows('Conformance');
		await sandbox.requests();
		const items = rows.map(({ dataHash }) => ({ json: { projectHash: projectHash(), dataHash } }));
		const result = await run(encord('storageItem', 'get'), { items });
		expect(await sandbox.requests()).toEqual({ 'labelrowmetadata.GET': 1, 'items.getBulk': 1 });
		const street = result.json('Encord').find(({ name }) => name === 'street-01.png');
		expect(street).toMatchObject({ clientMetadata: { camera: 'front', site: 'London' }, width: 320 });
		expect(street).not.toHaveProperty('signedUrl');
	});

	it('gets exactly the frames that were asked for, each data unit opened once', async () => {
		const video = await sandbox.row('Conformance', 'drive.mp4');
		const group = await sandbox.row('Conformance', 'walk-around');
		const image = await sandbox.row('Conformance', 'cat.jpg');
		const ask = (dataHash: string, frame?: number) => ({ json: { projectHash: projectHash(), dataHash, ...(frame === undefined ? {} : { frame }) } });
		const items = [ask(video.dataHash, 37), ask(group.dataHash, 2), ask(video.dataHash, 0), ask(image.dataHash), ask(video.dataHash, 37)];
		await sandbox.requests();
		const result = await run(encord('frame', 'get'), { items });
		expect(result.error()).toBeUndefined();
		const calls = await sandbox.requests();
		expect({ ...calls, 'media.get': 0 }).toEqual({ 'media.get': 0, 'labelrowmetadata.GET': 1, 'items.getBulk': 1, 'items.children': 1 });
		const pictures = await Promise.all(result.items('Encord').map(async (item) => await result.binary(item)));
		expect(await Promise.all(pictures.map(burntNumber))).toEqual([37, 2, 0, null, 37]);
		expect(result.json('Encord')[0]).toMatchObject({
			projectHash: projectHash(), dataHash: video.dataHash, dataTitle: 'drive.mp4', frame: 37, timeSeconds: 1.48, width: 320, height: 240,
		});
		expect(result.items('Encord').map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((index) => ({ item: index })));
		expect(result.items('Encord')[0]!.binary!.data).toMatchObject({ mimeType: 'image/jpeg', fileName: 'drive_frame_37.jpg' });
	}, 30_000);

	it('fails a frame that does not exist alone', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'drive.mp4');
		const items = [3, 99, 8].map((frame) => ({ json: { projectHash: projectHash(), dataHash, frame } }));
		const result = await run(encord('frame', 'get', {}, { onError: 'continueErrorOutput' }), { items });
		expect(result.json('Encord').map(({ frame }) => frame)).toEqual([3, 8]);
		expect(result.json('Encord', 1)).toEqual([{ error: expect.stringContaining('Frame 99 does not exist') }]);
	}, 30_000);

	it('refuses a picture of audio and says what to do instead', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'tone.wav');
		const result = await run(encord('frame', 'get'), { items: [{ json: { projectHash: projectHash(), dataHash } }] });
		expect(result.error()!.message).toContain('download the file instead');
	});
});

describe('Classification: Set', () => {
	const answers = (value: IDataObject) => ({ answerMode: 'form', answers: { mappingMode: 'defineBelow', value, schema: [] } }) as unknown as INodeParameters;

	it('writes 200 rows with at most five calls, and the same again with no save', async () => {
		const items = await taskItems('Many');
		const set = encord('classification', 'set', { answerMode: 'json', answersJson: '={{ { Animal: $json.index % 2 ? "Dog" : "cat", Legs: $json.index } }}' });
		await sandbox.requests();
		const result = await run(set, { items });
		expect(result.error()).toBeUndefined();
		const calls = await sandbox.requests();
		expect(Object.values(calls).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(5);
		expect(result.json('Encord')).toHaveLength(MANY);
		expect(result.json('Encord')[7]).toMatchObject({ saved: true, added: 2, changed: 0, removed: 0, taskUuid: items[7]!.json.taskUuid });
		const rows = new Map((await sandbox.rows('Many')).map((row) => [row.dataHash, row]));
		for (const { json } of items) {
			const written = Object.values(rows.get(String(json.dataHash))!.labels!.classification_answers).flatMap(({ classifications }) => classifications as IDataObject[]);
			const animal = written.find(({ name }) => name === 'Animal')!.answers as IDataObject[];
			expect([animal[0]!.name, written.find(({ name }) => name === 'Legs')!.answers]).toEqual([Number(json.index) % 2 ? 'Dog' : 'Cat', json.index]);
		}
		const again = await run(set, { items });
		expect(again.json('Encord').every(({ saved, added, changed }) => saved === false && added === 0 && changed === 0)).toBe(true);
		expect((await sandbox.rows('Many')).every(({ saves }) => saves.length === 1)).toBe(true);
	}, 30_000);

	it('merges several items of one row into one save and loses none', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'drive.mp4');
		const items = Array.from({ length: 20 }, (_, frame) => ({ json: { projectHash: projectHash(), dataHash, frame, caption: `Frame ${frame}` } }));
		const result = await run(encord('classification', 'set', { answerMode: 'json', answersJson: '={{ { Caption: $json.caption } }}' }), { items });
		expect(result.error()).toBeUndefined();
		const { labels, saves } = await sandbox.row('Conformance', 'drive.mp4');
		expect(saves).toHaveLength(1);
		const captions = Object.values(labels!.classification_answers).map(({ classifications }) => (classifications as IDataObject[])[0]!.answers);
		expect(captions.sort()).toEqual(items.map(({ json }) => json.caption).sort());
	});

	it('takes the form with nested questions by feature hash, and leaves empty fields alone', async () => {
		const ontology = await run(encord('ontology', 'get'), { items: [{ json: { projectHash: projectHash('Many') } }] });
		const [animal, remark] = ontology.json('Encord')[0]!.classifications as IDataObject[];
		const root = await sandbox.row('Many', 'many-000.png');
		const breed = ((animal!.options as IDataObject[])[0]!.attributes as IDataObject[])[0]!;
		const definition = await run(encord('project', 'get', { project: byId(projectHash('Many')), simplify: false }));
		const editor = definition.json('Encord')[0]!.editorOntology as { classifications: Array<{ attributes: Array<{ name: string; featureNodeHash: string }> }> };
		const rootHash = (name: string) => editor.classifications.map(({ attributes }) => attributes[0]!).find((one) => one.name === name)!.featureNodeHash;
		const result = await run(
			encord('classification', 'set', answers({ [rootHash('Animal')]: 'Cat', [String(breed.featureHash)]: 'Siamese', [rootHash('Remark')]: '', [rootHash('Legs')]: null })),
			{ items: [{ json: { projectHash: projectHash('Many'), dataHash: root.dataHash } }] },
		);
		expect(result.json('Encord')[0]).toMatchObject({ saved: true, added: 1, changes: [{ title: 'Animal', after: { answers: { Animal: 'Cat' } } }] });
		const { labels } = await sandbox.row('Many', 'many-000.png');
		const [entry] = Object.values(labels!.classification_answers);
		expect((entry!.classifications as IDataObject[]).map(({ name, answers: given }) => [name, given]).sort()).toEqual([
			['Animal', [expect.objectContaining({ name: 'Cat' })]], ['Breed', 'Siamese'],
		]);
		expect(remark!.title).toBe('Remark');
	});

	it('writes nothing in a dry run and shows what would change', async () => {
		const { dataHash } = await sandbox.row('Many', 'many-000.png');
		const result = await run(
			encord('classification', 'set', { answerMode: 'json', answersJson: '{"Remark":"try"}', options: { dryRun: true } }),
			{ items: [{ json: { projectHash: projectHash('Many'), dataHash } }] },
		);
		expect(result.json('Encord')[0]).toMatchObject({ saved: false, dryRun: true, added: 1, changes: [{ change: 'added', title: 'Remark' }] });
		expect(await sandbox.row('Many', 'many-000.png')).toMatchObject({ labelHash: null, labels: null });
	});

	it('fails the items that are wrong and writes the others', async () => {
		const items = (await taskItems('Many')).slice(0, 4);
		items[3]!.json.dataHash = '00000000-0000-4000-8000-000000000000';
		const given = [{ Animal: 'Bird' }, { Nothing: 1 }, { Animal: 'Dog' }, { Animal: 'Dog' }];
		items.forEach(({ json }, index) => (json.answers = given[index]!));
		const result = await run(
			encord('classification', 'set', { answerMode: 'json', answersJson: '={{ $json.answers }}' }, { onError: 'continueErrorOutput' }), { items },
		);
		expect(result.json('Encord').map(({ dataHash }) => dataHash)).toEqual([items[2]!.json.dataHash]);
		expect(result.json('Encord', 1).map(({ error }) => error)).toEqual([
			expect.stringContaining('"Bird"'), expect.stringContaining('There is no classification "Nothing"'), expect.stringContaining('has no data unit'),
		]);
		expect((await sandbox.rows('Many')).filter(({ labels }) => labels && Object.keys(labels.classification_answers).length > 0)).toHaveLength(1);
	});

	it('answers an audio file as a whole, in the form Encord writes', async () => {
		const { dataHash } = await sandbox.row('Conformance', 'tone.wav');
		const result = await run(
			encord('classification', 'set', { answerMode: 'json', answersJson: '{"Caption":"A tone"}' }),
			{ items: [{ json: { projectHash: projectHash(), dataHash } }] },
		);
		expect(result.error()).toBeUndefined();
		const { labels } = await sandbox.row('Conformance', 'tone.wav');
		expect(Object.values(labels!.classification_answers)[0]).toMatchObject({ range: [[0, 0]] });
	});
});

describe('tasks', () => {
	const proceed = (parameters: INodeParameters, more = {}) => encord('task', 'proceed', { pathway: byId('={{ $json.pathway }}'), ...parameters }, more);

	it('moves 200 tasks with two calls', async () => {
		const items = await taskItems('Many');
		items.forEach(({ json }) => (json.pathway = Number(json.index) % 4 === 0 ? 'Cat' : 'dog'));
		await sandbox.requests();
		const result = await run(proceed({}), { items });
		expect(result.error()).toBeUndefined();
		expect(await sandbox.requests()).toEqual({ 'projects.get': 1, 'tasks.actions': 1 });
		const stages = (await sandbox.tasks('Many')).map(({ stage }) => stage);
		expect(stages.filter((stage) => stage === 'Cats')).toHaveLength(MANY / 4);
		expect(stages.filter((stage) => stage === 'Dogs')).toHaveLength(MANY - MANY / 4);
	});

	it('gives each pathway its output; a task somebody else has moved is reported on Other', async () => {
		const items = (await taskItems('Many')).slice(0, 3);
		items.forEach(({ json }, index) => (json.pathway = ['Dog', 'Cat', 'Cat'][index]!));
		await sandbox.control('POST', 'tasks', { project: 'Many', dataHash: items[2]!.json.dataHash, stage: 'Complete' });
		const { pathways } = sandbox.project('Many').agentStages[0]!;
		const outputs = pathways.filter(({ title }) => title !== 'Other').map(({ uuid, title }) => `${uuid}|${title}`);
		const result = await run(proceed({ onePerPathway: true, pathwayOutputs: outputs }), { items });
		expect(result.error()).toBeUndefined();
		expect([0, 1, 2].map((output) => result.json('Encord', output).map(({ taskUuid, alreadyMoved }) => [taskUuid, alreadyMoved]))).toEqual([
			[[items[1]!.json.taskUuid, false]], [[items[0]!.json.taskUuid, false]], [[items[2]!.json.taskUuid, true]],
		]);
		expect((await sandbox.tasks('Many')).find(({ uuid }) => uuid === items[2]!.json.taskUuid)).toMatchObject({ stage: 'Complete' });
	});

	it('keeps the error output apart from the pathway outputs', async () => {
		const items = (await taskItems('Many')).slice(0, 2);
		items.forEach(({ json }, index) => (json.pathway = ['Cat', 'Bird'][index]!));
		const { pathways } = sandbox.project('Many').agentStages[0]!;
		const result = await run(
			proceed({ onePerPathway: true, pathwayOutputs: pathways.map(({ uuid, title }) => `${uuid}|${title}`) }, { onError: 'continueErrorOutput' }),
			{ items },
		);
		expect([0, 1, 2, 3, 4].map((output) => result.items('Encord', output).length)).toEqual([1, 0, 0, 0, 1]);
		expect(result.json('Encord', 4)[0]).toMatchObject({ error: 'The stage "Agent 1" has no pathway "Bird"' });
	});

	it('sets priorities, 0 included', async () => {
		const items = (await taskItems('Many')).slice(0, 2);
		const result = await run(encord('task', 'setPriority', { priority: '={{ $json.index }}' }), { items });
		expect(result.error()).toBeUndefined();
		const rows = await sandbox.rows('Many');
		expect(items.map(({ json }) => rows.find(({ dataHash }) => dataHash === json.dataHash)!.priority)).toEqual([0, 1]);
	});
});

describe('the reply to a custom agent call', () => {
	it('goes out while the workflow runs on', async () => {
		const result = await runWorkflow(
			workflow([encord('agent', 'reply', { outcome: 'problem', message: '={{ $json.why }}' }), node('After', 'n8n-nodes-base.noOp')]),
			{ credentials: sandbox.credentials, items: [{ json: { why: 'Only polygons' } }] },
		);
		expect(result.responses).toEqual([expect.objectContaining({ statusCode: 400, body: { message: 'Only polygons' } })]);
		expect(result.json('After')).toEqual([{ replied: true, status: 400, message: 'Only polygons' }]);
	});
});

describe('the node itself', () => {
	it('sends a custom API call to the HTTP Request node', async () => {
		const result = await run(encord('project', '__CUSTOM_API_CALL__'));
		expect(result.error()).toMatchObject({ message: expect.stringContaining('HTTP Request node'), description: expect.stringContaining('Predefined Credential Type') });
	});

	it('ends at once when the execution is stopped', async () => {
		await sandbox.control('POST', 'faults', { match: { call: 'labelrowmetadata.GET' }, then: { delayMs: 20_000 } });
		const stop = new AbortController();
		const started = Date.now();
		const running = run(encord('labelRow', 'getMany', { project: byId(projectHash()) }), { signal: stop.signal });
		setTimeout(() => stop.abort(), 300);
		const result = await running;
		expect(Date.now() - started).toBeLessThan(2_000);
		expect(result.items('Encord')).toEqual([]);
	});

	it('keeps every item when Encord fails in the middle and errors go on', async () => {
		await sandbox.control('POST', 'faults', { match: { call: 'labelrow.POST' }, then: { status: 400, body: { status: 400, response: ['UNKNOWN_ERROR'] } }, times: 500 });
		const items = (await taskItems('Many')).slice(0, 3);
		const result = await run(encord('classification', 'set', { answerMode: 'json', answersJson: '{"Legs":4}' }, { onError: 'continueRegularOutput' }), { items });
		expect(result.json('Encord')).toHaveLength(3);
		expect(result.json('Encord').every(({ error }) => typeof error === 'string' && error !== '')).toBe(true);
		expect(result.items('Encord').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect((await sandbox.rows('Many')).every(({ saves }) => saves.length === 0)).toBe(true);
	}, 30_000);
});
