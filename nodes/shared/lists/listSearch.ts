/** Loads the entries of the form's searchable lists. Each function is the `searchListMethod` of a field. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { take } from '../../../src/encord/http/paging';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { WorkflowStage } from '../../../src/encord/calls/projects';
import { folderPath } from '../fields/names/lookUpNames';
import { accountOf, encordClient } from '../n8n/client';
import { stagesOf } from '../labels/lookup';
import { chosenProject, chosenProjectDefinition, chosenStage } from './formContext';
import { RecentLists } from './recentLists';
import { searchPage } from './searchPage';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

export const searchProjects: Search = async function (filter, token) {
	const projects = await (await encordClient(this)).listProjects();
	return searchPage(
		projects.map((project) => ({ name: project.title, value: project.projectHash })),
		filter,
		token,
	);
};

/** The ontologies of the projects the key can see: Encord has no list of ontologies that names their projects. */
export const searchOntologies: Search = async function (filter, token) {
	const projects = await (await encordClient(this)).listProjects();
	const titles = new Map<string, string[]>();
	for (const { ontologyHash, title } of projects)
		titles.set(ontologyHash, [...(titles.get(ontologyHash) ?? []), title]);
	return searchPage(
		[...titles].map(([value, projectTitles]) => ({
			name: `Ontology of ${projectTitles.join(', ')}`,
			value,
		})),
		filter,
		token,
	);
};

export const searchDatasets: Search = async function (filter, token) {
	const datasets = await (await encordClient(this)).listDatasets();
	return searchPage(
		datasets.map(({ title, datasetUuid }) => ({ name: title, value: datasetUuid })),
		filter,
		token,
	);
};

/** Folders with those they lie in. Encord filters by name, because there may be thousands. */
export const searchFolders: Search = async function (filter, token) {
	const client = await encordClient(this);
	const folders = await take(client.searchFolders(filter), MOST_FOLDERS);
	return searchPage(
		folders.map((folder) => ({ name: folderPath(folder), value: folder.uuid })),
		filter,
		token,
	);
};

const MOST_FOLDERS = 2000;

export const searchIntegrations: Search = async function (filter, token) {
	const integrations = await (await encordClient(this)).listIntegrations();
	return searchPage(
		integrations.map(({ title, integrationUuid }) => ({ name: title, value: integrationUuid })),
		filter,
		token,
	);
};

export const searchDataUnits: Search = async function (filter, token) {
	const rows = await rowsFor(this, filter, token);
	return searchPage(
		rowEntries(rows, (row) => row.data_hash),
		filter,
		token,
	);
};

export const searchStorageItems: Search = async function (filter, token) {
	const rows = await rowsFor(this, filter, token);
	return searchPage(
		rowEntries(rows, (row) => row.backing_item_uuid ?? undefined),
		filter,
		token,
	);
};

const recentRows = new RecentLists<LabelRowMetadata>();

/** The label rows of the chosen project whose title contains the filter. */
async function rowsFor(
	form: ILoadOptionsFunctions,
	filter = '',
	token?: string,
): Promise<LabelRowMetadata[]> {
	const { client, projectHash } = await chosenProject(form);
	const key = JSON.stringify([await accountOf(form), projectHash, filter]);
	return await recentRows.page(
		key,
		token,
		// Encord filters by title, because a project may have a hundred thousand files.
		async () =>
			await client.listLabelRows(projectHash, filter ? { dataTitleLike: `%${filter}%` } : {}),
	);
}

function rowEntries(
	rows: readonly LabelRowMetadata[],
	idOf: (row: LabelRowMetadata) => string | undefined,
): INodeListSearchItems[] {
	const entries = rows.map((row) => ({
		name: row.data_title,
		value: idOf(row),
		description: row.dataset_title,
	}));
	return entries.filter(
		(entry): entry is typeof entry & { value: string } => entry.value !== undefined,
	);
}

export const searchAgentStages: Search = async function (filter, token) {
	const stages = stagesOf(await chosenProjectDefinition(this));
	return stagePage(
		stages.filter(({ stageType }) => stageType === 'AGENT'),
		filter,
		token,
	);
};

export const searchStages: Search = async function (filter, token) {
	return stagePage(stagesOf(await chosenProjectDefinition(this)), filter, token);
};

const stagePage = (stages: readonly WorkflowStage[], filter?: string, token?: string) =>
	searchPage(
		stages.map(({ title, uuid }) => ({ name: title, value: uuid })),
		filter,
		token,
	);

export const searchPathways: Search = async function (filter, token) {
	const { pathways } = await chosenStage(this);
	return searchPage(
		(pathways ?? []).map(({ title, uuid }) => ({ name: title, value: uuid })),
		filter,
		token,
	);
};

export const searchClassifications: Search = async function (filter, token) {
	const { classifications } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	return searchPage(
		classifications.filter(({ archived }) => !archived).map(itemEntry),
		filter,
		token,
	);
};

export const searchObjects: Search = async function (filter, token) {
	const { objects } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	return searchPage(objects.filter(({ archived }) => !archived).map(itemEntry), filter, token);
};

function itemEntry({
	title,
	featureHash,
}: {
	title: string;
	featureHash: string;
}): INodeListSearchItems {
	return { name: title, value: featureHash };
}
