/** Every v2 call of the client: what it sends, and what it makes of the answer. */
import { describe, expect, it } from '@jest/globals';
import type { EncordClient } from '../../../../src/encord/client';
import { all, API, id, PROJECT, STAGE, scriptedEncord, type Answer, KEY } from '../scriptedEncord';
import { hasV2Signature } from '../../../oracle/signatureCheck';
import { item, project, task } from './wireSamples';

const P = `/v2/public/projects/${PROJECT}`;
const S = `${P}/workflow/stages/${STAGE}`;
const NO_CONTENT: Answer = { status: 204 };
interface V2Case {
	name: string;
	run: (client: EncordClient) => Promise<unknown>;
	answer: Answer;
	sends: [target: string, body?: unknown];
	gives: unknown;
}

const issue = { type: 'frame', dataUuid: id(1, 1), comments: [], tags: [], resolutionHistory: [] };
const v2Cases: V2Case[] = [
	{
		name: 'bearerToken',
		run: (c) => c.bearerToken(),
		answer: { json: { token: 't' } },
		sends: ['GET /v2/public/user/bearer-token'],
		gives: 't',
	},
	{
		name: 'listProjects',
		run: (c) => c.listProjects(),
		answer: { json: { results: [project()] } },
		sends: ['GET /v2/public/projects?includeOrgAccess=False'],
		gives: [project()],
	},
	{
		name: 'listProjects filtered',
		run: (c) => c.listProjects({ includeOrgAccess: true, titleLike: '%a b%', titleEq: 'é' }),
		answer: { json: { results: [] } },
		sends: ['GET /v2/public/projects?titleEq=%C3%A9&titleLike=%25a+b%25&includeOrgAccess=True'],
		gives: [],
	},
	{
		name: 'getProject',
		run: (c) => c.getProject(PROJECT.toUpperCase()),
		answer: { json: project() },
		sends: [`GET ${P}`],
		gives: project(),
	},
	{
		name: 'getProject without workflow',
		run: (c) => c.getProject(PROJECT),
		answer: { json: project({ workflow: null }) },
		sends: [`GET ${P}`],
		gives: project({ workflow: null }),
	},
	{
		name: 'listProjectDatasets',
		run: (c) => c.listProjectDatasets(PROJECT),
		answer: { json: { results: [{ datasetHash: id(1), title: 'D', description: '' }] } },
		sends: [`GET ${P}/datasets`],
		gives: [{ datasetHash: id(1), title: 'D', description: '' }],
	},
	{
		name: 'listOntologies',
		run: (c) => c.listOntologies({ titleEq: 'O', titleLike: '%o%', includeOrgAccess: true }),
		answer: {
			json: {
				results: [
					{ ontologyUuid: id(4), title: 'O', editor: { objects: [], classifications: [] } },
				],
			},
		},
		sends: ['GET /v2/public/ontologies?titleEq=O&titleLike=%25o%25&includeOrgAccess=True'],
		gives: [{ ontologyUuid: id(4), title: 'O', editor: { objects: [], classifications: [] } }],
	},
	{
		name: 'getOntology',
		run: (c) => c.getOntology(id(4)),
		answer: {
			json: {
				ontologyUuid: id(4),
				title: 'O',
				editor: { objects: [], classifications: [] },
				more: 1,
			},
		},
		sends: [`GET /v2/public/ontologies/${id(4)}`],
		gives: {
			ontologyUuid: id(4),
			title: 'O',
			editor: { objects: [], classifications: [] },
			more: 1,
		},
	},
	{
		name: 'getValidationState',
		run: (c) => c.getValidationState(PROJECT, 'label/../hash ?'),
		answer: {
			json: { labelHash: 'x', branchName: 'main', version: 1, isValid: false, errors: ['e'] },
		},
		sends: [`GET ${P}/labels/label%2F..%2Fhash%20%3F/validation-state`],
		gives: { labelHash: 'x', branchName: 'main', version: 1, isValid: false, errors: ['e'] },
	},
	{
		name: 'setPriorities',
		run: (c) =>
			c.setPriorities(PROJECT, [
				{ dataHash: id(1), priority: 0 },
				{ dataHash: id(2), priority: 1 },
			]),
		answer: NO_CONTENT,
		sends: [
			`POST ${P}/priorities`,
			{
				priorities: [
					[id(1), 0],
					[id(2), 1],
				],
			},
		],
		gives: [
			{ ok: true, value: undefined },
			{ ok: true, value: undefined },
		],
	},
	{
		name: 'getStorageItem',
		run: (c) => c.getStorageItem(id(1)),
		answer: { json: item(id(1)) },
		sends: [`GET /v2/public/storage/items/${id(1)}?signUrl=False`],
		gives: item(id(1)),
	},
	{
		name: 'getStorageItem signed',
		run: (c) => c.getStorageItem(id(1), { signUrl: true }),
		answer: { json: item(id(1)) },
		sends: [`GET /v2/public/storage/items/${id(1)}?signUrl=True`],
		gives: item(id(1)),
	},
	{
		name: 'getStorageItems pairs by ID',
		run: (c) => c.getStorageItems([id(1), id(2), id(1)], { signUrls: true }),
		answer: { json: { results: [item(id(2)), item(id(1))] } },
		sends: [
			'POST /v2/public/storage/items/get-bulk',
			{ itemUuids: [id(1), id(2)], signUrls: true },
		],
		gives: [item(id(1)), item(id(2)), item(id(1))],
	},
	{
		name: 'findStorageItems',
		run: (c) => c.findStorageItems([id(1), id(2)]),
		answer: { json: { results: [item(id(2)), item(id(1))] } },
		sends: [
			'POST /v2/public/storage/items/get-bulk',
			{ itemUuids: [id(1), id(2)], signUrls: false },
		],
		gives: [
			{ ok: true, value: item(id(1)) },
			{ ok: true, value: item(id(2)) },
		],
	},
	{
		name: 'getChildItems',
		run: (c) => c.getChildItems({ folderUuid: id(5), itemUuid: id(6) }, { signUrls: true }),
		answer: { json: { results: [item(id(1))] } },
		sends: [`GET /v2/public/storage/folders/${id(5)}/items/${id(6)}/child-items?signUrls=True`],
		gives: [item(id(1))],
	},
	{
		name: 'updateStorageItem',
		run: (c) =>
			c.updateStorageItem({ folderUuid: id(5), itemUuid: id(6) }, { clientMetadata: { a: null } }),
		answer: { json: item(id(6)) },
		sends: [
			`PATCH /v2/public/storage/folders/${id(5)}/items/${id(6)}`,
			{ clientMetadata: { a: null } },
		],
		gives: item(id(6)),
	},
	{
		name: 'updateStorageItems merges patches of one item',
		run: (c) =>
			c.updateStorageItems([
				{ itemUuid: id(1), patch: { name: 'a' } },
				{ itemUuid: id(2), patch: { name: 'c' } },
				{ itemUuid: id(1), patch: { name: 'b', description: 'd' } },
			]),
		answer: { json: { results: [item(id(1)), item(id(2))] } },
		sends: [
			'PATCH /v2/public/storage/items/patch-bulk',
			{ itemPatches: { [id(1)]: { name: 'b', description: 'd' }, [id(2)]: { name: 'c' } } },
		],
		gives: [item(id(1)), item(id(2)), item(id(1))],
	},
	{
		name: 'searchFolders',
		run: (c) => all(c.searchFolders('in box')),
		answer: { json: { results: [{ uuid: id(5), name: 'Inbox', parent: null }] } },
		sends: [
			'GET /v2/public/storage/search/folders?search=in+box&isRecursive=False&order=name&desc=False&pageSize=1000',
		],
		gives: [{ uuid: id(5), name: 'Inbox', parent: null }],
	},
	{
		name: 'listFolderItems',
		run: (c) => all(c.listFolderItems(id(5), 'a.png')),
		answer: { json: { results: [item(id(1))] } },
		sends: [
			`GET /v2/public/storage/folders/${id(5)}/items?search=a.png&isRecursive=False&order=name&desc=False&pageSize=1000&signUrls=False`,
		],
		gives: [item(id(1))],
	},
	{
		name: 'searchItems',
		run: (c) => all(c.searchItems('a.png')),
		answer: { json: { results: [item(id(1))] } },
		sends: [
			'GET /v2/public/storage/search/items?search=a.png&isRecursive=True&order=name&desc=False&pageSize=1000&signUrls=False',
		],
		gives: [item(id(1))],
	},
	{
		name: 'listIntegrations',
		run: (c) => c.listIntegrations(),
		answer: { json: { result: [{ integrationUuid: id(6), title: 'S3' }] } },
		sends: ['GET /v2/public/cloud-integrations'],
		gives: [{ integrationUuid: id(6), title: 'S3' }],
	},
	{
		name: 'uploadAddresses',
		run: (c) => c.uploadAddresses(id(5), 'plainText', 1),
		answer: { json: { results: [{ itemUuid: id(1), objectKey: 'k', signedUrl: 'https://s' }] } },
		sends: [
			`POST /v2/public/storage/folders/${id(5)}/upload-signed-urls`,
			{ itemType: 'plainText', count: 1, framesSubfolderName: null },
		],
		gives: [{ itemUuid: id(1), objectKey: 'k', signedUrl: 'https://s' }],
	},
	{
		name: 'startUploadJob',
		run: (c) =>
			c.startUploadJob(id(5), [
				{
					fileType: 'image',
					objectUrl: 'k',
					title: 'a.png',
					clientMetadata: { a: 1 },
					placeholderItemUuid: id(1),
				},
			]),
		answer: { json: id(9) },
		sends: [
			`POST /v2/public/storage/folders/${id(5)}/data-upload-jobs`,
			{
				dataItems: {
					images: [
						{
							objectUrl: 'k',
							title: 'a.png',
							clientMetadata: { a: 1 },
							placeholderItemUuid: id(1),
							externalFileType: 'IMAGE',
						},
					],
					videos: [],
					audio: [],
					text: [],
					pdf: [],
					skipDuplicateUrls: false,
				},
				externalFiles: null,
				integrationHash: null,
				ignoreErrors: true,
				fileName: null,
			},
		],
		gives: id(9),
	},
	{
		name: 'startUploadJob of a bucket skips addresses that are there',
		run: (c) =>
			c.startUploadJob(
				id(5),
				[{ fileType: 'pdf', objectUrl: 's3://b/a.pdf', title: 'a.pdf', clientMetadata: {} }],
				id(6),
			),
		answer: { json: id(9) },
		sends: [
			`POST /v2/public/storage/folders/${id(5)}/data-upload-jobs`,
			{
				dataItems: {
					images: [],
					videos: [],
					audio: [],
					text: [],
					pdf: [
						{
							objectUrl: 's3://b/a.pdf',
							title: 'a.pdf',
							clientMetadata: {},
							externalFileType: 'PDF',
						},
					],
					skipDuplicateUrls: true,
				},
				externalFiles: null,
				integrationHash: id(6),
				ignoreErrors: true,
				fileName: null,
			},
		],
		gives: id(9),
	},
	{
		name: 'uploadJob',
		run: (c) => c.uploadJob(id(5), id(9), 20),
		answer: { json: { status: 'PENDING', itemsWithNames: [], errors: [] } },
		sends: [`GET /v2/public/storage/folders/${id(5)}/data-upload-jobs/${id(9)}?timeoutSeconds=20`],
		gives: { status: 'PENDING', itemsWithNames: [], errors: [] },
	},
	{
		name: 'listDatasets',
		run: (c) => c.listDatasets({ titleLike: '%new%' }),
		answer: { json: { result: [{ datasetUuid: id(7), title: 'New' }] } },
		sends: ['GET /v2/public/datasets/list?titleLike=%25new%25&includeOrgAccess=False'],
		gives: [{ datasetUuid: id(7), title: 'New' }],
	},
	{
		name: 'datasetsOfItem',
		run: (c) => c.datasetsOfItem({ folderUuid: id(5), itemUuid: id(1) }),
		answer: {
			json: { accessibleDatasets: [{ datasetHash: id(7), title: 'New', dataHashes: [id(2)] }] },
		},
		sends: [
			`GET /v2/public/storage/folders/${id(5)}/items/${id(1)}/summary?includeGroupLayout=True`,
		],
		gives: [{ datasetHash: id(7), title: 'New', dataHashes: [id(2)] }],
	},
	{
		name: 'listTasks',
		run: (c) => all(c.listTasks(PROJECT, STAGE)),
		answer: { json: { results: [task(1)], nextPageToken: null } },
		sends: [`GET ${S}/tasks`],
		gives: [task(1)],
	},
	{
		name: 'listTaskPages',
		run: (c) => all(c.listTaskPages(PROJECT, STAGE)),
		answer: { json: { results: [task(1)], nextPageToken: null } },
		sends: [`GET ${S}/tasks`],
		gives: [{ tasks: [task(1)] }],
	},
	{
		name: 'listTasks filtered',
		run: (c) =>
			all(
				c.listTasks(PROJECT, STAGE, {
					statuses: ['NEW', 'REOPENED'],
					dataTitleContains: "it's (1)",
					userEmails: ['a+b@x.io'],
					dataHashes: [id(1), id(1)],
					datasetHashes: [],
				}),
			),
		answer: { json: { results: [] } },
		sends: [
			`GET ${S}/tasks?userEmails=a%2Bb%40x.io&dataHashes=${id(1)}&dataTitleContains=it%27s+%281%29&statuses=NEW&statuses=REOPENED`,
		],
		gives: [],
	},
	{
		name: 'proceedTasks',
		run: (c) =>
			c.proceedTasks(PROJECT, STAGE, [
				{ taskUuid: id(1), pathway: { name: 'Cat' } },
				{ taskUuid: id(2), pathway: { uuid: id(3) } },
			]),
		answer: NO_CONTENT,
		sends: [
			`POST ${S}/actions`,
			[
				{ taskUuid: id(1), action: 'PATHWAY_ACTION', pathwayName: 'Cat' },
				{ taskUuid: id(2), action: 'PATHWAY_ACTION', pathwayUuid: id(3) },
			],
		],
		gives: [{ status: 'moved' }, { status: 'moved' }],
	},
	{
		name: 'moveTasks',
		run: (c) => c.moveTasks(PROJECT, STAGE, id(8), [{ taskUuid: id(1) }]),
		answer: NO_CONTENT,
		sends: [`POST ${S}/move-tasks`, { taskUuids: [id(1)], destinationStageUuid: id(8) }],
		gives: [{ status: 'moved' }],
	},
	{
		name: 'lookForTasks',
		run: (c) => c.lookForTasks(PROJECT, STAGE, [{ taskUuid: task(1).uuid, dataHash: id(1) }]),
		answer: { json: { results: [task(1)] } },
		sends: [`GET ${S}/tasks?dataHashes=${id(1)}`],
		gives: ['inStage'],
	},
	{
		name: 'createIssues',
		run: (c) =>
			c.createIssues(PROJECT, [
				{
					anchor: { type: 'frame', dataUuid: id(1), frameIndex: 3 },
					comment: 'blurred',
					issueTags: ['x'],
				},
			]),
		answer: NO_CONTENT,
		sends: [
			`POST ${P}/issues`,
			{
				issues: [
					{
						anchor: { type: 'frame', dataUuid: id(1), frameIndex: 3 },
						comment: 'blurred',
						issueTags: ['x'],
					},
				],
			},
		],
		gives: [{ ok: true }],
	},
	{
		name: 'listIssues',
		run: (c) => all(c.listIssues(PROJECT, id(1))),
		answer: { json: { results: [issue] } },
		sends: [`GET ${P}/issues?dataUnitId=${id(1)}`],
		gives: [issue],
	},
];

