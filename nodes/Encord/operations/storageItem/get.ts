import type { IDataObject } from 'n8n-workflow';
import { flag } from '../../../shared/fields/form/values';
import { simplifyField } from '../../../shared/fields/limits';
import { storageItemFields } from '../../../shared/fields/storageItems';
import { withStorageItems } from '../../../shared/media/findItem';
import { storageItemExample, storageItemSummary } from '../../../shared/output/storageItem';
import { defineOperation } from '../../../shared/runtime/operation';

export const getStorageItem = defineOperation({
	resource: 'storageItem',
	name: 'get',
	displayName: 'Get',
	action: 'Get a storage item',
	description: 'Get what Encord storage knows about a file: type, size, frames, client metadata',
	inputs: {
		file: storageItemFields,
		simple: simplifyField,
		signUrl: flag({
			displayName: 'Include Signed URL',
			name: 'includeSignedUrl',
			type: 'boolean',
			default: false,
			description:
				'Whether to add an address that anybody who has it can download the file from for some days. It is stored with the execution.',
		}),
	},
	readOnly: true,
	example: storageItemExample,
	async run(batch, asks) {
		const signUrls = asks.some(({ signUrl }) => signUrl);
		await withStorageItems(batch, asks, signUrls, async (_client, found) => {
			for (const { index, simple, signUrl, item } of found) {
				const told = signUrl ? item : { ...item, signedUrl: null };
				batch.ok(index, simple ? storageItemSummary(told) : (told as unknown as IDataObject));
			}
		});
	},
});
