import type { IDataObject } from 'n8n-workflow';
import { simplifyField } from '../../../shared/fields/limits';
import { ontologySourceField } from '../../../shared/fields/ontologySource';
import { fetchOntology } from '../../../shared/labels/ontologyOf';
import { exampleId } from '../../../shared/output/examples';
import { ontologyTree } from '../../../shared/output/ontologyTree';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

export const getOntology = defineOperation({
	resource: 'ontology',
	name: 'get',
	displayName: 'Get',
	action: 'Get an ontology',
	description:
		'Get the objects, classifications, attributes and options of an ontology as a readable tree',
	inputs: {
		find: ontologySourceField,
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
				const { ontology } = await fetchOntology(client, group.members[0].find);
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
