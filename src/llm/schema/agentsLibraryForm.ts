/** The form of answers that Encord's agents library asks for and reads (protocol §14.5). */
import type {
	AttributeItem,
	ClassificationItem,
	ObjectItem,
	OptionItem,
} from '../../labels/ontology/ontology';
import type { Form } from './form';
import { emptyAnswers } from './parts/classification';
import type { AnswerRecord, AttributeAnswers } from './parts/part';
import { SelectionError, type Selection } from './selection';
import type { RecordShape, Shape, ShapeField } from './shape';

const HASH = 'feature_node_hash';
const CHOICE = 'choice';
const VALUE = 'value';
/** The shapes of classes that the library takes; the caller gives the place. */
const SHAPES = ['bounding_box', 'polygon', 'bitmask', 'rotatable_bounding_box'];
const LONGEST_TEXT = 1000;

/** A shape and the reader of its answers. */
interface Piece {
	shape: Shape;
	read(value: AnswerRecord, into: AttributeAnswers): void;
}

/** @throws SelectionError for what the library does not take */
export function agentsLibraryForm({ classifications, objects, pathways }: Selection): Form {
	if (pathways.length > 0)
		throw new SelectionError(
			'The form of the agents library has no pathways; choose another flavor.',
		);
	const asked = classifications.filter(({ archived }) => !archived);
	const classes = objects.filter(({ archived }) => !archived);
	if ((asked.length === 0) === (classes.length === 0))
		throw new SelectionError(
			'The form of the agents library takes either classifications or objects, at least one.',
		);
	const names = Object.fromEntries(
		[...asked, ...classes].map((item) => [item.title, item.featureHash]),
	);
	return asked.length > 0
		? { ...classificationsForm(asked), names, leftOut: [] }
		: { ...objectsForm(classes), names, leftOut: [] };
}

type Core = Pick<Form, 'shape' | 'read'>;

function classificationsForm(items: ClassificationItem[]): Core {
	// Of several classifications whose names coincide, the library keeps the last.
	const pieces = new Map<string, Piece & { item: ClassificationItem }>();
	for (const item of items) {
		const [root] = item.attributes;
		if (root !== undefined) pieces.set(fieldName(root), { ...attributePiece(root), item });
	}
	return {
		shape: record(
			'ClassificationModel',
			[...pieces].map(([name, { shape }]) => required(name, shape)),
		),
		read: (instance) => ({
			classifications: [...pieces].map(([name, { item, read }]) => {
				const answers = emptyAnswers();
				read(instance[name] as AnswerRecord, answers);
				return { classification: item.featureHash, ...answers };
			}),
			objects: [],
		}),
	};
}

function objectsForm(items: ObjectItem[]): Core {
	const unfit = items.find(({ shape }) => !SHAPES.includes(shape));
	if (unfit !== undefined)
		throw new SelectionError(
			`"${unfit.title}" cannot be asked for: the agents library takes the shapes ${SHAPES.join(', ')}.`,
		);
	if (items.every((item) => available(item.attributes).length === 0)) {
		const byKey = merged(items, ({ title }) => title);
		const choice: Shape = {
			kind: 'choice',
			options: byKey.map(({ title }) => title),
			title: 'ObjectEnumOptions',
		};
		return {
			shape: record('ObjectsRadioModel', [required(CHOICE, choice)]),
			read: (instance) => ({
				classifications: [],
				objects: byKey
					.filter(({ title }) => title === instance[CHOICE])
					.slice(0, 1)
					.map(({ featureHash }) => ({ object: featureHash, ...emptyAnswers(), dynamic: [] })),
			}),
		};
	}
	const pieces = items.map((item) => ({
		item,
		piece: attributesPiece(item, `${modelName(item.title)}NestedModel`, available(item.attributes)),
	}));
	return {
		shape: record('ObjectsRadioModel', [
			required(CHOICE, union(pieces.map(({ piece }) => piece.shape))),
		]),
		read(instance) {
			const value = instance[CHOICE] as AnswerRecord;
			const chosen = pieces.find(({ item }) => item.featureHash === value[HASH]);
			if (chosen === undefined) return { classifications: [], objects: [] };
			const answers = emptyAnswers();
			chosen.piece.read(value, answers);
			return {
				classifications: [],
				objects: [{ object: chosen.item.featureHash, ...answers, dynamic: [] }],
			};
		},
	};
}

function attributePiece(attribute: AttributeItem): Piece {
	const { featureHash, title, type } = attribute;
	switch (type) {
		case 'text':
			return {
				shape: record(`${modelName(title)}TextModel`, [
					constant(HASH, featureHash),
					required(VALUE, { kind: 'text', minimum: 0, maximum: LONGEST_TEXT, title: 'Value' }),
				]),
				read: (value, { answers }) => (answers[featureHash] = value[VALUE] as string),
			};
		case 'checklist':
			return checklistPiece(attribute);
		case 'radio':
			return available(attribute.options).some(({ attributes }) => available(attributes).length > 0)
				? nestedRadioPiece(attribute)
				: flatRadioPiece(attribute);
		default:
			throw new SelectionError(
				`"${title}" cannot be asked for: the agents library has no ${type} attributes.`,
			);
	}
}

