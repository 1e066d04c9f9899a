/** Forms made from the ontology. Every function is named by a field's `resourceMapperMethod`. */
import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { indexOntology } from '../../../src/labels/ontology';
import { answerFields } from './answerFields';
import { chosenProjectDefinition } from './formContext';

/** A field for each question of the project's classifications, nested ones after their parent. */
export async function getClassificationFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const { classifications } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	const fields = classifications.filter(({ archived }) => !archived).flatMap((item) => answerFields(item.allAttributes));
	return { fields, emptyFieldsNotice: 'The ontology of this project has no classifications.' };
}
