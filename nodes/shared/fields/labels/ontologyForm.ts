/** Forms for answers that are made from the ontology (resource mappers), and their values by feature hash. */
import type { IDataObject, ResourceMapperTypeOptions } from 'n8n-workflow';
import { parameter, type Parameter } from '../form/field';
import { InputError } from '../form/inputError';

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
 * A form with a field for each attribute of the ontology. Its value has empty fields, too. The value is read as a whole, because
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
			if (typeof answers === 'object' && !Array.isArray(answers)) return answers;
			throw new InputError(
				`${displayName} is ${JSON.stringify(answers)}, not answers by question`,
				'Open the node and refresh the fields of the form.',
			);
		},
	);
}

/** The answers without empty fields. */
export function filledIn(answers: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(answers).filter(
			([, value]) => value !== null && value !== undefined && value !== '',
		),
	);
}
