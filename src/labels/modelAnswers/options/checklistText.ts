/** Reads a checklist that is written as one text: `black, white and grey`. */
import type { AttributeItem, OptionItem } from '../../ontology/ontology';
import { quoted, type Repair } from '../../../reply/value';
import type { Reading } from '../reading';
import { isOption, matchOption } from './matchOption';

/** The options that a text lists. An option whose own title has the separators is looked for first. */
export function checklistText(attribute: AttributeItem, text: string): Reading<OptionItem[]> {
	const whole = matchOption(attribute, text);
	if ('value' in whole)
		return {
			value: [whole.value],
			repairs: [
				...whole.repairs,
				{ rule: 'one value for a checklist', from: text, to: whole.value.title },
			],
		};
	if (/(?:[,;、，；:]|\b(?:and|or)|&)\s*$/i.test(text))
		return { reason: `The list for "${attribute.title}" does not end: "${quoted(text)}".` };
	const parts = partsOf(attribute, withoutTitle(attribute, text));
	if (parts.length < 2) return whole;
	if (
		attribute.options.some(
			({ title }) =>
				/[,;]|\band\b/i.test(title) && text.toLowerCase().includes(title.toLowerCase()),
		)
	)
		return {
			reason: `It is not clear which options of "${attribute.title}" the text lists: "${text}". A list would be accepted.`,
		};
	const options: OptionItem[] = [];
	const repairs: Repair[] = [{ rule: 'checklist as text', from: text, to: parts.join(', ') }];
	for (const part of parts) {
		const read = matchOption(attribute, part);
		if (!('value' in read)) return read;
		options.push(read.value);
		repairs.push(...read.repairs);
	}
	return { value: options, repairs };
}

function partsOf(attribute: AttributeItem, text: string): string[] {
	const byMarks = unnumbered(text)
		.split(/[,;\n、，；]/)
		.map((part) => part.replace(/^\s*(?:and|&)\s+/i, '').trim())
		.filter(Boolean);
	return byMarks.flatMap((part) =>
		isOption(attribute, part)
			? [part]
			: part
					.split(/\s+(?:and|&)\s+/i)
					.map((each) => each.trim())
					.filter(Boolean),
	);
}

/** Lines that are numbered from 1, without their numbers. */
function unnumbered(text: string): string {
	const lines = text.trim().split(/\r?\n/);
	const numbered = lines.every((line, at) => line.trim().startsWith(`${at + 1}. `));
	return numbered && lines.length > 1
		? lines.map((line) => line.replace(/^\s*\d+\.\s+/, '')).join('\n')
		: text;
}

function withoutTitle({ title }: AttributeItem, text: string): string {
	const start = `${title}:`.toLowerCase();
	return text.trim().toLowerCase().startsWith(start) ? text.trim().slice(start.length) : text;
}
