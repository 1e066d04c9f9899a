/** An id of somebody else and an id of nothing get the same answer from every call that takes one (protocol §4). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';
import { v1Routes } from '../../../sandbox/v1/routes';
import { v2Routes } from '../../../sandbox/v2/routes';

const NOTHING = '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d';
const PROBE = '33333333-3333-4333-8333-333333333333';

let sandbox: ConformanceSandbox;
/** Ids of the owner that the outsider may not see, by the name of the path's parameter. */
let foreign: Record<string, string>;
/** Ids of the outsider. */
let own: Record<string, string>;

beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	const { store } = sandbox.sandbox.host;
	const project = store.projects.get(sandbox.projectHash)!;
	// The outsider's own project uses the dataset "One of each kind", so the ids are those of the other one.
	const dataset = store.datasets.all().find(({ title }) => title === 'Further images')!;
	const [unit] = store.dataUnitsOfDataset(dataset.datasetHash);
	const row = store
		.labelRowsOfProject(project.projectHash)
		.find(({ dataHash }) => dataHash === unit!.dataHash)!;
	const hiddenOntology = store.ontologies.put(NOTHING.replace('0a', '0f'), {
		...store.ontologies.get(project.ontologyUuid)!,
		ontologyUuid: NOTHING.replace('0a', '0f'),
	});
	foreign = {
		project: project.projectHash,
		stage: project.stages[0]!.uuid,
		task: row.taskUuid!,
		label: row.dataHash,
		ontology: hiddenOntology.ontologyUuid,
		dataset: dataset.datasetHash,
		folder: dataset.backingFolderUuid!,
		item: unit!.itemUuid,
		data: unit!.dataHash,
		...Object.fromEntries(
			await Promise.all(
				[
					[
						'itemCollection',
						`index/collections?topLevelFolderUuid=${dataset.backingFolderUuid}`,
						{ name: 'Hidden', description: '' },
					] as const,
					[
						'collection',
						`active/${project.projectHash}/collections`,
						{ name: 'Hidden', description: '', collectionType: 'FRAME' },
					] as const,
					[
						'preset',
						'index/presets?topLevelFolderUuid=00000000-0000-0000-0000-000000000000',
						{ name: 'Hidden', description: '', filterPresetJson: {} },
					] as const,
				].map(async ([name, path, body]) => [
					name,
					(await sandbox.owner.v2('POST', path, body)).json as string,
				]),
			),
		),
	};
	const mine = store.projects.all().find(({ title }) => title === 'Private')!;
	const [kinds] = store.datasets.all();
	own = {
		project: mine.projectHash,
		stage: mine.stages[0]!.uuid,
		task: store.tasksOfStage(mine.stages[0]!.uuid)[0]!.uuid,
		folder: kinds!.backingFolderUuid!,
	};
});
afterAll(() => sandbox.stop());

/** The answer as text, with the id that was asked for replaced. */
async function answerTo(method: string, path: string, body: unknown, id: string) {
	const { status, text } = await sandbox.outsider.v2(method, path, body);
	return { status, text: text.replaceAll(id, PROBE) };
}