describe('v2 calls', () => {
	it.each(v2Cases)('$name', async ({ run, answer, sends: [target, body], gives }) => {
		const { client, requests } = scriptedEncord([answer]);
		expect(await run(client)).toEqual(gives);
		expect(requests).toHaveLength(1);
		const [{ method, raw, json, headers }] = requests as [(typeof requests)[0] & object];
		expect(`${method} ${raw.url.slice(API.length)}`).toBe(target);
		expect(json).toEqual(body);
		expect(headers['Content-Type']).toBe(body === undefined ? undefined : 'application/json');
		expect(headers['User-Agent']).toMatch(/^n8n-nodes-encord\/\d+\.\d+\.\d+$/);
		expect(hasV2Signature(KEY.publicKeyHex, headers, target, raw.body)).toBe(true);
	});

	it('send no request for empty lists', async () => {
		const { client, requests } = scriptedEncord([{ status: 500 }]);
		expect(await all(client.listTasks(PROJECT, STAGE, { dataHashes: [] }))).toEqual([]);
		expect(await client.getStorageItems([])).toEqual([]);
		expect(await client.proceedTasks(PROJECT, STAGE, [])).toEqual([]);
		expect(await client.setPriorities(PROJECT, [])).toEqual([]);
		expect(await client.saveLabels(PROJECT, [])).toEqual([]);
		expect(await client.initialiseLabels(PROJECT, [])).toEqual([]);
		expect(await client.listLabelRows(PROJECT, { dataHashes: [] })).toEqual([]);
		expect(requests).toEqual([]);
	});

	it.each<[string, (client: EncordClient) => Promise<unknown>]>([
		['Project ID', (c) => c.getProject('../user')],
		['Ontology ID', (c) => c.getOntology('')],
		['Stage ID', (c) => c.proceedTasks(PROJECT, 'Agent 1', [])],
		['Storage item ID', (c) => c.getStorageItem('x')],
		['Folder ID', (c) => c.getChildItems({ folderUuid: 'x', itemUuid: id(1) })],
		['Destination stage ID', (c) => c.moveTasks(PROJECT, STAGE, 'Review', [])],
		['Label row ID', (c) => c.getValidationState(PROJECT, '..')],
		['Project ID', (c) => c.listLabelRows('p')],
		['Dataset ID', (c) => c.linkItems('x', [])],
		['Job ID', (c) => c.uploadJob(id(5), 'x', 1)],
	])('refuse a wrong %s before anything is sent', async (what, run) => {
		const { client, requests } = scriptedEncord([{ json: {} }]);
		await expect(run(client)).rejects.toThrow(new RegExp(`^${what} `));
		expect(requests).toEqual([]);
	});
});
