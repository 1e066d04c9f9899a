/**
 * Answers to attributes on the wire (protocol §8.6): one flat entry per answered attribute, nested ones included, in
 * reverse ontology order. Reading them, and merging new ones in without touching the others.
 */
import type { EncordJson } from '../../encord/wire/json';
import {
	lowerSnake,
	type AttributeItem,
	type OntologyItem,
	type OptionItem,
} from '../ontology/ontology';

/** What an attribute is answered with. */
export type AnswerValue =
	| { type: 'text'; text: string }
	| { type: 'numeric'; number: number }
	| { type: 'radio'; option: OptionItem }
	| { type: 'checklist'; options: OptionItem[] };

/** The wire entry of an answer. */
export function writeAnswer(
	attribute: AttributeItem,
	value: AnswerValue,
	manualAnnotation: boolean,
): EncordJson {
	return {
		name: attribute.title,
		value: lowerSnake(attribute.title),
		answers: answersOf(attribute, value),
		featureHash: attribute.featureHash,
		manualAnnotation,
	};
}

/**
 * Puts answers (null = unanswered) into a list of wire entries: in place where the attribute was answered, otherwise
 * where reverse ontology order wants it. Entries of other attributes stay as they are. Returns the same list when
 * nothing changes.
 */
export function mergeAnswers(
	entries: EncordJson[],
	values: Map<AttributeItem, AnswerValue | null>,
	manualAnnotation: boolean,
	item: OntologyItem,
): EncordJson[] {
	let merged = entries;
	for (const [attribute, value] of values) {
		const same = (entry: EncordJson): boolean => entry.featureHash === attribute.featureHash;
		const known = merged.filter(same);
		if (value === null) {
			if (known.length > 0) merged = merged.filter((entry) => !same(entry));
			continue;
		}
		if (known.length > 0 && sameAnswer(attribute, readAnswer(attribute, known), value)) continue;
		const entry = { ...known[0], ...writeAnswer(attribute, value, manualAnnotation) };
		const rest = merged.filter((other) => !same(other));
		const at =
			known.length > 0
				? merged.findIndex(same)
				: rest.findIndex((other) => orderOf(item, other) < attribute.order);
		rest.splice(at < 0 ? rest.length : at, 0, entry);
		merged = rest;
	}
	return merged;
}

/**
 * The answer in the wire entries of one attribute (several entries of a checklist are united); undefined when
 * unanswered or not understood.
 */
export function readAnswer(
	attribute: AttributeItem,
	entries: EncordJson[],
): AnswerValue | undefined {
	const answers = entries.map((entry) => entry.answers);
	const first = answers[0];
	switch (attribute.type) {
		case 'text':
			return typeof first === 'string' ? { type: 'text', text: first } : undefined;
		case 'numeric':
			return typeof first === 'number' ? { type: 'numeric', number: first } : undefined;
		case 'radio': {
			const [option] = optionsIn(attribute, first);
			return option === undefined ? undefined : { type: 'radio', option };
		}
		case 'checklist': {
			if (!answers.some(Array.isArray)) return undefined;
			const chosen = new Set(answers.flatMap((answer) => optionsIn(attribute, answer)));
			return {
				type: 'checklist',
				options: attribute.options.filter((option) => chosen.has(option)),
			};
		}
		default:
			return undefined;
	}
}

/** Every known answer of an item in a list of wire entries. */
export function readAnswers(
	item: OntologyItem,
	entries: EncordJson[],
): Map<AttributeItem, AnswerValue> {
	const values = new Map<AttributeItem, AnswerValue>();
	for (const attribute of item.allAttributes) {
		const own = entries.filter((entry) => entry.featureHash === attribute.featureHash);
		const value = own.length > 0 ? readAnswer(attribute, own) : undefined;
		if (value !== undefined) values.set(attribute, value);
	}
	return values;
}

/** A comparable form of a set of answers: equal exactly when the answers are. */
export function answersKey(values: Map<AttributeItem, AnswerValue | null>): string {
	const pairs = [...values].flatMap(([attribute, value]) =>
		value === null ? [] : [[attribute.featureHash, plainAnswer(value)]],
	);
	return JSON.stringify(pairs.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

/** Text, number, option hash, or sorted option hashes. */
export function plainAnswer(value: AnswerValue): unknown {
	switch (value.type) {
		case 'text':
			return value.text;
		case 'numeric':
			return value.number;
		case 'radio':
			return value.option.featureHash;
		case 'checklist':
			return value.options.map((option) => option.featureHash).sort();
	}
}

/** The answer as people read it: text, number, option label, option labels. */
export function readableAnswer(value: AnswerValue): string | number | string[] {
	switch (value.type) {
		case 'text':
			return value.text;
		case 'numeric':
			return value.number;
		case 'radio':
			return value.option.title;
		case 'checklist':
			return value.options.map((option) => option.title);
	}
}

/** The list of answer entries in an entry of `object_answers` or `classification_answers`. */
export function answerEntries(entry: EncordJson | undefined): EncordJson[] {
	return Array.isArray(entry?.classifications) ? (entry.classifications as EncordJson[]) : [];
}

/** Text, number, or the chosen options in ontology order, as an entry's `answers`. */
export function answersOf(attribute: AttributeItem, value: AnswerValue): unknown {
	if (value.type === 'text') return value.text;
	if (value.type === 'numeric') return value.number;
	const chosen = value.type === 'radio' ? [value.option] : value.options;
	return attribute.options
		.filter((option) => chosen.includes(option))
		.map((option) => ({
			name: option.title,
			value: option.value,
			featureHash: option.featureHash,
		}));
}

function sameAnswer(attribute: AttributeItem, a: AnswerValue | undefined, b: AnswerValue): boolean {
	if (a === undefined) return false;
	return JSON.stringify(answersOf(attribute, a)) === JSON.stringify(answersOf(attribute, b));
}

/** Unknown attributes stand last. */
function orderOf(item: OntologyItem, entry: EncordJson): number {
	return item.attributeByHash.get(String(entry.featureHash))?.order ?? -1;
}

function optionsIn(attribute: AttributeItem, answers: unknown): OptionItem[] {
	if (!Array.isArray(answers)) return [];
	return answers.flatMap(
		(answer: EncordJson) =>
			attribute.options.find((option) => option.featureHash === answer?.featureHash) ?? [],
	);
}
