/**
 * The ontology as an index (protocol §10): objects, classifications, attributes and options, found by feature hash or by
 * title. Archived and unknown kinds are kept and named; only looking for something that is not there is an error.
 */
import type {
	OntologyAttributeJson,
	OntologyClassificationJson,
	OntologyJson,
	OntologyObjectJson,
	OntologyOptionJson,
} from '../../encord/wire/ontologyJson';
import { isKnownShape } from '../shapes/registry';

/** Attribute types with a known answer form. */
export const KNOWN_ATTRIBUTE_TYPES = ['radio', 'text', 'checklist', 'numeric'] as const;

interface Node {
	featureHash: string;
	title: string;
	archived: boolean;
	/** Titles from the ontology item down to this node. */
	path: string[];
}

export interface OptionItem extends Node {
	kind: 'option';
	json: OntologyOptionJson;
	value: string;
	/** The radio or checklist attribute this option belongs to. */
	attribute: AttributeItem;
	/** Nested attributes, answered only when this option is chosen. */
	attributes: AttributeItem[];
}

export interface AttributeItem extends Node {
	kind: 'attribute';
	json: OntologyAttributeJson;
	/** `radio`, `text`, `checklist`, `numeric`, or a name this package does not know. */
	type: string;
	required: boolean;
	dynamic: boolean;
	options: OptionItem[];
	item: OntologyItem;
	/** The option this attribute is nested under; absent on root attributes. */
	parent?: OptionItem;
	/** Place in the depth-first order of the item; answers are written in reverse of it (protocol §8.6). */
	order: number;
}

interface ItemNode extends Node {
	/** Root attributes. */
	attributes: AttributeItem[];
	/** Every attribute of the item, nested ones included, depth first. */
	allAttributes: AttributeItem[];
	attributeByHash: Map<string, AttributeItem>;
	optionByHash: Map<string, OptionItem>;
}

export interface ObjectItem extends ItemNode {
	kind: 'object';
	json: OntologyObjectJson;
	/** A `Shape`, or a name this package does not know (shapes/registry.ts). */
	shape: string;
	color: string;
	required: boolean;
}

export interface ClassificationItem extends ItemNode {
	kind: 'classification';
	json: OntologyClassificationJson;
	/** Applies to the whole data unit, never to frames. */
	global: boolean;
	/** The one root attribute; its name is the title of the classification. Absent only in a malformed ontology. */
	root: AttributeItem | undefined;
}

export type OntologyItem = ObjectItem | ClassificationItem;

export interface OntologyIndex {
	json: OntologyJson;
	objects: ObjectItem[];
	classifications: ClassificationItem[];
	objectByHash: Map<string, ObjectItem>;
	classificationByHash: Map<string, ClassificationItem>;
	/** What this package does not know by name: shapes and attribute types, each with its place. */
	unknown: string[];
}

/** A title or hash that is not in the ontology, or that several items share. The message lists what is there. */
export class OntologyLookupError extends Error {
	constructor(
		message: string,
		readonly wanted: string,
		readonly candidates: string[],
	) {
		super(message);
		this.name = 'OntologyLookupError';
	}
}

/** Encord's "lower snake" of a name: lower case, spaces to underscores, nothing stripped (protocol §5). */
export function lowerSnake(name: string): string {
	return name.toLowerCase().replaceAll(' ', '_');
}

/** Builds the index once per ontology; never throws for kinds it does not know (they are listed in `unknown`). */
export function indexOntology(json: OntologyJson): OntologyIndex {
	const unknown: string[] = [];
	const objects = (json.objects ?? []).map((object) => indexObject(object, unknown));
	const classifications = (json.classifications ?? []).map((classification) =>
		indexClassification(classification, unknown),
	);
	return {
		json,
		objects,
		classifications,
		objectByHash: new Map(objects.map((object) => [object.featureHash, object])),
		classificationByHash: new Map(
			classifications.map((classification) => [classification.featureHash, classification]),
		),
		unknown,
	};
}

