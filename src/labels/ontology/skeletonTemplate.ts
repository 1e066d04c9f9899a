/** The points of a class of skeletons, as the ontology's template has them (protocol §10). */
import type { EncordJson } from '../../encord/wire/json';
import type { ObjectItem, OntologyIndex } from './ontology';

/** A point of a template, with its color, feature hash and value in `json`. */
export interface TemplatePoint {
	name: string;
	json: EncordJson;
}

/** The points in the order of the template that belongs to the class by its hash, or else by its name; undefined without one. */
export function skeletonTemplate(
	item: ObjectItem,
	{ json: { skeleton_templates: entries = [] } }: OntologyIndex,
): TemplatePoint[] | undefined {
	const templates = entries.flatMap((entry) =>
		isMap(entry) && isMap(entry.template) ? [entry.template] : [],
	);
	const template =
		templates.find((each) => each.feature_node_hash === item.featureHash) ??
		templates.find((each) => each.name === item.title);
	if (!isMap(template?.skeleton)) return undefined;
	return Object.entries(template.skeleton)
		.sort(([a], [b]) => Number(a) - Number(b))
		.flatMap(([, json]) =>
			isMap(json) && typeof json.name === 'string' ? [{ name: json.name, json }] : [],
		);
}

function isMap(value: unknown): value is EncordJson {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
