/** Fields of one value each: text, number, yes or no, a choice, a time, a note. */
import { tryToParseDateTime, type INodeProperties, type NodePropertyTypes } from 'n8n-workflow';
import { shortened } from '../../../../src/encord/wire/identifiers';
import { parameter, type Parameter } from './field';
import type { Form } from './form';
import { InputError } from './inputError';

type Property<T extends NodePropertyTypes> = INodeProperties & { type: T };

/**
 * The value given; the default of a field that this form does not have.
 * @throws InputError when an expression gave nothing: it never means what an empty field means
 */
function given(form: Form, property: INodeProperties): unknown {
	const { name, default: usual } = property;
	const value = form.value(name);
	if (value === null) throw nothingGiven(property);
	if (value !== undefined) return value;
	if (typeof usual === 'string' && usual.startsWith('=')) throw nothingGiven(property);
	return usual;
}

/** An expression gave nothing for this item. */
export function nothingGiven({ displayName }: INodeProperties): InputError {
	return new InputError(
		`${displayName} is empty: its expression gave nothing`,
		'An expression must give a value for every item. Look at the input of this node, or type a value.',
	);
}

/** @param right what the value should have been: `a number from 0 to 1` */
function refused({ displayName }: INodeProperties, value: unknown, right: string): InputError {
	return new InputError(`${displayName} is ${value === '' ? 'empty' : shown(value)}, not ${right}`);
}

/** A wrong value as a message repeats it. */
export function shown(value: unknown): string {
	return shortened(
		typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'undefined'),
	);
}

/** Text, trimmed; empty when nothing is given. */
export function text(property: Property<'string'>): Parameter<string> {
	return parameter(property, (form) => {
		const value = given(form, property);
		if (value !== null && typeof value === 'object') throw refused(property, value, 'text');
		return String(value).trim();
	});
}

/** Whatever is given, unread: data or text of a model, JSON. Null when an expression gave nothing. */
export function anything(property: Property<'string'> | Property<'json'>): Parameter<unknown> {
	return parameter(property, (form) => form.value(property.name) ?? null);
}

/** Texts from a list, or from text with commas. */
export function textList(property: Property<'string'>): Parameter<string[]> {
	return parameter(property, (form) => listed(form, property, textsOf));
}

/**
 * The entries of a list. A list that was left empty on the form is empty; an expression that gives an empty one is refused,
 * because an empty list often means "all".
 */
export function listed(
	form: Form,
	property: INodeProperties,
	entriesOf: (value: unknown) => string[],
): string[] {
	const value = given(form, property);
	if (typeof value === 'object' && !Array.isArray(value)) throw refused(property, value, 'a list');
	const entries = entriesOf(value);
	if (entries.length === 0 && form.isExpression(property.name)) throw nothingGiven(property);
	return entries;
}

/** Words from a list, or from text with commas or spaces between them: IDs, e-mail addresses. */
export function wordList(property: Property<'string'>): Parameter<string[]> {
	return parameter(property, (form) => listed(form, property, wordsOf));
}

/** Words from a list, or from text with commas or spaces between them. */
export function wordsOf(value: unknown): string[] {
	return textsOf(value).flatMap((text) => text.split(/\s+/));
}

/** Texts from a list, or from text with commas. */
export function textsOf(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * A number within the bounds its property shows (`minValue`, `maxValue`; `numberPrecision: 0` for a whole one); text that
 * holds one counts too.
 * @param above the number must be larger than this, besides the bounds
 */
export function number(
	property: Property<'number'>,
	{ above }: { above?: number } = {},
): Parameter<number> {
	const { minValue, maxValue, numberPrecision } = property.typeOptions ?? {};
	const whole = numberPrecision === 0;
	const range = [
		above === undefined && minValue === undefined
			? undefined
			: `${above === undefined ? `from ${minValue}` : `above ${above}`}`,
		maxValue === undefined ? undefined : `to ${maxValue}`,
	].filter((part) => part !== undefined);
	const right = `a ${[whole ? 'whole number' : 'number', ...range].join(' ')}`;
	return parameter(property, (form) => {
		const value = given(form, property);
		const read = numberOf(value);
		const fits =
			read !== undefined &&
			(!whole || Number.isInteger(read)) &&
			read >= (above === undefined ? (minValue ?? -Infinity) : -Infinity) &&
			read > (above ?? -Infinity) &&
			read <= (maxValue ?? Infinity);
		if (!fits) throw refused(property, value, right);
		return read;
	});
}

/** The number a value is or, as text, holds. */
function numberOf(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const read = Number(value);
	return Number.isFinite(read) ? read : undefined;
}

/** Yes or no; `true` and `false` as text count too, as expressions and models give them. */
export function flag(property: Property<'boolean'>): Parameter<boolean> {
	return parameter(property, (form) => {
		const value = given(form, property);
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw refused(property, value, 'true or false');
	});
}

type Offered = ReadonlyArray<{
	readonly name: string;
	readonly value: string;
	readonly description?: string;
}>;

/** One of the values its property offers. */
export function choice<const O extends Offered>(
	property: Omit<Property<'options'>, 'options'> & { options: O },
): Parameter<O[number]['value']> {
	const { options } = property;
	return parameter({ ...property, options: [...options] }, (form, built) =>
		offered(options, built, given(form, built)),
	);
}

function offered<const O extends Offered>(
	options: O,
	property: INodeProperties,
	value: unknown,
): O[number]['value'] {
	const found = options.find((option) => option.value === value);
	if (found !== undefined) return found.value;
	throw refused(property, value, `one of ${options.map((option) => option.value).join(', ')}`);
}

/** One of the values that a list loads from Encord. */
export function loadedChoice(property: Property<'options'>): Parameter<string> {
	return parameter(property, (form) => String(given(form, property)).trim());
}

/** Some of the values its property offers; text with commas counts too. */
export function multiChoice<const O extends Offered>(
	property: Omit<Property<'multiOptions'>, 'options'> & { options: O },
): Parameter<Array<O[number]['value']>> {
	const { options } = property;
	return parameter({ ...property, options: [...options] }, (form, built) =>
		listed(form, built, textsOf).map((value) => offered(options, built, value)),
	);
}

/** Some of the values that a list loads from Encord; text with commas counts too. */
export function loadedChoices(property: Property<'multiOptions'>): Parameter<string[]> {
	return parameter(property, (form) => listed(form, property, textsOf));
}

/** A time as ISO 8601 in UTC. A time typed without a zone is meant in the workflow's time zone. */
export function time(property: Property<'dateTime'>): Parameter<string> {
	return parameter(property, (form) => {
		const value = given(form, property);
		const read = dateOf(value, form.timezone);
		if (read === undefined) {
			throw new InputError(
				`${property.displayName} is not a date`,
				'Give a date and time such as 2026-01-31T09:00:00.',
			);
		}
		return read.toISOString();
	});
}

function dateOf(value: unknown, timezone: string): Date | undefined {
	try {
		return tryToParseDateTime(value, timezone).toJSDate();
	} catch {
		return undefined;
	}
}

/** A note on the form; nothing is read from it. */
export function notice(property: Property<'notice'>): Parameter<undefined> {
	return parameter(property, () => undefined);
}
