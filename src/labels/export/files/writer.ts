/** A file of many label rows, written row by row. */
import type { ClassTable } from '../classTable';
import type { ExportRow } from '../exportRow';
import type { Losses } from '../losses';

export interface ExportSettings {
	classes: ClassTable;
	losses: Losses;
	/** Whether frames of videos and documents that have no object are in the file, too. Single pictures always are. */
	allFrames: boolean;
}

/** What has been written so far. */
export interface WrittenCounts {
	rows: number;
	/** Pictures, or frames of videos. */
	pictures: number;
	/** Objects, on each of their frames. */
	objects: number;
	classifications: number;
}

export interface FileWriter {
	fileName: string;
	mimeType: string;
	written: WrittenCounts;
	/** What comes before the rows. */
	begin(): Iterable<string | Uint8Array>;
	row(row: ExportRow): Iterable<string | Uint8Array>;
	/** What comes after the last one. */
	end(): Iterable<string | Uint8Array>;
}

/** Bytes that are collected before they are passed on. */
const PIECE = 64 * 1024;

/** The bytes of the file, as the rows come. */
export async function* fileBytes(
	writer: FileWriter,
	rows: AsyncIterable<ExportRow>,
): AsyncGenerator<Buffer> {
	let pieces: Buffer[] = [];
	let size = 0;
	function* collected(parts: Iterable<string | Uint8Array>): Generator<Buffer> {
		for (const part of parts) {
			const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part);
			pieces.push(bytes);
			size += bytes.length;
			if (size >= PIECE) yield taken();
		}
	}
	const taken = () => {
		const whole = Buffer.concat(pieces);
		pieces = [];
		size = 0;
		return whole;
	};
	yield* collected(writer.begin());
	for await (const row of rows) yield* collected(writer.row(row));
	yield* collected(writer.end());
	if (size > 0) yield taken();
}

/** The frames of a medium that are in the file. */
export function framesInFile(
	{ length, isPictures }: { length: number; isPictures: boolean },
	labeled: ReadonlySet<number>,
	allFrames: boolean,
): number[] {
	if (isPictures || allFrames) return Array.from({ length }, (_, frame) => frame);
	return [...labeled].sort((a, b) => a - b);
}

/** Classifications are about pictures, not places: files of places do not have them. */
export function countClassifications({ tidy }: ExportRow, losses: Losses, format: string): void {
	for (const { classification } of tidy.classifications)
		losses.add({
			what: 'classification',
			class: classification,
			reason: `${format} has no answers about a picture.`,
		});
}
