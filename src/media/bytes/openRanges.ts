/** The first request for a file, which shows whether the storage serves byte ranges. */
import { MediaError } from '../errors';
import { contentRange, RangeReader, strongEtag } from './rangeReader';
import { maxAttempts, Transfer, type TransferOptions, TransientError } from './transfer';

/** With range support the first bytes and a reader for the rest; without it the body of the whole file. */
type OpenedFile =
	| { ranges: true; reader: RangeReader; head: Buffer }
	| { ranges: false; body: AsyncGenerator<Buffer, void, undefined>; size: number | undefined };

/** Requests the first `headBytes` bytes; the answer tells the file's size, its entity tag, and whether ranges work. */
export async function openRanges(options: TransferOptions, headBytes: number): Promise<OpenedFile> {
	const transfer = new Transfer(options);
	for (let attempt = 1; ; attempt++) {
		const response = await transfer.get(`bytes=0-${headBytes - 1}`);
		if (response.status === 416) throw new MediaError('damaged', 'The file is empty.');
		if (response.status === 200) {
			const length = Number(response.headers['content-length'] ?? Number.NaN);
			return {
				ranges: false,
				body: transfer.body(response),
				size: Number.isFinite(length) ? length : undefined,
			};
		}
		const { from, size } = contentRange(response);
		if (from !== 0)
			throw new MediaError('network', 'The storage sends other bytes than the asked range.');
		const chunks: Buffer[] = [];
		let received = 0;
		const wanted = Math.min(headBytes, size);
		try {
			for await (const chunk of transfer.body(response)) {
				chunks.push(chunk);
				received += chunk.length;
				if (received > wanted) break;
			}
		} catch (error) {
			if (!(error instanceof TransientError) || attempt === maxAttempts) throw error;
		}
		if (received >= wanted) {
			const head = Buffer.concat(chunks).subarray(0, wanted);
			const reader = new RangeReader(transfer, size, strongEtag(response), head);
			return { ranges: true, reader, head };
		}
		if (attempt === maxAttempts)
			throw new MediaError(
				'network',
				'The connection to the storage keeps breaking. Try again later.',
			);
		await transfer.backOff(attempt);
	}
}
