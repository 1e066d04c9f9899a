/** Finds the classification and attribute that a name means. */
import type { ClassificationItem, OntologyIndex } from '../ontology/ontology';
import { findClassification, OntologyLookupError } from '../ontology/lookup';

/** An attribute of a classification. */
export interface ClassificationAttribute {
	item: ClassificationItem;
	/** Feature hash of the attribute that is answered. */
	attribute: string;
}

/**
 * Finds a classification, or an attribute nested in one, by title, feature hash, or path of titles (`Content > Rectangles > Main
 * color`). The name of a classification means its root attribute.
 * @throws OntologyLookupError when nothing has the name, or several classifications or nested attributes have it
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
	const [only, ...others] = isClassification ? [] : nested;
	if (only !== undefined && others.length > 0) {
		const listed = nested.map(
			({ attribute: { path, featureHash } }) => `${path.join(' > ')} (${featureHash})`,
		);
		throw new OntologyLookupError(
			`${nested.length} attributes of classifications are called "${name}". Use the path or the feature hash of the one you mean: ${listed.join(', ')}`,
			name,
			listed,
		);
	}
	if (only !== undefined) return { item: only.item, attribute: only.attribute.featureHash };
	const item = findClassification(ontology, name);
	return { item, attribute: item.root?.featureHash ?? name };
}
