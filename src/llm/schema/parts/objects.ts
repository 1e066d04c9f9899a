/** Objects: a list with places, or one whose place is known already. */
import type { AttributeItem, ObjectItem } from '../../../labels/ontology/ontology';
import { frameShape } from '../../../labels/shapes/registry';
import { field, oneOf, type RecordShape, type ShapeField } from '../shape';
import {
	attributeParts,
	CONFIDENCE,
	confidenceFields,
	questionField,
	questionOf,
	unanswerable,
} from './attribute';
import { emptyAnswers, isAnswered } from './classification';
import { geometryOf, type Geometry } from './geometry';
import type { AnswerRecord, AttributeAnswers, ObjectAnswer, Part, PartOptions } from './part';
import { rangeFields, readRange, refuseOverlaps } from './ranges';

/** The field of one object, and that of a list of objects with places. */
export const OBJECT = 'object';
export const OBJECTS = 'objects';
const CLASS = 'class';
const FRAME = 'frame';
const TRACK = 'track';
const ATTRIBUTES = 'attributes';

/** Why a class cannot be in a schema; undefined when it can. */
export function unwritable(
	item: ObjectItem,
	options: PartOptions,
	withGeometry: boolean,
): string | undefined {
	if (item.archived) return 'it is archived';
	if (!withGeometry || geometryOf(item, options) !== undefined) return undefined;
	return `a language model cannot write the shape ${item.shape}; choose it without places`;
}

/** A class with what its records have. */
interface ClassForm {
	name: string;
	item: ObjectItem;
	geometry: Geometry | undefined;
	attributes: Array<Part<ObjectAnswer>>;
}

/**
 * Classes as one field.
 * @param names of the classes, in order
 * @param withGeometry whether the model finds the objects and says where they are; otherwise it classifies one
 */
export function objectsPart(
	items: readonly ObjectItem[],
	names: readonly string[],
	options: PartOptions,
	withGeometry: boolean,
): Part<ObjectAnswer[]> {
	const forms = new Map<string, ClassForm>();
	items.forEach((item, index) => {
		const name = names[index] ?? '';
		forms.set(name, {
			name,
			item,
			geometry: withGeometry ? geometryOf(item, options) : undefined,
			attributes: withGeometry
				? attributeParts(item.attributes, options, [])
				: classAttributes(item, options),
		});
	});
	const shape = oneOf(CLASS, variantsOf([...forms.values()], options));
	const readOne = (value: unknown, path: string[]): ObjectAnswer[] => {
		const record = value as AnswerRecord;
		const form = forms.get(String(record[CLASS]));
		return form === undefined ? [] : [readObject(record, form, path)];
	};
	if (!withGeometry) {
		return {
			field: { ...field(OBJECT, shape), nullable: options.cannotTell },
			read(value, into) {
				if (value !== undefined && value !== null) into.push(...readOne(value, [OBJECT]));
			},
		};
	}
	return {
		field: field(
			OBJECTS,
			{ kind: 'list', of: shape },
			'Every one that is there; [] when there is none',
		),
		read(value, into) {
			((value ?? []) as unknown[]).forEach((entry, index) =>
				into.push(...readOne(entry, [OBJECTS, String(index)])),
			);
		},
	};
}

/** One record for each class with attributes; classes without attributes share a record for each shape. */
function variantsOf(forms: ClassForm[], options: PartOptions): RecordShape[] {
	const variants = new Map<string, { classes: string[]; form: ClassForm }>();
	for (const form of forms) {
		const alike =
			form.attributes.length > 0 ? `class ${form.name}` : `shape ${form.geometry?.field.name}`;
		const variant = variants.get(alike);
		if (variant === undefined) variants.set(alike, { classes: [form.name], form });
		else variant.classes.push(form.name);
	}
	return [...variants.values()].map(({ classes, form }) => ({
		kind: 'record',
		fields: [
			field(CLASS, { kind: 'choice', options: classes }),
			...confidenceFields(options),
			...placeFields(form, options),
			...attributeFields(form),
		],
	}));
}

function placeFields({ geometry, item }: ClassForm, options: PartOptions): ShapeField[] {
	if (geometry === undefined) return [];
	if (options.ranges !== 'frames' || frameShape(item.shape) === undefined) return [geometry.field];
	return [
		field(
			FRAME,
			{ kind: 'number', whole: true, minimum: 0 },
			'Number of the frame, counted from 0',
		),
		{
			...field(TRACK, { kind: 'text' }, 'The same text for one object on all its frames'),
			required: false,
			nullable: true,
		},
		geometry.field,
	];
}

function attributeFields({ attributes, geometry }: ClassForm): ShapeField[] {
	const fields = attributes.map((part) => part.field);
	if (geometry === undefined || fields.length === 0) return fields;
	return [field(ATTRIBUTES, { kind: 'record', fields })];
}

function readObject(record: AnswerRecord, form: ClassForm, path: string[]): ObjectAnswer {
	const { item, geometry, attributes } = form;
	const object: ObjectAnswer = { object: item.featureHash, ...emptyAnswers(), dynamic: [] };
	if (typeof record[CONFIDENCE] === 'number') object.objectConfidence = record[CONFIDENCE];
	if (geometry !== undefined) {
		object.coordinates = geometry.read(record[geometry.field.name], path);
		if (typeof record[FRAME] === 'number') object.frame = record[FRAME];
		const track = record[TRACK];
		if (typeof track === 'string' && track.trim() !== '') object.track = track;
	}
	const answers = (geometry === undefined ? record : (record[ATTRIBUTES] ?? {})) as AnswerRecord;
	for (const part of attributes) part.read(answers[part.field.name], object);
	return object;
}

/** The attributes of a class whose objects are there already. Those that change over frames are answered for ranges. */
function classAttributes(item: ObjectItem, options: PartOptions): Array<Part<ObjectAnswer>> {
	const reserved = [CLASS, CONFIDENCE];
	const parts = attributeParts(item.attributes, options, reserved);
	const asked = item.attributes.filter((attribute) => unanswerable(attribute) === undefined);
	return parts.map((part, index) => {
		const attribute = asked[index];
		return options.ranges === 'frames' && attribute?.dynamic === true
			? dynamicPart(attribute, part.field.name, options)
			: part;
	});
}

function dynamicPart(
	attribute: AttributeItem,
	name: string,
	options: PartOptions,
): Part<ObjectAnswer> {
	const question = questionOf(attribute, options, rangeFields('frames'));
	return {
		field: questionField(attribute, name, { kind: 'list', of: question.shape }, options),
		read(value, into) {
			const entries = ((value ?? []) as AnswerRecord[]).map((entry) => {
				const read: AttributeAnswers = emptyAnswers();
				question.read(entry, read);
				return { ...read, range: readRange(entry, 'frames', [OBJECT, name]) };
			});
			refuseOverlaps(
				entries.map(({ range, answers }) => ({ range, same: JSON.stringify(answers) })),
				[OBJECT, name],
			);
			into.dynamic.push(...entries.filter(isAnswered));
		},
	};
}
