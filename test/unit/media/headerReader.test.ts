/** Which bytes are fetched for headers that are read one after the other. */
import { describe, expect, it } from '@jest/globals';
import { HeaderReader } from '../../../src/media/bytes/headerReader';
import { bytesInMemory } from './containerBytes';

const file = Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 7) % 251));

describe('the reader of headers', () => {
	function reader() {
		const source = bytesInMemory(file);
		const headers = new HeaderReader(source, file.subarray(0, 100), 50);
		/** Reads, and gives what was fetched for it. */
		const read = async (offset: number, length: number) => {
			const before = source.reads.length;
			expect(await headers.readUpTo(offset, length)).toEqual(
				file.subarray(offset, offset + length),
			);
			return source.reads.slice(before);
		};
		return { read, headers };
	}

	it('fetches no byte that is there', async () => {
		const { read, headers } = reader();
		expect(headers.size).toBe(10_000);
		expect(await read(0, 100)).toEqual([]);
		expect(await read(99, 1)).toEqual([]);
		expect(await read(5000, 10)).toEqual([[5000, 50]]);
		expect(await read(5000, 50)).toEqual([]);
		expect(await read(5049, 1)).toEqual([]);
		expect(await read(10, 20)).toEqual([]);
	});

	it('fetches twice as much at each small step, and keeps the part that it has', async () => {
		const { read } = reader();
		expect(await read(90, 20)).toEqual([[100, 100]]);
		expect(await read(190, 20)).toEqual([[200, 200]]);
		expect(await read(399, 1)).toEqual([]);
		expect(await read(400, 1)).toEqual([[400, 400]]);
		expect(await read(1000, 3000)).toEqual([[1000, 3000]]);
	});

	it('begins small again after a jump, in either direction', async () => {
		const { read } = reader();
		expect(await read(100, 10)).toEqual([[100, 100]]);
		expect(await read(5000, 10)).toEqual([[5000, 50]]);
		// As far behind the end as the last step was: a jump. One byte less: a step.
		expect(await read(5100, 1)).toEqual([[5100, 50]]);
		expect(await read(5199, 1)).toEqual([[5199, 100]]);
		expect(await read(4000, 10)).toEqual([[4000, 50]]);
		expect(await read(3990, 20)).toEqual([[3990, 50]]);
	});

	it('fetches as much as is asked, also where that is more', async () => {
		const { read } = reader();
		expect(await read(5000, 700)).toEqual([[5000, 700]]);
		expect(await read(50, 700)).toEqual([[50, 700]]);
	});

	it('ends at the end of the file, and asks for nothing behind it', async () => {
		const { read } = reader();
		expect(await read(9980, 100)).toEqual([[9980, 20]]);
		expect(await read(9990, 10)).toEqual([]);
		expect(await read(10_000, 5)).toEqual([]);
		expect(await read(20_000, 5)).toEqual([]);
		expect(await read(500, 0)).toEqual([]);
	});

	it('fetches at most 1 MiB ahead', async () => {
		const large = bytesInMemory(Buffer.alloc(2 ** 22));
		const headers = new HeaderReader(large, Buffer.alloc(0), 2 ** 19);
		for (const offset of [0, 2 ** 20, 2 ** 21]) await headers.readUpTo(offset, 1);
		expect(large.reads).toEqual([
			[0, 2 ** 20],
			[2 ** 20, 2 ** 20],
			[2 ** 21, 2 ** 20],
		]);
	});
});
