/**
 * Fields of a form. A field is one object with what the form shows and a function that reads the typed value of an item, so that
 * each label, default and list of options is defined once.
 */
import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { partOf, type Form } from './form';
import { InputError, nothingGiven, shown } from './inputError';

export interface Field<T> {
	/** The n8n properties of the field, in order. */
	readonly properties: INodeProperties[];
	/** Reads the value of one item. @throws InputError that names the field and says what would be right */
	read(form: Form): T;
}

/** A field with exactly one n8n property. */
export interface Parameter<T> extends Field<T> {
	readonly property: INodeProperties;
}

/** Fields by the name under which an operation gets their values. */
export type Inputs = { readonly [name: string]: Field<unknown> };

/** The values of fields. */
export type Values<I extends Inputs> = { [K in keyof I]: I[K] extends Field<infer T> ? T : never };

export function parameter<T>(
	property: INodeProperties,
	read: (form: Form, property: INodeProperties) => T,
): Parameter<T> {
	return {
		property,
		properties: [property],
		read: (form) => naming(property.displayName, () => read(form, property)),
	};
}

/** What `read` returns. An error that does not name the field gets its name in front. */
function naming<T>(displayName: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof InputError) || error.message.includes(displayName)) throw error;
		throw new InputError(`${displayName}: ${error.message}`, error.advice);
	}
}

/** Combines several fields into one. */
export function group<I extends Inputs>(inputs: I): Field<Values<I>> {
	return {
		properties: Object.values(inputs).flatMap(({ properties }) => properties),
		read(form) {
			const values: { [name: string]: unknown } = {};
			for (const [name, field] of Object.entries(inputs)) values[name] = field.read(form);
			return values as Values<I>;
		},
	};
}

/** A field whose value is computed from the value of another field. */
export function mapped<T, U>(field: Field<T>, make: (value: T, form: Form) => U): Field<U> {
	return { properties: field.properties, read: (form) => make(field.read(form), form) };
}

type Conditions = NonNullable<IDisplayOptions['show']>;

/**
 * The same field, shown only when other parameters have these values. Reading it where n8n does not show it is an error, see
 * {@link hidden}.
 */
export function shownWhen<F extends Field<unknown>>(field: F, show: Conditions): F {
	const properties = field.properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...show, ...property.displayOptions?.show },
		},
	}));
	// A notice has no value, and what has conditions of its own may be hidden by them.
	const first = field.properties.find(
		({ type, displayOptions }) => type !== 'notice' && displayOptions === undefined,
	);
	return {
		...field,
		properties,
		...('property' in field ? { property: properties[0] } : {}),
		read(form: Form) {
			if (first !== undefined && form.value(first.name) === undefined)
				throw hidden(first, show, form);
			return field.read(form);
		},
	};
}

/**
 * The error for a field that is to be read and that n8n has dropped. n8n drops a field unless the field it depends on has exactly
 * the value that shows it, so `"false"` in the JSON of a workflow instead of `false` would turn a limit of 3 into the default.
 */
function hidden({ displayName }: INodeProperties, show: Conditions, form: Form): InputError {
	const reasons = Object.keys(show).map((name) => `"${name}" is ${shown(form.value(name))}`);
	return new InputError(
		`${displayName} is not in the form, because ${reasons.join(' and ')}`,
		'Open the node, choose the field that it depends on again, and save the workflow.',
	);
}

/**
 * A field that only the lists of the editor read, such as the class whose attributes a form shows; the operation does not
 * read it.
 */
export function editorOnly({ properties }: Field<unknown>): Field<undefined> {
	return { properties, read: () => undefined };
}

/** The chosen option, and the value of the field that belongs to it. */
export type CaseValue<C extends string, F extends { [V in C]: Field<unknown> | undefined }> = {
	[V in C]: { option: V; value: F[V] extends Field<infer T> ? T : undefined };
}[C];

/**
 * A choice with a field for each of its options. Only the field of the chosen option is shown and read. A field that several
 * options share appears once in the form.
 */
export function cases<C extends string, F extends { [V in C]: Field<unknown> | undefined }>(
	choice: Parameter<C>,
	fields: F,
): Field<CaseValue<C, F>> {
	const values = Object.keys(fields) as C[];
	const distinct = [...new Set(values.flatMap((value) => fields[value] ?? []))];
	const conditional = new Map<Field<unknown> | undefined, Field<unknown>>(
		distinct.map((field) => {
			const options = values.filter((value) => fields[value] === field);
			return [field, shownWhen<Field<unknown>>(field, { [choice.property.name]: options })];
		}),
	);
	return {
		properties: [
			...choice.properties,
			...[...conditional.values()].flatMap(({ properties }) => properties),
		],
		read(form) {
			const option = choice.read(form);
			return { option, value: conditional.get(fields[option])?.read(form) } as CaseValue<C, F>;
		},
	};
}

