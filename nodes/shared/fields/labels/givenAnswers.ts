/** Answers as a form made from the ontology gives them: by feature hash, empty fields included. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Form } from '../form/form';

/**
 * The values of a form made from the ontology (a resource mapper). They are read as a whole: n8n checks the single values
 * only when they are read on their own, and is stricter about options than we are.
 */
export function formAnswers(form: Form, { name }: INodeProperties): IDataObject {
	const given = form.value(name) as { value?: IDataObject | null } | null | undefined;
	return given?.value ?? {};
}

/** Without the fields that were left empty. */
export function filledIn(answers: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(answers).filter(
			([, value]) => value !== null && value !== undefined && value !== '',
		),
	);
}
