import { describe, expect, it } from '@jest/globals';
import { HeaderReader } from '../../../src/media/bytes/headerReader';
import { boxes, boxHeader, child } from '../../../src/media/isobmff/boxes';
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
		).rejects.toMatchObject({ code: 'tooLarge' });
		await expect(
			findMovie(
				new HeaderReader(bytesInMemory(moov.subarray(0, 500)), moov.subarray(0, 500), 65_536),
				1e6,
			),
		).rejects.toMatchObject({ code: 'truncated' });
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
