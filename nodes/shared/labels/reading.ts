/** Reads labels without creating any: a row without labels is returned as an empty label row. */
import type { EncordClient } from '../../../src/encord/client';
import type { BatchOutcome } from '../../../src/encord/http/batch';
import type { LabelReadOptions } from '../../../src/encord/calls/labels';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { RowDraft } from '../../../src/labels/row/draft';
import { emptyLabelRow } from '../../../src/labels/row/emptyRow';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { spaceOf } from '../../../src/labels/row/space';
import { eachProject } from './projectRows';
import type { ItemInputs, Batch } from '../runtime/batch';
import type { DataUnitRef } from '../fields/places';

/** Reads the labels of rows, 1000 rows per call; returns them by data hash, each with its own outcome. */
export async function readLabels(
	client: EncordClient,
	projectHash: string,
	rows: LabelRowMetadata[],
	options?: LabelReadOptions,
): Promise<Map<string, BatchOutcome<LabelRowJson>>> {
	const labeled = rows.filter(({ label_hash }) => label_hash !== null);
	const outcomes =
		labeled.length === 0 ? [] : await client.readOrCreateLabels(projectHash, labeled, options);
	const empty = rows.filter(({ label_hash }) => label_hash === null);
	return new Map([
		...labeled.map((row, index): [string, BatchOutcome<LabelRowJson>] => [
			row.data_hash,
			outcomes[index]!,
		]),
		...empty.map((row): [string, BatchOutcome<LabelRowJson>] => [
			row.data_hash,
			{ ok: true, value: emptyLabelRow(row) },
		]),
	]);
}

/** A data unit with its labels and its ontology. */
export interface LabeledUnit {
	projectHash: string;
	row: LabelRowMetadata;
	labels: LabelRowJson;
	ontology: OntologyIndex;
}

/** Reads the labels of one data unit with two calls. */
export async function labeledUnit(
	client: EncordClient,
	projectHash: string,
	row: LabelRowMetadata,
): Promise<LabeledUnit> {
	const { editorOntology } = await client.getProject(projectHash);
	const labels = await readLabels(client, projectHash, [row]);
	return {
		projectHash,
		row,
		labels: valueOf(labels.get(row.data_hash)!),
		ontology: indexOntology(editorOntology),
	};
}

/** Calls `work` for each item with the labels of its data unit. It makes three calls per project for any number of items. */
export async function withLabels<A extends ItemInputs<{ unit: DataUnitRef }>>(
	batch: Batch,
	items: A[],
	work: (item: A, unit: LabeledUnit) => void,
): Promise<void> {
	await eachProject(batch, items, async ({ client, projectHash, members, rows, rowOf }) => {
		const definition = await client.getProject(projectHash);
		const ontology = indexOntology(definition.editorOntology);
		const labels = await readLabels(client, projectHash, [...rows]);
		await batch.each(members, async (item) => {
			const row = rowOf(item);
			work(item, { projectHash, row, labels: valueOf(labels.get(row.data_hash)!), ontology });
		});
	});
}

/** The value of an outcome. @throws its error */
export function valueOf<T>(outcome: BatchOutcome<T>): T {
	if (!outcome.ok) throw outcome.error;
	return outcome.value;
}

/** The frames of a row's own media that have an object or a classification, ascending. */
export function labeledFrames({ labels, row }: Pick<LabeledUnit, 'labels' | 'row'>): number[] {
	const space = spaceOf(labels, row);
	if (space?.kind !== 'frames') return [];
	const draft = new RowDraft(labels, row);
	const all = [
		...draft.index(space, 'object').present(),
		...draft.index(space, 'classification').present(),
	];
	return [...new Set(all.flatMap(({ frames }) => frames))].sort((a, b) => a - b);
}
