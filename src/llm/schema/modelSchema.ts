/**
 * Schemas for language models: what to ask of an ontology, as zod and as JSON Schema of a provider, with a prompt, and the way back
 * from an answer to feature hashes (models §1).
 */
import type { z } from 'zod';
import type { OntologyIndex } from '../../labels/ontology/ontology';
import { flavorOf, type FlavorName } from './flavors/registry';
import type { Flavor } from './flavors/flavor';
import { formOf, type Form, type LeftOut } from './form';
import { excess, sizeOf, together, type SchemaSize } from './limits';
import type { PartOptions, RangeUnit, SchemaAnswers } from './parts/part';
import { promptOf } from './prompt';
import { select, type Selection, type SelectionInput } from './selection';
import { jsonSchemaOf, type JsonSchema } from './write/jsonSchema';
import { READING, zodOf } from './write/zod';

export interface SchemaOptions {
	flavor: FlavorName;
	/** Whether null answers "cannot tell", also where the ontology requires an answer. Default true. */
	cannotTell?: boolean;
	/** Whether each answer has a confidence from 0 to 1. Default false. */
	confidence?: boolean;
	/** Answers hold for ranges of the media, in this unit. Default: for all that the model is shown. */
	ranges?: RangeUnit;
}

export interface ModelSchema {
	schema: JsonSchema;
	/** Checks an answer as this flavor's provider gives it. */
	zod: z.ZodTypeAny;
	prompt: string;
	/** Feature hash of each classification and class, by its name in the schema. */
	names: { [name: string]: string };
	leftOut: LeftOut[];
	/**
	 * The answers in an instance of the schema. Null, blank text and a missing field are no answer.
	 * @throws z.ZodError when it does not fit the schema
	 * @throws ContradictionError when it fits and has no single meaning
	 */
	read(instance: unknown): SchemaAnswers;
	/** The answers in one field of an instance, so that a wrong one does not spoil the others. @throws as `read` does */
	readField(name: string, value: unknown): SchemaAnswers;
}

/** One question, or one class, alone is too large for a provider. */
export class SchemaLimitError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'SchemaLimitError';
	}
}

/**
 * The schema of a selection; several schemas, to be asked one after another, when a provider does not take it as one.
 * @throws OntologyLookupError when the ontology does not have an item
 * @throws SelectionError when the selection cannot be asked for
 * @throws SchemaLimitError when one item alone is too large for the provider
 */
export function modelSchemas(
	ontology: OntologyIndex,
	input: SelectionInput,
	options: SchemaOptions,
): ModelSchema[] {
	const flavor = flavorOf(options.flavor);
	const partOptions: PartOptions = {
		keys: flavor.keys,
		boxes: flavor.boxes,
		cannotTell: options.cannotTell ?? true,
		confidence: options.confidence ?? false,
		...(options.ranges === undefined ? {} : { ranges: options.ranges }),
	};
	const selection = select(ontology, input);
	const make = flavor.form ?? ((part: Selection) => formOf(part, partOptions));
	const whole = make(selection);
	const schema = written(whole, flavor);
	if (excess(sizeOf(schema), flavor.limits) === undefined)
		return [modelSchema(whole, schema, flavor, partOptions)];
	const [first, ...more] = split(selection, { form: whole, schema, flavor }, make).map((part) => {
		const form = make(part);
		return modelSchema(form, written(form, flavor), flavor, partOptions);
	});
	return first === undefined ? [] : [{ ...first, leftOut: whole.leftOut }, ...more];
}

/** The form of everything that is selected, with its schema. */
interface Whole {
	form: Form;
	schema: JsonSchema;
	flavor: Flavor;
}

function written(form: Form, { dialect, schemaUri }: Flavor): JsonSchema {
	const schema = jsonSchemaOf(form.shape, dialect);
	return schemaUri === undefined ? schema : { $schema: schemaUri, ...schema };
}

function modelSchema(
	form: Form,
	schema: JsonSchema,
	{ strictness }: Flavor,
	options: PartOptions,
): ModelSchema {
	let reader: z.ZodTypeAny | undefined;
	let strict: z.ZodTypeAny | undefined;
	const fieldReaders = new Map<string, z.ZodTypeAny>();
	const readerOf = (name: string): z.ZodTypeAny => {
		const fields = form.shape.fields.filter((field) => field.name === name);
		return zodOf({ ...form.shape, fields }, { ...READING, closed: strictness.closed });
	};
	return {
		schema,
		get zod() {
			return (strict ??= zodOf(form.shape, strictness));
		},
		prompt: promptOf(form, options),
		names: form.names,
		leftOut: form.leftOut,
		read(instance) {
			// What is saved is checked in full, also what a provider's dialect cannot say.
			reader ??= zodOf(form.shape, { ...READING, closed: strictness.closed });
			return form.read(reader.parse(instance) as { [name: string]: unknown });
		},
		readField(name, value) {
			const fieldReader = fieldReaders.get(name) ?? readerOf(name);
			fieldReaders.set(name, fieldReader);
			return form.read(fieldReader.parse({ [name]: value }) as { [name: string]: unknown });
		},
	};
}

/** A selection of one item, and the size of its schema. */
interface Unit {
	title: string;
	part: Selection;
	size: SchemaSize;
}

/** What can be asked on its own. */
function units(selection: Selection, whole: Whole, make: (selection: Selection) => Form): Unit[] {
	const none: Selection = { ...selection, classifications: [], objects: [], pathways: [] };
	const nameOf = new Map(Object.entries(whole.form.names).map(([name, hash]) => [hash, name]));
	const askable = <T extends { featureHash: string }>(items: T[]): T[] =>
		items.filter(({ featureHash }) => nameOf.has(featureHash));
	const made = (title: string, part: Selection): Unit => ({
		title,
		part,
		size: sizeOf(written(make(part), whole.flavor)),
	});
	return [
		...askable(selection.classifications).map((item): Unit => {
			const name = nameOf.get(item.featureHash) ?? '';
			const properties = { [name]: whole.schema.properties?.[name] ?? {} };
			return {
				title: item.title,
				part: { ...none, classifications: [item] },
				size: sizeOf({ properties }),
			};
		}),
		...askable(selection.objects).map((item) => made(item.title, { ...none, objects: [item] })),
		...(selection.pathways.length > 0
			? [made('pathway', { ...none, pathways: selection.pathways })]
			: []),
	];
}

/** Puts the items, in their order, into as few selections as fit. @throws SchemaLimitError */
function split(
	selection: Selection,
	whole: Whole,
	make: (selection: Selection) => Form,
): Selection[] {
	const { flavor } = whole;
	const parts: Array<{ selection: Selection; size: SchemaSize }> = [];
	for (const { title, part, size } of units(selection, whole, make)) {
		const tooLarge = excess(size, flavor.limits);
		if (tooLarge !== undefined) {
			throw new SchemaLimitError(
				`"${title}" alone is too large for ${flavor.displayName}: ${tooLarge}. Leave it out, or choose another flavor.`,
			);
		}
		const last = parts.at(-1);
		const both = last && together(last.size, size);
		if (last !== undefined && both !== undefined && excess(both, flavor.limits) === undefined) {
			last.selection = joined(last.selection, part);
			last.size = both;
		} else parts.push({ selection: part, size });
	}
	return parts.map((part) => part.selection);
}

function joined(a: Selection, b: Selection): Selection {
	return {
		...a,
		classifications: [...a.classifications, ...b.classifications],
		objects: [...a.objects, ...b.objects],
		pathways: [...a.pathways, ...b.pathways],
	};
}