/** Entries of a collection by the name of their value. */
export type Entries = { readonly [name: string]: Parameter<unknown> };

/** The values of a collection. A value is absent when the user did not add the entry or left it empty. */
export type CollectionValues<E extends Entries> = {
	[K in keyof E]?: E[K] extends Parameter<infer T> ? T : never;
};

/**
 * A collection ("Add Option"). Its entries are in alphabetical order, as n8n's rules require.
 * @param common the entries that come before the others, in this order: those that most people look for
 */
export function collection<E extends Entries>(
	property: Omit<INodeProperties, 'type' | 'default' | 'options'>,
	entries: E,
	common: readonly string[] = [],
): Parameter<CollectionValues<E>> {
	const rank = new Map(
		common.flatMap((name, place) =>
			(entries[name]?.properties ?? []).map((entry) => [entry, place] as const),
		),
	);
	const options = Object.values(entries)
		.flatMap((entry) => entry.properties)
		.sort(
			(a, b) =>
				(rank.get(a) ?? common.length) - (rank.get(b) ?? common.length) ||
				a.displayName.localeCompare(b.displayName, 'en'),
		);
	return parameter({ ...property, type: 'collection', default: {}, options }, (form) =>
		readEntries(entries, partOf(form, property.name, objectIn(form, property))),
	);
}

function readEntries<E extends Entries>(entries: E, form: Form): CollectionValues<E> {
	const values: { [name: string]: unknown } = {};
	for (const [name, entry] of Object.entries(entries)) {
		const value = form.value(entry.property.name);
		if (value === '' && form.isExpression(entry.property.name)) throw nothingGiven(entry.property);
		if (value !== undefined && value !== '') values[name] = entry.read(form);
	}
	return values as CollectionValues<E>;
}

/** The values of some of the entries of a collection. */
export function pickEntries<E extends Entries>(
	entries: E,
	values: { [name: string]: unknown },
): CollectionValues<E> {
	return Object.fromEntries(
		Object.entries(values).filter(([name]) => name in entries),
	) as CollectionValues<E>;
}

/** A kind of row in a fixed collection ("Add Rule"). */
export interface RowKind<T> {
	displayName: string;
	fields: Field<T>;
}

/** A fixed collection with multiple rows of one or several kinds. Its value is a list of rows for each kind. */
export function rows<K extends { readonly [kind: string]: RowKind<unknown> }>(
	property: Omit<INodeProperties, 'type' | 'default' | 'options'> & {
		default?: INodeProperties['default'];
	},
	kinds: K,
): Parameter<{ [N in keyof K]: Array<K[N] extends RowKind<infer T> ? T : never> }> {
	const options = Object.entries(kinds).map(([name, { displayName, fields }]) => ({
		displayName,
		name,
		values: fields.properties,
	}));
	// The button that adds a row has its text from here; n8n's editor does not look at `multipleValueButtonText` for these.
	const placeholder = property.typeOptions?.multipleValueButtonText;
	const shownProperty = { default: {}, ...(placeholder && { placeholder }), ...property };
	return parameter({ ...shownProperty, type: 'fixedCollection', options }, (form) => {
		const parts = objectIn(form, property);
		const lists: { [kind: string]: unknown[] } = {};
		for (const [name, { fields }] of Object.entries(kinds)) {
			lists[name] = rowsIn(parts[name]).map((row, index) =>
				fields.read(partOf(form, `${property.name}.${name}[${index}]`, row)),
			);
		}
		return lists as { [N in keyof K]: Array<K[N] extends RowKind<infer T> ? T : never> };
	});
}

/** The rows of one kind. @throws InputError when they are no list of objects */
function rowsIn(value: unknown): IDataObject[] {
	if (value === undefined) return [];
	const isRow = (row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row);
	if (Array.isArray(value) && value.every(isRow)) return value as IDataObject[];
	throw new InputError(
		`${shown(value)} is not a list of rows`,
		'Add the rows one by one, each with its values or expressions of their own.',
	);
}

/** What a collection or a list of rows holds; nothing when the form does not have it. */
function objectIn(form: Form, { name, displayName }: { name: string; displayName: string }) {
	const value = form.value(name);
	if (value === undefined) return {};
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as IDataObject;
	throw new InputError(
		`${displayName} is ${shown(value)}, not a set of options`,
		'Add options one by one, each with its value or an expression of its own.',
	);
}
