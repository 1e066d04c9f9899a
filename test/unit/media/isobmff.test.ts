/** The boxes of MP4 files: their structure, the tables of samples, and the way to `moov`. */
import { describe, expect, it } from '@jest/globals';
import { HeaderReader } from '../../../src/media/bytes/headerReader';
import { boxes, boxHeader, child, children } from '../../../src/media/isobmff/boxes';
import { findMovie } from '../../../src/media/isobmff/findMovie';
import { readSamples } from '../../../src/media/isobmff/sampleTables';
import { box, bytesInMemory, words } from './containerBytes';

describe('MP4 boxes', () => {
	it('are listed and found by path', () => {
		const file = Buffer.concat([
			box('free'),
			box('moov', box('trak', box('tkhd', words(1, 2))), box('udta')),
		]);
		expect([...boxes(file)].map(({ type }) => type)).toEqual(['free', 'moov']);
		expect(child(file, 'moov', 'trak', 'tkhd')).toEqual(words(1, 2));
		expect(child(file, 'moov', 'mdia')).toBeUndefined();
		expect(boxHeader(Buffer.concat([words(1), Buffer.from('mdat'), words(1, 0)]))).toEqual({
			size: 2 ** 32,
			header: 16,
			type: 'mdat',
		});
	});

	it('have sizes of 32 or 64 bits, or end with what holds them', () => {
		const long = (size: number, ...content: Buffer[]) =>
			Buffer.concat([words(1), Buffer.from('mdat'), words(0, size), ...content]);
		const content = [words(7), words(8)];
		const file = Buffer.concat([
			long(24, ...content),
			box('free'),
			words(0),
			Buffer.from('udta'),
			words(9),
		]);
		expect([...boxes(file)]).toEqual([
			{ type: 'mdat', body: words(7, 8) },
			{ type: 'free', body: Buffer.alloc(0) },
			{ type: 'udta', body: words(9) },
		]);
		expect([...boxes(long(16))]).toEqual([{ type: 'mdat', body: Buffer.alloc(0) }]);
		expect(() => [...boxes(long(15))]).toThrow('a "mdat" box is longer than what holds it');
		expect(() => [...boxes(long(17))]).toThrow('a "mdat" box is longer than what holds it');
		expect(boxHeader(words(1, 2, 3, 4).subarray(0, 15))).toBeUndefined();
		expect(boxHeader(words(16, 0).subarray(0, 7))).toBeUndefined();
		expect(boxHeader(words(16, 0))).toEqual({ size: 16, header: 8, type: '\0\0\0\0' });
	});

	it('end where QuickTime ends a list, or where less than a header is left', () => {
		const types = (...parts: Buffer[]) => [...boxes(Buffer.concat(parts))].map(({ type }) => type);
		expect(types(box('free'), words(0, 0), box('trak'))).toEqual(['free']);
		expect(types(box('free'), words(0))).toEqual(['free']);
		expect(types(box('free'), Buffer.alloc(7, 1))).toEqual(['free']);
		// A header of 64 bits that is cut off.
		expect(types(box('free'), words(1, 2, 3))).toEqual(['free']);
	});

	it('are the first of their type, or all of them', () => {
		const body = Buffer.concat([box('trak', words(1)), box('free'), box('trak', words(2))]);
		expect(child(body, 'trak')).toEqual(words(1));
		expect(children(body, 'trak')).toEqual([words(1), words(2)]);
		expect(child(body)).toEqual(body);
	});

	it('are an error when their size exceeds the body or is below the header size', () => {
		expect(() => [...boxes(Buffer.concat([words(100), Buffer.from('trak')]))]).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
		expect(() => [...boxes(Buffer.concat([words(4), Buffer.from('trak')]))]).toThrow(
			'longer than what holds it',
		);
	});

	const stbl = (changes: Record<string, Buffer> = {}) => {
		const tables: Record<string, Buffer> = {
			stts: words(0, 1, 4, 10),
			stsc: words(0, 2, 1, 3, 1, 2, 1, 1),
			stsz: words(0, 0, 4, 5, 6, 7, 8),
			stco: words(0, 2, 100, 500),
			stss: words(0, 1, 1),
			ctts: words(0, 2, 1, 20, 3, 0),
			...changes,
		};
		return Buffer.concat(Object.entries(tables).map(([type, body]) => box(type, body)));
	};

	it('contain the sample tables', () => {
		const { offsets, sizes, pts, sync } = readSamples(stbl());
		expect([[...offsets], [...sizes], [...pts], [...sync]]).toEqual([
			[100, 105, 111, 500],
			[5, 6, 7, 8],
			[20, 10, 20, 30],
			[1, 0, 0, 0],
		]);
		expect([...readSamples(stbl({ stsz: words(0, 9, 4) })).offsets]).toEqual([100, 109, 118, 500]);
	});

	it.each<[string, Record<string, Buffer>]>([
		['more sizes than bytes', { stsz: words(0, 0, 1000, 5) }],
		['more times than bytes', { stts: words(0, 1000, 4, 10) }],
		['too few times', { stts: words(0, 1, 3, 10) }],
		['a chunk that does not exist', { stco: words(0, 1, 100) }],
		['no chunk offsets', { stco: Buffer.alloc(0) }],
		['no chunk runs', { stsc: words(0, 0) }],
	])('are an error when the sample tables contradict each other: %s', (_name, changes) => {
		expect(() => readSamples(stbl(changes))).toThrow(expect.objectContaining({ code: 'damaged' }));
	});

	it('lead to the moov box with few reads, whether it comes first or last', async () => {
		const moov = box('moov', Buffer.alloc(3000));
		for (const [file, moovIsFirst, reads] of [
			[Buffer.concat([box('ftyp'), moov, box('mdat', Buffer.alloc(900_000))]), true, 0],
			[Buffer.concat([box('ftyp'), box('mdat', Buffer.alloc(900_000)), moov]), false, 1],
		] as const) {
			const source = bytesInMemory(file);
			const head = file.subarray(0, 65_536);
			const movie = await findMovie(new HeaderReader(source, head, head.length), 1e6);
			expect([movie.moov.length, movie.moovIsFirst, source.reads.length]).toEqual([
				3000,
				moovIsFirst,
				reads,
			]);
		}
		await expect(
			findMovie(new HeaderReader(bytesInMemory(moov), moov, 65_536), 1000),
		).rejects.toMatchObject({
			code: 'tooLarge',
			message: "The file's index has 1 MiB, more than the limit.",
		});
		await expect(
			findMovie(
				new HeaderReader(bytesInMemory(moov.subarray(0, 500)), moov.subarray(0, 500), 65_536),
				1e6,
			),
		).rejects.toMatchObject({
			code: 'truncated',
			message: 'The file is cut off in the middle of its index. Upload it again.',
		});
	});

	const found = async (file: Buffer, maxIndexBytes = 1e6) =>
		await findMovie(new HeaderReader(bytesInMemory(file), file, 0), maxIndexBytes);

	it('lead to the moov box in all its forms', async () => {
		const content = box('trak', words(1, 2));
		const start = Buffer.concat([box('ftyp'), box('free', words(5))]);
		const header = (...numbers: number[]) =>
			Buffer.concat([words(numbers[0]!), Buffer.from('moov'), words(...numbers.slice(1))]);
		for (const [moov, behind] of [
			[Buffer.concat([header(8 + content.length), content]), box('mdat')],
			[Buffer.concat([header(1, 0, 16 + content.length), content]), box('mdat')],
			[Buffer.concat([header(0), content]), Buffer.alloc(0)],
		] as const) {
			const movie = await found(Buffer.concat([start, moov, behind]));
			expect(movie).toEqual({
				moov: content,
				moovIsFirst: true,
				end: start.length + moov.length,
				isFragmented: false,
			});
		}
		const fragmented = box('moov', content, box('mvex'));
		expect(await found(fragmented, fragmented.length)).toMatchObject({
			isFragmented: true,
			end: fragmented.length,
		});
		await expect(found(fragmented, fragmented.length - 1)).rejects.toMatchObject({
			code: 'tooLarge',
		});
		expect((await found(Buffer.concat([box('moof'), fragmented]))).moovIsFirst).toBe(true);
	});

	it('lead to moov together with the first packet behind it', async () => {
		const moov = box('moov', Buffer.alloc(100));
		const file = Buffer.concat([moov, box('mdat', Buffer.alloc(20_000))]);
		const source = bytesInMemory(file);
		await findMovie(new HeaderReader(source, Buffer.alloc(0), 16), 1e6);
		expect(source.reads).toEqual([
			[0, 32],
			[32, moov.length + 8 * 1024 - 32],
		]);
	});

	it.each<[string, Buffer, string, string]>([
		[
			'a segment of a stream',
			Buffer.concat([box('styp'), box('moof'), box('mdat')]),
			'unsupportedFormat',
			'The file is one segment of a stream (.m4s). It cannot be decoded without the start of the stream. Upload the whole video as one file.',
		],
		[
			'a file without moov',
			Buffer.concat([box('ftyp'), box('mdat')]),
			'truncated',
			'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
		],
		[
			'a file that is cut off in its media data',
			Buffer.concat([box('ftyp'), box('mdat', words(1, 2)).subarray(0, 12)]),
			'truncated',
			'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
		],
		[
			'a moov box that is cut off by a byte',
			box('moov', words(1)).subarray(0, 11),
			'truncated',
			'The file is cut off in the middle of its index. Upload it again.',
		],
		[
			'a header that is cut off',
			Buffer.concat([box('ftyp'), Buffer.from('\0\0\0\x08moo')]),
			'truncated',
			'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
		],
		[
			'a long header that is cut off',
			Buffer.concat([box('ftyp'), words(1), Buffer.from('moov'), words(0)]),
			'truncated',
			'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
		],
		[
			'a box that is too short',
			Buffer.concat([words(7), Buffer.from('free'), box('moov')]),
			'damaged',
			"The file's index is damaged: a box is shorter than its own header. Upload the file again or re-encode it.",
		],
		[
			'more boxes than any file has',
			Buffer.concat([...Array<Buffer>(10_000).fill(box('free')), box('moov')]),
			'truncated',
			'The file has no index ("moov"): it is cut off, or its recording was not finished. Upload it again or re-encode it.',
		],
	])('do not lead to moov in %s', async (_, file, code, message) => {
		await expect(found(file)).rejects.toMatchObject({ code, message });
	});

	it('lead to moov behind 9,999 others', async () => {
		const file = Buffer.concat([...Array<Buffer>(9999).fill(box('free')), box('moov')]);
		expect((await found(file)).end).toBe(10_000 * 8);
	});
});

describe('headers that lie apart', () => {
	it('are read with what follows them, and nothing is fetched twice', async () => {
		const file = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
		const source = bytesInMemory(file);
		const reader = new HeaderReader(source, file.subarray(0, 100), 50);
		expect(await reader.readUpTo(200, 10)).toEqual(file.subarray(200, 210));
		expect(await reader.readUpTo(240, 30)).toEqual(file.subarray(240, 270));
		expect(await reader.readUpTo(260, 20)).toEqual(file.subarray(260, 280));
		expect(await reader.readUpTo(990, 20)).toEqual(file.subarray(990));
		expect(source.reads).toEqual([
			[200, 50],
			// A small step: twice as much is read ahead.
			[250, 100],
			[990, 10],
		]);
	});
});
