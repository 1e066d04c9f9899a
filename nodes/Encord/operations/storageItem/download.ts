import { collection } from '../../../shared/fields/form/field';
import { binaryField } from '../../../shared/fields/pictures';
import { readingLimitsOf, timeLimitEntries } from '../../../shared/fields/readingLimits';
import { storageItemFields } from '../../../shared/fields/storageItems';
import { withStorageItems } from '../../../shared/media/findItem';
import { signedUrls } from '../../../shared/media/storageFiles';
import { storedFile } from '../../../shared/media/storedFile';
import { storageItemExample, storageItemSummary } from '../../../shared/output/storageItem';
import { defineOperation } from '../../../shared/runtime/operation';

/** Number of files that are downloaded at the same time. */
const PARALLEL = 4;

/** Larger files are refused. Files are streamed, so this limits disk space, not memory. */
const MAX_BYTES = 16 * 1024 * 1024 * 1024;

export const downloadStorageItem = defineOperation({
	resource: 'storageItem',
	name: 'download',
	displayName: 'Download',
	action: 'Download a storage item',
	description: 'Download a file as it is: image, video, audio, text or PDF',
	inputs: {
		file: storageItemFields,
		binaryField,
		options: collection(
			{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
			timeLimitEntries,
		),
	},
	readOnly: true,
	example: storageItemExample,
	async run(batch, items) {
		await withStorageItems(batch, items, true, async (client, found) => {
			const { assetFileName } = await import('../../../../src/media/bytes/assetName');
			const { download } = await import('../../../../src/media/bytes/download');
			await batch.each(
				found,
				async ({ index, item, binaryField: name, options }) => {
					const url = signedUrls(client, item);
					const fileName = assetFileName(item.mimeType, item.url, item.name, item.itemType);
					const { idleMs, totalMs } = readingLimitsOf(options);
					const file = await download(url, {
						send: batch.send,
						signal: batch.signal,
						maxBytes: MAX_BYTES,
						idleMs,
						totalMs,
					});
					const mimeType = item.mimeType ?? file.mimeType;
					const binary = await storedFile(batch.n8n.helpers, file.bytes, fileName, mimeType);
					const json = storageItemSummary({ ...item, signedUrl: null });
					batch.ok(index, [{ json, binary: { [name]: binary } }]);
				},
				PARALLEL,
			);
		});
	},
});
