/** The file in a binary field of an item. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';
import { binaryFile, digestOf } from '../../../../nodes/shared/media/binaryFile';

const content = Buffer.from('the picture');
const sha256 = createHash('sha256').update(content).digest('hex');
const picture = (more: Partial<IBinaryData> = {}): IBinaryData => ({
	data: content.toString('base64'),
	fileName: 'a.jpg',
	mimeType: 'image/jpeg',
	...more,
});

describe('the content of a binary field', () => {
	const n8nOf = (file: IBinaryData, stream?: Readable) =>
		({
			helpers: {
				assertBinaryData: () => file,
				getBinaryStream: async (id_: string, size: number) => {
					expect([id_, size]).toEqual(['stored', 256 * 1024]);
					return stream;
				},
			},
		}) as never;

	it.each([0, 1, 3, 196_607, 196_608, 196_609, 400_000])(
		'of %i bytes is read whole, as often as it is asked for',
		async (size) => {
			const bytes = Buffer.alloc(size, 'abc');
			const file = binaryFile(n8nOf(picture({ data: bytes.toString('base64') })), 0, 'data');
			const expected = { size, sha256: createHash('sha256').update(bytes).digest('hex') };
			expect(await digestOf(await file.bytes())).toEqual(expected);
			expect(await digestOf(await file.bytes())).toEqual(expected);
		},
	);

	it('is read from where n8n has stored it', async () => {
		const file = binaryFile(
			n8nOf(picture({ id: 'stored', data: 'filesystem' }), Readable.from([content])),
			0,
			'data',
		);
		expect(file).toMatchObject({ name: 'a.jpg', mimeType: 'image/jpeg' });
		expect(await digestOf(await file.bytes())).toEqual({ size: 11, sha256 });
	});

	it('may have no name', () =>
		expect(binaryFile(n8nOf(picture({ fileName: undefined })), 0, 'data').name).toBe(''));
});
