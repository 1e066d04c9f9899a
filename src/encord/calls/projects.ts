/** Account, projects and ontologies (protocol §2.1, §6). */
import type { EncordClient } from '../client';
import { uuid } from '../wire/identifiers';
import {
	bearerTokenShape,
	checked,
	ontologyShape,
	projectDatasetShape,
	projectShape,
	resultsOf,
} from './replyShape';
import type { Transport } from '../http/transport';
import type { Ontology, Project, ProjectDataset } from './wire';

type ProjectCalls = Pick<
	EncordClient,
	'bearerToken' | 'listProjects' | 'getProject' | 'listProjectDatasets' | 'getOntology'
>;

export function projectCalls({ v2 }: Transport): ProjectCalls {
	return {
		async bearerToken() {
			const what = 'asking for a token';
			const reply = await v2({ what, method: 'GET', path: 'user/bearer-token' });
			return checked<{ token: string }>(bearerTokenShape, reply, what).token;
		},

		async listProjects({ titleEq, titleLike, includeOrgAccess = false } = {}) {
			const what = 'listing projects';
			const reply = await v2({
				what,
				method: 'GET',
				path: 'projects',
				params: { titleEq, titleLike, includeOrgAccess },
			});
			return checked<{ results: Project[] }>(resultsOf(projectShape), reply, what).results;
		},

		async getProject(projectHash) {
			const what = 'reading the project';
			const reply = await v2({
				what,
				method: 'GET',
				path: `projects/${uuid(projectHash, 'Project ID')}`,
			});
			return checked<Project>(projectShape, reply, what);
		},

		async listProjectDatasets(projectHash) {
			const what = 'listing the datasets of the project';
			const reply = await v2({
				what,
				method: 'GET',
				path: `projects/${uuid(projectHash, 'Project ID')}/datasets`,
			});
			return checked<{ results: ProjectDataset[] }>(resultsOf(projectDatasetShape), reply, what)
				.results;
		},

		async getOntology(ontologyHash) {
			const what = 'reading the ontology';
			const reply = await v2({
				what,
				method: 'GET',
				path: `ontologies/${uuid(ontologyHash, 'Ontology ID')}`,
			});
			return checked<Ontology>(ontologyShape, reply, what);
		},
	};
}
