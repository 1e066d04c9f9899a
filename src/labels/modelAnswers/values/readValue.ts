/** Reads the value that a model gave to one question, in any of the forms of an answer. */
import {
	isBlank,
	isMap,
	quoted,
	sameValue,
	type ReplyMap,
	type ReplyValue,
} from '../../../reply/value';
import { parseStrict } from '../../../reply/json/strictJson';
import type { AnswerValue } from '../../answers/answers';
import type { AttributeItem, OptionItem } from '../../ontology/ontology';
import { checklistText } from '../options/checklistText';
import { refusedOption } from '../options/matchOption';
import { optionIndex } from '../options/optionIndex';
import type { Reading } from '../reading';
import { truthOf } from '../valueKeys';
import { checklistMap, optionOfKey, radioMap } from './optionMap';
import { numberIn, partsOf, type Parts, type ReadContext } from './parts';
import { sameReading } from './sameAnswer';
import { scalarNumber, scalarOption, scalarText } from './scalar';

/** The answer to a question, and the answers to its nested questions that stand in the same value. */
export interface ValueRead {
	reading: Reading<AnswerValue>;
	/** Keys and values of nested answers. */
	nested: Array<[string, ReplyValue]>;
	/** The option under which they stand. */
	under?: OptionItem;
}

export function readValue(
	attribute: AttributeItem,
	value: ReplyValue,
	context: ReadContext,
): ValueRead {
	if (isBlank(value)) return alone({ blank: true });
	const data = jsonAsText(attribute, value);
	if (data !== undefined) return readValue(attribute, data, context);
	if (isMap(value)) return readMap(attribute, value, context);
	if (attribute.type === 'checklist')
		return alone(asAnswer(attribute, checklist(attribute, value, context)));
	if (Array.isArray(value)) return readList(attribute, value, context);
	switch (attribute.type) {
		case 'radio':
			return chosen(scalarOption(attribute, value, context.spelled));
		case 'numeric':
			return alone(
				mapped(scalarNumber(attribute, value), (number) => ({ type: 'numeric', number })),
			);
		case 'text':
			return alone(
				mapped(scalarText(attribute, value, context.spelled), (text) => ({ type: 'text', text })),
			);
		default:
			return alone({
				reason: `"${attribute.title}" is of a type this version does not know (${attribute.type}).`,
			});
	}
}