/** The ontology object with this title or feature hash. @throws OntologyLookupError */
export function findObject(ontology: OntologyIndex, titleOrHash: string): ObjectItem {
	return (
		ontology.objectByHash.get(titleOrHash) ??
		pickByTitle('object', titleOrHash, ontology.objects, 'in the ontology')
	);
}

/**
 * The classification with this title or feature hash; the hash of its root attribute is accepted too.
 * @throws OntologyLookupError
 */
export function findClassification(
	ontology: OntologyIndex,
	titleOrHash: string,
): ClassificationItem {
	return (
		ontology.classificationByHash.get(titleOrHash) ??
		ontology.classifications.find(
			(classification) => classification.root?.featureHash === titleOrHash,
		) ??
		pickByTitle('classification', titleOrHash, ontology.classifications, 'in the ontology')
	);
}

/**
 * The attribute with this feature hash, title, or title path (`Make > Trim level`, or a list of titles ending in the
 * attribute's) among `candidates`. @throws OntologyLookupError
 */
export function findAttribute(
	item: OntologyItem,
	wanted: string | string[],
	candidates = item.allAttributes,
): AttributeItem {
	if (typeof wanted === 'string') {
		const byHash = candidates.find((attribute) => attribute.featureHash === wanted);
		if (byHash !== undefined) return byHash;
		if (candidates.some((attribute) => sameTitle(attribute.title, wanted))) {
			return pickByTitle('attribute', wanted, candidates, `of "${item.title}"`);
		}
	}
	const path = typeof wanted === 'string' ? wanted.split('>').map((part) => part.trim()) : wanted;
	const byPath = candidates.filter((attribute) => endsWithTitles(attribute.path, path));
	if (byPath.length === 1 && byPath[0] !== undefined) return byPath[0];
	return pickByTitle(
		'attribute',
		path.join(' > '),
		byPath.length > 0 ? byPath : candidates,
		`of "${item.title}"`,
	);
}

/** The option of a radio or checklist with this feature hash, label, or value. @throws OntologyLookupError */
export function findOption(attribute: AttributeItem, wanted: string): OptionItem {
	const exact = attribute.options.find((option) => option.featureHash === wanted);
	if (exact !== undefined) return exact;
	const byTitle = titleMatches(attribute.options, wanted);
	if (byTitle.length === 0) {
		const byValue = attribute.options.filter(
			(option) => option.value === wanted || sameTitle(option.value, wanted),
		);
		if (byValue.length === 1 && byValue[0] !== undefined) return byValue[0];
	}
	return pickByTitle('option', wanted, attribute.options, `of "${attribute.title}"`);
}

function pickByTitle<T extends Node>(
	kind: string,
	wanted: string,
	candidates: T[],
	where: string,
): T {
	const matches = titleMatches(candidates, wanted);
	const only = matches.length > 1 ? matches.filter((match) => !match.archived) : matches;
	if (only.length === 1 && only[0] !== undefined) return only[0];
	if (matches.length > 1) {
		const listed = matches.map((match) => `${match.path.join(' > ')} (${match.featureHash})`);
		throw new OntologyLookupError(
			`${matches.length} ${kind}s ${where} are called "${wanted}". Use the feature hash of the one you mean: ${listed.join(', ')}`,
			wanted,
			listed,
		);
	}
	const titles = candidates
		.filter((candidate) => !candidate.archived)
		.map((candidate) => candidate.title);
	const shown =
		titles.length > 25 ? [...titles.slice(0, 25), `… ${titles.length - 25} more`] : titles;
	throw new OntologyLookupError(
		`There is no ${kind} "${wanted}" ${where}. ${titles.length > 0 ? `There are: ${shown.join(', ')}` : 'There are none.'}`,
		wanted,
		titles,
	);
}

/** Exact titles win over titles that differ in case or spacing only. */
function titleMatches<T extends Node>(candidates: T[], wanted: string): T[] {
	const exact = candidates.filter((candidate) => candidate.title === wanted);
	return exact.length > 0
		? exact
		: candidates.filter((candidate) => sameTitle(candidate.title, wanted));
}

