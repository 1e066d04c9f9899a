/** What a model's reply means for the labels: parts that can be written, and a report of every field. */
import type { Box } from '../../geometry/box';
import type { Edit } from '../../labels/edits/edit';
import type { Coordinates } from '../../labels/shapes/registry';
import type { FieldReport } from '../../reply/report';

/** An answer that is written as a whole: a classification with its nested answers, or an object with its attributes. */
export interface ReadPart {
	/** Field of the report: title of the classification, or class and number of the object. Unique within a reading. */
	name: string;
	/** Title of the classification or class. */
	title: string;
	/** What the model said: the answers. */
	value: unknown;
	/** The upright box around an object, in fractions of the picture. None for a turned box on a picture of unknown size. */
	box?: Box;
	/** 0 to 1, as the model gave it. */
	confidence?: number;
	/** The edits that write it; none for an object, whose edits depend on what is there already (src/detections). */
	edits: Edit[];
	object?: FoundObject;
}

/** An object that a model found, in the form of Encord's detections. */
export interface FoundObject {
	/** Feature hash of the class. */
	class: string;
	coordinates: Coordinates;
	/** 0 to 1. */
	confidence?: number;
	/** Answers by feature hash of the attribute. */
	attributes?: { [attribute: string]: unknown };
}

export interface Reading {
	parts: ReadPart[];
	fields: FieldReport[];
}

/** Objects of two readings are the same one when their boxes overlap by this much (intersection over union). */
const SAME_PLACE = 0.5;

/** The part of another reading that answers the same: the same classification, or the object of that class in that place. */
export function counterpart(part: ReadPart, { parts }: Reading): ReadPart | undefined {
	const { box, title } = part;
	// Objects are told apart by their places. The number of one says nothing.
	if (box === undefined)
		return hasPlace(part) ? undefined : parts.find(({ name }) => name === part.name);
	const [nearest] = parts
		.filter((other) => other.title === title)
		.flatMap((other) => (other.box ? [{ other, overlap: overlapOf(box, other.box) }] : []))
		.sort((a, b) => b.overlap - a.overlap);
	return nearest !== undefined && nearest.overlap >= SAME_PLACE ? nearest.other : undefined;
}

/** Whether the part is an object in a place. */
export function hasPlace({ object }: ReadPart): boolean {
	return object !== undefined;
}

/** Intersection over union. */
function overlapOf(a: Box, b: Box): number {
	const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
	const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
	if (width <= 0 || height <= 0) return 0;
	const both = width * height;
	return both / (a.w * a.h + b.w * b.h - both);
}

/** Reads the reply to one question. */
export type ReadReply = (content: unknown) => Reading;

export function refusedFields({ fields }: Reading): FieldReport[] {
	return fields.filter(({ outcome }) => outcome === 'refused');
}

/** The reading without the named parts, which are reported as refused. */
export function withoutParts(
	{ parts, fields }: Reading,
	reasons: ReadonlyMap<string, string>,
): Reading {
	const refused = parts.filter(({ name }) => reasons.has(name));
	return {
		parts: parts.filter(({ name }) => !reasons.has(name)),
		fields: [
			...fields.filter(
				({ field }) => !refused.some(({ name }) => field === name || field?.startsWith(`${name}/`)),
			),
			...refused.map(
				({ name, value }): FieldReport => ({
					field: name,
					outcome: 'refused',
					value,
					reason: reasons.get(name)!,
				}),
			),
		],
	};
}
