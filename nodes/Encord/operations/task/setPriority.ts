import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { dryRunOptions } from '../../../shared/fields/dryRun';
import { unitFields, type DataUnitRef } from '../../../shared/fields/places';
import { priorityField } from '../../../shared/fields/priority';
import { rowOf, rowsByDataHash, unitIdentity } from '../../../shared/labels/lookup';
import { exampleUnit } from '../../../shared/output/examples';
import { alreadySo, named, sentence } from '../../../shared/output/summary';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

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
		const client = await batch.client();
		for (const project of groupBy(items, ({ unit }) => unit.projectHash)) {
			await batch.together(project.members, async () => {
				const dry = project.members.filter(({ options }) => options.dryRun);
				const units = groupBy(
					project.members.filter(({ options }) => !options.dryRun),
					({ unit }) => unit.dataHash,
				);
				// Of several items with the same data unit, the last one counts.
				const priorities = units.map(({ key, members }) => ({
					dataHash: key,
					priority: members.at(-1)!.priority,
				}));
				// Read before the priorities are set: what was so already, and the titles.
				const rows = await rowsByDataHash(
					client,
					project.key,
					project.members.map(({ unit }) => unit.dataHash),
				);
				const outcomes = await client.setPriorities(project.key, priorities);
				for (const [position, { members }] of units.entries()) {
					const outcome = outcomes[position]!;
					const { priority } = priorities[position]!;
					for (const { index, unit } of members) {
						if (outcome.ok)
							batch.ok(index, { ...prioritized(unit, priority, rows), priority, saved: true });
						else batch.fail(index, outcome.error);
					}
				}
				await batch.each(dry, async ({ index, unit, priority }) => {
					rowOf(rows, unit.dataHash);
					batch.ok(index, {
						...prioritized(unit, priority, rows, true),
						priority,
						dryRun: true,
						saved: false,
					});
				});
			});
		}
	},
});

/** Summary, title and IDs, those of the task too: the node that moves it may follow. Of a file that is not listed, its own IDs. */
function prioritized(
	unit: DataUnitRef,
	priority: number,
	rows: Map<string, LabelRowMetadata>,
	dryRun?: boolean,
) {
	const row = rows.get(unit.dataHash);
	const file = row ? named(row.data_title) : `the data unit ${unit.dataHash}`;
	return {
		summary:
			row?.priority === priority
				? alreadySo(`the priority of ${file} is ${priority}`)
				: sentence([{ verb: 'set', what: `the priority of ${file} to ${priority}` }], dryRun),
		...(row ? unitIdentity(unit.projectHash, row) : unit),
	};
}
