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
				'Whether to add a URL from which anybody can download the file for some days. It is stored with the execution.',
		}),
	},
	readOnly: true,
	example: storageItemExample,
	async run(batch, items) {
		const signUrls = items.some(({ signUrl }) => signUrl);
		await withStorageItems(batch, items, signUrls, async (_client, found) => {
			for (const { index, simple, signUrl, item } of found) {
				const output = signUrl ? item : { ...item, signedUrl: null };
				batch.ok(index, simple ? storageItemSummary(output) : (output as unknown as IDataObject));
			}
		});
	},
});
