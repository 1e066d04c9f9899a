import { Readable } from 'node:stream';
import { defineOperation } from '../../../shared/runtime/operation';
import { patienceOptions, readingLimitsOf } from '../../../shared/fields/readingLimits';
import { binaryFieldField, optionsField } from '../../../shared/fields/pictures';
import { storageItemFields } from '../../../shared/fields/places';
import { signedUrls } from '../../../shared/media/storageFiles';
import { withStorageItems } from '../../../shared/media/findItem';
import { storageItemExample, storageItemSummary } from '../../../shared/output/storageItem';

/** Files fetched at a time. */
const PARALLEL = 4;

export const downloadStorageItem = defineOperation({
	resource: 'storageItem',
	name: 'download',
	displayName: 'Download',
	action: 'Download a storage item',
	description: 'Download a file as it is: image, video, audio, text or PDF',
	fields: [...storageItemFields, binaryFieldField, optionsField(...patienceOptions)],
	readOnly: true,
	example: storageItemExample,
	async run(batch) {
		await withStorageItems(batch, true, async (client, found) => {
			const { assetFileName } = await import('../../../../src/media/bytes/assetName');
			const { download } = await import('../../../../src/media/bytes/download');
			await batch.each(
				found,
				async ({ index, item }) => {
					const url = signedUrls(client, item);
					const fileName = assetFileName(item.mimeType, item.url, item.name, item.itemType);
					const { idleMs, totalMs } = readingLimitsOf(batch, [index]);
					const file = await download(url, {
						send: batch.send,
						signal: batch.signal,
						maxBytes: MAX_BYTES,
						idleMs,
						totalMs,
					});
					const mimeType = item.mimeType ?? file.mimeType;
					const binary = await batch.n8n.helpers.prepareBinaryData(
						Readable.from(file.bytes),
						fileName,
						mimeType,
					);
					const json = storageItemSummary({ ...item, signedUrl: null });
					batch.ok(index, [
						{ json, binary: { [batch.text('binaryField', index) || 'data']: binary } },
					]);
				},
				PARALLEL,
			);
		});
	},
});

/** A long video; streamed, so this bounds the disk and not the memory. */
const MAX_BYTES = 16 * 1024 * 1024 * 1024;
