/** Fields with one value: text, number, boolean, choice, time, notice. */
import {
	tryToParseDateTime,
	type IDataObject,
	type INodeProperties,
	type NodePropertyTypes,
} from 'n8n-workflow';
import { parameter, type Parameter } from './field';
import type { Form } from './form';
import { jsonObject } from './json';
import { InputError, nothingGiven, shown } from './inputError';

type Property<T extends NodePropertyTypes> = INodeProperties & { type: T };

/**
 * The value given; the default of a field that this form does not have.
 * @throws InputError when an expression gave nothing: it never means what an empty field means
 */
export function parameterValue(form: Form, property: INodeProperties): unknown {
	const { name, default: defaultValue } = property;
	const value = form.value(name);
	if (value === null) throw nothingGiven(property);
	if (value !== undefined) return value;
	if (typeof defaultValue === 'string' && defaultValue.startsWith('='))
		throw nothingGiven(property);
	return defaultValue;
}

/** @param right what the value should have been: `a number from 0 to 1` */
function invalidValue({ displayName }: INodeProperties, value: unknown, right: string): InputError {
	return new InputError(`${displayName} is ${value === '' ? 'empty' : shown(value)}, not ${right}`);
}

/** Text without surrounding spaces; empty when there is no value. */
export function text(property: Property<'string'>): Parameter<string> {
	return parameter(property, (form) => {
		const value = parameterValue(form, property);
		if (value !== null && typeof value === 'object') throw invalidValue(property, value, 'text');
		return String(value).trim();
	});
}

/** A color as `#rgb` or `#rrggbb`. */
export function color(property: Property<'color'>): Parameter<string> {
	return parameter(property, (form) => {
		const value = parameterValue(form, property);
		if (typeof value !== 'string' || !/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value.trim()))
			throw invalidValue(property, value, 'a color such as #ffffff');
		return value.trim();
	});
}

/** Text whose emptiness means something, such as "all": it may be left empty on the form, but an expression must give some. */
export function optionalText(property: Property<'string'>): Parameter<string> {
	const field = text(property);
	return parameter(property, (form) => {
		const value = field.read(form);
		if (value === '' && form.isExpression(property.name)) throw nothingGiven(property);
		return value;
	});
}

/** Whatever is given, unread: data or text of a model, JSON. Null when an expression gave nothing. */
export function rawValue(property: Property<'string'> | Property<'json'>): Parameter<unknown> {
	return parameter(property, (form) => form.value(property.name) ?? null);
}

/** A JSON object, or text that holds one. */
export function jsonField(property: Property<'json'>): Parameter<IDataObject> {
	return parameter(property, (form) =>
		jsonObject(parameterValue(form, property), property.displayName),
	);
}

/** A list of texts, or text separated by commas. */
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
	const entries = entriesOf(parameterValue(form, property));
	if (entries.length === 0 && form.isExpression(property.name)) throw nothingGiven(property);
	return entries;
}

/** A list of words, or text separated by commas or spaces: IDs, e-mail addresses. */
export function wordList(property: Property<'string'>): Parameter<string[]> {
	return parameter(property, (form) => listed(form, property, wordsOf));
}

/** Splits text at commas and spaces; a list is split in the same way. */
export function wordsOf(value: unknown): string[] {
	return textsOf(value).flatMap((text) => text.split(/\s+/));
}

/** Splits text at commas; a list is used unchanged. Empty texts are dropped. @throws InputError for objects */
export function textsOf(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(textIn(value ?? '')).split(',');
	return parts.map((part) => String(textIn(part)).trim()).filter((part) => part !== '');
}

function textIn(value: unknown): unknown {
	if (typeof value !== 'object' && value !== undefined) return value;
	throw new InputError(
		`${shown(value)} is not text`,
		'Give text separated by commas, or a list of texts.',
	);
}

/**
 * A number within the bounds of its property (`minValue`, `maxValue`; `numberPrecision: 0` means a whole number). Text that
 * contains a number is accepted.
 * @param above exclusive lower bound, used instead of `minValue`
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
	const expected = `a ${[whole ? 'whole number' : 'number', ...range].join(' ')}`;
	return parameter(property, (form) => {
		const value = parameterValue(form, property);
		const read = numberOf(value);
		const fits =
			read !== undefined &&
			(!whole || Number.isInteger(read)) &&
			read >= (above === undefined ? (minValue ?? -Infinity) : -Infinity) &&
			read > (above ?? -Infinity) &&
			read <= (maxValue ?? Infinity);
		if (!fits) throw invalidValue(property, value, expected);
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

/** A boolean. The texts `true` and `false` are accepted, because expressions and models return them. */
export function flag(property: Property<'boolean'>): Parameter<boolean> {
	return parameter(property, (form) => {
		const value = parameterValue(form, property);
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false') return false;
		throw invalidValue(property, value, 'true or false');
	});
}

type Options = ReadonlyArray<{
	readonly name: string;
	readonly value: string;
	readonly description?: string;
}>;

/** One of the options of its property. */
export function choice<const O extends Options>(
	property: Omit<Property<'options'>, 'options'> & { options: O },
): Parameter<O[number]['value']> {
	const { options } = property;
	return parameter({ ...property, options: [...options] }, (form, built) =>
		optionValue(options, built, parameterValue(form, built)),
	);
}

function optionValue<const O extends Options>(
	options: O,
	property: INodeProperties,
	value: unknown,
): O[number]['value'] {
	const match = options.find((option) => option.value === value);
	if (match !== undefined) return match.value;
	throw invalidValue(property, value, `one of ${options.map((option) => option.value).join(', ')}`);
}

/** One of the options that the editor loads from Encord. */
export function loadedChoice(property: Property<'options'>): Parameter<string> {
	return parameter(property, (form) => {
		const value = parameterValue(form, property);
		if (typeof value === 'object') throw invalidValue(property, value, 'the value of an option');
		if (value === '' && form.isExpression(property.name)) throw nothingGiven(property);
		return String(value).trim();
	});
}

/** Some of the options of its property, by value or by name; text separated by commas is accepted. */
export function multiChoice<const O extends Options>(
	property: Omit<Property<'multiOptions'>, 'options'> & { options: O },
): Parameter<Array<O[number]['value']>> {
	const { options } = property;
	return parameter({ ...property, options: [...options] }, (form, built) =>
		listed(form, built, textsOf).map((given) => {
			const named = options.find(({ name }) => name.toLowerCase() === given.toLowerCase());
			const known = options.some(({ value }) => value === given);
			return optionValue(options, built, known ? given : (named?.value ?? given));
		}),
	);
}

/** Some of the options that the editor loads from Encord; text separated by commas is accepted. */
export function loadedChoices(property: Property<'multiOptions'>): Parameter<string[]> {
	return parameter(property, (form) => listed(form, property, textsOf));
}

/** A time as ISO 8601 in UTC. A time without a time zone is read in the workflow's time zone. */
export function time(property: Property<'dateTime'>): Parameter<string> {
	return parameter(property, (form) => {
		const value = parameterValue(form, property);
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

/** A notice in the form, without a value. */
export function notice(property: Property<'notice'>): Parameter<undefined> {
	return parameter(property, () => undefined);
}
