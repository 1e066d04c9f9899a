/** What people read of a run: the order of fields, links, hints on the node, words for states. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { WorkflowRun } from '../engine/harness';
import { byId, operationRunner, taskItems, unit as unitOf, useSandbox } from './encordRun';

const sandbox = useSandbox();
const run = operationRunner(sandbox);
const unit = async (title: string) => await unitOf(sandbox, title);
const NEW = { typeVersion: 2 };

const hintsOf = ({ run: { data } }: WorkflowRun) =>
	(data.resultData.runData.Encord?.at(-1)?.hints ?? []).map(({ message }) => message);

describe('hints on the node', () => {
	const box = { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } };

	it('tell of tasks that were already moved, once for all items', async () => {
		const items = (await taskItems(sandbox, 'Many')).slice(0, 3).map(({ json }) => json);
		const proceed = async (some: IDataObject[]) =>
			await run('task', 'proceed', { pathway: byId('Cat') }, some);
		expect(hintsOf(await proceed(items.slice(0, 2)))).toEqual([]);
		const again = await proceed(items);
		expect(hintsOf(again)).toEqual(['2 tasks were already moved; nothing was done for them.']);
		expect(again.json('Encord').map(({ summary }) => summary)).toEqual([
			expect.stringMatching(/^Already moved: the task [\da-f-]{36} is no longer in "Agent 1"$/),
			expect.stringMatching(/^Already moved: /),
			expect.stringMatching(/^Sent the task [\da-f-]{36} along "Cat" to "Cats"$/),
		]);
		expect(again.json('Encord')[2]).toMatchObject({ destinationTitle: 'Cats', pathway: 'Cat' });
	});

	it('count a task once, however many items name it', async () => {
		const [item] = (await taskItems(sandbox, 'Many')).map(({ json }) => json);
		const proceed = async () =>
			await run('task', 'proceed', { pathway: byId('Cat') }, [item!, item!]);
		await proceed();
		expect(hintsOf(await proceed())).toEqual([
			'1 task was already moved; nothing was done for it.',
		]);
	});

	it('tell of failed items, of labels of others, and of pictures that could not be drawn', async () => {
		const [objectHash] = await sandbox.label('Conformance', 'cat.jpg', {
			objects: [{ name: 'Car', frames: { 0: box } }],
		});
		const item = { ...(await unit('cat.jpg')), objectHash };
		const onError = { onError: 'continueRegularOutput' } as const;
		const remove = async (parameters: INodeParameters, items: IDataObject[]) =>
			hintsOf(await run('object', 'delete', parameters, items, onError));
		expect(await remove({}, [item, { ...item, objectHash: 'AAAAAAAA' }])).toEqual([
			'2 of the items failed. Each says why under "error".',
		]);
		const add = { format: 'xyxy', scale: 'pixels', options: { drawChanges: true } };
		await sandbox.control('POST', 'faults', {
			match: { call: 'media.get' },
			then: { status: 404 },
			times: 50,
		});
		const added = await run('object', 'addMany', add, [
			{ ...(await unit('cat.jpg')), detections: [{ class: 'Car', box: [0, 0, 40, 30] }] },
		]);
		expect(hintsOf(added)).toEqual([
			'1 picture of changes could not be drawn. The labels are not affected; "picture" says why.',
		]);
	});

	it('tell of labels of others that were kept, and of answers that were refused, as the items do', async () => {
		const item = await unit('cat.jpg');
		await sandbox.label('Conformance', 'cat.jpg', {
			classifications: [{ name: 'Caption', answer: 'By a person', range: [[0, 0]] }],
		});
		const weather = { answerMode: 'json', answersJson: '{ "Weather": "Sunny" }' };
		expect((await run('classification', 'set', weather, [item])).error()).toBeUndefined();
		const cleared = await run('classification', 'clear', {}, [item]);
		expect(cleared.json('Encord')[0]!.summary).toBe(
			'Removed Weather: Sunny on frame 0; kept 1 label of somebody else',
		);
		expect(hintsOf(cleared)).toEqual([
			'1 label of somebody else was left as it is. "Replace Labels of People" would change that.',
		]);
		const parameters = {
			answerMode: 'model',
			modelAnswer: '{ "Weather": "Sunny or rainy", "People count": 3 }',
		};
		const set = await run('classification', 'set', parameters, [item]);
		expect(hintsOf(set)).toEqual([
			'1 of 2 answers refused. The output lists the reasons under "answers".',
		]);
		expect(set.json('Encord')[0]!.summary).toMatch(
			/^Added People count: 3 on frame 0; refused 1 of 2 answers/,
		);
	});
});

describe('items', () => {
	it('begin with what was done and the titles, link to the Label Editor, and end with IDs', async () => {
		const { appUrl } = sandbox.sandbox;
		const item: IDataObject = { ...(await unit('drive.mp4')), frame: 6 };
		const result = await run('frame', 'get', {}, [item]);
		const [json] = result.json('Encord');
		expect(Object.keys(json!).slice(0, 2)).toEqual(['dataTitle', 'editorUrl']);
		expect(json!.editorUrl).toBe(`${appUrl}/label_editor/${item.projectHash}/${item.dataHash}/6`);
		expect(Object.keys(json!).at(-1)).toMatch(/(Hash|Uuid)$/);
	});

	it('have everything when they are not simplified', async () => {
		await sandbox.label('Conformance', 'drive.mp4', {
			objects: [{ name: 'Car', frames: { 3: { boundingBox: { x: 0, y: 0, w: 0.2, h: 0.2 } } } }],
			classifications: [{ name: 'Caption', answer: 'A street', range: [[12, 12]] }],
		});
		const item = await unit('drive.mp4');
		const raw = async (resource: string) => {
			const simple = await run(resource, 'getMany', {}, [item]);
			expect(simple.json('Encord')[0]).not.toHaveProperty('raw');
			const result = await run(resource, 'getMany', { simplify: false }, [item]);
			return result.json('Encord')[0]!.raw;
		};
		expect(await raw('object')).toMatchObject({
			labels: [{ frame: 3, label: { boundingBox: { x: 0, w: 0.2 } } }],
			answers: { classifications: [] },
		});
		expect(await raw('classification')).toMatchObject({
			labels: [{ frame: 12, label: { name: 'Caption' } }],
		});
		await run('issue', 'create', { comment: 'Too dark' }, [item]);
		expect(await raw('issue')).toMatchObject({ comments: [{ content: 'Too dark' }] });
	});

	it('list each change in old workflows, and in new ones on request', async () => {
		const set = async (options: INodeParameters, more: object) => {
			const parameters = { answerMode: 'json', answersJson: '{ "Caption": "A cat" }' };
			const item = await unit('cat.jpg');
			const result = await run(
				'classification',
				'set',
				{ ...parameters, options: { dryRun: true, ...options } },
				[item],
				more,
			);
			return result.json('Encord')[0];
		};
		expect(await set({}, {})).toMatchObject({ changes: [{ title: 'Caption' }] });
		expect(await set({ omitDiff: true }, {})).not.toHaveProperty('changes');
		expect(await set({}, NEW)).not.toHaveProperty('changes');
		expect(await set({ listChanges: true }, NEW)).toMatchObject({
			changes: [{ title: 'Caption' }],
		});
	});

	it('name the file of an issue, also when those of the project are listed', async () => {
		const item = await unit('drive.mp4');
		await run('issue', 'create', { comment: 'Too dark' }, [item]);
		const issues = await run('issue', 'getMany', { issuesOf: 'project' }, [item]);
		expect(issues.json('Encord')).toMatchObject([{ dataTitle: 'drive.mp4', comment: 'Too dark' }]);
	});
});

describe('states and stages', () => {
	it('are in the words of the screen in new workflows, and as before in old ones', async () => {
		const { projectHash, agentStages } = sandbox.project('Many');
		const parameters = { project: byId(projectHash), stage: byId(agentStages[0]!.uuid), limit: 1 };
		const status = async (more: object) =>
			(await run('task', 'getMany', parameters, [{}], more)).json('Encord')[0]!.status;
		expect(await status({})).toBe('NEW');
		expect(await status(NEW)).toBe('New');
		const project = { project: byId(projectHash) };
		const ofProject = async (more: object) =>
			(await run('project', 'get', project, [{}], more)).json('Encord')[0]!.status;
		expect([await ofProject({}), await ofProject(NEW)]).toEqual(['inProgress', 'In Progress']);
		const rows = await run('labelRow', 'getMany', { ...project, limit: 1 }, [{}]);
		expect(rows.json('Encord')[0]).toMatchObject({ status: 'Queued' });
	});

	it('filter label rows by name or by ID', async () => {
		const { projectHash, agentStages } = sandbox.project('Many');
		const count = async (filters: INodeParameters) => {
			const parameters = { project: byId(projectHash), returnAll: true, filters };
			const result = await run('labelRow', 'getMany', parameters, [{}]);
			return [result.error()?.message, result.json('Encord').length];
		};
		const all = [undefined, 200];
		expect(await count({ stageTitle: 'Agent 1' })).toEqual(all);
		expect(await count({ stageTitle: agentStages[0]!.uuid })).toEqual(all);
		expect(await count({ stageTitle: 'Cats' })).toEqual([undefined, 0]);
		expect(await count({ stageTitle: '00000000-0000-4000-8000-00000000dead' })).toEqual([
			'The project "Many" has no stage "00000000-0000-4000-8000-00000000dead"',
			0,
		]);
		expect(await count({ labelStatuses: ['Queued'] })).toEqual(all);
		expect(await count({ labelStatuses: 'In Review' })).toEqual([undefined, 0]);
	});

	it('and classes and pathways are lists of Check Setup, whose old text still counts', async () => {
		const { projectHash } = sandbox.project('Many');
		const summary = async (needs: INodeParameters, more: object) => {
			const result = await run(
				'project',
				'checkSetup',
				{ project: byId(projectHash), needs },
				[{}],
				more,
			);
			return (result.json('Encord')[0]!.findings as IDataObject[])
				.map(({ message }) => message)
				.filter((message) => /Zebra|Sheep/.test(String(message))).length;
		};
		expect(await summary({ pathways: 'Cat, Zebra', classes: 'Animal, Sheep' }, {})).toBe(2);
		expect(await summary({ pathways: ['Cat', 'Zebra'], classes: ['Animal', 'Sheep'] }, NEW)).toBe(
			2,
		);
		expect(await summary({ pathways: ['Cat'], classes: ['Animal'] }, NEW)).toBe(0);
	});
});
