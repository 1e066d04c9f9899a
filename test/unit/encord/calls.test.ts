/** Every call of the client: what it sends, and what it makes of the answer. */
import { verify, createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EncordClient } from '../../../src/encord/client';
import { all, API, id, KEY, PROJECT, STAGE, scriptedEncord, v1Ok, type Answer } from './scriptedEncord';
import { item, labels, project, row, task } from './wireSamples';

const P = `/v2/public/projects/${PROJECT}`;
const S = `${P}/workflow/stages/${STAGE}`;
const NO_CONTENT: Answer = { status: 204 };
const NO_FILTER = {
	edited_before: null, edited_after: null, label_statuses: null, shadow_data_state: null, include_uninitialised_labels: true,
	data_hashes: null, label_hashes: null, data_title_eq: null, data_title_like: null, workflow_graph_node_title_eq: null,
	workflow_graph_node_title_like: null, include_client_metadata: false, include_images_data: false, include_children: false,
	include_workflow_graph_node: true, include_all_label_branches: false, branch_name: null,
};
const READ = {
	get_signed_url: false, multi_request: true, include_object_feature_hashes: null, include_classification_feature_hashes: null,
	include_reviews: false, include_export_history: false, include_archived: false,
};

interface V2Case { name: string; run: (client: EncordClient) => Promise<unknown>; answer: Answer; sends: [target: string, body?: unknown]; gives: unknown }

