/**
 * What scripts set up with the official client (protocol §16.5). The keys are those of its models: encord/orm/group.py OntologyGroup,
 * DatasetGroup, StorageFolderGroup; encord/orm/dataset.py CreateDatasetResponseV2, DatasetUser; encord/utilities/project_user.py
 * ProjectUser; the payloads are those of encord/client.py add_users and copy_project, encord/user_client.py create_project.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConformanceSandbox } from '../conformanceSandbox';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

const NOBODY = '0a0b0c0d-0e0f-4a1b-8c2d-3e4f5a6b7c8d';
const text = expect.any(String);

let sandbox: ConformanceSandbox;
let folder: string;
let dataset: string;
let ontology: string;
beforeAll(async () => {
	sandbox = await ConformanceSandbox.start();
	ontology = (await get(`projects/${sandbox.projectHash}`)).ontologyHash;
	const { result } = await get('datasets/list?titleEq=Further+images&includeOrgAccess=False');
	({ datasetUuid: dataset, backingFolderUuid: folder } = result[0]);
});
afterAll(() => sandbox.stop());

const get = async (path: string): Promise<any> => {
	const { status, json, text: body } = await sandbox.owner.v2('GET', path);
	if (status !== 200) throw new Error(`${status} ${body}`);
	return json;
};
const asUser = async (query: string, payload: unknown) =>
	await sandbox.owner.v1(query, 'POST', { payload }, null);

it.each<[string, () => string, number | string, number | string]>([
	['ontologies', () => `ontologies/${ontology}/groups`, 1, 2],
	['datasets', () => `datasets/${dataset}/groups`, 0, 'admin'],
	['folders', () => `storage/folders/${folder}/groups`, 'user', 1],
])('groups get access to %s and lose it', async (_, path, userRole, wrong) => {
	const add = async (role: number | string) =>
		(await sandbox.owner.v2('POST', path(), { groupHashList: [NOBODY], userRole: role })).status;
	expect(await get(path())).toEqual({ results: [] });
	expect([await add(wrong), await add(userRole)]).toEqual([400, 204]);
	expect(await get(path())).toEqual({
		results: [
			{
				groupHash: NOBODY,
				name: text,
				description: '',
				createdAt: text,
				isSameOrganisation: true,
				userRole,
			},
		],
	});
	const gone = await sandbox.owner.v2('DELETE', `${path()}?groupHashList=${NOBODY}`);
	expect(gone.status).toBe(204);
	expect(await get(path())).toEqual({ results: [] });
});

it.each([true, false])('a dataset is created (with a folder: %p)', async (createBackingFolder) => {
	const title = `New ${createBackingFolder}`;
	const { json } = await sandbox.owner.v2('POST', 'datasets', {
		title,
		description: 'For tests',
		createBackingFolder,
		legacyCall: false,
	});
	expect(json).toEqual({
		datasetUuid: text,
		backingFolderUuid: createBackingFolder ? text : null,
	});
	const { result } = await get(`datasets/list?titleEq=${title.replace(' ', '+')}`);
	expect(result).toMatchObject([{ ...json, title, description: 'For tests', userRole: 'admin' }]);
	if (createBackingFolder)
		expect(await get(`storage/folders/${json.backingFolderUuid}`)).toMatchObject({
			name: title,
			syncedDatasetHash: json.datasetUuid,
		});
});

const newProject = {
	title: 'New',
	description: '',
	dataset_hashes: [] as string[],
	workflow_type: 'manual',
};

it('a project is created, with a row and a task for each data unit', async () => {
	const { json } = await asUser('project', {
		...newProject,
		dataset_hashes: [dataset],
		ontology_hash: ontology,
	});
	const project = await get(`projects/${json.response}`);
	expect(project).toMatchObject({ title: 'New', ontologyHash: ontology, userRole: 0 });
	const [first] = project.workflow.stages;
	const { results } = await get(
		`projects/${json.response}/workflow/stages/${first.uuid}/tasks?dataTitleContains=`,
	);
	expect([first.stageType, results.length > 0]).toEqual(['ANNOTATION', true]);
	const empty = await asUser('project', newProject);
	const made = await get(`projects/${empty.json.response}`);
	expect(made.ontologyHash).not.toBe(ontology);
	expect(made.editorOntology).toEqual({ objects: [], classifications: [] });
});

it.each([
	['dataset_hashes', [NOBODY], 403],
	['ontology_hash', NOBODY, 403],
	['workflow_template_id', NOBODY, 403],
	['workflow_type', 'benchmark', 400],
])('a project is not created with an unknown %s', async (key, value, status) => {
	expect((await asUser('project', { ...newProject, [key]: value })).json.status).toBe(status);
});

const copyOptions = (options: string[], labels: object = {}) => ({
	copy_project_options: options,
	copy_labels_options: {
		datasets_to_data_hashes_map: {},
		accepted_label_hashes: null,
		accepted_label_statuses: null,
		create_new_dataset: null,
		...labels,
	},
	project_copy_metadata: {
		project_title: 'Copy',
		project_description: null,
		dataset_title: null,
		dataset_description: null,
	},
});
const copy = async (options: string[], labels: object = {}) =>
	(
		await sandbox.v1('projectcopy', 'POST', {
			uid: sandbox.projectHash,
			payload: copyOptions(options, labels),
		})
	).json;

it('a project is copied with its workflow, datasets, people and labels', async () => {
	const blob = await sandbox.create('street-01.png');
	const { response } = await copy(['labels', 'datasets', 'collaborators']);
	const [source, made] = [
		await get(`projects/${sandbox.projectHash}`),
		await get(`projects/${response}`),
	];
	expect(made).toMatchObject({ title: 'Copy', ontologyHash: source.ontologyHash });
	const shape = ({ stageType, title, pathways }: any) => [
		stageType,
		title,
		pathways?.map((pathway: any) => pathway.title),
	];
	expect(made.workflow.stages.map(shape)).toEqual(source.workflow.stages.map(shape));
	const uuids = (project: any) => project.workflow.stages.map(({ uuid }: any) => uuid);
	expect(uuids(made).some((uuid: string) => uuids(source).includes(uuid))).toBe(false);
	const agent = made.workflow.stages[0];
	expect(agent.pathways.map((pathway: any) => pathway.destinationUuid)).toEqual(
		uuids(made).slice(1),
	);
	const rows = sandbox.sandbox.host.store.labelRowsOfProject(response);
	const labeled = rows.filter(({ labelHash }) => labelHash !== null);
	expect(labeled.map(({ dataHash }) => dataHash)).toEqual([blob.data_hash]);
	expect(labeled[0]!.labelHash).not.toBe(blob.label_hash);
	const people = async (hash: string) => (await get(`projects/${hash}/users`)).results;
	expect(await people(response)).toEqual(await people(sandbox.projectHash));
	const bare = (await copy([])).response;
	expect((await get(`projects/${bare}/datasets`)).results).toEqual([]);
	expect(await people(bare)).toHaveLength(1);
});

it.each<[string[], object]>([
	[['labels'], {}],
	[['datasets', 'labels'], { accepted_label_statuses: ['APPROVED'] }],
	[['datasets', 'labels'], { datasets_to_data_hashes_map: { [NOBODY]: [] } }],
	[[], { create_new_dataset: true }],
])('what a copy cannot keep to is refused: %j %j', async (options, labels) => {
	expect((await copy(options, labels)).status).toBe(400);
});

it('users are added to a project and a dataset; members keep their role', async () => {
	const payload = { user_emails: ['new@example.com', 'owner@example.com'], user_role: 1 };
	const { projectHash } = sandbox;
	const added = await sandbox.v1('projectusers', 'POST', { uid: projectHash, payload });
	expect(added.json.response).toEqual([
		{ user_email: 'new@example.com', user_role: 1, project_hash: projectHash },
		{ user_email: 'owner@example.com', user_role: 0, project_hash: projectHash },
	]);
	expect((await get(`projects/${projectHash}/users`)).results).toContainEqual({
		userEmail: 'new@example.com',
		userRole: 1,
	});
	const resource = { type: 'dataset', id: dataset };
	const other = await sandbox.owner.v1('datasetusers', 'POST', { uid: dataset, payload }, resource);
	expect(other.json.response).toEqual([
		{ user_email: 'new@example.com', user_role: 1, dataset_hash: dataset },
		{ user_email: 'owner@example.com', user_role: 0, dataset_hash: dataset },
	]);
});
