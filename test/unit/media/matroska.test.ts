import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import { ClusterScan } from '../../../src/media/matroska/clusterScan';
import { elements, readElementHeader, readVint } from '../../../src/media/matroska/ebml';
import { bytesInMemory } from './containerBytes';

describe('Matroska elements', () => {
	it('have variable-size integers', () => {
		expect(readVint(Buffer.from([0x81]), 0)).toEqual({ value: 1, length: 1 });
		expect(readVint(Buffer.from([0x40, 0x02]), 0)).toEqual({ value: 2, length: 2 });
		expect(readVint(Buffer.from([0x01, 0, 0, 0, 0, 0, 1, 0]), 0)).toEqual({
			value: 256,
			length: 8,
		});
		expect(readVint(Buffer.from([0xff]), 0)).toEqual({ value: undefined, length: 1 });
		expect(readVint(Buffer.from([0x01, 255, 255, 255, 255, 255, 255, 255]), 0)).toEqual({
			value: undefined,
			length: 8,
		});
		expect(readVint(Buffer.from([0x40]), 0)).toBeUndefined();
		expect(readVint(Buffer.from([0]), 0)).toBeUndefined();
	});

	it('are listed, and are an error when their size exceeds the body', () => {
		expect(readElementHeader(Buffer.from([0x1f, 0x43, 0xb6, 0x75, 0x84]))).toEqual({
			id: 0x1f43b675,
			headerBytes: 5,
			size: 4,
		});
		expect(
			[...elements(Buffer.from([0xd7, 0x81, 5, 0x83, 0x81, 1]))].map(({ id, body }) => [
				id,
				body[0],
			]),
		).toEqual([
			[0xd7, 5],
			[0x83, 1],
		]);
		expect(() => [...elements(Buffer.from([0xd7, 0x85, 5]))]).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
	});

	const element = (id: string, ...content: Buffer[]) => {
		const body = Buffer.concat(content);
		return Buffer.concat([
			Buffer.from(id, 'hex'),
			Buffer.from([0x40 | (body.length >> 8), body.length & 255]),
			body,
		]);
	};
	/** A file with one video track, whose entry has these elements, and an empty cluster. */
	const file = (codec: string, ...more: Buffer[]) =>
		Buffer.concat([
			element('1a45dfa3'),
			Buffer.from('18538067ff', 'hex'),
			element(
				'1654ae6b',
				element(
					'ae',
					element('d7', Buffer.from([1])),
					element('83', Buffer.from([1])),
					element('86', Buffer.from(codec)),
					...more,
				),
			),
			element('1f43b675'),
		]);
	const opened = (bytes: Buffer) => ClusterScan.open(bytesInMemory(bytes), bytes);

	it('describe the video track, or are an error that says why it cannot be read', async () => {
		expect((await opened(file('V_VP9'))).track).toMatchObject({ number: 1, codecId: 'V_VP9' });
		const withoutCluster = await opened(file('V_VP9').subarray(0, -6));
		await withoutCluster.advance(1, 1000);
		expect([withoutCluster.finished, withoutCluster.table().count]).toEqual([true, 0]);
		const encryption = element('6d80', element('6240', element('5035')));
		await expect(opened(file('V_VP9', encryption))).rejects.toMatchObject({
			code: 'unsupportedFormat',
			message: 'The video is encrypted. Upload it without protection.',
		});
		await expect(opened(file('V_MPEG4/ISO/ASP'))).rejects.toThrow(NeedsFullDecode);
		await expect(opened(file('V_MS/VFW/FOURCC'))).rejects.toThrow(NeedsFullDecode);
	});
});
