/** Writes a shape as JSON Schema. No references are used: n8n's Structured Output Parser does not follow them. */
import type { RecordShape, Shape, ShapeField } from '../shape';

/** What a provider's dialect of JSON Schema says in which way. */
export interface Dialect {
	/** How "or null" is written: in the list of types, or as OpenAPI's `nullable`. */
	null: 'type' | 'nullable';
	/** Whether every field is in `required`. A field that may be left out is one that may be null then. */
	allRequired: boolean;
	/** Whether bounds of numbers and lengths of texts and lists are written. */
	bounds: boolean;
	/** Whether `additionalProperties: false` closes each object. */
	closed: boolean;
	/** The keyword of a union. */
	union: 'anyOf' | 'oneOf';
	/** Whether a union says which field tells its variants apart, as OpenAPI does. */
	discriminator?: boolean;
	/** Whether `propertyOrdering` states the order of the fields. */
	ordering: boolean;
}

export interface JsonSchema {
	$schema?: string;
	type?: string | string[];
	title?: string;
	description?: string;
	nullable?: boolean;
	enum?: Array<string | null>;
	const?: string;
	properties?: { [name: string]: JsonSchema };
	required?: string[];
	propertyOrdering?: string[];
	additionalProperties?: boolean;
	items?: JsonSchema;
	anyOf?: JsonSchema[];
	oneOf?: JsonSchema[];
	discriminator?: { propertyName: string };
	minimum?: number;
	maximum?: number;
	minItems?: number;
	maxItems?: number;
	minLength?: number;
	maxLength?: number;
}

export function jsonSchemaOf(shape: Shape, dialect: Dialect): JsonSchema {
	const titled = 'title' in shape && shape.title !== undefined ? { title: shape.title } : {};
	switch (shape.kind) {
		case 'text':
			return {
				...titled,
				type: 'string',
				...bounds(dialect, { minLength: shape.minimum, maxLength: shape.maximum }),
			};
		case 'number':
			return {
				type: shape.whole === true ? 'integer' : 'number',
				...bounds(dialect, { minimum: shape.minimum, maximum: shape.maximum }),
			};
		case 'flag':
			return { ...titled, type: 'boolean' };
		case 'choice':
			return {
				...titled,
				...(shape.options.length > 0 && { type: 'string' }),
				enum: [...shape.options],
			};
		case 'constant':
			return { ...titled, type: 'string', const: shape.value };
		case 'list':
			return {
				type: 'array',
				items: jsonSchemaOf(shape.of, dialect),
				...bounds(dialect, { minItems: shape.minimum, maxItems: shape.maximum }),
			};
		case 'record':
			return { ...titled, ...recordSchema(shape, dialect) };
		case 'union':
			return {
				...titled,
				...(dialect.discriminator === true && { discriminator: { propertyName: shape.tag } }),
				[dialect.union]: shape.variants.map((variant) => jsonSchemaOf(variant, dialect)),
			};
	}
}

function recordSchema({ fields }: RecordShape, dialect: Dialect): JsonSchema {
	return {
		type: 'object',
		properties: Object.fromEntries(fields.map((one) => [one.name, fieldSchema(one, dialect)])),
		required: fields
			.filter(({ required }) => dialect.allRequired || required)
			.map(({ name }) => name),
		...(dialect.ordering && { propertyOrdering: fields.map(({ name }) => name) }),
		...(dialect.closed && { additionalProperties: false }),
	};
}

function fieldSchema(one: ShapeField, dialect: Dialect): JsonSchema {
	const schema = jsonSchemaOf(one.shape, dialect);
	const mayBeNull = one.nullable || (dialect.allRequired && !one.required);
	return {
		...(one.description === undefined ? {} : { description: one.description }),
		...(mayBeNull ? orNull(schema, dialect) : schema),
	};
}

function orNull(schema: JsonSchema, dialect: Dialect): JsonSchema {
	if (dialect.null === 'nullable') return { ...schema, nullable: true };
	const { [dialect.union]: variants } = schema;
	if (variants !== undefined)
		return { ...schema, [dialect.union]: [...variants, { type: 'null' }] };
	return {
		...schema,
		type: [schema.type as string, 'null'],
		...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
	};
}

/** The bounds that are set, where the dialect writes any. */
function bounds(dialect: Dialect, values: { [keyword: string]: number | undefined }): JsonSchema {
	if (!dialect.bounds) return {};
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
