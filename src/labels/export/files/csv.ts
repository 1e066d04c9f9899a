/**
 * A table (RFC 4180): a line for each place of an object, each change of an attribute over time, and each classification. Coordinates
 * are in it as numbers of the box around the object and whole as JSON, so nothing is left out.
 */
import { boundingBox } from '../../../geometry/geometry';
import { numbersFromBox } from '../../detections/formats/boxNumbers';
import type { TidyLabelRow } from '../../reading/tidy';
import type { TidyObject } from '../../reading/tidyObject';
import type { FrameRange } from '../../row/frames';
import { geometryOf } from '../../shapes/geometryOf';
import type { ExportRow } from '../exportRow';
import type { ExportSettings, FileWriter } from './writer';

const COLUMNS = [
	'data_title',
	'data_hash',
	'dataset',
	'space',
	'type',
	'class',
	'shape',
	'label_hash',
	'first_frame',
	'last_frame',
	'unit',
	'x',
	'y',
	'width',
	'height',
	'confidence',
	'answers',
	'coordinates',
	'created_by',
	'created_at',
	'last_edited_by',
	'last_edited_at',
] as const;

type Line = Partial<Record<(typeof COLUMNS)[number], string | number | null | undefined>>;

export function csvWriter({ classes }: ExportSettings): FileWriter {
	const written = { rows: 0, pictures: 0, objects: 0, classifications: 0 };
	return {
		fileName: 'labels.csv',
		mimeType: 'text/csv',
		written,

		*begin() {
			yield csvLine(COLUMNS);
		},

		*row(row) {
			written.rows += 1;
			const common = commonOf(row);
			for (const object of row.tidy.objects) {
				if (!classes.has(object.featureHash)) continue;
				for (const line of objectLines(object, row)) {
					if (line.type === 'object') written.objects += 1;
					yield asCsv({ ...common, ...line });
				}
			}
			for (const line of classificationLines(row.tidy)) {
				written.classifications += 1;
				yield asCsv({ ...common, ...line });
			}
		},

		*end() {},
	};
}

function commonOf({ tidy, metadata }: ExportRow): Line {
	const type = metadata.data_type.toUpperCase();
	return {
		data_title: tidy.dataTitle,
		data_hash: tidy.dataHash,
		dataset: tidy.datasetTitle,
		unit: type === 'AUDIO' ? 'milliseconds' : type === 'PLAIN_TEXT' ? 'characters' : 'frames',
	};
}

function authorOf({ author }: Pick<TidyObject, 'author'>): Line {
	return {
		created_by: author.createdBy,
		created_at: author.createdAt,
		last_edited_by: author.lastEditedBy,
		last_edited_at: author.lastEditedAt,
	};
}

function* objectLines(object: TidyObject, { media }: ExportRow): Generator<Line> {
	const base: Line = {
		space: object.space,
		class: object.class,
		shape: object.shape,
		label_hash: object.hash,
		...authorOf(object),
	};
	const answers = JSON.stringify(object.attributes);
	const own = media.find(({ space }) => space === object.space);
	for (const { frames, coordinates, confidence } of object.places)
		yield {
			...base,
			type: 'object',
			...between(frames),
			...boxOf(coordinates, own?.sizeOf(frames[0])),
			confidence,
			answers,
			coordinates: JSON.stringify(coordinates),
		};
	// Ranges of sound and text have no place.
	if (object.places.length === 0) {
		const ranges: Array<FrameRange | undefined> =
			object.frames.length === 0 ? [undefined] : object.frames;
		for (const range of ranges)
			yield {
				...base,
				type: 'object',
				...between(range),
				answers,
				...(object.htmlRanges === undefined
					? {}
					: { coordinates: JSON.stringify({ htmlRanges: object.htmlRanges }) }),
			};
	}
	for (const { attribute, answer, frames } of object.dynamicAttributes)
		for (const range of frames)
			yield {
				...base,
				type: 'dynamic attribute',
				...between(range),
				answers: JSON.stringify({ [attribute]: answer }),
			};
}

/** The box around the object in pixels; nothing where the size of the picture is not known. */
function boxOf(
	coordinates: TidyObject['places'][number]['coordinates'],
	size: { width: number; height: number } | undefined,
): Line {
	const geometry = geometryOf(coordinates);
	const box = size && geometry && boundingBox(geometry, size);
	if (!box) return {};
	const [x, y, width, height] = numbersFromBox(box, 'xywh', 'pixels', size);
	return { x, y, width, height };
}

function* classificationLines({ classifications }: TidyLabelRow): Generator<Line> {
	for (const one of classifications) {
		const ranges: Array<FrameRange | undefined> =
			one.frames.length === 0 ? [undefined] : one.frames;
		for (const range of ranges)
			yield {
				space: one.space,
				type: 'classification',
				class: one.classification,
				label_hash: one.hash,
				...between(range),
				confidence: one.confidence,
				answers: JSON.stringify(one.answers),
				...authorOf(one),
			};
	}
}

/** Empty for what is about the whole file. */
const between = (range: FrameRange | undefined): Line =>
	range === undefined ? {} : { first_frame: range[0], last_frame: range[1] };

const asCsv = (line: Line) => csvLine(COLUMNS.map((column) => line[column]));

function csvLine(values: ReadonlyArray<string | number | null | undefined>): string {
	return `${values.map((value) => cell(String(value ?? ''))).join(',')}\r\n`;
}

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
