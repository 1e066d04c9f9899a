/** Builds BMP files for tests. */

export interface BmpForm {
	/** Bytes of the information header. From 56 on it has a place for the bits of alpha, behind those of the colors. */
	headerBytes?: 40 | 56;
	/** 0: no bits are named; 3: the header names the bits of each channel. */
	compression?: 0 | 3;
	/** Which bits of a pixel are alpha. Written where the header has a place for it. */
	alphaBits?: number;
	/** What the file says about its own length; the truth by default. */
	toldBytes?: number;
}

/** Rows from top to bottom: red, green, blue in a file of 24 bits, or with a fourth value in one of 32. */
export function bmp(rows: ReadonlyArray<ReadonlyArray<readonly number[]>>, form: BmpForm = {}) {
	const { headerBytes = 40, compression = 0, alphaBits = 0 } = form;
	const width = rows[0]?.length ?? 0;
	const channels = rows[0]?.[0]?.length ?? 3;
	// The masks of the colors follow a short header, and are a part of a longer one.
	const pixelsAt = 14 + headerBytes + (headerBytes === 40 && compression === 3 ? 12 : 0);
	const pixels = rows.toReversed().map((row) => {
		const line = Buffer.alloc(Math.ceil((width * channels) / 4) * 4);
		for (const [x, [red = 0, green = 0, blue = 0, fourth]] of row.entries())
			line.set([blue, green, red, ...(fourth === undefined ? [] : [fourth])], x * channels);
		return line;
	});
	const file = Buffer.concat([Buffer.alloc(pixelsAt), ...pixels]);
	file.write('BM', 0, 'latin1');
	file.writeUInt32LE(form.toldBytes ?? file.length, 2);
	file.writeUInt32LE(pixelsAt, 10);
	file.writeUInt32LE(headerBytes, 14);
	file.writeInt32LE(width, 18);
	file.writeInt32LE(rows.length, 22);
	file.writeUInt16LE(1, 26);
	file.writeUInt16LE(8 * channels, 28);
	file.writeUInt32LE(compression, 30);
	if (pixelsAt >= 66)
		[0xff0000, 0xff00, 0xff].forEach((bits, i) => file.writeUInt32LE(bits, 54 + 4 * i));
	if (headerBytes === 56) file.writeUInt32LE(alphaBits, 66);
	return file;
}
