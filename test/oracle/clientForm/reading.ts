/** Reads parts of a row as Encord's official client does, and the error when it cannot. */
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { formatLabelTime, parseLabelTime } from '../../../src/labels/row/time';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';

export interface Reading {
	row: LabelRowJson;
	ontology: OntologyIndex;
	metadata: Partial<LabelRowMetadata> | undefined;
	/** The time that the client uses where a date is missing. */
	now: string;
}

/** The official client cannot read this row. Its users cannot open the row until that is repaired. */
export class UnreadableRow extends Error {
	constructor(
		message: string,
		readonly place: { hash?: string; frame?: number; field?: string } = {},
	) {
		super(message);
		this.name = 'UnreadableRow';
	}
}

/** A key the client reads without a default. @throws UnreadableRow */
export function required(json: EncordJson, key: string, where: string): unknown {
	if (!(key in json)) throw new UnreadableRow(`"${key}" is missing in ${where}.`, { field: key });
	return json[key];
}

/** Authorship of a label, or of a label on one frame, with the client's defaults (protocol §8.1). */
export interface Authorship {
	createdAt: string;
	createdBy: unknown;
	lastEditedAt: string;
	lastEditedBy: unknown;
	confidence: unknown;
	manualAnnotation: unknown;
	isDeleted: unknown;
}

export function readAuthorship(json: EncordJson, reading: Reading): Authorship {
	return {
		createdAt: readTime(json.createdAt, reading.now),
		createdBy: json.createdBy ?? null,
		lastEditedAt: readTime(json.lastEditedAt, reading.now),
		lastEditedBy: json.lastEditedBy ?? null,
		confidence: json.confidence ?? 1,
		manualAnnotation: json.manualAnnotation ?? true,
		isDeleted: json.isDeleted ?? null,
	};
}

/** The keys a label on a frame is written with. */
export function writeFrameAuthorship(authorship: Authorship): EncordJson {
	const { createdAt, createdBy, confidence, manualAnnotation, lastEditedAt, lastEditedBy } =
		authorship;
	return {
		createdAt,
		createdBy,
		confidence,
		manualAnnotation,
		lastEditedAt,
		...(lastEditedBy === null ? {} : { lastEditedBy }),
	};
}

/** The keys an answer entry with authorship is written with; confidence is not among them. */
export function writeEntryAuthorship({
	createdAt,
	createdBy,
	lastEditedAt,
	lastEditedBy,
	manualAnnotation,
}: Authorship): EncordJson {
	return { createdBy, createdAt, lastEditedBy, lastEditedAt, manualAnnotation };
}

function readTime(value: unknown, now: string): string {
	if (value === null || value === undefined) return now;
	const date = typeof value === 'string' ? parseLabelTime(value) : undefined;
	if (date === undefined)
		throw new UnreadableRow(`${JSON.stringify(value)} is not a date.`, { field: 'createdAt' });
	return formatLabelTime(date);
}
