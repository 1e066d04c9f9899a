/** Fields that say where: project, ontology, data unit, frame. */
import type { INodeProperties } from 'n8n-workflow';
import { group, parameter, type Field } from './form/field';
import { ADDRESS, uuidLocator } from './form/locator';
import { frameNumber } from './frameNumber';

const project = {
	displayName: 'Project',
	name: 'project',
	description: 'The Encord project. Its ID is also called project hash.',
	searchListMethod: 'searchProjects',
	address: ADDRESS.project,
	addressPlaceholder: 'https://app.encord.com/projects/view/…',
};

/** The project's ID, chosen on the form. */
export const projectField = uuidLocator(project);

/** The ID of the incoming item's project, as the Encord triggers and operations give it. */
export const projectOfItemField = uuidLocator({ ...project, fromItem: '={{ $json.projectHash }}' });

export const ontologyField = uuidLocator({
	displayName: 'Ontology',
	name: 'ontology',
	description: 'The ontology: the objects, classifications and attributes a project labels with',
	searchListMethod: 'searchOntologies',
	address: ADDRESS.ontology,
	addressPlaceholder: 'https://app.encord.com/ontologies/view/…',
});

/** The ID of the incoming item's data unit. */
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

/** A data unit of a project. */
export interface UnitAsk {
	projectHash: string;
	dataHash: string;
}

/** The data unit most operations are about. */
export const unitFields: Field<UnitAsk> = group({
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

export const frameField = parameter(frameProperty, (form) => frameNumber(form.value('frame')));
