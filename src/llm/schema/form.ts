/** The form of an answer to a selection: one record with a field for each classification, one for objects, one for a pathway. */
import type { OntologyIndex } from '../../labels/ontology/ontology';
import { unwritable, objectsPart, OBJECT, OBJECTS } from './parts/objects';
import { classificationPart, unanswerableClassification } from './parts/classification';
import type { Part, PartOptions, SchemaAnswers } from './parts/part';
import { uniqueNames, type KeyStyle } from './names';
import { field, type RecordShape } from './shape';
import { SelectionError, type Selection } from './selection';

export const PATHWAY = 'pathway';
/** Names that classifications do not get, whether or not these fields are asked for. */
const RESERVED = [OBJECT, OBJECTS, PATHWAY];

export interface LeftOut {
	title: string;
	featureHash: string;
	reason: string;
}

export interface Form {
	shape: RecordShape;
	/** Feature hash of each classification and class, by its name in the schema. */
	names: { [name: string]: string };
	/** Items that were selected with all others and that no model can answer. */
	leftOut: LeftOut[];
	/**
	 * The answers in an instance that fits the shape.
	 * @throws ContradictionError when an instance has no single meaning
	 */
	read(instance: { [name: string]: unknown }): SchemaAnswers;
}

/** @throws SelectionError when an item that was named cannot be asked for, or nothing can */
export function formOf(selection: Selection, options: PartOptions): Form {
	const leftOut: LeftOut[] = [];
	const classifications = askable(
		selection.classifications,
		unanswerableClassification,
		selection.named.classifications,
		leftOut,
	);
	const objects = askable(
		selection.objects,
		(item) => unwritable(item, options, selection.withGeometry),
		selection.named.objects,
		leftOut,
	);
	const { questionName, className } = namesOf(selection.ontology, options.keys);
	const parts: Array<Part<SchemaAnswers>> = classifications.map((item) =>
		within(classificationPart(item, questionName(item), options), (into) => into.classifications),
	);
	if (objects.length > 0) {
		const part = objectsPart(objects, objects.map(className), options, selection.withGeometry);
		parts.push(within(part, (into) => into.objects));
	}
	if (selection.pathways.length > 0) parts.push(pathwayPart(selection.pathways, options));
	if (parts.length === 0)
		throw new SelectionError(
			`Nothing of what is chosen can be asked for: ${leftOut.map(({ title, reason }) => `"${title}": ${reason}`).join('; ')}.`,
		);
	return {
		shape: { kind: 'record', fields: parts.map((part) => part.field) },
		names: Object.fromEntries([
			...classifications.map((item) => [questionName(item), item.featureHash]),
			...objects.map((item) => [className(item), item.featureHash]),
		]) as { [name: string]: string },
		leftOut,
		read(instance) {
			const answers: SchemaAnswers = { classifications: [], objects: [] };
			for (const part of parts) part.read(instance[part.field.name], answers);
			return answers;
		},
	};
}

interface Item {
	title: string;
	featureHash: string;
}

/** The items that can be asked for. @throws SelectionError for one that was named and cannot */
function askable<T extends Item>(
	items: T[],
	obstacle: (item: T) => string | undefined,
	named: boolean,
	leftOut: LeftOut[],
): T[] {
	return items.filter((item) => {
		const reason = obstacle(item);
		if (reason === undefined) return true;
		if (named) throw new SelectionError(`"${item.title}" cannot be asked for: ${reason}.`);
		leftOut.push({ title: item.title, featureHash: item.featureHash, reason });
		return false;
	});
}

interface Names {
	questionName: (item: Item) => string;
	className: (item: Item) => string;
}

const known = new WeakMap<OntologyIndex, Map<KeyStyle, Names>>();

/** The names of an ontology, made once: a schema may be split into hundreds of parts to see what fits. */
function namesOf(ontology: OntologyIndex, style: KeyStyle): Names {
	const styles = known.get(ontology) ?? new Map<KeyStyle, Names>();
	known.set(ontology, styles);
	const made = styles.get(style) ?? {
		questionName: namesIn(ontology.classifications, { style, reserved: RESERVED }),
		className: namesIn(ontology.objects, {}),
	};
	styles.set(style, made);
	return made;
}

/** Names of the items that are not archived. */
function namesIn(
	items: Array<Item & { archived: boolean }>,
	rules: Parameters<typeof uniqueNames>[1],
): (item: Item) => string {
	const available = items.filter(({ archived }) => !archived);
	const names = uniqueNames(
		available.map(({ title }) => title),
		rules,
	);
	const byItem = new Map<Item, string>(
		available.map((item, index) => [item, names[index] ?? item.title]),
	);
	return (item) => byItem.get(item) ?? item.title;
}

function within<T>(part: Part<T>, list: (into: SchemaAnswers) => T): Part<SchemaAnswers> {
	return { field: part.field, read: (value, into) => part.read(value, list(into)) };
}

function pathwayPart(pathways: readonly string[], options: PartOptions): Part<SchemaAnswers> {
	return {
		field: {
			...field(PATHWAY, { kind: 'choice', options: [...pathways] }, 'Where the task goes next'),
			nullable: options.cannotTell,
		},
		read(value, into) {
			if (typeof value === 'string') into.pathway = value;
		},
	};
}
