/** The window over a file that is read once: what it holds, what it fetches ahead, and what it drops. */
import { describe, expect, it } from '@jest/globals';
import type { RangeReader } from '../../../src/media/bytes/rangeReader';
import { SlidingWindow } from '../../../src/media/bytes/slidingWindow';
import { bytesInMemory } from './containerBytes';

const file = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 251));

describe('the window over a file that is read once', () => {
	const MIB = 2 ** 20;
	const large = Buffer.alloc(5 * MIB, 1);
	const windowOver = (source: ReturnType<typeof bytesInMemory>, head: number) =>
		new SlidingWindow(source, large.subarray(0, head));
	/** Counts what is fetched in pieces. */
	const counted = (bytes: Buffer) => {
		const fetched: Array<[number, number]> = [];
		const source = bytesInMemory(bytes);
		const readChunks: RangeReader['readChunks'] = async (offset, length) => {
			fetched.push([offset, length]);
			return [bytes.subarray(offset, offset + length)];
		};
		return Object.assign(source, { readChunks, fetched });
	};

	it('fetches one piece ahead, and reads what is there without waiting', async () => {
		const source = counted(large);
		const window = windowOver(source, 100);
		expect(window.peekBuffered(0, 100)).toHaveLength(100);
		expect(window.peekBuffered(0, 101)).toBeUndefined();
		expect(await window.peek(0, 101)).toHaveLength(101);
		expect(source.fetched).toEqual([
			[100, MIB],
			[100 + MIB, MIB],
		]);
		expect([window.end, window.finished, window.bytesToFetch]).toEqual([
			100 + MIB,
			false,
			4 * MIB - 100,
		]);
		expect(window.peekBuffered(50, MIB)).toHaveLength(MIB);
		expect(window.peekBuffered(51, MIB + 50)).toBeUndefined();
	});

	it('gives fewer bytes at the end of the file, and none behind it', async () => {
		const source = counted(large.subarray(0, 150));
		const window = windowOver(source, 100);
		expect(await window.peek(140, 100)).toHaveLength(10);
		expect(window.finished).toBe(true);
		expect(await window.peek(150, 10)).toHaveLength(0);
		expect(await window.peek(160, 10)).toHaveLength(0);
		expect(source.fetched).toEqual([[100, 50]]);
	});

	it('reads from the storage what it does not hold as a whole', async () => {
		const source = bytesInMemory(file);
		const window = new SlidingWindow(source, file.subarray(0, 100));
		expect(await window.read(50, 50)).toEqual(file.subarray(50, 100));
		expect(source.reads).toEqual([]);
		expect(await window.read(50, 51)).toEqual(file.subarray(50, 101));
		expect(await window.read(99, 900)).toEqual(file.subarray(99, 999));
		expect(await window.read(100, 1)).toEqual(file.subarray(100, 101));
		expect(source.reads).toEqual([
			[50, 51],
			[99, 900],
			[100, 1],
		]);
		expect(await window.read(500, 0)).toHaveLength(0);
		expect(source.reads).toHaveLength(3);
	});

	it('is the file behind it in all else', async () => {
		const source = bytesInMemory(file);
		const window = new SlidingWindow(source, file.subarray(0, 100));
		expect([window.size, window.isLocal, window.bytesToFetch]).toEqual([1000, false, 900]);
		expect(await window.readChunks(50, 100)).toEqual([file.subarray(50, 150)]);
		const streamed = [];
		for await (const chunk of window.stream(40)) streamed.push(chunk);
		expect(streamed).toEqual([file.subarray(40)]);
		const local = new SlidingWindow({ ...source, isLocal: true }, file.subarray(0, 100));
		expect([local.isLocal, local.bytesToFetch]).toEqual([true, 0]);
	});

	it('tells that a request failed when its bytes are asked', async () => {
		const source = counted(large);
		const reading = source.readChunks;
		source.readChunks = async (offset, length) => {
			if (offset > 100) throw new Error('reset');
			return await reading(offset, length);
		};
		const window = windowOver(source, 100);
		expect(await window.peek(100, MIB)).toHaveLength(MIB);
		await expect(window.peek(100, MIB + 1)).rejects.toThrow('reset');
	});

	it('puts pieces together in their order', async () => {
		const source = counted(file);
		const readChunks: RangeReader['readChunks'] = async (offset, length) => [
			file.subarray(offset, offset + 300),
			file.subarray(offset + 300, offset + length),
		];
		const window = new SlidingWindow(Object.assign(source, { readChunks }), file.subarray(0, 100));
		expect(await window.peek(50, 900)).toEqual(file.subarray(50, 950));
		expect(await window.read(390, 20)).toEqual(file.subarray(390, 410));
		expect(await window.read(400, 600)).toEqual(file.subarray(400));
	});

	it('asks for more at once while much remains, within bounds', async () => {
		for (const [remaining, size] of [
			[0, MIB],
			[12 * MIB, 1.5 * MIB],
			[1000 * MIB, 2 * MIB],
		] as const) {
			const source = counted(large);
			const window = windowOver(source, 100);
			window.expectRemaining(remaining);
			await window.peek(0, 101);
			expect(source.fetched[0]).toEqual([100, size]);
		}
	});

	it('drops what lies before a place, and reads that from the storage again', async () => {
		const source = counted(large);
		const window = windowOver(source, 100);
		await window.peek(0, MIB + 200);
		window.dropBefore(99);
		expect(await window.read(10, 5)).toHaveLength(5);
		expect(source.reads).toEqual([]);
		window.dropBefore(100);
		await window.read(10, 5);
		expect(source.reads).toEqual([[10, 5]]);
		await window.read(100, 5);
		expect(source.reads).toHaveLength(1);
	});
});
