/** Questions: attributes of objects and root attributes of classifications. */
import { uniqueNames } from '../names';
import { field, oneOf, type RecordShape, type Shape, type ShapeField } from '../shape';
import type { AttributeItem, OptionItem } from '../../../labels/ontology/ontology';
import type { AnswerRecord, AttributeAnswers, Part, PartOptions } from './part';

/** Fields beside the answer itself. */
const CHOICE = 'choice';
const ANSWER = 'answer';
export const CONFIDENCE = 'confidence';

/** The shape of an answer to an attribute, and its reader. */
interface Question {
	shape: Shape;
	read(value: unknown, into: AttributeAnswers): void;
}

/** Why no model can answer an attribute; undefined when it can. */
export function unanswerable(attribute: AttributeItem): string | undefined {
	if (attribute.archived) return 'it is archived';
	switch (attribute.type) {
		case 'text':
		case 'numeric':
			return undefined;
		case 'radio':
		case 'checklist':
			return availableOptions(attribute).length > 0
				? undefined
				: 'it has no options to choose from';
		default:
			return `its type "${attribute.type}" is not known to this version`;
	}
}

/**
 * The attributes among `attributes` that can be answered, as fields with unique names. All of the ontology take part in the
 * naming, so a name does not depend on which are asked.
 * @param reserved names of fields beside them
 */
export function attributeParts(
	attributes: readonly AttributeItem[],
	options: PartOptions,
	reserved: readonly string[],
): Array<Part<AttributeAnswers>> {
	const asked = attributes.filter((attribute) => unanswerable(attribute) === undefined);
	const names = uniqueNames(
		asked.map(({ title }) => title),
		{ style: options.keys, reserved },
	);
	return asked.map((attribute, index) => attributePart(attribute, names[index] ?? '', options));
}

/** An attribute as a field of this name. */
function attributePart(
	attribute: AttributeItem,
	name: string,
	options: PartOptions,
): Part<AttributeAnswers> {
	const question = questionOf(attribute, options, []);
	return {
		field: questionField(attribute, name, question.shape, options),
		read: (value, into) => {
			if (value !== undefined && value !== null) question.read(value, into);
		},
	};
}

export function questionField(
	{ required, title }: AttributeItem,
	name: string,
	shape: Shape,
	{ cannotTell }: PartOptions,
): ShapeField {
	return {
		name,
		shape,
		required,
		nullable: !required || cannotTell,
		...(name === title ? {} : { description: title }),
	};
}

/** The field for how sure the model is; none when it is not asked. */
export function confidenceFields({ confidence }: PartOptions): ShapeField[] {
	if (!confidence) return [];
	const share = { kind: 'number', minimum: 0, maximum: 1 } as const;
	return [field(CONFIDENCE, share, 'From 0 (guessed) to 1 (certain)')];
}

/**
 * How an attribute is answered. A text, number or list stands alone, or with fields beside it in a record with `answer`. A radio
 * whose options have attributes is a union of records told apart by `choice`; the nested attributes stand beside it.
 * @param beside fields beside the answer, such as its range
 */
export function questionOf(
	attribute: AttributeItem,
	options: PartOptions,
	beside: ShapeField[],
): Question {
	const extra = [...confidenceFields(options), ...beside];
	const hash = attribute.featureHash;
	const note = (value: unknown, into: AttributeAnswers): void => {
		if (options.confidence) into.confidence[hash] = (value as AnswerRecord)[CONFIDENCE] as number;
	};
	if (availableOptions(attribute).some(hasNested))
		return nestedQuestion(attribute, options, extra, note);
	const plain = plainQuestion(attribute);
	if (extra.length === 0) {
		return { shape: plain.shape, read: (value, into) => plain.read(value, into) };
	}
	return {
		shape: { kind: 'record', fields: [field(ANSWER, plain.shape), ...extra] },
		read(value, into) {
			plain.read((value as AnswerRecord)[ANSWER], into);
			note(value, into);
		},
	};
}

function plainQuestion(attribute: AttributeItem): Question {
	const { featureHash: hash, type } = attribute;
	if (type === 'text') {
		return {
			shape: { kind: 'text' },
			read(value, { answers }) {
				// Blank text is how some models leave a question out.
				if ((value as string).trim() !== '') answers[hash] = value as string;
			},
		};
	}
	if (type === 'numeric') {
		return {
			shape: { kind: 'number' },
			read: (value, { answers }) => (answers[hash] = value as number),
		};
	}
	const { names, hashOf } = optionNames(attribute);
	const choice: Shape = { kind: 'choice', options: names };
	if (type === 'radio') {
		return { shape: choice, read: (value, { answers }) => (answers[hash] = hashOf(value)) };
	}
	return {
		shape: { kind: 'list', of: choice },
		read: (value, { answers }) => {
			answers[hash] = [...new Set((value as unknown[]).map(hashOf))];
		},
	};
}

function nestedQuestion(
	attribute: AttributeItem,
	options: PartOptions,
	extra: ShapeField[],
	note: (value: unknown, into: AttributeAnswers) => void,
): Question {
	const { names, hashOf } = optionNames(attribute);
	const available = availableOptions(attribute);
	const reserved = [CHOICE, ...extra.map(({ name }) => name)];
	const nested = new Map<string, Array<Part<AttributeAnswers>>>();
	const leaves: string[] = [];
	const variants: RecordShape[] = [];
	available.forEach((option, index) => {
		const name = names[index] ?? '';
		if (!hasNested(option)) {
			leaves.push(name);
			return;
		}
		const parts = attributeParts(option.attributes, options, reserved);
		nested.set(name, parts);
		variants.push(variant([name], [...extra, ...parts.map((part) => part.field)]));
	});
	if (leaves.length > 0) variants.push(variant(leaves, extra));
	return {
		shape: oneOf(CHOICE, variants),
		read(value, into) {
			const record = value as AnswerRecord;
			const name = record[CHOICE] as string;
			into.answers[attribute.featureHash] = hashOf(name);
			note(value, into);
			for (const part of nested.get(name) ?? []) part.read(record[part.field.name], into);
		},
	};
}

function variant(choices: string[], fields: ShapeField[]): RecordShape {
	return {
		kind: 'record',
		fields: [field(CHOICE, { kind: 'choice', options: choices }), ...fields],
	};
}

function hasNested({ attributes }: OptionItem): boolean {
	return attributes.some((attribute) => unanswerable(attribute) === undefined);
}

function availableOptions({ options }: AttributeItem): OptionItem[] {
	return options.filter(({ archived }) => !archived);
}

/** The names of the options that are not archived, and the way back to their hashes. */
function optionNames(attribute: AttributeItem): {
	names: string[];
	hashOf: (name: unknown) => string;
} {
	const options = availableOptions(attribute);
	const names = uniqueNames(options.map(({ title }) => title));
	const hashes = new Map(names.map((name, index) => [name, options[index]?.featureHash ?? '']));
	return { names, hashOf: (name) => hashes.get(String(name)) ?? '' };
}
