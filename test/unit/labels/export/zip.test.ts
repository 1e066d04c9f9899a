/** Archives: read by their directory, checksums checked, also where ZIP64 is needed. */
import { describe, expect, it } from '@jest/globals';
import { ZipWriter, crc32 } from '../../../../src/labels/export/files/zip';
import { filesInZip } from '../../../oracle/unzip';

const archive = (files: Array<[string, string]>) => {
	const zip = new ZipWriter();
	return Buffer.concat([...files.flatMap(([name, text]) => zip.file(name, text)), ...zip.end()]);
};

describe('an archive', () => {
	it.each([
		['no files', 0],
		['some files', 3],
		['as many files as the old form counts', 65_534],
		['more files than the old form counts', 65_536],
	])('with %s is read back', (_what, count) => {
		const files = Array.from({ length: count }, (_, at): [string, string] => [
			`labels/Straße ${at}.txt`,
			at % 2 === 0 ? '' : `0 0.5 ${at}\n`,
		]);
		expect([...filesInZip(archive(files))]).toEqual(files);
	});

	it('has the checksum of the standard', () => {
		expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
	});

	it('is the same for the same files', () => {
		expect(archive([['a', 'b']])).toEqual(archive([['a', 'b']]));
	});

	it('says where a file behind four gigabytes is, and where the directory is', () => {
		const far = 0x1_0000_0010;
		const zip = new ZipWriter();
		// As if so many bytes had been written before.
		Object.assign(zip, { offset: far });
		const file = Buffer.concat(zip.file('a', 'bc'));
		const end = Buffer.concat(zip.end());
		expect(file.toString('latin1', 30)).toBe('abc');
		// The entry, its name, and its extra field with the true place.
		expect(end.readUInt32LE(0)).toBe(0x02014b50);
		expect([end.readUInt16LE(28), end.readUInt16LE(30), end.readUInt32LE(42)]).toEqual([
			...[1, 12, 0xffffffff],
		]);
		expect(end.toString('latin1', 46, 47)).toBe('a');
		expect([end.readUInt16LE(47), end.readUInt16LE(49)]).toEqual([1, 8]);
		expect(end.readBigUInt64LE(51)).toBe(BigInt(far));
		// The end of the directory in the form of ZIP64, what points at it, and the old end.
		const [at, size] = [59, 59];
		expect(end.readUInt32LE(at)).toBe(0x06064b50);
		const after = BigInt(far + file.length);
		expect(end.readBigUInt64LE(at + 4)).toBe(44n);
		expect([24, 32, 40, 48].map((field) => end.readBigUInt64LE(at + field))).toEqual([
			...[1n, 1n, BigInt(size), after],
		]);
		expect(end.readUInt32LE(at + 56)).toBe(0x07064b50);
		expect(end.readBigUInt64LE(at + 56 + 8)).toBe(after + BigInt(size));
		const old = at + 76;
		expect(end.readUInt32LE(old)).toBe(0x06054b50);
		expect([8, 10].map((field) => end.readUInt16LE(old + field))).toEqual([1, 1]);
		expect([12, 16].map((field) => end.readUInt32LE(old + field))).toEqual([size, 0xffffffff]);
		expect(end).toHaveLength(old + 22);
	});

	it('is in the old form as long as that is enough', () => {
		const zip = new ZipWriter();
		Object.assign(zip, { offset: 0xffffffff - 33 - 1 });
		zip.file('a', 'bc');
		const end = Buffer.concat(zip.end());
		expect(end).toHaveLength(47 + 22);
		expect(end.readUInt32LE(42)).toBe(0xffffffff - 34);
		expect(end.readUInt32LE(47 + 16)).toBe(0xffffffff - 1);
	});
});