const issue = { type: 'frame', dataUuid: id(1, 1), comments: [], tags: [], resolutionHistory: [] };
const v2Cases: V2Case[] = [
	{ name: 'bearerToken', run: (c) => c.bearerToken(), answer: { json: { token: 't' } }, sends: ['GET /v2/public/user/bearer-token'], gives: 't' },
	{ name: 'listProjects', run: (c) => c.listProjects(), answer: { json: { results: [project()] } }, sends: ['GET /v2/public/projects?includeOrgAccess=False'], gives: [project()] },
	{
		name: 'listProjects filtered', run: (c) => c.listProjects({ includeOrgAccess: true, titleLike: '%a b%', titleEq: 'é' }), answer: { json: { results: [] } },
		sends: ['GET /v2/public/projects?titleEq=%C3%A9&titleLike=%25a+b%25&includeOrgAccess=True'], gives: [],
	},
	{ name: 'getProject', run: (c) => c.getProject(PROJECT.toUpperCase()), answer: { json: project() }, sends: [`GET ${P}`], gives: project() },
	{ name: 'getProject without workflow', run: (c) => c.getProject(PROJECT), answer: { json: project({ workflow: null }) }, sends: [`GET ${P}`], gives: project({ workflow: null }) },
	{
		name: 'listProjectDatasets', run: (c) => c.listProjectDatasets(PROJECT), answer: { json: { results: [{ datasetHash: id(1), title: 'D', description: '' }] } },
		sends: [`GET ${P}/datasets`], gives: [{ datasetHash: id(1), title: 'D', description: '' }],
	},
	{
		name: 'getOntology', run: (c) => c.getOntology(id(4)), answer: { json: { ontologyUuid: id(4), title: 'O', editor: { objects: [] }, more: 1 } },
		sends: [`GET /v2/public/ontologies/${id(4)}`], gives: { ontologyUuid: id(4), title: 'O', editor: { objects: [] }, more: 1 },
	},
	{
		name: 'getValidationState', run: (c) => c.getValidationState(PROJECT, 'label/../hash ?'),
		answer: { json: { labelHash: 'x', branchName: 'main', version: 1, isValid: false, errors: ['e'] } },
		sends: [`GET ${P}/labels/label%2F..%2Fhash%20%3F/validation-state`], gives: { labelHash: 'x', branchName: 'main', version: 1, isValid: false, errors: ['e'] },
	},
	{
		name: 'setPriorities', run: (c) => c.setPriorities(PROJECT, [{ dataHash: id(1), priority: 0 }, { dataHash: id(2), priority: 1 }]), answer: NO_CONTENT,
		sends: [`POST ${P}/priorities`, { priorities: [[id(1), 0], [id(2), 1]] }], gives: [{ ok: true, value: undefined }, { ok: true, value: undefined }],
	},
	{ name: 'getStorageItem', run: (c) => c.getStorageItem(id(1)), answer: { json: item(id(1)) }, sends: [`GET /v2/public/storage/items/${id(1)}?signUrl=False`], gives: item(id(1)) },
	{ name: 'getStorageItem signed', run: (c) => c.getStorageItem(id(1), { signUrl: true }), answer: { json: item(id(1)) }, sends: [`GET /v2/public/storage/items/${id(1)}?signUrl=True`], gives: item(id(1)) },
	{
		name: 'getStorageItems pairs by ID', run: (c) => c.getStorageItems([id(1), id(2), id(1)], { signUrls: true }), answer: { json: { results: [item(id(2)), item(id(1))] } },
		sends: ['POST /v2/public/storage/items/get-bulk', { itemUuids: [id(1), id(2)], signUrls: true }], gives: [item(id(1)), item(id(2)), item(id(1))],
	},
	{
		name: 'getChildItems', run: (c) => c.getChildItems({ folderUuid: id(5), itemUuid: id(6) }, { signUrls: true }), answer: { json: { results: [item(id(1))] } },
		sends: [`GET /v2/public/storage/folders/${id(5)}/items/${id(6)}/child-items?signUrls=True`], gives: [item(id(1))],
	},
	{
		name: 'updateStorageItem', run: (c) => c.updateStorageItem({ folderUuid: id(5), itemUuid: id(6) }, { clientMetadata: { a: null } }), answer: { json: item(id(6)) },
		sends: [`PATCH /v2/public/storage/folders/${id(5)}/items/${id(6)}`, { clientMetadata: { a: null } }], gives: item(id(6)),
	},
	{
		name: 'updateStorageItems merges patches of one item',
		run: (c) => c.updateStorageItems([{ itemUuid: id(1), patch: { name: 'a' } }, { itemUuid: id(2), patch: { name: 'c' } }, { itemUuid: id(1), patch: { name: 'b', description: 'd' } }]),
		answer: { json: { results: [item(id(1)), item(id(2))] } },
		sends: ['PATCH /v2/public/storage/items/patch-bulk', { itemPatches: { [id(1)]: { name: 'b', description: 'd' }, [id(2)]: { name: 'c' } } }],
		gives: [item(id(1)), item(id(2)), item(id(1))],
	},
	{
		name: 'listTasks', run: (c) => all(c.listTasks(PROJECT, STAGE)), answer: { json: { results: [task(1)], nextPageToken: null } }, sends: [`GET ${S}/tasks`], gives: [task(1)],
	},
	{
		name: 'listTasks filtered',
		run: (c) => all(c.listTasks(PROJECT, STAGE, { statuses: ['NEW', 'REOPENED'], dataTitleContains: 'it\'s (1)', userEmails: ['a+b@x.io'], dataHashes: [id(1), id(1)], datasetHashes: [] })),
		answer: { json: { results: [] } },
		sends: [`GET ${S}/tasks?userEmails=a%2Bb%40x.io&dataHashes=${id(1)}&dataTitleContains=it%27s+%281%29&statuses=NEW&statuses=REOPENED`], gives: [],
	},
	{
		name: 'proceedTasks', run: (c) => c.proceedTasks(PROJECT, STAGE, [{ taskUuid: id(1), pathway: { name: 'Cat' } }, { taskUuid: id(2), pathway: { uuid: id(3) } }]), answer: NO_CONTENT,
		sends: [`POST ${S}/actions`, [{ taskUuid: id(1), action: 'PATHWAY_ACTION', pathwayName: 'Cat' }, { taskUuid: id(2), action: 'PATHWAY_ACTION', pathwayUuid: id(3) }]],
		gives: [{ status: 'moved' }, { status: 'moved' }],
	},
	{
		name: 'moveTasks', run: (c) => c.moveTasks(PROJECT, STAGE, id(8), [id(1)]), answer: NO_CONTENT,
		sends: [`POST ${S}/move-tasks`, { taskUuids: [id(1)], destinationStageUuid: id(8) }], gives: [{ status: 'moved' }],
	},
	{
		name: 'createIssues', run: (c) => c.createIssues(PROJECT, [{ anchor: { type: 'frame', dataUuid: id(1), frameIndex: 3 }, comment: 'blurred', issueTags: ['x'] }]), answer: NO_CONTENT,
		sends: [`POST ${P}/issues`, { issues: [{ anchor: { type: 'frame', dataUuid: id(1), frameIndex: 3 }, comment: 'blurred', issueTags: ['x'] }] }], gives: undefined,
	},
	{ name: 'listIssues', run: (c) => all(c.listIssues(PROJECT, id(1))), answer: { json: { results: [issue] } }, sends: [`GET ${P}/issues?dataUnitId=${id(1)}`], gives: [issue] },
];

