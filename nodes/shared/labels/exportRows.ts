/** The label rows of an export, with their labels, some at a time. */
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { EncordClient } from '../../../src/encord/client';
import { exportRow, type ExportRow } from '../../../src/labels/export/exportRow';
import type { OntologyIndex } from '../../../src/labels/ontology/ontology';
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
