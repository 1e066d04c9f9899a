/** Fields that say where: project, ontology, data unit, storage item, frame. */
import type { INodeProperties } from 'n8n-workflow';
import { ADDRESS, locatorField } from './locator';

const project = {
	displayName: 'Project',
	name: 'project',
	description: 'The Encord project. Its ID is also called project hash.',
	searchListMethod: 'searchProjects',
	address: ADDRESS.project,
	addressPlaceholder: 'https://app.encord.com/projects/view/…',
};

/** Chosen on the form. */
export const projectField = locatorField(project);

/** The project of the incoming item, as the Encord triggers and operations give it. */
export const projectOfItemField = locatorField({
	...project,
	fromItem: '={{ $json.projectHash }}',
});

export const ontologyField = locatorField({
	displayName: 'Ontology',
	name: 'ontology',
	description: 'The ontology: the objects, classifications and attributes a project labels with',
	searchListMethod: 'searchOntologies',
	address: ADDRESS.ontology,
	addressPlaceholder: 'https://app.encord.com/ontologies/view/…',
});

/** The data unit of the incoming item. */
export const dataUnitField = locatorField({
	displayName: 'Data Unit',
	name: 'dataUnit',
	description:
		'The file in the project whose labels or pictures are meant. Its ID is also called data hash.',
	searchListMethod: 'searchDataUnits',
	address: ADDRESS.dataUnit,
	addressPlaceholder: 'https://app.encord.com/label_editor/…',
	fromItem: '={{ $json.dataHash }}',
});

export const frameField: INodeProperties = {
	displayName: 'Frame',
	name: 'frame',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	// eslint-disable-next-line n8n-nodes-base/node-param-default-wrong-for-number -- the frame the trigger was called for
	default: '={{ $json.frame ?? 0 }}',
	description:
		'Number of the frame, counted from 0: of a video, the picture of an image group or sequence, the page of a document',
};

/** How a storage item is found: the file behind a data unit, or the item itself. */
export const storageItemFields: INodeProperties[] = [
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		default: 'dataUnit',
		description: 'Which ID leads to the file',
		options: [
			{
				name: 'Data Unit',
				value: 'dataUnit',
				description: 'The file in storage behind a data unit of a project',
			},
			{
				name: 'Storage Item',
				value: 'storageItem',
				description: 'The file in Encord storage itself',
			},
		],
	},
	projectOfItemField,
	{ ...dataUnitField, displayOptions: { show: { findBy: ['dataUnit'] } } },
	{
		...locatorField({
			displayName: 'Storage Item',
			name: 'storageItem',
			description: 'The file in Encord storage. The list shows the files of the project above.',
			searchListMethod: 'searchStorageItems',
			address: ADDRESS.storageItem,
			addressPlaceholder: 'https://app.encord.com/storage/…',
		}),
		displayOptions: { show: { findBy: ['storageItem'] } },
	},
];
