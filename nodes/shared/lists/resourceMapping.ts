/**
 * Loads the fields of the resource mappers from the ontology. Each function is the `resourceMapperMethod` of a field.
 *
 * When the fields cannot be loaded, n8n's editor shows nothing at all. So a form that has no fields yet says what is missing. One that has
 * fields keeps them: n8n drops the answers to fields that are not in the reply.
 */
import type {
	IDataObject,
	ILoadOptionsFunctions,
	NodeOperationError,
	ResourceMapperFields,
} from 'n8n-workflow';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { findObject } from '../../../src/labels/ontology/lookup';
import { editorForm } from '../fields/form/form';
import { answersForm } from '../fields/labels/answers';
import { attributesForm } from '../fields/labels/attributes';
import { nodeError } from '../runtime/errors';
import { answerFields } from './answerFields';
import { chosenClass, chosenProjectDefinition } from './formContext';

/** One field for each attribute of the project's classifications; nested attributes come after their parent. */
export async function getClassificationFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	return await fieldsOrReason(this, answersForm.property.name, async () => {
		const { classifications } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
		const fields = classifications
			.filter(({ archived }) => !archived)
			.flatMap((item) => answerFields(item.allAttributes));
		return { fields, emptyFieldsNotice: 'The ontology of this project has no classifications.' };
	});
}

/** One field for each attribute of the object class chosen in the form. */
export async function getAttributeFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	return await fieldsOrReason(this, attributesForm.property.name, async () => {
		const project = await chosenProjectDefinition(this);
		const item = findObject(indexOntology(project.editorOntology), chosenClass(this));
		return {
			fields: answerFields(item.allAttributes),
			emptyFieldsNotice: `The class "${escaped(item.title)}" has no attributes.`,
		};
	});
}

/** What `load` gives; for a form without fields, the reason why there are none. @throws what `load` throws when the form has fields */
async function fieldsOrReason(
	n8n: ILoadOptionsFunctions,
	name: string,
	load: () => Promise<ResourceMapperFields>,
): Promise<ResourceMapperFields> {
	try {
		return await load();
	} catch (error) {
		const reason = nodeError(n8n.getNode(), error) as NodeOperationError;
		const stored = editorForm(n8n).value(name) as IDataObject | null | undefined;
		if (Array.isArray(stored?.schema) && stored.schema.length > 0) throw reason;
		const { message, description } = reason;
		return {
			fields: [],
			emptyFieldsNotice: escaped([message, description].filter(Boolean).join('. ')),
		};
	}
}

/** n8n shows the notice as HTML. */
function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
