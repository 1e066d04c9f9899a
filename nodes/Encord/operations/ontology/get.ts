import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../../src/encord/client';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { exampleId } from '../../../shared/output/examples';
import { simplifyField, wantsSimple } from '../../../shared/fields/limits';
import { ontologyField, projectOfItemField } from '../../../shared/fields/places';
import { uuid } from '../../../shared/labels/lookup';
import { ontologyTree } from '../../../shared/output/ontologyTree';

export const getOntology = defineOperation({
	resource: 'ontology',
	name: 'get',
	displayName: 'Get',
	action: 'Get an ontology',
	description:
		'Get the objects, classifications, attributes and options of an ontology as a readable tree',
	fields: [
		{
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
		},
		{ ...projectOfItemField, displayOptions: { show: { findOntologyBy: ['project'] } } },
		{ ...ontologyField, displayOptions: { show: { findOntologyBy: ['ontology'] } } },
		simplifyField,
	],
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
	async run(batch) {
		const client = await batch.client();
		const asks = batch.read((index) => {
			const findBy = batch.param<'project' | 'ontology'>('findOntologyBy', index);
			const label = findBy === 'project' ? 'Project' : 'Ontology';
			return {
				key: `${findBy} ${uuid(batch.locator(findBy, index, label), label)}`,
				simple: wantsSimple(batch, index),
			};
		});
		for (const group of groupBy(asks, ({ key }) => key)) {
			await batch.together(group.asks, async () => {
				const ontology = await fetchOntology(client, group.key);
				for (const { index, simple } of group.asks) {
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

async function fetchOntology(client: EncordClient, key: string) {
	const [findBy, id] = key.split(' ') as ['project' | 'ontology', string];
	return await client.getOntology(
		findBy === 'ontology' ? id : (await client.getProject(id)).ontologyHash,
	);
}
