/** Reads the values chosen in the form so far, which the lists of later fields depend on. */
import { NodeOperationError, type ILoadOptionsFunctions, type INodeProperties } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { Project } from '../../../src/encord/calls/projects';
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { parseUuid } from '../../../src/encord/wire/identifiers';
import { editorForm } from '../fields/form/form';
import { KnownNames, readWithNames } from '../fields/names/knownNames';
import { lookUpNames } from '../fields/names/lookUpNames';
import type { Parameter } from '../fields/form/field';
import { nodeError } from '../runtime/errors';
import { objectClassField } from '../fields/labels/objects';
import { findOntologyBy } from '../fields/ontologySource';
import { ontologyField, projectField, projectForLists } from '../fields/places';
import { chosenStageField, stageForLists } from '../fields/workflowPlaces';
import { encordClient } from '../n8n/client';
import { agentStage } from '../labels/lookup';

/**
 * The current value of a resource locator; empty when nothing is chosen or its expression has no value yet.
 * @param forLists the parameter that stands for a field that may be left empty
 */
function currentValue(
	form: ILoadOptionsFunctions,
	{ property }: Parameter<string>,
	forLists?: INodeProperties,
): string {
	const { chosen, value } = editorForm(form);
	const given = chosen(property.name);
	if (given !== '' || forLists === undefined) return given;
	const ofItem = value(forLists.name);
	return typeof ofItem === 'string' && !ofItem.startsWith('=') ? ofItem : '';
}

/** The ID of what is chosen in the form by its ID or name; undefined when nothing is. @throws NodeOperationError */
async function chosenId(
	n8n: ILoadOptionsFunctions,
	field: Parameter<string>,
	forLists?: INodeProperties,
): Promise<string | undefined> {
	const given = currentValue(n8n, field, forLists);
	const id = parseUuid(given);
	if (id !== undefined || editorForm(n8n).chosen(field.property.name) === '') return id;
	const names = new KnownNames();
	const form = { ...editorForm(n8n), names };
	try {
		return await readWithNames(
			() => field.read(form),
			async (wanted) => await lookUpNames(await encordClient(n8n), wanted, names),
		);
	} catch (error) {
		throw nodeError(n8n.getNode(), error);
	}
}

export interface ProjectForm {
	client: EncordClient;
	projectHash: string;
}

/** The project chosen in the form. @throws NodeOperationError when none is chosen yet */
export async function chosenProject(form: ILoadOptionsFunctions): Promise<ProjectForm> {
	const projectHash = await chosenId(form, projectField, projectForLists);
	if (projectHash === undefined) {
		throw new NodeOperationError(form.getNode(), 'Choose the project first', {
			description:
				'To have the project of the item, run the nodes before this one and open this node again.',
		});
	}
	return { client: await encordClient(form), projectHash };
}

/** The project chosen in the form, with its workflow and ontology. */
export async function chosenProjectDefinition(form: ILoadOptionsFunctions): Promise<Project> {
	const { client, projectHash } = await chosenProject(form);
	return await client.getProject(projectHash);
}

/** The ontology chosen in the form, itself or by its project. @throws NodeOperationError when none is chosen yet */
export async function chosenOntology(form: ILoadOptionsFunctions): Promise<OntologyJson> {
	if (editorForm(form).value(findOntologyBy.property.name) !== 'ontology')
		return (await chosenProjectDefinition(form)).editorOntology;
	const ontologyHash = await chosenId(form, ontologyField);
	if (ontologyHash === undefined) {
		throw new NodeOperationError(form.getNode(), 'Choose the ontology first', {
			description:
				'Lists can only be shown for an ontology chosen from the list, by URL, name or ID.',
		});
	}
	return (await (await encordClient(form)).getOntology(ontologyHash)).editor;
}

/** The agent stage chosen in the form. @throws NodeOperationError when none is chosen yet */
export async function chosenStage(form: ILoadOptionsFunctions) {
	const project = await chosenProjectDefinition(form);
	const stage = currentValue(form, chosenStageField, stageForLists);
	if (stage === '') {
		throw new NodeOperationError(form.getNode(), 'Choose the agent stage first', {
			description: 'Pathways belong to a stage. Choose it from the list, or give its name or ID.',
		});
	}
	return agentStage(project, stage);
}

/** The object class chosen in the form. @throws NodeOperationError when none is chosen yet */
export function chosenClass(form: ILoadOptionsFunctions): string {
	const value = currentValue(form, objectClassField);
	if (value === '') {
		throw new NodeOperationError(form.getNode(), 'Choose the class first', {
			description:
				'Attributes belong to a class of objects. Choose it from the list, or give its name.',
		});
	}
	return value;
}
