/** Answers as a form made from the ontology gives them: by feature hash, empty fields included. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Form } from '../form/form';
import { InputError } from '../form/inputError';

/**
 * The values of a form made from the ontology (a resource mapper). They are read as a whole: n8n checks the single values
 * only when they are read on their own, and is stricter about options than we are.
 */
export function formAnswers(form: Form, property: INodeProperties): IDataObject {
	const given = form.value(property.name) as { value?: IDataObject | null } | null | undefined;
	const answers = given?.value ?? {};
	if (typeof answers === 'object' && !Array.isArray(answers)) return answers;
	throw new InputError(
		`${property.displayName} is ${JSON.stringify(answers)}, not answers by question`,
		'Open the node and refresh the fields of the form.',
	);
}

/** Without the fields that were left empty. */
export function filledIn(answers: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(answers).filter(
			([, value]) => value !== null && value !== undefined && value !== '',
		),
	);
}
