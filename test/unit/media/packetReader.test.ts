/** Which requests are sent for the packets of some samples. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PacketReader, type SampleRange } from '../../../src/media/index/packetReader';
import type { Samples } from '../../../src/media/index/samples';
import { bytesInMemory } from './containerBytes';

const KIB = 1024;
const MIB = 2 ** 20;

/** Samples at these offsets, with their sizes. */
const samplesAt = (...places: Array<[offset: number, size: number]>): Samples => ({
	count: places.length,
	offsets: Float64Array.from(places, ([offset]) => offset),
	sizes: Uint32Array.from(places, ([, size]) => size),
	pts: Float64Array.from(places, (_, i) => i),
	sync: new Uint8Array(places.length).fill(1),
});
const file = Buffer.from(Uint32Array.from({ length: 3 * MIB }, (_, i) => i).buffer);
/** Jest compares large buffers slowly. */
const digest = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');

function readerOf(samples: Samples, ranges: SampleRange[]) {
	const source = bytesInMemory(file);
	return { reads: source.reads, reader: new PacketReader(source, samples, ranges) };
}

async function readAll(samples: Samples, ranges: SampleRange[], read = ranges) {
	const { reads, reader } = readerOf(samples, ranges);
	const packets: string[] = [];
	for (const range of read)
		for await (const packet of reader.packets(range)) packets.push(digest(packet));
	return { reads, packets };
}
const digestsOf = ({ offsets, sizes }: Samples, ...wanted: number[]) =>
	wanted.map((sample) =>
		digest(file.subarray(offsets[sample]!, offsets[sample]! + sizes[sample]!)),
	);

/** A large sample that nobody asks for, so that little of the file is wanted. */
const rest: [number, number] = [9 * MIB, 3 * MIB];

describe('the packets of samples', () => {
	it('come in one request where at most 64 KiB lie between them', async () => {
		const together = samplesAt([0, 100], [100 + 64 * KIB, 50], rest);
		const { reads, packets } = await readAll(together, [[0, 1]]);
		expect(packets).toEqual(digestsOf(together, 0, 1));
		expect(reads).toEqual([[0, 150 + 64 * KIB]]);
		const apart = samplesAt([0, 100], [101 + 64 * KIB, 50], rest);
		expect((await readAll(apart, [[0, 1]])).reads).toEqual([
			[0, 100],
			[101 + 64 * KIB, 50],
		]);
	});

	it('come with all that lies between them where most of the file is wanted', async () => {
		const samples = samplesAt([0, 100], [MIB, 100], [2 * MIB, 100]);
		expect((await readAll(samples, [[0, 1]])).reads).toEqual([[0, MIB + 100]]);
		const less = samplesAt([0, 100], [MIB, 100], [2 * MIB, 134]);
		// 200 of 334 bytes are less than 60 %.
		expect((await readAll(less, [[0, 1]])).reads).toHaveLength(2);
	});

	it('come in requests of at most 4 MiB', async () => {
		const samples = samplesAt([0, 3 * MIB], [3 * MIB, MIB], [4 * MIB, MIB]);
		const { reads, packets } = await readAll(samples, [[0, 2]]);
		expect(packets).toEqual(digestsOf(samples, 0, 1, 2));
		expect(reads).toEqual([
			[0, 4 * MIB],
			[4 * MIB, MIB],
		]);
	});

	it('come in the order of decoding, also where the file has another one', async () => {
		const samples = samplesAt([500, 100], [0, 100], [600, 100], rest);
		const { reads, packets } = await readAll(samples, [[0, 2]]);
		expect(packets).toEqual(digestsOf(samples, 0, 1, 2));
		expect(reads).toEqual([
			[500, 100],
			[0, 700],
		]);
	});

	it('of one sample may lie within those of another', async () => {
		const samples = samplesAt([0, 100], [40, 20], [100, 10], rest);
		const { reads, packets } = await readAll(samples, [[0, 2]]);
		expect(packets).toEqual(digestsOf(samples, 0, 1, 2));
		expect(reads).toEqual([[0, 110]]);
	});

	it('that were not planned are fetched together as well', async () => {
		const far: Array<[number, number]> = [0, 1, 2, 3].map((i) => [i * MIB, 100]);
		const samples = samplesAt(...far, [3 * MIB + 100, 50], rest);
		const { reads, packets } = await readAll(samples, [[0, 0]], [[0, 4]]);
		expect(packets).toEqual(digestsOf(samples, 0, 1, 2, 3, 4));
		expect(reads).toEqual([
			[0, 100],
			[MIB, 100],
			[2 * MIB, 100],
			[3 * MIB, 150],
		]);
	});

	it('that were not planned may lie on both sides of those that were', async () => {
		const far: Array<[number, number]> = [0, 1, 2].map((i) => [i * MIB, 100]);
		const samples = samplesAt(...far, rest);
		const { reads, packets } = await readAll(samples, [[1, 1]], [[0, 2]]);
		expect(packets).toEqual(digestsOf(samples, 0, 1, 2));
		expect(reads).toEqual([
			[0, 100],
			[MIB, 100],
			[2 * MIB, 100],
		]);
	});

	it('that were left are fetched again', async () => {
		const samples = samplesAt([0, 100], [MIB, 100], rest);
		const plan: SampleRange[] = [
			[0, 0],
			[1, 1],
		];
		const { reads, packets } = await readAll(samples, plan, [...plan, [0, 0]]);
		expect(packets).toEqual(digestsOf(samples, 0, 1, 0));
		expect(reads.slice(0, 3).map(([offset]) => offset)).toEqual([0, MIB, 0]);
	});
});

