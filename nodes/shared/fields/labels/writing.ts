/** The options of all operations that write labels. */
import type { SavingOptions } from '../../../../src/labels/saving/editJob';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { dryRunEntry } from '../dryRun';
import {
	pickEntries,
	collection,
	group,
	mapped,
	type CollectionValues,
	type Entries,
	type Field,
} from '../form/field';
import { addedIn, goneIn } from '../form/nodeVersions';
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
		description: 'Stored on the labels together with the agent name',
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
				description: 'Save anyway; the changes of others are lost',
			},
			{
				name: 'Read Again and Apply the Same Changes',
				value: 'reapply',
				description: 'No changes of others are lost (default)',
			},
			{ name: 'Refuse', value: 'refuse', description: 'Fail the item and save nothing' },
		],
	}),
	listChanges: addedIn(
		2,
		flag({
			displayName: 'List Changes',
			name: 'listChanges',
			type: 'boolean',
			default: true,
			description:
				'Whether to list in the output each label that was added, changed or removed, before and after. The list can be long.',
		}),
	),
	omitDiff: goneIn(
		2,
		flag({
			displayName: 'Leave Out Changes',
			name: 'omitDiff',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave the list of added, changed and removed labels out of the output, which can be long',
		}),
	),
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
	/** Whether the output lists the changes. */
	includeDiff: boolean;
	/** Whether the output has a picture of the changes. */
	drawChanges: boolean;
}

/** The options of a writing operation; `own` has the values of the operation's own options. */
export type OperationWriteOptions<E extends Entries> = WriteOptions & { own: CollectionValues<E> };

type EntryName = keyof typeof entries;

/** The options that most people look for. */
const common = ['dryRun', 'agentName', 'confidence', 'replacePersonLabels', 'drawChanges'];

/**
 * The Options collection of a writing operation: the common options and its own.
 * @param without common options that the operation does not have
 * @param first names of the options that come before the others
 */
export function writeOptions<E extends Entries>(
	own: E,
	without: readonly EntryName[] = [],
	first: readonly string[] = common,
): Field<OperationWriteOptions<E>> {
	const kept = Object.fromEntries(
		Object.entries(entries).filter(([name]) => !without.includes(name as EntryName)),
	) as typeof entries;
	const options = collection(
		{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
		{ ...kept, ...own },
		first,
	);
	return mapped(options, (values, form) => ({
		...writeOptionsOf(values as CollectionValues<typeof entries>, form.nodeVersion),
		own: pickEntries(own, values),
	}));
}

/**
 * Like writeOptions, for operations whose purpose is to change existing labels. There *Replace Labels of People* is a field of
 * its own above the options, so that users find it.
 */
export function changeOptions<E extends Entries>(own: E): Field<OperationWriteOptions<E>> {
	const { replacePersonLabels } = entries;
	return mapped(
		group({ replacePersonLabels, options: writeOptions(own, ['replacePersonLabels']) }),
		({ replacePersonLabels: replace, options }) => ({
			...options,
			saving: { ...options.saving, replacePersonLabels: replace },
		}),
	);
}

function writeOptionsOf(
	values: CollectionValues<typeof entries>,
	nodeVersion: number,
): WriteOptions {
	const { agentName, agentVersion } = values;
	return {
		saving: {
			dryRun: values.dryRun ?? false,
			onConflict: values.onConflict ?? 'reapply',
			replacePersonLabels: values.replacePersonLabels ?? false,
			...(agentName || agentVersion
				? {
						agent: {
							name: agentName || DEFAULT_AGENT,
							...(agentVersion ? { version: agentVersion } : {}),
						},
					}
				: {}),
		},
		// Until version 2 the changes were listed unless somebody left them out.
		includeDiff: nodeVersion < 2 ? !values.omitDiff : (values.listChanges ?? false),
		drawChanges: values.drawChanges ?? false,
	};
}
