/** A part of a schema: the shape of an answer together with the function that reads such an answer back. */
import type { AnswerInput } from '../../../labels/answers/attributeInput';
import type { FrameRange } from '../../../labels/row/frames';
import type { Coordinates } from '../../../labels/shapes/registry';
import type { ShapeField } from '../shape';
import type { KeyStyle } from '../names';

/** What stands for a range of the media: frames of a video, milliseconds of audio, characters of text. */
export type RangeUnit = 'frames' | 'milliseconds' | 'characters';

export interface PartOptions {
	keys: KeyStyle;
	/** Every question may be answered with null, required ones too. */
	cannotTell: boolean;
	/** A number from 0 to 1 beside each answer. */
	confidence: boolean;
	/** Where answers hold. Undefined: an answer is for the picture or file that the model was shown. */
	ranges?: RangeUnit;
	/** How boxes are written: by Encord's names in fractions, or as Gemini's `box_2d`. */
	boxes: 'encord' | 'gemini';
}

/** Answers to attributes, by feature hash; options are feature hashes too, so no title is looked up again. */
export interface AttributeAnswers {
	answers: { [attributeHash: string]: AnswerInput };
	/** 0..1 */
	confidence: { [attributeHash: string]: number };
}

/** The answers to a classification, for the whole of what the model saw or for a range of it. */
export interface ClassificationAnswer extends AttributeAnswers {
	classification: string;
	/** First and last, both included. */
	range?: FrameRange;
}

export interface ObjectAnswer extends AttributeAnswers {
	/** Feature hash of the class. */
	object: string;
	coordinates?: Coordinates;
	frame?: number;
	/** The same for one object on several frames. */
	track?: string;
	/** How sure the model is of the object as a whole, 0..1. */
	objectConfidence?: number;
	/** Answers to dynamic attributes that hold for a range only. */
	dynamic: Array<AttributeAnswers & { range: FrameRange }>;
}

/** What a model answered, in terms of the ontology. */
export interface SchemaAnswers {
	classifications: ClassificationAnswer[];
	objects: ObjectAnswer[];
	pathway?: string;
}

/** A field of a schema and how its value, which fits the shape, is read back. */
export interface Part<Into> {
	field: ShapeField;
	read(value: unknown, into: Into): void;
}

/** A record whose fields were checked against their shapes. */
export interface AnswerRecord {
	[name: string]: unknown;
}

/** An answer that fits the schema and still has no single meaning. */
export class ContradictionError extends Error {
	constructor(
		/** Names from the root of the answer to the part that is meant. */
		readonly path: string[],
		message: string,
	) {
		super(message);
		this.name = 'ContradictionError';
	}
}
