/** Fields for project, ontology, data unit and frame. */
import type { INodeProperties } from 'n8n-workflow';
import { group, parameter, type Field } from './form/field';
import { ADDRESS, uuidLocator } from './form/locator';
import { parameterValue } from './form/values';
import { frameNumber } from './frameNumber';

const project = {
	displayName: 'Project',
	name: 'project',
	description: 'The Encord project. Its ID is also called project hash.',
	searchListMethod: 'searchProjects',
	address: ADDRESS.project,
	addressPlaceholder: 'https://app.encord.com/projects/view/…',
};

/** ID of the project, chosen in the form. */
export const projectField = uuidLocator(project);

/** ID of the project; by default that of the incoming item. */
export const projectOfItemField = uuidLocator({ ...project, fromItem: '={{ $json.projectHash }}' });

export const ontologyField = uuidLocator({
	displayName: 'Ontology',
	name: 'ontology',
	description: 'The ontology: the objects, classifications and attributes a project labels with',
	searchListMethod: 'searchOntologies',
	address: ADDRESS.ontology,
	addressPlaceholder: 'https://app.encord.com/ontologies/view/…',
});

/** ID of the data unit; by default that of the incoming item. */
export const dataUnitField = uuidLocator({
	displayName: 'Data Unit',
	name: 'dataUnit',
	description:
		'The file in the project whose labels or pictures are meant. Its ID is also called data hash.',
	searchListMethod: 'searchDataUnits',
	address: ADDRESS.dataUnit,
	addressPlaceholder: 'https://app.encord.com/label_editor/…',
	fromItem: '={{ $json.dataHash }}',
});

/** The IDs that name a data unit of a project. */
export interface DataUnitRef {
	projectHash: string;
	dataHash: string;
}

/** Project and data unit, by default those of the incoming item. */
export const unitFields: Field<DataUnitRef> = group({
	projectHash: projectOfItemField,
	dataHash: dataUnitField,
});

const frameProperty: INodeProperties = {
	displayName: 'Frame',
	name: 'frame',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	// eslint-disable-next-line n8n-nodes-base/node-param-default-wrong-for-number -- the frame the trigger was called for
	default: '={{ $json.frame ?? 0 }}',
	description:
		'Number of the frame, counted from 0: of a video, the picture of an image group or sequence, the page of a document',
};

export const frameField = parameter(frameProperty, (form) =>
	frameNumber(parameterValue(form, frameProperty)),
);
