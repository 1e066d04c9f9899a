/** Reads an ontology, by its own ID or by that of a project. */
import type { EncordClient } from '../../../src/encord/client';
import type { OntologySource } from '../fields/ontologySource';

/** The ontology, and the project when that was given. */
export async function fetchOntology(client: EncordClient, { option, value }: OntologySource) {
	if (option === 'ontology') return { ontology: await client.getOntology(value) };
	const project = await client.getProject(value);
	return { project, ontology: await client.getOntology(project.ontologyHash) };
}
