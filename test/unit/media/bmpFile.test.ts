/** BMP files are decoded by ffmpeg: their pixels, their alpha where the header names bits for it, and what is damaged. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { decodeBmp } from '../../../src/media/image/bmpFile';
import { bmp, type BmpForm } from './bmpBytes';
import { programFolder, saying, versionText } from './ffmpegPrograms';

const deadlines: Deadline[] = [];
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.end()));

async function decoded(
	file: Buffer,
	{ maxPixels = 1e6, ffmpegPath = undefined as string | undefined } = {},
) {
	const deadline = new Deadline({ idleMs: 20_000, totalMs: 20_000 });
	deadlines.push(deadline);
	return await decodeBmp(file, { deadline, maxPixels, ffmpegPath });
}

const rows = [
	[
		[1, 2, 3],
		[4, 5, 6],
		[7, 8, 9],
	],
	[
		[11, 12, 13],
		[14, 15, 16],
		[17, 18, 19],
	],
];

describe('the pixels of a BMP file', () => {
	it('are red, green and blue from the upper row on, and the file stays as it was', async () => {
		const file = bmp(rows);
		const copy = Buffer.from(file);
		const result = await decoded(file);
		expect(result).toEqual({
			type: 'bmp',
			bytes: copy,
			pixels: { width: 3, height: 2, channels: 3, data: Buffer.from(rows.flat(2)) },
		});
		expect(result.bytes).toBe(file);
	});

	it.each([0, 1, 0x7fff_ffff])(
		'are read where the file says it has %p bytes',
		async (toldBytes) => {
			const file = bmp(rows, { toldBytes });
			const { bytes, pixels } = await decoded(file);
			expect([...pixels.data]).toEqual(rows.flat(2));
			expect(bytes.readUInt32LE(2)).toBe(toldBytes);
		},
	);

	const opaque = [1, 2, 3, 4, 5, 6];
	const seeThrough = [1, 2, 3, 100, 4, 5, 6, 0];
	it.each<[string, BmpForm, number[]]>([
		['are all shown where no bits are alpha', {}, opaque],
		[
			'have alpha where bits of them are',
			{ headerBytes: 56, compression: 3, alphaBits: 0xff000000 },
			seeThrough,
		],
		['have none where those are no bits', { headerBytes: 56, compression: 3 }, opaque],
		['have none where no bits are named', { headerBytes: 56, alphaBits: 0xff000000 }, opaque],
		['have none where the header has no place for it', { compression: 3 }, opaque],
	])('%s', async (_, form, expected) => {
		const file = bmp(
			[
				[
					[1, 2, 3, 100],
					[4, 5, 6, 0],
				],
			],
			form,
		);
		const { pixels } = await decoded(file);
		expect([pixels.channels, [...pixels.data]]).toEqual([expected.length / 2, expected]);
	});
});

describe('a BMP file', () => {
	it('has at most as many pixels as are allowed', async () => {
		const large = bmp(
			Array.from({ length: 200 }, () => Array.from({ length: 300 }, () => [1, 2, 3])),
		);
		expect((await decoded(large, { maxPixels: 300 * 400 })).pixels).toMatchObject({
			width: 300,
			height: 200,
		});
		await expect(decoded(large, { maxPixels: 300 * 199 })).rejects.toMatchObject({
			code: 'tooLarge',
		});
	});

	it.each([60, 69, 75, 89])('that is cut off behind %p bytes is damaged', async (length) => {
		const form = { headerBytes: 56, compression: 3, alphaBits: 0xff000000 } as const;
		const file = bmp(
			[[[1, 2, 3, 4]], [[1, 2, 3, 4]], [[1, 2, 3, 4]], [[1, 2, 3, 4]], [[1, 2, 3, 4]]],
			form,
		);
		await expect(decoded(file.subarray(0, length))).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringMatching(
				/^The image cannot be decoded \(.+\)\. The file may be damaged: upload it again or re-encode it\.$/,
			),
		});
	});

	it('is not decoded when reading is stopped', async () => {
		const canceling = new AbortController();
		canceling.abort();
		const deadline = new Deadline({ signal: canceling.signal, idleMs: 1000, totalMs: 1000 });
		deadlines.push(deadline);
		await expect(decodeBmp(bmp(rows), { deadline, maxPixels: 100 })).rejects.toMatchObject({
			code: 'cancelled',
		});
	});
});

describe('a decoder of BMP files', () => {
	let programs: Awaited<ReturnType<typeof programFolder>>;
	beforeAll(async () => (programs = await programFolder()));
	afterAll(async () => await programs.remove());

	/** Takes the file and does the work of the script. */
	const decoder = async (name: string, script: string) =>
		await programs.program(
			name,
			`if [ "$1" = -version ]; then ${saying(versionText(name, '61. 1.100'))}\nelse cat > /dev/null; ${script}\nfi`,
		);
	const picture = String.raw`printf '# timestamp format v2\n0\n' >&3; printf 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\nabc'`;

	it('is the one that is set', async () => {
		const { pixels } = await decoded(bmp(rows), { ffmpegPath: await decoder('writing', picture) });
		expect(pixels).toEqual({ width: 1, height: 1, channels: 3, data: Buffer.from('abc') });
	});

	it('must write a picture', async () => {
		await expect(
			decoded(bmp(rows), { ffmpegPath: await decoder('silent', 'true') }),
		).rejects.toMatchObject({
			code: 'damaged',
			message:
				'The image cannot be decoded (there is no picture in it). Upload it to Encord again.',
		});
	});

	it('must report no error with it', async () => {
		const ffmpegPath = await decoder(
			'reporting',
			`echo '[bmp @ 0x1] [error] rows are missing' >&2; ${picture}`,
		);
		await expect(decoded(bmp(rows), { ffmpegPath })).rejects.toMatchObject({
			code: 'damaged',
			message: 'The image cannot be decoded (rows are missing). Upload it to Encord again.',
		});
	});
});