describe('v2 calls', () => {
	it.each(v2Cases)('$name', async ({ run, answer, sends: [target, body], gives }) => {
		const { client, requests } = scriptedEncord([answer]);
		expect(await run(client)).toEqual(gives);
		expect(requests).toHaveLength(1);
		const [{ method, raw, json, headers }] = requests as [typeof requests[0] & object];
		expect(`${method} ${raw.url.slice(API.length)}`).toBe(target);
		expect(json).toEqual(body);
		expect(headers['Content-Type']).toBe(body === undefined ? undefined : 'application/json');
		expect(headers['User-Agent']).toMatch(/^n8n-nodes-encord\/\d+\.\d+\.\d+$/);
		expect(isSigned(headers, target, raw.body)).toBe(true);
	});

	it('send no request for nothing', async () => {
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
		['Project ID', (c) => c.getProject('../user')], ['Ontology ID', (c) => c.getOntology('')], ['Stage ID', (c) => c.proceedTasks(PROJECT, 'Agent 1', [])],
		['Storage item ID', (c) => c.getStorageItems([id(1), 'x'])], ['Folder ID', (c) => c.getChildItems({ folderUuid: 'x', itemUuid: id(1) })],
		['Destination stage ID', (c) => c.moveTasks(PROJECT, STAGE, 'Review', [])], ['Label row ID', (c) => c.getValidationState(PROJECT, '..')],
		['Project ID', (c) => c.listLabelRows('p')],
	])('refuse a wrong %s before anything is sent', async (what, run) => {
		const { client, requests } = scriptedEncord([{ json: {} }]);
		await expect(run(client)).rejects.toThrow(new RegExp(`^${what} `));
		expect(requests).toEqual([]);
	});
});

/** Checks the signature with nothing but the public key (PROTOCOL §2.3). */
function isSigned(headers: Record<string, string>, target: string, body: Uint8Array = new Uint8Array()): boolean {
	const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
	const parameters = headers['Signature-Input']?.replace('encord-sig=', '');
	const [method, requestTarget] = target.split(' ');
	const base = `"@method": ${method}\n"@request-target": ${requestTarget}\n"content-digest": ${digest}\n"@signature-params": ${parameters}`;
	const signature = Buffer.from(headers.Signature?.slice('encord-sig=:'.length, -1) ?? '', 'base64');
	return headers['Content-Digest'] === digest && verify(null, Buffer.from(base), publicKey(), signature);
}

function publicKey() {
	const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(KEY.publicKeyHex, 'hex')]);
	return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}

interface V1Case { name: string; run: (client: EncordClient) => Promise<unknown>; response: unknown; sends: { v1: string; uid: unknown; payload: unknown }; gives: unknown }

