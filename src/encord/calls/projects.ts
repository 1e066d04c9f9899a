/** Account, projects and ontologies (protocol §2.1, §6). */
import { z } from 'zod';
import { pageOf, parseReply, wireObject } from '../http/reply';
import type { Transport } from '../http/transport';
import { uuid } from '../wire/identifiers';
import { ontologyJsonSchema } from '../wire/ontologyJson';

const text = z.string();

const pathwaySchema = wireObject({
	uuid: text,
	title: text,
	destinationUuid: text,
});

const stageSchema = wireObject({
	/** `ANNOTATION`, `REVIEW`, `CONSENSUS_ANNOTATION`, `CONSENSUS_REVIEW`, `DONE`, `AGENT`, or a newer kind. */
	stageType: text,
	uuid: text,
	title: text,
	/** Present on agent stages only. */
	pathways: z.array(pathwaySchema).nullish(),
});

const projectSchema = wireObject({
	projectHash: text,
	projectType: text,
	status: text.nullish(),
	title: text,
	description: text.nullish(),
	createdAt: text.nullish(),
	lastEditedAt: text.nullish(),
	ontologyHash: text,
	editorOntology: ontologyJsonSchema,
	userRole: z.number().nullish(),
	workflow: wireObject({ stages: z.array(stageSchema) }).nullish(),
});

const ontologySchema = wireObject({
	ontologyUuid: text,
	title: text,
	description: text.nullish(),
	editor: ontologyJsonSchema,
	createdAt: text.nullish(),
	lastEditedAt: text.nullish(),
	userRole: z.number().nullish(),
});

const projectDatasetSchema = wireObject({
	datasetHash: text,
	title: text,
	description: text.nullish(),
});

export type Pathway = z.infer<typeof pathwaySchema>;
export type WorkflowStage = z.infer<typeof stageSchema>;
export type Project = z.infer<typeof projectSchema>;
export type Ontology = z.infer<typeof ontologySchema>;
export type ProjectDataset = z.infer<typeof projectDatasetSchema>;

/** A missing field is no restriction. `titleLike` is SQL LIKE: `%` matches any text, `_` one character. */
export interface ProjectFilter {
	titleEq?: string;
	titleLike?: string;
	includeOrgAccess?: boolean;
}

/** The filters of ontologies are those of projects. */
export type OntologyFilter = ProjectFilter;

export interface ProjectCalls {
	bearerToken(): Promise<string>;
	listProjects(filter?: ProjectFilter): Promise<Project[]>;
	/** @param options.fresh true: not one that was read some seconds ago */
	getProject(projectHash: string, options?: { fresh?: boolean }): Promise<Project>;
	listProjectDatasets(projectHash: string): Promise<ProjectDataset[]>;
	listOntologies(filter?: OntologyFilter): Promise<Ontology[]>;
	getOntology(ontologyHash: string): Promise<Ontology>;
}

export function projectCalls({ v2 }: Transport): ProjectCalls {
	return {
		async bearerToken() {
			const what = 'asking for a token';
			const reply = await v2({ what, method: 'GET', path: 'user/bearer-token' });
			return parseReply(wireObject({ token: text.min(1) }), reply, what).token;
		},

		async listProjects({ titleEq, titleLike, includeOrgAccess = false } = {}) {
			const what = 'listing projects';
			const params = { titleEq, titleLike, includeOrgAccess };
			const reply = await v2({ what, method: 'GET', path: 'projects', params });
			return parseReply(pageOf(projectSchema), reply, what).results;
		},

		async getProject(projectHash) {
			const what = 'reading the project';
			const path = `projects/${uuid(projectHash, 'Project ID')}`;
			return parseReply(projectSchema, await v2({ what, method: 'GET', path }), what);
		},

		async listProjectDatasets(projectHash) {
			const what = 'listing the datasets of the project';
			const path = `projects/${uuid(projectHash, 'Project ID')}/datasets`;
			return parseReply(pageOf(projectDatasetSchema), await v2({ what, method: 'GET', path }), what)
				.results;
		},

		async listOntologies({ titleEq, titleLike, includeOrgAccess = false } = {}) {
			const what = 'listing ontologies';
			const params = { titleEq, titleLike, includeOrgAccess };
			const reply = await v2({ what, method: 'GET', path: 'ontologies', params });
			return parseReply(pageOf(ontologySchema), reply, what).results;
		},

		async getOntology(ontologyHash) {
			const what = 'reading the ontology';
			const path = `ontologies/${uuid(ontologyHash, 'Ontology ID')}`;
			return parseReply(ontologySchema, await v2({ what, method: 'GET', path }), what);
		},
	};
}
