/** A whole file streamed over HTTP, resumed by ranges where the connection breaks. */
import type { HttpResponse } from '../../encord/wire/send';
import { MediaError } from '../errors';
import { RangeReader, strongEtag } from './rangeReader';
import { discard, Transfer, type TransferOptions, TransientError } from './transfer';

interface WholeFile {
	/** Absent when the server does not announce it. */
	size: number | undefined;
	mimeType: string | undefined;
	bytes: AsyncGenerator<Buffer, void, undefined>;
}

/** Requests the whole file. @throws MediaError `tooLarge` before any body byte is read when the announced size exceeds `maxBytes`. */
export async function openWhole(options: TransferOptions): Promise<WholeFile> {
	const transfer = new Transfer(options);
	const response = await transfer.get();
	const announced = Number(response.headers['content-length'] ?? Number.NaN);
	const size = Number.isFinite(announced) ? announced : undefined;
	if (size !== undefined && size > options.maxBytes) {
		discard(response);
		throw new MediaError(
			'tooLarge',
			`The file has ${Math.ceil(size / 1024 / 1024)} MiB, more than the limit of ${Math.floor(options.maxBytes / 1024 / 1024)} MiB.`,
		);
	}
	return {
		size,
		mimeType: response.headers['content-type'],
		bytes: resumedBody(transfer, response, size),
	};
}

async function* resumedBody(
	transfer: Transfer,
	response: HttpResponse,
	size: number | undefined,
): AsyncGenerator<Buffer, void, undefined> {
	let position = 0;
	try {
		for await (const chunk of transfer.body(response)) {
			position += chunk.length;
			yield chunk;
		}
	} catch (error) {
		if (!(error instanceof TransientError)) throw error;
		if (size === undefined)
			throw new MediaError('network', 'The connection to the storage broke. Try again later.');
	}
	if (size !== undefined && position < size)
		yield* new RangeReader(transfer, size, strongEtag(response)).stream(position);
}
