/** What a schema asks for: classifications, classes of objects, a pathway. */
import { findClassification, findObject } from '../../labels/ontology/lookup';
import type { ClassificationItem, ObjectItem, OntologyIndex } from '../../labels/ontology/ontology';

export interface SelectionInput {
	/** Titles or feature hashes; `all`: every one that is not archived. Default: none. */
	classifications?: 'all' | readonly string[];
	/** Classes, by title or feature hash; `all`: every one that is not archived. Default: none. */
	objects?: 'all' | readonly string[];
	/** Whether the model finds the objects and says where they are. Otherwise it classifies one, whose place is known. */
	withGeometry?: boolean;
	/** Names of pathways, of which the model chooses one. */
	pathways?: readonly string[];
}

export interface Selection {
	ontology: OntologyIndex;
	classifications: ClassificationItem[];
	objects: ObjectItem[];
	withGeometry: boolean;
	pathways: readonly string[];
	/** Whether items were named one by one: one that no schema can have is an error then, otherwise it is left out. */
	named: { classifications: boolean; objects: boolean };
}

/** A selection that no schema can be made of. */
export class SelectionError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'SelectionError';
	}
}

/**
 * @throws OntologyLookupError when the ontology does not have an item
 * @throws SelectionError when nothing is selected, or two pathways have the same name
 */
export function select(
	ontology: OntologyIndex,
	{ classifications = [], objects = [], withGeometry = false, pathways = [] }: SelectionInput,
): Selection {
	const selection: Selection = {
		ontology,
		classifications:
			classifications === 'all'
				? ontology.classifications
				: unique(classifications.map((name) => findClassification(ontology, name))),
		objects:
			objects === 'all'
				? ontology.objects
				: unique(objects.map((name) => findObject(ontology, name))),
		withGeometry,
		pathways,
		named: { classifications: classifications !== 'all', objects: objects !== 'all' },
	};
	if (new Set(pathways).size < pathways.length)
		throw new SelectionError(
			'Two pathways have the same name; rename one of them in the workflow.',
		);
	if (
		selection.classifications.length + selection.objects.length + selection.pathways.length ===
		0
	) {
		throw new SelectionError(
			'Nothing is chosen to ask the model for: choose classifications, objects or pathways.',
		);
	}
	return selection;
}

function unique<T>(items: T[]): T[] {
	return [...new Set(items)];
}
