import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { dryRunOptions } from '../../../shared/fields/dryRun';
import { unitFields, type DataUnitRef } from '../../../shared/fields/places';
import { priorityField } from '../../../shared/fields/priority';
import { unitIdentity } from '../../../shared/labels/lookup';
import { eachProject } from '../../../shared/labels/projectRows';
import { exampleUnit } from '../../../shared/output/examples';
import { alreadySo, named, sentence } from '../../../shared/output/summary';
import { failedLast, type ItemInputs } from '../../../shared/runtime/batch';
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
		await eachProject(batch, items, async ({ client, projectHash, members, rows, rowOf }) => {
			const known = new Map(rows.map((row) => [row.data_hash, row]));
			// Of several items with the same data unit, the last one counts.
			const wanted = new Map(
				members.flatMap(({ unit, priority, options }) =>
					options.dryRun ? [] : [[unit.dataHash, priority] as const],
				),
			);
			const toSet = [...wanted]
				.filter(([dataHash, priority]) => known.get(dataHash)?.priority !== priority)
				.map(([dataHash, priority]) => ({ dataHash, priority }));
			const outcomes = await client.setPriorities(projectHash, toSet);
			const errors = new Map(
				toSet.flatMap(({ dataHash }, position) => {
					const outcome = outcomes[position]!;
					return outcome.ok ? [] : [[dataHash, outcome.error] as const];
				}),
			);
			const isSet = new Set(toSet.map(({ dataHash }) => dataHash));
			const errorOf = ({ unit, options }: Asked) =>
				options.dryRun ? undefined : errors.get(unit.dataHash);
			// A failure ends a node that stops on errors, and by then it must be known what was set.
			const inOrder = failedLast(members, (item) => errorOf(item) !== undefined);
			await batch.each(inOrder, async (item) => {
				const { index, unit, options } = item;
				const error = errorOf(item);
				if (error) throw error;
				if (options.dryRun) rowOf(item);
				const priority = options.dryRun ? item.priority : wanted.get(unit.dataHash)!;
				batch.ok(index, {
					...prioritized(unit, priority, known, options.dryRun),
					priority,
					...(options.dryRun ? { dryRun: true } : {}),
					saved: !options.dryRun && isSet.has(unit.dataHash),
				});
			});
		});
	},
});

type Asked = ItemInputs<{ unit: DataUnitRef; priority: number; options: { dryRun?: boolean } }>;

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
