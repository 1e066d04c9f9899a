/** Answers as people read them, in the same form that edits accept them. */
import type { EncordJson } from '../../encord/wire/json';
import { readableAnswer, readAnswers, type AnswerValue } from '../answers/answers';
import type { AttributeItem, OntologyItem } from '../ontology/ontology';

/** Answers by attribute title; by title path where two attributes of the item share a title. Ontology order. */
export function tidyAnswers(
	item: OntologyItem,
	values: Map<AttributeItem, AnswerValue>,
): { [title: string]: unknown } {
	const tidy: { [title: string]: unknown } = {};
	for (const attribute of item.allAttributes) {
		const value = values.get(attribute);
		if (value !== undefined) tidy[answerName(item, attribute)] = readableAnswer(value);
	}
	return tidy;
}

/** Answers in wire entries by title; what the ontology does not know comes under its own name. */
export function tidyEntries(
	item: OntologyItem | undefined,
	entries: EncordJson[],
): { [title: string]: unknown } {
	const known = item === undefined ? {} : tidyAnswers(item, readAnswers(item, entries));
	for (const entry of entries) {
		if (item?.attributeByHash.has(String(entry.featureHash)) === true) continue;
		const name = String(entry.name ?? entry.featureHash);
		known[name] ??= Array.isArray(entry.answers)
			? entry.answers.map((answer: EncordJson) => answer?.name)
			: entry.answers;
	}
	return known;
}

/** The attribute's title, or its path when another attribute of the item has the same title. */
export function answerName(item: OntologyItem, attribute: AttributeItem): string {
	const shared = item.allAttributes.some(
		(other) => other !== attribute && other.title === attribute.title,
	);
	return shared
		? attribute.path.slice(item.kind === 'object' ? 1 : 0).join(' > ')
		: attribute.title;
}
