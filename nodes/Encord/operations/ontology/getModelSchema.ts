import type { IDataObject } from 'n8n-workflow';
import type { Ontology, Project } from '../../../../src/encord/calls/projects';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { modelSchemas, type ModelSchema } from '../../../../src/llm/schema/modelSchema';
import type { SelectionInput } from '../../../../src/llm/schema/selection';
import { InputError } from '../../../shared/fields/form/inputError';
import { modelSchemaFields, type AskedSchema } from '../../../shared/fields/labels/modelSchema';
import { ontologySourceField } from '../../../shared/fields/ontologySource';
import { pathwayTitle } from '../../../shared/labels/lookup';
import { fetchOntology } from '../../../shared/labels/ontologyOf';
import { exampleId } from '../../../shared/output/examples';
import { groupBy } from '../../../shared/runtime/batch';
import type { Result } from '../../../shared/runtime/result';
import { defineOperation } from '../../../shared/runtime/operation';

export const getModelSchema = defineOperation({
	resource: 'ontology',
	name: 'getModelSchema',
	displayName: 'Get Model Schema',
	action: 'Get a schema for a language model',
	description:
		'Get a JSON schema and a prompt that make a language model answer with the classifications, objects and options of an ontology',
	inputs: { find: ontologySourceField, asked: modelSchemaFields },
	readOnly: true,
	example: {
		ontologyHash: exampleId,
		title: 'Pets',
		schema: {
			type: 'object',
			properties: { Animal: { type: ['string', 'null'], enum: ['Cat', 'Dog', null] } },
			required: ['Animal'],
			additionalProperties: false,
		},
		prompt: 'Answer as one JSON object that fits the schema …',
		names: { Animal: '6e7f8a9b' },
		leftOut: [],
		part: 1,
		parts: 1,
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ find }) => `${find.option} ${find.value}`)) {
			await batch.together(group.members, async () => {
				const { ontology, project } = await fetchOntology(client, group.members[0].find);
				const index = indexOntology(ontology.editor);
				const alike = groupBy(group.members, ({ asked }) => JSON.stringify(asked));
				await batch.each(alike, async ({ members }) => {
					const [{ asked }] = members;
					const pathways = pathwayNames(asked.pathways, project);
					const models = modelSchemas(index, selectionOf({ ...asked, pathways }), asked);
					const results = resultsOf(models, ontology);
					for (const member of members) batch.ok(member.index, results);
				});
			});
		}
	},
});

/** What is asked for; nothing chosen means every classification. */
function selectionOf({
	classifications,
	objects,
	pathways,
	withGeometry,
}: AskedSchema): SelectionInput {
	const nothing = [classifications, objects, pathways].every(({ length }) => length === 0);
	return {
		classifications: nothing ? 'all' : classifications,
		objects,
		pathways,
		withGeometry,
	};
}

/**
 * The names of pathways that are given by name or ID.
 * @throws InputError for what is no pathway of the project: a model must not choose what does not exist
 */
function pathwayNames(namesOrIds: string[], project: Project | undefined): string[] {
	if (namesOrIds.length === 0) return [];
	if (project === undefined)
		throw new InputError(
			'Pathway Names or IDs: an ontology has no pathways',
			'Find the ontology by its project.',
		);
	return [...new Set(namesOrIds.map((nameOrId) => pathwayTitle(project, nameOrId)))];
}

/** One result; several where the provider does not take what is asked as one schema. */
function resultsOf(models: ModelSchema[], { ontologyUuid, title }: Ontology): Result[] {
	return models.map(({ schema, prompt, names, leftOut }, index) => ({
		json: {
			ontologyHash: ontologyUuid,
			title,
			schema: schema as IDataObject,
			prompt,
			names,
			leftOut: leftOut as unknown as IDataObject[],
			part: index + 1,
			parts: models.length,
		},
	}));
}
