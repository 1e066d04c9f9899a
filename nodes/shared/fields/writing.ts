/** What every operation that writes labels offers, and how it is read. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { DEFAULT_AGENT } from '../../../src/labels/row/identity';
import type { SavingOptions } from '../../../src/labels/saving/editJob';
import type { Batch } from '../runtime/batch';

/** Entries of the Options collection, in alphabetical order. */
const entries: INodeProperties[] = [
	{
		displayName: 'Agent Name',
		name: 'agentName',
		type: 'string',
		default: DEFAULT_AGENT,
		description:
			'Name that marks the labels of this workflow. The same name finds them again: to replace them when the workflow runs again, and to undo them.',
	},
	{
		displayName: 'Agent Version',
		name: 'agentVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. gpt-4o-2024-08-06',
		description: 'Noted beside the agent name on the labels, for people who look at them later',
	},
	{
		displayName: 'Draw Changes',
		name: 'drawChanges',
		type: 'boolean',
		default: true,
		description:
			'Whether to add a picture of the first frame on which objects changed, before and after, as the binary field data',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether to do everything but the saving. The output shows what would change.',
	},
	{
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
	},
	{
		displayName: 'Leave Out Changes',
		name: 'omitDiff',
		type: 'boolean',
		default: true,
		description:
			'Whether to leave the list of added, changed and removed labels out of the output, which can be long',
	},
	{
		displayName: 'Replace Labels of People',
		name: 'replacePersonLabels',
		type: 'boolean',
		default: false,
		description:
			'Whether labels that a person (or another agent) made may be changed or removed. Otherwise they stay and the output says so.',
	},
];

/**
 * The Options collection of a writing operation: its own entries among those all of them have.
 * @param without entries that the operation shows as fields
 */
export function writeOptionsField(
	own: INodeProperties[] = [],
	without: string[] = [],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...own, ...entries.filter(({ name }) => !without.includes(name))].sort((a, b) =>
			a.displayName.localeCompare(b.displayName, 'en'),
		),
	};
}

/** For operations whose very purpose is to change what is there: nobody should have to search for this option. */
export const replacePersonLabelsField: INodeProperties = entries.find(
	({ name }) => name === 'replacePersonLabels',
)!;

export interface WriteOptions {
	saving: Omit<SavingOptions, 'ontology' | 'rows'>;
	/** The output lists what changed. */
	includeDiff: boolean;
	/** The output has a picture of it. */
	drawChanges: boolean;
}

export function writeOptionsOf(batch: Batch, index: number): WriteOptions {
	const given = batch.param<IDataObject>('options', index, {});
	const name = String(given.agentName ?? '').trim();
	const version = String(given.agentVersion ?? '').trim();
	return {
		saving: {
			dryRun: given.dryRun === true,
			onConflict: (given.onConflict as SavingOptions['onConflict']) ?? 'reapply',
			replacePersonLabels:
				(given.replacePersonLabels ?? batch.param('replacePersonLabels', index, false)) === true,
			...(name || version
				? { agent: { name: name || DEFAULT_AGENT, ...(version ? { version } : {}) } }
				: {}),
		},
		includeDiff: given.omitDiff !== true,
		drawChanges: given.drawChanges === true,
	};
}