const v1Cases: V1Case[] = [
	{ name: 'listLabelRows', run: (c) => c.listLabelRows(PROJECT), response: [row(1), row(2, false)], sends: { v1: 'GET labelrowmetadata', uid: null, payload: NO_FILTER }, gives: [row(1), row(2, false)] },
	{
		name: 'listLabelRows with every filter',
		run: (c) => c.listLabelRows(PROJECT, {
			editedBefore: 'b', editedAfter: 'a', labelStatuses: ['QUEUED'], shadowDataState: 'ALL_DATA', dataHashes: ['d', 'd'], labelHashes: ['l'], dataTitleEq: 'e',
			dataTitleLike: '%', workflowStageTitleEq: 's', workflowStageTitleLike: 't', includeClientMetadata: true, includeImagesData: true,
			includeChildren: true, includeAllLabelBranches: true, branchName: 'main',
		}),
		response: [],
		sends: {
			v1: 'GET labelrowmetadata', uid: null, payload: {
				edited_before: 'b', edited_after: 'a', label_statuses: ['QUEUED'], shadow_data_state: 'ALL_DATA', include_uninitialised_labels: true, data_hashes: ['d'],
				label_hashes: ['l'], data_title_eq: 'e', data_title_like: '%', workflow_graph_node_title_eq: 's', workflow_graph_node_title_like: 't',
				include_client_metadata: true, include_images_data: true, include_children: true, include_workflow_graph_node: true,
				include_all_label_branches: true, branch_name: 'main',
			},
		},
		gives: [],
	},
	{ name: 'listLabelRows with no status chosen', run: (c) => c.listLabelRows(PROJECT, { labelStatuses: [] }), response: [], sends: { v1: 'GET labelrowmetadata', uid: null, payload: NO_FILTER }, gives: [] },
	{
		name: 'initialiseLabels reads, in the given order', run: (c) => c.initialiseLabels(PROJECT, [row(2), row(1), row(2)]), response: [labels(1), labels(2)],
		sends: { v1: 'GET labelrow', uid: [id(2, 2), id(1, 2)], payload: READ }, gives: [labels(2), labels(1), labels(2)],
	},
	{
		name: 'initialiseLabels with options',
		run: (c) => c.initialiseLabels(PROJECT, [row(1)], { includeObjectFeatureHashes: ['a'], includeClassificationFeatureHashes: ['b'], includeReviews: true, includeSignedUrl: true, includeArchived: true }),
		response: [labels(1)],
		sends: {
			v1: 'GET labelrow', uid: [id(1, 2)],
			payload: { ...READ, get_signed_url: true, include_object_feature_hashes: ['a'], include_classification_feature_hashes: ['b'], include_reviews: true, include_archived: true },
		},
		gives: [labels(1)],
	},
	{
		name: 'initialiseLabels creates', run: (c) => c.initialiseLabels(PROJECT, [row(1, false), row(2, false)]), response: [labels(2), labels(1)],
		sends: { v1: 'PUT labelrow', uid: [id(1, 1), id(2, 1)], payload: { multi_request: true, get_signed_url: false, branch_name: 'main' } }, gives: [labels(1), labels(2)],
	},
	{
		name: 'saveLabels', run: (c) => c.saveLabels(PROJECT, [labels(1, { data_title: 'ü"\n' }), labels(2)], { validate: true }), response: true,
		sends: { v1: 'POST labelrow', uid: [id(1, 2), id(2, 2)], payload: { multi_request: true, labels: [labels(1, { data_title: 'ü"\n' }), labels(2)], validate_before_saving: true } },
		gives: [{ ok: true }, { ok: true }],
	},
	{ name: 'reopen', run: (c) => c.reopenOrComplete(PROJECT, ['l'], 'reopen'), response: false, sends: { v1: 'POST labelworkflowgraphnode', uid: ['l'], payload: { action: 'reopen' } }, gives: undefined },
	{ name: 'complete', run: (c) => c.reopenOrComplete(PROJECT, ['l'], 'complete'), response: [], sends: { v1: 'POST labelworkflowgraphnode', uid: ['l'], payload: { action: 'complete' } }, gives: undefined },
];

describe('v1 calls', () => {
	it.each(v1Cases)('$name', async ({ run, response, sends, gives }) => {
		const { client, requests } = scriptedEncord([v1Ok(response)]);
		expect(await run(client)).toEqual(gives);
		expect(requests).toHaveLength(1);
		const [{ raw, headers, v1, values }] = requests as [typeof requests[0] & object];
		expect(raw.url).toBe(`${API}/public`);
		expect({ v1, ...values }).toEqual(sends);
		expect(headers).toMatchObject({ ResourceType: 'project', ResourceID: PROJECT, Accept: 'application/json', 'Content-Type': 'application/json' });
		const [publicHex, signatureHex] = headers.Authorization!.split(':');
		expect(publicHex).toBe(KEY.publicKeyHex);
		const message = createHash('sha256').update(raw.body as Uint8Array).digest();
		expect(verify(null, message, publicKey(), Buffer.from(signatureHex!, 'hex'))).toBe(true);
	});

	it('create the rows of each branch in one request', async () => {
		const { client, requests } = scriptedEncord(({ values }) => v1Ok((values!.uid as string[]).map((dataHash) => labels(Number(dataHash.slice(-1)), { branch_name: String(values!.payload.branch_name) }))));
		const given = [row(1, false), row(1, false, { branch_name: 'model' }), row(2, false)];
		const read = await client.initialiseLabels(PROJECT, given);
		expect(read.map(({ data_hash, branch_name }) => [data_hash, branch_name])).toEqual([[id(1, 1), 'main'], [id(1, 1), 'model'], [id(2, 1), 'main']]);
		expect(requests.map(({ values }) => [values!.uid, values!.payload.branch_name])).toEqual([[[id(1, 1), id(2, 1)], 'main'], [[id(1, 1)], 'model']]);
	});
});
