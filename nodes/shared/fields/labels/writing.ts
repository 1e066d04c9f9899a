/** What every operation that writes labels offers, and how it is read. */
import type { SavingOptions } from '../../../../src/labels/saving/editJob';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { dryRunEntry } from '../dryRun';
import {
	addedAmong,
	collection,
	group,
	mapped,
	type Added,
	type Entries,
	type Field,
} from '../form/field';
import { choice, flag, text } from '../form/values';

const entries = {
	agentName: text({
		displayName: 'Agent Name',
		name: 'agentName',
		type: 'string',
		default: DEFAULT_AGENT,
		description:
			'Name that marks the labels of this workflow. The same name finds them again: to replace them when the workflow runs again, and to undo them.',
	}),
	agentVersion: text({
		displayName: 'Agent Version',
		name: 'agentVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. gpt-4o-2024-08-06',
		description: 'Noted beside the agent name on the labels, for people who look at them later',
	}),
	drawChanges: flag({
		displayName: 'Draw Changes',
		name: 'drawChanges',
		type: 'boolean',
		default: true,
		description:
			'Whether to add a picture of the first frame on which objects changed, before and after, as the binary field data',
	}),
	dryRun: dryRunEntry,
	onConflict: choice({
		displayName: 'If Somebody Else Saved Meanwhile',
		name: 'onConflict',
		type: 'options',
		default: 'reapply',
		description:
			'What to do when the label row was saved by somebody else between reading and saving',
		options: [
			{
				name: 'Overwrite',
				value: 'overwrite',
				description: 'Save anyway; what the others saved is lost',
			},
			{
				name: 'Read Again and Apply the Same Changes',
				value: 'reapply',
				description: 'Nothing of the others is lost (default)',
			},
			{ name: 'Refuse', value: 'refuse', description: 'Fail the item and save nothing' },
		],
	}),
	omitDiff: flag({
		displayName: 'Leave Out Changes',
		name: 'omitDiff',
		type: 'boolean',
		default: true,
		description:
			'Whether to leave the list of added, changed and removed labels out of the output, which can be long',
	}),
	replacePersonLabels: flag({
		displayName: 'Replace Labels of People',
		name: 'replacePersonLabels',
		type: 'boolean',
		default: false,
		description:
			'Whether labels that a person (or another agent) made may be changed or removed. Otherwise they stay and the output says so.',
	}),
};

export interface WriteOptions {
	/**
	 * How the labels are saved. Items with the same `saving` go into one save, so what only the output needs stands beside it,
	 * not in it.
	 */
	saving: Omit<SavingOptions, 'ontology' | 'rows'>;
	/** The output lists what changed. */
	includeDiff: boolean;
	/** The output has a picture of it. */
	drawChanges: boolean;
}

/** The options of a writing operation, and what its own entries among them say. */
export type WriteAsk<E extends Entries> = WriteOptions & { own: Added<E> };

type EntryName = keyof typeof entries;

/**
 * The Options collection of a writing operation: its own entries among those all of them have.
 * @param without entries that make no sense for the operation
 */
export function writeOptions<E extends Entries>(
	own: E,
	without: readonly EntryName[] = [],
): Field<WriteAsk<E>> {
	const kept = Object.fromEntries(
		Object.entries(entries).filter(([name]) => !without.includes(name as EntryName)),
	) as typeof entries;
	const options = collection(
		{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
		{ ...kept, ...own },
	);
	return mapped(options, (given) => ({
		...writeOptionsOf(given as Added<typeof entries>),
		own: addedAmong(own, given),
	}));
}

/**
 * The same for operations whose very purpose is to change what is there: *Replace Labels of People* stands above the
 * options, so that nobody has to search for it.
 */
export function changeOptions<E extends Entries>(own: E): Field<WriteAsk<E>> {
	const { replacePersonLabels } = entries;
	return mapped(
		group({ replacePersonLabels, options: writeOptions(own, ['replacePersonLabels']) }),
		({ replacePersonLabels: replace, options }) => ({
			...options,
			saving: { ...options.saving, replacePersonLabels: replace },
		}),
	);
}

function writeOptionsOf(given: Added<typeof entries>): WriteOptions {
	const { agentName, agentVersion } = given;
	return {
		saving: {
			dryRun: given.dryRun ?? false,
			onConflict: given.onConflict ?? 'reapply',
			replacePersonLabels: given.replacePersonLabels ?? false,
			...(agentName || agentVersion
				? {
						agent: {
							name: agentName || DEFAULT_AGENT,
							...(agentVersion ? { version: agentVersion } : {}),
						},
					}
				: {}),
		},
		includeDiff: !given.omitDiff,
		drawChanges: given.drawChanges ?? false,
	};
}
