import { dryRunOptions } from '../../../shared/fields/dryRun';
import { unitFields } from '../../../shared/fields/places';
import { exampleUnit } from '../../../shared/output/examples';
import { defineOperation } from '../../../shared/runtime/operation';
import { reopenOrComplete } from '../../../shared/writing/reopenOrComplete';

export const completeLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'complete',
	displayName: 'Complete',
	action: 'Complete label rows',
	description:
		'Send a file to the final stage of the workflow, whatever stage it is in; one whose labels were never begun is refused',
	inputs: { unit: unitFields, options: dryRunOptions },
	readOnly: false,
	example: {
		...exampleUnit,
		summary: 'Completed "cat_01.jpg"',
		stageTitle: 'Review 1',
		completed: true,
	},
	async run(batch, items) {
		await reopenOrComplete(batch, items, 'complete');
	},
});
