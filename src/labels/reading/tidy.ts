/**
 * A label row as an ops person thinks of it: titles instead of hashes, frames as ranges, answers by title, coordinates in
 * fractions and pixels. For reading only; the raw row stays the truth.
 */
import { isDeepStrictEqual } from 'node:util';

import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { answerEntries, readAnswer, readableAnswer } from '../answers/answers';
import { plainCoordinatesIn } from '../shapes/coordinateKeys';
import { answerRanges } from '../row/draft';
import type { FrameRange } from '../row/frames';
import { intersectRanges, mergeRanges, toRanges } from '../row/frames';
import { carriesMark } from '../row/identity';
import { parseLabelTime } from '../row/time';
import type { ClassificationItem, ObjectItem, OntologyIndex } from '../ontology/ontology';
import { toPixels } from '../shapes/pixels';
import { allSpaces, frameSize, spaceOf, type Space } from '../row/space';
import { answerName, tidyEntries } from './tidyAnswers';
import { collect, unplaced, type Collected } from './tidyCollect';

/** Which labels to keep; all conditions must hold. */
export interface TidyFilter {
	/** Titles or feature hashes of objects and classifications. */
	classes?: string[];
	/** Inclusive; only these frames are listed, and only labels that are on one of them. */
	frames?: FrameRange[];
	/** E-mail addresses of creators. */
	authors?: string[];
	/** Object and classification hashes, for instance those selected in the Label Editor. */
	hashes?: string[];
	/** Only labels this agent wrote (identity.ts). */
	agent?: string;
}

export interface TidyAuthor {
	createdBy: string | null;
	/** ISO 8601. */
	createdAt: string | null;
	lastEditedBy: string | null;
	lastEditedAt: string | null;
	/** Made by a person, as the label says. */
	manual: boolean;
}

/** Frames (first and last) on which an object has the same coordinates. */
export interface TidyPlace {
	frames: FrameRange;
	/** 0..1 */
	confidence: number;
	/** Fractions of the media size, origin top left. */
	coordinates: EncordJson;
	/** Pixels; absent where the size is unknown or the shape is not in fractions. */
	pixels?: EncordJson;
}

export interface TidyObject {
	hash: string;
	class: string;
	featureHash: string;
	shape: string;
	space?: string;
	/** For audio and text: milliseconds or characters. */
	frames: FrameRange[];
	places: TidyPlace[];
	/** HTML text ranges. */
	htmlRanges?: unknown;
	attributes: { [title: string]: unknown };
	dynamicAttributes: Array<{ attribute: string; answer: unknown; frames: FrameRange[] }>;
	author: TidyAuthor;
}

export interface TidyClassification {
	hash: string;
	classification: string;
	featureHash: string;
	space?: string;
	/** Empty when `global`. */
	frames: FrameRange[];
	/** True: about the whole data unit or space. */
	global: boolean;
	/** By attribute title; the form that edits accept. */
	answers: { [title: string]: unknown };
	/** 0..1; of the first frame. */
	confidence: number | null;
	author: TidyAuthor;
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
	lastEditedAt: string | null;
	/** Frames, milliseconds or characters. */
	length: number | null;
	width: number | null;
	height: number | null;
	objects: TidyObject[];
	classifications: TidyClassification[];
}

