/**
 * Parses answers as forms, models and expressions give them (`{"Animal": "Cat", "Breed": "Siamese"}`, `"Cat"`, `["Night"]`) into
 * answers to attributes. For an answer that does not fit its attribute, a problem names the attribute and what it accepts.
 */
import { isActive, type AnswerValue, type AnswerValues } from './answers';
import type { Problem } from '../row/problem';
import type { AttributeItem, OntologyItem } from '../ontology/ontology';
import { findAttribute, findOption, OntologyLookupError } from '../ontology/lookup';

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

/**
 * Answers to the attributes of an object or classification, by title or feature hash of the attribute. Nested attributes may be
 * given beside their parents, as in `{"Animal": "Cat", "Breed": "Siamese"}`. For a classification, the answer to its root
 * attribute alone is accepted too.
 */
export type AnswersInput = AnswerInput;

export interface ParsedAnswers {
	values: AnswerValues;
	problems: Problem[];
}

/**
 * Parses the answers to the attributes of an item. Nested attributes are accepted beside their parents or inside their option.
 * The option they belong to must be chosen, by `input` or by `existing`.
 * @param existing the answers the label has already
 * @param allowInactive accepts nested attributes whose option is not chosen
 */
export function parseAnswers(
	item: OntologyItem,
	input: AnswersInput | undefined,
	existing: Map<AttributeItem, AnswerValue> = new Map(),
	allowInactive = false,
): ParsedAnswers {
	const parser = new AnswerParser(item, existing, allowInactive);
	if (input === undefined || input === null) return parser;
	// An empty map answers nothing for an object. For a classification it may be an empty checklist: its root attribute decides.
	if (item.kind === 'object' && isMap(input) && Object.keys(input).length === 0) return parser;
	if (isMap(input) && Object.keys(input).some((key) => parser.isAttribute(key)))
		parser.parseMap(input);
	else parser.parseSingle(input);
	return parser;
}

class AnswerParser implements ParsedAnswers {
	readonly values: AnswerValues = new Map();
	readonly problems: Problem[] = [];

	constructor(
		private readonly item: OntologyItem,
		private readonly existing: Map<AttributeItem, AnswerValue>,
		private readonly allowInactive: boolean,
	) {}

	isAttribute(key: string): boolean {
		return this.lookUp(key, this.item.allAttributes) !== undefined;
	}

	/**
	 * Parses a map by attribute. A nested attribute may come before its parent in the map; it is parsed in a later round, after
	 * its parent.
	 * @param within the attributes the keys may name; default: all that are active
	 */
	parseMap(input: { [key: string]: AnswerInput }, within?: AttributeItem[]): void {
		let waiting = Object.entries(input);
		for (let before = Infinity; waiting.length > 0 && waiting.length < before; ) {
			before = waiting.length;
			waiting = waiting.filter(([key, value]) => {
				const attribute = this.lookUp(
					key,
					(within ?? this.item.allAttributes).filter((candidate) => this.isActive(candidate)),
				);
				if (attribute !== undefined) this.parse(attribute, value);
				return attribute === undefined;
			});
		}
		for (const [key, value] of waiting) this.refuseKey(key, value);
	}

	/** Parses an answer that names no attribute: it is for the root attribute of a classification, or an object's only one. */
	parseSingle(input: AnswerInput): void {
		const roots = this.item.attributes.filter((attribute) => !attribute.archived);
		const only =
			this.item.kind === 'classification'
				? this.item.root
				: roots.length === 1
					? roots[0]
					: undefined;
		if (only !== undefined) {
			this.parse(only, input);
			return;
		}
		this.report(
			undefined,
			input,
			`Say which attribute of "${this.item.title}" is answered`,
			roots.map((attribute) => attribute.title),
		);
	}

	private parse(attribute: AttributeItem, input: AnswerInput): void {
		if (input === null) {
			this.values.set(attribute, null);
			return;
		}
		switch (attribute.type) {
			case 'text':
				return this.parseText(attribute, input);
			case 'numeric':
				return this.parseNumber(attribute, input);
			case 'radio':
				return this.parseRadio(attribute, input);
			case 'checklist':
				return this.parseChecklist(attribute, input);
			default:
				this.report(
					attribute,
					input,
					`"${attribute.title}" is of a type this version does not know (${attribute.type})`,
				);
		}
	}

