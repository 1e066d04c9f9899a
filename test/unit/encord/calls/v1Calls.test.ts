/** Every v1 call of the client: what it sends, and what it makes of the answer. */
import { describe, expect, it } from '@jest/globals';
import type { EncordClient } from '../../../../src/encord/client';
import { API, id, PROJECT, scriptedEncord, v1Ok, KEY } from '../scriptedEncord';
import { hasV1Signature } from '../../../oracle/signatureCheck';
import { LISTING } from '../../../sandbox/signer';
import { labels, row } from './wireSamples';

const READ = {
	get_signed_url: false,
	multi_request: true,
	include_object_feature_hashes: null,
	include_classification_feature_hashes: null,
	include_reviews: false,
	include_export_history: false,
	include_archived: false,
};

interface V1Case {
	name: string;
	run: (client: EncordClient) => Promise<unknown>;
	response: unknown;
	sends: { v1: string; uid: unknown; payload: unknown };
	gives: unknown;
	/** Default: the project. */
	resource?: [type: string, id: string];
}

const v1Cases: V1Case[] = [
	{
		name: 'listLabelRows',
		run: (c) => c.listLabelRows(PROJECT),
		response: [row(1), row(2, false)],
		sends: { v1: 'GET labelrowmetadata', uid: null, payload: LISTING },
		gives: [row(1), row(2, false)],
	},
	{
		name: 'listLabelRows with every filter',
		run: (c) =>
			c.listLabelRows(PROJECT, {
				editedBefore: 'b',
				editedAfter: 'a',
				labelStatuses: ['QUEUED'],
				shadowDataState: 'ALL_DATA',
				dataHashes: ['d', 'd'],
				labelHashes: ['l'],
				dataTitleEq: 'e',
				dataTitleLike: '%',
				workflowStageTitleEq: 's',
				workflowStageTitleLike: 't',
				includeClientMetadata: true,
				includeImagesData: true,
				includeChildren: true,
				includeAllLabelBranches: true,
				branchName: 'main',
			}),
		response: [],
		sends: {
			v1: 'GET labelrowmetadata',
			uid: null,
			payload: {
				edited_before: 'b',
				edited_after: 'a',
				label_statuses: ['QUEUED'],
				shadow_data_state: 'ALL_DATA',
				include_uninitialised_labels: true,
				data_hashes: ['d'],
				label_hashes: ['l'],
				data_title_eq: 'e',
				data_title_like: '%',
				workflow_graph_node_title_eq: 's',
				workflow_graph_node_title_like: 't',
				include_client_metadata: true,
				include_images_data: true,
				include_children: true,
				include_workflow_graph_node: true,
				include_all_label_branches: true,
				branch_name: 'main',
			},
		},
		gives: [],
	},
	{
		name: 'listLabelRows with no status chosen',
		run: (c) => c.listLabelRows(PROJECT, { labelStatuses: [] }),
		response: [],
		sends: { v1: 'GET labelrowmetadata', uid: null, payload: LISTING },
		gives: [],
	},
	{
		name: 'initialiseLabels reads, in the given order',
		run: (c) => c.initialiseLabels(PROJECT, [row(2), row(1), row(2)]),
		response: [labels(1), labels(2)],
		sends: { v1: 'GET labelrow', uid: [id(2, 2), id(1, 2)], payload: READ },
		gives: [labels(2), labels(1), labels(2)],
	},
	{
		name: 'initialiseLabels with options',
		run: (c) =>
			c.initialiseLabels(PROJECT, [row(1)], {
				includeObjectFeatureHashes: ['a'],
				includeClassificationFeatureHashes: ['b'],
				includeReviews: true,
				includeSignedUrl: true,
				includeArchived: true,
			}),
		response: [labels(1)],
		sends: {
			v1: 'GET labelrow',
			uid: [id(1, 2)],
			payload: {
				...READ,
				get_signed_url: true,
				include_object_feature_hashes: ['a'],
				include_classification_feature_hashes: ['b'],
				include_reviews: true,
				include_archived: true,
			},
		},
		gives: [labels(1)],
	},
	{
		name: 'initialiseLabels creates',
		run: (c) => c.initialiseLabels(PROJECT, [row(1, false), row(2, false)]),
		response: [labels(2), labels(1)],
		sends: {
			v1: 'PUT labelrow',
			uid: [id(1, 1), id(2, 1)],
			payload: { multi_request: true, get_signed_url: false, branch_name: 'main' },
		},
		gives: [labels(1), labels(2)],
	},
	{
		name: 'readOrCreateLabels',
		run: (c) => c.readOrCreateLabels(PROJECT, [row(2), row(1)]),
		response: [labels(1), labels(2)],
		sends: { v1: 'GET labelrow', uid: [id(2, 2), id(1, 2)], payload: READ },
		gives: [
			{ ok: true, value: labels(2) },
			{ ok: true, value: labels(1) },
		],
	},
	{
		name: 'saveLabels',
		run: (c) =>
			c.saveLabels(PROJECT, [labels(1, { data_title: 'ü"\n' }), labels(2)], { validate: true }),
		response: true,
		sends: {
			v1: 'POST labelrow',
			uid: [id(1, 2), id(2, 2)],
			payload: {
				multi_request: true,
				labels: [labels(1, { data_title: 'ü"\n' }), labels(2)],
				validate_before_saving: true,
			},
		},
		gives: [{ ok: true }, { ok: true }],
	},
	{
		name: 'reopenOrComplete reopens',
		run: (c) => c.reopenOrComplete(PROJECT, ['l'], 'reopen'),
		response: false,
		sends: { v1: 'POST labelworkflowgraphnode', uid: ['l'], payload: { action: 'reopen' } },
		gives: [{ ok: true }],
	},
	{
		name: 'reopenOrComplete completes',
		run: (c) => c.reopenOrComplete(PROJECT, ['l'], 'complete'),
		response: [],
		sends: { v1: 'POST labelworkflowgraphnode', uid: ['l'], payload: { action: 'complete' } },
		gives: [{ ok: true }],
	},
	{
		name: 'linkItems skips what is there',
		run: (c) => c.linkItems(id(7), [id(1)]),
		response: [{ data_hash: id(2), data_title: 'a.png', data_type: 'IMAGE' }],
		sends: {
			v1: 'POST datasetlinkitems',
			uid: id(7),
			payload: { item_uuids: [id(1)], duplicates_behavior: 'SKIP' },
		},
		gives: [{ data_hash: id(2), data_title: 'a.png', data_type: 'IMAGE' }],
		resource: ['dataset', id(7)],
	},
];

