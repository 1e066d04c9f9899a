/** Reads objects whose keys are options: `{"Cat": true, "Dog": false}`, `{"Cat": {"Breed": "Siamese"}}`, `{"Cat": 0.9, "Dog": 0.1}`. */
import { isMap, type ReplyMap, type ReplyValue } from '../../../reply/value';
import type { AttributeItem, OptionItem } from '../../ontology/ontology';
import { refusedOption } from '../options/matchOption';
import { optionIndex } from '../options/optionIndex';
import type { Reading } from '../reading';
import { truthOf } from '../valueKeys';

/** The only option that a key names. Undefined when it names none, or several. */
export function optionOfKey(attribute: AttributeItem, key: string): OptionItem | undefined {
	const match = optionIndex(attribute).match(key);
	return match?.options.length === 1 ? match.options[0] : undefined;
}

/** The chosen option of a radio attribute, and what stands under it. */
export type Choice = { option: Reading<OptionItem>; under?: ReplyMap };

export function radioMap(
	attribute: AttributeItem,
	entries: Array<[OptionItem, ReplyValue]>,
): Choice {
	const refused = (message: string): Choice => ({ option: refusedOption(attribute, message) });
	const given = entries.filter(([, value]) => value !== null && value !== '');
	const chosen = given.filter(([, value]) => isMap(value) || truthOf(value) === true);
	const denied = given.filter(([, value]) => truthOf(value) === false);
	if (chosen.length + denied.length < given.length)
		return refused(
			`The options of "${attribute.title}" have values that do not say which one is chosen`,
		);
	const options = new Set(chosen.map(([option]) => option));
	const [first] = chosen;
	if (first === undefined) return refused(`"${attribute.title}" is answered with a denial only`);
	if (options.size > 1 || denied.some(([option]) => options.has(option)))
		return refused(`"${attribute.title}" is answered with one option, not with several`);
	if (first[0].archived)
		return refused(`The option "${first[0].title}" of "${attribute.title}" is archived`);
	const under = chosen.map(([, value]) => value).filter(isMap);
	if (under.length > 1) return refused(`"${attribute.title}" has two objects for one option`);
	const option: Reading<OptionItem> = {
		value: first[0],
		repairs: [{ rule: 'map of options', from: '', to: first[0].title }],
	};
	return under[0] === undefined ? { option } : { option, under: under[0] };
}

/** Every option needs a truth; a map that denies only some options leaves the others open. */
export function checklistMap(
	attribute: AttributeItem,
	entries: Array<[OptionItem, ReplyValue]>,
): Reading<OptionItem[]> {
	const truths = new Map<OptionItem, boolean>();
	for (const [option, value] of entries) {
		if (value === null || value === '') continue;
		const truth = truthOf(value);
		if (truth === undefined)
			return refusedOption(
				attribute,
				`"${option.title}" of "${attribute.title}" is neither true nor false`,
			);
		if (truths.has(option) && truths.get(option) !== truth)
			return refusedOption(
				attribute,
				`"${option.title}" of "${attribute.title}" is both true and false`,
			);
		if (truth && option.archived)
			return refusedOption(
				attribute,
				`The option "${option.title}" of "${attribute.title}" is archived`,
			);
		truths.set(option, truth);
	}
	const options = [...truths].filter(([, truth]) => truth).map(([option]) => option);
	const active = attribute.options.filter(({ archived }) => !archived);
	if (options.length === 0 && !active.every((option) => truths.has(option)))
		return refusedOption(
			attribute,
			`"${attribute.title}" is answered with denials only, and not for all options`,
		);
	return {
		value: options,
		repairs: [
			{ rule: 'map of options', from: '', to: options.map(({ title }) => title).join(', ') },
		],
	};
}
