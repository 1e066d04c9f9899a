/** The field for the priority of a task. */
import { number } from './form/values';

export const priorityField = number({
	displayName: 'Priority',
	name: 'priority',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1 },
	default: 0.5,
	description: 'From 0 (last) to 1 (first). 0 is written as 0, not left out.',
});
