import { groupBy } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';
import { exampleId } from '../../../shared/output/examples';
import { dataUnitField, projectOfItemField } from '../../../shared/fields/places';
import { uuid } from '../../../shared/labels/lookup';

export const setPriority = defineOperation({
	resource: 'task',
	name: 'setPriority',
	displayName: 'Set Priority',
	action: 'Set the priority of tasks',
	description: 'Set how early the task of a data unit is worked on: 1 comes first, 0 last',
	fields: [
		projectOfItemField,
		dataUnitField,
		{
			displayName: 'Priority',
			name: 'priority',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
			default: 0.5,
			description: 'From 0 (last) to 1 (first). 0 is written as 0, not left out.',
		},
	],
	readOnly: false,
	example: { projectHash: exampleId, dataHash: exampleId, priority: 0.5 },
	async run(batch) {
		const client = await batch.client();
		const asks = batch.read((index) => ({
			projectHash: uuid(batch.locator('project', index, 'Project'), 'Project'),
			dataHash: uuid(batch.locator('dataUnit', index, 'Data Unit'), 'Data Unit'),
			priority: priorityOf(batch.param('priority', index)),
		}));
		for (const project of groupBy(asks, ({ projectHash }) => projectHash)) {
			await batch.together(project.asks, async () => {
				const units = groupBy(project.asks, ({ dataHash }) => dataHash);
				// Items of the same data unit take effect in their order: the last one counts.
				const priorities = units.map(({ key, asks: same }) => ({
					dataHash: key,
					priority: same.at(-1)!.priority,
				}));
				const outcomes = await client.setPriorities(project.key, priorities);
				for (const [position, unit] of units.entries()) {
					const outcome = outcomes[position]!;
					for (const { index, projectHash, dataHash } of unit.asks) {
						if (outcome.ok)
							batch.ok(index, { projectHash, dataHash, priority: priorities[position]!.priority });
						else batch.fail(index, outcome.error);
					}
				}
			});
		}
	},
});

function priorityOf(value: unknown): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !(number >= 0 && number <= 1)) {
		throw new InputError(
			`The priority ${String(value)} is not a number from 0 to 1`,
			'1 comes first, 0 last.',
		);
	}
	return number;
}
