import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../../src/encord/client';
import { cases } from '../../../shared/fields/form/field';
import { choice } from '../../../shared/fields/form/values';
import { simplifyField } from '../../../shared/fields/limits';
import { ontologyField, projectOfItemField } from '../../../shared/fields/places';
import { exampleId } from '../../../shared/output/examples';
import { ontologyTree } from '../../../shared/output/ontologyTree';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

const findBy = choice({
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

export const getOntology = defineOperation({
	resource: 'ontology',
	name: 'get',
	displayName: 'Get',
	action: 'Get an ontology',
	description:
		'Get the objects, classifications, attributes and options of an ontology as a readable tree',
	inputs: {
		find: cases(findBy, { project: projectOfItemField, ontology: ontologyField }),
		simple: simplifyField,
	},
	readOnly: true,
	example: {
		ontologyHash: exampleId,
		title: 'Pets',
		objects: [
			{
				title: 'Animal',
				shape: 'bounding_box',
				color: '#D33115',
				featureHash: '5a1b2c3d',
				attributes: [],
			},
		],
		classifications: [
			{
				title: 'Animal',
				featureHash: '6e7f8a9b',
				appliesTo: 'frames',
				type: 'radio',
				required: false,
				options: [{ label: 'Cat', value: 'cat', featureHash: '1c2d3e4f' }],
			},
		],
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ find }) => `${find.option} ${find.value}`)) {
			await batch.together(group.members, async () => {
				const ontology = await fetchOntology(client, group.members[0].find);
				for (const { index, simple } of group.members) {
					const { ontologyUuid, title, editor } = ontology;
					batch.ok(
						index,
						simple
							? { ontologyHash: ontologyUuid, title, ...ontologyTree(editor) }
							: (ontology as unknown as IDataObject),
					);
				}
			});
		}
	},
});

async function fetchOntology(
	client: EncordClient,
	{ option, value }: { option: 'project' | 'ontology'; value: string },
) {
	return await client.getOntology(
		option === 'ontology' ? value : (await client.getProject(value)).ontologyHash,
	);
}
