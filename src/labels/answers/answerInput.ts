/**
 * From what forms, models and expressions give (`{"Animal": "Cat", "Breed": "Siamese"}`, `"Cat"`, `["Night"]`) to answers
 * of attributes. What does not fit is a problem that names the attribute and what it would accept.
 */
import type { AnswerValue } from './answers';
import type { Problem } from '../row/problem';
import type { AttributeItem, OntologyItem } from '../ontology/ontology';
import { findAttribute, findOption, OntologyLookupError } from '../ontology/lookup';

/**
 * Answer to one attribute: text, number, option (label, value or feature hash), list of options for a checklist (or
 * `{option: true|false}`), `{option: {nested attribute: answer}}` for a radio with nested attributes, null to unanswer.
 */
export type AnswerInput =
	| string
	| number
	| boolean
	| null
	| string[]
	| { [optionOrAttribute: string]: AnswerInput };

/**
 * Answers of an item: by attribute (title or feature hash; nested attributes may stand beside their parents, as in
 * `{"Animal": "Cat", "Breed": "Siamese"}`), or for a classification directly the answer to its root attribute.
 */
export type AnswersInput = AnswerInput;

type Values = Map<AttributeItem, AnswerValue | null>;

export interface ParsedAnswers {
	values: Values;
	problems: Problem[];
}

/**
 * Answers of an item. Nested attributes are accepted beside or below their parents; they need the option that asks for
 * them, chosen here or in `already` (the answers the label has), unless `unasked` answers are wanted.
 */
export function parseAnswers(
	item: OntologyItem,
	input: AnswersInput | undefined,
	already: Map<AttributeItem, AnswerValue> = new Map(),
	unasked = false,
): ParsedAnswers {
	const reader = new AnswerReader(item, already, unasked);
	if (input === undefined || input === null) return reader;
	// No attribute named is no answer; a classification's empty map is for its root attribute to judge (an empty checklist).
	if (item.kind === 'object' && isMap(input) && Object.keys(input).length === 0) return reader;
	if (isMap(input) && Object.keys(input).some((key) => reader.isAttribute(key)))
		reader.readMap(input);
	else reader.readBare(input);
	return reader;
}

class AnswerReader implements ParsedAnswers {
	readonly values: Values = new Map();
	readonly problems: Problem[] = [];

	constructor(
		private readonly item: OntologyItem,
		private readonly already: Map<AttributeItem, AnswerValue>,
		private readonly unasked: boolean,
	) {}

	isAttribute(key: string): boolean {
		return this.lookUp(key, this.item.allAttributes) !== undefined;
	}

	/** Attribute by attribute; those whose parent is answered later in the map wait for it. */
	readMap(input: { [key: string]: AnswerInput }, within?: AttributeItem[]): void {
		let waiting = Object.entries(input);
		for (let before = Infinity; waiting.length > 0 && waiting.length < before; ) {
			before = waiting.length;
			waiting = waiting.filter(([key, value]) => {
				const attribute = this.lookUp(
					key,
					within?.filter((candidate) => this.isAsked(candidate)) ?? this.asked(),
				);
				if (attribute !== undefined) this.read(attribute, value);
				return attribute === undefined;
			});
		}
		for (const [key, value] of waiting) this.refuseKey(key, value);
	}

	/** A value alone: of a classification's root attribute, or of the one attribute of an object it can belong to. */
	readBare(input: AnswerInput): void {
		const roots = this.item.attributes.filter((attribute) => !attribute.archived);
		const only =
			this.item.kind === 'classification'
				? this.item.root
				: roots.length === 1
					? roots[0]
					: undefined;
		if (only !== undefined) {
			this.read(only, input);
			return;
		}
		this.problem(
			undefined,
			input,
			`Say which attribute of "${this.item.title}" is answered`,
			roots.map((attribute) => attribute.title),
		);
	}

	private read(attribute: AttributeItem, input: AnswerInput): void {
		if (input === null) {
			this.values.set(attribute, null);
			return;
		}
		switch (attribute.type) {
			case 'text':
				return this.readText(attribute, input);
			case 'numeric':
				return this.readNumber(attribute, input);
			case 'radio':
				return this.readRadio(attribute, input);
			case 'checklist':
				return this.readChecklist(attribute, input);
			default:
				this.problem(
					attribute,
					input,
					`"${attribute.title}" is of a type this version does not know (${attribute.type})`,
				);
		}
	}

