/** Loads the fields of the resource mappers from the ontology. Each function is the `resourceMapperMethod` of a field. */
import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { findObject } from '../../../src/labels/ontology/lookup';
import { answerFields } from './answerFields';
import { chosenClass, chosenProjectDefinition } from './formContext';

/** One field for each attribute of the project's classifications; nested attributes come after their parent. */
export async function getClassificationFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const { classifications } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	const fields = classifications
		.filter(({ archived }) => !archived)
		.flatMap((item) => answerFields(item.allAttributes));
	return { fields, emptyFieldsNotice: 'The ontology of this project has no classifications.' };
}

/** One field for each attribute of the object class chosen in the form. */
export async function getAttributeFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const project = await chosenProjectDefinition(this);
	const item = findObject(indexOntology(project.editorOntology), chosenClass(this));
	return {
		fields: answerFields(item.allAttributes),
		emptyFieldsNotice: `The class "${item.title}" has no attributes.`,
	};
}
