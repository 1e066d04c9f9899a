/** A call that fails says which one it was; an ID that is wrong, which one it is. */
import { describe, expect, it } from '@jest/globals';
import type { EncordClient } from '../../../../src/encord/client';
import { all, id, PROJECT, scriptedEncord, STAGE, v1Error } from '../scriptedEncord';
import { item, labels, row, task } from './wireSamples';

type Call = (client: EncordClient) => Promise<unknown>;

/** What an error or the first failed outcome says. */
async function failureOf(call: Promise<unknown>): Promise<string> {
	const result = await call.catch((error: unknown) => [{ error }]);
	const [failed] = (result as Array<{ error?: Error }>).filter(({ error }) => error !== undefined);
	return failed?.error?.message ?? 'no failure';
}

const file = {
	...{ fileType: 'image' as const, objectUrl: 'u', title: 't', clientMetadata: {} },
};
const anchor = { type: 'dataUnit' as const, dataUuid: id(1) };
const folderItem = { folderUuid: id(5), itemUuid: id(6) };
const move = { taskUuid: task(1).uuid, dataHash: id(1), pathway: { name: 'Cat' } };

const CALLS: Array<[what: string, generation: 'v1' | 'v2', call: Call]> = [
	['asking for a token', 'v2', (c) => c.bearerToken()],
	['listing projects', 'v2', (c) => c.listProjects()],
	['reading the project', 'v2', (c) => c.getProject(PROJECT)],
	['listing the datasets of the project', 'v2', (c) => c.listProjectDatasets(PROJECT)],
	['listing ontologies', 'v2', (c) => c.listOntologies()],
	['reading the ontology', 'v2', (c) => c.getOntology(id(4))],
	['reading the validation state of a label row', 'v2', (c) => c.getValidationState(PROJECT, 'l')],
	['setting priorities', 'v2', (c) => c.setPriorities(PROJECT, [{ dataHash: id(1), priority: 1 }])],
	['listing label rows', 'v1', (c) => c.listLabelRows(PROJECT)],
	['reopening label rows', 'v1', (c) => c.reopenOrComplete(PROJECT, ['l'], 'reopen')],
	['completing label rows', 'v1', (c) => c.reopenOrComplete(PROJECT, ['l'], 'complete')],
	['reading labels', 'v1', (c) => c.readOrCreateLabels(PROJECT, [row(1)])],
	['saving labels', 'v1', (c) => c.saveLabels(PROJECT, [labels(1)])],
	['reading the storage item', 'v2', (c) => c.getStorageItem(id(1))],
	['reading storage items', 'v2', (c) => c.findStorageItems([id(1)])],
	['listing the parts of the storage item', 'v2', (c) => c.getChildItems(folderItem)],
	['updating the storage item', 'v2', (c) => c.updateStorageItem(folderItem, {})],
	['updating storage items', 'v2', (c) => c.updateStorageItems([{ itemUuid: id(1), patch: {} }])],
	['listing storage folders', 'v2', (c) => all(c.searchFolders())],
	['listing the files of the folder', 'v2', (c) => all(c.listFolderItems(id(5)))],
	['looking for the file in storage', 'v2', (c) => all(c.searchItems('x'))],
	['listing cloud integrations', 'v2', (c) => c.listIntegrations()],
	['asking for an address for the upload', 'v2', (c) => c.uploadAddresses(id(5), 'image', 1)],
	['adding files to the folder', 'v2', (c) => c.startUploadJob(id(5), [file])],
	['waiting for Encord to take the files in', 'v2', (c) => c.uploadJob(id(5), id(7), 1)],
	['listing datasets', 'v2', (c) => c.listDatasets()],
	['adding data to the dataset', 'v1', (c) => c.linkItems(id(3), [id(1)])],
	['reading where the storage item is used', 'v2', (c) => c.datasetsOfItem(folderItem)],
	['creating issues', 'v2', (c) => c.createIssues(PROJECT, [{ anchor, comment: 'x' }])],
	['listing issues', 'v2', (c) => all(c.listIssues(PROJECT))],
	['listing the tasks of a stage', 'v2', (c) => all(c.listTasks(PROJECT, STAGE))],
	['moving tasks along their pathways', 'v2', (c) => c.proceedTasks(PROJECT, STAGE, [move])],
	['moving tasks to another stage', 'v2', (c) => c.moveTasks(PROJECT, STAGE, id(9), [move])],
];

it.each(CALLS)('"%s" is said when that call of %s is refused', async (what, generation, call) => {
	const { client } = scriptedEncord([
		generation === 'v1' ? v1Error('OPERATION_NOT_ALLOWED') : { status: 403, json: {} },
	]);
	expect(await failureOf(call(client))).toMatch(new RegExp(`\\(while ${what}\\)\\.$`));
});