function checklistPiece({ featureHash, title, options }: AttributeItem): Piece {
	const byKey = new Map(available(options).map((option) => [optionKey(option.value), option]));
	return {
		shape: record(`${modelName(title)}ChecklistModel`, [
			constant(HASH, featureHash),
			...[...byKey.keys()].map((key) => required(key, { kind: 'flag', title: fieldTitle(key) })),
		]),
		read(value, { answers }) {
			answers[featureHash] = [...byKey]
				.filter(([key]) => value[key] === true)
				.map(([, option]) => option.featureHash);
		},
	};
}

function flatRadioPiece({ featureHash, title, options }: AttributeItem): Piece {
	const choices = merged(available(options), ({ value }) => value);
	return {
		shape: record(`${modelName(title)}RadioModel`, [
			constant(HASH, featureHash),
			required(CHOICE, {
				kind: 'choice',
				options: [...new Set(choices.map((option) => option.title))],
				title: `${modelName(title)}RadioEnum`,
			}),
		]),
		read(value, { answers }) {
			const chosen = choices.find((option) => option.title === value[CHOICE]);
			if (chosen !== undefined) answers[featureHash] = chosen.featureHash;
		},
	};
}

function nestedRadioPiece(attribute: AttributeItem): Piece {
	const pieces = available(attribute.options).map((option) => ({
		option,
		piece: optionPiece(option),
	}));
	return {
		shape: record(`${modelName(attribute.title)}RadioModel`, [
			constant(HASH, attribute.featureHash),
			required(CHOICE, union(pieces.map(({ piece }) => piece.shape))),
		]),
		read(value, into) {
			const choice = value[CHOICE] as AnswerRecord;
			const chosen = pieces.find(({ option }) => option.featureHash === choice[HASH]);
			if (chosen === undefined) return;
			into.answers[attribute.featureHash] = chosen.option.featureHash;
			chosen.piece.read(choice, into);
		},
	};
}

function optionPiece(option: OptionItem): { shape: RecordShape; read: Piece['read'] } {
	const name = `${modelName(option.value)}NestedRadioModel`;
	const nested = available(option.attributes);
	if (nested.length > 0) return attributesPiece(option, name, nested);
	const title: ShapeField = {
		...constant('title', safe(option.title), 'Title'),
		required: false,
	};
	return {
		shape: record(name, [constant(HASH, option.featureHash), title]),
		read: () => undefined,
	};
}

/** A record with the attributes of an object or option. */
function attributesPiece(
	{ featureHash }: { featureHash: string },
	name: string,
	attributes: AttributeItem[],
): { shape: RecordShape; read: Piece['read'] } {
	const pieces = new Map(attributes.map((one) => [fieldName(one), attributePiece(one)]));
	return {
		shape: record(name, [
			constant(HASH, featureHash),
			...[...pieces].map(([field, { shape }]) => required(field, shape)),
		]),
		read(value, into) {
			for (const [field, piece] of pieces) piece.read(value[field] as AnswerRecord, into);
		},
	};
}

function required(name: string, shape: Shape): ShapeField {
	// Python's data classes keep such names for themselves.
	if (name.startsWith('_'))
		throw new SelectionError(
			`The agents library cannot ask for "${name}": a name of it would begin with an underscore.`,
		);
	return { name, shape, required: true, nullable: false };
}

function constant(name: string, value: string, title = 'Feature Node Hash'): ShapeField {
	return { name, shape: { kind: 'constant', value, title }, required: true, nullable: false };
}

function record(title: string, fields: ShapeField[]): RecordShape {
	return { kind: 'record', fields, title };
}

function union(variants: Shape[]): Shape {
	return { kind: 'union', tag: HASH, variants: variants as RecordShape[], title: 'Choice' };
}

function available<T extends { archived: boolean }>(items: T[]): T[] {
	return items.filter(({ archived }) => !archived);
}

/** Of items whose keys coincide the last counts, in the place of the first. */
function merged<T>(items: T[], keyText: (item: T) => string): T[] {
	return [...new Map(items.map((item) => [optionKey(keyText(item)), item])).values()];
}

/** Letters, digits, `_` and spaces of a name. */
function safe(name: string): string {
	return name.replace(/[^\p{L}\p{N}_ ]/gu, '').trim();
}

function fieldName({ title }: AttributeItem): string {
	return safe(title).toLowerCase().replaceAll(' ', '_');
}

function optionKey(value: string): string {
	return safe(value).replaceAll(' ', '_');
}

function modelName(title: string): string {
	return titleCase(safe(title)).replace(/[ _]/g, '');
}

function fieldTitle(name: string): string {
	return titleCase(name).replaceAll('_', ' ').trim();
}

/** Python's `str.title()`: each run of letters that have cases begins in upper case and goes on in lower case. */
function titleCase(text: string): string {
	return text.replace(/\p{Cased}+/gu, (word) => {
		const [first = '', ...rest] = word;
		const [upper = '', ...more] = first.toUpperCase();
		return upper + (more.join('') + rest.join('')).toLowerCase();
	});
}
