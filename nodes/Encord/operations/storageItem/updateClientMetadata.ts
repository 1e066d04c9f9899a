import type { IDataObject } from 'n8n-workflow';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { EncordClient } from '../../../../src/encord/client';
import type { EncordJson } from '../../../../src/encord/wire/json';
import { shortened } from '../../../../src/encord/wire/identifiers';
import { sameJson } from '../../../../src/encord/wire/sameJson';
import { dryRunEntry } from '../../../shared/fields/dryRun';
import { collection } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { jsonField, flag } from '../../../shared/fields/form/values';
import { storageItemFields } from '../../../shared/fields/storageItems';
import { withStorageItems } from '../../../shared/media/findItem';
import { exampleId } from '../../../shared/output/examples';
import { alreadySo, named, sentence } from '../../../shared/output/summary';
import { knownMetadata } from '../../../shared/output/storageItem';
import { groupBy, type ItemInputs, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

interface Change {
	metadata: IDataObject;
	options: { replace?: boolean; dryRun?: boolean };
}

const metadataField = jsonField({
	displayName: 'Client Metadata',
	name: 'clientMetadata',
	type: 'json',
	default: '{}',
	required: true,
	placeholder: '{ "weather": "rain" }',
	description:
		'A JSON object. Its fields are added to those the file has; a field with the value null is removed.',
});

const optionFields = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		dryRun: dryRunEntry,
		replace: flag({
			displayName: 'Replace All',
			name: 'replace',
			type: 'boolean',
			default: true,
			description: 'Whether to drop the fields that the file has and that are not given here',
		}),
	},
);

export const updateClientMetadata = defineOperation({
	resource: 'storageItem',
	name: 'updateClientMetadata',
	displayName: 'Update Client Metadata',
	action: 'Update the client metadata of a storage item',
	description:
		'Add to the client metadata of a file, or replace it; several items of one file are merged into one update',
	inputs: {
		file: storageItemFields,
		metadata: metadataField,
		options: optionFields,
	},
	readOnly: false,
	example: {
		summary: 'Added weather in the client metadata of "cat_01.jpg"',
		storageItemUuid: exampleId,
		name: 'cat_01.jpg',
		saved: true,
		clientMetadata: { camera: 'north', weather: 'rain' },
		changes: { added: { weather: 'rain' }, changed: {}, removed: {} },
	},
	async run(batch, items) {
		await withStorageItems(batch, items, false, async (client, items) => {
			await update(batch, client, items);
		});
	},
});

async function update(
	batch: Batch,
	client: EncordClient,
	items: Array<ItemInputs<{ item: StorageItem } & Change>>,
): Promise<void> {
	// What a dry run would change is never written, so it stands in a group of its own.
	const groups = groupBy(items, ({ item, options }) => `${item.uuid} ${options.dryRun === true}`);
	const updates = groups.flatMap(({ members }) => {
		const [{ item, options }] = members;
		const before = knownMetadata(item);
		if (before === undefined && !options.replace) {
			for (const { index } of members) batch.fail(index, unreadable(item));
			return [];
		}
		const known = before ?? {};
		return [{ members, before: known, after: members.reduce(changed, known) }];
	});
	const writes = updates.filter(
		({ members: [first], before, after }) => !first.options.dryRun && !sameJson(before, after),
	);
	if (writes.length > 0) {
		await client.updateStorageItems(
			writes.map(({ members: [{ item }], after }) => ({
				itemUuid: item.uuid,
				patch: { clientMetadata: after as EncordJson },
			})),
		);
	}
	for (const one of updates) {
		const saved = writes.includes(one);
		for (const { index, item, options } of one.members) {
			batch.ok(index, {
				summary: summaryOf(item, difference(one.before, one.after), options.dryRun),
				storageItemUuid: item.uuid,
				name: item.name,
				...(options.dryRun ? { dryRun: true } : {}),
				saved,
				clientMetadata: one.after,
				changes: difference(one.before, one.after),
			});
		}
	}
}

/** The metadata after a change; null removes a field. */
function changed(before: IDataObject, { metadata, options }: Change): IDataObject {
	const merged = options.replace ? metadata : { ...before, ...metadata };
	return Object.fromEntries(
		Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
	);
}

/** Names the fields that differ; their values are in the output. */
function summaryOf(
	{ name }: StorageItem,
	changes: ReturnType<typeof difference>,
	dryRun?: boolean,
): string {
	const clauses = [
		['add', changes.added] as const,
		['change', changes.changed] as const,
		['remove', changes.removed] as const,
	].flatMap(([verb, fields]) => {
		const names = Object.keys(fields);
		return names.length === 0 ? [] : [{ verb, what: shortened(names.join(', ')) }];
	});
	if (clauses.length === 0) return alreadySo(`the client metadata of ${named(name)}`);
	return `${sentence(clauses, dryRun)} in the client metadata of ${named(name)}`;
}

function difference(
	before: IDataObject,
	after: IDataObject,
): Record<'added' | 'changed' | 'removed', IDataObject> {
	const pick = (from: IDataObject, keep: (key: string) => boolean) =>
		Object.fromEntries(Object.entries(from).filter(([key]) => keep(key)));
	return {
		added: pick(after, (key) => !(key in before)),
		changed: pick(after, (key) => key in before && !sameJson(before[key], after[key])),
		removed: pick(before, (key) => !(key in after)),
	};
}

/** Fields cannot be added to what is no JSON object. */
function unreadable({ name }: StorageItem): InputError {
	return new InputError(
		`The client metadata of "${name}" is not a JSON object, so nothing can be added to it`,
		'Turn on the option Replace All to replace it, or correct it in Encord.',
	);
}
