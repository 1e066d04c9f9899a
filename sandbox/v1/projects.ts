/** The old project calls; the agents library checks its credentials with their listing (protocol §6, §13). */
import { z } from 'zod';
import { mayUseProject } from '../calls/context';
import { passes } from '../calls/matching';
import { found } from '../calls/refusal';
import { plainTime } from '../state/times';
import { everyLabelRow } from './labelRowListing';
import type { V1Call, V1Route } from './router';

const text = z.string().nullish();
const filterSchema = z.object({
	filter: z
		.object({
			title_eq: text,
			title_like: text,
			desc_eq: text,
			desc_like: text,
			created_before: text,
			created_after: text,
			edited_before: text,
			edited_after: text,
		})
		.nullish(),
});

function listProjects(call: V1Call) {
	const { filter } = call.payload(filterSchema);
	const wanted = {
		titleEq: filter?.title_eq,
		titleLike: filter?.title_like,
		descEq: filter?.desc_eq,
		descLike: filter?.desc_like,
		createdBefore: filter?.created_before,
		createdAfter: filter?.created_after,
		editedBefore: filter?.edited_before,
		editedAfter: filter?.edited_after,
	};
	const seen = call.store.projects
		.all()
		.filter((project) => mayUseProject(call, project) && passes(project, wanted));
	return seen
		.sort((a, b) => a.order - b.order)
		.map((project) => ({
			user_role: project.members[call.user],
			project: {
				project_hash: project.projectHash,
				title: project.title,
				description: project.description,
				created_at: plainTime(project.createdAt),
				last_edited_at: plainTime(project.lastEditedAt),
			},
		}));
}

/** The old form of a project: `Project.get_project()` and `Project.label_rows` of the official client still ask for it. */
function readProject(call: V1Call) {
	const project = call.project();
	const { include_labels_metadata } = call.payload(
		z.object({ include_labels_metadata: z.boolean().nullish() }),
	);
	const ontology = found(
		call.store.ontologies.get(project.ontologyUuid),
		`Ontology ${project.ontologyUuid}`,
	);
	const datasets = project.datasetHashes.map((hash) =>
		found(call.store.datasets.get(hash), `Dataset ${hash}`),
	);
	return {
		project_hash: project.projectHash,
		title: project.title,
		description: project.description,
		created_at: plainTime(project.createdAt),
		last_edited_at: plainTime(project.lastEditedAt),
		editor_ontology: ontology.editor,
		ontology_hash: project.ontologyUuid,
		source_projects: [],
		workflow_manager_uuid: project.workflowManagerUuid,
		datasets: datasets.map(({ datasetHash, title, description }) => ({
			dataset_hash: datasetHash,
			title,
			description,
			dataset_type: 'CORD_STORAGE',
		})),
		label_rows: (include_labels_metadata ?? true) ? everyLabelRow(call, project) : null,
	};
}

export const projectQueries: V1Route[] = [
	{ call: 'projectwithuserrole.GET', scope: 'user', handle: listProjects },
	{ call: 'project.GET', scope: 'resource', handle: readProject },
];
