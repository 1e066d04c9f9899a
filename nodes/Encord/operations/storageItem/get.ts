import type { IDataObject } from 'n8n-workflow';
import { defineOperation } from '../../../shared/runtime/operation';
import { simplifyField, wantsSimple } from '../../../shared/fields/limits';
import { storageItemFields } from '../../../shared/fields/places';
import { withStorageItems } from '../../../shared/media/findItem';
import { storageItemExample, storageItemSummary } from '../../../shared/output/storageItem';

export const getStorageItem = defineOperation({
	resource: 'storageItem',
	name: 'get',
	displayName: 'Get',
	action: 'Get a storage item',
	description: 'Get what Encord storage knows about a file: type, size, frames, client metadata',
	fields: [
		...storageItemFields,
		simplifyField,
		{
			displayName: 'Include Signed URL',
			name: 'includeSignedUrl',
			type: 'boolean',
			default: false,
			description:
				'Whether to add an address that anybody who has it can download the file from for some days. It is stored with the execution.',
		},
	],
	readOnly: true,
	example: storageItemExample,
	async run(batch) {
		const signUrls = batch.param<boolean>('includeSignedUrl', 0, false);
		await withStorageItems(batch, signUrls, async (_client, found) => {
			for (const { index, item } of found) {
				batch.ok(
					index,
					wantsSimple(batch, index) ? storageItemSummary(item) : (item as unknown as IDataObject),
				);
			}
		});
	},
});
