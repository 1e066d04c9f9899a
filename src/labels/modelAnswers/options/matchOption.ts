/** Reads the text of an answer as an option of a radio or checklist attribute. */
import type { AttributeItem, OptionItem } from '../../ontology/ontology';
import { quoted } from '../../../reply/value';
import { folded, plain } from '../spelling';
import { taken, type Reading } from '../reading';
import { optionIndex } from './optionIndex';

/** Words for an answer that is not there, and for truth. They are options or nothing, never a misspelled option. */
const WORDS =
	/^(?:n\/?a|not applicable|unknown|unclear|unsure|uncertain|undefined|null|nil|none|nothing|no answer|not (?:visible|known|available|sure|present|applicable|specified)|(?:cannot|can't|can not) (?:tell|say|determine|see)|true|false|yes|no|y|n|yep|yeah|nope|nah|not|maybe|other|-+|\?+|\.+)$/;
const YES = new Set(['true', 'yes', 'y']);
const NO = new Set(['false', 'no', 'n']);

/** The option that a text means. Titles of archived options are refused. */
export function matchOption(attribute: AttributeItem, text: string): Reading<OptionItem> {
	const index = optionIndex(attribute);
	const literally = index.match(text);
	if (literally !== undefined) return one(attribute, text, literally.options, literally.rule);
	const untitled = withoutTitle(attribute, text);
	if (untitled !== undefined) {
		const behind = matchOption(attribute, untitled);
		return 'value' in behind
			? taken(behind.value, 'title before the answer', text, behind.value.title)
			: behind;
	}
	const word = plain(text).replace(/[.!]+$/, '');
	const truth = YES.has(word) ? 'yes' : NO.has(word) ? 'no' : undefined;
	if (truth !== undefined) {
		const options = attribute.options.filter(
			({ title, archived }) => !archived && folded(title) === truth,
		);
		if (options.length > 0) return one(attribute, text, options, 'truth as Yes or No');
	}
	const nearest = WORDS.test(word) ? [] : index.nearest(text);
	if (nearest.length > 0) return one(attribute, text, nearest, 'nearest option');
	return refusedOption(attribute, `"${quoted(text)}" is not an option of "${attribute.title}"`);
}

/** Whether a text is an option without any repair but that of its case. */
export function isOption(attribute: AttributeItem, text: string, levels?: number): boolean {
	return optionIndex(attribute).match(text, levels) !== undefined;
}

function one(
	attribute: AttributeItem,
	text: string,
	options: OptionItem[],
	rule: string | undefined,
): Reading<OptionItem> {
	const [option] = options;
	if (option === undefined || options.length > 1) {
		const titles = options.map(({ title }) => `"${title}"`).join(' and ');
		return refusedOption(attribute, `"${quoted(text)}" may be ${titles} of "${attribute.title}"`);
	}
	if (option.archived)
		return refusedOption(
			attribute,
			`The option "${option.title}" of "${attribute.title}" is archived`,
		);
	return taken(option, rule, text, option.title);
}

/** What stands behind the title of the question, or behind "Answer:". */
function withoutTitle(attribute: AttributeItem, text: string): string | undefined {
	const found = /^\s*[*_"'-]*\s*([^:：\n]{1,120}?)\s*[*_"']*\s*[:：]\s*(\S[^]*)$/u.exec(text);
	if (found === null) return undefined;
	const title = plain(found[1]!);
	const known =
		title === plain(attribute.title) ||
		/^(?:(?:the|my) )?(?:final |correct |best )?answer(?: is)?$/.test(title);
	if (!known) return undefined;
	const answer = found[2]!;
	return answer.startsWith('**') && !answer.slice(2).includes('**')
		? answer.slice(2).trim()
		: answer;
}

export function refusedOption(attribute: AttributeItem, message: string): Reading<never> {
	const active = attribute.options.filter(({ archived }) => !archived);
	const listed = active.slice(0, 25).map(({ title }) => title);
	if (active.length > listed.length) listed.push(`… ${active.length - listed.length} more`);
	return { reason: `${message}.`, accepted: listed };
}
