/** Fields for an ontology: itself, or the one that a project labels with. */
import { cases } from './form/field';
import { choice } from './form/values';
import { ontologyField, projectOfItemField } from './places';

export const findOntologyBy = choice({
	displayName: 'Find By',
	name: 'findOntologyBy',
	type: 'options',
	default: 'project',
	description: 'Which ID leads to the ontology',
	options: [
		{ name: 'Ontology', value: 'ontology', description: 'The ontology itself' },
		{
			name: 'Project',
			value: 'project',
			description: 'The ontology that a project labels with',
		},
	],
});

/** How an ontology is found, and the ID of the project or ontology. */
export interface OntologySource {
	option: 'project' | 'ontology';
	value: string;
}

export const ontologySourceField = cases(findOntologyBy, {
	project: projectOfItemField,
	ontology: ontologyField,
});
