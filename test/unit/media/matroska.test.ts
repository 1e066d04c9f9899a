/** The elements of Matroska files (RFC 8794), and the description of their video track. */
import { describe, expect, it } from '@jest/globals';
import { NeedsFullDecode } from '../../../src/media/errors';
import { ClusterScan } from '../../../src/media/matroska/clusterScan';
import {
	elements,
	findElement,
	readElementHeader,
	readUint,
	readVint,
} from '../../../src/media/matroska/ebml';
import { bytesInMemory } from './containerBytes';
import { avcRecord, sequenceSet } from './h264';

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
		expect(readVint(Buffer.from([0, 1, 1, 1, 1, 1, 1, 1, 1]), 0)).toBeUndefined();
		expect(readVint(Buffer.from([0x81]), 1)).toBeUndefined();
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])('have variable-size integers of %p bytes', (length) => {
		// The marker is the highest bit that the length leaves.
		const vint = (value: bigint) => {
			const all = Buffer.alloc(8);
			all.writeBigUInt64BE(value | (1n << BigInt(7 * length)));
			return all.subarray(8 - length);
		};
		const highest = (1n << BigInt(7 * length)) - 1n;
		for (const value of [0n, 1n, highest / 3n, highest - 1n]) {
			if (value > 2n ** 53n) continue;
			const behind = Buffer.concat([Buffer.from([9]), vint(value), Buffer.from([255])]);
			expect(readVint(behind, 1)).toEqual({ value: Number(value), length });
			expect(readVint(behind.subarray(0, length), 1)).toBeUndefined();
		}
		expect(readVint(vint(highest), 0)).toEqual({ value: undefined, length });
	});

	it('have IDs of one to four bytes, marker included', () => {
		for (const id of ['a3', '4282', '2ad7b1', '1a45dfa3']) {
			const bytes = Buffer.from(`ff${id}4005`, 'hex');
			const idLength = id.length / 2;
			expect(readElementHeader(bytes, 1)).toEqual({
				id: Number.parseInt(id, 16),
				headerBytes: idLength + 2,
				size: 5,
			});
			for (let cut = 1; cut < bytes.length; cut++)
				expect(readElementHeader(bytes.subarray(0, cut), 1)).toBeUndefined();
		}
		expect(readElementHeader(Buffer.from('0f4282aa81', 'hex'))).toBeUndefined();
		expect(readElementHeader(Buffer.from('0882828281', 'hex'))).toBeUndefined();
		expect(readElementHeader(Buffer.from('a3ff', 'hex'))).toMatchObject({ size: undefined });
	});

	it('are found by path: the first of their ID, with all of its bytes', () => {
		const body = Buffer.from('d78105 ae85d781068380 ae83d78107'.replaceAll(' ', ''), 'hex');
		const [one, two, three] = [...elements(body)];
		expect([one, two, three].map((found) => found?.whole.toString('hex'))).toEqual([
			'd78105',
			'ae85d781068380',
			'ae83d78107',
		]);
		expect(two?.body.toString('hex')).toBe('d781068380');
		expect(findElement(body, 0xd7)).toEqual(Buffer.from([5]));
		expect(findElement(body, 0xae, 0xd7)).toEqual(Buffer.from([6]));
		expect(findElement(body, 0xae, 0x83)).toEqual(Buffer.alloc(0));
		expect(findElement(body, 0x83)).toBeUndefined();
		expect(findElement(body, 0xe0, 0xd7)).toBeUndefined();
		expect(findElement(undefined, 0xd7)).toBeUndefined();
		expect(findElement(body)).toBe(body);
	});

	it('are numbers of any length', () => {
		expect(readUint(Buffer.from([1, 2, 3]), 7)).toBe(0x010203);
		expect(readUint(Buffer.from([0x01, 0, 0, 0, 0, 0, 5]), 7)).toBe(2 ** 48 + 5);
		expect([readUint(Buffer.alloc(0), 7), readUint(undefined, 8)]).toEqual([7, 8]);
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
		for (const damaged of [[0xd7, 0x85, 5], [0xd7, 0xff, 5], [0xd7, 0x81, 5, 0xd7], [0]])
			expect(() => [...elements(Buffer.from(damaged))]).toThrow(
				expect.objectContaining({
					code: 'damaged',
					message:
						"The file's header is damaged: an element is longer than what holds it. Upload the file again.",
				}),
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
	});

	it.each([
		...['V_MPEG4/ISO/AVC', 'V_MPEGH/ISO/HEVC', 'V_VP8', 'V_VP9'],
		...['V_AV1', 'V_PRORES', 'V_MJPEG', 'V_FFV1'],
	])('describe a track of %s, one picture in each packet', async (codec) => {
		const { track } = await opened(file(codec));
		expect(track).toMatchObject({
			codecId: codec,
			strippedHeader: Buffer.alloc(0),
			track: { timescale: 1000, timeZeroPts: 0, turn: [], hasAlpha: false },
		});
		expect(track.track.decoderConfig).toBeUndefined();
		expect((await opened(file(`${codec}\0\0`))).track.codecId).toBe(codec);
		expect(track.readShowFrame !== undefined).toBe(/VP[89]/.test(codec));
	});

	it.each(['V_MPEG4/ISO/ASP', 'V_MS/VFW/FOURCC', 'V_THEORA', 'V_VP8X', 'XV_VP8', 'V_\0VP8', ''])(
		'describe a track of "%s", of which only a decoder knows the pictures',
		async (codec) => {
			const failure = opened(file(codec));
			await expect(failure).rejects.toThrow(NeedsFullDecode);
			await expect(failure).rejects.toThrow('its packets may not be one picture each');
		},
	);

	it('have the records of H.264 and HEVC', async () => {
		const of = async (codec: string, record: Buffer) =>
			(await opened(file(codec, element('63a2', record)))).track.track.decoderConfig;
		const avc = avcRecord(2, [sequenceSet(66)]);
		const hevc = Buffer.concat([Buffer.alloc(21), Buffer.from([0xfd, 0])]);
		expect(await of('V_MPEG4/ISO/AVC', avc)).toMatchObject({ codec: 'avc', nalLengthSize: 2 });
		expect(await of('V_MPEGH/ISO/HEVC', hevc)).toMatchObject({ codec: 'hevc', nalLengthSize: 2 });
		expect(await of('V_VP9', avc)).toBeUndefined();
		const fields = of('V_MPEG4/ISO/AVC', avcRecord(2, [sequenceSet(77, 'fields')]));
		await expect(fields).rejects.toThrow('its pictures may be stored as two fields each');
		await expect(fields).rejects.toThrow(NeedsFullDecode);
	});

	it('tell whether pictures have alpha, and how packets are stored', async () => {
		const alpha = async (...mode: number[]) =>
			(await opened(file('V_VP9', element('e0', element('53c0', Buffer.from(mode)))))).track.track
				.hasAlpha;
		expect([await alpha(1), await alpha(0), await alpha()]).toEqual([true, false, false]);
		const encoded = (...compression: Buffer[]) =>
			opened(file('V_VP9', element('6d80', element('6240', element('5034', ...compression)))));
		const stripping = element('4254', Buffer.from([3]));
		const settings = element('4255', Buffer.from([7, 8]));
		expect((await encoded(stripping, settings)).track.strippedHeader).toEqual(Buffer.from([7, 8]));
		expect((await encoded(stripping)).track.strippedHeader).toEqual(Buffer.alloc(0));
		for (const other of [[settings], [element('4254', Buffer.from([0]))], []])
			await expect(encoded(...other)).rejects.toThrow('its packets are compressed once more');
		await expect(opened(file('V_VP9', element('6d80')))).rejects.toThrow(NeedsFullDecode);
	});

	it('are an error where they are cut off or too long', async () => {
		const whole = file('V_VP9');
		await expect(opened(whole.subarray(0, -7))).rejects.toMatchObject({ code: 'damaged' });
		const start = Buffer.from('1a45dfa38018538067ff1654ae6b', 'hex');
		const long = (size: string) => opened(Buffer.concat([start, Buffer.from(size, 'hex')]));
		await expect(long('11000001')).rejects.toMatchObject({
			code: 'tooLarge',
			message: "The description of the file's tracks is too long.",
		});
		await expect(long('11000000')).rejects.not.toMatchObject({ code: 'tooLarge' });
	});
});
