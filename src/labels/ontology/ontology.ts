/**
 * An ontology's JSON as an index (protocol §10): its objects, classifications, attributes and options with their parents,
 * and maps by feature hash. lookup.ts finds them by title. Archived items, and items of a kind this package does not know,
 * are in the index like all others.
 */
import type {
	OntologyAttributeJson,
	OntologyClassificationJson,
	OntologyJson,
	OntologyObjectJson,
	OntologyOptionJson,
} from '../../encord/wire/ontologyJson';
import { isKnownShape } from '../shapes/registry';
import { readable } from '../row/unreadable';

/** Attribute types whose answers this package can read and write. */
const KNOWN_ATTRIBUTE_TYPES = ['radio', 'text', 'checklist', 'numeric'] as const;

/** What objects, classifications, attributes and options have in common. */
export interface OntologyNode {
	featureHash: string;
	title: string;
	archived: boolean;
	/** Titles from the ontology item down to this node. */
	path: string[];
}

export interface OptionItem extends OntologyNode {
	kind: 'option';
	json: OntologyOptionJson;
	value: string;
	/** The radio or checklist attribute this option belongs to. */
	attribute: AttributeItem;
	/** Nested attributes. They are answered only while this option is chosen. */
	attributes: AttributeItem[];
}

export interface AttributeItem extends OntologyNode {
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
	/** Position among `item.allAttributes`. A row lists answers in the reverse of this order (protocol §8.6). */
	order: number;
}

interface ItemNode extends OntologyNode {
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
	/** A `Shape` (shapes/registry.ts), or a name this package does not know. */
	shape: string;
	color: string;
	required: boolean;
}

export interface ClassificationItem extends ItemNode {
	kind: 'classification';
	json: OntologyClassificationJson;
	/** True: it is answered once for the whole data unit. False: it is answered on frames. */
	global: boolean;
	/** The only root attribute. Its name is the title of the classification. Undefined in a malformed ontology. */
	root: AttributeItem | undefined;
}

export type OntologyItem = ObjectItem | ClassificationItem;

export interface OntologyIndex {
	json: OntologyJson;
	objects: ObjectItem[];
	classifications: ClassificationItem[];
	objectByHash: Map<string, ObjectItem>;
	classificationByHash: Map<string, ClassificationItem>;
	/** Shapes and attribute types this package does not know; each entry says where it is used. */
	unknown: string[];
}

/** A name as Encord writes it in `value` keys: lower case, each space an underscore, nothing else changed (protocol §5). */
export function lowerSnake(name: string): string {
	return name.toLowerCase().replaceAll(' ', '_');
}

/**
 * Builds the index of an ontology. Shapes and attribute types that are not known are listed in `unknown`.
 * @throws ProtocolError for JSON that is no ontology
 */
export function indexOntology(json: OntologyJson): OntologyIndex {
	return readable('The ontology is', () => indexed(json));
}

function indexed(json: OntologyJson): OntologyIndex {
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
	parentPath: string[],
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
		path: [...parentPath, json.name],
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
