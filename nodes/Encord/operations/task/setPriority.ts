import type { EncordClient } from '../../../../src/encord/client';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { dryRunOptions } from '../../../shared/fields/dryRun';
import { unitFields, type DataUnitRef } from '../../../shared/fields/places';
import { priorityField } from '../../../shared/fields/priority';
import { unitIdentity } from '../../../shared/labels/lookup';
import { eachProject } from '../../../shared/labels/projectRows';
import { exampleUnit } from '../../../shared/output/examples';
import { alreadySo, named, sentence } from '../../../shared/output/summary';
import { groupBy, type Batch, type ItemInputs } from '../../../shared/runtime/batch';
import { failedLast } from '../../../shared/runtime/failedLast';
import { defineOperation } from '../../../shared/runtime/operation';
import { OnePriority } from '../../../shared/writing/onePriority';

export const setPriority = defineOperation({
	resource: 'task',
	name: 'setPriority',
	displayName: 'Set Priority',
	action: 'Set the priority of tasks',
	description: 'Set how early the task of a data unit is worked on: 1 comes first, 0 last',
	inputs: {
		unit: unitFields,
		priority: priorityField,
		options: dryRunOptions,
	},
	readOnly: false,
	example: {
		summary: 'Set the priority of "drive.mp4" to 0.5',
		...exampleUnit,
		priority: 0.5,
		saved: true,
	},
	async run(batch, items) {
		await eachProject(batch, items, async ({ client, projectHash, members, rows, rowOf }) => {
			const known = new Map(rows.map((row) => [row.data_hash, row]));
			const priorities = new OnePriority();
			const clear: Asked[] = [];
			await batch.each(members, async (item) => {
				priorities.add(item.unit.dataHash, item.priority, fileName(item.unit, known));
				clear.push(item);
			});
			await batch.each(
				clear.filter(({ options }) => options.dryRun),
				async (item) => {
					rowOf(item);
					const { index, unit, priority } = item;
					const facts = prioritized(unit, priority, known, true);
					batch.ok(index, { ...facts, priority, dryRun: true, saved: false });
				},
			);
			const toSet = clear.filter(({ options }) => !options.dryRun);
			return async () => await setAll(batch, client, projectHash, toSet, known);
		});
	},
});

type Asked = ItemInputs<{
	unit: DataUnitRef;
	priority: number;
	options: { dryRun?: boolean };
}>;

/** Sets the priorities of data units of a project that have another one, with one request, and the result of each item. */
async function setAll(
	batch: Batch,
	client: EncordClient,
	projectHash: string,
	items: readonly Asked[],
	rows: Map<string, LabelRowMetadata>,
): Promise<void> {
	const asked = groupBy(items, ({ unit }) => unit.dataHash).map(({ key, members }) => ({
		dataHash: key,
		priority: members[0].priority,
	}));
	const toSend = asked.filter(
		({ dataHash, priority }) => rows.get(dataHash)?.priority !== priority,
	);
	const outcomes = await client.setPriorities(projectHash, toSend);
	const sent = new Map(toSend.map(({ dataHash }, position) => [dataHash, outcomes[position]!]));
	const reports = items.map(({ index, unit, priority }) => ({
		index,
		unit,
		priority,
		outcome: sent.get(unit.dataHash),
	}));
	// A failure ends a node that stops on errors, and by then it must be known what was set.
	for (const { index, unit, priority, outcome } of failedLast(
		reports,
		({ outcome }) => outcome?.ok === false,
	)) {
		if (outcome?.ok === false) batch.fail(index, outcome.error);
		else {
			const saved = outcome !== undefined;
			batch.ok(index, { ...prioritized(unit, priority, rows), priority, saved });
		}
	}
}

function fileName({ dataHash }: DataUnitRef, rows: Map<string, LabelRowMetadata>): string {
	const row = rows.get(dataHash);
	return row ? named(row.data_title) : `the data unit ${dataHash}`;
}

/** Summary, title and IDs, those of the task too: the node that moves it may follow. Of a file that is not listed, its own IDs. */
function prioritized(
	unit: DataUnitRef,
	priority: number,
	rows: Map<string, LabelRowMetadata>,
	dryRun?: boolean,
) {
	const row = rows.get(unit.dataHash);
	const file = fileName(unit, rows);
	return {
		summary:
			row?.priority === priority
				? alreadySo(`the priority of ${file} is ${priority}`)
				: sentence([{ verb: 'set', what: `the priority of ${file} to ${priority}` }], dryRun),
		...(row ? unitIdentity(unit.projectHash, row) : unit),
	};
}
