/**
 * Reads and writes the answers to attributes in a label row (protocol §8.6). The row has one entry for each answered attribute,
 * nested attributes included, in one flat list in reverse ontology order. Merging answers into a list leaves the other
 * entries as they are.
 */
import type { EncordJson } from '../../encord/wire/json';
import {
	lowerSnake,
	type AttributeItem,
	type OntologyItem,
	type OptionItem,
} from '../ontology/ontology';

/** The answer to one attribute. */
export type AnswerValue =
	| { type: 'text'; text: string }
	| { type: 'numeric'; number: number }
	| { type: 'radio'; option: OptionItem }
	| { type: 'checklist'; options: OptionItem[] };

/** Answers by attribute. Null: the answer is to be removed. */
export type AnswerValues = Map<AttributeItem, AnswerValue | null>;

/** The entry of an answer in the row. */
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
 * Merges answers into a list of entries; null removes the answer. The new answer to an attribute replaces its old one in the
 * same position. An attribute that had none gets its position by reverse ontology order. Entries of other attributes stay as
 * they are.
 * @param author whether a person answers. `always`: this is also written to an answer that stays the same.
 * @returns the list given, when nothing changes
 */
export function mergeAnswers(
	entries: EncordJson[],
	values: AnswerValues,
	{ manual, always = false }: { manual: boolean; always?: boolean },
	item: OntologyItem,
): EncordJson[] {
	let merged = entries;
	for (const [attribute, value] of values) {
		const same = (entry: EncordJson): boolean => entry.featureHash === attribute.featureHash;
		const existing = merged.filter(same);
		if (value === null) {
			if (existing.length > 0) merged = merged.filter((entry) => !same(entry));
			continue;
		}
		const isSame =
			existing.length > 0 &&
			sameAnswer(attribute, readAnswer(attribute, existing), value) &&
			(!always || existing.every((entry) => (entry.manualAnnotation !== false) === manual));
		if (isSame) continue;
		const entry = { ...existing[0], ...writeAnswer(attribute, value, manual) };
		const rest = merged.filter((other) => !same(other));
		const at =
			existing.length > 0
				? merged.findIndex(same)
				: rest.findIndex((other) => orderOf(item, other) < attribute.order);
		rest.splice(at < 0 ? rest.length : at, 0, entry);
		merged = rest;
	}
	return merged;
}

/**
 * The answer in the entries of one attribute. A checklist can have several entries; their options are united.
 * @returns undefined when there is no answer, or its form is not known
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

/** The answers to the attributes of an item in a list of entries. */
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

/** The answers as one text, to compare them: two sets of answers are equal exactly when their texts are. */
export function answersKey(values: AnswerValues): string {
	const pairs = [...values].flatMap(([attribute, value]) =>
		value === null ? [] : [[attribute.featureHash, plainAnswer(value)]],
	);
	return JSON.stringify(pairs.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

/** An answer as edits take it: text, number, feature hash of the option, or feature hashes of the options in their order. */
export function answerHashes(value: AnswerValue): string | number | string[] {
	switch (value.type) {
		case 'text':
			return value.text;
		case 'numeric':
			return value.number;
		case 'radio':
			return value.option.featureHash;
		case 'checklist':
			return value.options.map(({ featureHash }) => featureHash);
	}
}

/** The same for comparison: the order of options has no meaning. */
export function plainAnswer(value: AnswerValue): string | number | string[] {
	const hashes = answerHashes(value);
	return Array.isArray(hashes) ? hashes.sort() : hashes;
}

/** The answer as people read it: text, number, title of the option, or titles of the options. */
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

/** The entries of answered attributes in a value of `object_answers` or `classification_answers`. */
export function answerEntries(entry: EncordJson | undefined): EncordJson[] {
	return Array.isArray(entry?.classifications) ? (entry.classifications as EncordJson[]) : [];
}

/** The `answers` value of an entry: text, number, or the chosen options in ontology order. */
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

/**
 * Whether an attribute is to be answered: root attributes always, a nested attribute only while the option it belongs to is
 * chosen.
 * @param answerTo the present answer to a parent attribute
 */
export function isActive(
	attribute: AttributeItem,
	answerTo: (parent: AttributeItem) => AnswerValue | null | undefined,
): boolean {
	const { parent } = attribute;
	if (parent === undefined) return true;
	const answer = answerTo(parent.attribute);
	return (
		answer?.type === 'radio' && answer.option === parent && isActive(parent.attribute, answerTo)
	);
}

function sameAnswer(attribute: AttributeItem, a: AnswerValue | undefined, b: AnswerValue): boolean {
	if (a === undefined) return false;
	return JSON.stringify(answersOf(attribute, a)) === JSON.stringify(answersOf(attribute, b));
}

/** Position of an entry's attribute in ontology order. Unknown attributes have -1, so that they come last in the row. */
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
