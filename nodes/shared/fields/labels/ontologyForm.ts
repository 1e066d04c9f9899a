/** Answers in a form that is made from the ontology (a resource mapper), or as JSON. */
import type { IDataObject, INodeProperties, ResourceMapperTypeOptions } from 'n8n-workflow';
import { mapped, parameter, type Field, type Parameter } from '../form/field';
import { InputError, shown } from '../form/inputError';
import { jsonField } from '../form/values';

interface OntologyForm {
	displayName: string;
	name: string;
	required?: boolean;
	/** Name of the method in `methods/resourceMapping` that loads the fields. */
	resourceMapperMethod: string;
	loadOptionsDependsOn: string[];
	fieldWords: ResourceMapperTypeOptions['fieldWords'];
}

/**
 * A form with a field for each attribute of the ontology. Its value has no empty fields, and at least one other. The value is read as a whole, because
 * n8n checks the fields only when they are read one by one, and its check of options is stricter than ours.
 */
export function ontologyForm(options: OntologyForm): Parameter<IDataObject> {
	const { resourceMapperMethod, loadOptionsDependsOn, fieldWords, ...texts } = options;
	return parameter(
		{
			...texts,
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			description: 'The answers to set. Fields that stay empty are not touched.',
			typeOptions: {
				loadOptionsDependsOn,
				resourceMapper: {
					resourceMapperMethod,
					mode: 'add',
					valuesLabel: texts.displayName,
					fieldWords,
					addAllFields: true,
					multiKeyMatch: false,
					supportAutoMap: false,
				},
			},
		},
		(form, { name, displayName }) => {
			const mapper = form.value(name) as { value?: IDataObject | null } | null | undefined;
			const answers = mapper?.value ?? {};
			if (typeof answers === 'object' && !Array.isArray(answers))
				return filledIn(answers, displayName);
			throw new InputError(
				`${displayName} is ${shown(answers)}, not answers by question`,
				'Open the node and refresh the fields of the form.',
			);
		},
	);
}

/** Answers by title, as a JSON object with at least one answer. */
export function jsonAnswers(property: INodeProperties & { type: 'json' }): Field<IDataObject> {
	return mapped(jsonField(property), (answers) => filledIn(answers, property.displayName));
}

/** The answers without empty fields. @throws InputError when none is left */
function filledIn(answers: IDataObject, displayName: string): IDataObject {
	const given = Object.entries(answers).filter(
		([, value]) => value !== null && value !== undefined && value !== '',
	);
	if (given.length > 0) return Object.fromEntries(given);
	throw new InputError(
		`${displayName}: no answer is given`,
		'Give at least one answer. An expression that gives nothing leaves its field empty.',
	);
}
