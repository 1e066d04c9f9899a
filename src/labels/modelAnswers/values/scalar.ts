/** Reads bare values: options, numbers and texts, as one answer. */
import { notAnAnswer } from '../../../reply/text/prose';
import { quoted, WrittenNumber, type ReplyValue } from '../../../reply/value';
import type { AttributeItem, OptionItem } from '../../ontology/ontology';
import { readNumber, refusedNumber } from '../numbers/readNumber';
import { matchOption, refusedOption } from '../options/matchOption';
import { optionIndex } from '../options/optionIndex';
import { taken, type Reading } from '../reading';

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** An option named by text, number or truth. @param spelled whether numbers are as they were written */
export function scalarOption(
	attribute: AttributeItem,
	value: ReplyValue,
	spelled: boolean,
): Reading<OptionItem> {
	if (typeof value === 'string') return matchOption(attribute, value);
	if (typeof value === 'boolean') return matchOption(attribute, String(value));
	if (value instanceof WrittenNumber) return literalOption(attribute, value.text);
	if (typeof value !== 'number')
		return refusedOption(attribute, `"${attribute.title}" is answered with one option`);
	if (spelled) return literalOption(attribute, String(value));
	// As data a number has lost its spelling: 1.10 has become 1.1.
	const equal = attribute.options.filter(
		({ title }) => JSON_NUMBER.test(title) && Number(title) === value,
	);
	const [option] = equal;
	if (option === undefined) return literalOption(attribute, String(value));
	if (equal.length > 1)
		return refusedOption(
			attribute,
			`The number ${value} may be ${equal.map(({ title }) => `"${title}"`).join(' or ')} of "${attribute.title}"`,
		);
	return matchOption(attribute, option.title);
}

function literalOption(attribute: AttributeItem, text: string): Reading<OptionItem> {
	const match = optionIndex(attribute).match(text, 3);
	return match === undefined
		? refusedOption(attribute, `"${text}" is not an option of "${attribute.title}"`)
		: matchOption(attribute, text);
}

export function scalarNumber({ title }: AttributeItem, value: ReplyValue): Reading<number> {
	if (typeof value === 'string') return readNumber(title, value);
	const number = value instanceof WrittenNumber ? value.number : value;
	const isExact =
		typeof number === 'number' &&
		Number.isFinite(number) &&
		(!Number.isInteger(number) || Number.isSafeInteger(number));
	return isExact ? taken(number) : refusedNumber(title, value);
}

/** What a text question gets instead of a text: the form of the question. */
const PLACEHOLDER =
	/^(?:<[^<>/]{1,80}>|\[(?:your|insert|enter|add|put|caption|text|describe|description|value|string|answer|todo|tbd)\b[^\]]*\]|\{\{[^{}]{1,60}\}\}|\{[\w -]{1,60}\}|string|(?:<|\[)?(?:free )?text here(?:>|\])?|\.{3}|…|(?:your|insert|enter) (?:answer|text|caption|description|value)(?: here)?\.*|lorem ipsum\b.*)$/i;

/** A text, exactly. A number without quotes is taken as it was written, or refused. */
export function scalarText(
	{ title }: AttributeItem,
	value: ReplyValue,
	spelled: boolean,
): Reading<string> {
	if (typeof value === 'string') {
		if (PLACEHOLDER.test(value.trim()))
			return {
				reason: `"${quoted(value)}" is a placeholder, not an answer to "${title}".`,
				accepted: 'text',
			};
		const reason = notAnAnswer(value);
		return reason === undefined ? taken(value) : { reason, accepted: 'text' };
	}
	if (value instanceof WrittenNumber) return taken(value.text, 'number as text', value.text);
	if (typeof value === 'number' && (spelled || Number.isSafeInteger(value)))
		return taken(String(value), 'number as text', value);
	return {
		reason: `"${title}" is answered with text, and ${quoted(value)} is none.`,
		accepted: 'text',
	};
}