describe('v1 calls', () => {
	it.each(v1Cases)('$name', async ({ run, response, sends, gives, resource }) => {
		const { client, requests } = scriptedEncord([v1Ok(response)]);
		expect(await run(client)).toEqual(gives);
		expect(requests).toHaveLength(1);
		const [{ raw, headers, v1, values }] = requests as [(typeof requests)[0] & object];
		expect(raw.url).toBe(`${API}/public`);
		expect({ v1, ...values }).toEqual(sends);
		expect(headers).toMatchObject({
			ResourceType: resource?.[0] ?? 'project',
			ResourceID: resource?.[1] ?? PROJECT,
			Accept: 'application/json',
			'Content-Type': 'application/json',
		});
		expect(hasV1Signature(KEY.publicKeyHex, headers, raw.body as Uint8Array)).toBe(true);
	});

	it('create the rows of each branch in one request', async () => {
		const { client, requests } = scriptedEncord(({ values }) =>
			v1Ok(
				(values!.uid as string[]).map((dataHash) =>
					labels(Number(dataHash.slice(-1)), { branch_name: String(values!.payload.branch_name) }),
				),
			),
		);
		const given = [row(1, false), row(1, false, { branch_name: 'model' }), row(2, false)];
		const read = await client.initialiseLabels(PROJECT, given);
		expect(read.map(({ data_hash, branch_name }) => [data_hash, branch_name])).toEqual([
			[id(1, 1), 'main'],
			[id(1, 1), 'model'],
			[id(2, 1), 'main'],
		]);
		expect(requests.map(({ values }) => [values!.uid, values!.payload.branch_name])).toEqual([
			[[id(1, 1), id(2, 1)], 'main'],
			[[id(1, 1)], 'model'],
		]);
	});
});
