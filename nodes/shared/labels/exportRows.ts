/** The file of an export, and the label rows that go into it. */
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { EncordClient } from '../../../src/encord/client';
import { classTable } from '../../../src/labels/export/classTable';
import { exportWriter } from '../../../src/labels/export/exportFile';
import { exportRow, type ExportRow } from '../../../src/labels/export/exportRow';
import { fileBytes, type FileWriter } from '../../../src/labels/export/files/writer';
import { NotSayable, type Losses } from '../../../src/labels/export/losses';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';
import type { ExportInput } from '../fields/exportedLabels';
import { InputError } from '../fields/form/inputError';
import { readLabels, valueOf } from './reading';

/** Label rows that are read at a time. Their labels are in memory until they are written. */
const ROWS_AT_A_TIME = 50;

/** A row that cannot be read ends the export: a file without it would look complete. */
export async function* exportRows(
	client: EncordClient,
	projectHash: string,
	rows: LabelRowMetadata[],
	ontology: OntologyIndex,
): AsyncGenerator<ExportRow> {
	for (let at = 0; at < rows.length; at += ROWS_AT_A_TIME) {
		const some = rows.slice(at, at + ROWS_AT_A_TIME);
		const labels = await readLabels(client, projectHash, some);
		for (const row of some) {
			yield exportRow(valueOf(labels.get(row.data_hash)!), row, ontology);
			labels.delete(row.data_hash);
		}
	}
}

/** @throws InputError for classes that the ontology does not have, or that do not fit the format */
export function writerFor(
	{ format, classes, allFrames }: ExportInput,
	ontology: OntologyIndex,
	losses: Losses,
): FileWriter {
	try {
		const table = classTable(ontology, classes);
		return exportWriter(format, { classes: table, losses, allFrames });
	} catch (error) {
		if (error instanceof RangeError) throw new InputError(error.message);
		throw error;
	}
}

/** The bytes of the file. @throws InputError when the format cannot say something that it must */
export async function* exportedBytes(
	writer: FileWriter,
	rows: AsyncIterable<ExportRow>,
): AsyncGenerator<Buffer> {
	try {
		yield* fileBytes(writer, rows);
	} catch (error) {
		if (!(error instanceof NotSayable)) throw error;
		throw new InputError(
			error.message,
			'Choose another format or other classes, or remove the option Fail If Something Cannot Be Said.',
		);
	}
}