/** An object or list that is written as text in JSON; a text question keeps it. */
function jsonAsText(attribute: AttributeItem, value: ReplyValue): ReplyValue | undefined {
	if (attribute.type === 'text' || typeof value !== 'string' || !/^\s*[[{]/.test(value))
		return undefined;
	if (attribute.options.length > 0 && optionIndex(attribute).match(value) !== undefined)
		return undefined;
	const json = parseStrict(value);
	return json !== undefined && 'value' in json ? json.value : undefined;
}

function alone(reading: Reading<AnswerValue>): ValueRead {
	return { reading, nested: [] };
}

function chosen(option: Reading<OptionItem>, nested: Array<[string, ReplyValue]> = []): ValueRead {
	const reading = mapped(option, (each): AnswerValue => ({ type: 'radio', option: each }));
	return 'value' in option ? { reading, nested, under: option.value } : { reading, nested };
}

function mapped<T, U>(reading: Reading<T>, change: (value: T) => U): Reading<U> {
	return 'value' in reading ? { ...reading, value: change(reading.value) } : reading;
}

/** The options in the order of the ontology. */
function asAnswer(attribute: AttributeItem, options: Reading<OptionItem[]>): Reading<AnswerValue> {
	return mapped(options, (chosen) => ({
		type: 'checklist',
		options: attribute.options.filter((option) => chosen.includes(option)),
	}));
}

/** A list of one, or of the same answer again. */
function readList(attribute: AttributeItem, list: ReplyValue[], context: ReadContext): ValueRead {
	const [first, ...others] = list;
	const refused = alone({
		reason: `"${attribute.title}" has one answer, not ${list.length === 0 ? 'an empty list' : 'several'}: ${quoted(list)}.`,
	});
	if (first === undefined || isBlank(first) || Array.isArray(first)) return refused;
	if (!others.every((other) => sameValue(first, other))) return refused;
	return readValue(attribute, first, context);
}

function readMap(attribute: AttributeItem, map: ReplyMap, context: ReadContext): ValueRead {
	const parts = partsOf(attribute, map, context);
	if ('reason' in parts) return alone(parts);
	const { values, options, nested, ofHash } = parts;
	if (values.length > 0 || ofHash !== undefined) return readNamedValue(attribute, parts, context);
	if (parts.blank && options.length === 0) return { reading: { blank: true }, nested };
	if (options.length > 0 && attribute.type === 'radio') {
		const { option, under } = radioMap(attribute, options);
		return chosen(option, [...nested, ...Object.entries(under ?? {})]);
	}
	if (options.length > 0 && attribute.type === 'checklist')
		return alone(asAnswer(attribute, checklistMap(attribute, options)));
	return { reading: unreadable(attribute, map), nested };
}

/** The answer under `value`, `choice` or a feature hash. Several of them must agree. */
function readNamedValue(
	attribute: AttributeItem,
	{ values, options, nested, ofHash }: Parts,
	context: ReadContext,
): ValueRead {
	const reads = values.map((value) => readValue(attribute, value, context));
	if (ofHash !== undefined) {
		const reading: Reading<OptionItem> = ofHash.archived
			? refusedOption(attribute, `The option "${ofHash.title}" of "${attribute.title}" is archived`)
			: {
					value: ofHash,
					repairs: [
						{ rule: 'feature hash of the option', from: ofHash.featureHash, to: ofHash.title },
					],
				};
		reads.push(chosen(reading));
	}
	const [first, ...others] = reads;
	if (first === undefined) return alone({ blank: true });
	const refused = reads.find(({ reading }) => 'reason' in reading);
	if (refused !== undefined) return { ...refused, nested: [] };
	if (others.some((other) => !sameReading(first.reading, other.reading)))
		return alone({
			reason: `The answer to "${attribute.title}" says two things that do not agree.`,
		});
	const own = first.under;
	const beneath = options.flatMap(([option, value]) =>
		option === own && isMap(value) ? Object.entries(value) : [],
	);
	const contradicts = options.some(
		([option, value]) =>
			!(option === own
				? isMap(value) || truthOf(value) === true
				: truthOf(value) === false || isBlank(value)),
	);
	if (contradicts)
		return alone({
			reason: `The answer to "${attribute.title}" names options beside the chosen one.`,
		});
	return { ...first, nested: [...reads.flatMap((read) => read.nested), ...nested, ...beneath] };
}

function unreadable(attribute: AttributeItem, map: ReplyMap): Reading<never> {
	const message = `The answer to "${attribute.title}" is an object that does not say what is chosen: ${quoted(map)}`;
	if (attribute.options.length > 0) return refusedOption(attribute, message);
	return { reason: `${message}.`, accepted: attribute.type === 'numeric' ? 'number' : 'text' };
}

/** A checklist as a list, as text, or as one value. It is taken whole or not at all. */
function checklist(
	attribute: AttributeItem,
	value: ReplyValue,
	context: ReadContext,
): Reading<OptionItem[]> {
	if (typeof value === 'string') return checklistText(attribute, value);
	if (!Array.isArray(value))
		return mapped(scalarOption(attribute, value, context.spelled), (option) => [option]);
	const pairs = value.map((each) => namedTruth(attribute, each));
	if (pairs.length > 0 && pairs.every((pair) => pair !== undefined))
		return checklistMap(attribute, pairs);
	const options: OptionItem[] = [];
	const repairs = [];
	for (const member of value) {
		if (isBlank(member))
			return refusedOption(attribute, `The list for "${attribute.title}" has an empty member`);
		const read = isMap(member)
			? optionOf(attribute, member, context)
			: scalarOption(attribute, member, context.spelled);
		if (!('value' in read)) return read;
		if (!options.includes(read.value)) options.push(read.value);
		repairs.push(...read.repairs);
	}
	return { value: options, repairs };
}

/** A member such as `{"label": "Black", "confidence": 0.9}`. */
function optionOf(
	attribute: AttributeItem,
	member: ReplyMap,
	context: ReadContext,
): Reading<OptionItem> {
	if (isUnlikely(member))
		return refusedOption(attribute, `${quoted(member)} does not say whether the option is chosen`);
	const parts = partsOf(attribute, member, context);
	if ('reason' in parts) return parts;
	const [value] = parts.values;
	const isOne =
		parts.values.length === 1 &&
		parts.options.length === 0 &&
		!isMap(value) &&
		!Array.isArray(value);
	if (parts.ofHash !== undefined && parts.values.length === 0)
		return scalarOption(attribute, parts.ofHash.title, context.spelled);
	return isOne
		? scalarOption(attribute, value!, context.spelled)
		: refusedOption(attribute, `${quoted(member)} is not an option of "${attribute.title}"`);
}

/** A ranking lists options that are not chosen, too: those with a score below a half. */
function isUnlikely(member: ReplyMap): boolean {
	return Object.entries(member).some(
		([key, value]) =>
			/score|confidence|prob|certainty|likelihood/i.test(key) && numberIn(value) < 0.5,
	);
}

/** A member such as `{"name": "Black", "checked": true}`. */
function namedTruth(
	attribute: AttributeItem,
	member: ReplyValue,
): [OptionItem, ReplyValue] | undefined {
	if (!isMap(member)) return undefined;
	const name = ['name', 'label', 'option', 'title', 'choice', 'key']
		.map((key) => member[key])
		.find((each) => typeof each === 'string');
	const truth = ['value', 'checked', 'selected', 'present', 'answer', 'applies', 'visible']
		.map((key) => member[key])
		.find((each) => truthOf(each) !== undefined);
	const option = name === undefined ? undefined : optionOfKey(attribute, String(name));
	return option === undefined || truth === undefined ? undefined : [option, truth];
}