	private parseText(attribute: AttributeItem, input: AnswerInput): void {
		if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') {
			this.values.set(attribute, { type: 'text', text: String(input) });
		} else this.report(attribute, input, `"${attribute.title}" is answered with text`, 'text');
	}

	private parseNumber(attribute: AttributeItem, input: AnswerInput): void {
		const number = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
		if (typeof number === 'number' && Number.isFinite(number))
			this.values.set(attribute, { type: 'numeric', number });
		else this.report(attribute, input, `"${attribute.title}" is answered with a number`, 'number');
	}

	private parseRadio(attribute: AttributeItem, input: AnswerInput): void {
		const single = Array.isArray(input) && input.length === 1 ? input[0] : input;
		if (isMap(single)) {
			const entries = Object.entries(single).filter(([, value]) => value !== false);
			const [first] = entries;
			if (entries.length !== 1 || first === undefined) {
				this.report(
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
				this.parseMap(first[1], chosen.option.attributes);
		} else if (
			typeof single === 'string' ||
			typeof single === 'number' ||
			typeof single === 'boolean'
		) {
			this.choose(attribute, String(single));
		} else
			this.report(
				attribute,
				input,
				`"${attribute.title}" is answered with one option`,
				optionTitles(attribute),
			);
	}

	private parseChecklist(attribute: AttributeItem, input: AnswerInput): void {
		const titles = isMap(input)
			? Object.entries(input)
					.filter(([, value]) => value === true)
					.map(([key]) => key)
			: typeof input === 'string'
				? [input]
				: input;
		if (isMap(input)) for (const key of Object.keys(input)) this.option(attribute, key);
		if (!Array.isArray(titles)) {
			this.report(
				attribute,
				input,
				`"${attribute.title}" is answered with a list of options`,
				optionTitles(attribute),
			);
			return;
		}
		const chosen = titles.map((title) => this.option(attribute, String(title)));
		if (chosen.some((option) => option === undefined)) return;
		this.values.set(attribute, {
			type: 'checklist',
			options: attribute.options.filter((option) => chosen.includes(option)),
		});
	}

	private choose(attribute: AttributeItem, title: string): void {
		const option = this.option(attribute, title);
		if (option !== undefined) this.values.set(attribute, { type: 'radio', option });
	}

	/** The option of this title; a problem is reported when there is none. */
	private option(
		attribute: AttributeItem,
		title: string,
	): ReturnType<typeof findOption> | undefined {
		try {
			return findOption(attribute, title);
		} catch (error) {
			if (!(error instanceof OntologyLookupError)) throw error;
			this.report(attribute, title, error.message, optionTitles(attribute));
			return undefined;
		}
	}

	private isActive(attribute: AttributeItem): boolean {
		const answerTo = (parent: AttributeItem): AnswerValue | null | undefined =>
			this.values.has(parent) ? this.values.get(parent) : this.existing.get(parent);
		return this.allowInactive || isActive(attribute, answerTo);
	}

	private lookUp(key: string, candidates: AttributeItem[]): AttributeItem | undefined {
		try {
			return findAttribute(this.item, key, candidates);
		} catch (error) {
			if (error instanceof OntologyLookupError) return undefined;
			throw error;
		}
	}

	/** Reports a key that names no attribute, or one that is not active. */
	private refuseKey(key: string, value: AnswerInput): void {
		const attribute = this.lookUp(key, this.item.allAttributes);
		if (attribute?.parent !== undefined && !this.isActive(attribute)) {
			const { parent } = attribute;
			this.report(
				attribute,
				value,
				`"${attribute.title}" is asked only when "${parent.attribute.title}" is "${parent.title}"`,
			);
			return;
		}
		try {
			const active = this.item.allAttributes.filter((candidate) => this.isActive(candidate));
			findAttribute(this.item, key, active);
		} catch (error) {
			if (!(error instanceof OntologyLookupError)) throw error;
			this.report(undefined, value, error.message, error.candidates, key);
		}
	}

	private report(
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
