/** The structure of an ontology as Encord sends it (`editor`, `editorOntology`; protocol §10). Unknown fields are kept. */
import { z } from 'zod';

export interface OntologyOptionJson {
	id?: string;
	label: string;
	/** Default: the label in lower case with underscores. */
	value?: string;
	featureNodeHash: string;
	archived?: boolean;
	/** Nested attributes of a radio option; Encord calls them options too. */
	options?: OntologyAttributeJson[];
	[key: string]: unknown;
}

export interface OntologyAttributeJson {
	id?: string;
	name: string;
	type: 'radio' | 'text' | 'checklist' | 'numeric' | (string & {});
	featureNodeHash: string;
	required?: boolean;
	dynamic?: boolean;
	archived?: boolean;
	options?: OntologyOptionJson[];
	[key: string]: unknown;
}

export interface OntologyObjectJson {
	id?: string;
	name: string;
	color: string;
	shape: string;
	featureNodeHash: string;
	required?: boolean;
	archived?: boolean;
	attributes?: OntologyAttributeJson[];
	[key: string]: unknown;
}

export interface OntologyClassificationJson {
	id?: string;
	featureNodeHash: string;
	/** Exactly one: its name is the title of the classification. */
	attributes: OntologyAttributeJson[];
	level?: 'global' | (string & {});
	[key: string]: unknown;
}

export interface OntologyJson {
	objects: OntologyObjectJson[];
	classifications: OntologyClassificationJson[];
	skeleton_templates?: unknown[];
	[key: string]: unknown;
}

const text = z.string();
const flag = z.boolean().optional();

const option: z.ZodType<OntologyOptionJson> = z
	.object({
		label: text,
		value: text.optional(),
		featureNodeHash: text,
		archived: flag,
		options: z.lazy(() => attributes).optional(),
	})
	.passthrough();

const attribute: z.ZodType<OntologyAttributeJson> = z
	.object({
		name: text,
		type: text,
		featureNodeHash: text,
		required: flag,
		dynamic: flag,
		archived: flag,
		options: z.array(option).optional(),
	})
	.passthrough();

const attributes: z.ZodType<OntologyAttributeJson[]> = z.array(attribute);

const object: z.ZodType<OntologyObjectJson> = z
	.object({
		name: text,
		color: text,
		shape: text,
		featureNodeHash: text,
		required: flag,
		archived: flag,
		attributes: attributes.optional(),
	})
	.passthrough();

const classification: z.ZodType<OntologyClassificationJson> = z
	.object({ featureNodeHash: text, attributes, level: text.optional() })
	.passthrough();

export const ontologyJsonSchema: z.ZodType<OntologyJson> = z
	.object({ objects: z.array(object), classifications: z.array(classification) })
	.passthrough();
