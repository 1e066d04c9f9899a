/** Reads the answer to one attribute as forms, models and expressions give it. */
import { findOption, OntologyLookupError } from '../ontology/lookup';
import type { AttributeItem, OptionItem } from '../ontology/ontology';
import type { AnswerValue } from './answers';

/**
 * The answer to one attribute. Text attribute: text. Numeric: a number. Radio: an option (title, value or feature hash), or
 * `{option: {nested attribute: answer}}`. Checklist: a list of options, or `{option: true | false}`. Null removes the answer.
 */
export type AnswerInput =
	| string
	| number
	| boolean
	| null
	| string[]
	| { [optionOrAttribute: string]: AnswerInput };

export interface ReadInput {
	/** Null: the answer is to be removed. */
	value: AnswerValue | null;
	/** Answers to attributes that are nested under the chosen option. */
	nested?: { option: OptionItem; answers: InputMap };
}

export interface InputMap {
	[key: string]: AnswerInput;
}

/** Reports what is wrong with the answer. */
type Refuse = (message: string, accepted?: unknown, value?: unknown) => void;

/** @returns undefined when it does not fit the attribute; then `refuse` has been told why */
export function readInput(
	attribute: AttributeItem,
	input: AnswerInput,
	refuse: Refuse,
): ReadInput | undefined {
	if (input === null) return { value: null };
	switch (attribute.type) {
		case 'text':
			return readText(attribute, input, refuse);
		case 'numeric':
			return readNumber(attribute, input, refuse);
		case 'radio':
			return readRadio(attribute, input, refuse);
		case 'checklist':
			return readChecklist(attribute, input, refuse);
		default:
			refuse(`"${attribute.title}" is of a type this version does not know (${attribute.type})`);
			return undefined;
	}
}

function readText(
	{ title }: AttributeItem,
	input: AnswerInput,
	refuse: Refuse,
): ReadInput | undefined {
	if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean')
		return { value: { type: 'text', text: String(input) } };
	refuse(`"${title}" is answered with text`, 'text');
	return undefined;
}

function readNumber(
	{ title }: AttributeItem,
	input: AnswerInput,
	refuse: Refuse,
): ReadInput | undefined {
	const number = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
	if (typeof number === 'number' && Number.isFinite(number))
		return { value: { type: 'numeric', number } };
	refuse(`"${title}" is answered with a number`, 'number');
	return undefined;
}

function readRadio(
	attribute: AttributeItem,
	input: AnswerInput,
	refuse: Refuse,
): ReadInput | undefined {
	const single = Array.isArray(input) && input.length === 1 ? input[0] : input;
	const entries: Array<[string, AnswerInput]> = isMap(single)
		? Object.entries(single).filter(([, value]) => value !== false)
		: typeof single === 'string' || typeof single === 'number' || typeof single === 'boolean'
			? [[String(single), true]]
			: [];
	const [first] = entries;
	if (entries.length !== 1 || first === undefined) {
		refuse(`"${attribute.title}" is answered with one option`, optionTitles(attribute));
		return undefined;
	}
	const [title, below] = first;
	if (below !== true && !isMap(below)) {
		refuse(
			`Under "${title}" of "${attribute.title}" there is true, or the answers to its nested attributes`,
		);
		return undefined;
	}
	const option = optionOf(attribute, title, refuse);
	if (option === undefined) return undefined;
	const value: AnswerValue = { type: 'radio', option };
	return isMap(below) ? { value, nested: { option, answers: below } } : { value };
}

function readChecklist(
	attribute: AttributeItem,
	input: AnswerInput,
	refuse: Refuse,
): ReadInput | undefined {
	const flags = isMap(input) ? Object.entries(input) : typeof input === 'string' ? [input] : input;
	if (!Array.isArray(flags)) {
		refuse(`"${attribute.title}" is answered with a list of options`, optionTitles(attribute));
		return undefined;
	}
	const named = flags.map((each) => {
		const [title, flag]: [string, AnswerInput] = Array.isArray(each) ? each : [String(each), true];
		return { title, flag: flag ?? false, option: optionOf(attribute, title, refuse) };
	});
	if (named.some(({ option }) => option === undefined)) return undefined;
	const unclear = named.find(
		({ flag, option }) =>
			typeof flag !== 'boolean' ||
			named.some((other) => other.option === option && other.flag !== flag),
	);
	if (unclear !== undefined) {
		refuse(
			`"${unclear.title}" of "${attribute.title}" is chosen with true or not chosen with false`,
			[true, false],
		);
		return undefined;
	}
	const chosen = named.filter(({ flag }) => flag === true).map(({ option }) => option);
	const options = attribute.options.filter((option) => chosen.includes(option));
	return { value: { type: 'checklist', options } };
}

/** The option of this title; a problem is reported when there is none. */
function optionOf(attribute: AttributeItem, title: string, refuse: Refuse): OptionItem | undefined {
	try {
		return findOption(attribute, title);
	} catch (error) {
		if (!(error instanceof OntologyLookupError)) throw error;
		refuse(error.message, optionTitles(attribute), title);
		return undefined;
	}
}

function optionTitles(attribute: AttributeItem): string[] {
	return attribute.options.filter((option) => !option.archived).map((option) => option.title);
}

export function isMap(input: unknown): input is InputMap {
	return typeof input === 'object' && input !== null && !Array.isArray(input);
}