describe('requests that are sent ahead', () => {
	const far = samplesAt(...[0, 1, 2, 3, 4, 5].map((i): [number, number] => [i * MIB, 100]), rest);
	const each = [0, 1, 2, 3, 4, 5].map((i): SampleRange => [i, i]);

	it('are three, and one more with each that is used', async () => {
		const { reads, reader } = readerOf(far, each);
		reader.prefetch();
		expect(reads.map(([offset]) => offset / MIB)).toEqual([0, 1, 2]);
		await reader.packets([0, 0]).next();
		expect(reads.map(([offset]) => offset / MIB)).toEqual([0, 1, 2, 3]);
		await reader.packets([1, 1]).next();
		expect(reads.map(([offset]) => offset / MIB)).toEqual([0, 1, 2, 3, 4]);
	});

	it('may fail, which is thrown where their bytes are used', async () => {
		const source = bytesInMemory(file);
		const failing = {
			...source,
			read: async (offset: number, length: number) => {
				if (offset === MIB) throw new Error('broken');
				return await source.read(offset, length);
			},
		};
		const reader = new PacketReader(failing, far, each);
		reader.prefetch();
		const first = await reader.packets([0, 0]).next();
		expect(first.value).toEqual(file.subarray(0, 100));
		await expect(reader.packets([1, 1]).next()).rejects.toThrow('broken');
	});

	it('hold at most 4 MiB', () => {
		const large = samplesAt([0, 2 * MIB], [4 * MIB, 2 * MIB], [8 * MIB, 1], [0, 2 ** 31]);
		const { reads, reader } = readerOf(large, each.slice(0, 3));
		reader.prefetch();
		expect(reads.map(([offset]) => offset / MIB)).toEqual([0, 4]);
	});
});

describe('the first bytes of a packet', () => {
	const samples = samplesAt([0, 100], [MIB, 10_000], [2 * MIB, 50], rest);

	it('are all of it where it was planned, else at most 4 KiB', async () => {
		const { reads, reader } = readerOf(samples, [[0, 0]]);
		expect(await reader.packetHead(0)).toEqual(file.subarray(0, 100));
		expect(await reader.packetHead(1)).toEqual(file.subarray(MIB, MIB + 4 * KIB));
		expect(await reader.packetHead(2)).toEqual(file.subarray(2 * MIB, 2 * MIB + 50));
		expect(reads).toEqual([
			[0, 100],
			[MIB, 4 * KIB],
			[2 * MIB, 50],
		]);
	});
});
