/** Fields for project, ontology, data unit and frame. */
import type { INodeProperties } from 'n8n-workflow';
import { AUTOMATIC, automaticOrNothing, automaticValue, type Automatic } from './automatic';
import { group, parameter, type Field, type Parameter } from './form/field';
import type { Form } from './form/form';
import { InputError, nothingGiven } from './form/inputError';
import { ADDRESS, namedLocator, uuidLocator } from './form/locator';
import { frameNumber } from './frameNumber';

const project = {
	displayName: 'Project',
	name: 'project',
	description: 'The Encord project. Its ID is also called project hash.',
	searchListMethod: 'searchProjects',
	address: ADDRESS.project,
	addressPlaceholder: 'https://app.encord.com/projects/view/…',
	named: { kind: 'project', example: 'Pets' } as const,
};

/** ID of the project, chosen in the form. */
export const projectField = namedLocator(project);

/** The same where a name is no proof of which project is meant, because anybody can give a project that name. */
export const projectByIdField = uuidLocator(project);

/**
 * A parameter that holds what the incoming item calls `key`, for {@link withListValue}; nothing while there is no item. An expression that
 * throws would keep n8n's editor from loading the answers of another project (n8n §5).
 */
export function listValue(displayName: string, name: string, key: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'hidden',
		default: `={{ (() => { try { return $json.${key} ?? ''; } catch { return ''; } })() }}`,
		description: 'What the lists of this form show when the field is empty',
	};
}

/**
 * A field that may be left empty, with what the lists of later fields take for it then. The editor resolves the expression of a
 * hidden parameter, and does not tell the functions that fill the lists what the incoming item is. Nothing reads it at run time.
 */
export function withListValue<T>(field: Parameter<T>, forLists: INodeProperties): Parameter<T> {
	return { ...field, properties: [field.property, forLists] };
}

/** An empty locator whose value is that of the task, call or file that the item came from. */
export const fromItem = (displayName: string, wanted: Automatic) => ({
	placeholder: AUTOMATIC,
	read: (form: Form) => String(automaticValue(form, { displayName }, wanted)),
});

/** The project of the incoming item, for the lists of the editor, see {@link withListValue}. */
export const projectForLists = listValue('Project of the Item', 'projectOfItem', 'projectHash');

/** ID of the project; by default that of the file the item came from. */
export const projectOfItemField = withListValue(
	namedLocator({ ...project, automatic: fromItem(project.displayName, { key: 'projectHash' }) }),
	projectForLists,
);

/** ID of the project; by default that of the task the item came from. */
export const projectOfTaskField = withListValue(
	namedLocator({
		...project,
		automatic: fromItem(project.displayName, { key: 'projectHash', ofTask: true }),
	}),
	projectForLists,
);

export const ontologyField = namedLocator({
	displayName: 'Ontology',
	name: 'ontology',
	description: 'The ontology: the objects, classifications and attributes a project labels with',
	searchListMethod: 'searchOntologies',
	address: ADDRESS.ontology,
	addressPlaceholder: 'https://app.encord.com/ontologies/view/…',
	named: { kind: 'ontology', example: 'Pets' },
});

const dataUnitName = 'Data Unit';

/** ID of the data unit; by default the one that the item came from. */
export const dataUnitField = namedLocator({
	displayName: dataUnitName,
	name: 'dataUnit',
	description:
		'The file in the project whose labels or pictures are meant. Its ID is also called data hash.',
	searchListMethod: 'searchDataUnits',
	address: ADDRESS.dataUnit,
	addressPlaceholder: 'https://app.encord.com/label_editor/…',
	named: {
		kind: 'dataUnit',
		example: 'cat_01.jpg',
		project: (form) => projectOfItemField.read(form),
	},
	automatic: fromItem(dataUnitName, { key: 'dataHash' }),
});

/** The IDs that name a data unit of a project. */
export interface DataUnitRef {
	projectHash: string;
	dataHash: string;
}

/** Project and data unit, by default those that the item came from. */
export const unitFields: Field<DataUnitRef> = group({
	projectHash: projectOfItemField,
	dataHash: dataUnitField,
});

/** A frame that was named, or the only one of a file that has one. */
export type FrameInput = number | 'only';

/**
 * A field for one frame: by default the one that the item came from. Where nothing names one, it is `only`, because a single
 * picture needs none.
 */
export function frameFieldFor(description: string): Parameter<FrameInput> {
	const property: INodeProperties = {
		displayName: 'Frame',
		name: 'frame',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: '',
		placeholder: AUTOMATIC,
		description,
	};
	return parameter(property, (form) => {
		const value = form.value(property.name);
		if (value === null) throw nothingGiven(property);
		if (value !== undefined && value !== '') return frameNumber(value);
		if (form.isExpression(property.name)) throw nothingGiven(property);
		const wanted: Automatic = { key: 'frame', dataHash: dataUnitField.read(form) };
		const frame = automaticOrNothing(form, property, wanted);
		return frame === undefined ? 'only' : frameNumber(frame);
	});
}

export const frameField = frameFieldFor(
	'Number of the frame, counted from 0: of a video, the picture of an image group or sequence, the page of a document. A single picture needs none.',
);

/** The number of the frame in the media of this row. @throws InputError when none was named and there are several */
export function frameOf(
	frame: FrameInput,
	{ number_of_frames: count, data_type: type }: { number_of_frames: number; data_type: string },
): number {
	if (frame !== 'only') return frame;
	if (count === 1 || type.toUpperCase() === 'IMAGE') return 0;
	throw new InputError(
		`Frame is empty, and the file has ${count} frames`,
		'Neither the item nor an Encord node before this one names the frame. Type its number, or write an expression that gives it for every item.',
	);
}
