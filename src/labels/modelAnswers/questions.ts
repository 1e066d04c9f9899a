/** The questions that a model was asked: attributes of an object, or classifications. Finds the one that a key names. */
import type {
	AttributeItem,
	ClassificationItem,
	ObjectItem,
	OntologyIndex,
} from '../ontology/ontology';
import { folded, joined, literal, plain } from './spelling';

/** What was asked. Build it once for each ontology and selection: it holds the indexes for looking up keys. */
export class Questions {
	/** Attributes that are not nested. */
	readonly roots: AttributeItem[];
	/** The only question; a bare value is its answer. */
	readonly only: AttributeItem | undefined;
	private readonly all: AttributeItem[];
	private readonly levels: Array<(key: string) => string> = [literal, folded, plain, joined];
	private readonly indexes: Array<Map<string, AttributeItem[]>>;
	private readonly byHash = new Map<string, AttributeItem>();
	private readonly byPath = new Map<string, AttributeItem[]>();
	private readonly otherTitles: Set<string>;
	private readonly found = new Map<string, AttributeItem[]>();

	constructor(
		roots: AttributeItem[],
		/** Questions of the ontology that were not asked: their answers are left out, but they are no unknown keys. */
		others: AttributeItem[] = [],
	) {
		this.roots = roots.filter(({ archived }) => !archived);
		this.only = this.roots.length === 1 ? this.roots[0] : undefined;
		this.all = this.roots.flatMap(withNested);
		this.indexes = this.levels.map((spell, at) =>
			grouped(this.all, ({ title }) => [spell(at === 0 ? title : keyText(title))]),
		);
		for (const attribute of this.all) {
			this.byHash.set(attribute.featureHash, attribute);
			if (attribute.parent === undefined && attribute.item.kind === 'classification')
				this.byHash.set(attribute.item.featureHash, attribute);
		}
		for (const attribute of this.all) {
			if (attribute.parent === undefined) continue;
			for (const path of pathsOf(attribute)) {
				const form = path.map(joined).join('/');
				this.byPath.set(form, [...(this.byPath.get(form) ?? []), attribute]);
			}
		}
		this.otherTitles = new Set(
			[...others, ...roots.filter(({ archived }) => archived)].flatMap(
				({ title, featureHash, item }) => [
					joined(title),
					joined(featureHash),
					joined(item.featureHash),
				],
			),
		);
	}

	/**
	 * The questions that a key names: those of the first spelling that any has. Nested questions of several options can have the
	 * same title.
	 * @param within the questions among which to look, for keys inside of an answer
	 */
	named(key: string, within?: AttributeItem[]): AttributeItem[] {
		if (within !== undefined)
			return this.look(key).filter((attribute) => within.includes(attribute));
		let found = this.found.get(key);
		if (found === undefined) {
			found = this.look(key);
			if (this.found.size < 5000) this.found.set(key, found);
		}
		return found;
	}

	/** Whether a key is a question of the ontology that was not asked. */
	isOther(key: string): boolean {
		return this.otherTitles.has(joined(keyText(key)));
	}

	private look(key: string): AttributeItem[] {
		const byHash = this.byHash.get(key);
		const exact = this.indexes[0]!.get(literal(key));
		if (exact !== undefined) return exact;
		if (byHash !== undefined) return [byHash];
		const text = keyText(key);
		for (const [at, spell] of this.levels.entries()) {
			const form = spell(text);
			const found = form === '' ? undefined : this.indexes[at]!.get(form);
			if (found !== undefined) return found;
		}
		const camel = this.indexes[3]!.get(joined(text.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ')));
		return camel ?? this.byPath.get(pathForm(text)) ?? [];
	}
}

function keyText(key: string): string {
	return key.replace(/\s*[:：]\s*$/, '').replace(/^[*"'`\s]+|[*"'`\s]+$/g, '');
}

function pathForm(key: string): string {
	const parts = key.split(/\s*(?:->|→|[./>\\])\s*/).filter((part) => part !== '');
	return parts.length < 2 ? '' : parts.map(joined).join('/');
}

/** The paths that name a nested question: with and without the options on the way. */
function pathsOf(attribute: AttributeItem): string[][] {
	const titles: string[] = [];
	const all: string[] = [];
	for (let at: AttributeItem | undefined = attribute; at !== undefined; at = at.parent?.attribute) {
		titles.unshift(at.title);
		all.unshift(at.title);
		if (at.parent !== undefined) all.unshift(at.parent.title);
	}
	const option = attribute.parent!.title;
	return [titles, all, [option, attribute.title]];
}

export function withNested(attribute: AttributeItem): AttributeItem[] {
	const nested = attribute.options
		.filter(({ archived }) => !archived)
		.flatMap(({ attributes }) =>
			attributes.filter(({ archived }) => !archived).flatMap(withNested),
		);
	return [attribute, ...nested];
}

function grouped<T>(items: T[], keysOf: (item: T) => string[]): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items)
		for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), item]);
	return groups;
}

const ofObjects = new WeakMap<ObjectItem, Questions>();

/** The attributes of an object. */
export function objectQuestions(object: ObjectItem): Questions {
	let questions = ofObjects.get(object);
	if (questions === undefined)
		ofObjects.set(object, (questions = new Questions(object.attributes)));
	return questions;
}

const ofOntologies = new WeakMap<OntologyIndex, Map<string, Questions>>();

/** The classifications asked; default: all that are not archived. */
export function classificationQuestions(
	ontology: OntologyIndex,
	asked: ClassificationItem[] = ontology.classifications.filter(({ archived }) => !archived),
): Questions {
	const known = ofOntologies.get(ontology) ?? new Map<string, Questions>();
	ofOntologies.set(ontology, known);
	const key = asked.map(({ featureHash }) => featureHash).join(' ');
	let questions = known.get(key);
	if (questions === undefined) {
		const rootsOf = (items: ClassificationItem[]): AttributeItem[] =>
			items.flatMap(({ root, archived }) => (root === undefined || archived ? [] : [root]));
		const others = ontology.classifications.filter(
			(item) => !asked.includes(item) || item.archived,
		);
		questions = new Questions(
			rootsOf(asked),
			others.flatMap(({ root }) => root ?? []),
		);
		known.set(key, questions);
	}
	return questions;
}
