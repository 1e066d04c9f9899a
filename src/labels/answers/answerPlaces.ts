/** Which classification, and which attribute of it, a name belongs to. */
import type { ClassificationItem, OntologyIndex } from '../ontology/ontology';
import { findClassification } from '../ontology/lookup';

export interface AnswerPlace {
	item: ClassificationItem;
	/** Feature hash of the attribute that is answered. */
	attribute: string;
}

/**
 * The place of a classification, or of an attribute nested in one, by title, feature hash, or the path of titles that
 * tidy labels give (`Content > Rectangles > Main color`).
 * @throws OntologyLookupError for a name of neither, or of several things
 */
export function answerPlace(ontology: OntologyIndex, name: string): AnswerPlace {
	const fold = (text: string) => text.trim().toLowerCase();
	const nested = ontology.classifications
		.flatMap((item) =>
			item.allAttributes.filter(({ parent }) => parent).map((attribute) => ({ item, attribute })),
		)
		.filter(({ attribute: { featureHash, title, path } }) => {
			return (
				featureHash === name || fold(title) === fold(name) || fold(path.join(' > ')) === fold(name)
			);
		});
	const isClassification = ontology.classifications.some(
		(item) =>
			[item.featureHash, item.root?.featureHash].includes(name) || fold(item.title) === fold(name),
	);
	if (nested.length === 1 && nested[0] && !isClassification)
		return { item: nested[0].item, attribute: nested[0].attribute.featureHash };
	const item = findClassification(ontology, name);
	return { item, attribute: item.root?.featureHash ?? name };
}
