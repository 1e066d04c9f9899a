/** The context of a call: the storage, the caller, the server's clock and settings. Also checks what the caller may see. */
import type {
	Dataset,
	Ontology,
	Project,
	ProjectRole,
	Stage,
	StorageFolder,
	StorageItem,
} from '../state/entities';
import { Refusal, found } from './refusal';
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
}

/** The project. @throws Refusal 404 unknown, 403 not a member. */
export function projectOf(context: Context, projectHash: string): Project {
	const project = found(context.store.projects.get(projectHash), `Project ${projectHash}`);
	roleIn(project, context.user);
	return project;
}

function roleIn(project: Project, email: string): ProjectRole {
	const role = project.members[email];
	if (role === undefined)
		throw new Refusal(403, `You have no access to project ${project.projectHash}`);
	return role;
}

/** @throws Refusal 403 when the caller is neither admin nor team manager */
export function requireManager(context: Context, project: Project): void {
	if (![0, 4].includes(roleIn(project, context.user)))
		throw new Refusal(403, 'Only admins and team managers of the project may do this');
}

/** The stage. @throws Refusal 404 */
export function stageOf(project: Project, stageUuid: string): Stage {
	return found(
		project.stages.find((stage) => stage.uuid === stageUuid),
		`Stage ${stageUuid} of project ${project.projectHash}`,
	);
}

/** Members of an ontology, and members of projects that use it, may read it. */
export function ontologyOf(context: Context, ontologyUuid: string): Ontology {
	const ontology = found(context.store.ontologies.get(ontologyUuid), `Ontology ${ontologyUuid}`);
	const used = context.store.projects
		.all()
		.some((project) => project.ontologyUuid === ontologyUuid && context.user in project.members);
	if (!used && !(context.user in ontology.members))
		throw new Refusal(403, `You have no access to ontology ${ontologyUuid}`);
	return ontology;
}

/** Members of a dataset, and members of projects that use it, may read it. */
export function canReadDataset(context: Context, dataset: Dataset): boolean {
	return (
		context.user in dataset.members ||
		context.store.projects
			.all()
			.some(
				(project) =>
					project.datasetHashes.includes(dataset.datasetHash) && context.user in project.members,
			)
	);
}

export function folderOf(context: Context, folderUuid: string): StorageFolder {
	const folder = found(context.store.folders.get(folderUuid), `Folder ${folderUuid}`);
	const datasets = context.store.datasets
		.all()
		.filter((dataset) => dataset.backingFolderUuid === folderUuid);
	if (
		folder.owner !== context.user &&
		!datasets.some((dataset) => canReadDataset(context, dataset))
	) {
		throw new Refusal(403, `You have no access to folder ${folderUuid}`);
	}
	return folder;
}

/** @param folderUuid when given, the item must lie in that folder. */
export function itemOf(context: Context, itemUuid: string, folderUuid?: string): StorageItem {
	const item = found(context.store.items.get(itemUuid), `Storage item ${itemUuid}`);
	folderOf(context, item.parent);
	if (folderUuid !== undefined && item.parent !== folderUuid)
		throw new Refusal(404, `Storage item ${itemUuid} is not in folder ${folderUuid}`);
	return item;
}
