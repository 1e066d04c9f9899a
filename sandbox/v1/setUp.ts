/** Creating and copying projects, and adding people (protocol §16.5). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { canReadDataset, ontologyOf } from '../calls/context';
import { copiedWorkflow, plainWorkflow, putNewProject } from '../calls/newProject';
import { Refusal, visible } from '../calls/refusal';
import { createLabels } from '../labels/create';
import { labelRowId, type OntologyRole, type ProjectRole } from '../state/entities';
import { datasetOf } from './datasets';
import type { V1Call, V1Route } from './router';

function newOntology(call: V1Call, title: string): string {
	const at = call.now.toISOString();
	const ontologyUuid = randomUUID();
	call.store.ontologies.put(ontologyUuid, {
		ontologyUuid,
		title,
		description: '',
		editor: { objects: [], classifications: [] },
		createdAt: at,
		lastEditedAt: at,
		members: { [call.user]: 0 },
	});
	return ontologyUuid;
}

/** The sandbox has no workflow templates and no benchmark projects, so both are refused. */
function createProject(call: V1Call): string {
	const spec = call.payload(
		z.object({
			title: z.string(),
			description: z.string().nullish(),
			dataset_hashes: z.array(z.string()),
			workflow_type: z.enum(['manual', 'benchmark']),
			ontology_hash: z.string().nullish(),
			workflow_template_id: z.string().nullish(),
		}),
	);
	if (spec.workflow_type === 'benchmark')
		throw new Refusal(400, 'The sandbox has no benchmark projects');
	if (spec.workflow_template_id)
		throw new Refusal(
			403,
			`Workflow template ${spec.workflow_template_id} does not exist or you have no access to it`,
		);
	const datasetHashes = spec.dataset_hashes.map((text) => {
		const hash = text.toLowerCase();
		return visible(
			call.store.datasets.get(hash),
			(dataset) => canReadDataset(call, dataset),
			`Dataset ${hash}`,
		).datasetHash;
	});
	return putNewProject(call, {
		title: spec.title,
		description: spec.description ?? '',
		ontologyUuid: spec.ontology_hash
			? ontologyOf(call, spec.ontology_hash.toLowerCase()).ontologyUuid
			: newOntology(call, spec.title),
		datasetHashes: [...new Set(datasetHashes)],
		stages: plainWorkflow(),
		members: {},
	}).projectHash;
}

const copySchema = z.object({
	copy_project_options: z.array(z.enum(['collaborators', 'datasets', 'models', 'labels'])),
	copy_labels_options: z
		.object({
			datasets_to_data_hashes_map: z.record(z.array(z.string())).nullish(),
			accepted_label_hashes: z.array(z.string()).nullish(),
			accepted_label_statuses: z.array(z.string()).nullish(),
			create_new_dataset: z.boolean().nullish(),
		})
		.nullish(),
	project_copy_metadata: z
		.object({
			project_title: z.string().nullish(),
			project_description: z.string().nullish(),
		})
		.nullish(),
});

/** Datasets can be attached, not cloned. What would copy other labels than were asked for is refused. */
function copyProject(call: V1Call): string {
	const source = call.project();
	const spec = call.payload(copySchema);
	const options = new Set(spec.copy_project_options);
	const { create_new_dataset, accepted_label_statuses, accepted_label_hashes } =
		spec.copy_labels_options ?? {};
	if (create_new_dataset) throw new Refusal(400, 'The sandbox does not clone datasets');
	if (accepted_label_statuses)
		throw new Refusal(400, 'The sandbox does not select labels by their review');
	if (Object.keys(spec.copy_labels_options?.datasets_to_data_hashes_map ?? {}).length > 0)
		throw new Refusal(400, 'The sandbox does not select labels by data unit');
	if (options.has('labels') && !options.has('datasets'))
		throw new Refusal(400, 'Labels can only be copied together with datasets');
	const { project_title, project_description } = spec.project_copy_metadata ?? {};
	const copy = putNewProject(call, {
		title: project_title ?? `Copy of ${source.title}`,
		description: project_description ?? source.description,
		ontologyUuid: source.ontologyUuid,
		datasetHashes: options.has('datasets') ? source.datasetHashes : [],
		stages: copiedWorkflow(source.stages),
		members: options.has('collaborators') ? source.members : {},
	});
	if (!options.has('labels')) return copy.projectHash;
	const wanted = accepted_label_hashes && new Set(accepted_label_hashes);
	for (const from of call.store.labelRowsOfProject(source.projectHash)) {
		const to = call.store.labelRows.get(labelRowId(copy.projectHash, from.dataHash, 'main'));
		if (!to || from.branchName !== 'main' || from.labelHash === null) continue;
		if (wanted && !wanted.has(from.labelHash)) continue;
		const created = createLabels(call, to);
		call.store.labelRows.put(created.id, { ...created, content: from.content });
	}
	return copy.projectHash;
}

const usersSchema = (roles: number) =>
	z.object({
		user_emails: z.array(z.string().email()),
		user_role: z.number().int().min(0).max(roles),
	});

/** Who is a member already keeps the role. Somebody unknown gets an account without a key. */
function withUsers<Role extends number>(
	call: V1Call,
	members: Record<string, Role>,
	emails: string[],
	role: Role,
): Record<string, Role> {
	for (const email of emails)
		if (!call.store.users.get(email)) call.store.users.put(email, { email, publicKeyHex: null });
	return { ...Object.fromEntries(emails.map((email) => [email, role])), ...members };
}

function addProjectUsers(call: V1Call) {
	const project = call.project();
	const { user_emails, user_role } = call.payload(usersSchema(4));
	const members = withUsers(call, project.members, user_emails, user_role as ProjectRole);
	call.store.projects.put(project.projectHash, { ...project, members });
	return user_emails.map((user_email) => ({
		user_email,
		user_role: members[user_email],
		project_hash: project.projectHash,
	}));
}

function addDatasetUsers(call: V1Call) {
	const dataset = datasetOf(call);
	if (dataset.members[call.user] !== 0)
		throw new Refusal(403, 'Only admins of the dataset may add users to it');
	const { user_emails, user_role } = call.payload(usersSchema(1));
	const members = withUsers(call, dataset.members, user_emails, user_role as OntologyRole);
	call.store.datasets.put(dataset.datasetHash, { ...dataset, members });
	return user_emails.map((user_email) => ({
		user_email,
		user_role: members[user_email],
		dataset_hash: dataset.datasetHash,
	}));
}

export const setUpQueries: V1Route[] = [
	{ call: 'project.POST', scope: 'user', handle: createProject },
	{ call: 'projectcopy.POST', scope: 'resource', handle: copyProject },
	{ call: 'projectusers.POST', scope: 'resource', handle: addProjectUsers },
	{ call: 'datasetusers.POST', scope: 'resource', handle: addDatasetUsers },
];
