/**
 * The builder that a seed gets. A seed is a function that adds users, ontologies, datasets with media, and projects. Every id is
 * derived from the seed's name and the titles, so that it is the same in every run. Add things in this order: users, ontologies,
 * datasets, data units, projects (a project gets a label row and a task for each data unit of its datasets).
 */
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';
import { addRowAndTask } from '../calls/dataUnits';
import { createLabels } from '../labels/create';
import { putIssue } from '../calls/issues';
import { beginIn } from '../calls/workflow';
import { saveLabels } from '../labels/save';
import { labelRowId, type ProjectRole } from '../state/entities';
import { stableHash } from '../state/ids';
import { keyPairOnDisk } from '../state/keys';
import { DataBuilder } from './dataBuilder';
import { buildOntology, type OntologySpec } from './ontology';
import type { ProjectSpec } from './specs';
import { buildStages } from './stages';

export type Seed = (build: SeedBuilder) => Promise<void>;

export class SeedBuilder extends DataBuilder {
	/** Adds a user. The first one with a key owns everything in the seed; the sandbox prints this key's path. Returns the e-mail. */
	addUser(email: string, options: { withKey?: boolean } = {}): string {
		const publicKeyHex = options.withKey
			? keyPairOnDisk(this.store.dataDir, email).publicKeyHex
			: null;
		this.store.users.put(email, { email, publicKeyHex });
		const meta = this.store.meta.get('meta');
		if (meta && publicKeyHex && meta.ownerEmail === '')
			this.store.meta.put('meta', { ...meta, ownerEmail: email });
		return email;
	}

	/** Adds an ontology, from names and shapes (`spec`) or from Encord's JSON (`editor`). */
	addOntology(
		spec: { title: string; description?: string } & (
			| { spec: OntologySpec }
			| { editor: OntologyJson }
		),
	): string {
		const ontologyUuid = this.uuid('ontology', spec.title);
		const editor =
			'editor' in spec
				? spec.editor
				: buildOntology(spec.spec, (...path) => stableHash(this.seed, spec.title, ...path));
		const at = this.tick();
		this.store.ontologies.put(ontologyUuid, {
			ontologyUuid,
			title: spec.title,
			description: spec.description ?? '',
			editor,
			createdAt: at,
			lastEditedAt: at,
			members: { [this.owner]: 0 },
		});
		return ontologyUuid;
	}

	addProject(spec: ProjectSpec): string {
		const projectHash = this.uuid('project', spec.title);
		const at = this.tick();
		const everybody = Object.fromEntries(
			this.store.users.all().map((user): [string, ProjectRole] => [user.email, 0]),
		);
		const stages = buildStages(spec.stages, (...parts) =>
			this.uuid('project', spec.title, ...parts),
		);
		this.store.projects.put(projectHash, {
			projectHash,
			title: spec.title,
			description: spec.description ?? '',
			status: 'inProgress',
			order: this.store.projects.size,
			ontologyUuid: spec.ontologyUuid,
			datasetHashes: spec.datasetHashes,
			stages,
			members: spec.members ?? everybody,
			groups: [],
			tags: spec.tags ?? [],
			agents: [],
			workflowManagerUuid: this.uuid('workflow', spec.title),
			createdAt: at,
			lastEditedAt: at,
		});
		const units = spec.datasetHashes.flatMap((datasetHash) =>
			this.store.dataUnitsOfDataset(datasetHash),
		);
		for (const unit of units)
			addRowAndTask(this.store, { projectHash, stages }, unit, {
				taskUuid: this.taskUuid(projectHash, unit.dataHash),
				at: this.tick(),
				priority: spec.priorities?.[unit.title] ?? 0.5,
			});
		return projectHash;
	}

	/** Registers a custom agent, as a user does on a project's agents page; the Label Editor page lists it. */
	addAgent(projectHash: string, agent: { name: string; endpoint: string }): void {
		const project = this.store.projects.get(projectHash);
		if (project)
			this.store.projects.put(projectHash, { ...project, agents: [...project.agents, agent] });
	}

	/** Saves labels of a row as this user. `labels` is a label blob; it is checked as in a request (protocol §8). */
	saveLabels(projectHash: string, dataHash: string, user: string, labels: EncordJson): void {
		const context = {
			store: this.store,
			user,
			now: new Date(this.tick()),
			pageSize: 1,
			signedUrl: () => null,
			uploadUrl: () => '',
		};
		const project = this.store.projects.get(projectHash);
		const row = this.store.labelRows.get(labelRowId(projectHash, dataHash, 'main'));
		if (!project || !row)
			throw new Error(
				`Seed "${this.seed}": there is no label row of data unit ${dataHash} in project ${projectHash}`,
			);
		saveLabels(context, project, createLabels(context, row), labels);
	}

	/** Lets the task of a data unit begin in the stage with this title, not in the first one. Save its labels before. */
	beginIn(projectHash: string, dataHash: string, title: string): void {
		const context = {
			store: this.store,
			user: this.owner,
			now: new Date(this.tick()),
			pageSize: 1,
			signedUrl: () => null,
			uploadUrl: () => '',
		};
		const project = this.store.projects.get(projectHash);
		const row = this.store.labelRows.get(labelRowId(projectHash, dataHash, 'main'));
		const task = this.store.tasks.get(row?.taskUuid ?? '');
		const stage = project?.stages.find((each) => each.title === title);
		if (!project || !task || !stage)
			throw new Error(`Seed "${this.seed}": there is no task or no stage "${title}" to begin in`);
		beginIn(context, project, task, stage);
	}

	/** Raises an issue on a file as this user. */
	addIssue(projectHash: string, dataHash: string, user: string, comment: string): void {
		const context = { store: this.store, user, now: new Date(this.tick()) };
		const anchor = { type: 'dataUnit', dataUuid: dataHash };
		putIssue(context, projectHash, { anchor, comment, tags: [] });
	}

	/** The ontology's JSON: labels need the hashes of its features. */
	ontology(ontologyUuid: string): OntologyJson {
		const ontology = this.store.ontologies.get(ontologyUuid);
		if (!ontology) throw new Error(`Seed "${this.seed}": unknown ontology ${ontologyUuid}`);
		return ontology.editor;
	}

	private taskUuid(projectHash: string, dataHash: string): string {
		const round = this.store.meta.get('meta')?.taskRound ?? 0;
		return this.uuid('task', projectHash, dataHash, ...(round > 0 ? [round] : []));
	}
}
