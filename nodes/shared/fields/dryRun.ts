/** Entry of every operation that changes something in Encord, labels or not. */
import { collection } from './form/field';
import { flag } from './form/values';

export const dryRunEntry = flag({
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: true,
	description: 'Whether to do everything but the saving. The output shows what would change.',
});

/** The options of operations that have no others. */
export const dryRunOptions = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{ dryRun: dryRunEntry },
);
