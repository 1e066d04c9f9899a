/**
 * A label row in a tidy form for people and workflows: one entry per label, titles instead of hashes, frames as ranges, answers
 * by title. It is for reading only. Edits are applied to the row's own JSON.
 */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { LabelRowJson } from '../../encord/wire/json';
import type { OntologyIndex } from '../ontology/ontology';
import { intersectRanges, type FrameRange } from '../row/frames';
import { isHashOfAgent } from '../row/identity';
import { frameSize, spaceOf } from '../row/space';
import { collectLabels } from './collectLabels';
import { isoTime } from './tidyAuthor';
import { tidyClassification, type TidyClassification } from './tidyClassification';
import { tidyObject, type TidyObject } from './tidyObject';
import { labelsOf, readable } from '../row/unreadable';

/** Which labels to list; a label must meet all conditions. */
export interface TidyFilter {
	/** Titles or feature hashes of objects and classifications. */
	classes?: string[];
	/** Only these frames are listed, and only labels that are on one of them. */
	frames?: FrameRange[];
	/** E-mail addresses of creators. */
	authors?: string[];
	/** Hashes of labels, for example of those selected in the Label Editor. */
	hashes?: string[];
	/** Name of an agent: only labels it made (row/identity.ts). */
	agent?: string;
}

export interface TidyLabelRow {
	labelHash: string;
	branch: string;
	dataHash: string;
	dataTitle: string;
	datasetTitle: string;
	dataType: string;
	labelStatus: string;
	/** ISO 8601. */
	createdAt: string | null;
	/** ISO 8601. */
	lastEditedAt: string | null;
	/** Frames, milliseconds or characters. */
	length: number | null;
	/** Pixels. */
	width: number | null;
	/** Pixels. */
	height: number | null;
	objects: TidyObject[];
	classifications: TidyClassification[];
}

/** @throws ProtocolError for labels that are not in the form of Encord */
export function tidyLabelRow(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata?: Partial<LabelRowMetadata>,
	filter: TidyFilter = {},
): TidyLabelRow {
	return readable(labelsOf(row), () => tidied(row, ontology, metadata, filter));
}

function tidied(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	filter: TidyFilter,
): TidyLabelRow {
	const ownMedia = spaceOf(row, metadata);
	const size = ownMedia === undefined ? undefined : frameSize(row, ownMedia, 0, metadata);
	const objects: TidyObject[] = [];
	const classifications: TidyClassification[] = [];
	for (const label of collectLabels(row, metadata, filter.frames)) {
		if (filter.hashes !== undefined && !filter.hashes.includes(label.hash)) continue;
		if (filter.agent !== undefined && !isHashOfAgent(filter.agent, label.hash)) continue;
		if (label.type === 'object') {
			const object = tidyObject(row, ontology, metadata, label);
			if (meets(filter, object, object.class)) objects.push(object);
		} else {
			const classification = tidyClassification(ontology, label);
			if (meets(filter, classification, classification.classification))
				classifications.push(classification);
		}
	}
	return {
		labelHash: row.label_hash,
		branch: row.branch_name ?? 'main',
		dataHash: row.data_hash,
		dataTitle: row.data_title,
		datasetTitle: row.dataset_title,
		dataType: row.data_type,
		labelStatus: row.label_status,
		createdAt: isoTime(row.created_at),
		lastEditedAt: isoTime(row.last_edited_at),
		length: ownMedia?.length ?? null,
		width: size?.width ?? null,
		height: size?.height ?? null,
		objects,
		classifications,
	};
}

/**
 * The answers of a row's classifications by classification title: a single answer itself, several by attribute title.
 * @param frame only classifications on this frame and global ones; default: the first label of each classification
 */
export function compactAnswers(
	tidy: TidyLabelRow,
	frame?: number,
): { [classification: string]: unknown } {
	const compact: { [classification: string]: unknown } = {};
	for (const { classification, answers, frames, global } of tidy.classifications) {
		if (frame !== undefined && !global && intersectRanges(frames, [[frame, frame]]).length === 0)
			continue;
		const values = Object.values(answers);
		compact[classification] ??= values.length === 1 ? values[0] : answers;
	}
	return compact;
}

function meets(filter: TidyFilter, label: TidyObject | TidyClassification, title: string): boolean {
	if (
		filter.classes !== undefined &&
		!filter.classes.includes(title) &&
		!filter.classes.includes(label.featureHash)
	)
		return false;
	return filter.authors === undefined || filter.authors.includes(label.author.createdBy ?? '');
}
