/** Projects, ontologies, datasets and people (protocol §6, §10, §15.4, §15.6). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

let sandbox: ConformanceSandbox;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start({ pageSize: 1 });
});
afterAll(() => sandbox.stop());

const get = async (path: string): Promise<any> => (await sandbox.owner.v2('GET', path)).json;
const titles = async (query: string) =>
	(await get(`projects?${query}&includeOrgAccess=False`)).results.map(
		(project: any) => project.title,
	);
const uuid = expect.stringMatching(
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);

describe('a project', () => {
	it('has every key the client insists on, and no router stages', async () => {
		const project = await get(`projects/${sandbox.projectHash}`);
		expect(project).toEqual({
			projectHash: sandbox.projectHash,
			projectType: 'workflow',
			status: 'inProgress',
			title: 'Conformance',
			description: expect.any(String),
			createdAt: expect.any(String),
			lastEditedAt: expect.any(String),
			ontologyHash: uuid,
			editorOntology: expect.any(Object),
			userRole: 0,
			sourceProjects: [],
			workflowManagerUuid: uuid,
			workflow: { stages: expect.any(Array) },
		});
		const { stages } = project.workflow;
		expect(stages.map((stage: any) => stage.stageType)).toEqual([
			'AGENT',
			'ANNOTATION',
			'REVIEW',
			'DONE',
		]);
		for (const stage of stages) {
			expect(Object.keys(stage).sort()).toEqual(
				stage.stageType === 'AGENT'
					? ['pathways', 'stageType', 'title', 'uuid']
					: ['stageType', 'title', 'uuid'],
			);
		}
		expect(stages[0].pathways).toEqual(
			['annotate', 'review', 'complete'].map((title, index) => ({
				uuid,
				title,
				destinationUuid: stages[index + 1].uuid,
			})),
		);
	});

	it.each([
		[0, 200],
		[1, 403],
		[2, 403],
		[3, 403],
		[4, 200],
	] as const)('is there for admins and team managers: role %d gets %d', async (role, status) => {
		const { ontologyUuid } = sandbox.sandbox.host.store.projects.get(sandbox.projectHash)!;
		sandbox.setRole('colleague@example.com', role);
		const { colleague } = sandbox;
		const answer = await colleague.v2('GET', `projects/${sandbox.projectHash}`);
		expect(answer.status).toBe(status);
		if (status === 200) expect(answer.json.userRole).toBe(role);
		const listed = (await colleague.v2('GET', 'projects')).json.results;
		expect(listed).toHaveLength(status === 200 ? 1 : 0);
		const old = await colleague.v1('projectwithuserrole', 'GET', { payload: {} }, null);
		expect(old.json.response).toHaveLength(status === 200 ? 1 : 0);
		expect((await colleague.v2('GET', `ontologies/${ontologyUuid}`)).status).toBe(status);
		const rows = await colleague.v1(
			'labelrowmetadata',
			'GET',
			{ payload: {} },
			{ type: 'project', id: sandbox.projectHash },
		);
		expect(rows.json.status).toBe(status);
		sandbox.setRole('colleague@example.com', 3);
	});

	it('changes its status for managers only', async () => {
		const path = `projects/${sandbox.projectHash}/status`;
		expect((await sandbox.colleague.v2('PUT', path, { status: 'paused' })).status).toBe(403);
		expect((await sandbox.owner.v2('PUT', path, { status: 'nonsense' })).status).toBe(400);
		const changed = await sandbox.owner.v2('PUT', path, { status: 'paused' });
		expect([changed.status, changed.text]).toEqual([204, '']);
		expect((await get(`projects/${sandbox.projectHash}`)).status).toBe('paused');
	});

	it('lists datasets, pages of users, and groups', async () => {
		const datasets = (await get(`projects/${sandbox.projectHash}/datasets`)).results;
		expect(datasets).toEqual(
			['One of each kind', 'Further images'].map((title) => ({
				datasetHash: uuid,
				title,
				description: expect.any(String),
			})),
		);
		const first = await get(`projects/${sandbox.projectHash}/users`);
		expect(first).toEqual({
			results: [{ userEmail: 'colleague@example.com', userRole: 3 }],
			nextPageToken: expect.any(String),
		});
		const second = await get(
			`projects/${sandbox.projectHash}/users?pageToken=${first.nextPageToken}`,
		);
		expect(second).toEqual({ results: [{ userEmail: 'owner@example.com', userRole: 0 }] });
		const path = `projects/${sandbox.projectHash}/groups`;
		const groupHash = '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d';
		expect(
			(await sandbox.owner.v2('POST', path, { groupHashList: [groupHash], userRole: 2 })).status,
		).toBe(204);
		const group = {
			groupHash,
			name: expect.any(String),
			description: '',
			createdAt: expect.any(String),
		};
		expect(await get(path)).toEqual({
			results: [{ ...group, userRole: 2, isSameOrganisation: true }],
		});
		await sandbox.owner.v2('POST', path, {
			groupHashList: ['0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8e'],
			userRole: 1,
		});
		// One page, although pages hold one result here: the client reads no further one.
		expect((await get(path)).results).toHaveLength(2);
		expect((await get('user/current-organisation/groups')).results).toEqual([
			group,
			{ ...group, groupHash: '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8e' },
		]);
		expect(
			(
				await sandbox.owner.v2(
					'DELETE',
					`${path}?groupHashList=0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8e`,
				)
			).status,
		).toBe(204);
		expect((await sandbox.owner.v2('DELETE', `${path}?groupHashList=${groupHash}`)).status).toBe(
			204,
		);
		expect((await get(path)).results).toEqual([]);
	});
});

describe('the listing of projects', () => {
	it.each([
		['', ['Conformance', 'Plain']],
		['titleEq=Plain', ['Plain']],
		['titleEq=plai', []],
		['titleLike=%25form%25', ['Conformance']],
		['titleLike=P_ain', ['Plain']],
		['tagsAnyof=conformance&tagsAnyof=x', ['Conformance']],
		['tagsAnyof=x', []],
		['createdAfter=2026-06-01T00%3A00%3A00Z', []],
		['createdBefore=2026-06-01T00%3A00%3A00%2B00%3A00&descLike=An%25', ['Conformance']],
	])('%s', async (query, expected) => expect(await titles(query)).toEqual(expected));

	it('has a v1 form with plain times, for the agents library', async () => {
		const list = async (filter: object) =>
			(await sandbox.owner.v1('projectwithuserrole', 'GET', { payload: { filter } }, null)).json;
		const all = await list({});
		expect(all).toMatchObject({
			status: 200,
			response: [
				{ user_role: 0, project: { project_hash: sandbox.projectHash, title: 'Conformance' } },
				{ user_role: 0 },
			],
		});
		expect(all.response[0].project.created_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		expect((await list({ created_after: '2026-11-21T10:00:00.123456' })).response).toEqual([]);
		expect((await list({ title_like: 'pl%' })).response).toHaveLength(1);
	});
});

describe('ontologies', () => {
	it("come with the caller's role, which is null for those who only see it through a project", async () => {
		const { ontologyHash } = await get(`projects/${sandbox.projectHash}`);
		const ontology = await get(`ontologies/${ontologyHash}`);
		expect(Object.keys(ontology).sort()).toEqual([
			'createdAt',
			'description',
			'editor',
			'lastEditedAt',
			'ontologyUuid',
			'title',
			'userRole',
		]);
		expect(ontology.userRole).toBe(0);
		expect(
			(await get('ontologies?titleEq=Everything&includeOrgAccess=False')).results,
		).toHaveLength(1);
	});

	it('cover every shape and every kind of attribute, written in full', async () => {
		const { editorOntology } = await get(`projects/${sandbox.projectHash}`);
		expect(editorOntology.objects.map((object: any) => object.shape)).toEqual([
			'bounding_box',
			'polygon',
			'polyline',
			'point',
			'rotatable_bounding_box',
			'bitmask',
			'skeleton',
			'audio',
			'text',
		]);
		const [caption, weather, tags, count, quality] = editorOntology.classifications;
		expect([caption, tags, count].map((each: any) => each.attributes[0].type)).toEqual([
			'text',
			'checklist',
			'numeric',
		]);
		expect(quality.level).toBe('global');
		const strength = weather.attributes[0].options[1].options[0];
		const flooding = strength.options[1].options[0];
		expect([strength, flooding].map(({ id, name, type }) => [id, name, type])).toEqual([
			['2.1.2.1', 'Strength', 'radio'],
			['2.1.2.1.2.1', 'Flooding', 'radio'],
		]);
		expect(flooding).toMatchObject({
			required: false,
			archived: false,
			dynamic: false,
			options: [{ label: 'None', value: 'none', archived: false }, { value: 'road_closed' }],
		});
		const hashes = [...JSON.stringify(editorOntology).matchAll(/"featureNodeHash":"([^"]+)"/g)].map(
			(match) => match[1],
		);
		expect(new Set(hashes).size).toBe(hashes.length);
		expect(hashes.every((hash) => /^[A-Za-z0-9]{8}$/.test(hash ?? ''))).toBe(true);
		expect(editorOntology.skeleton_templates[0].template).toMatchObject({
			name: 'Person',
			shape: 'skeleton',
			feature_node_hash: editorOntology.objects[6].featureNodeHash,
		});
	});

	it('can be replaced and created by those who may', async () => {
		const { ontologyHash, editorOntology } = await get(`projects/${sandbox.projectHash}`);
		const editor = { ...editorOntology, future: { kept: true } };
		expect(
			(
				await sandbox.colleague.v2('PUT', `ontologies/${ontologyHash}`, {
					title: 'T',
					description: '',
					editor,
				})
			).status,
		).toBe(403);
		expect(
			(
				await sandbox.owner.v2('PUT', `ontologies/${ontologyHash}`, {
					title: 'Renamed',
					description: 'D',
					editor,
				})
			).json,
		).toMatchObject({ title: 'Renamed', editor });
		expect((await get(`projects/${sandbox.projectHash}`)).editorOntology.future).toEqual({
			kept: true,
		});
		const made = await sandbox.owner.v2('POST', 'ontologies', {
			title: 'New',
			description: 'D',
			editor: { objects: [], classifications: [] },
		});
		expect(made).toMatchObject({
			status: 200,
			json: { ontologyUuid: uuid, title: 'New', userRole: 0 },
		});
	});
});

describe('datasets', () => {
	it('are listed by v2 under "result"', async () => {
		const { result } = await get(
			'datasets/list?descriptionLike=%25every%25&includeOrgAccess=False',
		);
		expect(result).toEqual([
			{
				datasetUuid: uuid,
				title: 'One of each kind',
				description: expect.any(String),
				createdAt: expect.any(String),
				lastEditedAt: expect.any(String),
				backingFolderUuid: uuid,
				storageLocation: 0,
				userRole: 'admin',
			},
		]);
	});

	it('are read by v1 with their rows', async () => {
		const [{ datasetHash }] = (await get(`projects/${sandbox.projectHash}/datasets`)).results;
		const resource = { type: 'dataset', id: datasetHash };
		const settings = { dataset_access_settings: { fetch_client_metadata: true } };
		const dataset = (await sandbox.owner.v1('dataset', 'GET', { payload: settings }, resource)).json
			.response;
		expect(dataset).toMatchObject({
			title: 'One of each kind',
			dataset_hash: datasetHash,
			dataset_type: expect.any(String),
			backing_folder_uuid: uuid,
		});
		expect(dataset.data_rows.map((row: any) => row.data_type)).toEqual([
			'IMAGE',
			'IMAGE',
			'VIDEO',
			'IMG_GROUP',
			'AUDIO',
			'PLAIN_TEXT',
			'PDF',
		]);
		expect(dataset.data_rows[0]).toMatchObject({
			data_title: 'street-01.png',
			storage_location: 0,
			client_metadata: { camera: 'front', site: 'London' },
			file_type: 'image/png',
		});
		const rows = (filter: object) =>
			sandbox.owner.v1(
				'datarows',
				'GET',
				{
					payload: {
						title_eq: null,
						title_like: null,
						data_types: null,
						data_hashes: null,
						...settings,
						...filter,
					},
				},
				resource,
			);
		expect((await rows({ data_types: ['VIDEO'] })).json.response).toMatchObject([
			{ data_title: 'drive.mp4', frames_per_second: 25, duration: 2, width: 320 },
		]);
		expect((await rows({ title_like: '%.jpg' })).json.response).toHaveLength(1);
		expect(
			(
				await sandbox.outsider.v1(
					'dataset',
					'GET',
					{ payload: settings },
					{ type: 'dataset', id: '11111111-2222-4333-8444-555555555555' },
				)
			).json,
		).toMatchObject({ status: 403, response: ['AUTHORISATION_ERROR'] });
	});

	it('show more of one row, and take its new title and metadata', async () => {
		const [{ datasetHash }] = (await get(`projects/${sandbox.projectHash}/datasets`)).results;
		const resource = { type: 'dataset', id: datasetHash };
		const hashOf = async (title: string) => (await sandbox.row(title)).data_hash;
		const images_data_fetch_options = { fetch_signed_urls: true };
		const read = async (title: string, additional_data: object) =>
			(
				await sandbox.owner.v1(
					'datarow',
					'GET',
					{
						uid: await hashOf(title),
						payload: { additional_data },
					},
					resource,
				)
			).json.response;
		const group = await read('walk-around', {
			signed_url: true,
			client_metadata: true,
			images_data_fetch_options,
		});
		expect(group).toMatchObject({
			data_title: 'walk-around',
			client_metadata: { subject: 'car' },
			signed_url: null,
		});
		expect(
			group.images_data.map((image: any) => [image.title, image.width, image.file_type]),
		).toEqual([
			['view-0.png', 320, 'image/png'],
			['view-1.png', 200, 'image/png'],
			['view-2.png', 320, 'image/png'],
		]);
		for (const image of group.images_data) expect((await fetch(image.signed_url)).status).toBe(200);
		const plain = await read('cat.jpg', {
			signed_url: false,
			client_metadata: false,
			images_data_fetch_options: null,
		});
		expect(plain).toMatchObject({ signed_url: null, client_metadata: null, images_data: null });

		const change = { data_title: 'renamed.jpg', client_metadata: { camera: 'new' } };
		const uid = await hashOf('cat.jpg');
		const asColleague = await sandbox.colleague.v1(
			'datarow',
			'POST',
			{ uid, payload: change },
			resource,
		);
		expect(asColleague.json).toMatchObject({ status: 403, response: ['AUTHORISATION_ERROR'] });
		const { response } = (
			await sandbox.owner.v1('datarow', 'POST', { uid, payload: change }, resource)
		).json;
		expect(response.updated_fields.sort()).toEqual(['client_metadata', 'data_title']);
		expect(response.data_row).toMatchObject({ data_hash: uid, ...change });
		expect(
			(await sandbox.row('renamed.jpg', { include_client_metadata: true })).client_metadata,
		).toEqual({ camera: 'new' });
	});
});

describe('the old form of a project', () => {
	const read = async (include_labels_metadata: boolean): Promise<any> =>
		(await sandbox.v1('project', 'GET', { payload: { include_labels_metadata } })).json.response;

	it('has its datasets and label rows, and times in the one spelling the client reads here', async () => {
		const project = await read(true);
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		const { projectHash: project_hash } = sandbox;
		expect(project).toMatchObject({
			project_hash,
			created_at: time,
			last_edited_at: time,
			ontology_hash: uuid,
		});
		expect(project.datasets.map((dataset: any) => dataset.title)).toEqual([
			'One of each kind',
			'Further images',
		]);
		expect(project.label_rows).toEqual(await sandbox.list());
		expect(project.editor_ontology).toEqual(
			(await get(`projects/${sandbox.projectHash}`)).editorOntology,
		);
	});

	it('leaves out the label rows when they are not asked for', async () => {
		expect((await read(false)).label_rows).toBeNull();
	});
});
