/** Whether the sentences around an answer say something else than the answer. */
import type { AnsweredField } from './readFields';
import { isNumberWord, numberOfWords } from './numbers/numberWords';
import { readNumber } from './numbers/readNumber';
import { matchOption } from './options/matchOption';
import { folded, singulars } from './spelling';

/** Options that are words of every sentence; a sentence with them says nothing about the answer. */
const EVERYDAY = new Set(
	'yes no other none not all both one two on off true false json text image unknown'.split(' '),
);

/** How many different lines are compared with an answer; it bounds the work on a reply of many thousand lines. */
const MOST_LINES = 500;

/**
 * Whether `around` names another option of a radio question and not the chosen one, or gives another number to what a numeric
 * question asks.
 */
export function isContradicted({ attribute, value }: AnsweredField, around: string): boolean {
	if (around === '') return false;
	const lines = [...new Set(around.split('\n'))].slice(0, MOST_LINES);
	if (lines.some((line) => isOtherAnswer(attribute, value, line))) return true;
	const words = wordsIn(around);
	if (value.type === 'numeric') return namesOtherNumber(attribute.title, value.number, words);
	if (value.type !== 'radio') return false;
	const sentence = ` ${words.join(' ')} `;
	const isNamed = (title: string): boolean => {
		const name = wordsIn(title).join(' ');
		return name.length > 2 && !EVERYDAY.has(name) && sentence.includes(` ${name} `);
	};
	if (isNamed(value.option.title)) return false;
	return attribute.options.some((option) => option !== value.option && isNamed(option.title));
}

/** Whether a line is by itself an answer to the question, and another one. */
function isOtherAnswer(
	attribute: AnsweredField['attribute'],
	value: AnsweredField['value'],
	line: string,
): boolean {
	const alone = line.trim().replace(/^\[\s*|\s*\]$/g, '');
	// What is left of a fence is no answer.
	if (alone === '' || alone.length > 80 || /^(?:json|text|image)$/i.test(alone)) return false;
	if (value.type === 'numeric') {
		const read = readNumber(attribute.title, alone);
		return 'value' in read && read.value !== value.number;
	}
	if (value.type !== 'radio') return false;
	const read = matchOption(attribute, alone);
	return 'value' in read && read.value !== value.option;
}

/** Another number beside a word of the title: "3 vehicles" for the question "Vehicle count". */
function namesOtherNumber(title: string, number: number, words: string[]): boolean {
	const asked = new Set(
		wordsIn(title)
			.filter((word) => word.length > 3)
			.flatMap(singulars),
	);
	const given = words.flatMap((word, at): number[] => {
		const said = isNumberWord(word)
			? numberOfWords([word])
			: /^\d+$/.test(word)
				? Number(word)
				: undefined;
		const beside = words.slice(at + 1, at + 3).concat(words[at - 1] ?? '', words[at - 2] ?? '');
		return said !== undefined && beside.flatMap(singulars).some((each) => asked.has(each))
			? [said]
			: [];
	});
	return given.length > 0 && !given.includes(number);
}

function wordsIn(text: string): string[] {
	return folded(text)
		.split(/[^\p{L}\p{M}\p{N}]+/u)
		.filter(Boolean);
}
