/** Sorts the keys of an object that answers one question: the value itself, options, nested answers, and what only stands beside. */
import {
	isBlank,
	isMap,
	quoted,
	WrittenNumber,
	type ReplyMap,
	type ReplyValue,
} from '../../../reply/value';
import type { AttributeItem, OptionItem } from '../../ontology/ontology';
import { optionIndex } from '../options/optionIndex';
import type { Questions } from '../questions';
import { isBesideKey, isContainerKey, isValueKey } from '../valueKeys';
import { optionOfKey } from './optionMap';
import { isUnitKey, unitIn, withUnit } from './unitBeside';

export interface ReadContext {
	questions: Questions;
	/** Whether numbers are as they were written. */
	spelled: boolean;
}

export interface Parts {
	/** What stands under keys such as `value` and `choice`. */
	values: ReplyValue[];
	/** Whether such a key has no value: the question is not answered. */
	blank: boolean;
	options: Array<[OptionItem, ReplyValue]>;
	nested: Array<[string, ReplyValue]>;
	/** The option whose feature hash the object has. */
	ofHash: OptionItem | undefined;
}

/** Sorts the keys of an object. Options and nested questions win over what the keys could mean otherwise. */
export function partsOf(
	attribute: AttributeItem,
	map: ReplyMap,
	{ questions }: ReadContext,
): Parts | { reason: string } {
	const within = attribute.options.flatMap(({ attributes }) => attributes);
	const parts: Parts = { values: [], blank: false, options: [], nested: [], ofHash: undefined };
	// A key that is the title of another question is that question, even where it could be a key of one answer.
	const isQuestion = (key: string): boolean =>
		questions.named(key).length > 0 || questions.isOther(key);
	const unit = unitIn(map, isUnitKey);
	for (const [key, value] of Object.entries(map)) {
		const isHash = /^feature_?node_?hash$/i.test(key);
		if (isHash) {
			const known = value === attribute.featureHash || value === attribute.item.featureHash;
			const option =
				known || typeof value !== 'string' ? undefined : optionIndex(attribute).ofHash(value);
			if (!known && option === undefined && !isBlank(value))
				return { reason: `The feature hash ${quoted(value)} is not that of "${attribute.title}".` };
			parts.ofHash = option;
			continue;
		}
		if (isBesideKey(key) && Array.isArray(value) && value.some((each) => numberIn(each) < 0.5))
			return {
				reason: `"${attribute.title}" has a list with scores, which does not say what is chosen.`,
			};
		const option = attribute.options.length > 0 ? optionOfKey(attribute, key) : undefined;
		if (within.length > 0 && questions.named(key, within).length > 0)
			parts.nested.push([key, value]);
		else if (
			option !== undefined &&
			!(isValueKey(key) && optionIndex(attribute).match(key, 2) === undefined)
		)
			parts.options.push([option, value]);
		else if (isContainerKey(key) && (isMap(value) || isListOfMaps(value)) && within.length > 0)
			parts.nested.push(...nestedEntries(value));
		else if (questions.named(key).includes(attribute) || (isValueKey(key) && !isQuestion(key))) {
			if (isBlank(value)) parts.blank = true;
			else parts.values.push(attribute.type === 'numeric' ? withUnit(value, unit) : value);
		} else if (
			!isBesideKey(key) &&
			!isBlank(value) &&
			!(isUnitKey(key) && attribute.type === 'numeric')
		)
			return { reason: `"${quoted(key)}" in the answer to "${attribute.title}" is not known.` };
	}
	return parts;
}

/** A number, also one that is written as text; else not a number. */
export function numberIn(value: ReplyValue): number {
	return Number(value instanceof WrittenNumber ? value.number : value);
}

function isListOfMaps(value: ReplyValue): boolean {
	return Array.isArray(value) && value.length > 0 && value.every(isMap);
}

/** Nested answers as a map, or as a list of `{"name": …, "value": …}`. */
function nestedEntries(value: ReplyValue): Array<[string, ReplyValue]> {
	if (isMap(value)) return Object.entries(value);
	return (value as ReplyMap[]).flatMap((map): Array<[string, ReplyValue]> => {
		const key = Object.keys(map).find(
			(each) =>
				/^(name|title|question|attribute|field|key)$/i.test(each) && typeof map[each] === 'string',
		);
		if (key === undefined) return Object.entries(map);
		const { [key]: name, ...rest } = map;
		return [[String(name), rest]];
	});
}
