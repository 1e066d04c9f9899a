/**
 * The shape of an answer, before it is written as zod (write/zod.ts) or JSON Schema (write/jsonSchema.ts). It has only what every
 * provider of language models can express.
 */

export type Shape =
	| TextShape
	| NumberShape
	/** True or false, also as the words and numbers that the agents library accepts (protocol §14.5). */
	| { kind: 'flag'; title?: string }
	| ChoiceShape
	| { kind: 'constant'; value: string; title?: string }
	| { kind: 'list'; of: Shape; minimum?: number; maximum?: number }
	| RecordShape
	| UnionShape;

export interface TextShape {
	kind: 'text';
	/** Shortest and longest text, in code points. */
	minimum?: number;
	maximum?: number;
	title?: string;
}

export interface NumberShape {
	kind: 'number';
	whole?: boolean;
	minimum?: number;
	maximum?: number;
}

/** One of these texts. */
export interface ChoiceShape {
	kind: 'choice';
	options: string[];
	title?: string;
}

export interface RecordShape {
	kind: 'record';
	fields: ShapeField[];
	title?: string;
}

/** One of several records. The field `tag` of each is a choice, and no option is in two of them. */
export interface UnionShape {
	kind: 'union';
	tag: string;
	variants: RecordShape[];
	title?: string;
}

export interface ShapeField {
	name: string;
	shape: Shape;
	/** Whether an answer must have the field. */
	required: boolean;
	/** Whether null stands for "no answer". */
	nullable: boolean;
	description?: string;
}

/** A field that every answer has. */
export function field(name: string, shape: Shape, description?: string): ShapeField {
	return { name, shape, required: true, nullable: false, ...(description && { description }) };
}

/** One of several records; the record itself when there is one only. */
export function oneOf(tag: string, variants: RecordShape[]): Shape {
	const [only, ...others] = variants;
	return only !== undefined && others.length === 0 ? only : { kind: 'union', tag, variants };
}