	private readText(attribute: AttributeItem, input: AnswerInput): void {
		if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') {
			this.values.set(attribute, { type: 'text', text: String(input) });
		} else this.problem(attribute, input, `"${attribute.title}" is answered with text`, 'text');
	}

	private readNumber(attribute: AttributeItem, input: AnswerInput): void {
		const number = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
		if (typeof number === 'number' && Number.isFinite(number))
			this.values.set(attribute, { type: 'numeric', number });
		else this.problem(attribute, input, `"${attribute.title}" is answered with a number`, 'number');
	}

	private readRadio(attribute: AttributeItem, input: AnswerInput): void {
		const single = Array.isArray(input) && input.length === 1 ? input[0] : input;
		if (isMap(single)) {
			const entries = Object.entries(single).filter(([, value]) => value !== false);
			const [first] = entries;
			if (entries.length !== 1 || first === undefined) {
				this.problem(
					attribute,
					input,
					`"${attribute.title}" is answered with one option`,
					optionTitles(attribute),
				);
				return;
			}
			this.choose(attribute, first[0]);
			const chosen = this.values.get(attribute);
			if (chosen?.type === 'radio' && isMap(first[1]))
				this.readMap(first[1], chosen.option.attributes);
		} else if (
			typeof single === 'string' ||
			typeof single === 'number' ||
			typeof single === 'boolean'
		) {
			this.choose(attribute, String(single));
		} else
			this.problem(
				attribute,
				input,
				`"${attribute.title}" is answered with one option`,
				optionTitles(attribute),
			);
	}

	private readChecklist(attribute: AttributeItem, input: AnswerInput): void {
		const wanted = isMap(input)
			? Object.entries(input)
					.filter(([, value]) => value === true)
					.map(([key]) => key)
			: typeof input === 'string'
				? [input]
				: input;
		if (isMap(input)) for (const key of Object.keys(input)) this.option(attribute, key);
		if (!Array.isArray(wanted)) {
			this.problem(
				attribute,
				input,
				`"${attribute.title}" is answered with a list of options`,
				optionTitles(attribute),
			);
			return;
		}
		const chosen = wanted.map((title) => this.option(attribute, String(title)));
		if (chosen.some((option) => option === undefined)) return;
		this.values.set(attribute, {
			type: 'checklist',
			options: attribute.options.filter((option) => chosen.includes(option)),
		});
	}

	private choose(attribute: AttributeItem, wanted: string): void {
		const option = this.option(attribute, wanted);
		if (option !== undefined) this.values.set(attribute, { type: 'radio', option });
	}

	private option(
		attribute: AttributeItem,
		wanted: string,
	): ReturnType<typeof findOption> | undefined {
		try {
			return findOption(attribute, wanted);
		} catch (error) {
			if (!(error instanceof OntologyLookupError)) throw error;
			this.problem(attribute, wanted, error.message, optionTitles(attribute));
			return undefined;
		}
	}

	/** Attributes that can be answered now: root ones, and those of chosen options. */
	private asked(): AttributeItem[] {
		return this.item.allAttributes.filter((attribute) => this.isAsked(attribute));
	}

	private isAsked(attribute: AttributeItem): boolean {
		const { parent } = attribute;
		if (parent === undefined || this.unasked) return true;
		const answer = this.values.has(parent.attribute)
			? this.values.get(parent.attribute)
			: this.already.get(parent.attribute);
		return answer?.type === 'radio' && answer.option === parent && this.isAsked(parent.attribute);
	}

	private lookUp(key: string, candidates: AttributeItem[]): AttributeItem | undefined {
		try {
			return findAttribute(this.item, key, candidates);
		} catch (error) {
			if (error instanceof OntologyLookupError) return undefined;
			throw error;
		}
	}

	private refuseKey(key: string, value: AnswerInput): void {
		const attribute = this.lookUp(key, this.item.allAttributes);
		if (attribute?.parent !== undefined && !this.isAsked(attribute)) {
			const { parent } = attribute;
			this.problem(
				attribute,
				value,
				`"${attribute.title}" is asked only when "${parent.attribute.title}" is "${parent.title}"`,
			);
			return;
		}
		try {
			findAttribute(this.item, key, this.asked());
		} catch (error) {
			if (!(error instanceof OntologyLookupError)) throw error;
			this.problem(undefined, value, error.message, error.candidates, key);
		}
	}

	private problem(
		attribute: AttributeItem | undefined,
		value: unknown,
		message: string,
		accepted?: unknown,
		field?: string,
	): void {
		this.problems.push({
			severity: 'error',
			code: 'badAnswer',
			message,
			item: this.item.title,
			field: attribute?.title ?? field,
			value,
			...(accepted === undefined ? {} : { accepted }),
		});
	}
}

function optionTitles(attribute: AttributeItem): string[] {
	return attribute.options.filter((option) => !option.archived).map((option) => option.title);
}

function isMap(input: unknown): input is { [key: string]: AnswerInput } {
	return typeof input === 'object' && input !== null && !Array.isArray(input);
}
