/** Reading labels without creating any: a row that nobody has labeled yet reads as an empty one. */
import type { BatchOutcome, EncordClient } from '../../src/encord/client';
import type { LabelReadOptions, LabelRowJson, LabelRowMetadata } from '../../src/encord/wire';
import { RowDraft } from '../../src/labels/draft';
import { emptyLabelRow } from '../../src/labels/emptyRow';
import { spaceOf } from '../../src/labels/space';
import type { Batch } from '../shared/batch';

/** The labels of rows by data hash, each with its own outcome; 1000 rows a call. */
export async function readLabels(
	client: EncordClient, projectHash: string, rows: LabelRowMetadata[], options?: LabelReadOptions,
): Promise<Map<string, BatchOutcome<LabelRowJson>>> {
	const labeled = rows.filter(({ label_hash }) => label_hash !== null);
	const outcomes = labeled.length === 0 ? [] : await client.readOrCreateLabels(projectHash, labeled, options);
	const empty = rows.filter(({ label_hash }) => label_hash === null);
	return new Map([
		...labeled.map((row, place): [string, BatchOutcome<LabelRowJson>] => [row.data_hash, outcomes[place]!]),
		...empty.map((row): [string, BatchOutcome<LabelRowJson>] => [row.data_hash, { ok: true, value: emptyLabelRow(row) }]),
	]);
}

/** The labels of one row. @throws when Encord does not give them */
export async function readLabelsOf(client: EncordClient, projectHash: string, row: LabelRowMetadata): Promise<LabelRowJson> {
	const outcome = (await readLabels(client, projectHash, [row])).get(row.data_hash)!;
	if (!outcome.ok) throw outcome.error;
	return outcome.value;
}

/** Frames of a row's own media that carry an object or a classification, ascending. */
export async function labeledFrames(batch: Batch, projectHash: string, row: LabelRowMetadata): Promise<number[]> {
	const labels = await readLabelsOf(await batch.client(), projectHash, row);
	const space = spaceOf(labels, row);
	if (space?.kind !== 'frames') return [];
	const draft = new RowDraft(labels, row);
	const all = [...draft.index(space, 'object').present(), ...draft.index(space, 'classification').present()];
	return [...new Set(all.flatMap(({ frames }) => frames))].sort((a, b) => a - b);
}
