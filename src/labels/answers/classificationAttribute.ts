/** Finds the classification and attribute that a name means. */
import type { ClassificationItem, OntologyIndex } from '../ontology/ontology';
import { findClassification } from '../ontology/lookup';

/** An attribute of a classification. */
export interface ClassificationAttribute {
	item: ClassificationItem;
	/** Feature hash of the attribute that is answered. */
	attribute: string;
}

/**
 * Finds a classification, or an attribute nested in one, by title, feature hash, or path of titles (`Content > Rectangles > Main
 * color`). The name of a classification means its root attribute.
 * @throws OntologyLookupError when nothing has the name, or several classifications have it
 */
export function findClassificationAttribute(
	ontology: OntologyIndex,
	name: string,
): ClassificationAttribute {
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