describe('an ID that is wrong is named, and nothing is sent', () => {
	const bad = 'nope';
	it.each<[name: string, call: Call]>([
		['Project ID', (c) => c.getProject(bad)],
		['Project ID', (c) => c.listProjectDatasets(bad)],
		['Ontology ID', (c) => c.getOntology(bad)],
		['Project ID', (c) => c.getValidationState(bad, 'l')],
		['Project ID', (c) => c.setPriorities(bad, [])],
		['Project ID', (c) => c.listLabelRows(bad)],
		['Project ID', (c) => c.reopenOrComplete(bad, ['l'], 'reopen')],
		['Project ID', (c) => c.readOrCreateLabels(bad, [row(1)])],
		['Project ID', (c) => c.saveLabels(bad, [labels(1)])],
		['Storage item ID', (c) => c.getStorageItem(bad)],
		['Storage item ID', (c) => c.findStorageItems([bad])],
		['Storage item ID', (c) => c.updateStorageItems([{ itemUuid: bad, patch: {} }])],
		['Folder ID', (c) => c.getChildItems({ ...folderItem, folderUuid: bad })],
		['Storage item ID', (c) => c.getChildItems({ ...folderItem, itemUuid: bad })],
		['Folder ID', (c) => all(c.listFolderItems(bad))],
		['Folder ID', (c) => c.uploadAddresses(bad, 'image', 1)],
		['Folder ID', (c) => c.startUploadJob(bad, [file])],
		['Folder ID', (c) => c.uploadJob(bad, id(7), 1)],
		['Job ID', (c) => c.uploadJob(id(5), bad, 1)],
		['Dataset ID', (c) => c.linkItems(bad, [])],
		['Storage item ID', (c) => c.linkItems(id(3), [bad])],
		['Project ID', (c) => c.createIssues(bad, [])],
		['Project ID', (c) => all(c.listIssues(bad))],
		['Project ID', async (c) => await all(c.listTasks(bad, STAGE))],
		['Stage ID', async (c) => await all(c.listTasks(PROJECT, bad))],
		['Project ID', (c) => c.proceedTasks(bad, STAGE, [move])],
		['Stage ID', (c) => c.proceedTasks(PROJECT, bad, [move])],
		['Task ID', (c) => c.proceedTasks(PROJECT, STAGE, [{ ...move, taskUuid: bad }])],
		['Stage ID', (c) => c.moveTasks(PROJECT, bad, id(9), [move])],
		['Destination stage ID', (c) => c.moveTasks(PROJECT, STAGE, bad, [move])],
	])('%s in call %#', async (name, call) => {
		const { client, requests } = scriptedEncord([{ json: {} }]);
		expect(await failureOf(call(client))).toMatch(new RegExp(`^${name} "nope" is not a valid ID;`));
		expect(requests).toEqual([]);
	});
});

describe('where a task is', () => {
	const other = { ...move, taskUuid: task(2).uuid, dataHash: id(2) };
	const third = { ...move, taskUuid: task(3).uuid, dataHash: id(3) };
	const listed = (...uuids: string[]) =>
		scriptedEncord((seen) =>
			seen.v1
				? {
						json: {
							...{ status: 200 },
							response: uuids.map((uuid, at) => row(at, true, { task_uuid: uuid } as never)),
						},
					}
				: { json: { results: [task(1)] } },
		);

	it('is in the stage, elsewhere in the project, or not known', async () => {
		const { client } = listed(task(2).uuid.toUpperCase());
		expect(await client.lookForTasks(PROJECT, STAGE, [move, other, third])).toEqual([
			...['inStage', 'elsewhere', 'unknown'],
		]);
	});

	it('is elsewhere where no row of the project names a task', async () => {
		const { client } = scriptedEncord((seen) =>
			seen.v1 ? { json: { status: 200, response: [row(1)] } } : { json: { results: [] } },
		);
		expect(await client.lookForTasks(PROJECT, STAGE, [move, other])).toEqual([
			...['elsewhere', 'elsewhere'],
		]);
	});

	it('is not asked of the project when all are in the stage', async () => {
		const { client, calls } = listed();
		expect(await client.lookForTasks(PROJECT, STAGE, [move])).toEqual(['inStage']);
		expect(calls()).toHaveLength(1);
	});
});

it('addresses for another number of files than asked for are refused', async () => {
	const address = { itemUuid: id(1), objectKey: 'k', signedUrl: 'https://x.yz' };
	const { client } = scriptedEncord([{ json: { results: [address] } }]);
	expect(await failureOf(client.uploadAddresses(id(5), 'image', 2))).toBe(
		'Encord gave 1 addresses for 2 files (while asking for an address for the upload).',
	);
});

it('an item that the answer lacks is named', async () => {
	const { client } = scriptedEncord([{ json: { results: [item(id(1))] } }]);
	expect(await failureOf(client.updateStorageItems([{ itemUuid: id(2), patch: {} }]))).toBe(
		`Encord's answer lacks storage item ${id(2)} (while updating storage items).`,
	);
});

it('a priority that is none is named, and the others are set', async () => {
	const { client, requests } = scriptedEncord([{ status: 204 }]);
	const outcomes = await client.setPriorities(
		PROJECT,
		[0, 1.01, 1, -0.01, Number.NaN].map((priority, at) => ({ dataHash: id(at), priority })),
	);
	expect(outcomes.map((each) => (each.ok ? 'set' : each.error.message))).toEqual([
		...['set', '1.01 is not a priority.', 'set', '-0.01 is not a priority.'],
		'NaN is not a priority.',
	]);
	expect(requests.map(({ json }) => json)).toEqual([
		{
			priorities: [
				[id(0), 0],
				[id(2), 1],
			],
		},
	]);
});