describe('of the REST calls', () => {
	const withIds = v2Routes.filter(({ path }) => path.includes(':'));

	it.each(
		withIds.flatMap(({ method, path }) =>
			[...path.matchAll(/:(\w+)/g)].map(([, name]): [string, string, string] => [
				method,
				path,
				name!,
			]),
		),
	)('%s %s does not tell whether the %s exists', async (method, path, name) => {
		const filled = (id: string) =>
			path.replace(/:(\w+)/g, (_, part: string) =>
				part === name ? id : (foreign[part] ?? NOTHING),
			);
		const body = method === 'GET' || method === 'DELETE' ? undefined : {};
		const [theirs, none] = [foreign[name]!, NOTHING];
		const hidden = await answerTo(method, filled(theirs), body, theirs);
		expect(hidden).toEqual(await answerTo(method, filled(none), body, none));
		expect(hidden.status).toBe(403);
	});

	it.each(
		withIds.flatMap(({ method, path }) =>
			[...path.matchAll(/:(\w+)/g)]
				.slice(1)
				.map(([, name]): [string, string, string] => [method, path, name!]),
		),
	)('%s %s does not tell it of a %s below a place of the caller', async (method, path, name) => {
		const filled = (id: string) =>
			path.replace(/:(\w+)/g, (_, part: string) => (part === name ? id : (own[part] ?? NOTHING)));
		const body = method === 'GET' ? undefined : [];
		const [theirs, none] = [foreign[name]!, NOTHING];
		const hidden = await answerTo(method, filled(theirs), body, theirs);
		expect(hidden).toEqual(await answerTo(method, filled(none), body, none));
		expect(hidden.status).toBeGreaterThanOrEqual(400);
	});

	it.each<[string, string, (id: string) => unknown]>([
		['POST', 'storage/items/get-bulk', (id) => ({ itemUuids: [id] })],
		['PATCH', 'storage/items/patch-bulk', (id) => ({ itemPatches: { [id]: { name: 'x' } } })],
	])('%s %s does not tell it of an item in the body', async (method, path, body) => {
		const hidden = await answerTo(method, path, body(foreign.item!), foreign.item!);
		expect(hidden).toEqual(await answerTo(method, path, body(NOTHING), NOTHING));
		expect(hidden.status).toBe(403);
	});

	it.each<[string, string, (id: string) => unknown]>([
		['PATCH', 'storage/folders/patch-bulk', (id) => ({ folderPatches: { [id]: { name: 'x' } } })],
		['POST', 'storage/folders', (id) => ({ name: 'x', parent: id })],
		['POST', 'storage/folders/move', (id) => ({ folderUuids: [id], newParentUuid: null })],
		['POST', 'storage/folders/move', (id) => ({ folderUuids: [], newParentUuid: id })],
	])('%s %s does not tell it of a folder in the body', async (method, path, body) => {
		const hidden = await answerTo(method, path, body(foreign.folder!), foreign.folder!);
		expect(hidden).toEqual(await answerTo(method, path, body(NOTHING), NOTHING));
		expect(hidden.status).toBe(403);
	});

	it('POST index/collections does not tell it of the folder in the query', async () => {
		const ask = async (id: string) =>
			await answerTo('POST', `index/collections?topLevelFolderUuid=${id}`, { name: 'x' }, id);
		const hidden = await ask(foreign.folder!);
		expect(hidden).toEqual(await ask(NOTHING));
		expect(hidden.status).toBe(403);
	});
});

describe('of the query calls', () => {
	it.each<[string, (id: string) => object]>([
		['dataset', (id) => ({ dataset_hashes: [id] })],
		['ontology', (id) => ({ dataset_hashes: [], ontology_hash: id })],
	])('project.POST does not tell whether a %s exists', async (type, ids) => {
		const ask = async (id: string) => {
			const payload = { title: 'x', description: '', workflow_type: 'manual', ...ids(id) };
			const { text } = await sandbox.outsider.v1('project', 'POST', { payload }, null);
			return text.replaceAll(id, PROBE);
		};
		const hidden = await ask(foreign[type]!);
		expect(hidden).toBe(await ask(NOTHING));
		expect(JSON.parse(hidden)).toMatchObject({ status: 403 });
	});

	it.each(v1Routes.filter(({ scope }) => scope === 'resource').map(({ call }) => call))(
		'%s does not tell whether its project or dataset exists',
		async (call) => {
			const [query = '', method = ''] = call.split('.');
			const type = /^data(set|row|rows|setusers|setlinkitems)$/.test(query) ? 'dataset' : 'project';
			const answerFor = async (id: string) => {
				const values = { uid: foreign.data, payload: {} };
				const { status, text } = await sandbox.outsider.v1(query, method, values, { type, id });
				return { status, text: text.replaceAll(id, PROBE) };
			};
			const hidden = await answerFor(foreign[type]!);
			expect(hidden).toEqual(await answerFor(NOTHING));
			expect(JSON.parse(hidden.text)).toMatchObject({
				status: 403,
				response: ['AUTHORISATION_ERROR'],
			});
		},
	);
});
