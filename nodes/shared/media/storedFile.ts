/** Stores files in n8n's binary storage. */
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import type { BinaryStore } from './storedPictures';

/** Stores the bytes as they arrive, so that the whole file is never in memory. */
export async function storedFile(
	store: BinaryStore,
	bytes: AsyncIterable<Uint8Array>,
	fileName: string,
	mimeType?: string,
): Promise<IBinaryData> {
	return await store.prepareBinaryData(Readable.from(bytes), fileName, mimeType);
}
