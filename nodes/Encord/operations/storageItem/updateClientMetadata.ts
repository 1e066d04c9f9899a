import type { IDataObject } from 'n8n-workflow';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { EncordClient } from '../../../../src/encord/client';
import type { EncordJson } from '../../../../src/encord/wire/json';
import { dryRunEntry } from '../../../shared/fields/dryRun';
import { collection } from '../../../shared/fields/form/field';
import { jsonField, flag } from '../../../shared/fields/form/values';
import { storageItemFields } from '../../../shared/fields/storageItems';
import { withStorageItems } from '../../../shared/media/findItem';
import { exampleId } from '../../../shared/output/examples';
import { clientMetadata } from '../../../shared/output/storageItem';
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
	const updates = groupBy(items, ({ item }) => item.uuid).map((group) => {
		const before = clientMetadata(group.members[0].item);
		return { ...group, before, after: group.members.reduce(changed, before) };
	});
	const writes = updates.filter(
		({ members: [first], before, after }) => !first.options.dryRun && !same(before, after),
	);
	if (writes.length > 0) {
		await client.updateStorageItems(
			writes.map(({ key, after }) => ({
				itemUuid: key,
				patch: { clientMetadata: after as EncordJson },
			})),
		);
	}
	for (const one of updates) {
		const saved = writes.includes(one);
		for (const { index, item } of one.members) {
			batch.ok(index, {
				storageItemUuid: item.uuid,
				name: item.name,
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

function difference(before: IDataObject, after: IDataObject): IDataObject {
	const pick = (from: IDataObject, keep: (key: string) => boolean) =>
		Object.fromEntries(Object.entries(from).filter(([key]) => keep(key)));
	return {
		added: pick(after, (key) => !(key in before)),
		changed: pick(after, (key) => key in before && !same(before[key], after[key])),
		removed: pick(before, (key) => !(key in after)),
	};
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
