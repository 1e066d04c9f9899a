/**
 * Parses answers as forms, models and expressions give them (`{"Animal": "Cat", "Breed": "Siamese"}`, `"Cat"`, `["Night"]`) into
 * answers to attributes. For an answer that does not fit its attribute, a problem names the attribute and what it accepts.
 */
import { isActive, plainAnswer, type AnswerValue, type AnswerValues } from './answers';
import { isMap, readInput, type AnswerInput, type InputMap } from './attributeInput';
import { sameJson } from '../../encord/wire/sameJson';
import type { Problem } from '../row/problem';
import type { AttributeItem, OntologyItem, OptionItem } from '../ontology/ontology';
import { findAttribute, OntologyLookupError } from '../ontology/lookup';

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
	 * @param within the attributes the keys may name, as far as they are active
	 */
	parseMap(input: InputMap, within = this.item.allAttributes): void {
		let waiting = Object.entries(input);
		for (let before = Infinity; waiting.length > 0 && waiting.length < before; ) {
			before = waiting.length;
			waiting = waiting.filter(([key, value]) => {
				const attribute = this.lookUp(
					key,
					within.filter((candidate) => this.isActive(candidate)),
				);
				if (attribute !== undefined) this.parse(attribute, value);
				return attribute === undefined;
			});
		}
		for (const [key, value] of waiting) this.refuseKey(key, value, within);
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

	/** Two answers to one attribute, as under its title and under its hash, must be the same: which one is meant cannot be told. */
	private parse(attribute: AttributeItem, input: AnswerInput): void {
		const plain = (): unknown => {
			const value = this.values.get(attribute);
			return value ? plainAnswer(value) : value;
		};
		const before = plain();
		this.parseOne(attribute, input);
		if (before !== undefined && !sameJson(before, plain()))
			this.report(
				attribute,
				input,
				`"${attribute.title}" is answered twice, and the answers differ`,
			);
	}

	private parseOne(attribute: AttributeItem, input: AnswerInput): void {
		const read = readInput(attribute, input, (message, accepted, value = input) =>
			this.report(attribute, value, message, accepted),
		);
		if (read === undefined) return;
		this.values.set(attribute, read.value);
		const { nested } = read;
		if (nested === undefined) return;
		this.parseMap(
			nested.answers,
			this.item.allAttributes.filter((candidate) => isUnder(candidate, nested.option)),
		);
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
	private refuseKey(key: string, value: AnswerInput, within: AttributeItem[]): void {
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
			findAttribute(
				this.item,
				key,
				within.filter((candidate) => this.isActive(candidate)),
			);
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

/** Whether an attribute is nested under an option, at any depth. */
function isUnder({ parent }: AttributeItem, option: OptionItem): boolean {
	return parent !== undefined && (parent === option || isUnder(parent.attribute, option));
}
