/** Reads a zip archive of uncompressed files by its directory, and checks the checksums (PKWARE APPNOTE 6.3.9). */
import { crc32 } from 'node:zlib';

export function filesInZip(bytes: Buffer): Map<string, string> {
	const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	if (end < 0) throw new Error('The archive has no end');
	let count = bytes.readUInt16LE(end + 10);
	let at = bytes.readUInt32LE(end + 16);
	if (end >= 20 && bytes.readUInt32LE(end - 20) === 0x07064b50) {
		const end64 = Number(bytes.readBigUInt64LE(end - 12));
		if (bytes.readUInt32LE(end64) !== 0x06064b50) throw new Error('The end of ZIP64 is elsewhere');
		count = Number(bytes.readBigUInt64LE(end64 + 32));
		at = Number(bytes.readBigUInt64LE(end64 + 48));
	}
	const files = new Map<string, string>();
	for (let entry = 0; entry < count; entry += 1) {
		if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('A directory entry is missing');
		const [crc, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24)];
		const [named, extra] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)];
		const local = bytes.readUInt32LE(at + 42);
		const name = bytes.toString('utf8', at + 46, at + 46 + named);
		if (bytes.readUInt32LE(local) !== 0x04034b50)
			throw new Error(`${name} is not where it should be`);
		const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const content = bytes.subarray(from, from + size);
		if (crc32(content) !== crc) throw new Error(`The checksum of ${name} is wrong`);
		files.set(name, content.toString('utf8'));
		at += 46 + named + extra;
	}
	return files;
}
