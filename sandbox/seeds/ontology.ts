/** Builds ontologies from names and shapes; ids, hashes and colors are derived from them (protocol §10). */
import type {
	OntologyAttributeJson,
	OntologyClassificationJson,
	OntologyJson,
	OntologyObjectJson,
	OntologyOptionJson,
} from '../../src/encord/wire/ontologyJson';

export type OptionSpec = string | { label: string; attributes: AttributeSpec[] };

export interface AttributeSpec {
	name: string;
	type: 'radio' | 'text' | 'checklist' | 'numeric';
	options?: OptionSpec[];
	required?: boolean;
	dynamic?: boolean;
}

export interface ObjectSpec {
	name: string;
	shape: string;
	/** `#RRGGBB`; default: the next color of a palette. */
	color?: string;
	attributes?: AttributeSpec[];
	/** Points of a skeleton by name, as fractions of the template. */
	points?: Record<string, [x: number, y: number]>;
}

export interface OntologySpec {
	objects?: ObjectSpec[];
	/** Each is titled by its attribute. */
	classifications?: Array<AttributeSpec & { global?: boolean }>;
}

const COLORS = [
	'#D33115',
	'#E27300',
	'#16406C',
	'#FE9200',
	'#FCDC00',
	'#A4DD00',
	'#68CCCA',
	'#73D8FF',
	'#AEA1FF',
	'#FCC400',
	'#653294',
];

/** @param hash makes eight characters from the path of a feature */
export function buildOntology(
	spec: OntologySpec,
	hash: (...path: string[]) => string,
): OntologyJson {
	const option = (optionSpec: OptionSpec, id: string, path: string[]): OntologyOptionJson => {
		const { label, attributes } =
			typeof optionSpec === 'string' ? { label: optionSpec, attributes: [] } : optionSpec;
		const nested = attributes.map((attribute, index) =>
			attributeJson(attribute, `${id}.${index + 1}`, [...path, label]),
		);
		return {
			id,
			label,
			value: label.toLowerCase().replace(/\s/g, '_'),
			featureNodeHash: hash(...path, label),
			archived: false,
			...(nested.length > 0 ? { options: nested } : {}),
		};
	};
	const attributeJson = (
		{ name, type, options, required, dynamic }: AttributeSpec,
		id: string,
		path: string[],
	): OntologyAttributeJson => ({
		id,
		name,
		type,
		featureNodeHash: hash(...path, name),
		required: required ?? false,
		archived: false,
		dynamic: dynamic ?? false,
		...(options
			? {
					options: options.map((each, index) =>
						option(each, `${id}.${index + 1}`, [...path, name]),
					),
				}
			: {}),
	});
	const object = (
		{ name, shape, color, attributes }: ObjectSpec,
		index: number,
	): OntologyObjectJson => ({
		id: String(index + 1),
		name,
		color: color ?? COLORS[index % COLORS.length] ?? '#000000',
		shape,
		featureNodeHash: hash('object', name),
		required: false,
		archived: false,
		...(attributes
			? {
					attributes: attributes.map((each, position) =>
						attributeJson(each, `${index + 1}.${position + 1}`, ['object', name]),
					),
				}
			: {}),
	});
	const classification = (
		each: AttributeSpec & { global?: boolean },
		index: number,
	): OntologyClassificationJson => ({
		id: String(index + 1),
		featureNodeHash: hash('root', each.name),
		attributes: [attributeJson(each, `${index + 1}.1`, ['classification'])],
		...(each.global ? { level: 'global' } : {}),
	});
	return {
		objects: (spec.objects ?? []).map(object),
		classifications: (spec.classifications ?? []).map(classification),
		skeleton_templates: (spec.objects ?? [])
			.filter(({ points }) => points)
			.map((each) => ({ template: skeletonTemplate(each, hash) })),
	};
}

function skeletonTemplate({ name, points = {} }: ObjectSpec, hash: (...path: string[]) => string) {
	const named = Object.entries(points);
	const edge = (index: number) => [String(index), { [String(index + 1)]: { color: '#000000' } }];
	return {
		name,
		shape: 'skeleton',
		width: 0.5,
		height: 0.5,
		feature_node_hash: hash('object', name),
		skeleton: Object.fromEntries(
			named.map(([point, [x, y]], index) => [
				String(index),
				{
					x,
					y,
					name: point,
					color: '#000000',
					value: point.toLowerCase().replace(/\s/g, '_'),
					featureHash: hash('point', name, point),
				},
			]),
		),
		skeletonEdges: Object.fromEntries(named.slice(1).map((_, index) => edge(index))),
	};
}
