/** Answers by attribute title, as people read them. Edits accept answers in this form too. */
import type { EncordJson } from '../../encord/wire/json';
import type { AttributeItem, OntologyItem } from '../ontology/ontology';
import { readableAnswer, readAnswer, readAnswers } from './answers';

/**
 * The answers in a list of answer entries, known attributes first, in ontology order. Attributes that the ontology does not
 * have are listed under the name in their entry.
 */
export function answersByTitle(
	item: OntologyItem | undefined,
	entries: EncordJson[],
): { [title: string]: unknown } {
	const answers: { [title: string]: unknown } = {};
	if (item !== undefined) {
		const values = readAnswers(item, entries);
		for (const attribute of item.allAttributes) {
			const value = values.get(attribute);
			if (value !== undefined) answers[attributeName(item, attribute)] = readableAnswer(value);
		}
	}
	for (const entry of entries) {
		if (item?.attributeByHash.has(String(entry.featureHash)) === true) continue;
		const name = String(entry.name ?? entry.featureHash);
		answers[name] ??= Array.isArray(entry.answers)
			? entry.answers.map((answer: EncordJson) => answer?.name)
			: entry.answers;
	}
	return answers;
}

/** Title and answer of an action, which is a dynamic answer in `object_actions` (protocol §8.7). */
export function actionByTitle(
	item: OntologyItem | undefined,
	action: EncordJson,
): { attribute: string; answer: unknown } {
	const attribute = item?.attributeByHash.get(String(action.featureHash));
	const value = attribute === undefined ? undefined : readAnswer(attribute, [action]);
	return {
		attribute:
			item !== undefined && attribute !== undefined
				? attributeName(item, attribute)
				: String(action.name ?? action.featureHash),
		answer: value === undefined ? action.answers : readableAnswer(value),
	};
}

/** The attribute's title, or its path of titles when another attribute of the item has the same title. */
function attributeName(item: OntologyItem, attribute: AttributeItem): string {
	const isShared = item.allAttributes.some(
		(other) => other !== attribute && other.title === attribute.title,
	);
	return isShared
		? attribute.path.slice(item.kind === 'object' ? 1 : 0).join(' > ')
		: attribute.title;
}
