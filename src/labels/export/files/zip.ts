/**
 * A zip archive of uncompressed files, written as they come (PKWARE APPNOTE 6.3.9, sections 4.3 and 4.5.3). Names are UTF-8. More than
 * 65,535 files, or four gigabytes, are written in the form of ZIP64. Of each file, only its entry in the directory is kept.
 */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

/** Version 4.5: ZIP64. */
const VERSION = 45;
/** Bit 11: names are UTF-8. */
const UTF8 = 0x0800;
/** 1 January 1980, the first day of the format: the same labels give the same archive. */
const DATE = 0x0021;
const MOST_16 = 0xffff;
const MOST_32 = 0xffffffff;
/** Buffers of the directory that are put into one. */
const RECENT = 2000;

export class ZipWriter {
	private offset = 0;
	private count = 0;
	/** Entries of the directory. Many small buffers take much more memory than a few large ones. */
	private readonly directory: Buffer[] = [];
	private recent: Buffer[] = [];

	/** The bytes of one file. @param name with `/` between folders */
	file(name: string, content: string): Buffer[] {
		const path = Buffer.from(name, 'utf8');
		const bytes = Buffer.from(content, 'utf8');
		// Signature, version, flags, method 0, time 0, date, CRC, size twice, length of the name, no extra field.
		const head = record(30, [[LOCAL, 4], [VERSION, 2], ...this.facts(bytes, path), [0, 2]]);
		this.recent.push(this.entry(bytes, path), path);
		if (this.offset >= MOST_32) this.recent.push(extra64(this.offset));
		if (this.recent.length >= RECENT) this.gather();
		this.offset += head.length + path.length + bytes.length;
		this.count += 1;
		return [head, path, bytes];
	}

	/** The directory at the end. */
	end(): Buffer[] {
		this.gather();
		const size = this.directory.reduce((sum, { length }) => sum + length, 0);
		const is64 = this.count >= MOST_16 || this.offset >= MOST_32 || size >= MOST_32;
		const at = this.offset;
		const end64 = record(56, [
			[END_64, 4],
			[44, 8],
			[VERSION, 2],
			[VERSION, 2],
			[0, 4],
			[0, 4],
			[this.count, 8],
			[this.count, 8],
			[size, 8],
			[at, 8],
		]);
		const locator = record(20, [
			[LOCATOR_64, 4],
			[0, 4],
			[at + size, 8],
			[1, 4],
		]);
		const end = record(22, [
			[END, 4],
			[0, 2],
			[0, 2],
			[Math.min(this.count, MOST_16), 2],
			[Math.min(this.count, MOST_16), 2],
			[Math.min(size, MOST_32), 4],
			[Math.min(at, MOST_32), 4],
			[0, 2],
		]);
		return [...this.directory, ...(is64 ? [end64, locator] : []), end];
	}

	private gather(): void {
		this.directory.push(Buffer.concat(this.recent));
		this.recent = [];
	}

	private entry(bytes: Buffer, path: Buffer): Buffer {
		const isFar = this.offset >= MOST_32;
		return record(46, [
			[CENTRAL, 4],
			[VERSION, 2],
			[VERSION, 2],
			...this.facts(bytes, path),
			[isFar ? 12 : 0, 2],
			[0, 2],
			[0, 2],
			[0, 2],
			[0, 4],
			[isFar ? MOST_32 : this.offset, 4],
		]);
	}

	private facts(bytes: Buffer, path: Buffer): Field[] {
		return [
			[UTF8, 2],
			[0, 2],
			[0, 2],
			[DATE, 2],
			[crc32(bytes), 4],
			[bytes.length, 4],
			[bytes.length, 4],
			[path.length, 2],
		];
	}
}

/** A number and its width in bytes. */
type Field = [value: number, width: 2 | 4 | 8];

function record(length: number, fields: Field[]): Buffer {
	const bytes = Buffer.alloc(length);
	let at = 0;
	for (const [value, width] of fields) {
		if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
		else bytes.writeUIntLE(value, at, width);
		at += width;
	}
	return bytes;
}

/** The extra field with the true place of a file. */
const extra64 = (offset: number) =>
	record(12, [
		[1, 2],
		[8, 2],
		[offset, 8],
	]);

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	return crc;
});

/** The checksum of zip archives (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}