export function tidyLabelRow(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata?: Partial<LabelRowMetadata>,
	filter: TidyFilter = {},
): TidyLabelRow {
	const own = spaceOf(row, metadata);
	const size = own === undefined ? undefined : frameSize(row, own, 0, metadata);
	const objects: TidyObject[] = [];
	const classifications: TidyClassification[] = [];
	const spaces = allSpaces(row, metadata);
	for (const collected of [
		...spaces.flatMap((space) => collect(row, space, filter.frames)),
		...unplaced(row, spaces),
	]) {
		if (filter.hashes !== undefined && !filter.hashes.includes(collected.hash)) continue;
		if (filter.agent !== undefined && !carriesMark(filter.agent, collected.hash)) continue;
		if (collected.type === 'object') {
			const object = tidyObject(row, ontology, metadata, collected);
			if (fits(filter, object, object.class)) objects.push(object);
		} else {
			const classification = tidyClassification(row, ontology, collected);
			if (fits(filter, classification, classification.classification))
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
		length: own?.length ?? null,
		width: size?.width ?? null,
		height: size?.height ?? null,
		objects,
		classifications,
	};
}

/**
 * Answers of the row's classifications in the shortest form: by classification title, a single answer as it is and several
 * by attribute title. With `frame`, only what holds on that frame; otherwise the first label of each classification.
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

function fits(filter: TidyFilter, label: TidyObject | TidyClassification, title: string): boolean {
	if (
		filter.classes !== undefined &&
		!filter.classes.includes(title) &&
		!filter.classes.includes(label.featureHash)
	)
		return false;
	return filter.authors === undefined || filter.authors.includes(label.author.createdBy ?? '');
}

function tidyObject(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	{ hash, space, labels }: Collected,
): TidyObject {
	const entry = row.object_answers?.[hash];
	const first = labels[0]?.label ?? entry ?? {};
	const item = ontology.objectByHash.get(String(first.featureHash));
	const place =
		space.id === undefined
			? entry
			: ((entry?.spaces ?? {}) as { [id: string]: EncordJson })[space.id];
	const htmlRanges = entry?.range_html ?? (place?.type === 'html' ? place.range : undefined);
	return {
		hash,
		class: item?.title ?? String(first.name ?? first.featureHash),
		featureHash: String(first.featureHash),
		shape: item?.shape ?? String(first.shape),
		...(space.id === undefined ? {} : { space: space.id }),
		frames:
			labels.length > 0
				? toRanges(labels.map(({ frame }) => frame))
				: htmlRanges === undefined
					? mergeRanges((place?.range ?? []) as FrameRange[])
					: [],
		places: places(row, space, metadata, labels),
		...(htmlRanges === undefined ? {} : { htmlRanges }),
		attributes: tidyEntries(item, answerEntries(entry)),
		dynamicAttributes: dynamicAttributes(row, item, hash, space),
		author: authorOf(labels, entry),
	};
}

function places(
	row: LabelRowJson,
	space: Space,
	metadata: Partial<LabelRowMetadata> | undefined,
	labels: Collected['labels'],
): TidyPlace[] {
	const runs: TidyPlace[] = [];
	for (const { frame, label } of labels) {
		const coordinates = plainCoordinatesIn(label);
		const confidence = typeof label.confidence === 'number' ? label.confidence : 1;
		const last = runs[runs.length - 1];
		const joins =
			last !== undefined &&
			last.frames[1] === frame - 1 &&
			last.confidence === confidence &&
			isDeepStrictEqual(last.coordinates, coordinates);
		if (joins) {
			last.frames[1] = frame;
			continue;
		}
		const size = frameSize(row, space, frame, metadata);
		const pixels = size === undefined ? undefined : toPixels(coordinates, size);
		runs.push({
			frames: [frame, frame],
			confidence,
			coordinates,
			...(pixels === undefined ? {} : { pixels }),
		});
	}
	return runs;
}

function dynamicAttributes(
	row: LabelRowJson,
	item: ObjectItem | undefined,
	hash: string,
	space: Space,
): TidyObject['dynamicAttributes'] {
	const actions = row.object_actions?.[hash]?.actions;
	if (!Array.isArray(actions)) return [];
	return (actions as EncordJson[])
		.filter(({ spaceId }) => spaceId === undefined || spaceId === space.id)
		.map((action) => {
			const attribute = item?.attributeByHash.get(String(action.featureHash));
			const value = attribute === undefined ? undefined : readAnswer(attribute, [action]);
			return {
				attribute:
					item !== undefined && attribute !== undefined
						? answerName(item, attribute)
						: String(action.name ?? action.featureHash),
				answer: value === undefined ? action.answers : readableAnswer(value),
				frames: Array.isArray(action.range) ? mergeRanges(action.range as FrameRange[]) : [],
			};
		});
}

function tidyClassification(
	row: LabelRowJson,
	ontology: OntologyIndex,
	{ hash, space, labels }: Collected,
): TidyClassification {
	const entry = row.classification_answers?.[hash];
	const featureHash = String(entry?.featureHash ?? labels[0]?.label.featureHash);
	const item: ClassificationItem | undefined = ontology.classificationByHash.get(featureHash);
	const confidence = labels[0]?.label.confidence ?? entry?.confidence;
	const ranges = mergeRanges(answerRanges(entry, space));
	const whole = item?.global === true || (labels.length === 0 && ranges.length === 0);
	return {
		hash,
		classification: item?.title ?? String(labels[0]?.label.name ?? featureHash),
		featureHash,
		...(space.id === undefined ? {} : { space: space.id }),
		frames: whole ? [] : labels.length > 0 ? toRanges(labels.map(({ frame }) => frame)) : ranges,
		global: whole,
		answers: tidyEntries(item, answerEntries(entry)),
		confidence: typeof confidence === 'number' ? confidence : null,
		author: authorOf(labels, entry),
	};
}

/** The creator of the first frame and the latest editor. */
function authorOf(labels: Collected['labels'], entry: EncordJson | undefined): TidyAuthor {
	const first = labels[0]?.label ?? entry ?? {};
	const latest = labels.reduce<EncordJson>(
		(last, { label }) =>
			(isoTime(label.lastEditedAt) ?? '') > (isoTime(last.lastEditedAt) ?? '') ? label : last,
		first,
	);
	return {
		createdBy: textOrNull(first.createdBy),
		createdAt: isoTime(first.createdAt),
		lastEditedBy: textOrNull(latest.lastEditedBy),
		lastEditedAt: isoTime(latest.lastEditedAt),
		manual: first.manualAnnotation !== false,
	};
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function isoTime(value: unknown): string | null {
	return typeof value === 'string' ? (parseLabelTime(value)?.toISOString() ?? null) : null;
}
