import { dryRunOptions } from '../../../shared/fields/dryRun';
import { unitFields } from '../../../shared/fields/places';
import { exampleUnit } from '../../../shared/output/examples';
import { defineOperation } from '../../../shared/runtime/operation';
import { reopenOrComplete } from '../../../shared/writing/reopenOrComplete';

export const reopenLabelRow = defineOperation({
	resource: 'labelRow',
	name: 'reopen',
	displayName: 'Reopen',
	action: 'Reopen label rows',
	description:
		'Send a file back to the first annotation stage of the workflow, whatever stage it is in. Its labels stay. A file without labels is left where it is.',
	inputs: { unit: unitFields, options: dryRunOptions },
	readOnly: false,
	example: {
		...exampleUnit,
		summary: 'Reopened "cat_01.jpg"',
		stageTitle: 'Complete',
		reopened: true,
	},
	async run(batch, items) {
		await reopenOrComplete(batch, items, 'reopen');
	},
});
