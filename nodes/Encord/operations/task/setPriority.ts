import { dryRunOptions } from '../../../shared/fields/dryRun';
import { unitFields } from '../../../shared/fields/places';
import { priorityField } from '../../../shared/fields/priority';
import { rowOf, rowsByDataHash } from '../../../shared/labels/lookup';
import { exampleId } from '../../../shared/output/examples';
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
	example: { projectHash: exampleId, dataHash: exampleId, priority: 0.5, saved: true },
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
				const outcomes = await client.setPriorities(project.key, priorities);
				for (const [position, { members }] of units.entries()) {
					const outcome = outcomes[position]!;
					const { priority } = priorities[position]!;
					for (const { index, unit } of members) {
						if (outcome.ok) batch.ok(index, { ...unit, priority, saved: true });
						else batch.fail(index, outcome.error);
					}
				}
				const rows = await rowsByDataHash(
					client,
					project.key,
					dry.map(({ unit }) => unit.dataHash),
				);
				await batch.each(dry, async ({ index, unit, priority }) => {
					rowOf(rows, unit.dataHash);
					batch.ok(index, { ...unit, priority, dryRun: true, saved: false });
				});
			});
		}
	},
});
