/**
 * A field of a form and its reader are one object: what the form shows, and how an item's value becomes a typed one. Every
 * label, default and list of options is written once, in the field.
 */
import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { partOf, type Form } from './form';
import { InputError } from './inputError';

export interface Field<T> {
	/** What the form shows, in order. */
	readonly properties: INodeProperties[];
	/** The value of one item. @throws InputError that names the field and says what would be right */
	read(form: Form): T;
}

/** A field of exactly one parameter. */
export interface Parameter<T> extends Field<T> {
	readonly property: INodeProperties;
}

/** Fields by the name under which an operation gets what they read. */
export type Inputs = { readonly [name: string]: Field<unknown> };

/** What fields read. */
export type Asked<I extends Inputs> = { [K in keyof I]: I[K] extends Field<infer T> ? T : never };

export function parameter<T>(
	property: INodeProperties,
	read: (form: Form, property: INodeProperties) => T,
): Parameter<T> {
	return { property, properties: [property], read: (form) => read(form, property) };
}

/** Several fields as one. */
export function group<I extends Inputs>(inputs: I): Field<Asked<I>> {
	return {
		properties: Object.values(inputs).flatMap(({ properties }) => properties),
		read(form) {
			const asked: { [name: string]: unknown } = {};
			for (const [name, field] of Object.entries(inputs)) asked[name] = field.read(form);
			return asked as Asked<I>;
		},
	};
}

/** A field whose value is made from that of another. */
export function mapped<T, U>(field: Field<T>, make: (value: T, form: Form) => U): Field<U> {
	return { properties: field.properties, read: (form) => make(field.read(form), form) };
}

/** The same field, shown only while other parameters have these values. */
export function shownFor<F extends Field<unknown>>(
	field: F,
	show: NonNullable<IDisplayOptions['show']>,
): F {
	const properties = field.properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...show, ...property.displayOptions?.show },
		},
	}));
	return { ...field, properties, ...('property' in field ? { property: properties[0] } : {}) };
}

/** A field that only the form's own lists look at; the operation does not read it. */
export function formOnly({ properties }: Field<unknown>): Field<undefined> {
	return { properties, read: () => undefined };
}

/** What a choice and the fields of its values read: the value chosen, and what the fields of that value say. */
export type Cased<C extends string, F extends { [V in C]: Field<unknown> | undefined }> = {
	[V in C]: { by: V; value: F[V] extends Field<infer T> ? T : undefined };
}[C];

/**
 * A choice, and for each of its values what the form asks then. Only the fields of the value chosen are shown and read. A
 * field that several values share is shown once, for all of them.
 */
export function cases<C extends string, F extends { [V in C]: Field<unknown> | undefined }>(
	choice: Parameter<C>,
	fields: F,
): Field<Cased<C, F>> {
	const values = Object.keys(fields) as C[];
	const distinct = [...new Set(values.flatMap((value) => fields[value] ?? []))];
	const shown = distinct.map((field) =>
		shownFor(field, { [choice.property.name]: values.filter((value) => fields[value] === field) }),
	);
	return {
		properties: [...choice.properties, ...shown.flatMap(({ properties }) => properties)],
		read(form) {
			const by = choice.read(form);
			return { by, value: fields[by]?.read(form) } as Cased<C, F>;
		},
	};
}

/** Entries of a collection by the name of what they read. */
export type Entries = { readonly [name: string]: Parameter<unknown> };

/** What the entries of a collection read; absent: the user did not add the entry, or left it empty. */
export type Added<E extends Entries> = {
	[K in keyof E]?: E[K] extends Parameter<infer T> ? T : never;
};

/** A collection ("Add Option"): its entries in alphabetical order, as n8n asks for. */
export function collection<E extends Entries>(
	property: Omit<INodeProperties, 'type' | 'default' | 'options'>,
	entries: E,
): Parameter<Added<E>> {
	const options = Object.values(entries)
		.flatMap((entry) => entry.properties)
		.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
	return parameter({ ...property, type: 'collection', default: {}, options }, (form) =>
		addedOf(entries, partOf(form, property.name, objectIn(form, property))),
	);
}

function addedOf<E extends Entries>(entries: E, form: Form): Added<E> {
	const added: { [name: string]: unknown } = {};
	for (const [name, entry] of Object.entries(entries)) {
		const value = form.value(entry.property.name);
		if (value !== undefined && value !== '') added[name] = entry.read(form);
	}
	return added as Added<E>;
}

/** What of a collection some of its entries read. */
export function addedAmong<E extends Entries>(
	entries: E,
	added: { [name: string]: unknown },
): Added<E> {
	return Object.fromEntries(Object.entries(added).filter(([name]) => name in entries)) as Added<E>;
}

/** A kind of row in a list that the user makes ("Add Rule"). */
export interface RowKind<T> {
	displayName: string;
	fields: Field<T>;
}

/** A list of rows, of one or several kinds; what it reads is lists of rows by kind. */
export function rows<K extends { readonly [kind: string]: RowKind<unknown> }>(
	property: Omit<INodeProperties, 'type' | 'default' | 'options'>,
	kinds: K,
): Parameter<{ [N in keyof K]: Array<K[N] extends RowKind<infer T> ? T : never> }> {
	const options = Object.entries(kinds).map(([name, { displayName, fields }]) => ({
		displayName,
		name,
		values: fields.properties,
	}));
	return parameter({ ...property, type: 'fixedCollection', default: {}, options }, (form) => {
		const given = objectIn(form, property);
		const read: { [kind: string]: unknown[] } = {};
		for (const [name, { fields }] of Object.entries(kinds)) {
			const list = Array.isArray(given[name]) ? (given[name] as IDataObject[]) : [];
			read[name] = list.map((row, place) =>
				fields.read(partOf(form, `${property.name}.${name}[${place}]`, row)),
			);
		}
		return read as { [N in keyof K]: Array<K[N] extends RowKind<infer T> ? T : never> };
	});
}

/** What a collection or a list of rows holds; nothing when the form does not have it. */
function objectIn(form: Form, { name, displayName }: { name: string; displayName: string }) {
	const value = form.value(name);
	if (value === undefined) return {};
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as IDataObject;
	throw new InputError(
		`${displayName} is ${JSON.stringify(value)}, not a set of options`,
		'Add options one by one, each with its value or an expression of its own.',
	);
}
