/** The context of a call: the storage, the caller, the server's clock and settings. Also checks what the caller may see. */
import type {
	Dataset,
	Ontology,
	Project,
	Stage,
	StorageFolder,
	StorageItem,
} from '../state/entities';
import { Refusal, found, visible } from './refusal';
import type { Store } from '../state/store';

export interface Context {
	store: Store;
	/** E-mail of the caller. */
	user: string;
	now: Date;
	/** Results on one page of a paged listing. */
	pageSize: number;
	/** A signed address of the item's file, or null when it has none. */
	signedUrl(item: StorageItem): string | null;
	/** A signed address to which the file of an upload can be sent. */
	uploadUrl(slotUuid: string): string;
}

/** Only admins and team managers reach a project through the API (protocol §6). */
export function mayUseProject({ user }: Pick<Context, 'user'>, project: Project): boolean {
	return [0, 4].includes(project.members[user] ?? -1);
}

/** The project. @throws Refusal 403 when it is unknown or the caller may not see it */
export function projectOf(context: Context, projectHash: string): Project {
	return visible(
		context.store.projects.get(projectHash),
		(project) => mayUseProject(context, project),
		`Project ${projectHash}`,
	);
}

/** The stage. @throws Refusal 404 */
export function stageOf(project: Project, stageUuid: string): Stage {
	return found(
		project.stages.find((stage) => stage.uuid === stageUuid),
		`Stage ${stageUuid} of project ${project.projectHash}`,
	);
}

/** Members of an ontology, and those who may use a project with it, may read it. */
export function ontologyOf(context: Context, ontologyUuid: string): Ontology {
	const isUsed = () =>
		context.store.projects
			.all()
			.some((project) => project.ontologyUuid === ontologyUuid && mayUseProject(context, project));
	return visible(
		context.store.ontologies.get(ontologyUuid),
		(ontology) => context.user in ontology.members || isUsed(),
		`Ontology ${ontologyUuid}`,
	);
}

/** Members of a dataset, and those who may use a project with it, may read it. */
export function canReadDataset(context: Context, dataset: Dataset): boolean {
	return (
		context.user in dataset.members ||
		context.store.projects
			.all()
			.some(
				(project) =>
					project.datasetHashes.includes(dataset.datasetHash) && mayUseProject(context, project),
			)
	);
}

function canReadFolder(context: Context, folder: StorageFolder): boolean {
	return (
		folder.owner === context.user ||
		context.store.datasets
			.all()
			.some(
				(dataset) => dataset.backingFolderUuid === folder.uuid && canReadDataset(context, dataset),
			)
	);
}

/** The folder. @throws Refusal 403 when it is unknown or the caller may not see it */
export function folderOf(context: Context, folderUuid: string): StorageFolder {
	return visible(
		context.store.folders.get(folderUuid),
		(folder) => canReadFolder(context, folder),
		`Folder ${folderUuid}`,
	);
}

/** Whether the folder exists and the caller may read it. */
export function mayReadFolder(context: Context, folderUuid: string): boolean {
	const folder = context.store.folders.get(folderUuid);
	return folder !== undefined && canReadFolder(context, folder);
}

/** Whoever may read the folder of an item may read the item. */
export function mayReadItem(context: Context, { parent }: StorageItem): boolean {
	return mayReadFolder(context, parent);
}

/**
 * The storage item. @throws Refusal 403 when it is unknown or the caller may not see it, 404 when it is not in the folder
 * @param folderUuid when given, the item must lie in that folder.
 */
export function itemOf(context: Context, itemUuid: string, folderUuid?: string): StorageItem {
	const item = visible(
		context.store.items.get(itemUuid),
		(candidate) => mayReadItem(context, candidate),
		`Storage item ${itemUuid}`,
	);
	if (folderUuid !== undefined && item.parent !== folderUuid)
		throw new Refusal(404, `Storage item ${itemUuid} is not in folder ${folderUuid}`);
	return item;
}