function sameTitle(a: string, b: string): boolean {
	return fold(a) === fold(b);
}

function fold(title: string): string {
	return title
		.trim()
		.toLowerCase()
		.replace(/[\s_]+/g, ' ');
}

function endsWithTitles(path: string[], wanted: string[]): boolean {
	let at = path.length - 1;
	if (wanted.length === 0 || !sameTitle(path[at] ?? '', wanted[wanted.length - 1] ?? ''))
		return false;
	for (let i = wanted.length - 1; i >= 0; i--, at--) {
		while (at >= 0 && !sameTitle(path[at] ?? '', wanted[i] ?? '')) at--;
		if (at < 0) return false;
	}
	return true;
}

function indexObject(json: OntologyObjectJson, unknown: string[]): ObjectItem {
	const item: ObjectItem = {
		kind: 'object',
		json,
		featureHash: json.featureNodeHash,
		title: json.name,
		archived: json.archived === true,
		path: [json.name],
		shape: json.shape,
		color: json.color,
		required: json.required === true,
		...emptyAttributes(),
	};
	if (!isKnownShape(json.shape)) unknown.push(`shape "${json.shape}" of object "${json.name}"`);
	item.attributes = (json.attributes ?? []).map((attribute) =>
		indexAttribute(attribute, item, item.path, undefined, unknown),
	);
	return item;
}

function indexClassification(
	json: OntologyClassificationJson,
	unknown: string[],
): ClassificationItem {
	const title = json.attributes?.[0]?.name ?? json.featureNodeHash;
	const item: ClassificationItem = {
		kind: 'classification',
		json,
		featureHash: json.featureNodeHash,
		title,
		path: [],
		archived: json.archived === true || json.attributes?.[0]?.archived === true,
		global: json.level === 'global',
		root: undefined,
		...emptyAttributes(),
	};
	item.attributes = (json.attributes ?? []).map((attribute) =>
		indexAttribute(attribute, item, [], undefined, unknown),
	);
	item.root = item.attributes[0];
	item.path = [title];
	return item;
}

function emptyAttributes(): Pick<
	ItemNode,
	'attributes' | 'allAttributes' | 'attributeByHash' | 'optionByHash'
> {
	return { attributes: [], allAttributes: [], attributeByHash: new Map(), optionByHash: new Map() };
}

function indexAttribute(
	json: OntologyAttributeJson,
	item: OntologyItem,
	above: string[],
	parent: OptionItem | undefined,
	unknown: string[],
): AttributeItem {
	const attribute: AttributeItem = {
		kind: 'attribute',
		json,
		featureHash: json.featureNodeHash,
		title: json.name,
		type: json.type,
		archived: json.archived === true,
		required: json.required === true,
		dynamic: json.dynamic === true,
		path: [...above, json.name],
		options: [],
		item,
		...(parent === undefined ? {} : { parent }),
		order: item.allAttributes.length,
	};
	item.allAttributes.push(attribute);
	item.attributeByHash.set(attribute.featureHash, attribute);
	if (!(KNOWN_ATTRIBUTE_TYPES as readonly string[]).includes(json.type)) {
		unknown.push(`type "${json.type}" of attribute "${attribute.path.join(' > ')}"`);
	}
	attribute.options = (json.options ?? []).map((option) =>
		indexOption(option, attribute, item, unknown),
	);
	return attribute;
}

function indexOption(
	json: OntologyOptionJson,
	attribute: AttributeItem,
	item: OntologyItem,
	unknown: string[],
): OptionItem {
	const option: OptionItem = {
		kind: 'option',
		json,
		featureHash: json.featureNodeHash,
		title: json.label,
		value: json.value ?? json.label.toLowerCase().replace(/\s/g, '_'),
		archived: json.archived === true,
		path: [...attribute.path, json.label],
		attribute,
		attributes: [],
	};
	item.optionByHash.set(option.featureHash, option);
	option.attributes = (json.options ?? []).map((nested) =>
		indexAttribute(nested, item, option.path, option, unknown),
	);
	return option;
}
