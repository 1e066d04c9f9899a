/** The label rows of items, project by project. */
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { DataUnitRef } from '../fields/places';
import { groupBy, type Batch, type ItemInputs } from '../runtime/batch';
import { rowOf, rowsByDataHash } from './lookup';

/** The items of one project. */
export interface ProjectRows<A> {
	client: EncordClient;
	projectHash: string;
	members: readonly A[];
	/** Without the rows that the key has no access to. */
	rows: readonly LabelRowMetadata[];
	/** The row of an item's data unit. @throws InputError when the project has none */
	rowOf(item: A): LabelRowMetadata;
}

/**
 * Calls `work` for the items of each project, after one listing of their label rows. When that fails, these items fail. An operation
 * that writes checks its items in `work` and returns the function that writes: the functions are called when all projects have been
 * checked, so a wrong item ends a node that stops on errors before anything is written.
 */
export async function eachProject<A extends ItemInputs<{ unit: DataUnitRef }>>(
	batch: Batch,
	items: readonly A[],
	work: (project: ProjectRows<A>) => Promise<void | (() => Promise<void>)>,
): Promise<void> {
	const client = await batch.client();
	const writes: Array<{ members: readonly A[]; write: () => Promise<void> }> = [];
	for (const { key: projectHash, members } of groupBy(items, ({ unit }) => unit.projectHash))
		await batch.together(members, async () => {
			const rows = await rowsByDataHash(
				client,
				projectHash,
				members.map(({ unit }) => unit.dataHash),
			);
			const write = await work({
				client,
				projectHash,
				members,
				rows: [...rows.values()],
				rowOf: ({ unit }) => rowOf(rows, unit.dataHash),
			});
			if (write) writes.push({ members, write });
		});
	await batch.each(writes, async ({ write }) => await write());
}
