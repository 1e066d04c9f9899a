/** Ontologies (protocol §6, §10). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ontologyOf, type Context } from '../calls/context';
import type { Ontology } from '../state/entities';
import { passes } from '../calls/matching';
import { Refusal } from '../calls/refusal';
import { laterThan } from '../state/times';
import type { V2Call, V2Route } from './router';

const editorSchema = z
	.object({ objects: z.array(z.any()), classifications: z.array(z.any()) })
	.passthrough();
const ontologySchema = z.object({
	title: z.string(),
	description: z.string().nullish(),
	editor: editorSchema,
});

function ontologyJson(context: Context, ontology: Ontology) {
	const { members, ...facts } = ontology;
	return { ...facts, userRole: members[context.user] ?? null };
}

function listOntologies(call: V2Call) {
	const filter = Object.fromEntries(call.query);
	const seen = call.store.ontologies
		.all()
		.filter((ontology) => call.user in ontology.members && passes(ontology, filter));
	return { results: seen.map((ontology) => ontologyJson(call, ontology)) };
}

function replaceOntology(call: V2Call) {
	const ontology = ontologyOf(call, call.params.ontology ?? '');
	if (ontology.members[call.user] !== 0)
		throw new Refusal(403, 'Only admins of the ontology may change it');
	const { title, description, editor } = call.body(ontologySchema);
	const changed = {
		...ontology,
		title,
		description: description ?? '',
		editor: editor as Ontology['editor'],
		lastEditedAt: laterThan(ontology.lastEditedAt, call.now),
	};
	return ontologyJson(call, call.store.ontologies.put(ontology.ontologyUuid, changed));
}

function createOntology(call: V2Call) {
	const { title, description, editor } = call.body(ontologySchema);
	const at = call.now.toISOString();
	const ontology: Ontology = {
		ontologyUuid: randomUUID(),
		title,
		description: description ?? '',
		editor: editor as Ontology['editor'],
		createdAt: at,
		lastEditedAt: at,
		members: { [call.user]: 0 },
	};
	return ontologyJson(call, call.store.ontologies.put(ontology.ontologyUuid, ontology));
}

export const ontologyRoutes: V2Route[] = [
	{ method: 'GET', path: 'ontologies', call: 'ontologies.list', handle: listOntologies },
	{ method: 'POST', path: 'ontologies', call: 'ontologies.create', handle: createOntology },
	{
		method: 'GET',
		path: 'ontologies/:ontology',
		call: 'ontologies.get',
		handle: (call) => ontologyJson(call, ontologyOf(call, call.params.ontology ?? '')),
	},
	{
		method: 'PUT',
		path: 'ontologies/:ontology',
		call: 'ontologies.replace',
		handle: replaceOntology,
	},
];
