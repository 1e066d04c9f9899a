/** JSON shapes that are edited, not re-modelled: known fields are typed, unknown ones survive. */

export type EncordJson = { [key: string]: unknown };

export interface OntologyOptionJson {
	id?: string;
	label: string;
	value: string;
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

/** Ontology structure (`editor`, `editorOntology`; protocol §10). */
export interface OntologyJson {
	objects: OntologyObjectJson[];
	classifications: OntologyClassificationJson[];
	skeleton_templates?: unknown[];
	[key: string]: unknown;
}

/** Label blob (protocol §8) as read from Encord; the truth that edits work on. */
export interface LabelRowJson {
	label_hash: string;
	branch_name?: string;
	created_at?: string | null;
	last_edited_at?: string | null;
	data_hash: string;
	dataset_hash: string;
	dataset_title: string;
	data_title: string;
	/** Lower case. */
	data_type: string;
	label_status: string;
	data_units: { [dataHash: string]: EncordJson };
	object_answers: { [objectHash: string]: EncordJson };
	classification_answers: { [classificationHash: string]: EncordJson };
	object_actions: { [objectHash: string]: EncordJson };
	spaces?: EncordJson;
	[key: string]: unknown;
}
