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
});
