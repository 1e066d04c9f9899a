/** The classes of a file with their numbers. */
import { whatItHas } from '../ontology/lookup';
import type { ObjectItem, OntologyIndex } from '../ontology/ontology';
import { skeletonTemplate } from '../ontology/skeletonTemplate';

export interface ExportClass {
	/** From 0, in the order of the ontology. */
	position: number;
	title: string;
	/** Names of the points of a skeleton, in the order of its template. */
	pointNames: string[] | undefined;
	item: ObjectItem;
}

/** By feature hash. Archived classes are among them, because there may be labels of them. */
export type ClassTable = ReadonlyMap<string, ExportClass>;

/**
 * @param wanted titles or feature hashes; none: all classes
 * @throws RangeError for a class that the ontology does not have
 */
export function classTable(ontology: OntologyIndex, wanted: readonly string[] = []): ClassTable {
	const { objects } = ontology;
	for (const name of wanted)
		if (!objects.some((item) => isNamed(item, name)))
			throw new RangeError(
				`The ontology has no class "${name}". ${whatItHas(objects.map(({ title }) => title))}`,
			);
	const chosen =
		wanted.length === 0
			? objects
			: objects.filter((item) => wanted.some((name) => isNamed(item, name)));
	return new Map(
		chosen.map((item, position) => [
			item.featureHash,
			{
				position,
				title: item.title,
				pointNames: skeletonTemplate(item, ontology)?.map(({ name }) => name),
				item,
			},
		]),
	);
}

const isNamed = ({ title, featureHash }: ObjectItem, name: string) =>
	title === name || featureHash === name;
