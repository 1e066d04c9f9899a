/** How large a schema is, and how large a provider lets it be. */
import type { JsonSchema } from './write/jsonSchema';

export interface SchemaSize {
	/** Levels of objects and lists inside each other, the root included. */
	depth: number;
	properties: number;
	/** Values of all choices together. */
	enumValues: number;
	/** Characters of all property names and of all values of choices. */
	characters: number;
	/** Characters of the values of all choices. */
	enumCharacters: number;
	/** Characters of the values of the largest choice that has more than 250 of them; 0 when none has. */
	largeEnumCharacters: number;
}

/** The largest sizes; a size that is not named has no limit. */
export type SchemaLimits = Partial<SchemaSize>;

/** From how many values on OpenAI limits the characters of one choice. */
const LARGE_ENUM = 250;

const WORDS: Record<keyof SchemaSize, string> = {
	depth: 'levels of nesting',
	properties: 'properties',
	enumValues: 'options',
	characters: 'characters in names and options',
	enumCharacters: 'characters in options',
	largeEnumCharacters: `characters in the options of a question that has more than ${LARGE_ENUM}`,
};

export function sizeOf(schema: JsonSchema): SchemaSize {
	const values = (schema.enum ?? []).filter((value) => value !== null);
	const enumCharacters = values.reduce((sum, value) => sum + value.length, 0);
	const names = Object.keys(schema.properties ?? {});
	const own: SchemaSize = {
		depth: 0,
		properties: names.length,
		enumValues: values.length,
		characters: enumCharacters + names.reduce((sum, name) => sum + name.length, 0),
		enumCharacters,
		largeEnumCharacters: values.length > LARGE_ENUM ? enumCharacters : 0,
	};
	const inner = [
		...Object.values(schema.properties ?? {}),
		...(schema.items === undefined ? [] : [schema.items]),
		...(schema.anyOf ?? schema.oneOf ?? []),
	].map(sizeOf);
	const size = inner.reduce(together, own);
	const isLevel = schema.properties !== undefined || schema.items !== undefined;
	return { ...size, depth: size.depth + (isLevel ? 1 : 0) };
}

/** The size of two schemas beside each other. */
export function together(a: SchemaSize, b: SchemaSize): SchemaSize {
	return {
		depth: Math.max(a.depth, b.depth),
		properties: a.properties + b.properties,
		enumValues: a.enumValues + b.enumValues,
		characters: a.characters + b.characters,
		enumCharacters: a.enumCharacters + b.enumCharacters,
		largeEnumCharacters: Math.max(a.largeEnumCharacters, b.largeEnumCharacters),
	};
}

/** What is too large, in words: `1,200 options, at most 1,000`; undefined when everything fits. */
export function excess(size: SchemaSize, limits: SchemaLimits): string | undefined {
	for (const key of Object.keys(WORDS) as Array<keyof SchemaSize>) {
		const limit = limits[key];
		if (limit !== undefined && size[key] > limit) {
			const format = (value: number): string => value.toLocaleString('en-US');
			return `${format(size[key])} ${WORDS[key]}, at most ${format(limit)}`;
		}
	}
	return undefined;
}
